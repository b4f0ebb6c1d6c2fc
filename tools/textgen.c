/* textgen HEADER SOURCE FILE… : makes enum text_id and the tables of messages from every ru.txt and en.txt.
   A line is `KEY = text`; `#` begins a comment; a line that begins with white space continues the text above. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_KEYS = 20000 };
struct message {
    char *key, *text[2];
};
static struct message messages[MAX_KEYS];
static size_t n_messages;

static struct message *message_of(const char *key)
{
    for (size_t i = 0; i < n_messages; i++) {
        if (strcmp(messages[i].key, key) == 0) {
            return &messages[i];
        }
    }
    if (n_messages == MAX_KEYS) {
        fprintf(stderr, "textgen: too many keys\n");
        exit(1);
    }
    messages[n_messages].key = strdup(key);
    return &messages[n_messages++];
}

static void read_file(const char *path)
{
    const char *base = strrchr(path, '/');
    int lang = strcmp(base ? base + 1 : path, "en.txt") == 0;
    FILE *f = fopen(path, "r");
    if (!f) {
        perror(path);
        exit(1);
    }
    char *line = NULL;
    size_t size = 0;
    ssize_t len;
    int number = 0;
    struct message *last = NULL;
    while ((len = getline(&line, &size, f)) > 0) {
        number++;
        while (len > 0 && strchr("\r\n \t", line[len - 1])) {
            line[--len] = 0;
        }
        if (len == 0 || line[0] == '#') {
            continue;
        }
        if ((line[0] == ' ' || line[0] == '\t') && last) {
            const char *more = line + strspn(line, " \t");
            size_t old = strlen(last->text[lang]);
            last->text[lang] = realloc(last->text[lang], old + strlen(more) + 2);
            last->text[lang][old] = ' ';
            strcpy(last->text[lang] + old + 1, more);
            continue;
        }
        char *equals = strchr(line, '=');
        if (!equals) {
            fprintf(stderr, "%s:%d: no '=' in the line\n", path, number);
            exit(1);
        }
        char *end = equals;
        while (end > line && strchr(" \t", end[-1])) {
            end--;
        }
        *end = 0;
        if (line[0] < 'A' || line[0] > 'Z' || line[strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")]) {
            fprintf(stderr, "%s:%d: a key is made of A-Z, 0-9 and _, and begins with a letter\n", path, number);
            exit(1);
        }
        last = message_of(line);
        if (last->text[lang]) {
            fprintf(stderr, "%s:%d: %s stands twice\n", path, number, line);
            exit(1);
        }
        last->text[lang] = strdup(equals + 1 + strspn(equals + 1, " \t"));
    }
    free(line);
    fclose(f);
}

static int by_key(const void *a, const void *b)
{
    return strcmp(((const struct message *)a)->key, ((const struct message *)b)->key);
}

static void put_literal(FILE *f, const char *s)
{
    putc('"', f);
    for (; *s; s++) {
        if (*s == '"' || *s == '\\') {
            putc('\\', f);
        }
        putc(*s, f);
    }
    putc('"', f);
}

static void put_table(FILE *f, int lang)
{
    fprintf(f, "    {\n        { \"\", 0 },\n");
    for (size_t i = 0; i < n_messages; i++) {
        const char *t = messages[i].text[lang] ? messages[i].text[lang] : "";
        fputs("        { ", f);
        put_literal(f, t);
        fprintf(f, ", %zu },\n", strlen(t));
    }
    fputs("    },\n", f);
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: textgen HEADER SOURCE FILE…\n");
        return 2;
    }
    for (int i = 3; i < argc; i++) {
        read_file(argv[i]);
    }
    qsort(messages, n_messages, sizeof messages[0], by_key);
    FILE *h = fopen(argv[1], "w"), *c = fopen(argv[2], "w");
    if (!h || !c) {
        perror("textgen");
        return 1;
    }
    fputs("/* Made by tools/textgen from every ru.txt and en.txt. */\n#ifndef TEXT_IDS_H\n#define TEXT_IDS_H\nenum text_id {\n"
          "    T_NONE,\n",
          h);
    for (size_t i = 0; i < n_messages; i++) {
        fprintf(h, "    T_%s,\n", messages[i].key);
    }
    fputs("    T_COUNT\n};\n#endif\n", h);
    fputs("/* Made by tools/textgen from every ru.txt and en.txt. */\n#include \"base/text/text_table.h\"\n"
          "const char *const text_keys[T_COUNT] = {\n    \"\",\n",
          c);
    for (size_t i = 0; i < n_messages; i++) {
        fprintf(c, "    \"%s\",\n", messages[i].key);
    }
    fputs("};\nconst struct str text_table[LANG_COUNT][T_COUNT] = {\n", c);
    put_table(c, 0);
    put_table(c, 1);
    fputs("};\n", c);
    return fclose(h) || fclose(c);
}
