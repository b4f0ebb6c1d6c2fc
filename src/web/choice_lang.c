/* The language of the reader: the cookie set by ui_choose.c, else what the browser asks for. Apart from choice_year.c because
   it needs no database and so serves the pages of a database that is away. */
#include "base/num.h"
#include "base/str.h"
#include "web/web_in.h"

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
