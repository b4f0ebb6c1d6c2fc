/* Editions. Approving reads everything once: the JSON, its hash and the Word file come from the same shown analysis, so they
   cannot disagree. Later readings of an approved analysis take every number from the JSON and compare it with the record. */
#include "features/analysis/edition.h"

#include "access/access.h"
#include "analysis_sql.h"
#include "base/hash.h"
#include "features/analysis/machine.h"
#include "features/analysis/word.h"

#define EDITION_COLUMNS                                                                                                        \
    { "id", DB_INT, offsetof(struct edition, id) }, { "number", DB_INT, offsetof(struct edition, number) },                    \
        { "made_at", DB_INT, offsetof(struct edition, made_at) },                                                              \
        { "made_by_name", DB_TEXT, offsetof(struct edition, made_by_name) },                                                   \
        { "program", DB_TEXT, offsetof(struct edition, program) }, { "sha256", DB_TEXT, offsetof(struct edition, sha256) },    \
    {                                                                                                                          \
        "docx_sha256", DB_TEXT, offsetof(struct edition, docx_sha256)                                                          \
    }
static const struct db_column list_columns[] = { EDITION_COLUMNS };
static const struct db_column one_columns[] = { EDITION_COLUMNS,
                                                { "json", DB_TEXT, offsetof(struct edition, json) },
                                                { "year", DB_INT, offsetof(struct edition, year) } };
static const struct db_shape list_shape = DB_SHAPE(struct edition, list_columns);
static const struct db_shape one_shape = DB_SHAPE(struct edition, one_columns);
static const struct db_column bytes_columns[] = { { "bytes", DB_BLOB, 0 } };
static const struct db_shape bytes_shape = DB_SHAPE(struct str, bytes_columns);

bool edition_list(struct ctx *ctx, int64_t analysis_id, struct edition **ret_editions, size_t *ret_n, struct err *e)
{
    return db_rows(ctx->db, ctx->arena, &q_analysis_editions, DB_ARGS(analysis_id), &list_shape, (void *)ret_editions, ret_n,
                   e);
}

bool edition_read(struct ctx *ctx, int64_t id, struct edition *ret_edition, struct err *e)
{
    return db_one(ctx->db, ctx->arena, &q_analysis_edition_one, DB_ARGS(id), &one_shape, ret_edition, e);
}

bool edition_bytes(struct ctx *ctx, int64_t id, struct str *ret_bytes, struct err *e)
{
    return db_one(ctx->db, ctx->arena, &q_analysis_issued_one, DB_ARGS(id), &bytes_shape, ret_bytes, e);
}

bool analysis_source(struct ctx *ctx, const struct analysis *analysis, struct source **ret_source, struct err *e)
{
    struct edition *editions, edition;
    struct json *json;
    size_t n;
    if (!analysis_signed(analysis)) {
        *ret_source = source_live(ctx, analysis->year);
        return true;
    }
    if (!edition_list(ctx, analysis->id, &editions, &n, e)) {
        return false;
    }
    if (n == 0) {
        return err_set(e, ERR_BROKEN, "analysis_source", STR("an approved analysis has no edition"));
    }
    if (!edition_read(ctx, editions[0].id, &edition, e) || !json_read(ctx->arena, edition.json, &json, e)) {
        return false;
    }
    return source_edition(ctx, analysis->year, json, ret_source, e);
}

/* The whole as the record holds it now: what is hashed, and the analysis the Word file is made of. */
static bool whole_read(struct ctx *ctx, int year, struct analysis *analysis, struct shown **ret_shown, struct str *ret_json,
                       struct err *e)
{
    struct finding *findings;
    struct shown *shown;
    size_t n;
    if (!analysis_read(ctx, year, analysis, e)) {
        return false;
    }
    analysis->state = STR("approved");
    if (!shown_read(source_live(ctx, year), analysis, &shown, e) || !claim_check(shown->source->ctx, year, &findings, &n, e)) {
        return false;
    }
    shown->source->findings = machine_findings(ctx->arena, findings, n);
    if (!machine_json(ctx, shown, ret_json, e)) {
        return false;
    }
    *ret_shown = shown;
    return true;
}

bool edition_prepare(struct ctx *ctx, const struct analysis *analysis, struct edition_content *ret_content, struct err *e)
{
    struct shown *shown;
    struct edition *earlier;
    struct analysis approved;
    struct edition_content content = { .analysis_id = analysis->id, .year = analysis->year };
    size_t n;
    if (!edition_list(ctx, analysis->id, &earlier, &n, e) ||
        !whole_read(ctx, analysis->year, &approved, &shown, &content.json, e) ||
        !word_document(ctx, shown, ctx->now_ms, &content.docx, e)) {
        return false;
    }
    content.number = n > 0 ? earlier[0].number + 1 : 1;
    content.sha256 = hash_sha256_hex(ctx->arena, content.json);
    content.docx_sha256 = hash_sha256_hex(ctx->arena, content.docx);
    *ret_content = content;
    return true;
}

bool edition_put(struct ctx *ctx, struct edition_content *content, int64_t *ret_id, struct err *e)
{
    struct maybe_int by = { ctx->actor->account_id != 0, ctx->actor->account_id };
    struct db_value file = { .kind = DB_BLOB, .as.s = content->docx };
    struct analysis approved;
    struct shown *shown;
    struct str json;
    int64_t id;
    if (!whole_read(ctx, content->year, &approved, &shown, &json, e)) {
        return false;
    }
    content->moved = !str_equal(json, content->json);
    if (content->moved) {
        return err_set(e, ERR_CONFLICT, "edition_put", STR("the record changed while the edition was being made"));
    }
    if (!db_new_id(ctx->db, STR("analysis_edition"), &id, e) ||
        !db_do(ctx->db, &q_analysis_edition_add,
               DB_ARGS(id, content->analysis_id, content->number, ctx->now_ms, by, ctx->actor->name, STR(ORIENTIR_VERSION),
                       content->json, content->sha256, content->docx_sha256),
               NULL, e) ||
        !db_do(ctx->db, &q_analysis_issued_add, DB_ARGS(id, file), NULL, e)) {
        return false;
    }
    *ret_id = id;
    return true;
}
