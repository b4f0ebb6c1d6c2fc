"""What must compile alone does (every header, with gcc and clang), and what must not compile does not: the promises of
web/html.h, base.h and friends. Takes the build folder: the generated headers live there."""
import concurrent.futures
import os
import subprocess
import sys

import house

BUILD = os.path.abspath(sys.argv[1])
GENERATED = [BUILD] + [d for d, _, names in os.walk(BUILD) if any(n.endswith("_sql.h") for n in names)]
FLAGS = ["-std=gnu17", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-Wno-missing-field-initializers",
         "-Wno-unused-parameter", "-Wno-unused-function", "-Wno-gnu-zero-variadic-macro-arguments", "-x", "c", "-I",
         os.path.join(house.ROOT, "src"), "-I", os.path.join(house.ROOT, "assets"), "-I", os.path.join(house.ROOT, "tests")]
for folder in GENERATED:
    FLAGS += ["-I", folder]

FRAME = """#include "web/html.h"
#include "base/str.h"
#include "base/text/text.h"
void f(struct html *h, struct ctx *ctx, struct arena *a, struct str s, const char *c, char *m, int i, int64_t n, double d);
void f(struct html *h, struct ctx *ctx, struct arena *a, struct str s, const char *c, char *m, int i, int64_t n, double d)
{
    (void)h, (void)ctx, (void)a, (void)s, (void)c, (void)m, (void)i, (void)n, (void)d;
    %s
}
"""
# The controls differ from the cases below them in the one thing that is wrong.
MUST = [
    'HTML(h, "<p>");',
    'HTMLF(h, "<p>{}</p>", s);',
    'HTMLF(h, "<p>{}</p>", n);',
    'HTMLF(h, "<p>{}</p>", html_part(h));',
    'HTMLF(h, "<a href=\\"{}\\">{}</a>", url_own(a, s), s);',
    'struct str x = STR("literal"); (void)x;',
    'struct str x = text_with(ctx, T_PEOPLE, TEXT_ARG("n", n)); (void)x;',
    'struct str page; struct err e = { .kind = ERR_NONE }; if (!html_done(h, &page, &e)) { return; }',
]
MUST_NOT = {
    "a char * as format": 'HTML(h, c);',
    "a char array as format": 'char x[] = "<p>"; HTML(h, x);',
    "a char * as format with arguments": 'HTMLF(h, c, s);',
    "a str as format": 'HTML(h, s);',
    "a char * as argument": 'HTMLF(h, "<p>{}</p>", c);',
    "a literal as argument": 'HTMLF(h, "<p>{}</p>", "words");',
    "a char * that may change as argument": 'HTMLF(h, "<p>{}</p>", m);',
    "an int as argument": 'HTMLF(h, "<p>{}</p>", i);',
    "a double as argument": 'HTMLF(h, "<p>{}</p>", d);',
    "a fragment made of a str": 'struct html_safe x = s; (void)x;',
    "a fragment made of a char *": 'html_put_safe(h, c);',
    "a str where a fragment belongs": 'html_put_safe(h, s);',
    "a str where an url belongs": 'struct html_url u = s; (void)u;',
    "an url where a str belongs": 'struct str x = url_own(a, s); (void)x;',
    "a char * as a str": 'struct str x = STR(c); (void)x;',
    "a char * as an argument of a message": 'struct str x = text_with(ctx, T_PEOPLE, TEXT_ARG("n", c)); (void)x;',
    "a key that is not there": 'struct str x = text(ctx, T_NO_SUCH_KEY_AT_ALL); (void)x;',
    "a failure that nobody looks at": 'struct str page; struct err e; html_done(h, &page, &e);',
}


def compiles(compiler, source):
    # gcc looks at results that nobody uses only after parsing, so it goes as far as assembly.
    how = ["-S", "-o", os.devnull] if compiler == "gcc" and "void f(" in source else ["-fsyntax-only"]
    done = subprocess.run([compiler, *how, *FLAGS, "-"], input=source, capture_output=True, text=True, cwd=house.ROOT)
    return done.returncode == 0, done.stderr


def check(task):
    compiler, what, source, expected = task
    good, said = compiles(compiler, source)
    if good == expected:
        return None
    return f"{compiler}: {what} " + (f"does not compile:\n{said[:600]}" if expected else "compiles, and must not")


def main():
    tasks = []
    headers = house.Tree().files(r"src/.*\.h")
    for compiler in ("gcc", "clang"):
        # self-test: a header that needs another one is found
        tasks.append((compiler, "self-test: a header that leans on another", "struct x { size_t planted; };\n", False))
        for path in headers:
            tasks.append((compiler, path, f'#include "{path[4:]}"\nextern int nothing_else_here;\n', True))
        for line in MUST:
            tasks.append((compiler, "control: " + line, FRAME % line, True))
        for what, line in MUST_NOT.items():
            tasks.append((compiler, what + ": " + line, FRAME % line, False))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        complaints = [c for c in pool.map(check, tasks) if c]
    print("\n".join(complaints))
    print(f"{len(tasks)} compilations, {len(complaints)} complaints")
    sys.exit(1 if complaints else 0)


main()
