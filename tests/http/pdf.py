#!/usr/bin/env python3
"""pdf.py PROGRAM [STORY]: printed documents as PDF, asked for by their buttons, on both engines. The real LibreOffice makes tagged
files that other programs read: structure, language, title, text. One that is missing, dies or hangs is told in words, and nothing
of it stays behind.
"""
import contextlib
import os
import re
import subprocess
import sys
import tempfile
import time

from copies import expect, finished, page, signed_in
from orientir import Databases, Server, engines, main


@contextlib.contextmanager
def served(program, url, folder, path=None):
    """A server whose PATH is this one, while the test keeps its own; nothing of LibreOffice stays in its folder."""
    was = {name: os.environ.get(name, '') for name in ('PATH', 'TMPDIR')}
    os.environ.update(PATH=path or was['PATH'], TMPDIR=folder)
    try:
        server = Server(program, url, folder)
    finally:
        os.environ.update(was)
    with server:
        yield server
    left = [name for name in os.listdir(folder) if name.startswith('orientir-office-')]
    expect('no folder stays', not left, left)


def soffice(folder, script):
    """A script in the place of LibreOffice; its PATH."""
    place = tempfile.mkdtemp(prefix='office-', dir=folder)
    with open(os.path.join(place, 'soffice'), 'w', encoding='utf-8') as f:
        f.write('#!/bin/bash\n' + script)
    os.chmod(f.name, 0o700)
    return place


def buttons(browser, target):
    """Where the button of the page posts to, and the address of the Word document beside it."""
    seen = page(browser, target).text
    form, word = re.search(r'action="([^"]*/pdf[^"]*)" method="post"', seen), re.search(r'href="([^"]*(?:format=docx|plan\.docx[^"]*))"', seen)
    expect(f'{target}: a button and the Word document', form and word, seen)
    return [m.group(1).replace('&amp;', '&') for m in (form, word)]


def said_of(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def plain(words):
    return re.sub(r'[\s\u00a0\u00ad\u202f\-\u2011]+', '', words)


def looked(folder, bytes_, language):
    """A tagged PDF by what poppler finds in it: its facts, the kinds of its parts, its words."""
    path = os.path.join(folder, f'made-{os.urandom(3).hex()}.pdf')
    with open(path, 'wb') as f:
        f.write(bytes_)
    facts, parts = said_of('pdfinfo', path), said_of('pdfinfo', '-struct', path)
    expect('tagged', re.search(r'^Tagged:\s+yes', facts, re.M) and b'/StructTreeRoot' in bytes_ and b'/MarkInfo' in bytes_, facts)
    expect('a title', re.search(r'^Title:\s+\S', facts, re.M), facts)
    expect('A4', 'A4' in facts, facts)
    expect('its language', re.search(rb'/Lang\s*\(' + language.encode() + rb'\)', bytes_), re.findall(rb'/Lang.{20}', bytes_)[:3])
    return facts, set(re.findall(r'^\s*([A-Za-z0-9]+)', parts, re.M)), said_of('pdftotext', path, '-')


def fetched(browser, over):
    link = re.search(r'href="(/work/\d+/file)"', over.text)
    expect('a file is kept', link, over.text)
    reply = browser.ask('GET', link.group(1))
    expect('it is a PDF', reply.status == 200 and reply.body.startswith(b'%PDF-') and reply.header('Content-Type') == 'application/pdf'
           and '.pdf' in reply.header('Content-Disposition'), (reply.status, reply.headers))
    expect('it stays', browser.ask('GET', link.group(1)).body == reply.body, 'other bytes the second time')
    return reply.body


def made(program, databases, engine):
    """The analysis and the plan of a month, the second for a reader of English."""
    with served(program, databases.new(engine, 'demo'), databases.folder) as server:
        browser = signed_in(server, 'methodologist')
        button, word = buttons(browser, '/analysis')
        body = fetched(browser, finished(browser, browser.ask('POST', button)))
        facts, kinds, text = looked(databases.folder, body, 'ru-RU')
        title = re.search(r'<h1[^>]*>(.*?)</h1>', page(browser, '/analysis').text, re.S).group(1)
        expect('the title of the analysis', plain(title) in plain(re.search(r'Title:(.*)', facts).group(1)), facts)
        expect('headings, tables, lists and pictures in the structure', {'H1', 'H2', 'P', 'Table', 'TR', 'TH', 'TD', 'L', 'LI', 'Figure'} <= kinds, kinds)
        for heading in re.findall(r'<section id="section-\d+"><h2>(.*?)</h2>', page(browser, '/analysis').text):
            expect('the headings of the page', plain(heading) in plain(text), heading)
        if engine == 'sqlite':
            browser.cookies['lang'] = 'en'
            month = re.findall(r'<option value="(\d{4}-\d\d)"', page(browser, '/plan').text)[2]
            button, word = buttons(browser, f'/plan?month={month}')
            body = fetched(browser, finished(browser, browser.ask('POST', button)))
            facts, kinds, text = looked(databases.folder, body, 'en-GB')
            expect('the table of the month', {'Table', 'TR', 'TH', 'TD'} <= kinds and 'November' in text, (kinds, text[:300]))
        expect('nobody else\'s', signed_in(server, 'secretary').ask('GET', '/work/1/file').status == 404, 'another reads it')
        stranger = signed_in(server, 'coordinator')
        page(stranger, '/')
        expect('not for schools', stranger.ask('POST', button).status == 403, 'a school may')


def missing(program, databases, engine):
    """Where LibreOffice is not installed: what to do, and the Word document."""
    with served(program, databases.new(engine, 'demo'), databases.folder, '/nowhere') as server:
        browser = signed_in(server, 'methodologist')
        for target in ('/analysis', '/plan'):
            button, word = buttons(browser, target)
            reply = browser.ask('POST', button)
            expect('what to do', reply.status == 503 and 'libreoffice-writer-nogui' in reply.text and 'Скачать документ Word' in reply.text,
                   (reply.status, reply.text))
            expect('the Word document', f'href="{word.replace("&", "&amp;")}"' in reply.text, reply.text)
            expect('it is there', browser.ask('GET', word).body.startswith(b'PK'), 'no Word document')
        expect('no job was made', 'href="/work/' not in page(browser, '/work').text, 'a job')


def alive(pid):
    try:
        with open(f'/proc/{pid}/stat', encoding='ascii') as f:
            return f.read().split()[2] != 'Z'
    except OSError:
        return False


def troubles(program, databases, engine):
    """It dies: told, and tried again by the button when it is well. It hangs: stopped by the button, and by the end of the server."""
    url, pids = databases.new(engine, 'demo'), os.path.join(databases.folder, f'pids-{engine}')
    good = 'mkdir -p $HOME/out; echo "%PDF-1.6 good %%EOF" >$HOME/out/document.pdf\n'
    place = soffice(databases.folder, 'kill -SEGV $$\n')

    def becomes(script):
        with open(os.path.join(place, 'soffice.new'), 'w', encoding='utf-8') as f:
            f.write('#!/bin/bash\n' + script)
        os.chmod(f.name, 0o700)
        os.replace(f.name, os.path.join(place, 'soffice'))

    def hangs(browser, reply):
        """The page of the job when the script stands in it, and the numbers of its processes."""
        for _ in range(200):
            if os.path.exists(pids) and page(browser, reply.header('Location')).header('Refresh'):
                with open(pids, encoding='ascii') as f:
                    return [int(n) for n in f.read().split()]
            time.sleep(0.1)
        expect('it began', False, 'no process')

    with served(program, url, databases.folder, place + ':/usr/bin:/bin') as server:
        browser = signed_in(server, 'methodologist')
        button, _ = buttons(browser, '/plan')
        reply = browser.ask('POST', button)
        over = finished(browser, reply)
        expect('told', 'LibreOffice не сделал PDF' in over.text and 'href="/work/1/file"' not in over.text, over.text)
        becomes(good)
        over = finished(browser, browser.ask('POST', reply.header('Location') + '/again'))
        expect('made the second time', fetched(browser, over) == b'%PDF-1.6 good %%EOF\n', over.text)
        becomes(f"trap '' TERM\nsleep 600 & echo $! $$ >{pids}.new; mv {pids}.new {pids}\nsleep 600\n")
        reply = browser.ask('POST', button)
        running = hangs(browser, reply)
        twice = browser.ask('POST', button)
        expect('pressed twice: one job', twice.header('Location') == reply.header('Location'), twice.header('Location'))
        over = finished(browser, browser.ask('POST', reply.header('Location') + '/cancel'))
        expect('stopped by the button', 'href="' + reply.header('Location') + '/file"' not in over.text, over.text)
        expect('nothing of it lives', not any(map(alive, running)), running)
        os.unlink(pids)
        running = hangs(browser, browser.ask('POST', button))
    expect('nothing outlives the server', not any(map(alive, running)), running)

def killed(program, databases, engine):
    """A server that is killed takes LibreOffice along; the next one does the job anew."""
    url, pids = databases.new(engine, 'demo'), os.path.join(databases.folder, f'pids-killed-{engine}')
    hanging = soffice(databases.folder, f'sleep 600 & echo $! $$ >{pids}.new; mv {pids}.new {pids}\nsleep 600\n')
    good = soffice(databases.folder, 'mkdir -p $HOME/out; echo "%PDF-1.6 good %%EOF" >$HOME/out/document.pdf\n')
    was, place = dict(os.environ), tempfile.mkdtemp(prefix='killed-', dir=databases.folder)
    os.environ.update(PATH=hanging + ':/usr/bin:/bin', TMPDIR=place)
    server = Server(program, url, databases.folder)
    os.environ.update(was)
    browser = signed_in(server, 'methodologist')
    reply = browser.ask('POST', buttons(browser, '/plan')[0])
    for _ in range(200):
        if os.path.exists(pids):
            break
        time.sleep(0.1)
    server.process.kill()
    server.process.wait()
    with open(pids, encoding='ascii') as f:
        running = [int(n) for n in f.read().split()]
    for _ in range(100):
        if not any(map(alive, running)):
            break
        time.sleep(0.1)
    expect('nothing outlives a killed server', not any(map(alive, running)), running)
    os.environ.update(PATH=good + ':/usr/bin:/bin', TMPDIR=place)
    server = Server(program, url, databases.folder)
    os.environ.update(was)
    with server:
        if engine == 'sqlite':  # another server of a region waits until the lease is over
            browser = signed_in(server, 'methodologist')
            for _ in range(300):
                over = page(browser, reply.header('Location'))
                if not over.header('Refresh'):
                    break
                time.sleep(0.1)
            expect('done by the next one', fetched(browser, over) == b'%PDF-1.6 good %%EOF\n', over.text)


def work(arguments):
    program = os.path.abspath(arguments[0])
    with Databases(program) as databases:
        for engine in engines():
            for story in (made, missing, troubles, killed):
                if arguments[1:] and story.__name__ not in arguments[1:]:
                    continue
                began = time.monotonic()
                story(program, databases, engine)
                print(f'{engine}: {story.__name__}: {time.monotonic() - began:.1f} s', flush=True)


if __name__ == '__main__':
    main(work, sys.argv[1:])
