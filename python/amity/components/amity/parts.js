// Pieces that more than one element shows.

import { broken, h } from './element.js';

const HUES = 8;
const STEPS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** A person's name: bidirectional text of its own. */
export const nameOf = (session, profile) => profile?.name?.trim() || session.t('someone');

/** The picture of a person, over their initials; without a person, a star. */
export function face(session, profile, id) {
  const name = nameOf(session, profile);
  const words = name.split(/[\s-]+/).filter(Boolean);
  const initials =
    words.length > 1 ? [[...words[0]][0], [...words.at(-1)][0]] : [...name].slice(0, 2);
  const hue =
    [...String(id ?? name)].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % HUES;
  const picture = profile?.picture;
  return h(
    'span',
    { class: `face hue${hue}`, part: 'picture', 'aria-hidden': 'true' },
    id ? initials.join('').toLocaleUpperCase(session.language) : '★',
    picture &&
      !broken.has(picture) &&
      h('img', {
        loading: 'lazy', // before src: one that is only compared is never fetched
        src: picture,
        alt: '',
        referrerpolicy: 'no-referrer',
        'data-key': picture,
      }),
  );
}

/** How long ago, in words, with the moment itself as its title. */
export function ago(session, moment) {
  const at = new Date(moment);
  const seconds = Math.min(0, (at - Date.now()) / 1000);
  const [unit, size] = STEPS.find(([, step]) => -seconds >= step) ?? ['second', Infinity];
  const words = new Intl.RelativeTimeFormat(session.language, { numeric: 'auto' });
  const title = at.toLocaleString(session.language, { dateStyle: 'full', timeStyle: 'short' });
  return h(
    'time',
    { datetime: at.toISOString(), title },
    words.format(Math.ceil(seconds / size) || 0, unit),
  );
}

/** A number in a bubble, said in words: nothing at 0, at most 99+. */
export function bubble(session, count, words) {
  if (!count) return undefined;
  return h(
    'span',
    { class: 'badge', part: 'badge', role: 'img', 'aria-label': session.t(words, { count }) },
    count > 99 ? '99+' : count,
  );
}

export function button(label, act, of, attributes) {
  return h(
    'button',
    { type: 'button', part: 'button', 'data-act': act, 'data-of': of, ...attributes },
    label,
  );
}

/** What stands in place of a list: rows to come, what went wrong, or that there is nothing. */
export function instead(session, listing, { failed, none }) {
  if (!listing.rows && !listing.failure) {
    const bone = () =>
      h(
        'li',
        { class: 'person', 'aria-hidden': 'true' },
        h('span', { class: 'face bone' }),
        h('span', { class: 'who bone' }, '—'),
        h('span', { class: 'what bone' }, '—'),
      );
    return [h('p', { class: 'unseen' }, session.t('loading')), h('ul', {}, bone(), bone(), bone())];
  }
  if (!listing.rows) {
    const isOut = listing.failure.code === 'UNAUTHENTICATED';
    return h(
      'div',
      { class: 'empty' },
      h(
        'p',
        { class: 'note', part: 'message', role: 'alert' },
        session.t(isOut ? 'signedOut' : failed),
      ),
      button(session.t('tryAgain'), 'retry', undefined, { class: 'quiet' }),
    );
  }
  return h('p', { class: 'empty', part: 'empty', 'data-key': 'empty' }, session.t(none));
}

export const more = (session) =>
  h('div', { class: 'foot' }, button(session.t('showMore'), 'more', undefined, { class: 'quiet' }));
