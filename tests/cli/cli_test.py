#!/usr/bin/env python3
"""The command line as a person meets it: cli_test.py PROGRAM sqlite|postgres [WORD…]; see world.py."""
import os, re, signal, socket, sys

from world import DONE, FAULT, FOUND, USAGE, execute, init, main, secret

COMMANDS = ["demo", "init", "serve", "report", "check", "export", "import", "user", "doctor", "migrate",
            "backup", "restore"]
CYRILLIC = re.compile("[а-яёА-ЯЁ]")


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

def test_help_of_every_command_in_both_languages(case):
    for command in COMMANDS + ["dump", "routes"]:
        russian = case.run(command, "--help")
        english = case.run(command, "--help", "--lang", "en")
        russian.says("Пример:\n  orientir " + command, "--lang ru|en", "Коды завершения: 0")
        english.says("Example:\n  orientir " + command, "Exit codes: 0")
        assert not CYRILLIC.search(english.out), english.out
        assert russian.err == "" and english.err == ""
        assert len(russian.out.splitlines()) == len(english.out.splitlines())


def test_list_of_commands(case):
    for words, code in ((["--help"], DONE), (["help"], DONE), ([], USAGE)):
        answer = case.run(*words, code=code)
        for command in COMMANDS:
            assert "orientir " + command in answer.out
        assert "dump" not in answer.out and "routes" not in answer.out
    assert not CYRILLIC.search(case.run("--lang", "en", "--help").out)


def test_language_from_the_environment(case):
    case.run("nothing", code=USAGE).says("нет такой команды")
    case.run("nothing", code=USAGE, LANG="C.UTF-8").says("нет такой команды")
    case.run("nothing", code=USAGE, LANG="en_GB.UTF-8").says("no such command")
    case.run("nothing", code=USAGE, LANG="en_GB.UTF-8", LC_ALL="ru_RU.UTF-8").says("нет такой команды")
    case.run("serve", "--nothing", "--lang", "ru", code=USAGE, LANG="en_GB.UTF-8").says("нет такого ключа")
    case.run("serve", "--lang", "de", code=USAGE).says("язык «de» неизвестен")


def test_wrong_words(case):
    case.run("sevre", code=USAGE).says("«sevre»", "Может быть, «serve»?")
    case.run("serve", "--bd", "x", code=USAGE).says("«--bd»", "Может быть, «--db»?", "orientir serve --help")
    case.run("serve", "--db", code=USAGE).says("после ключа «--db» нужно значение")
    case.run("serve", "--db=", code=USAGE).says("после ключа «--db» нужно значение")
    case.run("check", "--help").says("--json", "--strict", "Код 1 — есть ошибки")
    case.run("check", "--help", "--lang", "en").says("--json", "--strict", "Exit code 1: there are errors")
    case.run("check", "2021-2022", "--strict=yes", code=USAGE).says("у ключа «--strict» не бывает значения")
    case.run("serve", "now", code=USAGE).says("лишнее слово: «now»")
    case.run("check", code=USAGE).says("не хватает: ГОД")
    case.run("check", "--lang", "en", code=USAGE).says("missing: YEAR")
    case.run(b"check", b"\xff\xfe", code=USAGE).says("не UTF-8")
    case.run(b"\xff\xfe", code=USAGE).says("нет такой команды")
    case.run("user", "rename", "x", code=USAGE).says("нет такого действия: «rename»", "passwd")
    case.run("user", "role", "x", code=USAGE).says("не те слова после «role»")
    case.run("user", "role", "x", "head", "y", code=USAGE).says("лишнее слово")
    case.run("x" * 5000, code=USAGE).says("нет такой команды")


def test_the_file_of_settings(case):
    with open(case.path("orientir.conf"), "w") as f:
        f.write("# where\ndb = of-the-file.db\n\nlisten = 127.0.0.1:1\n")
    case.run("doctor", code=USAGE).says("«of-the-file.db»")
    case.run("doctor", code=USAGE, ORIENTIR_DB="of-the-environment.db").says("«of-the-environment.db»")
    case.run("doctor", "--db", "of-the-option.db", code=USAGE, ORIENTIR_DB="x").says("«of-the-option.db»")
    for line in ("dbb = x", "db", "db ="):
        with open(case.path("orientir.conf"), "w") as f:
            f.write("# first\n" + line + "\n")
        case.run("doctor", code=USAGE).says("orientir.conf, строка 2", line)
    with open(case.path("orientir.conf"), "wb") as f:
        f.write(b"db = \xff\n")
    case.run("doctor", code=USAGE).says("не текст UTF-8")
    os.remove(case.path("orientir.conf"))
    case.run("doctor", code=USAGE).says("«orientir.db»")


def test_a_database_that_is_not_there(case):
    for words in (["serve"], ["doctor"], ["check", "2021-2022"], ["report", "2021-2022", "-o", "a.docx"], ["user", "list"], ["dump"],
                  ["migrate"]):
        case.run(*words, "--db", "nowhere.db", code=USAGE).says("нет базы «nowhere.db»", "orientir init", "orientir demo")
        case.run(*words, "--db", "nowhere.db", "--lang", "en", code=USAGE).says("there is no database", "orientir demo")
        assert os.listdir(case.folder) == []


# ── a centre ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

def test_init_and_accounts(case):
    db = case.db()
    init(case, db).says("Готово: Центр", "admin")
    key = case.path("secret.key")
    assert os.stat(key).st_mode & 0o777 == 0o600
    case.run("init", "--db", db, "--centre", "Другой", "--login", "b2", "--name", "B", "--password-file", "password",
             code=USAGE).says("уже есть центр: Центр", "Ничего не изменено")
    case.run("doctor", "--db", db).says("Всё в порядке")
    made = case.run("user", "add", "Metodist", "--name", "Методист", "--role", "methodologist, secretary", "--db", db)
    made.says("создана", "показан один раз")
    case.run("user", "add", "metodist", "--name", "Второй", "--role", "head", "--db", db, code=USAGE).says("Такой логин уже есть")
    case.run("user", "add", "x", "--name", "Y", "--role", "head", "--db", db, code=USAGE).says("Логин — от 2")
    case.run("user", "add", "xyz", "--name", "Y", "--role", "emperor", "--db", db, code=USAGE).says("нет такой роли: «emperor»", "methodologist")
    case.run("user", "add", "xyz", "--db", db, code=USAGE).says("--name и --role")
    case.run("user", "role", "metodist", "head", "--db", db).says("новые роли")
    case.run("user", "role", "nobody", "head", "--db", db, code=USAGE).says("нет учётной записи «nobody»")
    case.run("user", "passwd", "metodist", "--db", db, "--password-file", secret(case, "12345678"), code=USAGE).says("подберут первым")
    case.run("user", "passwd", "metodist", "--db", db, "--password-file", "no-such-file", code=USAGE).says("no-such-file")
    case.run("user", "passwd", "metodist", "--db", db).says("новый пароль", "показан один раз")
    case.run("user", "close", "metodist", "--db", db).says("закрыта")
    lines = case.run("user", "list", "--db", db).out.splitlines()
    assert len(lines) == 2 and "admin" in lines[0] and "administrator" in lines[0], lines
    assert "metodist" in lines[1] and "head" in lines[1] and "закрыта" in lines[1], lines
    case.run("user", "open", "metodist", "--db", db).says("снова открыта")
    for words in (["close", "admin"], ["role", "admin", "head"]):
        case.run("user", *words, "--db", db, code=USAGE).says("последний администратор")
    assert "administrator" in case.run("user", "list", "--db", db).out


def test_init_refuses_before_it_makes_anything(case):
    words = ["init", "--db", "new.db", "--centre", "Ц", "--login", "admin", "--name", "А", "--password-file"]
    case.run(*words, secret(case, "короткий"[:5]), code=USAGE).says("короче 8 знаков")
    case.run(*words, secret(case), "--zone", "Mars/Olympus", code=USAGE).says("часовой пояс «Mars/Olympus» неизвестен")
    case.run("init", "--db", "new.db", "--login", "admin", code=USAGE).says("--centre")
    assert not os.path.exists(case.path("new.db")) and not os.path.exists(case.path("secret.key"))


def test_a_document_as_pdf(case):
    """The LibreOffice of this case is a script; the real one is asked by tests/http/pdf.py."""
    db = case.db()
    case.run("demo", "--no-town", "--db", db)
    case.run("report", "2021-2022", "-o", "a.pdf", "--db", db, code=FAULT, PATH="/nowhere").says("libreoffice-writer-nogui", "a.pdf")
    case.run("report", "2021-2022", "--plan", "-o", "a.xlsx", "--db", db, code=USAGE).says("a.xlsx", ".docx")
    case.run("report", "2021-2022", "--plan", "-o", "plan.docx", "--db", db).says("Готово: plan.docx")
    case.run("report", "2021-2022", "--plan", "--month", "2021-11", "-o", "month.docx", "--db", db).says("Готово: month.docx")
    assert os.path.getsize(case.path("month.docx")) < os.path.getsize(case.path("plan.docx"))
    for script, code, words in (("kill -SEGV $$", FAULT, "LibreOffice не сделал PDF"),
                                ("mkdir $HOME/out; (echo '%PDF-'; head -c 4 $HOME/document.docx; echo '%%EOF') >$HOME/out/document.pdf", DONE, "Готово")):
        with open(case.path("soffice"), "w") as f:
            f.write("#!/bin/sh\n" + script + "\n")
        os.chmod(case.path("soffice"), 0o700)
        for words_of in ([], ["--plan"]):
            case.run("report", "2021-2022", *words_of, "-o", "b.pdf", "--db", db, code=code, PATH=case.folder + ":/usr/bin:/bin").says(words)
            assert os.path.exists(case.path("b.pdf")) == (code == DONE)
    with open(case.path("b.pdf"), "rb") as f:
        assert f.read() == b"%PDF-\nPK\x03\x04%%EOF\n"


def test_demo_twice_changes_nothing(case):
    db = case.db()
    first = case.run("demo", "--db", db).says("вымышлены", "head")
    before = case.run("dump", "--db", db).out
    second = case.run("demo", "--db", db).says("ничего не изменено")
    accounts = [line for line in first.out.splitlines() if line.startswith("  ")]
    assert len(accounts) == 8 and accounts == [line for line in second.out.splitlines() if line.startswith("  ")], second.out
    assert case.run("dump", "--db", db).out == before and before.count("\n") > 50
    case.run("doctor", "--db", db).says("Всё в порядке")
    case.run("check", "2021-2022", "--db", db, code=FOUND).says("2021-2022:")
    case.run("check", "1999-2000", "--db", db, code=USAGE).says("учебного года 1999-2000 в базе нет", "2021-2022")
    case.run("check", "2021", "--db", db, code=USAGE).says("«2021» — не учебный год", "2021-2022")
    case.run("report", "2021-2023", "-o", "a.docx", "--db", db, code=USAGE).says("не учебный год")
    case.run("report", "2021-2022", "-o", "a.odt", "--db", db, code=USAGE).says("a.odt", ".docx")
    for ending, head in ((".docx", b"PK\x03\x04"), (".xlsx", b"PK\x03\x04"), (".html", b"<!doctype html>"), (".json", b"{")):
        case.run("report", "2021-2022", "-o", "a" + ending, "--db", db).says("Готово: a" + ending)
        with open(case.path("a" + ending), "rb") as f:
            assert f.read(len(head)).lower() == head.lower(), ending
    case.run("export", "activity", "--year", "2021-2022", "-o", "a.xlsx", "--db", db).says("Готово: a.xlsx")
    case.run("export", "activity", "-o", "a.csv", "--db", db).says("Готово: a.csv")
    case.run("export", "activity", "-o", "a.ods", "--db", db, code=USAGE).says("a.ods", ".xlsx")
    case.run("export", "activities", "--db", db, code=USAGE).says("activities", "organisation")
    with open(case.path("orgs.csv"), "w", encoding="utf-8") as f:
        f.write("Название;Вид\nЗавод «Новый»;предприятие\nБез вида;\n")
    case.run("import", "organisation", "orgs.csv", "--db", db, code=FOUND).says("строка 3", "Вид", "Ничего не внесено")
    case.run("import", "organisation", "orgs.csv", "--good-only", "-o", "marked.xlsx", "--db", db, code=FOUND).says(
        "добавлено: 1", "Готово: marked.xlsx")
    case.run("import", "organisation", "orgs.csv", "--look", "--good-only", "--db", db, code=FOUND).says("уже есть: 1")
    case.run("import", "organisation", "none.csv", "--db", db, code=USAGE).says("none.csv")
    with open(case.path("page.csv"), "w", encoding="utf-8") as f:
        f.write("<html>")
    case.run("import", "organisation", "page.csv", "--db", db, code=USAGE).says(".xlsx")
    case.run("export", "activity", "--year", "1999-2000", "--db", db, code=USAGE).says("1999-2000")
    case.run("report", "2021-2022", "-o", "no/such/folder/a.docx", "--db", db, code=FAULT).says("no/such/folder")


def test_demo_makes_a_town_beside(case):
    """The second centre, generated from the seed that is printed and marked as made up; the same day and seed make it again."""
    db = case.db()
    case.run("demo", "--no-town", "--db", db).says("вымышлены")
    assert "Учебный город" not in case.run("dump", "--db", db).out
    made = case.run("demo", "--db", db, "--seed", "77", "--today", "2027-03-01", "--password", "long enough here")
    made.says("«Учебный город»: 2023-2024 … 2026-2027", "12 школ, 9\u00a0000 учеников", "зерно 77", "вымышлены", "school2")
    first = case.run("dump", "--db", db).out
    town = [line for line in first.splitlines() if '"centre_id":2,' in line]
    assert len(town) > 7000, len(town)
    case.run("doctor", "--db", db).says("Центр профориентации Учебного города (вымышлен)", "Всё в порядке")
    for year, code in (("2023-2024", FOUND), ("2026-2027", 0)):
        case.run("check", year, "--db", db, "--centre", "Учебный город", code=code).says(year + ":")
    case.run("demo", "--db", db, "--seed", "78").says("ничего не изменено", "зерно 77")
    assert case.run("dump", "--db", db).out == first
    case.run("export", "headcount", "--year", "2025-2026", "-o", "town.csv", "--centre", "2", "--db", db).says("Готово: town.csv")
    for words, what in ((["--seed", "-1"], "--seed"), (["--seed", "x"], "«x»"), (["--size", "0"], "от 1 до 100"),
                        (["--size", "101"], "«101»"), (["--today", "2026-13-01"], "«2026-13-01»"), (["--today", "1815-06-18"], "1815")):
        case.run("demo", "--db", "other.db", *words, code=USAGE).says(what)


def test_demo_leaves_a_real_centre_alone(case):
    db = case.db()
    init(case, db)
    before = case.run("dump", "--db", db).out
    case.run("demo", "--db", db, code=USAGE).says("настоящий центр: Центр", "--db")
    assert case.run("dump", "--db", db).out == before


def test_routes_name_their_rights(case):
    lines = [line.split("\t") for line in case.run("routes").out.splitlines()]
    assert all(len(line) == 4 and line[0] in ("GET", "POST") and line[1].startswith("/") and line[2] for line in lines), lines
    by_path = {(line[0], line[1]): line for line in lines}
    assert by_path["POST", "/sign-in"][2:] == ["public", "slow"]
    assert by_path["GET", "/accounts"][2] == "administrator"


# ── the server ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

def test_serve_answers_and_stops_in_good_order(case):
    db = case.db()
    init(case, db)
    with case.serve("serve", "--db", db) as server:
        status, page = server.ask("/sign-in")
        assert status == 200 and "Войти" in page
        assert server.ask("/accounts")[0] == 303    # to the sign-in page
        server.sign_in()
        assert server.ask("/accounts")[0] == 200
    with case.serve("serve", "--db", db) as server:
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(timeout=60) == 0


def test_serve_refuses_what_it_cannot_do(case):
    db = case.db()
    init(case, db)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        case.run("serve", "--db", db, "--listen", "127.0.0.1:%d" % port, code=FAULT).says("127.0.0.1:%d" % port, "что делать")
    for listen in ("nonsense", "127.0.0.1:99999", "127.0.0.1:", ":x"):
        case.run("serve", "--db", db, "--listen", listen, code=USAGE).says(listen)


def test_a_newer_database_is_refused(case):
    db = case.db()
    init(case, db)
    execute(case, db, "INSERT INTO migration SELECT 9999, 'of_tomorrow', checksum, applied_at FROM migration LIMIT 1")
    for words in (["serve"], ["doctor"], ["dump"], ["user", "list"], ["migrate"],
                  ["init", "--centre", "x", "--login", "xx", "--name", "x", "--password-file", "password"]):
        case.run(*words, "--db", db, code=FAULT).says("база новее программы", "установите ту версию")
        case.run(*words, "--db", db, "--lang", "en", code=FAULT).says("the database is newer than the program")


if __name__ == "__main__":
    sys.exit(main(globals()))
