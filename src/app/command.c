/* Reading a command line: the command, its options in any order, its arguments; what is wrong is said with the word that is
   wrong and the nearest word that would be right. */
#include "app/command.h"
#include "app/config.h"
#include "base/buf.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Options that every command knows; they stand after its own. */
static const struct option_def common[] = {
    { "--centre", T_APP_VALUE_NAME, T_APP_OPTION_OF_CENTRE }, /* only of commands that work on one */
    { "--lang", T_APP_VALUE_LANG, T_APP_OPTION_LANG },
    { "--help", T_NONE, T_APP_OPTION_HELP },
};

static const struct option_def *option_at(const struct command *command, size_t i)
{
    if (i < command->n_options) {
        return &command->options[i];
    }
    size_t at = i - command->n_options + (command->of_centre ? 0 : 1);
    return at < COUNT(common) ? &common[at] : NULL;
}

static bool option_find(const struct command *command, struct str name, size_t *ret_index)
{
    const struct option_def *option;
    for (size_t i = 0; (option = option_at(command, i)) != NULL; i++) {
        if (str_is(name, option->name)) {
            *ret_index = i;
            return true;
        }
    }
    return false;
}

bool call_given(const struct call *call, const char *option)
{
    size_t i;
    return option_find(call->command, str_c(option), &i) && call->given[i];
}

struct str call_value(const struct call *call, const char *option)
{
    size_t i;
    return option_find(call->command, str_c(option), &i) && call->given[i] ? call->values[i] : STR_NONE;
}

/* How many single letters must be added, dropped or changed (Levenshtein), for words of a command line. */
static size_t distance(struct str one, struct str two)
{
    enum { LONGEST = 24 };
    size_t row[LONGEST + 1];
    if (one.len > LONGEST || two.len > LONGEST) {
        return LONGEST;
    }
    for (size_t k = 0; k <= two.len; k++) {
        row[k] = k;
    }
    for (size_t i = 1; i <= one.len; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t k = 1; k <= two.len; k++) {
            size_t change = corner + (one.at[i - 1] != two.at[k - 1]);
            corner = row[k];
            size_t step = (row[k] < row[k - 1] ? row[k] : row[k - 1]) + 1;
            row[k] = change < step ? change : step;
        }
    }
    return row[two.len];
}

struct nearest {
    struct str to, is;
    size_t distance;
};

static void nearest_try(struct nearest *nearest, const char *word)
{
    size_t d = distance(nearest->to, str_c(word));
    if (d < nearest->distance) {
        nearest->distance = d;
        nearest->is = str_c(word);
    }
}

static bool take_option(struct call *call, struct str word, int *i, int n, char **words)
{
    size_t equals = str_find(word, STR("="), 0), index;
    struct str name = str_part(word, 0, equals);
    if (!option_find(call->command, name, &index)) {
        struct nearest nearest = { .to = name, .distance = 3 };
        const struct option_def *option;
        for (size_t k = 0; (option = option_at(call->command, k)) != NULL; k++) {
            nearest_try(&nearest, option->name);
        }
        complain_with(call, nearest.is.len ? T_APP_OPTION_NEAR : T_APP_OPTION_UNKNOWN, TEXT_ARG("option", name),
                      TEXT_ARG("near", nearest.is), TEXT_ARG("command", str_c(call->command->name)));
        return false;
    }
    bool takes = option_at(call->command, index)->value != T_NONE, inside = equals < word.len;
    if (takes ? !inside && *i + 1 >= n : inside) {
        complain_with(call, takes ? T_APP_OPTION_EMPTY : T_APP_OPTION_SWITCH, TEXT_ARG("option", name));
        return false;
    }
    call->given[index] = true;
    if (takes) {
        call->values[index] = inside ? str_part(word, equals + 1, word.len) : str_c(words[++*i]);
        if (call->values[index].len == 0) {
            complain_with(call, T_APP_OPTION_EMPTY, TEXT_ARG("option", name));
            return false;
        }
    }
    return true;
}

bool call_read(struct call *call, int n, char **words)
{
    bool options_over = false;
    for (int i = 0; i < n; i++) {
        struct str word = str_c(words[i]);
        if (!utf8_valid(word)) {
            complain(call, T_APP_WORD_BROKEN);
            return false;
        }
        if (!options_over && str_is(word, "--")) {
            options_over = true;
        } else if (!options_over && word.len > 1 && word.at[0] == '-') {
            if (!take_option(call, word, &i, n, words)) {
                return false;
            }
        } else if (call->n_arguments == call->command->at_most) {
            complain_with(call, T_APP_ARGUMENT_SPARE, TEXT_ARG("argument", word),
                          TEXT_ARG("command", str_c(call->command->name)));
            return false;
        } else {
            call->arguments[call->n_arguments++] = word;
        }
    }
    if (call->n_arguments < call->command->at_least && !call_given(call, "--help")) {
        complain_with(call, T_APP_ARGUMENT_MISSING, TEXT_ARG("argument", text_in(call->lang, call->command->arguments)),
                      TEXT_ARG("command", str_c(call->command->name)));
        return false;
    }
    return true;
}

/* The word padded to a column; counted in characters, because Russian letters take two bytes. */
static void put_padded(struct buf *b, struct str word, size_t width)
{
    buf_put(b, word);
    for (size_t n = utf8_length(word); n < width; n++) {
        buf_put_byte(b, ' ');
    }
}

static struct str option_shown(const struct call *call, const struct option_def *option)
{
    struct str value = option->value ? text_in(call->lang, option->value) : STR_NONE;
    return str_format(call->arena, "%s%s%.*s", option->name, value.len ? " " : "", (int)value.len, value.at);
}

void call_help(const struct call *call)
{
    const struct command *command = call->command;
    struct buf *b = buf_new(call->arena, 1 << 16);
    struct str arguments = command->arguments ? text_in(call->lang, command->arguments) : STR_NONE;
    struct str what = text_in(call->lang, command->what);
    const struct option_def *option;
    buf_putf(b, "orientir %s%s%.*s", command->name, arguments.len ? " " : "", (int)arguments.len, arguments.at);
    for (size_t i = 0; i < command->n_options; i++) {
        struct str shown = option_shown(call, option_at(command, i));
        buf_putf(b, " [%.*s]", (int)shown.len, shown.at);
    }
    buf_putf(b, "\n\n%.*s\n\n", (int)what.len, what.at);
    for (size_t i = 0; (option = option_at(command, i)) != NULL; i++) {
        BUF(b, "  ");
        put_padded(b, option_shown(call, option), 26);
        buf_put(b, text_in(call->lang, option->help));
        BUF(b, "\n");
    }
    struct str example = text_in(call->lang, T_APP_EXAMPLE), codes = text_in(call->lang, T_APP_CODES);
    buf_putf(b, "\n%.*s:\n  %s\n\n%.*s", (int)example.len, example.at, command->example, (int)codes.len, codes.at);
    say_str(buf_str(b));
}

static void list_commands(const struct call *call)
{
    struct buf *b = buf_new(call->arena, 1 << 16);
    buf_put(b, text_in(call->lang, T_APP_WHAT));
    BUF(b, "\n\n");
    for (const struct command *const *c = commands_list; *c; c++) {
        if (!(*c)->hidden) {
            struct str what = text_in(call->lang, (*c)->what);
            BUF(b, "  orientir ");
            put_padded(b, str_c((*c)->name), 9);
            size_t end = str_find(what, STR(". "), 0);
            buf_put(b, str_part(what, 0, end == what.len && str_ends(what, STR(".")) ? end - 1 : end));
            BUF(b, "\n");
        }
    }
    BUF(b, "\n");
    buf_put(b, text_in(call->lang, T_APP_MORE));
    say_str(buf_str(b));
}

/* --lang anywhere in the line, else LC_ALL, LC_MESSAGES, LANG; everything that is not English is Russian. */
static bool lang_read(struct call *call, int argc, char **argv)
{
    const char *const from[] = { getenv("LC_ALL"), getenv("LC_MESSAGES"), getenv("LANG") };
    for (size_t i = 0; i < COUNT(from); i++) {
        if (from[i] && *from[i]) {
            call->lang = str_starts(str_c(from[i]), STR("en")) ? LANG_EN : LANG_RU;
            break;
        }
    }
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        struct str word = str_c(argv[i]);
        if (!str_is(word, "--lang") && !str_starts(word, STR("--lang="))) {
            continue;
        }
        struct str value = word.len > 6 ? str_part(word, 7, word.len) : i + 1 < argc ? str_c(argv[i + 1]) : STR_NONE;
        if (!str_is(value, "ru") && !str_is(value, "en")) {
            complain_with(call, T_APP_LANG_UNKNOWN, TEXT_ARG("lang", utf8_valid(value) ? value : STR_NONE));
            return false;
        }
        call->lang = str_is(value, "en") ? LANG_EN : LANG_RU;
    }
    return true;
}

static int run_named(struct call *call, struct str name, int argc, char **argv)
{
    struct nearest nearest = { .to = name, .distance = 3 };
    for (const struct command *const *c = commands_list; *c; c++) {
        if (str_is(name, (*c)->name)) {
            call->command = *c;
        }
        nearest_try(&nearest, (*c)->name);
    }
    if (!call->command) {
        struct str shown = utf8_valid(name) ? name : STR("?");
        return complain_with(call, nearest.is.len ? T_APP_COMMAND_NEAR : T_APP_COMMAND_UNKNOWN, TEXT_ARG("command", shown),
                             TEXT_ARG("near", nearest.is));
    }
    if (!call_read(call, argc - 2, argv + 2)) {
        return EXIT_USAGE;
    }
    if (call_given(call, "--help")) {
        call_help(call);
        return EXIT_DONE;
    }
    return config_fill(call) ? call->command->run(call) : EXIT_USAGE;
}

static int run_words(struct call *call, int argc, char **argv)
{
    if (!lang_read(call, argc, argv)) {
        return EXIT_USAGE;
    }
    int first = 1;
    while (first < argc && (str_starts(str_c(argv[first]), STR("--lang")))) {
        first += strcmp(argv[first], "--lang") == 0 ? 2 : 1;
    }
    struct str name = first < argc ? str_c(argv[first]) : STR_NONE;
    if (name.len == 0) {
        list_commands(call);
        return EXIT_USAGE;
    }
    if (str_is(name, "--help") || str_is(name, "help") || str_is(name, "-h")) {
        list_commands(call);
        return EXIT_DONE;
    }
    return run_named(call, name, argc - first + 1, argv + first - 1);
}

int command_main(int argc, char **argv)
{
    struct arena *arena = arena_new((size_t)512 << 20);
    struct call call = { .arena = arena };
    struct err e = { 0 };
    int code = text_start(&e) ? run_words(&call, argc, argv) : complain_err(&call, &e);
    text_stop();
    arena_free(arena);
    return code;
}
