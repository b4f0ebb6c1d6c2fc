/* multipart/form-data (RFC 7578): the form that brings files. Strict like the rest of the decoding: a part without its name, a
   border that is followed by anything but a line end, names and values that are no UTF-8, or more parts than any form of ours
   has, make the request malformed. Files are slices of the body, nothing of them is copied. No sockets here, so that all of it
   can be tested and fuzzed. */
#include "base/str.h"
#include "base/utf8.h"
#include "web/web_in.h"

#include <string.h>
#include <strings.h>

enum { BOUNDARY_MOST = 70, HEADERS_MOST = 8 * 1024, VALUE_MOST = 64 * 1024 };

static size_t find(struct str s, struct str what, size_t from)
{
    const char *at = from < s.len ? memmem(s.at + from, s.len - from, what.at, what.len) : NULL;
    return at ? (size_t)(at - s.at) : s.len;
}

static bool same_word(struct str s, const char *word)
{
    return s.len == strlen(word) && strncasecmp(s.at, word, s.len) == 0;
}

/* The next `name=value` or `name="value"` of a header after its first word; the quoted form takes \" as browsers of old wrote
   it (today's send %22). */
static bool parameter_next(struct arena *a, struct str *rest, struct str *ret_name, struct str *ret_value)
{
    size_t semicolon = str_find(*rest, STR(";"), 0);
    if (semicolon == rest->len) {
        return false;
    }
    *rest = str_part(*rest, semicolon + 1, rest->len);
    size_t eq = str_find(*rest, STR("="), 0);
    *ret_name = str_trim(str_part(*rest, 0, eq));
    struct str after = str_trim(str_part(*rest, eq + 1, rest->len));
    if (after.len == 0 || after.at[0] != '"') {
        *rest = after;
        *ret_value = str_trim(str_part(after, 0, str_find(after, STR(";"), 0)));
        return ret_name->len > 0;
    }
    char *to = arena_take(a, after.len, 1);
    size_t n = 0, i = 1;
    for (; i < after.len && after.at[i] != '"'; i++) {
        i += after.at[i] == '\\' && i + 1 < after.len && after.at[i + 1] == '"';
        to[n++] = after.at[i];
    }
    *rest = str_part(after, i + 1, after.len);
    *ret_value = (struct str){ to, n };
    return ret_name->len > 0 && i < after.len;
}

struct str request_boundary(struct arena *a, struct str content_type)
{
    struct str rest = content_type, name, value;
    if (!same_word(str_trim(str_part(content_type, 0, str_find(content_type, STR(";"), 0))), "multipart/form-data")) {
        return STR_NONE;
    }
    while (parameter_next(a, &rest, &name, &value)) {
        if (same_word(name, "boundary")) {
            return value.len > 0 && value.len <= BOUNDARY_MOST ? value : STR_NONE;
        }
    }
    return STR_NONE;
}

/* What a browser tells of a file is its name; some of old sent the whole path of the machine it lay on. */
static struct str last_of_path(struct str name)
{
    size_t from = 0;
    for (size_t i = 0; i < name.len; i++) {
        if (name.at[i] == '/' || name.at[i] == '\\') {
            from = i + 1;
        }
    }
    return str_part(name, from, name.len);
}

struct part {
    struct str name, file_name, type, content;
    bool is_file;
};

static bool read_headers(struct arena *a, struct str headers, struct part *part)
{
    struct str line, rest = headers, name, value;
    while (str_next(&rest, '\n', &line)) {
        line = str_trim(line);
        size_t colon = str_find(line, STR(":"), 0);
        struct str field = str_part(line, 0, colon), content = str_trim(str_part(line, colon + 1, line.len));
        if (same_word(field, "Content-Type")) {
            part->type = content;
        } else if (same_word(field, "Content-Disposition")) {
            while (parameter_next(a, &content, &name, &value)) {
                if (same_word(name, "name")) {
                    part->name = value;
                } else if (same_word(name, "filename")) {
                    part->file_name = last_of_path(value);
                    part->is_file = true;
                }
            }
        }
    }
    return part->name.len > 0 && utf8_valid(part->name) && utf8_valid(part->file_name) && utf8_valid(part->type);
}

/* A value as a form carries it: line ends of browsers become one LF. */
static struct str lines_of(struct arena *a, struct str s)
{
    char *to = arena_take(a, s.len + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] != '\r' || i + 1 == s.len || s.at[i + 1] != '\n') {
            to[n++] = s.at[i];
        }
    }
    return (struct str){ to, n };
}

/* One part from behind its border; *at moves behind the next one. *ret_last: that one closes the body. */
static bool part_next(struct arena *a, struct str body, struct str border, size_t *at, struct part *ret_part, bool *ret_last)
{
    struct part part = { STR_NONE, STR_NONE, STR_NONE, STR_NONE, false };
    size_t headers_end = find(body, STR("\r\n\r\n"), *at), end = find(body, border, headers_end + 2);
    if (headers_end == body.len || headers_end - *at > HEADERS_MOST || end == body.len ||
        !read_headers(a, str_part(body, *at, headers_end - *at), &part)) {
        return false;
    }
    size_t from = headers_end + 4;
    if (end < from) { /* an empty part: its border begins with the empty line's own end */
        from = end;
    }
    part.content = str_part(body, from, end - from);
    size_t after = end + border.len;
    *ret_last = str_starts(str_part(body, after, 2), STR("--"));
    if (!*ret_last && !str_starts(str_part(body, after, 2), STR("\r\n"))) {
        return false;
    }
    *at = after + 2;
    *ret_part = part;
    return true;
}

bool request_read_multipart(struct arena *a, struct str body, struct str boundary, struct request *request)
{
    struct str border = str_format(a, "\r\n--%.*s", (int)boundary.len, boundary.at);
    struct param *form = NEW_ARRAY(a, struct param, CAP_PARTS);
    struct upload *files = NEW_ARRAY(a, struct upload, CAP_PARTS);
    size_t n_form = 0, n_files = 0, at = border.len; /* the first border has no line end before it; nothing stands before it */
    bool last = false;
    if (boundary.len == 0 || !str_starts(body, str_part(border, 2, border.len)) ||
        !str_starts(str_part(body, at - 2, 2), STR("\r\n"))) {
        return false;
    }
    while (!last) {
        struct part part;
        if (n_form + n_files == CAP_PARTS || !part_next(a, body, border, &at, &part, &last)) {
            return false;
        }
        if (part.is_file) {
            files[n_files++] = (struct upload){ part.name, part.file_name, part.type, part.content };
        } else if (part.content.len > VALUE_MOST || !utf8_valid(part.content)) {
            return false;
        } else {
            form[n_form++] = (struct param){ part.name, lines_of(a, part.content) };
        }
    }
    request->form = form;
    request->n_form = n_form;
    request->files = files;
    request->n_files = n_files;
    return true;
}

const struct upload *request_file(const struct request *r, const char *field)
{
    for (size_t i = 0; i < r->n_files; i++) {
        if (str_is(r->files[i].field, field)) {
            return &r->files[i];
        }
    }
    return NULL;
}
