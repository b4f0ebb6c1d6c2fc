/* Editing one block. What was typed is never lost: a fault, a conflict and «Вставить показатель» all come back with the text in
   the field. Without script a figure is inserted by a button beside each one found: it goes to the end of the text, from where
   it can be moved. Two people who save the same block meet on a page with both texts side by side (409); so does a block that
   was removed, or an analysis that was agreed, while somebody typed. */
#include "features/analysis/pages.h"

#include "base/num.h"
#include "features/analysis/check.h"
#include "report/sentence.h"

enum { MOST_FOUND = 20, MOST_TEXT = 20000 };

struct editing {
    struct block_at at; /* of a new block: kind, section_id and year are filled */
    bool new_block;
    int64_t version; /* that the form was made from */
    struct str typed, message, question;
    struct found_figure found[MOST_FOUND];
    size_t n_found;
    bool asked;
    bool conflict; /* somebody saved this block meanwhile */
    bool kept;     /* it cannot be saved now for a reason of others; what was typed is kept, and the message says why */
};

enum text_id block_kind_text(enum block_kind kind)
{
    static const enum text_id ids[BLOCK_KINDS] = {
        [BLOCK_HEADING] = T_ANALYSIS_KIND_HEADING, [BLOCK_PARAGRAPH] = T_ANALYSIS_KIND_PARAGRAPH,
        [BLOCK_LIST] = T_ANALYSIS_KIND_LIST,       [BLOCK_TABLE] = T_ANALYSIS_KIND_TABLE,
        [BLOCK_CHART] = T_ANALYSIS_KIND_CHART,     [BLOCK_CONCLUSION] = T_ANALYSIS_KIND_CONCLUSION,
        [BLOCK_OPINION] = T_ANALYSIS_KIND_OPINION, [BLOCK_DECISIONS] = T_ANALYSIS_KIND_DECISIONS,
        [BLOCK_PLAN] = T_ANALYSIS_KIND_PLAN,
    };
    BUG_IF(kind < 0 || kind >= BLOCK_KINDS);
    return ids[kind];
}

static enum text_id hint_of(enum block_kind kind)
{
    switch (kind) {
    case BLOCK_TABLE:
        return T_ANALYSIS_HINT_TABLE;
    case BLOCK_CHART:
        return T_ANALYSIS_HINT_CHART;
    case BLOCK_LIST:
        return T_ANALYSIS_HINT_LIST;
    case BLOCK_OPINION:
        return T_ANALYSIS_HINT_OPINION;
    case BLOCK_DECISIONS:
    case BLOCK_PLAN:
        return T_ANALYSIS_HINT_RECORD;
    case BLOCK_HEADING:
    case BLOCK_PARAGRAPH:
    case BLOCK_CONCLUSION:
    case BLOCK_KINDS:
        break;
    }
    return T_ANALYSIS_HINT_TEXT;
}

static struct html_url action_of(struct ctx *ctx, const struct editing *ed)
{
    return url_own(ctx->arena, ed->new_block
                                   ? str_format(ctx->arena, "/analysis/section/%lld/new", (long long)ed->at.block.section_id)
                                   : str_format(ctx->arena, "/analysis/block/%lld", (long long)ed->at.block.id));
}

static void put_found(struct ctx *ctx, struct html *h, const struct editing *ed)
{
    if (!ed->asked) {
        return;
    }
    if (ed->n_found == 0) {
        HTMLF(h, "<p role=\"status\">{}</p>", text(ctx, T_ANALYSIS_FOUND_NONE));
        return;
    }
    HTMLF(h, "<ul class=\"found\" aria-label=\"{}\">", text(ctx, T_ANALYSIS_FOUND));
    for (size_t i = 0; i < ed->n_found; i++) {
        const struct found_figure *f = &ed->found[i];
        HTMLF(h, "<li><button class=\"plain\" name=\"insert\" value=\"{}\">{}</button> ", f->name,
              text_with(ctx, T_ANALYSIS_INSERT_THIS, TEXT_ARG("title", f->title)));
        HTMLF(h, "<strong>{}</strong> <code>{}</code></li>", sentence_value(ctx->arena, ctx->lang, &f->figure), f->name);
    }
    HTML(h, "</ul>");
}

struct str block_changed_by(struct ctx *ctx, const struct block *block)
{
    return block->changed_by.len > 0 ? block->changed_by : text(ctx, T_ANALYSIS_NOT_SAID);
}

static void put_conflict(struct ctx *ctx, struct html *h, const struct editing *ed)
{
    ui_note(h, UI_ERROR, text_with(ctx, T_ANALYSIS_CONFLICT, TEXT_ARG("who", block_changed_by(ctx, &ed->at.block))));
    HTMLF(h,
          "<div "
          "class=\"side-by-side\"><section><h2>{}</h2><pre>{}</pre></section><section><h2>{}</h2><pre>{}</pre></section></div>",
          text(ctx, T_ANALYSIS_THEIRS), ed->at.block.text, text(ctx, T_ANALYSIS_MINE), ed->typed);
}

static void put_kind_choice(struct ctx *ctx, struct html *h, const struct editing *ed)
{
    struct ui_choice choices[BLOCK_KINDS];
    for (int i = 0; i < BLOCK_KINDS; i++) {
        choices[i] =
            (struct ui_choice){ str_c(block_kind_word((enum block_kind)i)), text(ctx, block_kind_text((enum block_kind)i)) };
    }
    const struct ui_field field = { .name = STR("kind"),
                                    .label = text(ctx, T_ANALYSIS_KIND),
                                    .value = str_c(block_kind_word(ed->at.block.kind)) };
    ui_select(h, &field, choices, BLOCK_KINDS);
}

void put_block_preview(struct ctx *ctx, struct html *h, struct str heading, int year, const struct block *block)
{
    struct block one = *block;
    struct section section = { .kind = STR("intro"), .blocks = &one, .n_blocks = 1 };
    struct analysis analysis = { .year = year, .sections = &section, .n_sections = 1 };
    struct shown *shown;
    struct err none = { 0 };
    if (!shown_read(source_live(ctx, year), &analysis, &shown, &none)) {
        return;
    }
    HTMLF(h, "<section class=\"preview\"><h2>{}</h2><div lang=\"ru\">", heading);
    put_shown_block(ctx, h, &shown->sections[0].blocks[0]);
    HTML(h, "</div></section>");
}

/* The live picture of what is typed, when it is good. */
static void put_preview(struct ctx *ctx, struct html *h, const struct editing *ed)
{
    struct block block = ed->at.block;
    block.text = ed->typed;
    if (ed->message.len == 0 && str_trim(ed->typed).len > 0) {
        put_block_preview(ctx, h, text(ctx, T_ANALYSIS_PREVIEW), ed->at.year, &block);
    }
}

static void put_form(struct ctx *ctx, struct html *h, const struct editing *ed)
{
    const struct ui_field field = { .name = STR("text"),
                                    .label = text(ctx, block_kind_text(ed->at.block.kind)),
                                    .hint = text(ctx, hint_of(ed->at.block.kind)),
                                    .message = ed->message,
                                    .value = ed->typed,
                                    .wide = true };
    ui_error_summary(ctx, h, &field, 1);
    ui_form_begin(ctx, h, action_of(ctx, ed), STR("block"));
    ui_hidden(h, STR("version"), str_format(ctx->arena, "%lld", (long long)ed->version));
    ui_hidden(h, STR("section"), str_format(ctx->arena, "%lld", (long long)ed->at.block.section_id));
    if (ed->new_block) {
        put_kind_choice(ctx, h, ed);
    } else {
        ui_hidden(h, STR("kind"), str_c(block_kind_word(ed->at.block.kind)));
    }
    ui_area(h, &field, 10);
    ui_group_begin(h, text(ctx, T_ANALYSIS_INSERT));
    const struct ui_field question = { .name = STR("question"),
                                       .label = text(ctx, T_ANALYSIS_QUESTION),
                                       .hint = text(ctx, T_ANALYSIS_QUESTION_HINT),
                                       .value = ed->question };
    /* «Найти» is the first button of the form: Enter in the question means it. */
    HTML(h, "<div class=\"entry-line\">");
    ui_text(h, &question);
    HTMLF(h, "<p class=\"beside-field\"><button class=\"plain\" name=\"find\" value=\"1\">{}</button></p></div>",
          text(ctx, T_ANALYSIS_FIND));
    put_found(ctx, h, ed);
    ui_group_end(h);
    HTMLF(h, "<p><button class=\"plain\" name=\"look\" value=\"1\">{}</button></p>", text(ctx, T_ANALYSIS_LOOK));
    ui_form_end_or(h, text(ctx, T_ANALYSIS_SAVE), url_own(ctx->arena, STR("/analysis")), text(ctx, T_ANALYSIS_BACK));
}

static void put_other_acts(struct ctx *ctx, struct html *h, const struct editing *ed)
{
    static const struct {
        const char *to;
        enum text_id label;
    } acts[] = { { "up", T_ANALYSIS_UP }, { "down", T_ANALYSIS_DOWN } };
    if (ed->new_block || ed->kept) {
        return;
    }
    ui_more_begin(h, text(ctx, T_ANALYSIS_MORE));
    for (size_t i = 0; i < COUNT(acts); i++) {
        struct html_url to =
            url_own(ctx->arena, str_format(ctx->arena, "/analysis/block/%lld/%s", (long long)ed->at.block.id, acts[i].to));
        ui_post_button(ctx, h, to, text(ctx, acts[i].label), UI_QUIET);
    }
    struct str remove = str_format(ctx->arena, "/analysis/block/%lld/remove", (long long)ed->at.block.id);
    ui_link_button(h, url_own(ctx->arena, remove), text(ctx, T_ANALYSIS_REMOVE), UI_QUIET);
    ui_more_end(h);
}

static bool edit_page(struct ctx *ctx, const struct editing *ed, struct reply *reply, struct err *e)
{
    const struct crumb crumbs[] = { { text(ctx, T_ANALYSIS_MENU), url_own(ctx->arena, STR("/analysis")) } };
    const struct page page = { .title = text(ctx, ed->new_block ? T_ANALYSIS_NEW_BLOCK : T_ANALYSIS_BLOCK),
                               .fact_line = ed->at.section_title,
                               .menu_path = "/analysis",
                               .crumbs = crumbs,
                               .n_crumbs = COUNT(crumbs) };
    struct html *h = page_begin(ctx, &page);
    if (ed->conflict) {
        put_conflict(ctx, h, ed);
    }
    put_form(ctx, h, ed);
    put_preview(ctx, h, ed);
    put_other_acts(ctx, h, ed);
    reply->status = ed->conflict || ed->kept ? 409 : ed->message.len > 0 ? 422 : 200;
    return page_end(ctx, h, reply, e);
}

static bool is_draft(const struct editing *ed)
{
    return str_is(ed->at.analysis_state, "draft");
}

/* The analysis was agreed or signed while this was typed. */
static bool settled_page(struct ctx *ctx, struct editing *ed, struct reply *reply, struct err *e)
{
    ed->kept = true;
    ed->message = text_with(ctx, T_ANALYSIS_SETTLED_KEPT, TEXT_ARG("why", settled_words(ctx, ed->at.analysis_state)));
    return edit_page(ctx, ed, reply, e);
}

/* A block to be, at the end of its section. */
static bool new_in(struct ctx *ctx, int64_t section_id, struct editing *ed, struct err *e)
{
    struct section_at at;
    struct analysis analysis;
    if (!section_read(ctx, section_id, &at, e) || !analysis_read(ctx, at.year, &analysis, e)) {
        return false;
    }
    ed->new_block = true;
    ed->at = (struct block_at){ .year = at.year,
                                .analysis_id = at.analysis_id,
                                .analysis_state = at.analysis_state,
                                .section_title = at.section.title,
                                .block = { .section_id = at.section.id, .kind = BLOCK_PARAGRAPH } };
    for (size_t i = 0; i < analysis.n_sections; i++) {
        const struct section *section = &analysis.sections[i];
        if (section->id == at.section.id && section->n_blocks > 0) {
            ed->at.block.position = section->blocks[section->n_blocks - 1].position;
        }
    }
    return true;
}

/* A block that was removed while somebody typed into it: the text is kept and may become a new block of the same section. */
static bool gone_page(struct ctx *ctx, const struct request *request, struct editing *ed, struct reply *reply, struct err *e)
{
    int64_t section = 0;
    enum block_kind kind = BLOCK_PARAGRAPH;
    if (!num_read_int(request_form(request, "section"), &section)) {
        return err_set(e, ERR_NOT_FOUND, "gone_page", STR("no such block, and the form names no section"));
    }
    if (!new_in(ctx, section, ed, e)) {
        return false;
    }
    if (block_kind_read(request_form(request, "kind"), &kind)) {
        ed->at.block.kind = kind;
    }
    ed->kept = true;
    ed->message = text(ctx, T_ANALYSIS_GONE_KEPT);
    return edit_page(ctx, ed, reply, e);
}

bool block_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct editing *ed = NEW(ctx->arena, struct editing);
    if (!block_read(ctx, request_id_arg(request, 0), &ed->at, e)) {
        return false;
    }
    if (!is_draft(ed)) {
        return put_refusal(ctx, settled_words(ctx, ed->at.analysis_state), 409, reply, e);
    }
    ed->version = ed->at.block.version;
    ed->typed = ed->at.block.text;
    return edit_page(ctx, ed, reply, e);
}

/* Line ends of a browser are CR LF; ours are LF. */
static struct str typed_text(struct ctx *ctx, const struct request *request)
{
    struct str typed = request_form(request, "text");
    struct buf *b = buf_new(ctx->arena, typed.len + 1);
    for (size_t i = 0; i < typed.len; i++) {
        if (typed.at[i] != '\r') {
            buf_put_byte(b, typed.at[i]);
        }
    }
    return str_trim(str_copy(ctx->arena, buf_str(b)));
}

/* Finding, inserting and looking change nothing stored: they come back with the same form. */
static bool only_helps(struct ctx *ctx, const struct request *request, struct editing *ed, bool *ret_helps, struct err *e)
{
    struct str insert = request_form(request, "insert");
    ed->question = str_trim(request_form(request, "question"));
    *ret_helps = insert.len > 0 || request_has(request, "find") || request_has(request, "look");
    if (insert.len > 0) {
        bool settings = ed->at.block.kind == BLOCK_TABLE || ed->at.block.kind == BLOCK_CHART;
        ed->typed = str_format(ctx->arena, settings ? "%.*s%s%.*s" : "%.*s%s{%.*s}", (int)ed->typed.len, ed->typed.at,
                               ed->typed.len && !settings ? " " : "", (int)insert.len, insert.at);
    }
    if (!request_has(request, "find")) {
        return true;
    }
    ed->asked = true;
    return figure_search(ctx, ed->at.year, ed->question, ed->found, MOST_FOUND, &ed->n_found, e);
}

static bool check_typed(struct ctx *ctx, struct editing *ed, struct err *e)
{
    if (ed->typed.len > MOST_TEXT) {
        ed->message = text(ctx, T_ANALYSIS_FAULT_LONG);
        return true;
    }
    return block_check(ctx, ed->at.year, ed->at.block.kind, ed->typed, &ed->message, e);
}

static bool save_do(struct ctx *ctx, void *arg, struct err *e)
{
    struct editing *ed = arg;
    int64_t id;
    if (ed->new_block) {
        return block_add(ctx, ed->at.block.section_id, ed->at.block.position, ed->at.block.kind, ed->typed, &id, e);
    }
    return block_save(ctx, &ed->at.block, ed->version, ed->typed, e);
}

/* Somebody came between: the analysis was agreed, the block removed, or saved, and then both texts stand side by side and the
   next save replaces theirs knowingly. */
static bool came_late(struct ctx *ctx, const struct request *request, struct editing *ed, const struct err *trouble,
                      struct reply *reply, struct err *e)
{
    struct section_at at;
    if (!section_read(ctx, ed->at.block.section_id, &at, e)) {
        return false;
    }
    ed->at.analysis_state = at.analysis_state;
    if (!is_draft(ed)) {
        return settled_page(ctx, ed, reply, e);
    }
    if (ed->new_block) {
        *e = *trouble;
        return false;
    }
    struct err why = { 0 };
    if (!block_read(ctx, ed->at.block.id, &ed->at, &why)) {
        *e = why.kind == ERR_NOT_FOUND ? (struct err){ 0 } : why;
        return why.kind == ERR_NOT_FOUND && gone_page(ctx, request, ed, reply, e);
    }
    ed->conflict = true;
    ed->version = ed->at.block.version;
    return edit_page(ctx, ed, reply, e);
}

static bool save(struct ctx *ctx, const struct request *request, struct editing *ed, struct reply *reply, struct err *e)
{
    struct err trouble = { 0 };
    struct str back = str_format(ctx->arena, ed->new_block ? "/analysis#section-%lld" : "/analysis#block-%lld",
                                 (long long)(ed->new_block ? ed->at.block.section_id : ed->at.block.id));
    if (db_write(ctx, (struct db_lock){ "analysis", ed->at.analysis_id }, save_do, ed, &trouble)) {
        return reply_see(ctx, reply, url_own(ctx->arena, back));
    }
    if (trouble.kind != ERR_CONFLICT) {
        *e = trouble;
        return false;
    }
    return came_late(ctx, request, ed, &trouble, reply, e);
}

/* What both forms do with what was typed: help, complain, or save. */
static bool take_typed(struct ctx *ctx, const struct request *request, struct editing *ed, struct reply *reply, struct err *e)
{
    bool helps;
    if (!is_draft(ed)) {
        return settled_page(ctx, ed, reply, e);
    }
    if (!only_helps(ctx, request, ed, &helps, e)) {
        return false;
    }
    if (!helps && !check_typed(ctx, ed, e)) {
        return false;
    }
    return helps || ed->message.len > 0 ? edit_page(ctx, ed, reply, e) : save(ctx, request, ed, reply, e);
}

bool block_save_act(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct editing *ed = NEW(ctx->arena, struct editing);
    struct err why = { 0 };
    ed->typed = typed_text(ctx, request);
    if (!block_read(ctx, request_id_arg(request, 0), &ed->at, &why)) {
        *e = why.kind == ERR_NOT_FOUND ? (struct err){ 0 } : why;
        return why.kind == ERR_NOT_FOUND && gone_page(ctx, request, ed, reply, e);
    }
    if (!num_read_int(request_form(request, "version"), &ed->version)) {
        return err_set(e, ERR_INVALID, "block_save_act", STR("the form has no version"));
    }
    return take_typed(ctx, request, ed, reply, e);
}

bool block_new_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct editing *ed = NEW(ctx->arena, struct editing);
    if (!new_in(ctx, request_id_arg(request, 0), ed, e)) {
        return false;
    }
    return is_draft(ed) ? edit_page(ctx, ed, reply, e)
                        : put_refusal(ctx, settled_words(ctx, ed->at.analysis_state), 409, reply, e);
}

bool block_new_act(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct editing *ed = NEW(ctx->arena, struct editing);
    if (!new_in(ctx, request_id_arg(request, 0), ed, e)) {
        return false;
    }
    ed->typed = typed_text(ctx, request);
    if (!block_kind_read(request_form(request, "kind"), &ed->at.block.kind)) {
        return err_set(e, ERR_INVALID, "block_new_act", STR("no such kind of block"));
    }
    return take_typed(ctx, request, ed, reply, e);
}
