// stories.mjs PROGRAM: ways of people through the pages. One with the keyboard alone, one without a script, one that switches
// language, contrast and year. A story fails with the step that failed.
import assert from 'node:assert/strict';
import { focusOn, openContext, password, signIn, startBrowser, startProgram } from './rig.mjs';

const [binary] = process.argv.slice(2);
if (!binary) {
  console.error('usage: stories.mjs PROGRAM');
  process.exit(2);
}

/** Presses Tab until the focus stands on what matches; fails when it never does. */
async function tabTo(page, selector, most = 80) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((s) => document.activeElement.matches(s), selector)) return;
  }
  assert.fail(`Tab never reaches ${selector} on ${page.url()}`);
}
const enter = (page) => Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
const path = (page) => new URL(page.url()).pathname;

async function byKeyboard(open, address) {
  const context = await open({});
  const page = await context.newPage();
  await page.goto(`${address}/sign-in`);
  await tabTo(page, 'input[name="login"]');
  await page.keyboard.type('methodologist');
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await enter(page);
  assert.equal(path(page), '/', 'signing in leads home');

  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip', 'the first stop skips to the content');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main', 'and the focus goes there');

  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'frame-search', 'a slash goes to the search');
  await page.goto(`${address}/organisation`);
  await page.evaluate(() => document.activeElement.blur());
  await Promise.all([page.waitForNavigation(), page.keyboard.press('n')]);
  assert.equal(path(page), '/organisation/new', 'n opens a new record');
  await tabTo(page, '.form-end button.primary');
  await enter(page);
  await focusOn(page, '.error-summary', 'the focus is on the summary of mistakes');
  await tabTo(page, '.error-summary a');
  await page.keyboard.press('Enter');
  assert.ok(await page.evaluate(() => document.activeElement.matches('input, select, textarea')), 'its link leads into the field');
  await context.close();
}

async function withoutScript(open, address) {
  const context = await open({ script: false, width: 360 });
  const page = await context.newPage();
  await page.goto(`${address}/sign-in`);
  await page.fill('input[name="login"]', 'methodologist');
  await page.fill('input[name="password"]', password);
  await Promise.all([page.waitForNavigation(), page.click('main form button')]);
  assert.equal(path(page), '/');
  assert.equal(await page.locator('nav.menu').isVisible(), false, 'the menu of a phone is folded');
  await page.click('.menu-open');
  assert.equal(await page.locator('nav.menu').isVisible(), true, 'and opens without a script');
  await page.click('nav.menu details:has(a[href="/organisation"]) summary');
  await Promise.all([page.waitForNavigation(), page.click('nav.menu a[href="/organisation"]')]);
  assert.equal(path(page), '/organisation');
  await Promise.all([page.waitForNavigation(), page.click('a[href="/organisation/new"]')]);
  await Promise.all([page.waitForNavigation(), page.click('form.form .form-end button')]);
  assert.ok((await page.locator('.error-summary li').count()) > 0, 'what is missing is listed');
  await page.click('.menu-open');
  await Promise.all([page.waitForNavigation(), page.click('.menu-person button')]);
  await page.goto(`${address}/organisation`);
  assert.equal(path(page), '/sign-in', 'signed out');
  await context.close();
}

async function readersChoices(open, address, cookies) {
  const context = await open({ cookies });
  const page = await context.newPage();
  await page.goto(`${address}/organisation`);
  await Promise.all([page.waitForNavigation(), page.click('a.language')]);
  assert.equal(path(page), '/organisation', 'the switch leads back');
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  await page.click('details.display summary');
  await Promise.all([page.waitForNavigation(), page.click('details.display a[href*="contrast=more"]')]);
  assert.equal(await page.getAttribute('html', 'data-contrast'), 'more');
  await page.click('details.display summary');
  await Promise.all([page.waitForNavigation(), page.click('details.display a[href*="size=3"]')]);
  assert.equal(await page.getAttribute('html', 'data-size'), '3');
  const years = await page.locator('#frame-year option').count();
  assert.ok(years >= 1, 'the years stand in the frame');
  const away = await page.goto(`${address}/choose?lang=ru&back=//example.org/x`);
  assert.equal(new URL(page.url()).origin, address, 'never to another host');
  assert.equal(away.status(), 200);
  await context.close();
}

const boxOf = (page, selector) => page.locator(selector).first().boundingBox();

/** A headcount is entered in two lines of fields, not in a screen of them; ticks of a long list stand in columns, in one on a phone. */
async function denseForms(open, address, cookies) {
  for (const [width, columns] of [[1366, 3], [360, 1]]) {
    const context = await open({ cookies, width });
    const page = await context.newPage();
    await page.goto(`${address}/activity`);
    await Promise.all([page.waitForNavigation(), page.locator('table.rows tbody tr a').first().click()]);
    const [value, status, from, to] = await Promise.all(['value', 'status', 'grade_from', 'grade_to']
      .map((name) => boxOf(page, `#headcount-entry [name="${name}"]`)));
    assert.ok(Math.abs(from.y - to.y) < 2 && to.x > from.x, `the two grades stand beside each other at ${width}`);
    if (width === 1366) {
      assert.ok(Math.abs(value.y - status.y) < 2, 'the reason for no number stands beside the number');
      assert.ok((await boxOf(page, '#headcount-entry')).height < 320, 'the entry is no screen of its own');
    }
    await Promise.all([page.waitForNavigation(), page.locator('main a[href$="/edit"]').first().click()]);
    await page.locator('details.ticks:has([name="competencies"]) > summary').press('Enter');
    const lefts = await page.locator('input[type="checkbox"][name="competencies"]').evaluateAll((ticks) => ticks.map((t) => t.getBoundingClientRect().left));
    assert.equal(new Set(lefts.map((left) => Math.round(left / 20))).size, columns, `ticks stand in ${columns} column(s) at ${width}`);
    await context.close();
  }
}

/** A phone on a slow line: the first page with style, letters and script, as they go over the line. */
async function firstPageIsLight(open, address) {
  const context = await open({ width: 360 });
  const page = await context.newPage();
  const loads = [];
  page.on('requestfinished', (request) => loads.push(request));
  await page.goto(`${address}/sign-in`, { waitUntil: 'networkidle' });
  await page.evaluate(() => document.fonts.ready);
  const sizes = await Promise.all(loads.map(async (request) => {
    const size = await request.sizes();
    return { path: new URL(request.url()).pathname, bytes: size.responseBodySize + size.responseHeadersSize };
  }));
  const sum = sizes.reduce((all, one) => all + one.bytes, 0);
  assert.ok(sizes.some((one) => one.path.endsWith('.woff2')), 'the letters came along');
  assert.ok(sum < 60_000, `${sum} bytes: ${sizes.map((one) => `${one.path} ${one.bytes}`).join(', ')}`);
  console.log(`        the first page weighs ${sum} bytes`);
  await context.close();
}

const stories = { 'keyboard alone': byKeyboard, 'without a script': withoutScript, 'the reader chooses': readersChoices,
  'forms are dense': denseForms,
  'the first page is light': firstPageIsLight };

const program = await startProgram(binary);
const browser = await startBrowser();
let failed = 0;
const cookies = await signIn(browser, program.address, 'methodologist');
for (const [name, story] of Object.entries(stories)) {
  const said = [];
  const open = (how) => openContext(browser, program.address, { ...how, complain: (what) => said.push(what) });
  try {
    await story(open, program.address, cookies);
    const foreign = said.filter((s) => s.startsWith('asks another host') || s.startsWith('script:'));
    assert.deepEqual(foreign, []);
    console.log(`ok      ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAILED  ${name}: ${error.stack.split('\n').slice(0, 6).join('\n        ')}`);
  }
}
await browser.close();
const ended = await program.stop();
if (ended.code !== 0) {
  failed++;
  console.log(`FAILED  the program ended with ${ended.code}: ${ended.said.slice(-2000)}`);
}
process.exit(failed ? 1 : 0);
