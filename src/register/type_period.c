/* A date at its own precision: a day, several days, a month, a year, a school year, or bounds of something known only
   roughly («осенние каникулы»). As a value it is the text "first|last|precision" over the three columns. Typed forms:
   12.04.2022 · 12.04.2022–14.04.2022 · 04.2022 · 09.2021–06.2022 · 2022 · 2021-2022 · ≈ 25.10.2021–03.11.2021 (bounds only) ·
   2021-2022 (01.09.2021–31.05.2022): a school year, of which the bounds are known. */
#include "base/json.h"
#include "base/text/text.h"
#include "register/type.h"

struct period period_of_value(struct db_value value)
{
    struct period p = { NO_DAY, NO_DAY, PRECISION_NONE };
    struct str rest = value.as.s, first, last;
    if (value.kind != DB_TEXT || !str_next(&rest, '|', &first) || !str_next(&rest, '|', &last) ||
        !precision_read(rest, &p.precision) || !day_read(first, &p.first) || !day_read(last, &p.last)) {
        return (struct period){ NO_DAY, NO_DAY, PRECISION_NONE };
    }
    return p;
}

struct db_value period_value(struct arena *a, struct period p)
{
    if (p.precision == PRECISION_NONE || !p.first.known || !p.last.known) {
        return DB_NOTHING;
    }
    struct str first = day_iso(a, p.first), last = day_iso(a, p.last);
    return DB_VALUE(
        str_format(a, "%.*s|%.*s|%s", (int)first.len, first.at, (int)last.len, last.at, precision_name(p.precision)));
}

/* Takes a mark off the front: ≈, ~ or the word. */
static bool take_about(struct str *s)
{
    static const char *const marks[] = { "≈", "~", "около", "about" };
    for (size_t i = 0; i < COUNT(marks); i++) {
        struct str mark = str_c(marks[i]);
        if (str_starts(*s, mark)) {
            *s = str_trim(str_part(*s, mark.len, s->len));
            return true;
        }
    }
    return false;
}

/* Two dates with a dash between them: an en or em dash, two dots, or a hyphen with spaces or between full dates. */
static bool split_range(struct str s, struct str *ret_one, struct str *ret_two)
{
    static const char *const dashes[] = { "–", "—", "..", " - " };
    for (size_t i = 0; i < COUNT(dashes); i++) {
        struct str dash = str_c(dashes[i]);
        size_t at = str_find(s, dash, 0);
        if (at < s.len) {
            *ret_one = str_trim(str_part(s, 0, at));
            *ret_two = str_trim(str_part(s, at + dash.len, s.len));
            return true;
        }
    }
    size_t at = str_find(s, STR("-"), 0);
    if (at < s.len && str_find(s, STR("."), 0) < at) {
        *ret_one = str_part(s, 0, at);
        *ret_two = str_part(s, at + 1, s.len);
        return true;
    }
    return false;
}

/* «09.2021–06.2022»: whole months, from the first one to the last. */
static bool read_months(struct str one, struct str two, struct period *ret_period)
{
    struct period from, to;
    if (!period_read(one, &from) || !period_read(two, &to) || from.precision != PRECISION_MONTH ||
        to.precision != PRECISION_MONTH || to.last.n < from.first.n) {
        return false;
    }
    *ret_period = (struct period){ from.first, to.last, PRECISION_MONTH };
    return true;
}

static bool read_days(struct str s, struct day *ret_first, struct day *ret_last)
{
    struct str one, two;
    return split_range(s, &one, &two) && day_read(one, ret_first) && day_read(two, ret_last);
}

/* «2021-2022 (01.09.2021–31.05.2022)»: as exact as the first says, within the days of the second. */
static bool read_bounds(struct str s, struct period *ret_period)
{
    struct period p;
    size_t open = str_find(s, STR(" ("), 0);
    if (open >= s.len || s.at[s.len - 1] != ')' || !period_read(str_part(s, 0, open), &p) ||
        !read_days(str_part(s, open + 2, s.len - open - 3), &p.first, &p.last) || p.last.n < p.first.n) {
        return false;
    }
    *ret_period = p;
    return true;
}

static bool read_range(struct str s, bool about, struct period *ret_period)
{
    struct str one, two;
    struct day first, last;
    struct period p;
    if (!about && read_bounds(s, ret_period)) {
        return true;
    }
    if (split_range(s, &one, &two) && read_months(one, two, ret_period)) {
        ret_period->precision = about ? PRECISION_SEASON : PRECISION_MONTH;
        return true;
    }
    if (read_days(s, &first, &last)) {
        if (last.n < first.n) {
            return false;
        }
        *ret_period = (struct period){ first, last, about ? PRECISION_SEASON : PRECISION_DAY };
        return true;
    }
    if (!period_read(s, &p)) {
        return false;
    }
    *ret_period = about ? (struct period){ p.first, p.last, PRECISION_SEASON } : p;
    return true;
}

static bool period_type_read(struct ctx *ctx, const struct field *field, struct str typed, struct reading *ret, struct err *e)
{
    struct period p = period_of_value(DB_VALUE(typed));
    struct str s = typed;
    if (p.precision == PRECISION_NONE) {
        bool about = take_about(&s);
        if (!read_range(s, about, &p)) {
            ret->message = text_with(ctx, T_REGISTER_NOT_PERIOD, TEXT_ARG("typed", typed));
            return true;
        }
    }
    if (p.last.n < p.first.n) {
        ret->message = text(ctx, T_REGISTER_PERIOD_BACKWARDS);
        return true;
    }
    ret->value = period_value(ctx->arena, p);
    return true;
}

static struct str day_typed(struct arena *a, struct day day)
{
    int year, month, of_month;
    day_split(day, &year, &month, &of_month);
    return str_format(a, "%02d.%02d.%04d", of_month, month, year);
}

static struct str typed_plainly(struct arena *a, struct period p)
{
    int year, month, day;
    day_split(p.first, &year, &month, &day);
    struct str first = day_typed(a, p.first), last = day_typed(a, p.last);
    switch (p.precision) {
    case PRECISION_DAY:
        return p.first.n == p.last.n ? first : str_format(a, "%.*s–%.*s", (int)first.len, first.at, (int)last.len, last.at);
    case PRECISION_MONTH: {
        int last_year, last_month;
        day_split(p.last, &last_year, &last_month, &day);
        return month == last_month && year == last_year
                   ? str_format(a, "%02d.%04d", month, year)
                   : str_format(a, "%02d.%04d–%02d.%04d", month, year, last_month, last_year);
    }
    case PRECISION_YEAR:
        return str_format(a, "%04d", year);
    case PRECISION_SCHOOL_YEAR:
        return str_format(a, "%04d-%04d", year, year + 1);
    case PRECISION_SEASON:
        return str_format(a, "≈ %.*s–%.*s", (int)first.len, first.at, (int)last.len, last.at);
    case PRECISION_NONE:
    case PRECISION_COUNT:
        break;
    }
    return STR_NONE;
}

/* What is typed must mean the same when it is read again: a form that nobody changed changes nothing. */
static struct str period_type_typed(struct arena *a, const struct field *field, struct db_value value)
{
    struct period p = period_of_value(value), again;
    struct str typed = p.precision == PRECISION_NONE ? STR_NONE : typed_plainly(a, p);
    if (typed.len == 0 || p.precision == PRECISION_SEASON ||
        (read_range(typed, false, &again) && again.first.n == p.first.n && again.last.n == p.last.n)) {
        return typed;
    }
    struct str first = day_typed(a, p.first), last = day_typed(a, p.last);
    return str_format(a, "%.*s (%.*s–%.*s)", (int)typed.len, typed.at, (int)first.len, first.at, (int)last.len, last.at);
}

static struct str period_type_show(struct ctx *ctx, const struct field *field, struct db_value value)
{
    struct period p = period_of_value(value);
    return p.precision == PRECISION_NONE ? STR_NONE : text_period(ctx->arena, ctx->lang, p);
}

/* By overlap: a row of «2021» is among those of November 2021, and its own column says that it is known to the year only. */
static bool period_type_filter(struct ctx *ctx, struct sql *s, const struct field *field, struct str value)
{
    struct period p;
    if (!read_range(value, false, &p)) {
        return false;
    }
    sql_column(s, field->name, "first");
    SQL(s, " <= ");
    sql_value(s, db_from_day(ctx->arena, p.last));
    SQL(s, " AND ");
    sql_column(s, field->name, "last");
    SQL(s, " >= ");
    sql_value(s, db_from_day(ctx->arena, p.first));
    return true;
}

static struct json *period_type_json(struct ctx *ctx, const struct record *r, size_t index)
{
    struct arena *a = ctx->arena;
    struct period p = period_of_value(r->values[index]);
    struct json *j = json_object(a);
    json_put(a, j, "first", json_string(a, day_iso(a, p.first)));
    json_put(a, j, "last", json_string(a, day_iso(a, p.last)));
    json_put(a, j, "precision", json_string(a, str_c(precision_name(p.precision))));
    return j;
}

static void period_schema(struct arena *a, const struct field *field, struct json *into)
{
    (void)field;
    schema_text(a, into, "$ref", "#/components/schemas/period");
}

const struct field_type ft_period = {
    .name = "period",
    .columns = COLUMNS_PERIOD,
    .read = period_type_read,
    .typed = period_type_typed,
    .show = period_type_show,
    .input = input_plain,
    .filter = period_type_filter,
    .json = period_type_json,
    .schema = period_schema,
};
