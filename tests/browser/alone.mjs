// alone.mjs GOLDEN_MAKE [FOLDER]: the analysis as one HTML file, of the sample year and of made years, for readers of Russian and
// of English, opened from the disk with no program beside it. It asks nobody for anything, every link leads to a place in the
// file, every number to its origin; it fits 360 and 1366 px, reads well to axe and the W3C checker, and goes on paper whole,
// tables of charts among it. With FOLDER files and pictures stay there to be looked at.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { judgeAxe, judgeFocus, judgeLines, judgeMarkup, judgeWidth } from './judge.mjs';
import { startBrowser } from './rig.mjs';

const [make, given] = process.argv.slice(2);
if (!make) {
  console.error('usage: alone.mjs GOLDEN_MAKE [FOLDER]');
  process.exit(2);
}
const folder = given || fs.mkdtempSync(path.join(os.tmpdir(), 'orientir-alone-'));
fs.mkdirSync(folder, { recursive: true });
const plain = (text) => text.replace(/[\u00a0\u202f\u00ad\s]+/g, '');

/** What stands in the file, seen from inside it. */
const inside = () => {
  const own = (e) => e.textContent.replace(/[\u00a0\u202f\u00ad\s]+/g, '');
  const links = [...document.querySelectorAll('a')].map((a) => a.getAttribute('href'));
  const fetched = [...document.querySelectorAll('link, script, img, iframe, object, embed, form, [src]')].map((e) => e.outerHTML.slice(0, 80));
  const origins = [...document.querySelectorAll('#origins [id^=origin-]')];
  const numbers = [...document.querySelectorAll('.analysis-text a.figure, .analysis-text td a.figure-link')];
  return { lang: document.documentElement.lang, title: document.title, viewport: document.querySelector('meta[name=viewport]')?.content || '',
    away: links.filter((to) => !/^#/.test(to)), fetched, styled: document.querySelectorAll('style').length,
    lost: links.filter((to) => to.startsWith('#') && !document.getElementById(decodeURIComponent(to.slice(1)))),
    twice: [...document.querySelectorAll('[id]')].map((e) => e.id).filter((id, i, all) => all.indexOf(id) !== i),
    numbers: numbers.length, bare: numbers.filter((a) => !a.getAttribute('href').startsWith('#origin-')).length,
    origins: origins.length, empty: origins.filter((o) => !o.querySelector('h3') || o.querySelectorAll('dd').length < 5).length,
    charts: [...document.querySelectorAll('figure.chart')].map((f) => ({ svg: Boolean(f.querySelector('svg')),
      open: Boolean(f.querySelector('table')?.checkVisibility()), values: [...f.querySelectorAll('table td')].map(own) })) };
};

async function look(browser, file, name, lang) {
  const wrong = [];
  const asked = [];
  const context = await browser.newContext({ viewport: { width: 1366, height: 900 } });
  const page = await context.newPage();
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => wrong.push(`console: ${message.text()}`));
  const address = pathToFileURL(file).href;
  await page.goto(address);
  const held = await page.evaluate(inside);
  assert.equal(held.lang, lang, 'language of the file');
  assert.ok(held.title.length > 20 && /width=device-width/.test(held.viewport) && held.styled === 1, 'title, viewport and style');
  for (const [what, found] of Object.entries({ 'links out of the file': held.away, 'asks for': held.fetched, 'leads nowhere': held.lost, 'twice': held.twice })) {
    assert.deepEqual(found, [], what);
  }
  assert.ok(held.numbers > 10 && held.bare === 0 && held.origins > 10 && held.empty === 0,
    `${held.numbers} numbers, ${held.bare} without origin; ${held.origins} origins, ${held.empty} say too little`);
  assert.ok(held.charts.length > 2 && held.charts.every((c) => c.svg && c.open && c.values.length > 0), 'each chart with its table open');
  for (const width of [360, 1366]) {
    await page.setViewportSize({ width, height: 900 });
    wrong.push(...(await judgeWidth(page)), ...(await judgeLines(page)), ...(await judgeAxe(page)));
    if (given) await page.screenshot({ path: path.join(folder, `${name}-${width}.png`), fullPage: true });
  }
  wrong.push(...(await judgeFocus(page, 20)));
  // A number is pressed and its origin stands in sight.
  await page.locator('.analysis-text p a.figure').first().click();
  const target = await page.evaluate(() => {
    const box = document.querySelector(':target')?.getBoundingClientRect();
    return Boolean(box) && box.top >= -1 && box.top < window.innerHeight;
  });
  assert.ok(target, 'the first number leads to its origin');
  await page.goto(address);
  await page.emulateMedia({ media: 'print' });
  const pdf = path.join(folder, `${name}.pdf`);
  await page.pdf({ path: pdf, format: 'A4', margin: { top: '15mm', bottom: '15mm', left: '15mm', right: '15mm' } });
  const sheets = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1).map(plain);
  assert.ok(sheets.every((sheet) => sheet.length > 40), 'no sheet without words');
  const paper = sheets.join('');
  for (const value of held.charts.flatMap((c) => c.values)) assert.ok(paper.includes(value), `${value} of a chart is on paper`);
  assert.deepEqual([...new Set(asked)].filter((url) => url.split('#')[0] !== address), [], 'requests');
  await context.close();
  assert.deepEqual(wrong, [], name);
  return `${held.numbers} numbers, ${held.origins} origins, ${sheets.length} sheets`;
}

execFileSync(make, [folder]);
const files = fs.readdirSync(folder).filter((name) => name.endsWith('.html')).sort();
// Every file to the checker, and of the made years the first alone into the browser: they differ in numbers, not in kind.
const seen = files.filter((name) => name.startsWith('sample') || name.startsWith(files.find((other) => other.startsWith('seed-')).replace(/(-en)?\.html$/, '')));
const browser = await startBrowser();
let failed = files.length < 12 || seen.length !== 4 ? 1 : 0;
for (const file of seen) {
  const name = file.replace('.html', '');
  try {
    console.log(`ok      ${name}: ${await look(browser, path.join(folder, file), name, name.endsWith('-en') ? 'en' : 'ru')}`);
  } catch (error) {
    failed++;
    console.log(`FAILED  ${name}: ${error.message.split('\n').slice(0, 14).join('\n        ')}`);
  }
}
await browser.close();
for (const { name, what } of judgeMarkup(files.map((file) => path.join(folder, file)))) {
  failed++;
  console.log(`FAILED  ${name}: ${what}`);
}
if (!given && !failed) fs.rmSync(folder, { recursive: true, force: true });
process.exit(failed ? 1 : 0);
