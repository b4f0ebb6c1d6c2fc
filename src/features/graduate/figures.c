/* The figures of graduates. Asked for the school year Y they tell of the cohort that left school in the calendar year Y;
   numbers of destinations below five are hidden in the public edition. */
#include "features/graduate/graduate_in.h"
#include "graduate_sql.h"

#define DESTINATION(word, upper, left)                                                                                         \
    static const struct figure_def word = {                                                                                    \
        .name = "graduates." #word,                                                                                            \
        .rows = &q_graduate_##word##_rows,                                                                                     \
        .total = &q_graduate_##word##_total,                                                                                   \
        .unit = UNIT_PERSONS,                                                                                                  \
        .period = PERIOD_COHORT,                                                                                               \
        .aggregate = FIGURE_SUM,                                                                                               \
        .title = T_GRADUATE_FIGURE_##upper,                                                                                    \
        .definition = T_GRADUATE_DEFINITION_##upper,                                                                           \
        .minimum_cell = 5,                                                                                                     \
        .remainder = (left),                                                                                                   \
    }
DESTINATION(total, TOTAL, false);
DESTINATION(higher, HIGHER, false);
DESTINATION(vocational, VOCATIONAL, false);
DESTINATION(employed, EMPLOYED, false);
DESTINATION(army, ARMY, false);
DESTINATION(undecided, UNDECIDED, false);
DESTINATION(unknown, UNKNOWN, false);
DESTINATION(other, OTHER, false);
DESTINATION(stayed, STAYED, false);
DESTINATION(not_identified, NOT_IDENTIFIED, false);
DESTINATION(enrolled, ENROLLED, false);
DESTINATION(unassigned, UNASSIGNED, true);

static const struct figure_def fields = {
    .name = "graduate_fields.persons",
    .rows = &q_graduate_fields_rows,
    .total = &q_graduate_fields_total,
    .unit = UNIT_PERSONS,
    .period = PERIOD_SCHOOL_YEAR,
    .aggregate = FIGURE_SUM,
    .title = T_GRADUATE_FIGURE_FIELDS,
    .definition = T_GRADUATE_DEFINITION_FIELDS,
    .minimum_cell = 5,
};
static const struct figure_def of_field = {
    .name = "field.graduates",
    .family = true,
    .rows = &q_graduate_of_field_rows,
    .total = &q_graduate_of_field_total,
    .params = &q_graduate_field_params,
    .unit = UNIT_PERSONS,
    .period = PERIOD_SCHOOL_YEAR,
    .aggregate = FIGURE_SUM,
    .title = T_GRADUATE_FIGURE_OF_FIELD,
    .definition = T_GRADUATE_DEFINITION_FIELDS,
    .minimum_cell = 5,
};
const struct figure_def *const graduate_figures[GRADUATE_FIGURES] = {
    &total, &higher, &vocational, &employed,       &army,   &undecided,  &unknown,
    &other, &stayed, &enrolled,   &not_identified, &fields, &unassigned, &of_field,
};
