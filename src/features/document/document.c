/* Placeholder of the feature until its fields are declared: its tables stand already, because others refer to them. */
#include "document_sql.h"
#include "features/feature.h"

extern const struct feature feature_document;
const struct feature feature_document = {
    .name = "document",
    .migrations = document_migrations,
    .n_migrations = document_n_migrations,
};
