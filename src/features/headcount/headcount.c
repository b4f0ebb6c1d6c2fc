/* Placeholder of the feature until its fields are declared: its tables stand already, because others refer to them. */
#include "headcount_sql.h"
#include "features/feature.h"

extern const struct feature feature_headcount;
const struct feature feature_headcount = {
    .name = "headcount",
    .migrations = headcount_migrations,
    .n_migrations = headcount_n_migrations,
};
