-- Gives back the default privileges that before.sql set aside.
do $amity$
declare
  v_statement text;
begin
  foreach v_statement in array current_setting('amity.default_privileges')::text[] loop
    execute v_statement;
  end loop;
  perform set_config('amity.default_privileges', '', false);
end;
$amity$;
