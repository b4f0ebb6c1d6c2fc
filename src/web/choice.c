/* What the reader chose before this page: the language (cookie, else what the browser asks for) and the school year
   (?year=, else cookie, else the newest one of the centre). The cookies are set by ui_choose.c. */
#include "base/num.h"
#include "base/str.h"
#include "web/web_in.h"
#include "web_sql.h"

static bool lang_read(struct str s, enum lang *ret_lang)
{
    struct str first = str_part(s, 0, 2);
    bool known = (s.len == 2 || (s.len > 2 && s.at[2] == '-')) && (str_is(first, "ru") || str_is(first, "en"));
    if (known) {
        *ret_lang = str_is(first, "ru") ? LANG_RU : LANG_EN;
    }
    return known;
}

/* "en-GB,en;q=0.9,ru;q=0.8": the known language of the greatest weight, the first among equals; Russian when none is known. */
enum lang choice_lang(const struct request *request)
{
    enum lang lang = LANG_RU, asked;
    if (lang_read(request_cookie(request, "lang"), &lang)) {
        return lang;
    }
    double best = 0;
    struct str rest = request->accept_language, piece;
    for (int i = 0; i < 20 && rest.len > 0 && str_next(&rest, ',', &piece); i++) {
        size_t mark = str_find(piece, STR(";q="), 0);
        double weight = 1;
        if (mark < piece.len && !num_read_real(str_trim(str_part(piece, mark + 3, piece.len)), &weight)) {
            continue;
        }
        if (lang_read(str_trim(str_part(piece, 0, str_find(piece, STR(";"), 0))), &asked) && weight > best) {
            best = weight;
            lang = asked;
        }
    }
    return lang;
}

static bool year_typed(struct str s, int *ret_year)
{
    int64_t year;
    if (s.len != 4 || !num_read_int(s, &year) || year < 1990 || year > 2100) {
        return false;
    }
    *ret_year = (int)year;
    return true;
}

struct year_row {
    int64_t year;
};
static const struct db_column year_columns[] = { { "year", DB_INT, offsetof(struct year_row, year) } };
static const struct db_shape year_shape = DB_SHAPE(struct year_row, year_columns);

/* 0 when the centre has no year yet. A choice is not looked up: a year without rows shows pages that say so. */
bool choice_year(struct ctx *ctx, const struct request *request, int *ret_year, struct err *e)
{
    if (year_typed(request_query(request, "year"), ret_year) || year_typed(request_cookie(request, "year"), ret_year)) {
        return true;
    }
    struct year_row row = { 0 };
    struct err why = { 0 };
    if (!db_one(ctx->db, ctx->arena, &q_web_newest_year, DB_NO_ARGS, &year_shape, &row, &why) && why.kind != ERR_NOT_FOUND) {
        *e = why;
        return false;
    }
    *ret_year = (int)row.year;
    return true;
}
