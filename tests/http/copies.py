#!/usr/bin/env python3
"""copies.py PROGRAM: backups as the administrator and the keeper of the machine meet them, on both engines. A copy is made by the
page, tried, fetched, restored into the other engine; a damaged one is told; the schedule makes, tries and rotates by itself; where
several centres share the base nobody of one centre gets hold of it; nothing half made ever stands under a copy's name.
ORIENTIR_TEST_SEED repeats a run.
"""
import contextlib
import hashlib
import io
import json
import os
import random
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import zipfile

from orientir import Browser, Databases, Failure, Server, engines, main, page_complaints, run


def expect(what, good, found):
    if not good:
        if isinstance(found, str): # of a page what is not its frame
            found = found[max(0, found.find('<main')):]
        raise Failure(f'{what}: {found!r}'[:3000])


def signed_in(server, login='administrator'):
    browser = Browser(server.port)
    browser.sign_in(login)
    return browser


def page(browser, target, status=200):
    reply = browser.ask('GET', target)
    expect(f'{target}: status', reply.status == status, (reply.status, reply.text[-1500:]))
    expect(f'{target}: the page', not page_complaints(reply), page_complaints(reply))
    return reply


def finished(browser, reply, seconds=90):
    """The page of the job when it is over."""
    expect('a job is asked for', reply.status == 303 and '/work/' in reply.header('Location'), (reply.status, reply.text[-800:]))
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        seen = page(browser, reply.header('Location'))
        if not seen.header('Refresh'):
            return seen
        time.sleep(0.2)
    raise Failure('the job does not end: ' + seen.text[-1500:])


def description(folder, name):
    """What stands beside a copy; nothing while the copy is there and its description is still to come."""
    try:
        with open(os.path.join(folder, name[:-4] + '.json'), encoding='utf-8') as f:
            return json.load(f)
    except FileNotFoundError:
        return {}


def make(browser):
    return finished(browser, browser.ask('POST', '/backup/make'))


def names(folder):
    return sorted(n for n in os.listdir(folder) if n.endswith('.zip'))


def made_and_tried(program, databases, engine):
    url = databases.new(engine, 'demo')
    with Server(program, url, databases.folder) as server:
        browser = signed_in(server)
        expect('none yet', 'Резервной копии ещё нет' in page(browser, '/backup').text, 'not said')
        made = make(browser)
        expect('made', 'Копия сделана' in made.text, made.text)
        name, = names(server.copies)
        seen = page(browser, '/backup').text
        expect('the list', name in seen and 'не проверялась' in seen, seen)
        word = description(server.copies, name)['content']
        expect('the hash is shown', word in made.text and word[:12] in seen, word)
        expect('its owner alone reads it', os.stat(os.path.join(server.copies, name)).st_mode & 0o077 == 0, 'open to others')

        tried = finished(browser, browser.ask('POST', f'/backup/{name}/check'))
        expect('tried', 'восстановлена во временное место' in tried.text and word in tried.text, tried.text)
        expect('how much', re.search(r'Таблиц.*Строк.*Заняло', tried.text, re.S), tried.text)
        expect('the list says so', 'восстанавливается (' in page(browser, '/backup').text, 'not said')
        expect('nothing is left of it', not [n for n in os.listdir(server.copies) if 'rehearsal' in n], os.listdir(server.copies))

        fetched = browser.ask('GET', f'/backup/{name}')
        expect('fetched', fetched.status == 200 and f'filename="{name}"' in fetched.header('Content-Disposition'), fetched.headers)
        expect('whole', json.loads(zipfile.ZipFile(io.BytesIO(fetched.body)).read('manifest.json'))['content'] == word, 'another')
        part = browser.ask('GET', f'/backup/{name}', headers={'Range': 'bytes=10-19'})
        expect('a part', part.status == 206 and part.body == fetched.body[10:20], (part.status, part.body))
        for other in ('orientir-none.zip', 'centre.db', 'orientir-..zip'):
            page(browser, f'/backup/{other}', 404)
        damaged(browser, server, name)


def damaged(browser, server, name):
    """A page of the archive is turned over: the rehearsal says so in the list, and the copy no longer counts as good."""
    path = os.path.join(server.copies, name)
    with open(path, 'r+b') as f:
        f.seek(os.path.getsize(path) // 2)
        was = f.read(64)
        f.seek(os.path.getsize(path) // 2)
        f.write(bytes(255 - b for b in was))
    tried = finished(browser, browser.ask('POST', f'/backup/{name}/check'))
    expect('damaged', 'восстановить базу нельзя' in tried.text, tried.text)
    seen = page(browser, '/backup').text
    expect('told in the list', 'не восстанавливается (' in seen and 'Резервной копии ещё нет' in seen, seen)


def settings(program, databases, engine):
    url = databases.new(engine, 'init')
    with Server(program, url, databases.folder) as server:
        browser = signed_in(server)
        fields = [('enabled', '1'), ('hour', '23'), ('daily', '3'), ('weekly', '2'), ('monthly', '1')]
        reply = browser.ask('POST', '/backup/settings', fields)
        expect('saved', reply.status == 303, (reply.status, reply.text[-800:]))
        seen = page(browser, reply.header('Location')).text
        expect('shown', 'Расписание сохранено' in seen and 'value="23"' in seen and 'value="3"' in seen, seen)
        fields[1] = ('hour', '24')
        reply = browser.ask('POST', '/backup/settings', fields)
        expect('a wrong hour', reply.status == 422 and 'от 0 до 23' in reply.text and 'value="24"' in reply.text, reply.text)


def say(url, *statements):
    """Statements by somebody else, past the program."""
    if url.startswith('postgres'):
        run(['psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', url] + [part for s in statements for part in ('-c', s)])
        return
    with contextlib.closing(sqlite3.connect(url, isolation_level=None, timeout=20)) as other:
        for statement in statements:
            other.execute(statement)


def lay(folder, days, **more):
    """A copy as the schedule left it so many days ago; what is in it does not matter to the rotation."""
    made = int((time.time() - days * 86400) * 1000)
    stem = os.path.join(folder, f'orientir-laid-{int(days * 1000)}-{os.urandom(2).hex()}')
    with open(stem + '.zip', 'wb') as f:
        f.write(b'laid')
    with open(stem + '.json', 'w', encoding='utf-8') as f:
        json.dump({'made_at': str(made), 'scheduled': '1', 'content': 'x', **more}, f)
    return os.path.basename(stem) + '.zip'


def until(what, good, seconds=60):
    end = time.monotonic() + seconds
    while not good():
        if time.monotonic() > end:
            raise Failure(f'{what}: not after {seconds} s')
        time.sleep(0.1)


def scheduled(program, databases, engine):
    """A centre made long ago whose hour has come: the server makes a copy, throws away what is too old, and tries the new one; the
    proven one is not thrown away for one that nobody tried, and the next start makes no second one."""
    url = databases.new(engine, 'demo')
    folder = tempfile.mkdtemp(prefix='copies-', dir=databases.folder)
    hour = time.gmtime(time.time() - 3600).tm_hour
    say(url, 'UPDATE centre SET demo = 0', 'DELETE FROM backup_setting', 'INSERT INTO backup_setting (centre_id, enabled, hour, daily, '
        f"weekly, monthly, since) SELECT id, 1, {hour}, 2, 0, 0, 1 FROM centre", "UPDATE centre SET zone = 'UTC'")
    laid = {days: lay(folder, days) for days in (2, 3, 9)}
    proven = lay(folder, 30, sound='1', checked_at=str(int((time.time() - 29 * 86400) * 1000)))
    broken, ahead, own = lay(folder, 4, sound='0'), lay(folder, -3), lay(folder, 50, scheduled='0')
    with Server(program, url, databases.folder, copies=folder) as server:
        browser = signed_in(server)
        until('a copy by the schedule', lambda: len(set(names(folder)) - {proven, broken, ahead, own} - set(laid.values())) == 1)
        made, = set(names(folder)) - {proven, broken, ahead, own} - set(laid.values())
        until('it is tried', lambda: 'sound' in description(folder, made))
        until('the rotation', lambda: set(names(folder)) == {made, laid[2], proven, ahead, own})
        seen = page(browser, '/backup').text
        expect('the list', 'по расписанию' in seen and 'по кнопке' in seen and 'восстанавливается (' in seen, seen)
        expect('it is the last good one', 'Резервной копии ещё нет' not in seen and 'уже должна быть новая' not in seen, seen)
        expect('nobody is warned', 'уже должна быть' not in page(browser, '/').text, 'warned')
    with Server(program, url, databases.folder, copies=folder) as server:
        time.sleep(1.5)
        expect('once a day', set(names(folder)) == {made, laid[2], proven, ahead, own}, names(folder))
    for name in (made, ):
        os.unlink(os.path.join(folder, name))
        os.unlink(os.path.join(folder, name[:-4] + '.json'))
    with Server(program, url, databases.folder, copies=folder) as server:
        seen = page(signed_in(server), '/').text
        expect('a copy that is too old', 'уже должна быть' in seen, seen)


def rights(program, databases, engine):
    """Each way names its right: the administrator's alone, and nothing happens for anybody else."""
    with Server(program, databases.new(engine, 'demo'), databases.folder) as server:
        browser = signed_in(server)
        make(browser)
        name, = names(server.copies)
        nobody = Browser(server.port)
        for who in ('head', 'methodologist', 'coordinator', 'secretary'):
            other = signed_in(server, who)
            for method, target in (('GET', '/backup'), ('GET', f'/backup/{name}'), ('POST', '/backup/make'),
                                   ('POST', f'/backup/{name}/check'), ('POST', '/backup/settings')):
                reply = other.ask(method, target, [('enabled', '0')] if method == 'POST' else None)
                expect(f'{who} {method} {target}', reply.status == 403 and b'PK' not in reply.body[:2], reply.status)
        expect('nobody', nobody.ask('GET', f'/backup/{name}').status == 303, 'let in')
        expect('nobody posts', nobody.ask('POST', '/backup/make').status in (303, 403), 'let in')
        expect('without the token of the form', browser.ask('POST', '/backup/make', csrf='wrong').status == 403, 'taken')
        expect('nothing came of it', names(server.copies) == [name], names(server.copies))


def shared(program, databases, engine):
    """Two real centres in one base: the first one's schedule counts, nobody of either gets hold of a copy."""
    url = databases.new(engine, 'town')
    folder = tempfile.mkdtemp(prefix='copies-', dir=databases.folder)
    name = lay(folder, 0.1)
    say(url, 'UPDATE centre SET demo = 0')
    with Server(program, url, databases.folder, copies=folder) as server:
        for centre in (1, 2):
            browser = Browser(server.port)
            browser.sign_in('administrator', centre=centre)
            seen = page(browser, '/backup')
            expect('it is told why', 'работает несколько центров' in seen.text, seen.text)
            expect('no way to it', name not in seen.text and folder not in seen.text and 'name="hour"' not in seen.text, seen.text)
            for method, target in (('GET', f'/backup/{name}'), ('POST', '/backup/make'), ('POST', f'/backup/{name}/check'),
                                   ('POST', '/backup/settings')):
                reply = browser.ask(method, target)
                expect(f'{centre} {method} {target}', reply.status == 403 and 'несколько центров' in reply.text, (reply.status, reply.title()))


def killed(program, databases, engine, random):
    """SIGKILL while a copy is made: nothing half made stands under a copy's name, and what was asked for is done in the end, once."""
    url, kills = databases.new(engine, 'demo'), 0
    folder, files = (tempfile.mkdtemp(prefix=f'{what}-', dir=databases.folder) for what in ('copies', 'files'))
    asked = None
    for turn in range(5):
        server = Server(program, url, databases.folder, files, folder)
        browser = signed_in(server)
        if turn % 2 == 0:
            asked = browser.ask('POST', '/backup/make')
            expect('asked', asked.status == 303, asked.status)
        time.sleep(random.uniform(0.05, 1.2))
        server.process.kill()
        server.process.wait()
        kills += 1
        if engine == 'postgres': # where several servers may share the work, the lease of a dead one has to run out
            say(url, "UPDATE job SET lease_until = 1 WHERE state = 'running'")
        for name in names(folder):
            run([program, 'restore', os.path.join(folder, name), '--db', url, '--check'])
    with Server(program, url, databases.folder, files, folder) as server:
        browser = signed_in(server)
        seen = finished(browser, asked)
        if 'Копия сделана' not in seen.text: # begun three times and killed each time
            make(browser)
        expect('nothing half is left', all(n.endswith(('.zip', '.json')) for n in os.listdir(folder)), os.listdir(folder))
        copies = names(folder)
        expect('one for each that was asked for', 1 <= len(copies) <= 4, copies)
        expect('the newest one is whole', 'восстановлена во временное место' in
               finished(browser, browser.ask('POST', f'/backup/{copies[-1]}/check')).text, 'not')
    return kills


def full(program, databases, engine):
    """No file may grow: it is told so, nothing half made is left, and with room again the same job goes through."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN) # kept by the server
    with Server(program, databases.new(engine, 'demo'), databases.folder) as server:
        browser = signed_in(server)
        hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)[1]
        tight = 40000 if engine == 'postgres' else max(os.path.getsize(server.url + end) for end in ('', '-wal')) + 60000
        if engine == 'sqlite': # the copy must grow past what the base itself is let to
            with open(os.path.join(server.files, 'x'), 'wb'):
                pass
            content = os.urandom(tight + 2000000)
            word = hashlib.sha256(content).hexdigest()
            os.makedirs(os.path.join(server.files, word[:2]))
            with open(os.path.join(server.files, word[:2], word), 'wb') as f:
                f.write(content)
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (tight, hard))
        asked = browser.ask('POST', '/backup/make')
        seen = finished(browser, asked)
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
        expect('a full disk', 'места' in seen.text and 'Копия сделана' not in seen.text, seen.text)
        expect('nothing half is left', os.listdir(server.copies) == [], os.listdir(server.copies))
        again = browser.ask('POST', asked.header('Location') + '/again')
        expect('again', again.status == 303, (again.status, again.text[-500:]))
        seen = finished(browser, asked)
        expect('with room again', 'Копия сделана' in seen.text and len(names(server.copies)) == 1, seen.text)


def under_load(program, databases, engine):
    """Copies of a server at work, by the page and by the command: as of one moment each (what was acknowledged before is in it, what
    goes in together is in it together), restored into the other engine, and doctor is content with base and files."""
    url, stop, said, lock = databases.new(engine, 'init'), threading.Event(), [], threading.Lock()
    other = databases.new(engines()[-1] if engine == engines()[0] else engines()[0], 'init')
    archive = os.path.join(databases.folder, f'load-{engine}.zip')
    with Server(program, url, databases.folder) as server:
        first = signed_in(server, 'methodologist')

        def write(who):
            browser, n = Browser(server.port), 0
            browser.cookies, browser.csrf = dict(first.cookies), first.csrf
            while not stop.is_set():
                name = f'load {who} {n}'
                n += 1
                reply = browser.ask('POST', '/competency/new', [('name', name)])
                if reply.status != 303:
                    continue
                if n % 5 == 0:
                    row = reply.header('Location').split('/')[2]
                    browser.ask('POST', '/file/new', [('register', 'competency'), ('row', row)],
                                files=[('file', 'a.txt', f'content of {name}'.encode() * 200)])
                with lock:
                    said.append(name)

        threads = [threading.Thread(target=write, args=(who, )) for who in range(6)]
        for thread in threads:
            thread.start()
        time.sleep(0.7)
        before = set(said)
        made = run([program, 'backup', archive, '--db', url, '--files', server.files])
        make(signed_in(server))
        stop.set()
        for thread in threads:
            thread.join()
        content = re.search(r'[0-9a-f]{64}', made).group(0)
        copy = os.path.join(server.copies, names(server.copies)[0])
        expect('work went on meanwhile', len(said) > len(before) > 5, (len(said), len(before)))
        for path in (archive, copy):
            files = tempfile.mkdtemp(prefix='restored-', dir=databases.folder)
            restored = run([program, 'restore', path, '--db', other, '--files', files])
            expect('the same content', path != archive or content in restored, (content, restored))
            there = set(re.findall(r'"name":"(load [^"]*)"', run([program, 'dump', '--db', other])))
            expect('all that was acknowledged before', before <= there, sorted(before - there)[:5])
            expect('nothing that nobody wrote', len(there - set(said)) <= 6, sorted(there - set(said))[:9])
            expect('doctor', 'Всё в порядке' in run([program, 'doctor', '--db', other, '--files', files]), 'not content')
        with Server(program, other, databases.folder, files) as again:
            expect('it serves', signed_in(again).ask('GET', '/competency').status == 200, 'not')


def restore_killed(program, databases, engine, random):
    """`orientir restore` killed at any moment: the base is the old one or the new one, whole, and the next restore goes through."""
    url, empty = databases.new(engine, 'demo'), databases.new(engine, 'init')
    archive = os.path.join(databases.folder, f'kill-{engine}.zip')
    run([program, 'backup', archive, '--db', url])
    old, new = run([program, 'dump', '--db', empty]), None
    began = time.monotonic()
    run([program, 'restore', archive, '--db', databases.new(engine, 'init')])
    took, kept = time.monotonic() - began, 0
    for _ in range(6):
        process = subprocess.Popen([program, 'restore', archive, '--db', empty], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(0.3, 1) * took)
        process.kill()
        process.wait()
        now = run([program, 'dump', '--db', empty])
        if now != old:
            new = new or now
            expect('the new one, whole', now == new and '"2021-2022' in now or now.count('\n') > 50, now[:300])
            break
        kept += 1
    run([program, 'restore', archive, '--db', empty])
    last = run([program, 'dump', '--db', empty])
    expect('the new one in the end', last.count('\n') > old.count('\n') and (new is None or
           [l for l in last.splitlines() if '"job"' not in l] == [l for l in new.splitlines() if '"job"' not in l]), len(last))
    expect('doctor', 'Всё в порядке' in run([program, 'doctor', '--db', empty, '--files', databases.folder + '/none']), 'not content')
    return kept


def work(arguments):
    program = os.path.abspath(arguments[0])
    chosen = arguments[1:]
    seed = int(os.environ.get('ORIENTIR_TEST_SEED', random.randrange(10**6)))
    dice = random.Random(seed)
    print(f'seed {seed}', flush=True)
    with Databases(program) as databases:
        for engine in engines():
            for story in (made_and_tried, settings, scheduled, rights, shared, killed, full, under_load, restore_killed):
                if chosen and story.__name__ not in chosen:
                    continue
                began = time.monotonic()
                came = story(program, databases, engine, *([dice] if story in (killed, restore_killed) else []))
                print(f'{engine}: {story.__name__}: done in {time.monotonic() - began:.1f} s{f" ({came})" if came else ""}', flush=True)


if __name__ == '__main__':
    main(work, sys.argv[1:])
