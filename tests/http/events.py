#!/usr/bin/env python3
"""events.py PROGRAM: an event in a minute where a story of one request after the other cannot go: the same form sent by many at the
same time is one event with its counts and its photo once; the same title of one day entered by many hands is noticed by all but the
first; a disk that takes no file keeps every word that was typed.
"""
import json
import os
import re
import sys
import threading

import samples
from orientir import Browser, Databases, Failure, Server, engines, main, run

HANDS = 8


def expect(what, good, found):
    if not good:
        raise Failure(f'{what}: {found!r}'[:2000])


def signed_in(server):
    browser = Browser(server.port)
    browser.sign_in('methodologist')
    return browser


def key_of(browser):
    return re.search(r'name="key" value="([0-9a-f]{64})"', browser.ask('GET', '/event').text).group(1)


def fields(key, title):
    return [('key', key), ('do', 'save'), ('title', title), ('day', '12.04.2022'), ('kind', 'quest'), ('school_1', '3'), ('number_1', '25'),
            ('school_2', '4'), ('number_2', '31'), ('unit', 'persons'), ('audience', 'pupils')]


def at_once(browsers, forms):
    """Each browser sends its form; all begin together."""
    replies, gate = [None] * len(browsers), threading.Barrier(len(browsers))

    def send(i):
        gate.wait()
        replies[i] = browsers[i].ask('POST', '/event', forms[i], files=[('photo', 'IMG_0042.png', samples.make('png'))])
    threads = [threading.Thread(target=send, args=(i,)) for i in range(len(browsers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return replies


def held(program, url, table):
    rows = (json.loads(line) for line in run([program, 'dump', '--db', url]).splitlines() if line.startswith('{"%s"' % table))
    return [row[table] for row in rows]


def one_form(program, databases, engine):
    """A nervous hand: eight clicks, one event."""
    url = databases.new(engine, 'demo')
    before = len(held(program, url, 'activity')), len(held(program, url, 'headcount'))
    with Server(program, url, databases.folder) as server:
        browser = signed_in(server)
        key = key_of(browser)
        hands = []
        for _ in range(HANDS):
            hand = Browser(server.port)
            hand.cookies, hand.csrf = dict(browser.cookies), browser.csrf
            hands.append(hand)
        replies = at_once(hands, [fields(key, 'Квест восьми рук')] * HANDS)
        expect('every click is answered with the event', {r.status for r in replies} == {303}, [(r.status, r.title()) for r in replies])
        expect('and with the same', len({r.header('Location') for r in replies}) == 1, [r.header('Location') for r in replies])
        expect('no draft is left', 'Незаконченные' not in browser.ask('GET', '/').text, 'a draft')
    expect('one activity and its two counts', (len(held(program, url, 'activity')), len(held(program, url, 'headcount'))) == (before[0] + 1, before[1] + 2),
           (before, len(held(program, url, 'activity')), len(held(program, url, 'headcount'))))
    files = held(program, url, 'file')
    expect('its photo once', [(f['register_name'], f['name']) for f in files] == [('activity', 'IMG_0042.png')], files)


def many_forms(program, databases, engine):
    """Eight people enter the same event: one is first, the others are told."""
    url = databases.new(engine, 'demo')
    before = len(held(program, url, 'activity'))
    with Server(program, url, databases.folder) as server:
        hands = [signed_in(server) for _ in range(HANDS)]
        replies = at_once(hands, [fields(key_of(hand), 'Квест') for hand in hands])
        statuses = sorted(r.status for r in replies)
        expect('one is first', statuses == [303] + [422] * (HANDS - 1), [(r.status, r.title()) for r in replies])
        expect('the others are told', all('уже есть' in r.text for r in replies if r.status == 422), [r.text[-500:] for r in replies])
    expect('one activity', len(held(program, url, 'activity')) == before + 1, len(held(program, url, 'activity')))


def no_disk(program, databases):
    """The folder of files takes nothing: the words are a draft, and with the folder back the event is saved."""
    url = databases.new('sqlite', 'demo')
    store = os.path.join(databases.folder, 'store-of-events')
    os.mkdir(store)
    with Server(program, url, databases.folder, store) as server:
        browser = signed_in(server)
        key = key_of(browser)
        os.rename(store, store + '-away')
        with open(store, 'wb'): # a file where the folder was
            pass
        reply = browser.ask('POST', '/event', fields(key, 'Квест без диска'), files=[('photo', 'IMG_0042.png', samples.make('png'))])
        expect('it is told', reply.status >= 400, (reply.status, reply.header('Location')))
        home = browser.ask('GET', '/').text
        expect('the words are safe', 'Квест без диска' in home and 'Незаконченные' in home, home[-2000:])
        os.unlink(store)
        os.rename(store + '-away', store)
        reply = browser.ask('POST', '/event', fields(key, 'Квест без диска'), files=[('photo', 'IMG_0042.png', samples.make('png'))])
        expect('with the disk back it is saved', reply.status == 303, (reply.status, reply.title()))
        page = browser.ask('GET', reply.header('Location')).text
        expect('with its photo', 'IMG_0042.png' in page, page[-2000:])


def work(arguments):
    program = os.path.abspath(arguments[0])
    with Databases(program) as databases:
        for engine in engines():
            one_form(program, databases, engine)
            many_forms(program, databases, engine)
        no_disk(program, databases)


if __name__ == '__main__':
    main(work, sys.argv[1:])
