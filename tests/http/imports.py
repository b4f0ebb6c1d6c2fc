#!/usr/bin/env python3
"""imports.py PROGRAM [STORY]: a file too long to wait for goes into a register behind the pages, on both engines: with progress, its
result kept; a server that is killed in the middle of it leaves nothing half, and the next one does the file once.
ORIENTIR_TEST_SEED repeats a run.
"""
import os
import random
import re
import sys
import time

from copies import expect, finished, page, say, signed_in
from orientir import Databases, Failure, Server, engines, main, run

LINES = 1500


def workbook(dice):
    """Organisations of towns, as many as no page does while one waits; every tenth line without its kind."""
    rows = ['Название;Вид;Город']
    rows += [f'Учреждение {i};{"" if i % 10 == 0 else dice.choice(("школа", "колледж", "предприятие"))};Город {i % 40}'
             for i in range(LINES)]
    return '\n'.join(rows).encode('cp1251')


def sent(browser, content):
    reply = browser.ask('POST', '/import/new?register=organisation', files=[('file', 'many.csv', content)])
    expect('taken', reply.status == 303, (reply.status, reply.text[-800:]))
    return reply.header('Location')


def looked(browser, where):
    """Maps the columns and waits for the plan; the fingerprint of it, and its page."""
    fields = [('header', '1'), ('column.0', 'name'), ('column.1', 'kind'), ('column.2', 'town')]
    over = finished(browser, browser.ask('POST', where + '/map', fields))
    expect('the way to the result', f'href="{where}"' in over.text and 'Открыть результат' in over.text, over.text)
    seen = page(browser, where).text
    found = re.search(r'name="fingerprint" value="([0-9a-f]{64})"', seen)
    return found and found.group(1), seen


def count(program, url):
    """Organisations of the file that stand in the base, and how often each."""
    lines = [line for line in run([program, 'dump', '--db', url]).splitlines() if line.startswith('{"organisation":{')]
    found = [re.search(r'"Учреждение \d+"', line) for line in lines]
    names = [one.group(0) for one in found if one]
    return len(names), len(set(names))


def behind(program, databases, engine, dice):
    """Looked at, done, looked at again, undone: each of them a job, and nothing else happens to the record."""
    url = databases.new(engine, 'demo')
    with Server(program, url, databases.folder) as server:
        browser = signed_in(server, 'methodologist')
        where = sent(browser, workbook(dice))
        plan, seen = looked(browser, where)
        good = LINES - LINES // 10
        expect('the plan', f'ошибка: {LINES // 10}' in seen and f'добавится: {good:,}'.replace(',', '\u00a0') in seen, seen)
        expect('nothing yet', count(program, url)[0] == 0, count(program, url))
        over = finished(browser, browser.ask('POST', where + '/run', [('fingerprint', plan)]))
        expect('done', 'Открыть результат' in over.text, over.text)
        expect('each once', count(program, url) == (good, good), count(program, url))
        _, seen = looked(browser, sent(browser, workbook(random.Random(dice.seed_was))))
        expect('all there already', f'уже есть: {good:,}'.replace(',', '\u00a0') in seen and 'добавится' not in seen, seen)
        undone = browser.ask('POST', where + '/undo')
        expect('undone', undone.status == 303, (undone.status, undone.text[-800:]))
        expect('as before', count(program, url)[0] == 0, count(program, url))


def killed(program, databases, engine, dice):
    """Killed while it works, twice: all or nothing, and in the end once."""
    url = databases.new(engine, 'demo')
    good = LINES - LINES // 10
    with Server(program, url, databases.folder) as server:
        browser = signed_in(server, 'methodologist')
        where = sent(browser, workbook(dice))
        plan, _ = looked(browser, where)
    server = Server(program, url, databases.folder)
    asked = signed_in(server, 'methodologist').ask('POST', where + '/run', [('fingerprint', plan)])
    expect('asked', asked.status == 303, (asked.status, asked.text[-800:]))
    for _ in range(2):
        time.sleep(dice.uniform(0.02, 0.8))
        server.process.kill()
        server.process.wait()
        expect('all or nothing', count(program, url) in ((0, 0), (good, good)), count(program, url))
        if engine == 'postgres': # where several servers may share the work, the lease of a dead one has to run out
            say(url, "UPDATE job SET lease_until = 1 WHERE state = 'running'")
        server = Server(program, url, databases.folder)
    with server:
        finished(signed_in(server, 'methodologist'), asked)
        expect('once', count(program, url) == (good, good), count(program, url))


def work(arguments):
    program = os.path.abspath(arguments[0])
    seed = int(os.environ.get('ORIENTIR_TEST_SEED', random.randrange(10**6)))
    print(f'seed {seed}', flush=True)
    with Databases(program) as databases:
        for engine in engines():
            for story in (behind, killed):
                if arguments[1:] and story.__name__ not in arguments[1:]:
                    continue
                dice = random.Random(seed)
                dice.seed_was = seed
                began = time.monotonic()
                story(program, databases, engine, dice)
                print(f'{engine}: {story.__name__}: {time.monotonic() - began:.1f} s', flush=True)


if __name__ == '__main__':
    main(work, sys.argv[1:])
