#!/usr/bin/env python3
"""faults.py PROGRAM: the database is locked, away, full or cut off, and the server is killed in the middle. What was
acknowledged is there afterwards, what was not is said not to be, and the server recovers by itself.
"""
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

from orientir import Browser, Databases, Failure, Server, engines, main, page_complaints, run

FORM = '/competency/new'


def expect(what, good, found):
    if not good:
        raise Failure(f'{what}: {found!r}'[:2000])


def add(browser, name):
    return browser.ask('POST', FORM, [('name', name)])


def signed_in(server):
    browser = Browser(server.port)
    browser.sign_in('methodologist')
    return browser


def until(what, work, seconds=15):
    """The server may take a moment to notice; what it never may is to need a restart."""
    end = time.monotonic() + seconds
    while True:
        reply = work()
        if reply.status < 500:
            return reply
        if time.monotonic() > end:
            raise Failure(f'{what}: still {reply.status} after {seconds} s')
        time.sleep(0.2)


def expect_page(what, reply, status, words):
    expect(what, reply.status == status and words in reply.text, (reply.status, reply.title(), reply.text[-1500:]))
    expect(f'{what}: the page', not page_complaints(reply), page_complaints(reply))
    if status == 503:
        expect(f'{what}: when to come back', reply.header('Retry-After').isdigit(), reply.headers)


def names_in(program, url):
    return set(re.findall(r'"name":"(fault [^"]*)"', run([program, 'dump', '--db', url])))


def locked(program, databases):
    """Another program holds the file for writing: reading goes on, a form waits its time and is told, nothing is half done."""
    url = databases.new('sqlite', 'init')
    with Server(program, url, databases.folder) as server:
        browser = signed_in(server)
        other = sqlite3.connect(url, isolation_level=None)
        other.execute('BEGIN IMMEDIATE')
        reply = add(browser, 'fault locked')
        expect_page('a form while the file is locked', reply, 503, 'не сохранено')
        expect('a page while the file is locked', browser.ask('GET', '/competency').status == 200, 'not shown')
        other.execute('ROLLBACK')
        expect('a form afterwards', add(browser, 'fault unlocked').status == 303, 'not taken')
        other.close()
    expect('what is there', names_in(program, url) == {'fault unlocked'}, names_in(program, url))


def moved(program, databases):
    """The file is taken away and comes back."""
    url = databases.new('sqlite', 'init')
    with Server(program, url, databases.folder) as server:
        browser = signed_in(server)
        expect('before', add(browser, 'fault before').status == 303, 'not taken')
        away = url + '-away'
        for end in ('', '-wal', '-shm'):
            if os.path.exists(url + end):
                os.rename(url + end, away + end)
        time.sleep(1.2)
        expect_page('a page without a database', browser.ask('GET', '/competency'), 503, 'База данных не отвечает')
        reply = add(browser, 'fault lost')
        expect('a form without a database', reply.status == 503, reply.status)
        expect('the style without a database', Browser(server.port).ask('GET', re.search(
            r'/assets/[^"]+\.css', reply.text).group(0)).status == 200, 'gone too')
        for end in ('', '-wal', '-shm'):
            if os.path.exists(away + end):
                os.rename(away + end, url + end)
        until('a page when it is back', lambda: browser.ask('GET', '/competency'))
        until('a form when it is back', lambda: add(browser, f'fault back {os.urandom(3).hex()}'))
    expect('what is there', 'fault before' in names_in(program, url) and 'fault lost' not in names_in(program, url),
           names_in(program, url))


def full(program, databases):
    """The disk takes no more: 507, reading goes on, and what was there is there."""
    url = databases.new('sqlite', 'init')
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN) # kept by the server: a write over the limit fails instead of killing it
    with Server(program, url, databases.folder) as server:
        browser = signed_in(server)
        limit = os.path.getsize(url + '-wal') if os.path.exists(url + '-wal') else 0
        hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)[1]
        soft = max(limit, os.path.getsize(server.log_path)) + 100000
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (soft, hard))
        refused = None
        for n in range(400):
            reply = browser.ask('POST', FORM, [('name', f'fault full {n}'), ('note', 'x' * 1900)])
            if reply.status != 303:
                refused = reply
                break
        expect('a full disk', refused is not None and refused.status in (503, 507), refused and refused.status)
        expect('a full disk: the page', 'сохран' in refused.text.lower() and not page_complaints(refused), refused.text[-1500:])
        expect('a page on a full disk', browser.ask('GET', '/competency').status == 200, 'not shown')
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
        until('a form when there is space', lambda: add(browser, 'fault space'))
    there = names_in(program, url)
    expect('all acknowledged', {f'fault full {i}' for i in range(n)} | {'fault space'} == there, (n, len(there)))


def say(url, statement):
    """A statement by somebody else, past the program."""
    if url.startswith('postgres'):
        run(['psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', url, '-c', statement])
        return
    other = sqlite3.connect(url, isolation_level=None)
    other.execute(statement)
    other.close()


def newer(program, databases, engine):
    """A newer program brings the database up while this one serves: it writes nothing more and says why; the right program finds
    everything, and so does this one when the older database is put back."""
    url = databases.new(engine, 'init')
    with Server(program, url, databases.folder) as server:
        browser = signed_in(server)
        expect('before', add(browser, 'fault before').status == 303, 'not taken')
        say(url, "INSERT INTO migration (number, name, checksum, applied_at) VALUES (9999, '9999_of_a_newer_program', 'x', 1)")
        reply = add(browser, 'fault newer')
        expect_page(f'{engine}: a form at a newer database', reply, 503, 'Программа старше базы данных')
        expect_page(f'{engine}: its way out', reply, 503, 'нужно обновить программу')
        time.sleep(1.2) # pages look every second
        expect_page(f'{engine}: a page at a newer database', browser.ask('GET', '/competency'), 503, 'Программа старше базы данных')
        expect_page(f'{engine}: signing in', Browser(server.port).ask('POST', '/sign-in', [('login', 'head'), ('password', 'x')]),
                    503, 'Программа старше базы данных')
        refused = subprocess.run([program, 'check', '2021-2022', '--db', url], capture_output=True, text=True, check=False)
        expect(f'{engine}: the command line', refused.returncode == 70 and refused.stderr.strip(), refused)
    say(url, 'DELETE FROM migration WHERE number = 9999')
    with Server(program, url, databases.folder) as server:
        expect(f'{engine}: the right program', add(signed_in(server), 'fault right').status == 303, 'not taken')
    there = names_in(program, url)
    expect(f'{engine}: what is there', there == {'fault before', 'fault right'}, there)


def migrating(program, databases):
    """A migration that is under way on PostgreSQL: who writes meanwhile waits for its end, and is refused then. Without that wait a
    row of the old shape would come in behind what the migration has already looked at."""
    url = databases.new('postgres', 'init')
    with Server(program, url, databases.folder) as server:
        browser = signed_in(server)
        expect('before a migration', add(browser, 'fault before').status == 303, 'not taken')
        migration = subprocess.Popen(['psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', url], stdin=subprocess.PIPE,
                                     stdout=subprocess.PIPE, text=True)
        migration.stdin.write('BEGIN; LOCK TABLE migration IN EXCLUSIVE MODE; SELECT 1;\n')
        migration.stdin.flush()
        migration.stdout.readline()
        replies = []
        writer = threading.Thread(target=lambda: replies.append(add(browser, 'fault meanwhile')))
        writer.start()
        time.sleep(0.5)
        migration.stdin.write('INSERT INTO migration (number, name, checksum, applied_at) '
                              "VALUES (9999, '9999_newer', 'x', 1); COMMIT;\n")
        migration.stdin.close()
        migration.wait(timeout=30)
        writer.join(timeout=30)
        expect('an answer when the migration is over', len(replies) == 1, replies)
        expect_page('a form during a migration', replies[0], 503, 'Программа старше базы данных')
    say(url, 'DELETE FROM migration WHERE number = 9999')
    expect('nothing came in behind a migration', names_in(program, url) == {'fault before'}, names_in(program, url))


def overwritten(program, databases):
    """Somebody copies another file over the one that is served, in place. What comes of the two files is his, but the server must
    not die of it: it answers every request, and starts anew on a sound file."""
    url, other = databases.new('sqlite', 'init'), databases.new('sqlite', 'init')
    with Server(program, url, databases.folder) as server:
        browser = signed_in(server)
        for n in range(30):
            expect('before', add(browser, f'fault before {n}').status == 303, 'not taken')
        for _ in range(4): # the readers have the file as it is now in their memory
            expect('a page before', browser.ask('GET', '/competency').status == 200, 'not shown')
        sound = url + '-sound'
        shutil.copyfile(other, sound)
        with open(url, 'r+b') as f:
            f.truncate(0) # as cp does before it writes
            for what in ('competency', 'organisation', 'activity', 'headcount', 'document', 'claim', 'decision', 'analysis', 'reach',
                         'award', 'stand', 'check', 'accounts', 'search?q=a', ''): # pages of the file nobody has read yet
                reply = browser.ask('GET', '/' + what)
                expect('a page over a file that was cut off', reply.status in (200, 303, 403, 404, 500, 503), reply.status)
            with open(sound, 'rb') as source:
                shutil.copyfileobj(source, f)
        for n in range(20):
            for reply in (browser.ask('GET', '/competency'), browser.ask('POST', FORM, [('name', f'fault {n}')])):
                expect('over another file', reply.status in (200, 303, 400, 403, 409, 422, 500, 503), reply.status)
        expect('the server lives', server.process.poll() is None, server.process.returncode)
    for end in ('', '-wal', '-shm'):
        if os.path.exists(url + end):
            os.unlink(url + end)
    shutil.copyfile(sound, url)
    with Server(program, url, databases.folder) as server:
        expect('on the sound file', add(signed_in(server), 'fault sound').status == 303, 'not taken')


def crowd(program, databases, engine):
    """Many forms at once: every one acknowledged is there, none twice, also when the server is killed in the middle."""
    url = databases.new(engine, 'init')
    server = Server(program, url, databases.folder)
    acknowledged, lock, stop = set(), threading.Lock(), threading.Event()
    first = signed_in(server)

    def write(who):
        browser = Browser(server.port)
        browser.cookies, browser.csrf = dict(first.cookies), first.csrf
        n = 0
        while not stop.is_set():
            name = f'fault {who} {n}'
            n += 1
            try:
                reply = add(browser, name)
            except OSError:
                return
            if reply.status == 303:
                with lock:
                    acknowledged.add(name)

    threads = [threading.Thread(target=write, args=(who,)) for who in range(16)]
    for thread in threads:
        thread.start()
    time.sleep(1.5)
    server.process.kill()
    stop.set()
    for thread in threads:
        thread.join()
    server.process.wait()
    there = names_in(program, url)
    expect(f'{engine}: acknowledged and gone', acknowledged <= there, sorted(acknowledged - there)[:5])
    expect(f'{engine}: anything at all', len(acknowledged) > 20, len(acknowledged))
    with Server(program, url, databases.folder) as again:
        expect(f'{engine}: after a kill', add(signed_in(again), 'fault after').status == 303, 'not taken')
    print(f'{engine}: {len(acknowledged)} acknowledged of {len(there)} kept')


def postgres_away(program):
    """PostgreSQL stops and comes back under a running server."""
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support', 'postgres')
    folder = tempfile.mkdtemp(prefix='orientir-away-')
    os.chmod(folder, 0o755)
    place = os.path.join(folder, 'server')
    before = os.environ['ORIENTIR_TEST_POSTGRES']
    try:
        os.environ['ORIENTIR_TEST_POSTGRES'] = run([script, 'start', place]).split()[-1]
        with Databases(program) as databases:
            databases.cache = os.path.join(folder, 'cache') # templates of this server and of no other
            os.makedirs(databases.cache)
            url = databases.new('postgres', 'init')
            with Server(program, url, databases.folder) as server:
                browser = signed_in(server)
                expect('before', add(browser, 'fault before').status == 303, 'not taken')
                run([script, 'pause', place])
                expect_page('a page without a server', browser.ask('GET', '/competency'), 503, 'База данных не отвечает')
                expect('a form without a server', add(browser, 'fault lost').status == 503, 'taken')
                run([script, 'resume', place])
                until('a page when it is back', lambda: browser.ask('GET', '/competency'))
                until('a form when it is back', lambda: add(browser, f'fault back {os.urandom(3).hex()}'))
            there = names_in(program, url)
            expect('what is there', 'fault before' in there and 'fault lost' not in there, there)
    finally:
        subprocess.run([script, 'stop', place], check=False)
        os.environ['ORIENTIR_TEST_POSTGRES'] = before
        shutil.rmtree(folder, ignore_errors=True)


def work(arguments):
    program = os.path.abspath(arguments[0])
    with Databases(program) as databases:
        for test in (locked, moved, full):
            began = time.monotonic()
            test(program, databases)
            print(f'{test.__name__}: {time.monotonic() - began:.1f} s', flush=True)
        began = time.monotonic()
        overwritten(program, databases)
        print(f'overwritten: {time.monotonic() - began:.1f} s', flush=True)
        for engine in engines():
            newer(program, databases, engine)
            print(f'{engine}: newer: done', flush=True)
            crowd(program, databases, engine)
        if 'postgres' in engines():
            migrating(program, databases)
            print('postgres migrating: done', flush=True)
    if 'postgres' in engines():
        postgres_away(program)
        print('postgres away: done')


if __name__ == '__main__':
    main(work, sys.argv[1:])
