/* Placeholder of the feature until its fields are declared: its tables stand already, because others refer to them. */
#include "features/feature.h"
#include "reach_sql.h"

extern const struct feature feature_reach;
const struct feature feature_reach = {
    .name = "reach",
    .migrations = reach_migrations,
    .n_migrations = reach_n_migrations,
};
