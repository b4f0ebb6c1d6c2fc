/* The table of routes: sorted by segments once at start, searched by halving per segment. It stands apart because it is the
   one list from which a request gets its right. Rows that share their first segments stand together, literal segments
   before {…}, so a search narrows a range segment by segment and only tries {…} when no literal leads to a route. Between the
   two stands {…}.json: the same row for machines is an address of its own, with a right of its own. */
#include "base/str.h"
#include "web/web_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct str JSON_TAIL = { ".json", 5 };
struct row {
    const struct route *route;
    struct str segments[ROUTE_SEGMENTS];
    size_t n;
};
struct route_table {
    struct row *rows;
    size_t n;
};
struct range {
    size_t from, to;
};

/* "{id}" and, with its tail, "{id}.json". */
static bool is_hole(struct str segment)
{
    size_t end = str_find(segment, STR("}"), 0);
    return segment.len >= 2 && segment.at[0] == '{' && end < segment.len &&
           (end + 1 == segment.len || segment.at[end + 1] == '.');
}

static struct str hole_tail(struct str hole)
{
    return str_part(hole, str_find(hole, STR("}"), 0) + 1, hole.len);
}

/* Order of segments: none before some, literals by bytes, {…} with a tail by the tail, {…} last; names inside do not count. */
static int compare_segment(struct str one, struct str two)
{
    bool hole_one = is_hole(one), hole_two = is_hole(two);
    if (!hole_one && !hole_two) {
        return str_compare(one, two);
    }
    if (hole_one != hole_two) {
        return hole_one - hole_two;
    }
    struct str tail_one = hole_tail(one), tail_two = hole_tail(two);
    return tail_one.len && tail_two.len ? str_compare(tail_one, tail_two) : (tail_one.len == 0) - (tail_two.len == 0);
}

static int compare_rows(const void *one, const void *two)
{
    const struct row *a = one, *b = two;
    for (size_t i = 0; i < ROUTE_SEGMENTS && (i < a->n || i < b->n); i++) {
        if (i >= a->n || i >= b->n) {
            return i >= a->n ? -1 : 1;
        }
        int d = compare_segment(a->segments[i], b->segments[i]);
        if (d) {
            return d;
        }
    }
    return (a->route->method > b->route->method) - (a->route->method < b->route->method);
}

/* "/" has no segments, "/a/b" two; false for an empty segment or too many of them. */
static bool split(struct str path, struct str *ret_segments, size_t *ret_n)
{
    size_t n = 0;
    struct str rest = str_part(path, 1, path.len), piece;
    if (rest.len == 0) {
        *ret_n = 0;
        return true;
    }
    while (str_next(&rest, '/', &piece)) {
        if (piece.len == 0 || n == ROUTE_SEGMENTS) {
            return false;
        }
        ret_segments[n++] = piece;
    }
    *ret_n = n;
    return true;
}

static _Noreturn void refuse(const struct route *route, const char *why)
{
    char words[300];
    snprintf(words, sizeof words, "route %s: %s", route->pattern ? route->pattern : "(none)", why);
    bug_stop(__FILE__, __LINE__, words);
}

static void read_row(const struct route *route, struct row *row)
{
    size_t holes = 0;
    if (!route->pattern || route->pattern[0] != '/' || !split(str_c(route->pattern), row->segments, &row->n)) {
        refuse(route, "its pattern is no path");
    }
    if (route->right == 0) {
        refuse(route, "it names no right");
    }
    if (!route->handle || route->method == METHOD_OTHER) {
        refuse(route, "it has no handler, or a method that is not served");
    }
    for (size_t i = 0; i < row->n; i++) {
        bool hole = is_hole(row->segments[i]);
        holes += hole;
        if (hole && hole_tail(row->segments[i]).len && !str_equal(hole_tail(row->segments[i]), JSON_TAIL)) {
            refuse(route, "only .json may follow {…}");
        }
    }
    if (holes > ROUTE_ARGS) {
        refuse(route, "it has more {…} than a request keeps");
    }
    row->route = route;
}

const struct route_table *route_table_new(struct arena *a, const struct route *routes, size_t n)
{
    struct route_table *table = NEW(a, struct route_table);
    table->rows = NEW_ARRAY(a, struct row, n + 1);
    table->n = n;
    for (size_t i = 0; i < n; i++) {
        read_row(&routes[i], &table->rows[i]);
    }
    qsort(table->rows, n, sizeof *table->rows, compare_rows);
    for (size_t i = 1; i < n; i++) {
        if (compare_rows(&table->rows[i - 1], &table->rows[i]) == 0) {
            refuse(table->rows[i].route, "another route catches the same requests");
        }
    }
    return table;
}

/* The rows of the range whose segment at `depth` equals it; rows that end before `depth` stand first and are passed over. */
static struct range narrow(const struct route_table *table, struct range in, size_t depth, struct str segment)
{
    size_t low = in.from, high = in.to;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct row *row = &table->rows[middle];
        if (row->n <= depth || compare_segment(row->segments[depth], segment) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    struct range out = { low, low };
    while (out.to < in.to && compare_segment(table->rows[out.to].segments[depth], segment) == 0) {
        out.to++;
    }
    return out;
}

struct search {
    const struct route_table *table;
    struct str segments[ROUTE_SEGMENTS];
    size_t n;
};

/* The range of rows (they differ only in method) that match from `depth` on; empty when none does. */
static struct range search_from(const struct search *s, struct range in, size_t depth)
{
    if (depth == s->n) {
        struct range out = { in.from, in.from };
        while (out.to < in.to && s->table->rows[out.to].n == depth) {
            out.to++;
        }
        return out;
    }
    struct str segment = s->segments[depth];
    bool typed_hole = is_hole(segment); /* "/activity/{id}" typed as it stands is no literal */
    bool tailed = segment.len > JSON_TAIL.len && str_ends(segment, JSON_TAIL);
    const struct str tries[] = { segment, STR("{}.json"), STR("{}") };
    struct range hit = { 0, 0 };
    for (size_t i = typed_hole ? 1 : 0; i < COUNT(tries) && hit.from == hit.to; i++) {
        if (i != 1 || tailed) {
            struct range some = narrow(s->table, in, depth, tries[i]);
            hit = some.from < some.to ? search_from(s, some, depth + 1) : hit;
        }
    }
    return hit;
}

static void fill_args(const struct row *row, const struct search *s, struct request *request)
{
    size_t n = 0;
    for (size_t i = 0; i < row->n; i++) {
        if (is_hole(row->segments[i])) {
            size_t tail = hole_tail(row->segments[i]).len;
            request->path_args[n++] = str_part(s->segments[i], 0, s->segments[i].len - tail);
        }
    }
}

const struct route *route_find(const struct route_table *table, struct request *request, unsigned *ret_methods)
{
    struct search s = { .table = table };
    *ret_methods = 0;
    request->route = NULL;
    if (request->path.len == 0 || !split(request->path, s.segments, &s.n)) {
        return NULL;
    }
    struct range hit = search_from(&s, (struct range){ 0, table->n }, 0);
    for (size_t i = hit.from; i < hit.to; i++) {
        const struct row *row = &table->rows[i];
        *ret_methods |= 1u << row->route->method;
        if (row->route->method == request->method) {
            fill_args(row, &s, request);
            request->route = row->route;
        }
    }
    return request->route;
}
