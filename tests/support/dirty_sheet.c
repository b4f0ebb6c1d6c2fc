/* The dirt itself: what each kind writes into a line, and what has to become of it; see dirty_sheet.h. */
#include "support/dirty_sheet.h"
#include "base/buf.h"
#include "base/day.h"
#include "base/err.h"
#include "doc/zip.h"

#include <stdio.h>
#include <stdlib.h>

/* What a line says; every text is put as it stands, so that dirt survives. */
struct said {
    const char *title, *direction, *kind, *when, *level, *role, *from, *to, *partner, *planned;
    char cells[64]; /* how each column is written, by letter: t text, n number, d dated number, f formula without value, e error
                     */
};
enum { COLUMNS = 10 };
struct making {
    struct arena *a;
    struct buf *out;
    uint64_t state;
    uint32_t row;
    int year;
    const char *school, *twin;
};

static uint64_t next(struct making *m)
{
    m->state += 0x9E3779B97F4A7C15u;
    uint64_t z = m->state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static void put_escaped(struct buf *out, const char *s)
{
    for (; *s; s++) {
        if (*s == '&') {
            BUF(out, "&amp;");
        } else if (*s == '<') {
            BUF(out, "&lt;");
        } else {
            buf_put_byte(out, *s);
        }
    }
}

static void put_cell(struct making *m, int column, char how, const char *what)
{
    char at[16];
    snprintf(at, sizeof at, "%c%u", 'A' + column, m->row);
    if (!what || !*what) {
        return;
    }
    switch (how) {
    case 'n':
        buf_putf(m->out, "<c r=\"%s\"><v>%s</v></c>", at, what);
        break;
    case 'd':
        buf_putf(m->out, "<c r=\"%s\" s=\"1\"><v>%s</v></c>", at, what);
        break;
    case 'f':
        buf_putf(m->out, "<c r=\"%s\"><f>%s</f></c>", at, what);
        break;
    case 'e':
        buf_putf(m->out, "<c r=\"%s\" t=\"e\"><v>%s</v></c>", at, what);
        break;
    default:
        buf_putf(m->out, "<c r=\"%s\" t=\"inlineStr\"><is><t xml:space=\"preserve\">", at);
        put_escaped(m->out, what);
        BUF(m->out, "</t></is></c>");
    }
}

static void put_line(struct making *m, const struct said *s)
{
    const char *const all[COLUMNS] = { s->title, s->direction, s->kind, s->when,    s->level,
                                       s->role,  s->from,      s->to,   s->partner, s->planned };
    buf_putf(m->out, "<row r=\"%u\">", m->row);
    for (int c = 0; c < COLUMNS; c++) {
        put_cell(m, c, s->cells[c] ? s->cells[c] : 't', all[c]);
    }
    BUF(m->out, "</row>");
}

static const char *words(struct making *m, const char *before, long long n, const char *after)
{
    return str_cstr(m->a, str_format(m->a, "%s%lld%s", before, n, after));
}

static int32_t serial_of(struct day d)
{
    return d.n - day_of(1899, 12, 30).n;
}

/* A sound line of that number: its title is its own, so no other line is like it. */
static struct said sound(struct making *m)
{
    static const char *const kinds[] = { "викторина", "квест", "экскурсия", "занятие", "тренинг" };
    int month = 9 + (int)(next(m) % 3), day = 1 + (int)(next(m) % 28), grade = 1 + (int)(next(m) % 11);
    return (struct said){ .title = words(m, "Мероприятие номер ", m->row, ""),
                          .direction = "профориентационные мероприятия",
                          .kind = kinds[next(m) % 5],
                          .when = str_cstr(m->a, str_format(m->a, "%02d.%02d.%04d", day, month, m->year)),
                          .level = "муниципальный",
                          .role = "организатор",
                          .from = words(m, "", grade, ""),
                          .to = words(m, "", grade, ""),
                          .partner = next(m) % 3 ? m->school : "",
                          .planned = "да",
                          .cells = "" };
}

struct dirt {
    const char *name, *verdict, *field;
};
static const struct dirt dirts[DIRT_KINDS + 1] = {
    { "sound", "new", NULL },
    { "no-break spaces in a title", "new", NULL },
    { "double spaces and line ends", "new", NULL },
    { "marks without width", "new", NULL },
    { "a day with one digit and a short year", "new", NULL },
    { "a day as a machine has it", "new", NULL },
    { "a day in words", "new", NULL },
    { "a day as a bare serial", "new", NULL },
    { "a day as Excel has it", "new", NULL },
    { "a day with slashes", "new", NULL },
    { "a number as a number", "new", NULL },
    { "a number with no-break spaces", "new", NULL },
    { "a choice in capitals", "new", NULL },
    { "a choice in English", "new", NULL },
    { "a choice as the file of a program has it", "new", NULL },
    { "a dash for nothing", "new", NULL },
    { "no data in words", "new", NULL },
    { "two partners through a semicolon", "new", NULL },
    { "a partner in other case", "new", NULL },
    { "the month only", "new", NULL },
    { "no title", "wrong", "title" },
    { "a choice that is none", "wrong", "kind" },
    { "a grade over the last", "wrong", "grade_to" },
    { "a grade in words", "wrong", "grade_from" },
    { "grades backwards", "wrong", "grade_to" },
    { "a day that is not", "wrong", "period" },
    { "a day that never was written as one", "wrong", "period" },
    { "a formula without its value", "wrong", "grade_from" },
    { "an error of Excel", "wrong", "level" },
    { "a partner nobody knows", "wrong", "partners" },
    { "a title without end", "wrong", "title" },
    { "half a grade", "wrong", "grade_from" },
    { "a line twice", "left", NULL },
    { "a line that contradicts another", "wrong", NULL },
    { "a line of totals", "left", NULL },
    { "the header again", "left", NULL },
    { "a partner that may be one of two", "unsure", "partners" },
};
static const char *const header[COLUMNS] = { "Название мероприятия", "Направление", "Вид",      "Когда",    "Уровень",
                                             "Роль центра",          "Класс с",     "Класс по", "Партнёры", "По плану" };

static struct said header_again(void)
{
    return (struct said){ header[0], header[1], header[2], header[3], header[4], header[5],
                          header[6], header[7], header[8], header[9], "" };
}

static const char *long_title(struct making *m)
{
    struct buf *b = buf_new(m->a, 4096);
    for (int i = 0; i < 60; i++) {
        BUF(b, "очень длинно ");
    }
    return str_cstr(m->a, buf_str(b));
}

/* What a kind of dirt writes and where: the column, how the cell is written, its text with the number of the line, the year or
   a day's serial in it. */
enum number { NO_NUMBER, THE_LINE, THE_YEAR, SHORT_YEAR, A_SERIAL };
static const struct spot {
    int kind, column;
    char how;
    const char *before;
    enum number number;
    const char *after;
} spots[] = {
    { 1, 0, 't', "\xC2\xA0Мероприятие\xC2\xA0номер ", THE_LINE, "\xC2\xA0" },
    { 2, 0, 't', "  Мероприятие   номер\n", THE_LINE, " " },
    { 3, 0, 't', "\xEF\xBB\xBFМеро\xC2\xADприятие\xE2\x80\x8B номер ", THE_LINE, "" },
    { 4, 3, 't', "5.9.", SHORT_YEAR, "" },
    { 5, 3, 't', "", THE_YEAR, "-10-12" },
    { 6, 3, 't', "12 октября ", THE_YEAR, " г." },
    { 7, 3, 'n', "", A_SERIAL, "" },
    { 8, 3, 'd', "", A_SERIAL, "" },
    { 9, 3, 't', "12/10/", THE_YEAR, "" },
    { 10, 6, 'n', "7", NO_NUMBER, "" },
    { 10, 7, 'n', "7", NO_NUMBER, "" },
    { 11, 6, 't',
      "\xC2\xA0"
      "7 ",
      NO_NUMBER, "" },
    { 11, 7, 't', "7\xC2\xA0", NO_NUMBER, "" },
    { 12, 2, 't', "ВИКТОРИНА", NO_NUMBER, "" },
    { 13, 4, 't', "municipal", NO_NUMBER, "" },
    { 14, 5, 't', "co_organiser", NO_NUMBER, "" },
    { 15, 6, 't', "—", NO_NUMBER, "" },
    { 15, 7, 't', "-", NO_NUMBER, "" },
    { 16, 3, 't', "нет данных", NO_NUMBER, "" },
    { 17, 8, 't', "Школа своя; Школа чужая", NO_NUMBER, "" },
    { 18, 8, 't', "ШКОЛА  СВОЯ", NO_NUMBER, "" },
    { 19, 3, 't', "10.", THE_YEAR, "" },
    { 20, 0, 't', "", NO_NUMBER, "" },
    { 21, 2, 't', "посиделки", NO_NUMBER, "" },
    { 22, 7, 't', "12", NO_NUMBER, "" },
    { 23, 6, 't', "пятый", NO_NUMBER, "" },
    { 24, 6, 't', "9", NO_NUMBER, "" },
    { 24, 7, 't', "5", NO_NUMBER, "" },
    { 25, 3, 't', "31.11.", THE_YEAR, "" },
    { 26, 3, 't', "по мере готовности", NO_NUMBER, "" },
    { 27, 6, 'f', "G1+1", NO_NUMBER, "" },
    { 28, 4, 'e', "#N/A", NO_NUMBER, "" },
    { 29, 8, 't', "Завод, которого нет", NO_NUMBER, "" },
    { 31, 6, 'n', "5.5", NO_NUMBER, "" },
    { 33, 2, 't', "чемпионат", NO_NUMBER, "" },
};

static const char **cell_of(struct said *s, int column)
{
    const char **const all[COLUMNS] = { &s->title, &s->direction, &s->kind, &s->when,    &s->level,
                                        &s->role,  &s->from,      &s->to,   &s->partner, &s->planned };
    return all[column];
}

static const char *spot_text(struct making *m, const struct spot *spot)
{
    const long long numbers[] = { 0, m->row, m->year, m->year % 100, serial_of(day_of(m->year, 10, 12)) };
    return spot->number == NO_NUMBER ? spot->before : words(m, spot->before, numbers[spot->number], spot->after);
}

/* The dirt of that kind on a sound line; before: the sound line above it. */
static void soil(struct making *m, int kind, const struct said *before, struct said *s)
{
    if (kind == 32 || kind == 33) {
        *s = *before;
    } else if (kind == 34) {
        *s = (struct said){ .title = "Итого мероприятий", .from = "17", .cells = "" };
    } else if (kind == 35) {
        *s = header_again();
    } else if (kind == 30 || kind == 36) {
        *cell_of(s, kind == 30 ? 0 : 8) = kind == 30 ? long_title(m) : m->twin;
    }
    for (size_t i = 0; i < COUNT(spots); i++) {
        if (spots[i].kind == kind) {
            *cell_of(s, spots[i].column) = spot_text(m, &spots[i]);
            s->cells[spots[i].column] = spots[i].how;
        }
    }
}

static struct str packed(struct making *m)
{
#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    const struct zip_part parts[] = {
        { "_rels/.rels", STR("<Relationships><Relationship Id=\"a\" Type=\"" RELATION
                             "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>") },
        { "xl/workbook.xml", STR("<workbook xmlns:r=\"r\"><sheets><sheet name=\"Отчёт\" sheetId=\"1\" r:id=\"r1\"/></sheets>"
                                 "</workbook>") },
        { "xl/_rels/workbook.xml.rels", STR("<Relationships><Relationship Id=\"r1\" Type=\"" RELATION
                                            "/worksheet\" Target=\"worksheets/s.xml\"/><Relationship Id=\"r3\" Type=\"" RELATION
                                            "/styles\" Target=\"styles.xml\"/></Relationships>") },
        { "xl/styles.xml", STR("<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>") },
        { "xl/worksheets/s.xml", buf_str(m->out) },
    };
    struct str bytes;
    struct err e = { 0 };
    if (!zip_write(m->a, parts, sizeof parts / sizeof *parts, 0, &bytes, &e)) {
        fprintf(stderr, "dirty_sheet: %.*s\n", (int)e.what.len, e.what.at);
        exit(1);
    }
    return bytes;
}

struct dirty_sheet dirty_sheet(struct arena *a, uint64_t seed, size_t n, int year, const char *school, const char *twin)
{
    struct making m = { a, buf_new(a, 64u << 20), seed, 1, year, school, twin };
    struct dirty_sheet sheet = { .lines = NEW_ARRAY(a, struct dirty_line, n) };
    struct said before = { .title = "Отчёт школы о мероприятиях", .cells = "" };
    BUF(m.out, "<worksheet><sheetData>");
    put_line(&m, &before);
    m.row = 4; /* empty rows above the header */
    before = header_again();
    put_line(&m, &before);
    bool was_sound = false;
    for (size_t i = 0; i < n; i++) {
        m.row += 1 + (next(&m) % 40 == 0 ? 3u : 0u);
        struct said line = sound(&m);
        /* Every kind comes once for certain, then one line in six is dirty. A repetition wants a sound line above it. */
        int kind = i % 2 && i / 2 < DIRT_KINDS                ? (int)(i / 2) + 1
                   : i >= 2 * DIRT_KINDS && next(&m) % 6 == 0 ? 1 + (int)(next(&m) % DIRT_KINDS)
                                                              : 0;
        if ((kind == 32 || kind == 33) && !was_sound) {
            kind = 0;
        }
        soil(&m, kind, &before, &line);
        put_line(&m, &line);
        sheet.lines[sheet.n++] = (struct dirty_line){ m.row, kind, dirts[kind].name, dirts[kind].verdict, dirts[kind].field };
        was_sound = kind == 0;
        before = line;
    }
    BUF(m.out, "</sheetData></worksheet>");
    sheet.bytes = packed(&m);
    return sheet;
}
