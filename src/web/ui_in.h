/* Between the ui files: where the reader is, and what the reader has chosen. */
#ifndef WEB_UI_IN_H
#define WEB_UI_IN_H
#include "web/ui.h"

enum { PAGE_CAP = 4 << 20 };      /* a page over 4 MiB is a list that should have been paged */
enum { DOCUMENT_CAP = 16 << 20 }; /* a file has no second page */

/* The address of this page with its query but for one parameter (the one that is about to be chosen anew, because an address
   that names it would win over the cookie): where /choose leads back to. */
struct html_url ui_here(struct ctx *ctx, const char *without);

enum ui_reader_choice { UI_LANGUAGE, UI_YEAR, UI_CONTRAST, UI_SIZE, UI_READER_CHOICES };
const char *ui_choice_cookie(enum ui_reader_choice which);
/* The reader's value, always one of the known ones (the first when the cookie says nothing or nonsense). */
struct str ui_choice_now(const struct ctx *ctx, enum ui_reader_choice which);

handler ui_choose;  /* GET /choose?lang=…&back=/… */
handler ui_gallery; /* GET /_widgets */
struct str ui_weight_class(enum ui_weight weight);

/* The items of the left menu that the actor may open, by group; current: the path of the item this page belongs to, or NULL. */
void ui_menu_items(struct ctx *ctx, struct html *h, const char *current);

/* A finished English page with the words of the record marked as Russian for those who listen (lang="ru"). */
struct str ui_mark_russian(struct arena *a, struct str page) MUST_USE;
#endif
