/* Targets, forms and cookies. The first byte chooses which; whatever is read must be valid UTF-8 and within the caps, and a
   path must be one. */
#include "base/utf8.h"
#include "fuzz.h"
#include "web/web_in.h"

static void check(const struct param *params, size_t n, size_t cap)
{
    BUG_IF(n > cap);
    for (size_t i = 0; i < n; i++) {
        BUG_IF(!utf8_valid(params[i].name) || !utf8_valid(params[i].value));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    struct arena *a = arena_new(16 << 20);
    struct str in = { (const char *)data + 1, size - 1 };
    struct request r = { 0 };
    switch (data[0] % 3) {
    case 0:
        if (request_read_target(a, in, &r)) {
            BUG_IF(r.path.len == 0 || r.path.at[0] != '/' || !utf8_valid(r.path));
            check(r.query, r.n_query, CAP_QUERY);
        }
        break;
    case 1:
        if (request_read_form(a, in, &r.form, &r.n_form)) {
            check(r.form, r.n_form, CAP_FORM);
        }
        break;
    default:
        request_read_cookies(a, in, &r.cookies, &r.n_cookies);
        check(r.cookies, r.n_cookies, CAP_COOKIES);
        (void)choice_lang(&r);
        (void)choice_lang(&(struct request){ .accept_language = in });
        break;
    }
    arena_free(a);
    return 0;
}
