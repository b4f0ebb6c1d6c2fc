"""Every folder tells what it is for, every .c begins by saying why it exists, and every row of tests/acceptance names a test
that is there. A row is `requirement<TAB>test`; a test is `suite: name` as meson lists it or `path::words` that stand in that
file; several tests are parted by ` ; `.

papers.py [BUILD]: with a build folder the tests are those that meson has there (many are made in loops); without one only what
can be read off the tree is known, and a name that meson alone knows is a complaint."""
import json
import os
import re
import subprocess
import sys

import house


def readme_in_each_room(tree):
    folders = {"/".join(p.split("/")[:-1]) for p in tree.files(r"src/.*\.[ch]")}
    for folder in sorted(folders - {"src/features", "src/base/text"}):
        path = folder + "/README.md"
        if path not in tree.paths:
            yield f"{folder}: no README.md"
        elif tree.text(path).count("\n") > 40:
            yield f"{path}: longer than 40 lines"


def opening_comment(tree):
    for path in tree.files(r"(src|tools|tests)/.*\.[ch]"):
        if not tree.text(path).startswith("/*"):
            yield f"{path}:1: begins without a comment"


def guarded_headers(tree):
    for path in tree.files(r"src/.*\.h"):
        if not re.search(r"^#(ifndef \w+_H$|pragma once)", tree.text(path), re.M):
            yield f"{path}: no include guard"


BUILD = sys.argv[1] if len(sys.argv) > 1 else None
TEST_FILES = r"src/.*_test\.c|.*\.t|tests/.*\.(c|py|mjs)|tests/(all|bench)/\w+|check|\.ci/run"


def tests_of_build(folder):
    """`suite: name` of every test, as meson would run it."""
    listed = subprocess.run(["meson", "introspect", "--tests", folder], capture_output=True, text=True, check=True)
    return {f"{suite.split(':')[-1]}: {test['name']}" for test in json.loads(listed.stdout) for suite in test["suite"]}


def tests_of_tree(tree):
    """The same as far as it stands in the tree: literal names, programs and stories that are found by their file names."""
    names = set()
    for path in tree.files(r"(.*/)?meson\.build"):
        names |= {f"{suite}: {name}" for name, suite in
                  re.findall(r"\btest\(\s*'([^']+)',(?:(?!\btest\().)*?suite: '(\w+)'", tree.text(path), re.S)}
    for path in tree.files(r"src/.*_test\.c"):
        parts = path.split("/")
        name = parts[-1].replace("_test.c", "")
        names.add(f"feature: feature {name}" if parts[1] == "features" else f"unit: {parts[1]} {name}")
    for path in tree.files(r".*\.t"):
        names.add("http: http " + path.split("/")[-1].replace("_http.t", "").replace(".t", ""))
    return names | {"house: house " + p.split("/")[-1][:-3] for p in tree.files(r"tests/house/\w+\.py")}


def acceptance(tree):
    names = tests_of_build(BUILD) if BUILD else tests_of_tree(tree)
    for path in tree.files(r"tests/acceptance/.*\.tsv"):
        for number, line in enumerate(tree.text(path).split("\n"), 1):
            if not line.strip() or line.startswith("#"):
                continue
            cells = line.split("\t")
            if len(cells) < 2 or not cells[-1].strip():
                yield f"{path}:{number}: no test is named"
                continue
            for test in cells[-1].split(" ; "):
                test = test.strip()
                if "::" in test:
                    where, _, words = test.partition("::")
                    if not re.fullmatch(TEST_FILES, where):
                        yield f"{path}:{number}: {where} is no test"
                    elif where not in tree.paths or words not in tree.text(where):
                        yield f"{path}:{number}: {words!r} does not stand in {where}"
                elif ": " in test:
                    if test not in names:
                        yield f"{path}:{number}: there is no test {test!r}"
                else:
                    yield f"{path}:{number}: {test!r} is neither `suite: name` nor `path::words`"


def front_page(tree):
    """README.md: what it is, for whom and the two commands in each of two languages, two pictures that are light, the rooms, the licence."""
    text = tree.text("README.md")
    russian, found, english = text.partition("\n## In English\n")
    if not found:
        yield "README.md: no part «In English»"
    for language, half, whom in (("Russian", russian, "заведующ"), ("English", english, "head")):
        for needed in ("./demo", "./check", whom):
            if needed not in half:
                yield f"README.md: nothing of {needed!r} in {language}"
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
    if len(pictures) != 2:
        yield f"README.md: {len(pictures)} pictures that have a description, not two"
    for picture in pictures:
        if picture not in tree.paths:
            yield f"README.md: no picture {picture}"
        elif os.path.getsize(os.path.join(house.ROOT, picture)) > 150 * 1024:
            yield f"{picture}: heavier than 150 KiB"
    for room in sorted({p.split("/")[1] for p in tree.files(r"src/\w+/.*\.c")}):
        if f"`src/{room}`" not in text:
            yield f"README.md: room {room} is not on the map"
    if "GPL-3.0-or-later" not in text or "GNU GENERAL PUBLIC LICENSE" not in tree.text("LICENSE")[:200]:
        yield "README.md: the licence is not told"


house.run([readme_in_each_room, opening_comment, guarded_headers, front_page, acceptance], [
    (front_page, {"README.md": "## In English\n"}, "nothing of './demo' in Russian"),
    (front_page, {"README.md": "![a](docs/pictures/none.png)"}, "no picture docs/pictures/none.png"),
    (readme_in_each_room, {"src/features/planted/planted.c": "/* */"}, "src/features/planted: no README"),
    (opening_comment, {"src/base/planted.c": "#include <stdio.h>\n"}, "begins without"),
    (guarded_headers, {"src/base/planted.h": "/* */\nint x;\n"}, "no include guard"),
    (acceptance, {"tests/acceptance/planted.tsv": "It works\tunit: no such test\n"}, "there is no test 'unit: no such test'"),
    (acceptance, {"tests/acceptance/planted.tsv": "It works\tsrc/base/day_test.c::no such case\n"}, "does not stand in"),
    (acceptance, {"tests/acceptance/planted.tsv": "It works\tsrc/base/day.c::day_read\n"}, "is no test"),
    (acceptance, {"tests/acceptance/planted.tsv": "It works\n"}, "no test is named"),
])
