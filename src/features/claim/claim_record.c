/* Checkers of what a document says of the record itself: the number and date of a paper, names of dictionaries, children who
   are said to be different, years of a chart. Where the record does not know, it is a question and never a fault. */
#include "features/claim/check.h"
#include "features/claim/claim_math.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "claim_sql.h"

struct paper {
    int64_t id;
    struct str number, precision;
    struct day first, last;
};

/* Printed words as typed by hand: a no-break space is a space like others. */
static struct str plain(struct arena *a, struct str s)
{
    struct buf *b = buf_new(a, s.len + 1);
    for (size_t i = 0; i < s.len; i++) {
        bool no_break = str_starts(str_part(s, i, s.len), STR("\302\240"));
        buf_put(b, no_break ? STR(" ") : str_part(s, i, 1));
        i += no_break;
    }
    return str_trim(str_copy(a, buf_str(b)));
}

/* Where the first of the words, each between spaces, or a bracket or comma ends the number; s.len when nothing does. */
static size_t number_ends(struct check *k, struct str s, size_t *ret_gap)
{
    struct str lists[] = { text_in(LANG_RU, T_CLAIM_WORDS_DATED), text_in(LANG_EN, T_CLAIM_WORDS_DATED) }, word;
    size_t end = s.len;
    for (size_t i = 0; i < COUNT(lists); i++) {
        while (str_next(&lists[i], ' ', &word)) {
            struct str gap = str_format(k->ctx->arena,
                                        str_is(word, ",")   ? "%.*s "
                                        : str_is(word, "(") ? " %.*s"
                                                            : " %.*s ",
                                        (int)word.len, word.at);
            size_t at = str_find(s, gap, 0);
            if (at < end) {
                end = at;
                *ret_gap = gap.len;
            }
        }
    }
    return end;
}

/* «№ 701 от 29 октября 2021 года»: its number and its date, each empty where it is not printed. */
static void paper_parts(struct check *k, struct str printed, struct str *ret_number, struct str *ret_date)
{
    size_t sign = str_find(printed, STR("№"), 0), gap = 0;
    *ret_number = STR_NONE;
    *ret_date = printed;
    if (sign < printed.len) {
        struct str rest = str_part(printed, sign + STR("№").len, printed.len);
        size_t end = number_ends(k, rest, &gap);
        *ret_number = str_trim(str_part(rest, 0, end));
        *ret_date = str_trim(str_part(rest, end + gap, rest.len));
    }
}

/* «701», and «701 департамента»: other words may follow the number. */
static bool same_number(struct str recorded, struct str printed)
{
    return str_starts(printed, recorded) && (printed.len == recorded.len || printed.at[recorded.len] == ' ');
}

static struct str paper_date(struct check *k, enum lang lang, const struct paper *paper)
{
    struct period p = { paper->first, paper->last, PRECISION_NONE };
    BUG_IF(!precision_read(paper->precision, &p.precision));
    return text_period(k->ctx->arena, lang, p);
}

/* «29 октября 2021» of «29 октября 2021 г.»: the word for a year may be there or not. */
static struct str without_year_word(struct str s, enum lang lang)
{
    struct str words = text_in(lang, T_CLAIM_WORDS_YEAR), word;
    s = str_trim(s);
    s.len -= str_ends(s, STR(")")) || str_ends(s, STR(","));
    while (str_next(&words, ' ', &word)) {
        struct str before = str_trim(str_part(s, 0, s.len > word.len ? s.len - word.len : 0));
        if (str_ends(s, word) && before.len + word.len < s.len) {
            return before;
        }
    }
    return s;
}

/* In figures («29.10.2021», «2021») or in words of either language. */
static bool same_date(struct check *k, const struct paper *paper, struct str printed)
{
    struct arena *a = k->ctx->arena;
    struct period p;
    struct str bare = without_year_word(printed, LANG_RU);
    if (period_read(bare, &p)) {
        return p.first.n == paper->first.n && p.last.n == paper->last.n;
    }
    struct str russian = without_year_word(paper_date(k, LANG_RU, paper), LANG_RU), english = paper_date(k, LANG_EN, paper);
    struct str folded = utf8_fold(a, bare);
    return str_equal(folded, utf8_fold(a, russian)) || str_equal(folded, utf8_fold(a, english));
}

static bool paper_read(struct check *k, struct paper *ret_paper, bool *ret_found, struct err *e)
{
    static const struct db_column columns[] = {
        { "id", DB_INT, offsetof(struct paper, id) },
        { "number", DB_TEXT, offsetof(struct paper, number) },
        { "date_precision", DB_TEXT, offsetof(struct paper, precision) },
        { "date_first", DB_DAY, offsetof(struct paper, first) },
        { "date_last", DB_DAY, offsetof(struct paper, last) },
    };
    static const struct db_shape shape = DB_SHAPE(struct paper, columns);
    struct paper *rows;
    size_t n;
    if (!db_rows(k->ctx->db, k->ctx->arena, &q_claim_document, DB_ARGS(k->claim->figures), &shape, &rows, &n, e)) {
        return false;
    }
    *ret_found = n == 1;
    if (n == 1) {
        *ret_paper = rows[0];
    }
    return true;
}

bool check_document(struct check *k, struct err *e)
{
    struct paper paper;
    struct str number, date;
    bool found;
    if (!paper_read(k, &paper, &found, e)) {
        return false;
    }
    if (!found) {
        return check_say(k, SEVERITY_QUESTION, text_with(k->ctx, T_CLAIM_NO_DOCUMENT, TEXT_ARG("code", k->claim->figures)),
                         text(k->ctx, T_CLAIM_NO_DOCUMENT_MEND));
    }
    paper_parts(k, plain(k->ctx->arena, k->claim->printed), &number, &date);
    if ((number.len > 0 && paper.number.len == 0) || (date.len > 0 && !paper.first.known)) {
        return check_say(k, SEVERITY_QUESTION, text(k->ctx, T_CLAIM_DOCUMENT_UNKNOWN),
                         text(k->ctx, T_CLAIM_DOCUMENT_UNKNOWN_MEND));
    }
    if (number.len > 0 && !same_number(paper.number, number)) {
        return check_say(
            k, SEVERITY_ERROR,
            text_with(k->ctx, T_CLAIM_DOCUMENT_NUMBER, TEXT_ARG("printed", number), TEXT_ARG("recorded", paper.number)),
            text_with(k->ctx, T_CLAIM_DOCUMENT_MEND, TEXT_ARG("recorded", paper.number)));
    }
    if (date.len > 0 && !same_date(k, &paper, date)) {
        struct str recorded = paper_date(k, k->ctx->lang, &paper);
        return check_say(k, SEVERITY_ERROR,
                         text_with(k->ctx, T_CLAIM_DOCUMENT_DATE, TEXT_ARG("printed", date), TEXT_ARG("recorded", recorded)),
                         text_with(k->ctx, T_CLAIM_DOCUMENT_MEND, TEXT_ARG("recorded", recorded)));
    }
    return true;
}

struct term {
    struct str name, synonyms;
};

/* The dictionary row one of whose names, the present one first, is the printed one; NULL when there is none. */
static const struct term *term_find(struct check *k, const struct term *terms, size_t n, struct str printed, bool *ret_present)
{
    struct str wanted = utf8_fold(k->ctx->arena, printed), other;
    for (size_t i = 0; i < n; i++) {
        *ret_present = str_equal(wanted, utf8_fold(k->ctx->arena, terms[i].name));
        if (*ret_present) {
            return &terms[i];
        }
    }
    for (size_t i = 0; i < n; i++) {
        struct str rest = terms[i].synonyms;
        while (rest.len > 0 && str_next(&rest, '\n', &other)) {
            if (str_equal(wanted, utf8_fold(k->ctx->arena, str_trim(other)))) {
                return &terms[i];
            }
        }
    }
    return NULL;
}

/* Names of competencies and fields as a document prints them, parted by «;». */
bool check_term(struct check *k, struct err *e)
{
    static const struct db_column columns[] = {
        { "name", DB_TEXT, offsetof(struct term, name) },
        { "synonyms", DB_TEXT, offsetof(struct term, synonyms) },
    };
    static const struct db_shape shape = DB_SHAPE(struct term, columns);
    struct str rest = k->claim->printed, piece;
    struct term *terms;
    size_t n;
    if (!db_rows(k->ctx->db, k->ctx->arena, &q_claim_terms, DB_NO_ARGS, &shape, &terms, &n, e)) {
        return false;
    }
    while (str_next(&rest, ';', &piece)) {
        bool present = false;
        const struct term *term = term_find(k, terms, n, str_trim(piece), &present);
        if (!term && k->finding->severity == SEVERITY_HOLDS) {
            check_say(k, SEVERITY_QUESTION, text_with(k->ctx, T_CLAIM_TERM_UNKNOWN, TEXT_ARG("printed", str_trim(piece))),
                      text(k->ctx, T_CLAIM_TERM_UNKNOWN_MEND));
        } else if (term && !present) { /* graver than an unknown one: the record knows better */
            return check_say(
                k, SEVERITY_WARNING,
                text_with(k->ctx, T_CLAIM_TERM_OLD, TEXT_ARG("printed", str_trim(piece)), TEXT_ARG("name", term->name)),
                text_with(k->ctx, T_CLAIM_TERM_OLD_MEND, TEXT_ARG("name", term->name)));
        }
    }
    return true;
}

/* «1 450 разных детей»: only one count of persons can say so. A sum of several counts has the same child in it more than once,
   and other units count no persons at all. */
bool check_different(struct check *k, struct err *e)
{
    struct figure_sum sum;
    bool said = false;
    struct decimal printed;
    if (!check_sum(k, k->claim->figures, k->year, &sum, &said, e)) {
        return false;
    }
    if (said || !check_printed(k, &printed)) {
        return true;
    }
    if (sum.def->unit != UNIT_PERSONS && sum.def->unit != UNIT_REGISTERED) {
        return check_say(k, SEVERITY_ERROR,
                         text_with(k->ctx, T_CLAIM_DIFFERENT_UNIT, TEXT_ARG("unit", unit_short(k->ctx->lang, sum.def->unit))),
                         text(k->ctx, T_CLAIM_DIFFERENT_MEND));
    }
    if (!sum.known || sum.status != FIGURE_KNOWN) {
        return check_say(k, SEVERITY_QUESTION, text(k->ctx, T_CLAIM_NOW_UNKNOWN), text(k->ctx, T_CLAIM_NOW_UNKNOWN_MEND));
    }
    if (!claim_is_number(printed, sum.value)) {
        return check_say(k, SEVERITY_ERROR,
                         text_with(k->ctx, T_CLAIM_SUM_WRONG, TEXT_ARG("printed", check_decimal(k, printed)),
                                   TEXT_ARG("sum", check_count(k, sum.value))),
                         text_with(k->ctx, T_CLAIM_SUM_MEND, TEXT_ARG("sum", check_count(k, sum.value))));
    }
    return sum.n_rows == 1 ||
           check_say(k, SEVERITY_WARNING, text_with(k->ctx, T_CLAIM_DIFFERENT_ROWS, TEXT_ARG("n", sum.n_rows)),
                     text(k->ctx, T_CLAIM_DIFFERENT_MEND));
}

/* A chart of `compared` years that ends with this one: each must have a value, or the picture draws a trend that nobody knows.
 */
bool check_chart(struct check *k, struct err *e)
{
    enum { MOST_YEARS = 10 };
    int64_t years;
    size_t missing = 0;
    struct buf *b = buf_new(k->ctx->arena, 1 << 10);
    if (!num_read_int(k->claim->compared, &years) || years < 2 || years > MOST_YEARS) {
        return check_say(k, SEVERITY_QUESTION, text(k->ctx, T_CLAIM_NO_NUMBER), text(k->ctx, T_CLAIM_CHART_FIELD));
    }
    for (int year = k->year - (int)years + 1; year <= k->year; year++) {
        struct figure_sum sum;
        bool said = false;
        if (!check_sum(k, k->claim->figures, year, &sum, &said, e)) {
            return false;
        }
        if (said) {
            return true;
        }
        if (!sum.known) {
            buf_putf(b, "%s%s", missing++ ? ", " : "",
                     str_cstr(k->ctx->arena, figure_period(k->ctx->arena, k->ctx->lang, sum.def->period, year)));
        }
    }
    return missing == 0 || check_say(k, SEVERITY_WARNING,
                                     text_with(k->ctx, T_CLAIM_CHART, TEXT_ARG("years", str_copy(k->ctx->arena, buf_str(b)))),
                                     text(k->ctx, T_CLAIM_CHART_MEND));
}
