"""Rooms call downwards only, and every library from elsewhere stands in one file: all #include lines against the table in
src/meson.build (docs/house.md)."""
import re

import house

ONE_FILE = {
    r"malloc\.h": ["src/base/arena.c"],
    r"microhttpd\.h": ["src/web/server.c"],
    r"sqlite3\.h": ["src/db/sqlite.c"],
    r"libpq-fe\.h": ["src/db/postgres.c"],
    r"zip\.h": ["src/doc/zip.c"],
    r"xlsxwriter\.h": ["src/doc/xlsx_in.h"],
    r"libxml/.*": ["src/doc/sheet_xml.c"],
    r"sodium\.h": ["src/access/password.c"],
    r"magic\.h": ["src/file/magic.c"],
    r"jpeglib\.h": ["src/file/picture_jpeg.c"],
    r"png\.h": ["src/file/picture_png.c"],
    r"webp/decode\.h": ["src/file/picture_webp.c"],
    r"unicode/.*": ["src/base/utf8.c", "src/base/text/.*"],
    r"linux/.*": ["src/office/apart.c"],
    r"libstemmer\.h": ["src/base/utf8.c"],
}
FROM_LIBC = re.compile(r"(arpa|net|netinet|sys|sanitizer)/\w+\.h|netdb\.h|(ctype|errno|fcntl|inttypes|limits|locale|math|pthread|poll|setjmp|"
                       r"signal|stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|string|strings|termios|time|unistd|dirent|getopt|float|"
                       r"spawn|glob|ftw)\.h")


def rooms(tree):
    table = re.search(r"^rooms = \[\n(.*?)^\]", tree.text("src/meson.build"), re.S | re.M).group(1)
    may = {name: set(re.findall(r"'(\w+)'", calls)) for name, calls in re.findall(r"\['(\w+)',\s*\[([^\]]*)\]", table)}
    for name, calls in may.items():
        calls.add(name)
    may["features"] = set(may) | {"features"}
    may["app"] = set(may) | {"app"}
    return may


def includes(tree, pattern):
    for path in tree.files(pattern):
        for match in re.finditer(r'^\s*#\s*include\s+([<"])([^">]+)[">]', tree.text(path), re.M):
            yield path, house.line_of(tree.text(path), match.start()), match.group(1), match.group(2)


def only_downwards(tree):
    may = rooms(tree)
    for path, line, kind, header in includes(tree, r"src/.*\.[ch]"):
        room = path.split("/")[1]
        if kind == "<":
            continue
        if "/" not in header:  # made by the generators: text_ids.h, <folder>_sql.h; or the support of tests
            if not re.fullmatch(r"text_ids\.h|\w+_sql\.h|assets_made\.h", header):
                yield f'{path}:{line}: include as "room/file.h", not "{header}"'
            continue
        target = header.split("/")[0]
        if tree.is_test(path) and target in ("support", "app"):
            continue
        if target not in may.get(room, set()):
            yield f"{path}:{line}: {room} may not call {target}"


def features_by_their_door(tree):
    """Another feature only through its <name>.h."""
    for path, line, kind, header in includes(tree, r"src/features/\w+/.*\.[ch]"):
        own = path.split("/")[2]
        match = re.fullmatch(r"features/(\w+)/(\w+)\.h", header)
        if match and match.group(1) not in (own, match.group(2)) and not tree.excepted("door", f"{path} {header}"):
            yield f"{path}:{line}: {header} is no door of the feature {match.group(1)}"


def libraries_in_one_file(tree):
    for path, line, kind, header in includes(tree, r"src/.*\.[ch]"):
        if kind != "<" or header == "cmocka.h" and tree.is_test(path):
            continue
        places = next((p for h, p in ONE_FILE.items() if re.fullmatch(h, header)), None)
        if places is None and FROM_LIBC.fullmatch(header):
            continue
        if places is None or not any(re.fullmatch(p, path) for p in places):
            if not tree.excepted("include", f"{path} {header}"):
                yield f"{path}:{line}: <{header}> belongs elsewhere: {', '.join(places or ['nobody knows this library'])}"


house.run([only_downwards, features_by_their_door, libraries_in_one_file], [
    (only_downwards, {"src/base/planted.c": '#include "db/db.h"\n'}, "planted.c:1: base may not call db"),
    (only_downwards, {"src/doc/planted.h": '#include "web/html.h"\n'}, "doc may not call web"),
    (only_downwards, {"src/register/planted.c": '/* */\n#include "report/figure.h"\n'}, "planted.c:2: register may not call report"),
    (only_downwards, {"src/web/planted.c": '#include "html.h"\n'}, 'not "html.h"'),
    (only_downwards, {"src/report/planted.c": '#include "features/reach/reach.h"\n'}, "report may not call features"),
    (features_by_their_door, {"src/features/task/planted.c": '#include "features/claim/inner.h"\n'}, "no door"),
    (libraries_in_one_file, {"src/web/planted.c": "#include <sqlite3.h>\n"}, "src/db/sqlite.c"),
    (libraries_in_one_file, {"src/web/planted.c": "#include <curl/curl.h>\n"}, "nobody knows"),
], ["door", "include"])
