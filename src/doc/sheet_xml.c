/* The one file that knows libxml2: a part of a zip becomes events, in pieces of 64 KiB, without a tree. Nothing is loaded from
   anywhere, a DOCTYPE ends the reading (no table program writes one, and entities are how a small file becomes a large one),
   and what the parser allocates beside the arena goes with it. */
#include "base/str.h"
#include "doc/sheet_in.h"
#include "doc/zip.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

enum { PIECE = 64 * 1024, RATIO_MOST = 300, RATIO_FROM = 8 << 20, DEPTH_MOST = 64 };

struct xml_attributes {
    int n;
    const xmlChar **at; /* five a piece: name, prefix, URI, value, its end */
    struct arena *arena;
};

struct reading {
    struct sheet_use *use;
    const struct xml_events *events;
    void *with;
    xmlParserCtxtPtr parser;
    int depth;
};

/* Values come with their entities replaced; what they hold is looked at by who asks. */
static const xmlChar **attribute_find(const struct xml_attributes *all, const char *name)
{
    for (int i = 0; i < all->n; i++) {
        const xmlChar **one = &all->at[(ptrdiff_t)i * 5];
        if (strcmp((const char *)one[0], name) == 0) {
            return one;
        }
    }
    return NULL;
}

struct str xml_attribute(const struct xml_attributes *all, const char *name)
{
    const xmlChar **one = attribute_find(all, name);
    return one ? (struct str){ (const char *)one[3], (size_t)(one[4] - one[3]) } : STR_NONE;
}

bool xml_has(const struct xml_attributes *all, const char *name)
{
    return attribute_find(all, name) != NULL;
}

static void stop(struct reading *r, enum sheet_problem problem)
{
    (void)sheet_fail(r->use, problem);
    xmlStopParser(r->parser);
}

/* The callbacks get the parser's user data, which is the reading. */
static void on_begin(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_spaces,
                     const xmlChar **spaces, int n, int n_defaulted, const xmlChar **attributes)
{
    struct reading *r = ctx;
    struct xml_attributes all = { n, attributes, r->use->arena };
    (void)prefix, (void)uri, (void)n_spaces, (void)spaces, (void)n_defaulted;
    if (++r->depth > DEPTH_MOST) {
        stop(r, SHEET_DAMAGED);
    } else if (r->use->problem == SHEET_SOUND) {
        r->events->begin(r->with, str_c((const char *)name), &all);
    }
}

static void on_end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct reading *r = ctx;
    (void)prefix, (void)uri;
    r->depth--;
    if (r->use->problem == SHEET_SOUND) {
        r->events->end(r->with, str_c((const char *)name));
    }
}

static void on_text(void *ctx, const xmlChar *text, int n)
{
    struct reading *r = ctx;
    if (r->use->problem == SHEET_SOUND) {
        r->events->text(r->with, (struct str){ (const char *)text, n > 0 ? (size_t)n : 0 });
    }
}

static void on_doctype(void *ctx, const xmlChar *name, const xmlChar *id, const xmlChar *system)
{
    (void)name, (void)id, (void)system;
    stop(ctx, SHEET_DAMAGED);
}

static void parser_drop(void *parser)
{
    xmlFreeParserCtxt(parser);
}

/* Every piece of the part to the parser. */
static bool feed(struct reading *r, struct zip_in *zip, size_t index)
{
    struct err ignored = { 0 };
    char *piece = arena_take_unset(r->use->arena, PIECE, 1);
    uint64_t packed = 0, unpacked = 0;
    size_t n = 1;
    if (!zip_in_packed(zip, index, &packed) || !zip_in_begin(zip, index, &ignored)) {
        return sheet_fail(r->use, SHEET_DAMAGED);
    }
    while (n > 0 && r->use->problem == SHEET_SOUND) {
        if (!zip_in_read(zip, piece, PIECE, &n, &ignored)) {
            return sheet_fail(r->use, SHEET_DAMAGED);
        }
        unpacked += n;
        r->use->unpacked += n;
        if (r->use->unpacked > SHEET_UNPACKED || (unpacked > RATIO_FROM && unpacked > packed * RATIO_MOST) ||
            arena_full(r->use->arena)) {
            return sheet_fail(r->use, SHEET_TOO_LARGE);
        }
        if (xmlParseChunk(r->parser, piece, (int)n, n == 0) != 0) {
            (void)sheet_fail(r->use, SHEET_DAMAGED);
        }
    }
    return r->use->problem == SHEET_SOUND;
}

bool xml_part(struct sheet_use *use, struct zip_in *zip, const char *part, const struct xml_events *events, void *with)
{
    xmlSAXHandler handler = { .initialized = XML_SAX2_MAGIC,
                              .startElementNs = on_begin,
                              .endElementNs = on_end,
                              .characters = on_text,
                              .cdataBlock = on_text,
                              .internalSubset = on_doctype };
    struct reading r = { use, events, with, NULL, 0 };
    size_t index;
    if (use->problem != SHEET_SOUND || !zip_in_find(zip, part, &index)) {
        return sheet_fail(use, SHEET_DAMAGED);
    }
    r.parser = xmlCreatePushParserCtxt(&handler, &r, NULL, 0, NULL);
    if (!r.parser) {
        return sheet_fail(use, SHEET_TOO_LARGE);
    }
    void *ticket = arena_defer(use->arena, parser_drop, r.parser); /* should the arena stop us in the middle */
    /* NOENT: &amp; in an attribute is an ampersand; entities of the file itself cannot be, there is no DOCTYPE. */
    xmlCtxtUseOptions(r.parser, XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    bool ok = feed(&r, zip, index);
    arena_disarm(ticket);
    parser_drop(r.parser);
    return ok;
}
