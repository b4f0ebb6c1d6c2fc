/* Where the database is and where to listen: options, then ORIENTIR_DB, ORIENTIR_LISTEN and ORIENTIR_FILES, then
   orientir.conf, then ./orientir.db, 127.0.0.1:8080 and the folder `files` beside the database. */
#ifndef APP_CONFIG_H
#define APP_CONFIG_H
#include "app/command.h"
/* Fills db_url, listen and files where the options left them empty. false after having said which line of the file is wrong. */
bool config_fill(struct call *call);
/* The text of a small file, trimmed at its end: a password, a configuration. */
bool file_read(struct arena *a, const char *path, size_t longest, struct str *ret_text, struct err *e) MUST_USE;
/* A whole file, through a temporary one and a rename, so that a full disk leaves the old one as it was. */
bool file_write(struct arena *a, struct str path, struct str bytes, struct err *e) MUST_USE;
/* 32 random bytes in hex, made with mode 0600 when there is none: `secret.key` beside the database file, or in the current
 * folder. */
bool secret_key(struct arena *a, struct str db_url, struct str *ret_key, struct err *e) MUST_USE;
/* The folder of files by their hash where nothing else is said: beside the database file, or in the current folder. */
struct str files_folder_beside(struct arena *a, struct str db_url);
/* The same for backups: "copies". */
struct str copies_folder_beside(struct arena *a, struct str db_url);
struct str files_folder(const struct call *call); /* that of the call; "" where there is none yet */
#endif
