/* Registers whose rows are all told by a template of data/town: a column is a field of the register, a cell what README.md
   there says. Three passes over a row: its days, because what has not come yet is not written; its state, which follows from
   them; the rest, which may depend on the state. */
#include "features/town/town_in.h"
#include "register/type.h"

#include <string.h>

enum { LATE = 5 }; /* one in so many things whose day is over this year; the second is the first of them */

static const struct table {
    const char *register_name;
    const char *fact;  /* the field of the day it happened: later than today there is no such row */
    const char *state; /* the field that says what became of it by the day in `due` */
    const char *due;
    bool once;   /* not every year */
    bool copies; /* in every part of a larger town */
    bool held;   /* of an activity, and only where it was held */
} tables[] = {
    { "academic_year" },
    { "task" },
    { "organisation", .once = true },
    { "competency", .once = true },
    { "field_of_study", .once = true },
    { "document", .fact = "date" },
    { "activity_session", .state = "state", .due = "day", .copies = true },
    { "activity", .copies = true },
    { "stand", .fact = "month" },
    { "theme" },
    { "publication", .fact = "published_on", .copies = true },
    { "product", .state = "state", .due = "ready" },
    { "nomination", .copies = true },
    { "criterion", .copies = true },
    { "award", .copies = true, .held = true },
    { "external_diagnostics", .copies = true },
    { "name_consent", .fact = "given_on" },
    { "meeting", .fact = "held_on" },
    { "meeting_decision", .state = "state", .due = "due" },
    { "request", .fact = "came_on", .state = "state", .due = "answer_by", .copies = true },
    { "decision", .state = "status", .due = "due" },
    { "plan_item", .state = "status", .due = "term" },
    { "earlier_value", .once = true },
    { "graduate_programme" },
};

struct making {
    struct town *town;
    const struct table *table;
    const struct csv *csv;
    size_t line;
    struct place at;
    struct row row;
    struct day first; /* of the row's days, which "+14" counts from */
    struct str state;
    bool left_out;
    int64_t over; /* how many things of this year have had their day */
};

static struct str cell(const struct making *m, const char *column)
{
    return csv_cell(m->csv, m->line, column);
}

static bool is_day(const struct field *f)
{
    return f->type == &ft_day || f->type == &ft_period;
}

static struct day day_of_cell(struct making *m, struct str words)
{
    int64_t off;
    if (words.len > 1 && words.at[0] == '+' && m->first.known && num_read_int(words, &off)) {
        return (struct day){ true, m->first.n + (int32_t)off };
    }
    return town_day(m->town, m->at.year, words);
}

/* A month is written "10", all the year "year". */
static struct str period_of_cell(struct making *m, struct str words)
{
    int64_t month;
    if (str_is(words, "year")) {
        return town_label(m->town, m->at.year);
    }
    if (words.len == 2 && num_read_int(words, &month)) {
        return str_format(m->town->own.arena, "%d-%02d", town_calendar(m->town, m->at.year) + (month < 9 ? 1 : 0), (int)month);
    }
    return STR_NONE;
}

/* The last day of what a day or a period field was given; unknown for a whole year. */
static struct day last_day(struct making *m, struct str words)
{
    struct period p;
    struct str typed = period_of_cell(m, words);
    if (typed.len == 0) {
        return day_of_cell(m, words);
    }
    return period_read(typed, &p) && p.precision == PRECISION_MONTH ? p.last : NO_DAY;
}

static void put_day(struct making *m, const struct field *f, struct str words)
{
    struct str typed = f->type == &ft_period ? period_of_cell(m, words) : STR_NONE;
    struct day day = day_of_cell(m, words), today = m->town->plan->today;
    BUG_IF(typed.len == 0 && !day.known); /* a cell of a template that is no day */
    row_put(&m->row, f->name, typed.len ? typed : day_iso(m->town->own.arena, day));
    struct period p = { day, day, PRECISION_DAY };
    BUG_IF(typed.len && !period_read(typed, &p));
    m->first = m->first.known ? m->first : p.first;
    m->left_out = m->left_out || (m->table->fact && strcmp(m->table->fact, f->name) == 0 && p.first.n > today.n);
}

/* "done/planned/planned/moved": what it is when its day is over, when that is over and it was not done, before that day, and
   (the last one may be missing) what becomes of one in twelve in a year that is over. */
static void put_state(struct making *m, const struct field *f, struct str words)
{
    enum { OVER, LATE_ONE, BEFORE, SELDOM, WAYS, IN_TWELVE = 12 };
    struct str ways[WAYS] = { STR_NONE }, due = m->table->due ? cell(m, m->table->due) : STR_NONE;
    size_t n = 0, way = OVER;
    while (n < WAYS && str_next(&words, '/', &ways[n])) {
        n++;
    }
    struct day until = due.len ? last_day(m, due) : NO_DAY;
    bool open = m->at.year == LAST_YEAR || (m->at.year == LAST_YEAR - 1 && until.known && until.n > m->town->plan->today.n);
    int64_t chance = seeded_range(&m->town->random, 0, 99);
    if (n >= SELDOM && open) {
        bool before = !until.known || until.n >= m->town->plan->today.n;
        if (before) {
            way = BEFORE;
        } else {
            way = ++m->over % LATE == 2 ? LATE_ONE : OVER;
        }
    } else if (n == WAYS && chance < 100 / IN_TWELVE) {
        way = SELDOM;
    }
    m->state = ways[way];
    row_put(&m->row, f->name, m->state);
}

/* "?done: words;?moved: others": the words of the state the row is in. */
static struct str of_state(const struct making *m, struct str words)
{
    struct str piece;
    while (words.len > 0 && words.at[0] == '?') {
        size_t end = str_find(words, STR(";?"), 0), colon = str_find(words, STR(": "), 0);
        piece = str_part(words, 1, colon - 1);
        if (str_equal(piece, m->state)) {
            return str_part(words, colon + 2, end - colon - 2);
        }
        words = str_part(words, end + 1, words.len);
    }
    return words;
}

static bool put_references(struct making *m, const struct field *f, struct str keys, struct err *e)
{
    struct str ids = STR_NONE, key;
    size_t activity;
    while (keys.len > 0 && str_next(&keys, '|', &key)) {
        int64_t id = 0;
        bool school = str_is(key, "{school}");
        if (school) {
            id = m->town->schools[m->at.school];
        } else if (!town_recall(m->town, f->ref, &m->at, key, &id)) {
            return err_setf(e, ERR_BROKEN, "town_load", "%s: no %s is called '%.*s'", m->row.def->name, f->ref, (int)key.len,
                            key.at);
        }
        bool not_held = m->table->held && str_is(STR("activity"), f->ref) && town_activity(m->town, key, &activity) &&
                        !town_held(m->town, m->at.year, m->at.copy, activity)->held;
        m->left_out = m->left_out || not_held || (id == 0 && (f->flags & F_REQUIRED));
        if (id) {
            ids = str_format(m->town->own.arena, "%.*s%s%lld", (int)ids.len, ids.at, ids.len ? "," : "", (long long)id);
        }
    }
    row_put(&m->row, f->name, ids);
    return true;
}

static bool put_rest(struct making *m, const struct field *f, struct str words, struct err *e)
{
    words = of_state(m, words);
    if (f->ref) {
        return put_references(m, f, words, e);
    }
    row_put(&m->row, f->name, str_trim(town_fill(m->town, &m->at, words)));
    return true;
}

static bool put_cells(struct making *m, struct err *e)
{
    enum { DAYS, STATE, REST, PASSES };
    for (int pass = DAYS; pass < PASSES; pass++) {
        for (size_t i = 0; i < m->csv->n_columns; i++) {
            struct str words = m->csv->cells[m->line * m->csv->n_columns + i], column = m->csv->header[i];
            if (words.len == 0 || column.at[0] == '-') {
                continue;
            }
            const struct field *f = field_find(m->row.def, column);
            if (!f) {
                return err_setf(e, ERR_BROKEN, "town_load", "%s has no field %.*s", m->row.def->name, (int)column.len,
                                column.at);
            }
            bool state = m->table->state && strcmp(m->table->state, f->name) == 0;
            int mine = state ? STATE : is_day(f) && words.at[0] != '?' ? DAYS : REST;
            if (mine != pass) {
                continue;
            }
            if (pass == DAYS) {
                put_day(m, f, words);
            } else if (pass == STATE) {
                put_state(m, f, words);
            } else if (is_day(f)) {
                struct str then = of_state(m, words);
                if (then.len && then.at[0] != '?') {
                    put_day(m, f, then);
                }
            } else if (!put_rest(m, f, words, e)) {
                return false;
            }
        }
    }
    return true;
}

static void put_year(struct making *m)
{
    const struct field *f = field_find(m->row.def, STR("year"));
    if (f && f->type == &ft_year && !(f->flags & F_MADE) && !m->table->once && cell(m, "year").len == 0) {
        row_put(&m->row, "year", town_label(m->town, m->at.year));
    }
}

static void remember(struct making *m, struct str key, int64_t id)
{
    town_remember(m->town, m->table->register_name, m->table->once ? -1 : m->at.year, m->table->copies ? m->at.copy : -1, key,
                  id);
}

static bool make_row(struct making *m, struct err *e)
{
    int64_t id = 0;
    struct str key = cell(m, "-key");
    const char *name = m->table->register_name;
    m->at.n++;
    m->row = row_begin(m->town, name, m->table->once ? -1 : m->at.year);
    m->first = NO_DAY;
    m->state = STR_NONE;
    m->left_out = false;
    put_year(m);
    bool activity = strcmp(name, "activity") == 0;
    if (!put_cells(m, e)) {
        return false;
    }
    if (activity && m->at.year > 0 && town_held(m->town, m->at.year - 1, m->at.copy, m->line)->id) {
        row_int(&m->row, "repeats", town_held(m->town, m->at.year - 1, m->at.copy, m->line)->id);
    }
    if (!m->left_out && !row_add(&m->row, &id, e)) {
        return false;
    }
    if (activity) {
        town_held(m->town, m->at.year, m->at.copy, m->line)->id = id;
    }
    if (key.len > 0) {
        remember(m, key, id);
    }
    return true;
}

/* "school": once for every school of this part of the town; "school/4": for four of them. */
static bool make_each(struct making *m, struct err *e)
{
    struct str each = cell(m, "-each");
    int64_t some = TOWN_SCHOOLS;
    if (each.len == 0) {
        return make_row(m, e);
    }
    if (each.len > STR("school/").len && !num_read_int(str_part(each, STR("school/").len, each.len), &some)) {
        return err_set(e, ERR_BROKEN, "town_load", STR("-each is school or school/4"));
    }
    int64_t from = seeded_range(&m->town->random, 0, TOWN_SCHOOLS - 1);
    for (int64_t i = 0; i < some; i++) {
        m->at.school =
            (size_t)m->at.copy * TOWN_SCHOOLS + (size_t)((from + i * 5) % TOWN_SCHOOLS); /* 5 and 12 share no divisor */
        if (!make_row(m, e)) {
            return false;
        }
    }
    return true;
}

/* "last": only the year at hand, "past": those before it, "2": the second, "2+": from the second on. */
static bool is_in_year(const struct making *m)
{
    struct str years = cell(m, "-years");
    int64_t year;
    if (str_ends(years, STR("+"))) {
        return num_read_int(str_part(years, 0, years.len - 1), &year) && m->at.year + 1 >= year;
    }
    return years.len == 0 || (str_is(years, "last") && m->at.year == LAST_YEAR) ||
           (str_is(years, "past") && m->at.year < LAST_YEAR) || (num_read_int(years, &year) && year == m->at.year + 1);
}

static bool make_lines(struct making *m, struct err *e)
{
    town_shuffle(m->town, m->table->register_name, m->at.year, m->at.copy);
    m->at.n = m->over = 0;
    for (m->line = 0; m->line < m->csv->n_rows; m->line++) {
        int64_t known;
        struct str key = cell(m, "-key");
        if (!is_in_year(m)) {
            if (key.len > 0 && !town_recall(m->town, m->table->register_name, &m->at, key, &known)) {
                remember(m, key, 0);
            }
        } else if (!make_each(m, e)) {
            return false;
        }
    }
    return true;
}

bool town_table(struct town *town, const char *register_name, struct err *e)
{
    struct csv csv;
    size_t t = 0;
    while (t < COUNT(tables) && strcmp(tables[t].register_name, register_name) != 0) {
        t++;
    }
    BUG_IF(t == COUNT(tables));
    if (!town_csv(town, str_cstr(town->ctx->arena, str_format(town->ctx->arena, "%s.csv", register_name)), &csv, e)) {
        return false;
    }
    struct making m = { .town = town, .table = &tables[t], .csv = &csv };
    for (int year = 0; year < (m.table->once ? 1 : TOWN_YEARS); year++) {
        for (int copy = 0; copy < (m.table->copies ? town->plan->size : 1); copy++) {
            m.at = (struct place){ .year = year, .copy = copy };
            if (!make_lines(&m, e)) {
                return false;
            }
        }
    }
    return true;
}
