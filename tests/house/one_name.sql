-- One function a name in schema amity: PostgREST cannot choose among several, and generated client
-- types have no type for them.
begin;
select plan(2);

select is_empty(
  $$select proname from pg_proc where pronamespace = 'amity'::regnamespace group by proname having count(*) > 1$$,
  'no function of schema amity is overloaded'
);
select isnt_empty(
  $$select from pg_proc where pronamespace = 'amity'::regnamespace$$, 'and there are functions to ask about'
);

select * from finish();
rollback;
