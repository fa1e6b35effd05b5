// Reads and acts through the GraphQL API. What is asked for in one moment is one request.

import { listenTo } from './events.js';
import { Failure } from './failure.js';
import { gather } from './gather.js';

const MOST = 20; // fields in one request
const PATIENCE = 15_000;

const PROFILE = '{ id name picture }';
const REQUEST = `{
  id initiatorUserId recipientUserId status createdAt actionedAt message note tags
  initiator ${PROFILE} recipient ${PROFILE}
}`;
const RESULT = `{ success message code retryAt request ${REQUEST} }`;
const NOTIFICATION = `{ id kind actorId actor ${PROFILE} createdAt readAt }`;

export function graphqlSource({
  url = '/graphql',
  token,
  events,
  credentials = 'same-origin',
} = {}) {
  async function headers(more) {
    const bearer = await token?.();
    return { ...more, ...(bearer && { authorization: `Bearer ${bearer}` }) };
  }

  async function send(query, variables) {
    let body, status;
    try {
      const response = await fetch(url, {
        method: 'POST',
        credentials,
        headers: await headers({ 'content-type': 'application/json', accept: 'application/json' }),
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(PATIENCE),
      });
      status = response.status;
      body = await response.json();
    } catch {
      throw new Failure(status === 401 ? 'UNAUTHENTICATED' : 'NETWORK');
    }
    const [error] = body.errors ?? [];
    if (status === 401) throw new Failure('UNAUTHENTICATED', error?.message);
    if (error || !body.data) throw new Failure(error?.extensions?.code ?? 'FAILED', error?.message);
    return body.data;
  }

  /** One document for fields of the form [name, selection, { argument: [type, value] }]. */
  async function run(kind, fields) {
    const declared = [];
    const variables = {};
    const selected = fields.map(([name, selection, values = {}], at) => {
      const given = Object.entries(values).filter(([, [, value]]) => value !== undefined);
      const passed = given.map(([argument, [type, value]]) => {
        const variable = `${argument}${at}`;
        declared.push(`$${variable}: ${type}`);
        variables[variable] = value;
        return `${argument}: $${variable}`;
      });
      return `f${at}: ${name}${passed.length ? `(${passed.join(', ')})` : ''} ${selection}`;
    });
    const signature = declared.length ? `(${declared.join(', ')})` : '';
    const data = await send(`${kind}${signature} { ${selected.join(' ')} }`, variables);
    return fields.map((_, at) => data[`f${at}`]);
  }

  const ask = gather(async (fields) => {
    const documents = [];
    for (let at = 0; at < fields.length; at += MOST) {
      documents.push(run('query', fields.slice(at, at + MOST)));
    }
    return (await Promise.all(documents)).flat();
  });
  const act = async (...field) => (await run('mutation', [field]))[0];
  const answer = (name) => (id) => act(name, RESULT, { requestId: ['ID!', id] });
  const page = ({ first, after } = {}) => ({ first: ['Int', first], after: ['ID', after] });

  return {
    /** The `sub` of the token; null without one; unknown where cookies say who it is. */
    async me() {
      if (!token) return undefined;
      const bearer = await token();
      return bearer ? subject(bearer) : null;
    },
    settings: () =>
      ask(['connectionSettings', '{ enabled needApproval crossing messageMaxLength }']),
    counts: () => ask(['connectionCounts', '{ pendingReceived pendingSent connections }']),
    status: (userId) =>
      ask([
        'checkConnectionOrRequest',
        '{ isConnected hasPendingRequest requestDirection requestId }',
        { userId: ['ID!', userId] },
      ]),
    incoming: (wanted) => ask(['getIncomingConnectionRequests', REQUEST, page(wanted)]),
    outgoing: (wanted) => ask(['getOutgoingConnectionRequests', REQUEST, page(wanted)]),
    create: (userId, { message, note, tags } = {}) =>
      act('createConnectionRequest', RESULT, {
        recipientUserId: ['ID!', userId],
        message: ['String', message],
        note: ['String', note],
        tags: ['[String!]', tags],
      }),
    approve: answer('approveConnectionRequest'),
    deny: answer('denyConnectionRequest'),
    cancel: answer('cancelConnectionRequest'),
    notifications: (wanted) => ask(['notifications', NOTIFICATION, page(wanted)]),
    readNotifications: (ids) => act('readNotifications', '', { ids: ['[ID!]', ids] }),
    listen: events && ((tell, signal) => listenTo(events, { headers, credentials, tell, signal })),
  };
}

/** Whose a JSON Web Token is; undefined where it is no such token. */
function subject(token) {
  try {
    const payload = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
    return JSON.parse(atob(payload)).sub;
  } catch {
    return undefined;
  }
}
