#!/usr/bin/env python3
"""golden.py GOLDEN_MAKE PROJECT: one analysis as page, Word file and machine form, read back by programs that are not ours
(html.parser, mammoth, LibreOffice to PDF and pdftotext, the XML of the charts) and compared: every line of text, every cell of
every table and every value of every chart must be the same everywhere. For the sample year and for years made from seeds."""
import html.parser
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile
import xml.etree.ElementTree as xml

make, project = sys.argv[1], pathlib.Path(sys.argv[2])
complaints = []


def plain(words):
    """Without what layout may change: spaces of any kind, hyphens at line ends, soft hyphens."""
    return re.sub(r"[\s\u00a0\u00ad\u2009\u202f\u2011\-]+", "", words)


class Page(html.parser.HTMLParser):
    """Text of a page, its tables (folds of charts apart) as lists of rows of cells; the origins at its end by their names."""

    def __init__(self):
        super().__init__()
        self.words, self.tables, self.folds = [], [], []
        self.table = self.row = self.cell = None
        self.fold = 0
        self.body, self.origins, self.origin = True, {}, None

    def handle_starttag(self, tag, attributes):
        named = dict(attributes).get("id") or ""
        if named == "origins":
            self.body = False
        elif re.fullmatch(r"origin-\d+", named):
            self.origin = {"words": [], "rows": []}
            self.origins[named] = self.origin
        if tag == "details":
            self.fold += 1
        elif tag == "table":
            self.table = []
            (self.folds if self.fold else self.tables if self.body else self.origin["rows"]).append(self.table)
        elif tag == "tr" and self.table is not None:
            self.row = []
            self.table.append(self.row)
        elif tag in ("td", "th") and self.row is not None:
            self.cell = []
        elif tag in ("p", "li", "h1", "h2", "h3", "br"):
            self.words.append(" ")

    def handle_endtag(self, tag):
        if tag == "details":
            self.fold -= 1
        elif tag in ("td", "th") and self.cell is not None:
            self.row.append("".join(self.cell).strip())
            self.cell = None
        elif tag == "table":
            self.table = self.row = None

    def handle_data(self, data):
        self.words.append(data)
        if self.origin is not None:
            self.origin["words"].append(data)
        if self.cell is not None:
            self.cell.append(data)


def read_page(text):
    page = Page()
    page.feed(text)
    return page


def blocks_of(analysis):
    for section in analysis["sections"]:
        for block in section["blocks"]:
            yield section, block


def want(where, what, words, text):
    if plain(words) and plain(words) not in text:
        complaints.append(f"{where}: {what} is not there: {words[:160]}")


def check_text(where, analysis, text):
    for section, block in blocks_of(analysis):
        want(where, "title of a section", section["title"], text)
        for line in block["shown"]:
            want(where, f"line of block {block['id']}", line, text)


def same_rows(one, two):
    return [[plain(c) for c in row] for row in one] == [[plain(c) for c in row] for row in two]


def check_tables(where, analysis, tables):
    tables = list(tables)
    wanted = [b["table"] for _, b in blocks_of(analysis) if "table" in b]
    if len(tables) != len(wanted):
        complaints.append(f"{where}: {len(tables)} tables instead of {len(wanted)}")
        return
    for table, found in zip(wanted, tables):
        if not same_rows([table["columns"]] + table["rows"], found):
            complaints.append(f"{where}: table {table['number']} differs: {found} instead of {table['rows']}")


def chart_values(analysis):
    for _, block in blocks_of(analysis):
        if "chart" in block:
            yield block["chart"]


def check_folds(where, analysis, folds):
    charts = list(chart_values(analysis))
    if len(folds) != len(charts):
        complaints.append(f"{where}: {len(folds)} data tables of charts instead of {len(charts)}")
        return
    for chart, fold in zip(charts, folds):
        found = {(row[0], head): cell for row in fold[1:] for head, cell in zip(fold[0][1:], row[1:])}
        for v in chart["values"]:
            cell = found.get((v["category"], v["series"]), "")
            if not plain(cell).startswith(plain(v["shown"])):
                complaints.append(f"{where}: chart {chart['number']}, {v['category']}: {cell!r} instead of {v['shown']!r}")


def check_native_charts(where, analysis, path):
    """Values in the chart parts of the Word file: as many points as values known, in the same order."""
    c = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    with zipfile.ZipFile(path) as z:
        names = sorted((n for n in z.namelist() if re.fullmatch(r"word/charts/chart\d+\.xml", n)),
                       key=lambda n: int(re.search(r"\d+", n).group()))
        parts = [xml.fromstring(z.read(n)) for n in names]
    charts = list(chart_values(analysis))
    if len(parts) != len(charts):
        complaints.append(f"{where}: {len(parts)} native charts instead of {len(charts)}")
        return
    for chart, part in zip(charts, parts):
        found = [int(float(v.text)) for val in part.iter(c + "val") for v in val.iter(c + "v")]
        wanted = [int(plain(v["shown"])) for v in chart["values"] if plain(v["shown"]).isdigit()]
        if found != wanted:
            complaints.append(f"{where}: chart {chart['number']} holds {found} instead of {wanted}")


def check_origins(where, analysis, page):
    """The list at the end of the page holds every figure with its value and its rows, each with what it gives to the number."""
    if len(page.origins) != len(analysis["figures"]):
        complaints.append(f"{where}: {len(page.origins)} origins of {len(analysis['figures'])} figures")
        return
    for f, origin in zip(analysis["figures"], page.origins.values()):
        words = plain("".join(origin["words"]))
        for what in (f["title"], f["value"] or "нет данных", f["source"], f["name"], f["definition_ru"]):
            if plain(what) not in words:
                complaints.append(f"{where}: the origin of {f['name']} {f['year']} does not say {what!r}")
        value = {True: lambda r: "1", False: lambda r: r["value"] or "нет данных"}[f["aggregate"] == "count"]
        wanted = [[plain(r["label"]), plain(value(r).replace("-", "−"))] for r in f["rows"]]
        found = [[plain(row[0]), plain(row[-1])] for table in origin["rows"] for row in table[1:]]
        if found != wanted:
            complaints.append(f"{where}: the rows of {f['name']} {f['year']} are {found} instead of {wanted}")


def read_pdf(folder, path):
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", "pdf", "--outdir",
                    str(folder), str(path)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=180)
    pdf = path.with_suffix(".pdf")
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    pages = [re.sub(r"\A\s*\d+\s*\n", "", page) for page in text.split("\f")]
    return "".join(plain(page) for page in pages)


def check_numbers(where, analysis):
    """Each figure's rows add to its value, and every figure says where it comes from."""
    for f in analysis["figures"]:
        if f["status"] != "known":
            continue
        values = [int(r["value"]) for r in f["rows"] if r["value"] is not None]
        total = len(f["rows"]) if f["aggregate"] == "count" else sum(values)
        if total != int(f["value"]) or not f["statement"] or not f["statement_sha256"]:
            complaints.append(f"{where}: {f['name']} {f['year']} is {f['value']}, its rows add to {total}")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([make, name], check=True)
        documents = sorted(folder.glob("*.docx"))
        lines = subprocess.run(["node", str(project / "tests/golden/mammoth.mjs"), *map(str, documents)], check=True,
                               capture_output=True, text=True, cwd=project).stdout.splitlines()
        figures = charts = 0
        for path, line in zip(documents, lines):
            analysis, word = json.loads(path.with_suffix(".json").read_text()), json.loads(line)
            page, in_word = read_page(path.with_suffix(".html").read_text()), read_page(word["html"])
            year = path.stem
            check_numbers(f"{year} json", analysis)
            check_text(f"{year} html", analysis, plain("".join(page.words)))
            check_text(f"{year} docx", analysis, plain(word["text"]))
            check_text(f"{year} pdf", analysis, read_pdf(folder, path))
            check_tables(f"{year} html", analysis, page.tables)
            check_tables(f"{year} docx", analysis, in_word.tables)
            check_folds(f"{year} html", analysis, page.folds)
            check_origins(f"{year} html", analysis, page)
            check_native_charts(f"{year} docx", analysis, path)
            figures += len(analysis["figures"])
            charts += len(list(chart_values(analysis)))
        if len(documents) < 6 or figures < 6 * 10 or charts < 6 * 3:
            complaints.append(f"only {len(documents)} documents with {figures} figures and {charts} charts were made")
        print(f"{len(documents)} analyses, {figures} figures, {charts} charts, {len(complaints)} differences")
    for complaint in complaints[:40]:
        print(complaint)
    return 1 if complaints else 0


sys.exit(main())
