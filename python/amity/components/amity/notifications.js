import { AmityElement, define, h } from './element.js';
import { Listing } from './listing.js';
import { ago, bubble, button, face, instead, more, nameOf } from './parts.js';

/** <amity-notifications>: what I was told, newest first, and what of it is new. */
export class Notifications extends AmityElement {
  #list;
  #readUntil = 0; // what is older was marked as read here

  reset() {
    const { session } = this;
    this.#list = new Listing((page) =>
      session.read(`notifications ${page.first}`, () => session.source.notifications(page)),
    );
    this.#readUntil = 0;
  }

  async load() {
    await this.#list.load();
    this.draw();
  }

  async onAct(act) {
    if (act === 'read') return this.#markRead();
    const read = act === 'more' ? this.#list.grow() : this.#list.retry();
    this.draw();
    await read;
    this.draw();
  }

  #isNew = ({ readAt, createdAt }) => !readAt && Date.parse(createdAt) > this.#readUntil;

  async #markRead() {
    const { session } = this;
    const ids = this.#list.rows.filter(this.#isNew).map(({ id }) => id);
    const before = this.#readUntil;
    this.#readUntil = Math.max(...this.#list.rows.map(({ createdAt }) => Date.parse(createdAt)));
    this.draw();
    const result = await session.attempt(async () => {
      await session.source.readNotifications(ids);
      return { success: true };
    });
    if (result.success) {
      this.tell('change', { ids });
      void session.refresh();
    } else {
      this.#readUntil = before;
      this.say(session.explain(result));
      this.tellFailure(result);
    }
    this.draw();
  }

  view() {
    const { session } = this;
    const { rows, hasMore, failure } = this.#list;
    const unread = rows?.filter(this.#isNew).length;
    if (session.isSignedOut) return undefined;
    return h(
      'section',
      {
        class: 'card',
        part: 'card',
        'aria-labelledby': 'title',
        'aria-busy': String(!rows && !failure),
      },
      h(
        'div',
        { class: 'head', part: 'head' },
        h('h2', { id: 'title', tabindex: '-1', 'data-rest': true }, session.t('notifications')),
        bubble(session, unread, 'unread'),
        unread > 0 && button(session.t('markAllRead'), 'read', undefined, { class: 'quiet' }),
      ),
      rows?.length
        ? h(
            'ul',
            { part: 'list', role: 'list', 'data-key': 'list' },
            rows.map((row) => this.#row(row)),
          )
        : instead(session, this.#list, { failed: 'notificationsFailed', none: 'noNotifications' }),
      hasMore && more(session),
    );
  }

  #row(row) {
    const { session } = this;
    const { texts } = session;
    const isNew = this.#isNew(row);
    const text = texts.notification[row.kind] ?? texts.notification.other;
    const [before, after] = text.split('{name}');
    return h(
      'li',
      {
        class: isNew ? 'person unread' : 'person',
        part: isNew ? 'row unread' : 'row',
        'data-key': row.id,
      },
      face(session, row.actor, row.actorId),
      h(
        'span',
        { class: 'who', part: 'text' },
        before,
        after !== undefined && h('bdi', {}, nameOf(session, row.actor)),
        after,
        isNew && h('span', { class: 'unseen' }, ` (${session.t('new')})`),
      ),
      h('span', { class: 'what', part: 'detail' }, ago(session, row.createdAt)),
    );
  }
}

define('amity-notifications', Notifications);
