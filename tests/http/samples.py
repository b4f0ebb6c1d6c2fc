"""Small files made on the spot: pictures, archives, what is no picture and what is made to hurt. Nothing here is kept in git
as bytes, so that everybody sees what a test sends."""
import io
import struct
import zipfile
import zlib


def png_chunk(kind, content):
    return struct.pack('>I', len(content)) + kind + content + struct.pack('>I', zlib.crc32(kind + content))


def png(width, height, colour=(200, 60, 20), truth=True):
    """A picture of one colour. truth=False: the head says the size, the pixels are not there."""
    head = struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0)
    row = b'\0' + bytes(colour) * width
    pixels = zlib.compress(row * height if truth else row)
    return b'\x89PNG\r\n\x1a\n' + png_chunk(b'IHDR', head) + png_chunk(b'IDAT', pixels) + png_chunk(b'IEND', b'')


def png_bomb(width, height):
    """All the pixels it says, which are nothing: some thousand times smaller than what they become."""
    head = struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0)
    pack = zlib.compressobj(9)
    pixels = b''.join(pack.compress(b'\0' * (1 + 3 * width)) for _ in range(height)) + pack.flush()
    return b'\x89PNG\r\n\x1a\n' + png_chunk(b'IHDR', head) + png_chunk(b'IDAT', pixels) + png_chunk(b'IEND', b'')


# The smallest baseline JPEG: 8 × 8 grey; after it is read once, Exif with a place is put before its tables.
JPEG = bytes.fromhex(
    'ffd8ffe000104a46494600010100000100010000ffdb004300' + '01' * 64 + 'ffc0000b080008000801011100ffc4001400010000000000000000'
    '0000000000000009ffc40014100100000000000000000000000000000000ffda0008010100003f0054ffd9')


def exif(turn=6, place='N 60 36 00'):
    """Big-endian TIFF: the turn of the camera, and a text where people would look for the place."""
    text = place.encode() + b'\0'
    entries = [struct.pack('>HHIHH', 0x0112, 3, 1, turn, 0), struct.pack('>HHII', 0x010e, 2, len(text), 8 + 2 + 24 + 4)]
    directory = struct.pack('>H', 2) + b''.join(entries) + struct.pack('>I', 0)
    payload = b'Exif\0\0' + b'MM\0*' + struct.pack('>I', 8) + directory + text
    return b'\xff\xe1' + struct.pack('>H', len(payload) + 2) + payload


def jpeg(place=None, turn=6):
    return JPEG if place is None else JPEG[:2] + exif(turn, place) + JPEG[2:]


def archive(names=('one.txt',)):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w') as z:
        for name in names:
            z.writestr(name, 'one')
    return out.getvalue()


MADE = {
    'png': lambda: png(600, 400),
    'small png': lambda: png(40, 30),
    'another png': lambda: png(600, 400, (20, 60, 200)),
    'png without pixels': lambda: png(600, 400, truth=False),
    'huge png': lambda: png(50000, 50000, truth=False),
    'bomb': lambda: png_bomb(7000, 7000),
    'jpeg with a place': lambda: jpeg('N 60 36 00'),
    'zip': archive,
    'svg': lambda: b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>\n',
    'html': lambda: b'<!DOCTYPE html>\n<html><body><script>alert(1)</script></body></html>\n',
    'program': lambda: b'MZ' + b'\0' * 58 + struct.pack('<I', 64) + b'PE\0\0' + b'\x4c\x01' + b'\0' * 300,
    'script': lambda: b'#!/bin/sh\necho hello\n',
    'pdf': lambda: b'%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n',
    'nothing': lambda: b'',
}


def make(how):
    return MADE[how]()
