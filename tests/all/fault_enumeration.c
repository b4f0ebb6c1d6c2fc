/* Every request of the house, again and again with the n-th thing failing: the n-th piece of memory, the n-th statement, the
   n-th write to a file, the n-th file made or named. However it fails, the person gets a page in his language that says so,
   nothing is half saved (the database holds what it held before, or the answer said saved and it holds exactly what the
   untouched request leaves, trail included), and the next request works. What is said to have failed but was saved is as wrong
   as the opposite. fault_enumeration [SEED [POINTS [WORD [postgres]]]]      POINTS: most places tried of one kind in one
   request; WORD: only requests whose pattern holds it; postgres: on that engine alone */
#include "all/fault.h"
#include "base/random.h"
#include "base/str.h"
#include "support/database.h"
#include "web/web_in.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum kind { KIND_NONE, KIND_MEMORY, KIND_STATEMENT, KIND_WRITE, KIND_FULL, KIND_FILE, KINDS };
static const char *const kind_names[] = { "untouched", "memory", "statement", "write", "full disk", "file" };

struct trouble {
    enum kind kind;
    uint64_t at;
    enum err_kind as; /* of a statement */
    enum lang lang;
    bool worn; /* something failed on this copy of the database before */
};
struct outcome {
    int status;
    struct str location, main, body; /* main: what of the page is not the frame */
    const char *unsound;             /* what is wrong with the page as a page */
    uint64_t done[KINDS];            /* how many there were of each */
};

static struct {
    uint64_t seed;
    size_t points, requests, faults[KINDS], told, saved, complaints;
    struct seeded random;
    const char *only;
    size_t engine;     /* the first one tried */
    bool drafts_aside; /* the form of an event is kept as a draft first, on purpose also when the event is not saved */
} run;

/* The database under the request. */
struct ground {
    const char *url;
    struct arena *arena;
    struct db *db;
    bool worn; /* a work was undone here: PostgreSQL's sequences have gone on */
};

static void ground_close(struct ground *g)
{
    arena_free(g->arena);
    g->arena = NULL;
    g->db = NULL;
}

static void ground_open(struct stage *s, struct ground *g, enum method method)
{
    if (!g->db) {
        g->arena = arena_new(64u << 20);
        g->db = stage_connect(s, g->arena, g->url, method == METHOD_GET ? DB_READ : DB_WRITE_EXISTING);
    }
}

static struct str part_between(struct str whole, struct str from, struct str to)
{
    size_t begin = str_find(whole, from, 0), end = str_find(whole, to, begin);
    return begin < whole.len && end < whole.len ? str_part(whole, begin, end - begin) : whole;
}

static bool contains(struct str whole, struct str what)
{
    return str_find(whole, what, 0) < whole.len;
}

/* What a program can read: whole, and it says what and with which number. */
static const char *unsound_json(struct str body)
{
    bool whole = str_starts(body, STR("{\"error\":{\"status\":")) && str_ends(body, STR("}}"));
    return !whole                                  ? "the JSON is cut off"
           : contains(body, STR("\"request\":\"")) ? NULL
                                                   : "the JSON of a failure has no number";
}

/* A page a person can read: whole, in his language. Files and redirects have none. */
static const char *unsound(const struct reply *reply, bool program, enum lang lang)
{
    if (program && reply->type && reply->status >= 400 && str_starts(str_c(reply->type), STR("application/json"))) {
        return unsound_json(reply->body);
    }
    if (reply->status == 303 || (reply->type && !str_starts(str_c(reply->type), STR("text/html")) && reply->status < 400)) {
        return NULL;
    }
    if (reply->type && !str_starts(str_c(reply->type), STR("text/html"))) {
        return "no page but bare words";
    }
    if (!str_starts(reply->body, STR("<!DOCTYPE html>")) || !str_ends(reply->body, STR("</html>\n"))) {
        return "the page is cut off";
    }
    if (!contains(reply->body, lang == LANG_RU ? STR("<html lang=\"ru\"") : STR("<html lang=\"en\""))) {
        return "the page is in the wrong language";
    }
    return reply->status >= 500 && !contains(reply->body, lang == LANG_RU ? STR("Номер запроса") : STR("Request number"))
               ? "the page of a failure has no number"
               : NULL;
}

/* As the lane does it: on SQLite a form that is not slow runs in a group, which is committed before the answer leaves. */
static void answer_in_group(struct ctx *ctx, struct request *request, bool grouped, struct reply *reply)
{
    struct err e = { 0 };
    ctx->request = request;
    ctx->lang = choice_lang(request);
    if (grouped && !db_group_begin(ctx->db, &e)) {
        answer_fault(ctx, FAULT_OF_KIND, &e, reply);
        return;
    }
    if (!web_answer(ctx, request, reply, &e)) {
        reply->status = 599;
    }
    struct err commit = { 0 };
    if (grouped && !db_group_commit(ctx->db, &commit)) {
        answer_fault(ctx, FAULT_OF_KIND, &commit, reply);
    }
}

static void order(const struct trouble *t, struct ctx *ctx)
{
    arena_fail_at(ctx->arena, t->kind == KIND_MEMORY ? t->at : 0);
    db_fail_at(ctx->db, t->kind == KIND_STATEMENT ? t->at : 0, t->as);
    writes_fail_at(t->kind == KIND_WRITE || t->kind == KIND_FULL ? t->at : 0, t->kind == KIND_FULL ? ENOSPC : EIO,
                   t->kind == KIND_FULL);
    files_fail_at(t->kind == KIND_FILE ? t->at : 0, t->at % 2 ? EIO : ENOSPC);
}

/* The key of a form is made by chance each time it is shown. */
static struct str without_keys(struct arena *a, struct str page)
{
    static const char *const names[] = { "name=\"key\" value=\"", "name=\"author\" value=\"" };
    for (size_t i = 0; i < COUNT(names); i++) {
        struct str name = str_c(names[i]);
        size_t at = str_find(page, name, 0);
        if (at < page.len) {
            size_t end = str_find(page, STR("\""), at + name.len);
            page = str_join(a, str_part(page, 0, at + name.len), str_part(page, end, page.len));
        }
    }
    return page;
}

static void take_outcome(struct stage *s, const struct asked *asked, const struct reply *reply, enum lang lang,
                         struct outcome *o)
{
    o->status = reply->status;
    o->body = str_copy(s->arena, reply->body);
    o->main = without_keys(s->arena, part_between(o->body, STR("<main"), STR("</main>")));
    o->unsound = unsound(reply, str_ends(str_c(asked->pattern), STR(".json")), lang);
    o->location = STR_NONE;
    for (size_t i = 0; i < reply->n_headers; i++) {
        if (strcmp(reply->headers[i].name, "Location") == 0) {
            o->location = str_copy(s->arena, reply->headers[i].value);
        }
    }
}

/* What is slow is done before any writing, and commits by itself. */
static bool is_slow(const struct stage *s, const struct asked *asked)
{
    for (size_t r = 0; r < s->house.site.n_routes; r++) {
        const struct route *route = &s->house.site.routes[r];
        if (route->method == asked->method && strcmp(route->pattern, asked->pattern) == 0) {
            return (route->flags & ROUTE_SLOW) != 0;
        }
    }
    return false;
}

static struct outcome ask(struct stage *s, struct ground *g, const struct asked *asked, const struct trouble *t)
{
    struct arena *a = arena_new(32u << 20);
    struct ctx ctx = s->walker.ctx;
    struct reply reply = { 0 };
    struct outcome o = { 0 };
    struct param cookies[] = { { STR("year"), STR("2021") },
                               { STR("lang"), t->lang == LANG_RU ? STR("ru") : STR("en") },
                               { STR(SESSION_COOKIE), s->token } };
    struct param form[MOST_PAIRS + 1];
    struct request request = { .method = asked->method, .path = str_c(asked->path), .host = STR("localhost") };
    ground_open(s, g, asked->method);
    memcpy(form, asked->form, asked->n_form * sizeof *form);
    form[asked->n_form] = (struct param){ STR(CSRF_FIELD), s->csrf };
    request.form = form;
    request.n_form = asked->n_form + !asked->nobody;
    request.cookies = cookies;
    request.n_cookies = asked->nobody ? 2 : 3;
    request.target = request.path;
    request.address = STR("127.0.0.1");
    request.fetch_site = STR("same-origin");
    ctx.arena = a;
    ctx.db = g->db;
    ctx.now_ms = s->now_ms;
    ctx.actor = &actor_nobody;
    ctx.year = 0;
    request.files = &asked->file;
    request.n_files = asked->file.field.len > 0;
    if (folders_touched(asked)) {
        folders_as_they_were();
    }
    uint64_t before = db_statements(g->db);
    order(t, &ctx);
    answer_in_group(&ctx, &request, asked->method == METHOD_POST && !is_slow(s, asked) && s->engine == 0, &reply);
    o.done[KIND_WRITE] = o.done[KIND_FULL] = writes_done();
    o.done[KIND_FILE] = files_done();
    o.done[KIND_STATEMENT] = db_statements(g->db) - before;
    o.done[KIND_MEMORY] = arena_takes(a);
    db_fail_at(g->db, 0, ERR_NONE);
    take_outcome(s, asked, &reply, t->lang, &o);
    arena_free(a);
    if (o.status >= 500 || t->kind >= KIND_WRITE) {
        ground_close(g); /* as the lane does with a connection that is of no use */
    }
    return o;
}

/* Without the value of this key, which differs from run to run. */
static struct str without(struct buf *kept, struct str line, struct str key)
{
    size_t at = str_find(line, key, 0);
    if (at < line.len) {
        buf_put(kept, str_part(line, 0, at));
        line = str_part(line, str_find(line, STR("\""), at + key.len), line.len);
    }
    return line;
}

/* What is secret by chance is no part of the comparison: hashes of passwords and tokens, and the failures of sign-in, which are
   written down before the password is looked at. */
static struct str dump_of(struct stage *s, struct arena *into, const char *url)
{
    struct arena *a = arena_new((size_t)1 << 30);
    struct err e = { 0 };
    struct str lines, line;
    struct buf *kept = buf_new(into, 256u << 20);
    if (!db_dump(stage_connect(s, a, url, DB_READ), a, &lines, &e)) {
        stage_stop("dump_of", &e);
    }
    while (str_next(&lines, '\n', &line)) {
        if (str_starts(line, STR("{\"sign_in_failure\"")) || str_starts(line, STR("{\"session\"")) ||
            (run.drafts_aside && contains(line, STR("\"event_draft\"")))) {
            continue;
        }
        line = without(kept, line, STR("\"password\":\""));
        buf_put(kept, without(kept, line, STR("\"token_hash\":\"")));
        buf_put_byte(kept, '\n');
    }
    arena_free(a);
    if (buf_failed(kept)) { /* an empty dump would be equal to every other */
        e = (struct err){ 0 };
        stage_stop("memory for dumps", &e);
    }
    return buf_str(kept);
}

static void complain(const struct stage *s, const struct asked *asked, const struct trouble *t, const char *what,
                     struct str more)
{
    if (run.complaints++ < 200) {
        printf("  %s %s %s, %s %llu%s%s: %s %.*s\n", s->engine ? "postgres" : "sqlite",
               asked->method == METHOD_GET ? "GET" : "POST", asked->path, kind_names[t->kind], (unsigned long long)t->at,
               t->kind == KIND_STATEMENT ? " as " : "", t->kind == KIND_STATEMENT ? err_kind_name(t->as) : "", what,
               (int)(more.len < 300 ? more.len : 300), more.at);
    }
}

/* The first row of one dump that the other does not have at that place. */
static struct str differing(struct str one, struct str two)
{
    struct str line, other;
    while (str_next(&one, '\n', &line)) {
        if (!str_next(&two, '\n', &other) || !str_equal(line, other)) {
            return line;
        }
    }
    return STR("rows are missing at the end");
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A work that PostgreSQL had to run again, or to undo before this one, has used up numbers of its sequences: the rows are the
   same but for their numbers. */
static bool alike(const struct stage *s, const struct trouble *t, struct str one, struct str two)
{
    if (s->engine == 0 || (t->as != ERR_CONFLICT && !t->worn)) {
        return str_equal(one, two);
    }
    size_t i = 0, k = 0;
    while (i < one.len && k < two.len && one.at[i] == two.at[k]) {
        i++;
        k++;
        for (; i < one.len && is_digit(one.at[i]); i++) {
        }
        for (; k < two.len && is_digit(two.at[k]); k++) {
        }
    }
    return i == one.len && k == two.len;
}

struct expected {
    struct outcome untouched[LANG_COUNT];
    struct str before,
        after[LANG_COUNT]; /* words that are kept (of the trail, of a line's faults) are in the language of who asked */
};

/* Whatever came of the request, a row never names a content that is not there. */
static void judge_folders(struct stage *s, struct arena *a, const struct asked *asked, const struct trouble *t, const char *url)
{
    if (folders_touched(asked)) {
        struct str missing = folders_missing(stage_connect(s, a, url, DB_READ), a);
        if (missing.len) {
            complain(s, asked, t, "a row without its file", missing);
        }
    }
}

/* judge() with the arena of the dump it makes. */
static bool judge_in(struct stage *s, struct arena *a, const struct asked *asked, const struct trouble *t,
                     const struct outcome *o, const struct expected *x, const char *url)
{
    const struct outcome *good = &x->untouched[t->lang];
    bool said_in_form = o->status == 422 && good->status != 422; /* what could not be kept is told at its field */
    bool failed = o->status >= 500 || o->status == 413 || said_in_form || (o->status == 409 && t->as == ERR_CONFLICT);
    bool get = asked->method == METHOD_GET;
    struct str now = get ? x->before : dump_of(s, a, url);
    bool same = str_equal(now, x->before);
    judge_folders(s, a, asked, t, url);
    if (o->unsound) {
        complain(s, asked, t, o->unsound, o->body);
    }
    if (failed) {
        run.told++;
        if (!same) {
            complain(s, asked, t, str_equal(now, x->after[t->lang]) ? "said to have failed, and saved" : "half saved",
                     differing(now, x->before));
        }
        return same;
    }
    run.saved++;
    if (o->status != good->status || !alike(s, t, o->location, good->location)) {
        complain(s, asked, t, "another answer",
                 str_format(s->arena, "%d to '%.*s', not %d to '%.*s'", o->status, (int)o->location.len, o->location.at,
                            good->status, (int)good->location.len, good->location.at));
    } else if (get && !str_equal(o->main, good->main) && !contains(o->main, STR("class=\"note error\""))) {
        complain(s, asked, t, "a page without something that was there, and not a word about it", STR_NONE);
    }
    if (!alike(s, t, now, x->after[t->lang])) {
        complain(s, asked, t, same ? "said to be saved, and not" : "half saved", differing(now, x->after[t->lang]));
    }
    return same;
}

/* True when the database is what it was, so that it may serve again. */
static bool judge(struct stage *s, const struct asked *asked, const struct trouble *t, const struct outcome *o,
                  const struct expected *x, const char *url)
{
    struct arena *a = arena_new((size_t)1 << 30);
    bool same = judge_in(s, a, asked, t, o, x, url);
    arena_free(a);
    return same;
}

/* All places when they are few; else the first, the last and some between. */
static uint64_t place(uint64_t i, uint64_t n, uint64_t points)
{
    if (n <= points) {
        return i + 1;
    }
    uint64_t edge = points / 3;
    if (i < edge) {
        return i + 1;
    }
    return i < 2 * edge ? n - (i - edge) : (uint64_t)seeded_range(&run.random, (int64_t)edge + 1, (int64_t)(n - edge));
}

static void next_request(struct stage *s, struct ground *g, const struct asked *asked, const struct trouble *t)
{
    static const struct asked easy = { .pattern = "/account", .path = "/account", .method = METHOD_GET };
    struct ground other = { .url = g->url };
    struct trouble none = { .kind = KIND_NONE };
    struct outcome o = ask(s, &other, &easy, &none);
    ground_close(&other);
    if (o.status != 200 && !(asked->method == METHOD_POST && o.status == 303)) { /* the form ended the session */
        complain(s, asked, t, "the next request does not work", o.main);
    }
}

static void fail_one(struct stage *s, struct ground *g, const struct asked *asked, struct trouble *t, const struct expected *x)
{
    t->worn = g->worn;
    struct outcome o = ask(s, g, asked, t);
    run.faults[t->kind]++;
    bool throttled = strcmp(asked->path, "/sign-in") == 0 || strcmp(asked->path, "/account/password") == 0;
    if (!judge(s, asked, t, &o, x, g->url) || throttled) { /* a fifth wrong attempt would be told to wait */
        ground_close(g);
        if (g->url != s->base) { /* a GET asks the base itself */
            test_database_drop(s->engine, g->url);
            g->url = test_database_copy(s->engine, s->base);
            g->worn = false;
        }
        return;
    }
    g->worn = true;
    if (run.faults[t->kind] % 8 == 0) {
        next_request(s, g, asked, t);
    }
}

static void fail_all(struct stage *s, const struct asked *asked, const struct expected *x)
{
    static const enum err_kind as[] = { ERR_BUSY, ERR_GONE, ERR_FULL, ERR_BROKEN, ERR_CONFLICT };
    static unsigned turn;
    bool get = asked->method == METHOD_GET;
    struct ground g = { .url = get ? s->base : test_database_copy(s->engine, s->base) };
    for (int kind = KIND_MEMORY; kind < KINDS; kind++) {
        bool both = kind == KIND_STATEMENT;
        uint64_t n = x->untouched[LANG_RU].done[kind];
        if ((s->engine == 1 && !both) || (get && kind >= KIND_WRITE)) {
            continue; /* memory does not know its engine, and the server's writes are its own */
        }
        for (uint64_t i = 0; i < n && i < run.points; i++) {
            turn++;
            struct trouble t = { (enum kind)kind, place(i, n, run.points), both ? as[turn % COUNT(as)] : ERR_NONE,
                                 turn % 3 ? LANG_RU : LANG_EN };
            fail_one(s, &g, asked, &t, x);
        }
    }
    struct trouble none = { .kind = KIND_NONE };
    if (asked->moves) { /* files are named by ids, and PostgreSQL gives no id twice, whatever became of the first */
        ground_close(&g);
        test_database_drop(s->engine, g.url);
        g.url = test_database_copy(s->engine, s->base);
    }
    struct outcome o = ask(s, &g, asked, &none);
    if (o.status != x->untouched[LANG_RU].status) {
        complain(s, asked, &none, "does not work after the faults", o.main);
    }
    ground_close(&g);
    if (!get) {
        test_database_drop(s->engine, g.url);
    }
}

/* The request as it should be, in both languages; the database after it becomes the ground of what follows when it moves. */
static bool untouched(struct stage *s, const struct asked *asked, struct expected *x, const char **ret_after)
{
    struct trouble none = { .kind = KIND_NONE, .lang = LANG_EN };
    bool get = asked->method == METHOD_GET;
    run.drafts_aside = !get && strcmp(asked->pattern, "/event") == 0;
    *x = (struct expected){ .before = dump_of(s, s->arena, s->base) };
    for (int lang = LANG_COUNT - 1; lang >= 0; lang--) {
        struct ground g = { .url = get ? s->base : test_database_copy(s->engine, s->base) };
        none.lang = (enum lang)lang;
        x->untouched[lang] = ask(s, &g, asked, &none);
        ground_close(&g);
        x->after[lang] = get ? x->before : dump_of(s, s->arena, g.url);
        if (!get && lang > 0) {
            test_database_drop(s->engine, g.url);
        }
        *ret_after = g.url;
    }
    int status = x->untouched[0].status;
    bool good = status == 303 || status == 200;
    if (!good && !get) {
        test_database_drop(s->engine, *ret_after);
    }
    return good;
}

/* What a register's hooks refuse with one choice they may take with another. */
static bool make_up(struct stage *s, size_t i, struct asked *asked, struct expected *x, const char **ret_after, bool *ret_end)
{
    for (s->walker.turn = 0; s->walker.turn < 8; s->walker.turn++) {
        *ret_end = !stage_request(s, i, asked);
        if (*ret_end || !asked->pattern) {
            return false;
        }
        if (untouched(s, asked, x, ret_after)) {
            return true;
        }
        if (asked->method == METHOD_GET) {
            break;
        }
    }
    struct trouble none = { .kind = KIND_NONE };
    complain(s, asked, &none, str_format(s->arena, "%d", x->untouched[0].status).at, x->untouched[0].main);
    return false;
}

static void every_route_was_asked(const struct stage *s, const bool *seen)
{
    for (size_t r = 0; r < s->house.site.n_routes; r++) {
        const struct route *route = &s->house.site.routes[r];
        if (!seen[r]) {
            run.complaints++;
            printf("  %s %s: no request asks it; put one into tests/all/fault_requests.c\n",
                   route->method == METHOD_GET ? "GET" : "POST", route->pattern);
        }
    }
}

static void mark(const struct stage *s, const struct asked *asked, bool *seen)
{
    for (size_t r = 0; r < s->house.site.n_routes; r++) {
        const struct route *route = &s->house.site.routes[r];
        seen[r] = seen[r] || (route->method == asked->method && strcmp(route->pattern, asked->pattern) == 0);
    }
}

static void on_engine(size_t engine)
{
    static bool seen[1000];
    struct stage s;
    struct asked asked;
    struct expected x;
    const char *after;
    bool end = false;
    memset(seen, 0, sizeof seen);
    stage_open(&s, engine);
    BUG_IF(s.house.site.n_routes > COUNT(seen));
    for (size_t i = 0; !end; i++) {
        if (!make_up(&s, i, &asked, &x, &after, &end)) {
            continue;
        }
        mark(&s, &asked, seen);
        run.requests++;
        if (!run.only || strstr(asked.pattern, run.only)) {
            fail_all(&s, &asked, &x);
        }
        if (asked.moves) {
            test_database_drop(engine, s.base);
            s.base = after;
            if (folders_touched(&asked)) {
                folders_keep(); /* the last time it was asked nothing failed */
            }
        } else if (asked.method == METHOD_POST) {
            test_database_drop(engine, after);
        }
        if (run.requests % 20 == 0) {
            printf("%s: %zu requests, faults of memory %zu, of statements %zu, of writes %zu\n", engine ? "postgres" : "sqlite",
                   run.requests, run.faults[KIND_MEMORY], run.faults[KIND_STATEMENT],
                   run.faults[KIND_WRITE] + run.faults[KIND_FULL]);
            fflush(stdout);
        }
    }
    every_route_was_asked(&s, seen);
    stage_close(&s);
}

int main(int argc, char **argv)
{
    run.seed = argc > 1 ? (uint64_t)strtoull(argv[1], NULL, 10) : 0;
    if (run.seed == 0) {
        random_bytes(&run.seed, sizeof run.seed);
        run.seed %= 1000000;
    }
    run.points = argc > 2 ? (size_t)strtoull(argv[2], NULL, 10) : 12;
    run.only = argc > 3 ? argv[3] : NULL;
    run.engine = argc > 4 && strcmp(argv[4], "postgres") == 0;
    run.random = seeded_from(run.seed);
    printf("seed %llu, at most %zu places of one kind in one request\n", (unsigned long long)run.seed, run.points);
    for (size_t engine = run.engine; engine < test_database_count(); engine++) {
        on_engine(engine);
    }
    printf("%zu requests; faults: memory %zu, statement %zu, write %zu, full disk %zu, file %zu; %zu told, %zu went well; %zu "
           "complaints\n",
           run.requests, run.faults[KIND_MEMORY], run.faults[KIND_STATEMENT], run.faults[KIND_WRITE], run.faults[KIND_FULL],
           run.faults[KIND_FILE], run.told, run.saved, run.complaints);
    if (run.engine == 0 && (!run.faults[KIND_WRITE] || !run.faults[KIND_FULL] || !run.faults[KIND_FILE])) {
        run.complaints++;
        printf("no write of SQLite was seen: fault_writes.c does not know by what it writes\n");
    }
    return run.complaints ? 1 : 0;
}
