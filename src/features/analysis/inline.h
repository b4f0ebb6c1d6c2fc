/* The closed grammar of text in a block (decision 13). Between plain words stand
     {name}                       a figure of the analysis's year: «1 450»
     {name|unit}                  with the words of its unit: «1 450 человек»
     {name|words one/few/many}    with words of the author: {x.events|words тренинг/тренинга/тренингов}
     {name|share other}           «37,1 %» of another figure; «8 из 12» when that is under 20
     {name|change m|f|n|pl}       «уменьшилось на 27,3 % по сравнению с …», the verb agreeing with the subject before it
     {name|before} {name|before 2}   the value of one (two) years before
     {name|grades 1 4}            the part of it that came from grades 1-4
     {name|top 3} {name|top 3 1}  the greatest rows: «экономика (9), образование (8) и право (6)», of one year before
     {year} {year|before} {year|next} {cohort} {cohort|before}   the school year, the year of graduation
     {when:code} {grades:code} {title:code}   date, grades and title of an activity
     {competencies:code} {partners:code} {participating:code}   what was tried in it, who helped, who took part
     {document:code}              number and date of a document
     {@key}                       the number of a table or chart of this analysis
     *words*                      emphasis
     \{ \} \* \\                  the marks themselves
   No HTML, no Markdown: what is not here is plain text. */
#ifndef ANALYSIS_INLINE_H
#define ANALYSIS_INLINE_H
#include "base/arena.h"
#include "base/str.h"
#include "base/text/text.h"
#include "report/sentence.h"

enum piece_kind { PIECE_TEXT, PIECE_FIGURE, PIECE_YEAR, PIECE_COHORT, PIECE_FACT, PIECE_REFERENCE };
enum piece_form { FORM_NUMBER, FORM_UNIT, FORM_WORDS, FORM_SHARE, FORM_CHANGE, FORM_BEFORE, FORM_GRADES, FORM_TOP };
enum piece_fact { FACT_WHEN, FACT_GRADES, FACT_TITLE, FACT_DOCUMENT, FACT_COMPETENCIES, FACT_PARTNERS, FACT_PARTICIPATING };
struct piece {
    enum piece_kind kind;
    enum piece_form form;
    enum piece_fact fact;
    enum subject subject;
    bool emphasis;
    struct str text;     /* PIECE_TEXT: with the escapes taken away */
    struct str name;     /* figure, code of a fact, key of a reference */
    struct str other;    /* FORM_SHARE: the whole */
    struct str words[3]; /* FORM_WORDS: one, few, many */
    int first, second;   /* FORM_GRADES; FORM_TOP: how many, years before; FORM_BEFORE and years: how many years before */
};
/* What is wrong: a message with {what} in it, and the piece of text it is about. */
struct inline_fault {
    enum text_id message;
    struct str what;
};
/* False with the fault when the text is not in the grammar. Pieces live in a. */
bool inline_parse(struct arena *a, struct str text, struct piece **ret_pieces, size_t *ret_n,
                  struct inline_fault *ret_fault) MUST_USE;
#endif
