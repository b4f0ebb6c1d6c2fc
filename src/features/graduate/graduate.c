/* Placeholder of the feature until its fields are declared: its tables stand already, because others refer to them. */
#include "graduate_sql.h"
#include "features/feature.h"

extern const struct feature feature_graduate;
const struct feature feature_graduate = {
    .name = "graduate",
    .migrations = graduate_migrations,
    .n_migrations = graduate_n_migrations,
};
