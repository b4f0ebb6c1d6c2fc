"""Files of at most 600 lines, functions of at most 60 lines and 7 parameters; prints what is longest."""
import re

import house

FILE, FUNCTION, PARAMETERS = 600, 60, 7
OURS = r"(src|tools|tests)/.*\.[ch]"


def functions(text):
    """(name, first line, lines, parameters) of each function, by the house's form: a body opens with { in the first column."""
    plain = house.bare(text)
    lines = plain.split("\n")
    start = None
    for i, line in enumerate(lines):
        if line == "{":
            first = i - 1
            while first > 0 and lines[first - 1].strip() and not lines[first - 1].rstrip().endswith((";", "}", "*/")) \
                    and not lines[first - 1].startswith("#"):
                first -= 1
            start = first
        elif line == "}" and start is not None:
            head = " ".join(lines[start:lines.index("{", start)])
            match = re.search(r"(\w+)\((.*)\)", head)
            if match:
                inner = house.arguments(match.group(2))
                yield match.group(1), start + 1, i - start + 1, 0 if inner in ([""], ["void"]) else len(inner)
            start = None


def files(tree):
    for path in tree.files(OURS + r"|tests/.*\.(py|mjs)|assets/.*\.js"):
        n = tree.text(path).count("\n")
        if n > FILE and not tree.excepted("file", path):
            yield f"{path}: {n} lines, {FILE} is the limit"


def lengths(tree):
    for path in tree.files(OURS):
        for name, line, length, _ in functions(tree.text(path)):
            if length > FUNCTION and not tree.excepted("function", f"{path}:{name}"):
                yield f"{path}:{line}: {name} has {length} lines, {FUNCTION} is the limit"


def parameters(tree):
    for path in tree.files(OURS):
        for name, line, _, count in functions(tree.text(path)):
            if count > PARAMETERS and not tree.excepted("parameters", f"{path}:{name}"):
                yield f"{path}:{line}: {name} takes {count} parameters, {PARAMETERS} is the limit"


LONG = "/* */\nint planted(int a,\n            int b)\n{\n" + "    a++;\n" * 58 + "}\n"
house.run([files, lengths, parameters], [
    (files, {"src/base/planted.c": "\n" * 601}, "601 lines"),
    (lengths, {"src/base/planted.c": LONG}, "planted has 62 lines"),
    (parameters, {"src/base/planted.c": "void planted(int a, int b, int c, int d, int (*e)(int, int), int f, int g, int h)\n{\n}\n"}, "takes 8"),
], ["file", "function", "parameters"])
