/* The words every room speaks: strings with a length, values that may be unknown, and the one way to stop on our own bug. */
#ifndef BASE_H
#define BASE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
/* Only a string literal passes: pasting two empty literals around anything else does not compile. */
#define LITERAL(s) ("" s "")

/* Text with its length, passed by value, never owned; the bytes live in an arena or in the program. */
struct str {
    const char *at;
    size_t len;
};
#define STR(lit) ((struct str){ LITERAL(lit), sizeof(lit) - 1 })
#define STR_NONE ((struct str){ "", 0 })

/* No data is not zero: a nullable number says whether it is known. */
struct maybe_int {
    bool known;
    int64_t is;
};
struct maybe_real {
    bool known;
    double is;
};
#define SOME_INT(x) ((struct maybe_int){ true, (x) })
#define NO_INT ((struct maybe_int){ false, 0 })

/* We failed: stops the program with file and line, in production too. For mistakes of people and of the world see err.h. */
#define BUG_IF(cond) ((cond) ? bug_stop(__FILE__, __LINE__, #cond) : (void)0)
_Noreturn void bug_stop(const char *file, int line, const char *what);

#endif
