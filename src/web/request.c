/* From the bytes of a request to its decoded parts: path, query, form, cookies. Strict on purpose: an escape that is none, a
   NUL, bytes that are no UTF-8 or control characters make the whole request malformed (400), because guessing what was
   meant is how two programs come to read one request differently. Cookies alone are forgiven, since other programs on the
   same host set them. No sockets here, so that all of it can be tested and fuzzed. */
#include "base/num.h"
#include "base/str.h"
#include "base/utf8.h"
#include "web/web_in.h"

#include <string.h>
#include <strings.h>

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c = (char)(c | 32);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

enum decoding { DECODE_PATH, DECODE_FORM };

/* %HH and, in forms, + for a space and the line ends of browsers (CR LF) for one LF. */
static bool decode(struct arena *a, struct str raw, enum decoding how, struct str *ret_text)
{
    char *out = arena_take(a, raw.len + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < raw.len; i++) {
        char c = raw.at[i];
        if (c == '%') {
            int high = i + 2 < raw.len ? hex_value(raw.at[i + 1]) : -1, low = i + 2 < raw.len ? hex_value(raw.at[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return false;
            }
            c = (char)(high * 16 + low);
            i += 2;
            if (how == DECODE_PATH && c == '/') {
                return false; /* a slash that is none would move the borders of the segments */
            }
        } else if (c == '+' && how == DECODE_FORM) {
            c = ' ';
        }
        if (how == DECODE_FORM && c == '\n' && n > 0 && out[n - 1] == '\r') {
            n--;
        }
        out[n++] = c;
    }
    struct str text = { out, n };
    if (!utf8_valid(text)) {
        return false;
    }
    *ret_text = text;
    return true;
}

static size_t count_pieces(struct str raw, char sep)
{
    size_t n = 1;
    for (size_t i = 0; i < raw.len; i++) {
        n += raw.at[i] == sep;
    }
    return n;
}

static bool read_params(struct arena *a, struct str raw, size_t cap, const struct param **ret_params, size_t *ret_n)
{
    size_t most = count_pieces(raw, '&'), n = 0;
    if (most > cap) {
        return false;
    }
    struct param *params = NEW_ARRAY(a, struct param, most);
    struct str rest = raw, piece;
    while (str_next(&rest, '&', &piece)) {
        if (piece.len == 0) {
            continue;
        }
        size_t eq = str_find(piece, STR("="), 0);
        if (!decode(a, str_part(piece, 0, eq), DECODE_FORM, &params[n].name) ||
            !decode(a, str_part(piece, eq + 1, piece.len), DECODE_FORM, &params[n].value)) {
            return false;
        }
        n++;
    }
    *ret_params = params;
    *ret_n = n;
    return true;
}

bool request_read_query(struct arena *a, struct str raw, const struct param **ret_params, size_t *ret_n)
{
    return read_params(a, raw, CAP_QUERY, ret_params, ret_n);
}

bool request_read_form(struct arena *a, struct str body, const struct param **ret_params, size_t *ret_n)
{
    return read_params(a, body, CAP_FORM, ret_params, ret_n);
}

/* The target of a request line, "/activity/7?tab=history": sets target, path and query. */
bool request_read_target(struct arena *a, struct str raw, struct request *request)
{
    size_t mark = str_find(raw, STR("?"), 0);
    struct str path, raw_path = str_part(raw, 0, mark);
    const struct param *query;
    size_t n_query;
    if (raw.len == 0 || raw.at[0] != '/' || !decode(a, raw_path, DECODE_PATH, &path) ||
        !request_read_query(a, str_part(raw, mark + 1, raw.len), &query, &n_query)) {
        return false;
    }
    request->target = raw;
    request->path = path;
    request->query = query;
    request->n_query = n_query;
    return true;
}

/* RFC 6265: pieces between semicolons, names of visible ASCII, values taken as they stand and without their quotes. */
void request_read_cookies(struct arena *a, struct str raw, const struct param **ret_params, size_t *ret_n)
{
    size_t most = count_pieces(raw, ';'), n = 0;
    if (most > CAP_COOKIES) {
        most = CAP_COOKIES;
    }
    struct param *params = NEW_ARRAY(a, struct param, most);
    struct str rest = raw, piece;
    while (n < most && str_next(&rest, ';', &piece)) {
        size_t eq = str_find(piece, STR("="), 0);
        struct str name = str_trim(str_part(piece, 0, eq)), value = str_trim(str_part(piece, eq + 1, piece.len));
        if (value.len >= 2 && value.at[0] == '"' && value.at[value.len - 1] == '"') {
            value = str_part(value, 1, value.len - 2);
        }
        if (name.len > 0 && eq < piece.len && utf8_valid(name) && utf8_valid(value)) {
            params[n++] = (struct param){ name, value };
        }
    }
    *ret_params = params;
    *ret_n = n;
}

bool request_is_form(struct str content_type)
{
    static const char form[] = "application/x-www-form-urlencoded";
    struct str word = str_trim(str_part(content_type, 0, str_find(content_type, STR(";"), 0)));
    return word.len == sizeof form - 1 && strncasecmp(word.at, form, word.len) == 0;
}

static const struct param *param_find(const struct param *params, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (str_is(params[i].name, name)) {
            return &params[i];
        }
    }
    return NULL;
}

static struct str param_value(const struct param *params, size_t n, const char *name)
{
    const struct param *p = param_find(params, n, name);
    return p ? p->value : STR_NONE;
}

struct str request_query(const struct request *r, const char *name)
{
    return param_value(r->query, r->n_query, name);
}

struct str request_form(const struct request *r, const char *name)
{
    return param_value(r->form, r->n_form, name);
}

bool request_has(const struct request *r, const char *form_name)
{
    return param_find(r->form, r->n_form, form_name) != NULL;
}

struct str request_cookie(const struct request *r, const char *name)
{
    return param_value(r->cookies, r->n_cookies, name);
}

/* Only plain digits: an id has one spelling, so that "/activity/+7" is no second address of the same page. */
int64_t request_id_arg(const struct request *r, size_t index)
{
    BUG_IF(index >= COUNT(r->path_args));
    struct str s = r->path_args[index];
    if (s.len == 0 || s.len > 16 || s.at[0] == '0') {
        return 0;
    }
    int64_t id = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9') {
            return 0;
        }
        id = id * 10 + (s.at[i] - '0');
    }
    return id < (INT64_C(1) << 53) ? id : 0;
}
