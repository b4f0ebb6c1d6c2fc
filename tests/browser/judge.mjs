// What is wrong with a page that stands in the browser: axe's findings, sideways scroll, focus that cannot be seen; and what the
// W3C checker says of pages that were saved.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const axeSource = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** `part`: a selector, when the rest of the page was judged before. */
export async function judgeAxe(page, part = null) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(([tags, only]) => globalThis.axe.run(only ? { include: [[only]] } : document, { runOnly: tags, resultTypes: ['violations'] }), [axeTags, part]);
  return found.violations.map((v) => `axe ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' · ')}`);
}

/** Nothing may be wider than the window, menus that are opened neither; names the widest offender. */
export async function judgeWidth(page) {
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const wrong = [];
    for (const menu of document.querySelectorAll('details.drop')) {
      if (!menu.firstElementChild.checkVisibility()) continue;
      const before = menu.open;
      menu.open = true;
      const { left, right } = menu.lastElementChild.getBoundingClientRect();
      if (left < 0 || right > room) wrong.push(`the menu «${menu.firstElementChild.textContent.trim()}» reaches from ${Math.round(left)} to ${Math.round(right)} of ${room}`);
      menu.open = before;
    }
    if (document.documentElement.scrollWidth <= room) return wrong;
    const wide = [...document.body.querySelectorAll('*')].map((e) => ({ e, right: e.getBoundingClientRect().right }))
      .filter((x) => x.right > room + 1).sort((a, b) => b.right - a.right)[0];
    const name = wide ? `${wide.e.tagName.toLowerCase()}.${wide.e.className} reaches ${Math.round(wide.right)}` : 'unknown';
    return [...wrong, `sideways scroll: ${document.documentElement.scrollWidth} over ${room} (${name})`];
  });
}

/** Running text is read in lines that the eye finds back from: up to some hundred letters, however wide the screen. */
export async function judgeLines(page, most = 110) {
  return page.evaluate((letters) => [...document.querySelectorAll('main p, main li, main dd')].filter((e) => {
    const size = parseFloat(getComputedStyle(e).fontSize);
    return e.checkVisibility() && e.textContent.trim().length > letters && !e.closest('table, .tiles') && e.getBoundingClientRect().width > letters * size * 0.52;
  }).slice(0, 3).map((e) => `a line of ${Math.round(e.getBoundingClientRect().width)} px: ${e.textContent.trim().slice(0, 60)}`), most);
}

/** Walks by Tab: every stop must be in sight and wear a visible ring; there must be a stop at all. */
export async function judgeFocus(page, most = 40) {
  const wrong = [];
  let stops = 0;
  await page.evaluate(() => {
    if (document.activeElement !== document.body) document.activeElement.blur();
    window.scrollTo(0, 0);
  });
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const e = document.activeElement;
      if (!e || e === document.body) return null;
      const style = getComputedStyle(e);
      const box = e.getBoundingClientRect();
      const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
      return { what: e.outerHTML.slice(0, 120), ring, seen: box.width > 0 && box.height > 0 };
    });
    if (!stop) break;
    stops++;
    if (!stop.ring) wrong.push(`focus without a ring: ${stop.what}`);
    if (!stop.seen) wrong.push(`focus on what is not seen: ${stop.what}`);
  }
  if (stops === 0) wrong.push('nothing takes the focus');
  return wrong;
}

/** One start of the W3C checker over all saved pages: [{name, what}]. */
export function judgeMarkup(files) {
  if (files.length === 0) return [];
  const jar = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');
  let said;
  try {
    said = execFileSync('java', ['-Xss8m', '-jar', jar, '--format', 'json', '--stdout', '--exit-zero-always', ...files],
      { encoding: 'utf8', maxBuffer: 64 << 20 });
  } catch (error) {
    return [{ name: 'vnu', what: error.message }];
  }
  return JSON.parse(said).messages.filter((m) => m.type === 'error' || m.subType === 'warning').map((m) => ({
    name: path.basename(m.url || '', '.html'), what: `vnu line ${m.lastLine}: ${m.message} «${(m.extract || '').trim().slice(0, 120)}»` }));
}
