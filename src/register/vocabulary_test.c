/* The fences against a language inside the program: how many field types, flags, hooks and scopes there are. Whoever hits a
   fence writes a page of his own (the next step of the staircase) or shows two features that want the new word. */
#include "base/str.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_TYPES = 24, MOST_FLAGS = 12, MOST_HOOKS = 5, MOST_SCOPES = 3 };
static char text[200000];

static struct str file_text(const char *path)
{
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    size_t n = fread(text, 1, sizeof text, f);
    fclose(f);
    return (struct str){ text, n };
}

/* What stands between the words that begin a declaration and the first brace that closes it. */
static struct str body_of(struct str s, const char *begins)
{
    size_t from = str_find(s, str_c(begins), 0);
    assert_true(from < s.len);
    size_t to = str_find(s, str_c("};"), from);
    assert_true(to < s.len);
    return str_part(s, from, to - from);
}

static int times(struct str s, const char *word)
{
    int n = 0;
    for (size_t at = str_find(s, str_c(word), 0); at < s.len; at = str_find(s, str_c(word), at + 1)) {
        n++;
    }
    return n;
}

static void between(const char *what, int n, int most)
{
    printf("%s: %d of at most %d\n", what, n, most);
    assert_true(n > 0 && n <= most); /* 0: the test itself no longer finds them */
}

static void test_declarations(void **state)
{
    struct str header = file_text("src/register/register.h");
    between("flags", times(body_of(header, "enum field_flag {"), " = "), MOST_FLAGS);
    between("hooks", times(body_of(header, "struct register_hooks {"), "(*"), MOST_HOOKS);
    struct str scopes = body_of(file_text("src/access/access.h"), "enum rows_scope {");
    between("scopes", times(scopes, "ROWS_"), MOST_SCOPES);
}

static void test_types(void **state)
{
    DIR *folder = opendir("src/register");
    struct dirent *entry;
    int n = 0;
    assert_non_null(folder);
    while ((entry = readdir(folder))) {
        if (strncmp(entry->d_name, "type_", 5) == 0 && strstr(entry->d_name, ".c")) {
            char path[400];
            snprintf(path, sizeof path, "src/register/%s", entry->d_name);
            int here = times(file_text(path), "\nconst struct field_type ft_");
            assert_int_equal(here, 1); /* one file, one type */
            n += here;
        }
    }
    closedir(folder);
    between("field types", n, MOST_TYPES);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_declarations), cmocka_unit_test(test_types) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
