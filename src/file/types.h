/* The closed list of what files are: by libmagic's verdict on the bytes, and never by a name or by what a browser says. */
#ifndef FILE_TYPES_H
#define FILE_TYPES_H
#include "base/text/text.h"

enum type_flag {
    TYPE_SHOWN = 1,  /* smaller pictures of it can be made */
    TYPE_REFUSED = 2 /* a program: what a computer runs when it is opened is not taken */
};
struct file_type {
    const char *word;       /* in the database: [a-z0-9]+ */
    const char *verdicts;   /* MIME types as libmagic says them, parted by spaces */
    const char *served;     /* Content-Type it goes out with */
    const char *extensions; /* that fit, the usual one first */
    enum text_id kind;      /* «картинка» */
    const char *mark;       /* «JPEG»; "" for none */
    unsigned flags;
};
/* By libmagic's verdict; what is on no line is the last of the list, «файл», served as bytes without a meaning. */
const struct file_type *type_of_verdict(struct str verdict);
const struct file_type *type_of_word(struct str word); /* as it stands in the database; unknown words are «файл» too */
/* «картинка JPEG» */
struct str type_shown(const struct ctx *ctx, const struct file_type *type);
/* The name under which it goes out: as it came where its ending fits what the file is, else with a fitting ending behind it
   («фото.jpg» that is an archive leaves as «фото.jpg.zip»; what only looks harmless leaves so that nothing starts it). */
struct str type_name_fit(struct arena *a, const struct file_type *type, struct str name);
/* The ending of the name promises another kind. */
bool type_name_lies(const struct file_type *type, struct str name);
#endif
