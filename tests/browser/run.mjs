// run.mjs PROGRAM [FOLDER]: every page × {ru, en} × {360, 1366}: status, axe, width (at 768 and 1920 too, with the
// length of lines), focus, console, foreign hosts; a picture of each in FOLDER when it is given; then one start of the W3C checker over all saved pages. Prints what is wrong and ends with 1 when anything is.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { judgeAxe, judgeFocus, judgeLines, judgeMarkup, judgeWidth } from './judge.mjs';
import { pages } from './pages.mjs';
import { openContext, signIn, startBrowser, startProgram } from './rig.mjs';

const [binary, given] = process.argv.slice(2);
if (!binary) {
  console.error('usage: run.mjs PROGRAM [FOLDER]');
  process.exit(2);
}
const folder = given || fs.mkdtempSync(path.join(os.tmpdir(), 'orientir-pages-'));
fs.mkdirSync(folder, { recursive: true });
const only = process.env.ORIENTIR_PAGES ? process.env.ORIENTIR_PAGES.split(',') : null;
const chosen = only ? pages.filter((p) => only.includes(p.name)) : pages;
const wrong = [];
const saved = []; // pages of this run: the folder may hold older ones

/** The page as the server sends it; what the browser made of it would hide mistakes of markup. */
const textOf = async (context, page) => (await context.request.get(page.url())).text();

async function look(browser, address, cookies, one, lang, width) {
  const name = `${one.name}-${lang}-${width}`;
  const complain = (what) => wrong.push(`${name}: ${what}`);
  const refused = one.status || one.sends; // the browser tells of a 404 or a refused form on its console too: no finding
  const context = await openContext(browser, address, { cookies, lang, width,
    complain: (what) => (refused && what.includes('Failed to load resource') ? null : complain(what)) });
  const page = await context.newPage();
  try {
    const answer = await page.goto(address + one.path);
    if (answer.status() !== (one.status || 200)) complain(`status ${answer.status()} at ${one.path}`);
    if (one.act) await one.act(page);
    await page.evaluate(() => document.fonts.ready);
    if (width === 1366) saved.push(path.join(folder, `${name}.html`));
    fs.writeFileSync(path.join(folder, `${name}.html`), await (one.sends ? page.content() : textOf(context, page)));
    if (given) await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
    // The order of the stops does not depend on the language: walking them once is enough.
    const findings = [...(await judgeAxe(page)), ...(await judgeWidth(page)), ...(lang === 'ru' ? await judgeFocus(page) : [])];
    for (const finding of findings) complain(finding);
    if (width !== 1366) return;
    for (const other of [768, 1920]) {
      await page.setViewportSize({ width: other, height: 900 });
      for (const finding of [...(await judgeWidth(page)), ...(await judgeLines(page))]) complain(`at ${other}: ${finding}`);
    }
  } catch (error) {
    complain(error.message.split('\n')[0]);
  } finally {
    await context.close();
  }
}

const began = Date.now();
const program = await startProgram(binary);
const browser = await startBrowser();
let looked = 0;
try {
  const cookies = { undefined: [] };
  for (const role of new Set(chosen.map((p) => p.as).filter(Boolean))) cookies[role] = await signIn(browser, program.address, role);
  const prepared = new Set();
  const openFor = async (role, where) => {
    cookies[role] ||= await signIn(browser, program.address, role);
    const context = await openContext(browser, program.address, { cookies: cookies[role] });
    const page = await context.newPage();
    await page.goto(program.address + where);
    return page;
  };
  for (const one of chosen) {
    if (one.prepare && !prepared.has(one.prepare)) {
      prepared.add(one.prepare);
      await one.prepare(openFor);
    }
    // Two views at once: a browser leaves half of a machine with two cores idle. Views of one page change nothing for each other.
    const views = ['ru', 'en'].flatMap((lang) => [360, 1366].map((width) => ({ lang, width })));
    const worker = async () => {
      for (let view = views.shift(); view; view = views.shift()) {
        await look(browser, program.address, cookies[one.as], one, view.lang, view.width);
        looked++;
      }
    };
    await Promise.all([worker(), worker()]);
  }
} catch (error) {
  wrong.push(error.stack);
}
await browser.close();
const ended = await program.stop();
if (ended.code !== 0) wrong.push(`the program ended with ${ended.code}: ${ended.said.slice(-2000)}`);
for (const { name, what } of judgeMarkup(saved)) wrong.push(`${name}: ${what}`);
for (const line of wrong) console.log(line);
console.log(`${looked} views in ${Math.round((Date.now() - began) / 1000)} s, ${wrong.length} findings, pages in ${folder}`);
process.exit(wrong.length === 0 ? 0 : 1);
