/* The house put together from its features: for the server, the commands and the tests. */
#ifndef APP_HOUSE_H
#define APP_HOUSE_H
#include "features/features_list.h"
#include "web/web.h"

struct house {
    struct site site;
    struct register_set registers;
    struct figure_set figures;
    struct job_set jobs;
    const struct db_migration *migrations; /* of all rooms and features, by number */
    size_t n_migrations;
    const struct db_query *const *queries; /* every named statement of the program */
    size_t n_queries;
};
/* Collects everything; stops the program on a route without a right, a name given twice, a migration number given twice. */
bool house_build(struct arena *a, struct house *ret_house, struct err *e) MUST_USE;
/* Opens the database and fills a ctx that acts as the machine's owner in Russian, centre 1, the newest academic year, the real
   clock. DB_WRITE migrates first; the others only check the schema. For commands, jobs and tests; the server makes its own. */
enum { FIRST_CENTRE = 1 };
bool house_enter(struct arena *a, const struct house *house, struct str url, enum db_mode mode, struct ctx *ret_ctx,
                 struct err *e) MUST_USE;
/* ctx is of this centre from here on: its connection, its zone and marks (site), its newest year. ERR_NOT_FOUND when there is
   none. */
bool house_enter_centre(const struct house *house, int64_t centre_id, struct ctx *ctx, struct err *e) MUST_USE;
#endif
