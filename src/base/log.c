/* One log line is one write to stderr, so that lines of several threads never mix. The form is logfmt: time, level, then
   what the caller composed. Control characters become spaces: a line stays a line whatever a database driver says. */
#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

enum { LONGEST = 2048 };

/* Set by tests before they start threads; the only switch, hence no place in ctx. */
static atomic_bool quiet;

void log_quiet(bool on)
{
    atomic_store(&quiet, on);
}

static size_t put_time(char *at, size_t size)
{
    int64_t now = clock_now_ms(), in_day = now % 86400000;
    int year, month, day;
    day_split((struct day){ true, (int32_t)(now / 86400000) }, &year, &month, &day);
    int n = snprintf(at, size, "time=%04d-%02d-%02dT%02d:%02d:%02d.%03dZ ", year, month, day, (int)(in_day / 3600000),
                     (int)(in_day / 60000 % 60), (int)(in_day / 1000 % 60), (int)(in_day % 1000));
    return n < 0 ? 0 : (size_t)n;
}

void log_line(const char *level, const char *format, ...)
{
    char line[LONGEST];
    if (atomic_load(&quiet) && strcmp(level, "info") == 0) {
        return;
    }
    size_t at = put_time(line, sizeof line);
    int n = snprintf(line + at, sizeof line - at, "level=%s ", level);
    at += n < 0 ? 0 : (size_t)n;
    va_list args;
    va_start(args, format);
    n = vsnprintf(line + at, sizeof line - at - 1, format, args);
    va_end(args);
    at += n < 0 ? 0 : (size_t)n;
    if (at > sizeof line - 2) {
        at = sizeof line - 2;
    }
    for (size_t i = 0; i < at; i++) {
        line[i] = (unsigned char)line[i] < ' ' ? ' ' : line[i];
    }
    line[at++] = '\n';
    ssize_t written = write(STDERR_FILENO, line, at);
    (void)written; /* nobody is left to tell */
}

/* A value of logfmt between quotes may hold no quote. */
static const char *quotable(char *to, size_t size, struct str s)
{
    size_t n = s.len < size - 1 ? s.len : size - 1;
    for (size_t i = 0; i < n; i++) {
        to[i] = s.at[i] == '"' ? '\'' : s.at[i];
    }
    to[n] = 0;
    return to;
}

void log_err(const char *where, const struct err *e)
{
    char what[1024], hint[512];
    log_line("error", "where=%s kind=%s at=%s what=\"%s\" hint=\"%s\"", where, err_kind_name(e->kind),
             e->where ? e->where : "-", quotable(what, sizeof what, e->what), quotable(hint, sizeof hint, e->hint));
}
