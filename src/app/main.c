/* The program: one word chooses the command (command.c). */
#include "app/command.h"

int main(int argc, char **argv)
{
    return command_main(argc, argv);
}
