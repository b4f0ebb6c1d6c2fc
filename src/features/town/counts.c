/* What was held and how many came: headcounts within the pupils there are, groups of courses and results of championships that
   add up to them. */
#include "features/town/town_in.h"

enum { NOT_TOLD = 8, NO_EVIDENCE = 6 /* of a hundred */ };
enum { LATE = 6 }; /* one in so many activities of the year at hand whose month is over; the second is the first of them */

struct held *town_held(const struct town *town, int year, int copy, size_t activity)
{
    return town->held + ((size_t)year * (size_t)town->plan->size + (size_t)copy) * town->activities.n_rows + activity;
}

bool town_activity(const struct town *town, struct str code, size_t *ret_row)
{
    for (size_t i = 0; i < town->activities.n_rows; i++) {
        if (str_equal(csv_cell(&town->activities, i, "-key"), code)) {
            *ret_row = i;
            return true;
        }
    }
    return false;
}

/* Counting one activity in one year and copy. */
struct counting {
    struct town *town;
    struct place at;
    size_t row; /* of the template */
    struct held *held;
    int64_t grade_from, grade_to; /* 0: of no grades */
    struct day told_on;
    bool month_over;
    int64_t *over; /* how many of this year and copy have had their month */
};

static struct str cell(const struct counting *c, const char *column)
{
    return csv_cell(&c->town->activities, c->row, column);
}

/* A month is over for the town from its fifteenth day on: what was held in it is told by then. */
static bool is_over(struct counting *c)
{
    int64_t month = town_int(&c->town->activities, c->row, "period", 0);
    int year = town_calendar(c->town, c->at.year) + (month > 0 && month < 9 ? 1 : 0);
    struct day middle = month ? day_of(year, (int)month, 15) : day_of(year, 9, 1);
    struct day today = c->town->plan->today;
    c->told_on = (struct day){ true, middle.n + 12 < today.n ? middle.n + 12 : today.n };
    c->month_over = month && middle.n + 17 < today.n; /* no month has more days after its fifteenth */
    return middle.n <= today.n;
}

static bool add_count(struct counting *c, size_t school, int64_t grade, struct maybe_int value, struct err *e)
{
    struct town *town = c->town;
    int64_t id;
    bool of_school = school < town->n_schools;
    struct row row = row_begin(town, "headcount", c->at.year);
    c->at.school = of_school ? school : 0;
    row_int(&row, "activity", c->held->id);
    row_put(&row, "audience", cell(c, "audience"));
    row_put(&row, "unit", cell(c, "-unit"));
    if (grade > 0 || c->grade_from > 0) {
        row_int(&row, "grade_from", grade > 0 ? grade : c->grade_from);
        row_int(&row, "grade_to", grade > 0 ? grade : c->grade_to);
    }
    if (of_school) {
        row_int(&row, "organisation", town->schools[school]);
        row_put(&row, "reported_by", town_fill(town, &c->at, STR("{coordinator}")));
    } else {
        row_put(&row, "reported_by", town_fill(town, &c->at, STR("{methodologist}")));
    }
    if (value.known) {
        row_int(&row, "value", value.is);
        row_put(&row, "status", STR("reported"));
        row_day(&row, "reported_on", c->told_on);
        if (!seeded_chance(&town->random, NO_EVIDENCE)) {
            row_put(&row, "evidence",
                    town_fill(town, &c->at, town_word(town, of_school ? "evidence_school" : "evidence_centre")));
        }
        c->held->total = SOME_INT((c->held->total.known ? c->held->total.is : 0) + value.is);
    } else {
        row_put(&row, "status", STR("not_reported"));
    }
    return row_add(&row, &id, e);
}

static bool untold(const struct counting *c)
{
    return town_int(&c->town->activities, c->row, "-untold", 0) == c->at.year + 1;
}

/* A row a school by the pupils it has in these grades; one in some does not tell its number. */
static bool by_schools(struct counting *c, int64_t total, struct err *e)
{
    struct town *town = c->town;
    int64_t weights[TOWN_SCHOOLS], parts[TOWN_SCHOOLS];
    size_t first = (size_t)c->at.copy * TOWN_SCHOOLS;
    for (size_t s = 0; s < TOWN_SCHOOLS; s++) {
        weights[s] =
            town_pupils_of(town, c->at.year, first + s, c->grade_from, c->grade_to) * seeded_range(&town->random, 70, 130);
    }
    town_spread(total, weights, TOWN_SCHOOLS, parts);
    for (size_t s = 0; s < TOWN_SCHOOLS; s++) {
        int64_t most = town_pupils_of(town, c->at.year, first + s, c->grade_from, c->grade_to);
        bool told = !seeded_chance(&town->random, c->at.year == LAST_YEAR ? NOT_TOLD : 1) && !untold(c);
        if (!add_count(c, first + s, 0, told ? SOME_INT(parts[s] < most ? parts[s] : most) : NO_INT, e)) {
            return false;
        }
    }
    return true;
}

static bool by_grades(struct counting *c, int64_t total, struct err *e)
{
    int64_t weights[GRADES] = { 0 }, parts[GRADES];
    size_t first = (size_t)c->at.copy * TOWN_SCHOOLS, n = (size_t)(c->grade_to - c->grade_from + 1);
    for (size_t g = 0; g < n; g++) {
        for (size_t s = first; s < first + TOWN_SCHOOLS; s++) {
            weights[g] += town_pupils(c->town, c->at.year, s)[c->grade_from - 1 + (int64_t)g];
        }
    }
    town_spread(total, weights, n, parts);
    for (size_t g = 0; g < n; g++) {
        if (!add_count(c, SIZE_MAX, c->grade_from + (int64_t)g, untold(c) ? NO_INT : SOME_INT(parts[g]), e)) {
            return false;
        }
    }
    return true;
}

/* What goes on every month of the ten is counted month by month. */
static bool by_months(struct counting *c, int64_t total, struct err *e)
{
    static const int months[] = { 9, 10, 11, 12, 1, 2, 3, 4, 5, 6 };
    static const int64_t even[COUNT(months)] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 };
    int64_t parts[COUNT(months)], id;
    struct town *town = c->town;
    town_spread(total, even, COUNT(months), parts);
    for (size_t i = 0; i < COUNT(months); i++) {
        int year = town_calendar(town, c->at.year) + (months[i] < 9 ? 1 : 0);
        if (day_of(year, months[i], 1).n > town->plan->today.n) {
            return true;
        }
        struct row row = row_begin(town, "headcount", c->at.year);
        row_int(&row, "activity", c->held->id);
        row_put(&row, "audience", cell(c, "audience"));
        row_put(&row, "unit", cell(c, "-unit"));
        row_put(&row, "period", str_format(town->own.arena, "%d-%02d", year, months[i]));
        row_int(&row, "value", parts[i]);
        row_put(&row, "status", STR("reported"));
        row_put(&row, "reported_by", town_fill(town, &c->at, STR("{assistant}")));
        row_put(&row, "evidence", town_word(town, "evidence_site"));
        c->held->total = SOME_INT((c->held->total.known ? c->held->total.is : 0) + parts[i]);
        if (!row_add(&row, &id, e)) {
            return false;
        }
    }
    return true;
}

static bool not_held(struct counting *c, struct err *e)
{
    int64_t id;
    struct row row = row_begin(c->town, "headcount", c->at.year);
    row_int(&row, "activity", c->held->id);
    row_put(&row, "audience", cell(c, "audience"));
    row_put(&row, "unit", cell(c, "-unit"));
    row_put(&row, "status", STR("not_held"));
    return row_add(&row, &id, e);
}

static bool count_activity(struct counting *c, struct err *e)
{
    struct str spread = cell(c, "-spread");
    int64_t base = town_int(&c->town->activities, c->row, "-base", 0);
    int64_t total =
        town_grown(c->town, base, town_int(&c->town->activities, c->row, "-growth", 0), c->at.year, base < 40 ? 0 : 5);
    c->grade_from = town_int(&c->town->activities, c->row, "grade_from", 0);
    c->grade_to = town_int(&c->town->activities, c->row, "grade_to", 0);
    bool begun = is_over(c), late = begun && c->at.year == LAST_YEAR && c->month_over && ++*c->over % LATE == 2;
    c->held->held = begun && !late;
    if (str_is(spread, "never")) {
        c->held->held = false;
        return not_held(c, e);
    }
    if (!c->held->held || str_is(spread, "none")) {
        return true;
    }
    return str_is(spread, "school")  ? by_schools(c, total, e)
           : str_is(spread, "grade") ? by_grades(c, total, e)
           : str_is(spread, "month") ? by_months(c, total, e)
                                     : add_count(c, SIZE_MAX, 0, untold(c) ? NO_INT : SOME_INT(total), e);
}

bool town_headcounts(struct town *town, struct err *e)
{
    for (int year = 0; year < TOWN_YEARS; year++) {
        for (int copy = 0; copy < town->plan->size; copy++) {
            int64_t over = 0;
            town_shuffle(town, "headcount", year, copy);
            for (size_t row = 0; row < town->activities.n_rows; row++) {
                struct counting c = { .town = town, .at = { .year = year, .copy = copy }, .row = row, .over = &over };
                c.held = town_held(town, year, copy, row);
                if (c.held->id && !count_activity(&c, e)) {
                    return false;
                }
            }
        }
    }
    return true;
}

/* Every activity of these kinds, in every year and copy, that has a number. */
typedef bool make_parts(struct counting *c, int64_t total, struct err *e);

static bool each_counted(struct town *town, const char *table, const char *const kinds[2], make_parts *make, struct err *e)
{
    for (int year = 0; year < TOWN_YEARS; year++) {
        for (int copy = 0; copy < town->plan->size; copy++) {
            town_shuffle(town, table, year, copy);
            for (size_t row = 0; row < town->activities.n_rows; row++) {
                struct counting c = { .town = town, .at = { .year = year, .copy = copy }, .row = row };
                c.held = town_held(town, year, copy, row);
                bool mine = str_is(cell(&c, "kind"), kinds[0]) || str_is(cell(&c, "kind"), kinds[1]);
                if (mine && c.held->total.known && !make(&c, c.held->total.is, e)) {
                    return false;
                }
            }
        }
    }
    return true;
}

/* Groups of one course: the children of its headcount, each with one end. */
static bool add_groups(struct counting *c, int64_t total, struct err *e)
{
    enum { GROUP = 18 };
    struct town *town = c->town;
    int64_t groups = (total + GROUP - 1) / GROUP, done = 0, id;
    struct day begins = town_day(town, c->at.year, STR("09-15")), ends = town_day(town, c->at.year, STR("05-22"));
    bool over = ends.n < town->plan->today.n;
    for (c->at.n = 1; c->at.n <= groups; c->at.n++) {
        struct row row = row_begin(town, "course_group", c->at.year);
        int64_t until = total * c->at.n / groups, enrolled = until - done;
        int64_t left = begins.n < town->plan->today.n && enrolled > 4 ? seeded_range(&town->random, 0, 2) : 0;
        done = until;
        struct str title = town_fill(town, &c->at, cell(c, "title")), group = town_fill(town, &c->at, town_word(town, "group"));
        row_put(&row, "title", str_format(town->own.arena, "%.*s: %.*s", (int)title.len, title.at, (int)group.len, group.at));
        row_int(&row, "activity", c->held->id);
        row_int(&row, "hours", str_is(cell(c, "kind"), "programme") ? 72 : 144);
        row_day(&row, "begins", begins);
        row_day(&row, "ends", ends);
        row_int(&row, "enrolled", enrolled);
        row_int(&row, "certified", over ? enrolled - left : 0);
        row_int(&row, "left_course", left);
        row_int(&row, "learning", over ? 0 : enrolled - left);
        row_put(&row, "leaving", left ? town_word(town, "leaving") : STR_NONE);
        if (!row_add(&row, &id, e)) {
            return false;
        }
    }
    return true;
}

bool town_courses(struct town *town, struct err *e)
{
    return each_counted(town, "course_group", (const char *const[]){ "programme", "vocational_course" }, add_groups, e);
}

static bool add_result(struct counting *c, int64_t competency, const char *place, int64_t participants, struct err *e)
{
    int64_t id;
    struct town *town = c->town;
    struct row row = row_begin(town, "championship_result", c->at.year);
    size_t school = (size_t)c->at.copy * TOWN_SCHOOLS + (size_t)seeded_range(&town->random, 0, TOWN_SCHOOLS - 1);
    bool alone = str_is(STR("participant"), place);
    row_int(&row, "competency", competency);
    row_int(&row, "activity", c->held->id);
    if (!alone) {
        row_int(&row, "organisation", town->schools[school]);
        row_put(&row, "points", town_fill(town, &c->at, STR("{55..96}")));
    }
    row_int(&row, "participants", participants);
    row_put(&row, "place", str_c(place));
    return row_add(&row, &id, e);
}

/* Three places in every competency, one child each; the others of it in one row. */
static bool add_results(struct counting *c, int64_t total, struct err *e)
{
    static const char *const places[] = { "first", "second", "third" };
    struct csv competencies;
    int64_t weights[32], parts[32], id;
    if (!town_csv(c->town, "competency.csv", &competencies, e)) {
        return false;
    }
    BUG_IF(competencies.n_rows > COUNT(weights));
    for (size_t i = 0; i < competencies.n_rows; i++) {
        weights[i] = seeded_range(&c->town->random, 70, 130);
    }
    town_spread(total, weights, competencies.n_rows, parts);
    for (size_t i = 0; i < competencies.n_rows; i++) {
        int64_t rest = parts[i];
        BUG_IF(!town_recall(c->town, "competency", &c->at, csv_cell(&competencies, i, "-key"), &id));
        for (size_t p = 0; p < COUNT(places) && rest > 0; p++, rest--) {
            if (!add_result(c, id, places[p], 1, e)) {
                return false;
            }
        }
        if (rest > 0 && !add_result(c, id, "participant", rest, e)) {
            return false;
        }
    }
    return true;
}

bool town_championships(struct town *town, struct err *e)
{
    return each_counted(town, "championship_result", (const char *const[]){ "championship", "championship" }, add_results, e);
}
