/* The few matters of the process that are not in the database. The file is `key = value` with # comments; a word it does not
   know is refused with its line, because a misspelt key would otherwise be a silent default. */
#include "app/config.h"
#include "base/utf8.h"

#include <stdlib.h>

static bool take_line(struct call *call, struct str line, int64_t number, struct str *db, struct str *listen)
{
    line = str_trim(line);
    if (line.len == 0 || line.at[0] == '#') {
        return true;
    }
    size_t equals = str_find(line, STR("="), 0);
    struct str key = str_trim(str_part(line, 0, equals)), value = str_trim(str_part(line, equals + 1, line.len));
    struct str *place = str_is(key, "db") ? db : str_is(key, "listen") ? listen : NULL;
    if (!place || equals == line.len || value.len == 0) {
        complain_with(call, T_APP_CONFIG_LINE, TEXT_ARG("line", number), TEXT_ARG("text", line));
        return false;
    }
    *place = value;
    return true;
}

static bool read_config(struct call *call, struct str *db, struct str *listen)
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
        if (!take_line(call, line, number, db, listen)) {
            return false;
        }
    }
    return true;
}

bool config_fill(struct call *call)
{
    struct str db = str_c(getenv("ORIENTIR_DB")), listen = str_c(getenv("ORIENTIR_LISTEN"));
    struct str file_db = STR_NONE, file_listen = STR_NONE;
    if (!read_config(call, &file_db, &file_listen)) {
        return false;
    }
    const struct str dbs[] = { call_value(call, "--db"), db, file_db, STR("orientir.db") };
    const struct str listens[] = { call_value(call, "--listen"), listen, file_listen, STR("127.0.0.1:8080") };
    for (size_t i = 0; i < COUNT(dbs); i++) {
        call->db_url = call->db_url.len ? call->db_url : dbs[i];
        call->listen = call->listen.len ? call->listen : listens[i];
    }
    return true;
}
