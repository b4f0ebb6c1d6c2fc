/* Activities: what the centre held, took part in or gathers numbers of. Others name an activity by its code ("week") and reach
   its numbers through figures and cells; this header gives the words of its columns to pages that group by them. */
#ifndef FEATURES_ACTIVITY_H
#define FEATURES_ACTIVITY_H
#include "register/register.h"

extern const struct register_def activity_register;

/* A code made of a title for a new activity: «Неделя профориентации» gives "nedelya_proforientacii"; [a-z0-9_], at most
   `longest` bytes, "activity" when nothing is left. Lives in the arena. */
struct str activity_code_of(struct arena *a, struct str title, size_t longest);
/* A code may stand before the dot of a figure's name: [a-z][a-z0-9_]*, and not a word that a declared figure has there. */
bool activity_code_valid(const struct ctx *ctx, struct str code);
/* A hook `check` for registers whose rows belong to an activity: the field "year" becomes that of the field "activity". The
   foreign key holds both to one row. Without a known activity nothing changes: its field says so already. */
bool activity_gives_year(struct ctx *ctx, struct form *form, struct err *e) MUST_USE;
#endif
