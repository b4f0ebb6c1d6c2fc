/* Every command, for the one list of them. */
#ifndef APP_COMMANDS_H
#define APP_COMMANDS_H
#include "app/command.h"
extern const struct command command_serve, command_init, command_demo, command_report, command_check, command_doctor,
    command_user, command_backup, command_restore, command_migrate, command_export, command_import, command_dump,
    command_routes, command_look;
/* What `serve` does, for `demo --serve`: until a signal stops it. */
int serve_until_stopped(struct call *call);
/* The lock a server holds over its file: taken and kept until *ret_lock is closed (-1 where there is no file). false after
   having complained that a server runs. */
bool serve_lock(struct call *call, int *ret_lock, int *ret_code);
/* A password from --password-file, asked for on a terminal, or made; *ret_made says that the person has not seen it yet.
   false after having complained. */
bool password_ask(struct call *call, struct str *ret_password, bool *ret_made, int *ret_code);
/* One line typed on a terminal; "" when there is none. */
struct str line_ask(struct call *call, enum text_id prompt);
#endif
