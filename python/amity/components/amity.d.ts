// The types of amity.js. A test compares them with what the module exports.

export interface PublicProfile {
  id: string;
  name: string | null;
  picture: string | null;
}

export type ConnectionRequestStatus = 'PENDING' | 'APPROVED' | 'DENIED' | 'CANCELLED' | 'EXPIRED';

export interface ConnectionRequest {
  id: string;
  initiatorUserId: string;
  recipientUserId: string;
  /** Null where there is no profile, and across a block. */
  initiator: PublicProfile | null;
  recipient: PublicProfile | null;
  status: ConnectionRequestStatus;
  /** ISO 8601, in UTC. */
  createdAt: string;
  actionedAt: string | null;
  message: string | null;
  /** The initiator's own: the recipient never sees it. */
  note: string | null;
  tags: string[];
}

export interface ConnectionRequestResult {
  success: boolean;
  message: string | null;
  request: ConnectionRequest | null;
  /** The slug of a refusal; UNAUTHENTICATED, NETWORK or FAILED where there was no answer. */
  code?: string | null;
  /** From when it may be tried again. */
  retryAt?: string | null;
}

export interface ConnectionStatus {
  isConnected: boolean;
  hasPendingRequest: boolean;
  requestDirection: 'incoming' | 'outgoing' | null;
  requestId?: string | null;
}

export interface ConnectionCounts {
  pendingReceived: number;
  pendingSent: number;
  connections: number;
}

export interface ConnectionSettings {
  enabled: boolean;
  needApproval: boolean;
  crossing: string;
  messageMaxLength: number;
}

export interface Notification {
  id: string;
  kind: string;
  actorId: string | null;
  actor?: PublicProfile | null;
  createdAt: string;
  readAt: string | null;
}

/** Where the elements read and act. A call that gives no result throws a Failure. */
export interface Source {
  /** Who reads: null where no person is signed in, undefined where that is not known. */
  me?(): Promise<string | null | undefined>;
  settings(): Promise<ConnectionSettings>;
  counts(): Promise<ConnectionCounts>;
  /** Nothing for oneself, for an unknown person and across a block. */
  status(userId: string): Promise<ConnectionStatus>;
  /** The newest first: at most `first` of the requests that are to be answered. */
  incoming(page: { first: number }): Promise<ConnectionRequest[]>;
  /** The newest first: at most `first` of my own requests, and how they ended. */
  outgoing(page: { first: number }): Promise<ConnectionRequest[]>;
  create(userId: string, more?: { message?: string }): Promise<ConnectionRequestResult>;
  approve(requestId: string): Promise<ConnectionRequestResult>;
  deny(requestId: string): Promise<ConnectionRequestResult>;
  cancel(requestId: string): Promise<ConnectionRequestResult>;
  notifications(page: { first: number }): Promise<Notification[]>;
  readNotifications(ids: string[]): Promise<unknown>;
  /** Calls `tell` whenever something may have changed, until the signal aborts. */
  listen?(tell: () => void, signal: AbortSignal): void;
}

export class Failure extends Error {
  constructor(code: string, message?: string);
  code: string;
}

export interface GraphqlOptions {
  /** `/graphql` by default. */
  url?: string;
  /** Gives the JSON Web Token of the person, or nothing where no person is signed in. */
  token?: () => string | null | undefined | Promise<string | null | undefined>;
  /** The URL of the stream of events, `/events` of `amity serve`; none by default. */
  events?: string;
  credentials?: RequestCredentials;
}

export function graphqlSource(options?: GraphqlOptions): Source;

/** What is needed of a client of supabase-js. */
export interface SupabaseClientLike {
  schema(name: 'amity'): unknown;
}

export function supabaseSource(
  client: SupabaseClientLike,
  /** realtime: whether the table amity.notifications is published to Supabase Realtime. */
  options?: { realtime?: boolean },
): Source;

/** A text; where it counts, one for each form that the language has. */
export type Text = string | ({ other: string } & Partial<Record<Intl.LDMLPluralRule, string>>);

/** Every text, by its key: texts.js has them in English. */
export const texts: {
  status: Record<ConnectionRequestStatus, string>;
  notification: Record<string, string>;
  refusals: Record<string, string>;
} & Record<string, Text | Record<string, string>>;

export interface SessionOptions {
  source: Source;
  /** The person: for sources that cannot tell. */
  me?: string | null;
  /** Those that are to be other than in English. */
  texts?: Record<string, Text | Record<string, string>>;
  /** A BCP 47 language tag; by default, the language of the page. */
  locale?: string;
  links?: {
    /** Where connections are managed: "Already Connected" leads there. */
    connections?: string;
    /** Where requests are managed: the section of the dashboard leads there. */
    requests?: string;
  };
  /** What a button does where the person is signed out. Without it, it hides. */
  signIn?: () => void;
}

export interface Session {
  readonly source: Source;
  readonly counts: ConnectionCounts | undefined;
  readonly settings: ConnectionSettings | undefined;
  refresh(): Promise<void>;
}

/** Says where the elements of the page read. Those that are there already read anew. */
export function configure(options: Partial<SessionOptions>): Session | undefined;

/** A session for `element.session`: that of another person, or of another server. */
export function createSession(options: SessionOptions): Session;

/** Reads again what the elements show: for a host that hears of a change by itself. */
export function refresh(): Promise<void>;

interface AmityElementEventMap extends HTMLElementEventMap {
  /** An act was done, or has turned out to be done already. */
  change: CustomEvent<ConnectionRequestResult>;
  signin: CustomEvent<ConnectionRequestResult>;
  /** "Already Connected" was pressed, and there is no link. */
  manage: CustomEvent<null>;
}

declare class AmityElement extends HTMLElement {
  /** Its own, or that of the page. */
  session: Session | undefined;
  addEventListener<K extends keyof AmityElementEventMap>(
    type: K,
    listener: (event: AmityElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  /** An act failed. It does not bubble. */
  addEventListener(
    type: 'error',
    listener: (event: CustomEvent<ConnectionRequestResult>) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

export class ConnectButton extends AmityElement {
  userId: string | null;
  initialStatus: ConnectionStatus | null;
  message: string | undefined;
  readonly state: 'loading' | 'failed' | 'hidden' | 'none' | 'outgoing' | 'incoming' | 'connected';
}

export class ConnectionRequestsManager extends AmityElement {
  tab: 'incoming' | 'outgoing';
}

export class RequestsSection extends AmityElement {}
export class RequestBadge extends AmityElement {}
export class Notifications extends AmityElement {}

declare global {
  interface HTMLElementTagNameMap {
    'amity-connect-button': ConnectButton;
    'amity-connection-requests': ConnectionRequestsManager;
    'amity-requests-section': RequestsSection;
    'amity-request-badge': RequestBadge;
    'amity-notifications': Notifications;
  }
}
