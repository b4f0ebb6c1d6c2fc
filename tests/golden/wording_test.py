#!/usr/bin/env python3
"""wording_test.py GOLDEN_MAKE PROJECT: what every produced sentence must be, whatever year it is of: single spaces, punctuation
that touches its word, no empty brackets, a number that agrees with its word and stays on its line, decisions and points of the
plan that end in a full stop, names of competencies and fields that are small inside a sentence. Read from the machine form of
the sample year and of years made from seeds, from their pages, and from the messages of both languages."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

make, project = sys.argv[1], pathlib.Path(sys.argv[2])
complaints = []
GAP = "\u00a0"
SPACE = f"[ {GAP}\u202f]"
# What is wrong wherever it stands.
FAULTS = {
    "two spaces": SPACE + "{2}",
    "two stops": r"\.\.|,,|;;|::|[,;:]\.|\.[,;:](?<!г\.[,;])",
    "a space before punctuation": SPACE + r"[,;:!?)»]|" + SPACE + r"\.(?!\w)",
    "a space after an opening": r"[(«]" + SPACE,
    "empty brackets": r"\(\)|«»|\(\s*[;,]",
    "brackets after brackets": r"\) ?\(",
    "no data told twice": r"не (?:сообщено|указано|внесено)[:(—\s]+нет данных",
    "a number sign apart from its number": r"№ ?(?=\d)",
    "a percent apart from its number": r"\d %",
    "a word apart from its number": r"(?<![-\d]\d{4})(?<=\d) (?=[a-zа-яё])",
    "a template left": r"[{}]|\|",
}


def russian_form(n):
    tens, ones = n % 100, n % 10
    return "one" if ones == 1 and tens != 11 else "few" if 2 <= ones <= 4 and not 12 <= tens <= 14 else "many"


def messages(folder, language):
    for line in (project / "src" / folder / f"{language}.txt").read_text().splitlines():
        if " = " in line and not line.startswith("#"):
            yield line.split(" = ", 1)


def forms(message):
    """{form: words} of a plural message."""
    return dict(re.findall(r"(?:^|[ ,])(one|few|many|other) \{([^{}]*)\}", message))


def check(where, words):
    for fault, pattern in FAULTS.items():
        found = re.search(pattern, words)
        if found:
            complaints.append(f"{where}: {fault}: {words[max(0, found.start() - 40):found.end() + 40]!r}")


def check_agreement(where, words, units):
    """«22 работы»: the word after a number is the form of that number."""
    for number, word in re.findall(rf"(?<![\d,.\-–])(\d{{1,3}}(?:{GAP}\d{{3}})*){GAP}([а-яё\-]+(?: участник\w*)?)", words):
        n = int(number.replace(GAP, ""))
        for unit in units:
            if word in unit.values() and unit[russian_form(n)] != word:
                complaints.append(f"{where}: {number} {word}, not {unit[russian_form(n)]}")
                break


def check_capitals(where, words, names):
    """A name of a dictionary inside a sentence: «графический дизайн», after a word, a comma or a colon."""
    for name in names:
        if re.search(rf"[а-яё0-9,;:—–(]{SPACE}{re.escape(name)}(?!\w)", words):
            complaints.append(f"{where}: a capital inside a sentence: {name}")


def shown_of(block):
    yield from block["shown"]
    for table in filter(None, [block.get("table")]):
        yield table["title"]
        yield table["note"]
        yield from table["columns"]
        yield from (cell for row in table["rows"] for cell in row)
    for chart in filter(None, [block.get("chart")]):
        yield chart["title"]
        yield chart["description"]


def check_block(where, block, units, names):
    sentences = [] if "table" in block else block["shown"]
    for words in shown_of(block):
        check(where, words)
    for words in sentences:
        check_agreement(where, words, units)
        check_capitals(where, words, names)
    if block["kind"] in ("decisions", "plan", "paragraph", "conclusion", "opinion"):
        for words in sentences:
            if not re.search(r"[.!?…:]$", words):
                complaints.append(f"{where}: no full stop: {words[-60:]!r}")


def check_planted():
    """Each rule finds its own fault, so that silence means something."""
    planted = ["два  пробела", "точки..", "слово , другое", "( скобка", "пусто ()", "(раз) (два)", "не сообщено: нет данных", "№ 45",
               "9 %", "7 тренингов", "{x}"]
    for (fault, pattern), words in zip(FAULTS.items(), planted):
        if not re.search(pattern, words):
            complaints.append(f"the rule «{fault}» does not see {words!r}")
    before = len(complaints)
    units = [{"one": "работа", "few": "работы", "many": "работ"}]
    check_agreement("", f"сдано 22{GAP}работ", units)
    check_agreement("", f"сдано 1{GAP}011{GAP}работа", units)
    check_capitals("", "по компетенциям: Графический дизайн", ["Графический дизайн"])
    if len(complaints) != before + 3:
        complaints.append("a planted wrong form or capital was not seen")
    else:
        del complaints[before:]


def check_messages(units):
    for language in ("ru", "en"):
        for key, message in messages("report", language):
            for words in forms(message).values() or [message]:
                check(f"{language} {key}", re.sub(r"\{[a-z_]+\}", "слово", words).replace("#", "5"))
    if len(units) < 10:
        complaints.append(f"only {len(units)} units were read")


def names_of(analysis):
    """Names of dictionaries that the year's facts and figures carry; as a person entered them, so with a capital."""
    import csv
    names = []
    for file in ("competencies.csv", "fields.csv"):
        with open(project / "data/sample" / file, newline="") as f:
            names += [row["name"] for row in csv.DictReader(f)]
    for figure in analysis["figures"]:
        if "field" in figure["name"]:
            names += [row["label"] for row in figure["rows"]]
    return [name for name in set(names) if re.match("[А-ЯЁ][а-яё]", name)]


def main():
    units = [{k: v.replace("#", "").strip(GAP + " ") for k, v in forms(m).items()} for key, m in messages("report", "ru")
             if key.startswith("REPORT_UNIT_") and forms(m)]
    check_planted()
    check_messages(units)
    lines = 0
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([make, folder], check=True)
        paths = sorted(pathlib.Path(folder).glob("*.json"))
        for path in paths:
            analysis = json.loads(path.read_text())
            names = names_of(analysis)
            for section in analysis["sections"]:
                check(path.stem, section["title"])
                for block in section["blocks"]:
                    check_block(f"{path.stem}, {section['title'][:24]}, block {block['id']}", block, units, names)
                    lines += len(block["shown"])
    if len(paths) < 6 or lines < 150:
        complaints.append(f"only {lines} lines of {len(paths)} years were read")
    print(f"{len(paths)} years, {lines} lines, {len(complaints)} complaints")
    for complaint in complaints[:60]:
        print(complaint)
    return 1 if complaints else 0


sys.exit(main())
