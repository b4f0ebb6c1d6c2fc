#!/usr/bin/env python3
"""annex_test.py GOLDEN_MAKE PROJECT: the XLSX annexes of the sample year and of made years, read back by exceljs and LibreOffice.
Every table and every chart of the analysis stands on a sheet of its own; every cell says what the page says (the page against the
machine form: golden.py), and what is a number there is a number here; every chart is a native one, bound to the cells of its
sheet, with the same numbers kept inside it, and says in words what it shows. For a reader of English: the same numbers."""
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
import zipfile

make, project = sys.argv[1], pathlib.Path(sys.argv[2])
complaints = []
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
X = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CYRILLIC = re.compile("[а-яё]", re.I)
KINDS = {"ru": ("Таблица", "Рисунок", "Паспорт", "Показатели"), "en": ("Table", "Figure", "Passport", "Indicators")}


def want(holds, where, words):
    if not holds:
        complaints.append(f"{where}: {words}")


def plain(words):
    return re.sub(r"[\s\u00a0\u00ad\u2009\u202f\-\u2011]+", "", words or "")


def shown(cell, language):
    """As Excel shows the cell to a reader of this language."""
    if cell is None:
        return ""
    if "n" not in cell:
        return cell["s"]
    n, form = cell["n"], cell["f"]
    if form.endswith("%"):
        return f"{n * 100:.1f} %".replace(".", "," if language == "ru" else ".")
    after = "".join(re.findall(r'"([^"]*)"', form.split(";")[-1]))
    return (f"{int(n):,}" if language == "en" else f"{int(n)}") + after if n == int(n) else f"{n}"


def blocks(analysis, what):
    return [b[what] for s in analysis["sections"] for b in s["blocks"] if what in b]


def is_number(words):
    """A reader would add it up: «1 450», «37,1 %», «370 (восстановлено)»."""
    return re.fullmatch(r"[\d\s\u00a0]+(,\d+\s%)?(\s\(восстановлено\))?", words.replace("\u00a0", " ")) is not None


def check_table(where, table, sheet, language):
    rows = sheet["rows"]
    want(sheet["frozen"] == 3, where, f"the head is not frozen ({sheet['frozen']})")
    want(plain(table["title"]) in plain(shown(rows[0][0], "ru")), where, "no title")
    found = [[shown(c, language) for c in row] for row in rows[2:3 + len(table["rows"])]]
    if language == "ru":
        wanted = [table["columns"]] + table["rows"]
        want([[plain(c) for c in r] for r in found] == [[plain(c) for c in r] for r in wanted], where, f"{found} instead of {wanted}")
    for r, row in enumerate(table["rows"]):
        for c, words in enumerate(row):
            cell = rows[3 + r][c]
            numbers = [x for x in re.findall(r"\d+", words.replace("\u00a0", ""))]
            if words and is_number(words):
                want(cell and "n" in cell, where, f"{words!r} is no number but {cell}")
                want("%" not in words or (cell and cell["f"].endswith("%")), where, f"{words!r} is no percent")
                want(re.findall(r"\d+", plain(shown(cell, "ru"))) == numbers, where, f"{cell} instead of {words}")
            elif words:
                want(cell and "s" in cell, where, f"{words!r} is not words but {cell}")
            else:
                want(cell is None, where, f"{cell} where nothing stands")
    if table["note"]:
        want(any(plain(table["note"]) == plain(shown(row[0], "ru")) for row in rows[3 + len(table["rows"]):] if row), where, "no note")


def check_chart(where, chart, sheet, language):
    """The sheet under the chart: categories down, series across, a missing value an empty cell with words beside it."""
    rows, series, categories = sheet["rows"], [], []
    for v in chart["values"]:
        series += [v["series"]] if v["series"] not in series else []
        categories += [v["category"]] if v["category"] not in categories else []
    want(plain(chart["title"]) in plain(shown(rows[0][0], "ru")), where, "no title")
    want(plain(shown(rows[1][0], "ru")), where, "no sentence")
    if language == "ru":
        want([plain(shown(c, "ru")) for c in rows[3][1:1 + len(series)]] == [plain(s) for s in series], where, "other series")
        want(plain(chart["description"]) == plain(shown(rows[1][0], "ru")), where, "another sentence")
    for v in chart["values"] if len(series) * len(categories) == len(chart["values"]) else []:
        row = rows[4 + categories.index(v["category"])]
        cell = row[1 + series.index(v["series"])]
        known = plain(v["shown"]).isdigit()
        want((cell and cell.get("n") == int(plain(v["shown"]))) if known else cell is None, where, f"{cell} for {v['shown']}")
        want(known or shown(row[-1], language), where, "nothing says that there is no data")
        want(language != "ru" or plain(shown(row[0], "ru")).startswith(plain(v["category"])), where, "another category")
    return len(series), len(categories)


def part_of(z, name):
    return xml.fromstring(z.read(name))


def leads(z, part):
    """What a part refers to: id → name of the part."""
    folder, file = part.rsplit("/", 1)
    path = f"{folder}/_rels/{file}.rels"
    if path not in z.namelist():
        return {}
    base = pathlib.PurePosixPath(folder)
    return {r.get("Id"): str(base.parent / r.get("Target")[3:]) if r.get("Target").startswith("../") else str(base / r.get("Target"))
            for r in part_of(z, path)}


def words_under(element):
    return "".join(t.text or "" for t in element.iter(A + "t"))


def check_picture(where, z, sheet_part, name, sizes, rows):
    """The native chart: ranges that are those of the sheet, kept numbers that are the cells, titles, words for who cannot see."""
    drawings = [p for p in leads(z, sheet_part).values() if "/drawings/" in p]
    want(len(drawings) == 1, where, f"{len(drawings)} drawings")
    if len(drawings) != 1:
        return ""
    drawing = part_of(z, drawings[0])
    about = drawing.find(f".//{X}graphicFrame/{X}nvGraphicFramePr/{X}cNvPr")
    charts = [p for p in leads(z, drawings[0]).values() if "/charts/" in p]
    want(len(charts) == 1 and about is not None and len(about.get("descr", "")) > 10, where, "no words for who cannot see it")
    chart = part_of(z, charts[0])
    n_series, n_categories = sizes
    first, last = 5, 4 + n_categories
    found = list(chart.iter(C + "ser"))
    want(len(found) == n_series, where, f"{len(found)} series instead of {n_series}")
    for i, ser in enumerate(found):
        column = chr(ord("B") + i)
        ranges = [f.text for f in ser.iter(C + "f")]
        want(ranges == [f"'{name}'!${column}$4", f"'{name}'!$A${first}:$A${last}", f"'{name}'!${column}${first}:${column}${last}"], where,
             f"ranges {ranges}")
        kept = {int(p.get("idx")): float(p.find(C + "v").text) for p in ser.find(C + "val").iter(C + "pt")}
        cells = {k: rows[4 + k][1 + i]["n"] for k in range(n_categories) if rows[4 + k][1 + i]}
        want(kept == cells, where, f"kept {kept}, the cells say {cells}")
        labels = [p.find(C + "v").text for p in ser.find(C + "cat").iter(C + "pt")]
        want([plain(x) for x in labels] == [plain(shown(rows[4 + k][0], "ru")) for k in range(n_categories)], where, f"labels {labels}")
        fill = ser.find(f"{C}spPr//{A}srgbClr")
        want(fill is not None and fill.get("val") in ("0B57C9", "E69F00", "009E73", "CC79A7", "56B4E9", "D55E00"), where, "a foreign colour")
        marked = sum("восстановлено" in plain(x) or "reconstructed" in plain(x) for x in labels)
        want((len(list(ser.iter(C + "dPt"))) > 0) == (marked > 0) or n_series > 1, where, "a reconstructed value is not hatched")
    titles = [words_under(t) for t in chart.iter(C + "title")]
    want(len(titles) == 3 and all(titles), where, f"titles {titles}")
    want(chart.find(f".//{C}dispBlanksAs") is None or chart.find(f".//{C}dispBlanksAs").get("val") == "gap", where, "no data is drawn as nought")
    want(chart.find(f"{C}chart/{C}autoTitleDeleted") is None or chart.find(f"{C}chart/{C}autoTitleDeleted").get("val") == "0", where, "no title")
    drawn = next(e for e in chart.find(f".//{C}plotArea") if e.tag.endswith("Chart"))
    way, grouping = drawn.find(C + "barDir"), drawn.find(C + "grouping")
    return drawn.tag if way is None else f"{drawn.tag} {way.get('val')} {grouping.get('val')}"


def check_passport(where, analysis, sheet, language):
    said = plain(" ".join(shown(c, language) for row in sheet["rows"] if row for c in row if c))
    for what in (analysis["title"], analysis["years"]):
        want(plain(what) in said, where, f"the passport does not say {what!r}")


def check_figures(where, analysis, sheet, language):
    """Every figure with its number."""
    found = {(plain(shown(r[6], "ru")), plain(shown(r[1], language)), r[2].get("n")) for r in sheet["rows"][3:] if r and r[6]}
    want(len(sheet["rows"]) - 3 == len(analysis["figures"]), where, f"{len(sheet['rows']) - 3} figures instead of {len(analysis['figures'])}")
    for f in analysis["figures"]:
        value = None if f["value"] is None else int(f["value"])
        want(any(n == plain(f["name"]) and v == value for n, _, v in found), where, f"{f['name']} is not {value}")


def check_book(where, analysis, book, language, kinds):
    table_word, chart_word, passport, figures = KINDS[language]
    sheets = {s["name"]: s for s in book["sheets"]}
    names = list(sheets)
    tables, charts = blocks(analysis, "table"), blocks(analysis, "chart")
    want(names[0] == passport and names[-1] == figures and len(names) == len(tables) + len(charts) + 2, where, f"sheets {names}")
    want(plain(book["title"]) == plain(analysis["title"]), where, f"title {book['title']!r}")
    want(all(s["paper"] == 9 for s in book["sheets"]), where, "not A4")
    check_passport(where, analysis, sheets[passport], language)
    check_figures(where, analysis, sheets[figures], language)
    for t in tables:
        name = f"{table_word} {t['number']}"
        check_table(f"{where}, {name}", t, sheets[name], language)
    with zipfile.ZipFile(book["path"]) as z:
        parts = leads(z, "xl/workbook.xml")
        part_by_name = {s.get("name"): parts[s.get(R + "id")] for s in part_of(z, "xl/workbook.xml").iter(S + "sheet")}
        links = [h.get("location") for h in part_of(z, part_by_name[passport]).iter(S + "hyperlink")]
        want(links == [f"'{n}'!A1" for n in names[1:]], where, f"the contents lead to {links}")
        want(sum(bool(re.fullmatch(r"xl/charts/chart\d+\.xml", n)) for n in z.namelist()) == len(charts), where, "another number of charts")
        for c in charts:
            name = f"{chart_word} {c['number']}"
            sizes = check_chart(f"{where}, {name}", c, sheets[name], language)
            kinds.add(check_picture(f"{where}, {name}", z, part_by_name[name], name, sizes, sheets[name]["rows"]))
    if language == "en":
        own = [shown(row[0], "en") for row in sheets[passport]["rows"][1:] if row]
        own += [shown(c, "en") for c in sheets[figures]["rows"][2]]
        want(not any(CYRILLIC.search(w) for w in own), where, f"Russian words of our own: {own}")


def check_office(folder, books):
    """LibreOffice opens it, and what it shows in each cell is what exceljs holds; the pictures become pages."""
    out = folder / "office-out"
    for kind in ("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1", "pdf"):
        done = subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", kind,
                               "--outdir", str(out), *(b["path"] for b in books)], capture_output=True, text=True, timeout=200)
        want(done.returncode == 0 and not re.search(r"\b(error|repair|corrupt)", done.stderr + done.stdout, re.I), "soffice", done.stderr)
    for book in books:
        stem = pathlib.Path(book["path"]).stem
        text = subprocess.run(["pdftotext", str(out / (stem + ".pdf")), "-"], check=True, capture_output=True, text=True).stdout
        for sheet in book["sheets"]:
            with open(out / f"{stem}-{sheet['name']}.csv", encoding="utf-8", newline="") as f:
                check_seen(f"soffice {stem} {sheet['name']}", sheet, list(csv.reader(f)))
            title = next(c["s"] for row in sheet["rows"] if row for c in row if c)
            want(plain(title) in plain(text), f"soffice {stem} pdf", f"{title!r} is on no page")


def check_seen(where, sheet, rows):
    for r, row in enumerate(sheet["rows"]):
        for c, cell in enumerate(row or []):
            found = rows[r][c] if r < len(rows) and c < len(rows[r]) else ""
            want(plain(found).replace(".", ",") == plain(shown(cell, "ru")).replace(".", ","), f"{where} {r + 1}:{c + 1}",
                 f"{found!r} instead of {shown(cell, 'ru')!r}")


def main():
    kinds = set()
    with tempfile.TemporaryDirectory(prefix="orientir-annex-") as name:
        folder = pathlib.Path(name)
        subprocess.run([make, name], check=True)
        paths = sorted(folder.glob("*.xlsx"))
        lines = subprocess.run(["node", str(project / "tests/golden/annex.mjs"), *map(str, paths)], check=True, capture_output=True,
                               text=True, cwd=project).stdout.splitlines()
        cells, seen = 0, []
        for path, line in zip(paths, lines):
            language = "en" if path.stem.endswith("-en") else "ru"
            analysis = json.loads((folder / (path.stem.removesuffix("-en") + ".json")).read_text())
            book = json.loads(line)
            cells += sum(c is not None and "n" in c for s in book["sheets"] for row in s["rows"] if row for c in row)
            check_book(path.stem, analysis, book, language, kinds)
            if path.stem in ("sample", "kinds"):
                seen.append(book)
        check_office(folder, seen)
        want(len(paths) == len(lines) >= 14 and cells > 500, "all", f"only {len(paths)} workbooks with {cells} numbers")
        want({k.removeprefix(C) for k in kinds} == {"barChart bar clustered", "barChart col clustered", "barChart col stacked", "lineChart"},
             "all", f"kinds of charts {kinds}")
        print(f"{len(paths)} workbooks, {cells} numbers, {len(complaints)} differences")
    for complaint in complaints[:40]:
        print(complaint)
    return 1 if complaints else 0


sys.exit(main())
