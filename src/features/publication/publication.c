/* Publications: what was told, where and when, of which activity. Views are a unit of their own and never enter reach. */

#include "features/feature.h"
#include "publication_sql.h"

static const struct choice channels[] = {
    { "site", T_PUBLICATION_CHANNEL_SITE },   { "vk", T_PUBLICATION_CHANNEL_VK },
    { "viber", T_PUBLICATION_CHANNEL_VIBER }, { "press", T_PUBLICATION_CHANNEL_PRESS },
    { "stand", T_PUBLICATION_CHANNEL_STAND }, { "letter", T_PUBLICATION_CHANNEL_LETTER },
    { "other", T_PUBLICATION_CHANNEL_OTHER },
};
static const struct field fields[] = {
    { "title", &ft_text, T_PUBLICATION_TITLE, F_REQUIRED | F_LIST | F_SEARCH | F_WIDE, .max = 300 },
    { "published_on", &ft_day, T_PUBLICATION_PUBLISHED_ON, F_REQUIRED | F_LIST | F_FILTER },
    { "channel", &ft_choice, T_PUBLICATION_CHANNEL, F_REQUIRED | F_LIST | F_FILTER, .choices = channels,
      .n_choices = COUNT(channels) },
    { "address", &ft_address, T_PUBLICATION_ADDRESS, 0 },
    { "activity", &ft_ref, T_PUBLICATION_ACTIVITY, F_LIST | F_FILTER, .ref = "activity" },
    { "views", &ft_int, T_PUBLICATION_VIEWS, F_LIST, .min = 0, .max = 1000000000, .hint = T_PUBLICATION_VIEWS_HINT },
    { "year", &ft_year, T_PUBLICATION_YEAR, F_MADE },
    { "note", &ft_long_text, T_PUBLICATION_NOTE, F_SEARCH | F_WIDE },
};
static const struct rule rules[] = {
    { ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_ADD | MAY_EDIT | MAY_REMOVE | MAY_EXPORT | MAY_IMPORT },
    { ROLES_CENTRE & ~ROLES_RECORD, ROWS_ALL, MAY_SEE | MAY_EXPORT },
};

/* The school year is that of the day. */
static bool check(struct ctx *ctx, struct form *form, struct err *e)
{
    form_give_year(form, "published_on", "year");
    return true;
}

static const struct register_def publication_register = {
    .name = "publication",
    .one = T_PUBLICATION_ONE,
    .many = T_PUBLICATION_MANY,
    .title_field = "title",
    .same = { "title", "published_on", "channel" },
    .year_field = "year",
    .order = "-published_on",
    .fields = fields,
    .n_fields = COUNT(fields),
    .rules = rules,
    .n_rules = COUNT(rules),
    .hooks = { .check = check },
};
static const struct register_def *const registers[] = { &publication_register };
static const struct menu_item menu[] = {
    { T_PUBLICATION_MENU, "/publication", ROLES_CENTRE, MENU_PAPERS },
};

static const struct figure_def figure_published = {
    .name = "publications.count",
    .rows = &q_publication_published_rows,
    .total = &q_publication_published_total,
    .unit = UNIT_PUBLICATIONS,
    .period = PERIOD_SCHOOL_YEAR,
    .aggregate = FIGURE_COUNT,
    .title = T_PUBLICATION_FIGURE_PUBLISHED,
    .definition = T_PUBLICATION_DEFINITION_PUBLISHED,
};
static const struct figure_def figure_views = {
    .name = "publications.views",
    .rows = &q_publication_views_rows,
    .total = &q_publication_views_total,
    .unit = UNIT_VIEWS,
    .period = PERIOD_SCHOOL_YEAR,
    .aggregate = FIGURE_SUM,
    .title = T_PUBLICATION_FIGURE_VIEWS,
    .definition = T_PUBLICATION_DEFINITION_VIEWS,
};
static const struct figure_def *const figures[] = { &figure_published, &figure_views };

extern const struct feature feature_publication;
const struct feature feature_publication = {
    .name = "publication",
    .registers = registers,
    .n_registers = COUNT(registers),
    .menu = menu,
    .n_menu = COUNT(menu),
    .figures = figures,
    .n_figures = COUNT(figures),
    .queries = publication_queries,
    .n_queries = publication_n_queries,
    .migrations = publication_migrations,
    .n_migrations = publication_n_migrations,
};
