/* Charts of an analysis: declared figures over a number of years. A year without a value keeps its slot; a reconstructed value
   is marked. The sentence above is the author's, or made of the first figure's last two values. */
#include "features/analysis/shown.h"

#include "base/buf.h"
#include "base/num.h"
#include "features/analysis/settings.h"
#include "report/sentence.h"

static bool set_value(struct showing *s, const struct used_figure *used, struct chart_value *value)
{
    struct ctx *ctx = s->source->ctx;
    bool known = used->figure.status != FIGURE_NO_DATA;
    value->state = !known ? CHART_MISSING : used->figure.status == FIGURE_RECONSTRUCTED ? CHART_RECONSTRUCTED : CHART_KNOWN;
    value->value = known ? used->figure.value : 0;
    value->shown = known ? num_count(ctx->arena, used->figure.value, ctx->lang == LANG_RU) : text(ctx, T_REPORT_NO_DATA);
    value->link = figure_path(ctx->arena, used->figure.name, used->figure.year);
    return true;
}

static struct str category(struct showing *s, const struct used_figure *used)
{
    struct arena *a = s->source->ctx->arena;
    int year = used->figure.year;
    bool school = !used->figure.def || used->figure.def->period == PERIOD_SCHOOL_YEAR;
    return school ? str_format(a, "%d-%d", year, year + 1) : str_format(a, "%d", year);
}

static bool fill(struct showing *s, const struct settings *settings, struct shown_chart *out, struct err *e)
{
    struct ctx *ctx = s->source->ctx;
    size_t years = (size_t)settings->years, n = settings->n_figures;
    /* One year of several figures is a comparison of the figures: they become the categories. */
    bool across = years == 1 && n > 1;
    struct str *names = NEW_ARRAY(ctx->arena, struct str, n), *periods = NEW_ARRAY(ctx->arena, struct str, years);
    struct chart_value *values = NEW_ARRAY(ctx->arena, struct chart_value, years * n);
    out->figures = NEW_ARRAY(ctx->arena, const struct used_figure *, years *n);
    for (size_t i = 0; i < n; i++) {
        for (size_t y = 0; y < years; y++) {
            struct used_figure *used;
            int year = s->source->year - (int)(years - 1 - y);
            if (!source_figure(s->source, settings->figures[i], year, &used, e) ||
                !set_value(s, used, &values[i * years + y])) {
                return false;
            }
            out->figures[i * years + y] = used;
            periods[y] = category(s, used);
            out->chart.unit = used->figure.def ? unit_short(ctx->lang, used->figure.def->unit) : STR_NONE;
        }
        if (settings->n_names) {
            names[i] = settings->names[i];
        } else if (!figure_title(ctx, settings->figures[i], s->source->year, &names[i], e)) {
            return false;
        }
    }
    out->chart.kind = settings->chart;
    out->chart.values = values;
    out->chart.categories = across ? names : periods;
    out->chart.n_categories = across ? n : years;
    out->chart.series = across ? periods : names;
    out->chart.n_series = across ? 1 : n;
    return true;
}

struct str chart_words(struct ctx *ctx, const struct chart *c)
{
    struct buf *b = buf_new(ctx->arena, 1 << 16);
    for (size_t i = 0; i < c->n_series; i++) {
        struct buf *one = buf_new(ctx->arena, 1 << 14);
        for (size_t k = 0; k < c->n_categories; k++) {
            const struct chart_value *v = &c->values[i * c->n_categories + k];
            struct str shown = v->state == CHART_RECONSTRUCTED
                                   ? text_with(ctx, T_REPORT_CHART_VALUE_RECONSTRUCTED, TEXT_ARG("value", v->shown))
                                   : v->shown;
            buf_putf(one, "%s%.*s — %.*s", k ? ", " : "", (int)c->categories[k].len, c->categories[k].at, (int)shown.len,
                     shown.at);
        }
        buf_put(b, i ? STR(" ") : STR_NONE);
        buf_put(b,
                text_with(ctx, T_REPORT_CHART_DESCRIPTION, TEXT_ARG("series", c->series[i]), TEXT_ARG("values", buf_str(one))));
    }
    return str_copy(ctx->arena, buf_str(b));
}

bool show_chart(struct showing *s, const struct block *block, struct shown_chart **ret_chart, struct err *e)
{
    struct settings settings;
    struct inline_fault fault;
    struct ctx *ctx = s->source->ctx;
    if (!settings_read(BLOCK_CHART, block->text, &settings, &fault)) {
        return err_set(e, ERR_INVALID, "show_chart", text_with(ctx, fault.message, TEXT_ARG("what", fault.what)));
    }
    struct shown_chart *out = NEW(ctx->arena, struct shown_chart);
    bool chart;
    out->key = block_key(ctx->arena, block, settings.key);
    out->number = key_number(s, out->key, &chart);
    if (!fill(s, &settings, out, e) || !show_line(s, settings.title, &out->title_line, e) ||
        !show_line(s, settings.sentence, &out->sentence, e)) {
        return false;
    }
    out->chart.title = line_words(ctx->arena, &out->title_line);
    out->values = chart_words(ctx, &out->chart);
    out->chart.description = settings.sentence.len ? line_words(ctx->arena, &out->sentence) : out->values;
    out->chart.no_data = text(ctx, T_REPORT_NO_DATA);
    out->chart.reconstructed = text(ctx, T_REPORT_RECONSTRUCTED);
    *ret_chart = out;
    return true;
}
