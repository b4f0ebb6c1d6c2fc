/* Every asset compiled into the program by .incbin; web/static.c knows the names. */
    .section .note.GNU-stack,"",%progbits
