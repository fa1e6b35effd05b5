-- Whether a tie with an end is over is judged from its date, whenever it matters; nothing needs to
-- run for it. Null never is over. One moment for a whole statement: what it has just written is not
-- over before it is returned.
create or replace function amity_private.has_passed(moment timestamptz) returns boolean
language sql stable parallel safe
return coalesce(moment <= statement_timestamp(), false);

-- policies run as the person who reads
grant execute on function amity_private.has_passed(timestamptz) to authenticated, service_role;
