/* Where the database is and where to listen: options, then ORIENTIR_DB and ORIENTIR_LISTEN, then orientir.conf, then
   ./orientir.db and 127.0.0.1:8080. */
#ifndef APP_CONFIG_H
#define APP_CONFIG_H
#include "app/command.h"
/* Fills db_url and listen where the options left them empty. false after having said which line of the file is wrong. */
bool config_fill(struct call *call);
/* The text of a small file, trimmed at its end: a password, a configuration. */
bool file_read(struct arena *a, const char *path, size_t longest, struct str *ret_text, struct err *e) MUST_USE;
/* A whole file, through a temporary one and a rename, so that a full disk leaves the old one as it was. */
bool file_write(struct arena *a, struct str path, struct str bytes, struct err *e) MUST_USE;
/* 32 random bytes in hex, made with mode 0600 when there is none: `secret.key` beside the database file, or in the current
 * folder. */
bool secret_key(struct arena *a, struct str db_url, struct str *ret_key, struct err *e) MUST_USE;
/* The folder of files by their hash, beside the database file or in the current folder; "" where there is none yet. The second
   tells it also where it must be made first. */
struct str files_folder(struct arena *a, struct str db_url);
struct str files_folder_new(struct arena *a, struct str db_url);
#endif
