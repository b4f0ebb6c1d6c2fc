/* What every writer of native charts needs alike: colours, the words under a slot, the form of a number. */
#include "doc/chart.h"

#include <string.h>

/* Okabe-Ito: told apart by every kind of colour sight, and by lightness when printed in grey. */
static const uint32_t colours[] = { 0x0B57C9, 0xE69F00, 0x009E73, 0xCC79A7, 0x56B4E9, 0xD55E00 };

uint32_t chart_colour(size_t series)
{
    return colours[series % COUNT(colours)];
}

static bool every_missing(const struct chart *c, size_t category)
{
    for (size_t s = 0; s < c->n_series; s++) {
        if (c->values[s * c->n_categories + category].state != CHART_MISSING) {
            return false;
        }
    }
    return true;
}

static bool some_reconstructed(const struct chart *c, size_t category)
{
    for (size_t s = 0; s < c->n_series; s++) {
        if (c->values[s * c->n_categories + category].state == CHART_RECONSTRUCTED) {
            return true;
        }
    }
    return false;
}

struct str chart_category(struct arena *a, const struct chart *c, size_t category)
{
    struct str label = c->categories[category], under = STR_NONE;
    if (every_missing(c, category)) {
        under = c->n_series && c->values[category].shown.len ? c->values[category].shown : c->no_data;
    } else if (some_reconstructed(c, category)) {
        under = c->reconstructed;
    }
    return under.len ? str_format(a, "%.*s\n%.*s", (int)label.len, label.at, (int)under.len, under.at) : label;
}

const char *chart_number_format(const char *language)
{
    return strncmp(language, "ru", 2) == 0 ? "[>=1000000]0\"\302\240\"000\"\302\240\"000;[>=1000]0\"\302\240\"000;0" : "#,##0";
}

/* Side by side on 160 mm, each with a number of five digits above it. */
enum { MOST_COLUMNS = 14 };

bool chart_across(const struct chart *chart)
{
    return chart->kind == CHART_BAR || (chart->kind == CHART_COLUMN && chart->n_categories * chart->n_series > MOST_COLUMNS);
}
