// Reads and acts through a Supabase client: PostgREST over the schema amity.

import { Failure } from './failure.js';
import { gather } from './gather.js';

const PROFILE = '(person_id, name, picture)';
const REQUEST = `*, requester${PROFILE}, recipient${PROFILE}`;
const NOT_FOUND = { code: 'request_not_found', message: 'Connection request not found' };

export function supabaseSource(client, { realtime = false } = {}) {
  const amity = client.schema('amity');

  /** The data of a query, or what PostgREST says in its place. */
  async function run(query) {
    const { data, error, status } = await query;
    if (!error) return data;
    if (status === 401 || error.details === 'signed_out') throw new Failure('UNAUTHENTICATED');
    if (!status) throw new Failure('NETWORK');
    // PT and a status are a refusal: details is its slug, and the hint has its moment.
    if (!/^PT\d/.test(error.code)) throw new Failure('FAILED', error.message);
    const refusal = new Failure(error.details, error.message);
    refusal.retryAt = /\d{4}-\d\d-\d\dT[\d:]+Z/.exec(error.hint)?.[0];
    throw refusal;
  }

  /** The result of an act on one request: the row that it returns, or the refusal. */
  async function act(query) {
    try {
      const [row] = await run(query);
      const isDone = Boolean(row);
      const said = isDone ? { message: done(row) } : NOT_FOUND;
      return { success: isDone, ...said, request: isDone ? requestOf(row) : null };
    } catch (failure) {
      if (['UNAUTHENTICATED', 'NETWORK', 'FAILED'].includes(failure.code)) throw failure;
      const { code, message, retryAt } = failure;
      return { success: false, code, message, retryAt, request: null };
    }
  }

  const answer = (status) => (id) =>
    act(amity.from('connection_requests').update({ status }).eq('id', id).select(REQUEST));

  return {
    /** The user who is signed in; unknown to a client that gets its tokens from elsewhere. */
    async me() {
      try {
        const { data } = await client.auth.getSession();
        return data.session?.user.id ?? null;
      } catch {
        return undefined;
      }
    },

    async settings() {
      const rows = await run(amity.from('client_settings').select('name, value'));
      const value = Object.fromEntries(rows.map((row) => [row.name, row.value]));
      return {
        enabled: value.connections_enabled !== 'false',
        needApproval: value.connections_need_approval !== 'false',
        crossing: value.crossing_requests,
        messageMaxLength: Number(value.max_message_length ?? 1000),
      };
    },

    async counts() {
      const counts = await run(amity.rpc('my_counters'));
      return {
        pendingReceived: counts.pending_received,
        pendingSent: counts.pending_sent,
        connections: counts.connections,
      };
    },

    status: gather(async (people) => {
      const rows = await run(amity.rpc('relations_with', { people }));
      const relations = new Map(rows.map((row) => [row.person_id, row]));
      return people.map((person) => statusOf(relations.get(person.toLowerCase())));
    }),

    async incoming({ first }) {
      const query = amity.rpc('incoming_requests', { max_rows: first }).select(REQUEST);
      return (await run(query)).map(requestOf);
    },

    async outgoing({ first }) {
      const query = amity.rpc('sent_requests', { max_rows: first }).select(REQUEST);
      const requests = (await run(query)).map(requestOf);
      const people = [...new Set(requests.map(({ recipientUserId }) => recipientUserId))];
      if (people.length === 0) return requests;
      const own = amity.from('labels').select('person_id, note, tags').is('type_id', null);
      const labels = await run(own.in('person_id', people));
      const label = new Map(labels.map(({ person_id, note, tags }) => [person_id, { note, tags }]));
      return requests.map((request) => ({ ...request, ...label.get(request.recipientUserId) }));
    },

    create: (userId, { message } = {}) =>
      act(
        amity.from('connection_requests').insert({ recipient_id: userId, message }).select(REQUEST),
      ),
    approve: answer('approved'),
    deny: answer('denied'),
    cancel: answer('cancelled'),

    async notifications({ first }) {
      const newest = { ascending: false };
      const query = amity.from('notifications').select(`*, actor${PROFILE}`);
      const page = query.order('created_at', newest).order('id', newest).limit(first);
      return (await run(page)).map((row) => ({
        id: row.id,
        kind: row.kind,
        actorId: row.actor_id,
        actor: profileOf(row.actor),
        createdAt: row.created_at,
        readAt: row.read_at,
      }));
    },
    readNotifications: (ids) => run(amity.rpc('read_notifications', { ids })),

    listen: realtime
      ? (tell, signal) => {
          const changes = { event: '*', schema: 'amity', table: 'notifications' };
          const channel = client.channel('amity').on('postgres_changes', changes, tell).subscribe();
          signal.addEventListener('abort', () => client.removeChannel(channel));
        }
      : undefined,
  };
}

const done = ({ status }) =>
  ({
    pending: 'Connection request sent',
    approved: 'You are now connected',
    denied: 'Connection request denied',
    cancelled: 'Connection request cancelled',
  })[status];

const profileOf = (row) => row && { id: row.person_id, name: row.name, picture: row.picture };

const requestOf = (row) => ({
  id: row.id,
  initiatorUserId: row.requester_id,
  recipientUserId: row.recipient_id,
  initiator: profileOf(row.requester),
  recipient: profileOf(row.recipient),
  status: row.status.toUpperCase(),
  createdAt: row.requested_at,
  updatedAt: row.actioned_at ?? row.requested_at,
  actionedAt: row.actioned_at,
  expiresAt: row.expires_at,
  message: row.message,
  note: null,
  tags: [],
});

const statusOf = (row) => ({
  isConnected: row?.connection === 'accepted',
  hasPendingRequest: row?.connection?.startsWith('pending') ?? false,
  requestDirection:
    { pending_sent: 'outgoing', pending_received: 'incoming' }[row?.connection] ?? null,
  requestId: row?.connection?.startsWith('pending') ? row.connection_id : null,
});
