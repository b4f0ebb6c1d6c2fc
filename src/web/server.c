/* Sockets to requests, the only file that knows libmicrohttpd. Its epoll threads read requests, answer those that only read,
   and suspend the others until a lane has answered them (work.h). What surprises: a reply must not be queued on the first call
   of a request, or the connection closes after it; the memory of a request lives until the library says that the reply went
   out, so bodies are sent without a copy; and a request whose head the library itself refuses is never completed, only its
   connection closes. */
#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "web/body.h"
#include "web/listen.h"
#include "web/work.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    SWALLOW_CAP = 1 << 20,     /* a body too large is read up to here, so that the browser gets to see the answer */
    HEADER_MEMORY = 64 * 1024, /* of one connection: request line and headers */
    CONNECTIONS = 4000,
    IDLE_SECONDS = 30,
    REQUEST_SECONDS = 120,   /* from the first byte of a body to its last */
    UPLOAD_SECONDS = 600,    /* the same where the route takes files */
    STOP_SECONDS = 10,       /* at the stop: for requests that are being answered */
    STOP_SENDING_SECONDS = 1 /* and for those that still send their bodies */
};

/* How far a request has come; a connection that died in the middle may stand in SENDING until the library's timeout. */
enum phase { HEAD, SENDING, ANSWERING, PHASES };

struct web {
    struct work *work;
    struct MHD_Daemon *daemon;
    int listener;
    unsigned threads;
    atomic_bool stopping;
    atomic_size_t on_disk; /* bytes of bodies that wait there */
    pthread_mutex_t lock;  /* of what follows */
    pthread_cond_t quiet;
    size_t in_phase[PHASES];
    struct caller *heads; /* requests of which only the first line is here */
};

/* The server's side of an exchange, in the same arena. */
struct caller {
    struct web *web;
    struct exchange *x;
    struct MHD_Connection *connection;
    struct caller *next_head, **link_head; /* in web->heads until the headers are whole */
    struct body *body;
    size_t received, most; /* bytes of the body: that came, that its route takes */
    enum phase phase;
};

/* The request line came in: the raw target, before the library decodes it in its own way. The query is then taken from it:
   it would be split into the connection's bounded memory, which nothing of ours reads, and with some 850 parameters that
   memory is full and the library lets the person wait until its timeout. The line is the library's own buffer, not a constant.
 */
static void *on_request_line(void *with, const char *target, struct MHD_Connection *connection)
{
    struct web *web = with;
    struct exchange *x = exchange_new(web->work);
    struct caller *c = NEW(x->arena, struct caller);
    *c = (struct caller){ .web = web, .x = x, .connection = connection, .link_head = &web->heads };
    x->connection = c;
    x->request.target = str_copy(x->arena, str_c(target));
    char *query = strchr(target, '?');
    if (query && query[1]) {
        query[1] = 0;
    }
    pthread_mutex_lock(&web->lock);
    c->next_head = web->heads;
    if (c->next_head) {
        c->next_head->link_head = &c->next_head;
    }
    web->heads = c;
    pthread_mutex_unlock(&web->lock);
    return c;
}

/* Under the lock. */
static void head_unlink(struct caller *c)
{
    if (c->link_head) {
        *c->link_head = c->next_head;
        if (c->next_head) {
            c->next_head->link_head = c->link_head;
        }
        c->link_head = NULL;
    }
}

/* What a refused or broken head held comes back when its connection closes. */
static void on_connection(void *with, struct MHD_Connection *connection, void **state, enum MHD_ConnectionNotificationCode what)
{
    struct web *web = with;
    (void)state;
    if (what != MHD_CONNECTION_NOTIFY_CLOSED) {
        return;
    }
    pthread_mutex_lock(&web->lock);
    struct caller *c = web->heads;
    while (c && c->connection != connection) {
        c = c->next_head;
    }
    if (c) {
        head_unlink(c);
    }
    pthread_mutex_unlock(&web->lock);
    if (c) {
        exchange_free(c->x);
    }
}

static void on_completed(void *with, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode how)
{
    struct web *web = with;
    struct caller *c = *state;
    (void)connection;
    (void)how;
    *state = NULL;
    if (!c) {
        return;
    }
    enum phase phase = c->phase;
    pthread_mutex_lock(&web->lock);
    head_unlink(c);
    pthread_mutex_unlock(&web->lock);
    exchange_free(c->x);
    pthread_mutex_lock(&web->lock);
    web->in_phase[phase] -= phase != HEAD;
    pthread_cond_broadcast(&web->quiet);
    pthread_mutex_unlock(&web->lock);
}

static void enter_phase(struct caller *c, enum phase phase)
{
    pthread_mutex_lock(&c->web->lock);
    head_unlink(c);
    c->web->in_phase[c->phase] -= c->phase != HEAD;
    c->web->in_phase[phase]++;
    c->phase = phase;
    pthread_mutex_unlock(&c->web->lock);
}

/* Decoding is ours (request.c); the library's own copy of the path is not used. */
static size_t keep_escaped(void *with, struct MHD_Connection *connection, char *s)
{
    (void)with;
    (void)connection;
    return strlen(s);
}

static struct str header(struct caller *c, const char *name)
{
    const char *value = MHD_lookup_connection_value(c->connection, MHD_HEADER_KIND, name);
    return value ? str_copy(c->x->arena, str_c(value)) : STR_NONE;
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
static void read_peer(struct caller *c)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
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
    c->x->request.address = str_copy(c->x->arena, str_c(name));
    if (is_loopback(peer)) {
        struct str rest = header(c, "X-Forwarded-For"), piece;
        while (rest.len > 0 && str_next(&rest, ',', &piece)) {
            c->x->request.address = str_trim(piece);
        }
        c->x->request.secure = str_is(header(c, "X-Forwarded-Proto"), "https");
    }
}

static void read_headers(struct caller *c)
{
    struct request *r = &c->x->request;
    r->host = header(c, "Host");
    r->accept_language = header(c, "Accept-Language");
    r->user_agent = header(c, "User-Agent");
    r->accept_encoding = header(c, "Accept-Encoding");
    r->origin = header(c, "Origin");
    r->fetch_site = header(c, "Sec-Fetch-Site");
    r->none_match = header(c, "If-None-Match");
    r->authorization = header(c, "Authorization");
    r->range = header(c, "Range");
    r->if_range = header(c, "If-Range");
    request_read_cookies(c->x->arena, header(c, "Cookie"), &r->cookies, &r->n_cookies);
    c->x->is_form = request_is_form(header(c, "Content-Type"));
    c->x->boundary = request_boundary(c->x->arena, header(c, "Content-Type"));
    c->most = exchange_most(c->x);
    read_peer(c);
}

static enum method method_of(const char *word)
{
    if (strcmp(word, "GET") == 0 || strcmp(word, "HEAD") == 0) {
        return METHOD_GET;
    }
    return strcmp(word, "POST") == 0 ? METHOD_POST : METHOD_OTHER;
}

/* The reply leaves. Its body stays where it is: the arena outlives the sending. */
static enum MHD_Result send_reply(struct caller *c)
{
    const struct reply *reply = &c->x->reply;
    struct MHD_Response *response =
        MHD_create_response_from_buffer(reply->body.len, (void *)(uintptr_t)reply->body.at, MHD_RESPMEM_PERSISTENT);
    if (!response) {
        return MHD_NO;
    }
    if (reply->status != 304) {
        MHD_add_response_header(response, "Content-Type", reply->type ? reply->type : "text/html; charset=utf-8");
    }
    for (size_t i = 0; i < reply->n_headers; i++) {
        MHD_add_response_header(response, reply->headers[i].name, str_cstr(c->x->arena, reply->headers[i].value));
    }
    if (atomic_load(&c->web->stopping)) {
        MHD_add_response_header(response, "Connection", "close");
    }
    enum MHD_Result sent = MHD_queue_response(c->connection, (unsigned)reply->status, response);
    MHD_destroy_response(response);
    return sent;
}

/* A lane has the answer; the library will call on_request once more for it. */
static void on_ready(struct exchange *x)
{
    const struct caller *c = x->connection;
    MHD_resume_connection(c->connection);
}

/* The whole request is here. The connection is suspended before anybody else may resume it. */
static enum MHD_Result dispatch(struct caller *c)
{
    enter_phase(c, ANSWERING);
    c->x->body = STR_NONE;
    if (c->body) {
        (void)!body_read(c->body, &c->x->body, &c->x->failed);
    }
    struct lane *lane = exchange_look(c->x);
    if (!lane) {
        return send_reply(c);
    }
    MHD_suspend_connection(c->connection);
    if (!exchange_hand(c->x, lane)) {
        MHD_resume_connection(c->connection);
    }
    return MHD_YES;
}

static enum MHD_Result count_length(void *n, enum MHD_ValueKind kind, const char *name, const char *value)
{
    (void)kind;
    (void)value;
    *(int *)n += strcasecmp(name, "Content-Length") == 0;
    return MHD_YES;
}

static int64_t swallow_most(const struct caller *c)
{
    return c->most > SWALLOW_CAP ? (int64_t)c->most : SWALLOW_CAP;
}

/* Headers are here, the body is not. A reply now closes the connection, which is meant: what follows would not be a request
   we understand (two lengths, RFC 9112 6.3), or more than we are ready to read. */
static enum MHD_Result begin(struct caller *c, const char *method)
{
    c->x->began_us = clock_steady_us();
    c->x->request.method = method_of(method);
    enter_phase(c, SENDING);
    read_headers(c);
    struct str length = header(c, "Content-Length");
    int64_t announced = 0;
    int n_lengths = 0;
    MHD_get_connection_values(c->connection, MHD_HEADER_KIND, count_length, &n_lengths);
    bool malformed =
        n_lengths > 1 ||
        (length.len > 0 && (!num_read_int(length, &announced) || announced < 0 || header(c, "Transfer-Encoding").len > 0));
    if (malformed || announced > swallow_most(c)) {
        exchange_refuse(c->x, malformed ? FAULT_MALFORMED : FAULT_BODY);
        return send_reply(c);
    }
    return MHD_YES;
}

/* A form has its time; a file over a bad line (512 kbit/s) takes some ten minutes for its 32 MiB. */
static int64_t request_us(const struct caller *c)
{
    return (int64_t)(c->most > CAP_BODY ? UPLOAD_SECONDS : REQUEST_SECONDS) * 1000000;
}

static enum MHD_Result take_body(struct caller *c, const char *data, size_t *size)
{
    struct str piece = { data, *size };
    *size = 0;
    c->received += piece.len;
    if ((int64_t)c->received > swallow_most(c) || clock_steady_us() - c->x->began_us > request_us(c)) {
        return MHD_NO;
    }
    c->x->too_big = c->received > c->most;
    if (!c->x->too_big) {
        c->body = c->body ? c->body : body_new(c->x->arena, &c->web->on_disk);
        (void)body_put(c->body, piece, &c->x->failed); /* what follows is read all the same, so that the answer is seen */
    }
    return MHD_YES;
}

static enum MHD_Result on_request(void *with, struct MHD_Connection *connection, const char *url, const char *method,
                                  const char *version, const char *data, size_t *size, void **state)
{
    struct caller *c = *state;
    (void)with;
    (void)connection;
    (void)url;
    (void)version;
    if (c->phase == HEAD) {
        return begin(c, method);
    }
    if (*size > 0) {
        return take_body(c, data, size);
    }
    return c->x->answered ? send_reply(c) : dispatch(c);
}

/* A new connection, before anything was read of it: none is taken any more while we stop. */
static enum MHD_Result on_arrival(void *cls, const struct sockaddr *address, socklen_t length)
{
    const struct web *web = cls;
    return atomic_load(&web->stopping) ? MHD_NO : MHD_YES;
}

static bool start_daemon(struct web *web, struct err *e)
{
    unsigned threads = web->threads;
    if (threads == 0) {
        long cores = sysconf(_SC_NPROCESSORS_ONLN);
        threads = cores > 0 ? (unsigned)cores : 1;
    }
    struct MHD_OptionItem pool[] = { { threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, (intptr_t)threads, NULL },
                                     { MHD_OPTION_END, 0, NULL } };
    web->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, on_arrival, web, on_request,
                                   web, MHD_OPTION_LISTEN_SOCKET, web->listener, MHD_OPTION_URI_LOG_CALLBACK, on_request_line,
                                   web, MHD_OPTION_NOTIFY_COMPLETED, on_completed, web, MHD_OPTION_NOTIFY_CONNECTION,
                                   on_connection, web, MHD_OPTION_UNESCAPE_CALLBACK, keep_escaped, NULL,
                                   MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADER_MEMORY, MHD_OPTION_CONNECTION_LIMIT,
                                   (unsigned)CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
                                   MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_ARRAY, pool, MHD_OPTION_END);
    return web->daemon || err_set(e, ERR_BROKEN, "web_start", STR("the HTTP library did not start"));
}

static void web_free(struct web *web)
{
    work_drain(web->work); /* resumes whoever still waits: the library may not be stopped before */
    if (web->daemon) {
        MHD_stop_daemon(web->daemon); /* and it closes the socket it was given */
        web->listener = -1;
    }
    work_free(web->work);
    if (web->listener >= 0) {
        close(web->listener);
    }
    pthread_cond_destroy(&web->quiet);
    pthread_mutex_destroy(&web->lock);
}

bool web_start(struct arena *owner, const struct web_config *config, struct web **ret_web, uint16_t *ret_port, struct err *e)
{
    struct web *web = NEW(owner, struct web);
    uint16_t port;
    web->threads = config->threads;
    web->listener = -1;
    pthread_mutex_init(&web->lock, NULL);
    pthread_cond_init(&web->quiet, NULL);
    listen_raise_limit();
    if (!work_start(owner, config, on_ready, &web->work, e) || !listen_at(owner, config->listen, &web->listener, &port, e) ||
        !start_daemon(web, e)) {
        web_free(web);
        return false;
    }
    *ret_web = web;
    *ret_port = port;
    return true;
}

static bool wait_quiet(struct web *web, enum phase phase, int seconds)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += seconds;
    pthread_mutex_lock(&web->lock);
    while (web->in_phase[phase] > 0 && pthread_cond_timedwait(&web->quiet, &web->lock, &until) == 0) {
    }
    bool quiet = web->in_phase[phase] == 0;
    pthread_mutex_unlock(&web->lock);
    return quiet;
}

/* Takes no new connection, lets the requests under way end (not for ever), then ends. MHD_quiesce_daemon is not for this: it
   and a thread of the library may take the socket out of the same set at once, and the loser ends the whole process (0.9.75).
 */
void web_stop(struct web *web)
{
    atomic_store(&web->stopping, true);
    bool sent = wait_quiet(web, SENDING, STOP_SENDING_SECONDS), answered = wait_quiet(web, ANSWERING, STOP_SECONDS);
    if (!sent || !answered) {
        log_line("warning", "at=web_stop what=\"some requests did not end in time\"");
    }
    web_free(web);
}
