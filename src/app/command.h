/* The command line: one table of commands, one way to read options, one way to speak. A command is a row with its options and a
   function; --help, unknown words, both languages and exit codes are the same for all of them. */
#ifndef APP_COMMAND_H
#define APP_COMMAND_H
#include "app/house.h"
#include "base/text/text.h"

enum {
    EXIT_DONE = 0,
    EXIT_FOUND = 1, /* the command did its work and found something wrong */
    EXIT_USAGE = 2, /* called wrongly, or about something that is not there */
    EXIT_FAULT = 70 /* it could not be done: the database, the disk, our own mistake */
};
enum { MOST_ARGUMENTS = 6, MOST_OPTIONS = 10 };

struct option_def {
    const char *name;   /* "--db" */
    enum text_id value; /* what stands after it in the help, T_NONE: a switch */
    enum text_id help;
};
struct call;
struct command {
    const char *name;
    enum text_id arguments;   /* in the line of use, T_NONE: none */
    size_t at_least, at_most; /* arguments without a dash */
    enum text_id what;        /* one sentence in the list, more in the help */
    const struct option_def *options;
    size_t n_options;
    const char *example;
    int (*run)(struct call *call);
    bool of_centre; /* works on one centre of the database: --centre NAME or its number, the first without it */
    bool hidden;    /* for tests and comparisons: not in the list */
};
extern const struct command *const commands_list[]; /* ended by NULL */

/* One call of a command: what was typed, understood. */
struct call {
    struct arena *arena;
    enum lang lang;
    const struct command *command;
    struct str arguments[MOST_ARGUMENTS];
    size_t n_arguments;
    struct str values[MOST_OPTIONS]; /* by option of the command */
    bool given[MOST_OPTIONS];
    struct str db_url, listen; /* from the options, the environment or orientir.conf */
    struct str copies;         /* the folder of backups, the same way */
    struct str files;          /* the folder of files; beside the database where nothing was said */
};
bool call_given(const struct call *call, const char *option);
struct str call_value(const struct call *call, const char *option); /* "" when it was not given */
/* Reads the words after the command; false after having said what is wrong (then the exit code is EXIT_USAGE). */
bool call_read(struct call *call, int n, char **words);
void call_help(const struct call *call);
int command_main(int argc, char **argv);

/* Words for the person: results on stdout, everything else on stderr. */
void say(const struct call *call, enum text_id id);
void say_str(struct str line);
#define say_with(call, id, ...)                                                                                                \
    say_str(text_fill((call)->arena, (call)->lang, (id), (const struct text_arg[]){ __VA_ARGS__ },                             \
                      sizeof((const struct text_arg[]){ __VA_ARGS__ }) / sizeof(struct text_arg)))
/* On stderr and on a terminal only: what is being done, for everything that may last. */
void say_progress(const struct call *call, enum text_id id);
/* What is wrong and how to mend it, on stderr; gives EXIT_USAGE back. */
int complain(const struct call *call, enum text_id id);
int complain_str(const struct call *call, struct str line);
#define complain_with(call, id, ...)                                                                                           \
    complain_str((call), text_fill((call)->arena, (call)->lang, (id), (const struct text_arg[]){ __VA_ARGS__ },                \
                                   sizeof((const struct text_arg[]){ __VA_ARGS__ }) / sizeof(struct text_arg)))
/* What the world did: sentence of the kind, where, the technical words, how to mend. Gives the exit code back. */
int complain_err(const struct call *call, const struct err *e);
int complain_err_at(const struct call *call, const struct err *e, struct str where);

/* The house and a ctx over the database of the call, in the language of the call. false after having complained; *ret_code is
   the exit code. A file that is not there is not made unless `may_make`. */
bool call_enter(const struct call *call, enum db_mode mode, bool may_make, struct house *ret_house, struct ctx *ret_ctx,
                int *ret_code);
/* false after having complained that the file is missing (unless it may be made) or is no database; a server is asked only when
   it is opened. */
bool call_has_db(const struct call *call, bool may_make, int *ret_code);
/* "2021-2022" of the argument; the record must have that year. false after having complained. */
bool call_year(const struct call *call, struct ctx *ctx, size_t argument, int *ret_code);
/* The same of a word that came with an option. */
bool call_year_of(const struct call *call, struct ctx *ctx, struct str typed, int *ret_code);
/* The URL without a password, for messages. */
struct str url_shown(struct arena *a, struct str url);
bool url_is_file(struct str url);
#endif
