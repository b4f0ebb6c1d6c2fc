/* The figures of an analysis, each read once and remembered in the order of use. A frozen source begins with what the edition
   holds and reads the record only for what the edition has not. */
#include "features/analysis/source.h"

#include "base/num.h"
#include "features/analysis/facts.h"

static struct used_figure *figure_add(struct source *s)
{
    if (s->n_figures == s->room_figures) {
        s->room_figures = s->room_figures ? s->room_figures * 2 : 64;
        struct used_figure **more = NEW_ARRAY(s->ctx->arena, struct used_figure *, s->room_figures);
        for (size_t i = 0; i < s->n_figures; i++) {
            more[i] = s->figures[i];
        }
        s->figures = more;
    }
    return s->figures[s->n_figures++] = NEW(s->ctx->arena, struct used_figure);
}

static struct used_fact *fact_add(struct source *s)
{
    if (s->n_facts == s->room_facts) {
        s->room_facts = s->room_facts ? s->room_facts * 2 : 32;
        struct used_fact **more = NEW_ARRAY(s->ctx->arena, struct used_fact *, s->room_facts);
        for (size_t i = 0; i < s->n_facts; i++) {
            more[i] = s->facts[i];
        }
        s->facts = more;
    }
    return s->facts[s->n_facts++] = NEW(s->ctx->arena, struct used_fact);
}

/* The analysis is a Russian document whatever language its reader has chosen for the frame around it. */
static struct ctx *document_ctx(struct ctx *ctx)
{
    struct ctx *russian = NEW(ctx->arena, struct ctx);
    *russian = *ctx;
    russian->lang = LANG_RU;
    return russian;
}

struct source *source_live(struct ctx *ctx, int year)
{
    struct source *s = NEW(ctx->arena, struct source);
    s->ctx = document_ctx(ctx);
    s->year = year;
    return s;
}

bool source_figure(struct source *s, struct str name, int year, struct used_figure **ret_figure, struct err *e)
{
    for (size_t i = 0; i < s->n_figures; i++) {
        if (s->figures[i]->figure.year == year && str_equal(s->figures[i]->figure.name, name)) {
            *ret_figure = s->figures[i];
            return true;
        }
    }
    struct figure figure;
    if (!figure_number(s->ctx, name, year, &figure, e)) {
        return false;
    }
    struct used_figure *used = figure_add(s);
    used->figure = figure;
    *ret_figure = used;
    return true;
}

bool source_rows(struct source *s, struct str name, int year, struct used_figure **ret_figure, struct err *e)
{
    struct used_figure *used;
    if (!source_figure(s, name, year, &used, e)) {
        return false;
    }
    if (!used->has_rows) {
        if (!figure_rows(s->ctx, name, year, &used->rows, &used->n_rows, e)) {
            return false;
        }
        used->has_rows = true;
    }
    *ret_figure = used;
    return true;
}

/* A frozen figure brings its rows along; a live one reads those it has not read yet. */
bool source_read_all(struct source *s, struct err *e)
{
    for (size_t i = 0; i < s->n_figures; i++) {
        struct used_figure *used = s->figures[i];
        if (!used->has_rows && used->figure.def && !source_rows(s, used->figure.name, used->figure.year, &used, e)) {
            return false;
        }
        if (used->figure.title.len == 0 && used->figure.def &&
            !figure_title(s->ctx, used->figure.name, used->figure.year, &used->figure.title, e)) {
            return false;
        }
    }
    return true;
}

bool used_title(struct ctx *ctx, const struct used_figure *used, struct str *ret_title, struct err *e)
{
    struct str known = used->figure.title.len ? used->figure.title : used->figure.name;
    struct err gone = { 0 };
    if (ctx->lang == LANG_RU || !used->figure.def) {
        *ret_title = known;
        return true;
    }
    if (figure_title(ctx, used->figure.name, used->figure.year, ret_title, &gone)) {
        return true;
    }
    *ret_title = known;
    if (gone.kind != ERR_NOT_FOUND) {
        *e = gone;
        return false;
    }
    return true;
}

static const char *const fact_words[] = { [FACT_WHEN] = "when",
                                          [FACT_GRADES] = "grades",
                                          [FACT_TITLE] = "title",
                                          [FACT_DOCUMENT] = "document",
                                          [FACT_COMPETENCIES] = "competencies",
                                          [FACT_PARTNERS] = "partners",
                                          [FACT_PARTICIPATING] = "participating" };

static struct used_fact *fact_known(struct source *s, struct str key)
{
    for (size_t i = 0; i < s->n_facts; i++) {
        if (str_equal(s->facts[i]->key, key)) {
            return s->facts[i];
        }
    }
    return NULL;
}

bool source_holds(struct source *s, const char *key)
{
    return fact_known(s, str_c(key)) != NULL;
}

static bool fact_now(struct source *s, struct str key, struct used_fact *ret_fact, struct err *e)
{
    size_t colon = str_find(key, STR(":"), 0);
    struct str word = str_part(key, 0, colon), code = str_part(key, colon + 1, key.len);
    ret_fact->key = key;
    for (size_t i = 0; i < COUNT(fact_words); i++) {
        if (str_is(word, fact_words[i])) {
            return fact_read(s->ctx, s->year, (enum piece_fact)i, code, &ret_fact->words, &ret_fact->path, e);
        }
    }
    int64_t section = 0;
    if (code.len > 0 && !num_read_int(code, &section)) {
        section = 0;
    }
    if (str_is(word, SOURCE_POINTS)) {
        bool counted;
        if (!plan_point_lines(s->ctx, s->year, &ret_fact->words, &counted, e)) {
            return false;
        }
        ret_fact->path = counted ? STR("/plan") : STR_NONE;
        return true;
    }
    return str_is(word, "decisions") ? decision_lines(s->ctx, s->year, section, &ret_fact->words, e)
                                     : plan_lines(s->ctx, s->year, &ret_fact->words, e);
}

static bool fact_of(struct source *s, struct str key, const struct used_fact **ret_fact, struct err *e)
{
    struct used_fact *known = fact_known(s, key);
    if (!known) {
        struct used_fact fact = { .key = key };
        if (!fact_now(s, key, &fact, e)) {
            return false;
        }
        known = fact_add(s);
        *known = fact;
    }
    *ret_fact = known;
    return true;
}

bool source_fact(struct source *s, enum piece_fact fact, struct str code, const struct used_fact **ret_fact, struct err *e)
{
    return fact_of(s, str_format(s->ctx->arena, "%s:%.*s", fact_words[fact], (int)code.len, code.at), ret_fact, e);
}

bool source_lines(struct source *s, const char *what, int64_t section, const struct used_fact **ret_fact, struct err *e)
{
    return fact_of(s, section ? str_format(s->ctx->arena, "%s:%lld", what, (long long)section) : str_c(what), ret_fact, e);
}

static bool read_signed_rows(struct source *s, struct used_figure *used, const struct json *rows)
{
    for (const struct json *row = rows ? rows->first : NULL; row; row = row->next) {
        used->n_rows++;
    }
    used->rows = NEW_ARRAY(s->ctx->arena, struct figure_row, used->n_rows + 1);
    used->has_rows = rows != NULL;
    size_t i = 0;
    for (const struct json *row = rows ? rows->first : NULL; row; row = row->next, i++) {
        struct figure_row *r = &used->rows[i];
        r->register_name = json_text(row, "register");
        r->label = json_text(row, "label");
        r->value.known = num_read_int(json_text(row, "value"), &r->value.is);
        r->grade_from.known = num_read_int(json_text(row, "grade_from"), &r->grade_from.is);
        r->grade_to.known = num_read_int(json_text(row, "grade_to"), &r->grade_to.is);
        if (!num_read_int(json_text(row, "id"), &r->id)) {
            return false;
        }
    }
    return true;
}

/* Nought where an edition has none. */
static int64_t signed_number(const struct json *j, const char *key)
{
    int64_t n = 0;
    return num_read_int(json_text(j, key), &n) ? n : 0;
}

static bool read_signed_figure(struct source *s, const struct json *j)
{
    static const char *const statuses[] = { [FIGURE_KNOWN] = "known",
                                            [FIGURE_NO_DATA] = "no data",
                                            [FIGURE_PRINTED] = "printed",
                                            [FIGURE_RECONSTRUCTED] = "reconstructed" };
    struct used_figure *used = figure_add(s);
    used->signed_as = j;
    struct str param, status = json_text(j, "status");
    int64_t year;
    used->figure = (struct figure){ .name = json_text(j, "name"),
                                    .title = json_text(j, "title"),
                                    .source = json_text(j, "source"),
                                    .n_rows = signed_number(j, "n_rows"),
                                    .n_known = signed_number(j, "n_known"),
                                    .moment_ms = signed_number(j, "moment") };
    /* A figure that a later program no longer has keeps its signed value; only its declaration is unknown. */
    used->figure.def = figure_declared(s->ctx, used->figure.name, &param);
    if (!num_read_int(json_text(j, "year"), &year)) {
        return false;
    }
    used->figure.year = (int)year;
    used->figure.status = FIGURE_NO_DATA;
    for (size_t i = 0; i < COUNT(statuses); i++) {
        if (str_is(status, statuses[i])) {
            used->figure.status = (enum figure_status)i;
        }
    }
    return (used->figure.status == FIGURE_NO_DATA || num_read_int(json_text(j, "value"), &used->figure.value)) &&
           read_signed_rows(s, used, json_get(j, "rows"));
}

bool source_edition(struct ctx *ctx, int year, const struct json *edition, struct source **ret_source, struct err *e)
{
    struct source *s = source_live(ctx, year);
    s->frozen = true;
    s->findings = json_get(edition, "findings");
    const struct json *figures = json_get(edition, "figures"), *facts = json_get(edition, "facts");
    for (const struct json *j = figures ? figures->first : NULL; j; j = j->next) {
        if (!read_signed_figure(s, j)) {
            return err_set(e, ERR_BROKEN, "source_edition", STR("a figure of the edition cannot be read"));
        }
    }
    for (const struct json *j = facts ? facts->first : NULL; j; j = j->next) {
        *fact_add(s) =
            (struct used_fact){ .key = json_text(j, "key"), .words = json_text(j, "words"), .path = json_text(j, "path") };
    }
    *ret_source = s;
    return true;
}

static bool same_number(const struct figure *one, const struct figure *two)
{
    return one->status == two->status && (one->status == FIGURE_NO_DATA || one->value == two->value);
}

bool source_compare(struct source *s, size_t *ret_moved, struct err *e)
{
    size_t moved = 0;
    s->present = source_live(s->ctx, s->year);
    for (size_t i = 0; i < s->n_figures; i++) {
        struct used_figure *used = s->figures[i];
        if (!used->figure.def) {
            continue;
        }
        struct used_figure *present;
        if (!source_figure(s->present, used->figure.name, used->figure.year, &present, e)) {
            return false;
        }
        used->now = present->figure;
        used->moved = !same_number(&used->figure, &used->now);
        moved += used->moved;
    }
    for (size_t i = 0; i < s->n_facts; i++) {
        struct used_fact *fact = s->facts[i], now = { 0 };
        struct err gone = { 0 };
        if (!fact_now(s, fact->key, &now, &gone) && gone.kind != ERR_NOT_FOUND) {
            *e = gone;
            return false;
        }
        fact->now = now.words;
        fact->moved = !str_equal(fact->words, now.words);
        moved += fact->moved;
    }
    *ret_moved = moved;
    return true;
}
