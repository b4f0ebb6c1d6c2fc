#!/usr/bin/env python3
"""disk.py PROGRAM: a real file system that is full, under base, files, copies and bodies together. Every way to write is told so in words
(507), nothing is half written, reading goes on, and when there is room again the same server goes on without a new start. Then the same
with the disk of a PostgreSQL. Needs the right to mount a tmpfs; where that is refused it says so and fails.
"""
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

from orientir import PASSWORD, Browser, Databases, Failure, Server, engines, main, page_complaints, run

CSV = 'Что спрашивают;Когда поступило;Вид;От кого\n' + ''.join(f'вопрос {n};01.03.2026;запрос;ученик\n' for n in range(4000))


def expect(what, good, found):
    if not good:
        if isinstance(found, str): # of a page what is not its frame
            found = found[max(0, found.find('<main')):]
        raise Failure(f'{what}: {found!r}'[:2500])


@contextlib.contextmanager
def disk(megabytes):
    """A file system of its own that holds so much."""
    folder = tempfile.mkdtemp(prefix='orientir-disk-')
    try:
        run(['mount', '-t', 'tmpfs', '-o', f'size={megabytes}m', 'tmpfs', folder])
        try:
            yield folder
        finally:
            run(['umount', '-l', folder])
    finally:
        os.rmdir(folder)


def fill(folder):
    with open(os.path.join(folder, 'ballast'), 'ab', buffering=0) as ballast:
        for size in (1 << 20, 4096, 64):
            with contextlib.suppress(OSError):
                while ballast.write(bytes(size)) == size:
                    pass


def make_room(folder, kilobytes=None):
    path = os.path.join(folder, 'ballast')
    if kilobytes is None:
        os.unlink(path)
    else:
        os.truncate(path, max(0, os.path.getsize(path) - kilobytes * 1024))


def signed_in(server, login='methodologist'):
    browser = Browser(server.port)
    browser.sign_in(login)
    return browser


def add(browser, title):
    return browser.ask('POST', '/request/new', [('title', title), ('came_on', '01.03.2026'), ('kind', 'request'), ('asker', 'pupil')])


def told(what, reply, statuses=(507, )):
    """A page that says what is the matter; 507 names the disk."""
    expect(what, reply.status in statuses, (reply.status, reply.title(), reply.text[-600:]))
    if reply.header('Content-Type').startswith('text/html'):
        expect(f'{what}: the page', not page_complaints(reply), page_complaints(reply))
    if reply.status == 507:
        expect(f'{what}: the words', 'мест' in reply.text, reply.text)


def until(what, good, seconds=30):
    end = time.monotonic() + seconds
    while not good():
        if time.monotonic() > end:
            raise Failure(f'{what}: not after {seconds} s')
        time.sleep(0.2)


def titles(program, url):
    return set(re.findall(r'"title":"(disk [^"]*)"', run([program, 'dump', '--db', url])))


def forms_until_full(browser, said):
    """The last pages of the base take some forms more: what is said to be saved is, the first that is not is told."""
    for n in range(3000):
        reply = add(browser, f'disk {len(said)} {"x" * 250}')
        if reply.status != 303:
            return reply
        said.add(f'disk {len(said)} {"x" * 250}')
    raise Failure('the disk never fills up')


def every_way(server, browser, admin, row, upload):
    """On the full disk: each way to write, and the ways to read."""
    content = os.urandom(300000)
    told('a file on a row', browser.ask('POST', '/file/new', [('register', 'request'), ('row', row)], files=[('file', 'a.bin', content)]))
    told('a file to import', browser.ask('POST', '/import/new?register=request', [], files=[('file', 'a.csv', CSV.encode())]))
    told('a backup', admin.ask('POST', '/backup/make'))
    told('a job once more', admin.ask('POST', '/backup/settings', [('enabled', '1'), ('hour', '4'), ('daily', '3'), ('weekly', '2'), ('monthly', '1')]))
    told('an edit', browser.ask('POST', f'/request/{row}/edit', [('version', '1'), ('title', 'disk edited'), ('came_on', '01.03.2026'),
                                                                 ('kind', 'request'), ('asker', 'pupil'), ('note', 'x' * 1900)]))
    piece = browser.ask('POST', f'/file/upload/{upload}', [('at', '0')], files=[('piece', 'blob', content)])
    told('a piece of a file', piece)
    stranger = Browser(server.port).ask('POST', '/sign-in', [('login', 'head'), ('password', PASSWORD)])
    told('signing in', stranger, (303, 507, 503))
    for page in ('/', '/request', f'/request/{row}', '/request.csv', '/request.xlsx', '/request.json', '/import', '/work', '/reach'):
        reply = browser.ask('GET', page)
        expect(f'{page} is read', reply.status == 200, (reply.status, reply.title()))
    expect('the copies are read', admin.ask('GET', '/backup').status == 200, 'not')


def commands(program, folder, url):
    """The command line on the full disk says what is the matter and leaves nothing half made."""
    outside = tempfile.mkdtemp(prefix='orientir-outside-')
    try:
        archive = os.path.join(outside, 'a.zip')
        run([program, 'backup', archive, '--db', url])
        for words in (['backup', os.path.join(folder, 'b.zip'), '--db', url], ['export', 'request', '-o', os.path.join(folder, 'c.xlsx'), '--db', url],
                      ['restore', archive, '--db', os.path.join(folder, 'new.db')]):
            done = subprocess.run([program, *words], capture_output=True, text=True, check=False, cwd=outside)
            expect(' '.join(words[:2]), done.returncode == 70 and 'кончилось место' in done.stderr, (done.returncode, done.stdout, done.stderr))
        left = sorted(n for n in os.listdir(folder) if n.startswith(('b.zip', 'c.xlsx', 'new.db')) and os.path.getsize(os.path.join(folder, n)))
        expect('nothing half made is left', [n for n in left if not n.endswith('.lock')] == [], left)
    finally:
        shutil.rmtree(outside)


def on_sqlite(program):
    with disk(20) as folder, Databases(program) as databases:
        url = os.path.join(folder, 'centre.db')
        databases.fill(url, 'init')
        files, copies, bodies = (os.path.join(folder, n) for n in ('files', 'copies', 'bodies'))
        for path in (files, copies, bodies):
            os.mkdir(path)
        os.environ['TMPDIR'] = bodies
        server = Server(program, url, databases.folder, files, copies)
        del os.environ['TMPDIR']
        with server:
            said = set()
            browser, admin = signed_in(server), signed_in(server, 'administrator')
            row = add(browser, 'disk row').header('Location').split('/')[2]
            said.add('disk row')
            kept = browser.ask('POST', '/file/new', [('register', 'request'), ('row', row)], files=[('file', 'k.bin', os.urandom(3000000))])
            expect('a file before', kept.status == 303, kept.status)
            begun = browser.ask('POST', '/file/upload', [('register', 'request'), ('row', row), ('name', 'p.bin'), ('bytes', '900000')])
            upload = json.loads(begun.text)['upload']
            held = sorted(os.listdir(files))
            for turn in range(2):
                fill(folder)
                told('a form', forms_until_full(browser, said))
                every_way(server, browser, admin, row, upload)
                if turn == 0:
                    commands(program, folder, url)
                make_room(folder)
                until('a form when there is room', lambda: add(browser, f'disk room {turn}').status == 303)
                said.add(f'disk room {turn}')
            backup_in_a_tight_place(admin, folder, copies)
            file = browser.ask('POST', '/file/new', [('register', 'request'), ('row', row)], files=[('file', 'a.bin', b'room again')])
            expect('a file when there is room', file.status == 303, file.status)
            expect('what was there is there', titles(program, url) == said, sorted(titles(program, url) ^ said)[:5])
            expect('no half file', not set(held) - set(os.listdir(files)), os.listdir(files))
        said = run([program, 'doctor', '--db', url, '--files', files])
        expect('doctor', 'Всё в порядке' in said, said)


def backup_in_a_tight_place(admin, folder, copies):
    """Room for the job but not for its archive: the job says so, and goes through when asked again."""
    fill(folder)
    make_room(folder, 700)
    asked = admin.ask('POST', '/backup/make')
    expect('a backup is asked for', asked.status == 303, asked.status)
    page = asked.header('Location')
    until('the job is over', lambda: not admin.ask('GET', page).header('Refresh'))
    seen = admin.ask('GET', page)
    expect('it says why', 'На диске нет места' in seen.text, seen.text)
    expect('nothing half made', os.listdir(copies) == [], os.listdir(copies))
    make_room(folder)
    expect('again', admin.ask('POST', f'{page}/again').status == 303, 'not taken')
    until('the job is over', lambda: not admin.ask('GET', page).header('Refresh'))
    expect('with room', len([n for n in os.listdir(copies) if n.endswith('.zip')]) == 1, os.listdir(copies))


def on_postgres(program):
    """The database's own disk: its server refuses, or falls and comes back; ours tells it and goes on."""
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support', 'postgres')
    before = os.environ['ORIENTIR_TEST_POSTGRES']
    with disk(160) as folder:
        os.chmod(folder, 0o755)
        place = os.path.join(folder, 'server')
        os.environ['ORIENTIR_TEST_POSTGRES'] = run([script, 'start', place]).split()[-1]
        try:
            with Databases(program) as databases:
                databases.cache = os.path.join(databases.folder, 'cache') # templates of this server and of no other
                os.mkdir(databases.cache)
                url = databases.new('postgres', 'init')
                with Server(program, url, databases.folder) as server:
                    fallen = writes_on_a_full_postgres(program, script, place, folder, url, server)
                os.environ['ORIENTIR_TEST_POSTGRES'] = before
                databases.made = []
                print(f'postgres: its server {"fell and was started again" if fallen else "went on by itself"}', flush=True)
        finally:
            os.environ['ORIENTIR_TEST_POSTGRES'] = before
            subprocess.run([script, 'stop', place], check=False)


def writes_on_a_full_postgres(program, script, place, folder, url, server):
    browser, said = signed_in(server), set()
    for n in range(20):
        reply = add(browser, f'disk {n}')
        expect('before', reply.status == 303, reply.status)
        said.add(f'disk {n}')
    fill(folder)
    refused, seen = 0, set()
    for n in range(20, 6000):
        title = f'disk {n} {"x" * 250}'
        reply = add(browser, title)
        if reply.status == 303:
            said.add(title)
            continue
        told('a form', reply, (507, 503))
        seen.add(reply.status)
        refused += 1
        if refused == 5:
            break
    expect('it was full', refused == 5, refused)
    page = browser.ask('GET', '/request')
    told('a page', page, (200, 503))
    make_room(folder)
    alive = subprocess.run(['psql', '-XqAt', '-d', url, '-c', 'SELECT 1'], capture_output=True, check=False).returncode == 0
    if not alive:
        time.sleep(3)
        alive = subprocess.run(['psql', '-XqAt', '-d', url, '-c', 'SELECT 1'], capture_output=True, check=False).returncode == 0
    if not alive:
        run([script, 'resume', place])
    until('a form when there is room', lambda: add(browser, 'disk room').status == 303)
    there = titles(program, url)
    expect('all that was acknowledged', said <= there, sorted(said - there)[:3])
    expect('and nothing that was not', len(there - said - {'disk room'}) == 0, sorted(there - said)[:3])
    print(f'postgres: {len(said)} acknowledged, refused as {sorted(seen)}', flush=True)
    return not alive


def work(arguments):
    program = os.path.abspath(arguments[0])
    began = time.monotonic()
    on_sqlite(program)
    print(f'sqlite: {time.monotonic() - began:.1f} s', flush=True)
    if 'postgres' in engines():
        began = time.monotonic()
        on_postgres(program)
        print(f'postgres: {time.monotonic() - began:.1f} s', flush=True)


if __name__ == '__main__':
    main(work, sys.argv[1:])
