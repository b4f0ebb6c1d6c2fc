"""The program under test from the outside: databases made from templates, a server on a free port, a browser of few words.

Shared by run.py (stories), routes.py (every route as every role) and limits.py (broken requests). Templates are made once a
build of the program and copied for each test, so tests may run beside each other.
"""
import fcntl
import hashlib
import html
import html.parser
import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

PASSWORD = 'correct-horse-battery-7'
ROLES = ['administrator', 'director', 'head', 'methodologist', 'psychologist', 'secretary', 'teacher', 'coordinator']
BLOCKS = {'div', 'dl', 'fieldset', 'figure', 'form', 'h2', 'h3', 'ol', 'p', 'section', 'table', 'ul'}  # before which a browser ends a <p>
VOID = {'area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr'}


class Failure(Exception):
    pass


def postgres_server():
    """The throw-away server's URL, or None. Under ./check its absence is a failure and never a silent skip."""
    url = os.environ.get('ORIENTIR_TEST_POSTGRES', '')
    if not url and os.environ.get('ORIENTIR_CHECK') == '1':
        raise Failure('ORIENTIR_TEST_POSTGRES is not set, and under ORIENTIR_CHECK=1 it must be')
    return url or None


def engines():
    return ['sqlite'] + (['postgres'] if postgres_server() else [])


def with_database(url, name):
    parts = urllib.parse.urlsplit(url)
    query = f'?{parts.query}' if parts.query else ''
    return f'{parts.scheme}://{parts.netloc}/{name}{query}'


def run(arguments, **more):
    done = subprocess.run(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)
    if done.returncode != 0:
        raise Failure(f'{" ".join(arguments)}: exit {done.returncode}\n{done.stdout.decode(errors="replace")}')
    return done.stdout.decode()


class Databases:
    """Templates and the copies made of them; `with` removes the copies."""

    def __init__(self, program):
        self.program = os.path.abspath(program)
        stat = os.stat(self.program)
        self.version = hashlib.sha256(f'{self.program} {stat.st_mtime_ns} {stat.st_size}'.encode()).hexdigest()[:12]
        self.cache = os.path.join(tempfile.gettempdir(), f'orientir-http-{os.getuid()}')
        os.makedirs(self.cache, exist_ok=True)
        self.folder = tempfile.mkdtemp(prefix='orientir-http-')
        self.made = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in self.made:
            self.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def sql(self, statement):
        run(['psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', postgres_server(), '-c', statement])

    def fill(self, url, data):
        secret = os.path.join(self.folder, 'password')
        with open(secret, 'w', encoding='utf-8') as f:
            f.write(PASSWORD)
        os.chmod(secret, 0o600)
        if data == 'town':
            run([self.program, 'demo', '--today', '2027-02-10', '--db', url, '--password', PASSWORD], cwd=self.folder)
            return
        if data == 'demo':
            run([self.program, 'demo', '--no-town', '--db', url, '--password', PASSWORD], cwd=self.folder)
            return
        run([self.program, 'init', '--db', url, '--centre', 'Центр профориентации', '--zone', 'Asia/Yekaterinburg', '--login',
             'administrator', '--name', 'Администратор', '--password-file', secret], cwd=self.folder)
        for role in ROLES[1:]:
            run([self.program, 'user', 'add', role, '--db', url, '--name', f'Роль {role}', '--role', role, '--password-file',
                 secret], cwd=self.folder)

    def sqlite(self, data):
        template = os.path.join(self.cache, f'{data}-{self.version}')
        with open(os.path.join(self.cache, 'lock'), 'w', encoding='utf-8') as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not os.path.exists(template):
                # Those of programs that nobody builds any more; another checkout may be using its own this minute.
                for old in os.scandir(self.cache):
                    if old.is_dir() and old.stat().st_mtime < time.time() - 24 * 3600:
                        shutil.rmtree(old.path, ignore_errors=True)
                making = tempfile.mkdtemp(dir=self.cache, prefix='making-')
                try:
                    self.fill(os.path.join(making, 'centre.db'), data)
                    os.rename(making, template)
                finally:
                    shutil.rmtree(making, ignore_errors=True)
            os.utime(template)
            copy = tempfile.mkdtemp(dir=self.folder)
            shutil.copytree(template, copy, dirs_exist_ok=True)
        return os.path.join(copy, 'centre.db')

    def postgres(self, data):
        template = f'orientir_{data}_{self.version}'
        copy = f'orientir_http_{os.getpid()}_{len(self.made)}'
        with open(os.path.join(self.cache, 'lock-postgres'), 'w', encoding='utf-8') as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            have = run(['psql', '-XqAt', '-d', postgres_server(), '-c',
                        f"SELECT 1 FROM pg_database WHERE datname = '{template}'"]).strip()
            if not have:
                making = f'{template}_making'
                self.sql(f'DROP DATABASE IF EXISTS "{making}" WITH (FORCE)')
                self.sql(f'CREATE DATABASE "{making}"')
                self.fill(with_database(postgres_server(), making), data)
                self.sql(f'ALTER DATABASE "{making}" RENAME TO "{template}"')
            self.sql(f'CREATE DATABASE "{copy}" TEMPLATE "{template}"')
        self.made.append(copy)
        return with_database(postgres_server(), copy)

    def new(self, engine, data):
        return self.sqlite(data) if engine == 'sqlite' else self.postgres(data)


class Server:
    """`orientir serve` on a free port; `with` stops it in good order and looks at how it ended."""

    def __init__(self, program, url, folder, files=None, copies=None):
        self.program, self.url = os.path.abspath(program), url
        self.log_path = os.path.join(folder, f'log-{os.urandom(4).hex()}')
        self.log = open(self.log_path, 'wb')
        self.files = tempfile.mkdtemp(prefix='files-', dir=folder) if files is None else files
        self.copies = tempfile.mkdtemp(prefix='copies-', dir=folder) if copies is None else copies
        self.process = subprocess.Popen([self.program, 'serve', '--db', url, '--listen', '127.0.0.1:0', '--files', self.files,
                                         '--copies', self.copies],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log, cwd=folder,
                                        restore_signals=False)
        said = b''
        while True:
            line = self.process.stdout.readline()
            said += line
            found = re.search(rb'http://127\.0\.0\.1:(\d+)', line)
            if found:
                self.port = int(found.group(1))
                break
            if not line:
                raise Failure(f'serve ended before it listened: {said.decode()}{self.log_text()}')

    def log_text(self):
        self.log.flush()
        with open(self.log_path, encoding='utf-8', errors='replace') as f:
            return f.read()

    def __enter__(self):
        return self

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise Failure('serve did not stop within 30 s of SIGTERM') from None
        text = self.log_text()
        if code != 0:
            raise Failure(f'serve ended with {code}\n{text[-3000:]}')
        for word in ('AddressSanitizer', 'LeakSanitizer', 'runtime error:', 'level=bug'):
            if word in text:
                raise Failure(f'the log of serve holds "{word}"\n{text[-5000:]}')

    def __exit__(self, kind, *_):
        if kind is None:
            self.stop()
        elif self.process.poll() is None:
            self.process.kill()
            self.process.wait()


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body
        self.text = body.decode('utf-8', errors='replace')

    def header(self, name):
        return '\n'.join(v for k, v in self.headers if k.lower() == name.lower())

    def title(self):
        found = re.search(r'<h1[^>]*>(.*?)</h1>', self.text, re.S)
        return html.unescape(found.group(1)).strip() if found else ''


def multipart(fields, files):
    """A form that brings files: (field, file name, bytes) each."""
    border = f'border-{os.urandom(8).hex()}'
    parts = [f'--{border}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'.encode() for n, v in fields]
    for field, name, content in files:
        head = f'--{border}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        parts.append(f'{head}Content-Type: application/octet-stream\r\n\r\n'.encode() + content + b'\r\n')
    return b''.join(parts) + f'--{border}--\r\n'.encode(), f'multipart/form-data; boundary={border}'


class Browser:
    """Cookies, the token of the last form seen, one connection."""

    def __init__(self, port):
        self.port = port
        self.cookies = {}
        self.csrf = None
        self.connection = http.client.HTTPConnection('127.0.0.1', port, timeout=60)

    def ask(self, method, target, fields=None, headers=None, csrf=True, files=None):
        send = {'Accept-Language': 'ru', 'Sec-Fetch-Site': 'same-origin'}
        if method == 'POST':
            send['Origin'] = f'http://127.0.0.1:{self.port}'
        if self.cookies:
            send['Cookie'] = '; '.join(f'{k}={v}' for k, v in self.cookies.items())
        body = None
        if method == 'POST':
            fields = list(fields or [])
            if csrf is True and self.csrf is not None:
                fields.append(('csrf', self.csrf))
            elif isinstance(csrf, str):
                fields.append(('csrf', csrf))
            if files is None:
                body = urllib.parse.urlencode(fields)
                send['Content-Type'] = 'application/x-www-form-urlencoded'
            else:
                body, send['Content-Type'] = multipart(fields, files)
        send.update(headers or {})
        target = urllib.parse.quote(target, safe="/?#%&=+:;,@!$'()*[]~-._")
        try:
            self.connection.request(method, target, body=body, headers=send)
            got = self.connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.connection.close()
            self.connection.request(method, target, body=body, headers=send)
            got = self.connection.getresponse()
        reply = Reply(got.status, got.getheaders(), got.read())
        for name, value in got.getheaders():
            if name.lower() == 'set-cookie':
                key, _, rest = value.partition('=')
                if 'Max-Age=0' in rest:
                    self.cookies.pop(key, None)
                else:
                    self.cookies[key] = rest.split(';')[0]
        found = re.search(r'name="csrf" value="([^"]+)"', reply.text)
        if found:
            self.csrf = found.group(1)
        return reply

    def sign_in(self, login, password=PASSWORD, centre=None):
        self.csrf = None
        which = [('centre', str(centre))] if centre else []
        reply = self.ask('POST', '/sign-in', which + [('login', login), ('password', password)])
        if reply.status != 303 or 'session' not in self.cookies:
            raise Failure(f'signing in as {login}: {reply.status} {reply.title()}')
        self.ask('GET', '/account') # any page with a form tells the token


class Balance(html.parser.HTMLParser):
    """Every element that opens is closed, in its order, and no id stands twice."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.complaints = [], set(), []

    def handle_starttag(self, tag, attrs):
        names = [k for k, _ in attrs]
        if len(names) != len(set(names)):
            self.complaints.append(f'<{tag}> has an attribute twice')
        one = dict(attrs).get('id')
        if one is not None:
            if one in self.ids:
                self.complaints.append(f'id "{one}" stands twice')
            self.ids.add(one)
        if tag in BLOCKS and 'p' in self.open:
            self.complaints.append(f'<{tag}> stands in a <p>')
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.complaints.append(f'</{tag}> closes <{self.open[-1] if self.open else "nothing"}>')
        else:
            self.open.pop()


TAG = re.compile(r'''<(/?)([a-zA-Z][-\w]*)((?:\s+[^\s=>"'/]+(?:="[^"]*")?)*)\s*(/?)>''')
NAME = re.compile(r'''\s([^\s=>"'/]+)(?:="([^"]*)")?''')


def surely_sound(text):
    """A tenth of the parser's time, for pages of the plainest form; false says only that the parser must look."""
    tags = TAG.findall(text)
    if len(tags) + 1 != text.count('<'):  # the doctype, and nothing that is no tag
        return False
    stack, ids = [], set()
    for closes, name, attributes, closed in tags:
        if closes:
            if not stack or stack.pop() != name:
                return False
            continue
        if attributes:
            found = NAME.findall(attributes)
            names = dict(found)
            one = names.get('id')
            if len(names) != len(found) or one in ids:
                return False
            if one is not None:
                ids.add(one)
        if name in BLOCKS and 'p' in stack:
            return False
        if name not in VOID and not closed:
            stack.append(name)
    return not stack


def balance_complaints(text):
    b = Balance()
    b.feed(text)
    b.close()
    return b.complaints + [f'<{t}> is never closed' for t in b.open]


def page_complaints(reply):
    """What is wrong with any HTML reply, whatever it shows."""
    if not reply.header('Content-Type').startswith('text/html'):
        return []
    if reply.status in (303, 304) or not reply.body:
        return []
    out = [] if surely_sound(reply.text) else balance_complaints(reply.text)
    if not reply.text.lower().startswith('<!doctype html>'):
        out.append('no doctype')
    if len(re.findall(r'<h1[ >]', reply.text)) != 1:
        out.append('not exactly one h1')
    for name, value in (('Content-Security-Policy', "default-src 'self'"), ('X-Content-Type-Options', 'nosniff'),
                        ('Referrer-Policy', 'same-origin'), ('Cache-Control', 'no-store')):
        if value not in reply.header(name):
            out.append(f'header {name} is "{reply.header(name)}"')
    try:
        reply.body.decode('utf-8')
    except UnicodeDecodeError:
        out.append('the page is no UTF-8')
    return out


def main(work, arguments):
    """Runs and says the outcome the way meson reads it."""
    try:
        work(arguments)
    except Failure as failure:
        print(f'FAILED {failure}', file=sys.stderr)
        sys.exit(1)
