/* Was this POST sent by a page of ours? Three signs, each enough to refuse: Sec-Fetch-Site says that another site sent it,
   Origin names another host, or the token of the session is missing. Before sign-in there is no session and no token, so the
   first two alone guard the sign-in form; every browser in use sends at least one of them with a POST. */
#include "base/str.h"
#include "web/web_in.h"

/* Takes as long whatever the two hold, so that the time does not tell how much was guessed. */
static bool same_secret(struct str one, struct str two)
{
    if (one.len != two.len || one.len == 0) {
        return false;
    }
    unsigned char difference = 0;
    for (size_t i = 0; i < one.len; i++) {
        difference |= (unsigned char)(one.at[i] ^ two.at[i]);
    }
    return difference == 0;
}

/* "https://host:port" against the Host header; the scheme may differ because TLS ends before us. "null" is no page of ours. */
static bool origin_is_own(struct str origin, struct str host)
{
    size_t mark = str_find(origin, STR("://"), 0);
    return mark < origin.len && str_equal(str_part(origin, mark + 3, origin.len), host);
}

bool csrf_passes(const struct actor *actor, const struct request *request)
{
    if (request->fetch_site.len > 0 && !str_is(request->fetch_site, "same-origin") && !str_is(request->fetch_site, "none")) {
        return false;
    }
    if (request->origin.len > 0 && !origin_is_own(request->origin, request->host)) {
        return false;
    }
    if (actor->csrf.len == 0) {
        return actor->account_id == 0;
    }
    return same_secret(actor->csrf, request_form(request, CSRF_FIELD));
}
