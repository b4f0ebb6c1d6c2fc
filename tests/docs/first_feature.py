#!/usr/bin/env python3
"""first_feature.py ROOT [light TEXTGEN SQLGEN]: docs/first-feature.md does what it says.

In a copy of the tree every block of the text is executed in its order: one that names a file is written there, a `diff` is laid over the
file it names, `sh` is run. Afterwards the copy differs from the tree by one folder and one word, as the text promises. `light` leaves the
commands out, which build the whole program: it compiles the folder alone, with the generators of a build that is there, and holds it to
the rules of the house.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

BLOCK = re.compile(r'^```(\w+)(?: (\S+))?\n(.*?)^```$', re.M | re.S)


class Failure(Exception):
    pass


def blocks(text):
    """(language, file or None, text) in the order of the page."""
    return [(m.group(1), m.group(2), m.group(3)) for m in BLOCK.finditer(text)]


def overlaid(old, diff, where):
    """The lines of a diff without numbers: ' ' and '-' must stand together once in the file, '+' is added."""
    lines = diff.splitlines()
    if any(line and line[0] not in ' +-' for line in lines):
        raise Failure(f'{where}: a line of the diff begins with none of " +-"')
    before = '\n'.join(line[1:] for line in lines if line[:1] in (' ', '-')) + '\n'
    after = '\n'.join(line[1:] for line in lines if line[:1] in (' ', '+')) + '\n'
    if ('\n' + old).count('\n' + before) != 1:
        raise Failure(f'{where}: what the diff stands on is not there once:\n{before}')
    return ('\n' + old).replace('\n' + before, '\n' + after)[1:]


def copy_tree(root, to):
    listed = subprocess.run(['git', 'ls-files', '-co', '--exclude-standard'], cwd=root, capture_output=True, text=True)
    paths = listed.stdout.split('\n') if listed.returncode == 0 else \
        [str(p.relative_to(root)) for p in root.rglob('*') if not re.search(r'/(build|node_modules|\.)', str(p))]
    for path in filter(None, paths):
        if (root / path).is_file():
            (to / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / path, to / path)
    subprocess.run(['git', 'init', '-q'], cwd=to, check=True) # whoever adds a feature has it so, and the rules of the house ask git
    if (root / 'node_modules').exists():
        (to / 'node_modules').symlink_to(root / 'node_modules')


def run(command, tree, environment):
    began = time.monotonic()
    done = subprocess.run(['bash', '-e', '-o', 'pipefail', '-c', command], cwd=tree, env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True)
    print(f'{time.monotonic() - began:6.1f} s  {command.strip().splitlines()[0]} …', flush=True)
    if done.returncode != 0:
        raise Failure(f'exit {done.returncode}: {command}\n{done.stdout[-3000:]}{done.stderr[-3000:]}')
    return done.stdout


def write(tree, language, name, text):
    path = tree / name
    if language == 'diff':
        path.write_text(overlaid(path.read_text(encoding='utf-8'), text, name), encoding='utf-8')
        return
    if path.exists():
        raise Failure(f'{name}: the text writes a file that is there already')
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding='utf-8')


def promised(root, tree, folder):
    """One folder, and one word outside it."""
    outside = []
    for path in sorted(p for p in tree.rglob('*') if p.is_file()):
        name = str(path.relative_to(tree))
        if name.startswith((folder + '/', 'build/', 'node_modules', '.git/')) or '__pycache__' in name:
            continue
        old = (root / name).read_bytes() if (root / name).exists() else b''
        if path.read_bytes() != old:
            outside += [(name, line) for line in path.read_text(encoding='utf-8').splitlines()
                        if line not in old.decode(encoding='utf-8').splitlines()]
    if len(outside) != 1 or outside[0][0] != 'src/features/meson.build' or len(outside[0][1].split()) != 1:
        raise Failure(f'the text promises one word outside its folder, and wrote {outside}')


def compiled(tree, folder, textgen, sqlgen, environment):
    """The code of the folder against the headers and texts of the tree, without building the tree."""
    made = tree.parent / 'made'
    made.mkdir()
    name = folder.rsplit('/', 1)[1]
    texts = sorted(str(p.relative_to(tree)) for p in (tree / 'src').rglob('*.txt') if p.name in ('ru.txt', 'en.txt'))
    statements = sorted(str(p.relative_to(tree)) for p in (tree / folder).glob('*.sql'))
    run(f'{textgen} {made}/text_ids.h {made}/texts.c {" ".join(texts)}', tree, environment)
    run(f'{sqlgen} {name} {made}/{name}_sql.h {made}/{name}_sql.c {" ".join(statements)}', tree, environment)
    run(f'gcc -std=gnu17 -D_GNU_SOURCE -Wall -Wextra -Wconversion -Wno-missing-field-initializers -Wno-unused-parameter -Werror '
        f'-fsyntax-only -Isrc -I{made} {folder}/{name}.c {made}/{name}_sql.c', tree, environment)


def main():
    root, light = pathlib.Path(sys.argv[1]).resolve(), 'light' in sys.argv[2:]
    todo = blocks((root / 'docs/first-feature.md').read_text(encoding='utf-8'))
    folder = 'src/features/excursion'
    environment = dict(os.environ)
    for name in list(environment): # meson's own, of the test that runs here
        if name.startswith(('MESON_', 'MALLOC_PERTURB')):
            del environment[name]
    if shutil.which('ccache') and 'CC' not in environment:
        environment['CC'] = 'ccache gcc'
    with tempfile.TemporaryDirectory(prefix='orientir-docs-') as name:
        tree = pathlib.Path(name) / 'tree'
        tree.mkdir()
        environment['CCACHE_BASEDIR'] = str(tree)
        environment['CCACHE_NOHASHDIR'] = '1'
        copy_tree(root, tree)
        files = commands = 0
        for language, path, text in todo:
            if path:
                files += 1
                write(tree, language, path, text)
            elif language == 'sh':
                commands += 1
                if not light:
                    said = run(text, tree, environment)
                    if 'routes' in text and '/excursion.json' not in said:
                        raise Failure(f'the routes of the register are not among\n{said}')
            else:
                raise Failure(f'a block of {language} names no file: nothing would hold it to the truth')
        promised(root, tree, folder)
        if light:
            compiled(tree, folder, pathlib.Path(sys.argv[3]).resolve(), pathlib.Path(sys.argv[4]).resolve(), environment)
            for rule in ('texts', 'statements', 'sizes', 'floors'):
                run(f'python3 tests/house/{rule}.py', tree, environment)
        formatted = subprocess.run(['clang-format', '--dry-run', '-Werror', folder + '/excursion.c'], cwd=tree, capture_output=True,
                                   text=True)
        if formatted.returncode != 0:
            raise Failure(f'the code of the text is not as clang-format has it\n{formatted.stderr[:2000]}')
        print(f'{files} blocks written, {commands} blocks of commands {"left out" if light else "run"}')


try:
    main()
except Failure as failure:
    print(f'FAILED {failure}')
    sys.exit(1)
