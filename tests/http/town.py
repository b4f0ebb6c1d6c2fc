#!/usr/bin/env python3
"""town.py PROGRAM: every page of the practice town as its head, in its first, its last full and its present year, found by following the links from the menu.

Each answers 200, is sound and says that the town is made up; so do the files that are handed out. Some of each kind of page are
opened, because a list of four thousand rows leads to four thousand pages of one kind.
"""
import collections
import html
import io
import json
import re
import sys
import zipfile

from orientir import Browser, Databases, Failure, Server, engines, main, page_complaints

TOWN = 2 # the second centre of the database
MARKS = ('люди и числа вымышлены', 'people and numbers are made up') # a document may be in the other language than its page
OF_A_KIND = 2
YEARS = ['2023', '2024', '2025', '2026'] # of a town made for February 2027


def kind(path, thorough):
    """/headcount/17/edit?x=1&y=2 is /headcount/N/edit?x&y, or without its query; figures by the word behind their dot."""
    where, _, query = path.partition('?')
    where = re.sub(r'/figure/[^/.]*', '/figure/NAME', re.sub(r'\d+', 'N', where))
    if not thorough:
        return where
    return where + '?' + '&'.join(sorted(re.sub(r'=.*', '', part) for part in query.split('&')))


def links(text):
    for link in re.findall(r'<a [^>]*href="(/[^"]*)"', text):
        link = html.unescape(link).split('#')[0]
        if not link.startswith(('//', '/assets/', '/sign-out', '/choose')):
            yield link


def words_of(reply):
    """What a file of ours says: the text of every part of a zip, or the bytes as they are."""
    if not reply.body.startswith(b'PK'):
        return reply.text
    with zipfile.ZipFile(io.BytesIO(reply.body)) as parts:
        return ''.join(re.sub('<[^>]*>', ' ', parts.read(name).decode('utf-8', errors='replace')) for name in parts.namelist())


def number(text):
    return int(re.sub(r'\D', '', text))


def related_wrong(browser, reply, path):
    """Each number under «what else is on record» is that of the list it leads to."""
    part = re.search(r'<section id="related">(.*?)</section>', reply.text, re.S)
    for link, shown in re.findall(r'<a href="([^"]*)">([^<]*)</a>', part.group(1) if part else ''):
        where, _, query = html.unescape(link).partition('?')
        listed = browser.ask('GET', f'{where}.json?{query}')
        count = json.loads(listed.text)['count'] if listed.status == 200 else listed.status
        if count != number(shown):
            yield f'{path}: {shown} leads to a list of {count}: {link}'


def complaints_of(reply):
    if reply.status != 200:
        yield f'{reply.status} {reply.title()}'
        return
    yield from page_complaints(reply)
    name, types = reply.header('Content-Disposition'), reply.header('Content-Type')
    words = words_of(reply)
    marked = any(mark in words for mark in MARKS) or 'practice-' in name
    if not marked and ('html' in types or 'openxml' in types or 'csv' in types):
        yield f'does not say that the town is made up ({types})'


def walk(browser, year, lang, of_a_kind):
    """Breadth first; what a page leads to is read in its year. Returns how many were opened, by kind, and what is wrong."""
    browser.cookies['year'] = year
    waiting, seen, opened, wrong = collections.deque(['/']), {'/'}, collections.Counter(), []
    while waiting:
        path = waiting.popleft()
        if opened[kind(path, of_a_kind > 1)] >= of_a_kind:
            continue
        opened[kind(path, of_a_kind > 1)] += 1
        reply = browser.ask('GET', path, headers={'Accept-Language': lang})
        wrong += [f'{year} {lang} {path}: {what}' for what in complaints_of(reply)]
        wrong += related_wrong(browser, reply, path)
        if 'html' in reply.header('Content-Type') and reply.status == 200:
            for link in links(reply.text):
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)
    return opened, wrong


def work(arguments):
    program, wrong = arguments[0], []
    with Databases(program) as databases:
        for engine in engines():
            with Server(program, databases.new(engine, 'town'), databases.folder) as server:
                browser = Browser(server.port)
                browser.sign_in('head', centre=TOWN)
                # All of it once; the other years, the other language and the other engine by one page of a kind.
                rounds = [(YEARS[-2], 'ru', OF_A_KIND)] if engine == 'sqlite' else []
                rounds += [(year, 'en' if year == YEARS[0] else 'ru', 1) for year in ((YEARS[0], YEARS[-1]) if engine == 'sqlite' else YEARS[-1:])]
                for year, lang, of_a_kind in rounds:
                    opened, found = walk(browser, year, lang, of_a_kind)
                    wrong += [f'{engine} {complaint}' for complaint in found]
                    print(f'{engine} {year} {lang}: {sum(opened.values())} pages of {len(opened)} kinds')
                    if len(opened) < 60:
                        wrong.append(f'{engine} {year}: only {len(opened)} kinds of pages were found')
    if wrong:
        raise Failure('\n'.join(wrong[:40]))


if __name__ == '__main__':
    main(work, sys.argv[1:])
