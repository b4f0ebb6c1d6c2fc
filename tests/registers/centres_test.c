/* Two centres in one database: whoever works in the second finds, reads and changes nothing of the first, on whatever path and
   with whatever numbers he asks. Every route of the program is walked with the ids of the other centre; a new register or page
   is tested by being there. */
#include "base/text/text.h"
#include "registers/walk.h"
#include "support/database.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define MARK "Проба" /* begins every text of a made row: walk.c */
enum { FIRST = 1, ADMINISTRATOR = ROLES_ALL };

static struct walker w;
static int64_t *ids; /* by register: its row in the first centre */

static void must(bool done, const struct err *e)
{
    if (!done) {
        fail_msg("%s: %.*s", err_kind_name(e->kind), (int)e->what.len, e->what.at);
    }
}

static bool add_second(struct ctx *ctx, void *arg, struct err *e)
{
    const struct centre centre = { .name = STR("Второй центр"), .short_name = STR("Второй"), .zone = STR("Asia/Omsk") };
    return centre_add(ctx, &centre, arg, e);
}

static void fill_first(void)
{
    ids = NEW_ARRAY(w.arena, int64_t, w.house.registers.n);
    for (size_t i = 0; i < w.house.registers.n; i++) {
        ids[i] = row_made(&w, w.house.registers.all[i], (int)(300 + i));
    }
}

static void enter_second(void)
{
    struct err e = { 0 };
    int64_t centre, id;
    const struct param year[] = { { STR("year"), STR("2021-2022") } };
    w.ctx.actor = &actor_owner;
    must(db_write(&w.ctx, DB_NO_LOCK, add_second, &centre, &e), &e);
    assert_true(centre > FIRST);
    must(house_enter_centre(&w.house, centre, &w.ctx, &e), &e);
    assert_string_equal(w.ctx.site->zone, "Asia/Omsk");
    must(record_add(&w.ctx, register_find(&w.ctx, STR("academic_year")), year, 1, &id, &e), &e);
    must(account_add(&w.ctx, STR("second"), STR("Second"), STR("long enough for a test"), ROLES_ALL, 0, &w.account_id, &e), &e);
    w.ctx.year = 2021;
    const struct param school[] = { { STR("name"), STR("Школа второго центра") }, { STR("kind"), STR("school") } };
    must(record_add(&w.ctx, register_find(&w.ctx, STR("organisation")), school, COUNT(school), &w.own, &e), &e);
}

/* What the hole of a pattern is filled with: the first centre's row of the register that the path begins with. */
static struct str filling(struct str first_segment, struct str hole)
{
    int64_t id = 1;
    for (size_t i = 0; i < w.house.registers.n; i++) {
        id = str_is(first_segment, w.house.registers.all[i]->name) ? ids[i] : id;
    }
    return str_is(hole, "{year}")    ? STR("2021-2022")
           : str_is(hole, "{login}") ? STR("walker")
           : str_is(hole, "{name}")  ? STR("code_300.persons")
                                     : str_format(w.arena, "%lld", (long long)id);
}

static const char *path_of(const struct route *route)
{
    struct str rest = str_part(str_c(route->pattern), 1, SIZE_MAX), first = STR_NONE, piece, path = STR_NONE;
    while (rest.len && str_next(&rest, '/', &piece)) {
        first = first.len ? first : piece;
        struct str put = piece.at[0] == '{' ? filling(first, piece) : piece;
        path = str_format(w.arena, "%.*s/%.*s", (int)path.len, path.at, (int)put.len, put.at);
    }
    return path.len ? path.at : "/";
}

static bool has_hole(const struct route *route)
{
    return strchr(route->pattern, '{') != NULL;
}

/* How many pages hold a word of the first centre. */
static size_t pages_that_tell(bool tells)
{
    size_t n = 0;
    for (size_t i = 0; i < w.house.site.n_routes; i++) {
        const struct route *route = &w.house.site.routes[i];
        if (route->method != METHOD_GET || (route->flags & ROUTE_STATIC)) {
            continue;
        }
        const char *path = path_of(route);
        struct visit v = walk(&w, path);
        if (v.status >= 500) {
            fail_msg("GET %s: %d", path, v.status);
        }
        if (says(v, STR(MARK))) {
            n++;
            if (!tells) {
                fail_msg("GET %s as the second centre tells of the first", path);
            }
        }
    }
    return n;
}

/* The first centre's rows as text; whose they are stands in each line. */
static struct str rows_of_first(void)
{
    struct err e = { 0 };
    struct str lines, line;
    struct buf *b = buf_new(w.arena, 64u << 20);
    must(db_dump(w.ctx.db, w.arena, &lines, &e), &e);
    while (lines.len && str_next(&lines, '\n', &line)) {
        if (str_find(line, STR("\"centre_id\":1,"), 0) < line.len) {
            buf_put(b, line);
            BUF(b, "\n");
        }
    }
    return buf_str(b);
}

static const struct register_def *register_of(const struct route *route)
{
    struct str rest = str_part(str_c(route->pattern), 1, SIZE_MAX), first = STR_NONE;
    return rest.len && str_next(&rest, '/', &first) ? register_find(&w.ctx, first) : NULL;
}

/* Every form there is, sent by the second centre with the numbers of the first. */
static void post_everywhere(void)
{
    for (size_t i = 0; i < w.house.site.n_routes; i++) {
        const struct route *route = &w.house.site.routes[i];
        struct param pairs[MOST_PAIRS + 1];
        const struct register_def *def = register_of(route);
        bool leaves = strcmp(route->pattern, "/sign-out") == 0;
        if (route->method != METHOD_POST || leaves) {
            continue;
        }
        size_t n = def ? plausible(&w, def, (int)(500 + i), pairs) : 0;
        n = n < MOST_PAIRS ? n : MOST_PAIRS - 1;
        pairs[n++] = (struct param){ STR("version"), STR("1") };
        const char *path = path_of(route);
        struct visit v = walk_post(&w, path, pairs, n);
        if (v.status >= 500) {
            fail_msg("POST %s: %d", path, v.status);
        }
        if (def && has_hole(route) && v.status < 400) {
            fail_msg("POST %s: the row of the other centre was found: %d", path, v.status);
        }
    }
}

/* A reference typed as the number of the other centre's row is refused like any number that is nobody's. */
static void refer_across(void)
{
    struct err e = { 0 };
    for (size_t i = 0; i < w.house.registers.n; i++) {
        const struct register_def *def = w.house.registers.all[i];
        for (size_t k = 0; k < def->n_fields; k++) {
            const struct field *f = &def->fields[k];
            for (size_t r = 0; f->ref && !(f->flags & F_MADE) && r < w.house.registers.n; r++) { /* made ones are not typed */
                struct str id = str_format(w.arena, "%lld", (long long)ids[r]);
                if (strcmp(w.house.registers.all[r]->name, f->ref) == 0 &&
                    row_tried(&w, def, (int)(700 + i), f->name, id, &e)) {
                    fail_msg("%s.%s takes a row of the other centre", def->name, f->name);
                }
            }
        }
    }
}

static void nothing_passes_between_centres(void **state)
{
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        walker_open(&w, engine);
        fill_first();
        walker_is(&w, ADMINISTRATOR);
        assert_true(pages_that_tell(true) > w.house.registers.n * 2); /* in its own centre the word stands everywhere */
        enter_second();
        walker_is(&w, ADMINISTRATOR);
        pages_that_tell(false);
        struct str before = rows_of_first();
        assert_true(before.len > 1000);
        refer_across();
        post_everywhere();
        struct str after = rows_of_first();
        assert_true(str_equal(before, after));
        walker_close(&w);
    }
}

static void sign_in(const char *login, enum sign_in *ret_result, struct str *ret_cookie)
{
    struct err e = { 0 };
    int64_t wait = 0;
    must(access_sign_in(&w.ctx, str_c(login), STR("long enough for a test"), STR("127.0.0.1"), ret_result, ret_cookie, &wait,
                        &e),
         &e);
}

/* A login belongs to its centre, and so does a session, whatever centre its cookie is made to name. */
static void a_session_stays_in_its_centre(void **state)
{
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct err e = { 0 };
        enum sign_in result;
        struct str cookie = STR_NONE;
        struct actor actor;
        walker_open(&w, engine);
        enter_second();
        int64_t second = w.ctx.centre_id;
        sign_in("walker", &result, &cookie);
        assert_int_equal(result, SIGN_IN_WRONG);
        sign_in("second", &result, &cookie);
        assert_int_equal(result, SIGN_IN_DONE);
        centre_enter(&w.ctx, FIRST);
        must(access_actor(&w.ctx, cookie, &actor, &e), &e);
        assert_true(str_is(actor.login, "second") && str_is(actor.centre.short_name, "Второй"));
        assert_int_equal(w.ctx.centre_id, second);
        centre_enter(&w.ctx, FIRST);
        struct str token = str_part(cookie, str_find(cookie, STR("-"), 0), SIZE_MAX);
        const struct str forged[] = { str_join(w.arena, STR("1"), token),
                                      str_join(w.arena, STR("99"), token),
                                      str_join(w.arena, STR("-2"), token),
                                      str_part(token, 1, SIZE_MAX),
                                      token,
                                      STR("2-") };
        for (size_t i = 0; i < COUNT(forged); i++) {
            must(access_actor(&w.ctx, forged[i], &actor, &e), &e);
            assert_int_equal(actor.account_id, 0);
            assert_int_equal(w.ctx.centre_id, FIRST);
            assert_int_equal(db_centre(w.ctx.db), FIRST);
        }
        walker_close(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_passes_between_centres),
        cmocka_unit_test(a_session_stays_in_its_centre),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
