/* The schools of the town and their pupils by class. Everything that counts pupils stays within these numbers. */
#include "features/town/town_in.h"

enum { CLASS_MOST = 27, LETTER = 2 /* bytes of a Russian letter */ };

void town_spread(int64_t total, const int64_t *weights, size_t n, int64_t *ret_parts)
{
    int64_t all = 0, before = 0;
    for (size_t i = 0; i < n; i++) {
        all += weights[i];
    }
    for (size_t i = 0; i < n; i++) {
        int64_t until = before + weights[i];
        ret_parts[i] = all ? total * until / all - total * before / all : 0;
        before = until;
    }
}

int64_t town_grown(struct town *town, int64_t base, int64_t percent, int year, int noise)
{
    int64_t value = base * 1000;
    for (int y = 0; y < year; y++) {
        value = value * (100 + percent) / 100;
    }
    value = value * (100 + seeded_range(&town->random, -noise, noise)) / 100 / 1000;
    return value < 1 ? 1 : value;
}

int64_t *town_pupils(const struct town *town, int year, size_t school)
{
    return town->pupils + ((size_t)year * town->n_schools + school) * GRADES;
}

int64_t town_pupils_of(const struct town *town, int year, size_t school, int64_t grade_from, int64_t grade_to)
{
    int64_t sum = 0;
    for (int64_t grade = grade_from; grade <= grade_to; grade++) {
        sum += town_pupils(town, year, school)[grade - 1];
    }
    return sum;
}

/* Schools of different size; the town grows a little every year. Some leave school after the ninth grade. */
static void make_pupils(struct town *town)
{
    static const int64_t share[GRADES] = { 104, 103, 102, 101, 99, 98, 96, 95, 94, 56, 52 };
    static const int64_t of_thousand[TOWN_YEARS] = { 962, 980, 1000, 1013 };
    int64_t *weights = NEW_ARRAY(town->ctx->arena, int64_t, town->n_schools);
    int64_t *parts = NEW_ARRAY(town->ctx->arena, int64_t, town->n_schools);
    town_shuffle(town, "pupils", 0, 0);
    for (size_t s = 0; s < town->n_schools; s++) {
        weights[s] = seeded_range(&town->random, 60, 140);
    }
    for (int year = 0; year < TOWN_YEARS; year++) {
        town->made->pupils[year] = (int64_t)TOWN_PUPILS * town->plan->size * of_thousand[year] / 1000;
        town_spread(town->made->pupils[year], weights, town->n_schools, parts);
        for (size_t s = 0; s < town->n_schools; s++) {
            town_spread(parts[s], share, GRADES, town_pupils(town, year, s));
        }
    }
}

bool town_schools(struct town *town, struct err *e)
{
    town->n_schools = (size_t)town->plan->size * TOWN_SCHOOLS;
    town->schools = NEW_ARRAY(town->ctx->arena, int64_t, town->n_schools);
    town->pupils = NEW_ARRAY(town->ctx->arena, int64_t, (size_t)TOWN_YEARS * town->n_schools * GRADES);
    for (size_t s = 0; s < town->n_schools; s++) {
        struct place at = { .school = s };
        struct row row = row_begin(town, "organisation", -1);
        struct str name = town_word(town, s % 6 == 3 ? "gymnasium" : "school");
        row_put(&row, "code", town_fill(town, &at, STR("school{school}")));
        row_put(&row, "kind", STR("school"));
        row_put(&row, "name", town_fill(town, &at, name));
        row_put(&row, "short_name", town_fill(town, &at, name));
        row_put(&row, "town", town_word(town, "town"));
        if (!row_add(&row, &town->schools[s], e)) {
            return false;
        }
    }
    make_pupils(town);
    return true;
}

static bool add_class(struct town *town, const struct place *at, int64_t grade, size_t letter, int64_t pupils, struct err *e)
{
    int64_t id;
    struct row row = row_begin(town, "contingent", at->year);
    row_int(&row, "organisation", town->schools[at->school]);
    row_day(&row, "on_date", day_of(town_calendar(town, at->year), 9, 1));
    row_int(&row, "grade", grade);
    row_put(&row, "letter", str_part(town_word(town, "letters"), letter * LETTER, LETTER));
    row_int(&row, "pupils", pupils);
    row_int(&row, "disabled", seeded_chance(&town->random, 45) ? seeded_range(&town->random, 1, 2) : 0);
    row_put(&row, "source", town_fill(town, at, town_word(town, "contingent_source")));
    return row_add(&row, &id, e);
}

static bool add_grade(struct town *town, const struct place *at, int64_t grade, struct err *e)
{
    int64_t pupils = town_pupils(town, at->year, at->school)[grade - 1], done = 0;
    int64_t classes = (pupils + CLASS_MOST - 1) / CLASS_MOST;
    for (int64_t k = 0; k < classes; k++) {
        int64_t until = pupils * (k + 1) / classes;
        if (!add_class(town, at, grade, (size_t)k, until - done, e)) {
            return false;
        }
        done = until;
    }
    return true;
}

bool town_contingent(struct town *town, struct err *e)
{
    for (int year = 0; year < TOWN_YEARS; year++) {
        town_shuffle(town, "contingent", year, 0);
        for (size_t school = 0; school < town->n_schools; school++) {
            struct place at = { .year = year, .school = school, .with_school = true };
            for (int64_t grade = 1; grade <= GRADES; grade++) {
                if (!add_grade(town, &at, grade, e)) {
                    return false;
                }
            }
        }
    }
    return true;
}

static bool add_category(struct town *town, int year, int64_t cohort, const char *const words[2], int64_t value, struct err *e)
{
    int64_t id;
    struct row row = row_begin(town, "graduate_category", year);
    struct str key = str_format(town->own.arena, "graduates_%s", words[0]);
    row_int(&row, "cohort", cohort);
    row_put(&row, "destination", str_c(words[0]));
    row_put(&row, "title", town_word(town, str_cstr(town->own.arena, key)));
    row_put(&row, "role", str_c(words[1]));
    row_int(&row, "value", value);
    return row_add(&row, &id, e);
}

enum { DESTINATIONS = 6 };
static const char *const destinations[DESTINATIONS][2] = { { "higher", "part" },    { "vocational", "part" },
                                                           { "employed", "part" },  { "army", "part" },
                                                           { "undecided", "part" }, { "unknown", "part" } };

/* The fields of those who went on to study, most of them in a few. */
static bool add_fields(struct town *town, int year, int64_t students, struct err *e)
{
    struct csv fields;
    int64_t weights[16], parts[16], id;
    struct place at = { .year = year };
    if (!town_csv(town, "field_of_study.csv", &fields, e)) {
        return false;
    }
    BUG_IF(fields.n_rows > COUNT(weights));
    for (size_t i = 0; i < fields.n_rows; i++) {
        weights[i] = town_int(&fields, i, "-weight", 1) * seeded_range(&town->random, 80, 120);
    }
    town_spread(students, weights, fields.n_rows, parts);
    for (size_t i = 0; i < fields.n_rows; i++) {
        struct row row = row_begin(town, "graduate_field", year);
        BUG_IF(!town_recall(town, "field_of_study", &at, csv_cell(&fields, i, "-key"), &id));
        row_put(&row, "year", town_label(town, year));
        row_int(&row, "field", id);
        row_int(&row, "persons", parts[i]);
        row_int(&row, "cohort_year", town_calendar(town, year));
        row_put(&row, "cohort_certain", STR("yes"));
        if (!row_add(&row, &id, e)) {
            return false;
        }
    }
    return true;
}

static bool close_cohort(struct town *town, int64_t cohort, struct err *e)
{
    bool done = record_step(&town->own, register_find(town->ctx, STR("graduate_cohort")), cohort, STR("closed"), e);
    if (!done) {
        e->what = str_copy(town->ctx->arena, e->what);
    }
    arena_reset(town->own.arena);
    return done;
}

/* The cohort that left school before the year began: its eleventh grade of the year before. */
static bool add_cohort(struct town *town, int year, struct err *e)
{
    int64_t weights[DESTINATIONS] = { 460, 300, 60, 50, 30, 100 }, parts[DESTINATIONS], total = 0, cohort;
    struct row row = row_begin(town, "graduate_cohort", year);
    row_int(&row, "year", town_calendar(town, year));
    for (size_t s = 0; s < town->n_schools; s++) {
        total += town_pupils_of(town, year ? year - 1 : 0, s, GRADES, GRADES);
    }
    for (size_t i = 0; i < DESTINATIONS; i++) {
        weights[i] += seeded_range(&town->random, -8, 8);
    }
    weights[DESTINATIONS - 1] += year == LAST_YEAR ? 120 : 0; /* the schools are still asking */
    town_spread(total, weights, DESTINATIONS, parts);
    if (!row_add(&row, &cohort, e) || !add_category(town, year, cohort, (const char *const[]){ "total", "total" }, total, e)) {
        return false;
    }
    for (size_t i = 0; i < DESTINATIONS; i++) {
        if (!add_category(town, year, cohort, destinations[i], parts[i], e)) {
            return false;
        }
    }
    int64_t stayed = (parts[0] + parts[1]) * seeded_range(&town->random, 48, 60) / 100;
    return add_category(town, year, cohort, (const char *const[]){ "stayed", "subset" }, stayed, e) &&
           add_fields(town, year, parts[0] + parts[1], e) && (year == LAST_YEAR || close_cohort(town, cohort, e));
}

bool town_graduates(struct town *town, struct err *e)
{
    for (int year = 0; year < TOWN_YEARS; year++) {
        town_shuffle(town, "graduates", year, 0);
        if (!add_cohort(town, year, e)) {
            return false;
        }
    }
    return true;
}
