import { AmityElement, define, h } from './element.js';
import { button } from './parts.js';

const NONE = { isConnected: false, hasPendingRequest: false, requestDirection: null };
const CONNECTED = { ...NONE, isConnected: true };
const OUTGOING = { ...NONE, hasPendingRequest: true, requestDirection: 'outgoing' };
const INCOMING = { ...NONE, hasPendingRequest: true, requestDirection: 'incoming' };

/** What a refusal says about where the two stand. */
const MEANS = {
  already_connected: CONNECTED,
  pending_request: OUTGOING,
  request_received: INCOMING,
};
const LONGEST_TIMER = 2 ** 31 - 1;

/** <amity-connect-button user-id="…">: asks a person to connect, or accepts their request. */
export class ConnectButton extends AmityElement {
  static observedAttributes = [...super.observedAttributes, 'user-id'];

  /** Sent along with a request. */
  message;

  #status;
  #initial;
  #expected; // while working
  #failure;
  #turn = 0;
  #timer;

  get userId() {
    return this.getAttribute('user-id');
  }

  set userId(id) {
    if (id == null) this.removeAttribute('user-id');
    else this.setAttribute('user-id', id);
  }

  /** Where the two stand, if the page knows: spares the first call. */
  get initialStatus() {
    return this.#initial ?? JSON.parse(this.getAttribute('initial-status'));
  }

  set initialStatus(status) {
    this.#initial = status;
    this.restart();
  }

  reset() {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#status = this.#expected = this.#failure = undefined;
  }

  /** loading, failed, hidden, none, outgoing, incoming or connected. */
  get state() {
    const { session, userId } = this;
    const status = this.#expected ?? this.#status;
    if (!userId || userId === session.me) return 'hidden';
    if (session.isSignedOut) return session.signIn ? 'none' : 'hidden';
    if (status?.isConnected) return 'connected';
    if (!status || !session.settings) return this.#failure ? 'failed' : 'loading';
    if (!session.settings.enabled) return 'hidden';
    return status.hasPendingRequest ? status.requestDirection : 'none';
  }

  async load() {
    const { session, userId } = this;
    if (!userId) return;
    const turn = ++this.#turn;
    const given = this.#status ? undefined : this.initialStatus;
    if (given) this.#status = given;
    try {
      const [status] = await Promise.all([
        given ?? session.read(`status ${userId}`, () => session.source.status(userId)),
        session.loadSettings(),
      ]);
      if (turn !== this.#turn) return;
      if (this.state === 'failed') this.#failure = undefined;
      this.#status = status;
    } catch (failure) {
      if (turn === this.#turn && !this.#status) this.#failure = { text: session.explain(failure) };
    }
    this.draw();
  }

  async onAct(act) {
    const { session, userId } = this;
    if (session.isSignedOut) return this.tellFailure({ success: false, code: 'UNAUTHENTICATED' });
    if (act === 'manage') return this.tell('manage');
    if (act === 'retry') {
      this.#failure = undefined;
      this.draw();
      return session.refresh();
    }
    this.#failure = undefined;
    this.#expected = act === 'request' && session.settings.needApproval ? OUTGOING : CONNECTED;
    this.draw();
    const result = await (act === 'request' ? this.#ask() : this.#approve());
    if (userId !== this.userId) return; // it is another person's button by now
    this.#expected = undefined;
    if (result) this.#settle(result);
    this.draw();
  }

  async #ask() {
    const { session, userId, message } = this;
    const result = await session.attempt(() => session.source.create(userId, { message }));
    if (result.success || MEANS[result.code]) void session.refresh();
    return result;
  }

  /** The result, or none where the request is not there any more. */
  async #approve() {
    if (!this.#status.requestId) await this.load();
    const { requestId } = this.#status;
    return requestId && this.session.act('approve', requestId);
  }

  #settle(result) {
    const { session } = this;
    if (result.success) {
      const { status, id } = result.request;
      this.#status = status === 'APPROVED' ? CONNECTED : { ...OUTGOING, requestId: id };
      this.say(result.message);
      this.tell('change', result);
    } else if (MEANS[result.code]) {
      this.#status = MEANS[result.code];
      this.say(session.explain(result));
      this.tell('change', result);
    } else {
      this.#fail(result);
      this.tellFailure(result);
    }
  }

  #fail(result) {
    const { code, retryAt } = result;
    const until = retryAt ? Date.parse(retryAt) : 0;
    const failure = {
      text: this.session.explain(result),
      isFinal: code === 'person_not_found',
      until,
    };
    if (code !== 'UNAUTHENTICATED') this.#failure = failure;
    if (!until) return;
    const over = () => {
      if (this.#failure === failure) this.#failure = undefined;
      this.draw();
    };
    this.#timer = setTimeout(over, Math.min(Math.max(0, until - Date.now()), LONGEST_TIMER));
  }

  view() {
    const { session, state } = this;
    const failure = this.#failure;
    if (state === 'hidden') return undefined;
    return [
      this.#control(state, session),
      failure && h('p', { class: 'note', part: 'message', role: 'alert' }, failure.text),
    ];
  }

  #control(state, session) {
    const isWorking = Boolean(this.#expected);
    const isOff = this.#failure?.isFinal || this.#failure?.until > Date.now();
    const common = { 'aria-busy': String(isWorking), 'aria-disabled': isOff ? 'true' : undefined };
    const press = (label, act) => button(label, act, undefined, common);
    if (state === 'loading') {
      return h(
        'span',
        {
          class: 'state bone',
          part: 'skeleton',
          role: 'img',
          'aria-busy': 'true',
          'aria-label': session.t('loading'),
        },
        session.t('connected'),
      );
    }
    if (state === 'failed') {
      return button(session.t('tryAgain'), 'retry', undefined, { ...common, class: 'quiet' });
    }
    if (state === 'none') {
      return press(
        session.t(session.settings?.needApproval === false ? 'connect' : 'send'),
        'request',
      );
    }
    if (state === 'incoming') return press(session.t('accept'), 'approve');
    if (state === 'connected' && !isWorking) {
      const label = session.t('connected');
      if (!session.links.connections)
        return button(label, 'manage', undefined, { class: 'link good' });
      return h('a', { class: 'link good', part: 'link', href: session.links.connections }, label);
    }
    const label = session.t(state === 'connected' ? 'connected' : 'sent');
    return button(label, 'none', undefined, { ...common, 'aria-disabled': 'true' });
  }
}

define('amity-connect-button', ConnectButton);
