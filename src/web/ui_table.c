/* Tables and paging. A table is one element for three readers: rows with a sticky header on a desk, cards at 360 px (each cell
   then shows its column's word from data-label), and a caption with scopes for those who listen. The box around it takes the
   focus, because where it must scroll sideways the keyboard has to reach it. */
#include "web/ui_in.h"

static void head_cell(struct html *h, const struct ui_column *column)
{
    struct str class = column->number ? STR("number") : STR("");
    if (column->sort.s.len == 0) {
        HTMLF(h, "<th scope=\"col\" class=\"{}\">{}</th>", class, column->label);
    } else if (!column->sorted) {
        HTMLF(h, "<th scope=\"col\" class=\"{}\"><a class=\"sort\" href=\"{}\">{}</a></th>", class, column->sort,
              column->label);
    } else {
        HTMLF(h, "<th scope=\"col\" class=\"{}\" aria-sort=\"{}\"><a class=\"sort\" href=\"{}\">{}</a></th>", class,
              str_c(column->sorted), column->sort, column->label);
    }
}

void ui_table_begin(struct html *h, struct str caption, const struct ui_column *columns, size_t n)
{
    HTMLF(
        h,
        "<div class=\"table-box\" role=\"region\" tabindex=\"0\" aria-label=\"{}\"><table class=\"rows\"><caption>{}</caption>"
        "<thead><tr>",
        caption, caption);
    for (size_t i = 0; i < n; i++) {
        head_cell(h, &columns[i]);
    }
    HTML(h, "</tr></thead><tbody>\n");
}

void ui_row_begin(struct html *h)
{
    HTML(h, "<tr>");
}

void ui_row_begin_total(struct html *h)
{
    HTML(h, "<tr class=\"total\">");
}

void ui_row_end(struct html *h)
{
    HTML(h, "</tr>\n");
}

static void cell_begin(struct html *h, const struct ui_column *column)
{
    if (column->heads) {
        HTMLF(h, "<th scope=\"row\" data-label=\"{}\">", column->label);
    } else {
        HTMLF(h, "<td class=\"{}\" data-label=\"{}\">", column->number ? STR("number") : STR(""), column->label);
    }
}

static void cell_end(struct html *h, const struct ui_column *column)
{
    if (column->heads) {
        HTML(h, "</th>");
    } else {
        HTML(h, "</td>");
    }
}

void ui_cell(struct html *h, const struct ui_column *column, struct str value)
{
    cell_begin(h, column);
    HTMLF(h, "{}", value);
    cell_end(h, column);
}

void ui_cell_link(struct html *h, const struct ui_column *column, struct html_url to, struct str value)
{
    cell_begin(h, column);
    HTMLF(h, "<a href=\"{}\">{}</a>", to, value);
    cell_end(h, column);
}

void ui_cell_part(struct html *h, const struct ui_column *column, struct html_safe value)
{
    cell_begin(h, column);
    html_put_safe(h, value);
    cell_end(h, column);
}

void ui_cell_count(struct ctx *ctx, struct html *h, const struct ui_column *column, struct maybe_int n)
{
    cell_begin(h, column);
    ui_count(ctx, h, n);
    cell_end(h, column);
}

void ui_table_end(struct html *h)
{
    HTML(h, "</tbody></table></div>\n");
}

static void page_link(struct ctx *ctx, struct html *h, struct html_url base, int64_t to, struct str label, const char *rel)
{
    struct html_url url = url_add(ctx->arena, base, "page", str_format(ctx->arena, "%lld", (long long)to));
    HTMLF(h, "<li><a href=\"{}\" rel=\"{}\">{}</a></li>", url, str_c(rel), label);
}

/* First, before, where we are, next, last: the order of what is pressed most. */
void ui_paging(struct ctx *ctx, struct html *h, struct html_url base, int64_t page, int64_t pages)
{
    if (pages <= 1) {
        return;
    }
    HTMLF(h, "<nav class=\"paging\" aria-label=\"{}\"><ul>", text(ctx, T_UI_PAGES));
    if (page > 2) {
        page_link(ctx, h, base, 1, text(ctx, T_UI_PAGE_FIRST), "nofollow");
    }
    if (page > 1) {
        page_link(ctx, h, base, page - 1, text(ctx, T_UI_PAGE_BEFORE), "prev");
    }
    HTMLF(h, "<li><span aria-current=\"page\">{}</span></li>",
          text_with(ctx, T_UI_PAGE_NOW, TEXT_ARG("page", page), TEXT_ARG("pages", pages)));
    if (page < pages) {
        page_link(ctx, h, base, page + 1, text(ctx, T_UI_PAGE_NEXT), "next");
    }
    if (page + 1 < pages) {
        page_link(ctx, h, base, pages, text(ctx, T_UI_PAGE_LAST), "nofollow");
    }
    HTML(h, "</ul></nav>\n");
}
