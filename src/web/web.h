/* From a socket to a function of ours and back. server.c is the only file that knows the HTTP library.
   A GET runs inline on its thread with a read-only connection; everything else is suspended, run from start to end on the
   writer, and answered after the commit. A handler is one straight function on one thread. */
#ifndef WEB_H
#define WEB_H
#include "access/access.h"
#include "base/buf.h"
#include "base/ctx.h"
#include "base/json.h"
#include "base/text/text.h"
#include "web/html.h"

enum method { METHOD_GET, METHOD_POST, METHOD_OTHER }; /* HEAD is served as GET */

struct param {
    struct str name, value;
};

/* A file that came with a form; bytes is a part of the body. */
struct upload {
    struct str field, file_name, type, bytes;
};

struct request {
    enum method method;
    struct str path;         /* decoded, valid UTF-8, begins with / */
    struct str path_args[4]; /* what the {…} of the pattern matched */
    const struct param *query, *form, *cookies;
    size_t n_query, n_form, n_cookies;
    const struct upload *files; /* of a form that is multipart/form-data */
    size_t n_files;
    struct str body;    /* raw body when it was no form */
    struct str address; /* of the client, for throttling only; never logged */
    struct str accept_language, accept_encoding, host, user_agent;
    struct str origin, fetch_site; /* of the CSRF check: Origin and Sec-Fetch-Site as the browser sent them */
    struct str none_match;         /* If-None-Match */
    struct str authorization;      /* of another program: «Bearer» and its token */
    struct str range, if_range;    /* which part of a file is asked for; see reply_bytes */
    struct str target;             /* path and query as they were asked for, still percent-encoded */
    bool secure;                   /* the browser came by https: cookies are marked so */
    const struct route *route;
};
#define SESSION_COOKIE "session"                                     /* holds the token of access_sign_in */
#define CSRF_FIELD "csrf"                                            /* in every form that posts, with actor->csrf */
struct str request_query(const struct request *r, const char *name); /* "" when absent */
struct str request_form(const struct request *r, const char *name);
bool request_has(const struct request *r, const char *form_name);
struct str request_cookie(const struct request *r, const char *name);
const struct upload *request_file(const struct request *r, const char *field); /* NULL when no such file came */
/* The path argument as an id, or 0. */
int64_t request_id_arg(const struct request *r, size_t index);

struct header {
    const char *name;
    struct str value;
};
struct reply {
    int status;       /* 200 unless set */
    const char *type; /* "text/html; charset=utf-8" unless set */
    struct str body;
    struct header headers[16];
    size_t n_headers;
};
/* Redirect after a POST (303). */
bool reply_see(struct ctx *ctx, struct reply *reply, struct html_url to);
void reply_header(struct reply *reply, const char *name, struct str value);
void reply_cookie(struct ctx *ctx, struct reply *reply, const char *name, struct str value, int64_t max_age_seconds);
/* For an address that ends in .json: read anew each time, but not sent again to who has the same bytes already (ETag). */
void reply_json(struct ctx *ctx, struct reply *reply, struct str json);
/* A GET whose pattern ends in .json: the one kind of route that takes an access token, and whose failures are JSON. */
bool route_is_json(const struct route *route);
void reply_download(struct ctx *ctx, struct reply *reply, const char *type, struct str file_name, struct str body);
/* The body is the part of these bytes that Range asks for, or all of them; tag is their ETag in its quotes. The bytes must live
   as long as ctx->arena and are not copied. */
void reply_bytes(struct ctx *ctx, const struct request *request, struct reply *reply, struct str bytes, struct str tag);

/* false: the world failed, e says how; web makes the page of it (404, 403, 409, 503, 507 …) and logs once. */
typedef bool handler(struct ctx *ctx, const struct request *request, struct reply *reply, struct err *e);

enum route_flag {
    ROUTE_SLOW = 1,   /* password hash, upload, document: on a slow thread, with its own connection */
    ROUTE_UPLOAD = 4, /* takes a form with files of up to UPLOAD_MOST bytes; other routes take no more than a form needs */
    ROUTE_STATIC = 2  /* the same bytes for everybody: no session and no year are read, ctx->db is NULL */
};
enum { UPLOAD_MOST = 32 << 20 };
struct route {
    enum method method;
    const char *pattern; /* "/activity/{id}/edit": literal segments and {…}; what ends in .json is for programs */
    role_set right;      /* there is no default: 0 is refused at start */
    handler *handle;
    const void *arg; /* e.g. the register_def of a generic page */
    unsigned flags;
};

/* An answer for programs that is no register's list or row (a report, a figure). From the declaration come the route, whose arg
   it is, its place on /api and in the OpenAPI file. A schema is a JSON Schema with ' for ", so that it can be read here; it may
   name
   #/components/schemas/reference, …/period and, of a register's row, …/row_NAME. */
struct json_parameter {
    const char *name; /* in braces of the pattern, or in the query */
    enum text_id what;
    const char *schema;
    bool required; /* what stands in the pattern is so anyway */
};
struct json_page {
    const char *pattern; /* ends in .json */
    role_set right;
    handler *handle;
    enum text_id what;
    const char *schema; /* of the answer */
    const struct json_parameter *parameters;
    size_t n_parameters;
    unsigned flags; /* of the route */
};
/* The query holds nothing but what the route's json_page names, nothing twice, and its year, if it names one, is a year (2021
   or 2021-2022; it becomes ctx->year). Otherwise ERR_INVALID with the sentence for whoever asks: a program that misspells a
   filter would take everything for its answer. */
bool json_asked(struct ctx *ctx, const struct request *request, struct err *e) MUST_USE;
/* The same for names that are known elsewhere, and the refusal of a value, which is always false. */
bool query_only(struct ctx *ctx, const struct request *request, const char *const *names, size_t n, struct err *e) MUST_USE;
bool query_refuse(struct ctx *ctx, const char *name, struct err *e);

/* The parts of the left menu. What is opened every day stands open above; the rest waits in folds, each under its own word. */
enum menu_group {
    MENU_DAY,     /* the year, its plan, its record, its analysis */
    MENU_HELD,    /* what stands behind an activity: sessions, contests, championships, courses, tests of others */
    MENU_PEOPLE,  /* organisations and what passes between them and the centre */
    MENU_PAPERS,  /* documents, products, publications, stands */
    MENU_SETTING, /* reference lists, accounts and the care of the base */
    MENU_GROUPS
};
struct menu_item {
    enum text_id label;
    const char *path;
    role_set right;
    enum menu_group group; /* left out: MENU_DAY */
};
struct route_table;
/* The table by which a request finds its route, sorted once at start; lives in a. Stops the program on a route without a
   right, a pattern that does not begin with '/', or two routes that would catch the same request. */
const struct route_table *route_table_new(struct arena *a, const struct route *routes, size_t n);

/* What the frame of every staff page shows of the record. */
struct frame_facts {
    struct str centre; /* short name: «МЦПО» */
    const int *years;  /* the academic years there are, newest first */
    size_t n_years;
    int64_t waiting;            /* how many things wait for this person */
    struct html_url waiting_to; /* where they are listed; empty: not shown */
};
/* What web needs to know of the application; built by app, read-only. */
struct site {
    const struct route *routes;
    size_t n_routes;
    const struct route_table *table; /* of these routes; NULL: made again for each request, fit for tests only */
    const struct menu_item *menu;
    size_t n_menu;
    const char *zone;                      /* IANA zone of the centre */
    bool demo;                             /* says on every page that people are made up … */
    bool made;                             /* … and numbers too */
    const char *files;                     /* the folder of files by content; NULL: none is served */
    const char *copies;                    /* the folder of backups; NULL: none is made here */
    const struct db_migration *migrations; /* of the whole program: what an archive is held against */
    size_t n_migrations;
    const char *looker; /* the program that looks at files apart (file/look.h); NULL: this process does */
    /* Reads the frame's facts in one statement; NULL: a frame without them. */
    bool (*frame)(struct ctx *ctx, struct frame_facts *ret_facts, struct err *e);
};

/* The same site with the zone and the marks of a centre. */
const struct site *site_of_centre(struct arena *a, const struct site *site, const struct centre *centre);

struct web_config {
    struct str db_url;
    struct str listen; /* "127.0.0.1:8080" */
    const struct site *site;
    const struct register_set *registers;
    const struct figure_set *figures;
    const struct job_set *jobs;
    const struct db_migration *migrations;
    size_t n_migrations;
    int64_t centre_id;
    unsigned threads; /* 0: as many as cores */
};
struct web;
/* Starts listening; the port actually taken is in *ret_port (":0" asks for any). web_stop finishes what is under way. */
bool web_start(struct arena *owner, const struct web_config *config, struct web **ret_web, uint16_t *ret_port,
               struct err *e) MUST_USE;
void web_stop(struct web *web);

/* One request without a socket, for tests and benchmarks: same routing, rights, CSRF and pages. request->path may carry a query
   ("/activity?year=2021"). A session cookie names the actor; without one ctx->actor stays as it is. What the handler could not
   do comes back as the page a person would see; false only when not even that page could be written. */
bool web_answer(struct ctx *ctx, struct request *request, struct reply *reply, struct err *e) MUST_USE;
#endif
