/* The core over two small registers of its own, on every engine: what a list finds and in which order, what a save keeps,
   refuses and writes down. */
#include "base/log.h"
#include "base/text/text.h"
#include "register/type.h"
#include "support/database.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

extern const struct db_migration access_migrations[];

static const struct db_migration own_migration = {
    9000, "9000_test",
    "@register school\n"
    "CREATE TABLE school (centre_id @id NOT NULL, id @id NOT NULL, version @int NOT NULL DEFAULT 1, name @text NOT NULL,\n"
    "    code @text, synonyms @text, stems @text NOT NULL DEFAULT '', PRIMARY KEY (centre_id, id));\n"
    "@register trip\n"
    "CREATE TABLE trip (centre_id @id NOT NULL, id @id NOT NULL, version @int NOT NULL DEFAULT 1, title @text NOT NULL,\n"
    "    year @int NOT NULL, school @id, kind @text, pupils @int, date_first @day, date_last @day,\n"
    "    date_precision @text NOT NULL DEFAULT 'none', season @text, secret @text, state @text, stems @text NOT NULL DEFAULT "
    "'',\n"
    "    PRIMARY KEY (centre_id, id), FOREIGN KEY (centre_id, school) REFERENCES school (centre_id, id));\n"
    "CREATE TABLE trip_guest (centre_id @id NOT NULL, from_id @id NOT NULL, to_id @id NOT NULL,\n"
    "    PRIMARY KEY (centre_id, from_id, to_id), FOREIGN KEY (centre_id, from_id) REFERENCES trip (centre_id, id),\n"
    "    FOREIGN KEY (centre_id, to_id) REFERENCES school (centre_id, id));\n"
};
static const struct choice kinds[] = { { "plant", T_YES }, { "college", T_NO } };
static const struct choice states[] = { { "open", T_YES }, { "closed", T_NO } };
static const struct field school_fields[] = {
    { "name", &ft_text, T_REGISTER_WHO, F_REQUIRED | F_LIST | F_SEARCH | F_UNIQUE },
    { "code", &ft_text, T_REGISTER_WHAT, F_UNIQUE },
    { "synonyms", &ft_long_text, T_REGISTER_WHAT, F_SEARCH },
};
static const struct field trip_fields[] = {
    { "title", &ft_text, T_REGISTER_WHAT, F_REQUIRED | F_LIST | F_SEARCH },
    { "year", &ft_year, T_YES, F_REQUIRED | F_FIXED },
    { "school", &ft_ref, T_REGISTER_WHO, F_LIST | F_FILTER, .ref = "school" },
    { "kind", &ft_choice, T_REGISTER_FIELD, F_LIST | F_FILTER, .choices = kinds, .n_choices = 2 },
    { "pupils", &ft_int, T_REGISTER_AFTER, F_LIST | F_SUM | F_FILTER, .min = 0, .max = 500 },
    { "date", &ft_period, T_REGISTER_WHEN, F_LIST | F_FILTER, .words = "season" },
    { "season", &ft_text, T_REGISTER_WHEN, 0 },
    { "guests", &ft_refs, T_REGISTER_WHO, F_LIST | F_FILTER, .ref = "school", .link = "trip_guest" },
    { "secret", &ft_text, T_REGISTER_WHAT, F_PRIVATE },
    { "state", &ft_choice, T_REGISTER_FIELD, 0, .choices = states, .n_choices = 2 },
};
static const struct rule school_rules[] = { { ROLES_ALL, ROWS_ALL, 63 } };
static const struct rule trip_rules[] = { { ROLES_CENTRE, ROWS_ALL, 63 }, { ROLE(ROLE_COORDINATOR), ROWS_OF_ORG, 63 } };

static bool check_trip(struct ctx *ctx, struct form *form, struct err *e)
{
    struct db_value title = form_value(form, "title");
    if (title.kind == DB_TEXT && str_is(title.as.s, "запрещено")) {
        form_say(form, "title", STR("так нельзя"));
    }
    return true;
}
static const struct register_def school_def = { .name = "school",
                                                .one = T_REGISTER_DID_ADD,
                                                .many = T_NO,
                                                .title_field = "name",
                                                .fields = school_fields,
                                                .n_fields = COUNT(school_fields),
                                                .rules = school_rules,
                                                .n_rules = 1 };
static const struct register_def trip_def = { .name = "trip",
                                              .one = T_REGISTER_DID_ADD,
                                              .many = T_NO,
                                              .title_field = "title",
                                              .year_field = "year",
                                              .order = "title",
                                              .fields = trip_fields,
                                              .n_fields = COUNT(trip_fields),
                                              .rules = trip_rules,
                                              .n_rules = 2,
                                              .organisation_field = "school",
                                              .hooks = { .check = check_trip } };
static const struct register_def *const defs[] = { &school_def, &trip_def };
static const struct register_set set = { defs, 2 };

static struct arena *arena;
static struct ctx ctx;
static struct err e;

static void open_on(size_t engine)
{
    struct db_migration all[32] = { own_migration };
    size_t n = 0;
    arena = arena_new(256u << 20);
    e = (struct err){ 0 };
    for (; access_migrations[n].number; n++) {
        all[n] = access_migrations[n];
    }
    all[n++] = own_migration;
    ctx =
        (struct ctx){ .arena = arena, .actor = &actor_owner, .registers = &set, .centre_id = 1, .year = 2021, .lang = LANG_RU };
    assert_true(db_open(arena, str_c(test_database_fresh(engine)), DB_WRITE, &ctx.db, &e));
    assert_true(db_migrate(ctx.db, all, n, &e));
    db_set_centre(ctx.db, 1);
}

static int64_t add(const struct register_def *def, const struct param *pairs, size_t n)
{
    int64_t id = 0;
    e = (struct err){ 0 };
    if (!record_add(&ctx, def, pairs, n, &id, &e)) {
        fail_msg("%.*s", (int)e.what.len, e.what.at);
    }
    return id;
}
#define PAIRS(...) (const struct param[]){ __VA_ARGS__ }, sizeof((const struct param[]){ __VA_ARGS__ }) / sizeof(struct param)
#define P(name, value)                                                                                                         \
    {                                                                                                                          \
        STR(name), STR(value)                                                                                                  \
    }

static int64_t school(struct str name)
{
    return add(&school_def, PAIRS(P("code", ""), { STR("name"), name }));
}

static int64_t trip(struct str title, struct str pupils)
{
    return add(&trip_def, PAIRS(P("year", "2021-2022"), { STR("title"), title }, { STR("pupils"), pupils }));
}

static struct list list_of(struct list_ask ask)
{
    struct list list;
    e = (struct err){ 0 };
    if (!list_read(&ctx, &trip_def, &ask, &list, &e)) {
        fail_msg("%.*s", (int)e.what.len, e.what.at);
    }
    return list;
}

static struct list filtered(const char *field, struct str value)
{
    return list_of((struct list_ask){ .bare = true, .filters = { { field, value } }, .n_filters = 1 });
}

static struct list searched(struct str words)
{
    return list_of((struct list_ask){ .bare = true, .search = words });
}

static void test_list(void)
{
    int64_t one = school(STR("Школа № 1")), two = school(STR("Школа № 2"));
    add(&trip_def, PAIRS(P("title", "Ёлочная фабрика: встреча школьников"), P("year", "2021-2022"), P("school", "Школа № 1"),
                         P("kind", "plant"), P("pupils", "20"), P("date", "11.2021"),
                         { STR("guests"), str_format(arena, "%lld,%lld", (long long)one, (long long)two) }));
    add(&trip_def, PAIRS(P("title", "Жестяной завод"), P("year", "2021-2022"), P("school", "Школа № 2"), P("kind", "college"),
                         P("pupils", "0"), P("date", "2021")));
    add(&trip_def, PAIRS(P("title", "Депо"), P("year", "2021-2022"), P("date", "05.02.2022")));
    add(&trip_def, PAIRS(P("title", "Прошлогоднее"), P("year", "2020-2021"), P("pupils", "7")));
    struct list all = list_of((struct list_ask){ 0 });
    assert_int_equal(all.count, 3); /* of the chosen year */
    assert_int_equal(all.sums[0].total, 20);
    assert_int_equal(all.sums[0].n_known, 2);                                               /* 0 is a number, nothing is none */
    assert_true(str_is(record_title(&all.rows[1]), "Ёлочная фабрика: встреча школьников")); /* Д Ё Ж: order for people */
    assert_true(str_is(record_shown(&all.rows[1], "school"), "Школа № 1"));
    assert_true(str_is(record_shown(&all.rows[1], "guests"), "Школа № 1; Школа № 2"));
    assert_int_equal(filtered("pupils", STR("-")).count, 1);
    assert_int_equal(filtered("pupils", STR("0")).count, 1);
    assert_int_equal(filtered("pupils", STR("много")).count, 0);
    assert_int_equal(filtered("kind", STR("plant")).count, 1);
    assert_int_equal(filtered("kind", STR("-")).count, 1);
    assert_int_equal(filtered("school", str_format(arena, "%lld", (long long)two)).count, 1);
    assert_int_equal(filtered("guests", str_format(arena, "%lld", (long long)two)).count, 1);
    assert_int_equal(filtered("guests", STR("-")).count, 2);
    assert_int_equal(filtered("guests", STR("школы 2")).count, 1); /* typed, where there are too many for a list */
    assert_int_equal(filtered("school", STR("школа")).count, 2);
    assert_int_equal(filtered("school", STR("гимназия")).count, 0);
    assert_int_equal(filtered("date", STR("11.2021")).count, 2); /* «2021» may have been in November */
    assert_int_equal(filtered("date", STR("05.02.2022")).count, 1);
    assert_int_equal(filtered("date", STR("позавчера")).count, 0);
    assert_int_equal(filtered("kind", STR("plant' OR '1' = '1")).count, 0);
    assert_int_equal(searched(STR("елочную")).count, 1); /* ё = е, another form of the word */
    assert_int_equal(searched(STR("школьники встречи")).count, 1);
    assert_int_equal(searched(STR("завод фабрика")).count, 0); /* every word */
    assert_int_equal(searched(STR("%")).count, 0);
    struct list down = list_of((struct list_ask){ .bare = true, .sort = STR("-pupils") });
    assert_true(str_is(record_title(&down.rows[0]), "Ёлочная фабрика: встреча школьников"));
    assert_true(str_is(record_title(&down.rows[2]), "Депо")); /* nothing known is last, both ways */
    struct list up = list_of((struct list_ask){ .bare = true, .sort = STR("pupils") });
    assert_true(str_is(record_title(&up.rows[2]), "Депо"));
    struct list by_school = list_of((struct list_ask){ .bare = true, .sort = STR("-school") });
    assert_true(str_is(record_title(&by_school.rows[0]), "Жестяной завод"));
}

static void test_paging(void)
{
    for (int i = 0; i < 120; i++) {
        trip(str_format(arena, "Поездка %03d", i), STR("1"));
    }
    uint64_t before = db_statements(ctx.db);
    struct list second = list_of((struct list_ask){ .page = 2 });
    assert_true(db_statements(ctx.db) - before <= 5); /* count, page, guests, the choices of two filters */
    assert_int_equal(second.count, 120);
    assert_int_equal(second.n, 50);
    assert_true(str_is(record_title(&second.rows[0]), "Поездка 050"));
    struct list beyond = list_of((struct list_ask){ .page = 99, .bare = true });
    assert_int_equal(beyond.ask.page, 3);
    assert_int_equal(beyond.n, 20);
    assert_int_equal(second.sums[0].total, 120);
}

static size_t lines_of(struct str text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        n += text.at[i] == '\n';
    }
    return n;
}

static struct str exported(struct list_ask ask, enum export_form form)
{
    struct str bytes;
    e = (struct err){ 0 };
    assert_true(register_export(&ctx, &trip_def, &ask, form, &bytes, &e));
    return bytes;
}

/* All pages of what was asked for and nothing beside it, in order; a list longer than a batch has each row once. */
static void test_export(void)
{
    int64_t own = school(STR("Своя"));
    enum { ROWS = 430 };
    for (int i = 0; i < ROWS; i++) {
        trip(str_format(arena, "Поездка %03d", i), i % 2 ? STR("1") : STR("2"));
    }
    add(&trip_def, PAIRS(P("title", "=Наша; «своя»"), P("year", "2021-2022"), P("school", "Своя"), P("date", "05.02.2022")));
    struct str all = exported((struct list_ask){ .page = 3, .per_page = 10 }, EXPORT_CSV);
    assert_int_equal(lines_of(all), ROWS + 2);
    for (int i = 0; i < ROWS; i++) {
        struct str title = str_format(arena, "\nПоездка %03d;", i);
        size_t at = str_find(all, title, 0);
        assert_true(at < all.len && str_find(all, title, at + 1) == all.len);
    }
    assert_true(str_starts(all, STR("\xEF\xBB\xBF")));
    assert_true(str_find(all, STR("\"'=Наша; «своя»\""), 0) < all.len);
    struct list_ask twos = { .filters = { { "pupils", STR("2") } }, .n_filters = 1 };
    assert_int_equal(lines_of(exported(twos, EXPORT_CSV)), ROWS / 2 + 1);
    struct str old = exported(twos, EXPORT_CSV_1251);
    assert_true(str_find(old, STR("\xCF\xEE\xE5\xE7\xE4\xEA\xE0 000"), 0) < old.len); /* «Поездка 000» */
    struct str book = exported(twos, EXPORT_XLSX);
    assert_true(str_starts(book, STR("PK")));
    struct actor coordinator = { .account_id = 0, .organisation_id = own, .roles = ROLE(ROLE_COORDINATOR) };
    ctx.actor = &coordinator;
    assert_int_equal(lines_of(exported((struct list_ask){ 0 }, EXPORT_CSV)), 2); /* the own school's row, and the header */
}

static void test_scope(void)
{
    int64_t own = school(STR("Своя")), other = school(STR("Чужая")), id;
    int64_t mine = add(&trip_def, PAIRS(P("title", "Наша"), P("year", "2021-2022"), P("school", "Своя")));
    int64_t theirs = add(&trip_def, PAIRS(P("title", "Не наша"), P("year", "2021-2022"), P("school", "Чужая")));
    struct actor coordinator = { .account_id = 0, .organisation_id = own, .roles = ROLE(ROLE_COORDINATOR) };
    struct record r;
    ctx.actor = &coordinator;
    assert_int_equal(list_of((struct list_ask){ .bare = true }).count, 1);
    assert_true(record_get(&ctx, &trip_def, mine, &r, &e));
    assert_false(record_get(&ctx, &trip_def, theirs, &r, &e));
    assert_int_equal(e.kind, ERR_NOT_FOUND);
    e = (struct err){ 0 };
    struct param pairs[] = { P("title", "Чужими руками"),
                             P("year", "2021-2022"),
                             { STR("school"), str_format(arena, "%lld", (long long)other) } };
    assert_false(record_add(&ctx, &trip_def, pairs, 3, &id, &e));
    assert_int_equal(e.kind, ERR_INVALID);
    pairs[2].value = STR_NONE; /* nothing said: the own school */
    id = add(&trip_def, pairs, 3);
    assert_true(record_get(&ctx, &trip_def, id, &r, &e));
    assert_int_equal(record_value(&r, "school").as.i, own);
    assert_false(record_remove(&ctx, &trip_def, theirs, 1, &e));
    coordinator.organisation_id = 0; /* an account without a school sees nothing */
    assert_int_equal(list_of((struct list_ask){ .bare = true }).count, 0);
    ctx.actor = &actor_owner;
}

/* A town may have more schools than one statement takes arguments. */
static void test_many_links(void)
{
    enum { SCHOOLS = 2 * LOOKUP_MOST + 7, FEW = 30 };
    struct str ids = STR_NONE, lines = STR_NONE;
    for (int i = 0; i < SCHOOLS; i++) {
        struct str name = str_format(arena, "Гость %03d", i);
        int64_t id = school(name);
        ids =
            i ? str_format(arena, "%.*s,%lld", (int)ids.len, ids.at, (long long)id) : str_format(arena, "%lld", (long long)id);
        lines = str_format(arena, "%.*s%.*s\n", (int)lines.len, lines.at, (int)name.len, name.at);
    }
    uint64_t before = db_statements(ctx.db);
    struct str typed[] = { ids, lines };
    for (size_t way = 0; way < COUNT(typed); way++) {
        int64_t id = add(&trip_def, PAIRS(P("title", "Все"), P("year", "2021-2022"), { STR("guests"), typed[way] }));
        struct record r;
        int64_t *found;
        assert_true(record_get(&ctx, &trip_def, id, &r, &e));
        assert_int_equal(ids_read(arena, record_value(&r, "guests").as.s, &found), SCHOOLS);
    }
    assert_true(db_statements(ctx.db) - before < 2 * FEW);
    /* What the form gives back to be typed again holds every one of them, in the order of their names. */
    struct str again = STR_NONE;
    const struct field *guests = field_find(&trip_def, STR("guests"));
    assert_true(lookup_lines(&ctx, guests, ids, &again, &e));
    size_t n = 0;
    struct str line, rest = again;
    while (rest.len && str_next(&rest, '\n', &line)) {
        assert_true(str_starts(line, str_format(arena, "Гость %03zu [", n++)));
    }
    assert_int_equal(n, SCHOOLS);
    add(&trip_def, PAIRS(P("title", "Снова все"), P("year", "2021-2022"), { STR("guests"), again }));
}

/* Steps of a state belong to those who may change the row; seeing it is not enough, whatever the step says of roles. */
static void test_step(void)
{
    static const struct rule rules[] = { { ROLES_RECORD, ROWS_ALL, 63 },
                                         { ROLES_CENTRE & ~ROLES_RECORD, ROWS_ALL, MAY_SEE },
                                         { ROLE(ROLE_COORDINATOR), ROWS_OF_ORG, MAY_SEE | MAY_EDIT } };
    static const struct step steps[] = { { "open", "closed", ROLES_ALL, T_YES }, { "closed", "open", ROLES_RECORD, T_NO } };
    struct register_def def = trip_def;
    def.rules = rules;
    def.n_rules = COUNT(rules);
    def.steps = steps;
    def.n_steps = COUNT(steps);
    int64_t mine = school(STR("Своя")), other = school(STR("Чужая"));
    for (int role = 0; role < ROLE_COUNT; role++) {
        for (int own = 0; own < 2; own++) {
            int64_t id = add(&trip_def, PAIRS(P("title", "Шаг"), P("year", "2021-2022"), P("state", "open"),
                                              { STR("school"), str_format(arena, "%lld", (long long)(own ? mine : other)) }));
            struct actor actor = { .roles = ROLE((unsigned)role), .organisation_id = mine };
            bool keeps = (ROLE((unsigned)role) & ROLES_RECORD) != 0, coordinator = role == ROLE_COORDINATOR;
            struct record r;
            ctx.actor = &actor;
            e = (struct err){ 0 };
            bool done = record_step(&ctx, &def, id, STR("closed"), &e);
            ctx.actor = &actor_owner;
            assert_int_equal(done, keeps || (coordinator && own));
            assert_true(done || e.kind == ERR_FORBIDDEN || e.kind == ERR_NOT_FOUND);
            assert_true(record_get(&ctx, &trip_def, id, &r, &e));
            assert_true(str_is(record_value(&r, "state").as.s, done ? "closed" : "open"));
        }
    }
}

static struct form form_for(int64_t id)
{
    struct record r;
    struct form form = { 0 };
    e = (struct err){ 0 };
    assert_true(record_get(&ctx, &trip_def, id, &r, &e));
    assert_true(form_of_record(&ctx, &r, &form, &e));
    return form;
}

static void test_save(void)
{
    int64_t id = trip(STR("Первое"), STR("5")), same;
    struct form first = form_for(id), second = form_for(id), third;
    struct record r;
    struct audit_row *rows;
    size_t n;
    form_set(&first, "title", DB_VALUE(STR("Второе")));
    form_set(&first, "secret", DB_VALUE(STR("тайна")));
    form_set(&first, "year", DB_VALUE(2019)); /* fixed */
    assert_true(record_save(&ctx, &first, &same, &e));
    assert_int_equal(same, id);
    assert_true(record_get(&ctx, &trip_def, id, &r, &e));
    assert_int_equal(r.version, 2);
    assert_int_equal(record_value(&r, "year").as.i, 2021);
    form_set(&second, "title", DB_VALUE(STR("Третье")));
    assert_false(record_save(&ctx, &second, &same, &e));
    assert_int_equal(e.kind, ERR_CONFLICT);
    third = form_for(id);
    assert_true(record_save(&ctx, &third, &same, &e)); /* nothing changed: no new version, no row of the trail */
    assert_true(audit_list(&ctx, STR("trip"), id, &rows, &n, &e));
    assert_int_equal(n, 3); /* added; title and secret changed */
    for (size_t i = 0; i < n; i++) {
        assert_false(str_is(rows[i].new_value, "тайна"));
    }
    third = form_for(id);
    form_set(&third, "title", DB_VALUE(STR("запрещено")));
    assert_false(record_save(&ctx, &third, &same, &e));
    assert_true(e.kind == ERR_INVALID && third.has_message);
    assert_true(str_is(third.messages[field_index(&trip_def, "title")], "так нельзя"));
    third = form_for(id);
    for (size_t i = 0; i < trip_def.n_fields; i++) {
        third.given[i] = false; /* a smaller form: the rest stays */
    }
    form_set(&third, "pupils", DB_NOTHING);
    assert_true(record_save(&ctx, &third, &same, &e));
    assert_true(record_get(&ctx, &trip_def, id, &r, &e));
    assert_true(str_is(record_title(&r), "Второе"));
    assert_int_equal(record_value(&r, "pupils").kind, DB_NULL);
}

/* The row stands already when its address is made, and memory may run out just before. */
static void path_without_memory(void **state)
{
    (void)state;
    struct arena *little = arena_new(1 << 20);
    arena_fail_at(little, 1);
    (void)arena_take(little, 1, 1);
    assert_true(arena_full(little));
    assert_true(str_is(register_path(little, &trip_def, 1203, "/edit").s, "/trip/1203/edit"));
    assert_true(str_is(register_path(little, &trip_def, 0, "").s, "/trip"));
    arena_free(little);
}

static void test_removal(void)
{
    int64_t used = school(STR("Занятая")),
            id = add(&trip_def, PAIRS(P("title", "Т"), P("year", "2021-2022"), P("school", "Занятая"), P("guests", "Занятая")));
    struct record r;
    assert_false(record_remove(&ctx, &school_def, used, 1, &e));
    assert_int_equal(e.kind, ERR_INVALID);
    e = (struct err){ 0 };
    assert_true(record_get(&ctx, &school_def, used, &r, &e));
    assert_false(record_remove(&ctx, &trip_def, id, 9, &e));
    assert_int_equal(e.kind, ERR_CONFLICT);
    e = (struct err){ 0 };
    assert_true(record_remove(&ctx, &trip_def, id, 1, &e)); /* with its links */
    assert_true(record_remove(&ctx, &school_def, used, 1, &e));
}

/* The words stand for the bounds of a season only: a day says more than any words do. The value itself is untouched. */
static void test_season(void)
{
    const struct {
        struct str date, season, shown;
    } cases[] = {
        { STR("≈ 25.10.2021–03.11.2021"), STR("осенние каникулы"), STR("осенние каникулы") },
        { STR("≈ 2021-2022"), STR(""), STR("сезон 2021-2022") },
        { STR("05.02.2022"), STR("зимой"), STR("5 февраля 2022 года") },
        { STR(""), STR("когда-нибудь"), STR("") },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t id = add(&trip_def, PAIRS(P("title", "Т"), P("year", "2021-2022"), { STR("date"), cases[i].date },
                                          { STR("season"), cases[i].season }));
        struct record r;
        assert_true(record_get(&ctx, &trip_def, id, &r, &e));
        struct str shown = record_shown(&r, "date");
        if (!str_equal(shown, cases[i].shown)) {
            fail_msg("case %zu: %.*s", i, (int)shown.len, shown.at);
        }
        assert_int_equal(period_of_value(record_value(&r, "date")).precision == PRECISION_SEASON, i < 2);
    }
}

static struct reading looked_up(struct str typed)
{
    struct reading reading = { .value = DB_NOTHING, .message = STR_NONE };
    assert_true(lookup_find(&ctx, &trip_fields[2], typed, &reading, &e));
    return reading;
}

static void test_lookup(void)
{
    int64_t three = add(&school_def, PAIRS(P("name", "Преподавание в начальных классах"), P("code", "teach"),
                                           P("synonyms", "Преподавание в младших классах\nУчитель")));
    add(&school_def, PAIRS(P("name", "Преподавание музыки")));
    assert_int_equal(looked_up(STR("teach")).value.as.i, three);
    assert_int_equal(looked_up(STR("преподавание в НАЧАЛЬНЫХ классах")).value.as.i, three);
    assert_int_equal(looked_up(STR("Преподавание в младших классах")).value.as.i, three);
    assert_int_equal(looked_up(lookup_typed(arena, STR("что угодно"), three)).value.as.i, three);
    struct reading two = looked_up(STR("преподавание"));
    assert_int_equal(two.value.kind, DB_NULL);
    assert_int_equal(two.n_candidates, 2);
    assert_true(two.message.len > 0);
    assert_true(looked_up(STR("Фрезерование")).n_candidates == 0);
    assert_true(looked_up(STR("Фрезерование")).message.len > 0);
    assert_true(looked_up(STR("999999")).message.len > 0);
    int64_t id;
    assert_false(record_add(&ctx, &school_def, PAIRS(P("name", "Преподавание музыки")), &id, &e)); /* unique */
    assert_int_equal(e.kind, ERR_INVALID);
}

static void test_lint(void)
{
    struct field broken_fields[] = { { "title", &ft_text, T_NONE, 0 },
                                     { "Bad Name", &ft_choice, T_YES, F_SUM },
                                     { "to", &ft_ref, T_YES, 0, .ref = "nothing" },
                                     { "date", &ft_period, T_YES, 0, .words = "to" } };
    struct register_def broken = { .name = "trip",
                                   .one = T_REGISTER_WHO,
                                   .many = T_NO,
                                   .title_field = "name",
                                   .apart = { "to" },
                                   .year_field = "title",
                                   .fields = broken_fields,
                                   .n_fields = COUNT(broken_fields) };
    struct buf *complaints = buf_new(arena, 64 * 1024);
    assert_true(register_lint(&ctx, &trip_def, complaints, &e));
    assert_int_equal(buf_len(complaints), 0);
    assert_true(register_lint(&ctx, &broken, complaints, &e));
    static const char *const expected[] = { "no type or no label",
                                            "the name is not",
                                            "without choices",
                                            "only numbers are summed",
                                            "not declared",
                                            "no rule lets",
                                            "title field is missing",
                                            "year field is no school year",
                                            "tells its rows apart is no field",
                                            "seasons are no text field",
                                            "the word for one begins with a capital" };
    for (size_t i = 0; i < COUNT(expected); i++) {
        if (str_find(buf_str(complaints), str_c(expected[i]), 0) == buf_len(complaints)) {
            fail_msg("lint does not say: %s", expected[i]);
        }
    }
}

static void on_each_engine(void (*test)(void))
{
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        open_on(engine);
        test();
        arena_free(arena);
    }
}

#define ON_EACH_ENGINE(name)                                                                                                   \
    static void name##_(void **state)                                                                                          \
    {                                                                                                                          \
        on_each_engine(name);                                                                                                  \
    }
ON_EACH_ENGINE(test_list)
ON_EACH_ENGINE(test_paging)
ON_EACH_ENGINE(test_export)
ON_EACH_ENGINE(test_scope)
ON_EACH_ENGINE(test_many_links)
ON_EACH_ENGINE(test_save)
ON_EACH_ENGINE(test_removal)
ON_EACH_ENGINE(test_step)
ON_EACH_ENGINE(test_season)
ON_EACH_ENGINE(test_lookup)
ON_EACH_ENGINE(test_lint)

static int begin(void **state)
{
    log_quiet(true);
    return text_start(&e) ? 0 : 1;
}

static int end(void **state)
{
    text_stop();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_list_),    cmocka_unit_test(test_paging_),     cmocka_unit_test(test_export_),
        cmocka_unit_test(test_scope_),   cmocka_unit_test(test_many_links_), cmocka_unit_test(test_save_),
        cmocka_unit_test(test_removal_), cmocka_unit_test(test_step_),       cmocka_unit_test(test_season_),
        cmocka_unit_test(test_lookup_),  cmocka_unit_test(test_lint_),       cmocka_unit_test(path_without_memory),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
