// Files go in pieces, one behind the other, so that a bad line costs a piece and never the file: progress, a break that is waited
// out, stopping and going on, and at the end the checksum of what the server holds beside the one reckoned here. Choosing the
// same file again after a reload goes on where it stopped. Without this file the form sends everything at once (32 MB).
(() => {
  'use strict';
  const form = document.getElementById('file-form');
  const place = document.getElementById('file-progress');
  if (!form || !place || !form.elements.file || !window.fetch || !Blob.prototype.slice) return;

  const LEAST = 64 * 1024;
  const MOST = 4 * 1024 * 1024;
  const PATIENCE = 120000; // ms for a piece
  const said = place.querySelector('.file-said');
  const bar = place.querySelector('progress');
  const list = place.querySelector('ul');
  const button = (name) => place.querySelector(`[data-do="${name}"]`);
  const words = {};
  for (const one of place.querySelectorAll('template')) words[one.dataset.say] = one.content.textContent;
  const units = words.units.split(' ');
  const mark = document.documentElement.lang === 'ru' ? ',' : '.';

  // Sizes as the server writes them.
  function size(bytes) {
    if (bytes < 1024) return `${bytes}\u00a0${units[0]}`;
    if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)}\u00a0${units[1]}`;
    const megabytes = bytes / 1024 / 1024;
    return `${bytes >= 10 * 1024 * 1024 ? Math.round(megabytes) : megabytes.toFixed(1).replace('.', mark)}\u00a0${units[2]}`;
  }
  function say(key, values) {
    const text = words[key].replace(/%(\w+)%/g, (whole, name) => (name in values ? values[name] : whole));
    if (said.textContent !== text) said.textContent = text;
  }

  // SHA-256 piece by piece (FIPS 180-4); the browser's own can only take a file whole, and only over https.
  const K = new Uint32Array(64);
  (() => {
    let n = 0;
    const part = (x) => ((x - Math.floor(x)) * 0x100000000) | 0;
    for (let i = 2; n < 64; i++) {
      let prime = true;
      for (let d = 2; d * d <= i; d++) if (i % d === 0) prime = false;
      if (prime) K[n++] = part(Math.cbrt(i));
    }
  })();
  class Sum {
    constructor() {
      this.state = new Int32Array([0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19]);
      this.rest = new Uint8Array(0);
      this.length = 0;
      this.w = new Int32Array(64);
    }
    block(bytes, at) {
      const w = this.w;
      for (let i = 0; i < 16; i++, at += 4) w[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
      for (let i = 16; i < 64; i++) {
        const x = w[i - 15], y = w[i - 2];
        const low = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
        const high = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
        w[i] = (w[i - 16] + low + w[i - 7] + high) | 0;
      }
      let [a, b, c, d, e, f, g, h] = this.state;
      for (let i = 0; i < 64; i++) {
        const one = (h + (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
        const two = ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g;
        g = f;
        f = e;
        e = (d + one) | 0;
        d = c;
        c = b;
        b = a;
        a = (one + two) | 0;
      }
      const s = this.state;
      s[0] += a;
      s[1] += b;
      s[2] += c;
      s[3] += d;
      s[4] += e;
      s[5] += f;
      s[6] += g;
      s[7] += h;
    }
    add(bytes) {
      this.length += bytes.length;
      if (this.rest.length) {
        const joined = new Uint8Array(this.rest.length + bytes.length);
        joined.set(this.rest);
        joined.set(bytes, this.rest.length);
        bytes = joined;
      }
      let at = 0;
      for (; at + 64 <= bytes.length; at += 64) this.block(bytes, at);
      this.rest = bytes.slice(at);
    }
    hex() {
      const end = new Uint8Array(this.rest.length < 56 ? 64 : 128);
      const bits = new DataView(end.buffer);
      end.set(this.rest);
      end[this.rest.length] = 0x80;
      bits.setUint32(end.length - 8, Math.floor(this.length / 0x20000000));
      bits.setUint32(end.length - 4, (this.length * 8) >>> 0);
      for (let at = 0; at < end.length; at += 64) this.block(end, at);
      return Array.from(this.state, (n) => (n >>> 0).toString(16).padStart(8, '0')).join('');
    }
  }

  class Refused extends Error {} // the server's own words, final for this file
  class Halt extends Error {} // signed out, full, something unknown: the person decides

  let stopped = false;
  let wake = null;
  let under_way = null; // what is being asked, so that stopping need not wait for it
  window.addEventListener('online', () => wake && wake());

  function rest(ms) {
    return new Promise((done) => {
      const timer = setTimeout(done, ms);
      wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  // One question to the server: its JSON; null when there was no answer that means anything, so that it is asked again.
  async function ask(path, fields) {
    const body = new FormData();
    body.append('csrf', form.elements.csrf.value);
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    under_way = new AbortController();
    const timer = setTimeout(() => under_way.abort(), PATIENCE);
    let reply = null;
    try {
      reply = await fetch(path, { method: 'POST', body, signal: under_way.signal, redirect: 'manual' });
      if (reply.status === 200 || reply.status === 409 || reply.status === 422) {
        const json = await reply.json();
        if (reply.status === 422) throw new Refused(json.why);
        return json;
      }
    } catch (fault) {
      if (fault instanceof Refused) throw fault;
      return null;
    } finally {
      clearTimeout(timer);
    }
    if (reply.status === 502 || reply.status === 503 || reply.status === 504) return null;
    if (reply.status === 403 || reply.status === 0) throw new Halt(words['signed-out']);
    if (reply.status === 507) throw new Halt(words.full);
    throw new Halt(words.failed.replace('%status%', reply.status));
  }

  class Sending {
    constructor(file) {
      this.file = file;
      this.begin();
      this.piece = 4 * LEAST;
    }
    begin() {
      this.at = 0;
      this.sum = new Sum();
      this.upload = 0;
    }
    values(more) {
      return { name: this.file.name, done: size(this.at), total: size(this.file.size), ...more };
    }
    show(key, more) {
      bar.value = this.file.size ? Math.floor((1000 * this.at) / this.file.size) : 0;
      say(key, this.values(more));
    }
    // What lies on the server already is read here too, for the sum.
    async follow(to) {
      if (to < this.sum.length) this.sum = new Sum();
      if (to - this.sum.length > MOST) this.show('checking');
      while (this.sum.length < to) {
        const from = this.sum.length;
        this.sum.add(new Uint8Array(await this.file.slice(from, Math.min(to, from + MOST)).arrayBuffer()));
      }
      this.at = to;
    }
    async once() {
      if (!this.upload) {
        const fields = { bytes: this.file.size, name: this.file.name };
        for (const name of ['register', 'row', 'words']) fields[name] = form.elements[name].value;
        if (form.elements.publish && form.elements.publish.checked) fields.publish = '1';
        const begun = await ask('/file/upload', fields);
        if (!begun) return false;
        await this.follow(begun.at);
        this.upload = begun.upload;
      } else if (this.at < this.file.size) {
        const began = performance.now();
        const bytes = this.file.slice(this.at, this.at + this.piece);
        const taken = await ask(`/file/upload/${this.upload}`, { at: this.at, piece: bytes });
        if (!taken) {
          this.piece = Math.max(LEAST, this.piece / 2);
          this.upload = 0; // whether it arrived only the server knows
          return false;
        }
        await this.follow(taken.at);
        if (performance.now() - began < 2000) this.piece = Math.min(MOST, this.piece * 2);
      } else {
        this.show('ending');
        const end = await ask(`/file/upload/${this.upload}/end`, { sha256: this.sum.hex_now() });
        if (!end) return false;
        if (end.file) this.receipt = end;
        else await this.follow(end.at);
      }
      return true;
    }
    async run() {
      for (let wait = 1000; !this.receipt && !stopped; ) {
        if (this.at < this.file.size) this.show('sending');
        if (await this.once()) {
          wait = 1000;
        } else if (!stopped) {
          this.show('waiting');
          await rest(wait);
          wait = Math.min(30000, wait * 2);
        }
      }
    }
  }
  // The end of a sum without ending it: more may still come.
  Sum.prototype.hex_now = function hexNow() {
    const copy = new Sum();
    copy.state.set(this.state);
    copy.rest = this.rest;
    copy.length = this.length;
    return copy.hex();
  };

  function line(text, tone) {
    const item = document.createElement('li');
    item.className = tone;
    item.textContent = text;
    list.append(item);
  }
  function buttons(...names) {
    for (const name of ['stop', 'go', 'cancel', 'show']) button(name).hidden = !names.includes(name);
  }

  let queue = [];
  let arrived = 0;
  async function work() {
    stopped = false;
    buttons('stop', 'cancel');
    while (queue.length && !stopped) {
      const one = queue[0];
      try {
        await one.run();
      } catch (fault) {
        if (!(fault instanceof Refused) && !(fault instanceof Halt)) throw fault;
        if (fault instanceof Halt) {
          said.textContent = fault.message;
          one.upload = 0;
          buttons('go', 'cancel');
          return;
        }
        line(fault.message, 'error');
        queue.shift();
        continue;
      }
      if (one.receipt) {
        one.at = one.file.size;
        const same = one.receipt.sha256 === one.sum.hex_now();
        line(words[same ? 'done' : 'failed'].replace(/%(\w+)%/g, (w, name) => one.values({ sha256: one.receipt.sha256, status: 'sha256' })[name] || w), same ? 'done' : 'error');
        arrived++;
        queue.shift();
      } else {
        one.show('stopped');
        buttons('go', 'cancel');
        return;
      }
    }
    said.textContent = '';
    bar.hidden = true;
    buttons(...(arrived ? ['show'] : []));
    if (!arrived) form.hidden = false;
    if (arrived) button('show').focus();
  }
  button('stop').addEventListener('click', () => {
    stopped = true;
    if (under_way) under_way.abort();
    if (wake) wake();
  });
  button('go').addEventListener('click', work);
  button('cancel').addEventListener('click', async () => {
    const one = queue[0];
    stopped = true;
    if (under_way) under_way.abort();
    if (wake) wake();
    queue = [];
    try {
      if (one && one.upload) await ask(`/file/upload/${one.upload}/drop`, {});
    } catch (fault) {
      // what is not finished goes by itself after some days
    }
    window.location.reload();
  });
  button('show').addEventListener('click', () => {
    window.location.hash = 'files';
    window.location.reload();
  });

  form.addEventListener('submit', (event) => {
    const files = Array.from(form.elements.file.files);
    if (!files.length) return; // the server says so
    event.preventDefault();
    const most = Number(place.dataset.most);
    queue = files.map((file) => new Sending(file));
    arrived = 0;
    list.textContent = '';
    bar.hidden = false;
    form.hidden = true;
    place.hidden = false;
    if (files.some((file) => file.size > most)) bar.value = 0; // begun all the same: the server refuses it in its own words
    work();
  });
  const hint = document.getElementById('file-about');
  if (hint && hint.firstElementChild) hint.firstElementChild.textContent = place.dataset.hint;
  // A file half sent is not lost by leaving, but people should know that it is not there yet.
  window.addEventListener('beforeunload', (event) => {
    if (queue.length && !stopped) event.preventDefault();
  });
})();
