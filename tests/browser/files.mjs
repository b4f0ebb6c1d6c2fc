// files.mjs PROGRAM: files on a row in a real browser. A photo is added at 360 px by the keyboard alone; 200 MB go over a line that is
// cut in the middle, wait, and go on; after a reload the same file goes on where it stopped; the receipt names the sum of the file.
import assert from 'node:assert/strict';
import { createHash, randomFillSync } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { picture } from './picture.mjs';
import { openContext, signIn, startBrowser, startProgram } from './rig.mjs';

const [binary] = process.argv.slice(2);
if (!binary) {
  console.error('usage: files.mjs PROGRAM');
  process.exit(2);
}
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'orientir-files-'));

const photo = (file, width, height) => {
  fs.writeFileSync(file, picture(width, height));
  return file;
};
/** Bytes of no meaning, and their sum. */
function large(file, megabytes) {
  const sum = createHash('sha256');
  const out = fs.openSync(file, 'w');
  const piece = Buffer.alloc(1 << 20);
  for (let i = 0; i < megabytes; i++) {
    randomFillSync(piece);
    sum.update(piece);
    fs.writeSync(out, piece);
  }
  fs.closeSync(out);
  return { file, sha256: sum.digest('hex') };
}

async function tabTo(page, wanted) {
  for (let i = 0; i < 150; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((w) => document.activeElement.matches(w), wanted)) return;
  }
  throw new Error(`Tab never comes to ${wanted}`);
}

async function openRow(context, address, at) {
  const page = await context.newPage();
  await page.goto(`${address}/activity`);
  const row = await page.locator('table.rows tbody tr a').nth(at).getAttribute('href');
  await page.goto(address + row);
  return page;
}

/** Summary, file, caption, Enter: no mouse. */
async function photoByKeyboard(browser, address, cookies, complaints) {
  const context = await openContext(browser, address, { cookies, width: 360, complain: (c) => complaints.push(c) });
  const page = await openRow(context, address, 0);
  await tabTo(page, 'details.file-add > summary');
  await page.keyboard.press('Enter');
  const asked = page.waitForEvent('filechooser'); // before the key: the browser must know in time that somebody answers
  await tabTo(page, '#file');
  await page.keyboard.press('Enter');
  const chooser = await asked;
  await chooser.setFiles(photo(path.join(folder, 'IMG_0042.png'), 900, 600));
  await tabTo(page, '#words');
  await page.keyboard.type('Стенд у входа');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#file-progress [data-do="show"]:not([hidden])');
  assert.match(await page.textContent('#file-progress ul'), /IMG_0042\.png.*[0-9a-f]{64}/s, 'the receipt names the file and its sum');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]); // the focus is on «show in the list»
  const picture = page.locator('.file-list img[alt="Стенд у входа"]');
  await picture.scrollIntoViewIfNeeded();
  await page.waitForFunction(() => [...document.querySelectorAll('.file-list img')].every((i) => i.complete && i.naturalWidth > 0));
  assert.equal(await picture.evaluate((i) => i.naturalWidth), 320);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing stands out at 360 px');
  await Promise.all([page.waitForNavigation(), page.locator('.file-list a.file-picture').first().click()]);
  await page.waitForFunction(() => document.querySelector('.file-view img').naturalWidth === 900);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page of a file at 360 px');
  await context.close();
}

const progress = (page) => page.evaluate(() => document.querySelector('#file-progress progress').value);
const waitFor = (page, least) => page.waitForFunction((n) => document.querySelector('#file-progress progress').value >= n, least,
  { timeout: 120_000 });

async function overABadLine(browser, address, cookies, complaints) {
  const { file, sha256 } = large(path.join(folder, 'film.mp4'), 200);
  const context = await openContext(browser, address, { cookies, complain: (c) => complaints.push(c) });
  let page = await openRow(context, address, 1);
  const choose = async () => {
    await page.click('details.file-add > summary');
    await page.setInputFiles('#file', file);
    await page.click('#file-form button.primary');
  };
  await choose();
  await waitFor(page, 300);
  await context.setOffline(true);
  await page.waitForFunction(() => document.querySelector('.file-said').textContent.includes('Нет связи'));
  const before = await progress(page);
  await new Promise((done) => setTimeout(done, 1500));
  assert.equal(await progress(page), before, 'nothing goes on without a line');
  await context.setOffline(false);
  await waitFor(page, before + 100);
  // Stopped by hand, then the page is left: the same file chosen again goes on.
  await page.click('#file-progress [data-do="stop"]');
  await page.waitForSelector('#file-progress [data-do="go"]:not([hidden])');
  const half = await progress(page);
  assert.ok(half < 1000, 'it was stopped on its way');
  const at = page.url();
  await page.close();
  page = await context.newPage();
  await page.goto(at);
  let sent = 0;
  page.on('request', (request) => { if (/\/file\/upload\/\d+$/.test(request.url())) sent++; });
  await choose();
  await page.waitForSelector('#file-progress [data-do="show"]:not([hidden])', { timeout: 240_000 });
  assert.match(await page.textContent('#file-progress ul'), new RegExp(`film\\.mp4.*200.*${sha256}`, 's'), 'the receipt is of this file');
  assert.ok(sent > 0 && sent <= Math.ceil((200 * (1000 - half)) / 1000 / 4) + 12, `only the rest was sent again, in ${sent} pieces`);
  await Promise.all([page.waitForNavigation(), page.click('#file-progress [data-do="show"]')]);
  await Promise.all([page.waitForNavigation(), page.click('.file-list a:has-text("film.mp4")')]);
  assert.equal((await page.textContent('main code')).trim(), sha256, 'and so is what the server holds');
  await context.close();
}

const program = await startProgram(binary);
const browser = await startBrowser();
const complaints = [];
try {
  const cookies = await signIn(browser, program.address, 'methodologist');
  await photoByKeyboard(browser, program.address, cookies, complaints);
  const quiet = [...complaints];
  await overABadLine(browser, program.address, cookies, complaints);
  // A cut line is told on the console by the browser itself; nothing else may be.
  assert.deepEqual([...quiet, ...complaints.filter((c) => !/ERR_INTERNET_DISCONNECTED|ERR_ABORTED|ERR_FAILED/.test(c))], []);
  console.log('files: a photo by the keyboard at 360 px, 200 MB over a line that is cut');
} finally {
  await browser.close();
  const { code, said } = await program.stop();
  fs.rmSync(folder, { recursive: true, force: true });
  if (code !== 0) {
    console.error(said);
    process.exitCode = 1;
  }
}
