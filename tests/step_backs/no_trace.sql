-- superuser
-- Nothing that the other person can say is answered otherwise because a person stepped back from them.
begin;
select * from no_plan();

-- ada and ben are connected, and follow each other; ben has stepped back as well
select person(name) from unnest('{ada,ben}'::text[]) as name;
select speak_as('ada');
select amity.request_connection(person('ben'), 'hello');
select amity.follow(person('ben'));
select speak_as('ben');
select amity.accept_connection(person('ada'));
select amity.follow(person('ada'));
select amity.step_back_from(person('ada'), now() + interval '1 day', 'mine');
select be_quiet();

-- whatever the catalog lets people say about a person, now and with every kind to come
create temp table statements as
select format('select jsonb_agg(to_jsonb(t) order by to_jsonb(t)::text)::text from %s as t', oid::regclass) as statement
from pg_class
where relnamespace = 'amity'::regnamespace and relkind in ('r', 'v') and has_any_column_privilege('authenticated', oid, 'select')
union all
select format('with gone as (delete from %s returning *) select jsonb_agg(to_jsonb(gone) order by to_jsonb(gone)::text)::text from gone',
  oid::regclass)
from pg_class
where relnamespace = 'amity'::regnamespace and relkind in ('r', 'v') and has_table_privilege('authenticated', oid, 'delete')
union all
select format('select jsonb_agg(to_jsonb(t))::text from %s(%s) as t', oid::regproc,
  case when pronargs - pronargdefaults = 1 then '%L' end)
from pg_proc
where pronamespace = 'amity'::regnamespace and has_function_privilege('authenticated', oid, 'execute') and proname <> 'uuid_v7'
  and proargtypes[0] is not distinct from case when pronargs - pronargdefaults = 1 then 'uuid'::regtype::oid else proargtypes[0] end
  and pronargs - pronargdefaults <= 1
union all
select unnest(array[
  'with w as (insert into amity.step_backs (owner_id, person_id) values (%1$L, amity.me()) returning *) select w::text from w',
  'with w as (insert into amity.step_backs (owner_id, person_id) values (%1$L, amity.me()) on conflict do nothing returning *) select w::text from w',
  'with w as (update amity.step_backs set until = null where owner_id = %1$L returning *) select w::text from w',
  'with w as (insert into amity.friendships (addressee_id) values (%1$L) returning *) select w::text from w',
  'with w as (update amity.friendships set stepped_back_by = %1$L returning *) select w::text from w',
  'with w as (update amity.friendships set stepped_back_by = null returning *) select w::text from w'
]);
grant select on statements to public;

create function pg_temp.hears(statement text) returns text language plpgsql as $$
declare
  v_said text;
  v_state text;
  v_detail text;
  v_hint text;
  v_context text;
begin
  execute format(statement, person('ada')) into v_said;
  raise exception using errcode = 'UNDO0';
exception
  -- what is new has a new id and a new moment
  when sqlstate 'UNDO0' then
    return regexp_replace(regexp_replace(v_said, '"(id|token)": "[^"]*"', '', 'g'), '"[0-9-]{10}T[^"]*"', 'a moment', 'g');
  when others then
    get stacked diagnostics v_state = returned_sqlstate, v_detail = pg_exception_detail, v_hint = pg_exception_hint,
      v_context = pg_exception_context;
    -- after an error of the same transaction, plpgsql says more of an expression, whatever it is about
    v_context := regexp_replace(v_context, '(PL/pg)?SQL expression [^\n]*\n', '', 'g');
    return concat_ws('|', v_state, sqlerrm, v_detail, v_hint, split_part(v_context, 'PL/pgSQL function pg_temp', 1));
end
$$;

select speak_as('ben');
create temp table before as select statement, pg_temp.hears(statement) as said from statements;
grant select on before to public;
select cmp_ok(count(*), '>', 30::bigint, 'ben has a lot to say') from before;
select isnt_empty($$select from before where said like '%mine%'$$, 'and sees his own');

create temp table moments (what text, act text);
insert into moments values
  ('ada stepped back', $$select amity.step_back_from(person('ben'), now() + interval '1 hour', 'hers')$$),
  ('ada said it anew', $$select amity.change_step_back(person('ben'), null, 'hers')$$),
  ('hers has lapsed', $$set local role none; set local session_replication_role = replica;
    update amity.step_backs set since = now() - interval '2 days', until = now() - interval '1 day' where owner_id = person('ada');
    set local session_replication_role = origin$$),
  ('ada stepped back again', $$select amity.step_back_from(person('ben'), null, 'hers')$$),
  ('ada returned', $$select amity.return_to(person('ben'))$$);
grant select on moments to public;

create function pg_temp.difference(act text) returns setof text language plpgsql as $$
begin
  perform speak_as('ada');
  execute act;
  perform speak_as('ben');
  return query
  select format(e'%s\n  before: %s\n  after: %s', statement, said, pg_temp.hears(statement)) from before
  where said is distinct from pg_temp.hears(statement);
end
$$;
select is_empty(format('select pg_temp.difference(%L)', act), what) from moments;

select be_quiet();
select isnt_empty($$select from amity_private.step_backs_history where owner_id = person('ada')$$, 'though she did');

select * from finish();
rollback;
