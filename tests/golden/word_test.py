#!/usr/bin/env python3
"""word_test.py GOLDEN_MAKE ODD_MAKE PROGRAM: the Word files of the sample year (also as a person gets it, by `orientir report`), of made years and of what nobody would write, as a
director gets them. From the XML: what Word is strict about (word_schema.py), page set-up after ГОСТ Р 7.0.97-2016, fonts, language,
contents, captions, references, text behind every chart. From LibreOffice: each opens headless, becomes a PDF and a Word file
again with the same charts and tables; no page is empty, no heading stands without its text, the contents name the right page."""
import io
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
import zipfile

import word_schema
from word_schema import Package, attribute, each, short

complaints = []
MM = 1440 / 25.4  # twips
PAGE_TOP, PAGE_BOTTOM = 20 / 25.4 * 72, 277 / 25.4 * 72  # points; the text stands between


def want(holds, where, words):
    if not holds:
        complaints.append(f"{where}: {words}")


def text_of(element):
    """Words of a paragraph as they are read, without the instructions of fields."""
    signs = {"w:noBreakHyphen": "-", "w:tab": "\t"}
    return "".join((e.text or "") if short(e.tag) == "w:t" else signs.get(short(e.tag), "") for run in each(element, "w:r") for e in run)


def plain(words):
    return re.sub(r"[\s\u00a0\u00ad\u2009\u202f\u2010\u2011\-]+", "", words)


def style_of(paragraph):
    return next((attribute(s, "w:val") for s in each(paragraph, "w:pStyle")), "Normal")


def value(root, tag, name="w:val"):
    return next((attribute(e, name) for e in each(root, tag)), None)


def check_set_up(where, p, language):
    """ГОСТ Р 7.0.97-2016, 3.3 and 3.4: margins of at least 20 (30 when kept over ten years), 10, 20 and 20 mm; pages numbered
    from the second on in the middle of the upper margin; sizes 12 to 14, less in tables; lines of 1 to 1.5; first lines 12.5 mm."""
    body, styles = p.parts["word/document.xml"], p.parts["word/styles.xml"]
    sections = list(each(body, "w:sectPr"))
    want(len(sections) == 1, where, "not one section")
    size, margins = next(each(sections[0], "w:pgSz")), next(each(sections[0], "w:pgMar"))
    want((attribute(size, "w:w"), attribute(size, "w:h")) == ("11906", "16838"), where, "the paper is not A4")
    for side, least in (("left", 20), ("right", 10), ("top", 20), ("bottom", 20)):
        twips = int(attribute(margins, "w:" + side))
        want(twips >= least * MM - 1, where, f"margin {side} is {twips / MM:.1f} mm")
    want(int(attribute(margins, "w:header")) >= 10 * MM - 1, where, "the page number stands less than 10 mm from the edge")
    headers = [(attribute(h, "w:type"), attribute(h, "r:id")) for h in each(body, "w:headerReference")]
    want([h[0] for h in headers] == ["default"] and value(sections[0], "w:titlePg", "w:val") in (None, "1")
         and any(True for _ in each(sections[0], "w:titlePg")), where, "the first page has a number or the others have none")
    header = p.parts[p.relations("word/document.xml")[headers[0][1]][1]]
    want(any(i.text.strip() == "PAGE" for i in each(header, "w:instrText")), where, "the header holds no page number")
    by_id = {attribute(s, "w:styleId"): s for s in each(styles, "w:style")}
    want(value(by_id[style_of(header)], "w:jc") == "center", where, "the page number is not centred")
    fonts = {v for part in p.parts.values() for f in each(part, "w:rFonts") for v in f.attrib.values()}
    want(fonts == {"Times New Roman"}, where, f"fonts {fonts}")
    drawn = {f.get("typeface") for part in p.parts.values() for f in each(part, "a:latin")}
    want(drawn <= {"Times New Roman"}, where, f"fonts of charts {drawn}")
    want({attribute(f, "w:name"): value(f, "w:altName") for f in each(p.parts["word/fontTable.xml"], "w:font")}
         == {"Times New Roman": "Liberation Serif"}, where, "the table of fonts does not name the substitute")
    default = next(each(styles, "w:rPrDefault"))
    want(value(default, "w:sz") == "28", where, "the text is not of 14 pt")
    want(value(default, "w:lang") == language, where, f"language {value(default, 'w:lang')}")
    want({attribute(e, "w:val") for part in ("word/document.xml", "word/styles.xml") for e in each(p.parts[part], "w:lang")}
         == {language}, where, "another language")
    want(value(p.parts["word/settings.xml"], "w:themeFontLang") == language, where, "settings of another language")
    sizes = {int(value(s, "w:sz")) / 2 for s in by_id.values() if value(s, "w:sz")}
    want(all(11 <= s <= 16 for s in sizes), where, f"sizes {sizes}")
    text = by_id["BodyText"]
    want(240 <= int(value(text, "w:spacing", "w:line")) <= 360, where, "lines of the text")
    want(abs(int(value(text, "w:ind", "w:firstLine")) - 12.5 * MM) < 2, where, "first line of the text")


def check_headings(where, p):
    """The contents are a field; its entries are the headings in order; a heading has its level and stays with its text."""
    body, styles = p.parts["word/document.xml"], p.parts["word/styles.xml"]
    by_id = {attribute(s, "w:styleId"): s for s in each(styles, "w:style")}
    for level in (1, 2):
        style = by_id[f"Heading{level}"]
        want(value(style, "w:outlineLvl") == str(level - 1) and value(style, "w:name") == f"heading {level}", where,
             f"a heading of level {level} has no level")
        want(any(True for _ in each(style, "w:keepNext")), where, f"a heading of level {level} may stand alone")
    paragraphs = list(each(body, "w:p"))
    headings = [(style_of(q)[-1], text_of(q)) for q in paragraphs if style_of(q).startswith("Heading")]
    entries = [(style_of(q)[-1], *text_of(q).rsplit("\t", 1)) for q in paragraphs if style_of(q) in ("TOC1", "TOC2")]
    want([e[:2] for e in entries] == headings, where, f"the contents hold {len(entries)} entries for {len(headings)} headings")
    want(any(re.match(r' TOC \\o "1-2"', i.text) for i in each(body, "w:instrText")), where, "the contents are no field")
    return [(words, int(page)) for _, words, page in entries]


def check_captions(where, p, table, chart):
    """Captions count one by one, and what refers to them says their number; every table repeats its head, every chart speaks."""
    body = p.parts["word/document.xml"]
    numbers, bookmarks = {table: [], chart: []}, {}
    for q in each(body, "w:p"):
        instructions = [i.text.split() for i in each(q, "w:instrText")]
        if style_of(q) == "Caption":
            words = re.fullmatch(r"(\w+)\s(\d+) — (.+)", text_of(q), re.S)
            want(words and ["SEQ", words.group(1), "\\*", "ARABIC"] in instructions, where, f"caption {text_of(q)!r}")
            numbers[words.group(1)].append(int(words.group(2)))
            bookmarks[value(q, "w:bookmarkStart", "w:name")] = words.group(2)
    for q in each(body, "w:p"):
        name, shown = None, ""
        for e in q.iter():
            if short(e.tag) == "w:instrText" and e.text.split()[0] == "REF":
                name, shown = e.text.split()[1], ""
            elif short(e.tag) == "w:t" and name:
                shown += e.text
            elif short(e.tag) == "w:fldChar" and attribute(e, "w:fldCharType") == "end" and name:
                want(bookmarks.get(name) == shown, where, f"a reference says {shown} of {bookmarks.get(name)}")
                name = None
    drawings, tables = list(each(body, "wp:docPr")), list(each(body, "w:tbl"))
    want(numbers == {table: list(range(1, len(tables) + 1)), chart: list(range(1, len(drawings) + 1))}, where,
         f"captions {numbers} for {len(tables)} tables and {len(drawings)} charts")
    for t in tables:
        rows = list(each(t, "w:tr"))
        heads = [any(True for _ in each(r, "w:tblHeader")) for r in rows]
        want(heads == [True] + [False] * (len(rows) - 1), where, "not the first row alone is a head")
        want(all(any(True for _ in each(r, "w:cantSplit")) for r in rows), where, "a row may part")
        want(value(t, "w:tblCaption"), where, "a table without its title")
    for d in drawings:
        want(len(d.get("descr", "")) > 10 and d.get("title"), where, f"{d.get('name')} says nothing to who cannot see it")
    return len(tables), len(drawings)


def check_properties(where, p):
    core = p.parts["docProps/core.xml"]
    held = {short(e.tag): e.text for e in core}
    want({"dc:title", "dc:creator", "dc:language", "dcterms:created", "dcterms:modified"} <= held.keys() and held["dc:title"], where, f"core properties {held}")
    want(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", held["dcterms:created"] or ""), where, "moment of the making")
    return held


def convert(folder, kind, out, paths):
    """All at once, as one start of LibreOffice; every file must come out, and nothing be complained of."""
    done = subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", kind, "--outdir",
                           str(out), *map(str, paths)], capture_output=True, text=True, timeout=300)
    want(done.returncode == 0, f"soffice {kind}", f"exit status {done.returncode}")
    want(not re.search(r"\b(error|repair|corrupt)", done.stderr + done.stdout, re.I), f"soffice {kind}", done.stderr + done.stdout)
    for path in paths:
        want((out / (path.stem + "." + kind)).exists(), path.stem, f"LibreOffice made no {kind}")


def pages_of(pdf):
    """For each page its lines as (top, bottom, words), from above."""
    page = xml.fromstring(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", subprocess.run(
        ["pdftotext", "-bbox-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout))
    for one in page.iter("{http://www.w3.org/1999/xhtml}page"):
        lines = [(float(line.get("yMin")), float(line.get("yMax")), " ".join(w.text or "" for w in line))
                 for line in one.iter("{http://www.w3.org/1999/xhtml}line")]
        yield sorted(lines)


def find_heading(lines, heading):
    """Where the lines that make up the heading and nothing else end, or None."""
    words = plain(heading)
    for i in range(len(lines)):
        joined = ""
        for k in range(i, len(lines)):
            joined += plain(lines[k][2])
            if joined == words:
                return k
            if not words.startswith(joined):
                break
    return None


def check_pages(where, pdf, entries, dense):
    """Numbers from the second page on; nothing empty, nothing half empty for no reason, no heading left alone, contents right."""
    pages = list(pages_of(pdf))
    for number, lines in enumerate(pages, 1):
        above = [line for line in lines if line[1] < PAGE_TOP]
        within = [line for line in lines if line[1] >= PAGE_TOP]
        want([line[2] for line in above] == ([str(number)] if number > 1 else []), where, f"page {number} has above it {above}")
        want(within, where, f"page {number} is empty")
        filled = (within[-1][1] - PAGE_TOP) / (PAGE_BOTTOM - PAGE_TOP) if within else 0
        want(not dense or number in (1, 2, len(pages)) or filled > 0.6, where, f"page {number} is filled to {filled:.0%}")
    wrong = []
    page = 3
    for heading, told in entries:
        found = next(((n, k) for n in range(page, len(pages) + 1) if (k := find_heading(pages[n - 1], heading)) is not None), None)
        if not found:
            complaints.append(f"{where}: the heading {heading[:60]!r} is on no page")
            continue
        page = found[0]
        want(found[1] + 1 < len(pages[page - 1]), where, f"the heading {heading[:60]!r} stands alone at the foot of page {page}")
        if told != page:
            wrong.append(f"{heading[:40]!r} on {page}, not {told}")
    want(not wrong, where, f"{len(wrong)} of {len(entries)} page numbers in the contents are wrong: {wrong}")
    return pages


def check_again(where, path, again, tables, charts):
    """The Word file that LibreOffice writes of ours holds what ours holds."""
    with zipfile.ZipFile(again) as z:
        drawn = [n for n in z.namelist() if re.fullmatch(r"word/charts/chart\d+\.xml", n)]
        body = xml.fromstring(z.read("word/document.xml"))
    want(len(drawn) == charts, where, f"LibreOffice found {len(drawn)} charts of {charts}")
    want(sum(1 for _ in each(body, "w:tbl")) == tables, where, "LibreOffice found other tables")
    mine = plain("".join(text_of(q) for q in each(Package(path).parts["word/document.xml"], "w:p") if style_of(q) == "BodyText"))
    theirs = plain("".join(text_of(q) for q in each(body, "w:p")))
    for words in re.findall(r"\w{30,60}", mine)[:50]:
        want(words in theirs, where, f"LibreOffice lost {words!r}")


def write_by_command(program, folder):
    """As a person does it: a demo, then the report of its year, which the program itself names to who asks for another."""
    def run(*words):
        env = {key: os.environ[key] for key in ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS") if key in os.environ}
        return subprocess.run([program, *words, "--db", "demo.db"], cwd=folder, env={**env, "HOME": str(folder)}, capture_output=True, text=True,
                              timeout=120)
    run("demo", "--no-town").check_returncode()
    year = re.search(r"\d{4}-\d{4}\.$", run("report", "1999-2000", "-o", "none.docx").stderr.strip()).group()[:-1]
    done = run("report", year, "-o", "command.docx")
    want(done.returncode == 0 and "command.docx" in done.stdout, "command", f"orientir report {year}: {done.stdout}{done.stderr}")


def check_command(folder, tables, charts):
    """What the command line wrote is the sample's document with the demo centre's name above it: whatever is true of that one
    (golden.py) is true of it. The sheets of charts are archives of their own, with their own moment in them."""
    want((tables, charts) == (2, 6), "command", f"{tables} tables and {charts} charts")
    mine, sample = Package(folder / "command.docx"), Package(folder / "sample.docx")
    said, wanted = ([text_of(q) for q in each(p.parts["word/document.xml"], "w:p")] for p in (mine, sample))
    want(said[0] not in wanted and said[1:] == wanted, "command", "other words than those of the sample")
    with zipfile.ZipFile(folder / "command.docx") as one, zipfile.ZipFile(folder / "sample.docx") as other:
        want(one.namelist() == other.namelist(), "command", "other parts than those of the sample")
        for name in one.namelist():
            alike = re.search(r"docProps/core.xml|word/document.xml|\.xlsx$", name) or one.read(name) == other.read(name)
            want(alike, "command", f"{name} is not the sample's")


def check_odd(where, p, pages):
    """Every kind of chart, whatever the values; two hundred rows under one head that stands on each of their pages; signs kept."""
    charts = [p.parts[n] for n in sorted(p.names) if re.fullmatch(r"word/charts/chart\d+\.xml", n)]
    kinds = {("line" if any(True for _ in each(c, "c:lineChart")) else value(c, "c:barDir", "val") + " " + value(c, "c:grouping", "val"))
             for c in charts}
    want(kinds == {"line", "col clustered", "bar clustered", "col stacked"}, where, f"kinds of charts: {kinds}")
    text = [plain(" ".join(line[2] for line in lines)) for lines in pages]
    whole = "".join(text)
    for words in ('Marks: <w:p> & "quotes" \'single\' ]]> &amp; {} %s %n.', "Control: abcdef", "nought inside", "done.",
                  "See table 1 and chart 1"):
        want(plain(words) in whole, where, f"{words!r} is not on the pages")
    of_table = [t for t in text if re.search(r"row\d", t)]
    want(len(of_table) > 4 and all("Repeatedhead" in t for t in of_table), where, "the head of the table does not repeat")
    rows = {line[2] for lines in pages for line in lines}
    want(all(f"{n} row {n}" in rows for n in range(1, 201) if n != 101), where, "rows are lost")


def check_planted(path):
    """The rules find what is broken: each fault planted in a sound file is told."""
    def planted(part, was, now):
        with zipfile.ZipFile(path) as z:
            parts = [(n, z.read(n)) for n in z.namelist()]
        bytes_ = io.BytesIO()
        with zipfile.ZipFile(bytes_, "w") as z:
            for name, data in parts:
                if name == part:
                    want(was in data, "planted", f"{was} does not stand in {part}")
                    data = data.replace(was, now, 1)
                z.writestr(name, data)
        return list(word_schema.check(bytes_))
    body, chart = "word/document.xml", "word/charts/chart1.xml"
    for part, was, now in (
            (body, b'<w:pStyle w:val="Caption"/><w:keepNext/>', b'<w:keepNext/><w:pStyle w:val="Caption"/>'),
            (body, b'<w:cantSplit/>', b'<w:cantsplit/>'), (body, b'wp:docPr id="1001"', b'wp:docPr id="1000"'),
            (body, b'w:fldCharType="end"', b'w:fldCharType="separate"'), (body, b'r:id="rIdHeader"', b'r:id="rIdNone"'),
            (body, b'w:val="BodyText"', b'w:val="Bodytext"'), (body, b"<w:bookmarkEnd w:id=\"1\"/>", b""),
            (body, b"<w:gridCol", b"<w:gridCol/><w:gridCol"), (body, b"PAGEREF _Toc000001", b"PAGEREF _Toc999999"),
            (chart, b"<c:v>", b"<c:v>0"), (chart, b"<c:autoTitleDeleted", b"<c:plotVisOnly val=\"1\"/><c:autoTitleDeleted"),
            ("[Content_Types].xml", b"/word/charts/chart1.xml", b"/word/charts/chart99.xml"),
            ("word/_rels/document.xml.rels", b"charts/chart1.xml", b"charts/chart99.xml"),
            ("word/styles.xml", b"<w:qFormat/>", b"<w:qFormat/><w:next w:val=\"Normal\"/>")):
        want(planted(part, was, now), "planted", f"{was!r} → {now!r} was not found")


def main():
    *makers, program = map(os.path.abspath, sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="orientir-word-") as name:
        folder = pathlib.Path(name)
        for maker in makers:
            subprocess.run([maker, name], check=True)
        write_by_command(program, folder)
        paths, again = sorted(folder.glob("*.docx")), folder / "again"
        convert(folder, "pdf", folder, paths)
        convert(folder, "docx", again, paths)
        n_pages = n_charts = 0
        for path in paths:
            where, odd = path.stem, path.stem.startswith("odd")
            complaints.extend(f"{where}: {c}" for c in word_schema.check(path))
            p = Package(path)
            english = where == "odd-english"
            check_set_up(where, p, "en-US" if english else "ru-RU")
            entries = check_headings(where, p)
            tables, charts = check_captions(where, p, *(("Table", "Chart") if english else ("Таблица", "Рисунок")))
            want(check_properties(where, p)["dc:language"] == ("en-US" if english else "ru-RU"), where, "language of the file")
            pages = check_pages(where, path.with_suffix(".pdf"), entries, dense=not odd)
            check_again(where, path, again / path.name, tables, charts)
            if where == "command":
                check_command(folder, tables, charts)
            if odd and where != "odd-empty":
                check_odd(where, p, pages)
            n_pages, n_charts = n_pages + len(pages), n_charts + charts
        check_planted(folder / "odd-russian.docx")
        want(len(paths) >= 10 and n_charts > 20, "all", f"only {len(paths)} documents with {n_charts} charts")
        print(f"{len(paths)} documents, {n_pages} pages, {n_charts} charts, {len(complaints)} complaints")
    for complaint in complaints[:60]:
        print(complaint)
    return 1 if complaints else 0


sys.exit(main())
