/* What the hooks of the record's registers refuse and where they say it: a row that is right goes in, then the same row with
   one value wrong comes back with a message at its field. On both engines. */
#include "app/house.h"
#include "support/database.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { MOST = 16 };
struct typed {
    const char *name, *value;
};
/* One row tried after those before it: the fields of the base row with some of them typed anew. field NULL: it goes in. */
struct attempt {
    const char *register_name;
    struct typed with[MOST];
    const char *field;
};

static const struct attempt attempts[] = {
    { "contingent",
      { { "organisation", "@school" },
        { "on_date", "01.09.2021" },
        { "grade", "9" },
        { "letter", "А" },
        { "pupils", "25" },
        { "disabled", "2" } },
      NULL },
    { "contingent",
      { { "organisation", "@school" }, { "on_date", "01.09.2021" }, { "grade", "9" }, { "letter", "а" }, { "pupils", "24" } },
      "grade" }, /* the same class */
    { "contingent",
      { { "organisation", "@school" }, { "on_date", "01.01.2022" }, { "grade", "9" }, { "letter", "А" }, { "pupils", "24" } },
      NULL }, /* another day */
    { "contingent",
      { { "organisation", "@school" }, { "on_date", "01.09.2021" }, { "pupils", "700" } },
      NULL }, /* all classes */
    { "contingent",
      { { "organisation", "@school" },
        { "on_date", "01.09.2021" },
        { "grade", "8" },
        { "pupils", "10" },
        { "disabled", "11" } },
      "disabled" },
    { "contingent",
      { { "organisation", "@school" }, { "on_date", "01.09.2021" }, { "letter", "Б" }, { "pupils", "10" } },
      "letter" },
    { "activity_session",
      { { "title", "Группа 1" },
        { "activity", "@activity" },
        { "day", "12.04.2022" },
        { "begins", "10:00" },
        { "ends", "11:00" },
        { "place", "Каб. 5" } },
      NULL },
    { "activity_session",
      { { "title", "Группа 2" },
        { "activity", "@activity" },
        { "day", "12.04.2022" },
        { "begins", "10:30" },
        { "ends", "11:30" },
        { "place", "Каб. 5" } },
      "place" },
    { "activity_session",
      { { "title", "Группа 2" },
        { "activity", "@activity" },
        { "day", "12.04.2022" },
        { "begins", "10:30" },
        { "ends", "11:30" },
        { "place", "Каб. 6" } },
      NULL },
    { "activity_session",
      { { "title", "Группа 3" },
        { "activity", "@activity" },
        { "day", "12.04.2022" },
        { "begins", "11:00" },
        { "ends", "12:00" },
        { "place", "Каб. 5" } },
      NULL }, /* one after another */
    { "activity_session",
      { { "title", "Группа 4" },
        { "activity", "@activity" },
        { "day", "12.04.2022" },
        { "begins", "12:00" },
        { "ends", "11:00" } },
      "ends" },
    { "activity_session",
      { { "title", "Группа 5" },
        { "activity", "@activity" },
        { "day", "12.04.2022" },
        { "begins", "10:00" },
        { "ends", "11:00" },
        { "place", "Каб. 5" },
        { "state", "cancelled" } },
      NULL },
    { "meeting", { { "title", "Совет" }, { "body", "council" }, { "held_on", "12.10.2021" } }, NULL },
    { "meeting_decision", { { "text", "Составить план" }, { "meeting", "@meeting" }, { "state", "done" } }, "outcome" },
    { "meeting_decision",
      { { "text", "Составить план" }, { "meeting", "@meeting" }, { "state", "done" }, { "outcome", "План составлен" } },
      NULL },
    { "request",
      { { "title", "Экскурсия" }, { "came_on", "12.10.2021" }, { "kind", "request" }, { "asker", "teacher" } },
      NULL },
    { "request",
      { { "title", "Экскурсия" },
        { "came_on", "12.10.2021" },
        { "kind", "request" },
        { "asker", "teacher" },
        { "state", "answered" } },
      "outcome" },
    { "request",
      { { "title", "Экскурсия" },
        { "came_on", "12.10.2021" },
        { "kind", "request" },
        { "asker", "teacher" },
        { "answered_on", "11.10.2021" } },
      "answered_on" },
    { "course_group",
      { { "title", "Чертёжник" },
        { "activity", "@activity" },
        { "enrolled", "15" },
        { "certified", "12" },
        { "left_course", "2" },
        { "learning", "1" } },
      NULL },
    { "course_group",
      { { "title", "Чертёжник" },
        { "activity", "@activity" },
        { "enrolled", "15" },
        { "certified", "12" },
        { "left_course", "4" } },
      "enrolled" },
    { "course_group",
      { { "title", "Чертёжник" }, { "activity", "@activity" }, { "begins", "12.04.2022" }, { "ends", "11.04.2022" } },
      "ends" },
    { "external_diagnostics", { { "title", "Тест" }, { "activity", "@activity" }, { "held", "no" }, { "quota", "0" } }, NULL },
    { "publication",
      { { "title", "О пробах" }, { "published_on", "12.04.2022" }, { "channel", "site" }, { "address", "http://example.org" } },
      "address" },
    { "theme", { { "title", "Месяц медицины" }, { "kind", "month" }, { "term", "04.2022" } }, NULL },
    { "championship_result", { { "activity", "@activity" }, { "competency", "@competency" }, { "place", "first" } }, NULL },
};

struct base {
    const char *mark;
    struct str id;
};

static struct str made(struct ctx *ctx, const char *register_name, const struct param *pairs, size_t n)
{
    struct err e = { 0 };
    int64_t id;
    if (!record_add(ctx, register_find(ctx, str_c(register_name)), pairs, n, &id, &e)) {
        fail_msg("%s: %.*s %.*s", register_name, (int)e.what.len, e.what.at, (int)e.hint.len, e.hint.at);
    }
    return str_format(ctx->arena, "%lld", (long long)id);
}
#define P(name, value)                                                                                                         \
    {                                                                                                                          \
        STR(name), STR(value)                                                                                                  \
    }

static void base_make(struct ctx *ctx, struct base base[5])
{
    const struct param year[] = { P("year", "2021-2022") },
                       school[] = { P("name", "Школа"), P("code", "school"), P("kind", "school") };
    const struct param activity[] = { P("year", "2021-2022"), P("title", "Пробы"),        P("direction", "events"),
                                      P("kind", "probe"),     P("level", "municipal"),    P("centre_role", "organiser"),
                                      P("planned", "yes"),    P("performed_by", "centre") };
    const struct param competency[] = { P("name", "Чертёж") };
    const struct param meeting[] = { P("title", "Совет"), P("body", "council"), P("held_on", "12.10.2021") };
    (void)made(ctx, "academic_year", year, COUNT(year));
    base[0] = (struct base){ "@school", made(ctx, "organisation", school, COUNT(school)) };
    base[1] = (struct base){ "@activity", made(ctx, "activity", activity, COUNT(activity)) };
    base[2] = (struct base){ "@competency", made(ctx, "competency", competency, COUNT(competency)) };
    base[3] = (struct base){ "@meeting", made(ctx, "meeting", meeting, COUNT(meeting)) };
    base[4] = (struct base){ NULL, STR_NONE };
}

static struct str meant(const struct base *base, const char *typed)
{
    for (; base->mark; base++) {
        if (str_is(str_c(typed), base->mark)) {
            return base->id;
        }
    }
    return str_c(typed);
}

static void try_one(struct ctx *ctx, const struct base *base, const struct attempt *t)
{
    struct param pairs[MOST];
    size_t n = 0;
    struct err e = { 0 };
    int64_t id;
    for (; n < MOST && t->with[n].name; n++) {
        pairs[n] = (struct param){ str_c(t->with[n].name), meant(base, t->with[n].value) };
    }
    bool went_in = record_add(ctx, register_find(ctx, str_c(t->register_name)), pairs, n, &id, &e);
    if (went_in != (t->field == NULL)) {
        fail_msg("%s «%s»: %s; %.*s", t->register_name, t->with[0].value, went_in ? "went in" : "was refused", (int)e.hint.len,
                 e.hint.at);
    }
    struct str place = t->field ? str_format(ctx->arena, "%s", t->field) : STR_NONE;
    if (!went_in && str_find(e.what, place, 0) == e.what.len && str_find(e.hint, place, 0) == e.hint.len) {
        fail_msg("%s: not said at %s: %.*s %.*s", t->register_name, t->field, (int)e.what.len, e.what.at, (int)e.hint.len,
                 e.hint.at);
    }
}

static void what_cannot_be_is_refused_at_its_field(void **state)
{
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct arena *a = arena_new(256u << 20);
        struct house house;
        struct ctx ctx;
        struct err e = { 0 };
        struct base base[5];
        assert_true(house_build(a, &house, &e) &&
                    house_enter(a, &house, str_c(test_database_fresh(engine)), DB_WRITE, &ctx, &e));
        base_make(&ctx, base);
        for (size_t i = 0; i < COUNT(attempts); i++) {
            try_one(&ctx, base, &attempts[i]);
        }
        arena_free(a);
    }
}

int main(void)
{
    struct err e = { 0 };
    const struct CMUnitTest tests[] = { cmocka_unit_test(what_cannot_be_is_refused_at_its_field) };
    assert_true(text_start(&e));
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    text_stop();
    return failed;
}
