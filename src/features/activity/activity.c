/* Placeholder of the feature until its fields are declared: its tables stand already, because others refer to them. */
#include "activity_sql.h"
#include "features/feature.h"

extern const struct feature feature_activity;
const struct feature feature_activity = {
    .name = "activity",
    .migrations = activity_migrations,
    .n_migrations = activity_n_migrations,
};
