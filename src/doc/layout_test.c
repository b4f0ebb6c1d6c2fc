/* Lines and pages of the estimate by hand: what fits, what hangs over, what stays together. How near it comes to a real program
   is asked by tests/golden/word_test.py. */
#include "doc/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { SIZE = 20 }; /* ten points: a letter of half its size is 100 twips wide */

static void lines_break_at_spaces_and_hyphens(void **state)
{
    (void)state;
    assert_int_equal(layout_lines(STR(""), false, SIZE, 1000, 1000), 1);
    assert_int_equal(layout_lines(STR("0000000000"), false, SIZE, 1000, 1000), 1); /* a digit is half its size wide */
    assert_int_equal(layout_lines(STR("00000000000"), false, SIZE, 1000, 1000), 2);
    assert_int_equal(layout_lines(STR("0000000000 0"), false, SIZE, 1000, 1000), 2);
    assert_int_equal(layout_lines(STR("0000 0000 0000"), false, SIZE, 1000, 1000), 2);
    assert_int_equal(layout_lines(STR("0000 0000 0000"), false, SIZE, 400, 1000), 2); /* a first line that is indented */
    assert_int_equal(layout_lines(STR("0000\302\2400000 000"), false, SIZE, 950, 950), 2);
    assert_int_equal(layout_lines(STR("00000 aa-0000"), false, SIZE, 900, 900), 2); /* never between a hyphen and a digit */
    assert_int_equal(layout_lines(STR("00000 aa-aaaaaaaaa"), false, SIZE, 900, 900), 2);
    assert_true(layout_lines(STR("шшшшшшшшшшшш"), true, SIZE, 1000, 1000) >=
                layout_lines(STR("шшшшшшшшшшшш"), false, SIZE, 1000, 1000));
}

static int page_of(struct layout *l, struct layout_block block)
{
    int page = 0;
    block.ret_page = &page;
    layout_add(l, &block);
    layout_end(l);
    return page;
}

static void pages_turn(void **state)
{
    (void)state;
    struct layout l;
    layout_start(&l, 1000);
    assert_int_equal(page_of(&l, (struct layout_block){ .lines = 9, .pitch = 100, .before = 500 }), 1); /* no air at the top */
    assert_int_equal(l.used, 900);
    assert_int_equal(page_of(&l, (struct layout_block){ .lines = 2, .pitch = 100 }), 2); /* one line would stand alone */
    assert_int_equal(l.used, 200);
    assert_int_equal(page_of(&l, (struct layout_block){ .lines = 9, .pitch = 100 }), 2);
    assert_int_equal(l.used, 200); /* seven of nine: a single line would have gone over */
    assert_int_equal(page_of(&l, (struct layout_block){ .lines = 1, .pitch = 100, .before = 300, .fresh_page = true }), 4);
    assert_int_equal(l.used, 400); /* on a page that was asked for the air stays */
    assert_int_equal(page_of(&l, (struct layout_block){ .lines = 1, .pitch = 5000 }), 5); /* higher than a page */
    layout_start(&l, 1000);
    assert_int_equal(page_of(&l, (struct layout_block){ .lines = 2, .pitch = 600 }), 1); /* two lines, and one fits: it ends */
}

static void what_leads_stays_with_what_follows(void **state)
{
    (void)state;
    struct layout l;
    int heading = 0, lead = 0;
    layout_start(&l, 1000);
    layout_add(&l, &(struct layout_block){ .lines = 6, .pitch = 100, .after = 50 });
    layout_add(&l, &(struct layout_block){ .lines = 1, .pitch = 100, .before = 100, .keep_next = true, .ret_page = &heading });
    layout_add(&l, &(struct layout_block){ .lines = 1, .pitch = 100, .keep_next = true, .ret_page = &lead });
    layout_add(&l, &(struct layout_block){ .lines = 1, .pitch = 300 });
    layout_end(&l);
    assert_int_equal(heading, 2);
    assert_int_equal(lead, 2);
    assert_int_equal(l.used, 500);
}

/* The head of a table that goes over with its caption stands on the new page once, and once more on every page after it. */
static void a_head_goes_over_once(void **state)
{
    (void)state;
    struct layout l;
    int row = 0;
    layout_start(&l, 1000);
    layout_add(&l, &(struct layout_block){ .lines = 1, .pitch = 800 });
    layout_add(&l, &(struct layout_block){ .lines = 1, .pitch = 100, .keep_next = true });
    layout_add(&l, &(struct layout_block){ .lines = 1, .pitch = 50, .keep_next = true, .heads = true });
    layout_add(&l, &(struct layout_block){ .lines = 1, .pitch = 100, .ret_page = &row });
    assert_int_equal(row, 2);
    assert_int_equal(l.used, 250);
    layout_add(&l, &(struct layout_block){ .lines = 1, .pitch = 700, .ret_page = &row });
    layout_add(&l, &(struct layout_block){ .lines = 1, .pitch = 100, .ret_page = &row });
    assert_int_equal(row, 3);
    assert_int_equal(l.used, 150);
    layout_table_end(&l);
    layout_add(&l, &(struct layout_block){ .lines = 1, .pitch = 900, .ret_page = &row });
    assert_int_equal(row, 4);
    assert_int_equal(l.used, 900);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_break_at_spaces_and_hyphens),
        cmocka_unit_test(pages_turn),
        cmocka_unit_test(what_leads_stays_with_what_follows),
        cmocka_unit_test(a_head_goes_over_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
