// What every element here is built on: it describes what it shows, and only what differs changes.

import { elements, sessionOf } from './session.js';
import { sheet } from './style.js';

/** An element with attributes: true is an empty one; false, null and undefined leave it out. */
export function h(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value != null && value !== false) element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...flat(children));
  return element;
}

const flat = (children) =>
  children.flat(Infinity).filter((child) => child != null && child !== false);

const isLike = (one, other) =>
  one.nodeName === other.nodeName && one.dataset?.key === other.dataset?.key;

/** Makes the children of `parent` like `wanted`. What is like one of them stays, with its focus. */
function patch(parent, wanted) {
  const free = [...parent.childNodes];
  const nodes = wanted.map((next) => {
    const at = free.findIndex((node) => isLike(node, next));
    if (at < 0) return next;
    const [kept] = free.splice(at, 1);
    if (kept.nodeType === Node.TEXT_NODE) {
      if (kept.data !== next.data) kept.data = next.data;
    } else {
      patchAttributes(kept, next);
      patch(kept, [...next.childNodes]);
    }
    return kept;
  });
  for (const node of free) node.remove();
  nodes.forEach((node, at) => {
    if (parent.childNodes[at] !== node) parent.insertBefore(node, parent.childNodes[at] ?? null);
  });
}

function patchAttributes(kept, next) {
  for (const { name } of [...kept.attributes]) {
    if (!next.hasAttribute(name)) kept.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (kept.getAttribute(name) !== value) kept.setAttribute(name, value);
  }
}

/** The pictures that cannot be loaded: initials show in their place. */
export const broken = new Set();

// On a server there is no HTMLElement; the module can be imported there all the same.
const Base = globalThis.HTMLElement ?? class {};

export class AmityElement extends Base {
  static observedAttributes = ['endpoint', 'events', 'me'];

  #leave;
  #isIn = false;
  #isStarting = false;
  #isDue = false;
  #session;
  #said = '';

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet()];
    root.addEventListener('click', (event) => {
      const control = event.target.closest('[data-act]');
      if (!control) return;
      if (control.getAttribute('aria-disabled') === 'true') event.preventDefault();
      else this.onAct(control.dataset.act, control.dataset.of);
    });
    root.addEventListener('keydown', (event) => this.onKey(event));
    root.addEventListener('error', ({ target }) => this.#onBroken(target), true);
  }

  /** Where it reads and acts: a session of its own, or that of the page. */
  get session() {
    return this.#session ?? sessionOf(this);
  }

  set session(session) {
    this.#session = session;
    this.restart();
  }

  connectedCallback() {
    this.#isIn = true;
    elements.add(this);
    this.restart();
  }

  disconnectedCallback() {
    this.#isIn = false;
    elements.delete(this);
    this.#leave?.();
    this.#leave = undefined;
  }

  attributeChangedCallback(name, before, after) {
    if (before !== after) this.restart();
  }

  /** Forgets what it read, and reads anew: once, after what else happens in this moment. */
  restart() {
    if (this.#isStarting) return;
    this.#isStarting = true;
    queueMicrotask(() => {
      this.#isStarting = false;
      if (!this.#isIn) return;
      this.#leave?.();
      this.#said = '';
      this.reset();
      this.#leave = this.session?.join(this);
      this.draw();
    });
  }

  /** Draws what it shows now, once however often it is asked to. */
  draw() {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      if (!this.#isIn) return;
      const hadFocus = this.shadowRoot.activeElement;
      const view = this.session ? flat([this.view()]) : [];
      this.hidden = view.length === 0;
      if (view.length) view.push(h('p', { role: 'status', class: 'unseen' }, this.#said));
      patch(this.shadowRoot, view);
      if (hadFocus && !this.shadowRoot.activeElement) this.#restFocus();
    });
  }

  /** The control that had the focus is gone: it moves to what stands for the element. */
  #restFocus() {
    const root = this.shadowRoot;
    const rest = root.querySelector('[data-rest]') ?? root.querySelector('a[href], button');
    rest?.focus({ preventScroll: true });
  }

  #onBroken(picture) {
    broken.add(picture.getAttribute('src'));
    this.draw();
  }

  /** Tells a screen reader. */
  say(text) {
    this.#said = text;
    this.draw();
  }

  /** Dispatches an event. It bubbles, but for `error`, which windows take for one of their own. */
  tell(type, detail) {
    this.dispatchEvent(
      new CustomEvent(type, { detail, bubbles: type !== 'error', composed: true }),
    );
  }

  /** Tells the host that an act failed: to sign in, or why. */
  tellFailure(result) {
    if (result.code !== 'UNAUTHENTICATED') return this.tell('error', result);
    this.tell('signin', result);
    this.session.signIn?.();
  }

  // What each element says for itself. A view of nothing hides it.
  view() {}
  reset() {}
  load() {}
  onAct() {}
  onKey() {}
}

/** Makes the element known, where there are elements. */
export function define(name, element) {
  globalThis.customElements?.define(name, element);
}
