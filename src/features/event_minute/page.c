/* The form on one screen: what a person knows right after an event stands open in the order of thinking (what, when, of which
   kind, who came, what proves it), the rest waits in a fold. The first button in the tree is «save» and is not seen: so Enter
   in any line saves, whatever stands before it. */
#include "base/utf8.h"
#include "event_minute_sql.h"
#include "features/activity/activity.h"
#include "features/event_minute/event_in.h"
#include "features/file/file.h"
#include "features/headcount/headcount.h"
#include "web/static.h"

#include <stddef.h>

enum { NAME_CAP = 24, CHOICES = 128 };

static struct str line_name(struct ctx *ctx, const char *name, size_t line)
{
    return str_format(ctx->arena, "%s_%zu", name, line + 1);
}

static const struct field *field_of(const struct register_def *def, const char *name)
{
    const struct field *field = field_find(def, str_c(name));
    BUG_IF(!field);
    return field;
}

/* The words of a closed list, after `first` for nothing chosen. */
static void put_choices(struct ctx *ctx, struct html *h, const struct ui_field *shown, const struct field *f, struct str first)
{
    struct ui_choice *choices = NEW_ARRAY(ctx->arena, struct ui_choice, f->n_choices + 2);
    size_t n = 0;
    if (first.len) {
        choices[n++] = (struct ui_choice){ STR_NONE, first };
    }
    for (size_t i = 0; i < f->n_choices; i++) {
        choices[n++] = (struct ui_choice){ str_c(f->choices[i].word), text(ctx, f->choices[i].label) };
    }
    ui_select(h, shown, choices, n);
}

/* A line with a list of suggestions under it; the first field of the page takes the focus. */
static void put_listed(struct html *h, const struct ui_field *f, struct str list, bool focus)
{
    struct str class = f->message.len ? STR("wrong") : STR("right"), invalid = f->message.len ? STR("true") : STR("false");
    HTMLF(h, "<div class=\"field {} {}\"><label for=\"{}\">{}</label>", class, f->wide ? STR("wide") : STR("plain"), f->name,
          f->label);
    if (focus) {
        HTMLF(h,
              "<input type=\"text\" id=\"{}\" name=\"{}\" value=\"{}\" list=\"{}\" autocomplete=\"off\" aria-required=\"{}\" "
              "aria-invalid=\"{}\" aria-describedby=\"{}-about\" autofocus>",
              f->name, f->name, f->value, list, f->required ? STR("true") : STR("false"), invalid, f->name);
    } else {
        HTMLF(h,
              "<input type=\"text\" id=\"{}\" name=\"{}\" value=\"{}\" list=\"{}\" autocomplete=\"off\" aria-required=\"{}\" "
              "aria-invalid=\"{}\" aria-describedby=\"{}-about\">",
              f->name, f->name, f->value, list, f->required ? STR("true") : STR("false"), invalid, f->name);
    }
    HTMLF(h, "<div class=\"about\" id=\"{}-about\">", f->name);
    if (f->hint.len) {
        HTMLF(h, "<p class=\"hint\">{}</p>", f->hint);
    }
    if (f->message.len) {
        HTMLF(h, "<p class=\"message\">{}</p>", f->message);
    }
    HTML(h, "</div></div>\n");
}

/* What the page offers; read before the first tag is written. */
struct title_row {
    struct str title, kind;
    struct maybe_int from, to;
};
struct point_row {
    int64_t id;
    struct str title, precision;
};
struct offered {
    struct title_row *titles;
    struct event_school *schools;
    struct point_row *points;
    struct file_kept *files;
    size_t n_titles, n_schools, n_points, n_files;
    struct str twin_title;
};

static struct period month_around(struct day day)
{
    int year, month, of_month;
    day_split(day, &year, &month, &of_month);
    struct day first = day_of(year, month, 1), next = month == 12 ? day_of(year + 1, 1, 1) : day_of(year, month + 1, 1);
    return (struct period){ first, { true, next.n - 1 }, PRECISION_MONTH };
}

/* The points of the month of the day that is typed; of the whole year while no day is known. */
static bool read_points(struct ctx *ctx, const struct event_typed *typed, struct offered *o, struct err *e)
{
    static const struct db_column columns[] = { { "id", DB_INT, offsetof(struct point_row, id) },
                                                { "title", DB_TEXT, offsetof(struct point_row, title) },
                                                { "precision", DB_TEXT, offsetof(struct point_row, precision) } };
    static const struct db_shape shape = DB_SHAPE(struct point_row, columns);
    struct day today, day;
    if (!event_today(ctx, &today, e)) {
        return false;
    }
    int year = event_year(ctx, today);
    struct period term = period_school_year(year);
    if (event_read_day(typed->day, today, year, &day)) {
        term = month_around(day);
        year = event_school_year(day);
    }
    return db_rows(ctx->db, ctx->arena, &q_event_points,
                   DB_ARGS((int64_t)year, day_iso(ctx->arena, term.first), day_iso(ctx->arena, term.last)), &shape, &o->points,
                   &o->n_points, e);
}

static bool read_offered(struct ctx *ctx, const struct event_page *page, struct offered *o, struct err *e)
{
    static const struct db_column columns[] = { { "title", DB_TEXT, offsetof(struct title_row, title) },
                                                { "kind", DB_TEXT, offsetof(struct title_row, kind) },
                                                { "grade_from", DB_MAYBE_INT, offsetof(struct title_row, from) },
                                                { "grade_to", DB_MAYBE_INT, offsetof(struct title_row, to) } };
    static const struct db_shape shape = DB_SHAPE(struct title_row, columns);
    *o = (struct offered){ .twin_title = STR_NONE };
    if (!db_rows(ctx->db, ctx->arena, &q_event_titles, DB_ARGS((int64_t)ctx->year - 2, (int64_t)ctx->year), &shape, &o->titles,
                 &o->n_titles, e) ||
        !event_schools(ctx, &o->schools, &o->n_schools, e)) {
        return false;
    }
    if (register_may(ctx, register_find(ctx, STR("plan_item")), MAY_EDIT) && !read_points(ctx, &page->typed, o, e)) {
        return false;
    }
    return page->draft.id == 0 || file_kept(ctx, STR("event_draft"), page->draft.id, &o->files, &o->n_files, e);
}

static struct str grades_typed(struct ctx *ctx, const struct title_row *row)
{
    return !row->from.known ? STR_NONE
           : row->to.known && row->to.is != row->from.is
               ? str_format(ctx->arena, "%lld-%lld", (long long)row->from.is, (long long)row->to.is)
               : str_format(ctx->arena, "%lld", (long long)row->from.is);
}

static void put_lists(struct ctx *ctx, struct html *h, const struct offered *o)
{
    HTML(h, "<datalist id=\"event-titles\">");
    for (size_t i = 0; i < o->n_titles; i++) {
        HTMLF(h, "<option value=\"{}\" data-kind=\"{}\" data-grades=\"{}\"></option>", o->titles[i].title, o->titles[i].kind,
              grades_typed(ctx, &o->titles[i]));
    }
    HTML(h, "</datalist><datalist id=\"event-schools\">");
    for (size_t i = 0; i < o->n_schools; i++) {
        HTMLF(h, "<option value=\"{}\"></option>", event_school_shown(&o->schools[i]));
    }
    HTML(h, "</datalist>\n");
}

struct shown {
    struct ui_field all[12 + 3 * EVENT_LINES];
    size_t n;
};

static struct ui_field field(struct ctx *ctx, const char *name, enum text_id label, struct str value, struct str message)
{
    return (struct ui_field){ .name = str_c(name),
                              .label = text(ctx, label),
                              .value = value,
                              .message = message,
                              .hint = STR_NONE,
                              .autocomplete = "off" };
}

static struct ui_field line_field(struct ctx *ctx, const char *name, size_t line, enum text_id label, struct str value)
{
    struct ui_field f = field(ctx, "", label, value, STR_NONE);
    f.name = line_name(ctx, name, line);
    return f;
}

/* Every field that may carry a message, in the order of the page: for the summary. */
static struct shown fields_of(struct ctx *ctx, const struct event_page *page)
{
    const struct event_typed *t = &page->typed;
    const struct event_faults *f = &page->faults;
    struct shown s = { .n = 0 };
    s.all[s.n++] = field(ctx, "title", T_EVENT_TITLE, t->title, f->title);
    s.all[s.n++] = field(ctx, "day", T_EVENT_DAY, t->day, f->day);
    s.all[s.n++] = field(ctx, "grades", T_EVENT_GRADES, t->grades, f->grades);
    s.all[s.n++] = field(ctx, "kind", T_ACTIVITY_KIND, t->kind, f->kind);
    for (size_t i = 0; i < t->n_lines; i++) {
        s.all[s.n] = line_field(ctx, "school", i, T_EVENT_SCHOOL, t->lines[i].school);
        s.all[s.n++].message = f->lines[i].school;
        s.all[s.n] = line_field(ctx, "number", i, T_EVENT_NUMBER, t->lines[i].number);
        s.all[s.n++].message = f->lines[i].number;
        s.all[s.n] = line_field(ctx, "grades", i, T_EVENT_LINE_GRADES, t->lines[i].grades);
        s.all[s.n++].message = f->lines[i].grades;
    }
    s.all[s.n++] = field(ctx, "photo", T_EVENT_FILES, STR_NONE, f->files);
    s.all[s.n++] = field(ctx, "point", T_EVENT_POINT, t->point, f->point);
    s.all[s.n++] = field(ctx, "until", T_EVENT_UNTIL, t->until, f->until);
    s.all[s.n++] = field(ctx, "words", T_EVENT_WORDS, t->words, f->words);
    s.all[s.n++] = field(ctx, "note", T_ACTIVITY_NOTE, t->note, f->note);
    s.all[s.n++] = field(ctx, "twin", T_EVENT_TWIN, STR_NONE, f->twin);
    return s;
}

static const struct ui_field *shown_field(const struct shown *s, struct str name)
{
    for (size_t i = 0; i < s->n; i++) {
        if (str_equal(s->all[i].name, name)) {
            return &s->all[i];
        }
    }
    BUG_IF(true);
    return NULL;
}

static void put_what(struct ctx *ctx, struct html *h, const struct event_page *page, const struct shown *s)
{
    struct ui_field title = *shown_field(s, STR("title")), day = *shown_field(s, STR("day")),
                    kind = *shown_field(s, STR("kind")), grades = *shown_field(s, STR("grades"));
    title.wide = title.required = day.required = kind.required = true;
    day.hint = text(ctx, T_EVENT_DAY_HINT);
    day.input_mode = "decimal";
    grades.hint = text(ctx, T_EVENT_GRADES_HINT);
    put_listed(h, &title, STR("event-titles"), !page->faults.any && !page->to_line);
    HTML(h, "<div class=\"event-row\">");
    ui_text(h, &day);
    ui_text(h, &grades);
    put_choices(ctx, h, &kind, field_of(&activity_register, "kind"), text(ctx, T_EVENT_CHOOSE));
    HTML(h, "</div>\n");
}

static void put_line(struct ctx *ctx, struct html *h, const struct shown *s, size_t i, bool focus)
{
    struct ui_field school = *shown_field(s, line_name(ctx, "school", i)),
                    number = *shown_field(s, line_name(ctx, "number", i)),
                    grades = *shown_field(s, line_name(ctx, "grades", i));
    number.input_mode = "numeric";
    HTML(h, "<div class=\"event-line\">");
    put_listed(h, &school, STR("event-schools"), focus);
    ui_text(h, &number);
    ui_text(h, &grades);
    HTML(h, "</div>\n");
}

static void put_who(struct ctx *ctx, struct html *h, const struct event_page *page, const struct shown *s)
{
    const struct ui_field silent = { .name = STR("silent"),
                                     .label = text(ctx, T_EVENT_SILENT_LEGEND),
                                     .hint = STR_NONE,
                                     .message = STR_NONE,
                                     .value = STR_NONE };
    const struct ui_choice yes = { STR("1"), text(ctx, T_EVENT_SILENT) };
    ui_group_begin(h, text(ctx, T_EVENT_WHO));
    HTMLF(h, "<p class=\"hint\">{}</p><div class=\"event-lines\">", text(ctx, T_EVENT_WHO_HINT));
    for (size_t i = 0; i < page->typed.n_lines; i++) {
        put_line(ctx, h, s, i, page->to_line && i + 1 == page->typed.n_lines);
    }
    HTMLF(h,
          "</div><div class=\"event-under\"><button class=\"plain\" name=\"do\" value=\"line\" id=\"event-more\">{}</button>",
          text(ctx, T_EVENT_MORE_SCHOOL));
    ui_checks(h, &silent, &yes, 1, &page->typed.silent);
    HTML(h, "</div>");
    ui_group_end(h);
}

static void put_kept(struct ctx *ctx, struct html *h, const struct offered *o)
{
    if (o->n_files == 0) {
        return;
    }
    HTMLF(h, "<ul class=\"event-files\" aria-label=\"{}\">", text(ctx, T_EVENT_FILES_KEPT));
    for (size_t i = 0; i < o->n_files; i++) {
        struct str id = str_format(ctx->arena, "%lld", (long long)o->files[i].id);
        struct str input = str_join(ctx->arena, STR("drop-"), id);
        HTMLF(h,
              "<li><span>{}</span> <span class=\"muted\">{}</span> <span class=\"choice\"><input type=\"checkbox\" id=\"{}\" "
              "name=\"drop\" value=\"{}\"><label for=\"{}\">{}<span class=\"unseen\"> {}</span></label></span></li>",
              o->files[i].name, o->files[i].size, input, id, input, text(ctx, T_EVENT_FILE_DROP), o->files[i].name);
    }
    HTML(h, "</ul>");
}

/* A camera of its own for who holds a phone; elsewhere it is not shown, and the field beside it takes any files. */
static void put_proof(struct ctx *ctx, struct html *h, const struct shown *s, const struct offered *o)
{
    struct ui_field files = *shown_field(s, STR("photo"));
    files.hint = text(ctx, T_EVENT_FILES_HINT);
    ui_group_begin(h, text(ctx, T_EVENT_PROOF));
    put_kept(ctx, h, o);
    HTMLF(h,
          "<div class=\"field event-camera\"><label for=\"camera\">{}</label><input type=\"file\" id=\"camera\" name=\"photo\" "
          "accept=\"image/*\" capture=\"environment\"></div>",
          text(ctx, T_EVENT_CAMERA));
    ui_files(h, &files, true);
    ui_group_end(h);
}

static void put_point(struct ctx *ctx, struct html *h, const struct shown *s, const struct offered *o)
{
    struct ui_field point = *shown_field(s, STR("point"));
    struct ui_choice *choices = NEW_ARRAY(ctx->arena, struct ui_choice, o->n_points + 2);
    bool known = point.value.len == 0;
    size_t n = 0;
    choices[n++] = (struct ui_choice){ STR_NONE, text(ctx, T_EVENT_POINT_NONE) };
    for (size_t i = 0; i < o->n_points; i++) {
        struct str id = str_format(ctx->arena, "%lld", (long long)o->points[i].id);
        choices[n++] = (struct ui_choice){ id, utf8_part(o->points[i].title, 0, 120) };
        known = known || str_equal(id, point.value);
    }
    if (!known) {
        choices[n++] = (struct ui_choice){ point.value, text(ctx, T_EVENT_POINT_OTHER) };
    }
    point.wide = true;
    if (n > 1) {
        ui_select(h, &point, choices, n);
    }
}

static void put_rest(struct ctx *ctx, struct html *h, const struct event_page *page, const struct shown *s)
{
    const struct event_typed *t = &page->typed;
    struct ui_field until = *shown_field(s, STR("until")), words = *shown_field(s, STR("words")),
                    note = *shown_field(s, STR("note"));
    struct ui_field direction = field(ctx, "direction", T_ACTIVITY_DIRECTION, t->direction, STR_NONE),
                    audience = field(ctx, "audience", T_HEADCOUNT_AUDIENCE, t->audience, STR_NONE),
                    unit = field(ctx, "unit", T_HEADCOUNT_UNIT, t->unit, STR_NONE);
    words.hint = text(ctx, T_EVENT_WORDS_HINT);
    words.wide = note.wide = true;
    if (until.message.len || words.message.len || note.message.len) {
        HTMLF(h, "<details class=\"event-rest wide\" open><summary>{}</summary><div>", text(ctx, T_EVENT_REST));
    } else {
        HTMLF(h, "<details class=\"event-rest wide\"><summary>{}</summary><div>", text(ctx, T_EVENT_REST));
    }
    ui_text(h, &until);
    put_choices(ctx, h, &direction, field_of(&activity_register, "direction"), text(ctx, T_EVENT_DIRECTION_BY_KIND));
    put_choices(ctx, h, &audience, field_of(&headcount_register, "audience"), STR_NONE);
    put_choices(ctx, h, &unit, field_of(&headcount_register, "unit"), STR_NONE);
    ui_text(h, &words);
    ui_area(h, &note, 3);
    HTML(h, "</div></details>\n");
}

/* «Такое мероприятие в этот день уже есть»: a look at it, and a tick for who means another one. */
static void put_twin(struct ctx *ctx, struct html *h, const struct event_page *page)
{
    if (page->faults.twin_id == 0) {
        return;
    }
    struct html_url to = url_own(ctx->arena, str_format(ctx->arena, "/activity/%lld", (long long)page->faults.twin_id));
    struct ui_field twin = field(ctx, "twin", T_EVENT_TWIN, STR_NONE, page->faults.twin);
    const struct ui_choice yes = { STR("1"), text(ctx, T_EVENT_TWIN_YES) };
    twin.wide = true;
    ui_checks(h, &twin, &yes, 1, &page->typed.twin);
    HTMLF(h, "<p class=\"wide\"><a href=\"{}\">{}</a></p>", to, text(ctx, T_EVENT_TWIN_SHOW));
}

static void put_state(struct ctx *ctx, struct html *h, const struct event_page *page)
{
    struct str kept =
        page->draft.id
            ? text_with(ctx, T_EVENT_KEPT_AT,
                        TEXT_ARG("when", text_moment(ctx->arena, ctx->lang, page->draft.changed_at, ctx->site->zone)))
            : STR_NONE;
    HTMLF(h,
          "<p id=\"event-state\" class=\"hint\" role=\"status\" data-kept=\"{}\" data-lost=\"{}\" data-out=\"{}\" "
          "data-away=\"{}\" "
          "data-big=\"{}\">{}</p>",
          text(ctx, T_EVENT_JS_KEPT), text(ctx, T_EVENT_JS_LOST), text(ctx, T_EVENT_JS_OUT), text(ctx, T_EVENT_JS_AWAY),
          text(ctx, T_EVENT_JS_BIG), kept);
}

static void put_form(struct ctx *ctx, struct html *h, const struct event_page *page, const struct shown *s,
                     const struct offered *o)
{
    HTMLF(h,
          "<form class=\"form event\" id=\"event\" action=\"{}\" method=\"post\" enctype=\"multipart/form-data\" novalidate "
          "data-keep=\"{}\" data-most=\"{}\"><input type=\"hidden\" name=\"" CSRF_FIELD "\" value=\"{}\">"
          "<input type=\"hidden\" name=\"key\" value=\"{}\"><input type=\"hidden\" name=\"author\" value=\"{}\">",
          url_own(ctx->arena, STR("/event")), url_own(ctx->arena, STR("/event/keep")), (int64_t)UPLOAD_MOST - 65536,
          ctx->actor->csrf, page->key, event_author(ctx));
    HTMLF(h, "<button class=\"unseen\" name=\"do\" value=\"save\" tabindex=\"-1\" aria-hidden=\"true\">{}</button>\n",
          text(ctx, T_EVENT_SAVE));
    put_twin(ctx, h, page);
    put_what(ctx, h, page, s);
    put_who(ctx, h, page, s);
    put_proof(ctx, h, s, o);
    put_point(ctx, h, s, o);
    put_rest(ctx, h, page, s);
    HTMLF(h,
          "<div class=\"form-end event-end\"><button class=\"primary\" name=\"do\" value=\"save\">{}</button>"
          "<button class=\"plain\" name=\"do\" value=\"next\">{}</button>"
          "<button class=\"quiet\" name=\"do\" value=\"draft\">{}</button>",
          text(ctx, T_EVENT_SAVE), text(ctx, T_EVENT_NEXT), text(ctx, T_EVENT_DRAFT));
    if (page->draft.id) {
        HTMLF(h, "<button class=\"quiet\" name=\"do\" value=\"forget\">{}</button>", text(ctx, T_EVENT_DROP));
    }
    HTML(h, "</div>\n");
    put_state(ctx, h, page);
    HTML(h, "</form>\n");
    put_lists(ctx, h, o);
}

static void put_done(struct ctx *ctx, struct html *h, const struct record *done)
{
    struct html_url to = url_own(ctx->arena, str_format(ctx->arena, "/activity/%lld", (long long)done->id));
    ui_note(h, UI_DONE, text_with(ctx, T_EVENT_DONE, TEXT_ARG("title", record_title(done))));
    HTMLF(h, "<p><a href=\"{}\">{}</a></p>\n", to, text(ctx, T_EVENT_DONE_SHOW));
}

bool event_show(struct ctx *ctx, const struct event_page *given, struct reply *reply, struct err *e)
{
    struct event_page page = *given;
    struct offered offered;
    page.typed.n_lines = page.typed.n_lines ? page.typed.n_lines : 1;
    if (!read_offered(ctx, &page, &offered, e)) {
        return false;
    }
    const struct shown shown = fields_of(ctx, &page);
    const struct page frame = { .title = text(ctx, T_EVENT_MENU),
                                .fact_line = text(ctx, page.draft.id ? T_EVENT_FACT_DRAFT : T_EVENT_FACT),
                                .menu_path = "/event" };
    struct html *h = page_begin(ctx, &frame);
    if (page.done) {
        put_done(ctx, h, page.done);
    }
    if (page.faults.whole.len) {
        ui_note(h, UI_ERROR, page.faults.whole);
    }
    ui_error_summary(ctx, h, shown.all, shown.n);
    put_form(ctx, h, &page, &shown, &offered);
    HTMLF(h, "<script src=\"{}\" defer></script>\n", asset_url(ctx->arena, "event.js"));
    reply->status = page.faults.any ? 422 : 200;
    return page_end(ctx, h, reply, e);
}
