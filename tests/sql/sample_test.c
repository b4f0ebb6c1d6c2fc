/* The sample year laid into both engines is the same content, byte for byte of its dump: the same
   ids, orders and texts. The second load into SQLite shows that the loader itself depends on nothing but its files. */
#include "features/sample/sample.h"
#include "sql.h"

static bool load(struct ctx *ctx, void *arg, struct err *e)
{
    return sample_load(ctx, e);
}

static struct str dump_of(struct arena *a, const struct house *house, size_t engine)
{
    struct ctx ctx;
    struct str url = str_c(test_database_fresh(engine)), lines;
    OK(text_start(&e));
    OK(house_enter(a, house, url, DB_WRITE, &ctx, &e));
    ctx.now_ms = 1667300000000;
    OK(db_write(&ctx, DB_NO_LOCK, load, NULL, &e));
    OK(db_dump(ctx.db, a, &lines, &e));
    return str_copy(a, lines);
}

static void both_engines_hold_the_same_year(void **state)
{
    struct arena *a = arena_new(512u << 20);
    struct house house;
    OK(house_build(a, &house, &e));
    struct str first = dump_of(a, &house, 0), line;
    assert_true(first.len > 20000);
    for (size_t engine = 0; engine < test_database_count(); engine++) {
        struct str one = first, two = dump_of(a, &house, engine);
        while (str_next(&one, '\n', &line)) {
            struct str other = STR_NONE;
            (void)str_next(&two, '\n', &other);
            if (!str_equal(line, other)) {
                fail_msg("engine %zu differs:\n%.*s\n%.*s", engine, (int)line.len, line.at, (int)other.len, other.at);
            }
        }
        assert_int_equal(two.len, 0);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(both_engines_hold_the_same_year) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
