/* The named statements and migrations of each room below the features, ended by a name of NULL; made by src/app/meson.build. */
#ifndef APP_ROOMS_LIST_H
#define APP_ROOMS_LIST_H
#include "db/db.h"
struct room_statements {
    const char *name;
    const struct db_query *const *queries; /* ended by NULL */
    const struct db_migration *migrations; /* ended by the number 0 */
};
extern const struct room_statements rooms_list[];
#endif
