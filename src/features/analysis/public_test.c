/* Public editions of made years with small counts planted in every form the grammar has: text, shares, comparisons, places,
   grades, tables and charts. What is public is looked at by who knows the signed edition, and attacked by who knows only what
   is public. On both engines; the seeds are fixed, since each year is another. */
#include "features/analysis/public.h"
#include "features/analysis/test_in.h"
#include "support/attack.h"

#include "base/json.h"

enum { LEAST = 5 };

static bool add_blocks(struct ctx *ctx, void *arg, struct err *e)
{
    static const char *const tables[] = {
        "kind: rows\ntitle: Всего {diagnostics.persons}\nfigures: diagnostics.persons\nnote: Итого {diagnostics.persons|unit}.",
        "kind: rows\ntitle: Сферы\nfigures: graduate_fields.persons",
        "kind: figures\ntitle: Пути\nfigures: graduates.total, graduates.higher\nyears: 2\nof: graduates.total",
        "kind: figures\ntitle: Ещё\nfigures: graduates.vocational, graduates.unknown, graduates.stayed\nof: graduates.total",
    };
    const struct block *beside = arg;
    int64_t id;
    for (size_t i = 0; i < COUNT(tables); i++) {
        if (!block_add(ctx, beside->section_id, 0, BLOCK_TABLE, str_c(tables[i]), &id, e)) {
            return false;
        }
    }
    return block_add(ctx, beside->section_id, 0, BLOCK_CHART,
                     STR("kind: column\ntitle: Пути\nfigures: graduates.undecided, graduates.unknown\nyears: 1\n"
                         "sentence: Не определились {graduates.undecided|change pl}."),
                     &id, e);
}

static int64_t record_new(struct stage *s, const char *name, const struct param *pairs, size_t n)
{
    struct err e = { 0 };
    int64_t id = 0;
    need(record_add(&s->ctx, register_find(&s->ctx, str_c(name)), pairs, n, &id, &e), &e);
    return id;
}

/* The first activity of «диагностика» gets some rows of few children by grade. */
static void plant_small_counts(struct stage *s)
{
    for (int64_t grade = 1; grade <= 4; grade++) {
        const struct param pairs[] = { { STR("activity"), str_format(s->arena, "%lld", (long long)s->made.first_activity) },
                                       { STR("audience"), STR("parents") },
                                       { STR("unit"), STR("persons") },
                                       { STR("value"), str_format(s->arena, "%lld", (long long)(grade == 4 ? 9 : grade)) },
                                       { STR("grade_from"), str_format(s->arena, "%lld", (long long)grade) },
                                       { STR("grade_to"), str_format(s->arena, "%lld", (long long)grade) } };
        (void)record_new(s, "headcount", pairs, COUNT(pairs));
    }
}

static void sign(struct stage *s)
{
    all_ready(s);
    move(s, ROLE(ROLE_HEAD), "agreed", 303, ERR_NONE);
    move(s, ROLE(ROLE_DIRECTOR), "approved", 303, ERR_NONE);
    act_as(s, ROLES_ALL);
}

static void signed_with_every_form(struct stage *s)
{
    struct err e = { 0 };
    plant_small_counts(s);
    begin_draft(s);
    struct block block = a_paragraph(s);
    struct typed typed = {
        &block, STR("Первые классы: {diagnostics.persons|grades 1 1}, до третьего: {diagnostics.persons|grades 1 3}. Всего "
                    "{diagnostics.persons|unit}, {diagnostics.persons|change n}. Чаще: {graduate_fields.persons|top 2}. "
                    "Поступили {graduates.higher|share graduates.total}, не определились {graduates.undecided|words "
                    "человек/человека/человек}. Провёл Выдумкин В. В., помогала Согласова В. В.")
    };
    need(db_write(&s->ctx, DB_NO_LOCK, type_in, &typed, &e), &e);
    need(db_write(&s->ctx, DB_NO_LOCK, add_blocks, &block, &e), &e);
    sign(s);
}

static struct shown *signed_shown(struct stage *s, int64_t id)
{
    struct edition edition = { 0 };
    struct analysis *analysis = NEW(s->arena, struct analysis);
    struct json *json = NULL;
    struct source *source = NULL;
    struct shown *shown = NULL;
    struct err e = { 0 };
    need(edition_read(&s->ctx, id, &edition, &e), &e);
    need(json_read(s->arena, edition.json, &json, &e), &e);
    need(public_analysis(&s->ctx, &edition, json, analysis, &e), &e);
    need(source_edition(&s->ctx, analysis->year, json, &source, &e), &e);
    need(shown_read(source, analysis, &shown, &e), &e);
    return shown;
}

static bool of_people(const struct used_figure *used)
{
    return used && used->figure.def && used->figure.def->minimum_cell > 0;
}

static bool is_small(int64_t value)
{
    return value > 0 && value < LEAST;
}

/* By who knows the signed edition: no small count of people stands where it stood. */
static size_t compare_tables(const struct shown_table *was, const struct shown_table *now)
{
    size_t n = 0;
    assert_int_equal(was->n_rows * was->n_columns, now->n_rows * now->n_columns);
    for (size_t i = 0; i < was->n_rows * was->n_columns; i++) {
        const struct shown_cell *cell = &was->cells[i];
        if (of_people(cell->figure) && cell->number.known && !cell->percent && is_small(cell->number.is)) {
            assert_true(str_is(now->cells[i].text, "скрыто"));
            n++;
        }
        assert_null(now->cells[i].figure);
        assert_false(str_is(now->cells[i].text, "скрыто") && now->cells[i].number.known);
    }
    return n;
}

static size_t compare_charts(const struct shown_chart *was, const struct shown_chart *now)
{
    size_t n = 0;
    for (size_t i = 0; i < was->chart.n_series * was->chart.n_categories; i++) {
        const struct chart_value *one = &was->chart.values[i], *other = &now->chart.values[i];
        assert_int_equal(other->link.len, 0);
        if (of_people(was->figures[i]) && one->state != CHART_MISSING && is_small(one->value)) {
            assert_true(other->state == CHART_MISSING && other->value == 0 && str_is(other->shown, "скрыто"));
            n++;
        }
    }
    return n;
}

/* Who subtracts the rows that are left from the total that is left. */
static void subtract(const struct shown_table *now)
{
    for (size_t c = 0; c < now->n_columns && now->n_rows > 1; c++) {
        const struct shown_cell *total = &now->cells[(now->n_rows - 1) * now->n_columns + c];
        size_t hidden = 0;
        for (size_t r = 0; r < now->n_rows; r++) {
            hidden += str_is(now->cells[r * now->n_columns + c].text, "скрыто");
        }
        if (total->strong) {
            assert_int_not_equal(hidden, 1);
        }
    }
}

static size_t compare(const struct shown *was, const struct shown *now)
{
    size_t n = 0;
    for (size_t i = 0; i < was->n_sections; i++) {
        assert_int_equal(was->sections[i].n_blocks, now->sections[i].n_blocks);
        for (size_t k = 0; k < was->sections[i].n_blocks; k++) {
            const struct shown_block *one = &was->sections[i].blocks[k], *other = &now->sections[i].blocks[k];
            n += one->table ? compare_tables(one->table, other->table) : 0;
            n += one->chart ? compare_charts(one->chart, other->chart) : 0;
            if (one->table) {
                subtract(other->table);
            }
        }
    }
    return n;
}

/* By who knows only what is public, now and before, and reckons: the cells are read from what is stored of them. */
static size_t attack(struct stage *s, const struct public_made *made)
{
    struct source *source = source_live(&s->ctx, s->ctx.year);
    struct public_cells *p = public_cells_new(source, LEAST);
    struct err e = { 0 };
    need(public_known(p, made->facts, &e), &e);
    struct space *space = space_new(s->arena, p->n_atoms);
    size_t n = 0;
    for (size_t i = 0; i < p->n_cells; i++) {
        if (p->cells[i].known) {
            (void)space_enter(space, &p->cells[i], true);
        }
    }
    for (size_t i = 0; i < p->n_cells; i++) {
        if (!p->cells[i].known && p->cells[i].least > 0 && is_small(p->cells[i].value)) {
            assert_true(space_enter(space, &p->cells[i], false));
            n++;
        }
    }
    return n;
}

static struct public_made published(struct stage *s, int64_t edition)
{
    struct public_made made = { 0 };
    struct err e = { 0 };
    bool possible = false;
    need(public_make(&s->ctx, edition, LEAST, &made, &e), &e);
    assert_true(made.possible);
    need(public_publish(&s->ctx, edition, LEAST, &possible, &e), &e);
    assert_true(possible);
    return made;
}

static void small_counts_stay_hidden(void **state)
{
    (void)state;
    size_t n_hidden = 0, n_secrets = 0;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        for (uint64_t seed = 61; seed < 64; seed++) {
            struct stage s = { 0 };
            struct err e = { 0 };
            struct shown *now = NULL;
            stage_open(&s, engine, seed);
            signed_with_every_form(&s);
            struct public_made made = published(&s, 1);
            need(public_shown(&s.ctx, made.form, &now, &e), &e);
            n_hidden += compare(signed_shown(&s, 1), now);
            n_secrets += attack(&s, &made);
            assert_true(has(made.form, "Первые классы: [число скрыто]"));
            assert_true(made.n_small > 0);
            assert_false(has(made.form, "\"figure\"") || has(made.form, "/figure/") || has(made.form, "/activity/"));
            arena_free(s.arena);
        }
    }
    assert_true(n_hidden > 12 && n_secrets > 12);
}

static void names_stand_only_by_consent(void **state)
{
    (void)state;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct stage s = { 0 };
        struct err e = { 0 };
        struct public_made made = { 0 };
        const struct param pairs[] = { { STR("person"), STR("Согласова Вера Выдумовна") },
                                       { STR("kind"), STR("adult") },
                                       { STR("basis"), STR("заявление") },
                                       { STR("given_on"), STR("2001-09-01") } };
        stage_open(&s, engine, 71);
        signed_with_every_form(&s);
        need(public_make(&s.ctx, 1, LEAST, &made, &e), &e);
        assert_false(has(made.form, "Выдумкин") || has(made.form, "Согласова"));
        assert_int_equal(made.names.n, 2);
        (void)record_new(&s, "name_consent", pairs, COUNT(pairs));
        need(public_make(&s.ctx, 1, LEAST, &made, &e), &e);
        assert_true(has(made.form, "помогала Согласова В. В."));
        assert_false(has(made.form, "Выдумкин"));
        assert_int_equal(made.names.n, 1);
        assert_int_equal(made.kept.n, 1);
        arena_free(s.arena);
    }
}

static struct public_edition shown_today(struct stage *s)
{
    struct public_edition edition = { 0 };
    struct err e = { 0 };
    need(public_of_year(&s->ctx, s->made.year, &edition, &e), &e);
    need(public_today(&s->ctx, &edition, &e), &e);
    return edition;
}

/* A consent that is withdrawn, or whose term is over: the name goes from what is public already, with everything made of it. */
static void a_name_goes_when_its_consent_ends(void **state)
{
    (void)state;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct stage s = { 0 };
        const struct param pairs[] = { { STR("person"), STR("Согласова Вера Выдумовна") },
                                       { STR("kind"), STR("adult") },
                                       { STR("basis"), STR("заявление") },
                                       { STR("given_on"), STR("2001-09-01") },
                                       { STR("until"), STR("2099-05-31") } };
        stage_open(&s, engine, 71);
        signed_with_every_form(&s);
        (void)record_new(&s, "name_consent", pairs, COUNT(pairs));
        struct public_made made = published(&s, 1);
        struct public_edition before = shown_today(&s);
        assert_true(str_equal(before.form, made.form));
        assert_true(has(before.form, "Согласова В. В."));
        s.ctx.now_ms = INT64_C(4093718400000); /* 22 September 2099 */
        struct public_edition after = shown_today(&s);
        assert_false(has(after.form, "Согласова"));
        assert_true(has(after.form, "помогала [имя скрыто]"));
        assert_false(str_equal(after.sha256, before.sha256));
        arena_free(s.arena);
    }
}

/* What was public stays known: the next edition of the same year is weighed together with it, also when the first was taken
 * back. */
static void the_next_edition_minds_the_one_before(void **state)
{
    (void)state;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct stage s = { 0 };
        struct err e = { 0 };
        struct public_made made = { 0 };
        stage_open(&s, engine, 81);
        signed_with_every_form(&s);
        (void)published(&s, 1);
        move(&s, ROLE(ROLE_DIRECTOR), "draft", 303, ERR_NONE);
        act_as(&s, ROLES_ALL);
        const struct param pairs[] = { { STR("activity"), str_format(s.arena, "%lld", (long long)s.made.first_activity) },
                                       { STR("audience"), STR("parents") },
                                       { STR("unit"), STR("persons") },
                                       { STR("value"), STR("3") },
                                       { STR("grade_from"), STR("5") },
                                       { STR("grade_to"), STR("5") } };
        (void)record_new(&s, "headcount", pairs, COUNT(pairs));
        sign(&s);
        need(public_make(&s.ctx, 2, LEAST, &made, &e), &e);
        assert_true(made.possible);
        assert_true(attack(&s, &made) > 0);
        arena_free(s.arena);
    }
}

int main(void)
{
    struct err e = { 0 };
    const struct CMUnitTest tests[] = { cmocka_unit_test(small_counts_stay_hidden),
                                        cmocka_unit_test(names_stand_only_by_consent),
                                        cmocka_unit_test(a_name_goes_when_its_consent_ends),
                                        cmocka_unit_test(the_next_edition_minds_the_one_before) };
    if (!text_start(&e)) {
        return 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
