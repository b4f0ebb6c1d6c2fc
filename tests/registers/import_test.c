/* A dirty file into the record and out again: every fault is named at its line, the second time nothing changes, and undoing
   leaves the content of before. On both engines, made of seeds that are printed. */
#include "app/house.h"
#include "base/hash.h"
#include "db/content.h"
#include "features/sample/sample.h"
#include "register/import.h"
#include "support/database.h"
#include "support/dirty_sheet.h"
#include "walk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct walker w;

static const struct register_def *activity(void)
{
    return register_find(&w.ctx, STR("activity"));
}

static void organisation(const char *name)
{
    struct err e = { 0 };
    int64_t id;
    const struct param pairs[] = { { STR("name"), str_c(name) }, { STR("kind"), STR("college") } };
    assert_true(record_add(&w.ctx, register_find(&w.ctx, STR("organisation")), pairs, COUNT(pairs), &id, &e));
}

static bool take_line(void *with, struct str line, struct err *e)
{
    (void)e;
    hash_add(with, line);
    return true;
}

/* The record's content, all of it but the journal of changes. */
static struct str content(void)
{
    struct err e = { 0 };
    struct db_content_table *tables;
    size_t n;
    struct hash_run hash = hash_begin();
    assert_true(db_snapshot_begin(w.ctx.db, &e));
    assert_true(db_content_tables(w.ctx.db, w.arena, &tables, &n, &e));
    for (size_t i = 0; i < n; i++) {
        if (!str_is(tables[i].name, "audit")) {
            hash_add(&hash, tables[i].name);
            assert_true(db_content_each(w.ctx.db, &tables[i], take_line, &hash, &e));
        }
    }
    db_snapshot_end(w.ctx.db);
    return hash_end_hex(w.arena, &hash);
}

static struct import_plan import(struct import_ask *ask, bool keep)
{
    struct import_plan plan;
    struct err e = { 0 };
    ask->keep = keep;
    if (!import_run(&w.ctx, w.arena, ask, &plan, &e)) {
        fail_msg("%s: %.*s", e.where, (int)e.what.len, e.what.at);
    }
    return plan;
}

static struct sheet read_sheet(struct str bytes)
{
    struct sheet_book book;
    assert_int_equal(sheet_read(w.arena, bytes, &book), SHEET_SOUND);
    return book.sheets[0];
}

/* Each line's outcome is what the maker of the sheet says it has to be. */
static void told_as_made(const struct dirty_sheet *made, const struct import_plan *plan)
{
    size_t k = 0;
    assert_int_equal(plan->n, made->n);
    for (size_t i = 0; i < made->n; i++, k++) {
        const struct dirty_line *line = &made->lines[i];
        const struct import_line *told = &plan->lines[k];
        assert_int_equal(told->number, line->number);
        const char *verdict = import_verdict_name(told->verdict);
        const char *field =
            told->n_faults && told->faults[0].field >= 0 ? activity()->fields[told->faults[0].field].name : NULL;
        bool at_field = !line->field || (field && str_is(str_c(line->field), field));
        if (!str_is(str_c(line->verdict), verdict) || !at_field) {
            fail_msg("line %u (%s) is %s at %s: %.*s", line->number, line->name, verdict, field ? field : "-",
                     told->n_faults ? (int)told->faults[0].message.len : 0, told->n_faults ? told->faults[0].message.at : "");
        }
        assert_true(told->n_faults == 0 || told->faults[0].message.len > 20);
    }
}

static struct import_past *past_of(const struct import_plan *plan, size_t *ret_n)
{
    struct import_past *past = NEW_ARRAY(w.arena, struct import_past, plan->n + 1);
    *ret_n = 0;
    for (size_t i = 0; i < plan->n; i++) {
        const struct import_line *line = &plan->lines[i];
        if (line->verdict == IMPORT_NEW || line->verdict == IMPORT_CHANGED) {
            past[(*ret_n)++] = (struct import_past){ line->number, line->verdict, line->id, line->version, line->old };
        }
    }
    return past;
}

/* The file goes back with what became of each line, at the same line and after what stood there. */
static void file_goes_back(const struct import_ask *ask, const struct import_plan *plan)
{
    struct import_said *said = NEW_ARRAY(w.arena, struct import_said, plan->n);
    struct err e = { 0 };
    struct str bytes;
    for (size_t i = 0; i < plan->n; i++) {
        const struct import_line *line = &plan->lines[i];
        said[i] = (struct import_said){ line->number, str_c(import_verdict_name(line->verdict)),
                                        line->n_faults ? line->faults[0].message : STR_NONE };
    }
    assert_true(import_workbook(&w.ctx, ask->sheet, &ask->map, said, plan->n, &bytes, &e));
    struct sheet back = read_sheet(bytes);
    size_t columns = ask->sheet->n_columns;
    assert_int_equal(back.n_columns, columns + 2);
    assert_string_equal(str_cstr(w.arena, back.rows[0].cells[columns].text), "Результат");
    assert_string_equal(str_cstr(w.arena, back.rows[0].cells[columns + 1].text), "Ошибки");
    assert_int_equal(back.n_rows, plan->n + 1);
    for (size_t i = 0; i < plan->n; i++) {
        const struct sheet_row *row = &back.rows[i + 1], *came = &ask->sheet->rows[ask->map.header + 1 + i];
        assert_true(str_equal(row->cells[columns].text, said[i].result));
        assert_true(!said[i].faults.len || str_equal(row->cells[columns + 1].text, said[i].faults));
        assert_true(str_equal(row->cells[0].text, came->cells[0].text));
    }
}

static void undo(const struct import_plan *plan)
{
    struct err e = { 0 };
    size_t n, n_blocked;
    struct import_line *blocked;
    struct import_past *past = past_of(plan, &n);
    if (!import_undo(&w.ctx, activity(), past, n, &blocked, &n_blocked, &e)) {
        fail_msg("%s: %.*s", e.where, (int)e.what.len, e.what.at);
    }
    assert_int_equal(n_blocked, 0);
}

static void dirty_there_and_back(void **state)
{
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        for (uint64_t seed = 1; seed <= 2; seed++) {
            size_t n = engine == 0 && seed == 1 ? 5000 : 600;
            (void)state;
            walker_open(&w, engine);
            organisation("Колледж связи");
            organisation("Колледж сварки");
            print_message("engine %zu, seed %llu, %zu lines\n", engine, (unsigned long long)seed, n);
            struct dirty_sheet made = dirty_sheet(w.arena, seed, n, 2021, "Школа своя", "Колледж");
            struct sheet sheet = read_sheet(made.bytes);
            struct import_ask ask = { .def = activity(), .sheet = &sheet };
            ask.map = import_guess(&w.ctx, activity(), &sheet);
            assert_int_equal(sheet.rows[ask.map.header].number, 4);
            for (size_t c = 0; c < ask.map.n_columns; c++) {
                assert_true(ask.map.columns[c] != IMPORT_NO_FIELD);
            }
            struct str before = content();
            struct import_plan look = import(&ask, false);
            told_as_made(&made, &look);
            assert_false(look.done);
            assert_true(str_equal(before, content())); /* a look leaves nothing */
            ask.fingerprint = look.fingerprint;
            struct import_plan first = import(&ask, true);
            assert_true(first.done);
            told_as_made(&made, &first);
            file_goes_back(&ask, &first);
            struct str after = content();
            ask.fingerprint = STR_NONE;
            struct import_plan again = import(&ask, true);
            assert_int_equal(again.counts[IMPORT_NEW] + again.counts[IMPORT_CHANGED], 0);
            assert_int_equal(again.counts[IMPORT_SAME], first.counts[IMPORT_NEW]);
            assert_true(str_equal(after, content()));
            undo(&first);
            assert_true(str_equal(before, content()));
            walker_close(&w);
        }
    }
}

static bool load_sample(struct ctx *ctx, void *arg, struct err *e)
{
    (void)arg;
    return sample_load(ctx, e);
}

/* What the program hands out it takes in again, and finds that it knows it. Each register of a whole year, in both languages.
 */
static void handed_out_and_taken_in(const struct register_def *def)
{
    const struct list_ask all = { .verb = MAY_EXPORT };
    struct err e = { 0 };
    struct str bytes;
    assert_true(register_export(&w.ctx, def, &all, EXPORT_XLSX, &bytes, &e));
    struct sheet sheet = read_sheet(bytes);
    struct import_ask ask = { .def = def, .sheet = &sheet, .map = import_guess(&w.ctx, def, &sheet) };
    struct import_plan plan = import(&ask, false);
    for (size_t i = 0; i < plan.n; i++) {
        const struct import_line *line = &plan.lines[i];
        if (line->verdict != IMPORT_SAME) {
            print_message("%s line %u is %s: %.*s %.*s\n", def->name, line->number, import_verdict_name(line->verdict),
                          line->n_faults && line->faults[0].field >= 0 ? 30 : 0,
                          line->n_faults && line->faults[0].field >= 0 ? def->fields[line->faults[0].field].name : "",
                          line->n_faults ? (int)line->faults[0].message.len : 0,
                          line->n_faults ? line->faults[0].message.at : "");
        }
    }
    assert_int_equal(plan.counts[IMPORT_SAME], plan.n);
}

static void out_and_in(void **state)
{
    (void)state;
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct err e = { 0 };
        size_t n = 0;
        walker_open_empty(&w, engine);
        assert_true(db_write(&w.ctx, DB_NO_LOCK, load_sample, NULL, &e));
        for (size_t i = 0; i < 2 * w.ctx.registers->n; i++) {
            const struct register_def *def = w.ctx.registers->all[i % w.ctx.registers->n];
            w.ctx.lang = i < w.ctx.registers->n ? LANG_RU : LANG_EN;
            if (register_may(&w.ctx, def, MAY_IMPORT)) {
                handed_out_and_taken_in(def);
                n++;
            }
        }
        assert_true(n > 10);
        walker_close(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(dirty_there_and_back), cmocka_unit_test(out_and_in) };
    return cmocka_run_group_tests_name("import", tests, NULL, NULL);
}
