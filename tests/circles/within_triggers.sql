-- A rule holds at any depth: a host's trigger that acts for a person, or one of their own, asks no less.
begin;
select plan(4);

select join_circle('{ben,carl}');
create table public.role_changes (circle uuid, person uuid);
grant insert on public.role_changes to authenticated;
create function public.apply_role() returns trigger language plpgsql as $$
begin
  perform amity.promote_in_circle(new.circle, new.person);
  return new;
end
$$;
create trigger apply_role after insert on public.role_changes for each row execute function public.apply_role();

select speak_as('ben');
select refused(
  $$insert into public.role_changes values (the_circle(), tap.person('ben'))$$, 'not_circle_admin', 'no member promotes themselves'
);
select is(in_the_circle(), 'ada* ben carl', 'and all is as before');
select speak_as('ada');
insert into public.role_changes values (the_circle(), person('ben'));
select is(in_the_circle(), 'ada* ben* carl', 'an admin can, as always');
select be_quiet();
select is_empty('select * from amity.verify()', 'and nothing is broken');

select * from finish();
rollback;
