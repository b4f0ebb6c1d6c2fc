/* The plan of work of a school year: what is to be held, when, by whom, and what became of it. The page of the plan and its
   Word file stand in plan_page.c and plan_word.c. */

#include "features/feature.h"
#include "features/plan/plan_in.h"
#include "plan_sql.h"

static const struct choice plan_sections[] = {
    { "diagnostics", T_PLAN_ITEM_SECTION_DIAGNOSTICS },     { "counselling", T_PLAN_ITEM_SECTION_COUNSELLING },
    { "enlightenment", T_PLAN_ITEM_SECTION_ENLIGHTENMENT }, { "events", T_PLAN_ITEM_SECTION_EVENTS },
    { "informing", T_PLAN_ITEM_SECTION_INFORMING },         { "monitoring", T_PLAN_ITEM_SECTION_MONITORING },
    { "methodical", T_PLAN_ITEM_SECTION_METHODICAL },       { "organisation", T_PLAN_ITEM_SECTION_ORGANISATION },
};
static const struct choice plan_states[] = {
    { "planned", T_PLAN_ITEM_STATUS_PLANNED }, { "done", T_PLAN_ITEM_STATUS_DONE },
    { "moved", T_PLAN_ITEM_STATUS_MOVED },     { "cancelled", T_PLAN_ITEM_STATUS_CANCELLED },
    { "outside", T_PLAN_ITEM_STATUS_OUTSIDE },
};
static const struct field fields[] = {
    { "title", &ft_text, T_PLAN_ITEM_TITLE, F_REQUIRED | F_LIST | F_SEARCH | F_WIDE, .max = 500 },
    { "year", &ft_year, T_PLAN_ITEM_YEAR, F_REQUIRED },
    { "section", &ft_choice, T_PLAN_ITEM_SECTION, F_REQUIRED | F_LIST | F_FILTER, .choices = plan_sections,
      .n_choices = COUNT(plan_sections) },
    { "term", &ft_period, T_PLAN_ITEM_TERM, F_LIST | F_FILTER, .hint = T_PLAN_ITEM_TERM_HINT },
    { "responsible", &ft_text, T_PLAN_ITEM_RESPONSIBLE, F_LIST | F_SEARCH, .max = 200 },
    { "audience", &ft_text, T_PLAN_ITEM_AUDIENCE, F_SEARCH, .max = 200 },
    { "expected", &ft_text, T_PLAN_ITEM_EXPECTED, F_SEARCH | F_WIDE, .max = 500 },
    { "planned_reach", &ft_int, T_PLAN_ITEM_PLANNED_REACH, 0, .min = 0, .max = 1000000 },
    { "status", &ft_choice, T_PLAN_ITEM_STATUS, F_LIST | F_FILTER, .choices = plan_states, .n_choices = COUNT(plan_states) },
    { "reason", &ft_text, T_PLAN_ITEM_REASON, F_SEARCH | F_WIDE, .max = 500, .hint = T_PLAN_ITEM_REASON_HINT },
    { "moved_to", &ft_period, T_PLAN_ITEM_MOVED_TO, 0 },
    { "activities", &ft_refs, T_PLAN_ITEM_ACTIVITIES, 0, .ref = "activity", .link = "plan_item_activities" },
    { "outcome", &ft_long_text, T_PLAN_ITEM_OUTCOME, F_SEARCH | F_WIDE },
    { "decision", &ft_ref, T_PLAN_ITEM_DECISION, 0, .ref = "decision" },
    { "repeats", &ft_refs, T_PLAN_ITEM_REPEATS, F_MADE, .ref = "plan_item", .link = "plan_item_repeat" },
};
static const struct rule rules[] = {
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { ROLES_CENTRE & ~ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_EXPORT },
};

/* A new point is planned; what was moved or cancelled has its reason, what was done shows by what. */
static bool check(struct ctx *ctx, struct form *form, struct err *e)
{
    struct db_value status = form_value(form, "status");
    if (status.kind == DB_NULL) {
        form_set(form, "status", DB_VALUE(STR("planned")));
        return true;
    }
    bool left = str_is(status.as.s, "moved") || str_is(status.as.s, "cancelled");
    if (left && form_value(form, "reason").kind == DB_NULL) {
        form_say(form, "reason", text(ctx, T_PLAN_ITEM_NO_REASON));
    }
    if (str_is(status.as.s, "done") && form_value(form, "activities").kind == DB_NULL &&
        form_value(form, "outcome").kind == DB_NULL) {
        form_say(form, "activities", text(ctx, T_PLAN_ITEM_DONE_BY));
    }
    return true;
}

static const struct register_def plan_item_register = {
    .name = "plan_item",
    .one = T_PLAN_ITEM_ONE,
    .many = T_PLAN_ITEM_MANY,
    .title_field = "title",
    .same = { "title", "term" },
    .year_field = "year",
    .order = "term",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
    .hooks = { .check = check, .panel = plan_repeat_panel },
};
static const struct register_def *const registers[] = { &plan_item_register };
static const struct menu_item menu[] = {
    { T_PLAN_ITEM_MENU, "/plan", ROLES_CENTRE, MENU_DAY },
};

static const struct route routes[] = {
    { METHOD_GET, "/plan", ROLES_CENTRE, plan_page },
    { METHOD_GET, "/plan.docx", ROLES_CENTRE, plan_document, .flags = ROUTE_SLOW },
    { METHOD_POST, "/plan/pdf", ROLES_CENTRE, plan_pdf_act },
    { METHOD_POST, "/plan/decisions", ROLES_RECORD, plan_of_decisions },
    { METHOD_POST, "/plan_item/{id}/repeat", ROLES_RECORD, plan_repeat },
};
static const struct job_kind *const jobs[] = { &plan_pdf_job };
#define WORDS "{'type': ['string', 'null']}"
#define CHOSEN                                                                                                                 \
    "{'anyOf': [{'type': 'null'}, {'type': 'object', 'additionalProperties': false, 'required': ['key', 'label'],"             \
    " 'properties': {'key': {'type': 'string'}, 'label': {'type': 'string'}}}]}"
static const struct json_parameter asked[] = {
    { "year", T_PLAN_ASK_YEAR, "{'type': 'string'}" },
    { "month", T_PLAN_ASK_MONTH, "{'type': 'string'}" },
    { "week", T_PLAN_ASK_WEEK, "{'type': 'string'}" },
};
static const struct json_page json[] = {
    { "/plan.json", ROLES_CENTRE, plan_json, T_PLAN_JSON_WHAT,
      "{'type': 'object', 'additionalProperties': false,"
      " 'required': ['year', 'items', 'done', 'left', 'outside', 'points'], 'properties': {'year': {'type': 'integer'},"
      " 'items': {'type': 'integer'}, 'done': {'type': 'integer'}, 'left': {'type': 'integer'},"
      " 'outside': {'type': 'integer'}, 'points': {'type': 'array', 'items': {'type': 'object',"
      " 'additionalProperties': false, 'required': ['id', 'title', 'section', 'term', 'months', 'responsible', 'audience',"
      " 'status', 'reason', 'outcome'], 'properties': {'id': {'type': 'integer'}, 'title': {'type': 'string'},"
      " 'section': " CHOSEN ", 'term': {'anyOf': [{'type': 'null'}, {'$ref': '#/components/schemas/period'}]},"
      " 'months': {'type': 'array', 'items': {'type': 'string', 'pattern': '^[0-9]{4}-[0-9]{2}$'}},"
      " 'responsible': " WORDS ", 'audience': " WORDS ", 'status': " CHOSEN ", 'reason': " WORDS ", 'outcome': " WORDS "}}}}}",
      asked, COUNT(asked), 0 },
};
#define PLAN_FIGURE(NAME, WORD, LABEL)                                                                                         \
    static const struct figure_def figure_##WORD = {                                                                           \
        .name = NAME,                                                                                                          \
        .rows = &q_plan_##WORD##_rows,                                                                                         \
        .total = &q_plan_##WORD##_total,                                                                                       \
        .unit = UNIT_EVENTS,                                                                                                   \
        .period = PERIOD_SCHOOL_YEAR,                                                                                          \
        .aggregate = FIGURE_COUNT,                                                                                             \
        .title = T_PLAN_FIGURE_##LABEL,                                                                                        \
        .definition = T_PLAN_DEFINITION_##LABEL,                                                                               \
    }
PLAN_FIGURE("plan.items", items, ITEMS);
PLAN_FIGURE("plan.done", done, DONE);
PLAN_FIGURE("plan.left", left, LEFT);
PLAN_FIGURE("plan.outside", outside, OUTSIDE);
static const struct figure_def *const figures[] = { &figure_items, &figure_done, &figure_left, &figure_outside };

extern const struct feature feature_plan;
const struct feature feature_plan = {
    .name = "plan",
    .registers = registers,
    .n_registers = COUNT(registers),
    .jobs = jobs,
    .n_jobs = COUNT(jobs),
    .menu = menu,
    .n_menu = COUNT(menu),
    .routes = routes,
    .n_routes = COUNT(routes),
    .json = json,
    .n_json = COUNT(json),
    .figures = figures,
    .n_figures = COUNT(figures),
    .queries = plan_queries,
    .n_queries = plan_n_queries,
    .migrations = plan_migrations,
    .n_migrations = plan_n_migrations,
};
