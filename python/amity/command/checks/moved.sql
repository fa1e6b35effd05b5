-- The tables of ours that stand in another schema: their triggers went with them.
select distinct tgrelid::regclass::text, relname
from pg_trigger
join pg_proc on pg_proc.oid = tgfoid
join pg_class on pg_class.oid = tgrelid
where pronamespace = 'amity_private'::regnamespace and proname not like 'tg\_host\_\_%'
  and relnamespace not in ('amity'::regnamespace, 'amity_private'::regnamespace)
