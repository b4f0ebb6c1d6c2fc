// charts.mjs PROGRAM: every chart of every page that has some, in both languages, on a phone and on a desk: a picture with a name and
// a sentence for those who listen, a table of the very same numbers beside it, and letters that nothing covers.
import assert from 'node:assert/strict';
import { openContext, signIn, startBrowser, startProgram } from './rig.mjs';

const [binary] = process.argv.slice(2);
if (!binary) {
  console.error('usage: charts.mjs PROGRAM');
  process.exit(2);
}
const plain = (text) => text.replace(/[\u00a0\u202f\s]+/g, ' ').trim();

/** What a chart says, read in the page: its name, its numbers as drawn and as tabled, and words that something lies upon. */
const read = (figure) => {
  const svg = figure.querySelector('svg');
  const said = (svg.getAttribute('aria-labelledby') || '').split(' ').map((id) => document.getElementById(id));
  const box = (e) => e.getBoundingClientRect();
  const upon = (a, b) => Math.min(a.right, b.right) > Math.max(a.left, b.left) && Math.min(a.bottom, b.bottom) > Math.max(a.top, b.top);
  const texts = [...svg.querySelectorAll('text')];
  const drawn = [...svg.querySelectorAll('rect:not(.chart-missing), circle')];
  const covered = [];
  for (const [i, text] of texts.entries()) {
    for (const shape of drawn) if (upon(box(text), box(shape))) covered.push(`«${text.textContent}» and a ${shape.tagName} of ${shape.getAttribute('class')}`);
    for (const other of texts.slice(i + 1)) if (upon(box(text), box(other))) covered.push(`«${text.textContent}» and «${other.textContent}»`);
    if (box(text).right > box(svg).right + 1 || box(text).left < box(svg).left - 1) covered.push(`«${text.textContent}» and the edge`);
  }
  return {
    role: svg.getAttribute('role'), named: said.map((e) => e && `${e.tagName} ${e.textContent}`),
    drawn: [...svg.querySelectorAll('.chart-value')].map((e) => e.textContent),
    tabled: [...figure.querySelectorAll('.chart-data td.number')].map((e) => e.textContent), covered,
  };
};

async function judge(page, where) {
  const figures = page.locator('figure.chart');
  const n = await figures.count();
  for (let i = 0; i < n; i++) {
    const chart = await figures.nth(i).evaluate(read);
    const which = `${where}, chart ${i + 1} (${chart.named[0]})`;
    assert.equal(chart.role, 'img', which);
    assert.ok(/^title .+/.test(chart.named[0]) && /^desc .{10,}/.test(chart.named[1]), `${which} has a name and a sentence: ${chart.named}`);
    // A table says of a value that it was reconstructed; the picture hatches it.
    const number = (text) => plain(text).replace(/ \(.*\)$/, '');
    assert.ok(chart.drawn.length > 1, which);
    assert.deepEqual(chart.drawn.map(number).sort(), chart.tabled.map(number).sort(), `${which}: the picture and its table say the same`);
    assert.deepEqual(chart.covered, [], `${which}: words stand free`);
  }
  return n;
}

const program = await startProgram(binary);
const browser = await startBrowser();
let failed = 0;
try {
  const cookies = await signIn(browser, program.address, 'head');
  for (const lang of ['ru', 'en']) {
    for (const width of [360, 1366]) {
      const context = await openContext(browser, program.address, { cookies, lang, width });
      const page = await context.newPage();
      for (const [path, least] of [['/', 1], ['/analysis', 6]]) {
        const where = `${path} in ${lang} at ${width}`;
        try {
          await page.goto(program.address + path);
          await page.evaluate(() => document.fonts.ready);
          const n = await judge(page, where);
          assert.ok(n >= least, `${where}: ${n} charts`);
          console.log(`ok      ${where}: ${n} charts`);
        } catch (error) {
          failed++;
          console.log(`FAILED  ${error.message.split('\n').slice(0, 14).join('\n        ')}`);
        }
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
  const ended = await program.stop();
  if (ended.code !== 0) failed++;
}
process.exit(failed ? 1 : 0);
