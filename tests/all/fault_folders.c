/* The folders beside the base: each request that touches them begins with the same files, as it begins with the same rows. */
#include "all/fault.h"
#include "support/database.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_MOST = 512 };
static char now[PATH_MOST], kept[PATH_MOST], files[PATH_MOST], copies[PATH_MOST];

static void know(void)
{
    if (!*now) {
        snprintf(now, sizeof now, "%s/now", test_folder());
        snprintf(kept, sizeof kept, "%s/kept", test_folder());
        snprintf(files, sizeof files, "%.400s/files", now);
        snprintf(copies, sizeof copies, "%.400s/copies", now);
        mkdir(now, 0700);
        mkdir(files, 0700);
        mkdir(copies, 0700);
        folders_keep();
    }
}

const char *folder_files(void)
{
    know();
    return files;
}

const char *folder_copies(void)
{
    know();
    return copies;
}

bool folders_touched(const struct asked *asked)
{
    static const char *const begins[] = { "/file", "/event", "/backup" };
    for (size_t i = 0; i < COUNT(begins); i++) {
        if (strncmp(asked->pattern, begins[i], strlen(begins[i])) == 0) {
            return true;
        }
    }
    return false;
}

static int drop(const char *path, const struct stat *stat, int kind, struct FTW *where)
{
    (void)stat;
    (void)kind;
    return where->level ? remove(path) : 0;
}

static const char *copied_from, *copied_to;

static int copy(const char *path, const struct stat *stat, int kind, struct FTW *where)
{
    static char bytes[1 << 16];
    char to[PATH_MOST];
    if (where->level == 0) {
        return 0;
    }
    snprintf(to, sizeof to, "%.200s%.300s", copied_to, path + strlen(copied_from));
    if (kind == FTW_D) {
        return mkdir(to, stat->st_mode);
    }
    FILE *in = fopen(path, "rb"), *out = fopen(to, "wb");
    for (size_t n; in && out && (n = fread(bytes, 1, sizeof bytes, in)) > 0;) {
        fwrite(bytes, 1, n, out);
    }
    return (in ? fclose(in) : 1) + (out ? fclose(out) : 1);
}

static void mirror(const char *from, const char *to)
{
    struct err e = { 0 };
    copied_from = from;
    copied_to = to;
    mkdir(to, 0700);
    if (nftw(to, drop, 16, FTW_DEPTH | FTW_PHYS) != 0 || nftw(from, copy, 16, FTW_PHYS) != 0) {
        err_set(&e, ERR_BROKEN, "mirror", STR("the folders of files"));
        stage_stop("fault_folders", &e);
    }
}

void folders_as_they_were(void)
{
    know();
    mirror(kept, now);
}

void folders_keep(void)
{
    know();
    mirror(now, kept);
}

void folders_empty(void)
{
    know();
    if (nftw(files, drop, 16, FTW_DEPTH | FTW_PHYS) != 0 || nftw(copies, drop, 16, FTW_DEPTH | FTW_PHYS) != 0) {
        struct err e = { 0 };
        err_set(&e, ERR_BROKEN, "folders_empty", STR("the folders of files"));
        stage_stop("fault_folders", &e);
    }
    folders_keep();
}

struct str folders_missing(struct db *db, struct arena *a)
{
    struct db_table rows;
    struct err e = { 0 };
    if (!db_table_sql(db, a, STR("SELECT name, sha256 FROM file"), DB_NO_ARGS, &rows, &e)) {
        stage_stop("folders_missing", &e);
    }
    for (size_t i = 0; i < rows.n_rows; i++) {
        struct str word = rows.values[i * 2 + 1].as.s;
        if (access(str_format(a, "%s/%.2s/%.*s", folder_files(), word.at, (int)word.len, word.at).at, R_OK) != 0) {
            return str_copy(a, rows.values[i * 2].as.s);
        }
    }
    return STR_NONE;
}
