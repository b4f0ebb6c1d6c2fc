#!/usr/bin/env python3
"""kills.py PROGRAM [KILLS [ENGINE]]: SIGKILL under mixed load, so many times on each engine. Readers, savers of forms, an importer of small
files, one of files so long that they are jobs, somebody who adds files to rows and somebody who asks for backups work at once; after
50 to 300 ms (now and then up to 1.5 s, so that jobs get on) the server is killed and started again. Nothing that was acknowledged is
lost, nothing is there twice, nothing is there by half, the trail of changes is in its order, and the server needs no mending.
ORIENTIR_TEST_SEED repeats the moments of a run.
"""
import contextlib
import hashlib
import http.client
import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

from orientir import Browser, Databases, Failure, Server, engines, main, run

LONG = 1010 # lines of a file that is a job; a thousand are done while the person waits
SHORT = 4
HEAD = 'Что спрашивают;Когда поступило;Вид;От кого'
COLUMNS = [('header', '1'), ('column.0', 'title'), ('column.1', 'came_on'), ('column.2', 'kind'), ('column.3', 'asker')]


def expect(what, good, found):
    if not good:
        raise Failure(f'{what}: {found!r}'[:3000])


class Gone(Exception):
    """The server was killed while it was asked: nobody knows what became of it."""


class Client(Browser):
    """A browser that sends everything once: what got no answer is in doubt, and is not sent again behind our back."""

    def __init__(self, port, like):
        super().__init__(port)
        self.cookies, self.csrf = dict(like.cookies), like.csrf

    def ask(self, method, target, fields=None, headers=None, csrf=True, files=None):
        try:
            if self.connection.sock is None:
                self.connection.connect()
            return self.once(method, target, fields, headers, csrf, files)
        except (OSError, http.client.HTTPException) as why:
            raise Gone from why

    def once(self, *arguments):
        send, tries = self.connection.request, []

        def request(*words, **more):
            if tries:
                raise Gone
            tries.append(1)
            send(*words, **more)
        self.connection.request = request
        try:
            return super().ask(*arguments)
        finally:
            self.connection.request = send


class Place:
    """One database with its files and copies, what was acknowledged in it and what is in doubt."""

    def __init__(self, program, databases, engine):
        self.program, self.databases, self.engine = program, databases, engine
        self.url = databases.new(engine, 'init')
        self.files, self.copies = (tempfile.mkdtemp(prefix=f'{w}-', dir=databases.folder) for w in ('files', 'copies'))
        self.lock, self.round = threading.Lock(), 0
        self.added, self.doubtful = set(), set()        # titles of this round
        self.rows = {}                                  # row edited: (version, note) acknowledged, and one in doubt
        self.imports, self.doubtful_imports = {}, {}    # import: (prefix, fingerprint)
        self.uploads, self.doubtful_uploads = {}, {}    # file name: sha256
        self.long, self.jobs, self.copies_asked = [], set(), 0
        self.odd = []
        self.told = dict.fromkeys(('pages', 'forms', 'edits', 'imports', 'files', 'long imports', 'backups', 'in doubt'), 0)

    def ask(self, statement):
        """Rows of text, past the program."""
        if self.engine == 'postgres':
            lines = run(['psql', '-XqAt', '-F', '\t', '-v', 'ON_ERROR_STOP=1', '-d', self.url, '-c', statement]).splitlines()
            return [tuple(line.split('\t')) for line in lines]
        with contextlib.closing(sqlite3.connect(self.url, isolation_level=None, timeout=20)) as other:
            return [tuple(str(v) for v in row) for row in other.execute(statement)]

    def count(self, what):
        with self.lock:
            self.told[what] += 1


def note_odd(place, what, reply):
    if reply.status >= 500 and reply.status != 503:
        place.odd.append((what, reply.status, reply.title()))


# ── who works ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

def reads(place, client, dice):
    while True:
        reply = client.ask('GET', dice.choice(['/request', '/', '/import', '/work', '/competency', '/request.json', '/request.csv']))
        note_odd(place, 'a page', reply)
        expect('a page', reply.status in (200, 503), (reply.status, reply.title()))
        place.count('pages')


def saves(place, client, who):
    row = place.rows[who]['row']
    for n in range(10**6):
        title = f'kill {place.round} {who} {n}'
        with place.lock:
            place.doubtful.add(title)
        reply = client.ask('POST', '/request/new', [('title', title), ('came_on', '01.03.2026'), ('kind', 'request'), ('asker', 'pupil')])
        note_odd(place, 'a form', reply)
        with place.lock:
            place.doubtful.discard(title)
            if reply.status == 303:
                place.added.add(title)
                place.told['forms'] += 1
        mine = place.rows[who]
        mine['doubt'] = (mine['version'] + 1, f'note {place.round} {n}')
        reply = client.ask('POST', f'/request/{row}/edit', [('version', str(mine['version'])), ('note', mine['doubt'][1]), ('title', 'row'),
                           ('came_on', '01.03.2026'), ('kind', 'request'), ('asker', 'pupil'), ('state', 'new')])
        note_odd(place, 'an edit', reply)
        if reply.status == 303:
            mine['version'], mine['note'] = mine['doubt']
            mine['sure'].append(mine['note'])
            place.count('edits')
        mine['doubt'] = None


def workbook(prefix, lines):
    return (HEAD + '\n' + ''.join(f'{prefix} {n};01.03.2026;запрос;ученик\n' for n in range(lines))).encode()


def take(client, prefix, lines):
    """A file taken and its columns told: the number of the import."""
    reply = client.ask('POST', '/import/new?register=request', [], files=[('file', 'a.csv', workbook(prefix, lines))])
    expect('a file is taken', reply.status in (303, 503), (reply.status, reply.title()))
    if reply.status == 503:
        return None
    number = re.search(r'/import/(\d+)', reply.header('Location')).group(1)
    reply = client.ask('POST', f'/import/{number}/map', COLUMNS)
    expect('its columns are taken', reply.status in (303, 503), (reply.status, reply.title()))
    return number if reply.status == 303 else None


def planned(client, number):
    return re.search(r'name="fingerprint" value="([0-9a-f]{64})"', client.ask('GET', f'/import/{number}').text)


def imports(place, client):
    for number, (prefix, fingerprint) in list(place.doubtful_imports.items()): # pressed again by who got no answer
        reply = client.ask('POST', f'/import/{number}/run', [('fingerprint', fingerprint)])
        expect('pressed again', reply.status in (303, 503), (reply.status, reply.title()))
        if reply.status == 303:
            with place.lock:
                place.imports[number] = place.doubtful_imports.pop(number)
    for n in range(10**6):
        prefix = f'short {place.round} {n}:'
        number = take(client, prefix, SHORT)
        found = number and planned(client, number)
        if not found:
            continue
        with place.lock:
            place.doubtful_imports[number] = (prefix, found.group(1))
        reply = client.ask('POST', f'/import/{number}/run', [('fingerprint', found.group(1))])
        note_odd(place, 'an import', reply)
        with place.lock:
            known = place.doubtful_imports.pop(number)
            if reply.status == 303:
                place.imports[number] = known
                place.told['imports'] += 1


def imports_long(place, client):
    """One after another, over as many kills as it takes."""
    while True:
        if not place.long or place.long[-1]['step'] == 'done':
            if len(place.long) > place.round // 12:
                return
            place.long.append({'step': 'take', 'prefix': f'long {len(place.long)}:'})
        one = place.long[-1]
        if one['step'] == 'take':
            one['number'] = take(client, one['prefix'], LONG)
            one['step'] = 'look' if one['number'] else 'take'
        elif one['step'] == 'look':
            found = planned(client, one['number'])
            if found:
                one.update(step='run', fingerprint=found.group(1))
            else:
                time.sleep(0.05)
        else:
            reply = client.ask('POST', f'/import/{one["number"]}/run', [('fingerprint', one['fingerprint'])])
            expect('a long import is taken', reply.status in (303, 503), (reply.status, reply.title()))
            if reply.status == 303:
                one['step'] = 'done'
                place.count('long imports')


def uploads(place, client, dice):
    row = place.rows[0]['row']
    for n in range(10**6):
        name, content = f'kill-{place.round}-{n}.txt', (f'{place.round} {n} ' * dice.randrange(10, 20000)).encode()
        with place.lock:
            place.doubtful_uploads[name] = hashlib.sha256(content).hexdigest()
        reply = client.ask('POST', '/file/new', [('register', 'request'), ('row', row)], files=[('file', name, content)])
        note_odd(place, 'a file', reply)
        with place.lock:
            known = place.doubtful_uploads.pop(name)
            if reply.status == 303:
                place.uploads[name] = known
                place.told['files'] += 1
        if n % 20 == 19: # a row holds so many
            return


def asks_for_backups(place, client):
    """Now and then one, for each is a whole archive."""
    if place.round % 15 == 3:
        reply = client.ask('POST', '/backup/make')
        expect('a backup is asked for', reply.status in (303, 503), (reply.status, reply.title()))
        if reply.status == 303:
            place.jobs.add(reply.header('Location').split('/')[2])
            place.count('backups')


# ── what is there afterwards ─────────────────────────────────────────────────────────────────────────────────────────────────

def look(place):
    """Against what this round was told. What was in doubt is settled by what is there."""
    ids = ','.join(str(r['row']) for r in place.rows.values())
    found = place.ask(f"SELECT 'form', title, CAST(count(*) AS text) FROM request WHERE title LIKE 'kill {place.round} %' GROUP BY title "
                      f"UNION ALL SELECT 'short', title, CAST(count(*) AS text) FROM request WHERE title LIKE 'short %' GROUP BY title "
                      f"UNION ALL SELECT 'file', name, sha256 FROM file WHERE name LIKE 'kill-{place.round}-%' "
                      f"UNION ALL SELECT 'row ' || CAST(id AS text), CAST(version AS text), COALESCE(note, '') FROM request WHERE id IN ({ids})")
    by = {kind: {} for kind in ('form', 'short', 'file')}
    for kind, name, value in found:
        if kind in by:
            expect(f'{kind} twice', name not in by[kind], name)
            by[kind][name] = value
    forms = set(by['form'])
    expect('a form acknowledged and gone', place.added <= forms, sorted(place.added - forms)[:5])
    expect('a form that nobody sent', forms <= place.added | place.doubtful, sorted(forms - place.added - place.doubtful)[:5])
    expect('a form saved twice', all(n == '1' for n in by['form'].values()), by['form'])
    look_imports(place, by['short'])
    look_files(place, by['file'])
    look_rows(place, {kind[4:]: (int(version), note) for kind, version, note in found if kind.startswith('row ')})
    place.told['in doubt'] += len(place.doubtful) + len(place.doubtful_uploads) + len(place.doubtful_imports)
    place.added, place.doubtful, place.uploads, place.doubtful_uploads = set(), set(), {}, {}


def look_imports(place, there):
    expect('a line of an import twice', all(n == '1' for n in there.values()), {k: v for k, v in there.items() if v != '1'})
    for number, (prefix, _) in place.imports.items():
        lines = [t for t in there if t.startswith(prefix)]
        expect(f'import {number} acknowledged', len(lines) == SHORT, (prefix, lines))
    for number, (prefix, _) in place.doubtful_imports.items():
        lines = [t for t in there if t.startswith(prefix)]
        expect(f'import {number} by half', len(lines) in (0, SHORT), (prefix, lines))


def look_files(place, there):
    gone = {name: word for name, word in place.uploads.items() if there.get(name) != word}
    expect('a file acknowledged and gone', not gone, gone)
    for name, word in there.items():
        expect('a file that nobody sent', word in (place.uploads.get(name), place.doubtful_uploads.get(name)), name)
        with open(os.path.join(place.files, word[:2], word), 'rb') as f:
            expect('its content', hashlib.sha256(f.read()).hexdigest() == word, name)


def look_rows(place, there):
    for mine in place.rows.values():
        now, sure = there[mine['row']], (mine['version'], mine['note'])
        expect('an edit acknowledged and gone', now in (sure, mine['doubt']), (now, sure, mine['doubt']))
        if now != sure:
            mine['version'], mine['note'] = now
            mine['sure'].append(now[1])
            place.told['in doubt'] += 1
        mine['doubt'] = None


def look_at_the_end(place, program):
    """Every job is over, every long import is in whole and once, the trail tells each edit once and in its order."""
    with Server(program, place.url, place.databases.folder, place.files, place.copies) as server:
        admin, worker = Browser(server.port), Browser(server.port)
        admin.sign_in('administrator')
        worker.sign_in('methodologist')
        end = time.monotonic() + 120
        while place.ask("SELECT id FROM job WHERE state IN ('waiting', 'running')"):
            expect('every job is over', time.monotonic() < end, place.ask('SELECT id, kind, state, attempts FROM job'))
            time.sleep(0.2)
        states = {number: (kind, state, attempts) for number, kind, state, attempts in place.ask('SELECT id, kind, state, attempts FROM job')}
        expect('every job asked for is there', place.jobs <= set(states), place.jobs - set(states))
        # A job that was begun three times and killed each time waits for a person to say «again».
        killed = {n: s for n, s in states.items() if s[1] != 'done'}
        expect('jobs that are not done were killed three times', all(s[1] == 'failed' and int(s[2]) >= 3 for s in killed.values()), killed)
        for number in killed:
            expect('again', admin.ask('POST', f'/work/{number}/again').status == 303, number)
        while place.ask("SELECT id FROM job WHERE state IN ('waiting', 'running')"):
            expect('every job is over', time.monotonic() < end, place.ask('SELECT id, kind, state, attempts FROM job'))
            time.sleep(0.2)
        for one in place.long:
            while one['step'] == 'take' and not one.get('number') or one['step'] == 'look':
                if one['step'] == 'take':
                    one.update(number=take(Client(server.port, worker), one['prefix'], LONG), step='look')
                found = planned(Client(server.port, worker), one['number'])
                if found:
                    one.update(step='run', fingerprint=found.group(1))
                time.sleep(0.1)
                expect('a long plan', time.monotonic() < end, one)
            if one['step'] == 'run':
                reply = worker.ask('POST', f'/import/{one["number"]}/run', [('fingerprint', one['fingerprint'])])
                expect('a long import is taken', reply.status == 303, (reply.status, reply.title()))
        while place.ask("SELECT id FROM job WHERE state IN ('waiting', 'running')"):
            expect('every job is over', time.monotonic() < end, place.ask('SELECT id, kind, state, attempts FROM job'))
            time.sleep(0.2)
        long = dict(place.ask("SELECT substr(title, 1, 7), CAST(count(*) AS text) || ' ' || CAST(count(DISTINCT title) AS text) FROM request "
                              "WHERE title LIKE 'long %' GROUP BY 1"))
        expect('long imports', all(one['prefix'] in p or n == f'{LONG} {LONG}' for p, n in long.items() for one in place.long[:1]) and
               set(long.values()) <= {f'{LONG} {LONG}'} and len(long) == len(place.long), (long, place.long))
    for mine in place.rows.values():
        trail = [value for value, in place.ask(f"SELECT new_value FROM audit WHERE table_name = 'request' AND row_id = {mine['row']} "
                                               "AND field = 'note' ORDER BY id")]
        expect('the trail of a row', trail == mine['sure'], (len(trail), len(mine['sure']), trail[-3:], mine['sure'][-3:]))
        expect('its version', mine['version'] == 1 + len(trail), (mine['version'], len(trail)))
    said = run([program, 'doctor', '--db', place.url, '--files', place.files])
    expect('doctor', 'Всё в порядке' in said, said)
    return len([n for n in os.listdir(place.copies) if n.endswith('.zip')])


def time_goes_by(place):
    """Where several servers may share the work, a dead one holds its jobs for a minute more."""
    if place.engine == 'postgres':
        run(['psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', place.url, '-c', "UPDATE job SET lease_until = 1 WHERE state = 'running'"])


def one_round(place, program, people, dice):
    server = Server(program, place.url, place.databases.folder, place.files, place.copies)
    wrong, threads = [], []

    def works(work, client, *more):
        def go():
            try:
                work(place, client, *more)
            except Gone:
                pass
            except Exception as why: # pylint: disable=broad-except
                wrong.append(why)
        threads.append(threading.Thread(target=go))

    def client(who):
        return Client(server.port, people[who])
    for n in range(2):
        works(reads, client('worker'), random.Random(dice.random()))
        works(saves, client('worker'), n)
    works(imports, client('worker'))
    works(imports_long, client('worker'))
    works(uploads, client('worker'), random.Random(dice.random()))
    works(asks_for_backups, client('admin'))
    for thread in threads:
        thread.start()
    time.sleep(dice.uniform(0.05, 0.3) if dice.random() < 0.7 else dice.uniform(0.3, 1.5))
    alive = server.process.poll() is None
    server.process.kill()
    for thread in threads:
        thread.join()
    server.process.wait()
    text = server.log_text()
    server.log.close()
    os.unlink(server.log_path)
    if wrong:
        raise wrong[0]
    time_goes_by(place)
    expect('the server lived until it was killed', alive and 'level=bug' not in text and 'Sanitizer' not in text, text[-2000:])
    expect('answers', not place.odd, place.odd)


def on_engine(program, databases, engine, kills, dice):
    place = Place(program, databases, engine)
    people, slowest = {}, 0
    with Server(program, place.url, databases.folder, place.files, place.copies) as server:
        for who, login in (('worker', 'methodologist'), ('admin', 'administrator')):
            people[who] = Browser(server.port)
            people[who].sign_in(login)
        for who in range(2):
            reply = people['worker'].ask('POST', '/request/new', [('title', 'row'), ('came_on', '01.03.2026'), ('kind', 'request'), ('asker', 'pupil')])
            place.rows[who] = {'row': reply.header('Location').split('/')[2], 'version': 1, 'note': '', 'doubt': None, 'sure': []}
    for place.round in range(kills):
        began = time.monotonic()
        one_round(place, program, people, dice)
        look(place)
        slowest = max(slowest, time.monotonic() - began)
        if place.round % 50 == 49:
            print(f'{engine}: {place.round + 1} kills: {place.told}', flush=True)
    copies = look_at_the_end(place, program)
    print(f'{engine}: killed {kills} times; acknowledged and there: {place.told}; {copies} archives; slowest round {slowest:.1f} s', flush=True)


def work(arguments):
    program, kills = os.path.abspath(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 5
    seed = int(os.environ.get('ORIENTIR_TEST_SEED', random.randrange(10**6)))
    print(f'seed {seed}', flush=True)
    for engine in arguments[2:] or engines():
        with Databases(program) as databases:
            began = time.monotonic()
            on_engine(program, databases, engine, kills, random.Random(seed))
            print(f'{engine}: {time.monotonic() - began:.0f} s', flush=True)


if __name__ == '__main__':
    main(work, sys.argv[1:])
