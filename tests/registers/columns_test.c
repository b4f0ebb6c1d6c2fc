/* Tables that a centre brings along column by column: each column is a field that is stored, can be edited, is shown on the
   page of the row and stands in its JSON; and the papers' other end, what a document legitimises. */
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

/* The columns as the tables have them and the field that takes each; «key», dates and precision are ours under other names. */
struct column {
    const char *column, *field;
};
struct table {
    const char *register_name;
    struct column columns[30];
};
static const struct table tables[] = {
    { "activity",
      { { "key", "code" },
        { "task", "task" },
        { "direction", "direction" },
        { "kind", "kind" },
        { "parent", "parent" },
        { "title", "title" },
        { "level", "level" },
        { "centre_role", "centre_role" },
        { "performed_by", "performed_by" },
        { "audience", "audience" },
        { "audience_as_printed", "audience_as_printed" },
        { "grade_from", "grade_from" },
        { "grade_to", "grade_to" },
        { "age_from", "age_from" },
        { "age_to", "age_to" },
        { "when_as_printed", "when_as_printed" },
        { "date_from", "period" },
        { "date_to", "period" },
        { "date_precision", "period" },
        { "format", "format" },
        { "planned", "planned" },
        { "competencies", "competencies" },
        { "participating", "participating" },
        { "partners", "partners" },
        { "documents", "documents" },
        { "note", "note" } } },
    { "headcount",
      { { "activity", "activity" },
        { "audience", "audience" },
        { "grade_from", "grade_from" },
        { "grade_to", "grade_to" },
        { "unit", "unit" },
        { "value", "value" },
        { "status", "status" },
        { "organisation", "organisation" },
        { "reported_by", "reported_by" },
        { "reported_on", "reported_on" },
        { "evidence", "evidence" },
        { "note", "note" } } },
    { "earlier_value",
      { { "indicator", "figure" },
        { "period", "year" },
        { "period_type", "period_type" },
        { "value", "value" },
        { "status", "status" },
        { "source", "source" },
        { "who entered", "entered_by" } } },
    { "graduate_category",
      { { "cohort", "cohort" },
        { "category", "destination" },
        { "category as printed", "title" },
        { "role", "role" },
        { "value", "value" },
        { "share_as_printed", "share_as_printed" },
        { "note", "note" } } },
    { "graduate_field",
      { { "label_as_printed", "label_as_printed" },
        { "cohort", "cohort_year" },
        { "cohort_certain", "cohort_certain" },
        { "field", "field" },
        { "persons", "persons" } } },
    { "document",
      { { "key", "code" },
        { "kind", "kind" },
        { "number", "number" },
        { "date", "date" },
        { "issuer", "issuer" },
        { "valid_until", "valid_until" },
        { "title", "title" } } },
};

static struct str number(int64_t n)
{
    return str_format(w.arena, "%lld", (long long)n);
}

static const char *page_of(const struct table *t, int64_t id, const char *more)
{
    return str_cstr(w.arena, str_format(w.arena, "/%s/%lld%s", t->register_name, (long long)id, more));
}

static const struct field *field_of(const struct register_def *def, const char *name)
{
    for (size_t i = 0; i < def->n_fields; i++) {
        if (strcmp(def->fields[i].name, name) == 0) {
            return &def->fields[i];
        }
    }
    fail_msg("%s has no field %s", def->name, name);
    return NULL;
}

/* A row with a value in every column; a parent has to be another row of the register. */
static int64_t full_row(const struct register_def *def)
{
    bool has_parent = strcmp(def->name, "activity") == 0;
    int64_t parent = has_parent ? row_made(&w, def, 60) : 0;
    return has_parent ? row_made_with(&w, def, 61, "parent", number(parent)) : row_made(&w, def, 61);
}

static void check_column(const struct table *t, const struct register_def *def, const struct column *c,
                         const struct record *row, struct visit page, struct visit form, const struct json *json)
{
    const struct field *f = field_of(def, c->field);
    struct str label = text(&w.ctx, f->label), shown = record_shown(row, c->field);
    bool stored = record_value(row, c->field).kind != DB_NULL;
    bool in_json = json_get(json, c->field) != NULL;
    bool on_page = says(page, label) && (shown.len == 0 || says(page, shown));
    bool in_form = says(form, str_format(w.arena, "name=\"%s\"", c->field)) || (f->flags & F_FIXED);
    if (!stored || !in_json || !on_page || !in_form || (f->flags & (F_MADE | F_PRIVATE))) {
        fail_msg("%s, column %s: %s%s%s%s", t->register_name, c->column, stored ? "" : "not stored ",
                 in_json ? "" : "not in JSON ", on_page ? "" : "not on the page ", in_form ? "" : "not in the form");
    }
}

static void check_table(const struct table *t)
{
    const struct register_def *def = register_find(&w.ctx, str_c(t->register_name));
    struct record row;
    struct json *json;
    struct err e = { 0 };
    assert_non_null(def);
    walker_is(&w, ROLES_ALL);
    int64_t id = full_row(def);
    assert_true(record_get(&w.ctx, def, id, &row, &e));
    struct visit page = walk(&w, page_of(t, id, "")), form = walk(&w, page_of(t, id, "/edit")),
                 row_json = walk(&w, page_of(t, id, ".json"));
    assert_true(page.status == 200 && form.status == 200 && row_json.status == 200);
    assert_true(json_read(w.arena, row_json.body, &json, &e));
    for (const struct column *c = t->columns; c->column; c++) {
        check_column(t, def, c, &row, page, form, json);
    }
}

static void every_column_is_a_field(void **state)
{
    (void)state;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        walker_open(&w, engine);
        for (size_t i = 0; i < COUNT(tables); i++) {
            check_table(&tables[i]);
        }
        walker_close(&w);
    }
}

static void a_document_shows_what_it_legitimises(void **state)
{
    (void)state;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        walker_open(&w, engine);
        walker_is(&w, ROLES_ALL);
        const struct register_def *documents = register_find(&w.ctx, STR("document"));
        int64_t paper = row_made(&w, documents, 70), other = row_made(&w, documents, 71);
        int64_t rests = row_made_with(&w, register_find(&w.ctx, STR("activity")), 72, "documents", number(paper));
        struct str link = str_format(w.arena, "href=\"/activity/%lld\"", (long long)rests);
        const struct table t = { .register_name = "document" };
        assert_true(says(walk(&w, page_of(&t, paper, "")), link));
        assert_false(says(walk(&w, page_of(&t, other, "")), link));
        walker_close(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_column_is_a_field),
                                        cmocka_unit_test(a_document_shows_what_it_legitimises) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
