import { AmityElement, define, h } from './element.js';
import { bubble } from './parts.js';

/** <amity-request-badge>: how many requests wait for my answer; with `href`, a menu entry. */
export class RequestBadge extends AmityElement {
  static observedAttributes = [...super.observedAttributes, 'href'];

  #last;

  reset() {
    this.#last = undefined;
  }

  async load() {
    await Promise.allSettled([this.session.loadCounts()]);
    this.#announce();
  }

  /** A number that changes is said once; the first is there to be read. */
  #announce() {
    const count = this.session.counts?.pendingReceived;
    if (this.#last !== undefined && count !== undefined && count !== this.#last) {
      this.say(this.session.t('pending', { count }));
    }
    this.#last = count;
  }

  view() {
    const { session } = this;
    const shown = bubble(session, session.counts?.pendingReceived, 'pending');
    const href = this.getAttribute('href');
    if (!href) return shown;
    return h(
      'a',
      { class: 'entry', part: 'link', href },
      h('slot', {}, session.t('requests')),
      shown,
    );
  }
}

define('amity-request-badge', RequestBadge);
