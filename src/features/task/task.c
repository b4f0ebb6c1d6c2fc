/* Placeholder of the feature until its fields are declared: its tables stand already, because others refer to them. */
#include "task_sql.h"
#include "features/feature.h"

extern const struct feature feature_task;
const struct feature feature_task = {
    .name = "task",
    .migrations = task_migrations,
    .n_migrations = task_n_migrations,
};
