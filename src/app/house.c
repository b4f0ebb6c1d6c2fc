/* Puts the house together: migrations, statements, routes, menu and figures of every room and feature become the lists that
   the server, the commands and the tests work with. A feature is known by its one word in features/meson.build; a room by
   having statements. Registers bring their generic routes, unless the feature wrote the same route by hand. */
#include "app/house.h"
#include "app/house_check.h"
#include "app/rooms_list.h"
#include "base/clock.h"
#include "features/file/file.h"
#include "features/home/home.h"
#include "web/ui.h"
#include "web_sql.h"

#include <stdlib.h>
#include <string.h>

/* How much there is of everything, before the lists are taken. */
struct amounts {
    size_t registers, routes, menu, figures, jobs, queries, migrations;
};

static size_t count_queries(const struct db_query *const *list)
{
    size_t n = 0;
    while (list && list[n]) {
        n++;
    }
    return n;
}

static size_t count_migrations(const struct db_migration *list)
{
    size_t n = 0;
    while (list && list[n].number) {
        n++;
    }
    return n;
}

static struct amounts count_all(void)
{
    struct amounts n = { .routes = ui_n_routes };
    for (const struct room_statements *room = rooms_list; room->name; room++) {
        n.queries += count_queries(room->queries);
        n.migrations += count_migrations(room->migrations);
    }
    for (const struct feature *const *f = features_list; *f; f++) {
        n.registers += (*f)->n_registers;
        n.routes += (*f)->n_routes + (*f)->n_json + (*f)->n_registers * REGISTER_ROUTES;
        n.menu += (*f)->n_menu;
        n.figures += (*f)->n_figures;
        n.jobs += (*f)->n_jobs;
        n.queries += (*f)->n_queries;
        n.migrations += (*f)->n_migrations;
    }
    return n;
}

static int by_migration_number(const void *one, const void *two)
{
    const struct db_migration *a = one, *b = two;
    return (a->number > b->number) - (a->number < b->number);
}

static void collect_statements(struct arena *a, struct house *house, const struct amounts *n)
{
    const struct db_query **queries = NEW_ARRAY(a, const struct db_query *, n->queries + 1);
    struct db_migration *migrations = NEW_ARRAY(a, struct db_migration, n->migrations + 1);
    for (const struct room_statements *room = rooms_list; room->name; room++) {
        for (const struct db_query *const *q = room->queries; *q; q++) {
            queries[house->n_queries++] = *q;
        }
        for (const struct db_migration *m = room->migrations; m->number; m++) {
            migrations[house->n_migrations++] = *m;
        }
    }
    for (const struct feature *const *f = features_list; *f; f++) {
        for (size_t i = 0; i < (*f)->n_queries; i++) {
            queries[house->n_queries++] = (*f)->queries[i];
        }
        for (size_t i = 0; i < (*f)->n_migrations; i++) {
            migrations[house->n_migrations++] = (*f)->migrations[i];
        }
    }
    qsort(migrations, house->n_migrations, sizeof *migrations, by_migration_number);
    house->queries = queries;
    house->migrations = migrations;
}

static bool route_stands(const struct route *routes, size_t n, const struct route *like)
{
    for (size_t i = 0; i < n; i++) {
        if (routes[i].method == like->method && strcmp(routes[i].pattern, like->pattern) == 0) {
            return true;
        }
    }
    return false;
}

/* Hand-written routes first: a generic route of the same method and path gives way to them. */
static void collect_routes(struct arena *a, struct house *house, const struct amounts *n)
{
    struct route *routes = NEW_ARRAY(a, struct route, n->routes + 1);
    size_t n_routes = 0;
    for (size_t i = 0; i < ui_n_routes; i++) {
        routes[n_routes++] = ui_routes[i];
    }
    for (const struct feature *const *f = features_list; *f; f++) {
        for (size_t i = 0; i < (*f)->n_routes; i++) {
            routes[n_routes++] = (*f)->routes[i];
        }
        for (size_t i = 0; i < (*f)->n_json; i++) {
            const struct json_page *page = &(*f)->json[i];
            routes[n_routes++] = (struct route){ METHOD_GET, page->pattern, page->right, page->handle, page, page->flags };
        }
    }
    size_t by_hand = n_routes;
    for (const struct feature *const *f = features_list; *f; f++) {
        for (size_t i = 0; i < (*f)->n_registers; i++) {
            struct route generic[REGISTER_ROUTES];
            size_t n_generic = register_routes(a, (*f)->registers[i], generic);
            BUG_IF(n_generic > REGISTER_ROUTES);
            for (size_t k = 0; k < n_generic; k++) {
                if (!route_stands(routes, by_hand, &generic[k])) {
                    routes[n_routes++] = generic[k];
                }
            }
        }
    }
    house->site.routes = routes;
    house->site.n_routes = n_routes;
}

static void collect_declarations(struct arena *a, struct house *house, const struct amounts *n)
{
    const struct register_def **registers = NEW_ARRAY(a, const struct register_def *, n->registers + 1);
    const struct figure_def **figures = NEW_ARRAY(a, const struct figure_def *, n->figures + 1);
    const struct job_kind **jobs = NEW_ARRAY(a, const struct job_kind *, n->jobs + 1);
    struct menu_item *menu = NEW_ARRAY(a, struct menu_item, n->menu + 1);
    for (const struct feature *const *f = features_list; *f; f++) {
        for (size_t i = 0; i < (*f)->n_registers; i++) {
            registers[house->registers.n++] = (*f)->registers[i];
        }
        for (size_t i = 0; i < (*f)->n_figures; i++) {
            figures[house->figures.n++] = (*f)->figures[i];
        }
        for (size_t i = 0; i < (*f)->n_jobs; i++) {
            jobs[house->jobs.n++] = (*f)->jobs[i];
        }
        for (size_t i = 0; i < (*f)->n_menu; i++) {
            menu[house->site.n_menu++] = (*f)->menu[i];
        }
    }
    house->registers.all = registers;
    house->registers.extra = &file_extra;
    house->figures.all = figures;
    house->jobs.all = jobs;
    house->site.menu = menu;
}

bool house_build(struct arena *a, struct house *ret_house, struct err *e)
{
    struct amounts n = count_all();
    struct house house = { .site = { .zone = "Europe/Moscow", .frame = home_frame } };
    collect_statements(a, &house, &n);
    collect_routes(a, &house, &n);
    collect_declarations(a, &house, &n);
    struct buf *complaints = buf_new(a, 1 << 20);
    house_check(a, &house, complaints);
    if (buf_len(complaints) > 0) {
        bug_stop(__FILE__, __LINE__, str_cstr(a, buf_str(complaints)));
    }
    if (buf_failed(complaints)) {
        return err_set(e, ERR_TOO_BIG, "house_build", STR("no memory for the lists of the house"));
    }
    house.site.migrations = house.migrations;
    house.site.n_migrations = house.n_migrations;
    house.site.table = route_table_new(a, house.site.routes, house.site.n_routes);
    *ret_house = house;
    return true;
}

/* 0 when the centre has no academic year yet. */
static bool newest_year(struct ctx *ctx, int *ret_year, struct err *e)
{
    struct year_row {
        int64_t year;
    } row = { 0 };
    static const struct db_column columns[] = { { "year", DB_INT, offsetof(struct year_row, year) } };
    static const struct db_shape shape = DB_SHAPE(struct year_row, columns);
    struct err why = { 0 };
    if (db_one(ctx->db, ctx->arena, &q_web_newest_year, DB_NO_ARGS, &shape, &row, &why)) {
        *ret_year = (int)row.year;
        return true;
    }
    if (why.kind == ERR_NOT_FOUND) {
        *ret_year = 0;
        return true;
    }
    *e = why;
    return false;
}

bool house_enter_centre(const struct house *house, int64_t centre_id, struct ctx *ctx, struct err *e)
{
    struct centre centre;
    centre_enter(ctx, centre_id);
    if (!centre_read(ctx, &centre, e)) {
        return false;
    }
    ctx->site = site_of_centre(ctx->arena, &house->site, &centre);
    return !register_find(ctx, STR("academic_year")) || newest_year(ctx, &ctx->year, e);
}

bool house_enter(struct arena *a, const struct house *house, struct str url, enum db_mode mode, struct ctx *ret_ctx,
                 struct err *e)
{
    struct db *db = NULL;
    if (!db_open(a, url, mode, &db, e)) {
        return false;
    }
    if (mode == DB_WRITE && !db_migrate(db, house->migrations, house->n_migrations, e)) {
        return false;
    }
    if (!db_check_schema(db, house->migrations, house->n_migrations, e)) {
        return false;
    }
    struct ctx ctx = {
        .arena = a,
        .db = db,
        .actor = &actor_owner,
        .registers = &house->registers,
        .figures = &house->figures,
        .jobs = &house->jobs,
        .now_ms = clock_now_ms(),
        .lang = LANG_RU,
    };
    if (!house_enter_centre(house, FIRST_CENTRE, &ctx, e)) {
        return false;
    }
    *ret_ctx = ctx;
    return true;
}
