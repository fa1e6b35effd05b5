{% from 'foundation/client.macro' import opened %}
-- A header of the request that PostgREST is answering; null without one or if the headers are
-- malformed. The client wrote everything in it that our own proxies did not append.
create or replace function amity_private.request_header(name text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return nullif(current_setting('request.headers', true), '')::jsonb ->> name;
exception
  when data_exception then
    return null;
end;
$$;

-- The address in a text, where some proxies add the port: 10.0.0.1:80, [2001:db8::1]:443. Null if it
-- is not one.
create or replace function amity_private.read_address(written text) returns inet
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return case when written !~ '/' then amity_private.unmapped_address(regexp_replace(
    btrim(written), '^\[(.*)\](:[0-9]+)?$|^([0-9.]+):[0-9]+$', '\1\3')::inet) end;
exception
  when data_exception then
    return null;
end;
$$;

-- A seam. A client of Postgres can set request.headers to anything: the header is used only in a
-- session whose login may become any person, as PostgREST's does. A client of PostgREST can begin
-- x-forwarded-for with anything: it is used only if the host sets how many proxies of its own stand
-- before PostgREST, and then only the entry of the first of them, counted from the right.
create or replace function amity.client_ip() returns inet
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_proxies constant integer := (select value::integer from amity.settings
    where name = 'sync_trusted_proxies');
  v_header constant text := amity_private.request_header('x-forwarded-for');
  v_entries constant text[] := string_to_array(v_header, ',');
begin
  if v_proxies > 0 and v_header is not null
    and pg_has_role(session_user, 'authenticated', 'member') then
    return amity_private.read_address(v_entries[cardinality(v_entries) - v_proxies + 1]);
  end if;
  return amity_private.read_address(host(inet_client_addr()));
end;
$$;

grant execute on function amity_private.request_header(text) to service_role;
grant execute on function amity_private.read_address(text) to service_role;
grant execute on function amity_private.unmapped_address(inet) to service_role;
{{ opened('client_ip', '', 'service_role',
  says="The address that a request comes from: the peer of this Postgres connection or, with the
    setting sync_trusted_proxies and a login that may become authenticated, such as PostgREST's,
    what the outermost trusted proxy wrote into x-forwarded-for; null if that cannot be read. A host
    may replace this function.") }}
