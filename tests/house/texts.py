"""Messages: every key in both languages with the same arguments, plural forms complete, nothing unused, and every caller
gives the arguments its message names."""
import re

import house

FORMS = {"ru": {"one", "few", "many", "other"}, "en": {"one", "other"}}


def messages(tree):
    """{lang: {key: (text, path, line)}}"""
    found = {"ru": {}, "en": {}}
    for path in tree.files(r"src/.*/(ru|en)\.txt"):
        last, of = None, found[path[-6:-4]]
        for number, line in enumerate(tree.text(path).split("\n"), 1):
            if not line.strip() or line.startswith("#"):
                continue
            if line[0] in " \t" and last:
                of[last] = (of[last][0] + " " + line.strip(), of[last][1], of[last][2])
            else:
                last, _, text = (part.strip() for part in line.partition("="))
                of[last] = (text, path, number)
    return found


def parts(text):
    """({argument: kind}, [(argument, {forms})]) of a message; raises ValueError when it is not well-formed."""
    names, plurals = {}, []
    text = re.sub(r"'[{}#][^']*'", "", text)

    def walk(piece):
        i = 0
        while i < len(piece):
            if piece[i] == "}":
                raise ValueError("a } without its {")
            if piece[i] == "{":
                end = house_end(piece, i)
                inner = piece[i + 1:end - 1]
                words = inner.split(",", 2)
                name = words[0].strip()
                if not re.fullmatch(r"\w+", name):
                    raise ValueError(f"{{{inner}}} is no argument")
                if len(words) == 1:
                    names.setdefault(name, "text")
                elif words[1].strip() != "plural" or len(words) < 3:
                    raise ValueError(f"{words[1].strip()} is not in the grammar of base/text/text.c")
                else:
                    names[name] = "plural"
                    forms, counted, rest = set(), False, words[2]
                    while rest.strip():
                        match = re.match(r"\s*(=\d+|\w+)\s*(?=\{)", rest)
                        if not match:
                            raise ValueError(f"a form is wanted at {rest[:20]!r}")
                        close = house_end(rest, match.end())
                        forms.add(match.group(1))
                        inside = rest[match.end() + 1:close - 1]
                        counted |= "#" in inside
                        walk(inside)
                        rest = rest[close:]
                    if counted or forms != {"other"}:  # one sentence for any number, which it does not show, needs no forms
                        plurals.append((name, forms))
                i = end
            else:
                i += 1

    def house_end(piece, at):
        depth = 0
        for i in range(at, len(piece)):
            depth += (piece[i] == "{") - (piece[i] == "}")
            if depth == 0:
                return i + 1
        raise ValueError("a { is not closed")

    walk(text)
    return names, plurals


def both_languages(tree):
    found = messages(tree)
    for lang, other in (("ru", "en"), ("en", "ru")):
        for key, (text, path, line) in found[lang].items():
            if key not in found[other] or not found[other][key][0]:
                yield f"{path}:{line}: {key} is missing in {other}.txt"
            elif lang == "en" and re.search("[а-яё]", text, re.I) and not tree.excepted("russian", key):
                yield f"{path}:{line}: {key} speaks Russian in en.txt"


def well_formed(tree):
    found = messages(tree)
    for lang, of in found.items():
        for key, (text, path, line) in of.items():
            try:
                names, plurals = parts(text)
                for name, forms in plurals:
                    lacking = FORMS[lang] - forms
                    if lacking:
                        yield f"{path}:{line}: {key}: the plural of {name} lacks {' '.join(sorted(lacking))}"
                    foreign = {f for f in forms if not f.startswith("=")} - FORMS[lang]
                    if foreign:
                        yield f"{path}:{line}: {key}: {' '.join(sorted(foreign))} is no form of this language"
                other = found["en" if lang == "ru" else "ru"].get(key)
                if other and set(parts(other[0])[0]) != set(names):
                    yield f"{path}:{line}: {key}: the other language has other arguments"
            except ValueError as wrong:
                yield f"{path}:{line}: {key}: {wrong}"


def pasted(text):
    """Keys that a macro pastes together: T_WEB_##key##_TITLE stands for every word that some call gives as key."""
    for match in re.finditer(r"^#define (\w+)\(([^)]*)\)((?:.*\\\n)*.*)", text, re.M):
        name, names = match.group(1), [n.strip() for n in match.group(2).split(",")]
        given = [house.arguments(text[call.end():house.balanced(text, call.end() - 1) - 1])
                 for call in re.finditer(r"\b" + name + r"\(", text)]
        for token in re.findall(r"\bT_\w*(?:##\w+)+", match.group(3)):
            pieces = [p for p in token[2:].split("##") if p]
            words = [{re.escape(g[names.index(p)]) for g in given if len(g) > names.index(p)} if p in names else {p} for p in pieces]
            yield re.compile("".join("(?:" + "|".join(sorted(w) + ["(?!)"]) + ")" for w in words))


def unused(tree):
    said, families = set(), []
    for path in tree.files(r"src/.*\.[ch]"):
        if path.endswith("_test.c"):
            continue
        said |= set(re.findall(r"\bT_(\w+)", tree.text(path)))
        families += pasted(tree.text(path))
    for key, (_, path, line) in messages(tree)["ru"].items():
        if key not in said and not any(f.fullmatch(key) for f in families) and not tree.excepted("unused", key):
            yield f"{path}:{line}: nobody says {key}"


def callers(tree):
    russian = messages(tree)["ru"]
    for path in tree.files(r"src/.*\.c"):
        text = tree.text(path)
        if path.endswith("_test.c"):
            continue
        for match in re.finditer(r"\btext_with\(", text):
            inner = house.arguments(text[match.end():house.balanced(text, match.end() - 1) - 1])
            key = re.fullmatch(r"T_(\w+)", inner[1]) if len(inner) > 1 else None
            given = [re.match(r'(?:TEXT_ARG|text_arg_\w+)\("(\w+)"', a) for a in inner[2:]]
            if not key or not all(given) or key.group(1) not in russian:
                continue
            try:
                wanted = parts(russian[key.group(1)][0])[0]
            except ValueError:
                continue
            have = {g.group(1) for g in given}
            if have != set(wanted):
                yield (f"{path}:{house.line_of(text, match.start())}: {key.group(1)} wants {sorted(wanted)}, is given {sorted(have)}")


def plant(ru, en, path="src/planted"):
    return {f"{path}/ru.txt": ru, f"{path}/en.txt": en}


house.run([both_languages, well_formed, unused, callers], [
    (both_languages, plant("PLANTED = да\n", ""), "PLANTED is missing in en.txt"),
    (both_languages, plant("PLANTED = да\n", "PLANTED = да\n"), "speaks Russian"),
    (well_formed, plant("PLANTED = {n, plural, one {#} few {#} other {#}}\n", "PLANTED = {n, plural, one {#} other {#}}\n"), "lacks many"),
    (well_formed, plant("PLANTED = {n, plural, one {#}\n  few {#} many {#} other {#}}\n", "PLANTED = {n, plural, other {#}}\n"), "lacks one"),
    (well_formed, plant("PLANTED = {a}\n", "PLANTED = {b}\n"), "other arguments"),
    (well_formed, plant("PLANTED = {a\n", "PLANTED = {a}\n"), "not closed"),
    (well_formed, plant("PLANTED = {a, date}\n", "PLANTED = {a}\n"), "not in the grammar"),
    (unused, plant("PLANTED_NOBODY = да\n", "PLANTED_NOBODY = yes\n"), "nobody says PLANTED_NOBODY"),
    (callers, {**plant("PLANTED = {a} {b}\n", "PLANTED = {a} {b}\n"),
               "src/web/planted.c": 'x = text_with(ctx, T_PLANTED, TEXT_ARG("a", f(1, 2)), TEXT_ARG("c", x));'}, "wants ['a', 'b']"),
], ["unused", "russian"])
