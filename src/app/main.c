/* The program. Everything it can do is a command (command.c); it stands apart so that tests can link the room without it. */
#include "app/command.h"

int main(int argc, char **argv)
{
    return command_main(argc, argv);
}
