-- The list of refusals and the code that refuses say the same.
begin;
select plan(7);

-- Each call of refuse() with a slug, and how many details it gives: commas outside brackets and texts.
create function pg_temp.count_details(call text) returns integer language plpgsql as $$
declare
  v_depth integer := 1;
  v_details integer := 0;
  v_char text;
begin
  foreach v_char in array string_to_array(regexp_replace(call, '''(''''|[^''])*''', '', 'g'), null) loop
    v_depth := v_depth + case when v_char in ('(', '[') then 1 when v_char in (')', ']') then -1 else 0 end;
    exit when v_depth = 0;
    v_details := v_details + (v_char = ',' and v_depth = 1)::int;
  end loop;
  return v_details;
end
$$;

create temporary table calls as
select functions.oid::regprocedure as function, matches.part[1] as slug,
  pg_temp.count_details(split_part(definition, matches.whole, 2)) as details
from pg_proc as functions
cross join lateral pg_get_functiondef(functions.oid) as definition
cross join lateral regexp_matches(definition, '(refuse(?:_duplicate)?\(\s*''([a-z_]+)'')', 'g') as found (parts)
cross join lateral (select found.parts[1] as whole, found.parts[2:2] as part) as matches
where pronamespace in ('amity'::regnamespace, 'amity_private'::regnamespace) and prokind = 'f';

-- and what open_act() refuses for a kind that names its act
insert into calls
select functions.oid::regprocedure, slugs.slug, 0
from pg_proc as functions
cross join lateral
  regexp_matches(prosrc, '(?:open|begin)_act\(\s*''([a-z_]+)'', new\.\w+, new\.\w+(,)?', 'g') as found (parts)
cross join lateral (
  values ('self_' || parts[1]), (case when parts[2] is not null then parts[1] || 's_disabled' end)
) as slugs (slug)
where pronamespace = 'amity_private'::regnamespace and slug is not null;

select cmp_ok(count(*), '>', 30::bigint, 'the calls are found') from calls;
select is_empty(
  'select function, slug from calls where slug not in (select slug from amity_private.refusals)',
  'whatever is refused is in the list'
);
select is_empty(
  'select slug from amity_private.refusals where slug not in (select slug from calls)',
  'whatever is in the list is refused somewhere'
);

-- %s takes the next detail, %2$s the second; message and hint each count for themselves
create temporary view templates as
select slug, least(max(place), 9) as wanted, array_agg(distinct place) as places
from (
  select slug, coalesce(part[1]::int, row_number() over (partition by slug, template)::int) as place
  from amity_private.refusals
  cross join lateral (values (message), (hint)) as texts (template)
  cross join lateral regexp_matches(template, '%(?:([0-9])\$)?s', 'g') as part
) as placeholders
group by slug;

select is_empty($$
  select function, slug, details from calls left join templates using (slug)
  where details < coalesce(wanted, 0)
$$, 'nothing is left blank');
select is_empty($$
  select function, slug, details from calls left join templates using (slug)
  cross join lateral generate_series(1, details) as place
  where not place = any (coalesce(places, '{}'))
$$, 'and every detail that is given is told');

select is_empty($$
  select slug, message, hint from amity_private.refusals
  where message !~ '^[A-Z].*[^.]$' or hint !~ '\.$' or message || hint ~* 'constraint|trigger|policy|null value'
$$, 'a message is a sentence for a person, a hint says what to do');

-- what is said to a blocked person is the list's only word for absence of a person
select is(
  (select array_agg(slug) from amity_private.refusals where status = 404 and message ~* '^user not found'),
  array['person_not_found'], 'one refusal says that the other person is not there'
);

select * from finish();
rollback;
