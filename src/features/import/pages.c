/* The pages of imports: the list of them, the form that takes a file, and one import from its columns to its result. One page
   carries an import through its states, so that the way back to an earlier decision is always in sight. */
#include "features/import/pages_in.h"

#include "base/json.h"

enum { PAGE = 50, SAMPLES = 3, TITLE_MOST = 60 };

struct html_url import_url(struct ctx *ctx, int64_t id, const char *more)
{
    return url_own(ctx->arena, str_format(ctx->arena, "/import/%lld%s", (long long)id, more));
}

static struct str moment(struct ctx *ctx, int64_t at)
{
    return text_moment(ctx->arena, ctx->lang, at, ctx->site->zone);
}

static enum text_id state_text(const struct imported *one)
{
    return imported_is(one, "done")     ? T_IMPORT_STATE_DONE
           : imported_is(one, "undone") ? T_IMPORT_STATE_UNDONE
           : imported_is(one, "looked") ? T_IMPORT_STATE_LOOKED
                                        : T_IMPORT_STATE_TAKEN;
}

static enum ui_tone state_tone(const struct imported *one)
{
    return imported_is(one, "done") ? UI_DONE : imported_is(one, "undone") ? UI_ATTENTION : UI_WAITING;
}

/* Where a file may go: a link for each register the actor may import into. */
static void put_registers(struct ctx *ctx, struct html *h)
{
    HTMLF(h, "<section><h2>{}</h2><ul class=\"columns\">", text(ctx, T_IMPORT_WHERE));
    for (size_t i = 0; i < ctx->registers->n; i++) {
        const struct register_def *def = ctx->registers->all[i];
        if (register_may(ctx, def, MAY_IMPORT)) {
            HTMLF(h, "<li><a href=\"{}\">{}</a></li>",
                  url_add(ctx->arena, url_own(ctx->arena, STR("/import/new")), "register", str_c(def->name)),
                  text(ctx, def->many));
        }
    }
    HTML(h, "</ul></section>\n");
}

static bool put_list(struct ctx *ctx, struct html *h, struct str register_name, struct err *e)
{
    struct imported *all;
    size_t n;
    if (!import_list(ctx, register_name, &all, &n, e)) {
        return false;
    }
    if (n == 0) {
        HTMLF(h, "<p>{}</p>\n", text(ctx, T_IMPORT_NONE));
        return true;
    }
    const struct ui_column columns[] = { { .label = text(ctx, T_IMPORT_FILE), .heads = true },
                                         { .label = text(ctx, T_IMPORT_INTO) },
                                         { .label = text(ctx, T_IMPORT_STATE) },
                                         { .label = text(ctx, T_IMPORT_LINES), .number = true },
                                         { .label = text(ctx, T_IMPORT_WHO) },
                                         { .label = text(ctx, T_IMPORT_WHEN) } };
    ui_table_begin(h, text(ctx, T_IMPORT_LIST), columns, COUNT(columns));
    for (size_t i = 0; i < n; i++) {
        struct html *badge = html_new(ctx->arena, 4096);
        ui_badge(badge, state_tone(&all[i]), text(ctx, state_text(&all[i])));
        ui_row_begin(h);
        ui_cell_link(h, &columns[0], import_url(ctx, all[i].id, ""), all[i].file_name);
        ui_cell(h, &columns[1], text(ctx, all[i].def->many));
        ui_cell_part(h, &columns[2], html_part(badge));
        ui_cell_count(ctx, h, &columns[3], (struct maybe_int){ true, all[i].lines });
        ui_cell(h, &columns[4], all[i].made_by.known ? all[i].made_by_name : text(ctx, T_IMPORT_BY_COMMAND));
        ui_cell(h, &columns[5], moment(ctx, all[i].made_at));
        ui_row_end(h);
    }
    ui_table_end(h);
    return true;
}

bool import_list_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    const struct page page = { .title = text(ctx, T_IMPORT_LIST), .menu_path = "/import" };
    struct html *h = page_begin(ctx, &page);
    (void)request;
    HTMLF(h, "<p>{}</p>\n", text(ctx, T_IMPORT_ABOUT));
    if (!put_list(ctx, h, STR_NONE, e)) {
        return false;
    }
    put_registers(ctx, h);
    return page_end(ctx, h, reply, e);
}

/* What the columns may be called, so that a sheet can be made to fit. */
static void put_fields(struct ctx *ctx, struct html *h, const struct register_def *def)
{
    const struct ui_column columns[] = { { .label = text(ctx, T_IMPORT_COLUMN), .heads = true },
                                         { .label = text(ctx, T_IMPORT_COLUMN_ABOUT) } };
    HTMLF(h, "<details><summary>{}</summary>", text(ctx, T_IMPORT_FIELDS));
    ui_table_begin(h, text(ctx, T_IMPORT_FIELDS), columns, COUNT(columns));
    for (size_t i = 0; i < def->n_fields; i++) {
        const struct field *f = &def->fields[i];
        if (!import_takes(def, i)) {
            continue;
        }
        struct str about = f->hint ? text(ctx, f->hint) : STR_NONE;
        if (f->flags & F_REQUIRED) {
            struct str must = text(ctx, T_IMPORT_REQUIRED);
            about = about.len ? str_join(ctx->arena, str_join(ctx->arena, must, STR(". ")), about) : must;
        }
        ui_row_begin(h);
        ui_cell(h, &columns[0], text(ctx, f->label));
        ui_cell(h, &columns[1], about);
        ui_row_end(h);
    }
    ui_table_end(h);
    HTML(h, "</details>\n");
}

bool import_new_show(struct ctx *ctx, const struct register_def *def, struct str message, int status, struct reply *reply,
                     struct err *e)
{
    const struct crumb crumbs[] = {
        { text(ctx, def->many), url_own(ctx->arena, str_format(ctx->arena, "/%s", def->name)) },
        { text(ctx, T_IMPORT_LIST), url_own(ctx->arena, STR("/import")) },
    };
    const struct page page = { .title = text_with(ctx, T_IMPORT_NEW_TITLE, TEXT_ARG("what", text(ctx, def->many))),
                               .menu_path = "/import",
                               .crumbs = crumbs,
                               .n_crumbs = COUNT(crumbs) };
    const struct ui_field file = { .name = STR("file"),
                                   .label = text(ctx, T_IMPORT_FILE),
                                   .hint = text(ctx, T_IMPORT_FILE_HINT),
                                   .message = message,
                                   .value = STR_NONE };
    struct html *h = page_begin(ctx, &page);
    ui_error_summary(ctx, h, &file, 1);
    struct html_url to = url_add(ctx->arena, url_own(ctx->arena, STR("/import/new")), "register", str_c(def->name));
    for (size_t i = 0; i < def->n_fields; i++) { /* «/import/new?register=headcount&all.activity=7»: of this very activity */
        struct str name = str_format(ctx->arena, "all.%s", def->fields[i].name);
        struct str value = request_query(ctx->request, str_cstr(ctx->arena, name));
        to = value.len ? url_add(ctx->arena, to, str_cstr(ctx->arena, name), value) : to;
    }
    ui_form_begin_files(ctx, h, to, STR("import"));
    ui_files(h, &file, false);
    ui_form_end(h, text(ctx, T_IMPORT_UPLOAD));
    put_fields(ctx, h, def);
    HTMLF(h, "<h2>{}</h2>\n", text(ctx, T_IMPORT_EARLIER));
    if (!put_list(ctx, h, str_c(def->name), e)) {
        return false;
    }
    reply->status = status;
    return page_end(ctx, h, reply, e);
}

/* «12; 14; 9»: what stands under the header. */
static struct str samples(struct ctx *ctx, const struct sheet *sheet, const struct import_map *map, size_t column)
{
    struct buf *out = buf_new(ctx->arena, 4096);
    size_t found = 0;
    for (size_t i = map->header + 1; i < sheet->n_rows && found < SAMPLES; i++) {
        if (column < sheet->rows[i].n && sheet->rows[i].cells[column].kind != SHEET_EMPTY) {
            buf_put(out, found++ ? STR("; ") : STR_NONE);
            buf_put(out, utf8_part(sheet->rows[i].cells[column].text, 0, 40));
        }
    }
    return buf_str(out);
}

/* The words of the file stand in the first cell, which says what language they are in; the choice is named by them. */
static struct html_safe header_part(struct ctx *ctx, size_t column, struct str label)
{
    struct html *h = html_new(ctx->arena, 8 * 1024);
    HTMLF(h, "<span id=\"header-{}\">{}</span>", (int64_t)column, label);
    return html_part(h);
}

static struct html_safe field_select(struct ctx *ctx, const struct register_def *def, size_t column, int chosen)
{
    struct html *h = html_new(ctx->arena, 64 * 1024);
    HTMLF(h, "<select name=\"column.{}\" aria-labelledby=\"header-{}\">", (int64_t)column, (int64_t)column);
    HTMLF(h, "<option value=\"\">{}</option>", text(ctx, T_IMPORT_NOT_TAKEN));
    for (size_t i = 0; i < def->n_fields; i++) {
        if (!import_takes(def, i)) {
            continue;
        }
        struct str name = str_c(def->fields[i].name), words = text(ctx, def->fields[i].label);
        if ((int)i == chosen) {
            HTMLF(h, "<option value=\"{}\" selected>{}</option>", name, words);
        } else {
            HTMLF(h, "<option value=\"{}\">{}</option>", name, words);
        }
    }
    HTML(h, "</select>");
    return html_part(h);
}

static void put_columns(struct ctx *ctx, struct html *h, const struct imported *one, const struct sheet *sheet,
                        const struct import_map *map)
{
    const struct ui_column columns[] = { { .label = text(ctx, T_IMPORT_COLUMN_OF_FILE), .heads = true },
                                         { .label = text(ctx, T_IMPORT_SAMPLE) },
                                         { .label = text(ctx, T_IMPORT_FIELD) } };
    ui_table_begin(h, text(ctx, T_IMPORT_COLUMNS), columns, COUNT(columns));
    for (size_t c = 0; c < map->n_columns; c++) {
        struct str head = import_header(sheet, map, c), some = samples(ctx, sheet, map, c);
        if (!head.len && !some.len) {
            continue;
        }
        struct str label = head.len ? head : text_with(ctx, T_IMPORT_COLUMN_NUMBER, TEXT_ARG("n", (int64_t)c + 1));
        ui_row_begin(h);
        ui_cell_part(h, &columns[0], header_part(ctx, c, label));
        ui_cell(h, &columns[1], some);
        ui_cell_part(h, &columns[2], field_select(ctx, one->def, c, map->columns[c]));
        ui_row_end(h);
    }
    ui_table_end(h);
}

static bool put_values_for_all(struct ctx *ctx, struct html *h, const struct imported *one, const struct import_map *map,
                               struct err *e)
{
    bool begun = false;
    for (size_t i = 0; i < one->def->n_fields; i++) {
        if (!import_asks(one->def, map, i) && !map->all[i].len) {
            continue;
        }
        if (!begun) {
            ui_group_begin(h, text(ctx, T_IMPORT_ALL));
            begun = true;
        }
        if (!import_input(ctx, h, one->def, i, map->all[i], e)) {
            return false;
        }
    }
    if (begun) {
        ui_group_end(h);
    }
    return true;
}

static void put_sheet_choice(struct ctx *ctx, struct html *h, const struct imported *one, const struct import_book *book,
                             const struct import_map *map)
{
    struct ui_choice *sheets = NEW_ARRAY(ctx->arena, struct ui_choice, book->book.n + 1);
    for (size_t i = 0; i < book->book.n; i++) {
        sheets[i] = (struct ui_choice){ str_format(ctx->arena, "%zu", i), book->book.sheets[i].name };
    }
    if (book->book.n > 1) {
        const struct ui_field sheet = { .name = STR("sheet"),
                                        .label = text(ctx, T_IMPORT_SHEET),
                                        .value = str_format(ctx->arena, "%lld", (long long)one->sheet),
                                        .hint = STR_NONE,
                                        .message = STR_NONE };
        ui_select(h, &sheet, sheets, book->book.n);
    }
    uint32_t number = map->header < book->sheet->n_rows ? book->sheet->rows[map->header].number : 1;
    const struct ui_field header = { .name = STR("header"),
                                     .label = text(ctx, T_IMPORT_HEADER_ROW),
                                     .hint = text(ctx, T_IMPORT_HEADER_HINT),
                                     .message = STR_NONE,
                                     .value = str_format(ctx->arena, "%u", number),
                                     .input_mode = "numeric" };
    ui_text(h, &header);
}

static void put_lacks(struct ctx *ctx, struct html *h, const struct imported *one, const struct import_map *map)
{
    const struct field *lacks[8];
    struct buf *names = buf_new(ctx->arena, 4096);
    size_t n = import_lacks(one->def, map, lacks, COUNT(lacks));
    for (size_t i = 0; i < n && i < COUNT(lacks); i++) {
        buf_put(names, i ? STR("», «") : STR_NONE);
        buf_put(names, text(ctx, lacks[i]->label));
    }
    if (n) {
        ui_note(h, UI_ATTENTION, text_with(ctx, T_IMPORT_LACKS, TEXT_ARG("fields", buf_str(names))));
    }
}

bool import_put_mapping(struct ctx *ctx, struct html *h, const struct imported *one, struct err *e)
{
    struct arena *own = ctx->arena, *reading = arena_new(160u << 20);
    struct import_book book;
    bool ok = import_book(ctx, one, reading, &book, e);
    if (ok) {
        struct import_map map = import_map_of(ctx, one, book.sheet);
        put_lacks(ctx, h, one, &map);
        ui_form_begin(ctx, h, import_url(ctx, one->id, "/map"), STR("mapping"));
        put_sheet_choice(ctx, h, one, &book, &map);
        put_columns(ctx, h, one, book.sheet, &map);
        ok = put_values_for_all(ctx, h, one, &map, e);
        if (imported_is(one, "taken")) {
            ui_form_end(h, text(ctx, T_IMPORT_CHECK));
        } else {
            ui_form_end_plain(h, text(ctx, T_IMPORT_CHECK_AGAIN));
        }
    }
    ctx->arena = own;
    arena_free(reading);
    return ok;
}

static void put_question(struct ctx *ctx, struct html *h, const struct imported *one, const struct json *q, size_t index)
{
    const struct json *field = json_get(q, "field"), *choices = json_get(q, "choices");
    const struct field *f = field && field->kind == JSON_STRING ? field_find(one->def, field->text) : NULL;
    size_t n = 0, most = 3;
    for (const struct json *c = choices ? choices->first : NULL; c; c = c->next) {
        most++;
    }
    struct ui_choice *list = NEW_ARRAY(ctx->arena, struct ui_choice, most);
    int64_t lines = 0;
    (void)!num_read_int(json_text(q, "lines"), &lines);
    list[n++] = (struct ui_choice){ STR_NONE, text(ctx, T_IMPORT_NOT_DECIDED) };
    for (const struct json *c = choices ? choices->first : NULL; c && c->first && c->first->next; c = c->next) {
        list[n++] = (struct ui_choice){ c->first->text, c->first->next->text };
    }
    if (!f) {
        list[n++] = (struct ui_choice){ STR("-1"), text(ctx, T_IMPORT_AS_NEW) };
    }
    list[n++] = (struct ui_choice){ STR("0"), text(ctx, T_IMPORT_LEAVE_OUT) };
    const struct ui_field input = { .name = str_format(ctx->arena, "answer.%zu", index),
                                    .label = f ? text_with(ctx, T_IMPORT_WHICH, TEXT_ARG("field", text(ctx, f->label)),
                                                           TEXT_ARG("typed", json_text(q, "typed")))
                                               : text_with(ctx, T_IMPORT_WHICH_LINE, TEXT_ARG("line", json_text(q, "typed"))),
                                    .hint = text_with(ctx, T_IMPORT_WAIT, TEXT_ARG("n", lines)),
                                    .message = STR_NONE,
                                    .value = STR_NONE };
    ui_select(h, &input, list, n);
}

void import_put_questions(struct ctx *ctx, struct html *h, const struct imported *one)
{
    struct err ignored = { 0 };
    struct json *all;
    size_t i = 0;
    if (!json_read(ctx->arena, one->questions, &all, &ignored) || !all->first) {
        return;
    }
    HTMLF(h, "<section><h2>{}</h2>\n", text(ctx, T_IMPORT_QUESTIONS));
    ui_form_begin(ctx, h, import_url(ctx, one->id, "/answer"), STR("questions"));
    for (const struct json *q = all->first; q; q = q->next) {
        put_question(ctx, h, one, q, i++);
    }
    ui_form_end_plain(h, text(ctx, T_IMPORT_ANSWER));
    HTML(h, "</section>\n");
}

static enum ui_tone verdict_tone(struct str verdict)
{
    return str_is(verdict, "wrong")                               ? UI_ERROR
           : str_is(verdict, "unsure")                            ? UI_ATTENTION
           : str_is(verdict, "new") || str_is(verdict, "changed") ? UI_DONE
                                                                  : UI_WAITING;
}

static void put_line(struct ctx *ctx, struct html *h, const struct ui_column *columns, const struct imported *one,
                     const struct import_kept *line)
{
    struct html *badge = html_new(ctx->arena, 4096), *about = html_new(ctx->arena, 64 * 1024);
    struct str faults = import_faults_text(ctx, one, line), fault;
    ui_badge(badge, verdict_tone(line->verdict), text(ctx, import_verdict_text(line->verdict, imported_is(one, "done"))));
    struct str title = utf8_length(line->title) > TITLE_MOST
                           ? str_join(ctx->arena, utf8_part(line->title, 0, TITLE_MOST), STR("…"))
                           : line->title;
    while (faults.len && str_next(&faults, '\n', &fault)) {
        HTMLF(about, "<div>{}</div>", fault);
    }
    ui_row_begin(h);
    ui_cell(h, &columns[0], str_format(ctx->arena, "%lld", (long long)line->number));
    if (line->row_id && imported_is(one, "done")) {
        ui_cell_link(h, &columns[1],
                     url_own(ctx->arena, str_format(ctx->arena, "/%s/%lld", one->def->name, (long long)line->row_id)),
                     title.len ? title : text(ctx, T_IMPORT_UNTITLED));
    } else {
        ui_cell(h, &columns[1], title);
    }
    ui_cell_part(h, &columns[2], html_part(badge));
    ui_cell_part(h, &columns[3], html_part(about));
    ui_row_end(h);
}

/* Tabs by verdict, the one that needs somebody first; then a page of its lines. */
bool import_put_lines(struct ctx *ctx, struct html *h, const struct imported *one, const int64_t counts[IMPORT_VERDICTS],
                      struct err *e)
{
    static const enum import_verdict order[] = { IMPORT_WRONG,   IMPORT_UNSURE, IMPORT_NEW,
                                                 IMPORT_CHANGED, IMPORT_SAME,   IMPORT_LEFT };
    struct str asked = request_query(ctx->request, "show");
    struct ui_tab tabs[IMPORT_VERDICTS];
    size_t n_tabs = 0, n;
    int64_t shown = 0, page = 1;
    struct import_kept *lines;
    for (size_t i = 0; i < COUNT(order); i++) {
        struct str word = str_c(import_verdict_name(order[i]));
        if (counts[order[i]] == 0) {
            continue;
        }
        asked = asked.len ? asked : word;
        bool current = str_equal(asked, word);
        shown = current ? counts[order[i]] : shown;
        tabs[n_tabs++] =
            (struct ui_tab){ text_with(ctx, T_IMPORT_TAB,
                                       TEXT_ARG("what", text(ctx, import_verdict_text(word, imported_is(one, "done")))),
                                       TEXT_ARG("n", counts[order[i]])),
                             url_add(ctx->arena, import_url(ctx, one->id, ""), "show", word), current };
    }
    if (n_tabs == 0) {
        return true;
    }
    if (!num_read_int(request_query(ctx->request, "page"), &page) || page < 1 || page > 100000) {
        page = 1;
    }
    if (!import_lines(ctx, one, (struct import_part){ asked, (page - 1) * PAGE, PAGE }, &lines, &n, e)) {
        return false;
    }
    const struct ui_column columns[] = { { .label = text(ctx, T_IMPORT_LINE), .heads = true },
                                         { .label = text(ctx, T_IMPORT_TITLE) },
                                         { .label = text(ctx, T_IMPORT_RESULT) },
                                         { .label = text(ctx, T_IMPORT_ABOUT_LINE) } };
    ui_tabs(ctx, h, tabs, n_tabs);
    ui_table_begin(h, text(ctx, T_IMPORT_PLAN), columns, COUNT(columns));
    for (size_t i = 0; i < n; i++) {
        put_line(ctx, h, columns, one, &lines[i]);
    }
    ui_table_end(h);
    ui_paging(ctx, h, url_add(ctx->arena, import_url(ctx, one->id, ""), "show", asked), page, (shown + PAGE - 1) / PAGE);
    return true;
}

void import_put_facts(struct ctx *ctx, struct html *h, const struct imported *one)
{
    struct html *badge = html_new(ctx->arena, 4096);
    ui_badge(badge, state_tone(one), text(ctx, state_text(one)));
    ui_facts_begin(h);
    ui_fact_part(h, text(ctx, T_IMPORT_STATE), html_part(badge));
    ui_fact(h, text(ctx, T_IMPORT_WHO), one->made_by.known ? one->made_by_name : text(ctx, T_IMPORT_BY_COMMAND));
    ui_fact(h, text(ctx, T_IMPORT_WHEN), moment(ctx, one->made_at));
    if (one->done_at.known) {
        ui_fact(h, text(ctx, T_IMPORT_DONE_AT), moment(ctx, one->done_at.is));
    }
    if (one->undone_at.known) {
        ui_fact(h, text(ctx, T_IMPORT_UNDONE_AT), moment(ctx, one->undone_at.is));
    }
    ui_facts_end(h);
}
