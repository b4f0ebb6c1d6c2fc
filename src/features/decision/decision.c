/* Placeholder of the feature until its fields are declared: its tables stand already, because others refer to them. */
#include "decision_sql.h"
#include "features/feature.h"

extern const struct feature feature_decision;
const struct feature feature_decision = {
    .name = "decision",
    .migrations = decision_migrations,
    .n_migrations = decision_n_migrations,
};
