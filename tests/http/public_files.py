#!/usr/bin/env python3
"""public_files.py PROGRAM: what everybody is handed of the practice town's analyses, byte by byte, on both engines.

The page, the Word file (its charts and the sheets inside them too) and the data hold the same numbers and not one more; the count
that is too small to be shown stands in none of them, though the record has it; a file that has not changed is not sent again.
"""
import io
import json
import re
import sys
import xml.etree.ElementTree as xml
import zipfile

from orientir import Browser, Databases, Failure, Server, engines, main

TOWN = 2 # the second centre of the database
HIDDEN = 'скрыто'
FEW = 'Сельское хозяйство' # where four graduates at most went on to


def numbers(text):
    """37,1 is two of them on either side; 1 450 is one."""
    return set(re.findall(r'\d+', re.sub(r'(?<=\d)[\u00a0\u202f ](?=\d{3}(?!\d))', '', text)))


def texts_of_json(value):
    if isinstance(value, dict):
        for inner in value.values():
            yield from texts_of_json(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_of_json(inner)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def texts_of_zip(body):
    """All that a reader of the file can come to see: text of paragraphs and fields, values of charts, cells of the sheets inside."""
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        for name in parts.namelist():
            if name.endswith('.xlsx'):
                yield from texts_of_zip(parts.read(name))
            elif name.startswith(('word/document', 'word/charts/', 'word/foot', 'word/header', 'xl/worksheets/', 'xl/sharedStrings')) and name.endswith('.xml'):
                root = xml.fromstring(parts.read(name))
                shared = {v for c in root.iter() if c.get('t') == 's' for v in c} # an index into the texts, no number
                for node in root.iter():
                    if node.tag.rsplit('}')[-1] in ('t', 'v') and node.text and node not in shared:
                        yield node.text


def rows_of_zip(body):
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        root = xml.fromstring(parts.read('word/document.xml'))
    for row in root.iter():
        if row.tag.endswith('}tr'):
            yield [''.join(t.text or '' for t in cell.iter() if t.tag.endswith('}t')) for cell in row if cell.tag.endswith('}tc')]


def rows_of_json(data):
    for section in data['sections']:
        for block in section['blocks']:
            for row in block.get('table', {}).get('rows', []):
                yield [cell['words'] for cell in row]


def few_complaints(rows, where):
    found = [row[i + 1] for row in rows for i, words in enumerate(row[:-1]) if words == FEW]
    if not found:
        yield f'{where}: «{FEW}» is not there'
    for shown in found:
        if shown != HIDDEN:
            yield f'{where}: {shown} graduates of «{FEW}» are shown'


def complaints(browser, address):
    page = browser.ask('GET', address)
    data = browser.ask('GET', f'{address}/file?format=json')
    word = browser.ask('GET', f'{address}/file?format=docx')
    for reply in (page, data, word):
        if reply.status != 200:
            yield f'{address}: {reply.status}'
            return
    form = json.loads(data.text)
    told = set().union(*(numbers(text) for text in texts_of_json(form)))
    years = {str(form['year']), str(form['year'] + 1)}
    text = re.search(r'<div class="analysis-text".*?</div>\s*</main>', page.text, re.S)
    shown = numbers(re.sub(r'<[^>]*>', ' ', re.sub(r'<svg.*?</svg>', ' ', text.group(0), flags=re.S))) if text else set()
    if not shown:
        yield f'{address}: the page has no text'
    handed = set().union(*(numbers(text) for text in texts_of_zip(word.body)))
    if shown - told:
        yield f'{address}: numbers of the page that the data has not: {sorted(shown - told)}'
    if handed - told - years:
        yield f'{address}: numbers of the file that the data has not: {sorted(handed - told - years)}'
    yield from few_complaints(rows_of_json(form), f'{address} as data')
    yield from few_complaints(rows_of_zip(word.body), f'{address} as a document')
    again = browser.ask('GET', f'{address}/file?format=json', headers={'If-None-Match': data.header('ETag')})
    if again.status != 304 or again.body:
        yield f'{address}: what has not changed is sent again ({again.status}, {len(again.body)} bytes)'
    other = browser.ask('GET', f'{address}/file?format=docx', headers={'If-None-Match': data.header('ETag')})
    if other.status != 200:
        yield f'{address}: the document is taken for the data ({other.status})'


def work(arguments):
    wrong = []
    with Databases(arguments[0]) as databases:
        for engine in engines():
            with Server(arguments[0], databases.new(engine, 'town'), databases.folder) as server:
                browser = Browser(server.port)
                index = browser.ask('GET', f'/public/{TOWN}').text
                addresses = sorted(set(re.findall(rf'href="(/public/{TOWN}/\d+)"', index)))
                if len(addresses) < 2:
                    wrong.append(f'{engine}: {len(addresses)} public editions')
                for address in addresses:
                    wrong += [f'{engine} {what}' for what in complaints(browser, address)]
                print(f'{engine}: {len(addresses)} public editions')
    if wrong:
        raise Failure('\n'.join(wrong[:40]))


if __name__ == '__main__':
    main(work, sys.argv[1:])
