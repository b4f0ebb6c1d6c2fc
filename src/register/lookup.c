/* References: which rows may be chosen, and which row a typed text means. Up to LOOKUP_MOST rows are offered as a list;
   beyond that the field is a text, and what is typed is looked up on the server, so that it works without script. A text that
   fits several rows is never guessed: the form comes back with the rows that fit. */
#include "base/text/text.h"
#include "base/utf8.h"
#include "register/type.h"

#include <stdlib.h>

struct str lookup_typed(struct arena *a, struct str title, int64_t id)
{
    return str_format(a, "%.*s [%lld]", (int)title.len, title.at, (long long)id);
}

/* A period as its value, "first|last|precision". */
static void select_period(struct sql *s, const char *name)
{
    SQL(s, "CAST(");
    sql_column(s, name, "first");
    SQL(s, " AS text) || '|' || CAST(");
    sql_column(s, name, "last");
    SQL(s, " AS text) || '|' || ");
    sql_column(s, name, "precision");
}

/* "SELECT t.id, t.TITLE, APART, APART[, t.synonyms] FROM … WHERE scope" of the register that the field points at. */
enum { COLUMN_ID, COLUMN_TITLE, COLUMN_APART, COLUMN_SYNONYMS = COLUMN_APART + 2 };

static void put_target_columns(struct sql *s, const struct register_def *target)
{
    SQL(s, "SELECT t.id, ");
    sql_column(s, title_field(target)->name, NULL);
    for (size_t i = 0; i < COUNT(target->apart); i++) {
        const struct field *f = target->apart[i] ? &target->fields[field_index(target, target->apart[i])] : NULL;
        SQL(s, ", ");
        if (!f) {
            SQL(s, "NULL");
        } else if (f->type->columns == COLUMNS_PERIOD) {
            select_period(s, f->name);
        } else {
            sql_column(s, f->name, NULL);
        }
    }
}

static struct sql *select_target(struct ctx *ctx, const struct register_def *target, bool synonyms)
{
    struct sql *s = sql_new(ctx->arena);
    put_target_columns(s, target);
    if (synonyms) {
        SQL(s, ", t.synonyms");
    }
    SQL(s, " FROM ");
    sql_name(s, target->name);
    SQL(s, " AS t");
    sql_scope(ctx, s, target, MAY_SEE);
    return s;
}

static void order_by_title(struct sql *s, const struct register_def *target)
{
    SQL(s, " ORDER BY ");
    sql_column(s, title_field(target)->name, NULL);
    if (title_field(target)->type->people_order) {
        SQL(s, " COLLATE ru");
    }
    SQL(s, ", t.id");
}

static struct str row_title(struct ctx *ctx, const struct register_def *target, struct db_value title)
{
    const struct field *f = title_field(target);
    return title.kind == DB_NULL ? STR_NONE : f->type->show(ctx, f, title);
}

/* «О проведении уроков (517, 05.11.2021)»: what tells a row from another of the same title; its id where nothing else does. */
static struct str title_apart(struct ctx *ctx, const struct register_def *target, const struct db_value *row)
{
    struct str title = row_title(ctx, target, row[COLUMN_TITLE]), more = STR_NONE;
    for (size_t i = 0; i < COUNT(target->apart); i++) {
        if (row[COLUMN_APART + i].kind == DB_NULL) {
            continue;
        }
        const struct field *f = &target->fields[field_index(target, target->apart[i])];
        struct str shown = f->type->show(ctx, f, row[COLUMN_APART + i]);
        more = more.len ? str_format(ctx->arena, "%.*s, %.*s", (int)more.len, more.at, (int)shown.len, shown.at) : shown;
    }
    return more.len ? str_format(ctx->arena, "%.*s (%.*s)", (int)title.len, title.at, (int)more.len, more.at)
                    : lookup_typed(ctx->arena, title, row[COLUMN_ID].as.i);
}

static bool title_is_shared(const struct db_table *table, size_t row)
{
    const struct db_value *all = table->values, mine = all[row * table->n_columns + COLUMN_TITLE];
    for (size_t i = 0; i < table->n_rows; i++) {
        const struct db_value *other = &all[i * table->n_columns + COLUMN_TITLE];
        if (i != row && mine.kind == DB_TEXT && other->kind == DB_TEXT && str_equal(mine.as.s, other->as.s)) {
            return true;
        }
    }
    return false;
}

static struct ui_choice *choices_of(struct ctx *ctx, const struct register_def *target, const struct db_table *table)
{
    struct ui_choice *choices = NEW_ARRAY(ctx->arena, struct ui_choice, table->n_rows + 1);
    for (size_t i = 0; i < table->n_rows; i++) {
        const struct db_value *v = &table->values[i * table->n_columns];
        choices[i].value = str_format(ctx->arena, "%lld", (long long)v[0].as.i);
        choices[i].label = title_is_shared(table, i) ? title_apart(ctx, target, v) : row_title(ctx, target, v[COLUMN_TITLE]);
    }
    return choices;
}

static int by_label(const void *one, const void *two)
{
    const struct ui_choice *a = one, *b = two;
    int order = text_compare(LANG_RU, a->label, b->label);
    return order ? order : str_compare(a->label, b->label);
}

static void put_year(struct ctx *ctx, struct sql *s, const struct register_def *target)
{
    if (target->year_field && ctx->year) {
        SQL(s, " AND ");
        sql_column(s, target->year_field, NULL);
        SQL(s, " = ");
        sql_value(s, DB_VALUE(ctx->year));
    }
}

/* " FROM … WHERE scope and year" of the rows that are offered, for a statement that only asks whether there are any. */
static void put_offered(struct ctx *ctx, struct sql *s, const struct register_def *target)
{
    SQL(s, " FROM ");
    sql_name(s, target->name);
    SQL(s, " AS t");
    sql_scope(ctx, s, target, MAY_SEE);
    put_year(ctx, s, target);
}

/* "(1 when more rows are offered than a list can hold, else the other number)": it looks at keys alone. */
static void put_many(struct ctx *ctx, struct sql *s, const struct register_def *target, int otherwise)
{
    SQL(s, "(CASE WHEN EXISTS (SELECT 1");
    put_offered(ctx, s, target);
    buf_putf(s->text, " LIMIT 1 OFFSET %d) THEN 1 ELSE %d END)", LOOKUP_MOST, otherwise);
}

/* Sorted here and not by the database: where there are too many rows for a list, none need to be put in order, nor read: then
   one row comes, to say so in its last column. */
bool lookup_options(struct ctx *ctx, const struct field *field, struct field_options *ret_options, struct err *e)
{
    const struct register_def *target = field_target(ctx, field);
    struct sql *s = sql_new(ctx->arena);
    struct db_table table;
    put_target_columns(s, target);
    SQL(s, ", ");
    put_many(ctx, s, target, 0);
    put_offered(ctx, s, target);
    SQL(s, " LIMIT ");
    put_many(ctx, s, target, LOOKUP_MOST);
    if (!sql_rows(ctx, s, &table, e)) {
        return false;
    }
    if (table.n_rows > 0 && table.values[table.n_columns - 1].as.i == 1) {
        *ret_options = (struct field_options){ NULL, 0, true };
        return true;
    }
    struct ui_choice *choices = choices_of(ctx, target, &table);
    qsort(choices, table.n_rows, sizeof *choices, by_label);
    *ret_options = (struct field_options){ choices, table.n_rows, false };
    return true;
}

static bool rows_part(struct ctx *ctx, const struct register_def *target, const int64_t *ids, size_t n,
                      struct db_table *ret_table, struct err *e)
{
    struct sql *s = select_target(ctx, target, false);
    SQL(s, " AND t.id IN (0");
    for (size_t i = 0; i < n; i++) {
        SQL(s, ", ");
        sql_value(s, DB_VALUE(ids[i]));
    }
    SQL(s, ")");
    order_by_title(s, target);
    return sql_rows(ctx, s, ret_table, e);
}

/* The rows of a part after those before it; both are in order of their titles, and so is what comes of them. */
static struct db_table merged(struct arena *a, const struct db_table *one, const struct db_table *two)
{
    size_t n = one->n_columns, i = 0, k = 0;
    struct db_table all = *one;
    all.n_rows = one->n_rows + two->n_rows;
    all.values = NEW_ARRAY(a, struct db_value, all.n_rows * n + 1);
    for (size_t row = 0; row < all.n_rows; row++) {
        const struct db_value *left = &one->values[i * n], *right = &two->values[k * n];
        bool words = i < one->n_rows && k < two->n_rows && left[1].kind == DB_TEXT && right[1].kind == DB_TEXT;
        bool from_left = words ? text_compare(LANG_RU, left[1].as.s, right[1].as.s) <= 0 : i < one->n_rows;
        const struct db_value *from = from_left ? left : right;
        for (size_t c = 0; c < n; c++) {
            all.values[row * n + c] = from[c];
        }
        i += from_left ? 1 : 0;
        k += from_left ? 0 : 1;
    }
    return all;
}

bool lookup_rows(struct ctx *ctx, const struct field *field, struct str ids, struct db_table *ret_table, struct err *e)
{
    const struct register_def *target = field_target(ctx, field);
    struct db_table all, part;
    int64_t *list;
    size_t n = ids_read(ctx->arena, ids, &list);
    if (!rows_part(ctx, target, list, n < LOOKUP_MOST ? n : LOOKUP_MOST, &all, e)) {
        return false;
    }
    /* A statement has room for so many arguments; a list of references may be longer. */
    for (size_t done = LOOKUP_MOST; done < n; done += LOOKUP_MOST) {
        if (!rows_part(ctx, target, list + done, n - done < LOOKUP_MOST ? n - done : LOOKUP_MOST, &part, e)) {
            return false;
        }
        all = merged(ctx->arena, &all, &part);
    }
    *ret_table = all;
    return true;
}

static bool offers(const struct field_options *options, struct str id)
{
    for (size_t i = 0; i < options->n; i++) {
        if (str_equal(options->choices[i].value, id)) {
            return true;
        }
    }
    return false;
}

bool lookup_include(struct ctx *ctx, const struct field *field, struct str ids, struct field_options *options, struct err *e)
{
    struct str rest = ids, id, missing = STR_NONE;
    struct db_table table;
    while (rest.len && str_next(&rest, ',', &id)) {
        if (!offers(options, id)) {
            missing = missing.len ? str_join(ctx->arena, str_join(ctx->arena, missing, STR(",")), id) : id;
        }
    }
    if (!missing.len || options->many) {
        return true;
    }
    if (!lookup_rows(ctx, field, missing, &table, e)) {
        return false;
    }
    const struct ui_choice *more = choices_of(ctx, field_target(ctx, field), &table);
    struct ui_choice *all = NEW_ARRAY(ctx->arena, struct ui_choice, options->n + table.n_rows + 1);
    for (size_t i = 0; i < options->n + table.n_rows; i++) {
        all[i] = i < options->n ? options->choices[i] : more[i - options->n];
    }
    options->choices = all;
    options->n += table.n_rows;
    return true;
}

bool lookup_lines(struct ctx *ctx, const struct field *field, struct str ids, struct str *ret_lines, struct err *e)
{
    struct db_table table;
    struct str lines = STR_NONE;
    if (ids.len && !lookup_rows(ctx, field, ids, &table, e)) {
        return false;
    }
    for (size_t i = 0; ids.len && i < table.n_rows; i++) {
        const struct db_value *v = &table.values[i * table.n_columns];
        struct str line = lookup_typed(ctx->arena, row_title(ctx, field_target(ctx, field), v[1]), v[0].as.i);
        lines = str_format(ctx->arena, "%.*s%.*s\n", (int)lines.len, lines.at, (int)line.len, line.at);
    }
    *ret_lines = lines;
    return true;
}

/* The id in "Title [12]", or the whole text as an id; 0 when there is none. */
static int64_t typed_id(struct str typed)
{
    int64_t id = 0;
    struct str digits = typed;
    if (str_ends(typed, STR("]"))) {
        size_t at = typed.len - 1;
        while (at > 0 && typed.at[at - 1] != '[') {
            at--;
        }
        digits = str_part(typed, at, typed.len - 1 - at);
    }
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9') {
            return 0;
        }
    }
    return digits.len && num_read_int(digits, &id) ? id : 0;
}

/* A line that carries no id, and where it stands among those typed. */
struct typed_line {
    struct str title;
    size_t at;
};

/* Each title that is the name of exactly one row finds it; a name of two rows stays open, so that it is asked about. */
static void take_titles(const struct db_table *table, struct typed_line *lines, size_t n, int64_t *ids)
{
    for (size_t i = 0; i < n; i++) {
        const struct db_value *only = NULL;
        size_t found = 0;
        for (size_t row = 0; row < table->n_rows; row++) {
            const struct db_value *v = &table->values[row * table->n_columns];
            if (v[1].kind == DB_TEXT && str_equal(v[1].as.s, lines[i].title)) {
                only = v;
                found++;
            }
        }
        ids[lines[i].at] = found == 1 ? only[0].as.i : 0;
    }
}

static bool find_titles(struct ctx *ctx, const struct register_def *target, struct typed_line *lines, size_t n, int64_t *ids,
                        struct err *e)
{
    enum { AT_ONCE = 100 };
    for (size_t done = 0; done < n; done += AT_ONCE) {
        size_t part = n - done < AT_ONCE ? n - done : AT_ONCE;
        struct sql *s = select_target(ctx, target, false);
        struct db_table table;
        SQL(s, " AND ");
        sql_column(s, title_field(target)->name, NULL);
        for (size_t i = 0; i < part; i++) {
            buf_put(s->text, i ? STR(", ") : STR(" IN ("));
            sql_value(s, DB_VALUE(lines[done + i].title));
        }
        SQL(s, ")");
        if (!sql_rows(ctx, s, &table, e)) {
            return false;
        }
        take_titles(&table, lines + done, part, ids);
    }
    return true;
}

/* Of the ids typed only those of rows that may be chosen stay. */
static bool keep_known(struct ctx *ctx, const struct field *field, size_t n, int64_t *ids, struct err *e)
{
    struct buf *list = buf_new(ctx->arena, 1 << 20);
    struct db_table table;
    for (size_t i = 0; i < n; i++) {
        if (ids[i]) {
            buf_putf(list, buf_len(list) ? ",%lld" : "%lld", (long long)ids[i]);
        }
    }
    if (buf_len(list) == 0) {
        return true;
    }
    if (!lookup_rows(ctx, field, buf_str(list), &table, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        bool known = false;
        for (size_t row = 0; ids[i] && row < table.n_rows && !known; row++) {
            known = table.values[row * table.n_columns].as.i == ids[i];
        }
        ids[i] = known ? ids[i] : 0;
    }
    return true;
}

bool lookup_plain(struct ctx *ctx, const struct field *field, const struct str *typed, size_t n, int64_t *ret_ids,
                  struct err *e)
{
    const struct register_def *target = field_target(ctx, field);
    struct typed_line *lines = NEW_ARRAY(ctx->arena, struct typed_line, n + 1);
    size_t n_titles = 0;
    for (size_t i = 0; i < n; i++) {
        ret_ids[i] = typed_id(typed[i]);
        if (!ret_ids[i]) {
            lines[n_titles++] = (struct typed_line){ typed[i], i };
        }
    }
    if (!keep_known(ctx, field, n, ret_ids, e)) {
        return false;
    }
    return title_field(target)->type->integer || find_titles(ctx, target, lines, n_titles, ret_ids, e);
}

static bool find_exact(struct ctx *ctx, const struct register_def *target, struct str typed, struct db_table *ret,
                       struct err *e)
{
    struct sql *s = select_target(ctx, target, false);
    int64_t id = typed_id(typed), number;
    /* A row that is called by a number («2021») is meant by it before it is meant by its id. */
    if (title_field(target)->type->integer && num_read_int(typed, &number)) {
        struct sql *named = select_target(ctx, target, false);
        SQL(named, " AND ");
        sql_column(named, title_field(target)->name, NULL);
        SQL(named, " = ");
        sql_value(named, DB_VALUE(number));
        if (!sql_rows(ctx, named, ret, e)) {
            return false;
        }
        if (ret->n_rows) {
            return true;
        }
    }
    if (id) {
        SQL(s, " AND t.id = ");
        sql_value(s, DB_VALUE(id));
        return sql_rows(ctx, s, ret, e);
    }
    SQL(s, " AND (");
    if (field_find(target, STR("code"))) {
        SQL(s, "t.code = ");
        sql_value(s, DB_VALUE(typed));
        SQL(s, " OR ");
    }
    sql_column(s, title_field(target)->name, NULL);
    SQL(s, " = ");
    sql_value(s, title_field(target)->type->integer ? DB_NOTHING : DB_VALUE(typed));
    buf_putf(s->text, ") LIMIT %d", LOOKUP_CANDIDATES);
    return sql_rows(ctx, s, ret, e);
}

static bool find_by_words(struct ctx *ctx, const struct register_def *target, struct str typed, bool synonyms,
                          struct db_table *ret, struct err *e)
{
    struct sql *s = select_target(ctx, target, synonyms);
    if (register_has(target, F_SEARCH)) {
        sql_search(ctx, s, typed);
    }
    order_by_title(s, target);
    buf_putf(s->text, " LIMIT %d", register_has(target, F_SEARCH) ? LOOKUP_CANDIDATES : 2000);
    return sql_rows(ctx, s, ret, e);
}

/* The same name when folded: «школа №3» is not guessed, but «Преподавание в начальных Классах» is the row or its synonym. */
static bool names_it(struct ctx *ctx, const struct db_value *row, bool synonyms, struct str folded)
{
    struct str lines, line;
    if (row[1].kind == DB_TEXT && str_equal(utf8_fold(ctx->arena, row[1].as.s), folded)) {
        return true;
    }
    lines = synonyms && row[COLUMN_SYNONYMS].kind == DB_TEXT ? row[COLUMN_SYNONYMS].as.s : STR_NONE;
    while (lines.len && str_next(&lines, '\n', &line)) {
        if (str_equal(utf8_fold(ctx->arena, line), folded)) {
            return true;
        }
    }
    return false;
}

static void choose_by_name(struct ctx *ctx, const struct register_def *target, const struct db_table *found, bool synonyms,
                           struct str typed, struct reading *ret)
{
    struct str folded = utf8_fold(ctx->arena, typed);
    size_t n = 0;
    int64_t id = 0;
    for (size_t i = 0; i < found->n_rows; i++) {
        const struct db_value *row = &found->values[i * found->n_columns];
        if (names_it(ctx, row, synonyms, folded)) {
            n++;
            id = row[0].as.i;
        }
    }
    if (n == 1) {
        ret->value = DB_VALUE(id);
    } else if (found->n_rows && register_has(target, F_SEARCH)) {
        ret->candidates = choices_of(ctx, target, found);
        ret->n_candidates = found->n_rows;
        ret->message = text_with(ctx, T_REGISTER_WHICH_ROW, TEXT_ARG("typed", typed));
    } else {
        ret->message =
            text_with(ctx, T_REGISTER_NO_SUCH_ROW, TEXT_ARG("typed", typed), TEXT_ARG("what", text(ctx, target->many)));
    }
}

bool lookup_find(struct ctx *ctx, const struct field *field, struct str typed, struct reading *ret, struct err *e)
{
    const struct register_def *target = field_target(ctx, field);
    struct db_table found;
    bool synonyms = field_find(target, STR("synonyms")) != NULL;
    if (!find_exact(ctx, target, typed, &found, e)) {
        return false;
    }
    if (found.n_rows == 1) {
        ret->value = DB_VALUE(found.values[0].as.i);
        return true;
    }
    if (found.n_rows == 0 && typed_id(typed) == 0 && !find_by_words(ctx, target, typed, synonyms, &found, e)) {
        return false;
    }
    choose_by_name(ctx, target, &found, synonyms && found.n_columns > COLUMN_SYNONYMS, typed, ret);
    return true;
}

bool lookup_filter(struct ctx *ctx, struct sql *s, const struct field *field, struct str words)
{
    const struct register_def *target = field_target(ctx, field);
    if (!register_has(target, F_SEARCH)) {
        return false;
    }
    SQL(s, "EXISTS (SELECT 1 FROM ");
    sql_name(s, target->name);
    SQL(s, " AS f");
    if (field->type == &ft_refs) {
        SQL(s, " JOIN ");
        sql_name(s, field->link);
        SQL(s, " AS l ON l.centre_id = f.centre_id AND l.to_id = f.id WHERE f.centre_id = :centre AND l.from_id = t.id");
    } else {
        SQL(s, " WHERE f.centre_id = :centre AND f.id = ");
        sql_column(s, field->name, NULL);
    }
    sql_search_in(ctx, s, "f", words);
    SQL(s, ")");
    return true;
}
