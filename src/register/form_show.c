/* A form on the page: summary of what is wrong on top, one input a field, what was typed kept in it. */
#include "base/text/text.h"
#include "register/type.h"

void input_plain(struct ctx *ctx, struct html *h, const struct field_input *input)
{
    ui_text(h, &input->shown);
}

void input_area(struct ctx *ctx, struct html *h, const struct field_input *input)
{
    ui_area(h, &input->shown, 4);
}

static bool among(const struct ui_choice *choices, size_t n, struct str value)
{
    for (size_t i = 0; i < n; i++) {
        if (str_equal(choices[i].value, value)) {
            return true;
        }
    }
    return false;
}

static size_t own_choices(struct ctx *ctx, const struct field *f, struct ui_choice *to)
{
    size_t n = 0;
    if (f->type == &ft_yes_no) {
        to[n++] = (struct ui_choice){ STR("1"), text(ctx, T_YES) };
        to[n++] = (struct ui_choice){ STR("0"), text(ctx, T_NO) };
    }
    for (size_t i = 0; f->type == &ft_choice && i < f->n_choices; i++) {
        to[n++] = (struct ui_choice){ str_c(f->choices[i].word), text(ctx, f->choices[i].label) };
    }
    return n;
}

void input_select(struct ctx *ctx, struct html *h, const struct field_input *input)
{
    const struct field *f = input->field;
    size_t n_options = input->options ? input->options->n : 0, n = 0;
    struct ui_choice *choices = NEW_ARRAY(ctx->arena, struct ui_choice, n_options + f->n_choices + 8);
    choices[n++] = (struct ui_choice){ STR_NONE, text(ctx, input->filter ? T_REGISTER_ALL : T_REGISTER_NOT_CHOSEN) };
    n += own_choices(ctx, f, choices + n);
    for (size_t i = 0; i < n_options; i++) {
        choices[n++] = input->options->choices[i];
    }
    if (input->filter) {
        choices[n++] = (struct ui_choice){ STR("-"), text(ctx, T_REGISTER_NO_DATA) };
    }
    if (input->shown.value.len && !among(choices, n, input->shown.value)) {
        choices[n++] = (struct ui_choice){ input->shown.value, input->shown.value }; /* what was typed is never lost */
    }
    ui_select(h, &input->shown, choices, n);
}

static struct ui_field shown_field(struct ctx *ctx, const struct form *form, size_t i)
{
    const struct field *f = &form->def->fields[i];
    return (struct ui_field){
        .name = str_c(f->name),
        .label = text(ctx, f->label),
        .hint = f->hint ? text(ctx, f->hint) : STR_NONE,
        .message = form->messages[i],
        .value = form->typed[i],
        .required = (f->flags & F_REQUIRED) != 0,
        .wide = (f->flags & F_WIDE) != 0 || f->type == &ft_long_text,
        .autocomplete = "off",
    };
}

/* A hint says how to type where the type is not obvious and the declaration says nothing. */
static struct str type_hint(struct ctx *ctx, const struct form *form, size_t i)
{
    const struct field *f = &form->def->fields[i];
    if (f->type == &ft_period) {
        return text(ctx, T_REGISTER_PERIOD_HINT);
    }
    if (f->type == &ft_day) {
        return text(ctx, T_REGISTER_DAY_HINT);
    }
    if (f->type == &ft_year) {
        return text(ctx, T_REGISTER_YEAR_HINT);
    }
    return type_is_ref(f) && form->options && form->options[i].many ? text(ctx, T_REGISTER_LOOKUP_HINT) : STR_NONE;
}

static bool can_be_typed(const struct form *form, const struct field *f)
{
    bool is_state = form->def->n_steps && str_is(STR("state"), f->name); /* moves by its steps only */
    return !is_state && !(f->flags & F_MADE) && !(form->id && (f->flags & F_FIXED));
}

void form_show(struct ctx *ctx, struct html *h, const struct form *form, struct html_url action)
{
    const struct register_def *def = form->def;
    struct ui_field *shown = NEW_ARRAY(ctx->arena, struct ui_field, def->n_fields);
    for (size_t i = 0; i < def->n_fields; i++) {
        shown[i] = shown_field(ctx, form, i);
        shown[i].hint = shown[i].hint.len ? shown[i].hint : type_hint(ctx, form, i);
    }
    if (form->message.len) {
        ui_note(h, UI_ERROR, form->message);
    }
    ui_error_summary(ctx, h, shown, def->n_fields);
    ui_form_begin(ctx, h, action, str_c(def->name));
    if (form->id) {
        ui_hidden(h, STR("version"), str_format(ctx->arena, "%lld", (long long)form->version));
    }
    for (size_t i = 0; i < def->n_fields; i++) {
        const struct field *f = &def->fields[i];
        if (can_be_typed(form, f)) {
            struct field_input input = { f, shown[i], form->options ? &form->options[i] : NULL, false };
            f->type->input(ctx, h, &input);
        }
    }
    ui_form_end_or(h, text(ctx, form->id ? T_REGISTER_SAVE : T_REGISTER_ADD), register_path(ctx->arena, def, form->id, ""),
                   text(ctx, T_REGISTER_CANCEL));
}
