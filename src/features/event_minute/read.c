/* What is typed into the form, as text: taken from a request, kept as JSON, and the two short ways of typing that spare
   strokes, a day («12», «1204») and grades («9-11»). Pure of the database, so that every form of them is tested by itself. */
#include "base/json.h"
#include "base/utf8.h"
#include "features/event_minute/event_in.h"

#include <stddef.h>

enum { SHORT_MOST = 300, TITLE_MOST = 400, NOTE_MOST = 20000 };

static struct str field_read(const struct request *request, const char *name, size_t most)
{
    return utf8_part(str_trim(request_form(request, name)), 0, most);
}

static const struct {
    const char *name;
    size_t most; /* characters */
    size_t at;
} words[] = {
    { "title", TITLE_MOST, offsetof(struct event_typed, title) },
    { "day", SHORT_MOST, offsetof(struct event_typed, day) },
    { "until", SHORT_MOST, offsetof(struct event_typed, until) },
    { "kind", SHORT_MOST, offsetof(struct event_typed, kind) },
    { "grades", SHORT_MOST, offsetof(struct event_typed, grades) },
    { "point", SHORT_MOST, offsetof(struct event_typed, point) },
    { "words", 500, offsetof(struct event_typed, words) },
    { "note", NOTE_MOST, offsetof(struct event_typed, note) },
    { "direction", SHORT_MOST, offsetof(struct event_typed, direction) },
    { "audience", SHORT_MOST, offsetof(struct event_typed, audience) },
    { "unit", SHORT_MOST, offsetof(struct event_typed, unit) },
};

static struct str *word_of(struct event_typed *typed, size_t i)
{
    return (struct str *)((char *)typed + words[i].at);
}

static struct str line_field(struct ctx *ctx, const struct request *request, const char *name, size_t i)
{
    return field_read(request, str_format(ctx->arena, "%s_%zu", name, i + 1).at, SHORT_MOST);
}

struct event_typed event_read_form(struct ctx *ctx, const struct request *request)
{
    struct event_typed typed = event_nothing();
    typed.silent = str_is(request_form(request, "silent"), "1");
    typed.twin = str_is(request_form(request, "twin"), "1");
    for (size_t i = 0; i < COUNT(words); i++) {
        *word_of(&typed, i) = field_read(request, words[i].name, words[i].most);
    }
    for (size_t i = 0; i < EVENT_LINES; i++) {
        if (request_has(request, str_format(ctx->arena, "number_%zu", i + 1).at)) {
            typed.lines[typed.n_lines++] =
                (struct event_line){ line_field(ctx, request, "school", i), line_field(ctx, request, "number", i),
                                     line_field(ctx, request, "grades", i) };
        }
    }
    return typed;
}

struct str event_to_json(struct arena *a, const struct event_typed *typed)
{
    struct json *all = json_object(a), *lines = json_array(a);
    struct event_typed copy = *typed;
    for (size_t i = 0; i < COUNT(words); i++) {
        json_put_text(a, all, words[i].name, *word_of(&copy, i));
    }
    json_put(a, all, "silent", json_bool(a, typed->silent));
    for (size_t i = 0; i < typed->n_lines; i++) {
        struct json *line = json_object(a);
        json_put_text(a, line, "school", typed->lines[i].school);
        json_put_text(a, line, "number", typed->lines[i].number);
        json_put_text(a, line, "grades", typed->lines[i].grades);
        json_add(lines, line);
    }
    json_put(a, all, "lines", lines);
    return json_write(a, all);
}

bool event_of_json(struct arena *a, struct str json, struct event_typed *ret_typed, struct err *e)
{
    struct event_typed typed = event_nothing();
    struct json *all;
    if (!json_read(a, json, &all, e)) {
        return false;
    }
    for (size_t i = 0; i < COUNT(words); i++) {
        *word_of(&typed, i) = json_text(all, words[i].name);
    }
    const struct json *silent = json_get(all, "silent"), *lines = json_get(all, "lines");
    typed.silent = silent && silent->kind == JSON_TRUE;
    for (const struct json *line = lines ? lines->first : NULL; line && typed.n_lines < EVENT_LINES; line = line->next) {
        typed.lines[typed.n_lines++] =
            (struct event_line){ json_text(line, "school"), json_text(line, "number"), json_text(line, "grades") };
    }
    *ret_typed = typed;
    return true;
}

/* The day, the unit and the audience stand there from the beginning: they are nobody's work. */
bool event_is_empty(const struct event_typed *typed)
{
    size_t n = typed->title.len + typed->kind.len + typed->grades.len + typed->point.len + typed->words.len + typed->note.len;
    for (size_t i = 0; i < typed->n_lines; i++) {
        n += typed->lines[i].school.len + typed->lines[i].number.len + typed->lines[i].grades.len;
    }
    return n == 0;
}

int event_school_year(struct day day)
{
    int year, month, of_month;
    day_split(day, &year, &month, &of_month);
    return month >= 9 ? year : year - 1;
}

int event_year(const struct ctx *ctx, struct day today)
{
    return ctx->year ? ctx->year : event_school_year(today);
}

/* Digits in groups, whatever stands between them. */
struct digits {
    int64_t value[8];
    size_t len[8], n;
    bool other; /* something that is neither a digit nor a mark between */
};

static struct digits digits_of(struct str s)
{
    struct digits d = { .n = 0 };
    bool within = false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (c >= '0' && c <= '9') {
            d.n += within ? 0 : 1;
            if (d.n > COUNT(d.value)) {
                d.n = COUNT(d.value);
                d.other = true;
                return d;
            }
            if (d.len[d.n - 1] < 12) {
                d.value[d.n - 1] = d.value[d.n - 1] * 10 + (c - '0');
                d.len[d.n - 1]++;
            }
            within = true;
        } else {
            d.other = d.other || !(c == '.' || c == ' ' || c == '/' || c == '-' || c == ',');
            within = false;
        }
    }
    return d;
}

/* The last one not after today; without a today in the school year there is no month to take. */
static struct day day_of_month(struct day today, int school_year, int of_month)
{
    int year, month, day;
    if (event_school_year(today) != school_year) {
        return NO_DAY;
    }
    day_split(today, &year, &month, &day);
    for (int back = 0; back < 2; back++) {
        struct day found = day_of(year, month, of_month);
        if (found.known && found.n <= today.n) {
            return found;
        }
        year = month == 1 ? year - 1 : year;
        month = month == 1 ? 12 : month - 1;
    }
    return NO_DAY;
}

static struct day day_of_year(int school_year, int64_t day, int64_t month)
{
    return day_of(month >= 9 ? school_year : school_year + 1, (int)month, (int)day);
}

static struct day day_of_digits(const struct digits *d, struct day today, int school_year)
{
    const int64_t *v = d->value;
    if (d->n == 1 && d->len[0] <= 2) {
        return day_of_month(today, school_year, (int)v[0]);
    }
    if (d->n == 1 && d->len[0] == 4) {
        return day_of_year(school_year, v[0] / 100, v[0] % 100);
    }
    if (d->n == 1 && d->len[0] == 6) {
        return day_of(2000 + (int)(v[0] % 100), (int)(v[0] / 100 % 100), (int)(v[0] / 10000));
    }
    if (d->n == 1 && d->len[0] == 8) {
        return day_of((int)(v[0] % 10000), (int)(v[0] / 10000 % 100), (int)(v[0] / 1000000));
    }
    if (d->n == 2 && d->len[0] <= 2 && d->len[1] <= 2) {
        return day_of_year(school_year, v[0], v[1]);
    }
    if (d->n == 3 && d->len[0] <= 2 && d->len[1] <= 2 && d->len[2] == 2) {
        return day_of(2000 + (int)v[2], (int)v[1], (int)v[0]);
    }
    return NO_DAY;
}

bool event_read_day(struct str typed, struct day today, int school_year, struct day *ret_day)
{
    if (day_read(typed, ret_day)) {
        return true;
    }
    struct digits digits = digits_of(typed);
    struct day day = digits.other ? NO_DAY : day_of_digits(&digits, today, school_year);
    if (day.known) {
        *ret_day = day;
    }
    return day.known;
}

/* «9-11» and «с 9 по 11» are first and last; «9, 10, 11» names each, and none may be left out between. */
enum event_grades_fault event_read_grades(struct str typed, struct event_grades *ret_grades)
{
    *ret_grades = (struct event_grades){ NO_INT, NO_INT };
    if (typed.len == 0) {
        return EVENT_GRADES_FINE;
    }
    struct digits d = digits_of(typed);
    bool listed = str_find(typed, STR(","), 0) < typed.len;
    bool fine = d.n > 0 && d.n <= COUNT(d.value) && (d.n <= 2 || listed);
    for (size_t i = 0; i < d.n; i++) {
        fine = fine && d.value[i] >= 1 && d.value[i] <= 11 && (i == 0 || d.value[i] > d.value[i - 1]);
    }
    if (!fine) {
        return EVENT_GRADES_UNREAD;
    }
    for (size_t i = 1; i < d.n && listed; i++) {
        if (d.value[i] != d.value[i - 1] + 1) {
            return EVENT_GRADES_GAP;
        }
    }
    *ret_grades = (struct event_grades){ SOME_INT(d.value[0]), SOME_INT(d.value[d.n - 1]) };
    return EVENT_GRADES_FINE;
}
