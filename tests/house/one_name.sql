-- One function a name in schema amity: PostgREST cannot choose among several, and generated client
-- types have no type for them. A computed relationship is no function to call: PostgREST finds it by its
-- table as well.
begin;
select plan(2);

select is_empty(
  $$select proname from pg_proc where pronamespace = 'amity'::regnamespace and not (pronargs = 1 and proretset
      and exists (select from pg_class where reltype = proargtypes[0]))
    group by proname having count(*) > 1$$,
  'no function of schema amity is overloaded'
);
select isnt_empty(
  $$select from pg_proc where pronamespace = 'amity'::regnamespace$$, 'and there are functions to ask about'
);

select * from finish();
rollback;
