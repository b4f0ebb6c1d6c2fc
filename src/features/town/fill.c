/* What stands in the templates: words with holes, days of a year that is not known before, numbers from … to. */
#include "base/buf.h"
#include "base/num.h"
#include "features/town/town_in.h"

#include <string.h>

struct str town_text(const char *name)
{
    for (const struct town_file *f = town_files; f->name; f++) {
        if (strcmp(f->name, name) == 0) {
            return (struct str){ f->begin, (size_t)(f->end - f->begin) };
        }
    }
    BUG_IF(true); /* a template that is not in the program */
    return STR_NONE;
}

bool town_csv(struct town *town, const char *name, struct csv *ret_csv, struct err *e)
{
    return csv_read(town->ctx->arena, town_text(name), ',', ret_csv, e);
}

static struct str word_of(const struct csv *words, struct str key)
{
    for (size_t i = 0; i < words->n_rows; i++) {
        if (str_equal(csv_cell(words, i, "key"), key)) {
            return csv_cell(words, i, "words");
        }
    }
    return STR_NONE;
}

struct str town_word(const struct town *town, const char *key)
{
    return word_of(&town->words, str_c(key));
}

static struct str word_alone(struct arena *a, const char *key)
{
    struct csv words;
    struct err e = { 0 };
    BUG_IF(!csv_read(a, town_text("words.csv"), ',', &words, &e));
    return word_of(&words, str_c(key));
}

struct str town_name(struct arena *a)
{
    return word_alone(a, "centre");
}

struct str town_name_short(struct arena *a)
{
    return word_alone(a, "centre_short");
}

/* Initials behind one surname in three columns of people.csv, drawn apart, and the mark of what is made up. */
static struct str person(struct arena *a, const struct csv *people, struct str mark, uint64_t seed, size_t i)
{
    struct seeded random = seeded_from(seed ^ (UINT64_C(0x9E3779B97F4A7C15) * (i + 1)));
    int64_t last = (int64_t)people->n_rows - 1;
    /* Surnames in turn from a place of the seed: the staff of a centre are people of different names. */
    struct seeded turn = seeded_from(seed);
    size_t at = ((size_t)seeded_range(&turn, 0, last) + i) % people->n_rows;
    struct str surname = csv_cell(people, at, "surname");
    struct str name = csv_cell(people, (size_t)seeded_range(&random, 0, last), "name");
    struct str patronymic = csv_cell(people, (size_t)seeded_range(&random, 0, last), "patronymic");
    return str_format(a, "%.*s %.*s\u00a0%.*s %.*s", (int)surname.len, surname.at, (int)name.len, name.at, (int)patronymic.len,
                      patronymic.at, (int)mark.len, mark.at);
}

struct str town_person(struct arena *a, uint64_t seed, size_t i)
{
    struct csv people;
    struct err e = { 0 };
    BUG_IF(!csv_read(a, town_text("people.csv"), ',', &people, &e));
    return person(a, &people, word_alone(a, "mark"), seed, i);
}

void town_shuffle(struct town *town, const char *table, int year, int copy)
{
    struct str what = str_format(town->ctx->arena, "%s %d %d", table, year, copy);
    town->random = seeded_from(town->plan->seed ^ str_hash(what));
    seeded_next(&town->random); /* neighbours in the seed are not neighbours in the numbers */
}

int town_calendar(const struct town *town, int year)
{
    return town->made->first_year + year;
}

struct str town_label(struct town *town, int year)
{
    int first = town_calendar(town, year);
    return str_format(town->own.arena, "%d-%d", first, first + 1);
}

int64_t town_int(const struct csv *csv, size_t row, const char *column, int64_t otherwise)
{
    int64_t n;
    return num_read_int(csv_cell(csv, row, column), &n) ? n : otherwise;
}

struct day town_day(const struct town *town, int year, struct str words)
{
    int64_t month, day, off;
    if (words.len > 2 && str_starts(words, STR("@@"))) {
        struct period of_year = period_school_year(town_calendar(town, year));
        int32_t monday = town->plan->today.n - (town->plan->today.n + 3) % 7;
        if (!num_read_int(str_part(words, 2, words.len), &off)) {
            return NO_DAY;
        }
        int32_t found = monday + (int32_t)off;
        return (struct day){ true, found < of_year.first.n  ? of_year.first.n
                                   : found > of_year.last.n ? of_year.last.n
                                                            : found };
    }
    if (words.len > 1 && words.at[0] == '@') {
        return num_read_int(str_part(words, 1, words.len), &off) ? (struct day){ true, town->plan->today.n + (int32_t)off }
                                                                 : NO_DAY;
    }
    if (words.len != 5 || !num_read_int(str_part(words, 0, 2), &month) || !num_read_int(str_part(words, 3, 2), &day)) {
        return NO_DAY;
    }
    struct day found = day_of(town_calendar(town, year) + (month < 9 ? 1 : 0), (int)month, (int)day);
    int weekday = found.known ? (int)((found.n + 3) % 7) : 0; /* 1970-01-01 was a Thursday; 0 is Monday */
    found.n += weekday > 4 ? 7 - weekday : 0;
    return found;
}

/* The staff stand in the order of the roles, so that who signs in as the head is the head whom the record names; then come the
   schools' coordinators, and two who have no account. */
static const char *const staff[] = { "administrator", "director",  "head",   "methodologist",
                                     "psychologist",  "secretary", "teacher" };
static const char *const others[] = { "assistant", "engineer" };
enum { OTHERS_FROM = 25 };

static bool one_of(struct str hole, const char *const *words, size_t n, size_t from, size_t *ret_person)
{
    for (size_t i = 0; i < n; i++) {
        if (str_is(hole, words[i])) {
            *ret_person = from + i;
            return true;
        }
    }
    return false;
}

/* What a hole stands for. */
static void put_hole(struct town *town, const struct place *at, struct str hole, struct buf *b)
{
    struct arena *a = town->own.arena;
    size_t dots = str_find(hole, STR(".."), 0);
    int64_t low, high;
    int calendar = at->year < 0 ? 0 : town_calendar(town, at->year);
    if (str_is(hole, "year")) {
        buf_putf(b, "%d-%d", calendar, calendar + 1);
    } else if (str_is(hole, "first") || str_is(hole, "second")) {
        buf_putf(b, "%d", calendar + (str_is(hole, "second") ? 1 : 0));
    } else if (str_is(hole, "before")) {
        buf_putf(b, "%d", calendar - 1);
    } else if (str_is(hole, "n")) {
        buf_putf(b, "%lld", (long long)at->n);
    } else if (str_is(hole, "copy")) {
        if (at->copy > 0) {
            buf_putf(b, " (%d)", at->copy + 1);
        }
    } else if (str_is(hole, "_copy")) {
        if (at->copy > 0) {
            buf_putf(b, "_%d", at->copy + 1);
        }
    } else if (str_is(hole, "school")) {
        buf_putf(b, "%zu", at->school + 1);
    } else if (str_is(hole, "coordinator")) {
        buf_put(b, person(a, &town->people, town_word(town, "mark"), town->plan->seed, COUNT(staff) + at->school));
    } else if (dots < hole.len && num_read_int(str_part(hole, 0, dots), &low) &&
               num_read_int(str_part(hole, dots + 2, hole.len), &high)) {
        buf_putf(b, "%lld", (long long)seeded_range(&town->random, low, high));
    } else {
        size_t who = 0;
        bool known = one_of(hole, staff, COUNT(staff), 0, &who) || one_of(hole, others, COUNT(others), OTHERS_FROM, &who);
        BUG_IF(!known); /* a hole that nobody knows */
        buf_put(b, person(a, &town->people, town_word(town, "mark"), town->plan->seed, who));
    }
}

struct str town_fill(struct town *town, const struct place *at, struct str text)
{
    struct buf *b;
    size_t open = str_find(text, STR("{"), 0);
    if (open == text.len) {
        return text;
    }
    b = buf_new(town->own.arena, 1 << 16);
    for (size_t from = 0; from < text.len;) {
        open = str_find(text, STR("{"), from);
        buf_put(b, str_part(text, from, open - from));
        size_t close = str_find(text, STR("}"), open);
        if (open < text.len) {
            put_hole(town, at, str_part(text, open + 1, close - open - 1), b);
        }
        from = close + 1;
    }
    return str_copy(town->own.arena, buf_str(b));
}
