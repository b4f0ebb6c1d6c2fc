/* Migrations are written once. This file turns a text into statements and the words @id @int @real @text @day @time into the
   types of an engine: whole numbers are 64 bits, text is compared by its bytes in both engines (order for people is asked for
   with COLLATE ru), a day is ISO text that both engines check. `@register NAME` on a line of its own becomes the counter of
   ids. SQLite's tables are made STRICT; WITHOUT ROWID is left out for PostgreSQL. */
#include "db/migrate_in.h"

#include "base/buf.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool at_word(struct str s, size_t i, const char *word)
{
    size_t n = strlen(word);
    return i + n <= s.len && strncasecmp(s.at + i, word, n) == 0 &&
           (i + n == s.len || !(isalnum((unsigned char)s.at[i + n]) || s.at[i + n] == '_'));
}

/* From a quote to behind its end, from -- to the end of the line; else i itself. */
static size_t skip_quiet(struct str s, size_t i)
{
    if (s.at[i] == '\'' || s.at[i] == '"') {
        size_t end = str_find(s, str_part(s, i, 1), i + 1);
        return end < s.len ? end + 1 : s.len;
    }
    if (s.at[i] == '-' && i + 1 < s.len && s.at[i + 1] == '-') {
        return str_find(s, STR("\n"), i);
    }
    return i;
}

/* The first byte that is neither white space nor comment nor a @register line. */
static size_t first_word(struct str s)
{
    size_t i = 0;
    while (i < s.len) {
        size_t after = s.at[i] == '-' ? skip_quiet(s, i) : i;
        if (after == i && s.at[i] == '@') {
            after = str_find(s, STR("\n"), i);
        }
        if (after == i && !isspace((unsigned char)s.at[i])) {
            break;
        }
        i = after > i ? after : i + 1;
    }
    return i;
}

static bool is_trigger(struct str s)
{
    size_t i = first_word(s);
    if (!at_word(s, i, "CREATE")) {
        return false;
    }
    for (i += 6; i < s.len && isspace((unsigned char)s.at[i]); i++) {
    }
    return at_word(s, i, "TRIGGER");
}

bool migrate_next(struct str *rest, struct str *ret_statement)
{
    struct str s = *rest;
    bool trigger = is_trigger(s), ending = false;
    size_t i = 0;
    while (i < s.len) {
        size_t after = skip_quiet(s, i);
        if (after > i) {
            i = after;
            continue;
        }
        if (s.at[i] == ';' && (!trigger || ending)) {
            break;
        }
        if (!isspace((unsigned char)s.at[i])) {
            bool begins = i == 0 || !(isalnum((unsigned char)s.at[i - 1]) || s.at[i - 1] == '_');
            ending = begins && at_word(s, i, "END");
            i += ending ? 2 : 0;
        }
        i++;
    }
    *ret_statement = str_part(s, 0, i);
    *rest = str_part(s, i + 1 < s.len ? i + 1 : s.len, s.len);
    return first_word(*ret_statement) < ret_statement->len ||
           str_find(*ret_statement, STR("@register"), 0) < ret_statement->len;
}

/* Is the statement meant for this engine? Looks at the comment lines before its first word. */
static bool is_for(struct str s, enum db_engine engine)
{
    struct str before = str_part(s, 0, first_word(s)), line;
    while (str_next(&before, '\n', &line)) {
        line = str_trim(line);
        if ((engine == DB_POSTGRES && str_starts(line, STR("-- sqlite:"))) ||
            (engine == DB_SQLITE && str_starts(line, STR("-- postgres:")))) {
            return false;
        }
    }
    return true;
}

/* Counters begin above what the table may already hold: @register may be added to a table that has rows. */
static void put_registers(struct buf *b, struct str s, enum db_engine engine)
{
    struct str before = str_part(s, 0, first_word(s)), line;
    while (str_next(&before, '\n', &line)) {
        line = str_trim(line);
        if (!str_starts(line, STR("@register "))) {
            continue;
        }
        struct str name = str_trim(str_part(line, 10, line.len));
        if (engine == DB_SQLITE) {
            buf_putf(b, "INSERT INTO id_counter (name, next) VALUES ('%.*s', 1);\n", (int)name.len, name.at);
        } else {
            buf_putf(b, "CREATE SEQUENCE %.*s_id_seq AS bigint;\n", (int)name.len, name.at);
        }
    }
}

/* The identifier that stands before position i: the column a @day belongs to. */
static struct str word_before(struct str s, size_t i)
{
    while (i > 0 && isspace((unsigned char)s.at[i - 1])) {
        i--;
    }
    size_t end = i;
    while (i > 0 && (isalnum((unsigned char)s.at[i - 1]) || s.at[i - 1] == '_')) {
        i--;
    }
    return str_part(s, i, end - i);
}

static void put_day(struct buf *b, struct str column, enum db_engine engine)
{
    int n = (int)column.len;
    if (engine == DB_SQLITE) {
        /* '+0 days' makes SQLite count: without it 30 February comes back as it went in. */
        buf_putf(b, "TEXT CHECK (%.*s IS date(%.*s, '+0 days'))", n, column.at, n, column.at);
    } else {
        buf_putf(b,
                 "text COLLATE \"C\" CHECK (%.*s ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' AND "
                 "%.*s = to_char(CAST(%.*s AS date), 'YYYY-MM-DD'))",
                 n, column.at, n, column.at, n, column.at);
    }
}

static size_t put_type(struct buf *b, struct str s, size_t at, enum db_engine engine)
{
    static const struct {
        const char *word, *sqlite, *postgres;
    } types[] = { { "@id", "INTEGER", "bigint" },          { "@int", "INTEGER", "bigint" },
                  { "@real", "REAL", "double precision" }, { "@text", "TEXT", "text COLLATE \"C\"" },
                  { "@time", "INTEGER", "bigint" },        { "@day", NULL, NULL } };
    for (size_t i = 0; i < COUNT(types); i++) {
        if (!at_word(s, at, types[i].word)) {
            continue;
        }
        if (types[i].sqlite) {
            buf_putf(b, "%s", engine == DB_SQLITE ? types[i].sqlite : types[i].postgres);
        } else {
            put_day(b, word_before(s, at), engine);
        }
        return strlen(types[i].word);
    }
    bug_stop(__FILE__, __LINE__, "a migration uses an @word that is no type");
}

static void put_body(struct buf *b, struct str s, enum db_engine engine)
{
    for (size_t i = 0; i < s.len;) {
        size_t after = skip_quiet(s, i);
        if (after > i && s.at[i] != '-') {
            buf_put(b, str_part(s, i, after - i));
            i = after;
        } else if (after > i) {
            i = after;
        } else if (s.at[i] == '@') {
            i += put_type(b, s, i, engine);
        } else {
            buf_put_byte(b, s.at[i++]);
        }
    }
}

struct str migrate_expand(struct arena *a, struct str statement, enum db_engine engine)
{
    if (!is_for(statement, engine)) {
        return STR_NONE;
    }
    struct buf *b = buf_new(a, statement.len * 8 + 4096);
    put_registers(b, statement, engine);
    struct str body = str_trim(str_part(statement, first_word(statement), statement.len));
    bool table = str_starts(body, STR("CREATE TABLE"));
    bool narrow = table && str_ends(body, STR("WITHOUT ROWID"));
    if (narrow) {
        body = str_trim(str_part(body, 0, body.len - (sizeof "WITHOUT ROWID" - 1)));
    }
    put_body(b, body, engine);
    if (table && engine == DB_SQLITE) {
        buf_put(b, narrow ? STR(" WITHOUT ROWID, STRICT") : STR(" STRICT"));
    }
    BUG_IF(buf_failed(b));
    return str_copy(a, buf_str(b));
}
