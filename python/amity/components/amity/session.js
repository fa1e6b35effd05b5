// What the elements of a page share: where they read, who reads, the counts, and when to read.

import { Failure, GONE } from './failure.js';
import { graphqlSource } from './graphql.js';
import { fill, merged, texts } from './texts.js';

const EVERY = 60_000;
const AGAIN_AFTER = 1_000; // a window that is shown again says so twice
const SOON = 50; // events that come together are one reading

/** The count that an act on a request takes one from. */
const COUNTED = { approve: 'pendingReceived', deny: 'pendingReceived', cancel: 'pendingSent' };

export class Session {
  /** The person, null where none is signed in, undefined while it is not known. */
  me;
  isSignedOut = false;
  settings;
  /** What was done to a request here: lists show it before the database says it. */
  acts = new Map();

  #given;
  #members = new Set();
  #shared = new Map();
  #counts;
  #turn = 0;
  #uncounted = new Map();
  #readAt = 0;
  #stop;

  constructor({ source, me, texts: own, locale, links, signIn } = {}) {
    this.source = source;
    this.#given = me;
    this.texts = merged(texts, own);
    this.locale = locale;
    this.links = links ?? {};
    this.signIn = signIn;
  }

  /** Reads for an element, now and whenever all read, until the returned function is called. */
  join(member) {
    this.#members.add(member);
    if (this.#members.size === 1) this.#stop = this.#watch();
    void member.load();
    return () => {
      this.#members.delete(member);
      if (this.#members.size === 0) this.#stop();
    };
  }

  /** Reads everything again. */
  async refresh() {
    this.#readAt = Date.now();
    await Promise.allSettled([...this.#members].map((member) => member.load()));
  }

  draw() {
    for (const member of this.#members) member.draw();
  }

  // --- reading ---

  /** What `ask` reads, once for all who want it in the same moment. Who reads is known before. */
  async read(what, ask) {
    try {
      await this.#identify();
      if (this.me === null) throw new Failure('UNAUTHENTICATED');
      const answer = await this.#once(what, ask);
      this.isSignedOut = false;
      return answer;
    } catch (error) {
      const failure = error instanceof Failure ? error : new Failure('FAILED', String(error));
      this.#noteSignedOut(failure);
      throw failure;
    }
  }

  #once(what, ask) {
    if (!this.#shared.has(what)) {
      this.#shared.set(what, ask());
      queueMicrotask(() => this.#shared.delete(what));
    }
    return this.#shared.get(what);
  }

  async #identify() {
    if (this.#given !== undefined) this.me = this.#given;
    else if (this.me == null) this.me = await this.#once('me', async () => this.source.me?.());
    if (this.#counts) return;
    this.#counts = this.#remembered();
    if (this.#counts) this.draw();
  }

  #noteSignedOut({ code }) {
    if (code !== 'UNAUTHENTICATED') return;
    this.isSignedOut = true;
    this.#counts = undefined;
    this.draw();
  }

  /** Whether connections are on, and need approval: read once. */
  async loadSettings() {
    this.settings ??= await this.read('settings', () => this.source.settings());
  }

  /** The counts, without what was done and is not counted yet; undefined before the first. */
  get counts() {
    if (!this.#counts) return undefined;
    const counts = { ...this.#counts };
    for (const { name } of this.#uncounted.values()) counts[name] = Math.max(0, counts[name] - 1);
    return counts;
  }

  /** Reads the counts. Where that fails, the numbers before stay. */
  async loadCounts() {
    const turn = ++this.#turn;
    const done = [...this.#uncounted].filter(([, act]) => act.isDone);
    try {
      const counts = await this.read('counts', () => this.source.counts());
      if (turn !== this.#turn) return;
      for (const [id] of done) this.#uncounted.delete(id);
      this.#counts = counts;
      this.#remember();
    } finally {
      this.draw();
    }
  }

  // The last counts, for the next page: of this person, in this tab.
  #remembered() {
    try {
      return JSON.parse(sessionStorage.getItem(`amity-counts:${this.me}`)) ?? undefined;
    } catch {
      return undefined;
    }
  }

  #remember() {
    try {
      if (this.me) sessionStorage.setItem(`amity-counts:${this.me}`, JSON.stringify(this.#counts));
    } catch {
      // A browser that stores nothing asks again.
    }
  }

  // --- acting ---

  /** Approves, denies or cancels a request: shown at once, taken back if it fails. */
  async act(verb, id) {
    const counted = { name: COUNTED[verb], isDone: false };
    this.acts.set(id, verb);
    this.#uncounted.set(id, counted);
    this.draw();
    const result = await this.attempt(() => this.source[verb](id));
    counted.isDone = true;
    const isGone = GONE.has(result.code);
    if (!result.success && !isGone) this.#uncounted.delete(id);
    // The list says how a request ended that was cancelled too late.
    if (!result.success && (!isGone || verb === 'cancel')) this.acts.delete(id);
    if (result.success || isGone) void this.refresh();
    this.draw();
    return result;
  }

  /** The result of an act. What failed on the way is a result as well. */
  async attempt(act) {
    try {
      return await act();
    } catch (error) {
      const { code, message } = error instanceof Failure ? error : new Failure('FAILED');
      this.#noteSignedOut({ code });
      return { success: false, code, message, request: null };
    }
  }

  // --- words ---

  /** The language of the page; of its variants, the one that the browser is set to. */
  get language() {
    if (this.locale) return this.locale;
    const ofPage = document.documentElement.lang;
    const isVariant = (language) => language.toLowerCase().startsWith(`${ofPage.toLowerCase()}-`);
    return ofPage ? (navigator.languages.find(isVariant) ?? ofPage) : undefined;
  }

  t(key, values) {
    return fill(this.texts[key], values, this.language);
  }

  /** The sentence of a failure, for a person. */
  explain({ code, message, retryAt }) {
    const ours = { NETWORK: 'unreachable', UNAUTHENTICATED: 'signedOut', FAILED: 'failed' };
    const sentence = this.texts.refusals[code] ?? this.texts[ours[code]] ?? message;
    if (!retryAt) return sentence;
    const moment = new Date(retryAt);
    const isToday = moment.toDateString() === new Date().toDateString();
    const time = moment.toLocaleString(this.language, {
      timeStyle: 'short',
      dateStyle: isToday ? undefined : 'medium',
    });
    return this.t('retryAt', { message: sentence, time });
  }

  // --- when to read again: every minute while visible, when shown again, and when told ---

  #watch() {
    let timer;
    const begin = () => {
      clearInterval(timer);
      timer = document.visibilityState === 'visible' && setInterval(() => this.refresh(), EVERY);
    };
    const look = () => {
      begin();
      const isOld = Date.now() - this.#readAt > AGAIN_AFTER;
      if (document.visibilityState === 'visible' && isOld) void this.refresh();
    };
    const stopped = new AbortController();
    this.#readAt = Date.now();
    begin();
    document.addEventListener('visibilitychange', look, stopped);
    window.addEventListener('focus', look, stopped);
    let isDue = false;
    const told = () => {
      if (isDue) return;
      isDue = true;
      setTimeout(() => {
        isDue = false;
        void this.refresh();
      }, SOON);
    };
    this.source.listen?.(told, stopped.signal);
    return () => {
      clearInterval(timer);
      stopped.abort();
    };
  }
}

// --- which session an element has ---

/** The elements that are in the page. */
export const elements = new Set();

let options = {};
let ofThePage;
const byEndpoint = new Map();

/** The session of the nearest `endpoint` attribute at or around an element, or of the page. */
export function sessionOf(element) {
  const around = element.closest('[endpoint]');
  if (!around) return ofThePage;
  const [url, events, me] = ['endpoint', 'events', 'me'].map(
    (name) => around.getAttribute(name) ?? undefined,
  );
  const key = JSON.stringify([url, events, me]);
  if (!byEndpoint.has(key)) {
    byEndpoint.set(key, new Session({ ...options, me, source: graphqlSource({ url, events }) }));
  }
  return byEndpoint.get(key);
}

/** Says where the elements of the page read. Those that are there already read anew. */
export function configure(given) {
  options = given;
  byEndpoint.clear();
  ofThePage = given.source && new Session(given);
  for (const element of elements) element.restart();
  return ofThePage;
}

/** A session for `element.session`: that of another person, or of another server. */
export function createSession(given) {
  return new Session(given);
}

/** Reads again what the elements show: for a host that hears of a change by itself. */
export async function refresh() {
  await Promise.all(
    [...new Set([...elements].map(({ session }) => session))].map((each) => each?.refresh()),
  );
}
