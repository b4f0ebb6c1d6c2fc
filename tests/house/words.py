"""Words that may not stand in the source: calls of libc that hurt, memory beside the arena, user-visible words in C literals,
words about anything but the project, and names of persons in the sample."""
import hashlib
import re
import subprocess

import house

NEVER = "strcpy strcat stpcpy sprintf vsprintf strtok gmtime localtime ctime asctime atoi atol atoll atof gets rand srand drand48 tmpnam " \
        "mktemp system popen setlocale alloca scanf sscanf fscanf".split()
NUMBERS = "strtol strtoll strtoul strtoull strtod strtof strtold".split()
MEMORY = "malloc calloc realloc reallocarray free strdup strndup asprintf vasprintf getline".split()
# sha256 of words in lower case that have no place here; kept as digests so that this file does not hold them either.
ELSEWHERE = set("""
60965168ce762e949600281ba6d01fee136e5b6e8257b1f216f9025ed324474c
7d3194f79e645c42e4396dda38be04766810ec6a00d00aced3ffc2a0a1f1a9ef
c70eca6b0f88f44d81a41311647e50fda1ac454ec04ffd442b0eb4743a993131
c857d09db23e6822e3600bc06ad8d58f92ed62bc8efd81c753f77048662cb97d
57de4cf40144bdf7d00010f2f5557a7d642c2b9705309bfade167dd313e2ca93
3ea125d0bff386e6754b3782b300016fc79a9cf8f8669c0a5c3db64467ddb681
5d72436256ada53828b51895a94bb8489e9f1ac4fe937a8024ef1594e7045ff6
487b91042c7cf27a19e23ea8699f5f354b1a0c3af9e418138dc6150d830f970d
94a168d2da574b00ec6c787377278465271cf2b97e68af076fc3eee87eba8664
d298391b07433318a02bd922ed5b90112a4302606c4928b54e3fb1c18130d92e
""".split())


def code(tree):
    return [path for path in tree.files(r"src/.*\.[ch]") if not tree.is_test(path)]


def calls(tree, names):
    pattern = re.compile(r"(?<![\w.>])(" + "|".join(names) + r")\s*\(")
    for path in code(tree):
        text = house.bare(tree.text(path))
        for match in pattern.finditer(text):
            yield path, house.line_of(text, match.start()), match.group(1)


def banned_calls(tree):
    for path, line, name in calls(tree, NEVER):
        if not tree.excepted("call", f"{path} {name}"):
            yield f"{path}:{line}: {name} is banned"


def numbers_in_one_place(tree):
    for path, line, name in calls(tree, NUMBERS):
        if path != "src/base/num.c" and not tree.excepted("call", f"{path} {name}"):
            yield f"{path}:{line}: {name} belongs to base/num.c"


def memory_in_one_place(tree):
    for path, line, name in calls(tree, MEMORY):
        if path != "src/base/arena.c" and not tree.excepted("memory", path):
            yield f"{path}:{line}: {name}: memory comes from an arena"


def cyrillic_literals(tree):
    for path in code(tree):
        for line, content in house.literals(tree.text(path)):
            if re.search("[а-яёА-ЯЁ]", content) and not tree.excepted("cyrillic", path):
                yield f"{path}:{line}: words for people live in ru.txt and en.txt: {content[:40]!r}"


def html_words(tree):
    """What a reader would see of an HTML literal: text between tags, and the attributes that are read aloud."""
    for path in code(tree):
        text = tree.text(path)
        for match in re.finditer(r"\bHTMLF?\(", text):
            call = text[match.start():house.balanced(text, match.end() - 1)]
            inner = house.arguments(call[call.index("(") + 1:-1])
            content = "".join(c.replace('\\"', '"') for _, c in house.literals(inner[1] if len(inner) > 1 else ""))
            seen = re.sub(r"&[#\w]+;|\{\}|\\[nrt]", " ", re.sub(r"<[^<>]*>|^[^<]*>", " ", content))
            seen += " ".join(re.findall(r'(?:title|alt|placeholder|aria-label|aria-description)="([^"{]*)', content))
            if path != "src/web/html.h" and re.search(r"[A-Za-zА-Яа-я]{2,}", seen) and not tree.excepted("html", path):
                yield f"{path}:{house.line_of(text, match.start())}: a word in an HTML literal: {seen.strip()[:60]!r}"


def forged_html(tree):
    """C cannot keep a struct from being filled by hand, so this rule does: only web/html.c and its neighbours make them."""
    for path in code(tree):
        text = house.bare(tree.text(path))
        for match in re.finditer(r"\(\s*(?:const\s+)?struct\s+html_(?:safe|url)\s*\)\s*\{|struct\s+html_(?:safe|url)\s+\w+\s*=\s*\{", text):
            if re.match(r"\s*(STR_NONE|0)\s*\}", text[match.end():]):  # nothing at all is safe
                continue
            if not re.fullmatch(r"src/web/(html|url)\w*\.[ch]", path) and not tree.excepted("forged", path):
                yield f"{path}:{house.line_of(text, match.start())}: a fragment or an url made by hand"


def elsewhere(text):
    """Words whose digest is listed."""
    for word in set(re.findall(r"[a-z][a-z0-9]{2,}", text.lower())):
        if hashlib.sha256(word.encode()).hexdigest() in ELSEWHERE:
            yield word


def project_alone(tree):
    place = re.compile("/wo" + r"rk/(wt|main|shared)\b")
    for path in tree.paths:
        if re.search(r"\.(png|db|woff2?|ico)$", path):
            continue
        text = tree.text(path)
        for match in place.finditer(text):
            yield f"{path}:{house.line_of(text, match.start())}: a path of one machine"
        for word in elsewhere(text):
            yield f"{path}: the word {word[0]}…{word[-1]} has no place in the project"


def commits_alone(tree):
    planted = [t for p, t in tree.planted.items() if p == "COMMIT"]
    log = planted[0] if planted else subprocess.run(["git", "log", "--format=%h %B"], cwd=house.ROOT, capture_output=True,
                                                    text=True).stdout
    for word in elsewhere(log):
        yield f"git log: the word {word[0]}…{word[-1]} has no place in the project"


CAPITAL = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
INITIALS = r"[А-ЯЁ]\.[ \u00a0]?[А-ЯЁ]\."
PATRONYMIC = r"[А-ЯЁ][а-яё]*(?:вич|вн|ичн|иничн)(?:а|у|ы|е|ой|ем|ом|)"
PERSON = re.compile("|".join(rf"\b{shape}(?!\w)" for shape in (
    rf"{CAPITAL}[ \u00a0]{INITIALS}", rf"{INITIALS}[ \u00a0]?{CAPITAL}",
    rf"{CAPITAL}\s{CAPITAL}\s{PATRONYMIC}", rf"{CAPITAL}\s{PATRONYMIC}\s{CAPITAL}")))


def no_person(tree):
    """The sample names no pupil and no employee: nothing in it has the shape of a person's name. Whose name an event bears is
    an exception with its reason."""
    for path in tree.files(r"(src/features/sample|data)/.*"):
        text = tree.text(path)
        for match in PERSON.finditer(text):
            line = text[text.rfind("\n", 0, match.start()) + 1:(text + "\n").index("\n", match.end())]
            allowed = [s for r, s in tree.exceptions if r == "person" and s in line and match.group() in s]
            if not (allowed and tree.excepted("person", allowed[0])):
                yield f"{path}:{house.line_of(text, match.start())}: a person's name: {match.group()}"


def planted_word():
    return "chat" + "gpt"


house.run([banned_calls, numbers_in_one_place, memory_in_one_place, cyrillic_literals, html_words, forged_html, no_person, project_alone,
           commits_alone], [
    (forged_html, {"src/register/planted.c": "x = (struct html_safe){ s };"}, "made by hand"),
    (forged_html, {"src/register/planted.c": "struct html_url u = { s };"}, "made by hand"),
    (banned_calls, {"src/db/planted.c": "int f(void)\n{\n    return atoi(x);\n}\n"}, "planted.c:3: atoi"),
    (banned_calls, {"src/db/planted.c": "strcpy (a, b);"}, "strcpy"),
    (numbers_in_one_place, {"src/web/planted.c": "x = strtol(a, 0, 10);"}, "strtol"),
    (memory_in_one_place, {"src/web/planted.c": "free(x);"}, "free"),
    (cyrillic_literals, {"src/web/planted.c": '/* да */ char *x = "нет";'}, "planted.c:1"),
    (html_words, {"src/web/planted.c": 'HTMLF(h, "<p class=\\"a\\">{}</p>"\n "<b>Total</b>", x);'}, "Total"),
    (html_words, {"src/web/planted.c": 'HTML(h, "<a title=\\"Open\\">");'}, "Open"),
    (no_person, {"data/planted.csv": "a,Ответственный Выдумкин В. В.,b"}, "planted.csv:1: a person's name"),
    (no_person, {"data/sample/planted.txt": "Провёл В.В. Выдумкин."}, "a person's name"),
    (no_person, {"data/sample/planted.txt": "Педагог\nВыдумкина Вера Выдумовна"}, "planted.txt:2: a person's name"),
    (no_person, {"data/sample/planted.txt": "вручено Выдумкину Виктору Выдумовичу"}, "a person's name"),
    (no_person, {"src/features/sample/planted.c": "/* Вера Выдумовна Выдумкина */"}, "planted.c:1: a person's name"),
    (project_alone, {"docs/planted.md": "see /wo" + "rk/main/x"}, "a path of one machine"),
    (project_alone, {"docs/planted.md": "made by " + planted_word()}, "docs/planted.md: the word"),
    (commits_alone, {"COMMIT": "asked " + planted_word()}, "git log"),
], ["call", "memory", "cyrillic", "html", "forged", "person"])
