#!/usr/bin/env python3
"""soak.py PROGRAM REQUESTS [ENGINE] [nomemory]: so many requests from eight clients at once, of every kind: pages, lists found and
filtered, files made, JSON, forms, edits, imports, files on rows, sign-ins. Every answer is looked at. The private memory of the server at
the end is what it was after the first tenth (4 MB more at most: a cache that fills up, not a leak that grows with the requests), and
under 64 MB. `nomemory` looks at the answers alone, for builds with a checker that needs memory itself.
"""
import os
import random
import re
import sys
import threading
import time

from orientir import PASSWORD, Browser, Databases, Failure, Server, engines, main

CLIENTS, GROWTH_MB, MOST_MB = 8, 4.0, 64.0
PAGES = ['/', '/request', '/request?q=вопрос', '/request?sort=came_on&page=2', '/competency', '/activity', '/organisation', '/reach', '/reach?view=month',
         '/plan', '/deadline', '/work', '/import', '/account', '/search?q=конкурс', '/request.json', '/activity.json', '/reach.json', '/plan.json',
         '/figure.json', '/check', '/award', '/document', '/meeting', '/publication', '/request/1', '/request/1/history', '/request/1.json']
MADE = ['/request.csv', '/request.xlsx', '/activity.xlsx', '/plan.docx']
FORM = [('came_on', '01.03.2026'), ('kind', 'request'), ('asker', 'pupil')]
CSV = 'Что спрашивают;Когда поступило;Вид;От кого\n'


def private_mb(pid):
    with open(f'/proc/{pid}/smaps_rollup', encoding='ascii') as f:
        return sum(int(line.split()[1]) for line in f if line.startswith('Private_')) / 1024


def expect(what, reply, *statuses):
    if reply.status not in statuses:
        raise Failure(f'{what}: {reply.status} {reply.title()} {reply.text[-800:]}')


class Work:
    """What all clients share: how many requests are still to be sent, what went wrong."""

    def __init__(self, requests):
        self.lock, self.left, self.wrong, self.kinds = threading.Lock(), requests, [], {}

    def take(self, kind, n=1):
        with self.lock:
            self.left -= n
            self.kinds[kind] = self.kinds.get(kind, 0) + n


def imported(browser, dice):
    text = CSV + ''.join(f'вопрос {dice.random()};01.03.2026;запрос;ученик\n' for _ in range(20))
    reply = browser.ask('POST', '/import/new?register=request', [], files=[('file', 'a.csv', text.encode())])
    expect('a file to import', reply, 303)
    at = reply.header('Location')
    expect('its columns', browser.ask('POST', f'{at}/map', [('header', '1'), ('column.0', 'title'), ('column.1', 'came_on'), ('column.2', 'kind'),
                                                            ('column.3', 'asker')]), 303)
    shown = re.search(r'name="fingerprint" value="([0-9a-f]{64})"', browser.ask('GET', at).text).group(1)
    expect('the import', browser.ask('POST', f'{at}/run', [('fingerprint', shown)]), 303)
    expect('taken back', browser.ask('POST', f'{at}/undo'), 303)
    expect('thrown away', browser.ask('POST', f'{at}/remove'), 303, 409)


def one(browser, dice, who, own):
    """One turn of a client: its kind and how many requests it took."""
    turn = dice.random()
    if turn < 0.86:
        expect('a page', browser.ask('GET', dice.choice(PAGES)), 200)
        return 'pages', 1
    if turn < 0.88:
        expect('a file made', browser.ask('GET', dice.choice(MADE)), 200)
        return 'files made', 1
    if turn < 0.93:
        expect('a form', browser.ask('POST', '/request/new', FORM + [('title', f'вопрос {who}')]), 303)
        return 'forms', 1
    if turn < 0.98:
        fields = FORM + [('title', 'своя'), ('state', 'new'), ('version', str(own['version'])), ('note', f'{turn} {"слово " * dice.randrange(200)}')]
        expect('an edit', browser.ask('POST', f'/request/{own["row"]}/edit', fields), 303)
        own['version'] += 1
        return 'edits', 1
    if turn < 0.99:
        expect('a form with faults', browser.ask('POST', '/request/new', [('title', ''), ('came_on', '99')]), 422)
        return 'faulty forms', 1
    if turn < 0.9985:
        content = os.urandom(dice.randrange(1, 100000))
        expect('a file on a row', browser.ask('POST', '/file/new', [('register', 'request'), ('row', own['row'])], files=[('file', 'a.bin', content)]), 303, 422)
        return 'files on rows', 1
    imported(browser, dice)
    return 'imports', 6


def client(work, port, who, like, dice):
    browser = Browser(port)
    browser.cookies, browser.csrf = dict(like.cookies), like.csrf
    try:
        work_off(work, browser, who, dice)
    except Exception as why: # pylint: disable=broad-except
        work.wrong.append(why)


def work_off(work, browser, who, dice):
    own = {'row': browser.ask('POST', '/request/new', FORM + [('title', 'своя'), ('state', 'new')]).header('Location').split('/')[2], 'version': 1}
    while work.left > 0 and not work.wrong:
        work.take(*one(browser, dice, who, own))


def send(server, like, requests, seed):
    work = Work(requests)
    threads = [threading.Thread(target=client, args=(work, server.port, who, like, random.Random(seed + who))) for who in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if work.wrong:
        raise Failure(f'{work.wrong[0]}\n{server.log_text()[-6000:]}')
    return work.kinds


def on_engine(program, engine, requests, memory, seed):
    with Databases(program) as databases:
        url = databases.new(engine, 'demo')
        with Server(program, url, databases.folder) as server:
            browser = Browser(server.port)
            browser.sign_in('methodologist')
            began, told = time.monotonic(), []
            send(server, browser, requests // 10, seed)
            told.append(private_mb(server.process.pid))
            kinds = {}
            for tenth in range(1, 10):
                for kind, n in send(server, browser, requests // 10, seed + 100 * tenth).items():
                    kinds[kind] = kinds.get(kind, 0) + n
                told.append(private_mb(server.process.pid))
            for n in range(8): # a password costs memory while it is looked at, and gives it back
                Browser(server.port).ask('POST', '/sign-in', [('login', 'head'), ('password', PASSWORD)])
            told.append(private_mb(server.process.pid))
            took = time.monotonic() - began
    print(f'{engine}: {requests} requests in {took:.0f} s, last nine tenths: {kinds}', flush=True)
    if memory:
        print(f'{engine}: private memory in MB after each tenth {[round(m, 1) for m in told[:-1]]}, after sign-ins {told[-1]:.1f}', flush=True)
        later = sorted(told[5:10])[2] # one moment may hold a large page; what grows with the requests shows in the middle of the later ones
        if later - told[0] > GROWTH_MB or max(told) >= MOST_MB:
            raise Failure(f'{engine}: the memory grew from {told[0]:.1f} to {later:.1f} MB, {GROWTH_MB} MB are let; {MOST_MB} MB in all')


def work(arguments):
    program, requests = os.path.abspath(arguments[0]), int(arguments[1])
    seed = int(os.environ.get('ORIENTIR_TEST_SEED', random.randrange(10**6)))
    print(f'seed {seed}', flush=True)
    for engine in [a for a in arguments[2:] if a != 'nomemory'] or engines():
        on_engine(program, engine, requests, 'nomemory' not in arguments, seed)


if __name__ == '__main__':
    main(work, sys.argv[1:])
