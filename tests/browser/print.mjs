// print.mjs PROGRAM [FOLDER]: home, a list, a detail page and the analysis on paper: nothing to press or to navigate by, black on white,
// no page without words, and the words of the page all there. With FOLDER the papers stay there to be looked at.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openContext, signIn, startBrowser, startProgram } from './rig.mjs';

const [binary, given] = process.argv.slice(2);
if (!binary) {
  console.error('usage: print.mjs PROGRAM [FOLDER]');
  process.exit(2);
}
const folder = given || fs.mkdtempSync(path.join(os.tmpdir(), 'orientir-print-'));
fs.mkdirSync(folder, { recursive: true });
const papers = [['home', '/'], ['list', '/activity'], ['detail', null], ['analysis', '/analysis'], ['figure', '/figure/diagnostics.persons'],
  ['week', '/plan?week=2022-04-12'], ['month', '/plan?month=2022-04']];
const plain = (text) => text.replace(/[\u00a0\u202f\u00ad\s]+/g, ' ').trim();

/** What would be seen on paper and has no use there, and letters that are not dark. */
const useless = () => {
  const wrong = [];
  for (const e of document.querySelectorAll('nav, button, a.button, input, select, .skip, form.filter')) {
    const box = e.getBoundingClientRect();
    if (e.checkVisibility() && box.width > 1 && box.height > 1) wrong.push(e.outerHTML.slice(0, 100));
  }
  for (const e of document.querySelectorAll('main a')) {
    const [r, g, b] = getComputedStyle(e).color.match(/\d+/g).map(Number);
    if (e.checkVisibility() && 0.299 * r + 0.587 * g + 0.114 * b > 90) wrong.push(`pale: ${e.outerHTML.slice(0, 100)}`);
  }
  return wrong;
};

async function paper(page, address, name, where) {
  if (where) await page.goto(address + where);
  else {
    await page.goto(`${address}/activity`);
    await Promise.all([page.waitForNavigation(), page.locator('table.rows tbody tr a').first().click()]);
  }
  const title = plain(await page.locator('h1').innerText());
  await page.emulateMedia({ media: 'print' });
  const wrong = await page.evaluate(useless);
  assert.deepEqual(wrong, [], `${name}: only what can be read`);
  const file = path.join(folder, `${name}.pdf`);
  await page.pdf({ path: file, format: 'A4', margin: { top: '15mm', bottom: '15mm', left: '15mm', right: '15mm' } });
  await page.emulateMedia({ media: null });
  const sheets = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1);
  assert.ok(sheets.length > 0 && plain(sheets[0]).includes(title.split(' ')[0]), `${name}: begins with its title`);
  const words = sheets.map((sheet) => plain(sheet).length);
  assert.ok(words.every((n) => n > 40), `${name}: no sheet without words: ${words}`);
  return sheets.length;
}

const program = await startProgram(binary);
const browser = await startBrowser();
let failed = 0;
try {
  const cookies = await signIn(browser, program.address, 'head');
  for (const lang of ['ru', 'en']) {
    const context = await openContext(browser, program.address, { cookies, lang });
    const page = await context.newPage();
    for (const [name, where] of papers) {
      try {
        const n = await paper(page, program.address, `${name}-${lang}`, where);
        console.log(`ok      ${name} in ${lang}: ${n} sheets`);
      } catch (error) {
        failed++;
        console.log(`FAILED  ${error.message.split('\n').slice(0, 14).join('\n        ')}`);
      }
    }
    await context.close();
  }
} finally {
  await browser.close();
  const ended = await program.stop();
  if (ended.code !== 0) failed++;
}
if (!given && !failed) fs.rmSync(folder, { recursive: true, force: true });
process.exit(failed ? 1 : 0);
