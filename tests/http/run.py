#!/usr/bin/env python3
"""run.py PROGRAM STORY.t…: tells stories to the real program, on both engines, and compares what the engines answer.

A story is text; README.md in this folder describes it. Exit 0: every story holds.
"""
import html
import io
import re
import sys
import time
import zipfile

import samples
from orientir import Browser, Databases, Failure, Server, ROLES, engines, main, page_complaints, run

SOON_SECONDS = 10  # for what the server writes after it has answered
METHODS = ('GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS')


class Step:
    def __init__(self, line, method, target):
        self.line, self.method, self.target = line, method, target
        self.fields, self.headers, self.checks, self.files = [], {}, [], None
        self.csrf, self.soon = True, False


def read_story(path):
    data, steps, problems = 'init', [], []
    with open(path, encoding='utf-8') as f:
        for number, raw in enumerate(f, 1):
            line = raw.rstrip('\n')
            words = line.strip()
            if not words or words.startswith('#'):
                continue
            word, _, rest = words.partition(' ')
            rest = rest.strip()
            if not line.startswith(' '):
                if word == 'data':
                    data = rest
                elif word == 'as':
                    steps.append(('as', rest, number))
                elif word == 'with':
                    name, _, value = rest.partition('=')
                    steps.append(('with', (name.strip(), value.strip()), number))
                elif word in METHODS:
                    steps.append(('ask', Step(number, word, rest), number))
                else:
                    raise Failure(f'{path}:{number}: no such word "{word}"')
                continue
            if not steps or steps[-1][0] != 'ask':
                raise Failure(f'{path}:{number}: nothing was asked before')
            step = steps[-1][1]
            if re.fullmatch(r'\d\d\d', word):
                step.checks.append(('status', word, number))
                if rest:
                    step.checks.append(('goes', rest, number))
            elif word == 'field':
                name, _, value = rest.partition('=')
                step.fields.append((name.strip(), value.strip()))
            elif word == 'file':
                name, _, what = rest.partition('=')
                step.files = (step.files or []) + [(name.strip(), what.strip())]
            elif word == 'send':
                name, _, value = rest.partition(':')
                step.headers[name.strip()] = value.strip()
            elif word == 'csrf':
                step.csrf = False if rest == 'none' else rest
            elif word == 'soon':
                step.soon = True
            elif word in ('has', 'lacks', 'match', 'header', 'dump'):
                step.checks.append((word, rest, number))
            else:
                raise Failure(f'{path}:{number}: no such word "{word}"')
    for step in steps:
        if step[0] == 'ask' and not any(c[0] == 'status' for c in step[1].checks):
            problems.append(f'{path}:{step[2]}: no status is expected')
    if problems:
        raise Failure('\n'.join(problems))
    return data, steps


def fill(text, known):
    def value(found):
        name = found.group(1)
        if name not in known:
            raise Failure(f'${name} is not known')
        return known[name]
    return re.sub(r'\$([a-z_]+)\b', value, text)


def file_made(field, what):
    """"NAME: text" is a file of that text; "NAME from HOW" one of the files that picture.py makes."""
    name, made, how = what.partition(' from ')
    if made:
        return field, name.strip(), samples.make(how.strip())
    name, _, content = what.partition(':')
    return field, name.strip(), content.strip().replace('\\n', '\n').encode()


def parts_of(archive):
    """What is inside a workbook or a document, but for the part that holds nothing but the moment it was made."""
    with zipfile.ZipFile(io.BytesIO(archive)) as z:
        return '\n'.join(f'{n}: {z.read(n).decode(errors="replace")}' for n in sorted(z.namelist()) if n != 'docProps/core.xml')


def normal(reply):
    """The reply without what must differ from run to run: tokens, request numbers, the moment."""
    text = re.sub(r'\b[0-9a-f]{64}\b', 'TOKEN', parts_of(reply.body) if reply.body.startswith(b'PK\x03\x04') else reply.text)
    text = re.sub(r'\b[0-9a-f]{12}\b', 'NUMBER', text)
    text = re.sub(r'\b\d\d[./]\d\d[./]\d{4}, \d\d:\d\d\b|\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ', 'MOMENT', text)
    text = re.sub(r'("[a-z_]*(?:moment|made_at)":")\d{13}"', r'\1MOMENT"', text)
    text = re.sub(r'127\.0\.0\.1:\d+', 'HOST', text)
    text = re.sub(r'\b[2-9a-z]{4}(-[2-9a-z]{4}){3}\b', 'PASSWORD', text)
    headers = []
    for name, value in reply.headers:
        if name.lower() not in ('date', 'content-length'):
            headers.append(f'{name}: {re.sub(r"[0-9a-f]{64}|(?<=^.)[0-9a-f]{32}(?=.$)", "TOKEN", value)}')
    return [str(reply.status)] + sorted(headers) + text.split('\n')


class Teller:
    def __init__(self, path, program, url, server):
        self.path, self.program, self.url, self.server = path, program, url, server
        self.known, self.browsers, self.sent = {}, {'nobody': Browser(server.port)}, []
        self.browser = self.browsers['nobody']

    def become(self, who):
        if who not in self.browsers:
            if who not in ROLES:
                raise Failure(f'no such role "{who}"')
            self.browsers[who] = Browser(self.server.port)
            self.browsers[who].sign_in(who)
        self.browser = self.browsers[who]

    def check(self, word, rest, reply):
        if word == 'status':
            return str(reply.status) == rest or f'status {reply.status} instead of {rest}: «{reply.title()}»'
        if word == 'goes':
            found = re.fullmatch(fill(rest, self.known), reply.header('Location'))
            if not found:
                return f'Location is "{reply.header("Location")}"'
            self.known.update(found.groupdict())
            return True
        if word in ('has', 'lacks'):
            text = fill(rest, self.known)
            there = text in reply.text or text in html.unescape(reply.text)
            return there == (word == 'has') or f'"{text}" is {"there" if there else "not there"}'
        if word == 'match':
            found = re.search(fill(rest, self.known), reply.text, re.S)
            if not found:
                return f'nothing matches {rest}'
            self.known.update(found.groupdict())
            return True
        if word == 'header':
            name, _, value = rest.partition(':')
            value = fill(value.strip(), self.known)
            return value in reply.header(name.strip()) or f'{name} is "{reply.header(name.strip())}"'
        lines = run([self.program, 'dump', '--db', self.url])
        return bool(re.search(fill(rest, self.known), lines, re.M)) or f'no line of the dump matches {rest}'

    def ask(self, step):
        fields = [(fill(n, self.known), fill(v, self.known).replace('\\n', '\n')) for n, v in step.fields]
        headers = {n: fill(v, self.known) for n, v in step.headers.items()}
        self.sent += [v for _, v in fields]
        files = None if step.files is None else [file_made(name, fill(what, self.known)) for name, what in step.files]
        last = time.monotonic() + (SOON_SECONDS if step.soon else 0)
        while True:
            reply = self.browser.ask(step.method, fill(step.target, self.known), fields, headers, step.csrf, files)
            complaints = [f'{self.path}:{step.line}: {c}' for c in page_complaints(reply)]
            for word, rest, number in step.checks:
                outcome = self.check(word, rest, reply)
                if outcome is not True:
                    complaints.append(f'{self.path}:{number}: {outcome}')
            if not complaints or time.monotonic() > last:
                break
            time.sleep(0.05)
        if complaints:
            raise Failure('\n'.join(complaints) + f'\n--- the reply to {step.method} {step.target}\n{reply.text[:6000]}')
        return reply

    def check_log(self):
        """The log tells patterns and counts; never what somebody typed."""
        text = re.sub(r'(^|\s)[a-z_]+=', r'\1', self.server.log_text(), flags=re.M) # the log's own words, «kind=», are nobody's
        for value in self.sent:
            for word in [value] + re.findall('[а-яёА-ЯЁ]{4,}', value):
                of_a_route = re.search(rf'(^|\s)/{re.escape(word)}(/|\s)', text) # the name of a register, which a form may carry
                if len(word) >= 4 and word[0] != '/' and not word.isdigit() and word not in ROLES and not of_a_route and word in text:
                    raise Failure(f'{self.path}: the log holds "{word}", which was typed into a form')
        if re.search(r'route=\S*\?', text):
            raise Failure(f'{self.path}: the log holds a query')


def tell(path, program, databases, engine):
    data, steps = read_story(path)
    replies = []
    url = databases.new(engine, data)
    with Server(program, url, databases.folder) as server:
        teller = Teller(path, program, url, server)
        for kind, what, line in steps:
            try:
                if kind == 'as':
                    teller.become(what)
                elif kind == 'with':
                    if what[1]:
                        teller.browser.cookies[what[0]] = what[1]
                    else:
                        teller.browser.cookies.pop(what[0], None)
                else:
                    replies.append((what, normal(teller.ask(what))))
            except Failure as failure:
                raise Failure(f'{engine}: {path}:{line}:\n{failure}') from None
        teller.check_log()
    return replies


def compare(path, one, two):
    for (step, first), (_, second) in zip(one, two):
        for a, b in zip(first + [''], second + ['']):
            if a != b:
                at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), 0)
                raise Failure(f'{path}:{step.line}: the engines answer differently\nsqlite:   …{a[max(0, at - 60):at + 200]}\n'
                              f'postgres: …{b[max(0, at - 60):at + 200]}')
        if len(first) != len(second):
            raise Failure(f'{path}:{step.line}: one engine answers with more lines')


def work(arguments):
    program, paths = arguments[0], arguments[1:]
    with Databases(program) as databases:
        for path in paths:
            began = time.monotonic()
            told = [tell(path, program, databases, engine) for engine in engines()]
            if len(told) == 2:
                compare(path, told[0], told[1])
            print(f'{path}: {len(told[0])} requests on {len(told)} engine(s), {1000 * (time.monotonic() - began):.0f} ms')


if __name__ == '__main__':
    main(work, sys.argv[1:])
