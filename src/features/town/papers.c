/* What is written about the year: the plan against what was held, and the claims of its analysis, most of them true. */
#include "base/num.h"
#include "features/town/town_in.h"
#include "report/figure.h"

/* The point of the plan that an activity is. */
static bool add_point(struct town *town, const struct place *at, size_t activity, struct err *e)
{
    const struct held *held = town_held(town, at->year, at->copy, activity);
    const struct csv *csv = &town->activities;
    struct row row = row_begin(town, "plan_item", at->year);
    struct str direction = csv_cell(csv, activity, "direction"), month = csv_cell(csv, activity, "period");
    bool outside = str_is(csv_cell(csv, activity, "planned"), "no"),
         consults = str_is(direction, "diagnostics") || str_is(direction, "counselling");
    bool year_round = month.len != 2;
    int64_t base = town_int(csv, activity, "-base", 0), id;
    row_put(&row, "year", town_label(town, at->year));
    row_put(&row, "title", town_fill(town, at, csv_cell(csv, activity, "title")));
    row_put(&row, "section", direction);
    int64_t of_year = town_int(csv, activity, "period", 9);
    row_put(&row, "term",
            year_round ? town_label(town, at->year)
                       : str_format(town->own.arena, "%d-%.*s", town_calendar(town, at->year) + (of_year < 9 ? 1 : 0),
                                    (int)month.len, month.at));
    row_put(&row, "responsible", town_fill(town, at, consults ? STR("{psychologist}") : STR("{methodologist}")));
    if (base >= 20) {
        row_int(&row, "planned_reach", base / 10 * 10);
    }
    bool done = held->held && (!year_round || at->year < LAST_YEAR);
    if (str_is(csv_cell(csv, activity, "-spread"), "never")) {
        row_put(&row, "status", STR("cancelled"));
        row_put(&row, "reason", town_word(town, "reason_never"));
    } else {
        row_put(&row, "status", done && outside ? STR("outside") : done ? STR("done") : STR("planned"));
    }
    row_int(&row, "activities", held->id);
    return (outside && !done) || row_add(&row, &id, e); /* nobody knows before that there will be something outside the plan */
}

bool town_plans(struct town *town, struct err *e)
{
    for (int year = 0; year < TOWN_YEARS; year++) {
        for (int copy = 0; copy < town->plan->size; copy++) {
            for (size_t i = 0; i < town->activities.n_rows; i++) {
                struct place at = { .year = year, .copy = copy };
                if (town_held(town, year, copy, i)->id && !add_point(town, &at, i, e)) {
                    return false;
                }
            }
        }
    }
    return true;
}

struct claiming {
    struct town *town;
    const struct csv *csv;
    size_t row;
    int year;
};

/* The sum of «a + b + c» as the record has it; not known when one of them is not. */
static bool sum_of(struct claiming *c, struct str figures, int year, struct maybe_int *ret_sum, struct err *e)
{
    struct str name;
    struct figure figure;
    struct maybe_int sum = SOME_INT(0);
    while (figures.len > 0 && str_next(&figures, '+', &name)) {
        if (!figure_number(&c->town->own, str_trim(name), town_calendar(c->town, year), &figure, e)) {
            return false;
        }
        sum = sum.known && figure.status == FIGURE_KNOWN ? SOME_INT(sum.is + figure.value) : NO_INT;
    }
    *ret_sum = sum;
    return true;
}

static struct str percent(struct claiming *c, struct decimal of, int64_t fault)
{
    struct arena *a = c->town->own.arena;
    of.units += fault;
    struct str number = num_decimal(a, of, true);
    return str_format(a, "%s%.*s %%", of.units > 0 && str_is(csv_cell(c->csv, c->row, "kind"), "change") ? "+" : "",
                      (int)number.len, number.at);
}

/* What the analysis prints; empty when nothing can be said (product rules 4 and 6). `fault` is in tenths of a per cent or in
 * ones. */
static bool printed_of(struct claiming *c, int64_t fault, struct str *ret_printed, struct err *e)
{
    enum { LEAST_BASE = 20 };
    struct maybe_int now, other = NO_INT;
    struct str kind = csv_cell(c->csv, c->row, "kind"), figures = csv_cell(c->csv, c->row, "figures");
    *ret_printed = csv_cell(c->csv, c->row, "printed");
    if (ret_printed->len > 0) {
        return true;
    }
    if (!sum_of(c, figures, c->year, &now, e) ||
        (str_is(kind, "share") && !sum_of(c, csv_cell(c->csv, c->row, "base"), c->year, &other, e)) ||
        (str_is(kind, "change") && c->year > 0 && !sum_of(c, figures, c->year - 1, &other, e))) {
        return false;
    }
    if (!now.known) {
        return true;
    }
    if (str_is(kind, "share") || str_is(kind, "change")) {
        if (other.known && other.is >= LEAST_BASE) {
            *ret_printed = percent(
                c, str_is(kind, "share") ? decimal_percent(now.is, other.is, 1) : decimal_change(now.is, other.is, 1), fault);
        }
        return true;
    }
    *ret_printed = num_count(c->town->own.arena, now.is + fault, true);
    return true;
}

static bool add_claim(struct claiming *c, struct err *e)
{
    static const char *const copied[] = { "number", "section", "place", "quote", "kind", "figures", "base" };
    struct str printed, wrong = csv_cell(c->csv, c->row, "-fault"), compared = csv_cell(c->csv, c->row, "compared");
    int64_t fault = 0, id;
    bool planted = town_int(c->csv, c->row, "-fault_year", 0) == c->year + 1;
    struct row row = row_begin(c->town, "claim", c->year);
    struct town_made *made = c->town->made;
    if (planted && !num_read_int(wrong, &fault)) {
        compared = wrong; /* of units it is the other word */
    }
    if (!printed_of(c, fault, &printed, e)) {
        return false;
    }
    if (printed.len == 0) {
        return true;
    }
    row_put(&row, "year", town_label(c->town, c->year));
    for (size_t i = 0; i < COUNT(copied); i++) {
        row_put(&row, copied[i], csv_cell(c->csv, c->row, copied[i]));
    }
    row_put(&row, "compared", compared);
    row_put(&row, "printed", printed);
    if (planted) {
        made->planted[c->year][made->n_planted[c->year]++] = csv_cell(c->csv, c->row, "number");
    }
    return row_add(&row, &id, e);
}

bool town_claims(struct town *town, struct err *e)
{
    struct csv csv;
    if (!town_csv(town, "claim.csv", &csv, e)) {
        return false;
    }
    for (int year = 0; year < TOWN_YEARS; year++) {
        town->made->planted[year] = NEW_ARRAY(town->ctx->arena, struct str, csv.n_rows);
        for (size_t row = 0; row < csv.n_rows; row++) {
            struct claiming c = { .town = town, .csv = &csv, .row = row, .year = year };
            if (!add_claim(&c, e)) {
                return false;
            }
        }
    }
    return true;
}
