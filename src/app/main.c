/* The program: one word chooses the command. */
#include <stdio.h>

int main(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    puts("orientir");
    return 0;
}
