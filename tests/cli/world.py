"""What the tests of the command line share: an empty folder a case, a database of the engine, the program run in it.

A test file calls main(globals()) and holds functions test_…(case). Its words: PROGRAM sqlite|postgres [WORD…]; WORD chooses
the cases whose name holds it. Every case runs with an environment that says nothing of languages or databases. With `postgres` the
databases are fresh ones on the server of ORIENTIR_TEST_POSTGRES; without that server the cases are passed over, unless
ORIENTIR_CHECK=1 says that nothing may be.
"""
import contextlib, os, re, shutil, signal, sqlite3, subprocess, sys, tempfile, time, urllib.error, urllib.parse, urllib.request

PROGRAM = os.path.abspath(sys.argv[1])
ENGINE = sys.argv[2]
SERVER = os.environ.get("ORIENTIR_TEST_POSTGRES", "")
DONE, FOUND, USAGE, FAULT = 0, 1, 2, 70
PASSWORD = "верная лошадь батарейка"


class Case:
    """One folder, and the database of the engine in it."""

    def __init__(self, folder, number):
        self.folder, self.number, self.made, self.program = folder, number, [], PROGRAM
        self.env = {"PATH": os.environ["PATH"], "HOME": folder, "TZ": "UTC"}
        for key in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
            if key in os.environ:
                self.env[key] = os.environ[key]

    def path(self, name):
        return os.path.join(self.folder, name)

    def db(self, name="centre"):
        """URL of a database that does not exist yet (SQLite) or is empty (PostgreSQL)."""
        if ENGINE == "sqlite":
            return name + ".db"
        name = "cli_%d_%d_%s" % (os.getpid(), self.number, name)
        psql(SERVER, "CREATE DATABASE " + name)
        self.made.append(name)
        head, _, query = SERVER.partition("?")
        scheme, rest = head.split("://", 1)
        return scheme + "://" + rest.split("/", 1)[0] + "/" + name + ("?" + query if query else "")

    def log(self):
        """The last of what servers wrote on stderr."""
        with open(self.path("log"), encoding="utf-8", errors="replace") as f:
            return f.read()[-3000:]

    def drop(self):
        for name in self.made:
            subprocess.run(["psql", "-qX", SERVER, "-c", "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"], capture_output=True)

    def run(self, *words, code=DONE, **env):
        done = subprocess.run([PROGRAM, *words], cwd=self.folder, env={**self.env, **env}, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=120)
        out, err = done.stdout.decode(), done.stderr.decode()
        assert done.returncode == code, "%s: exit %d, not %d\n%s%s" % (" ".join(map(str, words)), done.returncode, code, out, err)
        return Answer(out, err)

    @contextlib.contextmanager
    def serve(self, *words, killed=False, **env):
        """A server that is stopped by SIGTERM at the end and must then end well, unless the case kills it."""
        process = subprocess.Popen([PROGRAM, *words, "--listen", "127.0.0.1:0"], cwd=self.folder, env={**self.env, **env},
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=open(self.path("log"), "ab"))
        address = None
        try:
            for line in process.stdout:
                found = re.search(rb"http://[0-9.]+:[0-9]+", line)
                if found:
                    address = found.group().decode()
                    break
            assert address, "no address: " + self.log()
            yield Server(process, address)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.communicate(timeout=60)
        assert killed or process.returncode == 0, "serve ended with %d\n%s" % (process.returncode, self.log())


class Answer:
    def __init__(self, out, err):
        self.out, self.err = out, err

    def says(self, *parts):
        for part in parts:
            assert part in self.out + self.err, "«%s» is missing in:\n%s%s" % (part, self.out, self.err)
        return self


class Server:
    """The running program and a browser of few words: one session, the token of the last form seen."""

    def __init__(self, process, address):
        self.process, self.address, self.cookie, self.token = process, address, "", ""

    def ask(self, path, **fields):
        headers = {"Cookie": self.cookie, "Origin": self.address, "Accept-Language": "ru"}
        data = urllib.parse.urlencode({"csrf": self.token, **fields}).encode() if fields else None
        request = urllib.request.Request(self.address + path, data=data, headers=headers)
        opener = urllib.request.build_opener(NoRedirect)
        try:
            with opener.open(request, timeout=60) as reply:
                return self.look(reply)
        except urllib.error.HTTPError as reply:
            return self.look(reply)

    def look(self, reply):
        page = reply.read().decode()
        for line in reply.headers.get_all("Set-Cookie") or []:
            self.cookie = line.split(";")[0]
        found = re.search('name="csrf" value="([0-9a-f]+)"', page)
        self.token = found.group(1) if found else self.token
        return reply.status, page

    def sign_in(self, login="admin"):
        status, page = self.ask("/sign-in", login=login, password=PASSWORD)
        assert status == 303, "signing in: %d\n%s" % (status, page)
        self.ask("/account")


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def secret(case, words=PASSWORD):
    with open(case.path("password"), "w") as f:
        f.write(words + "\n")
    return "password"


def init(case, db, **more):
    return case.run("init", "--db", db, "--centre", "Центр", "--login", "admin", "--name", "Администратор", "--password-file",
                    secret(case), **more)


def execute(case, db, sql):
    """Puts something into the database behind the program's back."""
    if ENGINE == "sqlite":
        connection = sqlite3.connect(case.path(db), isolation_level=None)
        connection.execute(sql)
        connection.close()
    else:
        psql(db, sql)


def psql(url, sql):
    subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", url, "-c", sql], check=True, capture_output=True)


def main(names):
    words = sys.argv[3:]
    chosen = [(name, f) for name, f in names.items() if name.startswith("test_") and (not words or any(word in name for word in words))]
    if ENGINE == "postgres" and not SERVER:
        print("ORIENTIR_TEST_POSTGRES is not set")
        return 1 if os.environ.get("ORIENTIR_CHECK") == "1" else 77
    failed = 0
    for number, (name, f) in enumerate(chosen):
        case = Case(tempfile.mkdtemp(prefix="orientir-cli-"), number)
        began = time.monotonic()
        try:
            f(case)
            print("ok    %s (%.1f s)" % (name[5:].replace("_", " "), time.monotonic() - began), flush=True)
        except (AssertionError, subprocess.SubprocessError, OSError, KeyError) as why:
            failed += 1
            log = case.log() if os.path.exists(case.path("log")) else ""
            print("FAIL  %s\n%s\n%s" % (name[5:].replace("_", " "), why, log), flush=True)
        finally:
            case.drop()
            shutil.rmtree(case.folder, ignore_errors=True)
    print("%d cases, %d failed" % (len(chosen), failed))
    return 1 if failed or not chosen else 0

