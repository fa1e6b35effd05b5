// What a client for people may write, and what the compiler refuses: checked by test_client_types.py.
import { createClient } from '@supabase/supabase-js';
import type { Database } from './database.js';

const amity = createClient<Database, 'amity'>('url', 'key', { db: { schema: 'amity' } });

export async function reads() {
  const { data: connections } = await amity.from('connections').select('*, recipient(*), requester(name)');
  const status: 'pending' | 'accepted' | 'rejected' | 'cancelled' = connections![0].status;
  const name: string | null | undefined = connections![0].recipient?.name;
  // @ts-expect-error across a block there is no profile
  connections![0].recipient.name;

  const { data: requests } = await amity.from('connection_requests').select('id, requested_at, message, requester(*)');
  const at: string = requests![0].requested_at;
  // @ts-expect-error an ended request has no message
  const message: string = requests![0].message;

  const { data: standing } = await amity.rpc('connection_status', { person: 'id' });
  const connection: string | null = standing!.connection_id;
  const { data: counters } = await amity.rpc('my_counters');
  const unread: number = counters!.unread_notifications;
  const { data: page } = await amity.rpc('list_connections', { max_rows: 5, before_id: null });
  const { data: profiles } = await amity.rpc('profiles_of', { people: ['id'] });
  const { data: settings } = await amity.from('client_settings').select('name, value');
  // @ts-expect-error no limit is null
  const value: string = settings![0].value;
  // @ts-expect-error there is no such table
  amity.from('friends');
  return { status, name, at, message, connection, unread, page, profiles, value };
}

export async function writes() {
  await amity.from('connections').insert({ recipient_id: 'id', message: null }).select();
  await amity.from('connections').update({ status: 'accepted' }).eq('id', 'id');
  await amity.from('friendships').insert({ addressee_id: 'id' });
  await amity.from('notifications').update({ read_at: '2026-01-01' });
  // @ts-expect-error whom?
  await amity.from('connections').insert({});
  // @ts-expect-error who asked cannot be changed
  await amity.from('connections').update({ requester_id: 'id' });
  // @ts-expect-error there is no such status
  await amity.from('connections').update({ status: 'denied' });
  // @ts-expect-error a history is only read
  await amity.from('connections_history').insert({ action: 'requested' });
  // @ts-expect-error people join by a function
  await amity.from('people').insert({ id: 'id' });
  // @ts-expect-error a service sets it
  await amity.rpc('set_setting', { name: 'request_ttl', value: null });
}
