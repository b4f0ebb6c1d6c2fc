/* Fresh databases for tests: a file in a folder of this program's own, or a new database in the throw-away server.
   The folder is removed at the end; the server's databases go with the server (tests/support/postgres stop). */
#include "support/database.h"

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;
static char folder[64];

static void stop(const char *what)
{
    fprintf(stderr, "tests/support/database: %s\n", what);
    exit(99);
}

static void run(const char *const *words)
{
    pid_t pid;
    int status = 0;
    if (posix_spawnp(&pid, words[0], NULL, NULL, (char *const *)(size_t)words, environ) != 0 ||
        waitpid(pid, &status, 0) != pid || status != 0) {
        stop(words[0]);
    }
}

static void folder_remove(void)
{
    run((const char *const[]){ "rm", "-rf", folder, NULL });
}

const char *test_folder(void)
{
    if (!folder[0]) {
        snprintf(folder, sizeof folder, "/tmp/orientir-test-XXXXXX");
        if (!mkdtemp(folder)) {
            stop("mkdtemp");
        }
        atexit(folder_remove);
    }
    return folder;
}

static const char *server(void)
{
    const char *url = getenv("ORIENTIR_TEST_POSTGRES");
    return url && *url ? url : NULL;
}

size_t test_database_count(void)
{
    const char *check = getenv("ORIENTIR_CHECK");
    if (!server() && check && strcmp(check, "1") == 0) {
        stop("ORIENTIR_TEST_POSTGRES is not set");
    }
    return server() ? 2 : 1;
}

const char *test_database_fresh(size_t engine)
{
    enum { LONGEST = 600 };
    static struct kept {
        struct kept *older;
        char url[LONGEST];
    } * newest; /* the URLs live as long as the program, and a chain of them is no leak */
    static int n;
    struct kept *kept = malloc(sizeof *kept);
    n++;
    if (!kept) {
        stop("malloc");
    }
    kept->older = newest;
    newest = kept;
    char *url = kept->url;
    if (engine == 0) {
        snprintf(url, LONGEST, "%s/%d.db", test_folder(), n);
        return url;
    }
    char sql[80];
    snprintf(sql, sizeof sql, "CREATE DATABASE orientir_test_%ld_%d", (long)getpid(), n);
    run((const char *const[]){ "psql", "-q", "-X", "-d", server(), "-c", sql, NULL });
    snprintf(url, LONGEST, "%s%cdbname=%s", server(), strchr(server(), '?') ? '&' : '?', strstr(sql, "orientir_test_"));
    return url;
}
