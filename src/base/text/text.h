/* Messages in the reader's language. Keys come from every ru.txt / en.txt of the tree (`KEY = text`, ICU MessageFormat with
   {name} and {n, plural, one {# человек} few {…} many {…} other {…}}); tools/textgen makes enum text_id from them, so a missing
   key does not compile and a missing translation or plural form fails tests/house/text_test. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H
#include "base/ctx.h"
#include "base/day.h"
#include "base/num.h"
#include "text_ids.h" /* generated: enum text_id { T_NONE, T_…, T_COUNT } */

/* A message without arguments; points into the program. */
struct str text(const struct ctx *ctx, enum text_id id);
struct str text_in(enum lang lang, enum text_id id);

struct text_arg {
    const char *name;
    bool is_count;
    struct str s;
    int64_t n;
};
static inline struct text_arg text_arg_str(const char *name, struct str s)
{
    return (struct text_arg){ name, false, s, 0 };
}
static inline struct text_arg text_arg_int(const char *name, int64_t n)
{
    return (struct text_arg){ name, true, STR_NONE, n };
}
#define TEXT_ARG(name, x)                                                                                                      \
    _Generic((x), struct str : text_arg_str, long : text_arg_int, long long : text_arg_int, int : text_arg_int)((name), (x))

/* A message with named arguments: text_with(ctx, T_FOUND, TEXT_ARG("n", count), TEXT_ARG("what", s)). The result lives in
   ctx->arena; numbers are grouped for the language,
   so a year goes in as text. A name that has no argument is printed as it stands, in its braces; tests/house/texts.py holds
   every caller to the names of its message. */
struct str text_fill(struct arena *a, enum lang lang, enum text_id id, const struct text_arg *args, size_t n);
#define text_with(ctx, id, ...)                                                                                                \
    text_fill((ctx)->arena, (ctx)->lang, (id), (const struct text_arg[]){ __VA_ARGS__ },                                       \
              sizeof((const struct text_arg[]){ __VA_ARGS__ }) / sizeof(struct text_arg))

/* Dates for people: «12.04.2022» in tables, «12 апреля 2022 года» / "12 April 2022" in text; periods at their own precision
   («ноябрь 2021 года», «2021-2022 учебный год», «дата не указана»). */
struct str text_day_short(struct arena *a, enum lang lang, struct day d);
struct str text_day_long(struct arena *a, enum lang lang, struct day d);
struct str text_period(struct arena *a, enum lang lang, struct period p);
struct str text_moment(struct arena *a, enum lang lang, int64_t utc_ms, const char *zone); /* «22.11.2026, 21:54» */
/* Order for people (ICU, ё beside е). */
int text_compare(enum lang lang, struct str one, struct str two);

/* Opens ICU's objects once, before threads start; text_stop gives them back. */
bool text_start(struct err *e) MUST_USE;
void text_stop(void);
#endif
