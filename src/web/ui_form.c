/* Forms: fields with label above, hint and message under it, and the summary of messages on top.
   Every field is described by the element NAME-about, which holds hint and message and stands even when it is empty: so the
   attributes are always the same and none is made from pieces. `required` is said by aria-required and not enforced by the
   browser, because the browser's bubbles speak its own language and hide all messages but one. */
#include "web/ui_in.h"

static void form_open(struct ctx *ctx, struct html *h, struct html_url action, struct str id, struct str class)
{
    HTMLF(h,
          "<form class=\"{}\" id=\"{}\" action=\"{}\" method=\"post\" novalidate>"
          "<input type=\"hidden\" name=\"" CSRF_FIELD "\" value=\"{}\">",
          class, id, action, ctx->actor->csrf);
}

void ui_form_begin(struct ctx *ctx, struct html *h, struct html_url action, struct str id)
{
    form_open(ctx, h, action, id, STR("form"));
}

void ui_form_begin_files(struct ctx *ctx, struct html *h, struct html_url action, struct str id)
{
    HTMLF(h,
          "<form class=\"form\" id=\"{}\" action=\"{}\" method=\"post\" enctype=\"multipart/form-data\" novalidate>"
          "<input type=\"hidden\" name=\"" CSRF_FIELD "\" value=\"{}\">",
          id, action, ctx->actor->csrf);
}

void ui_form_end(struct html *h, struct str submit_label)
{
    HTMLF(h, "<div class=\"form-end\"><button class=\"primary\">{}</button></div></form>\n", submit_label);
}

void ui_form_end_plain(struct html *h, struct str submit_label)
{
    HTMLF(h, "<div class=\"form-end\"><button>{}</button></div></form>\n", submit_label);
}

void ui_form_end_or(struct html *h, struct str submit_label, struct html_url back, struct str back_label)
{
    HTMLF(h,
          "<div class=\"form-end\"><button class=\"primary\">{}</button><a class=\"button quiet\" href=\"{}\">{}</a></div>"
          "</form>\n",
          submit_label, back, back_label);
}

void ui_post_button(struct ctx *ctx, struct html *h, struct html_url action, struct str label, enum ui_weight weight)
{
    HTMLF(h,
          "<form class=\"one-button\" action=\"{}\" method=\"post\"><input type=\"hidden\" name=\"" CSRF_FIELD
          "\" value=\"{}\">"
          "<button class=\"{}\">{}</button></form>",
          action, ctx->actor->csrf, ui_weight_class(weight), label);
}

void ui_hidden(struct html *h, struct str name, struct str value)
{
    HTMLF(h, "<input type=\"hidden\" name=\"{}\" value=\"{}\">", name, value);
}

void ui_filter_begin(struct html *h, struct html_url action, struct str label)
{
    HTMLF(h, "<form class=\"filter\" action=\"{}\" method=\"get\" role=\"search\" aria-label=\"{}\">", action, label);
}

void ui_filter_rest_begin(struct html *h, struct str label, bool open)
{
    if (open) {
        HTMLF(h, "<details class=\"filter-rest\" open><summary>{}</summary><div>", label);
    } else {
        HTMLF(h, "<details class=\"filter-rest\"><summary>{}</summary><div>", label);
    }
}

void ui_filter_rest_end(struct html *h)
{
    HTML(h, "</div></details>");
}

void ui_filter_end(struct html *h, struct str submit_label, struct html_url all, struct str all_label)
{
    HTMLF(h, "<div class=\"form-end\"><button class=\"plain\">{}</button>", submit_label);
    if (all.s.len > 0) {
        HTMLF(h, "<a class=\"button quiet\" href=\"{}\">{}</a>", all, all_label);
    }
    HTML(h, "</div></form>\n");
}

static struct str flag(bool on)
{
    return on ? STR("true") : STR("false");
}

static struct str field_class(const struct ui_field *f)
{
    if (f->message.len > 0) {
        return f->wide ? STR("field wide wrong") : STR("field wrong");
    }
    return f->wide ? STR("field wide") : STR("field");
}

static void label_put(struct html *h, const struct ui_field *f)
{
    HTMLF(h, "<div class=\"{}\"><label for=\"{}\">{}", field_class(f), f->name, f->label);
    HTML(h, "</label>");
}

/* Hint and message; then the field is over. */
static void about_put(struct html *h, const struct ui_field *f)
{
    HTMLF(h, "<div class=\"about\" id=\"{}-about\">", f->name);
    if (f->hint.len > 0) {
        HTMLF(h, "<p class=\"hint\">{}</p>", f->hint);
    }
    if (f->message.len > 0) {
        HTMLF(h, "<p class=\"message\">{}</p>", f->message);
    }
    HTML(h, "</div></div>\n");
}

static struct str or_word(const char *word, struct str otherwise)
{
    return word ? str_c(word) : otherwise;
}

void ui_text(struct html *h, const struct ui_field *f)
{
    label_put(h, f);
    HTMLF(h,
          "<input type=\"text\" id=\"{}\" name=\"{}\" value=\"{}\" autocomplete=\"{}\" inputmode=\"{}\" aria-required=\"{}\" "
          "aria-invalid=\"{}\" aria-describedby=\"{}-about\">",
          f->name, f->name, f->value, or_word(f->autocomplete, STR("off")), or_word(f->input_mode, STR("text")),
          flag(f->required), flag(f->message.len > 0), f->name);
    about_put(h, f);
}

void ui_password(struct html *h, const struct ui_field *f)
{
    label_put(h, f); /* the value never goes back to the page */
    HTMLF(h,
          "<input type=\"password\" id=\"{}\" name=\"{}\" autocomplete=\"{}\" aria-required=\"{}\" aria-invalid=\"{}\" "
          "aria-describedby=\"{}-about\">",
          f->name, f->name, or_word(f->autocomplete, STR("current-password")), flag(f->required), flag(f->message.len > 0),
          f->name);
    about_put(h, f);
}

void ui_area(struct html *h, const struct ui_field *f, int rows)
{
    label_put(h, f);
    /* The line break after the tag belongs to HTML: without it a first line break of the text would be eaten. */
    HTMLF(h,
          "<textarea id=\"{}\" name=\"{}\" rows=\"{}\" aria-required=\"{}\" aria-invalid=\"{}\" "
          "aria-describedby=\"{}-about\">\n{}"
          "</textarea>",
          f->name, f->name, (int64_t)rows, flag(f->required), flag(f->message.len > 0), f->name, f->value);
    about_put(h, f);
}

void ui_files(struct html *h, const struct ui_field *f, bool many)
{
    label_put(h, f);
    if (many) {
        HTMLF(h, "<input type=\"file\" id=\"{}\" name=\"{}\" multiple aria-invalid=\"{}\" aria-describedby=\"{}-about\">",
              f->name, f->name, flag(f->message.len > 0), f->name);
    } else {
        HTMLF(h, "<input type=\"file\" id=\"{}\" name=\"{}\" aria-invalid=\"{}\" aria-describedby=\"{}-about\">", f->name,
              f->name, flag(f->message.len > 0), f->name);
    }
    about_put(h, f);
}

void ui_select(struct html *h, const struct ui_field *f, const struct ui_choice *choices, size_t n)
{
    label_put(h, f);
    HTMLF(h, "<select id=\"{}\" name=\"{}\" aria-required=\"{}\" aria-invalid=\"{}\" aria-describedby=\"{}-about\">", f->name,
          f->name, flag(f->required), flag(f->message.len > 0), f->name);
    for (size_t i = 0; i < n; i++) {
        if (str_equal(choices[i].value, f->value)) {
            HTMLF(h, "<option value=\"{}\" selected>{}</option>", choices[i].value, choices[i].label);
        } else {
            HTMLF(h, "<option value=\"{}\">{}</option>", choices[i].value, choices[i].label);
        }
    }
    HTML(h, "</select>");
    about_put(h, f);
}

/* The first choice carries the id of the field, so that the summary's link lands on something that takes the focus. */
static struct str choice_id(struct html *h, const struct ui_field *f, size_t i)
{
    return i == 0 ? f->name : str_format(html_arena(h), "%.*s-%zu", (int)f->name.len, f->name.at, i);
}

static void choices_begin(struct html *h, const struct ui_field *f)
{
    HTMLF(h, "<div class=\"{}\"><fieldset aria-describedby=\"{}-about\"><legend>{}</legend>", field_class(f), f->name,
          f->label);
}

static void checks_put(struct html *h, const struct ui_field *f, const struct ui_choice *choices, size_t n, const bool *checked)
{
    for (size_t i = 0; i < n; i++) {
        struct str id = choice_id(h, f, i);
        if (checked[i]) {
            HTMLF(h, "<div class=\"choice\"><input type=\"checkbox\" id=\"{}\" name=\"{}\" value=\"{}\" checked>", id, f->name,
                  choices[i].value);
        } else {
            HTMLF(h, "<div class=\"choice\"><input type=\"checkbox\" id=\"{}\" name=\"{}\" value=\"{}\">", id, f->name,
                  choices[i].value);
        }
        HTMLF(h, "<label for=\"{}\">{}</label></div>", id, choices[i].label);
    }
}

void ui_checks(struct html *h, const struct ui_field *f, const struct ui_choice *choices, size_t n, const bool *checked)
{
    choices_begin(h, f);
    checks_put(h, f, choices, n, checked);
    HTML(h, "</fieldset>");
    about_put(h, f);
}

void ui_checks_folded(struct html *h, const struct ui_field *f, const struct ui_choice *choices, size_t n, const bool *checked,
                      struct str chosen)
{
    choices_begin(h, f);
    if (f->message.len) {
        HTML(h, "<details class=\"ticks\" open>");
    } else {
        HTML(h, "<details class=\"ticks\">");
    }
    HTMLF(h, "<summary>{}</summary><div>", chosen);
    checks_put(h, f, choices, n, checked);
    HTML(h, "</div></details></fieldset>");
    about_put(h, f);
}

void ui_radios(struct html *h, const struct ui_field *f, const struct ui_choice *choices, size_t n)
{
    choices_begin(h, f);
    for (size_t i = 0; i < n; i++) {
        struct str id = choice_id(h, f, i);
        if (str_equal(choices[i].value, f->value)) {
            HTMLF(h, "<div class=\"choice\"><input type=\"radio\" id=\"{}\" name=\"{}\" value=\"{}\" checked>", id, f->name,
                  choices[i].value);
        } else {
            HTMLF(h, "<div class=\"choice\"><input type=\"radio\" id=\"{}\" name=\"{}\" value=\"{}\">", id, f->name,
                  choices[i].value);
        }
        HTMLF(h, "<label for=\"{}\">{}</label></div>", id, choices[i].label);
    }
    HTML(h, "</fieldset>");
    about_put(h, f);
}

void ui_group_begin(struct html *h, struct str legend)
{
    HTMLF(h, "<fieldset class=\"group\"><legend>{}</legend>", legend);
}

void ui_group_end(struct html *h)
{
    HTML(h, "</fieldset>\n");
}

/* The label goes before a message that does not name its field itself. */
static void summary_line(struct ctx *ctx, struct html *h, const struct ui_field *f)
{
    struct html_url to = url_own(ctx->arena, str_join(ctx->arena, STR("#"), f->name));
    if (f->message.len == 0) {
        return;
    }
    if (str_find(f->message, f->label, 0) < f->message.len) {
        HTMLF(h, "<li><a href=\"{}\">{}</a></li>", to, f->message);
    } else {
        HTMLF(h, "<li><a href=\"{}\">{}: {}</a></li>", to, f->label, f->message);
    }
}

void ui_error_summary(struct ctx *ctx, struct html *h, const struct ui_field *fields, size_t n)
{
    int64_t wrong = 0;
    for (size_t i = 0; i < n; i++) {
        wrong += fields[i].message.len > 0;
    }
    if (wrong == 0) {
        return;
    }
    /* autofocus takes the reader to the summary after a refused save, also without a script. */
    HTMLF(h, "<div class=\"error-summary\" role=\"alert\" tabindex=\"-1\" autofocus><h2>{}</h2><ul>",
          text_with(ctx, T_UI_MEND, TEXT_ARG("n", wrong)));
    for (size_t i = 0; i < n; i++) {
        summary_line(ctx, h, &fields[i]);
    }
    HTML(h, "</ul></div>\n");
}
