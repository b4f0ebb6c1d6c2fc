/* Between the files of this room: from raw bytes to a request, from a request to its route, from a failure to a page. */
#ifndef WEB_IN_H
#define WEB_IN_H
#include "web/web.h"

/* request.c: decoding. Everything lives in a; false means that the request is malformed (400) and leaves outputs untouched. */
enum request_cap { CAP_QUERY = 200, CAP_FORM = 4000, CAP_COOKIES = 60, CAP_PARTS = 200, CAP_BODY = 256 * 1024 };
bool request_read_target(struct arena *a, struct str raw, struct request *request) MUST_USE;
bool request_read_form(struct arena *a, struct str body, const struct param **ret_params, size_t *ret_n) MUST_USE;
bool request_read_query(struct arena *a, struct str raw, const struct param **ret_params, size_t *ret_n) MUST_USE;
/* Never fails: a cookie that cannot be read is another program's and is left out. */
void request_read_cookies(struct arena *a, struct str raw, const struct param **ret_params, size_t *ret_n);
/* multipart.c: the border of a multipart/form-data body by its Content-Type, "" when it is none; and its parts: form and files
   of the request. */
struct str request_boundary(struct arena *a, struct str content_type);
bool request_read_multipart(struct arena *a, struct str body, struct str boundary, struct request *request) MUST_USE;
/* application/x-www-form-urlencoded, whatever parameters follow. */
bool request_is_form(struct str content_type);

/* route.c */
enum { ROUTE_SEGMENTS = 8, ROUTE_ARGS = 4 };
/* The route of request->method and path, with path_args filled; NULL when there is none. *ret_methods then tells which methods
   the path has (bits 1u << METHOD_…), 0 for no such path. A literal segment wins over {…}. */
const struct route *route_find(const struct route_table *table, struct request *request, unsigned *ret_methods);

/* csrf.c: a POST came from a page of ours. */
bool csrf_passes(const struct actor *actor, const struct request *request);

/* choice_lang.c, choice_year.c: the language and the school year the reader chose. */
enum lang choice_lang(const struct request *request);
bool choice_year(struct ctx *ctx, const struct request *request, int *ret_year, struct err *e) MUST_USE;

/* error_page.c: the page of a failure, by the kind of e and, where that is not enough, by what the request did wrong. */
enum fault {
    FAULT_OF_KIND,    /* look at e->kind */
    FAULT_MALFORMED,  /* 400 */
    FAULT_METHOD,     /* 405 */
    FAULT_CSRF,       /* 403: the form is not from this session */
    FAULT_SIGNED_OUT, /* 403: a form was sent after the session ended */
    FAULT_TOKEN,      /* 401: a program without an access token, or with one that is not accepted */
    FAULT_TOKEN_READ, /* 403: a token where only a person may be */
    FAULT_BODY,       /* 413 */
    FAULT_CROWD       /* 503: queues are full */
};
bool error_page(struct ctx *ctx, enum fault fault, const struct err *why, struct reply *reply, struct err *e) MUST_USE;
/* A page without frame, database or languages beyond what ctx->lang says; for when error_page itself failed. */
void error_page_bare(struct ctx *ctx, struct reply *reply);

/* machine.c: what other programs ask and read. The token of «Authorization: Bearer …»; false: there is none, another scheme is
   a proxy's business and not ours. */
bool request_token(const struct request *request, struct str *ret_token);
/* A failure is told as JSON: the address ends in .json, or who asks has a token. */
bool request_wants_json(const struct request *request);
/* {"error": …}: the same words as the page of a failure. */
struct error_words {
    int status;
    struct str title, what, todo;
};
void error_json(struct ctx *ctx, const struct error_words *words, struct reply *reply);

/* answer.c: everything between a decoded request and its reply. */
struct answered {
    struct err why; /* kind ERR_NONE: nothing went wrong in the world */
    uint64_t statements;
};
/* Fills reply always. request->route is set by route_find before, or NULL with `methods` as route_find gave it. */
void answer(struct ctx *ctx, struct request *request, unsigned methods, struct reply *reply, struct answered *ret_how);
/* Puts the page of a failure in the place of whatever reply holds. */
void answer_fault(struct ctx *ctx, enum fault fault, const struct err *why, struct reply *reply);
void answer_log(const struct ctx *ctx, const struct request *request, const struct reply *reply, const struct answered *how,
                int64_t began_us);
#endif
