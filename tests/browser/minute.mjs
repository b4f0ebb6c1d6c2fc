// minute.mjs PROGRAM [all]: «an event in a minute», measured. A methodologist comes back with a photo and a number and enters everything by the
// keyboard alone: title, day, kind, grades, two schools with their numbers, the photo. Every stroke is counted but the letters of the
// title and what the system's own window for choosing a file wants. In both languages, at 1366 and 360 px; with `all` each with each, and
// the same event by the ordinary forms is counted beside it. Then on a phone, under a finger; then a draft survives a page that is
// closed in the middle, and a server that cannot be reached.
import assert from 'node:assert/strict';
import { judgeAxe } from './judge.mjs';
import { picture } from './picture.mjs';
import { focusOn, openContext, signIn, startBrowser, startProgram } from './rig.mjs';

const [binary, all] = process.argv.slice(2);
if (!binary) {
  console.error('usage: minute.mjs PROGRAM [all]');
  process.exit(2);
}
// Declared: what one event may cost at most. Half a second a stroke is a hand that looks for each letter (Card, Moran, Newell, The
// Psychology of Human-Computer Interaction, 1983: 0.5 s for random letters, 0.28 s for an average typist).
const MOST_STROKES = 60;
const SECONDS_A_STROKE = 0.5;
const photo = { name: 'IMG_0042.png', mimeType: 'image/png', buffer: picture(900, 600) };
const words = {
  ru: { title: 'Квест «Дороги мастеров»', kind: 'квес' },
  en: { title: 'The Roads of Masters quest', kind: 'ques' },
};

/** Hands that count. A letter that stands on no English keyboard comes as it comes from a Russian one. */
class Hands {
  constructor(page) {
    this.page = page;
    this.strokes = 0;
    this.letters = 0;
  }
  async press(key) {
    this.strokes++;
    await this.page.keyboard.press(key);
  }
  async letter(letter) {
    if (/[ -~]/.test(letter)) {
      await this.page.keyboard.press(letter === ' ' ? 'Space' : letter);
      return;
    }
    this.session ||= await this.page.context().newCDPSession(this.page);
    const key = { key: letter, text: letter, unmodifiedText: letter };
    await this.session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key });
    await this.session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
  }
  async type(text) {
    for (const letter of text) {
      this.strokes++;
      await this.letter(letter);
    }
  }
  /** What has to be typed whatever the form is like. */
  async title(text) {
    this.letters += text.length;
    for (const letter of text) await this.letter(letter);
  }
  async tabTo(selector, most = 120) {
    for (let i = 0; i < most; i++) {
      if (await this.page.evaluate((s) => document.activeElement.matches(s), selector)) return;
      await this.press('Tab');
    }
    assert.fail(`Tab never reaches ${selector} on ${this.page.url()}`);
  }
  async send(key) {
    await Promise.all([this.page.waitForNavigation(), this.press(key)]);
  }
  /** Goes to the photo and answers the window of the system: who answers is there before the key that opens it. */
  async choosePhoto(selector) {
    const asked = this.page.waitForEvent('filechooser');
    await this.tabTo(selector);
    await this.press('Space');
    await (await asked).setFiles(photo);
  }
}

const chosen = (page, selector) => page.locator(selector).evaluate((select) => select.value);

async function byOnePage(page, address, lang, title) {
  const hands = new Hands(page);
  await page.goto(`${address}/`);
  await Promise.all([page.waitForNavigation(), hands.press('m')]); // from any page
  await focusOn(page, '#title', 'the title has the focus');
  await hands.title(title);
  await hands.tabTo('#day');
  await hands.type('12.04');
  await hands.tabTo('#grades');
  await hands.type('8-9');
  await hands.tabTo('#kind');
  await hands.type(words[lang].kind);
  assert.equal(await chosen(page, '#kind'), 'quest', 'a few letters choose the kind');
  await hands.tabTo('#school_1');
  await hands.type('3');
  await hands.tabTo('#number_1');
  await hands.type('25');
  await hands.tabTo('#event-more');
  await hands.press('Enter');
  assert.ok(await page.evaluate(() => document.activeElement.id === 'school_2'), 'the new line has the focus');
  await hands.type('4');
  await hands.tabTo('#number_2');
  await hands.type('31');
  await hands.choosePhoto('#photo');
  assert.deepEqual(await judgeAxe(page, 'main'), [], 'the filled form');
  await hands.send('Control+Enter');
  return hands;
}

/** The way there was before: the form of the activity, the full form of a headcount for each school, the file on the activity. */
async function byForms(page, address, lang, title) {
  const hands = new Hands(page);
  await page.goto(`${address}/activity`);
  await Promise.all([page.waitForNavigation(), hands.press('n')]);
  await hands.tabTo('main [name="title"]');
  await hands.title(title);
  /** By the first letters of the words, which is the shortest way a list has. */
  const choose = async (name, value) => {
    const list = `main form.form [name="${name}"]`;
    await hands.tabTo(list);
    const letters = await page.locator(list).evaluate((select, wanted) => {
      const labels = [...select.options].map((o) => o.textContent.trim().toLowerCase());
      const label = labels[[...select.options].findIndex((o) => o.value === wanted)];
      for (let n = 1; n < label.length; n++) if (labels.find((l) => l.startsWith(label.slice(0, n))) === label) return label.slice(0, n);
      return label;
    }, value);
    if ((await chosen(page, list)) !== value) await hands.type(letters);
    assert.equal(await chosen(page, list), value, `${name} by «${letters}»`);
  };
  await choose('direction', 'events');
  await choose('kind', 'quest');
  await hands.tabTo('main [name="period"]');
  await hands.type('12.04.2022');
  await choose('audience', 'pupils');
  await hands.tabTo('main [name="grade_from"]');
  await hands.type('8');
  await hands.tabTo('main [name="grade_to"]');
  await hands.type('9');
  await choose('level', 'municipal');
  await choose('centre_role', 'organiser');
  await choose('planned', 'unknown');
  await hands.send('Control+Enter');
  const activity = page.url();
  const counts = [['Школа № 3', '25'], ['Школа № 4', '31']];
  for (const [i, [school, number]] of counts.entries()) {
    if (i) await page.goto(activity);
    await hands.tabTo('a[href^="/headcount/new"]');
    await hands.send('Enter');
    await hands.tabTo('main [name="value"]');
    await hands.type(number);
    await choose('unit', 'persons');
    await choose('audience', 'pupils');
    await hands.tabTo('main [name="grade_from"]');
    await hands.type('8');
    await hands.tabTo('main [name="grade_to"]');
    await hands.type('9');
    await hands.tabTo('main [name="organisation"]');
    const wanted = await page.locator('main [name="organisation"] option').evaluateAll((all, name) => all.find((o) => o.textContent.trim() === name)?.value, school);
    await choose('organisation', wanted);
    await hands.send('Control+Enter');
  }
  await page.goto(activity);
  await hands.tabTo('details.file-add > summary');
  await hands.press('Enter');
  await hands.choosePhoto('#file');
  await hands.press('Control+Enter');
  await page.waitForSelector('#file-progress [data-do="show"]:not([hidden])');
  return hands;
}

async function isThere(page, title) {
  assert.match(new URL(page.url()).pathname, /^\/activity\/\d+$/, 'saved: the page of the activity');
  const text = (await page.textContent('main')).replace(/\s+/g, ' ');
  for (const wanted of [title, 'Школа № 3', 'Школа № 4', '25', '31', '56', 'IMG_0042.png']) assert.ok(text.includes(wanted), `${wanted} is on its page`);
}

/** The page is closed in the middle: what was typed is on the home page, and goes on where it was. The line is cut: it is said. */
async function nothingIsLost(browser, address, cookies) {
  const context = await openContext(browser, address, { cookies });
  let page = await context.newPage();
  await page.goto(`${address}/event`);
  await focusOn(page, '#title', 'the title has the focus');
  await page.keyboard.type('Started and left');
  await page.waitForFunction(() => /23|\d\d:\d\d/.test(document.getElementById('event-state').textContent));
  await page.close();
  page = await context.newPage();
  await page.goto(`${address}/`);
  await Promise.all([page.waitForNavigation(), page.click('#drafts a')]);
  assert.equal(await page.inputValue('#title'), 'Started and left');
  await context.setOffline(true);
  await page.fill('#number_1', '12');
  await page.waitForFunction(() => document.getElementById('event-state').textContent.includes('Нет связи'));
  await context.setOffline(false);
  await page.fill('#number_1', '13');
  await page.waitForFunction(() => document.getElementById('event-state').textContent.includes('Черновик сохранён'));
  await page.reload();
  assert.equal(await page.inputValue('#number_1'), '13', 'with the line back everything is kept');
  // A title of an earlier event fills in what it was.
  const known = await page.locator('#event-titles option[data-kind]').first().evaluate((o) => ({ title: o.value, kind: o.dataset.kind }));
  await page.goto(`${address}/event`);
  await focusOn(page, '#title', 'the title has the focus');
  await page.keyboard.insertText(known.title);
  await page.waitForFunction((kind) => document.getElementById('kind').value === kind, known.kind, { timeout: 10_000 }).catch(() => {});
  const now = await page.evaluate(() => ({ title: document.getElementById('title').value, kind: document.getElementById('kind').value }));
  assert.deepEqual(now, known, 'a known title brings its kind');
  await context.close();
}

/** Under a finger: the phone's own calendar and camera are offered, and what they give is taken. */
async function onAPhone(browser, address, cookies, picturesTo) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, locale: 'ru-RU' });
  await context.addCookies(cookies);
  const page = await context.newPage();
  await page.goto(`${address}/`);
  await Promise.all([page.waitForNavigation(), page.tap('.actions a[href="/event"]')]);
  assert.equal(await page.getAttribute('#day', 'type'), 'date', 'the day is chosen from a calendar');
  assert.ok(await page.isVisible('#camera'), 'there is a camera');
  await page.fill('#title', 'Пробы в цехе');
  await page.fill('#day', '2022-04-14');
  await page.selectOption('#kind', 'probe');
  await page.fill('#number_1', '9');
  await page.setInputFiles('#camera', photo);
  if (picturesTo) await page.screenshot({ path: `${picturesTo}/event-phone.png`, fullPage: true });
  const room = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(room[0] <= room[1], `nothing stands out: ${room}`);
  await Promise.all([page.waitForNavigation(), page.tap('button.primary[value="save"]')]);
  const text = (await page.textContent('main')).replace(/\s+/g, ' ');
  for (const wanted of ['14 апреля 2022', '9 человек', 'IMG_0042.png']) assert.ok(text.includes(wanted), `${wanted}: ${text}`);
  await context.close();
}

const program = await startProgram(binary);
const browser = await startBrowser();
const complaints = [];
try {
  const cookies = await signIn(browser, program.address, 'methodologist');
  for (const lang of ['ru', 'en']) {
    for (const width of [1366, 360]) {
      if (!all && (lang === 'ru') !== (width === 1366)) continue;
      const context = await openContext(browser, program.address, { cookies, lang, width, complain: (c) => complaints.push(c) });
      const page = await context.newPage();
      const title = `${words[lang].title} ${width}`;
      const hands = await byOnePage(page, program.address, lang, title);
      await isThere(page, title);
      const seconds = (hands.strokes + hands.letters) * SECONDS_A_STROKE;
      console.log(`${lang} ${width}: ${hands.strokes} strokes and the ${hands.letters} letters of the title; ${seconds.toFixed(0)} s for a hand that looks for each key`);
      assert.ok(hands.strokes <= MOST_STROKES, `${hands.strokes} strokes are more than ${MOST_STROKES}`);
      assert.ok(seconds < 60, `${seconds} s are no minute`);
      if (all && lang === 'ru' && width === 1366) {
        const other = `${words[lang].title} по формам`;
        const before = await byForms(page, program.address, lang, other);
        console.log(`by the ordinary forms: ${before.strokes} strokes`);
        assert.ok(before.strokes >= 3 * hands.strokes, 'a third of what the forms want');
      }
      await context.close();
    }
  }
  await onAPhone(browser, program.address, cookies, process.env.ORIENTIR_PICTURES);
  await nothingIsLost(browser, program.address, cookies);
  assert.deepEqual(complaints, []);
} finally {
  await browser.close();
  const { code, said } = await program.stop();
  if (code !== 0) {
    console.error(said);
    process.exitCode = 1;
  }
}
