#!/usr/bin/env python3
"""sheets.py PROGRAM: every list of the sample year as its reader gets it in Excel and as text, read back by exceljs and LibreOffice,
against the page: the same rows in the same order, a number a number and a day a day, the head frozen, a filter, the passport;
comma-separated text in UTF-8 with its mark and in windows-1251 with the same cells.
"""
import csv
import io
import json
import os
import re
import subprocess
import sys

from copies import expect, page, signed_in
from orientir import Databases, Server, main

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SAVED_AS = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,1'


def plain(words):
    return re.sub(r'[\s\u00a0\u00ad\u202f]+', '', words or '')


def lists_of(program, browser):
    """Every register that has rows and hands itself out; the program itself names them to who asks for another."""
    told = subprocess.run([program, 'export', 'nothing', '--db', browser.url], capture_output=True, text=True).stderr
    return [n for n in re.findall(r'\b[a-z_]{4,}\b', told) if f'href="/{n}.xlsx"' in browser.ask('GET', '/' + n).text]


def cells(markup):
    strip = lambda s: re.sub(r'\s+', ' ', re.sub(r'<[^>]*>', '', s)).strip()
    return [(strip(inner), 'class="number' in attributes) for attributes, inner in re.findall(r'<t[dh]\b([^>]*)>(.*?)</t[dh]>', markup, re.S)]


def page_table(text):
    """Heads and rows of the list as it stands on its page; none when it is empty."""
    table = re.search(r'<table class="rows">(.*?)</table>', text, re.S)
    rows = [cells(row) for row in re.findall(r'<tr\b[^>]*>(.*?)</tr>', table.group(1), re.S)] if table else [[]]
    return [c[0] for c in rows[0]], rows[1:]


def of_cell(cell):
    """What a person sees in it, roughly: a day as days are written here."""
    if cell is None:
        return ''
    if 'd' in cell:
        return '.'.join(reversed(cell['d'][:10].split('-')))
    return str(int(cell['n'])) if 'n' in cell else cell['s']


def check_text(name, browser, rows):
    """Both encodings against the workbook; what windows-1251 has no letter for may be lost there, never a row or a column."""
    for encoding, target in (('utf-8-sig', f'/{name}.csv'), ('cp1251', f'/{name}.csv?encoding=windows-1251')):
        body = browser.ask('GET', target).body
        expect(f'{name}: the mark', body.startswith(b'\xef\xbb\xbf') == (encoding == 'utf-8-sig'), body[:10])
        lines = list(csv.reader(io.StringIO(body.decode(encoding), newline=''), delimiter=';'))
        expect(f'{name}: lines of {encoding}', len(lines) == len(rows), (len(lines), len(rows)))
        for line, row in zip(lines, rows):
            expect(f'{name}: columns of {encoding}', len(line) == len(row), line)
            same = all(plain(a.lstrip("'")) == plain(of_cell(b).lstrip("'")) for a, b in zip(line, row))
            expect(f'{name}: cells of {encoding}', same or encoding == 'cp1251', (line, row))


def check_list(name, browser, book):
    """The page, column by column, against the sheet; periods stand in the file as they are typed, so these columns are passed over."""
    sheet, passport = book['sheets'][0], book['sheets'][-1]
    rows = [row or [] for row in sheet['rows']]
    heads, shown = page_table(page(browser, '/' + name).text)
    names = [of_cell(c) for c in rows[0]]
    width = len(names)
    rows = [row + [None] * (width - len(row)) for row in rows]
    expect(f'{name}: frozen', sheet['frozen'] == 1, sheet['frozen'])
    expect(f'{name}: a filter', len(rows) == 1 or sheet['filter'], sheet['filter'])
    expect(f'{name}: a passport', passport['name'] == 'Паспорт' and len(passport['rows']) >= 4, passport['name'])
    expect(f'{name}: heads', [h for h in heads if h] and set(heads) - {''} <= set(names) if heads else True, (heads, names))
    compared = 0
    for place, line in enumerate(shown):
        for head, (words, number) in zip(heads, line):
            column = names.index(head) if head in names else -1
            cell = rows[1 + place][column] if column >= 0 else None
            typed = [r[column] for r in rows[1:] if column >= 0 and r[column]]
            if column < 0 or any('d' in c or re.search(r'\d{4}', c.get('s', '')) for c in typed):
                continue
            if number and re.fullmatch(r'[\d\s\u00a0]+', words):
                expect(f'{name}: {head} is a number', cell and cell.get('n') == int(plain(words)), (cell, words))
                compared += 1
            elif not number:
                expect(f'{name}: {head}', plain(of_cell(cell)).startswith(plain(words).rstrip('…')) or words in ('—', 'нет данных'), (cell, words))
    check_text(name, browser, rows)
    return compared


def work(arguments):
    with Databases(arguments[0]) as databases, Server(arguments[0], databases.new('sqlite', 'demo'), databases.folder) as server:
        browser = signed_in(server, 'methodologist')
        browser.url = server.url
        names, paths, numbers = lists_of(arguments[0], browser), [], 0
        expect('lists', len(names) >= 10, names)
        for name in names:
            reply = browser.ask('GET', f'/{name}.xlsx')
            paths.append(os.path.join(databases.folder, name + '.xlsx'))
            with open(paths[-1], 'wb') as f:
                f.write(reply.body)
        lines = subprocess.run(['node', os.path.join(ROOT, 'tests/golden/annex.mjs'), *paths], check=True, capture_output=True, text=True, cwd=ROOT)
        books = [json.loads(line) for line in lines.stdout.splitlines()]
        for name, book in zip(names, books):
            numbers += check_list(name, browser, book)
        expect('numbers of pages', numbers > 20, numbers)
        out = os.path.join(databases.folder, 'office-out')
        subprocess.run(['soffice', f'-env:UserInstallation=file://{databases.folder}/office', '--headless', '--convert-to', SAVED_AS, '--outdir', out,
                        *paths], check=True, capture_output=True, timeout=200)
        for name, book in zip(names, books):
            made = next(f for f in os.listdir(out) if re.fullmatch(name + r'(-.+)?\.csv', f))
            with open(os.path.join(out, made), encoding='utf-8', newline='') as f:
                seen = list(csv.reader(f))
            for line, row in zip(seen, book['sheets'][0]['rows']):
                for words, cell in zip(line, row or []):
                    expect(f'LibreOffice, {name}', re.sub(r'[,.]', '', plain(words)) == re.sub(r'[,.]', '', plain(of_cell(cell))), (words, cell))
            expect(f'LibreOffice, {name}: rows', len(seen) == len(book['sheets'][0]['rows']), len(seen))
        print(f'{len(names)} lists, {numbers} numbers of pages')


if __name__ == '__main__':
    main(work, sys.argv[1:])
