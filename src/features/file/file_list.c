/* All files of the centre, the newest first, each with the row it hangs on, and how much of the place is taken. Whoever may not
   see a row does not see its file here either, so a page may show fewer than it read; paging goes by the id and not by a count.
 */
#include "features/file/file_in.h"
#include "file_sql.h"

enum { PAGE_FILES = 24 }; /* each asks for its row */

static bool rows_of(struct ctx *ctx, struct attached *files, size_t n, struct record *rows, struct err *e)
{
    for (size_t i = 0; i < n; i++) {
        struct err why = { 0 };
        if (!file_row(ctx, files[i].register_name, files[i].row_id, &rows[i], &why)) {
            if (why.kind != ERR_NOT_FOUND) {
                *e = why;
                return false;
            }
            rows[i].def = NULL;
        }
    }
    return true;
}

static void put_all(struct ctx *ctx, struct html *h, struct attached *files, const struct record *rows, size_t n)
{
    HTML(h, "<ul class=\"file-list\">");
    for (size_t i = 0; i < n; i++) {
        if (rows[i].def) {
            file_card(ctx, h, &files[i], &rows[i]);
        }
    }
    HTML(h, "</ul>\n");
}

bool file_list_read(struct ctx *ctx, int64_t before, struct file_list *ret_list, struct err *e)
{
    struct attached *files;
    size_t n;
    if (!file_newest(ctx, before, PAGE_FILES + 1, &files, &n, e)) {
        return false;
    }
    size_t shown = n > PAGE_FILES ? PAGE_FILES : n;
    struct record *rows = NEW_ARRAY(ctx->arena, struct record, shown + 1);
    *ret_list = (struct file_list){ files, rows, shown, n > PAGE_FILES ? files[shown - 1].id : 0 };
    return rows_of(ctx, files, shown, rows, e);
}

bool file_list_page(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e)
{
    struct file_list list;
    int64_t before = INT64_MAX, used;
    if (!num_read_int(request_query(request, "before"), &before) || before <= 0) {
        before = INT64_MAX;
    }
    if (!file_list_read(ctx, before, &list, e) || !file_used(ctx, &used, e)) {
        return false;
    }
    const struct page page = { .title = text(ctx, T_FILE_MENU),
                               .fact_line = text_with(ctx, T_FILE_USED, TEXT_ARG("used", file_size_shown(ctx, used)),
                                                      TEXT_ARG("quota", file_size_shown(ctx, FILE_QUOTA))),
                               .menu_path = "/file" };
    struct html *h = page_begin(ctx, &page);
    if (list.n == 0) {
        ui_empty(h, text(ctx, T_FILE_EMPTY_LIST), url_own(ctx->arena, STR("/activity")), text(ctx, T_FILE_TO_ACTIVITIES));
        return page_end(ctx, h, reply, e);
    }
    put_all(ctx, h, list.files, list.rows, list.n);
    if (list.older) {
        struct html_url older = url_own(ctx->arena, STR("/file"));
        struct str last = str_format(ctx->arena, "%lld", (long long)list.older);
        ui_link_button(h, url_add(ctx->arena, older, "before", last), text(ctx, T_FILE_OLDER), UI_PLAIN);
    }
    return page_end(ctx, h, reply, e);
}
