/* The requests about what is kept: the plan, tokens, files, imports, long work, backups. In the order in which they can happen.
 */
#include "all/fault.h"

#include <stdio.h>

#define NO_FIELDS                                                                                                              \
    {                                                                                                                          \
        NULL, NULL                                                                                                             \
    }
#define GET(p, at)                                                                                                             \
    {                                                                                                                          \
        .pattern = p, .path = at, .method = METHOD_GET                                                                         \
    }
#define POST(p, at, ...)                                                                                                       \
    {                                                                                                                          \
        .pattern = p, .path = at, .method = METHOD_POST, .form = { __VA_ARGS__ }                                               \
    }
#define MOVES(p, at, ...)                                                                                                      \
    {                                                                                                                          \
        .pattern = p, .path = at, .method = METHOD_POST, .form = { __VA_ARGS__ }, .moves = true                                \
    }
#define FILE_OF(field, name, literal)                                                                                          \
    .file_field = field, .file_name = name, .file_bytes = literal, .file_len = sizeof(literal) - 1

/* A picture of eight by six points. */
#define PICTURE                                                                                                                \
    "\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x08\x00\x00\x00\x06\x08\x02\x00\x00\x00\x71" \
    "\x67\x48\xac\x00\x00\x00\x11\x49\x44\x41\x54\x78\xda\x63\x38\x21\x27\x87\x15\x31\x0c\xa4\x04\x00\x69\x88\x30\xc1\x19\x6a" \
    "\x3d\xfc\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82"
#define EVENT_KEY "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define LETTER "hello world\n"
#define LETTER_SHA "a948904f2f0f479b8f8197694b30184b0d2ed1c1cd2a1ec0fb85d299a192a447"

static void put(struct ctx *ctx, const char *sql)
{
    struct err e = { 0 };
    if (!db_do_sql(ctx->db, ctx->arena, str_c(sql), DB_NO_ARGS, NULL, &e)) {
        stage_stop("fault_kept", &e);
    }
}

#define JOB(id, state, more)                                                                                                   \
    "INSERT INTO job (centre_id, id, kind, state, run_after, asked_at, ended_at, result" more ") SELECT 1, " id                \
    ", 'backup', '" state "', 1, 1, CASE WHEN '" state "' = 'waiting' THEN NULL ELSE 1 END, '{}'"

static void some_jobs(struct ctx *ctx)
{
    put(ctx, JOB("9001", "waiting", ""));
    put(ctx, JOB("9002", "failed", ""));
    put(ctx, JOB("9003", "done", ""));
    put(ctx,
        db_engine(ctx->db) == DB_SQLITE
            ? "INSERT INTO job_file (centre_id, job_id, name, type, bytes) VALUES (1, 9003, 'a.txt', 'text/plain', x'41')"
            : "INSERT INTO job_file (centre_id, job_id, name, type, bytes) VALUES (1, 9003, 'a.txt', 'text/plain', '\\x41')");
}

static void a_copy(struct ctx *ctx)
{
    FILE *f = fopen(str_format(ctx->arena, "%s/orientir-laid.zip", folder_copies()).at, "wb");
    if (f) {
        fputs("laid there", f);
        fclose(f);
    }
    folders_keep();
}

const struct hand hands_kept[] = {
    GET("/plan", "/plan"),
    GET("/plan.docx", "/plan.docx"),
    POST("/plan/pdf", "/plan/pdf", NO_FIELDS),
    POST("/plan/decisions", "/plan/decisions", NO_FIELDS),
    GET("/deadline", "/deadline"),
    MOVES("/token", "/token", { "name", "Второй" }, { "role", "head" }, { "until", "$today" }),
    POST("/token/{id}/revoke", "/token/$token/revoke", NO_FIELDS),
    { .pattern = "/file/new",
      .path = "/file/new",
      .method = METHOD_POST,
      .moves = true,
      .form = { { "register", "activity" }, { "row", "$activity" }, { "words", "Стенд" } },
      FILE_OF("file", "стенд.png", PICTURE) },
    GET("/file", "/file"),
    GET("/file/{id}", "/file/$file"),
    GET("/file/{id}/small", "/file/$file/small"),
    GET("/file/{id}/view", "/file/$file/view"),
    GET("/file/{id}/download", "/file/$file/download"),
    GET("/file/{id}.json", "/file/$file.json"),
    GET("/file.json", "/file.json?register=activity&row=$activity"),
    POST("/file/{id}/edit", "/file/$file/edit", { "version", "1" }, { "words", "Другие слова" }, { "publish", "1" }),
    POST("/file/{id}/remove", "/file/$file/remove", { "version", "1" }),
    MOVES("/file/upload", "/file/upload", { "register", "activity" }, { "row", "$activity" }, { "name", "письмо.txt" },
          { "bytes", "12" }),
    { .pattern = "/file/upload/{id}",
      .path = "/file/upload/$upload",
      .method = METHOD_POST,
      .moves = true,
      .form = { { "at", "0" } },
      FILE_OF("piece", "blob", LETTER) },
    POST("/file/upload/{id}/drop", "/file/upload/$upload/drop", NO_FIELDS),
    POST("/file/upload/{id}/end", "/file/upload/$upload/end", { "sha256", LETTER_SHA }),
    GET("/event", "/event"),
    MOVES("/event/keep", "/event/keep", { "key", EVENT_KEY }, { "title", "Проба на заводе" }, { "number_1", "7" }),
    GET("/event/{id}", "/event/$draft"),
    POST("/event/{id}/drop", "/event/$draft/drop", NO_FIELDS),
    { .pattern = "/event",
      .path = "/event",
      .method = METHOD_POST,
      .form = { { "key", EVENT_KEY },
                { "do", "save" },
                { "title", "Проба на заводе" },
                { "day", "12.04.2022" },
                { "kind", "probe" },
                { "number_1", "7" },
                { "unit", "persons" },
                { "audience", "pupils" } },
      FILE_OF("photo", "проба.png", PICTURE) },
    GET("/import", "/import"),
    GET("/import/new", "/import/new?register=competency"),
    { .pattern = "/import/new",
      .path = "/import/new?register=competency",
      .method = METHOD_POST,
      .moves = true,
      FILE_OF("file", "a.csv", "Название;Заметка\nИз файла один;а\nИз файла два;б\n;без названия\n") },
    GET("/import/{id}", "/import/$import"),
    MOVES("/import/{id}/map", "/import/$import/map", { "header", "1" }, { "column.0", "name" }, { "column.1", "note" }),
    GET("/import", "/import"),
    GET("/import/{id}", "/import/$import"),
    POST("/import/{id}/answer", "/import/$import/answer", NO_FIELDS),
    POST("/import/{id}/remove", "/import/$import/remove", NO_FIELDS),
    MOVES("/import/{id}/run", "/import/$import/run", { "fingerprint", "$fingerprint" }),
    GET("/import/{id}", "/import/$import"),
    GET("/import/{id}/result.xlsx", "/import/$import/result.xlsx"),
    POST("/import/{id}/undo", "/import/$import/undo", NO_FIELDS),
    { .pattern = "/work", .path = "/work", .method = METHOD_GET, .before = some_jobs },
    GET("/work/{id}", "/work/9001"),
    GET("/work/{id}/file", "/work/9003/file"),
    POST("/work/{id}/cancel", "/work/9001/cancel", NO_FIELDS),
    POST("/work/{id}/again", "/work/9002/again", NO_FIELDS),
    { .pattern = "/backup", .path = "/backup", .method = METHOD_GET, .before = a_copy },
    GET("/backup/{name}", "/backup/orientir-laid.zip"),
    POST("/backup/make", "/backup/make", NO_FIELDS),
    POST("/backup/{name}/check", "/backup/orientir-laid.zip/check", NO_FIELDS),
    POST("/backup/settings", "/backup/settings", { "enabled", "1" }, { "hour", "4" }, { "daily", "3" }, { "weekly", "2" },
         { "monthly", "1" }),
};
const size_t n_hands_kept = COUNT(hands_kept);

bool kept_word(struct ctx *ctx, struct str word, struct str *ret_value)
{
    static const struct {
        const char *word, *sql;
    } words[] = { { "token", "SELECT CAST(max(id) AS text) AS v FROM access_token" },
                  { "file", "SELECT CAST(max(id) AS text) AS v FROM file" },
                  { "draft", "SELECT CAST(max(id) AS text) AS v FROM event_draft" },
                  { "upload", "SELECT CAST(max(id) AS text) AS v FROM file_upload" },
                  { "import", "SELECT CAST(max(id) AS text) AS v FROM import" },
                  { "fingerprint", "SELECT fingerprint AS v FROM import WHERE id = (SELECT max(id) FROM import)" } };
    for (size_t i = 0; i < COUNT(words); i++) {
        struct db_table got;
        struct err e = { 0 };
        if (!str_equal(str_c(words[i].word), word)) {
            continue;
        }
        if (!db_table_sql(ctx->db, ctx->arena, str_c(words[i].sql), DB_NO_ARGS, &got, &e)) {
            stage_stop("kept_word", &e);
        }
        *ret_value = got.n_rows && got.values[0].kind == DB_TEXT ? got.values[0].as.s : STR("0");
        return true;
    }
    return false;
}
