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

enum { LONGEST = 600 };

/* Room for the URL of the n-th database; it lives as long as the program, and a chain of them is no leak. */
static char *url_room(int *ret_n)
{
    static struct kept {
        struct kept *older;
        char url[LONGEST];
    } * newest;
    static int n;
    struct kept *kept = malloc(sizeof *kept);
    if (!kept) {
        stop("malloc");
    }
    kept->older = newest;
    newest = kept;
    *ret_n = ++n;
    return kept->url;
}

static void psql(const char *sql)
{
    run((const char *const[]){ "psql", "-q", "-X", "-d", server(), "-c", sql, NULL });
}

static const char *server_database(char *url, int n, const char *template)
{
    char name[60], sql[200];
    snprintf(name, sizeof name, "orientir_test_%ld_%d", (long)getpid(), n);
    snprintf(sql, sizeof sql, "CREATE DATABASE %s%s%s", name, template ? " TEMPLATE " : "", template ? template : "");
    psql(sql);
    snprintf(url, LONGEST, "%s%cdbname=%s", server(), strchr(server(), '?') ? '&' : '?', name);
    return url;
}

const char *test_database_fresh(size_t engine)
{
    int n;
    char *url = url_room(&n);
    if (engine == 0) {
        snprintf(url, LONGEST, "%s/%d.db", test_folder(), n);
        return url;
    }
    return server_database(url, n, NULL);
}

static const char *name_in_server(const char *url)
{
    return strstr(url, "dbname=") + strlen("dbname=");
}

static void file_copy(const char *from, const char *to)
{
    static char bytes[1 << 16];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    size_t n;
    if (!in || !out) {
        stop(from);
    }
    while ((n = fread(bytes, 1, sizeof bytes, in)) > 0) {
        if (fwrite(bytes, 1, n, out) != n) {
            stop(to);
        }
    }
    fclose(in);
    if (fclose(out) != 0) {
        stop(to);
    }
}

const char *test_database_copy(size_t engine, const char *url)
{
    int n;
    char *copy = url_room(&n);
    if (engine == 1) {
        return server_database(copy, n, name_in_server(url));
    }
    snprintf(copy, LONGEST, "%s/%d.db", test_folder(), n);
    file_copy(url, copy);
    return copy;
}

void test_database_drop(size_t engine, const char *url)
{
    static const char *const ends[] = { "", "-wal", "-shm", "-journal" };
    char what[LONGEST + 20];
    if (engine == 1) {
        snprintf(what, sizeof what, "DROP DATABASE %s", name_in_server(url));
        psql(what);
        return;
    }
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        snprintf(what, sizeof what, "%s%s", url, ends[i]);
        unlink(what);
    }
}
