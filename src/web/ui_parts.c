/* The small parts: buttons, notes, badges, counts, tabs, facts, figures, tiles. A tone is never colour alone: each has its sign
   (drawn by the style sheet, silent for readers) and always stands beside words. */
#include "web/ui_in.h"

struct str ui_weight_class(enum ui_weight weight)
{
    switch (weight) {
    case UI_PRIMARY:
        return STR("primary");
    case UI_PLAIN:
        return STR("plain");
    case UI_QUIET:
        return STR("quiet");
    }
    return STR("plain");
}

static struct str tone_class(enum ui_tone tone)
{
    switch (tone) {
    case UI_DONE:
        return STR("done");
    case UI_WAITING:
        return STR("waiting");
    case UI_ATTENTION:
        return STR("attention");
    case UI_ERROR:
        return STR("error");
    }
    return STR("waiting");
}

void ui_link_button(struct html *h, struct html_url to, struct str label, enum ui_weight weight)
{
    HTMLF(h, "<a class=\"button {}\" href=\"{}\">{}</a>", ui_weight_class(weight), to, label);
}

void ui_more_begin(struct html *h, struct str label)
{
    HTMLF(h, "<details class=\"more drop\"><summary>{}</summary><div>", label);
}

void ui_more_end(struct html *h)
{
    HTML(h, "</div></details>");
}

void ui_note(struct html *h, enum ui_tone tone, struct str words)
{
    HTMLF(h, "<div class=\"note {}\"><p>{}</p></div>\n", tone_class(tone), words);
}

void ui_badge(struct html *h, enum ui_tone tone, struct str words)
{
    HTMLF(h, "<span class=\"badge {}\">{}</span>", tone_class(tone), words);
}

void ui_no_data(struct ctx *ctx, struct html *h)
{
    HTMLF(h, "<span class=\"no-data\">{}</span>", text(ctx, T_UI_NO_DATA));
}

void ui_count(struct ctx *ctx, struct html *h, struct maybe_int n)
{
    if (n.known) {
        HTMLF(h, "<span class=\"count\">{}</span>", num_count(ctx->arena, n.is, ctx->lang == LANG_RU));
    } else {
        ui_no_data(ctx, h);
    }
}

void ui_tabs(struct ctx *ctx, struct html *h, const struct ui_tab *tabs, size_t n)
{
    HTMLF(h, "<nav class=\"tabs\" aria-label=\"{}\"><ul>", text(ctx, T_UI_TABS));
    for (size_t i = 0; i < n; i++) {
        if (tabs[i].current) {
            HTMLF(h, "<li><a href=\"{}\" aria-current=\"page\">{}</a></li>", tabs[i].to, tabs[i].label);
        } else {
            HTMLF(h, "<li><a href=\"{}\">{}</a></li>", tabs[i].to, tabs[i].label);
        }
    }
    HTML(h, "</ul></nav>\n");
}

void ui_facts_begin(struct html *h)
{
    HTML(h, "<dl class=\"facts\">");
}

void ui_fact(struct html *h, struct str label, struct str value)
{
    HTMLF(h, "<div><dt>{}</dt><dd>{}</dd></div>", label, value);
}

void ui_fact_part(struct html *h, struct str label, struct html_safe value)
{
    HTMLF(h, "<div><dt>{}</dt><dd>{}</dd></div>", label, value);
}

void ui_facts_end(struct html *h)
{
    HTML(h, "</dl>\n");
}

void ui_empty(struct html *h, struct str words, struct html_url to, struct str label)
{
    HTMLF(h, "<div class=\"empty\"><p>{}</p>", words);
    if (to.s.len > 0) {
        HTMLF(h, "<p><a class=\"button plain\" href=\"{}\">{}</a></p>", to, label);
    }
    HTML(h, "</div>\n");
}

static struct str figure_class(enum ui_figure_state state)
{
    switch (state) {
    case UI_FIGURE_SOUND:
        return STR("figure");
    case UI_FIGURE_MOVED:
        return STR("figure moved");
    case UI_FIGURE_RECONSTRUCTED:
        return STR("figure reconstructed");
    }
    return STR("figure");
}

void ui_figure(struct html *h, struct html_url to, struct str value, enum ui_figure_state state, struct str say)
{
    HTMLF(h, "<a class=\"{}\" href=\"{}\">{}", figure_class(state), to, value);
    if (say.len > 0) {
        HTMLF(h, " <span class=\"figure-say\">{}</span>", say);
    }
    HTML(h, "</a>");
}

void ui_tiles_begin(struct html *h)
{
    HTML(h, "<ul class=\"tiles\">");
}

void ui_tile(struct html *h, struct html_url to, struct str label, struct str value, struct str line)
{
    HTMLF(h, "<li><h2><a href=\"{}\">{}</a></h2><p class=\"tile-value\">{}</p><p class=\"tile-line\">{}</p></li>", to, label,
          value, line);
}

void ui_tile_parts(struct html *h, struct html_url to, struct str label, struct html_safe value, struct html_safe line)
{
    HTMLF(h, "<li><h2><a href=\"{}\">{}</a></h2><p class=\"tile-value\">{}</p><p class=\"tile-line\">{}</p></li>", to, label,
          value, line);
}

void ui_tiles_end(struct html *h)
{
    HTML(h, "</ul>\n");
}
