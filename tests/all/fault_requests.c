/* What is asked: every route of the house at least once, every form with input that is taken. Registers are asked by their
   declaration; what was written by hand stands in one list below, in the order in which it can happen. A new route that is in
   neither stops the enumeration with its name. */
#include "all/fault.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text/text.h"
#include "features/analysis/draft.h"
#include "features/analysis/model.h"
#include "features/claim/claim.h"
#include "support/database.h"
#include "web/static.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PASSWORD "long enough for a test" /* of the walker */

void stage_stop(const char *where, const struct err *e)
{
    fprintf(stderr, "%s: %s in %s: %.*s\n", where, err_kind_name(e->kind), e->where ? e->where : "", (int)e->what.len,
            e->what.at);
    exit(1);
}

struct db *stage_connect(struct stage *s, struct arena *a, const char *url, enum db_mode mode)
{
    struct err e = { 0 };
    struct db *db;
    if (!db_open(a, str_c(url), mode, &db, &e)) {
        stage_stop("stage_connect", &e);
    }
    db_set_centre(db, s->walker.ctx.centre_id);
    return db;
}

static bool may_be_added(const struct register_def *def)
{
    return rule_roles(def->rules, def->n_rules, MAY_ADD) != 0;
}

static void fill(struct stage *s, struct walker *w)
{
    struct err e = { 0 };
    enum sign_in result;
    int64_t id, wait;
    walker_is(w, ROLES_ALL);
    s->rows = calloc(w->house.registers.n * ROWS_EACH, sizeof *s->rows);
    for (size_t r = 0; r < w->house.registers.n; r++) {
        if (may_be_added(w->house.registers.all[r])) {
            s->rows[r * ROWS_EACH + ROW_STAYS] = row_made(w, w->house.registers.all[r], 40);
        }
    }
    for (size_t r = 0; r < w->house.registers.n; r++) { /* last, so that nothing refers to them */
        const struct register_def *def = w->house.registers.all[r];
        int64_t spare = may_be_added(def) ? row_tried(w, def, 62, NULL, STR_NONE, &e) : 0;
        s->rows[r * ROWS_EACH + ROW_SPARE] = spare ? spare : s->rows[r * ROWS_EACH + ROW_STAYS];
    }
    e = (struct err){ 0 };
    struct str token;
    if (!account_add(&w->ctx, STR("teacher"), STR("Teacher"), STR(PASSWORD), ROLE(ROLE_TEACHER), 0, &id, &e) ||
        !access_sign_in(&w->ctx, STR("walker"), STR(PASSWORD), STR("127.0.0.1"), &result, &token, &wait, &e)) {
        stage_stop("fill", &e);
    }
    s->token = str_copy(s->arena, token);
}

/* The walker fills a database and is gone; a copy of it, which nobody holds open, is the ground of everything. */
void stage_open(struct stage *s, size_t engine)
{
    struct err e = { 0 };
    struct walker filler;
    *s = (struct stage){ .engine = engine, .arena = arena_new((size_t)4 << 30), .now_ms = clock_now_ms() };
    walker_open(&filler, engine);
    s->base = filler.url;
    fill(s, &filler);
    s->walker =
        (struct walker){ .arena = s->arena, .account_id = filler.account_id, .own = filler.own, .foreign = filler.foreign };
    walker_close(&filler);
    if (!text_start(&e) || !house_build(s->arena, &s->house, &e)) {
        stage_stop("stage_open", &e);
    }
    struct arena *a = arena_new(64u << 20);
    if (!house_enter(a, &s->house, str_c(s->base), DB_READ, &s->walker.ctx, &e)) {
        stage_stop("stage_open", &e);
    }
    struct site *site = NEW(s->arena, struct site);
    *site = *s->walker.ctx.site;
    site->zone = str_cstr(s->arena, str_c(site->zone));
    folders_empty();
    site->files = folder_files();
    site->copies = folder_copies();
    site->looker = NULL;
    struct actor actor;
    struct ctx ctx = s->walker.ctx;
    ctx.now_ms = s->now_ms;
    if (!access_actor(&ctx, s->token, &actor, &e)) {
        stage_stop("stage_open", &e);
    }
    s->csrf = str_copy(s->arena, actor.csrf);
    s->walker.ctx.site = site;
    s->walker.ctx.arena = s->arena;
    s->walker.ctx.db = NULL;
    s->walker.ctx.year = 2021;
    arena_free(a);
}

void stage_close(struct stage *s)
{
    free(s->rows);
    arena_free(s->arena);
    text_stop();
}

static void sections_ready(struct ctx *ctx);
static void cohort_whole(struct ctx *ctx);

#define NO_FIELDS                                                                                                              \
    {                                                                                                                          \
        NULL, NULL                                                                                                             \
    }
#define GET(p, at)                                                                                                             \
    {                                                                                                                          \
        .pattern = p, .path = at, .method = METHOD_GET                                                                         \
    }
#define POST(p, at, ...)                                                                                                       \
    {                                                                                                                          \
        .pattern = p, .path = at, .method = METHOD_POST, .form = { __VA_ARGS__ }                                               \
    }
#define MOVES(p, at, ...)                                                                                                      \
    {                                                                                                                          \
        .pattern = p, .path = at, .method = METHOD_POST, .form = { __VA_ARGS__ }, .moves = true                                \
    }
static const struct hand hands[] = {
    GET("/assets/{name}", "$asset"),
    GET("/choose", "/choose?lang=en&back=/reach"),
    GET("/_widgets", "/_widgets"),
    GET("/", "/"),
    GET("/search", "/search?q=%D0%9F%D1%80%D0%BE%D0%B1%D0%B0"),
    GET("/reach", "/reach"),
    GET("/account", "/account"),
    GET("/accounts", "/accounts"),
    GET("/accounts/new", "/accounts/new"),
    GET("/accounts/of/{login}", "/accounts/of/teacher"),
    { .pattern = "/sign-in", .path = "/sign-in", .method = METHOD_GET, .nobody = true },
    { .pattern = "/sign-in",
      .path = "/sign-in",
      .method = METHOD_POST,
      .nobody = true,
      .form = { { "login", "walker" }, { "password", PASSWORD } } },
    POST("/sign-in", "/sign-in", { "login", "walker" }, { "password", PASSWORD }),
    POST("/sign-out", "/sign-out", NO_FIELDS),
    POST("/account/password", "/account/password", { "old", PASSWORD }, { "new", "another long one" },
         { "again", "another long one" }),
    POST("/accounts/new", "/accounts/new", { "login", "newcomer" }, { "name", "Newcomer" }, { "roles", "teacher" }),
    GET("/accounts/of/{login}/person", "/accounts/of/teacher/person"),
    POST("/accounts/of/{login}/person", "/accounts/of/teacher/person", { "login", "teacher" }, { "name", "Другое имя" }),
    POST("/accounts/of/{login}/roles", "/accounts/of/teacher/roles", { "roles", "methodologist" }),
    POST("/accounts/of/{login}/password", "/accounts/of/teacher/password", NO_FIELDS),
    MOVES("/accounts/of/{login}/close", "/accounts/of/teacher/close", NO_FIELDS),
    POST("/accounts/of/{login}/open", "/accounts/of/teacher/open", NO_FIELDS),
    POST("/activity/{id}/headcount", "/activity/$activity/headcount", { "value", "7" }, { "unit", "persons" },
         { "audience", "pupils" }, { "grade_from", "5" }, { "grade_to", "6" }, { "evidence", "Список" }),
    GET("/activity/{id}/repeat", "/activity/$activity/repeat"),
    POST("/activity/{id}/repeat", "/activity/$activity/repeat", { "title", "Снова" }, { "direction", "events" },
         { "kind", "quest" }, { "level", "municipal" }, { "centre_role", "organiser" }, { "planned", "yes" },
         { "year", "2098-2099" }),
    POST("/plan_item/{id}/repeat", "/plan_item/$point/repeat", NO_FIELDS),
    { "/graduate_cohort/{id}/step", "/graduate_cohort/$cohort/step?to=closed", METHOD_POST, .before = cohort_whole },
    GET("/figure/{name}", "/figure/diagnostics.persons"),
    GET("/token", "/token"),
    POST("/token", "/token", { "name", "Проба" }, { "role", "head" }, { "until", "$today" }),
    GET("/api", "/api"),
    GET("/api/{register}", "/api/activity"),
    GET("/api/openapi.json", "/api/openapi.json"),
    GET("/check", "/check"),
    GET("/check.json", "/check.json"),
    GET("/reach.json", "/reach.json?view=month"),
    GET("/plan.json", "/plan.json"),
    GET("/deadline.json", "/deadline.json"),
    GET("/figure.json", "/figure.json"),
    GET("/figure/{name}.json", "/figure/diagnostics.persons.json"),
    GET("/analysis/editions.json", "/analysis/editions.json"),
    POST("/check/accept", "/check/accept", { "finding", "$finding" }, { "explanation-$finding", "Так и было задумано" }),
    GET("/analysis", "/analysis"),
    MOVES("/analysis/begin", "/analysis/begin", NO_FIELDS),
    GET("/analysis", "/analysis"),
    GET("/analysis/block/{id}", "/analysis/block/$block"),
    POST("/analysis/block/{id}", "/analysis/block/$block", { "version", "$version" }, { "text", "Новые слова." }),
    GET("/analysis/block/{id}/remove", "/analysis/block/$block/remove"),
    POST("/analysis/block/{id}/remove", "/analysis/block/$block/remove", { "version", "$version" }),
    POST("/analysis/block/{id}/{way}", "/analysis/block/$block/down", NO_FIELDS),
    GET("/analysis/section/{id}/new", "/analysis/section/$section/new"),
    POST("/analysis/section/{id}/new", "/analysis/section/$section/new", { "kind", "paragraph" }, { "text", "Ещё слова." }),
    POST("/analysis/section/{id}/{state}", "/analysis/section/$section/ready", NO_FIELDS),
    { .pattern = "/analysis/{year}/{state}",
      .path = "/analysis/2021/agreed",
      .method = METHOD_POST,
      .moves = true,
      .before = sections_ready },
    MOVES("/analysis/{year}/{state}", "/analysis/2021/approved", NO_FIELDS),
    MOVES("/analysis/{year}/{state}", "/analysis/2021/sent", { "number", "17" }, { "day", "01.07.2022" }),
    GET("/analysis", "/analysis"),
    GET("/analysis/editions", "/analysis/editions"),
    GET("/analysis/edition/{id}", "/analysis/edition/$edition"),
    GET("/analysis/edition/{id}/file", "/analysis/edition/$edition/file?format=docx"),
    GET("/analysis/edition/{id}.json", "/analysis/edition/$edition.json"),
    GET("/analysis/{year}.json", "/analysis/2021.json"),
    GET("/analysis/{year}/document", "/analysis/2021/document?format=docx"),
    POST("/analysis/{year}/pdf", "/analysis/2021/pdf", NO_FIELDS),
    GET("/analysis/{year}/document", "/analysis/2021/document?format=json"),
    GET("/analysis/{year}/document", "/analysis/2021/document?format=html"),
    GET("/analysis/edition/{id}/public", "/analysis/edition/$edition/public"),
    MOVES("/analysis/edition/{id}/public", "/analysis/edition/$edition/public", { "read", "yes" }, { "least", "5" }),
    GET("/public", "/public"),
    GET("/public/{centre}", "/public/$centre"),
    GET("/public/{centre}/{year}", "/public/$centre/2021"),
    GET("/public/{centre}/{year}/file", "/public/$centre/2021/file?format=docx"),
    GET("/robots.txt", "/robots.txt"),
    POST("/analysis/edition/{id}/public/withdraw", "/analysis/edition/$edition/public/withdraw", NO_FIELDS),
};

static bool mark_ready(struct ctx *ctx, void *arg, struct err *e)
{
    const struct analysis *analysis = arg;
    for (size_t i = 0; i < analysis->n_sections; i++) {
        if (!section_set_state(ctx, &analysis->sections[i], "ready", e)) {
            return false;
        }
    }
    return true;
}

static void sections_ready(struct ctx *ctx)
{
    struct analysis analysis;
    struct err e = { 0 };
    if (!analysis_read(ctx, ctx->year, &analysis, &e) || !db_write(ctx, DB_NO_LOCK, mark_ready, &analysis, &e)) {
        stage_stop("sections_ready", &e);
    }
}

static int64_t row_of(const struct stage *s, const char *name, int which)
{
    for (size_t r = 0; r < s->house.registers.n; r++) {
        if (strcmp(s->house.registers.all[r]->name, name) == 0) {
            return s->rows[r * ROWS_EACH + (size_t)which];
        }
    }
    return 0;
}

static struct block a_block(struct ctx *ctx)
{
    struct analysis analysis;
    struct err e = { 0 };
    if (!analysis_read(ctx, ctx->year, &analysis, &e)) {
        stage_stop("a_block", &e);
    }
    for (size_t i = 0; i < analysis.n_sections; i++) {
        for (size_t k = 0; k + 1 < analysis.sections[i].n_blocks; k++) {
            if (analysis.sections[i].blocks[k].kind == BLOCK_PARAGRAPH) {
                return analysis.sections[i].blocks[k];
            }
        }
    }
    err_set(&e, ERR_NOT_FOUND, "a_block", STR("the draft has no paragraph that could move down"));
    stage_stop("fault_requests", &e);
}

static struct str a_finding(struct ctx *ctx)
{
    struct finding *findings;
    size_t n;
    struct err e = { 0 };
    if (!claim_check(ctx, ctx->year, &findings, &n, &e)) {
        stage_stop("a_finding", &e);
    }
    if (n == 0) {
        err_set(&e, ERR_NOT_FOUND, "a_finding", STR("the linter finds nothing in the rows made"));
        stage_stop("fault_requests", &e);
    }
    return findings[0].key;
}

/* A cohort whose parts add up to its whole, as only such a one is closed. */
static int64_t whole_cohort;
static void cohort_whole(struct ctx *ctx)
{
    static const char *const roles[] = { "total", "part" };
    const struct param year[] = { { STR("year"), STR("2099") } };
    struct err e = { 0 };
    if (!record_add(ctx, register_find(ctx, STR("graduate_cohort")), year, COUNT(year), &whole_cohort, &e)) {
        return; /* it is there from the turn before */
    }
    for (size_t i = 0; i < COUNT(roles); i++) {
        int64_t id;
        const struct param category[] = {
            { STR("cohort"), str_format(ctx->arena, "%lld", (long long)whole_cohort) },
            { STR("destination"), str_c(i == 0 ? "total" : "other") },
            { STR("title"), str_c(roles[i]) },
            { STR("role"), str_c(roles[i]) },
            { STR("value"), STR("2") },
        };
        if (!record_add(ctx, register_find(ctx, STR("graduate_category")), category, COUNT(category), &id, &e)) {
            stage_stop("cohort_whole", &e);
        }
    }
}

static struct str number(struct ctx *ctx, int64_t n)
{
    return str_format(ctx->arena, "%lld", (long long)n);
}

static struct str meant(struct stage *s, struct ctx *ctx, struct str word)
{
    if (str_is(word, "asset")) {
        return asset_url(ctx->arena, "style.css").s;
    }
    if (str_is(word, "activity")) {
        return number(ctx, row_of(s, "activity", ROW_STAYS));
    }
    if (str_is(word, "point")) {
        return number(ctx, row_of(s, "plan_item", ROW_STAYS));
    }
    if (str_is(word, "cohort")) {
        return number(ctx, whole_cohort);
    }
    if (str_is(word, "finding")) {
        return a_finding(ctx);
    }
    if (str_is(word, "today")) {
        return day_iso(ctx->arena, (struct day){ true, (int32_t)(ctx->now_ms / 86400000) + 1 }); /* wherever the centre is */
    }
    if (str_is(word, "centre")) {
        return number(ctx, s->walker.ctx.centre_id);
    }
    if (str_is(word, "edition")) {
        return STR("1");
    }
    struct str kept;
    if (kept_word(ctx, word, &kept)) {
        return kept;
    }
    struct block block = a_block(ctx);
    return number(ctx, str_is(word, "section") ? block.section_id : str_is(word, "version") ? block.version : block.id);
}

static struct str resolved(struct stage *s, struct ctx *ctx, const char *text)
{
    struct str whole = str_c(text);
    for (size_t from; (from = str_find(whole, STR("$"), 0)) < whole.len;) {
        size_t to = from + 1;
        while (to < whole.len && whole.at[to] >= 'a' && whole.at[to] <= 'z') {
            to++;
        }
        struct str found = meant(s, ctx, str_part(whole, from + 1, to - from - 1));
        whole = str_join(s->arena, str_join(s->arena, str_part(whole, 0, from), found), str_part(whole, to, whole.len));
    }
    return whole;
}

static void by_hand(struct stage *s, const struct hand *hand, struct asked *asked)
{
    struct arena *a = arena_new(256u << 20);
    struct ctx ctx = s->walker.ctx;
    ctx.arena = a;
    ctx.now_ms = s->now_ms;
    ctx.db = stage_connect(s, a, s->base, hand->before ? DB_WRITE_EXISTING : DB_READ);
    if (hand->before) {
        hand->before(&ctx);
    }
    *asked = (struct asked){ .pattern = hand->pattern, .method = hand->method, .moves = hand->moves, .nobody = hand->nobody };
    asked->path = str_cstr(s->arena, resolved(s, &ctx, hand->path));
    for (size_t i = 0; i < COUNT(hand->form) && hand->form[i].name; i++) {
        asked->form[i] = (struct param){ str_copy(s->arena, resolved(s, &ctx, hand->form[i].name)),
                                         str_copy(s->arena, resolved(s, &ctx, hand->form[i].value)) };
        asked->n_form = i + 1;
    }
    if (hand->file_field) {
        asked->file = (struct upload){ str_c(hand->file_field),
                                       str_c(hand->file_name),
                                       STR("application/octet-stream"),
                                       { hand->file_bytes, hand->file_len } };
    }
    arena_free(a);
}

/* A register's ways, each with the row it needs. */
static const struct way {
    const char *more;
    enum method method;
    int row; /* -1: none */
} ways[] = {
    { "", METHOD_GET, -1 },
    { ".json", METHOD_GET, -1 },
    { ".xlsx", METHOD_GET, -1 },
    { ".csv", METHOD_GET, -1 },
    { "/new", METHOD_GET, -1 },
    { "/new", METHOD_POST, -1 },
    { "/{id}", METHOD_GET, ROW_STAYS },
    { "/{id}.json", METHOD_GET, ROW_STAYS },
    { "/{id}/edit", METHOD_GET, ROW_STAYS },
    { "/{id}/edit", METHOD_POST, ROW_STAYS },
    { "/{id}/remove", METHOD_GET, ROW_SPARE },
    { "/{id}/remove", METHOD_POST, ROW_SPARE },
    { "/{id}/history", METHOD_GET, ROW_STAYS },
    { "/{id}/history.json", METHOD_GET, ROW_STAYS },
};

static void form_of(struct stage *s, const struct register_def *def, const struct way *way, struct asked *asked)
{
    struct arena *a = arena_new(256u << 20);
    s->walker.ctx.db = stage_connect(s, a, s->base, DB_READ);
    walker_is(&s->walker, ROLES_ALL);
    if (way->row != ROW_SPARE) {
        asked->n_form = plausible(&s->walker, def, (way->row == ROW_STAYS ? 44 : 7) + (int)s->walker.turn, asked->form);
    }
    if (way->row >= 0) {
        asked->form[asked->n_form++] = (struct param){ STR("version"), STR("1") };
    }
    s->walker.ctx.db = NULL;
    arena_free(a);
}

/* A row that is younger than all the others, so that none of them refers to it. */
static void spare_anew(struct stage *s, const struct register_def *def, int64_t *id)
{
    struct arena *a = arena_new(256u << 20);
    struct err e = { 0 };
    s->walker.ctx.db = stage_connect(s, a, s->base, DB_WRITE_EXISTING);
    walker_is(&s->walker, ROLES_ALL);
    int64_t made = row_tried(&s->walker, def, 83, NULL, STR_NONE, &e);
    *id = made ? made : *id;
    s->walker.ctx.db = NULL;
    arena_free(a);
}

static bool of_register(struct stage *s, size_t i, struct asked *asked)
{
    const struct register_def *def = s->house.registers.all[i / COUNT(ways)];
    const struct way *way = &ways[i % COUNT(ways)];
    if (way->row == ROW_SPARE && way->method == METHOD_GET && may_be_added(def)) {
        spare_anew(s, def, &s->rows[i / COUNT(ways) * ROWS_EACH + ROW_SPARE]);
    }
    int64_t id = way->row < 0 ? 0 : s->rows[i / COUNT(ways) * ROWS_EACH + (size_t)way->row];
    const char *pattern = str_cstr(s->arena, str_format(s->arena, "/%s%s", def->name, way->more));
    *asked = (struct asked){ .pattern = pattern, .path = pattern, .method = way->method };
    if (way->row >= 0) {
        asked->path =
            str_cstr(s->arena, str_format(s->arena, "/%s/%lld%s", def->name, (long long)id, way->more + strlen("/{id}")));
    }
    for (size_t r = 0; r < s->house.site.n_routes; r++) {
        const struct route *route = &s->house.site.routes[r];
        if (route->method == way->method && strcmp(route->pattern, pattern) == 0) {
            if (way->method == METHOD_POST) {
                form_of(s, def, way, asked);
            }
            return true;
        }
    }
    return false;
}

bool stage_request(struct stage *s, size_t i, struct asked *ret_asked)
{
    size_t n_generic = s->house.registers.n * COUNT(ways);
    if (i >= n_generic + COUNT(hands) + n_hands_kept) {
        return false;
    }
    if (i >= n_generic) {
        size_t k = i - n_generic;
        by_hand(s, k < n_hands_kept ? &hands_kept[k] : &hands[k - n_hands_kept], ret_asked);
    } else if (!of_register(s, i, ret_asked)) {
        ret_asked->pattern = NULL; /* the register does not have this way */
    }
    return true;
}
