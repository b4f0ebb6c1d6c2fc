#!/usr/bin/env python3
"""routes.py PROGRAM: every route as every role and as nobody, against the declaration (`orientir routes`).

Who has no right gets 403, or the way to sign in; who has it is never refused by the table, never meets a failure of ours, and
every page that comes back is sound. A form without the token of its session is refused on every route. New routes are walked
without a word here, because the list comes from the program.
"""
import re
import sys

from orientir import Browser, Databases, Failure, Server, ROLES, engines, main, page_complaints, run

WALKERS = ['nobody'] + ROLES
# What a {…} becomes: an id that the sample has in every register, a year of the record, words for the rest.
ARGUMENTS = {'year': '2021', 'login': 'teacher'}


class Route:
    def __init__(self, line):
        self.method, self.pattern, right, self.flags = (line.split('\t') + ['', ''])[:4]
        self.right = set(right.split(','))
        self.path = re.sub(r'\{([^}]*)\}', lambda m: ARGUMENTS.get(m.group(1), '1'), self.pattern)

    def allows(self, who):
        return 'public' in self.right or who in self.right


def read_routes(program):
    routes = [Route(line) for line in run([program, 'routes']).splitlines()]
    if not routes:
        raise Failure('the program lists no routes')
    for route in routes:
        if route.right <= {''}:
            raise Failure(f'{route.method} {route.pattern}: no right')
    return routes


class Walk:
    def __init__(self, server, engine):
        self.server, self.engine, self.complaints, self.asked = server, engine, [], 0
        self.denied_words = None

    def browser(self, who):
        browser = Browser(self.server.port)
        if who != 'nobody':
            browser.sign_in(who)
        return browser

    def complain(self, route, who, what):
        self.complaints.append(f'{self.engine}: {route.method} {route.path} as {who}: {what}')

    def by_table(self):
        """The last line of the log says that the table of routes refused, and not a handler."""
        return 'where=answer' in self.server.log_text().rstrip('\n').rsplit('\n', 1)[-1]

    def look(self, route, who, reply):
        self.asked += 1
        for complaint in page_complaints(reply) if not route.path.startswith('/assets/') else []:
            self.complain(route, who, complaint)
        if reply.status >= 500:
            self.complain(route, who, f'{reply.status} {reply.title()}\n{self.server.log_text().splitlines()[-1]}')

    def refused(self, route, who, reply):
        if who == 'nobody' and route.pattern.endswith('.json'):
            if reply.status != 401 or 'Bearer' not in reply.header('WWW-Authenticate'):
                self.complain(route, who, f'{reply.status} instead of 401')
        elif who == 'nobody' and route.method == 'GET':
            where = reply.header('Location')
            if reply.status != 303 or not where.startswith('/sign-in'):
                self.complain(route, who, f'{reply.status} {where} instead of the way to sign in')
        elif reply.status != 403:
            self.complain(route, who, f'{reply.status} instead of 403')

    def let_in(self, route, who, reply):
        if reply.status == 403 and self.by_table():
            self.complain(route, who, 'refused although its right is declared')
        if reply.status == 405:
            self.complain(route, who, '405')
        if who != 'nobody' and reply.status == 303 and reply.header('Location').startswith('/sign-in?'):
            self.complain(route, who, 'sent to sign in although signed in')

    def read(self, routes, who):
        """GET everything: nothing changes by it, so one browser goes through all."""
        browser = self.browser(who)
        for route in routes:
            if route.method != 'GET':
                continue
            reply = browser.ask('GET', route.path)
            self.look(route, who, reply)
            (self.let_in if route.allows(who) else self.refused)(route, who, reply)
            if who == 'administrator':
                self.look(route, who + ' (en)', browser.ask('GET', route.path, headers={'Accept-Language': 'en'}))

    def send(self, routes, who):
        """POST everything: first without a token, which nothing may survive, then with it."""
        browser = self.browser(who)
        for route in routes:
            if route.method != 'POST':
                continue
            foreign = browser.ask('POST', route.path, [], {'Origin': 'https://evil.example', 'Sec-Fetch-Site': 'cross-site'})
            self.look(route, who, foreign)
            if foreign.status != 403:
                self.complain(route, who, f'a form from a foreign page got {foreign.status}')
            if who != 'nobody':
                bare = browser.ask('POST', route.path, [], csrf=False)
                if bare.status != 403:
                    self.complain(route, who, f'a form without a token got {bare.status}')
            reply = browser.ask('POST', route.path, [])
            self.look(route, who, reply)
            (self.let_in if route.allows(who) else self.refused)(route, who, reply)
            if who != 'nobody' and (route.path == '/sign-out' or 'session' not in browser.cookies or
                                    browser.ask('GET', '/account').status == 303):
                browser = self.browser(who) # the step ended the session, as some are meant to


def unknown_paths(walk):
    browser = Browser(walk.server.port)
    for method, path, status in (('GET', '/no-such-page', 404), ('POST', '/no-such-page', 404), ('DELETE', '/', 405),
                                 ('POST', '/sign-in/', 404)):
        reply = browser.ask(method, path)
        if reply.status != status:
            walk.complaints.append(f'{walk.engine}: {method} {path}: {reply.status} instead of {status}')


def work(arguments):
    program = arguments[0]
    data = arguments[1] if len(arguments) > 1 else 'demo'
    routes = read_routes(program)
    complaints = []
    with Databases(program) as databases:
        for engine in engines():
            with Server(program, databases.new(engine, data), databases.folder) as server:
                walk = Walk(server, engine)
                unknown_paths(walk)
                for who in WALKERS:
                    walk.read(routes, who)
            for who in WALKERS: # each on a fresh copy, because what one sends may take the ground from under the next
                with Server(program, databases.new(engine, data), databases.folder) as server:
                    walk.server = server
                    walk.send(routes, who)
            complaints += walk.complaints
            print(f'{engine}: {len(routes)} routes, {len(WALKERS)} walkers, {walk.asked} replies')
    if complaints:
        raise Failure(f'{len(complaints)} complaints\n' + '\n'.join(complaints[:60]))


if __name__ == '__main__':
    main(work, sys.argv[1:])
