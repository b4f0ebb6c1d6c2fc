/* Opening the socket ourselves instead of letting the HTTP library do it, for two reasons: "address in use" can be said in
   words, and port 0 tells which port it became. */
#include "web/listen.h"
#include "base/str.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

static bool resolve(struct arena *a, struct str address, struct addrinfo **ret_found)
{
    size_t colon = address.len;
    while (colon > 0 && address.at[colon - 1] != ':') {
        colon--;
    }
    struct str host = str_part(address, 0, colon > 0 ? colon - 1 : 0), port = str_part(address, colon, address.len);
    if (host.len > 2 && host.at[0] == '[' && host.at[host.len - 1] == ']') {
        host = str_part(host, 1, host.len - 2);
    }
    struct addrinfo want = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV };
    return colon > 0 && port.len > 0 &&
           getaddrinfo(host.len ? str_cstr(a, host) : NULL, str_cstr(a, port), &want, ret_found) == 0;
}

static bool open_socket(const struct addrinfo *at, int *ret_socket, uint16_t *ret_port)
{
    struct sockaddr_storage bound = { 0 };
    socklen_t size = sizeof bound;
    int on = 1, fd = socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return false;
    }
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 || bind(fd, at->ai_addr, at->ai_addrlen) != 0 ||
        listen(fd, BACKLOG) != 0 || getsockname(fd, (struct sockaddr *)&bound, &size) != 0) {
        int why = errno;
        close(fd);
        errno = why;
        return false;
    }
    *ret_socket = fd;
    /* NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage): getsockname has filled it */
    *ret_port = ntohs(bound.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&bound)->sin6_port
                                                  : ((struct sockaddr_in *)&bound)->sin_port);
    return true;
}

bool listen_at(struct arena *a, struct str address, int *ret_socket, uint16_t *ret_port, struct err *e)
{
    struct addrinfo *found = NULL;
    if (!resolve(a, address, &found)) {
        return err_setf(e, ERR_INVALID, "listen_at", "\"%.*s\" is no ADDRESS:PORT", (int)address.len, address.at);
    }
    bool opened = open_socket(found, ret_socket, ret_port);
    int why = errno;
    freeaddrinfo(found);
    return opened ||
           err_setf(e, ERR_BROKEN, "listen_at", "cannot listen on %.*s: %s", (int)address.len, address.at, strerror(why));
}

void listen_raise_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}
