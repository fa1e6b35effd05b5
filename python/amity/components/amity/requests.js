import { AmityElement, h } from './element.js';
import { ago, button, face, nameOf } from './parts.js';

/** What the elements have in common that show requests and answer them. */
export class RequestsElement extends AmityElement {
  #failures = new Map();

  reset() {
    this.#failures.clear();
  }

  /** The requests to me that are still to be answered. */
  open(listing) {
    return listing.rows?.filter(({ id }) => !this.session.acts.has(id));
  }

  /** Answers or cancels a request; its row changes at once, and comes back if it fails. */
  async answer(verb, request) {
    const { session } = this;
    const rows = [...this.shadowRoot.querySelectorAll('li.person')];
    const at = rows.findIndex((row) => row.dataset.key === request.id);
    this.#failures.delete(request.id);
    const answered = session.act(verb, request.id);
    this.draw();
    queueMicrotask(() => this.focusRow(at, verb));
    const result = await answered;
    if (result.success) {
      const said = { approve: 'approved', deny: 'denied', cancel: 'cancelled' }[verb];
      const other = verb === 'cancel' ? request.recipient : request.initiator;
      this.say(session.t(said, { name: nameOf(session, other) }));
      this.tell('change', result);
    } else {
      if (session.acts.has(request.id)) this.say(session.explain(result));
      else this.#failures.set(request.id, session.explain(result));
      this.tellFailure(result);
    }
    this.draw();
  }

  /** Moves the focus to the row that is in this place now, or to what there is without it. */
  focusRow(at, verb) {
    const rows = this.shadowRoot.querySelectorAll('li.person');
    const row = rows[at] ?? rows[rows.length - 1];
    const control = row?.querySelector(`[data-act=${verb}]`) ?? row?.querySelector('button');
    (control ?? this.shadowRoot.querySelector('[data-rest]'))?.focus();
  }

  incomingRow(request) {
    const { session } = this;
    const name = nameOf(session, request.initiator);
    const label = (key) => ({ 'aria-label': session.t(key, { name }) });
    const isOn = session.settings?.enabled !== false;
    return this.#row(
      request,
      request.initiator,
      request.initiatorUserId,
      [],
      [
        isOn && button(session.t('approve'), 'approve', request.id, label('approveFrom')),
        button(session.t('deny'), 'deny', request.id, { class: 'quiet', ...label('denyFrom') }),
      ],
    );
  }

  outgoingRow(request, isAsked) {
    const { session } = this;
    const name = nameOf(session, request.recipient);
    const status = session.acts.get(request.id) === 'cancel' ? 'CANCELLED' : request.status;
    const look = { PENDING: 'warn', APPROVED: 'good', DENIED: 'bad' }[status] ?? '';
    const word = h(
      'span',
      { class: `state ${look}`, part: `status ${status.toLowerCase()}` },
      session.texts.status[status],
    );
    const own = [
      request.note && session.t('note', { note: request.note }),
      request.tags?.length > 0 && session.t('tags', { tags: request.tags.join(', ') }),
    ];
    const quiet = { class: 'quiet' };
    const cancel = isAsked
      ? [
          h('span', { id: 'asked' }, session.t('confirmCancel')),
          button(session.t('yesCancel'), 'cancel', request.id, {
            'aria-describedby': 'asked',
            'data-key': 'yes',
          }),
          button(session.t('keep'), 'keep', request.id, { ...quiet, 'data-key': 'keep' }),
        ]
      : button(session.t('cancel'), 'ask', request.id, {
          ...quiet,
          'aria-label': session.t('cancelTo', { name }),
          'data-key': 'ask',
        });
    const acts = [!isAsked && word, status === 'PENDING' && cancel];
    return this.#row(request, request.recipient, request.recipientUserId, own, acts);
  }

  #row(request, profile, id, own, acts) {
    const { session } = this;
    const failure = this.#failures.get(request.id);
    const said = request.message && session.t('message', { message: request.message });
    const told = [said, ...own].filter(Boolean).map((text) => [h('bdi', {}, text), ' · ']);
    return h(
      'li',
      { class: 'person', part: 'row', 'data-key': request.id },
      face(session, profile, id),
      h('span', { class: 'who', part: 'name' }, h('bdi', {}, nameOf(session, profile))),
      h('span', { class: 'what', part: 'detail' }, told, ago(session, request.createdAt)),
      h('span', { class: 'acts' }, acts),
      failure && h('p', { class: 'note', part: 'message', role: 'alert' }, failure),
    );
  }
}
