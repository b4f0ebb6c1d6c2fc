#!/usr/bin/env python3
"""json_test.py GOLDEN_MAKE DOCUMENT: the JSON of the analysis is what docs/analysis-json.md says: every key that is written stands
in a table of the document, every key of the tables is written, numbers are strings, words of closed lists are among those listed.
And what was signed is told as it was signed. For the sample year and for years made from seeds."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

make, document = sys.argv[1], pathlib.Path(sys.argv[2])
complaints = []
KINDS = {"string": r"(?s).*", "number": r"-?\d+", "number or null": r"-?\d+", "year": r"\d{4}", "hash": r"[0-9a-f]{64}",
         "moment": r"\d{13}"}


def documented(text):
    """{path: kind} of the rows «| `path` | kind | meaning |»."""
    return {path: kind for path, kind in re.findall(r"^\| `([^`]+)` \| ([^|]+?) \|", text, re.M)}


def written(value, path=""):
    """Every (path, value) below; the items of a list share one path."""
    if isinstance(value, dict):
        if path:
            yield path, "object"
        for key, inner in value.items():
            yield from written(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        yield path, "list"
        for inner in value:
            yield from written(inner, path + "[]")
    else:
        yield path, value


def fits(kind, value):
    if value in ("object", "list") and kind == value:
        return True
    if value is None:
        return "null" in kind
    if not isinstance(value, str):
        return False
    listed = re.findall(r"`([^`]+)`", kind)
    return value in listed if listed else kind in KINDS and re.fullmatch(KINDS[kind], value) is not None


def check_signed(where, draft, signed):
    """Approved and asked again: every figure to the last row and moment, every fact."""
    figures = {(f["name"], f["year"]): f for f in signed["figures"]}
    for f in draft["figures"]:
        now = dict(figures.get((f["name"], f["year"]), {}))
        before = dict(f)
        if int(now.pop("moment", 0)) < int(before.pop("moment")):
            complaints.append(f"{where}: the signed {f['name']} {f['year']} has lost its moment")
        if now != before:
            complaints.append(f"{where}: {f['name']} {f['year']} was {before}, is signed as {now}")
    if [signed["facts"], signed["state"], "findings" in signed] != [draft["facts"], "approved", True]:
        complaints.append(f"{where}: facts, state or findings of what was signed")


def check_figures(where, analysis):
    for f in analysis["figures"]:
        said = (f["value"] is None) == (f["status"] == "no data") and int(f["n_rows"]) == len(f["rows"])
        if not said or (f["status"] in ("printed", "reconstructed") and f["rows"]):
            complaints.append(f"{where}: {f['name']} {f['year']}: value, status and rows are not as the document says")


def main():
    kinds = documented(document.read_text())
    seen = set()
    with tempfile.TemporaryDirectory() as name:
        subprocess.run([make, name], check=True)
        files = {p.stem: json.loads(p.read_text()) for p in sorted(pathlib.Path(name).glob("*.json"))}
    for where, analysis in files.items():
        for path, value in written(analysis):
            seen.add(path)
            if path not in kinds:
                complaints.append(f"{where}: {path} is not in the document")
            elif not fits(kinds[path], value):
                complaints.append(f"{where}: {path} is {value!r} and no {kinds[path]}")
        check_figures(where, analysis)
        if where + "-signed" in files:
            check_signed(where, analysis, files[where + "-signed"])
    for path in sorted(set(kinds) - seen):
        complaints.append(f"{path} stands in the document and is never written")
    if len(files) < 12:
        complaints.append(f"only {len(files)} files were made")
    unique = list(dict.fromkeys(complaints))
    print(f"{len(files)} files, {len(seen)} keys, {len(unique)} differences")
    for complaint in unique[:40]:
        print(complaint[:600])
    return 1 if unique else 0


sys.exit(main())
