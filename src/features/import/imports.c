/* An import as it is kept: the file, how it is read, who may look at it. What it does to the record is in act.c. */
#include "features/import/imports.h"
#include "base/json.h"
#include "base/text/text.h"
#include "features/feature.h"
#include "import_sql.h"

#include <stddef.h>

enum { BOOK_ARENA = 160 << 20, NAME_MOST = 200 };

static const struct db_column imported_columns[] = {
    { "id", DB_INT, offsetof(struct imported, id) },
    { "register", DB_TEXT, offsetof(struct imported, register_name) },
    { "file_name", DB_TEXT, offsetof(struct imported, file_name) },
    { "year", DB_INT, offsetof(struct imported, year) },
    { "sheet", DB_INT, offsetof(struct imported, sheet) },
    { "lines", DB_INT, offsetof(struct imported, lines) },
    { "mapping", DB_TEXT, offsetof(struct imported, mapping) },
    { "answers", DB_TEXT, offsetof(struct imported, answers) },
    { "questions", DB_TEXT, offsetof(struct imported, questions) },
    { "state", DB_TEXT, offsetof(struct imported, state) },
    { "moved", DB_INT, offsetof(struct imported, moved) },
    { "fingerprint", DB_TEXT, offsetof(struct imported, fingerprint) },
    { "made_by", DB_MAYBE_INT, offsetof(struct imported, made_by) },
    { "made_by_name", DB_TEXT, offsetof(struct imported, made_by_name) },
    { "made_at", DB_INT, offsetof(struct imported, made_at) },
    { "done_at", DB_MAYBE_INT, offsetof(struct imported, done_at) },
    { "undone_at", DB_MAYBE_INT, offsetof(struct imported, undone_at) },
};
static const struct db_shape imported_shape = DB_SHAPE(struct imported, imported_columns);

bool imported_is(const struct imported *one, const char *state)
{
    return str_is(one->state, state);
}

const struct register_def *import_register(struct ctx *ctx, struct str name)
{
    const struct register_def *def = register_find(ctx, name);
    return def && register_may(ctx, def, MAY_IMPORT) ? def : NULL;
}

enum text_id import_problem_text(enum sheet_problem problem)
{
    static const enum text_id texts[SHEET_PROBLEMS] = {
        [SHEET_NOTHING] = T_IMPORT_FILE_NOTHING,
        [SHEET_OLD_EXCEL] = T_IMPORT_FILE_OLD_EXCEL,
        [SHEET_LOCKED] = T_IMPORT_FILE_LOCKED,
        [SHEET_UNKNOWN] = T_IMPORT_FILE_UNKNOWN,
        [SHEET_DAMAGED] = T_IMPORT_FILE_DAMAGED,
        [SHEET_TOO_MANY_ROWS] = T_IMPORT_FILE_TOO_MANY_ROWS,
        [SHEET_TOO_MANY_COLUMNS] = T_IMPORT_FILE_TOO_MANY_COLUMNS,
        [SHEET_TOO_LARGE] = T_IMPORT_FILE_TOO_LARGE,
    };
    return texts[problem];
}

bool import_open(struct ctx *ctx, int64_t id, struct imported *ret, struct err *e)
{
    if (!db_one(ctx->db, ctx->arena, &q_import_one, DB_ARGS(id), &imported_shape, ret, e)) {
        return false;
    }
    ret->def = import_register(ctx, ret->register_name);
    if (!ret->def) {
        return err_setf(e, ERR_NOT_FOUND, "import_open", "import %lld", (long long)id);
    }
    ctx->year = (int)ret->year;
    return true;
}

bool import_list(struct ctx *ctx, struct str register_name, struct imported **ret, size_t *ret_n, struct err *e)
{
    struct imported *all;
    size_t n, kept = 0;
    if (!db_rows(ctx->db, ctx->arena, &q_import_list, DB_ARGS(register_name), &imported_shape, &all, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        all[i].def = import_register(ctx, all[i].register_name);
        if (all[i].def) {
            all[kept++] = all[i];
        }
    }
    *ret = all;
    *ret_n = kept;
    return true;
}

/* Fields by their names, so that a mapping outlives a field that a later version of the program puts in between. */
struct str import_map_text(struct ctx *ctx, const struct register_def *def, const struct import_map *map)
{
    struct arena *a = ctx->arena;
    struct json *whole = json_object(a), *columns = json_array(a), *all = json_object(a);
    for (size_t c = 0; c < map->n_columns; c++) {
        int field = map->columns[c];
        json_add(columns, field == IMPORT_NO_FIELD ? json_null(a) : json_string(a, str_c(def->fields[field].name)));
    }
    for (size_t i = 0; i < def->n_fields; i++) {
        if (map->all[i].len) {
            json_put(a, all, def->fields[i].name, json_string(a, map->all[i]));
        }
    }
    json_put(a, whole, "header", json_int(a, (int64_t)map->header));
    json_put(a, whole, "columns", columns);
    json_put(a, whole, "all", all);
    return json_write(a, whole);
}

/* False where the text is no mapping of this sheet. */
static bool map_read(struct ctx *ctx, const struct register_def *def, struct str text, const struct sheet *sheet,
                     struct import_map *ret_map)
{
    struct err ignored = { 0 };
    struct json *whole;
    int64_t header = 0;
    if (!json_read(ctx->arena, text, &whole, &ignored) || !num_read_int(json_text(whole, "header"), &header) || header < 0 ||
        (size_t)header >= sheet->n_rows) {
        return false;
    }
    int *columns = NEW_ARRAY(ctx->arena, int, sheet->n_columns + 1);
    struct str *all = NEW_ARRAY(ctx->arena, struct str, def->n_fields);
    const struct json *list = json_get(whole, "columns"), *values = json_get(whole, "all");
    const struct json *word = list ? list->first : NULL;
    for (size_t c = 0; c < sheet->n_columns; c++, word = word ? word->next : NULL) {
        const struct field *f = word && word->kind == JSON_STRING ? field_find(def, word->text) : NULL;
        columns[c] = f && import_takes(def, (size_t)(f - def->fields)) ? (int)(f - def->fields) : IMPORT_NO_FIELD;
    }
    for (size_t i = 0; i < def->n_fields; i++) {
        all[i] = values ? json_text(values, def->fields[i].name) : STR_NONE;
    }
    *ret_map = (struct import_map){ (size_t)header, columns, sheet->n_columns, all };
    return true;
}

struct import_map import_map_of(struct ctx *ctx, const struct imported *one, const struct sheet *sheet)
{
    struct import_map map;
    return map_read(ctx, one->def, one->mapping, sheet, &map) ? map : import_guess(ctx, one->def, sheet);
}

/* How the last file with this header was read, when it still fits. */
static bool remembered(struct ctx *ctx, const struct register_def *def, const struct sheet *sheet, struct import_map *map,
                       struct err *e)
{
    static const struct db_column columns[] = { { "mapping", DB_TEXT, 0 } };
    static const struct db_shape shape = { columns, 1, sizeof(struct str) };
    struct str signature = import_signature(ctx->arena, sheet, map->header), *found;
    struct import_map known;
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, &q_import_mapping_of, DB_ARGS(str_c(def->name), signature), &shape, &found, &n, e)) {
        return false;
    }
    if (n > 0 && map_read(ctx, def, found[0], sheet, &known)) {
        known.header = map->header; /* the title above it may have grown by a line */
        known.all = map->all;       /* what all lines had in common last time is not what they have now */
        *map = known;
    }
    return true;
}

/* The sheet with most lines among those that are shown; a book of nothing but hidden ones is read as it is. */
static size_t best_sheet(const struct sheet_book *book)
{
    size_t best = 0;
    for (size_t i = 1; i < book->n; i++) {
        const struct sheet *one = &book->sheets[i], *two = &book->sheets[best];
        bool better = one->hidden == two->hidden ? one->n_rows > two->n_rows : !one->hidden;
        best = better ? i : best;
    }
    return best;
}

struct taking {
    const struct register_def *def;
    struct str file_name, bytes, mapping;
    size_t sheet, lines;
    int64_t id;
};

static bool take_work(struct ctx *ctx, void *arg, struct err *e)
{
    struct taking *t = arg;
    struct db_value by = ctx->actor->account_id ? DB_VALUE(ctx->actor->account_id) : DB_NOTHING;
    struct db_value bytes = { .kind = DB_BLOB, .as.s = t->bytes };
    return db_new_id(ctx->db, STR("import"), &t->id, e) &&
           db_do(ctx->db, &q_import_add,
                 DB_ARGS(t->id, str_c(t->def->name), t->file_name, ctx->year, (int64_t)t->sheet, (int64_t)t->lines, t->mapping,
                         by, ctx->now_ms),
                 NULL, e) &&
           db_do(ctx->db, &q_import_file_add, DB_ARGS(t->id, bytes), NULL, e);
}

static size_t lines_below(const struct sheet *sheet, const struct import_map *map)
{
    return sheet->n_rows > map->header + 1 ? sheet->n_rows - map->header - 1 : 0;
}

bool import_take(struct ctx *ctx, const struct register_def *def, struct str file_name, struct str bytes,
                 enum sheet_problem *ret_problem, int64_t *ret_id, struct err *e)
{
    struct arena *own = ctx->arena, *reading = arena_new(BOOK_ARENA);
    struct sheet_book book;
    struct taking t = { .def = def, .file_name = str_part(file_name, 0, NAME_MOST), .bytes = bytes };
    bool ok = true;
    *ret_problem = sheet_read(reading, bytes, &book);
    if (*ret_problem == SHEET_SOUND) {
        t.sheet = best_sheet(&book);
        const struct sheet *sheet = &book.sheets[t.sheet];
        ctx->arena = reading;
        struct import_map map = import_guess(ctx, def, sheet);
        ok = remembered(ctx, def, sheet, &map, e);
        t.lines = lines_below(sheet, &map);
        t.mapping = str_copy(own, import_map_text(ctx, def, &map));
        ctx->arena = own;
        ok = ok && db_write(ctx, DB_NO_LOCK, take_work, &t, e);
    }
    arena_free(reading);
    *ret_id = t.id;
    return ok;
}

bool import_book(struct ctx *ctx, const struct imported *one, struct arena *a, struct import_book *ret, struct err *e)
{
    static const struct db_column columns[] = { { "bytes", DB_BLOB, 0 } };
    static const struct db_shape shape = { columns, 1, sizeof(struct str) };
    struct str bytes;
    if (!db_one(ctx->db, a, &q_import_file_bytes, DB_ARGS(one->id), &shape, &bytes, e)) {
        return false;
    }
    if (sheet_read(a, bytes, &ret->book) != SHEET_SOUND) {
        return err_set(e, ERR_BROKEN, "import_book", STR("a file that was read when it came is not readable any more"));
    }
    ret->sheet = &ret->book.sheets[one->sheet >= 0 && (size_t)one->sheet < ret->book.n ? (size_t)one->sheet : 0];
    return true;
}

struct setting {
    int64_t id, sheet, lines;
    struct str words;
    const struct db_query *query;
};

static bool set_work(struct ctx *ctx, void *arg, struct err *e)
{
    const struct setting *s = arg;
    int64_t changed;
    struct db_args args =
        s->query == &q_import_set_mapping ? DB_ARGS(s->id, s->words, s->sheet, s->lines) : DB_ARGS(s->id, s->words);
    if (!db_do(ctx->db, s->query, args, &changed, e)) {
        return false;
    }
    return changed == 1 || err_set(e, ERR_CONFLICT, "import", STR("it is done already"));
}

bool import_set_map(struct ctx *ctx, const struct imported *one, int64_t sheet, size_t lines, struct str mapping, struct err *e)
{
    struct setting s = { one->id, sheet, (int64_t)lines, mapping, &q_import_set_mapping };
    return db_write(ctx, (struct db_lock){ "import", one->id }, set_work, &s, e);
}

bool import_set_answers(struct ctx *ctx, const struct imported *one, struct str answers, struct err *e)
{
    struct setting s = { one->id, 0, 0, answers, &q_import_set_answers };
    return db_write(ctx, (struct db_lock){ "import", one->id }, set_work, &s, e);
}

static bool drop_work(struct ctx *ctx, void *arg, struct err *e)
{
    const struct imported *one = arg;
    int64_t changed;
    if (!db_do(ctx->db, &q_import_drop, DB_ARGS(one->id), &changed, e)) {
        return false;
    }
    return changed == 1 || err_set(e, ERR_CONFLICT, "import_drop", STR("it is done; it has to be taken back first"));
}

bool import_drop(struct ctx *ctx, const struct imported *one, struct err *e)
{
    return db_write(ctx, (struct db_lock){ "import", one->id }, drop_work, (void *)one, e);
}
