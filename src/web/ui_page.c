/* The frame every page stands in: head, skip link, top bar with year and centre, left menu by the person's rights, crumbs,
   title line, and the end of it all. Two frames share one end: the staff's (menu, dense) and the public one (one column,
   roomy). Nothing here needs a script: the menu of narrow screens is a link to the menu itself (:target), the settings of the
   reader (language, contrast, size, year) are cookies set by ui_choose.c. */
#include "web/static.h"
#include "web/ui_in.h"

static struct html_url own(struct arena *a, const char *path)
{
    return url_own(a, str_c(path));
}

static struct str language_code(const struct ctx *ctx)
{
    return ctx->lang == LANG_RU ? STR("ru") : STR("en");
}

static void head_put(struct ctx *ctx, struct html *h, const struct page *page, struct str frame)
{
    struct arena *a = ctx->arena;
    HTMLF(h,
          "<!DOCTYPE html>\n<html lang=\"{}\" data-theme=\"light\" data-frame=\"{}\" data-contrast=\"{}\" "
          "data-size=\"{}\">\n<head>"
          "<meta charset=\"utf-8\"><title>{} · {}</title>"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" "
          "content=\"light\">",
          language_code(ctx), frame, ui_choice_now(ctx, UI_CONTRAST), ui_choice_now(ctx, UI_SIZE), page->title,
          text(ctx, T_UI_NAME));
    HTMLF(h,
          "<link rel=\"stylesheet\" href=\"{}\"><link rel=\"icon\" type=\"image/svg+xml\" href=\"{}\">"
          "<script src=\"{}\" defer></script></head>\n",
          asset_url(a, "style.css"), asset_url(a, "icon.svg"), asset_url(a, "keys.js"));
}

/* The years of the record as a form of one select; a button beside it, because without a script nothing else would send it. */
static void year_put(struct ctx *ctx, struct html *h, const struct frame_facts *facts)
{
    if (facts->n_years == 0) {
        return;
    }
    HTMLF(h,
          "<form class=\"year\" action=\"{}\" method=\"get\"><label class=\"unseen\" for=\"frame-year\">{}</label>"
          "<input type=\"hidden\" name=\"back\" value=\"{}\"><select id=\"frame-year\" name=\"year\">",
          own(ctx->arena, "/choose"), text(ctx, T_UI_YEAR), ui_here(ctx, "year").s);
    for (size_t i = 0; i < facts->n_years; i++) {
        int year = facts->years[i];
        struct str label = str_format(ctx->arena, "%d-%d", year, year + 1);
        if (year == ctx->year) {
            HTMLF(h, "<option value=\"{}\" selected>{}</option>", (int64_t)year, label);
        } else {
            HTMLF(h, "<option value=\"{}\">{}</option>", (int64_t)year, label);
        }
    }
    HTMLF(h, "</select><button class=\"quiet\">{}</button></form>", text(ctx, T_UI_YEAR_SHOW));
}

static void choice_put(struct ctx *ctx, struct html *h, enum ui_reader_choice which, const char *value, enum text_id label)
{
    struct html_url to =
        url_add(ctx->arena, url_add(ctx->arena, own(ctx->arena, "/choose"), ui_choice_cookie(which), str_c(value)), "back",
                ui_here(ctx, "").s);
    if (str_is(ui_choice_now(ctx, which), value)) {
        HTMLF(h, "<li><a href=\"{}\" rel=\"nofollow\" aria-current=\"true\">{}</a></li>", to, text(ctx, label));
    } else {
        HTMLF(h, "<li><a href=\"{}\" rel=\"nofollow\">{}</a></li>", to, text(ctx, label));
    }
}

/* «А Б»: size of the letters and contrast, visible on every page because people look for the version for weak sight. */
static void display_put(struct ctx *ctx, struct html *h)
{
    HTMLF(h,
          "<details class=\"display drop\"><summary><span aria-hidden=\"true\">А<b>А</b></span><span class=\"unseen\">{}</span>"
          "</summary><div><p>{}</p><ul>",
          text(ctx, T_UI_DISPLAY), text(ctx, T_UI_SIZE_LABEL));
    choice_put(ctx, h, UI_SIZE, "1", T_UI_SIZE_1);
    choice_put(ctx, h, UI_SIZE, "2", T_UI_SIZE_2);
    choice_put(ctx, h, UI_SIZE, "3", T_UI_SIZE_3);
    HTMLF(h, "</ul><p>{}</p><ul>", text(ctx, T_UI_CONTRAST_LABEL));
    choice_put(ctx, h, UI_CONTRAST, "normal", T_UI_CONTRAST_NORMAL);
    choice_put(ctx, h, UI_CONTRAST, "more", T_UI_CONTRAST_MORE);
    HTML(h, "</ul></div></details>");
}

static void language_put(struct ctx *ctx, struct html *h)
{
    struct str other = ctx->lang == LANG_RU ? STR("en") : STR("ru");
    struct html_url to =
        url_add(ctx->arena, url_add(ctx->arena, own(ctx->arena, "/choose"), "lang", other), "back", ui_here(ctx, "").s);
    HTMLF(h, "<a class=\"language\" href=\"{}\" lang=\"{}\" hreflang=\"{}\" rel=\"nofollow\">{}</a>", to, other, other,
          text(ctx, T_UI_OTHER_LANGUAGE));
}

static void sign_out_put(struct ctx *ctx, struct html *h)
{
    HTMLF(h,
          "<form action=\"{}\" method=\"post\"><input type=\"hidden\" name=\"" CSRF_FIELD "\" value=\"{}\">"
          "<button class=\"quiet\">{}</button></form>",
          own(ctx->arena, "/sign-out"), ctx->actor->csrf, text(ctx, T_UI_SIGN_OUT));
}

static void person_put(struct ctx *ctx, struct html *h)
{
    if (ctx->actor->account_id == 0) {
        return;
    }
    HTMLF(h, "<details class=\"person drop\"><summary>{}</summary><div><ul><li><a href=\"{}\">{}</a></li></ul>",
          ctx->actor->name, own(ctx->arena, "/account"), text(ctx, T_UI_ACCOUNT));
    sign_out_put(ctx, h);
    HTML(h, "</div></details>");
}

static void top_put(struct ctx *ctx, struct html *h, bool staff, const struct frame_facts *facts)
{
    struct arena *a = ctx->arena;
    HTML(h, "<header class=\"top\">");
    if (staff) {
        HTMLF(h, "<a class=\"menu-open\" href=\"#menu\">{}</a>", text(ctx, T_UI_MENU));
    }
    HTMLF(h, "<a class=\"brand\" href=\"{}\"><span class=\"brand-sign\" aria-hidden=\"true\"></span>{}</a>", own(a, "/"),
          text(ctx, T_UI_NAME));
    if (staff) {
        HTMLF(h, "<span class=\"centre\">{}</span>", facts->centre);
        year_put(ctx, h, facts);
        HTMLF(h,
              "<form class=\"search\" role=\"search\" action=\"{}\" method=\"get\"><label class=\"unseen\" "
              "for=\"frame-search\">{}"
              "</label><input type=\"search\" id=\"frame-search\" name=\"q\" placeholder=\"{}\" autocomplete=\"off\"></form>",
              own(a, "/search"), text(ctx, T_UI_SEARCH), text(ctx, T_UI_SEARCH_HINT));
    }
    HTMLF(h, "<nav class=\"reader\" aria-label=\"{}\">", text(ctx, T_UI_READER));
    if (staff && facts->waiting_to.s.len > 0) {
        HTMLF(h, "<a class=\"waiting-link\" href=\"{}\">{}</a>", facts->waiting_to,
              text_with(ctx, T_UI_WAITING, TEXT_ARG("n", facts->waiting)));
    }
    language_put(ctx, h);
    display_put(ctx, h);
    person_put(ctx, h);
    HTML(h, "</nav></header>\n");
}

static void menu_put(struct ctx *ctx, struct html *h, const struct page *page)
{
    HTMLF(h, "<nav class=\"menu\" id=\"menu\" aria-label=\"{}\"><a class=\"menu-close\" href=\"#main\">{}</a>",
          text(ctx, T_UI_SECTIONS), text(ctx, T_UI_MENU_CLOSE));
    ui_menu_items(ctx, h, page->menu_path);
    HTMLF(h, "<div class=\"menu-person\"><p>{}</p>", ctx->actor->name);
    sign_out_put(ctx, h);
    HTML(h, "</div></nav>\n");
}

static void crumbs_put(struct ctx *ctx, struct html *h, const struct page *page)
{
    if (page->n_crumbs == 0) {
        return;
    }
    HTMLF(h, "<nav class=\"crumbs\" aria-label=\"{}\"><ol>", text(ctx, T_UI_CRUMBS));
    for (size_t i = 0; i < page->n_crumbs; i++) {
        HTMLF(h, "<li><a href=\"{}\">{}</a></li>", page->crumbs[i].to, page->crumbs[i].label);
    }
    HTML(h, "</ol></nav>");
}

static void title_put(struct html *h, const struct page *page)
{
    HTMLF(h, "<div class=\"title-line\"><h1>{}</h1>", page->title);
    if (page->actions.s.len > 0) {
        HTML(h, "<div class=\"actions\">");
        html_put_safe(h, page->actions);
        HTML(h, "</div>");
    }
    HTML(h, "</div>");
    if (page->fact_line.len > 0) {
        HTMLF(h, "<p class=\"fact-line\">{}</p>", page->fact_line);
    }
}

struct str ui_demo_mark(const struct ctx *ctx)
{
    const struct site *site = ctx->site;
    return site && site->made ? text(ctx, T_UI_DEMO_TOWN) : site && site->demo ? text(ctx, T_UI_DEMO) : STR_NONE;
}

struct html *page_begin(struct ctx *ctx, const struct page *page)
{
    struct html *h = html_new(ctx->arena, PAGE_CAP);
    bool staff = !page->pupil && ctx->actor->account_id != 0;
    struct frame_facts facts = { 0 };
    if (staff && ctx->site && ctx->site->frame) {
        struct err ignored = { 0 }; /* a frame without its facts is still a frame; the page's own reading tells of the fault */
        if (!ctx->site->frame(ctx, &facts, &ignored)) {
            facts = (struct frame_facts){ 0 };
        }
    }
    head_put(ctx, h, page, staff ? STR("staff") : STR("public"));
    HTMLF(h, "<body><a class=\"skip\" href=\"#main\">{}</a>\n", text(ctx, T_UI_SKIP));
    struct str mark = ui_demo_mark(ctx);
    if (mark.len > 0) {
        HTMLF(h, "<aside class=\"demo-mark\">{}</aside>", mark);
    }
    top_put(ctx, h, staff, &facts);
    HTML(h, "<div class=\"desk\">");
    if (staff) {
        menu_put(ctx, h, page);
    }
    HTML(h, "<main id=\"main\" tabindex=\"-1\">");
    crumbs_put(ctx, h, page);
    title_put(h, page);
    return h;
}

bool page_end(struct ctx *ctx, struct html *h, struct reply *reply, struct err *e)
{
    HTMLF(h, "</main></div>\n<footer class=\"foot\"><p>{}</p></footer></body></html>\n", text(ctx, T_UI_FOOT));
    if (!html_done(h, &reply->body, e)) {
        return false;
    }
    if (ctx->lang == LANG_EN) {
        reply->body = ui_mark_russian(ctx->arena, reply->body);
    }
    return true;
}
