-- Which of our schemas is missing, and what it is called now: that is where its tables are.
select format('the schema %s is missing', name), coalesce(
  (
    select format('`alter schema %I rename to %s;` gives it its name back.', min(nspname), name)
    from pg_namespace
    where has <@ array(select relname from pg_class where relnamespace = pg_namespace.oid)
    having count(*) = 1
  ),
  'Restore both schemas from a backup. If no data is left: `drop schema if exists amity, '
  'amity_private cascade;`, and `amity up`.')
from (values
  ('amity', array['people', 'connections', 'blocks']::name[]),
  ('amity_private', array['attachments', 'refusals', 'guards']::name[])
) as ours (name, has)
where to_regnamespace(name) is null
