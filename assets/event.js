// «An event in a minute»: what is typed is kept on the server a moment after the hand stops, a known title fills in kind and grades as
// they were last time, one more school appears without a journey to the server. Everything works without this file.
(() => {
  'use strict';
  const form = document.getElementById('event');
  const state = document.getElementById('event-state');
  if (!form || !state || !window.fetch || !window.FormData) return;
  const REST = 1500; // ms after the last stroke
  const field = (name) => form.elements.namedItem(name);
  const say = (text) => {
    if (state.textContent !== text) state.textContent = text;
  };

  // Who holds a phone gets the calendar of the phone; the server reads its days too.
  const day = field('day');
  if (window.matchMedia('(pointer: coarse)').matches) {
    const parts = day.value.match(/^(\d\d)\.(\d\d)\.(\d{4})$/);
    if (parts || !day.value) {
      day.type = 'date';
      for (const hint of document.querySelectorAll('#day-about .hint')) hint.remove(); // of how to type it
      day.value = parts ? `${parts[3]}-${parts[2]}-${parts[1]}` : '';
    }
  }

  // A title that was there before: what it was last time goes into fields that nobody touched.
  const touched = new Set();
  form.addEventListener('input', (event) => event.isTrusted && touched.add(event.target.name));
  field('title').addEventListener('input', () => {
    const typed = field('title').value.trim();
    const known = [...document.querySelectorAll('#event-titles option')].find((option) => option.value === typed);
    if (!known) return;
    if (!touched.has('kind') && known.dataset.kind) field('kind').value = known.dataset.kind;
    if (!touched.has('grades')) field('grades').value = known.dataset.grades || '';
  });

  // One more line like the last one, empty.
  const lines = form.querySelector('.event-lines');
  const more = document.getElementById('event-more');
  more.addEventListener('click', (event) => {
    const last = lines.lastElementChild;
    const n = lines.children.length + 1;
    if (n > 40) return;
    event.preventDefault();
    const line = last.cloneNode(true);
    for (const one of line.querySelectorAll('[id], [name], [for], [aria-describedby]')) {
      for (const name of ['id', 'name', 'for', 'aria-describedby']) {
        if (one.hasAttribute(name)) one.setAttribute(name, one.getAttribute(name).replace(/_\d+/, `_${n}`));
      }
    }
    for (const input of line.querySelectorAll('input')) {
      input.value = '';
      input.removeAttribute('autofocus');
      input.setAttribute('aria-invalid', 'false');
    }
    for (const message of line.querySelectorAll('.message')) message.remove();
    for (const wrong of line.querySelectorAll('.wrong')) wrong.classList.remove('wrong');
    lines.append(line);
    line.querySelector('input').focus();
  });

  // Keeping. Only one at a time; what changed meanwhile goes with the next.
  let waiting = null;
  let under_way = false;
  let sent = false;
  const rest = () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, REST);
  };
  async function keep() {
    if (sent) return;
    if (under_way) {
      rest();
      return;
    }
    under_way = true;
    const typed = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string' && name !== 'drop') typed.append(name, value);
    try {
      const answer = await fetch(form.dataset.keep, { method: 'POST', body: typed, credentials: 'same-origin', redirect: 'error' });
      if (answer.status === 403) say((await answer.json()).draft ? state.dataset.out : state.dataset.away);
      else if (!answer.ok) say(state.dataset.lost);
      else {
        const said = await answer.json();
        if (said.when) say(`${state.dataset.kept} ${said.when}`);
      }
    } catch {
      say(state.dataset.lost);
    }
    under_way = false;
  }
  form.addEventListener('input', rest);

  // More than the server takes at once is said before it travels.
  for (const input of form.querySelectorAll('input[type="file"]')) {
    input.addEventListener('change', () => {
      let bytes = 0;
      for (const one of form.querySelectorAll('input[type="file"]')) for (const file of one.files) bytes += file.size;
      input.setCustomValidity(bytes > Number(form.dataset.most) ? state.dataset.big : '');
      if (!input.checkValidity()) say(state.dataset.big);
    });
  }
  form.addEventListener('submit', (event) => {
    const wrong = [...form.querySelectorAll('input[type="file"]')].find((input) => input.validationMessage);
    if (wrong) {
      event.preventDefault();
      say(state.dataset.big);
      wrong.focus();
      return;
    }
    sent = true;
    clearTimeout(waiting);
  });
  window.addEventListener('pageshow', () => {
    sent = false;
  });
})();
