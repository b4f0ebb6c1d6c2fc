/* The list of commands, in the order of the help. */
#include "app/commands.h"

const struct command *const commands_list[] = {
    &command_demo,   &command_init,   &command_serve,   &command_report,
    &command_check,  &command_export, &command_import,  &command_user,
    &command_doctor, &command_backup, &command_restore, &command_migrate,
    &command_dump,   &command_routes, &command_look,    NULL,
};
