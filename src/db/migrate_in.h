/* The words of migrations: cutting a text into statements and writing each in the words of one engine. */
#ifndef DB_MIGRATE_IN_H
#define DB_MIGRATE_IN_H
#include "db/db_in.h"

/* Takes the next statement with the lines before it (comments, guards, @register) off *rest; false when only white space or
   comments are left. A statement ends at `;` outside of quotes and comments; a trigger ends at `END;`. */
bool migrate_next(struct str *rest, struct str *ret_statement);
/* The statement for this engine, zero-terminated; empty when it is for the other one. What @words become stands in
   migrate_text.c. */
struct str migrate_expand(struct arena *a, struct str statement, enum db_engine engine);
#endif
