/* Comparison of a figure with an earlier period, and its words. The rules are product rules 6 and 7: one decimal, half away
   from zero; under 20 no percent; a reconstructed value never confirms the percent it was made from. Verbs agree with a subject
   whose form the author declares, because the program cannot know the gender of a phrase. */
#include "report/sentence.h"

#include "base/str.h"

/* Below this base a percent says more than the number of people can. */
enum { LEAST_BASE = 20 };

static bool has_value(const struct figure *f)
{
    return f->status != FIGURE_NO_DATA;
}

struct comparison figure_compare(const struct figure *now, const struct figure *before)
{
    struct comparison c = { .kind = COMPARISON_NONE, .before_status = before->status };
    if (now->def && before->def && (now->def->unit != before->def->unit || now->def->period != before->def->period)) {
        c.kind = COMPARISON_BROKEN;
        return c;
    }
    if (!has_value(now) || !has_value(before)) {
        return c;
    }
    c.now = now->value;
    c.before = before->value;
    if (now->status == FIGURE_RECONSTRUCTED || before->status == FIGURE_RECONSTRUCTED) {
        return c;
    }
    if (c.now == c.before) {
        c.kind = COMPARISON_SAME;
    } else if (c.before < LEAST_BASE) {
        c.kind = COMPARISON_ABSOLUTE;
    } else {
        c.kind = COMPARISON_PERCENT;
        c.percent = decimal_change(c.now, c.before, 1);
    }
    return c;
}

bool subject_read(struct str s, enum subject *ret_subject)
{
    static const char *const words[] = { "m", "f", "n", "pl" };
    for (size_t i = 0; i < COUNT(words); i++) {
        if (str_is(s, words[i])) {
            *ret_subject = (enum subject)i;
            return true;
        }
    }
    return false;
}

/* «2020-2021 учебным годом»: the case after «с». */
static struct str period_with(struct arena *a, enum lang lang, const struct figure *f)
{
    static const enum text_id words[] = { [PERIOD_SCHOOL_YEAR] = T_REPORT_WITH_SCHOOL_YEAR,
                                          [PERIOD_COHORT] = T_REPORT_WITH_COHORT,
                                          [PERIOD_CALENDAR_YEAR] = T_REPORT_WITH_CALENDAR_YEAR };
    const struct text_arg args[] = { TEXT_ARG("years", str_format(a, "%d-%d", f->year, f->year + 1)),
                                     TEXT_ARG("year", str_format(a, "%d", f->year)) };
    return text_fill(a, lang, words[f->def ? f->def->period : PERIOD_SCHOOL_YEAR], args, COUNT(args));
}

static enum text_id verb_of(const struct comparison *c, enum subject s)
{
    static const enum text_id grew[] = { T_REPORT_GREW_M, T_REPORT_GREW_F, T_REPORT_GREW_N, T_REPORT_GREW_P };
    static const enum text_id fell[] = { T_REPORT_FELL_M, T_REPORT_FELL_F, T_REPORT_FELL_N, T_REPORT_FELL_P };
    static const enum text_id stayed[] = { T_REPORT_STAYED_M, T_REPORT_STAYED_F, T_REPORT_STAYED_N, T_REPORT_STAYED_P };
    static const enum text_id refused[] = { T_REPORT_REFUSED_M, T_REPORT_REFUSED_F, T_REPORT_REFUSED_N, T_REPORT_REFUSED_P };
    switch (c->kind) {
    case COMPARISON_SAME:
        return stayed[s];
    case COMPARISON_PERCENT:
    case COMPARISON_ABSOLUTE:
        return c->now > c->before ? grew[s] : fell[s];
    case COMPARISON_NONE:
    case COMPARISON_BROKEN:
        break;
    }
    return refused[s];
}

static enum text_id frame_of(const struct comparison *c, const struct figure *now, const struct figure *before)
{
    switch (c->kind) {
    case COMPARISON_SAME:
        return T_REPORT_SAME_AS;
    case COMPARISON_PERCENT:
        return T_REPORT_BY_PERCENT;
    case COMPARISON_ABSOLUTE:
        return T_REPORT_BY_NUMBER;
    case COMPARISON_BROKEN:
        return T_REPORT_NOT_COMPARED_BROKEN;
    case COMPARISON_NONE:
        break;
    }
    if (before->status == FIGURE_RECONSTRUCTED) {
        return T_REPORT_NOT_COMPARED_RECONSTRUCTED;
    }
    if (!has_value(now)) {
        return T_REPORT_NOT_COMPARED_NOW;
    }
    return has_value(before) ? T_REPORT_NOT_COMPARED_NOW_RECONSTRUCTED : T_REPORT_NOT_COMPARED_NO_DATA;
}

struct str sentence_change(struct arena *a, enum lang lang, const struct figure *now, const struct figure *before,
                           enum subject subject)
{
    struct comparison c = figure_compare(now, before);
    struct decimal percent = c.percent;
    percent.units = percent.units < 0 ? -percent.units : percent.units;
    int64_t difference = c.now > c.before ? c.now - c.before : c.before - c.now;
    bool russian = lang == LANG_RU;
    const struct text_arg args[] = {
        TEXT_ARG("verb", text_in(lang, verb_of(&c, subject))),
        TEXT_ARG("period", period_with(a, lang, before)),
        TEXT_ARG("percent", num_decimal(a, percent, russian)),
        TEXT_ARG("difference", num_count(a, difference, russian)),
        TEXT_ARG("before", has_value(before) ? num_count(a, before->value, russian) : STR_NONE),
    };
    return text_fill(a, lang, frame_of(&c, now, before), args, COUNT(args));
}

bool share_in_one_unit(const struct figure_def *part, const struct figure_def *whole)
{
    return !part || !whole || part->unit == whole->unit;
}

bool sentence_percent(const struct figure *part, const struct figure *whole, struct decimal *ret_percent)
{
    bool reconstructed = part->status == FIGURE_RECONSTRUCTED || whole->status == FIGURE_RECONSTRUCTED;
    if (!has_value(part) || !has_value(whole) || reconstructed || whole->value < LEAST_BASE) {
        return false;
    }
    *ret_percent = decimal_percent(part->value, whole->value, 1);
    return true;
}

struct str sentence_share(struct arena *a, enum lang lang, const struct figure *part, const struct figure *whole)
{
    struct decimal percent;
    if (!has_value(part) || !has_value(whole)) {
        return text_in(lang, T_REPORT_NO_DATA);
    }
    if (!sentence_percent(part, whole, &percent)) {
        const struct text_arg args[] = { TEXT_ARG("part", sentence_value(a, lang, part)),
                                         TEXT_ARG("whole", sentence_value(a, lang, whole)) };
        return text_fill(a, lang, T_REPORT_SHARE_SMALL, args, COUNT(args));
    }
    const struct text_arg args[] = { TEXT_ARG("percent", num_decimal(a, percent, lang == LANG_RU)) };
    return text_fill(a, lang, T_REPORT_SHARE, args, COUNT(args));
}

struct str sentence_value(struct arena *a, enum lang lang, const struct figure *figure)
{
    if (!has_value(figure)) {
        return text_in(lang, T_REPORT_NO_DATA);
    }
    struct str value = num_count(a, figure->value, lang == LANG_RU);
    if (figure->status != FIGURE_RECONSTRUCTED) {
        return value;
    }
    const struct text_arg args[] = { TEXT_ARG("value", value) };
    return text_fill(a, lang, T_REPORT_CHART_VALUE_RECONSTRUCTED, args, COUNT(args));
}
