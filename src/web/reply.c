/* Filling a reply: redirects, headers, cookies, downloads. Header values are checked here, so that no text of a person can
   end a header line and begin another. */
#include "base/buf.h"
#include "base/str.h"
#include "web/web_in.h"

#include <string.h>

void reply_header(struct reply *reply, const char *name, struct str value)
{
    BUG_IF(reply->n_headers == COUNT(reply->headers));
    for (size_t i = 0; i < value.len; i++) {
        BUG_IF((unsigned char)value.at[i] < ' ' || value.at[i] == 0x7f);
    }
    reply->headers[reply->n_headers++] = (struct header){ name, value };
}

bool reply_see(struct ctx *ctx, struct reply *reply, struct html_url to)
{
    reply->status = 303;
    reply->type = "text/plain; charset=utf-8";
    reply->body = STR_NONE;
    reply_header(reply, "Location", str_copy(ctx->arena, to.s));
    return true;
}

/* Never readable by a script and never sent along by another site's form. A negative age removes the cookie; 0 keeps it until
   the browser closes. The value must be made of what cookies may hold: tokens, words, digits. */
void reply_cookie(struct ctx *ctx, struct reply *reply, const char *name, struct str value, int64_t max_age_seconds)
{
    for (size_t i = 0; i < value.len; i++) {
        BUG_IF(value.at[i] <= ' ' || strchr("\",;\\", value.at[i]));
    }
    /* No buf: it would cut the cookie off when memory is full, after the session was stored. */
    struct str age = max_age_seconds == 0
                         ? STR_NONE
                         : str_format(ctx->arena, "; Max-Age=%lld", (long long)(max_age_seconds < 0 ? 0 : max_age_seconds));
    reply_header(reply, "Set-Cookie",
                 str_format(ctx->arena, "%s=%.*s; Path=/; HttpOnly; SameSite=Lax%.*s%s", name, (int)value.len, value.at,
                            (int)age.len, age.at, ctx->request && ctx->request->secure ? "; Secure" : ""));
}

/* A file to keep. Its name goes out twice: plain ASCII for old programs, and as it is by RFC 5987. */
void reply_download(struct ctx *ctx, struct reply *reply, const char *type, struct str file_name, struct str body)
{
    static const char digits[] = "0123456789ABCDEF";
    struct buf *b = buf_new(ctx->arena, 8192);
    BUF(b, "attachment; filename=\"");
    for (size_t i = 0; i < file_name.len; i++) {
        char c = file_name.at[i];
        bool plain = c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '/';
        if (plain) {
            buf_put_byte(b, c);
        } else if (((unsigned char)c & 0xc0) != 0x80) {
            buf_put_byte(b, '_');
        }
    }
    BUF(b, "\"; filename*=UTF-8''");
    for (size_t i = 0; i < file_name.len; i++) {
        char c = file_name.at[i];
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c && strchr("-._~", c))) {
            buf_put_byte(b, c);
        } else {
            buf_put_byte(b, '%');
            buf_put_byte(b, digits[(unsigned char)c >> 4]);
            buf_put_byte(b, digits[(unsigned char)c & 15]);
        }
    }
    reply->type = type;
    reply->body = body;
    reply_header(reply, "Content-Disposition", buf_str(b));
}
