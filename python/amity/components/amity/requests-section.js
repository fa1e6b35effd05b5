import { define, h } from './element.js';
import { Listing } from './listing.js';
import { bubble, instead } from './parts.js';
import { RequestsElement } from './requests.js';

const NEWEST = 3;

/** <amity-requests-section>: the newest requests to me, for a dashboard. */
export class RequestsSection extends RequestsElement {
  #list;

  reset() {
    super.reset();
    const { session } = this;
    // More than are shown: the next is there as soon as one is answered.
    this.#list = new Listing(
      (page) => session.read(`incoming ${page.first}`, () => session.source.incoming(page)),
      2 * NEWEST,
    );
  }

  async load() {
    const { session } = this;
    await Promise.allSettled([session.loadCounts(), session.loadSettings(), this.#list.load()]);
    this.draw();
  }

  async onAct(act, of) {
    if (act === 'retry') {
      const read = this.#list.retry();
      this.draw();
      await read;
      this.draw();
    } else {
      await this.answer(
        act,
        this.#list.rows.find(({ id }) => id === of),
      );
    }
  }

  view() {
    const { session } = this;
    const rows = this.open(this.#list)?.slice(0, NEWEST);
    const isOff = session.settings?.enabled === false;
    if (session.isSignedOut || (isOff && !session.counts?.pendingReceived)) return undefined;
    const isBusy = !this.#list.rows && !this.#list.failure;
    return h(
      'section',
      { class: 'card', part: 'card', 'aria-labelledby': 'title', 'aria-busy': String(isBusy) },
      h(
        'div',
        { class: 'head', part: 'head' },
        h('h2', { id: 'title', tabindex: '-1', 'data-rest': true }, session.t('requestsSection')),
        bubble(session, session.counts?.pendingReceived, 'pending'),
        session.links.requests &&
          h(
            'a',
            { class: 'link', part: 'link', href: session.links.requests },
            session.t('manage'),
          ),
      ),
      rows?.length
        ? h(
            'ul',
            { part: 'list', role: 'list', 'data-key': 'list' },
            rows.map((row) => this.incomingRow(row)),
          )
        : instead(session, this.#list, { failed: 'requestsFailed', none: 'noIncoming' }),
    );
  }
}

define('amity-requests-section', RequestsSection);
