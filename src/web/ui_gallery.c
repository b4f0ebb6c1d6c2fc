/* Every widget on one page, in debug builds at /_widgets: the room of whoever works on the style, and what the browser tests
   look at first. The words are samples of both languages' lengths and stand in the code on purpose: they are data, not the
   interface. */
#include "web/ui_in.h"

static const struct ui_choice organisations[] = {
    { { "", 0 }, { "—", 3 } },
    { { "1", 1 }, { "School 1", 8 } },
    { { "2", 1 }, { "School 2", 8 } },
};

static void gallery_form(struct ctx *ctx, struct html *h)
{
    struct ui_field fields[] = {
        { .name = STR("title"),
          .label = STR("Название"),
          .hint = STR("Как в приказе"),
          .value = STR(""),
          .message = STR("Напишите название"),
          .required = true,
          .wide = true },
        { .name = STR("people"),
          .label = STR("Количество участников"),
          .value = STR("двадцать"),
          .input_mode = "numeric",
          .message = STR("Нужно целое число, например 25") },
        { .name = STR("organisation"), .label = STR("Организация"), .value = STR("2") },
        { .name = STR("note"), .label = STR("Пояснение"), .hint = STR("Необязательно"), .wide = true },
        { .name = STR("unit"), .label = STR("Единица учёта"), .value = STR("1") },
        { .name = STR("grades"), .label = STR("Классы") },
        { .name = STR("password"), .label = STR("Пароль"), .autocomplete = "current-password" },
    };
    const bool checked[] = { false, true, false };
    ui_error_summary(ctx, h, fields, COUNT(fields));
    ui_form_begin(ctx, h, url_own(ctx->arena, STR("/_widgets")), STR("sample"));
    ui_text(h, &fields[0]);
    ui_text(h, &fields[1]);
    ui_select(h, &fields[2], organisations, COUNT(organisations));
    ui_area(h, &fields[3], 3);
    ui_group_begin(h, STR("Как считать"));
    ui_radios(h, &fields[4], organisations + 1, 2);
    ui_checks(h, &fields[5], organisations + 1, 2, checked);
    ui_group_end(h);
    ui_password(h, &fields[6]);
    ui_form_end_or(h, STR("Сохранить"), url_own(ctx->arena, STR("/_widgets")), STR("Отменить"));
}

static void gallery_table(struct ctx *ctx, struct html *h)
{
    struct html_url here = url_own(ctx->arena, STR("/_widgets"));
    const struct ui_column columns[] = {
        { .label = STR("Мероприятие"), .heads = true, .sort = here, .sorted = "ascending" },
        { .label = STR("Дата"), .sort = here },
        { .label = STR("Участников"), .number = true, .sort = here },
    };
    ui_table_begin(h, STR("Мероприятия года"), columns, COUNT(columns));
    for (int64_t i = 0; i < 5; i++) {
        ui_row_begin(h);
        ui_cell_link(h, &columns[0], here,
                     i % 2 ? STR("Неделя профориентации") : STR("Родительское собрание о выборе профиля"));
        ui_cell(h, &columns[1], STR("12.04.2022"));
        ui_cell_count(ctx, h, &columns[2], i == 2 ? NO_INT : SOME_INT(i * 1450));
        ui_row_end(h);
    }
    ui_row_begin_total(h);
    ui_cell(h, &columns[0], STR("Всего (известно 4 из 5)"));
    ui_cell(h, &columns[1], STR(""));
    ui_cell_count(ctx, h, &columns[2], SOME_INT(11600));
    ui_row_end(h);
    ui_table_end(h);
    ui_paging(ctx, h, here, 3, 7);
}

static void gallery_filter(struct ctx *ctx, struct html *h)
{
    struct html_url here = url_own(ctx->arena, STR("/_widgets"));
    const struct ui_field search = { .name = STR("search"), .label = STR("Найти"), .value = STR("ребусы") };
    const struct ui_field school = { .name = STR("school"), .label = STR("Организация"), .value = STR("1") };
    ui_filter_begin(h, here, STR("Отбор мероприятий"));
    ui_text(h, &search);
    ui_select(h, &school, organisations, COUNT(organisations));
    ui_filter_end(h, STR("Показать"), here, STR("Сбросить"));
    ui_empty(h, STR("Ничего не найдено. Уберите одно из условий или внесите новую запись."), here, STR("Внести мероприятие"));
}

static void gallery_small(struct ctx *ctx, struct html *h)
{
    struct html_url here = url_own(ctx->arena, STR("/_widgets"));
    const struct ui_tab tabs[] = { { STR("Сведения"), here, true },
                                   { STR("Участие"), here, false },
                                   { STR("История"), here, false } };
    ui_tabs(ctx, h, tabs, COUNT(tabs));
    ui_tiles_begin(h);
    ui_tile(h, here, STR("Охват года"), STR("1 521"), STR("чел. (суммарно, возможны повторы)"));
    ui_tile(h, here, STR("Ждёт решения"), STR("3"), STR("раздел анализа, два замечания"));
    ui_tile(h, here, STR("Чего не хватает"), STR("12"), STR("мероприятий без числа участников"));
    ui_tile(h, here, STR("Ближайшее"), STR("12 апреля"), STR("Неделя профориентации"));
    ui_tiles_end(h);
    ui_note(h, UI_DONE, STR("Сохранено."));
    ui_note(h, UI_WAITING, STR("Раздел ждёт согласования."));
    ui_note(h, UI_ATTENTION, STR("Нет подтверждения: приложите письмо школы или список."));
    ui_note(h, UI_ERROR, STR("Часть больше целого: 140 из 121."));
    HTML(h, "<p>");
    ui_badge(h, UI_DONE, STR("готово"));
    ui_badge(h, UI_WAITING, STR("в работе"));
    ui_badge(h, UI_ATTENTION, STR("вопрос"));
    ui_badge(h, UI_ERROR, STR("ошибка"));
    ui_figure(h, here, STR("269"), UI_FIGURE_SOUND, STR_NONE);
    ui_figure(h, here, STR("638"), UI_FIGURE_MOVED, STR("запись изменилась"));
    ui_figure(h, here, STR("623"), UI_FIGURE_RECONSTRUCTED, STR("восстановлено"));
    ui_no_data(ctx, h);
    HTML(h, "</p>");
    ui_facts_begin(h);
    ui_fact(h, STR("Организатор"), STR("Центр"));
    ui_fact(h, STR("Когда"), STR("апрель 2022 года"));
    ui_facts_end(h);
}

bool ui_gallery(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct html_url here = url_own(ctx->arena, STR("/_widgets"));
    struct html *actions = html_new(ctx->arena, 1 << 16);
    ui_more_begin(actions, STR("Ещё"));
    ui_link_button(actions, here, STR("История"), UI_QUIET);
    ui_post_button(ctx, actions, here, STR("Удалить"), UI_QUIET);
    ui_more_end(actions);
    ui_link_button(actions, here, STR("Внести участие"), UI_PRIMARY);
    const struct crumb crumbs[] = { { STR("Мероприятия"), here } };
    const struct page page = { .title = STR("Виджеты"),
                               .fact_line = STR("цикл · 4 части · даты не указаны"),
                               .menu_path = "/_widgets",
                               .crumbs = crumbs,
                               .n_crumbs = COUNT(crumbs),
                               .actions = html_part(actions) };
    struct html *h = page_begin(ctx, &page);
    gallery_small(ctx, h);
    gallery_filter(ctx, h);
    gallery_table(ctx, h);
    gallery_form(ctx, h);
    return page_end(ctx, h, reply, e);
}
