/* Loading the sample year: files of data/sample, compiled into the program, go row by row through record_add, so that every
   check of the registers holds for them too. This file knows the files, their columns and which of them refer to what; the
   values of the year stand in the files alone, and another year in the same form loads as well. */
#include "features/sample/sample.h"
#include "base/day.h"
#include "doc/csv.h"
#include "features/analysis/analysis.h"
#include "features/feature.h"
#include "features/sample/sample_in.h"

#include <string.h>

enum { MOST_REFERENCES = 6, MOST_KEYS = 2, MOST_FIELDS = 40 };

/* A column whose cell names a row of an earlier file, or several separated by '|'. */
struct reference {
    const char *column, *to;
};
struct sample_table {
    const char *file, *register_name;
    const char *keys[MOST_KEYS]; /* columns by which later files name the row; lines of such a cell are names of their own */
    struct reference references[MOST_REFERENCES];
};
static const struct sample_table tables[] = {
    { "academic-years.csv", "academic_year", { 0 }, { { 0 } } },
    { "tasks.csv", "task", { "number" }, { { 0 } } },
    { "organisations.csv", "organisation", { "code" }, { { "parent", "organisation" } } },
    { "competencies.csv", "competency", { "name", "synonyms" }, { { 0 } } },
    { "fields.csv", "field_of_study", { "name" }, { { 0 } } },
    { "documents.csv", "document", { "code" }, { { "issuer", "organisation" } } },
    { "activities.csv",
      "activity",
      { "code" },
      { { "task", "task" },
        { "parent", "activity" },
        { "competencies", "competency" },
        { "participating", "organisation" },
        { "partners", "organisation" },
        { "documents", "document" } } },
    { "headcounts.csv", "headcount", { 0 }, { { "activity", "activity" }, { "organisation", "organisation" } } },
    { "awards.csv", "award", { 0 }, { { "activity", "activity" } } },
    { "nominations.csv", "nomination", { 0 }, { { "activity", "activity" } } },
    { "stands.csv", "stand", { 0 }, { { 0 } } },
    { "graduate-cohorts.csv", "graduate_cohort", { "year" }, { { 0 } } },
    { "graduate-categories.csv", "graduate_category", { 0 }, { { "cohort", "graduate_cohort" } } },
    { "graduate-fields.csv", "graduate_field", { 0 }, { { "field", "field_of_study" } } },
    { "graduate-programmes.csv", "graduate_programme", { 0 }, { { 0 } } },
    { "decisions.csv", "decision", { 0 }, { { 0 } } },
    { "plan.csv", "plan_item", { 0 }, { { "activities", "activity" } } },
    { "earlier-values.csv", "earlier_value", { 0 }, { { 0 } } },
    { "claims.csv", "claim", { 0 }, { { 0 } } },
};

/* Rows already loaded, by what later files call them. */
struct known_row {
    const char *register_name;
    struct str key;
    int64_t id;
    struct known_row *next;
};
struct loading {
    struct ctx *ctx;
    struct known_row *known;
    int year; /* the newest school year loaded */
};

bool sample_file(const char *name, struct str *ret_bytes)
{
    for (const struct sample_file *f = sample_files; f->name; f++) {
        if (strcmp(f->name, name) == 0) {
            *ret_bytes = (struct str){ f->begin, (size_t)(f->end - f->begin) };
            return true;
        }
    }
    return false;
}

static void remember(struct loading *l, const char *register_name, struct str key, int64_t id)
{
    struct known_row *row = NEW(l->ctx->arena, struct known_row);
    *row = (struct known_row){ register_name, key, id, l->known };
    l->known = row;
}

static bool find_row(const struct loading *l, const char *register_name, struct str key, int64_t *ret_id)
{
    for (const struct known_row *row = l->known; row; row = row->next) {
        if (strcmp(row->register_name, register_name) == 0 && str_equal(row->key, key)) {
            *ret_id = row->id;
            return true;
        }
    }
    return false;
}

/* "school3|school4" becomes "12,13". */
static bool ids_of(struct loading *l, const char *to, struct str cell, struct str *ret_ids, struct err *e)
{
    struct str rest = cell, key, ids = STR_NONE;
    int64_t id;
    while (rest.len && str_next(&rest, '|', &key)) {
        if (!find_row(l, to, key, &id)) {
            return err_setf(e, ERR_INVALID, "sample_load", "no %s is called '%.*s'", to, (int)key.len, key.at);
        }
        ids = str_format(l->ctx->arena, "%.*s%s%lld", (int)ids.len, ids.at, ids.len ? "," : "", (long long)id);
    }
    *ret_ids = ids;
    return true;
}

static const char *refers_to(const struct sample_table *t, struct str column)
{
    for (size_t i = 0; i < MOST_REFERENCES && t->references[i].column; i++) {
        if (str_is(column, t->references[i].column)) {
            return t->references[i].to;
        }
    }
    return NULL;
}

static bool add_row(struct loading *l, const struct sample_table *t, const struct csv *csv, size_t row, struct err *e)
{
    struct param pairs[MOST_FIELDS];
    size_t n = 0;
    int64_t id;
    const struct register_def *def = register_find(l->ctx, str_c(t->register_name));
    BUG_IF(csv->n_columns > MOST_FIELDS || !def);
    for (size_t i = 0; i < csv->n_columns; i++) {
        struct str value = csv->cells[row * csv->n_columns + i];
        const char *to = refers_to(t, csv->header[i]);
        if (value.len == 0) {
            continue;
        }
        if (to && !ids_of(l, to, value, &value, e)) {
            return false;
        }
        pairs[n++] = (struct param){ csv->header[i], value };
    }
    if (!record_add(l->ctx, def, pairs, n, &id, e)) {
        return false;
    }
    for (size_t i = 0; i < MOST_KEYS && t->keys[i]; i++) {
        struct str names = csv_cell(csv, row, t->keys[i]), name;
        while (names.len && str_next(&names, '\n', &name)) {
            remember(l, t->register_name, name, id);
        }
    }
    return true;
}

static bool load_table(struct loading *l, const struct sample_table *t, struct err *e)
{
    struct str bytes;
    struct csv csv;
    int year;
    if (!sample_file(t->file, &bytes)) {
        return err_setf(e, ERR_BROKEN, "sample_load", "%s is not in the program", t->file);
    }
    if (!csv_read(l->ctx->arena, bytes, ',', &csv, e)) {
        return false;
    }
    for (size_t i = 0; i < csv.n_rows; i++) {
        struct err why = { 0 };
        if (!add_row(l, t, &csv, i, &why)) {
            return err_setf(e, why.kind, "sample_load", "%s, row %zu: %.*s", t->file, i + 2, (int)why.what.len, why.what.at);
        }
        if (strcmp(t->register_name, "academic_year") == 0 && school_year_read(csv_cell(&csv, i, "year"), &year)) {
            l->year = year > l->year ? year : l->year;
            l->ctx->year = l->year;
        }
    }
    return true;
}

bool sample_load(struct ctx *ctx, struct err *e)
{
    struct loading l = { .ctx = ctx };
    struct str words;
    for (size_t i = 0; i < COUNT(tables); i++) {
        if (!load_table(&l, &tables[i], e)) {
            return false;
        }
    }
    return !sample_file("analysis.txt", &words) || analysis_sample_load(ctx, l.year, words, e);
}

extern const struct feature feature_sample;
const struct feature feature_sample = { .name = "sample" };
