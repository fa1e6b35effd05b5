// The page of `amity demo --web`: the two panels, the network, and what the database did.

import { refresh } from '/components/amity.js';

const PANELS = { mr_hi: 'Mr. Hi', john_a: 'John A.' };
const SVG = 'http://www.w3.org/2000/svg';
const NEW_FOR = 20_000;

const get = async (path) => (await fetch(path)).json();
const post = (path) => fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' } });
const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

let names = new Map();
let ids = new Map();
const nameOf = (id) => names.get(id) ?? 'an unknown person';

// --- the two people ---

function furnish(panel) {
  const section = document.querySelector('#panel').content.cloneNode(true).firstElementChild;
  section.id = panel;
  section.setAttribute('endpoint', `/as/${panel}/graphql`);
  section.setAttribute('me', ids.get(PANELS[panel]));
  section.querySelector('.title').textContent = `${PANELS[panel]} sees`;
  document.querySelector('#database').before(section);
}

async function showPeople(panel) {
  const people = await get(`/as/${panel}/people`);
  const shown = document.querySelector(`#${panel} .people`);
  const rows = new Map([...shown.children].map((row) => [row.dataset.id, row]));
  people.forEach((person, at) => {
    const row = rows.get(person.id) ?? personRow(panel, person);
    rows.delete(person.id);
    const common = person.mutual === 1 ? '1 person in common' : `${person.mutual} people in common`;
    row.querySelector('.what').textContent = person.blocking ? 'you blocked them' : common;
    const block = row.querySelector('button');
    if (block) {
      block.textContent = person.blocking ? 'Unblock' : 'Block';
      block.dataset.post = `/as/${panel}/${person.blocking ? 'unblock' : 'block'}/${person.id}`;
    }
    if (shown.children[at] !== row) shown.insertBefore(row, shown.children[at] ?? null);
  });
  // Who was there stays, connected or asked meanwhile.
  for (const row of [...rows.values()].slice(2)) row.remove();
}

function personRow(panel, { id, name }) {
  const acts = make('span', { class: 'acts' }, make('amity-connect-button', { 'user-id': id }));
  if (Object.values(PANELS).includes(name)) acts.append(make('button', { class: 'quiet' }));
  const who = make('span', { class: 'who' }, name);
  return make('div', { class: 'person', 'data-id': id }, face(id, name), who, make('span', { class: 'what' }), acts);
}

/** The initials of a name, on the colour that the components give it. */
function face(id, name) {
  const [first, last] = name.match(/\p{L}+/gu);
  const initials = last ? first[0] + last[0] : first.slice(0, 2);
  const hue = [...id].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 8;
  return make('span', { class: `face hue${hue}`, 'aria-hidden': 'true' }, initials.toUpperCase());
}

// --- the network ---

/** Where each person stands: those who are connected pull each other, and all push each other away. */
function arrange(people, ties) {
  const places = new Map(
    people.map(({ id }, n) => {
      const turn = (2 * Math.PI * n) / people.length;
      return [id, { x: Math.cos(turn), y: Math.sin(turn) }];
    }),
  );
  const length = Math.sqrt(4 / people.length);
  for (let step = 0; step < 300; step += 1) {
    const reach = 0.1 * (1 - step / 300);
    const moves = new Map(people.map(({ id }) => [id, { x: 0, y: 0 }]));
    const push = (one, other, force) => {
      const [a, b] = [places.get(one), places.get(other)];
      const [x, y] = [a.x - b.x, a.y - b.y];
      const distance = Math.hypot(x, y) || 0.01;
      const by = force(distance) / distance;
      moves.get(one).x += x * by;
      moves.get(one).y += y * by;
      moves.get(other).x -= x * by;
      moves.get(other).y -= y * by;
    };
    people.forEach(({ id }, n) => {
      for (const other of people.slice(n + 1)) push(id, other.id, (d) => (length * length) / d);
    });
    for (const tie of ties) push(tie.requester_id, tie.recipient_id, (d) => -(d * d) / length);
    for (const [id, move] of moves) {
      const size = Math.hypot(move.x, move.y) || 1;
      const place = places.get(id);
      place.x += (move.x / size) * Math.min(size, reach);
      place.y += (move.y / size) * Math.min(size, reach);
    }
  }
  return fitted(places);
}

function fitted(places) {
  const all = [...places.values()];
  const span = (axis) => [Math.min(...all.map((p) => p[axis])), Math.max(...all.map((p) => p[axis]))];
  const [[left, right], [top, bottom]] = [span('x'), span('y')];
  for (const place of all) {
    place.x = 20 + ((place.x - left) / (right - left)) * 380;
    place.y = 20 + ((place.y - top) / (bottom - top)) * 240;
  }
  return places;
}

const ties = new Map();
const madeAt = new Map();
let places;

const draw = (name, attributes, text = '') => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(text);
  return element;
};

function drawNetwork() {
  const mine = new Set(Object.values(PANELS));
  const edges = [...ties.values()].map((tie) => {
    const [a, b] = [places.get(tie.requester_id), places.get(tie.recipient_id)];
    const isNew = Date.now() - (madeAt.get(tie.id) ?? 0) < NEW_FOR;
    const state = tie.status === 'pending' ? 'asked' : isNew ? 'new' : '';
    return draw('line', { class: `edge ${state}`, x1: a.x, y1: a.y, x2: b.x, y2: b.y });
  });
  const nodes = [...places].map(([id, { x, y }]) => {
    const isMine = mine.has(nameOf(id));
    const node = draw('circle', { class: isMine ? 'node me' : 'node', cx: x, cy: y, r: isMine ? 9 : 5 });
    node.append(draw('title', {}, nameOf(id)));
    return node;
  });
  const labels = [...places]
    .filter(([id]) => mine.has(nameOf(id)))
    .map(([id, { x, y }]) => {
      const isRight = x > 340;
      return draw('text', { x: isRight ? x - 12 : x + 12, y: y + 4, 'text-anchor': isRight ? 'end' : 'start' }, nameOf(id));
    });
  document.querySelector('svg').replaceChildren(...edges, ...nodes, ...labels);
  const count = [...ties.values()].filter(({ status }) => status === 'accepted').length;
  document.querySelector('#size').textContent = `${names.size} people · ${count} connections`;
}

async function loadNetwork() {
  const network = await get('/network');
  names = new Map(network.people.map(({ id, name }) => [id, name]));
  ids = new Map(network.people.map(({ id, name }) => [name, id]));
  ties.clear();
  madeAt.clear();
  for (const tie of network.ties) ties.set(tie.id, tie);
  places ??= arrange(network.people, network.ties);
  drawNetwork();
}

// --- what the database did ---

const log = document.querySelector('.log');
const pair = (row, one, other) => `${nameOf(row[one])} → ${nameOf(row[other])}`;
const PAIRS = {
  connections: ['requester_id', 'recipient_id'],
  follows: ['follower_id', 'followed_id'],
  blocks: ['blocker_id', 'blocked_id'],
};

function write(entry) {
  log.querySelector('p')?.remove();
  log.append(entry);
  log.scrollTop = log.scrollHeight;
}

function line(kind, ...parts) {
  const time = kind === 'history' ? '' : new Date().toLocaleTimeString('en-GB');
  write(make('div', { class: `line ${kind}` }, make('time', {}, time), make('span', {}, ...parts)));
}

function showRow({ table, act, row }) {
  if (table === 'notifications') {
    const told = `${nameOf(row.person_id)}: ${row.kind}`;
    return line('history', `notifications ${act === 'delete' ? 'takes back' : act} ${told}`);
  }
  const kind = table.replace('_history', '');
  const who = pair(row, ...PAIRS[kind]);
  if (table !== kind) {
    const cause = row.cause && row.cause !== 'user' ? ` (${row.cause})` : '';
    const by = row.actor_id ? `, by ${nameOf(row.actor_id)}` : '';
    return line('history', `${table} ${row.action}: ${who}${by}${cause}`);
  }
  return line('', make('em', {}, act), ` ${table} ${who} `, make('b', {}, act === 'delete' ? '' : (row.status ?? '')));
}

function noteTie({ act, row }) {
  const before = ties.get(row.id)?.status;
  if (act === 'delete') ties.delete(row.id);
  else ties.set(row.id, row);
  if (row.status === 'accepted' && before !== 'accepted') madeAt.set(row.id, Date.now());
  drawNetwork();
  setTimeout(drawNetwork, NEW_FOR);
}

// What one act changed, shown together: the row itself, then what else was written of it.
let changes = [];

function showChanges() {
  const rank = ({ table }) => (table in PAIRS ? 0 : table === 'notifications' ? 2 : 1);
  for (const change of changes.toSorted((one, other) => rank(one) - rank(other))) showRow(change);
  changes = [];
  showAgain();
}

function showAgain() {
  void refresh();
  for (const panel of Object.keys(PANELS)) void showPeople(panel);
}

async function hear({ data }) {
  const happening = JSON.parse(data);
  if (happening.table) {
    if (!changes.length) setTimeout(showChanges, 60);
    changes.push(happening);
    if (happening.table === 'connections') noteTie(happening);
  } else if (happening.over) {
    log.replaceChildren();
    await loadNetwork();
    showAgain();
  } else if (happening.step) {
    write(make('div', { class: 'step' }, happening.step));
  } else {
    const { who, refused, message } = happening;
    line('refused', make('em', {}, 'refused'), ` ${who}: “${message}” (${refused})`);
  }
}

document.addEventListener('click', ({ target }) => {
  const path = target.closest?.('[data-post]')?.dataset.post;
  if (path) void post(path);
});

await loadNetwork();
Object.keys(PANELS).forEach(furnish);
await Promise.all(Object.keys(PANELS).map(showPeople));
new EventSource('/happenings').addEventListener('message', hear);
document.body.dataset.ready = '';
