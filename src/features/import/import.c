/* Files into the record: the routes, what their buttons do, and the job for a file too long to wait for. */
#include "base/json.h"
#include "features/import/pages_in.h"
#include "import_sql.h"

enum { AT_ONCE = 1000 /* lines done while the person waits; more is a job with progress */ };
#define WHO_IMPORTS (ROLES_RECORD | ROLE(ROLE_SECRETARY))

static bool new_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct str name = request_query(request, "register");
    if (name.len == 0) {
        return reply_see(ctx, reply, url_own(ctx->arena, STR("/import"))); /* there it is chosen what to take in */
    }
    const struct register_def *def = import_register(ctx, name);
    if (!def) {
        return err_set(e, ERR_NOT_FOUND, "import", STR("no such register, or not for this person"));
    }
    return import_new_show(ctx, def, STR_NONE, 200, reply, e);
}

/* «all.activity=7» of the address: what every line of the file has. */
static bool values_of_address(struct ctx *ctx, const struct request *request, int64_t id, struct err *e)
{
    struct imported one;
    struct import_book book;
    bool any = false;
    for (size_t i = 0; i < request->n_query; i++) {
        any |= str_starts(request->query[i].name, STR("all."));
    }
    if (!any) {
        return true;
    }
    struct arena *reading = arena_new(160u << 20);
    bool ok = import_open(ctx, id, &one, e) && import_book(ctx, &one, reading, &book, e);
    if (ok) {
        struct import_map map = import_map_of(ctx, &one, book.sheet);
        struct str *all = NEW_ARRAY(ctx->arena, struct str, one.def->n_fields);
        for (size_t i = 0; i < one.def->n_fields; i++) {
            struct str name = str_format(ctx->arena, "all.%s", one.def->fields[i].name);
            all[i] = request_query(request, str_cstr(ctx->arena, name));
        }
        map.all = all;
        ok = import_set_map(ctx, &one, one.sheet, (size_t)one.lines, import_map_text(ctx, one.def, &map), e);
    }
    arena_free(reading);
    return ok;
}

static bool new_post(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    const struct register_def *def = import_register(ctx, request_query(request, "register"));
    const struct upload *file = request_file(request, "file");
    enum sheet_problem problem;
    int64_t id;
    if (!def) {
        return err_set(e, ERR_NOT_FOUND, "import", STR("no such register, or not for this person"));
    }
    if (!file || file->file_name.len == 0) {
        return import_new_show(ctx, def, text(ctx, T_IMPORT_FILE_MISSING), 422, reply, e);
    }
    if (!import_take(ctx, def, file->file_name, file->bytes, &problem, &id, e)) {
        return false;
    }
    if (problem != SHEET_SOUND) {
        return import_new_show(ctx, def, text(ctx, import_problem_text(problem)), 422, reply, e);
    }
    return values_of_address(ctx, request, id, e) && reply_see(ctx, reply, import_url(ctx, id, ""));
}

static void put_acts(struct ctx *ctx, struct html *h, const struct imported *one, const int64_t counts[IMPORT_VERDICTS])
{
    int64_t good = counts[IMPORT_NEW] + counts[IMPORT_CHANGED], bad = counts[IMPORT_WRONG] + counts[IMPORT_UNSURE];
    if (imported_is(one, "looked") && good > 0) {
        ui_form_begin(ctx, h, import_url(ctx, one->id, "/run"), STR("run"));
        ui_hidden(h, STR("fingerprint"), one->fingerprint);
        ui_form_end(h, text_with(ctx, bad ? T_IMPORT_RUN_GOOD : T_IMPORT_RUN, TEXT_ARG("n", good)));
    } else if (imported_is(one, "looked")) {
        ui_note(h, UI_WAITING, text(ctx, T_IMPORT_NOTHING_TO_DO));
    }
    HTML(h, "<div class=\"actions\">");
    if (!imported_is(one, "taken")) {
        ui_link_button(h, import_url(ctx, one->id, "/result.xlsx"), text(ctx, T_IMPORT_RESULT_FILE), UI_PLAIN);
    }
    if (imported_is(one, "done")) {
        ui_post_button(ctx, h, import_url(ctx, one->id, "/undo"), text(ctx, T_IMPORT_UNDO), UI_PLAIN);
    } else {
        ui_post_button(ctx, h, import_url(ctx, one->id, "/remove"), text(ctx, T_IMPORT_REMOVE), UI_QUIET);
    }
    HTML(h, "</div>\n");
}

static void put_blocked(struct ctx *ctx, struct html *h, const struct imported *one, const struct import_line *lines, size_t n)
{
    const struct ui_column columns[] = { { .label = text(ctx, T_IMPORT_LINE), .heads = true },
                                         { .label = text(ctx, T_IMPORT_TITLE) },
                                         { .label = text(ctx, T_IMPORT_ABOUT_LINE) } };
    if (n == 0) {
        return;
    }
    ui_note(h, UI_ERROR, text(ctx, T_IMPORT_UNDO_BLOCKED));
    ui_table_begin(h, text(ctx, T_IMPORT_UNDO_BLOCKED_TABLE), columns, COUNT(columns));
    for (size_t i = 0; i < n; i++) {
        struct str to = str_format(ctx->arena, "/%s/%lld", one->def->name, (long long)lines[i].id);
        ui_row_begin(h);
        ui_cell(h, &columns[0], str_format(ctx->arena, "%u", lines[i].number));
        ui_cell_link(h, &columns[1], url_own(ctx->arena, to),
                     lines[i].title.len ? lines[i].title : text(ctx, T_IMPORT_UNTITLED));
        ui_cell(h, &columns[2], lines[i].faults[0].message);
        ui_row_end(h);
    }
    ui_table_end(h);
}

static bool show_one(struct ctx *ctx, const struct imported *one, const struct import_line *blocked, size_t n_blocked,
                     int status, struct reply *reply, struct err *e)
{
    int64_t counts[IMPORT_VERDICTS];
    const struct crumb crumbs[] = {
        { text(ctx, one->def->many), url_own(ctx->arena, str_format(ctx->arena, "/%s", one->def->name)) },
        { text(ctx, T_IMPORT_LIST), url_own(ctx->arena, STR("/import")) },
    };
    const struct page page = { .title = text_with(ctx, T_IMPORT_NEW_TITLE, TEXT_ARG("what", text(ctx, one->def->many))),
                               .fact_line = one->file_name,
                               .menu_path = "/import",
                               .crumbs = crumbs,
                               .n_crumbs = COUNT(crumbs) };
    if (!import_counts(ctx, one, counts, e)) {
        return false;
    }
    struct html *h = page_begin(ctx, &page);
    bool open = imported_is(one, "taken") || imported_is(one, "looked"), looked = !imported_is(one, "taken");
    put_blocked(ctx, h, one, blocked, n_blocked);
    if (one->moved && imported_is(one, "looked")) {
        ui_note(h, UI_ATTENTION, text(ctx, T_IMPORT_MOVED));
    }
    import_put_facts(ctx, h, one);
    if (imported_is(one, "looked")) {
        import_put_questions(ctx, h, one);
    }
    if (looked) {
        HTMLF(h, "<h2>{}</h2>\n", text(ctx, imported_is(one, "done") ? T_IMPORT_RESULT : T_IMPORT_PLAN));
        put_acts(ctx, h, one, counts);
        if (!import_put_lines(ctx, h, one, counts, e)) {
            return false;
        }
    }
    if (open) {
        HTMLF(h, "<section><h2>{}</h2>\n", text(ctx, T_IMPORT_COLUMNS));
        if (!import_put_mapping(ctx, h, one, e)) {
            return false;
        }
        HTML(h, "</section>\n");
    }
    if (!looked) {
        put_acts(ctx, h, one, counts);
    }
    reply->status = status;
    return page_end(ctx, h, reply, e);
}

static bool one_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct imported one;
    return import_open(ctx, request_id_arg(request, 0), &one, e) && show_one(ctx, &one, NULL, 0, 200, reply, e);
}

/* Now, or behind the pages when there is much of it. */
static bool act(struct ctx *ctx, const struct imported *one, enum import_act what, struct str fingerprint,
                struct html_url *ret_to, struct err *e)
{
    if (one->lines <= AT_ONCE) {
        *ret_to = import_url(ctx, one->id, "");
        return import_act(ctx, one->id, what, fingerprint, NULL, e);
    }
    struct json *args = json_object(ctx->arena);
    int64_t job;
    json_put(ctx->arena, args, "import", json_int(ctx->arena, one->id));
    json_put(ctx->arena, args, "do", json_bool(ctx->arena, what == IMPORT_DO));
    json_put(ctx->arena, args, "fingerprint", json_string(ctx->arena, fingerprint));
    const struct job_ask ask = { .kind = "import", .args = json_write(ctx->arena, args), .subject = one->file_name };
    if (!job_ask(ctx, &ask, &job, e)) {
        return false;
    }
    *ret_to = url_own(ctx->arena, str_format(ctx->arena, "/work/%lld", (long long)job));
    return true;
}

/* What the person told of the file, and the look that follows from it: both or neither. */
struct telling {
    const struct imported *one;
    struct str words; /* mapping or answers */
    bool answers, looks;
    struct html_url to;
};

static bool tell_work(struct ctx *ctx, void *arg, struct err *e)
{
    struct telling *t = arg;
    const struct imported *one = t->one;
    bool ok = t->answers ? import_set_answers(ctx, one, t->words, e)
                         : import_set_map(ctx, one, one->sheet, (size_t)one->lines, t->words, e);
    return ok && (!t->looks || act(ctx, one, IMPORT_LOOK, STR_NONE, &t->to, e));
}

static bool tell(struct ctx *ctx, struct telling *t, struct reply *reply, struct err *e)
{
    t->to = import_url(ctx, t->one->id, "");
    return db_write(ctx, (struct db_lock){ "import", t->one->id }, tell_work, t, e) && reply_see(ctx, reply, t->to);
}

/* The mapping as the form has it; another sheet or header row is guessed anew. */
static struct import_map map_of_form(struct ctx *ctx, const struct imported *one, const struct sheet *sheet,
                                     const struct request *request)
{
    struct import_map map = import_map_of(ctx, one, sheet);
    int *columns = NEW_ARRAY(ctx->arena, int, sheet->n_columns + 1);
    struct str *all = NEW_ARRAY(ctx->arena, struct str, one->def->n_fields);
    int64_t number = 0;
    for (size_t c = 0; c < sheet->n_columns; c++) {
        struct str name = str_format(ctx->arena, "column.%zu", c);
        const struct field *f = field_find(one->def, request_form(request, str_cstr(ctx->arena, name)));
        columns[c] =
            f && import_takes(one->def, (size_t)(f - one->def->fields)) ? (int)(f - one->def->fields) : IMPORT_NO_FIELD;
        for (size_t before = 0; before < c; before++) { /* a field is filled from one column */
            columns[c] = columns[before] == columns[c] ? IMPORT_NO_FIELD : columns[c];
        }
    }
    for (size_t i = 0; i < one->def->n_fields; i++) {
        struct str name = str_format(ctx->arena, "all.%s", one->def->fields[i].name);
        all[i] = str_trim(request_form(request, str_cstr(ctx->arena, name)));
    }
    map.all = all;
    map.columns = columns;
    map.n_columns = sheet->n_columns;
    if (num_read_int(request_form(request, "header"), &number)) {
        for (size_t i = 0; i < sheet->n_rows; i++) {
            map.header = sheet->rows[i].number == number ? i : map.header;
        }
    }
    return map;
}

static bool map_post(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct imported one;
    struct import_book book;
    struct telling telling = { .one = &one };
    int64_t sheet;
    struct arena *reading = arena_new(160u << 20);
    bool ok = import_open(ctx, request_id_arg(request, 0), &one, e) && import_book(ctx, &one, reading, &book, e);
    bool other = ok && num_read_int(request_form(request, "sheet"), &sheet) && sheet != one.sheet && sheet >= 0 &&
                 (size_t)sheet < book.book.n;
    if (ok) {
        const struct sheet *of = other ? &book.book.sheets[sheet] : book.sheet;
        struct import_map map = other ? import_guess(ctx, one.def, of) : map_of_form(ctx, &one, of, request);
        one.sheet = other ? sheet : one.sheet;
        one.lines = (int64_t)(of->n_rows > map.header + 1 ? of->n_rows - map.header - 1 : 0);
        telling.words = import_map_text(ctx, one.def, &map);
        telling.looks = !other;
    }
    arena_free(reading);
    return ok && tell(ctx, &telling, reply, e);
}

static bool answer_post(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct imported one;
    struct json *questions, *answers, *earlier;
    struct err ignored = { 0 };
    struct arena *a = ctx->arena;
    size_t i = 0;
    if (!import_open(ctx, request_id_arg(request, 0), &one, e)) {
        return false;
    }
    answers = json_array(a);
    if (json_read(a, one.answers, &earlier, &ignored)) {
        for (const struct json *j = earlier->first; j; j = j->next) {
            struct json *again = json_array(a);
            for (const struct json *part = j->first; part; part = part->next) {
                json_add(again, part->kind == JSON_NULL     ? json_null(a)
                                : part->kind == JSON_NUMBER ? json_number(a, part->text)
                                                            : json_string(a, part->text));
            }
            json_add(answers, again);
        }
    }
    if (json_read(a, one.questions, &questions, &ignored)) {
        for (const struct json *q = questions->first; q; q = q->next, i++) {
            struct str given = request_form(request, str_cstr(a, str_format(a, "answer.%zu", i)));
            const struct json *field = json_get(q, "field");
            int64_t id;
            if (given.len && num_read_int(given, &id)) {
                struct json *one_answer = json_array(a);
                json_add(one_answer, field && field->kind == JSON_STRING ? json_string(a, field->text) : json_null(a));
                json_add(one_answer, json_string(a, json_text(q, "typed")));
                json_add(one_answer, json_int(a, id));
                json_add(answers, one_answer);
            }
        }
    }
    struct telling telling = { .one = &one, .words = json_write(a, answers), .answers = true, .looks = true };
    return tell(ctx, &telling, reply, e);
}

static bool run_post(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct imported one;
    struct str fingerprint = request_form(request, "fingerprint");
    if (!import_open(ctx, request_id_arg(request, 0), &one, e)) {
        return false;
    }
    if (!imported_is(&one, "looked") || !fingerprint.len) { /* a second press of the button: it is done already */
        return reply_see(ctx, reply, import_url(ctx, one.id, ""));
    }
    struct html_url to;
    return act(ctx, &one, IMPORT_DO, fingerprint, &to, e) && reply_see(ctx, reply, to);
}

static bool undo_post(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct imported one;
    struct import_line *blocked;
    size_t n;
    if (!import_open(ctx, request_id_arg(request, 0), &one, e)) {
        return false;
    }
    if (!imported_is(&one, "done")) {
        return reply_see(ctx, reply, import_url(ctx, one.id, ""));
    }
    if (!import_take_back(ctx, &one, &blocked, &n, e)) {
        return false;
    }
    return n ? show_one(ctx, &one, blocked, n, 409, reply, e) : reply_see(ctx, reply, import_url(ctx, one.id, ""));
}

static bool remove_post(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct imported one;
    return import_open(ctx, request_id_arg(request, 0), &one, e) && import_drop(ctx, &one, e) &&
           reply_see(ctx, reply, url_own(ctx->arena, STR("/import")));
}

static bool result_file(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct imported one;
    struct str bytes;
    if (!import_open(ctx, request_id_arg(request, 0), &one, e) || !import_result(ctx, &one, &bytes, e)) {
        return false;
    }
    reply_download(ctx, reply, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                   str_format(ctx->arena, "%s-result-%lld.xlsx", one.def->name, (long long)one.id), bytes);
    return true;
}

static bool job_run(struct ctx *ctx, struct job_task *task, struct err *e)
{
    struct json *args;
    int64_t id;
    if (!json_read(ctx->arena, job_args(task), &args, e)) {
        return false;
    }
    if (!num_read_int(json_text(args, "import"), &id)) {
        return err_set(e, ERR_BROKEN, "import", STR("the job names no import"));
    }
    const struct json *keep = json_get(args, "do");
    return import_act(ctx, id, keep && keep->kind == JSON_TRUE ? IMPORT_DO : IMPORT_LOOK, json_text(args, "fingerprint"), task,
                      e);
}

static void job_show(struct ctx *ctx, struct html *h, const struct job *job)
{
    struct err ignored = { 0 };
    struct json *result;
    int64_t id;
    if (json_read(ctx->arena, job->result, &result, &ignored) && num_read_int(json_text(result, "import"), &id)) {
        ui_link_button(h, import_url(ctx, id, ""), text(ctx, T_IMPORT_OPEN), UI_PRIMARY);
    }
}

static const struct job_kind kind = {
    .name = "import", .title = T_IMPORT_JOB, .right = WHO_IMPORTS, .run = job_run, .show = job_show
};
static const struct job_kind *const kinds[] = { &kind };

static const struct route routes[] = {
    { METHOD_GET, "/import", WHO_IMPORTS, import_list_page, NULL, 0 },
    { METHOD_GET, "/import/new", WHO_IMPORTS, new_page, NULL, 0 },
    { METHOD_POST, "/import/new", WHO_IMPORTS, new_post, NULL, ROUTE_SLOW | ROUTE_UPLOAD },
    { METHOD_GET, "/import/{id}", WHO_IMPORTS, one_page, NULL, ROUTE_SLOW },
    { METHOD_POST, "/import/{id}/map", WHO_IMPORTS, map_post, NULL, ROUTE_SLOW },
    { METHOD_POST, "/import/{id}/answer", WHO_IMPORTS, answer_post, NULL, ROUTE_SLOW },
    { METHOD_POST, "/import/{id}/run", WHO_IMPORTS, run_post, NULL, ROUTE_SLOW },
    { METHOD_POST, "/import/{id}/undo", WHO_IMPORTS, undo_post, NULL, ROUTE_SLOW },
    { METHOD_POST, "/import/{id}/remove", WHO_IMPORTS, remove_post, NULL, 0 },
    { METHOD_GET, "/import/{id}/result.xlsx", WHO_IMPORTS, result_file, NULL, ROUTE_SLOW },
};
static const struct menu_item menu[] = { { T_IMPORT_LIST, "/import", WHO_IMPORTS, MENU_SETTING } };

extern const struct feature feature_import;
const struct feature feature_import = {
    .name = "import",
    .routes = routes,
    .n_routes = COUNT(routes),
    .menu = menu,
    .n_menu = COUNT(menu),
    .jobs = kinds,
    .n_jobs = COUNT(kinds),
    .queries = import_queries,
    .n_queries = import_n_queries,
    .migrations = import_migrations,
    .n_migrations = import_n_migrations,
};
