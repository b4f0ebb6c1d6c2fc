/* What an activity is: its fields with all the words they may take, who may keep them, and what a save holds to. The page of an
   activity carries the headcounts, their sums and the form that enters the next one (headcount_panel). */
#include "activity_sql.h"
#include "features/activity/activity_in.h"
#include "features/feature.h"
#include "features/headcount/headcount.h"

#include <stddef.h>

static const struct choice directions[] = {
    { "diagnostics", T_ACTIVITY_DIRECTION_DIAGNOSTICS },     { "counselling", T_ACTIVITY_DIRECTION_COUNSELLING },
    { "enlightenment", T_ACTIVITY_DIRECTION_ENLIGHTENMENT }, { "events", T_ACTIVITY_DIRECTION_EVENTS },
    { "informing", T_ACTIVITY_DIRECTION_INFORMING },         { "monitoring", T_ACTIVITY_DIRECTION_MONITORING },
};
static const struct choice kinds[] = {
    { "testing", T_ACTIVITY_KIND_TESTING },
    { "consultation", T_ACTIVITY_KIND_CONSULTATION },
    { "probe", T_ACTIVITY_KIND_PROBE },
    { "programme", T_ACTIVITY_KIND_PROGRAMME },
    { "vocational_course", T_ACTIVITY_KIND_VOCATIONAL_COURSE },
    { "lesson", T_ACTIVITY_KIND_LESSON },
    { "open_lesson", T_ACTIVITY_KIND_OPEN_LESSON },
    { "meeting", T_ACTIVITY_KIND_MEETING },
    { "conference", T_ACTIVITY_KIND_CONFERENCE },
    { "contest", T_ACTIVITY_KIND_CONTEST },
    { "championship", T_ACTIVITY_KIND_CHAMPIONSHIP },
    { "quiz", T_ACTIVITY_KIND_QUIZ },
    { "quest", T_ACTIVITY_KIND_QUEST },
    { "excursion", T_ACTIVITY_KIND_EXCURSION },
    { "training", T_ACTIVITY_KIND_TRAINING },
    { "intensive", T_ACTIVITY_KIND_INTENSIVE },
    { "project", T_ACTIVITY_KIND_PROJECT },
    { "series", T_ACTIVITY_KIND_SERIES },
    { "stand", T_ACTIVITY_KIND_STAND },
    { "monitoring", T_ACTIVITY_KIND_MONITORING },
    { "outside_event", T_ACTIVITY_KIND_OUTSIDE_EVENT },
};
static const struct choice levels[] = {
    { "institution", T_ACTIVITY_LEVEL_INSTITUTION },     { "municipal", T_ACTIVITY_LEVEL_MUNICIPAL },
    { "regional", T_ACTIVITY_LEVEL_REGIONAL },           { "federal", T_ACTIVITY_LEVEL_FEDERAL },
    { "international", T_ACTIVITY_LEVEL_INTERNATIONAL },
};
static const struct choice centre_roles[] = {
    { "organiser", T_ACTIVITY_ROLE_ORGANISER },
    { "co_organiser", T_ACTIVITY_ROLE_CO_ORGANISER },
    { "site", T_ACTIVITY_ROLE_SITE },
    { "municipal_operator", T_ACTIVITY_ROLE_MUNICIPAL_OPERATOR },
    { "participant", T_ACTIVITY_ROLE_PARTICIPANT },
    { "collects_summary", T_ACTIVITY_ROLE_COLLECTS_SUMMARY },
};
static const struct choice performers[] = {
    { "centre", T_ACTIVITY_BY_CENTRE },
    { "centre_and_teachers", T_ACTIVITY_BY_CENTRE_AND_TEACHERS },
    { "centre_and_schools", T_ACTIVITY_BY_CENTRE_AND_SCHOOLS },
    { "schools", T_ACTIVITY_BY_SCHOOLS },
    { "outside", T_ACTIVITY_BY_OUTSIDE },
};
static const struct choice formats[] = {
    { "on_site", T_ACTIVITY_FORMAT_ON_SITE }, { "at_schools", T_ACTIVITY_FORMAT_AT_SCHOOLS },
    { "online", T_ACTIVITY_FORMAT_ONLINE },   { "mixed", T_ACTIVITY_FORMAT_MIXED },
    { "group", T_ACTIVITY_FORMAT_GROUP },     { "consultation", T_ACTIVITY_FORMAT_CONSULTATION },
    { "meeting", T_ACTIVITY_FORMAT_MEETING }, { "works", T_ACTIVITY_FORMAT_WORKS },
    { "stand", T_ACTIVITY_FORMAT_STAND },     { "forms", T_ACTIVITY_FORMAT_FORMS },
};
static const struct choice planned[] = {
    { "yes", T_ACTIVITY_PLANNED_YES },
    { "no", T_ACTIVITY_PLANNED_NO },
    { "unknown", T_ACTIVITY_PLANNED_UNKNOWN },
};
#define CHOICES(list) .choices = (list), .n_choices = COUNT(list)

static const struct field fields[] = {
    { "title", &ft_text, T_ACTIVITY_TITLE, F_REQUIRED | F_LIST | F_SEARCH | F_WIDE, .max = 400 },
    { "direction", &ft_choice, T_ACTIVITY_DIRECTION, F_REQUIRED | F_LIST | F_FILTER, CHOICES(directions) },
    { "kind", &ft_choice, T_ACTIVITY_KIND, F_REQUIRED | F_LIST | F_FILTER, CHOICES(kinds) },
    { "task", &ft_ref, T_ACTIVITY_TASK, F_FILTER, .ref = "task", .hint = T_ACTIVITY_TASK_HINT },
    { "parent", &ft_ref, T_ACTIVITY_PARENT, F_FILTER, .ref = "activity", .hint = T_ACTIVITY_PARENT_HINT },
    { "period", &ft_period, T_ACTIVITY_PERIOD, F_LIST | F_FILTER, .hint = T_ACTIVITY_PERIOD_HINT, .words = "when_as_printed" },
    { "when_as_printed", &ft_text, T_ACTIVITY_WHEN_AS_PRINTED, F_SEARCH, .max = 200 },
    { "audience", &ft_choice, T_ACTIVITY_AUDIENCE, F_FILTER, CHOICES(headcount_audiences) },
    { "grade_from", &ft_int, T_ACTIVITY_GRADE_FROM, 0, .min = 1, .max = 11 },
    { "grade_to", &ft_int, T_ACTIVITY_GRADE_TO, 0, .min = 1, .max = 11, .hint = T_ACTIVITY_GRADE_HINT },
    { "audience_as_printed", &ft_text, T_ACTIVITY_AUDIENCE_AS_PRINTED, F_SEARCH, .max = 300 },
    { "age_from", &ft_int, T_ACTIVITY_AGE_FROM, 0, .min = 1, .max = 120 },
    { "age_to", &ft_int, T_ACTIVITY_AGE_TO, 0, .min = 1, .max = 120 },
    { "level", &ft_choice, T_ACTIVITY_LEVEL, F_REQUIRED | F_LIST | F_FILTER, CHOICES(levels) },
    { "centre_role", &ft_choice, T_ACTIVITY_CENTRE_ROLE, F_REQUIRED | F_FILTER, CHOICES(centre_roles) },
    { "performed_by", &ft_choice, T_ACTIVITY_PERFORMED_BY, F_FILTER, CHOICES(performers) },
    { "format", &ft_choice, T_ACTIVITY_FORMAT, F_FILTER, CHOICES(formats) },
    { "planned", &ft_choice, T_ACTIVITY_PLANNED, F_REQUIRED | F_FILTER, CHOICES(planned) },
    { "competencies", &ft_refs, T_ACTIVITY_COMPETENCIES, F_FILTER | F_WIDE, .ref = "competency",
      .link = "activity_competency" },
    { "participating", &ft_refs, T_ACTIVITY_PARTICIPATING, F_WIDE, .ref = "organisation", .link = "activity_participating" },
    { "partners", &ft_refs, T_ACTIVITY_PARTNERS, F_FILTER | F_TOLD | F_WIDE, .ref = "organisation",
      .link = "activity_partner" },
    { "documents", &ft_refs, T_ACTIVITY_DOCUMENTS, F_WIDE, .ref = "document", .link = "activity_document" },
    { "note", &ft_long_text, T_ACTIVITY_NOTE, F_SEARCH | F_WIDE },
    { "repeats", &ft_refs, T_ACTIVITY_REPEATS, F_MADE | F_WIDE, .ref = "activity", .link = "activity_repeat" },
    { "code", &ft_text, T_ACTIVITY_CODE, F_UNIQUE, .max = 60, .hint = T_ACTIVITY_CODE_HINT },
    { "year", &ft_year, T_ACTIVITY_YEAR, F_REQUIRED | F_FIXED },
};
#define WHO_ENTERS (ROLES_RECORD | ROLE(ROLE_PSYCHOLOGIST) | ROLE(ROLE_TEACHER))
static const struct rule rules[] = {
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { WHO_ENTERS & ~ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT },
    { ROLES_CENTRE & ~WHO_ENTERS, ROWS_ALL, MAY_SEE | MAY_EXPORT },
    { ROLE(ROLE_COORDINATOR), ROWS_ALL, MAY_SEE },
};

static void panel(struct ctx *ctx, const struct record *record, struct html *h)
{
    activity_repeat_button(ctx, record, h);
    headcount_panel(ctx, record, h);
    activity_kin_panel(ctx, record, h);
}

const struct register_def activity_register = {
    .name = "activity",
    .one = T_ACTIVITY_ONE,
    .many = T_ACTIVITY_MANY,
    .title_field = "title",
    .same = { "title", "period" },
    .year_field = "year",
    .order = "title",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
    .hooks = { .check = activity_check, .holds = activity_holds, .panel = panel },
};
static const struct register_def *const registers[] = { &activity_register };

static const struct menu_item menu[] = {
    { T_ACTIVITY_MANY, "/activity", ROLES_ALL },
};

static const struct route routes[] = {
    { METHOD_GET, "/activity/{id}/repeat", WHO_ENTERS, activity_repeat_page },
    { METHOD_POST, "/activity/{id}/repeat", WHO_ENTERS, activity_repeat_act },
};

extern const struct feature feature_activity;
const struct feature feature_activity = {
    .name = "activity",
    .registers = registers,
    .n_registers = COUNT(registers),
    .routes = routes,
    .n_routes = COUNT(routes),
    .menu = menu,
    .n_menu = COUNT(menu),
    .queries = activity_queries,
    .n_queries = activity_n_queries,
    .migrations = activity_migrations,
    .n_migrations = activity_n_migrations,
};
