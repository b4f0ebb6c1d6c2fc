// Keys for those who work here all day: / goes to the search, n opens the page's «new» link, m («минута») an event in a minute,
// ? tells them, Ctrl+Enter saves the form from any field of it.
// Everything works without this file.
(() => {
  'use strict';
  const typing = (target) => target.closest && target.closest('input, textarea, select, [contenteditable]');
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    if (event.key === '/') {
      const search = document.getElementById('frame-search');
      if (search) {
        event.preventDefault();
        search.focus();
      }
    } else if (event.key === 'n' || event.key === 'т') {
      const link = document.querySelector('a[data-key="n"], .actions a.primary');
      if (link) link.click();
    } else if (event.key === 'm' || event.key === 'ь') {
      const link = document.querySelector('nav.menu a[href="/event"]');
      if (link) link.click();
    } else if (event.key === '?') {
      const keys = document.getElementById('frame-keys');
      if (keys) keys.open = !keys.open;
    }
  });
  document.addEventListener('keydown', (event) => {
    const form = event.key === 'Enter' && (event.ctrlKey || event.metaKey) && event.target.closest && event.target.closest('form.form');
    const save = form && form.querySelector('.form-end button.primary');
    if (save) {
      event.preventDefault();
      form.requestSubmit(save);
    }
  });
  // An open drop-down closes when the reader goes elsewhere, as menus do.
  document.addEventListener('click', (event) => {
    for (const drop of document.querySelectorAll('details.drop[open]')) {
      if (!drop.contains(event.target)) drop.open = false;
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const drop = event.target.closest && event.target.closest('details.drop[open]');
    if (drop) {
      drop.open = false;
      drop.querySelector('summary').focus();
    }
  });
  // The year goes with its choice; without a script the button beside it sends it.
  const year = document.getElementById('frame-year');
  if (year) {
    year.form.classList.add('sends-itself');
    year.addEventListener('change', () => year.form.submit());
  }
})();
