-- Settings of the database, of a role that speaks for people or of the server under which acts are
-- refused or rules do not hold.
with fit (name, as_text, effect) as (
  values
    ('default_transaction_isolation', '^read committed$', 'acts are refused'),
    ('default_transaction_read_only', '^(off|false|no|0)$', 'nothing can be written'),
    ('session_replication_role', '^(origin|local)$', 'no trigger fires, and no rule is enforced'),
    ('row_security', '^(on|true|yes|1)$', 'tables with row security cannot be read'),
    ('standard_conforming_strings', '^(on|true|yes|1)$', 'backslashes in SQL read differently'),
    ('transform_null_equals', '^(off|false|no|0)$', 'comparisons with null read differently'),
    ('plpgsql.variable_conflict', '^error$', 'names in functions read differently')
), chosen as (
  select split_part(setting, '=', 1) as name, substr(setting, strpos(setting, '=') + 1) as value,
    concat_ws(' in ',
      case when setrole <> 0 then format('role %s', setrole::regrole)
        when setdatabase = 0 then 'role all' end,
      case when setdatabase <> 0 then format('database %I', current_database()) end
    ) as place,
    setrole = 0 or setrole = current_user::regrole as is_ours
  from pg_db_role_setting cross join unnest(setconfig) as setting
  where setdatabase in (0, (select oid from pg_database where datname = current_database()))
    and (setrole = 0 or pg_has_role(setrole, to_regrole('authenticated')::oid, 'member'))
)
select format('%s is %s for the %s: %s', name, value, place, effect),
  format('`begin read write; alter %s reset %s; commit;` sets it back, for new '
    'sessions.', place, name)
from chosen join fit using (name)
where lower(value) !~ as_text
union all
select format('%s is %s for the server: %s', name, reset_val, effect),
  format('`alter system reset %s; select pg_reload_conf();` sets it back, unless it stands in '
    'postgresql.conf or in PGOPTIONS.', name)
from pg_settings join fit using (name)
where lower(reset_val) !~ as_text
  and name not in (select chosen.name from chosen where is_ours)
order by 1
