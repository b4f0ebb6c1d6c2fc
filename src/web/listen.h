/* A listening socket from the words of the command line. */
#ifndef WEB_LISTEN_H
#define WEB_LISTEN_H
#include "base/arena.h"
#include "base/err.h"

/* "127.0.0.1:8080", "[::1]:8080", "localhost:0", ":8080" (every address): a socket that listens, and the port it got. */
bool listen_at(struct arena *a, struct str address, int *ret_socket, uint16_t *ret_port, struct err *e) MUST_USE;
/* As many open files as the system allows this process: a connection is one. */
void listen_raise_limit(void);
#endif
