"""Every statement over a centre's table names :centre, every such table is keyed by (centre_id, id), names are unique, and
generated SQL has few callers."""
import re

import house

MAY_GENERATE = ["src/db/.*", "src/register/.*"]


def migrations(tree):
    return tree.files(r"src/.*/\d{4}_\w+\.sql")


def bare_sql(text):
    return re.sub(r"--[^\n]*|'(?:[^']|'')*'", lambda m: "''" if m.group()[0] == "'" else "", text)


def tables(tree):
    """{table or view: (path, definition)} of those that hold a centre's rows."""
    found = {}
    for path in migrations(tree):
        text = bare_sql(tree.text(path))
        for match in re.finditer(r"CREATE (TABLE|VIEW) (?:IF NOT EXISTS )?(\w+)(.*?);", text, re.S | re.I):
            if re.search(r"\bcentre_id\b", match.group(3)):
                found[match.group(2)] = (path, match.group(1).upper(), match.group(3))
    return found


def statements(tree):
    for path in tree.files(r"src/.*\.sql"):
        if path in migrations(tree):
            continue
        name, lines, first = None, [], 0
        for number, line in enumerate(tree.text(path).split("\n") + ["-- name: end"], 1):
            begins = re.match(r"-- (?:name|figure):\s*(\S+)", line)
            if begins or line.startswith("-- postgres:"):
                if name and lines:
                    yield path, first, name, bare_sql("\n".join(lines))
                name = begins.group(1) if begins else name
                lines, first = [], number
            elif not line.startswith("--"):
                lines.append(line)


def names_its_centre(tree):
    kept = tables(tree)
    for path, line, name, sql in statements(tree):
        over = sorted(set(re.findall(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+(\w+)", sql, re.I)) & set(kept))
        if over and ":centre" not in sql and not tree.excepted("centre", name):
            yield f"{path}:{line}: {name} reads or writes {', '.join(over)} and names no :centre"


def keyed_by_centre(tree):
    for table, (path, kind, body) in tables(tree).items():
        if kind == "TABLE" and not re.search(r"PRIMARY KEY\s*\(\s*centre_id\b", body) and not tree.excepted("key", table):
            yield f"{path}: {table} has a centre_id, and its key does not begin with it"


def references_within_the_centre(tree):
    """A foreign key to a centre's table carries the centre."""
    kept = tables(tree)
    for table, (path, kind, body) in kept.items():
        for target, columns in re.findall(r"REFERENCES\s+(\w+)\s*\(([^)]*)\)", body, re.I):
            if target in kept and not columns.strip().startswith("centre_id") and not tree.excepted("reference", f"{table} {target}"):
                yield f"{path}: {table} refers to {target} ({columns}) without its centre"


def unique_names(tree):
    seen = {}
    for path in tree.files(r"src/.*\.sql"):
        for name in re.findall(r"^-- (?:name|figure):\s*(\S+)", tree.text(path), re.M):
            if name in seen:
                yield f"{path}: the statement {name} stands in {seen[name]} already"
            seen[name] = path


def unique_numbers(tree):
    seen = {}
    for path in migrations(tree):
        number = path.split("/")[-1][:4]
        if number in seen:
            yield f"{path}: the migration {number} is {seen[number]} already"
        seen[number] = path


def generated_sql(tree):
    for path in tree.files(r"src/.*\.c"):
        text = house.bare(tree.text(path))
        for match in re.finditer(r"\b(db_table_sql|db_do_sql)\s*\(", text):
            allowed = path.endswith("_test.c") or any(re.fullmatch(p, path) for p in MAY_GENERATE)
            if not allowed and not tree.excepted("sql", path):
                yield f"{path}:{house.line_of(text, match.start())}: {match.group(1)} is for the register core and db tools"


TABLE = "CREATE TABLE planted (centre_id @id NOT NULL, id @id NOT NULL, PRIMARY KEY (centre_id, id));\n"
house.run([names_its_centre, keyed_by_centre, references_within_the_centre, unique_names, unique_numbers, generated_sql], [
    (names_its_centre, {"src/db/9990_planted.sql": TABLE, "src/db/planted.sql": "-- name: planted_all\nSELECT id\nFROM planted -- :centre\n"},
     "planted_all reads or writes planted"),
    (names_its_centre, {"src/db/9990_planted.sql": TABLE, "src/db/planted.sql":
                        "-- name: planted_all\nSELECT id FROM planted WHERE centre_id = :centre\n-- postgres:\nSELECT id FROM planted\n"},
     "planted_all"),
    (keyed_by_centre, {"src/db/9990_planted.sql": "CREATE TABLE planted (id @id PRIMARY KEY, centre_id @id);"}, "does not begin"),
    (references_within_the_centre, {"src/db/9990_planted.sql": TABLE +
                                    "CREATE TABLE planted_two (centre_id @id, p @id REFERENCES planted (id), PRIMARY KEY (centre_id, p));"},
     "without its centre"),
    (unique_names, {"src/db/planted.sql": "-- name: planted\nSELECT 1\n-- name: planted\nSELECT 2\n"}, "stands in"),
    (unique_numbers, {"src/db/9990_planted.sql": TABLE, "src/db/9990_twice.sql": TABLE}, "is src/db/9990"),
    (generated_sql, {"src/web/planted.c": "db_do_sql(db, a, s, x, &n, e);"}, "register core"),
], ["centre", "key", "reference", "sql"])
