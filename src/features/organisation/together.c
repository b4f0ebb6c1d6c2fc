/* What the centre and an organisation did together, over all years: activities with whom they reached, agreements with what is
   left of their terms, what was published of it. Read from the rows where each fact was entered; nothing is kept here. */
#include "base/clock.h"
#include "base/text/text.h"
#include "features/activity/activity.h"
#include "features/deadline/deadline.h"
#include "features/headcount/headcount.h"
#include "features/organisation/organisation_in.h"
#include "organisation_sql.h"

#include <stddef.h>

enum { LATEST = 12 /* activities named one by one; the sums are of all */, TERM_CAP = 1024 };

struct joint {
    int64_t id, year, publications, part;
    struct str title, precision, when, audience;
    struct day first, last;
    struct maybe_int persons;
};
static const struct db_column joint_columns[] = {
    { "id", DB_INT, offsetof(struct joint, id) },
    { "title", DB_TEXT, offsetof(struct joint, title) },
    { "year", DB_INT, offsetof(struct joint, year) },
    { "first", DB_DAY, offsetof(struct joint, first) },
    { "last", DB_DAY, offsetof(struct joint, last) },
    { "precision", DB_TEXT, offsetof(struct joint, precision) },
    { "as_printed", DB_TEXT, offsetof(struct joint, when) },
    { "audience", DB_TEXT, offsetof(struct joint, audience) },
    { "persons", DB_MAYBE_INT, offsetof(struct joint, persons) },
    { "publications", DB_INT, offsetof(struct joint, publications) },
    { "part", DB_INT, offsetof(struct joint, part) },
};
static const struct db_shape joint_shape = DB_SHAPE(struct joint, joint_columns);

struct agreement {
    int64_t id, continued;
    struct str title, number;
    struct day from, until;
};
static const struct db_column agreement_columns[] = {
    { "id", DB_INT, offsetof(struct agreement, id) },          { "title", DB_TEXT, offsetof(struct agreement, title) },
    { "number", DB_TEXT, offsetof(struct agreement, number) }, { "since", DB_DAY, offsetof(struct agreement, from) },
    { "until", DB_DAY, offsetof(struct agreement, until) },    { "continued", DB_INT, offsetof(struct agreement, continued) },
};
static const struct db_shape agreement_shape = DB_SHAPE(struct agreement, agreement_columns);

static struct str audience_word(struct ctx *ctx, struct str word)
{
    for (size_t i = 0; i < HEADCOUNT_AUDIENCES; i++) {
        if (str_is(word, headcount_audiences[i].word)) {
            return text(ctx, headcount_audiences[i].label);
        }
    }
    return STR_NONE;
}

static struct html_url list_of(struct ctx *ctx, int64_t organisation, int64_t year)
{
    struct html_url to = url_own(ctx->arena, STR("/activity"));
    to = url_add(ctx->arena, to, "partners", str_format(ctx->arena, "%lld", (long long)organisation));
    return url_add(ctx->arena, to, "year", str_format(ctx->arena, "%lld", (long long)year));
}

/* One line a year. A part of a joint activity whose own number is known is not added to it: a whole that has a number is the
   whole. */
static void put_years(struct ctx *ctx, struct html *h, int64_t organisation, const struct joint *all, size_t n)
{
    const struct ui_column columns[] = { { .label = text(ctx, T_ORGANISATION_YEAR), .heads = true },
                                         { .label = text(ctx, T_ORGANISATION_ACTIVITIES), .number = true },
                                         { .label = text(ctx, T_ORGANISATION_PERSONS), .number = true },
                                         { .label = text(ctx, T_ORGANISATION_PUBLICATIONS), .number = true } };
    ui_table_begin(h, text(ctx, T_ORGANISATION_BY_YEAR), columns, COUNT(columns));
    for (size_t i = 0; i < n;) {
        int64_t year = all[i].year, activities = 0, publications = 0;
        struct maybe_int persons = NO_INT;
        for (; i < n && all[i].year == year; i++) {
            activities++;
            publications += all[i].publications;
            if (all[i].persons.known && !all[i].part) {
                persons = SOME_INT(persons.is + all[i].persons.is);
            }
        }
        ui_row_begin(h);
        ui_cell(h, &columns[0], str_format(ctx->arena, "%lld-%lld", (long long)year, (long long)year + 1));
        ui_cell_link(h, &columns[1], list_of(ctx, organisation, year), str_format(ctx->arena, "%lld", (long long)activities));
        ui_cell_count(ctx, h, &columns[2], persons);
        ui_cell_count(ctx, h, &columns[3], SOME_INT(publications));
        ui_row_end(h);
    }
    ui_table_end(h);
}

/* As the papers word it, else as it is known. */
static struct str when_held(struct ctx *ctx, const struct joint *one)
{
    struct period p = { one->first, one->last, PRECISION_NONE };
    if (one->when.len || !precision_read(one->precision, &p.precision) || p.precision == PRECISION_NONE) {
        return one->when.len ? one->when : str_format(ctx->arena, "%lld-%lld", (long long)one->year, (long long)one->year + 1);
    }
    return text_period(ctx->arena, ctx->lang, p);
}

static void put_latest(struct ctx *ctx, struct html *h, const struct joint *all, size_t n)
{
    const struct ui_column columns[] = { { .label = text(ctx, T_ORGANISATION_ACTIVITY), .heads = true },
                                         { .label = text(ctx, T_ORGANISATION_WHEN) },
                                         { .label = text(ctx, T_ORGANISATION_AUDIENCE) },
                                         { .label = text(ctx, T_ORGANISATION_PERSONS), .number = true } };
    ui_table_begin(h, text(ctx, T_ORGANISATION_LATEST), columns, COUNT(columns));
    for (size_t i = 0; i < n && i < LATEST; i++) {
        const struct joint *one = &all[i];
        struct str to = str_format(ctx->arena, "/activity/%lld", (long long)one->id);
        ui_row_begin(h);
        ui_cell_link(h, &columns[0], url_own(ctx->arena, to), one->title);
        ui_cell(h, &columns[1], when_held(ctx, one));
        ui_cell(h, &columns[2], audience_word(ctx, one->audience));
        ui_cell_count(ctx, h, &columns[3], one->persons);
        ui_row_end(h);
    }
    ui_table_end(h);
}

static bool put_joint(struct ctx *ctx, struct html *h, int64_t organisation, struct err *e)
{
    struct joint *all;
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, &q_organisation_joint, DB_ARGS(organisation), &joint_shape, &all, &n, e)) {
        return false;
    }
    if (n > 0) {
        HTMLF(h, "<h2>{}</h2>", text(ctx, T_ORGANISATION_TOGETHER));
        put_years(ctx, h, organisation, all, n);
        put_latest(ctx, h, all, n);
    }
    return true;
}

static void put_term(struct ctx *ctx, struct html *h, const struct agreement *one, struct day today)
{
    int64_t left = (int64_t)one->until.n - today.n;
    if (one->continued) {
        ui_badge(h, UI_DONE, text(ctx, T_ORGANISATION_TERM_CONTINUED));
    } else if (!one->until.known) {
        HTMLF(h, "{}", text(ctx, T_ORGANISATION_TERM_OPEN));
    } else if (left < -DEADLINE_NEAR_DAYS) { /* nobody can do anything about it any more */
        HTMLF(h, "{}", text_with(ctx, T_ORGANISATION_TERM_OVER, TEXT_ARG("n", -left)));
    } else if (left < 0) {
        ui_badge(h, UI_ATTENTION, text_with(ctx, T_ORGANISATION_TERM_OVER, TEXT_ARG("n", -left)));
    } else if (left <= DEADLINE_NEAR_DAYS) {
        ui_badge(h, UI_ATTENTION, text_with(ctx, T_ORGANISATION_TERM_NEAR, TEXT_ARG("n", left)));
    } else {
        ui_badge(h, UI_DONE, text(ctx, T_ORGANISATION_TERM_RUNS));
    }
}

static bool put_agreements(struct ctx *ctx, struct html *h, int64_t organisation, struct err *e)
{
    struct agreement *all;
    struct day today;
    size_t n;
    int minutes;
    if (!db_rows(ctx->db, ctx->arena, &q_organisation_agreements, DB_ARGS(organisation), &agreement_shape, &all, &n, e)) {
        return false;
    }
    if (n == 0) {
        return true;
    }
    if (!clock_local(ctx->now_ms, ctx->site->zone, &today, &minutes)) {
        return err_set(e, ERR_BROKEN, "organisation", STR("the zone of the centre is not known"));
    }
    const struct ui_column columns[] = { { .label = text(ctx, T_ORGANISATION_AGREEMENT), .heads = true },
                                         { .label = text(ctx, T_ORGANISATION_SINCE) },
                                         { .label = text(ctx, T_ORGANISATION_UNTIL) },
                                         { .label = text(ctx, T_ORGANISATION_TERM) } };
    HTMLF(h, "<h2>{}</h2>", text(ctx, T_ORGANISATION_AGREEMENTS));
    ui_table_begin(h, text(ctx, T_ORGANISATION_TERMS), columns, COUNT(columns));
    for (size_t i = 0; i < n; i++) {
        const struct agreement *one = &all[i];
        struct html *term = html_new(ctx->arena, TERM_CAP);
        struct str to = str_format(ctx->arena, "/document/%lld", (long long)one->id);
        put_term(ctx, term, one, today);
        ui_row_begin(h);
        ui_cell_link(h, &columns[0], url_own(ctx->arena, to), one->title);
        ui_cell(h, &columns[1], one->from.known ? text_day_short(ctx->arena, ctx->lang, one->from) : STR_NONE);
        ui_cell(h, &columns[2], one->until.known ? text_day_short(ctx->arena, ctx->lang, one->until) : STR_NONE);
        ui_cell_part(h, &columns[3], html_part(term));
        ui_row_end(h);
    }
    ui_table_end(h);
    return true;
}

bool organisation_together_show(struct ctx *ctx, struct html *h, int64_t organisation, struct err *e)
{
    return put_agreements(ctx, h, organisation, e) && put_joint(ctx, h, organisation, e);
}
