/* What one folder under features/ gives to the house. app collects them from the one list in features/meson.build. */
#ifndef FEATURE_H
#define FEATURE_H
#include "job/job.h"
#include "register/register.h"
#include "report/figure.h"

struct feature {
    const char *name;
    const struct register_def *const *registers;
    size_t n_registers;
    const struct route *routes;
    size_t n_routes;
    const struct json_page *json;
    size_t n_json;
    const struct menu_item *menu;
    size_t n_menu;
    const struct figure_def *const *figures;
    size_t n_figures;
    const struct job_kind *const *jobs; /* long work this feature can do */
    size_t n_jobs;
    const struct db_query *const *queries; /* made by sqlgen */
    size_t n_queries;
    const struct db_migration *migrations; /* made by sqlgen */
    size_t n_migrations;
};
#endif
