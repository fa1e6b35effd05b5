// Our types beside those that Supabase generates from the same database: checked by test_client_types.py.
import type { Database as OurDatabase } from './database.js';
import type { Database as TheirDatabase } from './theirs.js';

type Ours = OurDatabase['amity'];
type Theirs = TheirDatabase['amity'];
type Fits<One, Other> = [One] extends [Other] ? true : false;
type NotTrue<Each> = { [Key in keyof Each]: Each[Key] extends true ? never : Key }[keyof Each];
type None<Wrong extends never> = Wrong;

// each column is there, with a type that is as narrow or narrower
type Rows<One, Other> = NotTrue<{
  [Name in keyof One]: Name extends keyof Other
    ? One[Name] extends { Row: infer Mine }
      ? Other[Name] extends { Row: infer Known }
        ? Fits<Mine, Pick<Known, Extract<keyof Mine, keyof Known>>> extends true
          ? Fits<keyof Mine, keyof Known>
          : false
        : false
      : false
    : false;
}>;
export type Tables = None<Rows<Ours['Tables'], Theirs['Tables']>>;
export type Views = None<Rows<Ours['Views'], Theirs['Views']>>;

// no table is left out but those of services
export type MoreTables = None<
  Exclude<keyof Theirs['Tables'], keyof Ours['Tables'] | 'badges' | 'rate_limits' | 'settings' | `sync_${string}`>
>;
export type MoreViews = None<Exclude<keyof Theirs['Views'], keyof Ours['Views'] | 'site_counts' | `sync_${string}`>>;

// what may be written is no more than what is there
type Writes<Verb extends 'Insert' | 'Update'> = NotTrue<{
  [Name in keyof Ours['Tables']]: Fits<Ours['Tables'][Name][Verb], Theirs['Tables'][Name][Verb]>;
}>;
export type Inserts = None<Writes<'Insert'>>;
export type Updates = None<Writes<'Update'>>;

// what functions return, but for what they do not know may be null, and computed relationships
type Known = Exclude<
  keyof Ours['Functions'],
  'find_person' | 'me' | 'list_badges' | 'my_quotas' | 'relations_with' | 'person' | 'recipient' | 'requester'
>;
export type Returns = None<
  NotTrue<{ [Name in Known]: Fits<Ours['Functions'][Name]['Returns'], Theirs['Functions'][Name]['Returns']> }>
>;
export type Enums = None<
  NotTrue<{
    [Name in keyof Ours['Enums']]: Fits<Ours['Enums'][Name], Theirs['Enums'][Name]> extends true
      ? Fits<Theirs['Enums'][Name], Ours['Enums'][Name]>
      : false;
  }>
>;
