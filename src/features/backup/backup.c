/* The page of backups. */
#include "features/feature.h"

extern const struct feature feature_backup;
const struct feature feature_backup = { .name = "backup" };
