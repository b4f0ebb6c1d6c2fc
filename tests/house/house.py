"""What every house test stands on: the tree of files (with planted ones laid over it), C without comments and strings,
the list of exceptions, and the way a rule is run.

A rule is a function of a Tree that yields complaints "path:line: what". A test file calls house.run(rules, plants): first
every planted violation must be found by its rule (a rule that cannot fail proves nothing), then the real tree must be clean.
Exceptions stand in tools/limits.txt, one a line: rule, subject, reason, parted by tabs; one that nobody needs is a complaint.
"""
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Tree:
    def __init__(self, planted=None):
        listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
        if listed.returncode == 0:
            paths = listed.stdout.split("\n")
        else:  # an unpacked archive
            paths = [os.path.relpath(os.path.join(at, name), ROOT) for at, folders, names in os.walk(ROOT)
                     for name in names if "/build" not in at and "/." not in at and "node_modules" not in at]
        self.planted = planted or {}
        self.paths = sorted({p for p in paths if p and os.path.isfile(os.path.join(ROOT, p))} | set(self.planted))
        self.texts = {}
        self.used = set()
        self.exceptions = {}
        for line in self.text("tools/limits.txt").split("\n") if "tools/limits.txt" in self.paths else []:
            if line and not line.startswith("#"):
                rule, subject, reason = (line.split("\t") + ["", ""])[:3]
                self.exceptions[rule, subject] = reason.strip()

    def text(self, path):
        if path not in self.texts:
            if path in self.planted:
                self.texts[path] = self.planted[path]
            else:
                with open(os.path.join(ROOT, path), encoding="utf-8", errors="surrogateescape", newline="") as f:
                    self.texts[path] = f.read()
        return self.texts[path]

    def files(self, pattern):
        return [p for p in self.paths if re.fullmatch(pattern, p)]

    def is_test(self, path):
        """A test, or a header that only tests include."""
        if path.endswith(("_test.c", "/test_in.h", "/test_in.c")):
            return True
        if not path.endswith(".h"):
            return False
        if not hasattr(self, "includers"):
            self.includers = {}
            for one in self.files(r"(src|tests)/.*\.[ch]"):
                for header in re.findall(r'#include "([^"]+)"', self.text(one)):
                    self.includers.setdefault("src/" + header, []).append(one)
        by = self.includers.get(path, [])
        return bool(by) and all(one.endswith(("_test.c", "/test_in.h")) or one.startswith("tests/") for one in by)

    def excepted(self, rule, subject):
        if self.exceptions.get((rule, subject)):
            self.used.add((rule, subject))
            return True
        return False


TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def bare(text, keep_strings=False):
    """C without comments and (unless kept) without what stands in strings; lines stay where they are."""
    def replace(match):
        token = match.group()
        if token[0] == "/":
            return "\n" * token.count("\n")
        return token if keep_strings else token[0] * 2
    return TOKEN.sub(replace, text)


def literals(text):
    """The string literals of a C text as (line, content); neighbours that the compiler would join stay apart."""
    for match in TOKEN.finditer(text):
        if match.group()[0] == '"':
            yield text.count("\n", 0, match.start()) + 1, match.group()[1:-1]


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def balanced(text, at):
    """Index behind the bracket that closes the one at `at`; quoted text is passed over."""
    depth = 0
    i = at
    while i < len(text):
        quoted = TOKEN.match(text, i)
        if quoted:
            i = quoted.end()
            continue
        depth += (text[i] in "({[") - (text[i] in ")}]")
        i += 1
        if depth == 0:
            return i
    return len(text)


def arguments(text):
    """Splits "a, f(b, c), d" at its outer commas."""
    parts, start, i = [], 0, 0
    while i < len(text):
        quoted = TOKEN.match(text, i)
        if quoted:
            i = quoted.end()
        elif text[i] in "({[":
            i = balanced(text, i)
        else:
            if text[i] == ",":
                parts.append(text[start:i])
                start = i + 1
            i += 1
    return [p.strip() for p in parts + [text[start:]]]


def run(rules, plants, names_exceptions=()):
    """plants: (rule, {path: text}, part of the complaint expected). names_exceptions: words of limits.txt this file owns."""
    bad = 0
    for rule, planted, expected in plants:
        found = list(rule(Tree(planted)))
        if not any(expected in complaint for complaint in found):
            print(f"self-test: {rule.__name__} does not find {expected!r} in {sorted(planted)}")
            bad += 1
    tree = Tree()
    for rule in rules:
        if not any(rule is planted_rule for planted_rule, _, _ in plants):
            print(f"self-test: {rule.__name__} has no planted violation")
            bad += 1
        for complaint in rule(tree):
            print(complaint)
            bad += 1
    for word, subject in tree.exceptions:
        if word in names_exceptions and (word, subject) not in tree.used:
            print(f"tools/limits.txt: nobody needs the exception {word} {subject}: strike it")
            bad += 1
    print(f"{len(plants)} planted violations, {bad} complaints")
    sys.exit(1 if bad else 0)
