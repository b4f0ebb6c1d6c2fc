/* Placeholder of the feature until its fields are declared: its tables stand already, because others refer to them. */
#include "academic_year_sql.h"
#include "features/feature.h"

extern const struct feature feature_academic_year;
const struct feature feature_academic_year = {
    .name = "academic_year",
    .migrations = academic_year_migrations,
    .n_migrations = academic_year_n_migrations,
};
