/* JSON: a writer that is canonical when asked for sorted keys, and a reader into a small tree.
   Canonical form (decision 14): keys sorted by bytes, no white space, numbers given as decimal strings by the caller. */
#ifndef BASE_JSON_H
#define BASE_JSON_H
#include "base/buf.h"
#include "base/err.h"

enum json_kind { JSON_NULL, JSON_TRUE, JSON_FALSE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json {
    enum json_kind kind;
    struct str text;           /* string: decoded; number: as written */
    struct str key;            /* when a member of an object */
    struct json *first, *last; /* children */
    struct json *next;         /* the next child of the same parent: a value stands in one place only */
};

/* Trees are built in an arena: json_object(a), then json_put_* by key; json_array + json_add_*. */
struct json *json_object(struct arena *a);
struct json *json_array(struct arena *a);
struct json *json_string(struct arena *a, struct str s);
struct json *json_int(struct arena *a, int64_t n);
struct json *json_number(struct arena *a, struct str plain); /* text that is a JSON number already */
struct json *json_bool(struct arena *a, bool yes);
struct json *json_null(struct arena *a);
void json_put(struct arena *a, struct json *object, const char *key, struct json *value);
void json_add(struct json *array, struct json *value);
/* The commonest members: text, text that may be missing (empty is null), a number, a number that may be unknown. */
void json_put_text(struct arena *a, struct json *object, const char *key, struct str value);
void json_put_some(struct arena *a, struct json *object, const char *key, struct str value);
void json_put_int(struct arena *a, struct json *object, const char *key, int64_t value);
void json_put_maybe(struct arena *a, struct json *object, const char *key, struct maybe_int value);
struct json *json_get(const struct json *object, const char *key); /* NULL when there is none */
struct str json_text(const struct json *object, const char *key);  /* string or number member, "" when there is none */

struct str json_write(struct arena *a, const struct json *j);                                  /* members in the order put */
struct str json_write_canonical(struct arena *a, const struct json *j);                        /* members sorted by key */
bool json_read(struct arena *a, struct str s, struct json **ret_json, struct err *e) MUST_USE; /* depth at most 64 */
#endif
