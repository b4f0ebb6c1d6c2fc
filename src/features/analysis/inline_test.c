/* The grammar of text: what it takes, what it refuses with which words, and that the sample's text has no typed number. */
#include "features/analysis/draft.h"
#include "features/analysis/inline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void good_text_becomes_pieces(void **state)
{
    struct arena *a = arena_new(1 << 20);
    struct piece *p;
    struct inline_fault fault;
    size_t n;
    (void)state;
    assert_true(inline_parse(a, STR("Всего *{x.persons|unit}* \\{так\\} {y|share z} {@t} {when:week} {year|before 2}"), &p, &n,
                             &fault));
    assert_int_equal(n, 10);
    assert_int_equal(p[1].kind, PIECE_FIGURE);
    assert_int_equal(p[1].form, FORM_UNIT);
    assert_true(p[1].emphasis);
    assert_true(str_is(p[2].text, " {так} "));
    assert_true(str_is(p[3].other, "z"));
    assert_int_equal(p[9].first, 2);
    arena_free(a);
}

static void bad_text_is_refused(void **state)
{
    static const struct {
        const char *text;
        enum text_id message;
    } cases[] = { { "число {x.persons", T_ANALYSIS_FAULT_OPEN },
                  { "число } x", T_ANALYSIS_FAULT_CLOSE },
                  { "{x|чудо}", T_ANALYSIS_FAULT_FORM },
                  { "{X Y}", T_ANALYSIS_FAULT_NAME },
                  { "{x|words один/два}", T_ANALYSIS_FAULT_WORDS },
                  { "*не закрыто", T_ANALYSIS_FAULT_EMPHASIS },
                  { "{x|grades 9 4}", T_ANALYSIS_FAULT_FORM },
                  { "{x|change}", T_ANALYSIS_FAULT_FORM },
                  { "{what:week}", T_ANALYSIS_FAULT_FORM },
                  { "{}", T_ANALYSIS_FAULT_NAME } };
    struct arena *a = arena_new(1 << 20);
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct piece *p;
        struct inline_fault fault = { 0 };
        size_t n;
        if (inline_parse(a, str_c(cases[i].text), &p, &n, &fault) || fault.message != cases[i].message) {
            print_error("%s\n", cases[i].text);
            fail();
        }
    }
    arena_free(a);
}

static void the_sample_types_no_number(void **state)
{
    struct arena *a = arena_new(8 << 20);
    struct analysis analysis;
    struct err e = { 0 };
    static char bytes[1 << 17];
    FILE *f = fopen("data/sample/analysis.txt", "rb");
    (void)state;
    assert_non_null(f);
    struct str words = { bytes, fread(bytes, 1, sizeof bytes, f) };
    fclose(f);
    assert_true(words.len > 1000 && words.len < sizeof bytes);
    assert_true(draft_read(a, words, &analysis, &e));
    for (size_t s = 0; s < analysis.n_sections; s++) {
        for (size_t b = 0; b < analysis.sections[s].n_blocks; b++) {
            const struct block *block = &analysis.sections[s].blocks[b];
            struct piece *p;
            struct inline_fault fault;
            size_t n;
            if (block->kind == BLOCK_TABLE || block->kind == BLOCK_CHART) {
                continue;
            }
            assert_true(inline_parse(a, block->text, &p, &n, &fault));
            for (size_t i = 0; i < n; i++) {
                for (size_t k = 0; p[i].kind == PIECE_TEXT && k < p[i].text.len; k++) {
                    assert_false(p[i].text.at[k] >= '0' && p[i].text.at[k] <= '9');
                }
            }
        }
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(good_text_becomes_pieces), cmocka_unit_test(bad_text_is_refused),
                                        cmocka_unit_test(the_sample_types_no_number) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
