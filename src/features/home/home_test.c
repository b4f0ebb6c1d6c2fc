/* The home page of generated years: every number that is a link equals the count of the list behind it, and a direction whose
   number is reconstructed or missing is not drawn as a known one. */
#include "app/house.h"
#include "base/json.h"
#include "base/log.h"
#include "base/str.h"
#include "base/text/text.h"
#include "features/deadline/deadline.h"
#include "support/database.h"
#include "support/year_generator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static const char *const directions[] = { "diagnostics", "counselling", "enlightenment", "events", "informing", "monitoring" };

struct place {
    struct arena *arena;
    struct house house;
    struct ctx ctx;
    struct made_year made;
    struct str label; /* "2044-2045" */
};

static void must(bool done, const struct err *e)
{
    if (!done) {
        fail_msg("%s %s: %.*s", err_kind_name(e->kind), e->where ? e->where : "", (int)e->what.len, e->what.at);
    }
}

static void add(struct place *p, const char *name, const struct param *pairs, size_t n)
{
    struct err e = { 0 };
    int64_t id;
    must(record_add(&p->ctx, register_find(&p->ctx, str_c(name)), pairs, n, &id, &e), &e);
}

static void add_decisions(struct place *p, int year, const char *status, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        const struct param pairs[] = { { STR("text"), str_format(p->arena, "Решение %s %d %lld", status, year, (long long)i) },
                                       { STR("year"), str_format(p->arena, "%d-%d", year, year + 1) },
                                       { STR("status"), str_c(status) } };
        add(p, "decision", pairs, COUNT(pairs));
    }
}

/* Decisions, requests and agreements that are late, in time or ended, around the day the page is asked on. */
static void add_deadlines(struct place *p, struct seeded *random)
{
    struct deadline_days days;
    struct err e = { 0 };
    must(deadline_days(&p->ctx, &days, &e), &e);
    const struct param meeting[] = { { STR("title"), STR("Совет") },
                                     { STR("body"), STR("council") },
                                     { STR("held_on"), days.from } };
    add(p, "meeting", meeting, COUNT(meeting));
    for (int64_t i = 0; i < 12; i++) {
        bool late = i < 3 || seeded_range(random, 0, 1), done = i == 4;
        struct str due = i == 5 ? days.today : late ? days.from : days.until;
        struct str name = str_format(p->arena, "Строка %lld", (long long)i);
        const struct param decision[] = { { STR("text"), name },
                                          { STR("meeting"), STR("Совет") },
                                          { STR("due"), due },
                                          { STR("state"), done ? STR("done") : STR("in_work") },
                                          { STR("outcome"), STR("Сделано") } };
        const struct param point[] = { { STR("title"), name },
                                       { STR("year"), STR("2021-2022") },
                                       { STR("section"), STR("events") },
                                       { STR("term"), i == 7 ? STR("1990-1991") : due },
                                       { STR("status"), done ? STR("done") : STR("planned") },
                                       { STR("outcome"), STR("Сделано") } };
        const struct param request[] = { { STR("title"), name },          { STR("came_on"), days.from },
                                         { STR("kind"), STR("request") }, { STR("asker"), STR("teacher") },
                                         { STR("answer_by"), due },       { STR("state"), done ? STR("answered") : STR("new") },
                                         { STR("outcome"), STR("Ответ") } };
        const struct param agreement[] = { { STR("title"), name },
                                           { STR("kind"), done ? STR("order") : STR("agreement") },
                                           { STR("code"), str_format(p->arena, "agreement-%lld", (long long)i) },
                                           { STR("valid_until"), i == 6 ? STR("1990") : due } };
        add(p, "plan_item", point, COUNT(point));
        add(p, "meeting_decision", decision, COUNT(decision));
        add(p, "request", request, COUNT(request));
        add(p, "document", agreement, COUNT(agreement));
    }
    const struct param next[] = { { STR("title"), STR("Продолжение") },
                                  { STR("kind"), STR("agreement") },
                                  { STR("continues"), STR("agreement-1") } };
    add(p, "document", next, COUNT(next));
}

/* A small year, so that some directions have no number; open decisions of three years. */
static void prepare(struct place *p, size_t engine, uint64_t seed)
{
    struct err e = { 0 };
    p->arena = arena_new(256u << 20);
    must(house_build(p->arena, &p->house, &e), &e);
    must(house_enter(p->arena, &p->house, str_c(test_database_fresh(engine)), DB_WRITE, &p->ctx, &e), &e);
    struct seeded random = seeded_from(seed);
    int year = (int)seeded_range(&random, 2000, 2080);
    must(year_generate(&p->ctx, &(struct year_plan){ .seed = seed, .year = year, .activities = 5 }, &p->made, &e), &e);
    p->ctx.year = year;
    p->label = str_format(p->arena, "%d-%d", year, year + 1);
    add_decisions(p, year - 1, "open", seeded_range(&random, 1, 4));
    add_decisions(p, year, "open", seeded_range(&random, 1, 9));
    add_decisions(p, year, "done", seeded_range(&random, 1, 4));
    add_decisions(p, year + 1, "open", seeded_range(&random, 1, 4));
    add_deadlines(p, &random);
    struct actor *head = NEW(p->arena, struct actor);
    int64_t account;
    must(account_add(&p->ctx, STR("head"), STR("Head"), STR("long enough for a test"), ROLE(ROLE_HEAD), 0, &account, &e), &e);
    *head = (struct actor){ .account_id = account, .roles = ROLE(ROLE_HEAD), .login = STR("head"), .name = STR("Head") };
    p->ctx.actor = head;
}

static struct str get(struct place *p, struct str path)
{
    const struct param cookies[] = { { STR("year"), p->label } };
    struct request request = {
        .method = METHOD_GET, .path = path, .target = path, .host = STR("localhost"), .cookies = cookies, .n_cookies = 1
    };
    struct reply reply = { 0 };
    struct err e = { 0 };
    must(web_answer(&p->ctx, &request, &reply, &e), &e);
    p->ctx.request = NULL;
    p->ctx.lang = LANG_RU;
    if (reply.status != 200) {
        fail_msg("%.*s answers %d", (int)path.len, path.at, reply.status);
    }
    return reply.body;
}

static struct str between(struct str s, const char *from, const char *to)
{
    size_t begin = str_find(s, str_c(from), 0);
    assert_true(begin < s.len);
    begin += str_c(from).len;
    size_t end = str_find(s, str_c(to), begin);
    assert_true(end < s.len);
    return str_part(s, begin, end - begin);
}

static struct str plain_url(struct place *p, struct str link)
{
    size_t amp = str_find(link, STR("&amp;"), 0);
    return amp == link.len ? link
                           : str_format(p->arena, "%.*s&%.*s", (int)amp, link.at, (int)(link.len - amp - 5), link.at + amp + 5);
}

static size_t times(struct str s, const char *what)
{
    size_t n = 0;
    for (size_t at = 0; (at = str_find(s, str_c(what), at)) < s.len; at++) {
        n++;
    }
    return n;
}

/* How long the list behind a link is: rows of a figure, or the count of a register's list under the same filters. */
static int64_t behind(struct place *p, struct str link)
{
    struct err e = { 0 };
    size_t mark = str_find(link, STR("#"), 0);
    if (mark < link.len) {
        struct str id = str_part(link, mark + 1, link.len - mark - 1);
        struct str body = get(p, str_part(link, 0, mark));
        const char *section = str_cstr(p->arena, str_format(p->arena, "<section id=\"%.*s\">", (int)id.len, id.at));
        return (int64_t)times(between(body, section, "</section>"), "<tr") - 1; /* without the row of the headings */
    }
    get(p, link);
    mark = str_find(link, STR("?"), 0);
    if (str_starts(link, STR("/figure/"))) {
        struct figure_row *rows;
        size_t n;
        must(figure_rows(&p->ctx, str_part(link, 8, mark - 8), p->ctx.year, &rows, &n, &e), &e);
        return (int64_t)n;
    }
    struct str json = get(p, str_format(p->arena, "%.*s.json%.*s", (int)mark, link.at, (int)(link.len - mark), link.at + mark));
    struct json *j;
    int64_t count = -1;
    must(json_read(p->arena, json, &j, &e), &e);
    assert_true(num_read_int(json_write(p->arena, json_get(j, "count")), &count));
    return count;
}

/* Every item of a section says a number and links to where it is done; returns how many there are. */
static int check_items(struct place *p, struct str section)
{
    int n = 0;
    for (size_t at = 0; (at = str_find(section, STR("<li><a href=\""), at)) < section.len; n++) {
        struct str item = str_part(section, at, section.len);
        struct str link = plain_url(p, between(item, "href=\"", "\"")), words = between(item, "\">", "</a>"), digits;
        int64_t said = -1;
        at += 10;
        if (!str_next(&words, ' ', &digits) || !num_read_int(digits, &said)) {
            fail_msg("no number in front of %.*s", (int)words.len, words.at);
        }
        int64_t real = behind(p, link);
        if (said != real) {
            fail_msg("the home page says %lld, %.*s lists %lld", (long long)said, (int)link.len, link.at, (long long)real);
        }
    }
    return n;
}

static void each_year(void (*check)(struct place *p))
{
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        for (uint64_t seed = 1; seed <= 3; seed++) {
            struct place p = { 0 };
            prepare(&p, engine, seed);
            check(&p);
            arena_free(p.arena);
        }
    }
}

/* A number of the tile of the plan and its link. */
static int64_t of_plan(struct place *p, struct str tile, const char *only)
{
    struct str from = str_format(p->arena, "<a href=\"/plan?only=%s\">", only), digits;
    struct str words = between(tile, str_cstr(p->arena, from), "</a>");
    int64_t said = -1, listed;
    do {
        assert_true(str_next(&words, ' ', &digits) || words.len);
    } while (!num_read_int(digits, &said));
    struct str page = get(p, str_format(p->arena, "/plan?only=%s", only));
    listed = (int64_t)times(between(page, "<main", "</main>"), "<th scope=\"row\"");
    if (said != listed) {
        fail_msg("the tile says %s: %lld, the plan lists %lld", only, (long long)said, (long long)listed);
    }
    return said;
}

/* Points of every state, in time and late, of known and of broad terms; and those of another year, which count nowhere. */
static void add_plan(struct place *p, int year)
{
    static const char *const states[] = { "planned", "done", "moved", "cancelled", "outside" };
    struct deadline_days days;
    struct err e = { 0 };
    must(deadline_days(&p->ctx, &days, &e), &e);
    const struct str terms[] = { days.from, days.today, days.until, STR("1999"), STR("≈ 01.02.1999–05.03.1999"), STR_NONE };
    for (size_t s = 0; s < COUNT(states); s++) {
        for (size_t t = 0; t < COUNT(terms); t++) {
            const struct param pairs[] = { { STR("title"), str_format(p->arena, "Пункт %s %zu", states[s], t) },
                                           { STR("year"), str_format(p->arena, "%d-%d", year, year + 1) },
                                           { STR("section"), STR("events") },
                                           { STR("term"), terms[t] },
                                           { STR("status"), str_c(states[s]) },
                                           { STR("reason"), STR("Карантин") },
                                           { STR("outcome"), STR("Сделано") } };
            add(p, "plan_item", pairs, COUNT(pairs));
        }
    }
}

static void check_plan(struct place *p)
{
    const struct actor *head = p->ctx.actor;
    p->ctx.actor = &actor_owner;
    add_plan(p, p->ctx.year);
    add_plan(p, p->ctx.year - 1);
    p->ctx.actor = head;
    uint64_t before = db_statements(p->ctx.db);
    struct str body = get(p, STR("/"));
    assert_true(db_statements(p->ctx.db) - before <= 25);
    struct str tile = between(body, "<li><h2><a href=\"/plan\">", "</li>");
    int64_t done = of_plan(p, tile, "done"), late = of_plan(p, tile, "late"), shifted = of_plan(p, tile, "shifted");
    assert_int_equal(done, 6);
    assert_int_equal(late, 1);
    assert_int_equal(shifted, 2);
    assert_int_equal(of_plan(p, tile, "due"), done + late + shifted);
    assert_int_equal(behind(p, plain_url(p, between(tile, "; <a href=\"", "\""))), 24);
}

static void the_plan_by_today_opens_to_its_points(void **state)
{
    (void)state;
    each_year(check_plan);
}

static void check_numbers(struct place *p)
{
    struct str body = get(p, STR("/"));
    assert_int_equal(check_items(p, between(body, "<section id=\"waiting\">", "</section>")),
                     5); /* decisions of the year, deadlines */
    assert_true(check_items(p, between(body, "<section id=\"lacking\">", "</section>")) > 0);
    struct figure reach;
    struct err e = { 0 };
    must(figure_read(&p->ctx, STR("year.persons"), p->ctx.year, &reach, &e), &e);
    struct str tile = between(body, "<a href=\"/figure/year.persons", "<p class=\"tile-line\">");
    struct str value = reach.status == FIGURE_NO_DATA ? STR("нет данных") : num_count(p->arena, reach.value, true);
    assert_true(str_equal(between(tile, "<p class=\"tile-value\">", "</p>"), value));
}

static void every_number_equals_its_list(void **state)
{
    (void)state;
    each_year(check_numbers);
}

static void check_drawing(struct place *p)
{
    struct str greatest = STR("777777"), drawn;
    const char *empty = NULL;
    size_t missing = 0;
    for (size_t i = 0; i < COUNT(directions); i++) {
        if (!made_direction_persons(&p->made, directions[i]).known) {
            empty = directions[i];
            missing++;
        }
    }
    assert_non_null(empty);
    drawn = between(get(p, STR("/")), "<svg", "</svg>");
    assert_int_equal(times(drawn, "class=\"chart-missing\""), missing);
    assert_int_equal(times(drawn, "class=\"chart-reconstructed\""), 0);
    const struct param pairs[] = { { STR("figure"), str_format(p->arena, "%s.persons", empty) },
                                   { STR("year"), str_format(p->arena, "%d", p->ctx.year) },
                                   { STR("period_type"), STR("school year") },
                                   { STR("status"), STR("reconstructed") },
                                   { STR("value"), greatest } };
    p->ctx.actor = &actor_owner;
    add(p, "earlier_value", pairs, COUNT(pairs));
    struct actor head = { .account_id = 1, .roles = ROLE(ROLE_HEAD), .login = STR("head"), .name = STR("Head") };
    p->ctx.actor = &head;
    struct str body = get(p, STR("/"));
    drawn = between(body, "<svg", "</svg>");
    assert_int_equal(times(drawn, "class=\"chart-missing\""), missing - 1);
    assert_int_equal(times(drawn, "class=\"chart-reconstructed\""), 1);
    assert_int_equal(times(body, "777\xc2\xa0"
                                 "777\xc2\xa0человек"),
                     0); /* never called the greatest */
}

static void a_direction_without_a_known_number_is_not_drawn_as_known(void **state)
{
    (void)state;
    each_year(check_drawing);
}

int main(void)
{
    struct err e = { 0 };
    log_quiet(true);
    assert_true(text_start(&e));
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_number_equals_its_list),
                                        cmocka_unit_test(the_plan_by_today_opens_to_its_points),
                                        cmocka_unit_test(a_direction_without_a_known_number_is_not_drawn_as_known) };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    text_stop();
    return failed;
}
