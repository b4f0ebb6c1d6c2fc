/* The pages that tell people how another program reads: what is common to all addresses, then each register's own. */
#include "features/api/api_in.h"
#include "features/features_list.h"

static bool may_see(const struct ctx *ctx, const struct register_def *def)
{
    return actor_may(ctx->actor, rule_roles(def->rules, def->n_rules, MAY_SEE));
}

/* How this very server is reached, as far as the request tells. */
static struct str server(struct ctx *ctx)
{
    const struct request *r = ctx->request;
    return str_format(ctx->arena, "%s://%.*s", r->secure ? "https" : "http", (int)r->host.len, r->host.at);
}

static void put_example(struct ctx *ctx, struct html *h, struct str path)
{
    struct str address = str_format(ctx->arena, "%.*s%.*s", (int)server(ctx).len, server(ctx).at, (int)path.len, path.at);
    HTMLF(h, "<pre class=\"code\" tabindex=\"0\"><code>{}</code></pre>",
          text_with(ctx, T_API_EXAMPLE, TEXT_ARG("address", address)));
}

static void put_part(struct ctx *ctx, struct html *h, enum text_id heading, enum text_id words)
{
    HTMLF(h, "<h2>{}</h2><p>{}</p>", text(ctx, heading), text(ctx, words));
}

/* What programs write stands as it is in every language. */
static struct html_safe code(struct ctx *ctx, struct str words)
{
    struct html *part = html_new(ctx->arena, 4096);
    HTMLF(part, "<code>{}</code>", words);
    return html_part(part);
}

static void put_registers(struct ctx *ctx, struct html *h)
{
    const struct ui_column columns[] = { { .label = text(ctx, T_API_WHAT_IS), .heads = true },
                                         { .label = text(ctx, T_API_LIST) },
                                         { .label = text(ctx, T_API_ROW) } };
    HTMLF(h, "<h2>{}</h2>", text(ctx, T_API_REGISTERS));
    ui_table_begin(h, text(ctx, T_API_REGISTERS), columns, COUNT(columns));
    for (size_t i = 0; i < ctx->registers->n; i++) {
        const struct register_def *def = ctx->registers->all[i];
        if (may_see(ctx, def)) {
            struct str list = str_format(ctx->arena, "/%s.json", def->name);
            ui_row_begin(h);
            ui_cell_link(h, &columns[0], url_own(ctx->arena, str_format(ctx->arena, "/api/%s", def->name)),
                         text(ctx, def->many));
            ui_cell_link(h, &columns[1], url_own(ctx->arena, list), list);
            ui_cell_part(h, &columns[2], code(ctx, str_format(ctx->arena, "/%s/{id}.json", def->name)));
            ui_row_end(h);
        }
    }
    ui_table_end(h);
}

/* What has nothing to fill in can be opened here and now. */
static void put_address(struct ctx *ctx, struct html *h, const struct ui_column *column, struct str pattern)
{
    if (str_find(pattern, STR("{"), 0) < pattern.len) {
        ui_cell_part(h, column, code(ctx, pattern));
    } else {
        ui_cell_link(h, column, url_own(ctx->arena, pattern), pattern);
    }
}

static void put_reports(struct ctx *ctx, struct html *h)
{
    const struct ui_column columns[] = { { .label = text(ctx, T_API_WHAT_IS), .heads = true },
                                         { .label = text(ctx, T_API_ADDRESS) },
                                         { .label = text(ctx, T_API_PARAMETERS) } };
    HTMLF(h, "<h2>{}</h2>", text(ctx, T_API_REPORTS));
    ui_table_begin(h, text(ctx, T_API_REPORTS), columns, COUNT(columns));
    for (const struct feature *const *f = features_list; *f; f++) {
        for (size_t i = 0; i < (*f)->n_json; i++) {
            const struct json_page *page = &(*f)->json[i];
            struct html *names = html_new(ctx->arena, 64 * 1024);
            for (size_t k = 0; k < page->n_parameters; k++) {
                HTMLF(names, "<p><code>{}</code> {}</p>", str_c(page->parameters[k].name), text(ctx, page->parameters[k].what));
            }
            if (actor_may(ctx->actor, page->right)) {
                ui_row_begin(h);
                ui_cell(h, &columns[0], text(ctx, page->what));
                put_address(ctx, h, &columns[1], str_c(page->pattern));
                ui_cell_part(h, &columns[2], html_part(names));
                ui_row_end(h);
            }
        }
    }
    ui_table_end(h);
}

bool api_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    const struct page page = { .title = text(ctx, T_API_TITLE), .menu_path = "/api" };
    struct html *h = page_begin(ctx, &page);
    (void)request;
    HTMLF(h, "<p>{}</p>", text(ctx, T_API_WHAT));
    put_part(ctx, h, T_API_TOKEN, T_API_TOKEN_WORDS);
    put_example(ctx, h, STR("/activity.json?kind=contest"));
    put_part(ctx, h, T_API_VALUES, T_API_VALUES_WORDS);
    put_part(ctx, h, T_API_PAGES, T_API_PAGES_WORDS);
    put_part(ctx, h, T_API_FAULTS, T_API_FAULTS_WORDS);
    put_registers(ctx, h);
    put_reports(ctx, h);
    return page_end(ctx, h, reply, e);
}

/* What a value of the field looks like. */
static struct str kind_words(struct ctx *ctx, const struct field *f)
{
    static const struct {
        const struct field_type *type;
        enum text_id words;
    } kinds[] = {
        { &ft_int, T_API_IS_NUMBER },    { &ft_day, T_API_IS_DAY },
        { &ft_time, T_API_IS_TIME },     { &ft_period, T_API_IS_PERIOD },
        { &ft_ref, T_API_IS_REFERENCE }, { &ft_refs, T_API_IS_REFERENCES },
        { &ft_year, T_API_IS_YEAR },     { &ft_calendar_year, T_API_IS_NUMBER },
        { &ft_yes_no, T_API_IS_YES_NO },
    };
    struct buf *words = buf_new(ctx->arena, 64 * 1024);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (kinds[i].type == f->type) {
            return text(ctx, kinds[i].words);
        }
    }
    if (f->n_choices == 0) {
        return text(ctx, T_API_IS_TEXT);
    }
    for (size_t i = 0; i < f->n_choices; i++) {
        buf_putf(words, "%s%s", i ? ", " : "", f->choices[i].word);
    }
    return text_with(ctx, T_API_IS_CHOICE, TEXT_ARG("words", buf_str(words)));
}

static void put_fields(struct ctx *ctx, struct html *h, const struct register_def *def)
{
    const struct ui_column columns[] = { { .label = text(ctx, T_API_FIELD), .heads = true },
                                         { .label = text(ctx, T_API_MEANS) },
                                         { .label = text(ctx, T_API_VALUE) } };
    HTMLF(h, "<h2>{}</h2>", text(ctx, T_API_FIELDS));
    ui_table_begin(h, text(ctx, T_API_FIELDS), columns, COUNT(columns));
    for (size_t i = 0; i < def->n_fields; i++) {
        const struct field *f = &def->fields[i];
        if (!(f->flags & F_PRIVATE)) {
            ui_row_begin(h);
            ui_cell_part(h, &columns[0], code(ctx, str_c(f->name)));
            ui_cell(h, &columns[1], text(ctx, f->label));
            ui_cell(h, &columns[2], kind_words(ctx, f));
            ui_row_end(h);
        }
    }
    ui_table_end(h);
}

static void put_parameters(struct ctx *ctx, struct html *h, const struct register_def *def)
{
    struct list_parameter *known;
    size_t n = list_parameters(ctx->arena, def, &known);
    const struct ui_column columns[] = { { .label = text(ctx, T_API_PARAMETER), .heads = true },
                                         { .label = text(ctx, T_API_MEANS) },
                                         { .label = text(ctx, T_API_VALUE) } };
    HTMLF(h, "<h2>{}</h2>", text(ctx, T_API_PARAMETERS));
    ui_table_begin(h, text(ctx, T_API_PARAMETERS), columns, COUNT(columns));
    for (size_t i = 0; i < n; i++) {
        const struct field *f = known[i].field;
        ui_row_begin(h);
        ui_cell_part(h, &columns[0], code(ctx, str_c(known[i].name)));
        ui_cell(h, &columns[1], text(ctx, known[i].what));
        ui_cell(h, &columns[2], f ? kind_words(ctx, f) : STR_NONE);
        ui_row_end(h);
    }
    ui_table_end(h);
}

bool api_register_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    const struct register_def *def = register_find(ctx, request->path_args[0]);
    if (!def) {
        return err_set(e, ERR_NOT_FOUND, "api_register_page", STR("no such register"));
    }
    const struct crumb crumbs[] = { { text(ctx, T_API_TITLE), url_own(ctx->arena, STR("/api")) } };
    const struct page page = {
        .title = text(ctx, def->many), .menu_path = "/api", .crumbs = crumbs, .n_crumbs = COUNT(crumbs)
    };
    struct html *h = page_begin(ctx, &page);
    if (!may_see(ctx, def)) {
        ui_note(h, UI_ATTENTION, text(ctx, T_API_NOT_YOURS));
    }
    put_example(ctx, h, str_format(ctx->arena, "/%s.json", def->name));
    put_example(ctx, h, str_format(ctx->arena, "/%s/1.json", def->name));
    put_parameters(ctx, h, def);
    put_fields(ctx, h, def);
    return page_end(ctx, h, reply, e);
}
