// forms.mjs PROGRAM: each main form by the keyboard alone: Tab stops at every field once, in the order the eye reads them, with a ring
// that is seen; Enter sends; the summary of mistakes takes the focus and its links lead into the fields; Escape closes what was
// opened.
import assert from 'node:assert/strict';
import { focusOn, openContext, signIn, startBrowser, startProgram } from './rig.mjs';

const [binary] = process.argv.slice(2);
if (!binary) {
  console.error('usage: forms.mjs PROGRAM');
  process.exit(2);
}

const forms = [
  ['methodologist', '/activity/new'], ['methodologist', '/event'], ['methodologist', '/headcount/new'], ['methodologist', '/organisation/new'],
  ['secretary', '/document/new'], ['methodologist', '/graduate_cohort/new'], ['methodologist', '/award/new'],
  ['methodologist', '/decision/new'], ['methodologist', '/earlier_value/new'], ['administrator', '/accounts/new'], ['teacher', '/account'],
  ['nobody', '/sign-in'],
];

/** What Tab must stop at in the form: each control that can be changed; of a group of radios the first. */
const wantedIn = () => {
  const seen = new Set();
  return [...document.querySelectorAll('main form:not(.one-button) :is(input, select, textarea, button, a, summary)')]
    .filter((e) => e.type !== 'hidden' && !e.disabled && e.tabIndex >= 0 && e.checkVisibility())
    .filter((e) => !(e.matches('summary') ? e.parentElement.parentElement : e).closest('details:not([open])'))
    .filter((e) => e.type !== 'radio' || (!seen.has(e.name) && seen.add(e.name)))
    .map((e) => e.name || e.textContent.trim());
};
const stopHere = () => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const style = getComputedStyle(e);
  const box = e.getBoundingClientRect();
  return { name: e.name || e.textContent.trim(), inForm: Boolean(e.closest('main form:not(.one-button)')),
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2, inSight: box.bottom > 0 && box.top < innerHeight && box.width > 0,
    top: box.top + scrollY, bottom: box.bottom + scrollY, left: box.left };
};

/** The stops within the form, from the first Tab to the last. */
async function walk(page, n) {
  const stops = [];
  const began = await page.evaluate(stopHere); // a page may put the focus into its first field
  let entered = Boolean(began && began.inForm);
  if (entered) stops.push(began);
  for (let i = 0; i < 120 + n; i++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(stopHere);
    if (!stop) break;
    if (entered && !stop.inForm) break;
    entered ||= stop.inForm;
    if (stop.inForm) stops.push(stop);
  }
  return stops;
}

function judgeOrder(stops, where) {
  for (const [i, stop] of stops.entries()) {
    assert.ok(stop.ring, `${where}: ${stop.name} has a ring`);
    assert.ok(stop.inSight, `${where}: ${stop.name} is in sight when it is reached`);
    const before = stops[i - 1];
    if (!before || before.name === stop.name) continue; // ticks of one list stand in columns and are read downwards
    assert.ok(stop.bottom > before.top, `${where}: ${stop.name} does not stand above ${before.name}`);
    const beside = stop.top < before.bottom && before.top < stop.bottom;
    assert.ok(!beside || stop.left >= before.left, `${where}: ${stop.name} does not stand left of ${before.name}`);
  }
}

async function form(page, address, path) {
  await page.goto(address + path);
  const wanted = await page.evaluate(wantedIn);
  const stops = await walk(page, wanted.length);
  assert.deepEqual(stops.map((stop) => stop.name), wanted, `${path}: every control, once, in order`);
  judgeOrder(stops, path);
  if (path === '/account' || path === '/sign-in') return wanted.length;
  // Enter in a field of one line sends the form; what is missing comes back with the focus on its summary.
  await page.locator('main form.form input[type="text"]').first().focus();
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  await focusOn(page, '.error-summary', `${path}: the focus is on the summary of mistakes`);
  await page.keyboard.press('Tab');
  const target = await page.evaluate(() => document.activeElement.getAttribute('href'));
  assert.match(target, /^#./, `${path}: the first stop is the first mistake`);
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => `#${document.activeElement.id}`), target, `${path}: its link leads into the field`);
  return wanted.length;
}

/** A long list of ticks: Enter opens it, Tab goes into it, Space ticks; what was ticked is there after a mistake elsewhere. */
async function ticks(page, address) {
  await page.goto(`${address}/activity/new`);
  await page.locator('details.ticks > summary').first().focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  const ticked = await page.evaluate(() => document.activeElement.checked && document.activeElement.labels[0].textContent);
  assert.ok(ticked, 'the first tick is reached and ticked');
  await page.locator('main form.form input[type="text"]').first().focus();
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  assert.equal(await page.locator('details.ticks > summary').first().textContent(), ticked, 'and stands where the list is folded');
}

/** A menu that was opened by Enter is closed by Escape, and the focus stays where it was. */
async function escape(page, address) {
  await page.goto(address);
  const summary = page.locator('details.person summary');
  await summary.focus();
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('details.person').getAttribute('open'), '');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('details.person').getAttribute('open'), null, 'Escape closes');
  assert.ok(await page.evaluate(() => document.activeElement.matches('details.person summary')), 'and the focus is where it was');
}

const program = await startProgram(binary);
const browser = await startBrowser();
let failed = 0;
try {
  for (const role of new Set(forms.map(([who]) => who))) {
    const cookies = role === 'nobody' ? [] : await signIn(browser, program.address, role);
    const context = await openContext(browser, program.address, { cookies });
    const page = await context.newPage();
    const ways = forms.filter(([who]) => who === role).map(([, path]) => [path, () => form(page, program.address, path)]);
    if (role === 'methodologist') ways.push(['Escape', () => escape(page, program.address)], ['ticks', () => ticks(page, program.address)]);
    for (const [name, way] of ways) {
      try {
        const n = await way();
        console.log(`ok      ${name}${n ? `: ${n} stops` : ''}`);
      } catch (error) {
        failed++;
        console.log(`FAILED  ${name}: ${error.message.split('\n').slice(0, 24).join('\n        ')}`);
      }
    }
    await context.close();
  }
} finally {
  await browser.close();
  const ended = await program.stop();
  if (ended.code !== 0) failed++;
}
process.exit(failed ? 1 : 0);
