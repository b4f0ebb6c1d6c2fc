/* Units of account: the word in the database, the words beside a number, the short form in tables. Units are never added
   together (product rule 1), so each one stands alone here; the order is that of enum unit. */
#include "report/figure.h"

#include "base/str.h"

static const struct {
    const char *word;
    enum text_id with, brief;
} units[UNIT_COUNT] = {
    [UNIT_PERSONS] = { "persons", T_REPORT_UNIT_PERSONS, T_REPORT_UNIT_PERSONS_SHORT },
    [UNIT_PARTICIPATIONS] = { "participations", T_REPORT_UNIT_PARTICIPATIONS, T_REPORT_UNIT_PARTICIPATIONS_SHORT },
    [UNIT_REGISTERED] = { "registered", T_REPORT_UNIT_REGISTERED, T_REPORT_UNIT_REGISTERED_SHORT },
    [UNIT_CONSULTATIONS] = { "consultations", T_REPORT_UNIT_CONSULTATIONS, T_REPORT_UNIT_CONSULTATIONS_SHORT },
    [UNIT_WORKS] = { "works", T_REPORT_UNIT_WORKS, T_REPORT_UNIT_WORKS_SHORT },
    [UNIT_EVENTS] = { "events", T_REPORT_UNIT_EVENTS, T_REPORT_UNIT_EVENTS_SHORT },
    [UNIT_TEAMS] = { "teams", T_REPORT_UNIT_TEAMS, T_REPORT_UNIT_TEAMS_SHORT },
    [UNIT_HOURS] = { "hours", T_REPORT_UNIT_HOURS, T_REPORT_UNIT_HOURS_SHORT },
    [UNIT_PERSON_HOURS] = { "person-hours", T_REPORT_UNIT_PERSON_HOURS, T_REPORT_UNIT_PERSON_HOURS_SHORT },
    [UNIT_VIEWS] = { "views", T_REPORT_UNIT_VIEWS, T_REPORT_UNIT_VIEWS_SHORT },
    [UNIT_PUBLICATIONS] = { "publications", T_REPORT_UNIT_PUBLICATIONS, T_REPORT_UNIT_PUBLICATIONS_SHORT },
    [UNIT_ORGANISATIONS] = { "organisations", T_REPORT_UNIT_ORGANISATIONS, T_REPORT_UNIT_ORGANISATIONS_SHORT },
    [UNIT_AGREEMENTS] = { "agreements", T_REPORT_UNIT_AGREEMENTS, T_REPORT_UNIT_AGREEMENTS_SHORT },
    [UNIT_AWARDS] = { "awards", T_REPORT_UNIT_AWARDS, T_REPORT_UNIT_AWARDS_SHORT },
    [UNIT_LAYOUTS] = { "layouts", T_REPORT_UNIT_LAYOUTS, T_REPORT_UNIT_LAYOUTS_SHORT },
    [UNIT_REQUESTS] = { "requests", T_REPORT_UNIT_REQUESTS, T_REPORT_UNIT_REQUESTS_SHORT },
    [UNIT_PRODUCTS] = { "products", T_REPORT_UNIT_PRODUCTS, T_REPORT_UNIT_PRODUCTS_SHORT },
};

const char *unit_word(enum unit u)
{
    BUG_IF(u < 0 || u >= UNIT_COUNT);
    return units[u].word;
}

bool unit_read(struct str s, enum unit *ret_unit)
{
    for (int i = 0; i < UNIT_COUNT; i++) {
        if (str_is(s, units[i].word)) {
            *ret_unit = (enum unit)i;
            return true;
        }
    }
    return false;
}

struct str unit_with(struct arena *a, enum lang lang, enum unit u, int64_t n)
{
    BUG_IF(u < 0 || u >= UNIT_COUNT);
    const struct text_arg args[] = { TEXT_ARG("n", n) };
    return text_fill(a, lang, units[u].with, args, COUNT(args));
}

struct str unit_short(enum lang lang, enum unit u)
{
    BUG_IF(u < 0 || u >= UNIT_COUNT);
    return text_in(lang, units[u].brief);
}
