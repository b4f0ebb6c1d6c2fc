/* Text into XML: escaped, and without the characters XML 1.0 forbids. */
#ifndef DOC_XML_H
#define DOC_XML_H
#include "base/buf.h"
#include "base/str.h"
void xml_text(struct buf *b, struct str s);
/* The literal with each {} replaced by the next argument, escaped: XMLF(b, "<a:t>{}</a:t>", text). */
void xml_put_(struct buf *b, const char *format, const struct str *args, size_t n);
#define XML(b, lit) buf_put((b), STR(lit))
#define XMLF(b, lit, ...)                                                                                                      \
    xml_put_((b), LITERAL(lit), (const struct str[]){ __VA_ARGS__ },                                                           \
             sizeof((const struct str[]){ __VA_ARGS__ }) / sizeof(struct str))
#endif
