#!/usr/bin/env python3
"""files.py PROGRAM: files on rows when things go wrong. The server is killed in the middle of a large file, the disk is full, two
tabs send the same file, somebody else's school asks, pictures are made to hurt, the store is damaged; and a backup carries them.
"""
import hashlib
import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
import threading
import time

import samples
from orientir import Browser, Databases, Failure, Server, engines, main, page_complaints, run

PIECE = 300000


def expect(what, good, found=''):
    if not good:
        raise Failure(f'{what}: {found!r}'[:2000])


def signed_in(server, who='methodologist'):
    browser = Browser(server.port)
    browser.sign_in(who)
    return browser


def new_row(browser, name):
    reply = browser.ask('POST', '/competency/new', [('name', name)])
    expect('a row', reply.status == 303, reply.status)
    return reply.header('Location').split('/')[-1]


def begin(browser, row, name, size, register='competency'):
    return browser.ask('POST', '/file/upload', [('register', register), ('row', row), ('name', name), ('bytes', str(size))])


def send(browser, upload, at, piece):
    return browser.ask('POST', f'/file/upload/{upload}', [('at', str(at))], files=[('piece', 'blob', piece)])


def end(browser, upload, content):
    return browser.ask('POST', f'/file/upload/{upload}/end', [('sha256', hashlib.sha256(content).hexdigest())])


def add(browser, row, name, content, register='competency'):
    return browser.ask('POST', '/file/new', [('register', register), ('row', row)], files=[('file', name, content)])


def files_of(browser, row, register='competency'):
    """{name: id} of what hangs on a row."""
    text = browser.ask('GET', f'/{register}/{row}').text
    return {name: number for number, name in re.findall(r'/file/(\d+)/download" aria-label="Скачать ([^"]*)"', text)}


def on_disk(server):
    return sorted(name for two in os.listdir(server.files) if len(two) == 2 for name in os.listdir(os.path.join(server.files, two)))


def parts(server):
    folder = os.path.join(server.files, 'part')
    return os.listdir(folder) if os.path.isdir(folder) else []


def killed(program, databases, engine, seed):
    """SIGKILL again and again while pieces go: what was acknowledged is never asked for again, and the file arrives whole, once."""
    chance = random.Random(seed)
    content = chance.randbytes(6000000)
    url = databases.new(engine, 'init')
    server = Server(program, url, databases.folder)
    browser = signed_in(server)
    row = new_row(browser, 'Съёмка')
    acknowledged, kills, upload, cookies, csrf = 0, 0, None, browser.cookies, browser.csrf
    while True:
        began = begin(browser, row, 'film.mp4', len(content))
        expect(f'{engine}: going on', began.status == 200, (began.status, began.text[:500]))
        told = json.loads(began.text)
        expect(f'{engine}: the same upload', upload in (None, told['upload']), told)
        expect(f'{engine}: nothing acknowledged is lost', told['at'] >= acknowledged, (told, acknowledged))
        upload, at = told['upload'], told['at']
        if kills < 5:
            threading.Timer(chance.uniform(0.005, 0.06), lambda p=server.process: p.send_signal(signal.SIGKILL)).start()
        try:
            while at < len(content):
                reply = send(browser, upload, at, content[at:at + PIECE])
                expect(f'{engine}: a piece', reply.status == 200, (reply.status, reply.text[:300]))
                at = acknowledged = json.loads(reply.text)['at']
            reply = end(browser, upload, content)
            expect(f'{engine}: the end', reply.status == 200, (reply.status, reply.text[:300]))
            break
        except OSError:
            pass
        server.process.wait()
        kills += 1
        server = Server(program, url, databases.folder, server.files)
        browser = Browser(server.port)
        browser.cookies, browser.csrf = cookies, csrf
    expect(f'{engine}: it was killed', kills >= 2, kills)
    receipt = json.loads(reply.text)
    expect(f'{engine}: the receipt', receipt['sha256'] == hashlib.sha256(content).hexdigest(), receipt)
    expect(f'{engine}: the end asked for again', json.loads(end(browser, upload, content).text) == receipt)
    expect(f'{engine}: one file', len(files_of(browser, row)) == 1, files_of(browser, row))
    got = browser.ask('GET', f'/file/{receipt["file"]}/download')
    expect(f'{engine}: the content', got.body == content, len(got.body))
    expect(f'{engine}: no part is left', not parts(server), parts(server))
    server.stop()
    return kills


def between_two(program, databases, engine):
    """Two tabs and one file; somebody else's upload; a sum that is not the file's; more than was announced; too much at all."""
    with Server(program, databases.new(engine, 'init'), databases.folder) as server:
        one, two, other = signed_in(server), signed_in(server), signed_in(server, 'head')
        row = new_row(one, 'Вдвоём')
        content = os.urandom(900000)
        first, second = (json.loads(begin(b, row, 'a.bin', len(content)).text) for b in (one, two))
        expect('two tabs: one upload', first == second, (first, second))
        upload = first['upload']
        expect('a piece', send(one, upload, 0, content[:300000]).status == 200)
        late = send(two, upload, 0, content[:300000])
        expect('the same piece from the other tab', late.status == 409 and json.loads(late.text)['at'] == 300000, late.text)
        expect('a piece from further on', send(two, upload, 600000, content[600000:]).status == 409)
        expect('a piece of nothing', send(two, upload, -1, b'x').status == 400)
        expect('more than was announced', send(two, upload, 300000, content).status == 400)
        expect('somebody else', send(other, upload, 300000, content[300000:400000]).status == 404)
        expect('somebody else ends it', end(other, upload, content).status == 404)
        early = end(one, upload, content)
        expect('an end too early', early.status == 409 and json.loads(early.text)['at'] == 300000, early.text)
        expect('the other tab goes on', send(two, upload, 300000, content[300000:]).status == 200)
        wrong = end(one, upload, b'another content')
        expect('another sum', wrong.status == 422 and 'изменился' in json.loads(wrong.text)['why'], wrong.text)
        expect('nothing of it is kept', not files_of(one, row) and not parts(server) and not on_disk(server), on_disk(server))
        expect('it is gone', send(one, upload, 0, b'x').status == 404)
        huge = begin(one, row, 'b.bin', 200 * 1024 * 1024 + 1)
        expect('over 200 MB', huge.status == 422 and '200' in json.loads(huge.text)['why'], huge.text)
        expect('of no size', begin(one, row, 'c.bin', 0).status == 422)
        for n in range(20):
            expect('many at once', begin(one, row, f'{n}.bin', 10).status == 200)
        many = begin(one, row, 'more.bin', 10)
        expect('too many at once', many.status == 422 and '20' in json.loads(many.text)['why'], many.text)
        expect('one of them again', begin(one, row, '7.bin', 10).status == 200)
        dropped = json.loads(begin(one, row, '3.bin', 10).text)['upload']
        expect('dropped', one.ask('POST', f'/file/upload/{dropped}/drop').status == 200)
        expect('room again', begin(one, row, 'more.bin', 10).status == 200)
        program_file = samples.make('program')
        upload = json.loads(begin(other, row, 'photo.jpg', len(program_file)).text)['upload']
        expect('a program in pieces', send(other, upload, 0, program_file).status == 200)
        refused = end(other, upload, program_file)
        expect('a program is refused', refused.status == 422 and 'программа' in json.loads(refused.text)['why'], refused.text)
        quota(server, one, row, engine)


def quota(server, browser, row, engine):
    """The centre's files may take so much; past it nothing is added, by either way."""
    statement = ("INSERT INTO file (centre_id, id, register_name, row_id, name, sha256, bytes, type, added_at) "
                 f"VALUES (1, 900000, 'competency', 1, 'x', '{'0' * 64}', {20 * 2**30 - 100}, 'other', 1)")
    if engine == 'sqlite':
        import sqlite3
        other = sqlite3.connect(server.url, isolation_level=None, timeout=10)
        other.execute(statement)
        other.close()
    else:
        run(['psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', server.url, '-c', statement])
    full = add(browser, row, 'last.txt', b'y' * 200)
    expect('over the quota', full.status == 422 and '20' in full.text and not page_complaints(full), (full.status, full.title()))
    expect('over the quota in pieces', begin(browser, row, 'last2.txt', 200).status == 422)
    expect('what still fits', add(browser, row, 'fits.txt', b'z' * 20).status == 303)


def full(program, databases):
    """No file may grow: a form is refused with 507 and leaves nothing, a piece too; when there is room it goes on."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN) # kept by the server
    with Server(program, databases.new('sqlite', 'init'), databases.folder) as server:
        browser = signed_in(server)
        row = new_row(browser, 'Полный диск')
        content = os.urandom(3000000)
        upload = json.loads(begin(browser, row, 'a.bin', len(content)).text)['upload']
        expect('a piece before', send(browser, upload, 0, content[:1000000]).status == 200)
        hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)[1]
        # Over what the request itself takes on its way, under what the file would become.
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1500000, hard))
        refused = send(browser, upload, 1000000, content[1000000:2000000])
        expect('a piece on a full disk', refused.status == 507, refused.status)
        form = add(browser, row, 'b.bin', content[:1600000])
        expect('a form on a full disk', form.status == 507 and 'места' in form.text, (form.status, form.title()))
        expect('a page on a full disk', browser.ask('GET', f'/competency/{row}').status == 200)
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
        expect('nothing half', not on_disk(server) and len(parts(server)) == 1, (on_disk(server), parts(server)))
        told = json.loads(begin(browser, row, 'a.bin', len(content)).text)
        expect('what was sent is there', told == {'upload': upload, 'at': 1000000}, told)
        expect('room again', send(browser, upload, 1000000, content[1000000:]).status == 200)
        expect('the end', end(browser, upload, content).status == 200)


def scopes(program, databases, engine):
    """A school's coordinator: rows of another school do not exist, and neither do their files."""
    with Server(program, databases.new(engine, 'demo'), databases.folder) as server:
        staff, school = signed_in(server), signed_in(server, 'coordinator')
        register = 'headcount'
        all_rows = [r['id'] for r in json.loads(staff.ask('GET', f'/{register}.json').text)['rows']]
        own_rows = [r['id'] for r in json.loads(school.ask('GET', f'/{register}.json').text)['rows']]
        foreign = next(r for r in all_rows if r not in own_rows)
        expect('a file on a row of another school', add(staff, str(foreign), 'список.png', samples.make('png'), register).status == 303)
        number = next(iter(files_of(staff, foreign, register).values()))
        for path in ('', '/small', '/view', '/download'):
            expect(f'another school: {path}', school.ask('GET', f'/file/{number}{path}').status == 404)
            expect(f'the centre: {path}', staff.ask('GET', f'/file/{number}{path}').status == 200)
        for path in ('/remove', '/edit'):
            expect(f'another school: {path}', school.ask('POST', f'/file/{number}{path}').status == 404)
        expect('another school adds', add(school, str(foreign), 'a.txt', b'a', register).status == 404)
        expect('another school begins', begin(school, str(foreign), 'a.txt', 1, register).status == 404)
        if own_rows:
            expect('on its own row', add(staff, str(own_rows[0]), 'письмо.txt', b'letter', register).status == 303)
            mine = next(iter(files_of(school, own_rows[0], register).values()))
            expect('its own file', school.ask('GET', f'/file/{mine}/download').body == b'letter')
        again = staff.ask('GET', f'/file/{number}/small')
        tag = again.header('ETag')
        expect('the same again is not sent', staff.ask('GET', f'/file/{number}/small', headers={'If-None-Match': tag}).status == 304)
        stranger = school.ask('GET', f'/file/{number}/small', headers={'If-None-Match': tag})
        expect('but the right is looked at', stranger.status == 404, stranger.status)


def memory_of(server):
    with open(f'/proc/{server.process.pid}/status', encoding='ascii') as f:
        return int(re.search(r'VmHWM:\s+(\d+)', f.read()).group(1)) // 1024


def bombs(program, databases):
    """Pictures made to hurt: kept, shown where that can be done, and the server neither grows nor waits."""
    with Server(program, databases.new('sqlite', 'init'), databases.folder) as server:
        browser = signed_in(server)
        row = new_row(browser, 'Недобрые')
        expect('a picture before', add(browser, row, 'ok.png', samples.make('png')).status == 303)
        before = memory_of(server)
        for name, how, shown in (('huge.png', 'huge png', 404), ('bomb.png', 'bomb', 200), ('cut.png', 'png without pixels', 404),
                                 ('place.jpg', 'jpeg with a place', 200), ('zip.jpg', 'zip', 404), ('svg.png', 'svg', 404)):
            began = time.monotonic()
            expect(name, add(browser, row, name, samples.make(how)).status == 303)
            expect(f'{name}: in time', time.monotonic() - began < 25, time.monotonic() - began)
            number = files_of(browser, row)[name]
            small = browser.ask('GET', f'/file/{number}/small')
            expect(f'{name}: small', small.status == shown, small.status)
            expect(f'{name}: no place in it', b'N 60' not in small.body and b'Exif' not in small.body)
            page = browser.ask('GET', f'/file/{number}')
            expect(f'{name}: its page', page.status == 200 and not page_complaints(page), page_complaints(page))
        grown = memory_of(server) - before
        expect('the memory of the server', grown < 100, f'{grown} MB more')
        expect('the server lives', browser.ask('GET', '/competency').status == 200)


def doctor(program, url, files):
    done = subprocess.run([program, 'doctor', '--db', url, '--files', files], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def damaged(program, databases, engine):
    """doctor tells what is missing, what is damaged and what nobody took away; bringing the file again mends it."""
    url = databases.new(engine, 'init')
    server = Server(program, url, databases.folder)
    browser = signed_in(server)
    row = new_row(browser, 'Осмотр')
    for name in ('one', 'two', 'three'):
        expect('a file', add(browser, row, f'{name}.txt', f'content {name}'.encode()).status == 303)
    expect('a picture', add(browser, row, 'picture.png', samples.make('png')).status == 303)
    code, said = doctor(program, url, server.files)
    expect('all is well', code == 0, said)
    path = {name: os.path.join(server.files, h[:2], h) for name in ('one', 'two', 'three')
            for h in [hashlib.sha256(f'content {name}'.encode()).hexdigest()]}
    server.stop()  # its daily sweep may come at any moment of the first minute and take away what lies about
    os.unlink(path['one'])
    with open(path['two'], 'r+b') as f:
        f.write(b'C')
    lost = hashlib.sha256(b'nobody').hexdigest()
    os.makedirs(os.path.join(server.files, lost[:2]), exist_ok=True)
    orphan = os.path.join(server.files, lost[:2], lost)
    with open(orphan, 'wb') as f:
        f.write(b'nobody')
    os.utime(orphan, (time.time() - 3 * 86400,) * 2)
    code, said = doctor(program, url, server.files)
    expect('doctor finds it', code == 1, (code, said))
    for words in ('нет файла «one.txt»', 'файл «two.txt»', 'повреждён', '1 файл ни к чему не приложен'):
        expect('doctor says', words in said, (words, said))
    expect('and nothing else', '«three.txt»' not in said and '«picture.png»' not in said, said)
    os.unlink(orphan)
    server, cookies, csrf = Server(program, url, databases.folder, server.files), browser.cookies, browser.csrf
    browser = Browser(server.port)
    browser.cookies, browser.csrf = cookies, csrf
    missing = browser.ask('GET', f'/file/{files_of(browser, row)["one.txt"]}/download')
    expect('a missing file', missing.status == 404, missing.status)
    for name in ('one', 'two'):
        expect('brought again', add(browser, row, f'{name}.txt', f'content {name}'.encode()).status == 303)
    code, said = doctor(program, url, server.files)
    expect('all is well again', code == 0, said)
    server.stop()


def carried(program, databases):
    """A backup made while the server runs holds the files; restored into the other engine and another folder they are there."""
    kinds = engines()
    url = databases.new(kinds[0], 'init')
    with Server(program, url, databases.folder) as server:
        browser = signed_in(server)
        row = new_row(browser, 'Копия')
        content = os.urandom(400000)
        expect('a file', add(browser, row, 'a.bin', content).status == 303)
        expect('a picture', add(browser, row, 'b.png', samples.make('png')).status == 303)
        archive = os.path.join(databases.folder, 'carried.zip')
        said = run([program, 'backup', archive, '--db', url, '--files', server.files])
        expect('the archive counts them', re.search(r'файл', said), said)
        held = on_disk(server)
    other = databases.new(kinds[-1], 'init')
    folder = os.path.join(databases.folder, 'restored')
    run([program, 'restore', archive, '--db', other, '--files', folder])
    with Server(program, other, databases.folder, folder) as server:
        expect('every file', on_disk(server) == held, (on_disk(server), held))
        browser = signed_in(server)
        there = files_of(browser, row)
        expect('the content', browser.ask('GET', f'/file/{there["a.bin"]}/download').body == content)
        expect('the small picture', browser.ask('GET', f'/file/{there["b.png"]}/small').status == 200)
    code, said = doctor(program, other, folder)
    expect('doctor afterwards', code == 0, said)


def work(arguments):
    program = os.path.abspath(arguments[0])
    seed = int(os.environ.get('ORIENTIR_TEST_SEED', random.randrange(10**6)))
    print(f'seed {seed}')
    with Databases(program) as databases:
        for engine in engines():
            kills = killed(program, databases, engine, seed)
            print(f'{engine}: killed {kills} times in the middle of a file')
            between_two(program, databases, engine)
            scopes(program, databases, engine)
            damaged(program, databases, engine)
        full(program, databases)
        bombs(program, databases)
        carried(program, databases)


if __name__ == '__main__':
    main(work, sys.argv[1:])
