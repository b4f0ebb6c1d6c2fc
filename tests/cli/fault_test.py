#!/usr/bin/env python3
"""A database that is locked, full, gone or no database at all: fault_test.py PROGRAM sqlite|postgres [WORD…]; see world.py.

Through the command line and through a running server: the person is told in Russian what happened, what is safe and how to mend it;
what was there before is there afterwards; and when the fault is over the same server goes on without a new start.
"""
import contextlib, os, shutil, sqlite3, subprocess, sys

from world import DONE, ENGINE, FAULT, FOUND, SERVER, USAGE, execute, init, main, psql, secret


def new_account(server, login):
    return server.ask("/accounts/new", login=login, name="Новый", roles="teacher")


def logins(case, db):
    return [line.split()[0] for line in case.run("user", "list", "--db", db).out.splitlines()]


@contextlib.contextmanager
def locked(case, db):
    """Somebody else writes and does not come to an end."""
    if ENGINE == "sqlite":
        other = sqlite3.connect(case.path(db), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
        other.close()
    else:
        other = subprocess.Popen(["psql", "-qX", db], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        other.stdin.write("BEGIN; LOCK TABLE account IN EXCLUSIVE MODE; SELECT 'locked';\n")
        other.stdin.flush()
        while "locked" not in other.stdout.readline():
            pass
        yield
        other.communicate("ROLLBACK;\n")


def test_locked(case):
    db = case.db()
    init(case, db)
    with case.serve("serve", "--db", db) as server:
        server.sign_in()
        with locked(case, db):
            case.run("user", "add", "other", "--name", "Другой", "--role", "head", "--db", db, code=FAULT).says(
                "база занята другой программой", "подождите и повторите")
            status, page = new_account(server, "locked-out")
            assert status == 503 and "не сохранено" in page, (status, page)
            assert server.ask("/accounts")[0] == 200    # reading goes on
        assert logins(case, db) == ["admin"]
        assert new_account(server, "after")[0] == 200
    assert logins(case, db) == ["admin", "after"]


def test_gone_and_back(case):
    """The file is moved away, or the server ends every connection and lets nobody in."""
    db = case.db()
    init(case, db)
    with case.serve("serve", "--db", db) as server:
        server.sign_in()
        if ENGINE == "sqlite":
            away = case.path("away")
            os.mkdir(away)
            for name in os.listdir(case.folder):
                if name.startswith(db) and not name.endswith(".lock"):
                    shutil.move(case.path(name), away)
        else:
            name = db.rsplit("/", 1)[1]
            psql(SERVER, "ALTER DATABASE %s ALLOW_CONNECTIONS false" % name)
            psql(SERVER, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'" % name)
        status, page = new_account(server, "gone")
        assert status == 503, (status, page)
        assert "показан один раз" not in page
        if ENGINE == "sqlite":
            case.run("user", "list", "--db", db, code=USAGE).says("нет базы")
            assert not os.path.exists(case.path(db))    # nothing new stands in its place
            for name in os.listdir(away):
                shutil.move(os.path.join(away, name), case.folder)
        else:
            case.run("user", "list", "--db", db, code=FAULT).says("база не отвечает", "PostgreSQL запущен")
            psql(SERVER, "ALTER DATABASE %s ALLOW_CONNECTIONS true" % name)
        for attempt in range(20):    # a connection that was lost is opened anew, at most a second or two later
            status, page = new_account(server, "back%d" % attempt)
            if status == 200:
                break
        assert status == 200, page
    assert "gone" not in logins(case, db) and "admin" in logins(case, db)


def test_no_server(case):
    for url in ("postgresql://postgres@127.0.0.1:1/nothing", "postgresql://postgres@no-such-host.invalid/nothing"):
        for words in (["user", "list"], ["serve"], ["doctor"], ["demo"]):
            answer = case.run(*words, "--db", url.replace("postgres@", "postgres:geheim@"), code=FAULT).says("база не отвечает", "что делать")
            assert "geheim" not in answer.err, answer.err
    assert [name for name in os.listdir(case.folder) if name != "secret.key"] == []


def test_no_database_at_all(case):
    if ENGINE == "postgres":
        url = SERVER.rsplit("/", 1)[0] + "/there_is_no_such_database"
        case.run("user", "list", "--db", url, code=FAULT).says("there_is_no_such_database")
        return
    with open(case.path("text.db"), "w") as f:
        f.write("это не база\n" * 1000)
    os.mkdir(case.path("folder.db"))
    for name in ("text.db", "folder.db"):
        for words in (["user", "list"], ["serve"], ["doctor"], ["demo"], ["migrate"]):
            case.run(*words, "--db", name, code=USAGE).says("«%s» — не база" % name, "--db")
    with open(case.path("text.db")) as f:
        assert f.read() == "это не база\n" * 1000


def test_an_older_database_is_brought_up(case):
    """An empty file is a database without tables: init fills it, and what only reads says how to mend it."""
    db = case.db()
    if ENGINE == "sqlite":
        open(case.path(db), "w").close()
    case.run("user", "list", "--db", db, code=FAULT).says("база старее программы", "orientir migrate")
    case.run("migrate", "--db", db).says("Готово")
    assert logins(case, db) == []


def test_a_damaged_file(case):
    if ENGINE == "postgres":
        return
    db = case.db()
    init(case, db)
    size = os.path.getsize(case.path(db))
    with open(case.path(db), "r+b") as f:
        for at in range(8192, size - 4096, 8192):
            f.seek(at)
            f.write(os.urandom(512))
    process = subprocess.run([case.program, "doctor", "--db", db], cwd=case.folder, env=case.env, capture_output=True)
    assert process.returncode in (FOUND, FAULT), process
    assert process.stderr or "✗" in process.stdout.decode()


def small_disk(case):
    """A file system of six megabytes, where the machine lets us make one."""
    folder = case.path("disk")
    os.mkdir(folder)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", folder], capture_output=True)
    return folder if done.returncode == 0 else None


def fill(disk):
    with open(os.path.join(disk, "ballast"), "wb", buffering=0) as ballast, contextlib.suppress(OSError):
        while True:
            ballast.write(bytes(512))


def test_full(case):
    if ENGINE == "postgres":
        return
    disk = small_disk(case)
    if not disk:
        print("      (no file system may be made here: a full disk is tried by the fault tests of the room db alone)")
        return
    try:
        db = "disk/centre.db"
        init(case, db)
        with case.serve("serve", "--db", db) as server:
            server.sign_in()
            fill(disk)
            statuses = [new_account(server, "full%d" % i) for i in range(30)]
            refused = [page for status, page in statuses if status == 507]
            assert refused and "Место" in refused[0] or "мест" in refused[0], [status for status, _ in statuses]
            assert all(status in (200, 507) for status, _ in statuses), [status for status, _ in statuses]
            assert server.ask("/accounts")[0] == 200
            saved = ["full%d" % i for i, (status, _) in enumerate(statuses) if status == 200]
            os.remove(os.path.join(disk, "ballast"))
            assert new_account(server, "after")[0] == 200
        assert sorted(logins(case, db)) == sorted(["admin", "after"] + saved)
        case.run("doctor", "--db", db).says("Всё в порядке")
        fill(disk)
        case.run("init", "--db", "disk/second.db", "--centre", "Второй", "--login", "admin", "--name", "А", "--password-file", "password",
                 code=FAULT).says("на диске кончилось место", "освободите место")
    finally:
        subprocess.run(["umount", "-l", disk])


def test_a_second_server(case):
    db = case.db()
    init(case, db)
    with case.serve("serve", "--db", db) as server:
        if ENGINE == "sqlite":
            case.run("serve", "--db", db, "--listen", "127.0.0.1:0", code=FAULT).says("уже открыл другой сервер", str(server.process.pid))
        case.run("user", "add", "beside", "--name", "Рядом", "--role", "head", "--db", db)    # a command may work beside it
        server.sign_in()
        assert "beside" in server.ask("/accounts")[1]


def test_killed_in_the_middle(case):
    """SIGKILL while accounts are being made: what was confirmed is there, and the next start needs no mending."""
    db = case.db()
    init(case, db)
    with case.serve("serve", "--db", db, killed=True) as server:
        server.sign_in()
        confirmed = ["killed%d" % i for i in range(5) if new_account(server, "killed%d" % i)[0] == 200]
        server.process.kill()
    with case.serve("serve", "--db", db) as server:
        server.sign_in()
        page = server.ask("/accounts")[1]
        assert len(confirmed) == 5 and all(login in page for login in confirmed)
    case.run("doctor", "--db", db).says("Всё в порядке")


if __name__ == "__main__":
    sys.exit(main(globals()))
