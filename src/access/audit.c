/* The audit trail: one row a change and field, written inside the transaction of the change, so that there is never a change
   without its row nor a row without its change. */
#include "access/access_in.h"
#include "access_sql.h"
#include "base/text/text.h"

static bool put_row(struct ctx *ctx, int64_t account_id, struct str table, int64_t row_id, const char *verb,
                    const struct audit_entry *entry, struct err *e)
{
    int64_t id;
    if (!db_new_id(ctx->db, STR("audit"), &id, e)) {
        return false;
    }
    const struct db_value values[] = {
        db_from_int(id),
        db_from_int(ctx->now_ms),
        account_id ? db_from_int(account_id) : DB_NOTHING,
        db_from_str(table),
        db_from_int(row_id),
        db_from_str(str_c(verb)),
        entry ? db_from_text_or_null(entry->field) : DB_NOTHING,
        entry ? db_from_text_or_null(entry->old_value) : DB_NOTHING,
        entry ? db_from_text_or_null(entry->new_value) : DB_NOTHING,
    };
    return db_do(ctx->db, &q_access_audit_add, (struct db_args){ values, COUNT(values) }, NULL, e);
}

bool audit_put_as(struct ctx *ctx, int64_t account_id, struct str table, int64_t row_id, const char *verb,
                  const struct audit_entry *entries, size_t n, struct err *e)
{
    if (n == 0) {
        return put_row(ctx, account_id, table, row_id, verb, NULL, e);
    }
    for (size_t i = 0; i < n; i++) {
        if (!put_row(ctx, account_id, table, row_id, verb, &entries[i], e)) {
            return false;
        }
    }
    return true;
}

bool audit_put(struct ctx *ctx, struct str table, int64_t row_id, const char *verb, const struct audit_entry *entries, size_t n,
               struct err *e)
{
    return audit_put_as(ctx, ctx->actor->account_id, table, row_id, verb, entries, n, e);
}

bool audit_list(struct ctx *ctx, struct str table, int64_t row_id, struct audit_row **ret_rows, size_t *ret_n, struct err *e)
{
    static const struct db_column columns[] = {
        { "at", DB_INT, offsetof(struct audit_row, at) },
        { "verb", DB_TEXT, offsetof(struct audit_row, verb) },
        { "field", DB_TEXT, offsetof(struct audit_row, field) },
        { "old_value", DB_TEXT, offsetof(struct audit_row, old_value) },
        { "new_value", DB_TEXT, offsetof(struct audit_row, new_value) },
        { "who", DB_TEXT, offsetof(struct audit_row, who) },
    };
    static const struct db_shape shape = DB_SHAPE(struct audit_row, columns);
    struct audit_row *rows;
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, &q_access_audit_list, DB_ARGS(table, row_id), &shape, &rows, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (rows[i].who.len == 0) {
            rows[i].who = text(ctx, T_ACCESS_COMMAND_LINE);
        }
    }
    *ret_rows = rows;
    *ret_n = n;
    return true;
}
