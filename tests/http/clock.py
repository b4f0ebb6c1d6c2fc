#!/usr/bin/env python3
"""clock.py PROGRAM SHIFT: the clock of the machine runs ahead and is set back while the server works, on both engines. Sessions,
edits and their order, numbers, jobs, imports, tokens, the throttle of sign-in and the schedule of backups stay right. SHIFT is the
library that shifts the clock (tests/support/clock_shift.c).
"""
import contextlib
import json
import os
import re
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time

from orientir import PASSWORD, Browser, Databases, Failure, Server, engines, main, page_complaints, run

DAY = 86400
FIELDS = [('title', 'Вопрос'), ('came_on', '01.03.2026'), ('kind', 'request'), ('asker', 'pupil'), ('state', 'new')]


def expect(what, good, found):
    if not good:
        if isinstance(found, str): # of a page what is not its frame
            found = found[max(0, found.find('<main')):]
        raise Failure(f'{what}: {found!r}'[:2500])


class Clock:
    """The clock as the server sees it, so many seconds beside the true one."""

    def __init__(self, folder, library, program):
        self.path = os.path.join(folder, f'clock-{os.urandom(3).hex()}')
        linked = subprocess.run(['ldd', program], capture_output=True, text=True, check=True).stdout
        checkers = re.findall(r'=> (\S*/lib[at]san\S*)', linked) # they want to be the first
        self.environment = {'LD_PRELOAD': ':'.join(checkers + [library]), 'CLOCK_SHIFT': self.path}
        self.set(0)

    def set(self, seconds):
        with open(self.path, 'r+b' if os.path.exists(self.path) else 'wb') as f:
            f.write(struct.pack('=q', int(seconds * 1000)))


@contextlib.contextmanager
def served(program, url, databases, clock, **more):
    os.environ.update(clock.environment)
    try:
        server = Server(program, url, databases.folder, **more)
    finally:
        for name in clock.environment:
            del os.environ[name]
    with server:
        yield server


def say(url, *statements):
    """Statements by somebody else, past the program."""
    if url.startswith('postgres'):
        run(['psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', url] + [part for s in statements for part in ('-c', s)])
        return
    with contextlib.closing(sqlite3.connect(url, isolation_level=None, timeout=20)) as other:
        for statement in statements:
            other.execute(statement)


def until(what, good, seconds=30):
    end = time.monotonic() + seconds
    while not good():
        if time.monotonic() > end:
            raise Failure(f'{what}: not after {seconds} s')
        time.sleep(0.1)


def signed_in(server, login='methodologist'):
    browser = Browser(server.port)
    browser.sign_in(login)
    return browser


def it_is_shifted(browser, clock):
    """The library does what it is for, or nothing below means anything."""
    for days in (0, -3):
        clock.set(days * DAY)
        row = browser.ask('POST', '/request/new', FIELDS).header('Location').split('/')[2]
        trail = browser.ask('GET', f'/request/{row}/history.json').text
        expect('the clock of the server', time.strftime('%Y-%m-%d', time.gmtime(time.time() + days * DAY)) in trail, trail)
    clock.set(0)


def edits(browser, clock):
    """Three edits, each days before the last by the clock: each is taken, an old version is refused, and the trail keeps the order in
    which they happened. A row added last has the greatest number."""
    row = browser.ask('POST', '/request/new', FIELDS).header('Location').split('/')[2]
    for version, days in enumerate((0, -2, -5), 1):
        clock.set(days * DAY)
        reply = browser.ask('POST', f'/request/{row}/edit', FIELDS + [('version', str(version)), ('note', f'правка {version}')])
        expect(f'edit {version}', reply.status == 303, (reply.status, reply.title()))
    stale = browser.ask('POST', f'/request/{row}/edit', FIELDS + [('version', '2'), ('note', 'из прошлого')])
    expect('an old version', stale.status == 409 and not page_complaints(stale), (stale.status, stale.title()))
    seen = browser.ask('GET', f'/request/{row}/history').text
    places = [seen.rfind(f'правка {n}') for n in (1, 2, 3)]
    expect('the order of the trail', -1 not in places and (places == sorted(places) or places == sorted(places, reverse=True)), seen)
    expect('nothing of the old version', 'из прошлого' not in seen, seen)
    later = browser.ask('POST', '/request/new', FIELDS).header('Location').split('/')[2]
    expect('numbers grow', int(later) > int(row), (row, later))
    for page in ('/', '/request', '/deadline', '/plan', '/reach', '/work', f'/request/{row}'):
        reply = browser.ask('GET', page)
        expect(f'{page} in the past', reply.status == 200 and not page_complaints(reply), (reply.status, page_complaints(reply)))
    clock.set(0)


def imports(browser, clock):
    """A file looked at, the clock set back, the file done and taken back."""
    file = 'Что спрашивают;Когда поступило;Вид;От кого\nпо часам;01.03.2026;запрос;ученик\n'
    number = re.search(r'/import/(\d+)', browser.ask('POST', '/import/new?register=request', [], files=[('file', 'a.csv', file.encode())]).header(
        'Location')).group(1)
    browser.ask('POST', f'/import/{number}/map', [('header', '1'), ('column.0', 'title'), ('column.1', 'came_on'), ('column.2', 'kind'),
                                                  ('column.3', 'asker')])
    shown = re.search(r'name="fingerprint" value="([0-9a-f]{64})"', browser.ask('GET', f'/import/{number}').text).group(1)
    clock.set(-3 * DAY)
    expect('done', browser.ask('POST', f'/import/{number}/run', [('fingerprint', shown)]).status == 303, 'not')
    expect('it is there', 'по часам' in browser.ask('GET', '/request?q=часам').text, 'not')
    clock.set(-4 * DAY)
    undone = browser.ask('POST', f'/import/{number}/undo')
    expect('taken back', undone.status == 303, (undone.status, undone.text))
    expect('it is gone', '>по часам<' not in browser.ask('GET', '/request?q=часам').text, 'there')
    clock.set(0)


def sessions(server, clock):
    """Signed in by a clock two days ahead: the work goes on when it is set right. A month ahead: the session does not last a month. Wrong
    passwords of tomorrow keep nobody out today."""
    clock.set(2 * DAY)
    browser = signed_in(server, 'head')
    clock.set(0)
    expect('two days ahead', browser.ask('GET', '/request').status == 200, 'signed out')
    clock.set(30 * DAY)
    month = signed_in(server, 'director')
    for _ in range(6):
        wrong = Browser(server.port).ask('POST', '/sign-in', [('login', 'director'), ('password', 'wrong')])
    expect('too many wrong ones', wrong.status == 429, wrong.status)
    clock.set(0)
    expect('a month ahead', month.ask('GET', '/request').status == 303, 'still signed in')
    expect('nobody is kept out', Browser(server.port).ask('POST', '/sign-in', [('login', 'director'), ('password', PASSWORD)]).status == 303, 'kept out')


def tokens(server, browser, clock):
    """A token lasts until its day, by whatever clock."""
    day = time.strftime('%d.%m.%Y', time.gmtime(time.time() + 3 * DAY))
    seen = browser.ask('POST', '/token', [('name', 'Проба'), ('role', 'head'), ('until', day)])
    token = re.search(r'orientir-1-[0-9a-f]{64}', seen.text)
    expect('a token', token is not None, seen.text)
    for days, good in ((0, True), (-20, True), (10, False), (0, True)):
        clock.set(days * DAY)
        reply = Browser(server.port).ask('GET', '/request.json', headers={'Authorization': f'Bearer {token.group(0)}'})
        expect(f'the token, {days} days off', (reply.status == 200) == good, reply.status)
    clock.set(0)


def jobs(server, clock):
    """Asked for by a clock that is set back at once: done now and not tomorrow."""
    clock.set(DAY)
    admin = signed_in(server, 'administrator')
    asked = admin.ask('POST', '/backup/make')
    clock.set(0)
    expect('asked', asked.status == 303, asked.status)
    until('the job is over', lambda: not admin.ask('GET', asked.header('Location')).header('Refresh'), 20)
    expect('it is done', 'Копия сделана' in admin.ask('GET', asked.header('Location')).text, admin.ask('GET', asked.header('Location')).text)


def schedule(program, databases, engine, clock):
    """A night of the wrong clock makes its backup; the right clock makes its own, counts the other for nothing and keeps it."""
    url = databases.new(engine, 'init')
    folder = tempfile.mkdtemp(prefix='copies-', dir=databases.folder)
    hour = time.gmtime(time.time() - 3600).tm_hour
    say(url, f'INSERT INTO backup_setting (centre_id, enabled, hour, daily, weekly, monthly, since) SELECT id, 1, {hour}, 2, 0, 0, 1 FROM centre',
        "UPDATE centre SET zone = 'UTC'")

    def names():
        return {n for n in os.listdir(folder) if n.endswith('.zip')}
    clock.set(6 * DAY)
    with served(program, url, databases, clock, copies=folder):
        until('a copy by the clock that is ahead', lambda: len(names()) == 1)
    ahead = names()
    clock.set(0)
    with served(program, url, databases, clock, copies=folder) as server:
        admin = signed_in(server, 'administrator')
        until('a copy by the right clock', lambda: len(names()) == 2)
        expect('both are there', ahead <= names(), names())
        today = time.strftime('%d.%m.%Y', time.gmtime())
        until('the last good one', lambda: re.search(rf'Последняя годная копия: {re.escape(today)}', admin.ask('GET', '/backup').text))
    clock.set(0)


def work(arguments):
    program, library = os.path.abspath(arguments[0]), os.path.abspath(arguments[1])
    with Databases(program) as databases:
        for engine in engines():
            began = time.monotonic()
            clock = Clock(databases.folder, library, program)
            with served(program, databases.new(engine, 'init'), databases, clock) as server:
                for story in (it_is_shifted, edits, imports): # a clock that jumps ahead again ends idle sessions, as it should
                    story(signed_in(server), clock)
                sessions(server, clock)
                tokens(server, signed_in(server, 'administrator'), clock)
                jobs(server, clock)
            schedule(program, databases, engine, clock)
            print(f'{engine}: {time.monotonic() - began:.1f} s', flush=True)


if __name__ == '__main__':
    main(work, sys.argv[1:])
