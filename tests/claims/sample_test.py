#!/usr/bin/env python3
"""sample_test.py PROGRAM: the sample year through the command line, on both engines. Every claim that does not hold comes out with
its severity (sample-verdicts.tsv), nothing that holds does, each line says what would be right, and the exit status tells. The
analysis itself is written in every form from both engines and is the same but for the moment it was read."""
import io, json, os, re, subprocess, sys, tempfile, zipfile

program = sys.argv[1]
here = os.path.dirname(os.path.abspath(__file__))
expected = dict(line.split("\t") for line in open(os.path.join(here, "sample-verdicts.tsv"), encoding="utf-8").read().splitlines())
words = {"ru": {"ошибка": "error", "предупреждение": "warning", "вопрос": "question"},
         "en": {"error": "error", "warning": "warning", "question": "question"}}


def run(*arguments):
    return subprocess.run([program, *arguments], capture_output=True, text=True)


def databases(folder):
    yield os.path.join(folder, "sample.db")
    server = os.environ.get("ORIENTIR_TEST_POSTGRES")
    if server:
        name = f"orientir_claims_{os.getpid()}"
        subprocess.run(["psql", "-q", "-X", "-d", server, "-c", f"CREATE DATABASE {name}"], check=True)
        yield f"{server}{'&' if '?' in server else '?'}dbname={name}"
    elif os.environ.get("ORIENTIR_CHECK") == "1":
        sys.exit("ORIENTIR_TEST_POSTGRES is not set")


def check(database, language):
    result = run("check", "2021-2022", "--db", database, "--lang", language)
    found, remedies = {}, 0
    for line in result.stdout.splitlines():
        first = re.match(r"(\S+) (\S+)", line)
        if first and first.group(1) in words[language] and not line.startswith(" "):
            assert first.group(2) not in found, f"{first.group(2)} stands twice"
            found[first.group(2)] = words[language][first.group(1)]
        remedies += line.strip().startswith("→")
    printed = {"ru": "    Стоит в документе: ", "en": "    In the document: "}[language]
    assert sum(line.startswith(printed) for line in result.stdout.splitlines()) == len(expected), "each says what was printed"
    assert found == expected, f"{language}: missing {expected.items() - found.items()}, not wanted {found.items() - expected.items()}"
    assert remedies == len(expected), f"{language}: {remedies} remedies for {len(expected)} findings"
    assert result.returncode == 1, f"exit status {result.returncode}"
    machine = run("check", "2021-2022", "--db", database, "--lang", language, "--json")
    told = json.loads(machine.stdout)
    assert {f["key"]: f["severity"] for f in told["findings"]} == expected and told["year"] == "2021-2022", machine.stdout
    assert machine.returncode == 1 and all(f["what"] and f["remedy"] and f["path"] for f in told["findings"])
    assert machine.stdout.count("\n") == 1, "one line for a program"
    return result.stdout


def without_moments(data):
    """A moment is when the record was read: in the machine form, in the properties of the Word file, in words."""
    data = re.sub(rb'"moment(_ms)?":"?[0-9TZ:. -]+"?', b'"moment"', data)
    data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"MOMENT", data)
    return re.sub(rb"\d\d\.\d\d\.\d{4}, \d\d:\d\d", b"MOMENT", data)


def reports(database, folder):
    """Every part of every form of the analysis, by its name."""
    parts = {}
    for form in ("json", "html", "docx"):
        path = os.path.join(folder, "analysis." + form)
        written = run("report", "2021-2022", "--db", database, "-o", path)
        assert written.returncode == 0, written.stderr
        with open(path, "rb") as file:
            data = file.read()
        if form != "docx":
            parts[form] = without_moments(data)
            continue
        with zipfile.ZipFile(io.BytesIO(data)) as word:
            for name in word.namelist():
                inside = word.read(name)
                parts[name] = b"" if name.endswith(".xlsx") else without_moments(inside)
                if name.endswith(".xlsx"):
                    with zipfile.ZipFile(io.BytesIO(inside)) as sheets:
                        parts.update({f"{name}/{one}": without_moments(sheets.read(one)) for one in sheets.namelist()})
    return parts


with tempfile.TemporaryDirectory(prefix="orientir-claims-") as folder:
    outputs, written = [], []
    for database in databases(folder):
        made = run("demo", "--no-town", "--db", database)
        assert made.returncode == 0, made.stderr
        outputs.append((check(database, "ru"), check(database, "en")))
        written.append(reports(database, folder))
    assert all(o == outputs[0] for o in outputs), "the two engines answer differently"
    for other in written[1:]:
        assert other.keys() == written[0].keys()
        for name, data in written[0].items():
            at = next((i for i, (a, b) in enumerate(zip(data, other[name])) if a != b), min(len(data), len(other[name])))
            assert data == other[name], f"{name}: …{data[max(0, at - 80):at + 80]!r} and …{other[name][max(0, at - 80):at + 80]!r}"
print(f"{len(expected)} findings in two languages on {len(outputs)} engines, {len(written[0])} parts of reports")
