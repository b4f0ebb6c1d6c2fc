// The pages the browser looks at: name of the picture, who opens it, address; `act` does something on the page before it is
// judged (a form sent empty, a fold opened); `status` when it is not 200. A new page of the house gets its line here.
const send = (form) => async (page) => {
  await Promise.all([page.waitForNavigation(), page.locator(`${form} .form-end button.primary`).click()]);
};

export const pages = [
  { name: 'sign-in', path: '/sign-in' },
  { name: 'not-found', as: 'head', path: '/there-is-no-such-page', status: 404 },
  { name: 'home-head', as: 'head', path: '/' },
  { name: 'home-methodologist', as: 'methodologist', path: '/' },
  { name: 'organisation-list', as: 'methodologist', path: '/organisation' },
  { name: 'organisation-new', as: 'methodologist', path: '/organisation/new' },
  { name: 'organisation-form-errors', as: 'methodologist', path: '/organisation/new', act: send('form.form'), sends: true },
];
if (process.env.ORIENTIR_DEBUG_PAGES !== '0') pages.push({ name: 'widgets', as: 'methodologist', path: '/_widgets' });
