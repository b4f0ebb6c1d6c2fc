/* Documents: orders, agreements, plans, regulations, reports, drafts, letters. The date may be known to the year only, so it is
   a period; `year` is the school year the paper serves. */
#include "document_sql.h"
#include "features/feature.h"

#include <stddef.h>

static const struct choice kinds[] = {
    { "order", T_DOCUMENT_KIND_ORDER },   { "agreement", T_DOCUMENT_KIND_AGREEMENT },
    { "plan", T_DOCUMENT_KIND_PLAN },     { "regulation", T_DOCUMENT_KIND_REGULATION },
    { "report", T_DOCUMENT_KIND_REPORT }, { "concept", T_DOCUMENT_KIND_CONCEPT },
    { "draft", T_DOCUMENT_KIND_DRAFT },   { "letter", T_DOCUMENT_KIND_LETTER },
};
static const struct field fields[] = {
    { "title", &ft_text, T_DOCUMENT_TITLE, F_REQUIRED | F_LIST | F_SEARCH | F_WIDE, .max = 500 },
    { "kind", &ft_choice, T_DOCUMENT_KIND, F_REQUIRED | F_LIST | F_FILTER, .choices = kinds, .n_choices = COUNT(kinds) },
    { "number", &ft_text, T_DOCUMENT_NUMBER, F_LIST | F_SEARCH, .max = 60 },
    { "date", &ft_period, T_DOCUMENT_DATE, F_LIST | F_FILTER },
    { "issuer", &ft_ref, T_DOCUMENT_ISSUER, F_LIST | F_FILTER | F_TOLD, .ref = "organisation" },
    { "valid_until", &ft_period, T_DOCUMENT_VALID_UNTIL, F_LIST },
    { "continues", &ft_refs, T_DOCUMENT_CONTINUES, F_WIDE, .ref = "document", .link = "document_continues",
      .hint = T_DOCUMENT_CONTINUES_HINT },
    { "year", &ft_year, T_DOCUMENT_YEAR, F_LIST | F_FILTER, .hint = T_DOCUMENT_YEAR_HINT },
    { "code", &ft_text, T_DOCUMENT_CODE, F_UNIQUE, .max = 60, .hint = T_DOCUMENT_CODE_HINT },
    { "note", &ft_long_text, T_DOCUMENT_NOTE, F_SEARCH | F_WIDE },
};
static const struct rule rules[] = {
    { ROLES_RECORD | ROLE(ROLE_SECRETARY), ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { ROLES_CENTRE, ROWS_ALL, MAY_SEE },
};

/* Values of periods are "first|last|precision" in ISO, so that bytes compare as days do. */
static struct str part_of(struct db_value period, int which)
{
    struct str rest = period.kind == DB_TEXT ? period.as.s : STR_NONE, piece = STR_NONE;
    for (int i = 0; i <= which && str_next(&rest, '|', &piece); i++) {
    }
    return piece;
}

/* A paper continues neither itself nor one that goes on from it, by however many steps. Two who link two papers to each other
   at one moment wait for one another. */
static bool check_chain(struct ctx *ctx, struct form *form, struct err *e)
{
    struct str rest = form_value(form, "continues").kind == DB_TEXT ? form_value(form, "continues").as.s : STR_NONE, piece;
    int64_t earlier;
    if (!form->id || rest.len == 0) {
        return true; /* nothing goes on from a paper that is only being made */
    }
    if (!db_hold(ctx->db, (struct db_lock){ "document_continues", 0 }, e)) {
        return false;
    }
    while (str_next(&rest, ',', &piece)) {
        struct db_table back;
        if (!num_read_int(piece, &earlier)) {
            continue;
        }
        if (earlier == form->id) {
            form_say(form, "continues", text(ctx, T_DOCUMENT_CONTINUES_ITSELF));
            continue;
        }
        if (!db_table(ctx->db, ctx->arena, &q_document_leads_to, DB_ARGS(earlier, form->id), &back, e)) {
            return false;
        }
        if (back.n_rows) {
            form_say(form, "continues", text_with(ctx, T_DOCUMENT_CONTINUES_BACK, TEXT_ARG("title", back.values[0].as.s)));
        }
    }
    return true;
}

static bool check(struct ctx *ctx, struct form *form, struct err *e)
{
    struct str begins = part_of(form_value(form, "date"), 0), ends = part_of(form_value(form, "valid_until"), 1);
    if (begins.len && ends.len && str_compare(ends, begins) < 0) {
        form_say(form, "valid_until", text(ctx, T_DOCUMENT_BACKWARDS));
    }
    return check_chain(ctx, form, e);
}

struct rests {
    int64_t id, year;
    struct str title;
};

/* The papers that continue this one: «перезаключён». */
static void put_continued(struct ctx *ctx, const struct record *record, struct html *h)
{
    struct db_table next;
    struct err e = { 0 };
    if (!db_table(ctx->db, ctx->arena, &q_document_continued, DB_ARGS(record->id), &next, &e)) {
        ui_note(h, UI_ERROR, text(ctx, T_DOCUMENT_CONTINUED_FAILED));
        return;
    }
    for (size_t i = 0; i < next.n_rows; i++) {
        const struct db_value *row = &next.values[i * 2];
        struct str to = str_format(ctx->arena, "/document/%lld", (long long)row[0].as.i);
        HTMLF(h, "<p>{}: <a href=\"{}\">{}</a></p>", text(ctx, T_DOCUMENT_CONTINUED), url_own(ctx->arena, to), row[1].as.s);
    }
}

/* What the paper legitimises is kept by the activities that name it; here it is read from the other end. */
static void panel(struct ctx *ctx, const struct record *record, struct html *h)
{
    static const struct db_column shown[] = {
        { "id", DB_INT, offsetof(struct rests, id) },
        { "title", DB_TEXT, offsetof(struct rests, title) },
        { "year", DB_INT, offsetof(struct rests, year) },
    };
    static const struct db_shape shape = DB_SHAPE(struct rests, shown);
    struct rests *rows;
    size_t n;
    struct err e = { 0 };
    put_continued(ctx, record, h);
    HTMLF(h, "<h2>{}</h2>", text(ctx, T_DOCUMENT_ACTIVITIES));
    if (!db_rows(ctx->db, ctx->arena, &q_document_activities, DB_ARGS(record->id), &shape, &rows, &n, &e)) {
        ui_note(h, UI_ERROR, text(ctx, T_DOCUMENT_ACTIVITIES_FAILED));
        return;
    }
    if (n == 0) {
        HTMLF(h, "<p>{}</p>", text(ctx, T_DOCUMENT_ACTIVITIES_NONE));
        return;
    }
    const struct ui_column columns[] = { { .label = text(ctx, T_DOCUMENT_ACTIVITY), .heads = true },
                                         { .label = text(ctx, T_DOCUMENT_ACTIVITY_YEAR) } };
    ui_table_begin(h, text(ctx, T_DOCUMENT_ACTIVITIES), columns, COUNT(columns));
    for (size_t i = 0; i < n; i++) {
        struct str to = str_format(ctx->arena, "/activity/%lld", (long long)rows[i].id);
        ui_row_begin(h);
        ui_cell_link(h, &columns[0], url_own(ctx->arena, to), rows[i].title);
        ui_cell(h, &columns[1], str_format(ctx->arena, "%lld-%lld", (long long)rows[i].year, (long long)rows[i].year + 1));
        ui_row_end(h);
    }
    ui_table_end(h);
}

static const struct register_def document_register = {
    .name = "document",
    .one = T_DOCUMENT_ONE,
    .many = T_DOCUMENT_MANY,
    .title_field = "title",
    .same = { "title", "number", "date" },
    .apart = { "number", "date" },
    .order = "-date",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
    .hooks = { .check = check, .panel = panel },
};
static const struct register_def *const registers[] = { &document_register };
static const struct menu_item menu[] = { { T_DOCUMENT_MENU, "/document", ROLES_CENTRE, MENU_PAPERS } };

static const struct figure_def agreements = {
    .name = "documents.agreements",
    .rows = &q_document_agreements_rows,
    .total = &q_document_agreements_total,
    .unit = UNIT_AGREEMENTS,
    .period = PERIOD_SCHOOL_YEAR,
    .aggregate = FIGURE_COUNT,
    .title = T_DOCUMENT_FIGURE_AGREEMENTS,
    .definition = T_DOCUMENT_DEFINITION_AGREEMENTS,
};
static const struct figure_def *const figures[] = { &agreements };

extern const struct feature feature_document;
const struct feature feature_document = {
    .name = "document",
    .registers = registers,
    .n_registers = COUNT(registers),
    .menu = menu,
    .n_menu = COUNT(menu),
    .figures = figures,
    .n_figures = COUNT(figures),
    .queries = document_queries,
    .n_queries = document_n_queries,
    .migrations = document_migrations,
    .n_migrations = document_n_migrations,
};
