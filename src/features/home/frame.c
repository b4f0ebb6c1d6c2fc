/* The facts of the frame and what waits for a person. One statement gives both, because every staff page asks it; the kinds
   that are not this person's work are dropped here and not in the statement, so that its plan is the same for everybody. */
#include "base/str.h"
#include "features/deadline/deadline.h"
#include "features/home/home_in.h"
#include "home_sql.h"

const struct waiting_kind waiting_kinds[WAIT_KINDS] = {
    { "sections", ROLE(ROLE_HEAD) | ROLE(ROLE_METHODOLOGIST) | ROLE(ROLE_PSYCHOLOGIST), T_HOME_WAITS_SECTIONS, "/analysis",
      false },
    { "agree", ROLE(ROLE_HEAD), T_HOME_WAITS_AGREE, "/analysis", false },
    { "approve", ROLE(ROLE_DIRECTOR), T_HOME_WAITS_APPROVE, "/analysis", false },
    { "send", ROLE(ROLE_SECRETARY), T_HOME_WAITS_SEND, "/analysis", false },
    { "decisions", ROLES_RECORD | ROLE(ROLE_DIRECTOR), T_HOME_WAITS_DECISIONS, "/decision?status=open", true },
    { "late_plan", ROLES_RECORD | ROLE(ROLE_DIRECTOR), T_HOME_WAITS_LATE_PLAN, "/deadline#plan", false },
    { "late_decisions", ROLES_RECORD | ROLE(ROLE_DIRECTOR), T_HOME_WAITS_LATE_DECISIONS, "/deadline#decisions", false },
    { "late_requests", ROLES_RECORD, T_HOME_WAITS_LATE_REQUESTS, "/deadline#requests", false },
    { "ending_agreements", ROLES_RECORD | ROLE(ROLE_SECRETARY) | ROLE(ROLE_DIRECTOR), T_HOME_WAITS_ENDING_AGREEMENTS,
      "/deadline#agreements", false },
};

struct fact {
    struct str kind, words;
    int64_t n;
};
static const struct db_column columns[] = {
    { "kind", DB_TEXT, offsetof(struct fact, kind) },
    { "n", DB_INT, offsetof(struct fact, n) },
    { "words", DB_TEXT, offsetof(struct fact, words) },
};
static const struct db_shape shape = DB_SHAPE(struct fact, columns);

static bool read_facts(struct ctx *ctx, struct fact **ret_facts, size_t *ret_n, struct err *e)
{
    struct deadline_days days;
    if (!deadline_days(ctx, &days, e)) {
        return false;
    }
    struct db_args args = DB_ARGS(ctx->year, days.today, days.from, days.until);
    return db_rows(ctx->db, ctx->arena, &q_home_frame, args, &shape, ret_facts, ret_n, e);
}

static void pick_waiting(const struct ctx *ctx, const struct fact *facts, size_t n, int64_t ret_n[WAIT_KINDS])
{
    for (size_t k = 0; k < WAIT_KINDS; k++) {
        ret_n[k] = 0;
        for (size_t i = 0; i < n; i++) {
            if (str_is(facts[i].kind, waiting_kinds[k].kind) && actor_may(ctx->actor, waiting_kinds[k].who)) {
                ret_n[k] = facts[i].n;
            }
        }
    }
}

bool home_waiting(struct ctx *ctx, int64_t ret_n[WAIT_KINDS], struct err *e)
{
    struct fact *facts;
    size_t n;
    if (!read_facts(ctx, &facts, &n, e)) {
        return false;
    }
    pick_waiting(ctx, facts, n, ret_n);
    return true;
}

bool home_frame(struct ctx *ctx, struct frame_facts *ret_facts, struct err *e)
{
    struct fact *facts;
    size_t n;
    if (!read_facts(ctx, &facts, &n, e)) {
        return false;
    }
    struct frame_facts frame = { .waiting_to = url_own(ctx->arena, STR("/#waiting")) };
    int *years = NEW_ARRAY(ctx->arena, int, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (str_is(facts[i].kind, "year")) {
            years[frame.n_years++] = (int)facts[i].n;
        } else if (str_is(facts[i].kind, "centre")) {
            frame.centre = facts[i].words;
        }
    }
    frame.years = years;
    int64_t waiting[WAIT_KINDS];
    pick_waiting(ctx, facts, n, waiting);
    for (size_t k = 0; k < WAIT_KINDS; k++) {
        frame.waiting += waiting[k];
    }
    *ret_facts = frame;
    return true;
}
