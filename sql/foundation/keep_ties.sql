-- Two ways in which even the owner of the tables would tear rows and history apart.

create or replace function amity_private.tg_ties__keep() returns trigger
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op = 'TRUNCATE' then
    perform amity_private.refuse('truncate_unsupported');
  end if;
  perform amity_private.refuse('pair_is_fixed');
  return null;
end;
$$;

revoke execute on function amity_private.tg_ties__keep() from public;
comment on function amity_private.tg_ties__keep() is
  'Refuses to re-point a tie (pair_is_fixed) and to empty a table past its history '
  '(truncate_unsupported).';
