/* The few matters of the process that are not in the database. The file is `key = value` with # comments; a word it does not
   know is refused with its line, because a misspelt key would otherwise be a silent default. */
#include "app/config.h"
#include "base/utf8.h"

#include <stdlib.h>

struct config {
    struct str db, listen, files, copies;
};

static bool take_line(struct call *call, struct str line, int64_t number, struct config *config)
{
    line = str_trim(line);
    if (line.len == 0 || line.at[0] == '#') {
        return true;
    }
    size_t equals = str_find(line, STR("="), 0);
    struct str key = str_trim(str_part(line, 0, equals)), value = str_trim(str_part(line, equals + 1, line.len));
    struct str *place = str_is(key, "db")       ? &config->db
                        : str_is(key, "listen") ? &config->listen
                        : str_is(key, "files")  ? &config->files
                        : str_is(key, "copies") ? &config->copies
                                                : NULL;
    if (!place || equals == line.len || value.len == 0) {
        complain_with(call, T_APP_CONFIG_LINE, TEXT_ARG("line", number), TEXT_ARG("text", line));
        return false;
    }
    *place = value;
    return true;
}

static bool read_config(struct call *call, struct config *config)
{
    struct str rest, line;
    struct err e = { 0 };
    if (!file_read(call->arena, "orientir.conf", 65536, &rest, &e)) {
        if (e.kind == ERR_NOT_FOUND) {
            return true;
        }
        complain_err(call, &e);
        return false;
    }
    if (!utf8_valid(rest)) {
        complain(call, T_APP_CONFIG_TEXT);
        return false;
    }
    for (int64_t number = 1; str_next(&rest, '\n', &line); number++) {
        if (!take_line(call, line, number, config)) {
            return false;
        }
    }
    return true;
}

static struct str first_said(const struct str *said, size_t n)
{
    struct str is = STR_NONE;
    for (size_t i = 0; i < n && is.len == 0; i++) {
        is = said[i];
    }
    return is;
}

bool config_fill(struct call *call)
{
    struct config file = { .db = STR_NONE };
    if (!read_config(call, &file)) {
        return false;
    }
    const struct str dbs[] = { call_value(call, "--db"), str_c(getenv("ORIENTIR_DB")), file.db, STR("orientir.db") };
    const struct str listens[] = { call_value(call, "--listen"), str_c(getenv("ORIENTIR_LISTEN")), file.listen,
                                   STR("127.0.0.1:8080") };
    call->db_url = first_said(dbs, COUNT(dbs));
    call->listen = first_said(listens, COUNT(listens));
    const struct str folders[] = { call_value(call, "--files"), str_c(getenv("ORIENTIR_FILES")), file.files,
                                   files_folder_beside(call->arena, call->db_url) };
    const struct str copies[] = { call_value(call, "--copies"), str_c(getenv("ORIENTIR_COPIES")), file.copies,
                                  copies_folder_beside(call->arena, call->db_url) };
    call->files = first_said(folders, COUNT(folders));
    call->copies = first_said(copies, COUNT(copies));
    return true;
}
