/* Every request, job and command has one of these: its memory, its clock, its language, its database and who is asking.
   Nothing in the house is global; what a function needs comes in here. */
#ifndef BASE_CTX_H
#define BASE_CTX_H
#include "base/arena.h"
#include "base/err.h"

enum lang { LANG_RU, LANG_EN, LANG_COUNT };

struct db;
struct actor;
struct request;
struct site;
struct register_set;
struct figure_set;
struct job_set;

struct ctx {
    struct arena *arena;
    struct db *db;                 /* read-only connection in a GET, the writer's in everything else */
    const struct actor *actor;     /* never NULL: actor_nobody before sign-in */
    const struct request *request; /* NULL in commands and jobs */
    /* What the application is made of, each owned by its room and read-only after start. */
    const struct site *site;              /* web: routes and menu */
    const struct register_set *registers; /* register: every declared subject */
    const struct figure_set *figures;     /* report: every declared figure */
    const struct job_set *jobs;           /* job: every kind of long work */
    int64_t centre_id;
    int year;       /* the academic year chosen in the frame by its first calendar year: 2021 is
                       2021-2022; 0 when there is none yet */
    int64_t now_ms; /* UTC */
    enum lang lang;
    uint64_t request_id;
};
#endif
