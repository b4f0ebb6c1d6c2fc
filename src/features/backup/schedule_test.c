/* The rotation over random years of copies: what stays is enough, nothing stays without a reason, and a copy every night for
   ten years ends where the numbers say. ORIENTIR_TEST_SEED repeats a run. */
#include "base/clock.h"
#include "base/random.h"
#include "features/backup/backup_in.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A moment costs 50 us under the sanitizers, and a try has 200 of them. */
enum { MOST = 400, TRIES = 3000, HOUR_MS = 3600 * 1000 };
#define DAY_MS (INT64_C(24) * HOUR_MS)
static const char zone[] = "Asia/Yekaterinburg";

static struct seeded begin_seed(void)
{
    const char *given = getenv("ORIENTIR_TEST_SEED");
    int64_t seed = 0;
    if (!given || !num_read_int(str_c(given), &seed)) {
        random_bytes(&seed, 3);
    }
    print_message("seed %lld\n", (long long)seed);
    return seeded_from((uint64_t)seed);
}

static int64_t seeded_below(struct seeded *random, int64_t most)
{
    return seeded_range(random, 0, most - 1);
}

/* The slot of a moment: 0 day, 1 week from Monday, 2 month. */
static int64_t slot(int64_t at, int which)
{
    struct day day;
    int minutes, year, month, d;
    assert_true(clock_local(at, zone, &day, &minutes));
    day_split(day, &year, &month, &d);
    if (which == 0) {
        return day.n;
    }
    if (which == 2) {
        return year * 12 + month;
    }
    int64_t since = day.n - day_of(2001, 1, 1).n; /* a Monday long before */
    return since / 7;
}

/* Newest first, hours to months apart. */
static size_t some_copies(struct seeded *random, int64_t *made_at)
{
    size_t n = (size_t)seeded_below(random, MOST);
    int64_t at = INT64_C(1800000000000) + seeded_below(random, 1000) * DAY_MS;
    for (size_t i = 0; i < n; i++) {
        int64_t wide = seeded_below(random, 3);
        made_at[i] = at;
        at -= 1 + seeded_below(random, wide == 0 ? 5 * HOUR_MS : wide == 1 ? 3 * DAY_MS : 40 * DAY_MS);
    }
    return n;
}

/* How many different slots the copies before i have: the copy is the newest of its slot when none of them is its own. */
static bool first_of_slot(const int64_t *slots, size_t i, int64_t *ret_rank)
{
    int64_t rank = 0, last = INT64_MAX;
    for (size_t k = 0; k < i; k++) {
        rank += slots[k] != last;
        last = slots[k];
    }
    *ret_rank = rank;
    return i == 0 || slots[i] != last;
}

static void stays_what_must(void **state)
{
    struct seeded random = begin_seed();
    (void)state;
    for (int try = 0; try < TRIES / 10; try++) {
        int64_t made_at[MOST], slots[3][MOST], rank;
        bool keep[MOST + 1];
        const struct backup_setting setting = { .daily = 1 + seeded_below(&random, 10),
                                                .weekly = seeded_below(&random, 8),
                                                .monthly = seeded_below(&random, 15) };
        const int64_t most[3] = { setting.daily, setting.weekly, setting.monthly };
        size_t n = some_copies(&random, made_at);
        rotation(&setting, made_at, n, zone, keep);
        for (size_t i = 0; i < n; i++) {
            for (int which = 0; which < 3; which++) {
                slots[which][i] = slot(made_at[i], which);
            }
        }
        for (size_t i = 0; i < n; i++) {
            bool wanted = i == 0;
            for (int which = 0; which < 3; which++) {
                wanted = wanted || (first_of_slot(slots[which], i, &rank) && rank < most[which]);
            }
            assert_int_equal(keep[i], wanted);
        }
    }
}

/* What stayed stays when it is looked at again: running twice is running once. */
static void twice_is_once(void **state)
{
    struct seeded random = begin_seed();
    (void)state;
    for (int try = 0; try < TRIES / 10; try++) {
        int64_t made_at[MOST];
        bool keep[MOST + 1];
        const struct backup_setting setting = { .daily = 1 + seeded_below(&random, 10),
                                                .weekly = seeded_below(&random, 8),
                                                .monthly = seeded_below(&random, 15) };
        size_t n = some_copies(&random, made_at), left = 0;
        rotation(&setting, made_at, n, zone, keep);
        for (size_t i = 0; i < n; i++) {
            if (keep[i]) {
                made_at[left++] = made_at[i];
            }
        }
        assert_true(n == 0 || left > 0);
        assert_true((int64_t)left <= 1 + setting.daily + setting.weekly + setting.monthly);
        rotation(&setting, made_at, left, zone, keep);
        for (size_t i = 0; i < left; i++) {
            assert_true(keep[i]);
        }
    }
}

/* A folder as it may be: by hand and by the schedule, tried and not, broken, some dated into the future by a clock that was
   wrong. */
static size_t some_folder(struct seeded *random, struct backup_copy *copies, int64_t *ret_now)
{
    int64_t made_at[MOST];
    size_t n = some_copies(random, made_at), ahead = (size_t)seeded_below(random, 4);
    *ret_now = n > 0 ? made_at[ahead < n ? ahead : n - 1] + seeded_below(random, DAY_MS) : DAY_MS;
    for (size_t i = 0; i < n; i++) {
        int64_t tried = seeded_below(random, 10);
        copies[i] = (struct backup_copy){ .made_at = made_at[i], .described = true, .scheduled = seeded_below(random, 5) > 0 };
        copies[i].sound = tried < 6 ? NO_INT : SOME_INT(tried < 8);
    }
    return n;
}

struct left {
    size_t good, proven; /* the newest of them; MOST: none */
};

static struct left left_of(const struct backup_copy *copies, size_t n, const bool *goes, int64_t now)
{
    struct left left = { MOST, MOST };
    for (size_t i = n; i-- > 0;) {
        bool counts = copies[i].scheduled && copies[i].made_at <= now + DAY_MS && !(goes && goes[i]);
        if (counts && !(copies[i].sound.known && !copies[i].sound.is)) {
            left.good = i;
            left.proven = copies[i].sound.known ? i : left.proven;
        }
    }
    return left;
}

/* What the numbers want stays; what was made by hand or lies ahead stays; nothing goes but for a newer good one that stays; the
   newest good one and the newest proven one are the same before and after; and running twice is running once. */
static void the_last_good_one_stays(void **state)
{
    struct seeded random = begin_seed();
    size_t n_gone = 0;
    (void)state;
    for (int try = 0; try < TRIES / 10; try++) {
        static struct backup_copy copies[MOST];
        bool goes[MOST + 1], again[MOST + 1], keep[MOST + 1];
        int64_t made_at[MOST], now;
        struct site site = { .zone = zone };
        const struct backup_setting setting = { .daily = 1 + seeded_below(&random, 10),
                                                .weekly = seeded_below(&random, 8),
                                                .monthly = seeded_below(&random, 15) };
        size_t n = some_folder(&random, copies, &now), n_good = 0, n_left = 0;
        struct arena *a = arena_new(1 << 20);
        struct ctx ctx = { .arena = a, .site = &site, .now_ms = now };
        struct left before = left_of(copies, n, NULL, now);
        copies_going(&ctx, &setting, copies, n, goes);
        struct left after = left_of(copies, n, goes, now);
        assert_int_equal(before.good, after.good);
        assert_int_equal(before.proven, after.proven);
        for (size_t i = 0; i < n; i++) {
            bool counts = copies[i].scheduled && copies[i].made_at <= now + DAY_MS;
            assert_true(counts || !goes[i]);
            assert_true(!goes[i] || after.good < i);
            if (counts && !(copies[i].sound.known && !copies[i].sound.is)) {
                made_at[n_good++] = copies[i].made_at;
            }
            n_gone += goes[i];
        }
        rotation(&setting, made_at, n_good, zone, keep);
        for (size_t i = 0, k = 0; i < n; i++) {
            if (k < n_good && copies[i].made_at == made_at[k] && copies[i].scheduled) {
                assert_true(!keep[k] || !goes[i]);
                k++;
            }
        }
        for (size_t i = 0; i < n; i++) {
            if (!goes[i]) {
                copies[n_left++] = copies[i];
            }
        }
        copies_going(&ctx, &setting, copies, n_left, again);
        for (size_t i = 0; i < n_left; i++) {
            assert_false(again[i]);
        }
        arena_free(a);
    }
    assert_true(n_gone > 1000);
}

/* Every night, rotated every night: after ten years there are seven days, four weeks and twelve months, some of them the same
   copy, and the oldest is between eleven and twelve months old. */
static void ten_years_of_nights(void **state)
{
    const struct backup_setting setting = { .enabled = 1, .hour = 3, .daily = 7, .weekly = 4, .monthly = 12 };
    int64_t made_at[MOST], now = INT64_C(1800000000000);
    bool keep[MOST + 1];
    size_t n = 0;
    (void)state;
    for (int night = 0; night < 3653; night++) {
        now += DAY_MS;
        memmove(made_at + 1, made_at, n * sizeof made_at[0]);
        made_at[0] = now;
        n++;
        rotation(&setting, made_at, n, zone, keep);
        size_t left = 0;
        for (size_t i = 0; i < n; i++) {
            if (keep[i]) {
                made_at[left++] = made_at[i];
            }
        }
        n = left;
        if (night > 400) {
            assert_in_range(n, 7 + 2 + 10, 7 + 4 + 12);
            assert_in_range((now - made_at[n - 1]) / DAY_MS, 300, 366);
            for (int i = 0; i < 7; i++) {
                assert_int_equal(now - made_at[i], i * DAY_MS);
            }
        }
    }
}

/* The hour of the centre's own clock, today or yesterday, and never ahead. */
static void wanted_is_the_hour(void **state)
{
    struct seeded random = begin_seed();
    (void)state;
    for (int try = 0; try < TRIES; try++) {
        const struct backup_setting setting = { .hour = seeded_below(&random, 24) };
        int64_t now = INT64_C(1700000000000) + seeded_below(&random, INT64_C(100000000000)), wanted;
        struct day day;
        int minutes;
        assert_true(moment_wanted(&setting, now, zone, &wanted));
        assert_true(clock_local(wanted, zone, &day, &minutes));
        assert_int_equal(minutes, setting.hour * 60);
        assert_true(wanted <= now && now - wanted < DAY_MS);
    }
}

static void late_is_told_in_time(void **state)
{
    struct backup_setting setting = { .enabled = 1, .hour = 3, .daily = 7 };
    int64_t wanted, morning = INT64_C(1800000000000);
    struct backup_copy last = { .described = true };
    (void)state;
    assert_true(moment_wanted(&setting, morning, zone, &wanted));
    last.made_at = wanted + 60000;
    assert_int_equal(copies_overdue(&setting, &last, wanted + 23 * HOUR_MS, zone), COPIES_IN_TIME);
    assert_int_equal(copies_overdue(&setting, &last, wanted + 25 * HOUR_MS, zone),
                     COPIES_IN_TIME); /* two hours to make it in */
    assert_int_equal(copies_overdue(&setting, &last, wanted + 27 * HOUR_MS, zone), COPIES_LATE);
    assert_int_equal(copies_overdue(&setting, NULL, wanted + 27 * HOUR_MS, zone), COPIES_NONE);
    setting.since = wanted + HOUR_MS; /* a centre made this morning: its first night is still ahead */
    assert_int_equal(copies_overdue(&setting, NULL, wanted + 20 * HOUR_MS, zone), COPIES_IN_TIME);
    setting = (struct backup_setting){ .enabled = 0, .daily = 7 };
    assert_int_equal(copies_overdue(&setting, &last, last.made_at + 6 * DAY_MS, zone), COPIES_IN_TIME);
    assert_int_equal(copies_overdue(&setting, &last, last.made_at + 8 * DAY_MS, zone), COPIES_LATE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stays_what_must),    cmocka_unit_test(twice_is_once),        cmocka_unit_test(ten_years_of_nights),
        cmocka_unit_test(wanted_is_the_hour), cmocka_unit_test(late_is_told_in_time), cmocka_unit_test(the_last_good_one_stays),
    };
    return cmocka_run_group_tests_name("schedule of copies", tests, NULL, NULL);
}
