/* Parts of large files (RFC 9110 section 14): a download that broke off goes on where it stopped. One range only; whatever else
   a header may say is answered with the whole, which the standard allows. The bytes stay where they are. */
#include "base/num.h"
#include "base/str.h"
#include "web/web.h"

/* "bytes=100-199", "bytes=100-", "bytes=-100"; false: not one range of bytes, or none that could be met. */
static bool range_read(struct str header, int64_t size, int64_t *ret_from, int64_t *ret_to, bool *ret_beyond)
{
    struct str rest = str_part(header, 6, header.len);
    size_t dash = str_find(rest, STR("-"), 0);
    struct str first = str_part(rest, 0, dash), last = str_part(rest, dash + 1, rest.len);
    int64_t from = 0, to = size - 1;
    *ret_beyond = false;
    if (!str_starts(header, STR("bytes=")) || dash == rest.len || (first.len == 0 && last.len == 0) ||
        (first.len && (!num_read_int(first, &from) || from < 0)) || (last.len && (!num_read_int(last, &to) || to < 0))) {
        return false;
    }
    if (first.len == 0) { /* the last so many */
        from = to < size ? size - to : 0;
        *ret_beyond = to == 0;
        to = size - 1;
    } else if (last.len && to < from) {
        return false;
    }
    *ret_beyond = *ret_beyond || from >= size;
    *ret_from = from;
    *ret_to = to < size ? to : size - 1;
    return true;
}

/* If-Range: only when the reader's part is of this very content. */
static bool same_content(const struct request *request, struct str tag)
{
    return request->if_range.len == 0 || str_equal(request->if_range, tag);
}

void reply_bytes(struct ctx *ctx, const struct request *request, struct reply *reply, struct str bytes, struct str tag)
{
    int64_t from, to, size = (int64_t)bytes.len;
    bool beyond;
    reply->body = bytes;
    reply_header(reply, "ETag", tag);
    reply_header(reply, "Accept-Ranges", STR("bytes"));
    if (request->range.len == 0 || request->range.len > 100 || !same_content(request, tag) ||
        !range_read(request->range, size, &from, &to, &beyond)) {
        return;
    }
    if (beyond) {
        reply->status = 416;
        reply->body = STR_NONE;
        reply_header(reply, "Content-Range", str_format(ctx->arena, "bytes */%lld", (long long)size));
        return;
    }
    reply->status = 206;
    reply->body = str_part(bytes, (size_t)from, (size_t)(to - from + 1));
    reply_header(reply, "Content-Range",
                 str_format(ctx->arena, "bytes %lld-%lld/%lld", (long long)from, (long long)to, (long long)size));
}
