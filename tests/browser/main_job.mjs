// main_job.mjs PROGRAM: the day the program is made for, in a browser, on a demo database: a number of the analysis opens to the
// rows it is made of, a headcount is put right, number, chart, sentence and linter follow, the analysis is agreed and approved by
// those who may, and what the record says differently afterwards stands beside what was signed. In both languages, with a
// script and without one: four runs, each on a database of its own.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { openContext, signIn, startBrowser, startProgram } from './rig.mjs';

const [binary] = process.argv.slice(2);
if (!binary) {
  console.error('usage: main_job.mjs PROGRAM');
  process.exit(2);
}

const words = {
  ru: { ready: 'Раздел готов', agree: 'Согласовать анализ', approve: 'Утвердить и закрепить редакцию', without: 'Без числа',
    draft: 'черновик', approved: 'утверждён', error: 'ошибка', refused: 'готов', moved: 'подписано 272, сейчас 275' },
  en: { ready: 'The section is ready', agree: 'Agree the analysis', approve: 'Approve and keep the edition', without: 'Without a number',
    draft: 'draft', approved: 'approved', error: 'error', refused: 'ready', moved: 'signed 272, now 275' },
};
const figure = 'a[href^="/figure/diagnostics.persons?year=2021"]';
const path = (page) => new URL(page.url()).pathname;
const plain = (text) => text.replace(/[\u00a0\u202f\s]+/g, ' ').trim();
const textOf = async (at) => plain(await at.innerText());
const numberIn = (text) => Number(plain(text).match(/[\d ]+/)[0].replace(/ /g, ''));
/** Clicks what leads to another page and waits for it; a page of the server's own fault fails the story here. */
async function follow(page, at) {
  const [answer] = await Promise.all([page.waitForNavigation(), at.click()]);
  assert.ok(answer.status() < 400, `${answer.status()} at ${page.url()}`);
}
const open = async (page, address, where) => {
  const answer = await page.goto(address + where);
  assert.equal(answer.status(), 200, where);
};

/** From the number to its rows: they are three, they add to it, and the one without a number stands apart. */
async function openNumber(page, address, say, expected) {
  await open(page, address, '/analysis');
  const number = page.locator(`.analysis-text p ${figure}`, { hasText: String(expected) }).first();
  await follow(page, number);
  assert.equal(path(page), '/figure/diagnostics.persons');
  assert.ok((await textOf(page.locator('.tile-value'))).startsWith(String(expected)));
  const table = page.locator('main table').first();
  const values = (await table.locator('tbody tr:not(.total) td.number').allInnerTexts()).map(numberIn);
  assert.equal(values.length, 3, `three rows make the number, not ${values}`);
  assert.equal(values.reduce((sum, value) => sum + value), expected, `${values} add to it`);
  assert.equal(numberIn(await table.locator('tr.total td.number').innerText()), expected);
  const without = page.locator('#without');
  assert.equal(await textOf(without.locator('h2')), say.without);
  assert.equal(await without.locator('tbody tr').count(), 1, 'what has no number stands apart');
  assert.match(await textOf(without.locator('tbody tr')), /Профориентатор/);
}

/** From the rows of the number to the headcount behind one of them, and another value into its form. */
async function changeHeadcount(page, from, to) {
  await follow(page, page.locator('main table').first().getByRole('link', { name: /Голланда/ }));
  const row = page.locator('main table tr', { has: page.locator('a[href^="/headcount/"]') }).first();
  assert.equal(numberIn(await row.locator('td.number').first().innerText()), from);
  await follow(page, row.locator('a[href^="/headcount/"]').first());
  const headcount = path(page);
  await follow(page, page.locator(`a[href="${headcount}/edit"]`).first());
  assert.equal(await page.inputValue('input[name="value"]'), String(from));
  await page.fill('input[name="value"]', String(to));
  await follow(page, page.locator('form.form .form-end button.primary'));
  assert.notEqual(path(page), `${headcount}/edit`, `saved: ${await textOf(page.locator('main'))}`);
  return headcount;
}

/** Everything that is made of the number says the same: sentences, the share of it, the table's total, the chart and its table. */
async function followed(page, address, value) {
  await open(page, address, '/analysis');
  const text = await textOf(page.locator('.analysis-text'));
  assert.match(text, new RegExp(`Общее число респондентов составило ${value} `), 'the sentence');
  assert.equal((await page.locator(`.analysis-text p ${figure}`).allInnerTexts()).map(numberIn).filter((n) => n !== value).length, 0);
  const chart = page.locator('#respondents');
  assert.equal(numberIn(await chart.locator('svg .chart-value').last().textContent()), value, 'the bar of the chart');
  assert.equal(numberIn(await chart.locator(`details ${figure}`).textContent()), value, 'the table of the chart');
  const numbered = (word) => [...new Set([...text.matchAll(new RegExp(`${word} (\\d+) —`, 'g'))].map((m) => Number(m[1])))];
  assert.deepEqual([numbered('Таблица'), numbered('Рисунок')], [[1, 2], [1, 2, 3, 4, 5, 6]], 'every table and chart has its number');
  const total = page.locator('.analysis-text table', { hasText: 'Голланда' }).locator('tr', { hasText: 'ИТОГО' });
  assert.equal(numberIn(await total.locator('td').last().innerText()), value, 'the total of the table');
  const share = (Math.round((209 * 1000) / value) / 10).toFixed(1).replace('.', ',');
  // What was signed keeps its share; the mark behind it tells today's.
  assert.match(text, new RegExp(`${share} %(.{1,40} %\\S*)? всех респондентов`), `the share of it is ${share} %`);
  return text;
}

/** What the linter says of the printed claim "269 in all". */
async function claimFindings(page, address) {
  await open(page, address, '/check');
  return (await page.locator('main li, main article, main .finding').allInnerTexts()).map(plain).filter((t) => /\bc01\b/.test(t));
}

/** Draft, sections ready, agreed by the head, approved by the director: each step only by whom it belongs to. */
async function signOff(as, address, say) {
  const { head, director, teacher } = as;
  await open(teacher, address, '/analysis');
  const forms = await teacher.locator('main form').evaluateAll((all) => all.map((form) => new URL(form.action).pathname.replace(/\d+/, 'YEAR')));
  assert.deepEqual(forms, ['/analysis/YEAR/pdf'], 'a teacher reads, takes a copy and moves nothing');
  await open(head, address, '/analysis');
  await Promise.all([head.waitForNavigation(), head.getByRole('button', { name: say.agree }).click()]);
  assert.ok((await textOf(head.locator('main'))).includes(say.refused), 'not before every section is ready');
  await open(head, address, '/analysis');
  const sections = await head.getByRole('button', { name: say.ready, exact: true }).count();
  assert.ok(sections >= 5, `${sections} sections to set ready`);
  for (let i = 0; i < sections; i++) await follow(head, head.getByRole('button', { name: say.ready, exact: true }).first());
  assert.equal(await head.getByRole('button', { name: say.ready, exact: true }).count(), 0);
  assert.equal(await head.locator('.outline .badge, .outline [class*="badge"]', { hasText: say.draft }).count(), 0);
  await open(director, address, '/analysis');
  assert.equal(await director.getByRole('button', { name: say.approve }).count(), 0, 'nothing to approve before it is agreed');
  await follow(head, head.getByRole('button', { name: say.agree }));
  assert.equal(await head.getByRole('button', { name: say.approve }).count(), 0, 'the head does not approve');
  await open(director, address, '/analysis');
  await follow(director, director.getByRole('button', { name: say.approve }));
  assert.ok((await textOf(director.locator('#state'))).includes(say.approved));
  assert.equal(await director.locator('.differences').count(), 0, 'nothing has moved yet');
  assert.equal(await director.locator('.block-act').count(), 0, 'an approved analysis is not edited');
}

/** The edition: who, when, its hash, the difference; the file is the bytes that were issued. */
async function edition(page, address, signed, now) {
  await open(page, address, '/analysis/editions');
  await follow(page, page.locator('main table a').first());
  const row = page.locator('main table tr', { has: page.locator(figure) }).first();
  assert.deepEqual((await row.locator('td.number').allInnerTexts()).map(numberIn), [signed, now]);
  const facts = await textOf(page.locator('main'));
  const bytes = await (await page.request.get(`${address}${path(page)}/file?format=docx`)).body();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  assert.ok(facts.includes(sha256), 'the file has the hash that was signed');
  const charts = new Set(bytes.toString('latin1').match(/word\/charts\/chart\d+\.xml/g));
  assert.equal(charts.size, 6, 'six native charts in the Word file');
  return sha256;
}

async function mainJob(people, address, lang) {
  const say = words[lang];
  const { head, director } = people;
  await openNumber(head, address, say, 269);
  assert.deepEqual(await claimFindings(head, address), [], 'what holds is no finding');
  await openNumber(head, address, say, 269);
  await changeHeadcount(head, 37, 40);
  assert.match(await followed(head, address, 272), /272\sчеловека\./, 'and the word agrees with the new number');
  const [finding, ...more] = await claimFindings(head, address);
  assert.deepEqual(more, []);
  assert.ok(finding && finding.includes(say.error) && finding.includes('269') && finding.includes('272'), `the linter: ${finding}`);
  await signOff(people, address, say);
  await openNumber(head, address, say, 272);
  await changeHeadcount(head, 40, 43);
  await followed(head, address, 272); // what was signed stays as it was signed
  const table = head.locator('.analysis-text table', { hasText: 'Голланда' });
  assert.match(await textOf(table.locator('tr', { hasText: 'ИТОГО' })), /275/, 'the total tells what the record says now');
  assert.equal(await table.locator('tbody tr:not(.total)', { hasText: '275' }).count(), 0, 'and the rows, which did not move, do not');
  for (const page of [head, director]) {
    await open(page, address, '/analysis');
    const moved = page.locator('.differences li', { has: page.locator(figure) });
    assert.match(await textOf(moved.first()), new RegExp(say.moved), 'and the difference stands beside it');
  }
  const before = await edition(director, address, 272, 275);
  assert.equal(await edition(head, address, 272, 275), before);
}

const browser = await startBrowser();
let failed = 0;
for (const lang of ['ru', 'en']) {
  for (const script of [true, false]) {
    const name = `${lang}, ${script ? 'with a script' : 'without a script'}`;
    const program = await startProgram(binary);
    const said = [], people = {};
    try {
      for (const login of ['head', 'director', 'teacher']) {
        const cookies = await signIn(browser, program.address, login);
        people[login] = await (await openContext(browser, program.address, { cookies, lang, script, complain: (what) => said.push(what) })).newPage();
      }
      await mainJob(people, program.address, lang);
      // The refused step answers 422, which the browser tells of on its console.
      assert.deepEqual(said.filter((s) => !s.includes('Failed to load resource')), []);
      console.log(`ok      ${name}`);
    } catch (error) {
      failed++;
      console.log(`FAILED  ${name}: ${error.stack.split('\n').slice(0, 8).join('\n        ')}`);
    }
    for (const page of Object.values(people)) await page.context().close();
    const ended = await program.stop();
    if (ended.code !== 0) {
      failed++;
      console.log(`FAILED  the program ended with ${ended.code}: ${ended.said.slice(-2000)}`);
    }
  }
}
await browser.close();
process.exit(failed ? 1 : 0);
