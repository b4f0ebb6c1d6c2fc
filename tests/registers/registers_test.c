/* What every declared register must do, on every engine: list, add, bad add, edit, conflict, history, JSON, remove; and for
   every role what its rules say and nothing more. A new register is tested by being declared. */
#include "base/json.h"
#include "base/text/text.h"
#include "registers/walk.h"
#include "support/database.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct walker w;

static const char *path_of(const struct register_def *def, int64_t id, const char *more)
{
    return str_cstr(w.arena, id ? str_format(w.arena, "/%s/%lld%s", def->name, (long long)id, more)
                                : str_format(w.arena, "/%s%s", def->name, more));
}

static int64_t id_of(struct str location)
{
    int64_t id = 0;
    size_t at = location.len;
    while (at > 0 && location.at[at - 1] != '/') {
        at--;
    }
    return num_read_int(str_part(location, at, location.len), &id) ? id : 0;
}

static bool allows(const struct register_def *def, enum may verb)
{
    return rule_roles(def->rules, def->n_rules, verb) != 0;
}

static int64_t count_rows(const struct register_def *def)
{
    struct list_ask ask = { .bare = true };
    struct list list;
    struct err e = { 0 };
    int year = w.ctx.year;
    w.ctx.year = 0;
    assert_true(list_read(&w.ctx, def, &ask, &list, &e));
    w.ctx.year = year;
    return list.count;
}

static size_t trail_of(const struct register_def *def, int64_t id, const char *verb)
{
    struct audit_row *rows;
    size_t n, found = 0;
    struct err e = { 0 };
    assert_true(audit_list(&w.ctx, str_c(def->name), id, &rows, &n, &e));
    for (size_t i = 0; i < n; i++) {
        found += str_is(rows[i].verb, verb);
    }
    return found;
}

/* A field whose text can simply be changed; NULL when the register has none. */
static const struct field *plain_field(const struct register_def *def)
{
    for (size_t i = 0; i < def->n_fields; i++) {
        const struct field *f = &def->fields[i];
        bool text = f->type == &ft_long_text || f->type == &ft_text;
        if (text && !(f->flags & (F_UNIQUE | F_FIXED | F_MADE | F_PRIVATE)) && strcmp(f->name, "code") != 0) {
            return f;
        }
    }
    return NULL;
}

static void set_pair(struct param *pairs, size_t n, const char *name, struct str value)
{
    for (size_t i = 0; i < n; i++) {
        if (str_is(pairs[i].name, name)) {
            pairs[i].value = value;
        }
    }
}

static void check_adding(const struct register_def *def, int64_t *ret_id)
{
    struct param pairs[MOST_PAIRS];
    size_t n = plausible(&w, def, 7, pairs);
    int64_t before = count_rows(def);
    struct visit v = walk(&w, path_of(def, 0, "/new"));
    assert_int_equal(v.status, 200);
    for (size_t i = 0; i < n; i++) {
        pairs[i].value = STR_NONE;
    }
    v = walk_post(&w, path_of(def, 0, "/new"), pairs, n);
    assert_int_equal(v.status, 422);
    assert_true(says(v, STR("error-summary")));
    assert_int_equal(count_rows(def), before);
    n = plausible(&w, def, 7, pairs);
    v = walk_post(&w, path_of(def, 0, "/new"), pairs, n);
    if (v.status != 303) {
        fprintf(stderr, "%s: %.*s\n", def->name, (int)v.body.len, v.body.at);
    }
    assert_int_equal(v.status, 303);
    *ret_id = id_of(v.location);
    assert_int_equal(count_rows(def), before + 1);
    assert_int_equal(trail_of(def, *ret_id, "add"), 1);
}

static void check_reading(const struct register_def *def, int64_t id)
{
    struct json *j;
    struct err e = { 0 };
    assert_int_equal(walk(&w, path_of(def, 0, "")).status, 200);
    assert_int_equal(walk(&w, path_of(def, id, "")).status, 200);
    assert_int_equal(walk(&w, path_of(def, id, "/history")).status, 200);
    assert_int_equal(walk(&w, path_of(def, 1 << 30, "")).status, 404);
    assert_int_equal(walk(&w, str_cstr(w.arena, str_format(w.arena, "/%s/no-number", def->name))).status, 404);
    struct visit list = walk(&w, path_of(def, 0, ".json")), row = walk(&w, path_of(def, id, ".json"));
    assert_int_equal(list.status, 200);
    assert_true(json_read(w.arena, list.body, &j, &e));
    assert_true(str_is(json_text(j, "register"), def->name));
    assert_int_equal(row.status, 200);
    assert_true(json_read(w.arena, row.body, &j, &e));
    for (size_t i = 0; i < def->n_fields; i++) {
        bool is_private = (def->fields[i].flags & F_PRIVATE) != 0;
        assert_true(is_private == (json_get(j, def->fields[i].name) == NULL));
    }
}

static void check_editing(const struct register_def *def, int64_t id)
{
    const struct field *plain = plain_field(def);
    struct param pairs[MOST_PAIRS];
    size_t n = plausible(&w, def, 7, pairs);
    if (!plain) {
        return;
    }
    set_pair(pairs, n, plain->name, STR("Правка первая"));
    pairs[n++] = (struct param){ STR("version"), STR("1") };
    assert_int_equal(walk(&w, path_of(def, id, "/edit")).status, 200);
    assert_int_equal(walk_post(&w, path_of(def, id, "/edit"), pairs, n).status, 303);
    assert_true(trail_of(def, id, "edit") >= 1);
    assert_true(says(walk(&w, path_of(def, id, "")), STR("Правка первая")));
    assert_true(says(walk(&w, path_of(def, id, "/history")), STR("Правка первая")));
    /* Again from the same version: somebody saved in between. */
    set_pair(pairs, n, plain->name, STR("Правка вторая"));
    struct visit v = walk_post(&w, path_of(def, id, "/edit"), pairs, n);
    assert_int_equal(v.status, 409);
    assert_true(says(v, STR("Правка первая")) && says(v, STR("Правка вторая")));
    assert_true(says(walk(&w, path_of(def, id, "")), STR("Правка первая")));
    set_pair(pairs, n, "version", STR("2"));
    assert_int_equal(walk_post(&w, path_of(def, id, "/edit"), pairs, n).status, 303);
    assert_true(says(walk(&w, path_of(def, id, "")), STR("Правка вторая")));
}

/* Text where a number or a date belongs: the message at the field, the text kept. */
static void check_wrong_types(const struct register_def *def)
{
    for (size_t i = 0; i < def->n_fields; i++) {
        const struct field *f = &def->fields[i];
        struct param pairs[MOST_PAIRS];
        size_t n = plausible(&w, def, 8, pairs);
        bool typed = f->type == &ft_int || f->type == &ft_day || f->type == &ft_period || f->type == &ft_year ||
                     f->type == &ft_calendar_year || f->type == &ft_time;
        if (!typed || (f->flags & F_MADE)) {
            continue;
        }
        set_pair(pairs, n, f->name, STR("семь & \"восемь\""));
        struct visit v = walk_post(&w, path_of(def, 0, "/new"), pairs, n);
        assert_int_equal(v.status, 422);
        assert_true(says(v, STR("value=\"семь &amp; &quot;восемь&quot;\"")) ||
                    says(v, STR("value=\"семь &amp; &#34;восемь&#34;\"")));
    }
}

static void check_removing(const struct register_def *def, int64_t id)
{
    struct record r;
    struct err e = { 0 };
    assert_true(record_get(&w.ctx, def, id, &r, &e));
    struct param version = { STR("version"), str_format(w.arena, "%lld", (long long)r.version) };
    struct param old = { STR("version"), STR("99") };
    assert_int_equal(walk(&w, path_of(def, id, "/remove")).status, 200);
    assert_int_equal(walk_post(&w, path_of(def, id, "/remove"), &old, 1).status, 409);
    assert_int_equal(walk_post(&w, path_of(def, id, "/remove"), &version, 1).status, 303);
    assert_int_equal(walk(&w, path_of(def, id, "")).status, 404);
    assert_true(trail_of(def, id, "remove") >= 1);
}

static void check_register(const struct register_def *def)
{
    int64_t id = 0;
    walker_is(&w, ROLES_ALL);
    if (!allows(def, MAY_ADD)) {
        id = 0;
        assert_int_equal(walk(&w, path_of(def, 0, "")).status, 200);
        return;
    }
    check_adding(def, &id);
    check_reading(def, id);
    check_wrong_types(def);
    if (allows(def, MAY_EDIT)) {
        check_editing(def, id);
    }
    if (allows(def, MAY_REMOVE)) {
        check_removing(def, id);
    }
}

/* A row of a school that is not the coordinator's, where the register knows schools. */
static int64_t row_of(const struct register_def *def, int64_t organisation, int seed)
{
    if (!def->organisation_field) {
        return row_made(&w, def, seed);
    }
    if (strcmp(def->organisation_field, "id") == 0) {
        return organisation;
    }
    return row_made_with(&w, def, seed, def->organisation_field, str_format(w.arena, "%lld", (long long)organisation));
}

static int expected(const struct register_def *def, enum role role, enum may verb, bool own, int granted)
{
    enum rows_scope scope;
    struct actor actor = { .roles = ROLE(role) };
    if (!rule_find(def->rules, def->n_rules, &actor, verb, &scope)) {
        return rule_roles(def->rules, def->n_rules, verb) ? 403 : 404; /* without a role there is no such route */
    }
    return scope == ROWS_ALL || own ? granted : 404;
}

static void check_role(const struct register_def *def, enum role role, int64_t own, int64_t foreign)
{
    static const struct {
        enum may verb;
        const char *more;
    } pages[] = {
        { MAY_SEE, "" }, { MAY_SEE, ".json" }, { MAY_SEE, "/history" }, { MAY_EDIT, "/edit" }, { MAY_REMOVE, "/remove" }
    };
    walker_is(&w, ROLE(role));
    for (size_t i = 0; i < COUNT(pages); i++) {
        for (int is_own = 0; is_own < 2; is_own++) {
            struct visit v = walk(&w, path_of(def, is_own ? own : foreign, pages[i].more));
            int wanted = expected(def, role, pages[i].verb, is_own, 200);
            if (v.status != wanted) {
                fprintf(stderr, "%s as %s%s: %d, not %d\n", path_of(def, is_own ? own : foreign, pages[i].more),
                        role_name(role), is_own ? " (own)" : "", v.status, wanted);
            }
            assert_int_equal(v.status, wanted);
        }
    }
    assert_int_equal(walk(&w, path_of(def, 0, "/new")).status,
                     allows(def, MAY_ADD) ? expected(def, role, MAY_ADD, true, 200) : 404);
    if (!actor_may(w.ctx.actor, rule_roles(def->rules, def->n_rules, MAY_REMOVE))) {
        struct param version = { STR("version"), STR("1") };
        assert_int_not_equal(walk_post(&w, path_of(def, own, "/remove"), &version, 1).status, 303);
        w.ctx.actor = &actor_owner;
        struct record r;
        struct err e = { 0 };
        assert_true(record_get(&w.ctx, def, own, &r, &e));
    }
}

static void each_register(void (*check)(const struct register_def *))
{
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        walker_open(&w, engine);
        for (size_t i = 0; i < w.house.registers.n; i++) {
            check(w.house.registers.all[i]);
        }
        walker_close(&w);
    }
}

static void test_every_register(void **state)
{
    each_register(check_register);
}

static void check_roles(const struct register_def *def)
{
    if (!allows(def, MAY_ADD)) {
        return;
    }
    walker_is(&w, ROLES_ALL);
    int64_t own = row_of(def, w.own, 40), foreign = row_of(def, w.foreign, 41);
    for (int role = 0; role < ROLE_COUNT; role++) {
        check_role(def, (enum role)role, own, foreign);
    }
}

static void test_every_role(void **state)
{
    each_register(check_roles);
}

static void check_lint(const struct register_def *def)
{
    struct buf *complaints = buf_new(w.arena, 64 * 1024);
    struct err e = { 0 };
    assert_true(register_lint(&w.ctx, def, complaints, &e));
    if (buf_len(complaints)) {
        fprintf(stderr, "%.*s", (int)buf_len(complaints), buf_str(complaints).at);
    }
    assert_int_equal(buf_len(complaints), 0);
}

static void test_lint(void **state)
{
    each_register(check_lint);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lint),
        cmocka_unit_test(test_every_register),
        cmocka_unit_test(test_every_role),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
