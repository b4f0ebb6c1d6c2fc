/* Placeholder of the feature until its fields are declared: its tables stand already, because others refer to them. */
#include "reach_sql.h"
#include "features/feature.h"

extern const struct feature feature_reach;
const struct feature feature_reach = {
    .name = "reach",
    .migrations = reach_migrations,
    .n_migrations = reach_n_migrations,
};
