/* The figures of the home page: the reach of the whole year, and what the record of the year lacks. They are figures like any
   other, so each opens to its rows. */
#include "features/home/home_in.h"
#include "home_sql.h"

static const struct figure_def year_persons = {
    .name = "year.persons",
    .rows = &q_home_year_persons_rows,
    .total = &q_home_year_persons_total,
    .unit = UNIT_PERSONS,
    .period = PERIOD_SCHOOL_YEAR,
    .aggregate = FIGURE_SUM,
    .title = T_HOME_FIGURE_YEAR_PERSONS,
    .definition = T_HOME_DEFINITION_YEAR_PERSONS,
    .repeats_possible = true,
};
#define LACK(word, lack_unit, upper)                                                                                           \
    static const struct figure_def word = {                                                                                    \
        .name = "record." #word,                                                                                               \
        .rows = &q_home_##word##_rows,                                                                                         \
        .total = &q_home_##word##_total,                                                                                       \
        .unit = (lack_unit),                                                                                                   \
        .period = PERIOD_SCHOOL_YEAR,                                                                                          \
        .aggregate = FIGURE_COUNT,                                                                                             \
        .title = T_HOME_FIGURE_##upper,                                                                                        \
        .definition = T_HOME_DEFINITION_##upper,                                                                               \
    }
LACK(no_number, UNIT_EVENTS, NO_NUMBER);
LACK(no_period, UNIT_EVENTS, NO_PERIOD);
LACK(no_evidence, UNIT_EVENTS, NO_EVIDENCE);

const struct figure_def *const home_figures[HOME_FIGURES] = { &year_persons, &no_number, &no_period, &no_evidence };
