/* Forms of one name: in which case it may stand. Masculine and feminine are told apart as far as the nominative tells them. */
#include "base/str.h"
#include "features/consent/name_in.h"

/* The endings of the cases after the ending of the nominative, surnames and given names together, written from school grammar;
   "-" is no ending. */
struct declension {
    const char *nominative; /* ending, taken off for the stem */
    const char *cases;      /* what may stand in its place, parted by spaces; - is nothing */
};
static const struct declension declensions[] = {
    { "ая", "ая ой ей ую ою ею" },
    { "яя", "яя ей юю ею" },
    { "ия", "ия ии ию ией иею ие" },
    { "ий", "ий ого его ому ему им ом ем ия ию ием ии ие" },
    { "ый", "ый ого ому ым ом" },
    { "ой", "ой ого ому ым им ом" },
    { "а", "а ы и е у ой ою ей ею" },
    { "я", "я и е ю ей ею" },
    { "й", "й я ю ем е" },
    { "ь", "ь я ю ем е и ью" },
    { "о", "о" },
    { "е", "е" },
    { "и", "и" },
    { "у", "у" },
    { "ю", "ю" },
    { "ы", "ы" },
    { "ых", "ых" },
    { "их", "их" },
    { "", "- а у ом ем ым е" },
};
enum { LETTER = 2, LEAST_STEM = 2 * LETTER }; /* bytes: folded words of this alphabet take two a letter */

static bool takes(const char *cases, struct str ending)
{
    struct str rest = str_c(cases), one;
    while (str_next(&rest, ' ', &one)) {
        if (str_equal(one, ending) || (ending.len == 0 && str_is(one, "-"))) {
            return true;
        }
    }
    return false;
}

static const struct declension *declension_of(struct str nominative)
{
    size_t i = 0;
    while (i + 1 < COUNT(declensions) && !(str_ends(nominative, str_c(declensions[i].nominative)) &&
                                           nominative.len >= LEAST_STEM + str_c(declensions[i].nominative).len)) {
        i++;
    }
    return &declensions[i];
}

/* «Павел», «Отец»: the last vowel but one goes in the other cases. */
static bool without_vowel(struct str form, struct str nominative)
{
    if (nominative.len < LEAST_STEM + LETTER) {
        return false;
    }
    struct str vowel = str_part(nominative, nominative.len - 2 * LETTER, LETTER);
    size_t head = nominative.len - 2 * LETTER;
    return (str_is(vowel, "е") || str_is(vowel, "о")) && form.len > head + LETTER &&
           str_equal(str_part(form, 0, head), str_part(nominative, 0, head)) &&
           str_equal(str_part(form, head, LETTER), str_part(nominative, head + LETTER, LETTER)) &&
           takes("а у ом ем е", str_part(form, head + LETTER, form.len));
}

static bool word_form_of(struct str form, struct str nominative)
{
    const struct declension *d = declension_of(nominative);
    size_t stem = nominative.len - str_c(d->nominative).len;
    return str_equal(form, nominative) ||
           (form.len >= stem && str_equal(str_part(form, 0, stem), str_part(nominative, 0, stem)) &&
            takes(d->cases, str_part(form, stem, form.len))) ||
           (d->nominative[0] == '\0' && without_vowel(form, nominative));
}

/* Both parts of a double surname are declined, or the last one alone. */
static bool by_parts(struct str one, struct str other, bool (*alike)(struct str one, struct str other))
{
    struct str first, second;
    bool more, more_other;
    do {
        more = str_next(&one, ' ', &first);
        more_other = str_next(&other, ' ', &second);
        if (more != more_other || (more && !alike(first, second))) {
            return false;
        }
    } while (more);
    return true;
}

bool form_of(struct str form, struct str nominative)
{
    return by_parts(form, nominative, word_form_of);
}

/* As long as nobody knows which case either stands in: one stem, two endings there are. */
static bool one_stem(struct str one, struct str other)
{
    static const char endings[] = "- а я у ю ы и е о ь й ом ем ой ей ою ею ым им ый ий ого его ому ему ых их ыми ими ая яя ую "
                                  "юю ам ах ами ия ию ием ией ии ью";
    size_t same = 0;
    while (same < one.len && same < other.len && one.at[same] == other.at[same]) {
        same++;
    }
    for (same -= same % LETTER; same >= LEAST_STEM + LETTER; same -= LETTER) {
        if (takes(endings, str_part(one, same, one.len)) && takes(endings, str_part(other, same, other.len))) {
            return true;
        }
    }
    return str_equal(one, other) || word_form_of(one, other) || word_form_of(other, one);
}

bool forms_of_one(struct str one, struct str other)
{
    return by_parts(one, other, one_stem);
}

static bool ends_as_one_of(struct str word, const char *endings, size_t least)
{
    struct str rest = str_c(endings), one;
    while (str_next(&rest, ' ', &one)) {
        if (word.len >= one.len + least && str_ends(word, one)) {
            return true;
        }
    }
    return false;
}

bool patronymic(struct str word)
{
    return ends_as_one_of(word,
                          "ович евич ьич овича евича ьича овичу евичу ьичу овичем евичем ьичем овиче евиче ьиче "
                          "овна евна овны евны овне евне овну евну овной евной овною евною "
                          "ична ичны ичне ичну ичной ичною",
                          LETTER) ||
           ends_as_one_of(word, "мич тич кич нич мича тича кича нича мичу тичу кичу ничу", 2 * LETTER); /* «Фомич», «Никитич» */
}

bool surname_like(struct str word)
{
    return ends_as_one_of(word,
                          "ов ев ин ын ова ева ина ына ову еву ину ыну овым евым иным ыным овой евой иной ыной ове еве ине "
                          "овы евы ины овых евых иных овыми евыми иными "
                          "ский цкий ская цкая ского цкого скому цкому ским цким ском цком скую цкую ской цкой "
                          "енко чук щук ючок енок юк нюк ич дзе швили ян янц",
                          2 * LETTER);
}
