/* The complaints about a house: everything that two features can get wrong together although each is right alone.
   They are our own mistakes, so house_build stops the program on the first of them; tests read the whole list. */
#include "app/house_check.h"

#include <stdlib.h>
#include <string.h>

/* One name and the thing that bears it, so that every kind of name is searched for twins in the same way. */
struct name {
    struct str is;
};

static int by_name(const void *one, const void *two)
{
    return str_compare(((const struct name *)one)->is, ((const struct name *)two)->is);
}

static void find_twins(struct name *names, size_t n, const char *kind, struct buf *complaints)
{
    if (n == 0) {
        return;
    }
    qsort(names, n, sizeof *names, by_name);
    for (size_t i = 1; i < n; i++) {
        if (str_equal(names[i - 1].is, names[i].is)) {
            buf_putf(complaints, "%s stands twice: %.*s\n", kind, (int)names[i].is.len, names[i].is.at);
        }
    }
}

/* "/activity/{id}/edit" and "/activity/{row}/edit" catch the same requests: what is inside braces does not count. */
static struct str route_name(struct arena *a, const struct route *route)
{
    struct buf *b = buf_new(a, 4096);
    buf_putf(b, "%d ", (int)route->method);
    bool inside = false;
    for (const char *p = route->pattern; *p; p++) {
        inside = inside && *p != '}';
        if (!inside) {
            buf_put_byte(b, *p);
        }
        inside = inside || *p == '{';
    }
    return buf_str(b);
}

static void check_routes(struct arena *a, const struct site *site, struct buf *complaints)
{
    struct name *names = NEW_ARRAY(a, struct name, site->n_routes + 1);
    for (size_t i = 0; i < site->n_routes; i++) {
        const struct route *route = &site->routes[i];
        if (!route->pattern || route->pattern[0] != '/') {
            buf_putf(complaints, "route %zu: its path does not begin with /\n", i);
            continue;
        }
        if (route->right == 0) {
            buf_putf(complaints, "route names no right: %s\n", route->pattern);
        }
        if (!route->handle) {
            buf_putf(complaints, "route has no handler: %s\n", route->pattern);
        }
        names[i].is = route_name(a, route);
    }
    find_twins(names, site->n_routes, "route", complaints);
}

static void check_menu(const struct site *site, struct buf *complaints)
{
    for (size_t i = 0; i < site->n_menu; i++) {
        bool found = false;
        for (size_t k = 0; k < site->n_routes && !found; k++) {
            found = site->routes[k].method == METHOD_GET && site->routes[k].pattern &&
                    strcmp(site->routes[k].pattern, site->menu[i].path) == 0;
        }
        if (!found) {
            buf_putf(complaints, "menu entry leads nowhere: %s\n", site->menu[i].path);
        }
    }
}

static void check_migrations(const struct house *house, struct buf *complaints)
{
    for (size_t i = 1; i < house->n_migrations; i++) {
        if (house->migrations[i - 1].number == house->migrations[i].number) {
            buf_putf(complaints, "migration number stands twice: %s and %s\n", house->migrations[i - 1].name,
                     house->migrations[i].name);
        }
    }
}

void house_check(struct arena *a, const struct house *house, struct buf *complaints)
{
    check_routes(a, &house->site, complaints);
    check_menu(&house->site, complaints);
    check_migrations(house, complaints);
    struct name *names =
        NEW_ARRAY(a, struct name, house->registers.n + house->figures.n + house->jobs.n + house->n_queries + 1);
    for (size_t i = 0; i < house->registers.n; i++) {
        names[i].is = str_c(house->registers.all[i]->name);
    }
    find_twins(names, house->registers.n, "register", complaints);
    for (size_t i = 0; i < house->figures.n; i++) {
        names[i].is = str_c(house->figures.all[i]->name);
    }
    find_twins(names, house->figures.n, "figure", complaints);
    for (size_t i = 0; i < house->jobs.n; i++) {
        names[i].is = str_c(house->jobs.all[i]->name);
        if (house->jobs.all[i]->right == 0 || !house->jobs.all[i]->run) {
            buf_putf(complaints, "job names no right or no work: %s\n", house->jobs.all[i]->name);
        }
    }
    find_twins(names, house->jobs.n, "job", complaints);
    for (size_t i = 0; i < house->n_queries; i++) {
        names[i].is = str_c(house->queries[i]->name);
    }
    find_twins(names, house->n_queries, "statement", complaints);
}
