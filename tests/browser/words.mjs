// Words that stand on a page and should not: keys of texts, arguments nobody filled, the other language's interface.
import fs from 'node:fs';
import path from 'node:path';

function messagesOf(folder, lang, into = new Map()) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) messagesOf(at, lang, into);
    else if (entry.name === `${lang}.txt`) {
      for (const line of fs.readFileSync(at, 'utf8').split('\n')) {
        const found = line.match(/^([A-Z][A-Z0-9_]*) = (.*)$/);
        if (found) into.set(found[1], found[2].trim());
      }
    }
  }
  return into;
}

/** Whole messages of each language that the other one says differently. */
export function interfaceWords(folder) {
  const ru = messagesOf(folder, 'ru');
  const en = messagesOf(folder, 'en');
  const only = (mine, other) => [...mine].filter(([key, words]) => words.length >= 3 && !words.includes('{') && other.get(key) !== words).map(([, words]) => words);
  return { ru: only(ru, en), en: only(en, ru), keys: [...ru.keys()] };
}

/** Runs inside the page; `foreign`: messages of the language that this page is not in. */
export function judgeWordsHere({ lang, foreign, keys }) {
  const wrong = [];
  const others = new Set(foreign);
  const known = new Set(keys);
  if (document.documentElement.lang !== lang) wrong.push(`lang is ${document.documentElement.lang}`);
  const inOther = (e) => e.closest('[lang]').lang !== lang;
  const judge = (said, e, where) => {
    const words = said.replace(/\s+/g, ' ').trim();
    if (!words) return;
    for (const key of words.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) || []) if (known.has(key)) wrong.push(`the key ${key} ${where}`);
    if (/\{[a-z_]+(,|\})/.test(words) && !e.closest('textarea, pre, code, [data-template]')) wrong.push(`an argument nobody filled ${where}: ${words.slice(0, 80)}`);
    // What is marked as the other language is the record's, and may happen to say a word of ours.
    if (others.has(words) && !inOther(e) && !e.closest('code')) wrong.push(`in the other language ${where}: ${words.slice(0, 80)}`);
    // On an English page the words of the record are Russian and say so; anything else in Cyrillic was left untranslated.
    const letters = (set) => (words.match(set) || []).length;
    const whole = e.matches('title, option, textarea, text'); // cannot be divided: the language of most of its letters
    if (lang === 'en' && /[а-яё]{2}/i.test(words) && !inOther(e) && !(whole && letters(/[a-z]/gi) >= letters(/[а-яё]/gi))) wrong.push(`Russian without lang="ru" ${where}: ${words.slice(0, 80)}`);
  };
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!e.closest('script, style')) judge(walker.currentNode.data, e, `in <${e.tagName.toLowerCase()}>`);
  }
  for (const e of document.querySelectorAll('[title], [aria-label], [placeholder], [alt]')) {
    for (const name of ['title', 'placeholder', 'alt']) if (e.hasAttribute(name)) judge(e.getAttribute(name), e, `in ${name}`);
    const label = e.getAttribute('aria-label');
    if (label && others.has(label.trim())) wrong.push(`in the other language in aria-label: ${label}`);
  }
  return [...new Set(wrong)];
}
