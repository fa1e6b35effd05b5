// Prints what `supabase gen types` writes for the schema amity of the database that PG* names.
import { introspect } from '@supabase/postgrest-typegen/introspection';
import { generateTypescript, sortGeneratorMetadata } from '@supabase/postgrest-typegen/generation';
import pg from 'pg';

const client = new pg.Client();
await client.connect();
const found = await introspect(client, { includedSchemas: ['amity'] });
console.log(await generateTypescript(sortGeneratorMetadata(found), { postgrestVersion: '13' }));
await client.end();
