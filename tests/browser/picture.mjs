// A picture as a camera might give it, but made of stripes: for pages that take photos.
import zlib from 'node:zlib';

function chunk(kind, content) {
  const body = Buffer.concat([Buffer.from(kind), content]);
  const head = Buffer.alloc(4);
  const sum = Buffer.alloc(4);
  head.writeUInt32BE(content.length);
  sum.writeUInt32BE(zlib.crc32 ? zlib.crc32(body) : crc(body));
  return Buffer.concat([head, body, sum]);
}
function crc(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) {
    c ^= byte;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  }
  return (c ^ 0xffffffff) >>> 0;
}
/** A PNG of stripes. */
export function picture(width, height) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (1 + 3 * width));
  for (let y = 0; y < height; y++) for (let x = 0; x < 3 * width; x++) rows[y * (1 + 3 * width) + 1 + x] = (x >> 5) * 7 + y;
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', zlib.deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0))]);
}
