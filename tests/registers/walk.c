/* The walker of the register tests; see walk.h. Rows are made by record_add, so the demo year is not needed. */
#include "registers/walk.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text/text.h"
#include "support/database.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void stop(const char *where, const struct err *e)
{
    fprintf(stderr, "%s: %s: %.*s\n", where, err_kind_name(e->kind), (int)e->what.len, e->what.at);
    exit(1);
}

static int64_t school(struct walker *w, struct str name)
{
    struct err e = { 0 };
    int64_t id;
    const struct param pairs[] = { { STR("name"), name }, { STR("kind"), STR("school") } };
    if (!record_add(&w->ctx, register_find(&w->ctx, STR("organisation")), pairs, COUNT(pairs), &id, &e)) {
        stop("school", &e);
    }
    return id;
}

void walker_open_empty(struct walker *w, size_t engine)
{
    struct err e = { 0 };
    *w = (struct walker){ .arena = arena_new(512u << 20) };
    w->url = test_database_fresh(engine);
    log_quiet(true);
    if (!text_start(&e) || !house_build(w->arena, &w->house, &e) ||
        !house_enter(w->arena, &w->house, str_c(w->url), DB_WRITE, &w->ctx, &e)) {
        stop("walker_open", &e);
    }
}

void walker_open(struct walker *w, size_t engine)
{
    struct err e = { 0 };
    int64_t id;
    const struct param year[] = { { STR("year"), STR("2021-2022") } };
    walker_open_empty(w, engine);
    if (!record_add(&w->ctx, register_find(&w->ctx, STR("academic_year")), year, 1, &id, &e) ||
        !account_add(&w->ctx, STR("walker"), STR("Walker"), STR("long enough for a test"), ROLES_ALL, 0, &w->account_id, &e)) {
        stop("walker_open", &e);
    }
    w->ctx.year = 2021;
    w->own = school(w, STR("Школа своя"));
    w->foreign = school(w, STR("Школа чужая"));
}

void walker_close(struct walker *w)
{
    arena_free(w->arena);
    text_stop();
}

void walker_is(struct walker *w, role_set roles)
{
    struct actor *actor = NEW(w->arena, struct actor);
    *actor = (struct actor){ .account_id = w->account_id,
                             .organisation_id = w->own,
                             .roles = roles,
                             .login = STR("walker"),
                             .name = STR("Walker"),
                             .csrf = STR("secret") };
    w->ctx.actor = actor;
}

static struct visit send(struct walker *w, struct request *request)
{
    static const struct param cookies[] = { { { "year", 4 }, { "2021", 4 } } };
    struct reply reply = { 0 };
    struct err e = { 0 };
    struct visit v = { .location = STR_NONE };
    request->cookies = cookies;
    request->n_cookies = COUNT(cookies);
    request->target = request->path;
    request->host = STR("localhost");
    if (!web_answer(&w->ctx, request, &reply, &e)) {
        stop("web_answer", &e);
    }
    w->ctx.request = NULL;
    w->ctx.lang = LANG_RU;
    v.status = reply.status;
    v.body = reply.body;
    for (size_t i = 0; i < reply.n_headers; i++) {
        if (strcmp(reply.headers[i].name, "Location") == 0) {
            v.location = reply.headers[i].value;
        }
    }
    return v;
}

struct visit walk(struct walker *w, const char *path)
{
    struct request request = { .method = METHOD_GET, .path = str_copy(w->arena, str_c(path)) };
    return send(w, &request);
}

struct visit walk_post(struct walker *w, const char *path, const struct param *pairs, size_t n)
{
    struct param *form = NEW_ARRAY(w->arena, struct param, n + 1);
    for (size_t i = 0; i < n; i++) {
        form[i] = pairs[i];
    }
    form[n] = (struct param){ STR(CSRF_FIELD), STR("secret") };
    struct request request = { .method = METHOD_POST, .path = str_copy(w->arena, str_c(path)), .form = form, .n_form = n + 1 };
    return send(w, &request);
}

bool says(struct visit v, struct str words)
{
    return str_find(v.body, words, 0) < v.body.len;
}

static struct str number(struct walker *w, const struct field *f, int seed)
{
    bool limits = f->min || f->max;
    int64_t span = limits ? f->max - f->min + 1 : 90, low = limits ? f->min : 1;
    return str_format(w->arena, "%lld", (long long)(low + (f->flags & F_UNIQUE ? seed % span : 0)));
}

/* One of two rows of the register meant, so that rows of different seeds can differ in what they refer to. */
static struct str reference(struct walker *w, const struct field *f, int seed)
{
    const struct register_def *target = register_find(&w->ctx, str_c(f->ref));
    if (strcmp(f->ref, "organisation") == 0) {
        return str_format(w->arena, "%lld", (long long)w->own);
    }
    struct list_ask ask = { .bare = true, .per_page = 50 };
    struct list list;
    struct err e = { 0 };
    const struct actor *was = w->ctx.actor;
    w->ctx.actor = &actor_owner;
    if (!list_read(&w->ctx, target, &ask, &list, &e)) {
        stop("reference", &e);
    }
    size_t wanted = list.n < 2 ? list.n : (size_t)seed % 2, turn = w->turn; /* two are made first */
    int64_t id = list.n > wanted ? list.rows[wanted].id : row_made(w, target, 90 + (int)list.n);
    w->turn = turn;
    w->ctx.actor = was;
    return str_format(w->arena, "%lld", (long long)id);
}

static struct str value_of(struct walker *w, const struct register_def *def, const struct field *f, int seed)
{
    if (f->type == &ft_text || f->type == &ft_long_text) {
        return strcmp(f->name, "code") == 0 ? str_format(w->arena, "code_%d", seed)
                                            : str_format(w->arena, "Проба %s %d", f->name, seed);
    }
    if (f->type == &ft_int) {
        return number(w, f, seed);
    }
    if (f->type == &ft_choice) {
        return str_c(f->choices[w->turn % f->n_choices].word);
    }
    if (f->type == &ft_year) {
        bool only_year = (f->flags & F_UNIQUE) != 0; /* the years themselves */
        return only_year ? str_format(w->arena, "%d-%d", 1990 + seed % 20, 1991 + seed % 20) : STR("2021-2022");
    }
    if (f->type == &ft_calendar_year) {
        return str_format(w->arena, "%d", 1990 + seed % 100);
    }
    if (f->type == &ft_yes_no) {
        return STR("1");
    }
    if (f->type == &ft_time) {
        return str_format(w->arena, "%02d:30", 6 + (int)(f - def->fields) % 16); /* an end stands after its beginning */
    }
    if (f->type == &ft_day) {
        return STR("12.04.2022");
    }
    if (f->type == &ft_period) {
        return str_format(w->arena, "%02d.2022", 1 + seed % 8);
    }
    if (f->type == &ft_address) {
        return STR("https://example.org/proof");
    }
    bool itself = f->ref && strcmp(f->ref, def->name) == 0; /* a parent: none, or rows would be made for ever */
    return itself ? STR_NONE : reference(w, f, seed);
}

size_t plausible(struct walker *w, const struct register_def *def, int seed, struct param pairs[MOST_PAIRS])
{
    size_t n = 0;
    for (size_t i = 0; i < def->n_fields && n < MOST_PAIRS; i++) {
        const struct field *f = &def->fields[i];
        if (!(f->flags & F_MADE)) {
            pairs[n++] = (struct param){ str_c(f->name), value_of(w, def, f, seed) };
        }
    }
    return n;
}

int64_t row_made(struct walker *w, const struct register_def *def, int seed)
{
    return row_made_with(w, def, seed, NULL, STR_NONE);
}

int64_t row_tried(struct walker *w, const struct register_def *def, int seed, const char *name, struct str value, struct err *e)
{
    struct param pairs[MOST_PAIRS];
    const struct actor *was = w->ctx.actor;
    int64_t id = 0;
    w->ctx.actor = &actor_owner;
    for (w->turn = 0; !id && w->turn < 8; w->turn++) {
        size_t n = plausible(w, def, seed, pairs);
        for (size_t i = 0; name && i < n; i++) {
            pairs[i].value = str_is(pairs[i].name, name) ? value : pairs[i].value;
        }
        *e = (struct err){ 0 };
        if (!record_add(&w->ctx, def, pairs, n, &id, e)) {
            id = 0;
        }
    }
    w->turn = 0;
    w->ctx.actor = was;
    return id;
}

int64_t row_made_with(struct walker *w, const struct register_def *def, int seed, const char *name, struct str value)
{
    struct err e = { 0 };
    int64_t id = row_tried(w, def, seed, name, value, &e);
    if (!id) {
        stop("row_made", &e);
    }
    return id;
}
