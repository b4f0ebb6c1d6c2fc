/* Placeholder of the feature until its fields are declared: its tables stand already, because others refer to them. */
#include "reference_sql.h"
#include "features/feature.h"

extern const struct feature feature_reference;
const struct feature feature_reference = {
    .name = "reference",
    .migrations = reference_migrations,
    .n_migrations = reference_n_migrations,
};
