#!/usr/bin/env python3
"""limits.py PROGRAM: requests no browser sends. Each must get a clear answer or a closed connection, soon, and afterwards the
server must still answer; it must not grow, stop or keep anybody waiting.
"""
import gzip
import os
import random
import re
import socket
import sys
import threading
import time

from orientir import Browser, Databases, Failure, Server, main

complaints = []
LOOKED_AT = (200, 422, 429)   # a form that was read, whatever came of it


def expect(what, good, found):
    if not good:
        complaints.append(f'{what}: {found!r}'[:400])


class Wire:
    """A connection on which anything can be sent."""

    def __init__(self, port):
        self.socket = socket.create_connection(('127.0.0.1', port), timeout=20)
        self.rest = b''

    def send(self, data):
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def more(self):
        try:
            piece = self.socket.recv(65536)
        except (ConnectionResetError, TimeoutError, socket.timeout):
            piece = b''
        self.rest += piece
        return bool(piece)

    def reply(self, head=False):
        """(status, headers, body), or None when the connection was closed instead."""
        while b'\r\n\r\n' not in self.rest:
            if not self.more():
                return None
        top, _, self.rest = self.rest.partition(b'\r\n\r\n')
        lines = top.decode('latin-1').split('\r\n')
        headers = {k.lower(): v.strip() for k, _, v in (line.partition(':') for line in lines[1:])}
        length = 0 if head else int(headers.get('content-length', 0))
        while len(self.rest) < length:
            if not self.more():
                return None
        body, self.rest = self.rest[:length], self.rest[length:]
        return int(lines[0].split()[1]), headers, body

    def closed(self):
        self.socket.settimeout(5)
        while self.more():
            pass
        return True


def one(port, data):
    wire = Wire(port)
    wire.send(data)
    reply = wire.reply()
    wire.socket.close()
    return reply


def request(line, headers=(), body=b'', host=True):
    lines = [line] + (['Host: x'] if host else []) + list(headers)
    return '\r\n'.join(lines).encode('latin-1') + b'\r\n\r\n' + body


def form(body, *more):
    return request('POST /sign-in HTTP/1.1', ['Content-Type: application/x-www-form-urlencoded', f'Content-Length: {len(body)}',
                                              *more], body)


def status(reply):
    return reply and reply[0]


def soon(port):
    """What a page may take beside trouble, in seconds: by the slowest of five quiet ones, so that a slow machine or a checked build
    does not fail what a page that waits for others does."""
    slowest = 0
    for _ in range(5):
        began = time.monotonic()
        one(port, request('GET /sign-in HTTP/1.1'))
        slowest = max(slowest, time.monotonic() - began)
    return 1 + 30 * slowest


def malformed_targets(port):
    enough = soon(port)
    for target in ('/%', '/%zz', '/%00', '/a%2Fb', '/%c0%af', '/%ed%a0%80', '/?a=%ff', '/%01', '/?q=%', '*', 'x'):
        expect(f'GET {target}', status(one(port, request(f'GET {target} HTTP/1.1'))) == 400, 'not 400')
    for what, target, statuses in (('a long target', '/' + 'a' * 40000, (400, 404)),
                                   ('a target longer than the memory of a connection', '/' + 'a' * 80000, (414, 431)),
                                   ('parameters without end', '/sign-in?' + 'a&' * 5000, (400, )),
                                   ('850 parameters', '/sign-in?' + '&'.join(['a=1'] * 850), (400, )),
                                   ('201 parameters', '/sign-in?' + '&'.join(['a=1'] * 201), (400, )),
                                   ('a page above this one', '/../../etc/passwd', (404, )),
                                   ('the same in disguise', '/assets/%2e%2e/%2e%2e/etc/passwd', (404, )),
                                   ('the address of another host', 'http://example.org/sign-in', (400, ))):
        began = time.monotonic()
        got = one(port, request(f'GET {target} HTTP/1.1'))
        took = time.monotonic() - began
        expect(what, status(got) in statuses and took < enough, (status(got), took, enough))
    expect('as many parameters as a page takes', status(one(port, request('GET /sign-in?' + '&'.join(['a=1'] * 200) + ' HTTP/1.1'))) == 200,
           'refused')


def headers(port):
    many = [f'X-H{i}: {i}' for i in range(10000)]
    got = one(port, request('GET /sign-in HTTP/1.1', many))
    expect('10,000 headers', status(got) in (400, 413, 431, None), got)
    got = one(port, request('GET /sign-in HTTP/1.1', [f'Cookie: {"; ".join(f"c{i}=1" for i in range(500))}']))
    expect('500 cookies', status(got) in (200, 303), got)
    got = one(port, request('GET /sign-in HTTP/1.1', ['Cookie: session=\x01\x02; \xff=\xff; ==;;;"']))
    expect('odd cookies', status(got) in (200, 400), got)
    expect('no Host', status(one(port, request('GET /sign-in HTTP/1.1', host=False))) == 400, 'taken')
    expect('no HTTP', status(one(port, b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03' + os.urandom(200) + b'\r\n\r\n')) in (400, 505, None), 'taken')
    got = one(port, request('GET /sign-in HTTP/1.1', ['Accept-Language: ' + ','.join(f'x{i};q=0.{i}' for i in range(900))]))
    expect('a long Accept-Language', status(got) in (200, 431), got)


def bodies(port):
    big = b'login=' + b'a' * (256 * 1024)
    got = one(port, form(big))
    expect('256 KiB and a little', status(got) == 413 and b'256' in got[2], got)
    expect('just under 256 KiB', status(one(port, form(b'login=' + b'a' * (256 * 1024 - 6)))) in LOOKED_AT, 'refused')
    wire = Wire(port)
    wire.send(request('POST /sign-in HTTP/1.1', ['Content-Type: application/x-www-form-urlencoded', 'Content-Length: 5000000000']))
    expect('five thousand million announced', status(wire.reply()) == 413, 'taken')
    got = one(port, request('POST /sign-in HTTP/1.1', ['Content-Length: -5']))
    expect('a negative length', status(got) in (400, None), got)
    got = one(port, request('POST /sign-in HTTP/1.1', ['Content-Length: 5', 'Transfer-Encoding: chunked'], b'0\r\n\r\n'))
    expect('two lengths', status(got) == 400, got)
    for body in (b'login=%', b'login=%00', b'login=%ff', b'login=\xff', b'login=%c0%80'):
        expect(f'form {body!r}', status(one(port, form(body))) == 400, 'not 400')
    expect('4,001 fields', status(one(port, form(b'&'.join([b'a=1'] * 4001)))) == 400, 'not 400')


def chunked(port):
    head = request('POST /sign-in HTTP/1.1', ['Content-Type: application/x-www-form-urlencoded', 'Transfer-Encoding: chunked'])
    got = one(port, head + b'6\r\nlogin=\r\n4\r\nabcd\r\n0\r\n\r\n')
    expect('a chunked form', status(got) in LOOKED_AT, got)
    got = one(port, head + b'zz\r\nlogin=\r\n0\r\n\r\n')
    expect('a broken chunk', status(got) in (400, None), got)
    got = one(port, head + b'41000\r\n' + b'a' * 0x41000 + b'\r\n0\r\n\r\n')
    expect('a chunked body too large', status(got) == 413, got)
    wire = Wire(port)
    wire.send(head)
    for _ in range(400):
        wire.send(b'1000\r\n' + b'a' * 0x1000 + b'\r\n')
    got = wire.reply()
    expect('chunks without end', status(got) in (413, None), got)


def halves(port):
    whole = form(b'login=abc&password=def')
    for cut in (1, 10, 30, len(whole) - 30, len(whole) - 1):
        wire = Wire(port)
        wire.send(whole[:cut])
        wire.socket.close()
    for cut in (1, 10, 40, len(whole) - 5):
        wire = Wire(port)
        wire.send(whole[:cut])
        time.sleep(0.02)
        wire.send(whole[cut:])
        expect(f'a request in two halves at {cut}', status(wire.reply()) in LOOKED_AT, 'lost')
        wire.socket.close()
    wire = Wire(port)
    for byte in whole:
        wire.send(bytes([byte]))
    expect('a request byte by byte', status(wire.reply()) in LOOKED_AT, 'lost')


def pipelining(port):
    wire = Wire(port)
    get = request('GET /sign-in HTTP/1.1')
    wire.send(get * 10 + form(b'login=abc') + get)
    got = [status(wire.reply()) for _ in range(12)]
    expect('twelve at once', got[:10] == [200] * 10 and got[10] in LOOKED_AT and got[11] == 200, got)
    wire = Wire(port)
    for _ in range(50):
        wire.send(get)
        got = wire.reply()
        if status(got) != 200 or got[1].get('connection', '').lower() == 'close':
            expect('keep-alive', False, got)
            break


def methods(port):
    wire = Wire(port)
    wire.send(request('HEAD /sign-in HTTP/1.1'))
    got = wire.reply(head=True)
    wire.send(request('GET /sign-in HTTP/1.1'))
    full = wire.reply()
    expect('HEAD', status(got) == 200 and got[1].get('content-length') == full[1]['content-length'] == str(len(full[2])), got)
    got = one(port, request('DELETE /sign-in HTTP/1.1'))
    expect('DELETE', status(got) == 405 and got[1].get('allow') == 'GET, HEAD, POST', got)
    got = one(port, request('OPTIONS /account HTTP/1.1'))
    expect('OPTIONS', status(got) == 405 and got[1].get('allow') == 'GET, HEAD', got)
    expect('a new method', status(one(port, request('BREW /sign-in HTTP/1.1'))) in (400, 405, 501), 'taken')
    got = one(port, request('GET /sign-in HTTP/1.0'))
    expect('HTTP/1.0', status(got) == 200, got)


def static(port):
    page = one(port, request('GET /sign-in HTTP/1.1'))
    found = re.search(rb'href="(/assets/[^"]+\.css)"', page[2])
    if not found:
        complaints.append('the page names no style sheet')
        return
    path = found.group(1).decode()
    got = one(port, request(f'GET {path} HTTP/1.1'))
    expect('an asset is kept', 'immutable' in got[1].get('cache-control', ''), got[1])
    packed = one(port, request(f'GET {path} HTTP/1.1', ['Accept-Encoding: gzip']))
    if packed[1].get('content-encoding') == 'gzip':
        expect('the packed asset', gzip.decompress(packed[2]) == got[2], 'differs')
    tag = got[1].get('etag')
    expect('an asset has its tag', bool(tag), got[1])
    if tag:
        again = one(port, request(f'GET {path} HTTP/1.1', [f'If-None-Match: {tag}']))
        expect('an asset known already', status(again) == 304 and again[2] == b'', again)
    expect('an asset of an old version', status(one(port, request('GET /assets/style.0000.css HTTP/1.1'))) == 404, 'found')


def foreign_origins(port):
    for header in ('Origin: https://evil.example', 'Origin: null', 'Sec-Fetch-Site: cross-site'):
        expect(header, status(one(port, form(b'login=a&password=b', header))) == 403, 'not 403')
    expect('an open redirect', '//evil' not in str(one(port, request('GET /choose?lang=en&back=//evil.example HTTP/1.1'))[1].get('location')),
           'leads away')


def slow_ones_hinder_nobody(port):
    """Two hundred connections that never finish, and beside them a page at its usual speed."""
    enough = soon(port)
    wires = [Wire(port) for _ in range(200)]
    for n, wire in enumerate(wires):
        wire.send(form(b'x' * 100)[:-50] if n % 2 else b'GET /sign-in HTTP/1.1\r\nHo')
    began = time.monotonic()
    got = one(port, request('GET /sign-in HTTP/1.1'))
    expect('beside slow ones', status(got) == 200 and time.monotonic() - began < enough, got)
    for wire in wires:
        wire.socket.close()


def trickles_hinder_nobody(port):
    """A hundred clients that send a byte every tenth of a second, and rubbish on a hundred more: a page at its usual speed."""
    enough = soon(port)
    stop = threading.Event()
    whole = form(b'login=abc') + b'x' * 10000

    def trickle():
        wire = Wire(port)
        for byte in whole:
            if stop.wait(0.1):
                break
            wire.send(bytes([byte]))
        wire.socket.close()

    def rubbish(seed):
        while not stop.is_set():
            wire = Wire(port)
            wire.send(random.Random(seed).randbytes(3000))
            wire.reply()
            wire.socket.close()

    threads = [threading.Thread(target=trickle) for _ in range(100)]
    threads += [threading.Thread(target=rubbish, args=(n, )) for n in range(100)]
    for thread in threads:
        thread.start()
    slowest = 0
    for _ in range(20):
        began = time.monotonic()
        got = one(port, request('GET /sign-in HTTP/1.1'))
        slowest = max(slowest, time.monotonic() - began)
        expect('beside trickles and rubbish', status(got) == 200, got)
    stop.set()
    for thread in threads:
        thread.join()
    expect('the slowest page beside them', slowest < enough, (slowest, enough))


def doubled_headers(port):
    got = one(port, form(b'login=abc', 'Content-Length: 100'))
    expect('two different lengths', status(got) in (400, None), got)
    got = one(port, request('GET /sign-in HTTP/1.1', ['Host: y']))
    expect('two hosts', status(got) in (200, 400), got)
    got = one(port, request('GET /sign-in HTTP/1.1', ['Accept-Language: en', 'Accept-Language: ru']))
    expect('two languages', status(got) == 200, got)


def crowd(port):
    """More sign-ins at once than the slow lane queues: everybody gets an answer, some of them 503 with Retry-After."""
    got = []

    def knock(n):
        wire = Wire(port)
        wire.socket.settimeout(120)
        wire.send(form(f'login=nobody{n}&password=wrong'.encode(), f'X-Forwarded-For: 10.1.{n // 200}.{n % 200 + 1}'))
        got.append(wire.reply())

    threads = [threading.Thread(target=knock, args=(n,)) for n in range(150)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kinds = {status(g) for g in got}
    expect('a crowd', kinds <= {422, 429, 503} and len(got) == 150, kinds)
    expect('a crowd is told when to come back', all('retry-after' in g[1] for g in got if g and g[0] in (503, 429)), 'no Retry-After')


def memory(server):
    with open(f'/proc/{server.process.pid}/status', encoding='ascii') as f:
        return int(re.search(r'VmRSS:\s+(\d+)', f.read()).group(1))


def stop_with_work_under_way(program, databases):
    """SIGTERM while a sign-in is being looked at: it still gets its answer."""
    server = Server(program, databases.new('sqlite', 'init'), databases.folder)
    wire = Wire(server.port)
    wire.send(form(b'login=administrator&password=wrong'))
    time.sleep(0.01)
    stopper = threading.Thread(target=server.stop)
    stopper.start()
    got = wire.reply()
    stopper.join()
    expect('a request under way at the stop', status(got) in LOOKED_AT, got)


def work(arguments):
    program = arguments[0]
    with Databases(program) as databases:
        with Server(program, databases.new('sqlite', 'init'), databases.folder) as server:
            for test in (malformed_targets, headers, bodies, chunked, halves, pipelining, methods, static, foreign_origins,
                         slow_ones_hinder_nobody, trickles_hinder_nobody, doubled_headers, crowd):
                began = time.monotonic()
                test(server.port)
                reply = Browser(server.port).ask('GET', '/sign-in')
                expect(f'after {test.__name__}', reply.status == 200, reply.status)
                print(f'{test.__name__}: {time.monotonic() - began:.2f} s, {memory(server)} KiB')
        stop_with_work_under_way(program, databases)
    if complaints:
        raise Failure('\n'.join(complaints))


if __name__ == '__main__':
    main(work, sys.argv[1:])
