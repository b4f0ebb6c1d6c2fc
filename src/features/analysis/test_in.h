/* A made year in an engine of the test, asked as its people ask: for the tests of the analysis only; all in a header because
   two test programs use it. */
#ifndef ANALYSIS_TEST_IN_H
#define ANALYSIS_TEST_IN_H
#include "features/analysis/made_year.h"
#include "features/analysis/pages.h"
#include "support/database.h"

#include "features/analysis/analysis.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct stage {
    struct arena *arena;
    const char *url;
    struct house house;
    struct ctx ctx;
    struct made_year made;
    struct actor actor;
};

static inline void need(bool done, const struct err *e)
{
    if (!done) {
        print_error("%s in %s: %.*s\n", err_kind_name(e->kind), e->where ? e->where : "", (int)e->what.len, e->what.at);
    }
    assert_true(done);
}

static inline void stage_open(struct stage *s, size_t engine, uint64_t seed)
{
    struct err e = { 0 };
    s->arena = arena_new(256u << 20);
    s->url = test_database_fresh(engine);
    need(house_build(s->arena, &s->house, &e), &e);
    need(house_enter(s->arena, &s->house, str_c(s->url), DB_WRITE, &s->ctx, &e), &e);
    s->made = made_year(&s->ctx, seed);
    s->actor = (struct actor){ .account_id = 0, .roles = ROLES_ALL, .name = STR("Проверка"), .csrf = STR("token") };
    s->ctx.actor = &s->actor;
}

static inline void act_as(struct stage *s, role_set roles)
{
    s->actor.roles = roles;
}

static inline bool begin(struct ctx *ctx, void *arg, struct err *e)
{
    (void)arg;
    return analysis_begin_draft(ctx, ctx->year, e);
}

static inline void begin_draft(struct stage *s)
{
    struct err e = { 0 };
    need(db_write(&s->ctx, DB_NO_LOCK, begin, NULL, &e), &e);
}

static inline struct str ask(struct stage *s, handler *handle, const char *one, const char *two, const struct param *form,
                             size_t n, int *ret_status, struct err *e)
{
    struct request request = { .method = n ? METHOD_POST : METHOD_GET, .path = STR("/"), .form = form, .n_form = n };
    struct reply reply = { 0 };
    request.path_args[0] = str_c(one);
    request.path_args[1] = str_c(two);
    s->ctx.request = &request;
    bool done = handle(&s->ctx, &request, &reply, e);
    s->ctx.request = NULL;
    *ret_status = done ? (reply.status ? reply.status : 200) : 0;
    return done ? reply.body : STR_NONE;
}

static inline bool has(struct str body, const char *what)
{
    return str_find(body, str_c(what), 0) < body.len;
}

static inline struct block a_paragraph(struct stage *s)
{
    struct analysis analysis;
    struct err e = { 0 };
    need(analysis_read(&s->ctx, s->ctx.year, &analysis, &e), &e);
    for (size_t i = 0; i < analysis.n_sections; i++) {
        for (size_t k = 0; k < analysis.sections[i].n_blocks; k++) {
            if (analysis.sections[i].blocks[k].kind == BLOCK_PARAGRAPH) {
                return analysis.sections[i].blocks[k];
            }
        }
    }
    fail();
    return (struct block){ 0 };
}

struct typed {
    const struct block *block;
    struct str words;
};

static inline bool type_in(struct ctx *ctx, void *arg, struct err *e)
{
    const struct typed *typed = arg;
    return block_save(ctx, typed->block, typed->block->version, typed->words, e);
}

static inline void move(struct stage *s, role_set roles, const char *to, int want, enum err_kind refused)
{
    struct err e = { 0 };
    int status;
    char year[16];
    const struct param none[] = { { STR("number"), STR("12-05/7") }, { STR("day"), STR("15.06.2044") } };
    snprintf(year, sizeof year, "%d", s->ctx.year);
    act_as(s, roles);
    ask(s, analysis_step_act, year, to, none, 2, &status, &e);
    assert_int_equal(status, want);
    assert_int_equal(e.kind, refused);
}

static inline void all_ready(struct stage *s)
{
    struct analysis analysis;
    struct err e = { 0 };
    int status;
    const struct param none[] = { { STR("x"), STR("1") } };
    need(analysis_read(&s->ctx, s->ctx.year, &analysis, &e), &e);
    for (size_t i = 0; i < analysis.n_sections; i++) {
        char id[32];
        snprintf(id, sizeof id, "%lld", (long long)analysis.sections[i].id);
        ask(s, section_step_act, id, "ready", none, 1, &status, &e);
        need(status == 303, &e);
    }
}
#endif
