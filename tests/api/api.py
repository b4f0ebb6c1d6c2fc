#!/usr/bin/env python3
"""api.py PROGRAM: what other programs read, on both engines, over the sample year.

Every address of the OpenAPI file is asked for with tokens of several roles. validate.mjs (swagger-parser and ajv, from elsewhere)
holds the file to the standard and each answer to its schema. Besides: a token reads what the role reads in a browser and opens
nothing else; a list equals its export as CSV; pages neither miss nor repeat a row; rubbish in place of a token is refused.
"""
import csv
import html
import io
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'http'))
from orientir import Browser, Databases, Failure, Server, engines, main, run  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
ROLES = ['administrator', 'head', 'methodologist', 'secretary', 'coordinator']
SEED = int(os.environ.get('ORIENTIR_SEED', time.time_ns() % 1000000))


class Reader:
    """A program with a token."""

    def __init__(self, server, token):
        self.browser, self.token = Browser(server.port), token

    def ask(self, target, method='GET', **headers):
        send = {'Authorization': f'Bearer {self.token}'}
        send.update({name.replace('_', '-'): value for name, value in headers.items()})
        reply = self.browser.ask(method, target, [], send, csrf=False)
        if reply.header('Set-Cookie'):
            raise Failure(f'{method} {target}: a token was answered with a cookie')
        return reply

    def json(self, target):
        reply = self.ask(target)
        if reply.status != 200:
            raise Failure(f'GET {target}: {reply.status} {reply.text[:500]}')
        return json.loads(reply.text)

    def rows(self, target):
        """All rows of a list, part by part."""
        rows = []
        while target:
            part = self.json(target)
            rows += part['rows']
            target = part['next']
        return rows


class World:
    def __init__(self, program, server, engine, folder):
        self.program, self.server, self.engine = program, server, engine
        self.folder = folder / engine
        self.folder.mkdir()
        self.complaints = []
        self.admin = Browser(server.port)
        self.admin.sign_in('administrator')
        page = self.admin.ask('GET', '/accounts/of/coordinator/person').text
        choice = re.search(r'<select id="organisation".*?</select>', page, re.S).group(0)
        self.school = int(re.search(r'<option value="(\d+)" selected', choice).group(1))
        self.readers = {role: Reader(server, self.make(role)) for role in ROLES}
        self.openapi = self.readers['administrator'].json('/api/openapi.json')
        (self.folder / 'openapi.json').write_text(json.dumps(self.openapi), encoding='utf-8')

    def make(self, role):
        page = self.admin.ask('GET', '/token').text
        until = re.search(r'name="until" value="([^"]+)"', page).group(1)
        reply = self.admin.ask('POST', '/token', [('name', f'Проба {role}'), ('role', role), ('until', until),
                                                  ('organisation', str(self.school) if role == 'coordinator' else '')])
        found = re.search(r'orientir-\d+-[0-9a-f]{64}', reply.text)
        if not found:
            raise Failure(f'no token for {role}: {reply.status} {html.unescape(reply.text)[-1500:]}')
        return found.group(0)

    def complain(self, what):
        self.complaints.append(f'{self.engine}: {what}')


def fill(world, path, reader):
    """The address with something in its braces that there is."""
    def value(found):
        name, before = found.group(1), path[:found.start()]
        if before == '/analysis/edition/':
            editions = world.readers['administrator'].json('/analysis/editions.json')['editions']
            return str(editions[0]['id']) if editions else '1'
        if name == 'id':
            rows = reader.ask(before.rstrip('/') + '.json?year=all')
            rows = rows if rows.status == 200 else reader.ask(before.rstrip('/') + '.json')
            listed = json.loads(rows.text).get('rows', []) if rows.status == 200 else []
            return str(listed[0]['id']) if listed else '1'
        if name == 'year':
            years = world.readers['administrator'].json('/academic_year.json')['rows']
            return str(max(row['year'] for row in years))
        figures = world.readers['administrator'].json('/figure.json')['figures']
        return next(f['name'] for f in figures if f['name'].startswith('diagnostics.'))
    if path == '/file.json':
        rows = json.loads(reader.ask('/organisation.json').text)['rows']
        return f'{path}?register=organisation&row={rows[0]["id"] if rows else world.school}'
    return re.sub(r'\{(\w+)\}', value, path)


def routes_of(program):
    """(method, pattern, who may), but for those that are the same bytes for everybody."""
    rows = [(line.split('\t') + [''])[:4] for line in run([program, 'routes']).splitlines()]
    return [(row[0], row[1], set(row[2].split(','))) for row in rows if 'static' not in row[3]]


# Pages that are no list, row or report of the record; whatever else is shown can be read by programs.
NO_TWIN = {
    r'/.*/(edit|remove|new|person|repeat)|/choose|/_widgets|/sign-in|/account': 'a form, or the reader himself',
    r'/|/search|/analysis': 'made of what has addresses of its own: figures, deadlines, lists, the analysis by its year',
    r'/analysis/block/.*|/analysis/.*/document|/analysis/edition/.*/file|/.*\.(xlsx|csv|docx|xml)': 'a form of writing, or a file',
    r'/file/.*/(small|view|download)': 'the bytes of a file',
    r'/accounts.*|/token|/work.*|/backup.*|/api.*': 'the care of the program, not its record',
    r'/import.*': 'files on their way into the record, and what became of them',
    r'/event|/event/\{id\}': 'a form, and what somebody has not finished in it',
    r'/public.*|/robots.txt|/analysis/edition/.*/public': 'what everybody may see: its own file of data stands beside it',
    r'/file/.*': 'the files themselves, and the page of one',
}


def described(world, routes):
    """Whatever is shown has an address for programs; whatever ends in .json is in the file, and nothing else is."""
    patterns = {pattern for method, pattern, _ in routes if method == 'GET'}
    for pattern in sorted(patterns):
        if not pattern.endswith('.json') and pattern + '.json' not in patterns and \
                not any(re.fullmatch(no, pattern) for no in NO_TWIN):
            world.complain(f'{pattern} cannot be read by programs')
    there = {re.sub(r'\{[^}]*\}', '{}', pattern) for method, pattern, _ in routes if method == 'GET' and pattern.endswith('.json')}
    told = {re.sub(r'\{[^}]*\}', '{}', path) for path in world.openapi['paths']}
    for path in sorted(there ^ told):
        world.complain(f'{path} is {"not described" if path in there else "described and not there"}')


def read_all(world, routes):
    """Each address by each token: the status its right says, the same bytes as in a browser of that role; kept for validate.mjs."""
    rights = {re.sub(r'\{[^}]*\}', '{}', pattern): right for _, pattern, right in routes}
    answers, n = [], 0
    for role, reader in world.readers.items():
        person = Browser(world.server.port)
        person.sign_in(role)
        for path in world.openapi['paths']:
            target = fill(world, path, reader)
            mine, his = reader.ask(target), person.ask('GET', target)
            allowed = role in rights[re.sub(r'\{[^}]*\}', '{}', path)]
            n += 1
            if 'moment' in mine.text: # the analysis of a year says when it was read
                mine.body, his.body = (re.sub(rb'"moment":"\d{13}"', b'', reply.body) for reply in (mine, his))
            if (mine.status == 403) == allowed or mine.status not in (200, 403, 404):
                world.complain(f'{target} by a token of {role}: {mine.status}, its right says {"yes" if allowed else "no"}')
            if mine.status != his.status or (mine.status == 200 and mine.body != his.body):
                world.complain(f'{target}: the token of {role} got {mine.status}, the person {his.status}, '
                               f'bytes {"equal" if mine.body == his.body else "differ"}')
            answers.append({'path': path, 'target': target, 'status': mine.status, 'body': json.loads(mine.text)})
    answers += choices(world)
    (world.folder / 'answers.json').write_text(json.dumps(answers), encoding='utf-8')
    return n


def choices(world):
    """Every word that the file says a query may hold is taken; a name it does not say is refused."""
    answers, reader = [], world.readers['administrator']
    for path, item in world.openapi['paths'].items():
        target = fill(world, path, reader)
        asked = [(p['name'], word) for p in item['get'].get('parameters', []) for word in p['schema'].get('enum', [])]
        asked += [('year', 'all')] if path[1:-5] + '_list' == item['get'].get('operationId') and \
            any(p['name'] == 'year' for p in item['get']['parameters']) else []
        for name, word in asked:
            reply = reader.ask(f'{target}?{name}={urllib.parse.quote(word)}')
            if reply.status != 200:
                world.complain(f'{target}?{name}={word}: {reply.status}')
            answers.append({'path': path, 'target': f'{target}?{name}={word}', 'status': reply.status, 'body': json.loads(reply.text)})
        if reader.ask(target + ('&' if '?' in target else '?') + 'no_such_name=1').status not in (400, 404):
            world.complain(f'{target} takes a parameter that the file does not name')
    return answers


def reports(world, random_):
    """What reports say in JSON is what their pages say."""
    reader, n = world.readers['head'], 0
    names = [f['name'] for f in reader.json('/figure.json')['figures']]
    for name in random_.sample(names, min(60, len(names))):
        figure = reader.json('/figure/' + name + '.json')
        known = [row['value'] for row in figure['rows'] if row['value'] is not None]
        n += figure['value'] is not None
        page = world.admin.ask('GET', '/figure/' + name).text
        if figure['status'] == 'known' and (figure['value'] != sum(known) or figure['n_known'] != len(known)):
            world.complain(f'{name} is {figure["value"]}, its rows make {sum(known)}')
        if figure['value'] is not None and not re.search(r'tile-value">' + grouped(figure['value']) + r'\b', page):
            world.complain(f'{name} is {figure["value"]}, its page says otherwise')
    for query in ('', '?view=month', '?by=organisation', '?view=cumulative&by=kind'):
        table, page = reader.json('/reach.json' + query), world.admin.ask('GET', '/reach' + query).text
        cells = [cell for row in table['rows'] + [table['total']] for cell in row['cells'] + [row['sum']] if cell is not None]
        n += len(cells)
        missing = [cell for cell in cells if not re.search(r'>' + grouped(cell) + r'<', page)]
        if missing or any(len(row['cells']) != len(table['columns']) for row in table['rows']):
            world.complain(f'reach{query}: {missing} are not on the page')
        if 'cumulative' not in query and sum(c for c in table['total']['cells'] if c) != (table['total']['sum'] or 0):
            world.complain(f'reach{query}: the cells of the total do not make its sum')
    plan, page = reader.json('/plan.json'), world.admin.ask('GET', '/plan').text
    if plan['points'] and any(f'/plan_item/{point["id"]}"' not in page for point in plan['points']):
        world.complain('a point of the plan is not on its page')
    inside = [point for point in plan['points'] if point['status']['key'] != 'outside']
    if plan['items'] != len(inside) or plan['done'] != sum(point['status']['key'] == 'done' for point in plan['points']):
        world.complain(f'the plan counts {plan["items"]} and {plan["done"]} of {len(plan["points"])} points')
    late, page = reader.json('/deadline.json'), world.admin.ask('GET', '/deadline').text
    for rows in (late['plan'], late['decisions'], late['requests'], late['agreements']):
        n += len(rows)
        if any(f'href="/{row["register"]}/{row["id"]}"' not in page for row in rows):
            world.complain('something late is not on its page')
    found, page = reader.json('/check.json')['findings'], world.admin.ask('GET', '/check').text
    if len(found) != page.count('id="finding-') or any(f'id="finding-{f["key"]}"' not in page for f in found):
        world.complain('findings differ from their page')
    return n + len(found) + len(plan['points'])


def grouped(n):
    """A number as pages write it in Russian: digits in threes from five on, with a space that does not break."""
    return f'{n:,}'.replace(',', '\u00a0') if n >= 10000 else f'{n:,}'.replace(',', '[\u00a0\u202f]?')


def scope(world):
    """The coordinator's token sees rows of its school alone."""
    n = 0
    person = Browser(world.server.port)
    person.sign_in('methodologist')
    person.ask('GET', '/contingent/new')
    others = [row['id'] for row in world.readers['administrator'].rows('/organisation.json') if row['id'] != world.school]
    for school in (world.school, others[0], others[1]):
        made = person.ask('POST', '/contingent/new', [('organisation', str(school)), ('on_date', '01.10.2021'), ('grade', '7'),
                                                      ('pupils', '25')])
        if made.status != 303:
            raise Failure(f'no row was made: {made.status}')
    for path in world.openapi['paths']:
        reply = world.readers['coordinator'].ask(path) if '{' not in path else None
        if reply and reply.status == 200 and 'rows' in json.loads(reply.text):
            for row in json.loads(reply.text)['rows']:
                if isinstance(row.get('organisation'), dict):
                    n += 1
                    if row['organisation']['id'] != world.school:
                        world.complain(f'{path}: the coordinator sees row {row["id"]} of organisation {row["organisation"]}')
    return n


def shown(value, schema):
    """What the list on the page and its CSV show for a value, as far as it can be told without the program: (text, exactly)."""
    kind = schema['anyOf'][0] if 'anyOf' in schema else schema
    if value is None or value == []:
        return '', True
    if isinstance(value, bool):
        return 'Да' if value else 'Нет', True
    if isinstance(value, list):
        return '; '.join(row['title'] for row in value), True
    if isinstance(value, dict) and 'label' in value:
        return value['label'], True
    if isinstance(value, dict) and 'title' in value:
        return value['title'], True
    if isinstance(value, dict): # a season is shown in the words of its document
        return '' if value['precision'] == 'season' else value['first'][:4], False
    if isinstance(value, int): # a school year is shown as two
        return str(value), 'year' not in schema['title'].lower() and kind.get('minimum') is not None
    if kind.get('format') == 'date':
        return '.'.join(reversed(value.split('-'))), True
    return value, True


def squeezed(cell):
    """Numbers without their groups, text without the mark that keeps a spreadsheet from calculating it."""
    return re.sub(r'(?<=\d)[ \u00a0\u202f](?=\d{3}\b)', '', cell.replace('\r\n', '\n')).lstrip("'")


def equals_export(world):
    """Each list against its CSV, cell by cell."""
    n_lists = n_cells = 0
    reader = world.readers['administrator']
    for path, item in world.openapi['paths'].items():
        name = path[1:-5]
        if 'row_' + name not in world.openapi['components']['schemas']:
            continue
        reply = world.admin.ask('GET', f'/{name}.csv')
        if reply.status != 200:
            continue
        table = list(csv.reader(io.StringIO(reply.body.decode('utf-8-sig')), delimiter=';'))
        fields = world.openapi['components']['schemas']['row_' + name]['properties']
        by_label = {}
        for field, schema in fields.items():
            by_label.setdefault(schema.get('title'), []).append(field)
        columns = [by_label[label].pop(0) for label in table[0]]
        rows = reader.rows(path)
        if len(rows) != len(table) - 1:
            world.complain(f'{name}: {len(rows)} rows in JSON, {len(table) - 1} in CSV')
            continue
        n_lists += 1
        wanted = [[shown(row[field], fields[field]) for field in columns] for row in rows]

        def key(cells):
            return [squeezed(cell) for cell in cells]
        exact = [i for i in range(len(columns)) if all(cells[i][1] for cells in wanted)]
        left = sorted([key([cells[i][0] for i in exact]) + [[cells[i][0] for i in range(len(columns)) if i not in exact]]
                       for cells in wanted], key=str)
        right = sorted([key([cells[i] for i in exact]) + [[cells[i] for i in range(len(columns)) if i not in exact]]
                        for cells in table[1:]], key=str)
        for one, two in zip(left, right):
            n_cells += len(columns)
            rest = all(a in squeezed(b) for a, b in zip(one[-1], two[-1]))
            if one[:-1] != two[:-1] or not rest:
                world.complain(f'{name}: JSON {one}, CSV {two}')
                break
    return n_lists, n_cells


def pages(world):
    """Part by part every row comes once, also when somebody saves in between."""
    reader, person = world.readers['methodologist'], Browser(world.server.port)
    person.sign_in('methodologist')
    person.ask('GET', '/organisation/new')
    whole = [row['id'] for row in reader.rows('/organisation.json?per_page=200')]
    target, got, parts = '/organisation.json?per_page=3', [], 0
    while target:
        part = reader.json(target)
        got += [row['id'] for row in part['rows']]
        target, parts = part['next'], parts + 1
        if parts == 2:
            made = person.ask('POST', '/organisation/new', [('name', '0 Организация между страницами'), ('kind', 'school')])
            if made.status != 303:
                raise Failure(f'no organisation was made: {made.status}')
    if got != sorted(set(got)) or not set(whole) <= set(got) or len(got) != len(whole) + 1 or parts < 3:
        world.complain(f'pages of organisations: {got} of {whole}')
    by_page = [row['id'] for row in reader.rows('/organisation.json?per_page=3&sort=name')]
    if sorted(by_page) != sorted(got):
        world.complain('pages by name hold other rows than pages by id')


def years(world):
    """One year, the same in two figures, all of them; what is no year is refused."""
    reader = world.readers['head']
    known = sorted(row['year'] for row in reader.rows('/academic_year.json'))
    newest = reader.json('/activity.json')
    spelt = [reader.json(f'/activity.json?year={known[-1]}{more}') for more in ('', f'-{known[-1] + 1}')]
    if any([part['rows'], part['year']] != [newest['rows'], newest['year']] for part in spelt) or newest['year'] != known[-1]:
        world.complain('one year in different spellings gives different rows')
    whole = reader.json('/activity.json?year=all')
    parts = sum(reader.json(f'/activity.json?year={year}')['count'] for year in known)
    if whole['year'] is not None or whole['count'] < parts or newest['count'] == 0:
        world.complain(f'all years: {whole["count"]}, one by one {parts}')
    for year in ('20', 'x', '2021-2023', '99999', '2021-22'):
        if reader.ask(f'/activity.json?year={year}').status != 400:
            world.complain(f'year={year} is not refused')


def not_sent_twice(world):
    reader = world.readers['head']
    tag = reader.ask('/organisation.json').header('ETag')
    again = reader.ask('/organisation.json', If_None_Match=tag)
    if not tag or again.status != 304 or again.body:
        world.complain(f'ETag {tag}: {again.status} with {len(again.body)} bytes')
    other = reader.ask('/organisation.json', If_None_Match=tag, Accept_Language='en')
    if other.status != 200 or other.header('ETag') == tag:
        world.complain('the other language was taken for the same bytes')


def rubbish(world, random_):
    """Nothing but a token is a token."""
    good = world.readers['administrator'].token
    secret = good.rsplit('-', 1)[1]

    def value():
        kind = random_.randrange(8)
        if kind == 0:
            return good[:random_.randrange(len(good))]
        if kind == 1:
            at = random_.randrange(len(good))
            return good[:at] + random_.choice('0123456789abcdefgXYZ-_.') + good[at + 1:] + random_.choice(['', '0', ' x'])
        if kind == 2:
            return f'orientir-{random_.choice([0, -1, 2, 7, 99999999999999999999, "x", ""])}-{secret}'
        if kind == 3:
            return good.upper()
        if kind == 4:
            return ''.join(chr(random_.randrange(33, 127)) for _ in range(random_.randrange(1, 200)))
        if kind == 5:
            return secret
        if kind == 6:
            return 'orientir-1-' + ''.join(random_.choice('0123456789abcdef') for _ in range(64))
        return "orientir-1-' OR 1=1 --" + 'a' * random_.randrange(60)
    for _ in range(200):
        typed = value()
        if typed.strip() == good:
            continue
        reply = Reader(world.server, typed).ask('/organisation.json')
        if reply.status not in (400, 401) or (reply.status == 401 and 'Bearer' not in reply.header('WWW-Authenticate')):
            world.complain(f'seed {SEED}: {typed!r} got {reply.status}')
    for header in ('bearer', 'Bearer', 'Token ' + good, 'Basic ' + good, good, 'Bearer' + good, ''):
        reply = Browser(world.server.port).ask('GET', '/organisation.json', headers={'Authorization': header})
        if reply.status != 401:
            world.complain(f'Authorization {header[:20]!r} got {reply.status}')


def nothing_else(world, routes):
    """With the widest token: no page opens, no form is taken, and the record stays as it is."""
    def dump():
        return [line for line in run([world.program, 'dump', '--db', world.url]).splitlines() if '"access_token"' not in line]
    before, reader = dump(), world.readers['administrator']
    for method, pattern, _ in routes:
        if pattern.endswith('.json'):
            continue
        target = re.sub(r'\{[^}]*\}', '1', pattern)
        reply = reader.ask(target, method)
        if reply.status != 403 or not reply.header('Content-Type').startswith('application/json'):
            world.complain(f'{method} {target} by a token: {reply.status}')
    if before != dump():
        world.complain('something was changed by a token')


def look(world, routes, random_):
    described(world, routes)
    n = read_all(world, routes)
    rows = scope(world)
    told = reports(world, random_)
    lists, cells = equals_export(world)
    pages(world)
    years(world)
    not_sent_twice(world)
    rubbish(world, random_)
    nothing_else(world, routes)
    print(f'{world.engine}: {n} answers, {rows} rows of the coordinator, {lists} lists and {cells} cells against CSV, {told} things against pages')
    if lists < 20 or cells < 2000 or rows < 1:
        world.complain('too little was compared')


def work(arguments):
    program = arguments[0]
    routes = routes_of(program)
    complaints, bodies = [], []
    print(f'seed {SEED}')
    with tempfile.TemporaryDirectory() as name, Databases(program) as databases:
        for engine in engines():
            url = databases.new(engine, 'demo')
            with Server(program, url, databases.folder) as server:
                world = World(program, server, engine, pathlib.Path(name))
                world.url = url
                look(world, routes, random.Random(SEED))
                complaints += world.complaints
                bodies.append((world.folder / 'answers.json').read_text(encoding='utf-8'))
            done = subprocess.run(['node', str(HERE / 'validate.mjs'), str(world.folder)], capture_output=True, text=True)
            print(done.stdout.strip())
            if done.returncode != 0:
                complaints.append(f'{engine}: {done.stdout[-3000:]}{done.stderr[-3000:]}')
    if len(bodies) == 2:
        one, two = (re.sub(r'"(moment|request|at)": ("[^"]*"|\d+)', r'"\1": 0', body) for body in bodies)
        if one != two:
            at = next(i for i, (a, b) in enumerate(zip(one, two)) if a != b)
            complaints.append(f'the engines answer differently: …{one[at - 200:at + 100]} | …{two[at - 200:at + 100]}')
    if complaints:
        raise Failure(f'{len(complaints)} complaints\n' + '\n'.join(c[:1500] for c in complaints[:40]))


if __name__ == '__main__':
    main(work, sys.argv[1:])
