/* Sockets to requests, the only file that knows libmicrohttpd. Its epoll threads read requests and answer GET themselves with
   a borrowed read connection; everything that writes is suspended, handed to a lane (lane.h) and resumed when its answer may
   leave. What surprises: a reply must not be queued on the first call of a request, or the connection closes after it; and
   the memory of a request lives until the library says that the reply went out, so bodies are sent without a copy. */
#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/str.h"
#include "web/lane.h"
#include "web/listen.h"
#include "web/readers.h"
#include "web/web_in.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    REQUEST_CAP = 32 << 20,    /* memory of one request */
    SWALLOW_CAP = 1 << 20,     /* a body too large is read up to here, so that the browser gets to see the answer */
    HEADER_MEMORY = 16 * 1024, /* of one connection: request line and headers */
    CONNECTIONS = 4000,
    IDLE_SECONDS = 30,
    REQUEST_SECONDS = 120, /* from the first byte of a body to its last */
    STOP_SECONDS = 10,
    QUEUE_WRITER = 1024,
    QUEUE_SLOW = 64,
    THREADS_SLOW = 3,
    THREADS_POSTGRES = 8,
    ARENAS_KEPT = 64,
    ERRANDS = 16
};

struct web {
    struct web_config config;
    struct site site;
    struct arena *owner;
    struct MHD_Daemon *daemon;
    int listener;
    struct readers *readers;
    struct lane *writer, *slow;
    atomic_uint_fast64_t next_id;
    atomic_bool stopping;
    atomic_int errands;   /* on their way to the writer */
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t quiet;
    size_t under_way;
    struct arena *arenas[ARENAS_KEPT];
    size_t n_arenas;
};

/* One request and its answer; lives in its own arena from the request line to the last byte of the reply. */
struct exchange {
    struct job job;
    struct web *web;
    struct arena *arena;
    struct MHD_Connection *connection;
    struct request request;
    struct ctx ctx;
    struct buf *body;
    size_t received;
    unsigned methods;
    bool begun, is_form, too_big, answered;
    int64_t seen_session; /* an errand without a connection: write when this session was last seen */
    int64_t began_us;
    struct reply reply;
    struct answered how;
};

static struct arena *arena_lend(struct web *web)
{
    struct arena *arena = NULL;
    pthread_mutex_lock(&web->lock);
    if (web->n_arenas > 0) {
        arena = web->arenas[--web->n_arenas];
    }
    pthread_mutex_unlock(&web->lock);
    return arena ? arena : arena_new(REQUEST_CAP);
}

static void arena_give_back(struct web *web, struct arena *arena)
{
    arena_reset(arena);
    pthread_mutex_lock(&web->lock);
    bool keep = web->n_arenas < ARENAS_KEPT;
    if (keep) {
        web->arenas[web->n_arenas++] = arena;
    }
    pthread_mutex_unlock(&web->lock);
    if (!keep) {
        arena_free(arena);
    }
}

/* The request line came in: the raw target, before the library decodes it in its own way. */
static void *on_request_line(void *with, const char *target, struct MHD_Connection *connection)
{
    struct web *web = with;
    struct arena *arena = arena_lend(web);
    struct exchange *x = NEW(arena, struct exchange);
    x->web = web;
    x->arena = arena;
    x->connection = connection;
    x->job.owner = x;
    x->request.target = str_copy(arena, str_c(target));
    return x;
}

static void on_completed(void *with, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode how)
{
    struct web *web = with;
    struct exchange *x = *state;
    (void)connection;
    (void)how;
    *state = NULL;
    if (!x) {
        return;
    }
    bool counted = x->begun;
    arena_give_back(web, x->arena);
    if (counted) {
        pthread_mutex_lock(&web->lock);
        web->under_way--;
        if (web->under_way == 0) {
            pthread_cond_broadcast(&web->quiet);
        }
        pthread_mutex_unlock(&web->lock);
    }
}

/* Decoding is ours (request.c); the library's own copy of the path is not used. */
static size_t keep_escaped(void *with, struct MHD_Connection *connection, char *s)
{
    (void)with;
    (void)connection;
    return strlen(s);
}

static struct str header(struct exchange *x, const char *name)
{
    const char *value = MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, name);
    return value ? str_copy(x->arena, str_c(value)) : STR_NONE;
}

static bool is_loopback(const struct sockaddr *peer)
{
    if (peer->sa_family == AF_INET) {
        return (ntohl(((const struct sockaddr_in *)(const void *)peer)->sin_addr.s_addr) >> 24) == 127;
    }
    return peer->sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr);
}

/* Whose address it is. A proxy on this machine tells in X-Forwarded-For; what comes from elsewhere may say what it likes, so
   there the header is not read, and of several names only the last is the proxy's own word. */
static void read_peer(struct exchange *x)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *peer = info ? info->client_addr : NULL;
    char name[INET6_ADDRSTRLEN] = "";
    if (!peer) {
        return;
    }
    if (peer->sa_family == AF_INET) {
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)peer)->sin_addr, name, sizeof name);
    } else if (peer->sa_family == AF_INET6) {
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr, name, sizeof name);
    }
    x->request.address = str_copy(x->arena, str_c(name));
    if (is_loopback(peer)) {
        struct str rest = header(x, "X-Forwarded-For"), piece;
        while (rest.len > 0 && str_next(&rest, ',', &piece)) {
            x->request.address = str_trim(piece);
        }
        x->request.secure = str_is(header(x, "X-Forwarded-Proto"), "https");
    }
}

static void read_headers(struct exchange *x)
{
    struct request *r = &x->request;
    r->host = header(x, "Host");
    r->accept_language = header(x, "Accept-Language");
    r->user_agent = header(x, "User-Agent");
    r->accept_encoding = header(x, "Accept-Encoding");
    r->origin = header(x, "Origin");
    r->fetch_site = header(x, "Sec-Fetch-Site");
    r->none_match = header(x, "If-None-Match");
    request_read_cookies(x->arena, header(x, "Cookie"), &r->cookies, &r->n_cookies);
    x->is_form = request_is_form(header(x, "Content-Type"));
    read_peer(x);
}

static enum method method_of(const char *word)
{
    if (strcmp(word, "GET") == 0 || strcmp(word, "HEAD") == 0) {
        return METHOD_GET;
    }
    return strcmp(word, "POST") == 0 ? METHOD_POST : METHOD_OTHER;
}

static void fill_ctx(struct exchange *x)
{
    struct web *web = x->web;
    x->ctx = (struct ctx){ .arena = x->arena,
                           .actor = &actor_nobody,
                           .request = &x->request,
                           .site = &web->site,
                           .registers = web->config.registers,
                           .figures = web->config.figures,
                           .centre_id = web->config.centre_id,
                           .now_ms = clock_now_ms(),
                           .lang = choice_lang(&x->request),
                           .request_id = atomic_fetch_add(&web->next_id, 1) & 0xffffffffffffu };
}

/* The reply leaves. Its body stays where it is: the arena outlives the sending. */
static enum MHD_Result send_reply(struct exchange *x)
{
    const struct reply *reply = &x->reply;
    struct MHD_Response *response =
        MHD_create_response_from_buffer(reply->body.len, (void *)(uintptr_t)reply->body.at, MHD_RESPMEM_PERSISTENT);
    if (!response) {
        return MHD_NO;
    }
    if (reply->status != 304) {
        MHD_add_response_header(response, "Content-Type", reply->type ? reply->type : "text/html; charset=utf-8");
    }
    for (size_t i = 0; i < reply->n_headers; i++) {
        MHD_add_response_header(response, reply->headers[i].name, str_cstr(x->arena, reply->headers[i].value));
    }
    if (atomic_load(&x->web->stopping)) {
        MHD_add_response_header(response, "Connection", "close");
    }
    enum MHD_Result sent = MHD_queue_response(x->connection, (unsigned)reply->status, response);
    MHD_destroy_response(response);
    return sent;
}

/* A failure before any handler: its page, its log line. */
static void answer_early(struct exchange *x, enum fault fault, const struct err *why)
{
    answer_fault(&x->ctx, fault, why, &x->reply);
    x->how = (struct answered){ 0 };
    if (why) {
        x->how.why = *why;
    }
    x->answered = true;
    answer_log(&x->ctx, &x->request, &x->reply, &x->how, x->began_us);
}

/* The connection behind an answer is of no use any more. */
static bool connection_sound(enum err_kind kind)
{
    return kind != ERR_GONE && kind != ERR_NEWER && kind != ERR_BROKEN;
}

/* The lane's side of a request; see lane.h. */
static bool lane_run(void *with, struct job *job, struct db *db)
{
    struct exchange *x = job->owner;
    (void)with;
    x->ctx.db = db;
    if (x->seen_session) {
        (void)!access_seen(&x->ctx, x->seen_session, &x->how.why);
    } else {
        struct err ignored = { 0 }; /* a session that seems unused ends early, nothing worse */
        answer(&x->ctx, &x->request, x->methods, &x->reply, &x->how);
        if (access_seen_due(&x->ctx)) {
            (void)!access_seen(&x->ctx, x->ctx.actor->session_id, &ignored);
        }
    }
    x->how.why.what = str_copy(x->arena, x->how.why.what);
    x->ctx.db = NULL;
    return connection_sound(x->how.why.kind);
}

static void lane_fail(void *with, struct job *job, const struct err *why)
{
    struct exchange *x = job->owner;
    (void)with;
    x->how.why = *why;
    if (!x->seen_session) {
        answer_fault(&x->ctx, FAULT_OF_KIND, why, &x->reply);
    }
}

static void lane_done(void *with, struct job *job)
{
    struct exchange *x = job->owner;
    struct web *web = with;
    if (x->seen_session) { /* nobody waits for it, and the next request would try again: only the memory comes back */
        atomic_fetch_sub(&web->errands, 1);
        arena_give_back(web, x->arena);
        return;
    }
    answer_log(&x->ctx, &x->request, &x->reply, &x->how, x->began_us);
    x->answered = true;
    MHD_resume_connection(x->connection);
}

/* A page was shown, which may not write: that the session was used is written behind it, at most every five minutes a session
   (access_seen_due), and only a few at a time, so that a database that cannot be written does not fill the queue. */
static void send_errand(struct exchange *x)
{
    struct web *web = x->web;
    if (atomic_fetch_add(&web->errands, 1) < ERRANDS) {
        struct arena *arena = arena_lend(web);
        struct exchange *errand = NEW(arena, struct exchange);
        *errand = (struct exchange){ .web = web, .arena = arena, .ctx = x->ctx, .seen_session = x->ctx.actor->session_id };
        errand->job.owner = errand;
        errand->ctx.arena = arena;
        errand->ctx.actor = &actor_nobody;
        errand->ctx.request = NULL;
        if (lane_put(web->writer, &errand->job)) {
            return;
        }
        arena_give_back(web, arena);
    }
    atomic_fetch_sub(&web->errands, 1);
}

static void answer_inline(struct exchange *x)
{
    struct web *web = x->web;
    struct reader *reader = NULL;
    struct err why = { 0 };
    bool needs_none = x->request.route && (x->request.route->flags & ROUTE_STATIC);
    if (!needs_none && !readers_take(web->readers, &reader, &why)) {
        answer_early(x, FAULT_OF_KIND, &why);
        return;
    }
    x->ctx.db = reader ? reader->db : NULL;
    answer(&x->ctx, &x->request, x->methods, &x->reply, &x->how);
    x->answered = true;
    answer_log(&x->ctx, &x->request, &x->reply, &x->how, x->began_us);
    x->ctx.db = NULL;
    if (access_seen_due(&x->ctx)) {
        send_errand(x);
    }
    if (reader) {
        readers_give(web->readers, reader, connection_sound(x->how.why.kind));
    }
}

/* Where the request runs: NULL is here and now. */
static struct lane *lane_of(const struct exchange *x)
{
    const struct route *route = x->request.route;
    if (!route || (route->flags & ROUTE_STATIC)) {
        return NULL;
    }
    if (route->flags & (ROUTE_SLOW | ROUTE_LOGS_OPENING)) {
        return x->web->slow;
    }
    return x->request.method == METHOD_GET ? NULL : x->web->writer;
}

static bool read_request(struct exchange *x)
{
    struct request *r = &x->request;
    if (!request_read_target(x->arena, r->target, r)) {
        return false;
    }
    if (x->body) {
        r->body = buf_str(x->body);
        if (x->is_form && !request_read_form(x->arena, r->body, &r->form, &r->n_form)) {
            return false;
        }
    }
    route_find(x->web->site.table, r, &x->methods);
    return true;
}

/* The whole request is here. */
static enum MHD_Result dispatch(struct exchange *x)
{
    fill_ctx(x);
    if (x->too_big) {
        answer_early(x, FAULT_BODY, NULL);
        return send_reply(x);
    }
    if (!read_request(x)) {
        answer_early(x, FAULT_MALFORMED, NULL);
        return send_reply(x);
    }
    struct lane *lane = lane_of(x);
    if (!lane) {
        answer_inline(x);
        return send_reply(x);
    }
    MHD_suspend_connection(x->connection);
    if (!lane_put(lane, &x->job)) {
        answer_early(x, FAULT_CROWD, NULL);
        MHD_resume_connection(x->connection);
    }
    return MHD_YES;
}

/* Headers are here, the body is not. A reply now closes the connection, which is meant: what follows would not be a request
   we understand (two lengths, RFC 9112 6.3), or more than we are ready to read. */
static enum MHD_Result begin(struct exchange *x, const char *method)
{
    x->begun = true;
    x->began_us = clock_steady_us();
    x->request.method = method_of(method);
    pthread_mutex_lock(&x->web->lock);
    x->web->under_way++;
    pthread_mutex_unlock(&x->web->lock);
    read_headers(x);
    struct str length = header(x, "Content-Length");
    int64_t announced = 0;
    bool known = length.len > 0 && num_read_int(length, &announced);
    bool malformed =
        (length.len > 0 && (!known || announced < 0)) || (length.len > 0 && header(x, "Transfer-Encoding").len > 0);
    if (malformed || announced > SWALLOW_CAP) {
        fill_ctx(x);
        answer_early(x, malformed ? FAULT_MALFORMED : FAULT_BODY, NULL);
        return send_reply(x);
    }
    return MHD_YES;
}

static enum MHD_Result take_body(struct exchange *x, const char *data, size_t *size)
{
    struct str piece = { data, *size };
    *size = 0;
    x->received += piece.len;
    if (x->received > SWALLOW_CAP || clock_steady_us() - x->began_us > (int64_t)REQUEST_SECONDS * 1000000) {
        return MHD_NO;
    }
    x->too_big = x->received > CAP_BODY;
    if (!x->too_big) {
        if (!x->body) {
            x->body = buf_new(x->arena, CAP_BODY);
        }
        buf_put(x->body, piece);
    }
    return MHD_YES;
}

static enum MHD_Result on_request(void *with, struct MHD_Connection *connection, const char *url, const char *method,
                                  const char *version, const char *data, size_t *size, void **state)
{
    struct exchange *x = *state;
    (void)with;
    (void)connection;
    (void)url;
    (void)version;
    if (!x->begun) {
        return begin(x, method);
    }
    if (*size > 0) {
        return take_body(x, data, size);
    }
    return x->answered ? send_reply(x) : dispatch(x);
}

static bool open_connection(struct web *web, struct arena *owner, enum db_mode mode, struct db **ret_db, struct err *e)
{
    struct db *db;
    if (!db_open(owner, web->config.db_url, mode, &db, e) ||
        !db_check_schema(db, web->config.migrations, web->config.n_migrations, e)) {
        return false;
    }
    db_set_centre(db, web->config.centre_id);
    *ret_db = db;
    return true;
}

static bool open_read(void *with, struct arena *owner, struct db **ret_db, struct err *e)
{
    return open_connection(with, owner, DB_READ, ret_db, e);
}

static bool open_write(void *with, struct arena *owner, struct db **ret_db, struct err *e)
{
    return open_connection(with, owner, DB_WRITE, ret_db, e);
}

static bool start_lanes(struct web *web, struct err *e)
{
    struct reader *first;
    if (!readers_take(web->readers, &first, e)) {
        return false;
    }
    bool postgres = db_engine(first->db) == DB_POSTGRES;
    readers_give(web->readers, first, true);
    struct lane_config lane = { .name = "writer",
                                .threads = postgres ? THREADS_POSTGRES : 1,
                                .most = QUEUE_WRITER,
                                .groups = !postgres,
                                .with = web,
                                .open = open_write,
                                .run = lane_run,
                                .fail = lane_fail,
                                .done = lane_done };
    if (!lane_start(web->owner, &lane, &web->writer, e)) {
        return false;
    }
    lane.name = "slow";
    lane.threads = THREADS_SLOW;
    lane.most = QUEUE_SLOW;
    lane.groups = false;
    return lane_start(web->owner, &lane, &web->slow, e);
}

static bool start_daemon(struct web *web, struct err *e)
{
    unsigned threads = web->config.threads;
    if (threads == 0) {
        long cores = sysconf(_SC_NPROCESSORS_ONLN);
        threads = cores > 0 ? (unsigned)cores : 1;
    }
    struct MHD_OptionItem pool[] = { { threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, (intptr_t)threads, NULL },
                                     { MHD_OPTION_END, 0, NULL } };
    web->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, web,
                                   MHD_OPTION_LISTEN_SOCKET, web->listener, MHD_OPTION_URI_LOG_CALLBACK, on_request_line, web,
                                   MHD_OPTION_NOTIFY_COMPLETED, on_completed, web, MHD_OPTION_UNESCAPE_CALLBACK, keep_escaped,
                                   NULL, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADER_MEMORY, MHD_OPTION_CONNECTION_LIMIT,
                                   (unsigned)CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
                                   MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_ARRAY, pool, MHD_OPTION_END);
    return web->daemon || err_set(e, ERR_BROKEN, "web_start", STR("the HTTP library did not start"));
}

static void web_free(struct web *web)
{
    lane_stop(web->writer);
    lane_stop(web->slow);
    if (web->daemon) {
        MHD_stop_daemon(web->daemon);
    }
    if (web->listener >= 0) {
        close(web->listener);
    }
    readers_close(web->readers);
    for (size_t i = 0; i < web->n_arenas; i++) {
        arena_free(web->arenas[i]);
    }
    pthread_cond_destroy(&web->quiet);
    pthread_mutex_destroy(&web->lock);
}

bool web_start(struct arena *owner, const struct web_config *config, struct web **ret_web, uint16_t *ret_port, struct err *e)
{
    struct web *web = NEW(owner, struct web);
    uint16_t port;
    uint64_t first_id;
    random_bytes(&first_id, sizeof first_id);
    web->config = *config;
    web->site = *config->site;
    web->site.table = route_table_new(owner, config->site->routes, config->site->n_routes);
    web->owner = owner;
    web->listener = -1;
    atomic_init(&web->next_id, first_id);
    pthread_mutex_init(&web->lock, NULL);
    pthread_cond_init(&web->quiet, NULL);
    web->readers = readers_new(owner, open_read, web);
    listen_raise_limit();
    if (!start_lanes(web, e) || !listen_at(owner, config->listen, &web->listener, &port, e) || !start_daemon(web, e)) {
        web_free(web);
        return false;
    }
    *ret_web = web;
    *ret_port = port;
    return true;
}

/* Takes no new connection, waits for the requests under way (not for ever), then ends. */
void web_stop(struct web *web)
{
    struct timespec until;
    MHD_socket listener = MHD_quiesce_daemon(web->daemon);
    atomic_store(&web->stopping, true);
    if (listener != MHD_INVALID_SOCKET) {
        close(web->listener);
        web->listener = -1;
    }
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += STOP_SECONDS;
    pthread_mutex_lock(&web->lock);
    while (web->under_way > 0 && pthread_cond_timedwait(&web->quiet, &web->lock, &until) == 0) {
    }
    pthread_mutex_unlock(&web->lock);
    web_free(web);
}
