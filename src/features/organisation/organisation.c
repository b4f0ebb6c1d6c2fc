/* Placeholder of the feature until its fields are declared: its tables stand already, because others refer to them. */
#include "organisation_sql.h"
#include "features/feature.h"

extern const struct feature feature_organisation;
const struct feature feature_organisation = {
    .name = "organisation",
    .migrations = organisation_migrations,
    .n_migrations = organisation_n_migrations,
};
