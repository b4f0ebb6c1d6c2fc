/* The work behind the sockets: a request that came whole is decoded, finds its route and is answered, here and now with a
   borrowed read connection or by a lane that writes. server.c brings requests and carries the replies away. */
#ifndef WEB_WORK_H
#define WEB_WORK_H
#include "web/lane.h"
#include "web/web_in.h"

struct work;
/* One request and its answer; lives in its own arena from the request line to the last byte of the reply. */
struct exchange {
    struct job job;
    struct work *work;
    struct arena *arena;
    void *connection; /* server.c's; NULL for an errand */
    struct request request;
    struct ctx ctx;
    struct str body; /* the whole of it, or what fitted before too_big */
    unsigned methods;
    struct str boundary; /* of a form with files, else "" */
    bool is_form, too_big, answered;
    struct err failed;      /* why the body is not here */
    struct access_use seen; /* an errand: write down that this session or token was used */
    int64_t began_us;
    struct reply reply;
    struct answered how;
};
typedef void exchange_ready(struct exchange *x);

/* Opens the database, starts the lanes. ready is called on a lane's thread when an exchange that was handed over is answered;
   afterwards the exchange is the server's again. */
bool work_start(struct arena *owner, const struct web_config *config, exchange_ready *ready, struct work **ret_work,
                struct err *e) MUST_USE;
/* The end in two steps, because what still waits must be answered before the sockets close and exchanges come back when they
   do: runs what is queued and ends the threads; then closes connections and gives the memory back. NULL does nothing. */
void work_drain(struct work *work);
void work_free(struct work *work);

/* An exchange in a new arena (kept from an earlier one where possible), and its end. */
struct exchange *exchange_new(struct work *work);
void exchange_free(struct exchange *x);
/* A failure that shows before the request is whole. */
void exchange_refuse(struct exchange *x, enum fault fault);
/* Before its body came: the most bytes of it that the route takes. */
size_t exchange_most(struct exchange *x);
/* The request is whole: decodes it and finds its lane. NULL: it is answered already. */
struct lane *exchange_look(struct exchange *x);
/* Hands it over; false: the lane is full and the exchange is answered with that. */
bool exchange_hand(struct exchange *x, struct lane *lane);
#endif
