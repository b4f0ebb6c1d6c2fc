/* Log lines in logfmt on stderr. Never names, codes, answers or query strings: pass patterns and counts. */
#ifndef BASE_LOG_H
#define BASE_LOG_H
#include "base/err.h"
void log_line(const char *level, const char *format, ...) PRINTF_LIKE(2, 3); /* level: info, warning, error */
void log_err(const char *where, const struct err *e);
void log_quiet(bool quiet); /* tests silence info */
#endif
