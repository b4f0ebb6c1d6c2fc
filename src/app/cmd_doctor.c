/* orientir doctor: looks over the base and the house and changes nothing. Each check is one line of the answer: what was looked
   at, and what is wrong with it. */
#include "app/commands.h"
#include "app/house_check.h"
#include "app_sql.h"
#include "features/file/file.h"
#include "features/reach/reach.h"
#include "job_sql.h"

#include <stdio.h>

struct check {
    struct call *call;
    struct ctx *ctx;
    const struct house *house;
    size_t n_wrong;
};

static void tell(struct check *check, enum text_id what, struct str wrong)
{
    struct str words = text_in(check->call->lang, what);
    printf("%s %.*s\n", wrong.len ? "✗" : "✓", (int)words.len, words.at);
    struct str line;
    while (wrong.len && str_next(&wrong, '\n', &line)) {
        if (line.len) {
            printf("    %.*s\n", (int)line.len, line.at);
            check->n_wrong++;
        }
    }
    fflush(stdout);
}

/* Every row of the statement is a complaint, told by its columns; of many the first twenty and their number. */
static bool tell_rows(struct check *check, enum text_id what, const struct db_query *q, struct err *e)
{
    enum { SHOWN = 20 };
    struct arena *a = check->call->arena;
    struct db_table table;
    if (!db_table(check->ctx->db, a, q, DB_NO_ARGS, &table, e)) {
        return false;
    }
    struct buf *b = buf_new(a, 1 << 20);
    for (size_t row = 0; row < table.n_rows && row < SHOWN; row++) {
        for (size_t column = 0; column < table.n_columns; column++) {
            const struct db_value *value = &table.values[row * table.n_columns + column];
            buf_putf(b, "%s%.*s=", column ? " " : "", (int)table.names[column].len, table.names[column].at);
            if (value->kind == DB_INT) {
                buf_putf(b, "%lld", (long long)value->as.i);
            } else if (value->kind == DB_TEXT) {
                buf_put(b, value->as.s);
            }
        }
        BUF(b, "\n");
    }
    if (table.n_rows > SHOWN) {
        buf_put(b, text_with(check->ctx, T_APP_DOCTOR_MORE, TEXT_ARG("n", (int64_t)(table.n_rows - SHOWN))));
    }
    tell(check, what, buf_str(b));
    return true;
}

static bool check_registers(struct check *check, struct err *e)
{
    struct buf *complaints = buf_new(check->call->arena, 1 << 20);
    for (size_t i = 0; i < check->house->registers.n; i++) {
        if (!register_lint(check->ctx, check->house->registers.all[i], complaints, e)) {
            return false;
        }
    }
    tell(check, T_APP_DOCTOR_REGISTERS, buf_str(complaints));
    return true;
}

static bool check_administrator(struct check *check, struct err *e)
{
    struct account *accounts;
    size_t n, n_open = 0;
    if (!account_list(check->ctx, &accounts, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        n_open += !accounts[i].closed && (accounts[i].roles & ROLE(ROLE_ADMINISTRATOR));
    }
    tell(check, T_APP_DOCTOR_ADMINISTRATOR, n_open ? STR_NONE : text(check->ctx, T_APP_DOCTOR_NO_ADMINISTRATOR));
    return true;
}

static bool check_reach(struct check *check, struct err *e)
{
    struct buf *complaints = buf_new(check->call->arena, 1 << 20);
    int64_t cells;
    if (!reach_recount(check->ctx, complaints, &cells, e)) {
        return false;
    }
    tell(check, T_APP_DOCTOR_REACH, buf_str(complaints));
    return true;
}

/* A connection that reads refuses statements that write, so this one could write; it only prepares. */
static bool check_statements(struct check *check, struct err *e)
{
    struct arena *owner = arena_new((size_t)16 << 20);
    struct db *db;
    struct err why = { 0 };
    if (!db_open(owner, check->call->db_url, DB_WRITE_EXISTING, &db, e)) {
        arena_free(owner);
        return false;
    }
    bool prepared = db_prepare_all(db, check->house->queries, check->house->n_queries, &why);
    arena_free(owner);
    if (!prepared && why.kind != ERR_BROKEN && why.kind != ERR_INVALID) {
        *e = why;
        return false;
    }
    tell(check, T_APP_DOCTOR_STATEMENTS, prepared ? STR_NONE : why.what);
    return true;
}

static bool check_centre(struct check *check, struct err *e)
{
    return check_reach(check, e) && tell_rows(check, T_APP_DOCTOR_ORPHANS, &q_app_accounts_without_organisation, e) &&
           check_administrator(check, e) && tell_rows(check, T_APP_DOCTOR_JOBS, &q_job_odd, e);
}

/* What holds within a centre is looked at centre by centre, under its name where there are several. */
static bool check_centres(struct check *check, struct err *e)
{
    struct centre *centres;
    size_t n;
    if (!centre_list(check->ctx, &centres, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        centre_enter(check->ctx, centres[i].id);
        if (n > 1) {
            say_with(check->call, T_APP_CENTRE_IS, TEXT_ARG("centre", centres[i].name));
        }
        if (!check_centre(check, e)) {
            return false;
        }
    }
    return true;
}

static bool check_files(struct check *check, struct err *e)
{
    struct buf *complaints = buf_new(check->call->arena, 1 << 20);
    if (!file_examine(check->ctx, check->call->files, complaints, e)) {
        return false;
    }
    tell(check, T_APP_DOCTOR_FILES, buf_str(complaints));
    return true;
}

static bool check_integrity(struct check *check, struct err *e)
{
    return tell_rows(check, T_APP_DOCTOR_INTEGRITY, &q_app_integrity, e);
}

static bool check_references(struct check *check, struct err *e)
{
    return tell_rows(check, T_APP_DOCTOR_REFERENCES, &q_app_broken_references, e);
}

/* A base so damaged that a check cannot be done is what the check has found; the others go on. */
static bool check_all(struct check *check, struct err *e)
{
    static const struct {
        enum text_id what;
        bool (*look)(struct check *, struct err *);
    } looks[] = { { T_APP_DOCTOR_INTEGRITY, check_integrity },   { T_APP_DOCTOR_REFERENCES, check_references },
                  { T_APP_DOCTOR_STATEMENTS, check_statements }, { T_APP_DOCTOR_REGISTERS, check_registers },
                  { T_APP_DOCTOR_FILES, check_files },           { T_APP_DOCTOR_REACH, check_centres } };
    struct buf *house = buf_new(check->call->arena, 1 << 20);
    house_check(check->call->arena, check->house, house);
    tell(check, T_APP_DOCTOR_SCHEMA, STR_NONE);
    tell(check, T_APP_DOCTOR_HOUSE, buf_str(house));
    for (size_t i = 0; i < COUNT(looks); i++) {
        struct err why = { 0 };
        if (looks[i].look(check, &why)) {
            continue;
        }
        if (why.kind != ERR_BROKEN) {
            *e = why;
            return false;
        }
        tell(check, looks[i].what, why.what);
    }
    return true;
}

static int run(struct call *call)
{
    struct house house;
    struct ctx ctx;
    struct err e = { 0 };
    int code;
    say_progress(call, T_APP_DOCTOR_LOOKS);
    if (!call_enter(call, DB_READ, false, &house, &ctx, &code)) {
        return code;
    }
    struct check check = { call, &ctx, &house, 0 };
    if (!check_all(&check, &e)) {
        return complain_err(call, &e);
    }
    if (check.n_wrong) {
        say_with(call, T_APP_DOCTOR_WRONG, TEXT_ARG("n", (int64_t)check.n_wrong));
        return EXIT_FOUND;
    }
    say(call, T_APP_DOCTOR_WELL);
    return EXIT_DONE;
}

static const struct option_def options[] = { { "--db", T_APP_VALUE_DB, T_APP_OPTION_DB },
                                             { "--files", T_APP_VALUE_FILES, T_APP_OPTION_FILES } };
const struct command command_doctor = {
    .name = "doctor",
    .what = T_APP_DOCTOR_WHAT,
    .options = options,
    .n_options = COUNT(options),
    .example = "orientir doctor --db orientir.db",
    .run = run,
};
