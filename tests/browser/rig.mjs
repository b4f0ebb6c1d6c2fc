// What the browser tests stand on: the real program on a demo database of its own, a Chromium, a signed-in page.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

export const password = 'browser-tests-2022';
const browserPath = process.env.ORIENTIR_CHROMIUM || '/usr/bin/chromium';
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

/** The engines there are: SQLite, and PostgreSQL when ORIENTIR_TEST_POSTGRES names a throw-away server; under ./check it must. */
export function engines() {
  const server = process.env.ORIENTIR_TEST_POSTGRES;
  if (!server && process.env.ORIENTIR_CHECK === '1') throw new Error('ORIENTIR_TEST_POSTGRES is not set, and under ORIENTIR_CHECK=1 it must be');
  return server ? ['sqlite', 'postgres'] : ['sqlite'];
}

/** A fresh database on that server, and how it goes again. */
function postgresDatabase() {
  const server = process.env.ORIENTIR_TEST_POSTGRES;
  const name = `orientir_browser_${process.pid}_${Date.now()}`;
  const sql = (statement) => execFileSync('psql', ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-d', server, '-c', statement]);
  sql(`CREATE DATABASE "${name}"`);
  return { url: server.replace(/\/[^/?]*(\?|$)/, `/${name}$1`), drop: () => sql(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`) };
}

/** Starts the program on a fresh demo database, with the practice town as its second centre when that is wanted; resolves when it says
 * its address. */
export async function startProgram(binary, engine = 'sqlite', { town = false } = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'orientir-browser-'));
  const database = engine === 'postgres' ? postgresDatabase() : { url: path.join(folder, 'demo.db'), drop: () => {} };
  const child = spawn(path.resolve(binary), ['demo', ...(town ? [] : ['--no-town']), '--db', database.url, '--serve', '--listen', '127.0.0.1:0', '--password', password],
    { stdio: ['ignore', 'pipe', 'pipe'], cwd: folder, env: { ...process.env, ORIENTIR_FILES: path.join(folder, 'files'), ORIENTIR_COPIES: path.join(folder, 'copies') } });
  let said = '';
  const address = await new Promise((resolve, reject) => {
    const hear = (bytes) => {
      said += bytes;
      const found = said.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (found) resolve(found[0]);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', (code) => reject(new Error(`the program ended with ${code}:\n${said}`)));
    setTimeout(() => reject(new Error(`the program did not say its address in 120 s:\n${said}`)), 120_000).unref();
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 10_000).unref())]);
    if (child.exitCode === null) child.kill('SIGKILL');
    fs.rmSync(folder, { recursive: true, force: true });
    database.drop();
    return { code: child.exitCode, said };
  };
  return { address, stop };
}

export const startBrowser = () => chromium.launch({ executablePath: browserPath, args: flags });

/** Signs in once as a role, in the first centre or in another, and gives the cookies, so that every context may begin signed in. */
export async function signIn(browser, address, login, centre = null) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${address}/sign-in`);
  if (centre) await page.selectOption('select[name="centre"]', centre);
  await page.fill('input[name="login"]', login);
  await page.fill('input[name="password"]', password);
  await Promise.all([page.waitForNavigation(), page.press('input[name="password"]', 'Enter')]);
  if (new URL(page.url()).pathname === '/sign-in') throw new Error(`${login} could not sign in: ${await page.textContent('main')}`);
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}

/** A context of a role in a language and width; findings of its pages (console, foreign requests) go to `complain`. */
export async function openContext(browser, address, { cookies = [], lang = 'ru', width = 1366, script = true, complain = () => {} }) {
  const context = await browser.newContext({ viewport: { width, height: width < 500 ? 740 : 900 }, javaScriptEnabled: script,
    locale: lang === 'ru' ? 'ru-RU' : 'en-GB', reducedMotion: 'reduce' });
  await context.addCookies([...cookies.filter((c) => c.name !== 'lang'), { name: 'lang', value: lang, url: address }]);
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.origin !== address) complain(`asks another host: ${request.url()}`);
  });
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complain(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => complain(`script: ${error.error().message}`));
  return context;
}

/** Waits until the focus stands there: what a page wants filled in first gets it at the first drawing, which may come after «loaded». */
export async function focusOn(page, selector, what) {
  const there = await page.waitForFunction((s) => document.activeElement.matches(s), selector, { timeout: 10_000 }).catch(() => null);
  if (!there) throw new Error(`${what}? It is on ${await page.evaluate(() => document.activeElement.outerHTML.slice(0, 120))}`);
}
