-- What this site signs, for itself: a grant or a receipt, which a receiving site carries from one
-- session to another.

-- The HMAC of a content under the secret of this site, which was there before any snapshot. plpgsql,
-- as in proof.sql.
create or replace function amity_private.sync_signature(purpose text, content text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_secret bytea;
begin
  select secret into v_secret from amity_private.sync_site;
  return encode(amity_private.hmac_sha256(v_secret, purpose || ' ' || content), 'hex');
end;
$$;

-- The content, after its signature for that purpose.
create or replace function amity_private.sign_sync(purpose text, content jsonb) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return amity_private.sync_signature(purpose, content::text) || content::text;
end;
$$;

-- The content of what sign_sync() signed for that purpose; null for anything else.
create or replace function amity_private.read_signed_sync(purpose text, signed text) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_content constant text := substr(signed, 65);
begin
  return case when left(signed, 64) = amity_private.sync_signature(purpose, v_content)
    then v_content::jsonb end;
end;
$$;
