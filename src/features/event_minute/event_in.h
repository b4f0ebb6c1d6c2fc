/* Inside event_minute: what was typed, what it means, how it is kept and saved. */
#ifndef EVENT_IN_H
#define EVENT_IN_H
#include "features/event_minute/event_minute.h"
#include "features/feature.h"

/* One line of who came: a school as it was typed («8», «СОШ № 8»; empty: all together), how many, of which grades. */
enum { EVENT_LINES = 40, EVENT_FIELDS = 16 };
struct event_line {
    struct str school, number, grades;
};
/* The form as it was typed; nothing of it is checked. */
struct event_typed {
    struct str title, day, until, kind, grades, point, words, note, direction, audience, unit;
    bool silent; /* it was held, and nobody told the number */
    bool twin;   /* that there is one like it already is known and meant */
    struct event_line lines[EVENT_LINES];
    size_t n_lines;
};
/* What is wrong, at its place; empty where nothing is. */
struct event_faults {
    struct str title, day, until, kind, grades, point, words, note, twin, files, whole;
    struct {
        struct str school, number, grades;
    } lines[EVENT_LINES];
    int64_t twin_id; /* the activity that is there already, 0 for none */
    bool any;
};

/* From the fields of a form: `line` counts the lines of schools that came. */
struct event_typed event_read_form(struct ctx *ctx, const struct request *request);
struct str event_to_json(struct arena *a, const struct event_typed *typed);
bool event_of_json(struct arena *a, struct str json, struct event_typed *ret_typed, struct err *e) MUST_USE;
bool event_is_empty(const struct event_typed *typed);

/* «12.04.2022», «12.04», «1204», «12» (of this month), «2022-04-12», «вчера»: days near to `today`, never after it by more than
   the end of its school year when the year is left out. false when it is none of these. */
bool event_read_day(struct str typed, struct day today, int school_year, struct day *ret_day) MUST_USE;
/* «9», «9-11», «с 9 по 11», «9, 10, 11»: first and last grade; nothing typed is no grades. */
struct event_grades {
    struct maybe_int from, to;
};
enum event_grades_fault { EVENT_GRADES_FINE, EVENT_GRADES_UNREAD, EVENT_GRADES_GAP };
enum event_grades_fault event_read_grades(struct str typed, struct event_grades *ret_grades);

struct event_school {
    int64_t id;
    struct str name, short_name, code, kind;
};
bool event_schools(struct ctx *ctx, struct event_school **ret_schools, size_t *ret_n, struct err *e) MUST_USE;
/* The organisation that is meant, or NULL with *ret_like: those it may have been (up to five, ret_n). A number alone is that of
   a school. */
enum { EVENT_LIKE = 5 };
const struct event_school *event_find_school(struct ctx *ctx, const struct event_school *all, size_t n, struct str typed,
                                             const struct event_school *ret_like[EVENT_LIKE], size_t *ret_n_like);
struct str event_school_shown(const struct event_school *school);

/* What the typed text means; known only where nothing was said against it. */
struct event_meant {
    struct day day, until;
    int year;
    struct event_grades grades;
    struct {
        bool used;
        int64_t school; /* 0: all together */
        struct event_grades grades;
    } lines[EVENT_LINES];
};
void event_say(struct event_faults *faults, struct str *at, struct str message); /* the first one at a place stays */
struct event_faults event_no_faults(void);
struct event_typed event_nothing(void);
/* Says everything that is wrong; false only when the world failed. */
bool event_read_meaning(struct ctx *ctx, const struct event_typed *t, struct event_meant *ret_meant,
                        struct event_faults *faults, struct err *e) MUST_USE;

/* A draft as it is kept. */
struct event_draft {
    int64_t id, changed_at, files;
    struct str form_key, title, typed;
    struct maybe_int activity;
};
bool event_draft_get(struct ctx *ctx, int64_t id, struct event_draft *ret_draft, struct err *e) MUST_USE;
/* Of a form's key; id 0 when there is none yet. */
bool event_draft_find(struct ctx *ctx, struct str key, struct event_draft *ret_draft, struct err *e) MUST_USE;
bool event_draft_of_activity(struct ctx *ctx, int64_t activity, struct event_draft *ret_draft, struct err *e) MUST_USE;
/* Inside a transaction: the row of the key has what is typed; one that became an event is left as it is. */
bool event_draft_put(struct ctx *ctx, struct str key, const struct event_typed *typed, struct event_draft *ret_draft,
                     struct err *e) MUST_USE;
bool event_draft_drop(struct ctx *ctx, int64_t id, struct err *e) MUST_USE;
/* A key for a fresh form: half of it is random, half a seal of its author, so that it is known as his when his session is over.
 */
bool event_new_key(struct ctx *ctx, struct str *ret_key, struct err *e) MUST_USE;
bool event_key_valid(struct str key);
struct str event_author(struct ctx *ctx); /* «2-17»: centre and account, as the form carries them */
/* Whose form it is that came without a session: with *ret_actor he may enter events and ctx is in his centre. account_id 0:
   nobody's. */
bool event_author_of(struct ctx *ctx, struct str author, struct str key, struct actor *ret_actor, struct err *e) MUST_USE;

/* The school year and the day that a fresh form begins with. */
bool event_today(struct ctx *ctx, struct day *ret_today, struct err *e) MUST_USE;
int event_school_year(struct day day);
/* The chosen year; that of today in a centre so new that it has none. */
int event_year(const struct ctx *ctx, struct day today);

/* Saves the event of a draft: activity, headcounts, plan, files and the end of the draft, in one transaction. With
   ret_faults->any nothing was saved. Of a draft that was saved before the activity of that time comes back. */
bool event_save(struct ctx *ctx, struct str key, const struct event_typed *typed, struct event_faults *ret_faults,
                int64_t *ret_activity, struct err *e) MUST_USE;

/* The page: what is typed, what is wrong with it, what came before. */
struct event_page {
    struct str key;
    struct event_typed typed;
    struct event_faults faults;
    struct event_draft draft; /* id 0: none yet */
    struct record *done;      /* the activity that was saved before this one, NULL for none */
    bool to_line;             /* the focus goes to the last line of schools */
};
bool event_show(struct ctx *ctx, const struct event_page *page, struct reply *reply, struct err *e);

#define EVENT_WHO (ROLES_RECORD | ROLE(ROLE_PSYCHOLOGIST) | ROLE(ROLE_TEACHER))
handler event_new, event_resume, event_post, event_keep, event_drop_post;
#endif
