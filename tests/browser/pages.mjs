// The pages the browser looks at: name of the picture, who opens it, address; `act` does something on the page before it is
// judged (a form sent empty, a record opened); `sends` when that is a form that comes back refused; `status` when the answer is
// not 200; `prepare` is done once before the pages that name it, and what it changes stays. A new page of the house gets its line here.
import { picture } from './picture.mjs';

const go = (page, act) => Promise.all([page.waitForNavigation(), act()]);
const send = (page) => go(page, () => page.locator('form.form .form-end button').first().click());
/** The first row of a list, and from there a link whose address ends with `end` (none: the record itself). */
const first = (end) => async (page) => {
  await go(page, () => page.locator('table.rows tbody tr a').first().click());
  if (end) await go(page, () => page.locator(`main a[href$="${end}"]`).first().evaluate((a) => a.click()));
};

/** Into the editing of the first paragraph of the analysis, and on by `then`. */
const block = (then) => async (page) => {
  await go(page, () => page.locator('.analysis-text .block:has(> p:not(.block-act)) .block-act a').first().click());
  if (then) await then(page);
};
/** As if the form had stood open since before the last change. */
const outdated = (page) => page.locator('main form input[name="version"]').first().evaluate((input) => { input.value = '0'; });
const link = (end) => (page) => go(page, () => page.locator(`main a[href$="${end}"]`).first().evaluate((a) => a.click()));

/** An event with a mistake in many a field. */
const eventWrong = async (page) => {
  await page.fill('#school_1', '77');
  await page.fill('#grades', '5, 7');
  await go(page, () => page.locator('button.primary[value="save"]').click());
};
/** One that somebody began and did not finish: two schools and a photo. */
async function eventBegun(open) {
  const page = await open('methodologist', '/event');
  await page.fill('#title', 'Квест «Дороги мастеров»');
  await page.fill('#day', '12.04.2022');
  await page.selectOption('#kind', 'quest');
  await page.fill('#school_1', 'СОШ № 3');
  await page.fill('#number_1', '25');
  await page.click('#event-more');
  await page.fill('#school_2', 'СОШ № 4');
  await page.setInputFiles('#photo', { name: 'Квест во дворе.png', mimeType: 'image/png', buffer: picture(900, 600) });
  await go(page, () => page.locator('button[value="draft"]').click());
}

/** The analysis agreed and approved, and then a headcount changed: done once, by those who may. */
async function approvedAndChanged(open) {
  const step = async (role, action) => {
    const page = await open(role, '/analysis');
    for (let i = 0; ; i++) {
      if (i === 60) throw new Error(`${action} is refused`);
      const button = page.locator(`main form[action$="${action}"] button`).first();
      if ((await button.count()) === 0) break;
      await go(page, () => button.click());
    }
  };
  await step('head', '/ready');
  await step('head', '/agreed');
  await step('director', '/approved');
  const page = await open('methodologist', '/figure/diagnostics.persons');
  await go(page, () => page.locator('main table a').first().click());
  await go(page, () => page.locator('main table a[href^="/headcount/"]').first().click());
  await link('/edit')(page);
  await page.fill('input[name="value"]', String(Number(await page.inputValue('input[name="value"]')) + 1));
  await send(page);
}

export const pages = [
  { name: 'sign-in', path: '/sign-in' },
  { name: 'not-found', as: 'head', path: '/there-is-no-such-page', status: 404 },
  { name: 'home-head', as: 'head', path: '/' },
  { name: 'home-methodologist', as: 'methodologist', path: '/' },
  { name: 'home-coordinator', as: 'coordinator', path: '/' },
  { name: 'search', as: 'methodologist', path: '/search?q=%D0%BF%D1%80%D0%BE%D1%84%D0%BE%D1%80%D0%B8%D0%B5%D0%BD%D1%82%D0%B0%D1%86%D0%B8%D1%8F' },
  { name: 'activity-list', as: 'methodologist', path: '/activity' },
  { name: 'activity-list-filtered', as: 'methodologist', path: '/activity?direction=events&sort=-title' },
  { name: 'activity-list-nothing', as: 'methodologist', path: '/activity?q=%D1%8F%D1%8F%D1%8F' },
  { name: 'activity-detail', as: 'methodologist', path: '/activity', act: first() },
  { name: 'activity-history', as: 'methodologist', path: '/activity', act: first('/history') },
  { name: 'activity-edit', as: 'methodologist', path: '/activity', act: first('/edit') },
  { name: 'activity-form-errors', as: 'methodologist', path: '/activity/new', act: send, sends: true },
  { name: 'event-draft', as: 'methodologist', path: '/', act: link('/event/1'), prepare: eventBegun },
  { name: 'home-drafts', as: 'methodologist', path: '/', prepare: eventBegun },
  { name: 'event-errors', as: 'methodologist', path: '/event?day=31.02', act: eventWrong, sends: true },
  { name: 'plan', as: 'methodologist', path: '/plan' },
  { name: 'activity-repeat', as: 'methodologist', path: '/activity', act: first('/repeat') },
  { name: 'plan-week', as: 'methodologist', path: '/plan?week=2022-04-12' },
  { name: 'plan-month', as: 'methodologist', path: '/plan?month=2021-11' },
  { name: 'plan-year-grid', as: 'methodologist', path: '/plan?view=grid' },
  { name: 'plan-point-new', as: 'methodologist', path: '/plan_item/new' },
  { name: 'session-form-errors', as: 'methodologist', path: '/activity_session/new', act: send, sends: true },
  { name: 'organisation-list', as: 'methodologist', path: '/organisation' },
  { name: 'organisation-new', as: 'methodologist', path: '/organisation/new' },
  { name: 'organisation-form-errors', as: 'methodologist', path: '/organisation/new', act: send, sends: true },
  { name: 'headcount-list', as: 'methodologist', path: '/headcount' },
  { name: 'reach', as: 'head', path: '/reach' },
  { name: 'graduates', as: 'head', path: '/graduate_cohort', act: first() },
  { name: 'document-list', as: 'secretary', path: '/document' },
  { name: 'decision-list', as: 'director', path: '/decision?year=2021' },
  { name: 'analysis', as: 'head', path: '/analysis' },
  { name: 'analysis-director', as: 'director', path: '/analysis' },
  { name: 'block-edit', as: 'methodologist', path: '/analysis', act: block() },
  { name: 'block-found', as: 'methodologist', path: '/analysis', sends: true, act: block(async (page) => {
    await page.fill('input[name="question"]', 'week');
    await go(page, () => page.locator('button[name="find"]').click());
  }) },
  { name: 'block-errors', as: 'methodologist', path: '/analysis', sends: true, act: block(async (page) => {
    await page.fill('textarea[name="text"]', 'Охват составил {diagnostic.persons|unit}.');
    await send(page);
  }) },
  { name: 'block-conflict', as: 'methodologist', path: '/analysis', sends: true, act: block(async (page) => {
    await outdated(page);
    await page.fill('textarea[name="text"]', 'Охват составил {diagnostics.persons|unit}.');
    await send(page);
  }) },
  { name: 'block-new', as: 'methodologist', path: '/analysis', act: link('/new') },
  { name: 'block-remove', as: 'methodologist', path: '/analysis', act: block(link('/remove')) },
  { name: 'block-remove-conflict', as: 'methodologist', path: '/analysis', sends: true, act: block(async (page) => {
    await link('/remove')(page);
    await outdated(page);
    await send(page);
  }) },
  { name: 'award-list', as: 'methodologist', path: '/award' },
  { name: 'award-detail', as: 'methodologist', path: '/award', act: first() },
  { name: 'competency-list', as: 'methodologist', path: '/competency' },
  { name: 'competency-edit', as: 'methodologist', path: '/competency', act: first('/edit') },
  { name: 'field-list', as: 'methodologist', path: '/field_of_study' },
  { name: 'figure', as: 'head', path: '/figure/year.persons' },
  { name: 'check', as: 'head', path: '/check' },
  { name: 'accounts', as: 'administrator', path: '/accounts' },
  { name: 'account-new-errors', as: 'administrator', path: '/accounts/new', act: send, sends: true },
  { name: 'account-own', as: 'teacher', path: '/account' },
  { name: 'token-errors', as: 'head', path: '/token', act: send, sends: true },
  { name: 'token-made', as: 'head', path: '/token', act: async (page) => {
    await page.fill('input[name="name"]', 'Сайт департамента');
    await page.selectOption('select[name="role"]', 'methodologist');
    await send(page);
  } },
  { name: 'token', as: 'administrator', path: '/token' },
  { name: 'api', as: 'head', path: '/api' },
  { name: 'api-register', as: 'methodologist', path: '/api/activity' },
  // From here on the analysis is approved and a number has changed since.
  { name: 'analysis-approved', as: 'director', path: '/analysis', prepare: approvedAndChanged },
  { name: 'editions', as: 'head', path: '/analysis/editions', prepare: approvedAndChanged },
  { name: 'edition', as: 'head', path: '/analysis/editions', act: first(), prepare: approvedAndChanged },
];
if (process.env.ORIENTIR_DEBUG_PAGES !== '0') pages.push({ name: 'widgets', as: 'methodologist', path: '/_widgets' });
