import { define, h } from './element.js';
import { Listing } from './listing.js';
import { bubble, instead, more } from './parts.js';
import { RequestsElement } from './requests.js';

const TABS = ['incoming', 'outgoing'];

/** <amity-connection-requests>: the requests to me, and mine to others. */
export class ConnectionRequestsManager extends RequestsElement {
  static observedAttributes = [...super.observedAttributes, 'tab', 'param'];

  #tab;
  #lists;
  #asked; // the request whose cancelling wants a second word

  reset() {
    super.reset();
    this.#lists = Object.fromEntries(
      TABS.map((tab) => [tab, new Listing((page) => this.#read(tab, page))]),
    );
    this.#asked = undefined;
  }

  #read(tab, page) {
    const { session } = this;
    return session.read(`${tab} ${page.first}`, () => session.source[tab](page));
  }

  /** The name of the parameter in the page's URL that holds the tab; empty for none. */
  get #param() {
    return this.getAttribute('param') ?? 'requests';
  }

  /** incoming or outgoing: as chosen, as in the URL, or as the attribute says. */
  get tab() {
    const inUrl = this.#param && new URL(location).searchParams.get(this.#param);
    const tab = this.#tab ?? (TABS.includes(inUrl) ? inUrl : this.getAttribute('tab'));
    return TABS.includes(tab) ? tab : TABS[0];
  }

  set tab(tab) {
    const isNew = tab !== this.tab;
    this.#tab = tab;
    if (!isNew || !this.#lists) return; // a framework sets properties before it is in the page
    this.#asked = undefined;
    if (this.#param) {
      const url = new URL(location);
      url.searchParams.set(this.#param, this.tab);
      history.replaceState(history.state, '', url);
    }
    this.draw();
    void this.load();
  }

  async load() {
    const { session } = this;
    const parts = [session.loadCounts(), session.loadSettings(), this.#lists[this.tab].load()];
    await Promise.allSettled(parts);
    this.draw();
  }

  async onAct(act, of) {
    const list = this.#lists[this.tab];
    if (act === 'tab') this.tab = of;
    else if (act === 'retry') await this.#reading(list.retry());
    else if (act === 'more') await this.#reading(list.grow());
    else if (act === 'ask' || act === 'keep') this.#ask(act === 'ask' ? of : undefined);
    else {
      this.#asked = undefined;
      await this.answer(
        act,
        list.rows.find(({ id }) => id === of),
      );
    }
  }

  async #reading(read) {
    this.draw();
    await read;
    this.draw();
  }

  /** Asks once more before a request is cancelled, or no longer. */
  #ask(id) {
    const before = this.#asked;
    this.#asked = id;
    this.draw();
    const key = id ? 'yes' : 'ask';
    queueMicrotask(() => {
      this.shadowRoot.querySelector(`[data-of="${id ?? before}"][data-key=${key}]`)?.focus();
    });
  }

  onKey(event) {
    if (event.key === 'Escape' && this.#asked) return this.#ask(undefined);
    const at = TABS.indexOf(event.target.closest('[role=tab]')?.dataset.of);
    if (at < 0) return;
    const other = 1 - at; // in either direction, as there are two
    const to = { ArrowRight: other, ArrowLeft: other, Home: 0, End: 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.tab = TABS[to];
    this.shadowRoot.querySelector(`#tab-${this.tab}`).focus();
  }

  view() {
    const { session, tab } = this;
    const list = this.#lists[tab];
    const rows = tab === 'incoming' ? this.open(list) : list.rows;
    const isBusy = !list.rows && !list.failure;
    return h(
      'div',
      { class: 'card', part: 'card' },
      h(
        'div',
        { class: 'tabs', part: 'tabs', role: 'tablist', 'aria-label': session.t('requests') },
        TABS.map((each) => this.#tabButton(each, each === tab)),
      ),
      h(
        'div',
        {
          id: 'panel',
          role: 'tabpanel',
          part: 'panel',
          tabindex: '0',
          'data-rest': true,
          'aria-labelledby': `tab-${tab}`,
          'aria-busy': String(isBusy),
        },
        rows?.length
          ? h(
              'ul',
              { part: 'list', role: 'list', 'data-key': tab },
              rows.map((row) =>
                tab === 'incoming'
                  ? this.incomingRow(row)
                  : this.outgoingRow(row, row.id === this.#asked),
              ),
            )
          : instead(session, list, {
              failed: 'requestsFailed',
              none: tab === 'incoming' ? 'noIncoming' : 'noOutgoing',
            }),
        list.hasMore && more(session),
      ),
    );
  }

  #tabButton(tab, isChosen) {
    const { session } = this;
    const count = session.counts?.[tab === 'incoming' ? 'pendingReceived' : 'pendingSent'];
    return h(
      'button',
      {
        type: 'button',
        role: 'tab',
        part: 'tab',
        id: `tab-${tab}`,
        'data-act': 'tab',
        'data-of': tab,
        'aria-selected': String(isChosen),
        'aria-controls': 'panel',
        tabindex: isChosen ? '0' : '-1',
      },
      session.t(tab),
      bubble(session, count, 'pending'),
    );
  }
}

define('amity-connection-requests', ConnectionRequestsManager);
