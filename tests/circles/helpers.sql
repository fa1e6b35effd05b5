-- A circle for the tests: climbers, which ada creates. Definer where anybody who speaks may ask for it.
create function tap.the_circle() returns uuid
language sql volatile security definer
return (select id from amity.circles where name = 'climbers');

-- Ada creates the circle; each of the others joins it, in this order. Afterwards the superuser speaks.
create function tap.join_circle(names text[]) returns void
language plpgsql volatile
as $$
declare
  v_name text;
begin
  perform tap.speak_as('ada');
  perform amity.create_circle('climbers');
  foreach v_name in array names loop
    perform tap.connect('ada', v_name);
    perform tap.speak_as('ada');
    perform amity.invite_to_circle(tap.the_circle(), tap.person(v_name));
    perform tap.speak_as(v_name);
    perform amity.accept_circle_invitation(tap.the_circle());
  end loop;
  perform tap.be_quiet();
end;
$$;

-- Who is in it, an admin with a star. By their md5, because tap.person() would bring back a person who is gone.
create function tap.in_the_circle() returns text
language sql volatile security definer
return (
  select string_agg(name || case when role = 'admin' then '*' else '' end, ' ' order by name)
  from amity.circle_members
  join unnest('{ada,ben,carl,dora,emil}'::text[]) as name on person_id = md5('person:' || name)::uuid
  where status = 'member' and circle_id = tap.the_circle()
);
