// everything.mjs PROGRAM [FOLDER]: the practice town, every GET route × every role and nobody × {ru, en} in the browser, on a phone's width. The answer
// is what the table of routes declares; axe, width, words, console and hosts have nothing to say; every link and button of every
// page leads where this very reader may go; the W3C checker reads every page that differs. First as the year is being written,
// then once more, for the pages that change by it, after the analysis has been approved.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { judgeAxe, judgeMarkup, judgeWidth } from './judge.mjs';
import { picture } from './picture.mjs';
import { openContext, signIn, startBrowser, startProgram } from './rig.mjs';
import { Addresses, asker, readers, readRoutes, routeOf, samplesOf } from './walk.mjs';
import { interfaceWords, judgeWordsHere } from './words.mjs';

const [binary, given] = process.argv.slice(2);
if (!binary) {
  console.error('usage: everything.mjs PROGRAM [FOLDER]');
  process.exit(2);
}
const folder = given || fs.mkdtempSync(path.join(os.tmpdir(), 'orientir-everything-'));
fs.mkdirSync(folder, { recursive: true });
const abreast = Number(process.env.ORIENTIR_ABREAST || 3);
const only = process.env.ORIENTIR_ROUTES ? new RegExp(process.env.ORIENTIR_ROUTES) : null;
const began = Date.now();
const seconds = () => Math.round((Date.now() - began) / 1000);
const words = interfaceWords(path.join(path.dirname(fileURLToPath(import.meta.url)), '../../src'));
const findings = new Map(); // what is wrong → where; the same fault on a hundred pages is one line
const saved = [];
const judged = new Set(); // parts of pages that the browser has shown
const asked = new Map(); // links already followed, by reader
const counts = { views: 0, links: 0, opened: 0 };

function complain(where, what) {
  if (!findings.has(what)) console.log(`${what}\n    first at ${where}`);
  findings.set(what, [...(findings.get(what) || []), where]);
}
const digest = (text) => createHash('sha256').update(text).digest('hex').slice(0, 16);
/**
 * What a page is made of, without what differs from session to session (tokens, addresses): its frame, which belongs to the reader,
 * and its middle, which is often the very same for several. A page of which both were looked at before has nothing new to show.
 */
function partsOf(html, who) {
  const plain = html.replace(/value="[0-9a-f]{64}"/g, '').replace(/(href|action|value)="\/[^"]*"/g, '');
  const [before, rest] = plain.split('<main');
  const [middle, after] = (rest || '').split('</main>');
  const frame = `${before}${after}`.replace(/<title>[^<]*/, '').replace(/ aria-current="page"/g, '').replace(/(<input type="hidden")[^>]*/g, '$1');
  return [digest(`${who} ${frame}`), digest(middle || plain)];
}

/** Every link a page shows must open for who sees it, and every button must lead to a route he has a right to. */
async function judgeWays(world, who, html, where) {
  for (const [, raw] of html.matchAll(/<a [^>]*?href="([^"]*)"/g)) {
    const link = raw.replace(/&amp;/g, '&');
    if (link.startsWith('#')) {
      if (link.length > 1 && !html.includes(`id="${decodeURIComponent(link.slice(1))}"`)) complain(where, `the link ${link} leads to nothing on its page`);
      continue;
    }
    if (!link.startsWith('/')) continue; // an outside source of the record
    const to = link.split('#')[0];
    if (to.startsWith('/choose?')) continue; // what it chooses is walked by stories.mjs
    // Another value of a filter or another column to sort by is the same right: one of each is followed.
    const [bare, query] = to.split('?');
    const key = `${who} ${bare}?${[...new URLSearchParams(query || '').keys()].sort()}`;
    if (!asked.has(key)) {
      counts.links++;
      asked.set(key, world.askers[who](to).then((answer) => answer.status));
    }
    const status = await asked.get(key);
    if (status !== 200 && !(status === 303 && who === 'nobody' && to === '/')) complain(`${where} (${who})`, `the link ${to.replace(/\d+/g, 'N')} is answered with ${status}`);
  }
  for (const [, method, raw] of [...html.matchAll(/<form [^>]*?action="([^"]*)"[^>]*?method="([a-z]+)"/g)].map((m) => [0, m[2], m[1]])) {
    const route = routeOf(world.routes, method.toUpperCase(), raw.replace(/&amp;/g, '&').split(/[?#]/)[0]);
    if (raw.startsWith('/_widgets')) continue; // the gallery of widgets, of debug builds: its forms go nowhere
    if (!route || !route.may(who)) complain(`${where} (${who})`, `a form goes to ${method} ${raw.replace(/\d+/g, 'N')}, which ${who} may not`);
  }
}

/** What the table of routes declares for this reader, and what came back. */
function judgeStatus(route, who, one, first) {
  if (!route.may(who)) {
    if (who === 'nobody' && route.pattern.endsWith('.json')) return first.status === 401 ? null : `${first.status} instead of 401`;
    if (who === 'nobody') return first.status === 303 && first.to.startsWith('/sign-in') ? null : `${first.status} ${first.to} instead of the way to sign in`;
    return first.status === 403 ? null : `${first.status} instead of 403`;
  }
  const elsewhere = (route.pattern === '/' && who === 'nobody') || (route.pattern === '/sign-in' && who !== 'nobody');
  if (elsewhere || ['/choose', '/import/new'].includes(route.pattern)) return first.status === 303 ? null : `${first.status} instead of 303`;
  if (one.sure) return first.status === 200 ? null : `${first.status} instead of 200`;
  return [200, 403, 404].includes(first.status) ? null : `${first.status} for a row of others`;
}

async function look(world, job) {
  const { who, lang, route, one } = job;
  const where = `${one.path} as ${who} in ${lang}`;
  const first = await world.askers[`${who} ${lang}`](one.path);
  const fault = judgeStatus(route, who, one, first);
  if (fault) complain(where, `${route.pattern}: ${fault}`);
  counts.views++;
  if (first.saved || !first.type.startsWith('text/html')) return;
  if (lang === 'ru') await judgeWays(world, who, first.text, where);
  const parts = partsOf(first.text, who).map((part) => lang + part);
  if (parts.every((part) => judged.has(part))) return;
  const frameIsKnown = judged.has(parts[0]);
  for (const part of parts) judged.add(part);
  const page = await world.contexts[`${who} ${lang}`].newPage();
  page.where = where;
  try {
    const answer = await page.goto(world.address + one.path);
    if (answer.status() !== first.status) complain(where, `the browser was answered with ${answer.status()}, a reader without one with ${first.status}`);
    const html = first.text;
    for (const what of await judgeWidth(page)) complain(where, what);
    for (const what of await page.evaluate(judgeWordsHere, { lang, foreign: words[lang === 'ru' ? 'en' : 'ru'], keys: words.keys })) complain(where, what);
    const name = `${digest(where)}`;
    const file = path.join(folder, `${name}.html`);
    fs.writeFileSync(file, html);
    saved.push(file);
    world.names[name] = where;
    counts.opened++;
    for (const what of await judgeAxe(page, frameIsKnown ? 'main' : null)) complain(where, what);
  } catch (error) {
    complain(where, error.message.split('\n')[0]);
  }
  await page.close();
}

async function walk(world, jobs, title) {
  let next = 0;
  let said = 0;
  const work = async () => {
    while (next < jobs.length) {
      await look(world, jobs[next++]);
      if (next - said >= 200) {
        said = next;
        console.log(`${seconds()} s  ${title}: ${next} of ${jobs.length}, ${counts.opened} opened, ${counts.links} links, ${findings.size} findings`);
      }
    }
  };
  await Promise.all(Array.from({ length: abreast }, work));
}

async function jobsOf(world, starts, wanted) {
  const samples = await samplesOf(world.routes, world.askers, starts);
  const addresses = new Addresses(world.routes, world.askers, samples);
  const jobs = [];
  for (const route of world.routes.filter((r) => r.method === 'GET' && wanted(r) && (!only || only.test(r.pattern)))) {
    for (const who of readers) {
      const ones = await addresses.of(route, who);
      if (ones.length === 0 && who === 'administrator' && !world.later.test(route.pattern)) complain(route.pattern, 'the sample has no address for this route');
      for (const one of ones) for (const lang of ['ru', 'en']) jobs.push({ who, lang, route, one });
    }
  }
  return jobs;
}

/** Every section ready, agreed, approved, each by whom it belongs to: the buttons are the ones of the page. */
async function approve(world) {
  const press = async (who, form) => {
    const page = await world.contexts[`${who} ru`].newPage();
    await page.goto(`${world.address}/analysis`);
    for (let i = 0; i < 40 && (await page.locator(form).count()) > 0; i++) {
      await Promise.all([page.waitForNavigation(), page.locator(`${form} button`).first().click()]);
    }
    await page.close();
  };
  await press('head', 'form[action^="/analysis/section/"][action$="/ready"]');
  await press('head', 'form[action^="/analysis/"][action$="/agreed"]');
  await press('director', 'form[action^="/analysis/"][action$="/approved"]');
  asked.clear();
}

/** What a town does not bring along: an event that somebody has begun, a file on a row, a file that came in, a copy of everything,
 * a document printed. */
async function begin(world) {
  const page = await world.contexts['administrator ru'].newPage();
  const go = (act) => Promise.all([page.waitForNavigation(), act()]);
  await page.goto(`${world.address}/event`);
  await page.fill('#title', 'Начатое');
  await go(() => page.click('button[value="draft"]'));
  await page.goto(`${world.address}/activity`);
  await go(() => page.locator('table.rows tbody tr a').first().evaluate((a) => a.click()));
  await page.click('details.file-add > summary');
  await page.setInputFiles('#file', { name: 'Стенд.png', mimeType: 'image/png', buffer: picture(90, 60) });
  await page.click('#file-form button.primary');
  await page.waitForSelector('#file-progress [data-do="show"]:not([hidden])');
  world.proven = new URL(page.url()).pathname; // the row with a file
  await page.goto(`${world.address}/import/new?register=theme`);
  await page.setInputFiles('main input[type="file"]', { name: 'Темы.csv', mimeType: 'text/csv', buffer: Buffer.from('Название;Что это;Когда\r\nПрофессии леса;тема месяца;05.2026\r\n') });
  await go(() => page.locator('main form[enctype] button.primary').click());
  for (const step of ['map', 'run']) await go(() => page.locator(`form[action$="/${step}"] button.primary`).first().click());
  const wait = async (path, wanted) => {
    for (let i = 0; i < 120 && (await page.locator(wanted).count()) === 0; i++) {
      await new Promise((done) => setTimeout(done, 500));
      await page.goto(`${world.address}${path}`);
    }
  };
  await page.goto(`${world.address}/backup`);
  await go(() => page.locator('form[action="/backup/make"] button').click());
  await wait('/backup', 'main a[href^="/backup/"]');
  await page.goto(`${world.address}/plan`);
  await go(() => page.locator('form[action^="/plan/pdf"] button').click());
  await wait(new URL(page.url()).pathname, 'main a[href^="/work/"][href$="/file"]');
  await page.close();
}

const program = await startProgram(binary, 'sqlite', { town: true });
const browser = await startBrowser();
const world = { address: program.address, routes: readRoutes(path.resolve(binary)), contexts: {}, askers: {}, names: {},
  later: /^\/analysis\/edition/ };
try {
  for (const who of readers) {
    const cookies = who === 'nobody' ? [] : await signIn(browser, program.address, who, '2');
    for (const lang of ['ru', 'en']) {
      world.askers[`${who} ${lang}`] = asker(program.address, cookies, lang);
      // The browser tells of a 403 and a 404 on its console too; whether they are right is judged by their status.
      world.contexts[`${who} ${lang}`] = await openContext(browser, program.address, { cookies, lang, width: 360,
        complain: (what) => (what.includes('Failed to load resource') ? null : complain(`as ${who} in ${lang}`, what)) });
    }
    world.askers[who] = world.askers[`${who} ru`];
  }
  await begin(world);
  const starts = [['administrator', '/'], ['head', '/'], ['head', '/analysis'], ['administrator', '/accounts'], ['head', '/analysis/editions'], ['head', '/check'], ['head', '/api'],
    ['administrator', '/file'], ['administrator', '/import'], ['administrator', '/work'], ['administrator', '/backup'], ['administrator', '/event'], ['administrator', world.proven], ['nobody', '/public']];
  await walk(world, await jobsOf(world, starts, () => true), 'while it is written');
  if (!only || only.test('/analysis/editions')) {
    await approve(world);
    await walk(world, await jobsOf(world, [...starts, ['head', '/analysis/editions']], (r) => /^\/(analysis.*|check|reach)?$/.test(r.pattern) && !/block|section/.test(r.pattern)),
      'after approval');
    if (!Object.values(world.names).some((where) => /^\/analysis\/edition\/\d+ /.test(where))) complain('/analysis/edition/{id}', 'no edition was opened');
  }
} catch (error) {
  complain('the walk itself', error.stack);
}
await browser.close();
const ended = await program.stop();
if (ended.code !== 0) complain('at its end', `the program ended with ${ended.code}: ${ended.said.slice(-2000)}`);
console.log(`${seconds()} s  the W3C checker reads ${saved.length} pages`);
for (const { name, what } of judgeMarkup(saved)) complain(world.names[name] || name, what);
for (const [what, places] of findings) if (places.length > 1) console.log(`${places.length} times: ${what}\n    ${places.slice(1, 4).join(' · ')}`);
console.log(`${counts.views} views, ${counts.opened} of them different and opened, ${counts.links} links in ${seconds()} s, ${findings.size} findings`);
if (findings.size === 0 && !given) fs.rmSync(folder, { recursive: true, force: true });
process.exit(findings.size === 0 ? 0 : 1);
