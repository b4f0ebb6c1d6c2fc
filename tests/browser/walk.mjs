// What everything.mjs walks: the program's own table of routes, and for each of them a real address in the record. The table names
// who may; a row of the record is found as each reader finds it, so that a school's reader is sent to a row of his own school.
import { execFileSync } from 'node:child_process';

export const readers = ['nobody', 'administrator', 'director', 'head', 'methodologist', 'psychologist', 'secretary', 'teacher', 'coordinator'];

export function readRoutes(binary) {
  return execFileSync(binary, ['routes'], { encoding: 'utf8' }).trim().split('\n').map((line) => {
    const [method, pattern, right] = line.split('\t');
    const words = right.split(',');
    const shape = new RegExp(`^${pattern.replace(/[.]/g, '\\.').replace(/\{[^}]*\}/g, '[^/]+')}$`);
    return { method, pattern, shape, may: (who) => words.includes('public') || words.includes(who) };
  });
}

/** The route an address leads to: a pattern without holes wins over one with them, as in the program. */
export const routeOf = (routes, method, path) =>
  routes.filter((r) => r.method === method && r.shape.test(path)).sort((a, b) => a.pattern.split('{').length - b.pattern.split('{').length)[0];

/** Reads pages without a browser, as one reader; never follows. */
export function asker(address, cookies, lang) {
  const cookie = [...cookies.filter((c) => c.name !== 'lang').map((c) => `${c.name}=${c.value}`), `lang=${lang}`].join('; ');
  return async (path) => {
    const answer = await fetch(address + path, { headers: { cookie }, redirect: 'manual' });
    const header = (name) => answer.headers.get(name) || '';
    return {
      status: answer.status, type: header('content-type'), to: header('location'),
      saved: header('content-disposition').startsWith('attachment'), // a file, whatever its type: the browser keeps it and shows nothing
      text: await answer.text(),
    };
  };
}

const linksIn = (html) => [...html.matchAll(/(?:href|src)="(\/[^"#]*)/g)].map((m) => m[1].replace(/&amp;/g, '&'));

/**
 * Addresses of a route for a reader: [{path, sure}]. `sure`: the reader may open this very row, the answer must be 200. When the
 * table lets him in but no row of the record is his, the row of another stands for it, and a refusal is as good as a page.
 */
export class Addresses {
  constructor(routes, askers, samples) {
    Object.assign(this, { routes, askers, samples, rows: {}, seen: {} });
  }

  async rowsOf(who, register) {
    const key = `${who} ${register}`;
    if (!this.rows[key]) {
      const answer = await this.askers[who](`/${register}.json`);
      this.rows[key] = answer.status === 200 ? (JSON.parse(answer.text).rows || []).map((row) => row.id) : [];
    }
    return this.rows[key];
  }

  /** The first few rows whose own page offers this address: what a page offers must open. */
  async offered(who, register, more) {
    for (const id of (await this.rowsOf(who, register)).slice(0, 12)) {
      const path = `/${register}/${id}`;
      const key = `${who} ${path}`;
      this.seen[key] ??= linksIn((await this.askers[who](path)).text);
      if (this.seen[key].includes(path + more)) return path + more;
    }
    return null;
  }

  /** No page links to what programs read: the addresses of the page of the same name, or of the document, with another end. */
  twins(route) {
    const bare = route.pattern.slice(0, -'.json'.length);
    const paths = this.samples[bare] || this.samples[bare + '/document'] || [];
    return paths.map((path) => path.split('?')[0].replace(/\/document$/, '') + '.json');
  }

  async of(route, who) {
    if (!route.pattern.includes('{')) return [{ path: route.pattern, sure: true }];
    const [, register, more] = route.pattern.match(/^\/([a-z_]+)\/\{id\}((?:\/[a-z]+)?(?:\.json)?)$/) || [];
    if (register && this.routes.some((r) => r.method === 'GET' && r.pattern === `/${register}/{id}/edit`)) {
      const mine = route.may(who) ? (await this.rowsOf(who, register))[0] : null;
      const any = mine ?? (await this.rowsOf('administrator', register))[0];
      if (any === undefined) return [];
      if (mine !== null && mine !== undefined && more && more !== '/history' && !more.endsWith('.json')) {
        const open = await this.offered(who, register, more);
        return [open ? { path: open, sure: true } : { path: `/${register}/${any}${more}`, sure: false }];
      }
      return [{ path: `/${register}/${any}${more || ''}`, sure: mine !== null && mine !== undefined }];
    }
    if (route.pattern.endsWith('.json')) return this.twins(route).map((path) => ({ path, sure: true }));
    const own = /^\/(event|import|work|backup)\/\{/.test(route.pattern); // what somebody has begun or ordered opens for nobody else
    return (this.samples[route.pattern] || []).map((path) => ({ path, sure: !own || who === 'administrator' }));
  }
}

/** For what is no row of a register: addresses that the pages of those who see most lead to, and those that these lead to. */
export async function samplesOf(routes, askers, starts) {
  const samples = {};
  const known = new Set();
  const most = { '/figure/{name}': 4, '/assets/{name}': 4, '/public/{centre}': 2 };
  const pages = [...starts];
  for (const [who, start] of pages) {
    for (const path of linksIn((await askers[who](start)).text)) {
      const bare = path.split('?')[0];
      const route = routeOf(routes, 'GET', bare);
      if (!route || !route.pattern.includes('{') || known.has(bare)) continue;
      known.add(bare);
      samples[route.pattern] ??= [];
      if (samples[route.pattern].length < (most[route.pattern] || 1)) {
        samples[route.pattern].push(path);
        if (!route.pattern.startsWith('/assets/')) pages.push([who, path]);
      }
    }
  }
  return samples;
}
