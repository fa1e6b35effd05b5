-- A person with a key of the host is named by it, and by nothing else.
begin;
select plan(4);

insert into amity.people (id, host_key) values
  ('a0000000-0000-4000-8000-00000000000a', '1'), ('a0000000-0000-4000-8000-00000000000b', '2');
select person('cleo');
select speak_as_service();
select results_eq(
  format(
    $$select * from amity.import_%s(array['a0000000-0000-4000-8000-00000000000a', %2$L], array['2', 'a0000000-0000-4000-8000-00000000000b'])$$,
    kind, person('cleo')
  ),
  format($$values (1, 'person_not_found') %s$$, case when kind <> 'blocks' then $$, (2, 'person_not_found')$$ end),
  kind || ': not by the id'
) from unnest('{connections,follows,blocks}'::text[]) as kind;
select is_empty(
  format($$select * from amity.import_follows(array['1', %1$L], array[%1$L, '1'])$$, person('cleo')),
  'by the key, and who has none by the id'
);

select * from finish();
rollback;
