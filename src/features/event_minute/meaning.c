/* What the typed text means: the day and the school year it belongs to, schools, numbers, grades. All that is wrong is found at
   once and said at its place. */
#include "base/num.h"
#include "event_minute_sql.h"
#include "features/event_minute/event_in.h"

#include <stddef.h>

struct reading {
    const struct event_typed *typed;
    struct event_faults *faults;
    struct event_meant *meant;
};

struct event_faults event_no_faults(void)
{
    const struct str none = STR_NONE;
    struct event_faults faults = { none, none, none, none, none, none, none, none, none, none, none, .twin_id = 0 };
    for (size_t i = 0; i < EVENT_LINES; i++) {
        faults.lines[i].school = faults.lines[i].number = faults.lines[i].grades = none;
    }
    return faults;
}

struct event_typed event_nothing(void)
{
    const struct str none = STR_NONE;
    struct event_typed typed = { none, none, none, none, none, none, none, none, none, none, none, .n_lines = 0 };
    for (size_t i = 0; i < EVENT_LINES; i++) {
        typed.lines[i] = (struct event_line){ none, none, none };
    }
    return typed;
}

void event_say(struct event_faults *faults, struct str *at, struct str message)
{
    *at = at->len ? *at : message;
    faults->any = true;
}

static bool read_year(struct ctx *ctx, struct reading *s, struct err *e)
{
    struct db_table years;
    s->meant->year = event_school_year(s->meant->day);
    if (!db_table(ctx->db, ctx->arena, &q_event_year, DB_ARGS((int64_t)s->meant->year), &years, e)) {
        return false;
    }
    if (years.n_rows == 0) {
        struct str year = str_format(ctx->arena, "%d-%d", s->meant->year, s->meant->year + 1);
        event_say(s->faults, &s->faults->day, text_with(ctx, T_EVENT_SAY_NO_YEAR, TEXT_ARG("year", year)));
    }
    return true;
}

static bool read_days(struct ctx *ctx, struct reading *s, struct err *e)
{
    const struct event_typed *t = s->typed;
    struct day today;
    if (!event_today(ctx, &today, e)) {
        return false;
    }
    if (t->day.len == 0) {
        event_say(s->faults, &s->faults->day, text(ctx, T_EVENT_SAY_DAY_MISSING));
        return true;
    }
    if (!event_read_day(t->day, today, event_year(ctx, today), &s->meant->day)) {
        event_say(s->faults, &s->faults->day, text_with(ctx, T_EVENT_SAY_DAY, TEXT_ARG("typed", t->day)));
        return true;
    }
    s->meant->until = s->meant->day;
    if (t->until.len && !event_read_day(t->until, today, event_year(ctx, today), &s->meant->until)) {
        event_say(s->faults, &s->faults->until, text_with(ctx, T_EVENT_SAY_DAY, TEXT_ARG("typed", t->until)));
    } else if (s->meant->until.n < s->meant->day.n) {
        event_say(s->faults, &s->faults->until, text(ctx, T_EVENT_SAY_UNTIL));
    }
    return read_year(ctx, s, e);
}

static void read_grades(struct ctx *ctx, struct reading *s, struct str typed, struct event_grades *ret_grades, struct str *at)
{
    enum event_grades_fault fault = event_read_grades(typed, ret_grades);
    if (fault != EVENT_GRADES_FINE) {
        event_say(
            s->faults, at,
            text_with(ctx, fault == EVENT_GRADES_GAP ? T_EVENT_SAY_GRADES_GAP : T_EVENT_SAY_GRADES, TEXT_ARG("typed", typed)));
    }
}

static struct str school_fault(struct ctx *ctx, struct str typed, const struct event_school *const *like, size_t n)
{
    struct str names = STR_NONE;
    for (size_t i = 0; i < n; i++) {
        struct str name = event_school_shown(like[i]);
        names = i ? str_format(ctx->arena, "%.*s, %.*s", (int)names.len, names.at, (int)name.len, name.at) : name;
    }
    return n ? text_with(ctx, T_EVENT_SAY_WHICH_SCHOOL, TEXT_ARG("typed", typed), TEXT_ARG("names", names))
             : text_with(ctx, T_EVENT_SAY_NO_SCHOOL, TEXT_ARG("typed", typed));
}

static void read_line(struct ctx *ctx, struct reading *s, size_t i, const struct event_school *schools, size_t n)
{
    const struct event_line *line = &s->typed->lines[i];
    const struct event_school *like[EVENT_LIKE], *found = NULL;
    size_t n_like = 0;
    s->meant->lines[i].used = line->school.len || line->number.len || line->grades.len;
    if (!s->meant->lines[i].used) {
        return;
    }
    if (line->school.len) {
        found = event_find_school(ctx, schools, n, line->school, like, &n_like);
        if (!found) {
            event_say(s->faults, &s->faults->lines[i].school, school_fault(ctx, line->school, like, n_like));
        }
    }
    s->meant->lines[i].school = found ? found->id : 0;
    int64_t number;
    if (line->number.len == 0 && !s->typed->silent) {
        event_say(s->faults, &s->faults->lines[i].number, text(ctx, T_EVENT_SAY_HOW_MANY));
    } else if (line->number.len && (!num_read_int(line->number, &number) || number < 0)) {
        event_say(s->faults, &s->faults->lines[i].number, text_with(ctx, T_EVENT_SAY_NUMBER, TEXT_ARG("typed", line->number)));
    }
    read_grades(ctx, s, line->grades, &s->meant->lines[i].grades, &s->faults->lines[i].grades);
}

static bool read_lines(struct ctx *ctx, struct reading *s, struct err *e)
{
    struct event_school *schools = NULL;
    size_t n = 0, used = 0;
    if (!event_schools(ctx, &schools, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < s->typed->n_lines; i++) {
        read_line(ctx, s, i, schools, n);
        used += s->meant->lines[i].used;
    }
    if (used == 0 && s->typed->silent) {
        s->meant->lines[0].used = true; /* held, nobody told how many: a row that says so */
    } else if (used == 0) {
        event_say(s->faults, &s->faults->lines[0].number, text(ctx, T_EVENT_SAY_HOW_MANY));
    }
    return true;
}

bool event_read_meaning(struct ctx *ctx, const struct event_typed *t, struct event_meant *ret_meant,
                        struct event_faults *faults, struct err *e)
{
    struct reading reading = { t, faults, ret_meant }, *s = &reading;
    *ret_meant = (struct event_meant){ .year = ctx->year };
    if (t->title.len == 0) {
        event_say(s->faults, &s->faults->title, text(ctx, T_EVENT_SAY_TITLE));
    }
    if (t->kind.len == 0) {
        event_say(s->faults, &s->faults->kind, text(ctx, T_EVENT_SAY_KIND));
    }
    read_grades(ctx, s, t->grades, &s->meant->grades, &s->faults->grades);
    return read_days(ctx, s, e) && read_lines(ctx, s, e);
}
