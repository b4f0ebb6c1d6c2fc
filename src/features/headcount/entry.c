/* The panel on the activity's page: its counts, their sums, its parts, and the form of one line that enters the next count
   without leaving the page. What the line leaves out (organisation, who reported it, its own period) is on the full form, one
   link on. Everybody opens the activity, but its counts only as the rule of counts says: a school sees the rows it reported,
   and no sum, because the sum less its own would be the others'. */
#include "features/headcount/headcount_in.h"
#include "headcount_sql.h"
#include "report/figure.h"

#include <stddef.h>
#include <string.h>

static struct str choice_label(const struct ctx *ctx, const struct choice *choices, size_t n, struct str word)
{
    for (size_t i = 0; i < n; i++) {
        if (str_is(word, choices[i].word)) {
            return text(ctx, choices[i].label);
        }
    }
    return word;
}

struct count_row {
    int64_t id, files; /* a photo of the activity proves its counts too */
    struct str audience, unit, status, organisation, reported_by, evidence, note;
    struct maybe_int grade_from, grade_to, value;
    struct day reported_on;
};
static const struct db_column count_columns[] = {
    { "id", DB_INT, offsetof(struct count_row, id) },
    { "audience", DB_TEXT, offsetof(struct count_row, audience) },
    { "grade_from", DB_MAYBE_INT, offsetof(struct count_row, grade_from) },
    { "grade_to", DB_MAYBE_INT, offsetof(struct count_row, grade_to) },
    { "unit", DB_TEXT, offsetof(struct count_row, unit) },
    { "status", DB_TEXT, offsetof(struct count_row, status) },
    { "value", DB_MAYBE_INT, offsetof(struct count_row, value) },
    { "organisation", DB_TEXT, offsetof(struct count_row, organisation) },
    { "reported_by", DB_TEXT, offsetof(struct count_row, reported_by) },
    { "reported_on", DB_DAY, offsetof(struct count_row, reported_on) },
    { "evidence", DB_TEXT, offsetof(struct count_row, evidence) },
    { "note", DB_TEXT, offsetof(struct count_row, note) },
    { "files", DB_INT, offsetof(struct count_row, files) },
};
static const struct db_shape count_shape = DB_SHAPE(struct count_row, count_columns);

struct sum_row {
    int64_t id;
    struct str title, unit;
    struct maybe_int value;
    int64_t n_known, n_not_reported, n_not_entered;
};
static const struct db_column sum_columns[] = {
    { "unit", DB_TEXT, offsetof(struct sum_row, unit) },
    { "value", DB_MAYBE_INT, offsetof(struct sum_row, value) },
    { "n_known", DB_INT, offsetof(struct sum_row, n_known) },
    { "n_not_reported", DB_INT, offsetof(struct sum_row, n_not_reported) },
    { "n_not_entered", DB_INT, offsetof(struct sum_row, n_not_entered) },
};
static const struct db_shape sum_shape = DB_SHAPE(struct sum_row, sum_columns);
static const struct db_column part_columns[] = {
    { "id", DB_INT, offsetof(struct sum_row, id) },
    { "title", DB_TEXT, offsetof(struct sum_row, title) },
    { "unit", DB_TEXT, offsetof(struct sum_row, unit) },
    { "value", DB_MAYBE_INT, offsetof(struct sum_row, value) },
};
static const struct db_shape part_shape = DB_SHAPE(struct sum_row, part_columns);

/* «22 работы»; the bare number where the word is none of ours. */
static struct str with_unit(const struct ctx *ctx, struct str unit, int64_t n)
{
    enum unit u;
    return unit_read(unit, &u) ? unit_with(ctx->arena, ctx->lang, u, n) : num_count(ctx->arena, n, ctx->lang == LANG_RU);
}

static struct str grades_of(const struct ctx *ctx, const struct count_row *row)
{
    if (!row->grade_from.known) {
        return STR_NONE;
    }
    return row->grade_from.is == row->grade_to.is
               ? text_with(ctx, T_HEADCOUNT_ONE_GRADE, TEXT_ARG("n", row->grade_from.is))
               : text_with(ctx, T_HEADCOUNT_GRADES, TEXT_ARG("from", row->grade_from.is), TEXT_ARG("to", row->grade_to.is));
}

static void show_count(struct ctx *ctx, struct html *h, const struct ui_column *columns, const struct count_row *row)
{
    struct str audience = choice_label(ctx, headcount_audiences, HEADCOUNT_AUDIENCES, row->audience),
               grades = grades_of(ctx, row);
    struct str who =
        grades.len ? text_with(ctx, T_HEADCOUNT_WHO_GRADES, TEXT_ARG("who", audience), TEXT_ARG("grades", grades)) : audience;
    struct str count = row->value.known ? with_unit(ctx, row->unit, row->value.is)
                                        : choice_label(ctx, headcount_statuses, HEADCOUNT_STATUSES, row->status);
    struct str evidence = row->evidence;
    if (evidence.len == 0 && row->value.known) {
        evidence = text(ctx, row->files ? T_HEADCOUNT_EVIDENCE_FILES : T_HEADCOUNT_NO_EVIDENCE);
    }
    ui_row_begin(h);
    ui_cell_link(h, &columns[0], url_own(ctx->arena, str_format(ctx->arena, "/headcount/%lld", (long long)row->id)), who);
    ui_cell(h, &columns[1], count);
    ui_cell(h, &columns[2], row->organisation);
    ui_cell(h, &columns[3], evidence);
    ui_cell(h, &columns[4], text_day_short(ctx->arena, ctx->lang, row->reported_on));
    ui_row_end(h);
}

/* A count of all organisations beside counts of single ones. */
static bool has_shares(const struct count_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < n; k++) {
            if (rows[i].value.known && rows[i].organisation.len == 0 && rows[k].organisation.len > 0 &&
                str_equal(rows[i].unit, rows[k].unit) && str_equal(rows[i].audience, rows[k].audience)) {
                return true;
            }
        }
    }
    return false;
}

static bool show_counts(struct ctx *ctx, struct html *h, int64_t activity, int64_t organisation, struct err *e)
{
    struct count_row *rows;
    struct sum_row *sums;
    size_t n, n_sums = 0;
    if (!db_rows(ctx->db, ctx->arena, &q_headcount_of_activity, DB_ARGS(activity, organisation), &count_shape, &rows, &n, e) ||
        (organisation == 0 &&
         !db_rows(ctx->db, ctx->arena, &q_headcount_sums, DB_ARGS(activity), &sum_shape, &sums, &n_sums, e))) {
        return false;
    }
    if (n == 0) {
        HTMLF(h, "<p>{}</p>", text(ctx, T_HEADCOUNT_NONE_YET));
        return true;
    }
    const struct ui_column columns[] = {
        { .label = text(ctx, T_HEADCOUNT_WHO) },          { .label = text(ctx, T_HEADCOUNT_VALUE), .number = true },
        { .label = text(ctx, T_HEADCOUNT_ORGANISATION) }, { .label = text(ctx, T_HEADCOUNT_EVIDENCE) },
        { .label = text(ctx, T_HEADCOUNT_REPORTED_ON) },
    };
    ui_table_begin(h, text(ctx, T_HEADCOUNT_MANY), columns, COUNT(columns));
    for (size_t i = 0; i < n; i++) {
        show_count(ctx, h, columns, &rows[i]);
    }
    ui_table_end(h);
    if (organisation == 0 && has_shares(rows, n)) {
        HTMLF(h, "<p>{}</p>", text(ctx, T_HEADCOUNT_SHARES_NOTE));
    }
    for (size_t i = 0; i < n_sums; i++) {
        const struct sum_row *s = &sums[i];
        if (s->value.known && s->n_known > 1) {
            HTMLF(h, "<p>{}</p>",
                  text_with(ctx, T_HEADCOUNT_SUM, TEXT_ARG("count", with_unit(ctx, s->unit, s->value.is)),
                            TEXT_ARG("n", s->n_known), TEXT_ARG("silent", s->n_not_reported + s->n_not_entered)));
        }
    }
    return true;
}

static bool show_parts(struct ctx *ctx, struct html *h, int64_t activity, struct err *e)
{
    struct sum_row *parts;
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, &q_headcount_parts, DB_ARGS(activity), &part_shape, &parts, &n, e)) {
        return false;
    }
    if (n == 0) {
        return true;
    }
    const struct ui_column columns[] = { { .label = text(ctx, T_HEADCOUNT_PART) },
                                         { .label = text(ctx, T_HEADCOUNT_VALUE), .number = true } };
    HTMLF(h, "<h2>{}</h2>", text(ctx, T_HEADCOUNT_PARTS));
    ui_table_begin(h, text(ctx, T_HEADCOUNT_PARTS_CAPTION), columns, COUNT(columns));
    for (size_t i = 0; i < n; i++) {
        ui_row_begin(h);
        ui_cell_link(h, &columns[0], url_own(ctx->arena, str_format(ctx->arena, "/activity/%lld", (long long)parts[i].id)),
                     parts[i].title);
        if (parts[i].value.known) {
            ui_cell(h, &columns[1], with_unit(ctx, parts[i].unit, parts[i].value.is));
        } else {
            struct html *cell = html_new(ctx->arena, 4096);
            ui_no_data(ctx, cell);
            ui_cell_part(h, &columns[1], html_part(cell));
        }
        ui_row_end(h);
    }
    ui_table_end(h);
    return true;
}

static void show_select(struct ctx *ctx, struct html *h, struct ui_field field, const struct choice *choices, size_t n)
{
    struct ui_choice *shown = NEW_ARRAY(ctx->arena, struct ui_choice, n);
    for (size_t i = 0; i < n; i++) {
        shown[i] = (struct ui_choice){ str_c(choices[i].word), text(ctx, choices[i].label) };
    }
    ui_select(h, &field, shown, n);
}

static struct str typed_number(struct ctx *ctx, struct db_value v)
{
    return v.kind == DB_INT ? str_format(ctx->arena, "%lld", (long long)v.as.i) : STR_NONE;
}

/* One line, filled with what the activity already says: in the usual case only the number is typed. */
static void show_entry(struct ctx *ctx, struct html *h, const struct record *activity)
{
    struct str path = str_format(ctx->arena, "/activity/%lld/headcount", (long long)activity->id);
    struct db_value audience = record_value(activity, "audience");
    HTMLF(h, "<h2 id=\"enter\">{}</h2>", text(ctx, T_HEADCOUNT_ENTER));
    ui_form_begin(ctx, h, url_own(ctx->arena, path), STR("headcount-entry"));
    HTML(h, "<div class=\"entry-line\">");
    ui_text(h, &(struct ui_field){ .name = STR("value"),
                                   .label = text(ctx, T_HEADCOUNT_VALUE),
                                   .input_mode = "numeric",
                                   .hint = text(ctx, T_HEADCOUNT_VALUE_HINT) });
    /* The silent reasons stand beside the number: they are chosen only when it is missing. */
    struct ui_choice reasons[HEADCOUNT_STATUSES] = { { STR_NONE, text(ctx, T_HEADCOUNT_STATUS_BY_VALUE) } };
    for (size_t i = 1; i < HEADCOUNT_STATUSES; i++) {
        reasons[i] = (struct ui_choice){ str_c(headcount_statuses[i].word), text(ctx, headcount_statuses[i].label) };
    }
    ui_select(h, &(struct ui_field){ .name = STR("status"), .label = text(ctx, T_HEADCOUNT_STATUS_IF_MISSING) }, reasons,
              COUNT(reasons));
    show_select(ctx, h,
                (struct ui_field){
                    .name = STR("unit"), .label = text(ctx, T_HEADCOUNT_UNIT), .value = STR("persons"), .required = true },
                headcount_units, HEADCOUNT_UNITS);
    show_select(ctx, h,
                (struct ui_field){ .name = STR("audience"),
                                   .label = text(ctx, T_HEADCOUNT_AUDIENCE),
                                   .required = true,
                                   .value = audience.kind == DB_TEXT ? audience.as.s : STR("pupils") },
                headcount_audiences, HEADCOUNT_AUDIENCES);
    HTML(h, "<div class=\"pair\">");
    ui_text(h, &(struct ui_field){ .name = STR("grade_from"),
                                   .label = text(ctx, T_HEADCOUNT_GRADE_FROM),
                                   .input_mode = "numeric",
                                   .value = typed_number(ctx, record_value(activity, "grade_from")) });
    ui_text(h, &(struct ui_field){ .name = STR("grade_to"),
                                   .label = text(ctx, T_HEADCOUNT_GRADE_TO),
                                   .input_mode = "numeric",
                                   .value = typed_number(ctx, record_value(activity, "grade_to")) });
    HTML(h, "</div>");
    ui_text(h, &(struct ui_field){ .name = STR("evidence"),
                                   .label = text(ctx, T_HEADCOUNT_EVIDENCE),
                                   .wide = true,
                                   .hint = text(ctx, T_HEADCOUNT_EVIDENCE_HINT) });
    HTML(h, "</div>");
    ui_form_end(h, text(ctx, T_HEADCOUNT_SAVE));
    struct str id = str_format(ctx->arena, "%lld", (long long)activity->id);
    struct html_url full = url_add(ctx->arena, url_own(ctx->arena, STR("/headcount/new")), "activity", id);
    HTMLF(h, "<p class=\"no-print\"><a href=\"{}\">{}</a></p>", full, text(ctx, T_HEADCOUNT_FULL_FORM));
    register_way_in_show(ctx, h, &headcount_register, "activity", id); /* a school sends a sheet, not a number */
}

/* false: the actor sees no counts at all. *ret_organisation is 0 when he sees those of all. */
static bool may_see_counts(struct ctx *ctx, int64_t *ret_organisation)
{
    enum rows_scope scope;
    if (!rule_find(headcount_register.rules, headcount_register.n_rules, ctx->actor, MAY_SEE, &scope)) {
        return false;
    }
    *ret_organisation = scope == ROWS_ALL ? 0 : ctx->actor->organisation_id;
    return scope == ROWS_ALL || (scope == ROWS_OF_ORG && ctx->actor->organisation_id != 0);
}

void headcount_panel(struct ctx *ctx, const struct record *activity, struct html *h)
{
    struct err e = { 0 };
    int64_t organisation;
    if (!may_see_counts(ctx, &organisation)) {
        return;
    }
    HTMLF(h, "<h2>{}</h2>", text(ctx, T_HEADCOUNT_MANY));
    if (!show_counts(ctx, h, activity->id, organisation, &e) || (organisation == 0 && !show_parts(ctx, h, activity->id, &e))) {
        ui_note(h, UI_ERROR, text(ctx, T_HEADCOUNT_CANNOT_READ));
        return;
    }
    enum rows_scope scope;
    if (rule_find(headcount_register.rules, headcount_register.n_rules, ctx->actor, MAY_ADD, &scope)) {
        show_entry(ctx, h, activity);
    }
}

/* The form comes back whole, with its messages and everything that was typed, when something does not fit. */
static bool show_again(struct ctx *ctx, const struct form *form, struct html_url action, struct reply *reply, struct err *e)
{
    struct page page = { .title = text(ctx, T_HEADCOUNT_ENTER), .menu_path = "/activity" };
    struct html *h = page_begin(ctx, &page);
    form_show(ctx, h, form, action);
    reply->status = 422;
    return page_end(ctx, h, reply, e);
}

bool headcount_enter(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    int64_t activity = request_id_arg(request, 0), id;
    struct form form;
    struct err why = { 0 };
    if (!form_read(ctx, &headcount_register, 0, &form, e)) {
        return false;
    }
    form_set(&form, "activity", DB_VALUE(activity));
    struct str path = str_format(ctx->arena, "/activity/%lld", (long long)activity);
    if (record_save(ctx, &form, &id, &why)) {
        return reply_see(ctx, reply, url_own(ctx->arena, path));
    }
    if (why.kind == ERR_INVALID && form.has_message) {
        return show_again(ctx, &form, url_own(ctx->arena, str_join(ctx->arena, path, STR("/headcount"))), reply, e);
    }
    *e = why;
    return false;
}
