/* The linter's course: claims of the year one by one through the checker of their kind, then what the forms of counts would
   refuse, then the rules over the record (whose rows may be many and push nothing graver out), then what people have accepted.
   A rule that a claim speaks of already is not told twice: one fault, one finding. */
#include "features/claim/check.h"
#include "features/claim/claim_math.h"

#include "access/access.h"
#include "features/headcount/headcount.h"

#include "claim_sql.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_FINDINGS = 2000 };

struct findings {
    struct finding *all;
    size_t n;
    bool left_out;          /* there are more */
    bool partition_claimed; /* a claim speaks of the cohort's parts already */
};

const struct check_kind check_kinds[] = {
    { "sum", T_CLAIM_KIND_SUM, check_sum_of_parts },
    { "partition", T_CLAIM_KIND_PARTITION, check_sum_of_parts },
    { "share", T_CLAIM_KIND_SHARE, check_share },
    { "change", T_CLAIM_KIND_CHANGE, check_change },
    { "times", T_CLAIM_KIND_TIMES, check_times },
    { "trend", T_CLAIM_KIND_TREND, check_trend },
    { "two_bases", T_CLAIM_KIND_BASES, check_two_bases },
    { "category", T_CLAIM_KIND_CATEGORY, check_category },
    { "stages", T_CLAIM_KIND_STAGES, check_stages },
    { "target", T_CLAIM_KIND_TARGET, check_target },
    { "grades", T_CLAIM_KIND_GRADES, check_grades },
    { "coverage", T_CLAIM_KIND_COVERAGE, check_coverage },
    { "periods", T_CLAIM_KIND_PERIODS, check_periods },
    { "unit", T_CLAIM_KIND_UNIT, check_unit },
    { "plan", T_CLAIM_KIND_PLAN, check_plan },
    { "name", T_CLAIM_KIND_NAME, check_name },
    { "document", T_CLAIM_KIND_DOCUMENT, check_document },
    { "term", T_CLAIM_KIND_TERM, check_term },
    { "different", T_CLAIM_KIND_DIFFERENT, check_different },
    { "chart", T_CLAIM_KIND_CHART, check_chart },
};
const size_t n_check_kinds = COUNT(check_kinds);

bool check_say(struct check *k, enum severity severity, struct str what, struct str remedy)
{
    k->finding->severity = severity;
    k->finding->what = what;
    k->finding->remedy = remedy;
    return true;
}

struct str check_count(struct check *k, int64_t n)
{
    return num_count(k->ctx->arena, n, k->ctx->lang == LANG_RU);
}

bool check_printed(struct check *k, struct decimal *ret_printed)
{
    if (claim_first_number(k->claim->printed, ret_printed)) {
        return true;
    }
    check_say(k, SEVERITY_QUESTION, text(k->ctx, T_CLAIM_NO_NUMBER), text(k->ctx, T_CLAIM_NO_NUMBER_MEND));
    return false;
}

static bool name_refused(struct check *k, struct str name, struct str suggestion)
{
    return check_say(k, SEVERITY_QUESTION, text_with(k->ctx, T_CLAIM_NO_FIGURE, TEXT_ARG("name", name)),
                     suggestion.len ? text_with(k->ctx, T_CLAIM_NO_FIGURE_SUGGEST, TEXT_ARG("name", suggestion))
                                    : text(k->ctx, T_CLAIM_NO_FIGURE_MEND));
}

/* KNOWN and PRINTED count as known; a sum is as weak as its weakest part. */
static void sum_add(struct figure_sum *sum, const struct figure *f, bool first)
{
    if (first) {
        *sum = (struct figure_sum){ .known = true, .def = f->def, .title = f->title, .status = f->status };
    }
    if (f->status == FIGURE_NO_DATA || (f->status == FIGURE_RECONSTRUCTED && sum->status != FIGURE_NO_DATA)) {
        sum->status = f->status;
    }
    sum->known = sum->known && f->status != FIGURE_NO_DATA;
    sum->n_rows += f->n_rows;
    sum->value += f->status == FIGURE_NO_DATA ? 0 : f->value;
}

bool check_sum(struct check *k, struct str expression, int year, struct figure_sum *ret_sum, bool *ret_said, struct err *e)
{
    struct figure_sum sum = { 0 };
    struct str rest = expression, piece;
    bool first = true;
    while (str_next(&rest, '+', &piece)) {
        struct str name = str_trim(piece), param, suggestion = STR_NONE;
        const struct figure_def *def;
        if (!figure_resolve(k->ctx, name, &def, &param, &suggestion, e)) {
            if (e->kind != ERR_NONE && e->kind != ERR_NOT_FOUND) {
                return false;
            }
            *e = (struct err){ 0 }; /* a name that does not exist is a finding, not a failure of the world */
            *ret_said = name_refused(k, name, suggestion);
            *ret_sum = (struct figure_sum){ 0 };
            return true;
        }
        if (!first && def->unit != sum.def->unit) { /* product rule 1: units are never added together */
            *ret_said =
                check_say(k, SEVERITY_ERROR,
                          text_with(k->ctx, T_CLAIM_UNITS_ADDED, TEXT_ARG("one", unit_short(k->ctx->lang, sum.def->unit)),
                                    TEXT_ARG("two", unit_short(k->ctx->lang, def->unit)), TEXT_ARG("name", name)),
                          text(k->ctx, T_CLAIM_UNITS_ADDED_MEND));
            *ret_sum = (struct figure_sum){ 0 };
            return true;
        }
        struct figure f;
        if (!figure_read(k->ctx, name, year, &f, e)) {
            return false;
        }
        sum_add(&sum, &f, first);
        first = false;
    }
    *ret_sum = sum;
    return true;
}

/* More than a person mends one by one are not kept: a year may hold a hundred thousand rows of one mistake, and its analysis
   must open all the same. The rules read no more rows either. */
static void finding_add(struct findings *all, const struct finding *f)
{
    if (all->n == MOST_FINDINGS) {
        all->left_out = true;
        return;
    }
    all->all[all->n++] = *f;
}

static void say_left_out(struct ctx *ctx, struct findings *all)
{
    if (all->left_out) {
        all->all[all->n++] = (struct finding){ .severity = SEVERITY_ERROR,
                                               .key = STR("left_out"),
                                               .what = text_with(ctx, T_CLAIM_LEFT_OUT, TEXT_ARG("n", (int64_t)MOST_FINDINGS)),
                                               .remedy = text(ctx, T_CLAIM_LEFT_OUT_MEND),
                                               .path = STR("/headcount"),
                                               .of_the_list = true };
    }
}

static bool claim_examine(struct ctx *ctx, int year, const struct claim *claim, struct findings *all, struct err *e)
{
    struct finding f = { .severity = SEVERITY_HOLDS,
                         .key = claim->number,
                         .section = claim->section,
                         .place = claim->place,
                         .quote = claim->quote,
                         .printed = claim->printed,
                         .path = str_format(ctx->arena, "/claim/%lld", (long long)claim->id) };
    struct check k = { ctx, year, claim, &f };
    if (str_is(claim->kind, "partition")) {
        all->partition_claimed = true;
    }
    for (size_t i = 0; i < n_check_kinds; i++) {
        if (str_is(claim->kind, check_kinds[i].word)) {
            if (!check_kinds[i].check(&k, e)) {
                return false;
            }
            if (f.severity != SEVERITY_HOLDS) {
                finding_add(all, &f);
            }
            return true;
        }
    }
    check_say(&k, SEVERITY_QUESTION, text(ctx, T_CLAIM_NO_KIND), text(ctx, T_CLAIM_NO_KIND_MEND));
    finding_add(all, &f);
    return true;
}

static bool claims_examine(struct ctx *ctx, int year, struct findings *all, struct err *e)
{
    static const struct db_column columns[] = {
        { "id", DB_INT, offsetof(struct claim, id) },
        { "number", DB_TEXT, offsetof(struct claim, number) },
        { "section", DB_TEXT, offsetof(struct claim, section) },
        { "place", DB_TEXT, offsetof(struct claim, place) },
        { "quote", DB_TEXT, offsetof(struct claim, quote) },
        { "kind", DB_TEXT, offsetof(struct claim, kind) },
        { "figures", DB_TEXT, offsetof(struct claim, figures) },
        { "base", DB_TEXT, offsetof(struct claim, base) },
        { "compared", DB_TEXT, offsetof(struct claim, compared) },
        { "printed", DB_TEXT, offsetof(struct claim, printed) },
    };
    static const struct db_shape shape = DB_SHAPE(struct claim, columns);
    struct claim *claims;
    size_t n;
    if (!db_rows(ctx->db, ctx->arena, &q_claim_of_year, DB_ARGS((int64_t)year), &shape, &claims, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!claim_examine(ctx, year, &claims[i], all, e)) {
            return false;
        }
    }
    return true;
}

/* One row of a rule over the record: columns by name, whatever the rule selects. */
static int64_t cell_int(const struct db_table *t, size_t row, const char *name)
{
    for (size_t c = 0; c < t->n_columns; c++) {
        if (str_is(t->names[c], name)) {
            return t->values[row * t->n_columns + c].as.i;
        }
    }
    return 0;
}

static struct str cell_text(const struct db_table *t, size_t row, const char *name)
{
    for (size_t c = 0; c < t->n_columns; c++) {
        if (str_is(t->names[c], name) && t->values[row * t->n_columns + c].kind == DB_TEXT) {
            return t->values[row * t->n_columns + c].as.s;
        }
    }
    return STR_NONE;
}

struct rule_words {
    struct str what, remedy;
};
typedef struct rule_words rule_say(struct ctx *ctx, const struct db_table *t, size_t row);

static struct rule_words partition_say(struct ctx *ctx, const struct db_table *t, size_t row)
{
    int64_t total = cell_int(t, row, "total"), parts = cell_int(t, row, "parts");
    return (struct rule_words){ text_with(ctx, T_CLAIM_RULE_PARTITION, TEXT_ARG("total", total), TEXT_ARG("parts", parts)),
                                total > parts ? text_with(ctx, T_CLAIM_SUM_REST, TEXT_ARG("n", total - parts))
                                              : text(ctx, T_CLAIM_RULE_PARTITION_MEND) };
}

static struct rule_words grades_say(struct ctx *ctx, const struct db_table *t, size_t row)
{
    return (struct rule_words){
        text_with(ctx, T_CLAIM_RULE_GRADES, TEXT_ARG("title", cell_text(t, row, "title")),
                  TEXT_ARG("came_from", cell_int(t, row, "came_from")), TEXT_ARG("came_to", cell_int(t, row, "came_to")),
                  TEXT_ARG("grade_from", cell_int(t, row, "grade_from")), TEXT_ARG("grade_to", cell_int(t, row, "grade_to"))),
        text(ctx, T_CLAIM_RULE_GRADES_MEND)
    };
}

static const struct record_rule {
    const char *name, *register_name;
    const struct db_query *query;
    rule_say *say;
} record_rules[] = {
    { "partition", "graduate_cohort", &q_claim_rule_partition, partition_say },
    { "grades", "headcount", &q_claim_rule_grades, grades_say },
};

static bool record_examine(struct ctx *ctx, int year, struct findings *all, struct err *e)
{
    for (size_t i = 0; i < COUNT(record_rules); i++) {
        const struct record_rule *rule = &record_rules[i];
        struct db_table t;
        if (rule->query == &q_claim_rule_partition && all->partition_claimed) {
            continue;
        }
        if (!db_table(ctx->db, ctx->arena, rule->query, DB_ARGS((int64_t)year, (int64_t)MOST_FINDINGS + 1), &t, e)) {
            return false;
        }
        for (size_t row = 0; row < t.n_rows; row++) {
            long long id = (long long)cell_int(&t, row, "id");
            struct rule_words words = rule->say(ctx, &t, row);
            struct finding f = { .severity = SEVERITY_ERROR,
                                 .key = str_format(ctx->arena, "%s:%lld", rule->name, id),
                                 .what = words.what,
                                 .remedy = words.remedy,
                                 .path = str_format(ctx->arena, "/%s/%lld", rule->register_name, id) };
            finding_add(all, &f);
        }
    }
    return true;
}

static struct str mend_of(struct ctx *ctx, const char *rule)
{
    return text(ctx, str_is(str_c(rule), "share_across") ? T_CLAIM_RULE_ACROSS_MEND : T_CLAIM_RULE_PARTS_MEND);
}

/* What the forms of counts would refuse, found by their own rules: a row that an older program or a migration left in neither
   sum nor whole is silent everywhere else. The key of a part names what it is of only where one activity has several faults. */
static bool counts_examine(struct ctx *ctx, int year, struct findings *all, struct err *e)
{
    struct headcount_fault *faults;
    size_t n;
    if (!headcount_faults(ctx, year, &faults, &n, e)) {
        return false;
    }
    for (size_t i = 0; i < n && !all->left_out; i++) { /* the search for its key is over all that are kept */
        const struct headcount_fault *fault = &faults[i];
        struct str key = str_format(ctx->arena, "%s:%lld", fault->rule, (long long)fault->id);
        for (size_t k = 0; k < all->n; k++) {
            if (str_equal(all->all[k].key, key)) {
                key = str_format(ctx->arena, "%.*s:%.*s", (int)key.len, key.at, (int)fault->of.len, fault->of.at);
                break;
            }
        }
        struct finding f = { .severity = SEVERITY_ERROR,
                             .key = key,
                             .what = fault->what,
                             .remedy = mend_of(ctx, fault->rule),
                             .path = str_format(ctx->arena, "/%s/%lld", fault->register_name, (long long)fault->id) };
        finding_add(all, &f);
    }
    return true;
}

static bool accepted_read(struct ctx *ctx, int year, struct findings *all, struct err *e)
{
    struct db_table t;
    if (!db_table(ctx->db, ctx->arena, &q_claim_accepted, DB_ARGS((int64_t)year), &t, e)) {
        return false;
    }
    for (size_t row = 0; row < t.n_rows; row++) {
        struct str key = cell_text(&t, row, "finding");
        for (size_t i = 0; i < all->n; i++) {
            if (str_equal(all->all[i].key, key)) {
                all->all[i].accepted = true;
                all->all[i].explanation = cell_text(&t, row, "explanation");
                all->all[i].who = cell_text(&t, row, "who");
            }
        }
    }
    return true;
}

static int gravest_first(const void *one, const void *two)
{
    const struct finding *a = one, *b = two;
    if (a->severity != b->severity) {
        return a->severity > b->severity ? -1 : 1;
    }
    return str_compare(a->key, b->key);
}

bool claim_check(struct ctx *ctx, int year, struct finding **ret_findings, size_t *ret_n, struct err *e)
{
    struct findings all = { .all = NEW_ARRAY(ctx->arena, struct finding, MOST_FINDINGS + 1) };
    int chosen = ctx->year;
    ctx->year = year; /* names of figures are those of the year under examination */
    bool done = claims_examine(ctx, year, &all, e) && counts_examine(ctx, year, &all, e) &&
                record_examine(ctx, year, &all, e) && accepted_read(ctx, year, &all, e);
    ctx->year = chosen;
    if (!done) {
        return false;
    }
    say_left_out(ctx, &all);
    qsort(all.all, all.n, sizeof *all.all, gravest_first);
    *ret_findings = all.all;
    *ret_n = all.n;
    return true;
}

struct str severity_text(const struct ctx *ctx, enum severity severity)
{
    static const enum text_id words[] = { T_CLAIM_HOLDS, T_CLAIM_QUESTION, T_CLAIM_WARNING, T_CLAIM_ERROR };
    return text(ctx, words[severity]);
}

/* Accepting is a change of the record of its own: who, when and why, with its line in the audit trail. */
struct acceptance {
    int year;
    struct str key, explanation;
};

static bool accept_work(struct ctx *ctx, void *arg, struct err *e)
{
    const struct acceptance *a = arg;
    int64_t changed;
    bool done =
        a->explanation.len
            ? db_do(ctx->db, &q_claim_accept,
                    DB_ARGS((int64_t)a->year, a->key, a->explanation, ctx->actor->account_id, ctx->actor->name, ctx->now_ms),
                    &changed, e)
            : db_do(ctx->db, &q_claim_reopen, DB_ARGS((int64_t)a->year, a->key), &changed, e);
    struct audit_entry entry = { a->key, STR_NONE, a->explanation };
    return done && audit_put(ctx, STR("finding_accepted"), a->year, a->explanation.len ? "accept" : "reopen", &entry, 1, e);
}

bool claim_accept(struct ctx *ctx, int year, struct str key, struct str explanation, struct err *e)
{
    struct acceptance a = { year, key, explanation };
    return db_write(ctx, (struct db_lock){ "claim", year }, accept_work, &a, e);
}
