#!/usr/bin/env python3
"""Keeping what there is: keep_test.py PROGRAM sqlite|postgres [WORD…]; see world.py. backup and restore by the command line; damage of
every kind is planted behind the program's back and doctor finds it, names it, and changes nothing.
"""
import hashlib, os, re, sys

from world import DONE, ENGINE, FAULT, FOUND, SERVER, USAGE, execute, init, main, psql

OTHERS = ["sqlite", "postgres"] if SERVER else ["sqlite"]


def word_of(answer):
    return re.search(r"[0-9a-f]{64}", answer.out).group()


def other_db(case, engine, name):
    """An empty database of either engine, whichever this run is about."""
    return name + ".db" if engine == "sqlite" or not SERVER else case.db(name) if ENGINE == "postgres" else postgres_db(case, name)


def postgres_db(case, name):
    name = "cli_%d_%d_%s" % (os.getpid(), case.number, name)
    psql(SERVER, "CREATE DATABASE " + name)
    case.made.append(name)
    head, _, query = SERVER.partition("?")
    return head.rsplit("/", 1)[0] + "/" + name + ("?" + query if query else "")


def lay_file(case, folder, content):
    word = hashlib.sha256(content).hexdigest()
    os.makedirs(case.path(os.path.join(folder, word[:2])), exist_ok=True)
    with open(case.path(os.path.join(folder, word[:2], word)), "wb") as f:
        f.write(content)
    return os.path.join(folder, word[:2], word)


def add_file(case, db, folder, content):
    """A row of the record that names a content, and the content."""
    lay_file(case, folder, content)
    word = hashlib.sha256(content).hexdigest()
    execute(case, db, "INSERT INTO file (centre_id, id, register_name, row_id, name, sha256, bytes, type, added_at) VALUES "
            "(1, 1, 'organisation', 1, 'letter.txt', '%s', %d, 'text', 1)" % (word, len(content)))


def test_from_engine_to_engine_with_files(case):
    """Here → there → here: the same word for the content each time, and the same files."""
    db = case.db()
    case.run("demo", "--no-town", "--db", db)
    held = [lay_file(case, "files", b"one" * n) for n in (1, 1000, 100000)]
    first = case.run("backup", "a.zip", "--db", db, "--files", "files").says("a.zip", "файлов: 3")
    path, content = "a.zip", word_of(first)
    for hop in range(2):
        there = other_db(case, OTHERS[(OTHERS.index(ENGINE) + 1 + hop) % len(OTHERS)], "hop%d" % hop)
        answer = case.run("restore", path, "--db", there, "--files", "files%d" % hop).says("Восстановлено", "файлов: 3")
        assert word_of(answer) == content
        path = "b%d.zip" % hop
        assert word_of(case.run("backup", path, "--db", there, "--files", "files%d" % hop)) == content
        for file in held:
            with open(case.path(file), "rb") as one, open(case.path(file.replace("files", "files%d" % hop, 1)), "rb") as other:
                assert one.read() == other.read()
    case.run("doctor", "--db", there, "--files", "nothing").says("Всё в порядке")


def test_a_restore_is_refused(case):
    """What is no sound copy changes nothing, and neither does a restore over a base that serves."""
    db = case.db()
    init(case, db)
    case.run("backup", "a.zip", "--db", db)
    before = case.run("dump", "--db", db).out
    with open(case.path("a.zip"), "rb") as f:
        sound = f.read()
    for name, content in (("cut.zip", sound[:-200]), ("empty.zip", b""), ("words.zip", b"not a zip\n" * 50),
                          ("turned.zip", sound[:3000] + bytes(255 - b for b in sound[3000:3100]) + sound[3100:])):
        with open(case.path(name), "wb") as f:
            f.write(content)
        for more in ([], ["--check"]):
            case.run("restore", name, "--db", db, *more, code=USAGE).says("не резервная копия", "База не тронута")
    case.run("restore", "none.zip", "--db", db, code=USAGE).says("none.zip")
    case.run("backup", "no/such/folder/a.zip", "--db", db, code=FAULT).says("no/such/folder")
    case.run("restore", "a.zip", "--db", db, "--check").says("цела")
    with case.serve("serve", "--db", db): # from its very first moment
        case.run("restore", "a.zip", "--db", db, code=FAULT)
    assert case.run("dump", "--db", db).out == before
    case.run("restore", "a.zip", "--db", db).says("Восстановлено")
    case.run("doctor", "--db", db, "--files", "none").says("Всё в порядке")


def test_doctor_finds_wrong_totals(case):
    """The stored cells of reach are counted again from the rows; one that was turned over is told."""
    db = case.db()
    case.run("demo", "--no-town", "--db", db)
    case.run("doctor", "--db", db, "--files", "none").says("Всё в порядке")
    execute(case, db, "UPDATE reach_cell SET value = value + 1 WHERE activity = (SELECT min(activity) FROM reach_cell WHERE n_known > 0)")
    before = case.run("dump", "--db", db).out
    case.run("doctor", "--db", db, "--files", "none", code=FOUND).says("✗ Охват совпадает с пересчётом по строкам", "замечани")
    assert case.run("dump", "--db", db).out == before


def test_doctor_finds_damage_of_the_base(case):
    """A reference that leads nowhere and an index that lost a row; of PostgreSQL, what it says of itself."""
    db = case.db()
    case.run("demo", "--no-town", "--db", db)
    if ENGINE == "sqlite":
        execute(case, db, "DELETE FROM activity WHERE id = (SELECT min(activity) FROM reach_cell)")
        case.run("doctor", "--db", db, "--files", "none", code=FOUND).says("✗ Все ссылки между таблицами ведут к строкам", "activity")
        with open(case.path(db), "r+b") as f:
            size = os.path.getsize(case.path(db))
            f.seek(size // 4096 // 2 * 4096) # one page in the middle turned to nothing
            f.write(bytes(4096))
        case.run("doctor", "--db", db, "--files", "none", code=FOUND).says("✗ Файл базы цел")
    else:
        execute(case, db, "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'account_pkey'::regclass")
        case.run("doctor", "--db", db, "--files", "none", code=FOUND).says("✗ Файл базы цел", "замечани")


def test_doctor_finds_missing_and_damaged_files(case):
    db = case.db()
    init(case, db)
    add_file(case, db, "files", b"a letter")
    case.run("doctor", "--db", db, "--files", "files").says("Всё в порядке")
    word = hashlib.sha256(b"a letter").hexdigest()
    path = case.path(os.path.join("files", word[:2], word))
    with open(path, "wb") as f:
        f.write(b"A letter")
    case.run("doctor", "--db", db, "--files", "files", code=FOUND).says("✗ Файлы при записях", "letter.txt")
    os.unlink(path)
    case.run("doctor", "--db", db, "--files", "files", code=FOUND).says("✗ Файлы при записях", "letter.txt")
    case.run("backup", "a.zip", "--db", db, "--files", "files")
    lay_file(case, "files", b"a letter")
    case.run("doctor", "--db", db, "--files", "files").says("Всё в порядке")


def test_doctor_finds_odd_jobs(case):
    """A job that cannot be as it is: running without a lease."""
    db = case.db()
    init(case, db)
    execute(case, db, "INSERT INTO job (centre_id, id, kind, subject, args, state, run_after, asked_at, lang, year) VALUES "
            "(1, 1, 'backup', '', '{}', 'running', 1, 1, 'ru', 0)")
    case.run("doctor", "--db", db, "--files", "none", code=FOUND).says("✗ Долгие работы", "backup")


if __name__ == "__main__":
    sys.exit(main(globals()))
