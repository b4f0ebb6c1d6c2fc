/* What a cell of somebody's table says. People write «12.4.22», «12 апреля 2022 г.», «—» and numbers as texts; Excel keeps days
   as numbers and times as parts of a day. All of it becomes what one types into a form, so that the form's own reading judges
   it and nothing is accepted here that a form would refuse. */
#include "base/utf8.h"
#include "register/import_in.h"

#include <math.h>

enum { SERIAL_LEAST = 18264, SERIAL_MOST = 73415 }; /* 1950-01-01 and 2100-12-31 as Excel counts days, from 1899-12-30 */

static bool is_text(const struct field *f)
{
    return f->type == &ft_text || f->type == &ft_long_text;
}

static bool is_date(const struct field *f)
{
    return f->type == &ft_day || f->type == &ft_period;
}

/* Runs of spaces become one, ends are cut, marks without width go; lines stay only where a field has lines. */
static struct str tidy(struct arena *a, struct str s, bool lines)
{
    struct buf *out = buf_new(a, s.len + 64);
    bool space = false, line = false;
    uint32_t c;
    struct str rest = s;
    while (utf8_next(&rest, &c)) {
        char bytes[4];
        size_t n;
        if (c == 0x200B || c == 0x200C || c == 0x200D || c == 0x2060 || c == 0xFEFF || c == 0xAD) {
            continue;
        }
        bool is_line = c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029;
        if (is_line || c == ' ' || c == '\t' || c == 0xA0 || c == 0x202F || (c >= 0x2000 && c <= 0x200A)) {
            line |= is_line;
            space = true;
            continue;
        }
        if (space && buf_len(out)) {
            buf_put(out, line && lines ? STR("\n") : STR(" "));
        }
        space = line = false;
        utf8_encode(c, bytes, &n);
        buf_put(out, (struct str){ bytes, n });
    }
    return buf_str(out);
}

static bool says_nothing(struct arena *a, struct str s)
{
    static const char *const signs[] = { "-", "–", "—", "--", "?" };
    static const char *const folded[] = { "н д", "нд", "нет данных", "не указано", "n a", "no data" };
    enum { LONGEST = 24 }; /* bytes */
    for (size_t i = 0; i < COUNT(signs); i++) {
        if (str_is(s, signs[i])) {
            return true;
        }
    }
    bool digit = s.len > 0 && s.at[0] >= '0' && s.at[0] <= '9';
    struct str small = s.len <= LONGEST && !digit ? str_trim(utf8_fold(a, s)) : STR_NONE;
    for (size_t i = 0; small.len && i < COUNT(folded); i++) {
        if (str_is(small, folded[i])) {
            return true;
        }
    }
    return false;
}

static bool digits_only(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9') {
            return false;
        }
    }
    return s.len > 0;
}

/* The month of a word in the case people use with a day («апреля», "April"); 0: none. */
static int month_of(struct arena *a, struct str word)
{
    static const char *const stems[12][2] = { { "янв", "jan" }, { "фев", "feb" }, { "мар", "mar" }, { "апр", "apr" },
                                              { "ма", "may" },  { "июн", "jun" }, { "июл", "jul" }, { "авг", "aug" },
                                              { "сен", "sep" }, { "окт", "oct" }, { "ноя", "nov" }, { "дек", "dec" } };
    struct str folded = str_trim(utf8_fold(a, word));
    for (int month = 0; month < 12; month++) {
        for (int lang = 0; lang < 2; lang++) {
            if (str_starts(folded, str_c(stems[month][lang]))) {
                return month + 1;
            }
        }
    }
    return 0;
}

/* Up to four pieces between spaces, points, slashes and commas. */
static size_t pieces_of(struct str s, struct str pieces[4])
{
    size_t n = 0, from = 0;
    for (size_t i = 0; i <= s.len; i++) {
        bool ends = i == s.len || s.at[i] == ' ' || s.at[i] == '.' || s.at[i] == '/' || s.at[i] == ',';
        if (ends && i > from) {
            if (n == 4) {
                return 0;
            }
            pieces[n++] = str_part(s, from, i - from);
        }
        from = ends ? i + 1 : from;
    }
    return n;
}

/* «12.4.22», «12/04/2022», «12 апреля 2022 г.» as «12.04.2022»; anything else as it stands. Day first, as the country has it.
 */
static struct str day_as_typed(struct arena *a, struct str s)
{
    struct str p[4];
    int64_t day, month, year;
    size_t n = pieces_of(s, p);
    if (n == 4 && (str_is(p[3], "г") || str_is(p[3], "года"))) {
        n = 3;
    }
    if (n != 3 || !digits_only(p[0]) || !digits_only(p[2]) || p[0].len > 2 || (p[2].len != 2 && p[2].len != 4) ||
        !num_read_int(p[0], &day) || !num_read_int(p[2], &year)) {
        return s;
    }
    if (!digits_only(p[1])) {
        month = month_of(a, p[1]);
    } else if (p[1].len > 2 || !num_read_int(p[1], &month)) {
        return s;
    }
    year += p[2].len == 2 ? 2000 : 0;
    return day_of((int)year, (int)month, (int)day).known
               ? str_format(a, "%02lld.%02lld.%04lld", (long long)day, (long long)month, (long long)year)
               : s;
}

/* «ноябрь 2021 года» as «11.2021», «2022 год» as «2022», «2021-2022 учебный год» as «2021-2022»; "" when it is none of them. */
static struct str period_as_typed(struct arena *a, struct str s)
{
    struct str p[4];
    int64_t year;
    size_t n = pieces_of(s, p), from = 0;
    int month = n > 1 ? month_of(a, p[0]) : 0;
    from = month ? 1 : 0;
    if (n < from + 1 || n > from + 3 || (month && (p[1].len != 4 || !num_read_int(p[1], &year)))) {
        return STR_NONE;
    }
    for (size_t i = from + 1; i < n; i++) { /* what may stand behind the year */
        static const char *const words[] = { "г", "год", "года", "уч", "учебный", "school", "year" };
        bool known = false;
        for (size_t w = 0; w < COUNT(words); w++) {
            known |= str_is(p[i], words[w]);
        }
        if (!known) {
            return STR_NONE;
        }
    }
    return month ? str_format(a, "%02d.%.*s", month, (int)p[1].len, p[1].at) : n > 1 ? p[0] : STR_NONE;
}

/* A day or a period in words; two of them with a dash between. */
static struct str date_as_typed(struct arena *a, struct str s)
{
    struct str dash = STR(" – "), typed = period_as_typed(a, s);
    size_t at = str_find(s, dash, 0);
    if (typed.len) {
        return typed;
    }
    if (at < s.len) {
        struct str one = period_as_typed(a, str_part(s, 0, at));
        struct str two = period_as_typed(a, str_part(s, at + dash.len, s.len));
        return one.len && two.len ? str_format(a, "%.*s–%.*s", (int)one.len, one.at, (int)two.len, two.at) : s;
    }
    return day_as_typed(a, s);
}

static struct str day_of_serial(struct arena *a, double serial)
{
    const int32_t from = day_of(1899, 12, 30).n;
    return day_iso(a, (struct day){ true, from + (int32_t)serial });
}

static struct str time_of_part(struct arena *a, double part)
{
    int minutes = (int)lround(part * 24 * 60);
    return minutes < 24 * 60 ? str_format(a, "%02d:%02d", minutes / 60, minutes % 60) : STR("24:00");
}

static struct str number_as_typed(struct arena *a, const struct field *f, const struct sheet_cell *cell)
{
    if (is_date(f) && cell->number >= SERIAL_LEAST && cell->number <= SERIAL_MOST) {
        return day_of_serial(a, floor(cell->number));
    }
    if (f->type == &ft_time && cell->number >= 0 && cell->number < 1) {
        return time_of_part(a, cell->number);
    }
    return cell->text;
}

enum import_cell_fault import_cell(struct arena *a, const struct field *f, const struct sheet_cell *cell, struct str *ret_typed)
{
    *ret_typed = STR_NONE;
    switch (cell->kind) {
    case SHEET_EMPTY:
        return IMPORT_CELL_SOUND;
    case SHEET_FAULT:
        *ret_typed = cell->text;
        return str_starts(cell->text, STR("=")) ? IMPORT_CELL_FORMULA : IMPORT_CELL_ERROR;
    case SHEET_NUMBER:
        *ret_typed = number_as_typed(a, f, cell);
        return IMPORT_CELL_SOUND;
    case SHEET_YES_NO:
        *ret_typed = cell->number != 0 ? STR("1") : STR("0");
        return IMPORT_CELL_SOUND;
    case SHEET_DAY:
        *ret_typed = cell->text;
        return IMPORT_CELL_SOUND;
    case SHEET_TEXT:
        break;
    }
    struct str s = tidy(a, cell->text, f->type == &ft_long_text || f->type == &ft_refs);
    if (!is_text(f) && says_nothing(a, s)) {
        return IMPORT_CELL_SOUND;
    }
    if (f->type == &ft_refs) { /* one a line; people write them through a semicolon */
        char *lines = arena_take(a, s.len + 1, 1);
        for (size_t i = 0; i < s.len; i++) {
            lines[i] = s.at[i] == ';' ? '\n' : s.at[i];
        }
        s.at = lines;
    }
    *ret_typed = is_date(f) ? date_as_typed(a, s) : s;
    return IMPORT_CELL_SOUND;
}
