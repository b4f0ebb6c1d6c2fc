/* sqlgen NAME HEADER SOURCE FILE.sql… : makes named statements, figures and migrations of a folder into C.

   A statement file holds
     -- name: activity_by_id            one statement up to the next `-- name:`, `-- figure:` or the end
     SELECT … WHERE centre_id = :centre AND id = ?1
     -- postgres:                       optional: from here on the text for PostgreSQL instead
     SELECT …
     -- figure: diagnostics_persons sum one text that returns register_name, id, label, value (and whatever sorts it);
     SELECT …                           the total is made from the same text: aggregate word sum or count
     -- each: persons works             the next statement is made once for every word, which takes the place of {} in its
     -- figure: activity_{} sum         name and its text
   A migration file is called NNNN_words.sql and becomes a struct db_migration. Arguments ?1 … ?n stay for SQLite and become
   $1 … $n for PostgreSQL; :centre becomes number n + 1 in both. Quoted text is left alone. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOST = 2000 };
struct statement {
    char *name, *sqlite, *postgres, *aggregate, *each;
    const char *path;
    int line;
};
static struct statement statements[MOST];
static size_t n_statements;
struct migration {
    int number;
    char *name, *sql;
};
static struct migration migrations[MOST];
static size_t n_migrations;

static void stop(const char *path, int line, const char *what)
{
    fprintf(stderr, "%s:%d: %s\n", path, line, what);
    exit(1);
}

static char *joined(char *old, const char *more)
{
    size_t n = old ? strlen(old) : 0;
    char *s = realloc(old, n + strlen(more) + 1);
    strcpy(s + n, more);
    return s;
}

static void read_migration(const char *path, const char *base)
{
    FILE *f = fopen(path, "r");
    if (!f) {
        stop(path, 0, "cannot be opened");
    }
    if (n_migrations == MOST) {
        stop(path, 0, "more migrations than sqlgen holds");
    }
    struct migration *m = &migrations[n_migrations++];
    m->number = atoi(base);
    m->name = strdup(base);
    m->name[strlen(base) - 4] = 0;
    m->sql = joined(NULL, "");
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, f) > 0) {
        m->sql = joined(m->sql, line);
    }
    free(line);
    fclose(f);
}

/* The text with `word` in the place of every {}; the text itself when there is no word. */
static char *filled(const char *text, const char *word)
{
    char *s = joined(NULL, "");
    const char *hole;
    while (word && (hole = strstr(text, "{}"))) {
        char *before = strndup(text, (size_t)(hole - text));
        s = joined(joined(s, before), word);
        free(before);
        text = hole + 2;
    }
    return joined(s, text);
}

static void begin_statement(const char *path, int number, const char *line, int figure, const char *each)
{
    char *words = filled(line, each), *name = strtok(words, " \t\r\n"), *aggregate = strtok(NULL, " \t\r\n");
    if (!name) {
        stop(path, number, "a name is missing");
    }
    for (char *c = name; *c; c++) {
        *c = each && *c == '-' ? '_' : *c; /* words of columns may have a hyphen, names may not */
        if (!islower((unsigned char)*c) && !isdigit((unsigned char)*c) && *c != '_') {
            stop(path, number, "a name is made of a-z, 0-9 and _");
        }
    }
    if (figure && (!aggregate || (strcmp(aggregate, "sum") != 0 && strcmp(aggregate, "count") != 0))) {
        stop(path, number, "a figure names its aggregate: sum or count");
    }
    if (n_statements == MOST) {
        stop(path, number, "more statements than sqlgen holds");
    }
    struct statement *s = &statements[n_statements++];
    *s = (struct statement){ .name = strdup(name),
                             .aggregate = figure ? strdup(aggregate) : NULL,
                             .each = each ? strdup(each) : NULL,
                             .path = path,
                             .line = number };
    free(words);
}

enum { MOST_WORDS = 40 };
/* The words of the `-- each:` line that waits for the statement to come; none most of the time. */
static char *each_words[MOST_WORDS];
static size_t n_each_words;

static void read_each(const char *path, int number, char *line)
{
    for (char *word = strtok(line, " \t\r\n"); word; word = strtok(NULL, " \t\r\n")) {
        if (n_each_words == MOST_WORDS) {
            stop(path, number, "too many words after `-- each:`");
        }
        each_words[n_each_words++] = strdup(word);
    }
}

/* Returns the index of the first statement begun: the lines that follow belong to all from there on. */
static size_t begin_statements(const char *path, int number, const char *line, int figure)
{
    size_t first = n_statements;
    for (size_t i = 0; i < n_each_words; i++) {
        begin_statement(path, number, line, figure, each_words[i]);
        free(each_words[i]);
    }
    if (n_each_words == 0) {
        begin_statement(path, number, line, figure, NULL);
    }
    n_each_words = 0;
    return first;
}

/* A comment behind or before the text of a line goes: an apostrophe in it would be taken for a quote. */
static void cut_comment(char *line)
{
    int quoted = 0;
    for (char *p = line; *p; p++) {
        quoted ^= *p == '\'';
        if (!quoted && p[0] == '-' && p[1] == '-') {
            strcpy(p, "\n");
            return;
        }
    }
}

static void read_statements(const char *path)
{
    FILE *f = fopen(path, "r");
    if (!f) {
        stop(path, 0, "cannot be opened");
    }
    char *line = NULL;
    size_t size = 0, first = 0;
    int number = 0, in_postgres = 0, in_any = 0;
    while (getline(&line, &size, f) > 0) {
        number++;
        if (strncmp(line, "-- name:", 8) == 0) {
            first = begin_statements(path, number, line + 8, 0);
            in_postgres = 0;
            in_any = 1;
        } else if (strncmp(line, "-- figure:", 10) == 0) {
            first = begin_statements(path, number, line + 10, 1);
            in_postgres = 0;
            in_any = 1;
        } else if (strncmp(line, "-- each:", 8) == 0) {
            read_each(path, number, line + 8);
            in_any = 0;
        } else if (strncmp(line, "-- postgres:", 12) == 0) {
            in_postgres = 1;
        } else if (strncmp(line, "--", 2) == 0) {
            continue;
        } else if (in_any) {
            cut_comment(line);
            for (size_t i = first; i < n_statements; i++) {
                struct statement *s = &statements[i];
                char **text = in_postgres ? &s->postgres : &s->sqlite, *more = filled(line, s->each);
                *text = joined(*text, more);
                free(more);
            }
        } else if (line[strspn(line, " \t\r\n")]) {
            stop(path, number, "text before the first `-- name:`");
        }
    }
    free(line);
    fclose(f);
    if (n_each_words > 0) {
        stop(path, number, "no statement follows `-- each:`");
    }
}

/* Highest ?n, and whether :centre stands in the text; quoted parts are passed over. */
static void scan(const struct statement *s, const char *text, int *ret_n, int *ret_centre)
{
    *ret_n = 0;
    *ret_centre = 0;
    for (const char *p = text; *p; p++) {
        if (*p == '\'') {
            for (p++; *p && *p != '\''; p++) {
            }
            if (!*p) {
                stop(s->path, s->line, "a quote is not closed");
            }
        } else if (*p == '?') {
            if (!isdigit((unsigned char)p[1])) {
                stop(s->path, s->line, "arguments are numbered: ?1, ?2, …");
            }
            int n = atoi(p + 1);
            *ret_n = n > *ret_n ? n : *ret_n;
        } else if (strncmp(p, ":centre", 7) == 0) {
            *ret_centre = 1;
        }
    }
}

static void put_char(FILE *f, char c)
{
    if (c == '\n') {
        fputs("\\n\"\n        \"", f);
    } else if (c == '"' || c == '\\') {
        fputc('\\', f);
        fputc(c, f);
    } else {
        fputc(c, f);
    }
}

/* The text as a C literal, arguments rewritten with the mark of the engine. */
static void put_sql(FILE *f, const char *text, char mark, int n_args)
{
    size_t len = strlen(text);
    while (len && strchr("; \t\r\n", text[len - 1])) {
        len--;
    }
    int quoted = 0;
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\'') {
            quoted = !quoted;
        }
        if (!quoted && text[i] == '?') {
            fputc(mark, f);
        } else if (!quoted && strncmp(text + i, ":centre", 7) == 0) {
            fprintf(f, "%c%d", mark, n_args + 1);
            i += 6;
        } else {
            put_char(f, text[i]);
        }
    }
}

static int writes(const char *text)
{
    text += strspn(text, " \t\r\n");
    return strncasecmp(text, "SELECT", 6) != 0 && strncasecmp(text, "WITH", 4) != 0;
}

static void put_query(FILE *c, const struct statement *s, const char *suffix, const char *before, const char *after)
{
    int n, centre, n_postgres, centre_postgres;
    const char *postgres = s->postgres ? s->postgres : s->sqlite;
    scan(s, s->sqlite, &n, &centre);
    scan(s, postgres, &n_postgres, &centre_postgres);
    if (n != n_postgres || centre != centre_postgres) {
        stop(s->path, s->line, "the two engines' texts take different arguments");
    }
    fprintf(c, "const struct db_query q_%s%s = { \"%s%s\",\n        \"%s", s->name, suffix, s->name, suffix, before);
    put_sql(c, s->sqlite, '?', n);
    fprintf(c, "%s\",\n        \"%s", after, before);
    put_sql(c, postgres, '$', n);
    fprintf(c, "%s\",\n        %d, %s, %s };\n", after, n, centre ? "true" : "false", writes(s->sqlite) ? "true" : "false");
}

static int by_number(const void *a, const void *b)
{
    return ((const struct migration *)a)->number - ((const struct migration *)b)->number;
}

static void put_source(FILE *c, const char *name)
{
    fprintf(c, "/* Made by tools/sqlgen. */\n#include \"%s_sql.h\"\n", name);
    for (size_t i = 0; i < n_statements; i++) {
        const struct statement *s = &statements[i];
        if (!s->sqlite) {
            stop(s->path, s->line, "the statement is empty");
        }
        if (!s->aggregate) {
            put_query(c, s, "", "", "");
            continue;
        }
        put_query(c, s, "_rows", "", "");
        /* CAST: PostgreSQL sums bigint into numeric. */
        put_query(c, s, "_total",
                  strcmp(s->aggregate, "sum") == 0
                      ? "SELECT count(*) AS n_rows, count(value) AS n_known, CAST(sum(value) AS bigint) AS value FROM ("
                      : "SELECT count(*) AS n_rows, count(value) AS n_known, count(*) AS value FROM (",
                  ") AS figure_rows");
    }
    fprintf(c, "const struct db_query *const %s_queries[] = {\n", name);
    for (size_t i = 0; i < n_statements; i++) {
        const struct statement *s = &statements[i];
        fprintf(c, s->aggregate ? "    &q_%s_rows, &q_%s_total,\n" : "    &q_%s,\n", s->name, s->name);
    }
    fprintf(c, "    0\n};\n");
    qsort(migrations, n_migrations, sizeof migrations[0], by_number);
    fprintf(c, "const struct db_migration %s_migrations[] = {\n", name);
    for (size_t i = 0; i < n_migrations; i++) {
        fprintf(c, "    { %d, \"%s\",\n        \"", migrations[i].number, migrations[i].name);
        for (const char *p = migrations[i].sql; *p; p++) {
            put_char(c, *p);
        }
        fputs("\" },\n", c);
    }
    fputs("    { 0, 0, 0 }\n};\n", c);
}

static void put_header(FILE *h, const char *name)
{
    fprintf(h, "/* Made by tools/sqlgen. */\n#pragma once\n#include \"db/db.h\"\n");
    size_t n_queries = 0;
    for (size_t i = 0; i < n_statements; i++) {
        const struct statement *s = &statements[i];
        fprintf(h,
                s->aggregate ? "extern const struct db_query q_%s_rows, q_%s_total;\n" : "extern const struct db_query q_%s;\n",
                s->name, s->name);
        n_queries += s->aggregate ? 2 : 1;
    }
    fprintf(h, "extern const struct db_query *const %s_queries[];\nextern const struct db_migration %s_migrations[];\n", name,
            name);
    fprintf(h, "enum { %s_n_queries = %zu, %s_n_migrations = %zu };\n", name, n_queries, name, n_migrations);
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        fprintf(stderr, "usage: sqlgen NAME HEADER SOURCE FILE.sql…\n");
        return 2;
    }
    for (int i = 4; i < argc; i++) {
        const char *slash = strrchr(argv[i], '/'), *base = slash ? slash + 1 : argv[i];
        if (strlen(base) > 8 && strspn(base, "0123456789") == 4 && base[4] == '_') {
            read_migration(argv[i], base);
        } else {
            read_statements(argv[i]);
        }
    }
    FILE *h = fopen(argv[2], "w"), *c = fopen(argv[3], "w");
    if (!h || !c) {
        perror("sqlgen");
        return 1;
    }
    put_header(h, argv[1]);
    put_source(c, argv[1]);
    return fclose(h) || fclose(c);
}
