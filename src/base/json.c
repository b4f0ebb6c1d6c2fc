/* JSON by RFC 8259: a tree in an arena, a writer that measures first and then writes (so that a text is never cut short by a
   cap nobody looked at: editions are sealed by it), and a strict reader. Numbers stay text: the tree never rounds. */
#include "base/json.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/utf8.h"

enum { DEEPEST = 64 };

static struct json *json_new(struct arena *a, enum json_kind kind, struct str text)
{
    struct json *j = NEW(a, struct json);
    *j = (struct json){ .kind = kind, .text = text, .key = STR_NONE };
    return j;
}

struct json *json_object(struct arena *a)
{
    return json_new(a, JSON_OBJECT, STR_NONE);
}

struct json *json_array(struct arena *a)
{
    return json_new(a, JSON_ARRAY, STR_NONE);
}

struct json *json_string(struct arena *a, struct str s)
{
    return json_new(a, JSON_STRING, s);
}

struct json *json_int(struct arena *a, int64_t n)
{
    return json_new(a, JSON_NUMBER, num_plain(a, (struct decimal){ n, 0 }));
}

struct json *json_bool(struct arena *a, bool yes)
{
    return json_new(a, yes ? JSON_TRUE : JSON_FALSE, STR_NONE);
}

struct json *json_null(struct arena *a)
{
    return json_new(a, JSON_NULL, STR_NONE);
}

static void child_add(struct json *parent, struct json *child)
{
    BUG_IF(child->next || parent->last == child); /* it stands somewhere already */
    if (parent->last) {
        parent->last->next = child;
    } else {
        parent->first = child;
    }
    parent->last = child;
}

void json_put(struct arena *a, struct json *object, const char *key, struct json *value)
{
    BUG_IF(object->kind != JSON_OBJECT);
    value->key = str_copy(a, str_c(key));
    child_add(object, value);
}

void json_add(struct json *array, struct json *value)
{
    BUG_IF(array->kind != JSON_ARRAY);
    child_add(array, value);
}

void json_put_text(struct arena *a, struct json *object, const char *key, struct str value)
{
    json_put(a, object, key, json_string(a, value));
}

void json_put_some(struct arena *a, struct json *object, const char *key, struct str value)
{
    json_put(a, object, key, value.len ? json_string(a, value) : json_null(a));
}

void json_put_int(struct arena *a, struct json *object, const char *key, int64_t value)
{
    json_put(a, object, key, json_int(a, value));
}

void json_put_maybe(struct arena *a, struct json *object, const char *key, struct maybe_int value)
{
    json_put(a, object, key, value.known ? json_int(a, value.is) : json_null(a));
}

struct json *json_get(const struct json *object, const char *key)
{
    if (!object || object->kind != JSON_OBJECT) {
        return NULL;
    }
    struct str wanted = str_c(key);
    for (struct json *j = object->first; j; j = j->next) {
        if (str_equal(j->key, wanted)) {
            return j;
        }
    }
    return NULL;
}

struct str json_text(const struct json *object, const char *key)
{
    const struct json *j = json_get(object, key);
    return j && (j->kind == JSON_STRING || j->kind == JSON_NUMBER) ? j->text : STR_NONE;
}

/* ---- writing: the first pass has no `at` and only counts ---- */

struct sink {
    struct arena *arena;
    char *at;
    size_t len;
    bool canonical;
};

static void sink_put(struct sink *out, struct str s)
{
    if (out->at && s.len) {
        memcpy(out->at + out->len, s.at, s.len);
    }
    out->len += s.len;
}

static void put_string(struct sink *out, struct str s)
{
    static const char hex[] = "0123456789abcdef";
    sink_put(out, STR("\""));
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        char escaped[6] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };
        const char *shorter = c == '\n'   ? "\\n"
                              : c == '\r' ? "\\r"
                              : c == '\t' ? "\\t"
                              : c == '"'  ? "\\\""
                              : c == '\\' ? "\\\\"
                                          : NULL;
        if (shorter) {
            sink_put(out, (struct str){ shorter, 2 });
        } else if (c < ' ' || c == 0x7F) {
            sink_put(out, (struct str){ escaped, sizeof escaped });
        } else {
            sink_put(out, str_part(s, i, 1));
        }
    }
    sink_put(out, STR("\""));
}

static int by_key(const void *one, const void *two)
{
    return str_compare((*(const struct json *const *)one)->key, (*(const struct json *const *)two)->key);
}

/* The children in the order to be written; sorted ones cost an array in the arena. */
static const struct json **children_sorted(struct arena *a, const struct json *j, size_t *ret_n)
{
    size_t n = 0;
    for (const struct json *child = j->first; child; child = child->next) {
        n++;
    }
    const struct json **list = NEW_ARRAY(a, const struct json *, n + 1);
    n = 0;
    for (const struct json *child = j->first; child; child = child->next) {
        list[n++] = child;
    }
    qsort(list, n, sizeof(const struct json *), by_key);
    for (size_t i = 1; i < n; i++) {
        BUG_IF(str_equal(list[i - 1]->key, list[i]->key)); /* a key that stands twice has no canonical form */
    }
    *ret_n = n;
    return list;
}

static void put_value(struct sink *out, const struct json *j);

static void put_member(struct sink *out, const struct json *j, bool is_first)
{
    if (!is_first) {
        sink_put(out, STR(","));
    }
    put_string(out, j->key);
    sink_put(out, STR(":"));
    put_value(out, j);
}

static void put_object(struct sink *out, const struct json *j)
{
    sink_put(out, STR("{"));
    if (out->canonical) {
        size_t n;
        const struct json **list = children_sorted(out->arena, j, &n);
        for (size_t i = 0; i < n; i++) {
            put_member(out, list[i], i == 0);
        }
    } else {
        for (const struct json *child = j->first; child; child = child->next) {
            put_member(out, child, child == j->first);
        }
    }
    sink_put(out, STR("}"));
}

static void put_array(struct sink *out, const struct json *j)
{
    sink_put(out, STR("["));
    for (const struct json *child = j->first; child; child = child->next) {
        if (child != j->first) {
            sink_put(out, STR(","));
        }
        put_value(out, child);
    }
    sink_put(out, STR("]"));
}

static void put_value(struct sink *out, const struct json *j)
{
    switch (j->kind) {
    case JSON_NULL:
        sink_put(out, STR("null"));
        break;
    case JSON_TRUE:
        sink_put(out, STR("true"));
        break;
    case JSON_FALSE:
        sink_put(out, STR("false"));
        break;
    case JSON_NUMBER:
        sink_put(out, j->text);
        break;
    case JSON_STRING:
        put_string(out, j->text);
        break;
    case JSON_ARRAY:
        put_array(out, j);
        break;
    case JSON_OBJECT:
        put_object(out, j);
        break;
    }
}

static struct str written(struct arena *a, const struct json *j, bool canonical)
{
    struct sink out = { a, NULL, 0, canonical };
    put_value(&out, j);
    out.at = arena_take(a, out.len + 1, 1);
    out.len = 0;
    put_value(&out, j);
    return (struct str){ out.at, out.len };
}

struct str json_write(struct arena *a, const struct json *j)
{
    return written(a, j, false);
}

struct str json_write_canonical(struct arena *a, const struct json *j)
{
    return written(a, j, true);
}

/* ---- reading ---- */

struct reader {
    struct arena *arena;
    struct str all;
    size_t at;
    int depth;
    struct err *e;
};

static bool wrong(struct reader *r, const char *what)
{
    return err_setf(r->e, ERR_INVALID, "json_read", "byte %zu: %s", r->at, what);
}

static int peek(const struct reader *r)
{
    return r->at < r->all.len ? (unsigned char)r->all.at[r->at] : -1;
}

static void skip_space(struct reader *r)
{
    while (peek(r) == ' ' || peek(r) == '\n' || peek(r) == '\r' || peek(r) == '\t') {
        r->at++;
    }
}

static bool take_byte(struct reader *r, char c)
{
    if (peek(r) != (unsigned char)c) {
        return false;
    }
    r->at++;
    return true;
}

static size_t take_digits(struct reader *r)
{
    size_t from = r->at;
    while (peek(r) >= '0' && peek(r) <= '9') {
        r->at++;
    }
    return r->at - from;
}

/* -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)? */
static bool take_number(struct reader *r, struct str *ret_text)
{
    size_t from = r->at;
    take_byte(r, '-');
    bool zero = peek(r) == '0';
    size_t whole = take_digits(r);
    if (whole == 0 || (zero && whole > 1)) {
        return wrong(r, "not a number");
    }
    if (take_byte(r, '.') && !take_digits(r)) {
        return wrong(r, "digits are missing after the point");
    }
    if (take_byte(r, 'e') || take_byte(r, 'E')) {
        if (!take_byte(r, '-')) {
            take_byte(r, '+');
        }
        if (!take_digits(r)) {
            return wrong(r, "digits are missing in the exponent");
        }
    }
    *ret_text = str_part(r->all, from, r->at - from);
    return true;
}

struct json *json_number(struct arena *a, struct str plain)
{
    struct err e = { .kind = ERR_NONE };
    struct reader r = { a, plain, 0, 0, &e };
    struct str text;
    BUG_IF(!take_number(&r, &text) || r.at != plain.len);
    return json_new(a, JSON_NUMBER, str_copy(a, plain));
}

static bool take_hex4(struct reader *r, uint32_t *ret_unit)
{
    uint32_t unit = 0;
    for (int i = 0; i < 4; i++, r->at++) {
        int c = peek(r);
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0) {
            return wrong(r, "four hexadecimal digits must follow \\u");
        }
        unit = unit << 4 | (uint32_t)digit;
    }
    *ret_unit = unit;
    return true;
}

static bool take_unicode(struct reader *r, uint32_t *ret_char)
{
    uint32_t high = 0, low = 0;
    if (!take_hex4(r, &high)) {
        return false;
    }
    if (high >= 0xD800 && high <= 0xDBFF) {
        if (!take_byte(r, '\\') || !take_byte(r, 'u') || !take_hex4(r, &low) || low < 0xDC00 || low > 0xDFFF) {
            return wrong(r, "half of a surrogate pair");
        }
        high = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
    } else if (high >= 0xDC00 && high <= 0xDFFF) {
        return wrong(r, "half of a surrogate pair");
    }
    if (high == 0) {
        return wrong(r, "the character NUL is not taken");
    }
    *ret_char = high;
    return true;
}

/* What follows a backslash, appended at `to`; the longest is four bytes, never longer than its escape. */
static bool take_escape(struct reader *r, char *to, size_t *len)
{
    static const char marks[] = "\"\\/bfnrt", plain[] = "\"\\/\b\f\n\r\t";
    uint32_t c = 0;
    size_t n;
    if (take_byte(r, 'u')) {
        if (!take_unicode(r, &c)) {
            return false;
        }
        utf8_encode(c, to + *len, &n);
        *len += n;
        return true;
    }
    int mark = peek(r);
    const char *hit = mark > 0 ? strchr(marks, mark) : NULL;
    if (!hit) {
        return wrong(r, "an unknown escape");
    }
    r->at++;
    to[(*len)++] = plain[hit - marks];
    return true;
}

static bool take_string(struct reader *r, struct str *ret_text)
{
    size_t close = r->at + 1, len = 0;
    if (!take_byte(r, '"')) {
        return wrong(r, "a string is missing");
    }
    while (close < r->all.len && r->all.at[close] != '"') {
        close += r->all.at[close] == '\\' ? 2 : 1;
    }
    if (close >= r->all.len) {
        return wrong(r, "a string is not closed");
    }
    char *to = arena_take(r->arena, close - r->at + 1, 1);
    while (!take_byte(r, '"')) {
        if (take_byte(r, '\\')) {
            if (!take_escape(r, to, &len)) {
                return false;
            }
        } else if (peek(r) < ' ') {
            return wrong(r, "a control character inside a string");
        } else {
            to[len++] = r->all.at[r->at++];
        }
    }
    *ret_text = (struct str){ to, len };
    return true;
}

static bool take_value(struct reader *r, struct json **ret_json);

/* The rest of an array or an object after its opening bracket. */
static bool take_children(struct reader *r, struct json *parent, char close)
{
    struct json *child;
    struct str key = STR_NONE;
    skip_space(r);
    if (take_byte(r, close)) {
        return true;
    }
    do {
        skip_space(r);
        if (parent->kind == JSON_OBJECT) {
            if (!take_string(r, &key)) {
                return false;
            }
            skip_space(r);
            if (!take_byte(r, ':')) {
                return wrong(r, "a colon is missing");
            }
        }
        if (!take_value(r, &child)) {
            return false;
        }
        child->key = key;
        child_add(parent, child);
        skip_space(r);
    } while (take_byte(r, ','));
    return take_byte(r, close) || wrong(r, "a comma or a closing bracket is missing");
}

static bool take_word(struct reader *r, struct str word)
{
    if (!str_equal(str_part(r->all, r->at, word.len), word)) {
        return wrong(r, "not a value");
    }
    r->at += word.len;
    return true;
}

static bool take_scalar(struct reader *r, struct json *j)
{
    switch (peek(r)) {
    case '"':
        j->kind = JSON_STRING;
        return take_string(r, &j->text);
    case 't':
        j->kind = JSON_TRUE;
        return take_word(r, STR("true"));
    case 'f':
        j->kind = JSON_FALSE;
        return take_word(r, STR("false"));
    case 'n':
        return take_word(r, STR("null"));
    default:
        j->kind = JSON_NUMBER;
        return take_number(r, &j->text);
    }
}

static bool take_value(struct reader *r, struct json **ret_json)
{
    skip_space(r);
    struct json *j = json_new(r->arena, JSON_NULL, STR_NONE);
    *ret_json = j;
    if (peek(r) != '[' && peek(r) != '{') {
        return take_scalar(r, j);
    }
    if (r->depth == DEEPEST) {
        return wrong(r, "deeper than 64");
    }
    bool object = peek(r) == '{';
    j->kind = object ? JSON_OBJECT : JSON_ARRAY;
    r->at++;
    r->depth++;
    bool done = take_children(r, j, object ? '}' : ']');
    r->depth--;
    return done;
}

bool json_read(struct arena *a, struct str s, struct json **ret_json, struct err *e)
{
    struct reader r = { a, s, 0, 0, e };
    struct json *j;
    if (!utf8_valid(s)) {
        return err_set(e, ERR_INVALID, "json_read", STR("not UTF-8"));
    }
    if (!take_value(&r, &j)) {
        return false;
    }
    skip_space(&r);
    if (r.at != s.len) {
        return wrong(&r, "text after the value");
    }
    *ret_json = j;
    return true;
}
