-- Nothing that a migration makes is granted by default, neither to PUBLIC nor to the roles that the
-- default privileges of the current role name: they are set aside here, and after.sql gives them
-- back. So what stands afterwards is what the migration grants.
do $amity$
declare
  v_step record;
  v_back text[] := '{}';
begin
  for v_step in
    with kinds (kind, acl_kind, things) as (
      values ('r'::"char", 'r'::"char", 'tables'), ('S', 's', 'sequences'),
        ('f', 'f', 'functions'), ('T', 'T', 'types'), ('n', 'n', 'schemas')
    ), defaults (scope, things, host, ours) as (
      -- for the whole database: all that is granted; without a row, what Postgres itself grants
      select '', kinds.things, coalesce(defaults.defaclacl, acldefault(kinds.acl_kind, me.oid)),
        case kinds.kind
          when 'f' then array[makeaclitem(me.oid, me.oid, 'EXECUTE', false)]
          else acldefault(kinds.acl_kind, me.oid)
        end
      from pg_roles as me
      cross join kinds
      left join pg_default_acl as defaults
        on (defaults.defaclrole, defaults.defaclnamespace) = (me.oid, 0)
        and defaults.defaclobjtype = kinds.kind
      where me.rolname = current_user
      union all
      -- for a schema: what is granted besides
      select format(' in schema %I', schemas.nspname), kinds.things, defaults.defaclacl, '{}'
      from pg_default_acl as defaults
      join pg_namespace as schemas on schemas.oid = defaults.defaclnamespace
      join kinds on kinds.kind = defaults.defaclobjtype
      where defaults.defaclrole = current_user::regrole
        and schemas.nspname in ('amity', 'amity_private')
    ), ways (is_back, scope, things, of_before, of_after) as (
      select false, scope, things, host, ours from defaults where host <> ours
      union all
      select true, scope, things, ours, host from defaults where host <> ours
    ), changes as (
      select is_back, scope, things, 'revoke all' as what, 'from' as of_whom, grantee, '' as more
      from ways cross join aclexplode(nullif(of_before, '{}'))
      union
      select is_back, scope, things, 'grant ' || privilege_type, 'to', grantee,
        case when is_grantable then ' with grant option' else '' end
      from ways cross join aclexplode(nullif(of_after, '{}'))
    )
    select is_back, format(
      'alter default privileges%s %s on %s %s %s%s', scope, what, things, of_whom,
      case grantee when 0 then 'public' else grantee::regrole::text end, more
    ) as statement
    from changes
    order by of_whom
  loop
    if v_step.is_back then
      v_back := v_back || v_step.statement;
    else
      execute v_step.statement;
    end if;
  end loop;
  -- for the session: a file that is run without a transaction gives them back as well
  perform set_config('amity.default_privileges', v_back::text, false);
end;
$amity$;
