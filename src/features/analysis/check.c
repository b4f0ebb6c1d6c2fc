/* Checks at save: what a person typed must name things that are there, or the printed year would have holes. The nearest figure
   is suggested, because most unknown names are misprints. */
#include "features/analysis/check.h"

#include "base/num.h"
#include "features/analysis/facts.h"
#include "features/analysis/settings.h"
#include "features/analysis/share.h"

struct checking {
    struct ctx *ctx;
    int year;
    struct str *message; /* empty until something is wrong; the first fault is said */
};

static void say(struct checking *c, const struct inline_fault *fault)
{
    if (c->message->len == 0) {
        *c->message = text_with(c->ctx, fault->message, TEXT_ARG("what", fault->what));
    }
}

static bool check_figure(struct checking *c, struct str name, struct err *e)
{
    const struct figure_def *def;
    struct str param, suggestion;
    struct err none = { 0 };
    struct ctx of_year = *c->ctx;
    of_year.year = c->year;
    if (c->message->len > 0 || figure_resolve(&of_year, name, &def, &param, &suggestion, &none)) {
        return true;
    }
    if (none.kind != ERR_NOT_FOUND) {
        *e = none;
        return false;
    }
    *c->message = suggestion.len
                      ? text_with(c->ctx, T_ANALYSIS_FAULT_UNKNOWN_LIKE, TEXT_ARG("what", name), TEXT_ARG("like", suggestion))
                      : text_with(c->ctx, T_ANALYSIS_FAULT_UNKNOWN, TEXT_ARG("what", name));
    return true;
}

/* Both names are there, and counted in one unit. */
static bool check_share(struct checking *c, struct str part, struct str whole, struct err *e)
{
    if (!check_figure(c, part, e) || !check_figure(c, whole, e)) {
        return false;
    }
    if (c->message->len == 0) {
        *c->message = share_refused(c->ctx, part, whole);
    }
    return true;
}

static bool check_fact(struct checking *c, const struct piece *p, struct err *e)
{
    struct str words, path;
    struct err none = { 0 };
    if (fact_read(c->ctx, c->year, p->fact, p->name, &words, &path, &none)) {
        return true;
    }
    if (none.kind != ERR_NOT_FOUND) {
        *e = none;
        return false;
    }
    struct inline_fault fault = { p->fact == FACT_DOCUMENT ? T_ANALYSIS_FAULT_DOCUMENT : T_ANALYSIS_FAULT_ACTIVITY, p->name };
    say(c, &fault);
    return true;
}

static bool check_line(struct checking *c, struct str words, struct err *e)
{
    struct piece *pieces;
    struct inline_fault fault;
    size_t n;
    if (!inline_parse(c->ctx->arena, words, &pieces, &n, &fault)) {
        say(c, &fault);
        return true;
    }
    for (size_t i = 0; i < n && c->message->len == 0; i++) {
        const struct piece *p = &pieces[i];
        bool share = p->kind == PIECE_FIGURE && p->other.len > 0;
        bool good = share                     ? check_share(c, p->name, p->other, e)
                    : p->kind == PIECE_FIGURE ? check_figure(c, p->name, e)
                    : p->kind == PIECE_FACT   ? check_fact(c, p, e)
                                              : true;
        if (!good) {
            return false;
        }
    }
    return true;
}

static bool check_lines(struct checking *c, struct str words, struct err *e)
{
    struct str line;
    if (str_trim(words).len == 0) {
        struct inline_fault fault = { T_ANALYSIS_FAULT_EMPTY, STR_NONE };
        say(c, &fault);
    }
    while (c->message->len == 0 && str_next(&words, '\n', &line)) {
        if (!check_line(c, line, e)) {
            return false;
        }
    }
    return true;
}

static bool check_settings(struct checking *c, enum block_kind kind, struct str words, struct err *e)
{
    struct settings s;
    struct inline_fault fault;
    if (!settings_read(kind, words, &s, &fault)) {
        say(c, &fault);
        return true;
    }
    bool shares = kind == BLOCK_TABLE && s.table == TABLE_FIGURES && s.of.len > 0;
    for (size_t i = 0; i < s.n_figures; i++) {
        if (!(shares ? check_share(c, s.figures[i], s.of, e) : check_figure(c, s.figures[i], e))) {
            return false;
        }
    }
    return (s.of.len == 0 || check_figure(c, s.of, e)) && check_line(c, s.title, e) && check_line(c, s.note, e) &&
           check_line(c, s.sentence, e);
}

static bool check_opinion(struct checking *c, struct str words, struct err *e)
{
    struct opinion_parts parts;
    if (!opinion_read(words, &parts)) {
        struct inline_fault fault = { T_ANALYSIS_FAULT_OPINION, STR_NONE };
        say(c, &fault);
        return true;
    }
    return check_figure(c, parts.of, e) && check_lines(c, parts.words, e);
}

bool block_check(struct ctx *ctx, int year, enum block_kind kind, struct str words, struct str *ret_message, struct err *e)
{
    struct str message = STR_NONE;
    struct checking c = { ctx, year, &message };
    int64_t section;
    bool done = true;
    switch (kind) {
    case BLOCK_TABLE:
    case BLOCK_CHART:
        done = check_settings(&c, kind, words, e);
        break;
    case BLOCK_OPINION:
        done = check_opinion(&c, words, e);
        break;
    case BLOCK_DECISIONS:
    case BLOCK_PLAN:
        if (str_trim(words).len > 0 && !num_read_int(str_trim(words), &section)) {
            struct inline_fault fault = { T_ANALYSIS_FAULT_SECTION, words };
            say(&c, &fault);
        }
        break;
    case BLOCK_HEADING:
    case BLOCK_PARAGRAPH:
    case BLOCK_LIST:
    case BLOCK_CONCLUSION:
    case BLOCK_KINDS:
        done = check_lines(&c, words, e);
        break;
    }
    if (done) {
        *ret_message = message;
    }
    return done;
}
