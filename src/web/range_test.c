/* Parts of a file: what a header may ask for, and what is answered to each. */
#include "base/test_in.h"
#include "web/web.h"

static struct reply ask(const char *range, const char *if_range)
{
    struct request request = { .range = str_c(range), .if_range = str_c(if_range) };
    struct reply reply = { 0 };
    struct ctx ctx = { .arena = arena };
    reply_bytes(&ctx, &request, &reply, STR("0123456789"), STR("\"tag\""));
    return reply;
}

static struct str content_range(const struct reply *reply)
{
    for (size_t i = 0; i < reply->n_headers; i++) {
        if (str_is(str_c(reply->headers[i].name), "Content-Range")) {
            return reply->headers[i].value;
        }
    }
    return STR_NONE;
}

static void one_range_is_met(void **state)
{
    static const struct {
        const char *range, *body, *says;
        int status;
    } cases[] = {
        { "", "0123456789", "", 0 },
        { "bytes=0-0", "0", "bytes 0-0/10", 206 },
        { "bytes=2-4", "234", "bytes 2-4/10", 206 },
        { "bytes=7-", "789", "bytes 7-9/10", 206 },
        { "bytes=7-99", "789", "bytes 7-9/10", 206 },
        { "bytes=-3", "789", "bytes 7-9/10", 206 },
        { "bytes=-99", "0123456789", "bytes 0-9/10", 206 },
        { "bytes=10-", "", "bytes */10", 416 },
        { "bytes=-0", "", "bytes */10", 416 },
        { "bytes=4-2", "0123456789", "", 0 }, /* not a range: the whole */
        { "bytes=0-1,3-4", "0123456789", "", 0 },
        { "bytes=-", "0123456789", "", 0 },
        { "bytes=x-3", "0123456789", "", 0 },
        { "lines=0-3", "0123456789", "", 0 },
        { "bytes=99999999999999999999-", "0123456789", "", 0 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct reply reply = ask(cases[i].range, "");
        assert_text(reply.body, cases[i].body);
        assert_int_equal(reply.status, cases[i].status);
        assert_text(content_range(&reply), cases[i].says);
    }
}

static void another_content_is_sent_whole(void **state)
{
    struct reply same = ask("bytes=2-4", "\"tag\""), other = ask("bytes=2-4", "\"older\"");
    assert_text(same.body, "234");
    assert_text(other.body, "0123456789");
    assert_int_equal(other.status, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_range_is_met, setup, teardown),
        cmocka_unit_test_setup_teardown(another_content_is_sent_whole, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
