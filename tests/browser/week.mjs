// week.mjs PROGRAM: the week of a methodologist in the browser, on both engines. Monday: the plan of the month as the file that hangs on
// the wall, on paper. Tuesday: an event with its headcount and a photo, by the keyboard, within a minute of the clock. Wednesday: the
// file of a school comes in. Thursday: a partner's agreement near its end stands on the home page. Friday: the month's list goes out
// and is opened in LibreOffice; its figures are those of the page.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { picture } from './picture.mjs';
import { engines, focusOn, openContext, signIn, startBrowser, startProgram } from './rig.mjs';

const [binary] = process.argv.slice(2);
if (!binary) {
  console.error('usage: week.mjs PROGRAM');
  process.exit(2);
}
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'orientir-week-'));
const plain = (text) => text.replace(/[\u00a0\u202f\s]+/g, ' ').trim();
const go = (page, act) => Promise.all([page.waitForNavigation(), act()]);
const mainText = async (page) => plain(await page.locator('main').innerText());

function office(file, kind) {
  execFileSync('soffice', [`-env:UserInstallation=file://${folder}/office`, '--headless', '--convert-to', kind, '--outdir', folder, file],
    { stdio: 'ignore', timeout: 180_000 });
  return path.join(folder, `${path.basename(file).replace(/\.[^.]+$/, '')}.${kind.split(':')[0]}`);
}

async function download(page, selector, name) {
  const [coming] = await Promise.all([page.waitForEvent('download'), page.locator(selector).first().evaluate((a) => a.click())]);
  const file = path.join(folder, name);
  await coming.saveAs(file);
  return file;
}

async function fillAndSend(page, address, where, fields) {
  await page.goto(address + where);
  for (const [name, value] of Object.entries(fields)) {
    const at = page.locator(`main form.form [name="${name}"]`);
    if ((await at.evaluate((e) => e.tagName)) === 'SELECT') await at.selectOption(value);
    else await at.fill(value);
  }
  await go(page, () => page.locator('main form.form .form-end button.primary').click());
  assert.equal(await page.locator('.error-summary').count(), 0, `${where}: ${await mainText(page)}`);
}

/** The month on the wall: as Word, and from Word on paper; the page itself too. */
async function monday(page, address, engine) {
  for (const [title, term] of [['Квест по мастерским', '12.04.2022'], ['Беседы в классах', '04.2022'], ['Майский слёт', '05.2022']]) {
    await fillAndSend(page, address, '/plan_item/new', { title, section: 'events', term, responsible: 'методист' });
  }
  await page.goto(`${address}/plan?month=2022-04`);
  const text = await mainText(page);
  assert.ok(text.includes('Квест по мастерским') && text.includes('Беседы в классах') && !text.includes('Майский слёт'), 'the month and no other');
  const word = await download(page, 'main a[href^="/plan.docx"]', `plan-${engine}.docx`);
  const printed = plain(execFileSync('pdftotext', ['-layout', office(word, 'pdf'), '-'], { encoding: 'utf8' }));
  assert.ok(printed.includes('Квест по мастерским') && printed.includes('Беседы в классах'), 'the paper holds the points');
  assert.ok(!printed.includes('Майский слёт'), 'and those of that month alone');
  const pdf = path.join(folder, `page-${engine}.pdf`);
  fs.writeFileSync(pdf, await page.pdf({ format: 'A4' }));
  assert.ok(plain(execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' })).includes('Квест по мастерским'), 'the page on paper');
}

/** Back from the event: from the home page to the saved record, the point of the plan done by it. */
async function tuesday(page, address) {
  await page.goto(address);
  const began = Date.now();
  await go(page, () => page.keyboard.press('m'));
  await focusOn(page, '#title', 'an event begins with its title');
  await page.keyboard.insertText('Квест по мастерским');
  await page.keyboard.press('Tab');
  await page.keyboard.type('12.04.2022');
  await page.selectOption('#kind', 'quest');
  await page.fill('#grades', '8-9');
  await page.fill('#school_1', '3');
  await page.fill('#number_1', '27');
  await page.setInputFiles('#photo', { name: 'IMG_0042.png', mimeType: 'image/png', buffer: picture(900, 600) });
  await page.keyboard.press('Control+Enter');
  await page.waitForURL(/\/activity\/\d+$/);
  const seconds = (Date.now() - began) / 1000;
  assert.ok(seconds < 60, `${seconds} s`);
  const text = await mainText(page);
  for (const wanted of ['Квест по мастерским', 'Школа № 3', '27 человек', 'IMG_0042.png']) assert.ok(text.includes(wanted), `${wanted}: ${text}`);
  return page.url();
}

/** Windows-1251, as a school's machine writes it. */
function in1251(text) {
  const odd = { 'ё': 0xb8, 'Ё': 0xa8, '№': 0xb9, '«': 0xab, '»': 0xbb };
  return Buffer.from([...text].map((c) => odd[c] ?? (c >= 'А' && c <= 'я' ? 0xc0 + c.codePointAt(0) - 0x410 : c.codePointAt(0))));
}

/** The classes of a school come in, with a title above the table and a total under it. */
async function wednesday(page, address) {
  const rows = [['5', 'А', 25, 1], ['5', 'Б', 24, 0], ['9', 'А', 27, 2]];
  const table = ['Сведения о контингенте;;;;', '', 'Организация;На какой день;Параллель;Буква;Обучающихся;Из них с ОВЗ',
    ...rows.map(([grade, letter, pupils, disabled]) => `Школа № 4;01.10.2021;${grade};${letter};${pupils};${disabled}`)].join('\r\n');
  await page.goto(`${address}/contingent`);
  await go(page, () => page.locator('a[href="/import/new?register=contingent"]').first().evaluate((a) => a.click()));
  await page.setInputFiles('main input[type="file"]', { name: 'Школа 4.csv', mimeType: 'text/csv', buffer: in1251(table) });
  await go(page, () => page.locator('main form[enctype] button.primary').click());
  const headers = await page.locator('main form[action$="/map"] select[name^="column."]').count();
  assert.equal(headers, 6, 'the header row is found under the title');
  for (const [i, name] of ['organisation', 'on_date', 'grade', 'letter', 'pupils', 'disabled'].entries()) {
    await page.selectOption(`select[name="column.${i}"]`, name);
  }
  await go(page, () => page.locator('main form[action$="/map"] button.primary').click());
  assert.ok((await mainText(page)).includes('добавится: 3'), await mainText(page));
  await go(page, () => page.locator('main form[action$="/run"] button.primary').click());
  await page.waitForFunction(() => document.querySelector('main').innerText.includes('добавлено: 3'), null, { timeout: 20_000 }).catch(async () => {
    assert.fail(await mainText(page));
  });
  await page.goto(`${address}/contingent?q=9`);
  assert.ok((await mainText(page)).includes('27'), 'the class is in the record');
}

/** An agreement that ends in twenty days waits on the home page, and the way from there leads to it. */
async function thursday(page, address) {
  const waiting = async () => {
    await page.goto(address);
    const at = page.locator('#waiting a[href$="#agreements"]');
    return (await at.count()) ? Number((await at.innerText()).match(/\d+/)[0]) : 0;
  };
  const before = await waiting();
  const end = new Date(Date.now() + 20 * 86_400_000);
  const day = [end.getUTCDate(), end.getUTCMonth() + 1, end.getUTCFullYear()].map((n) => String(n).padStart(2, '0')).join('.');
  const partner = 'Завод «Мечта», профессиональные пробы';
  await fillAndSend(page, address, '/document/new', { title: `Соглашение: ${partner}`, kind: 'agreement', number: '17-С', valid_until: day });
  assert.equal(await waiting(), before + 1, 'one agreement more is near its end');
  await go(page, () => page.locator('#waiting a[href$="#agreements"]').click());
  assert.ok((await mainText(page)).includes(partner), 'and is the one that is meant');
}

/** The month's list as Excel, opened by another program. */
async function friday(page, address, engine) {
  await page.goto(`${address}/activity?period=04.2022`);
  const shown = await page.locator('main table.rows tbody tr').count();
  assert.ok(shown >= 1, 'the month has events');
  const titles = await page.locator('main table.rows tbody tr th a').allInnerTexts();
  assert.ok(titles.map(plain).includes('Квест по мастерским'), titles.join('; '));
  const book = await download(page, 'main a[href*=".xlsx"]', `month-${engine}.xlsx`);
  const csv = fs.readFileSync(office(book, 'csv:Text - txt - csv (StarCalc):44,34,76,1'), 'utf8'); // commas, quotes, UTF-8
  const opened = plain(csv.replace(/""/g, '"'));
  for (const title of titles) assert.ok(opened.includes(plain(title)), `${title} is in what LibreOffice opened: ${csv.slice(0, 800)}`);
  assert.ok(/12\.04\.2022|2022-04-12|12 апреля 2022/.test(csv), 'the day came through');
  assert.equal(shown, titles.length);
}

let failed = 0;
const browser = await startBrowser();
for (const engine of engines()) {
  const program = await startProgram(binary, engine);
  const complaints = [];
  try {
    const cookies = await signIn(browser, program.address, 'methodologist');
    const context = await openContext(browser, program.address, { cookies, complain: (c) => complaints.push(c) });
    const page = await context.newPage();
    for (const day of [monday, tuesday, wednesday, thursday, friday]) {
      const began = Date.now();
      await day(page, program.address, engine);
      console.log(`ok      ${engine} ${day.name}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
    }
    assert.deepEqual(complaints, []);
    await context.close();
  } catch (error) {
    failed++;
    console.log(`FAILED  ${engine}: ${error.stack.split('\n').slice(0, 12).join('\n        ')}`);
  } finally {
    const ended = await program.stop();
    if (ended.code !== 0) {
      failed++;
      console.log(`FAILED  ${engine}: the program ended with ${ended.code}: ${ended.said.slice(-2000)}`);
    }
  }
}
await browser.close();
fs.rmSync(folder, { recursive: true, force: true });
process.exit(failed ? 1 : 0);
