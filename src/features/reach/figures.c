/* The figures over the cells of reach: persons of each direction, every unit of every activity (a family asked for by the
   activity's code), and how many activities were held. */
#include "features/reach/reach_in.h"
#include "reach_sql.h"

/* Results of tests and consultations are hidden below five in the public edition; of events nothing is. */
#define DIRECTION(word, upper, least)                                                                                          \
    static const struct figure_def word##_persons = {                                                                          \
        .name = #word ".persons",                                                                                              \
        .rows = &q_reach_##word##_persons_rows,                                                                                \
        .total = &q_reach_##word##_persons_total,                                                                              \
        .unit = UNIT_PERSONS,                                                                                                  \
        .period = PERIOD_SCHOOL_YEAR,                                                                                          \
        .aggregate = FIGURE_SUM,                                                                                               \
        .title = T_REACH_FIGURE_##upper,                                                                                       \
        .definition = T_REACH_DEFINITION_##upper,                                                                              \
        .minimum_cell = (least),                                                                                               \
        .repeats_possible = true,                                                                                              \
    }
DIRECTION(diagnostics, DIAGNOSTICS, 5);
DIRECTION(counselling, COUNSELLING, 5);
DIRECTION(enlightenment, ENLIGHTENMENT, 0);
DIRECTION(events, EVENTS, 0);
DIRECTION(informing, INFORMING, 0);
DIRECTION(monitoring, MONITORING, 0);

/* `word` is the unit in the figure's name, `sql` the same in the statement's. */
#define ACTIVITY(word, sql, unit_of, upper, repeats)                                                                           \
    static const struct figure_def activity_##sql = {                                                                          \
        .name = "activity." word,                                                                                              \
        .family = true,                                                                                                        \
        .rows = &q_reach_activity_##sql##_rows,                                                                                \
        .total = &q_reach_activity_##sql##_total,                                                                              \
        .params = &q_reach_activity_params,                                                                                    \
        .unit = (unit_of),                                                                                                     \
        .period = PERIOD_SCHOOL_YEAR,                                                                                          \
        .aggregate = FIGURE_SUM,                                                                                               \
        .title = T_REACH_FIGURE_ACTIVITY_##upper,                                                                              \
        .definition = T_REACH_DEFINITION_ACTIVITY,                                                                             \
        .repeats_possible = (repeats),                                                                                         \
    }
ACTIVITY("persons", persons, UNIT_PERSONS, PERSONS, true);
ACTIVITY("participations", participations, UNIT_PARTICIPATIONS, PARTICIPATIONS, false);
ACTIVITY("registered", registered, UNIT_REGISTERED, REGISTERED, true);
ACTIVITY("consultations", consultations, UNIT_CONSULTATIONS, CONSULTATIONS, false);
ACTIVITY("works", works, UNIT_WORKS, WORKS, false);
ACTIVITY("events", events, UNIT_EVENTS, EVENTS, false);
ACTIVITY("teams", teams, UNIT_TEAMS, TEAMS, true);
ACTIVITY("hours", hours, UNIT_HOURS, HOURS, false);
ACTIVITY("person-hours", person_hours, UNIT_PERSON_HOURS, PERSON_HOURS, false);
ACTIVITY("views", views, UNIT_VIEWS, VIEWS, false);
ACTIVITY("publications", publications, UNIT_PUBLICATIONS, PUBLICATIONS, false);
ACTIVITY("organisations", organisations, UNIT_ORGANISATIONS, ORGANISATIONS, true);
ACTIVITY("layouts", layouts, UNIT_LAYOUTS, LAYOUTS, false);

#define ACTIVITIES(word, sql, upper)                                                                                           \
    static const struct figure_def activities_##word = {                                                                       \
        .name = "activities." #word,                                                                                           \
        .rows = &q_reach_activities_##sql##_rows,                                                                              \
        .total = &q_reach_activities_##sql##_total,                                                                            \
        .unit = UNIT_EVENTS,                                                                                                   \
        .period = PERIOD_SCHOOL_YEAR,                                                                                          \
        .aggregate = FIGURE_COUNT,                                                                                             \
        .title = T_REACH_FIGURE_ACTIVITIES_##upper,                                                                            \
        .definition = T_REACH_DEFINITION_ACTIVITIES_##upper,                                                                   \
    }
ACTIVITIES(held, held, HELD);
ACTIVITIES(planned, planned_yes, PLANNED);
ACTIVITIES(unplanned, planned_no, UNPLANNED);
static const struct figure_def task_activities = {
    .name = "task.activities",
    .family = true,
    .rows = &q_reach_task_activities_rows,
    .total = &q_reach_task_activities_total,
    .params = &q_reach_task_params,
    .unit = UNIT_EVENTS,
    .period = PERIOD_SCHOOL_YEAR,
    .aggregate = FIGURE_COUNT,
    .title = T_REACH_FIGURE_TASK_ACTIVITIES,
    .definition = T_REACH_DEFINITION_TASK_ACTIVITIES,
};

const struct figure_def *const reach_figures[REACH_FIGURES] = {
    &diagnostics_persons, &counselling_persons,   &enlightenment_persons,   &events_persons,      &informing_persons,
    &monitoring_persons,  &activity_persons,      &activity_participations, &activity_registered, &activity_consultations,
    &activity_works,      &activity_events,       &activity_teams,          &activity_hours,      &activity_person_hours,
    &activity_views,      &activity_publications, &activity_organisations,  &activity_layouts,    &activities_held,
    &activities_planned,  &activities_unplanned,  &task_activities,
};
