/* Placeholder of the feature until its fields are declared: its tables stand already, because others refer to them. */
#include "stand_sql.h"
#include "features/feature.h"

extern const struct feature feature_stand;
const struct feature feature_stand = {
    .name = "stand",
    .migrations = stand_migrations,
    .n_migrations = stand_n_migrations,
};
