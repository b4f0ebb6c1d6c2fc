#!/usr/bin/env python3
"""sample_test.py PROGRAM: the sample year through the command line, on both engines. Every claim that does not hold comes out with
its severity (sample-verdicts.tsv), nothing that holds does, each line says what would be right, and the exit status tells."""
import os, re, subprocess, sys, tempfile

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
    assert found == expected, f"{language}: missing {expected.items() - found.items()}, not wanted {found.items() - expected.items()}"
    assert remedies == len(expected), f"{language}: {remedies} remedies for {len(expected)} findings"
    assert result.returncode == 1, f"exit status {result.returncode}"
    return result.stdout


with tempfile.TemporaryDirectory(prefix="orientir-claims-") as folder:
    outputs = []
    for database in databases(folder):
        made = run("demo", "--db", database)
        assert made.returncode == 0, made.stderr
        outputs.append((check(database, "ru"), check(database, "en")))
    assert all(o == outputs[0] for o in outputs), "the two engines answer differently"
print(f"{len(expected)} findings in two languages on {len(outputs)} engines")
