-- Issuing: the rules of an insert.

-- Ends the QR code that a new one replaces. Two transactions must not both take the last place: the
-- issuer is locked as a pair with themselves, which comes before rows; lock_people() comes after
-- them. Refuses: limit_reached (max_active_invites), person_not_found.
create or replace function amity_private.make_room_for_invite(invite amity.invites) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_cap constant integer := amity_private.setting_number('max_active_invites');
begin
  perform amity_private.lock_pair(invite.issuer_id, invite.issuer_id);
  -- the account may have ended meanwhile
  if not exists (select from amity.people where id = invite.issuer_id for key share) then
    perform amity_private.refuse('person_not_found');
  elsif invite.medium = 'qr' then
    delete from amity.invites where issuer_id = invite.issuer_id and medium = 'qr';
  elsif v_cap <= (
    select count(*) from (
      select from amity.invites
      where issuer_id = invite.issuer_id and medium = 'link'
        and (expires_at is null or expires_at > clock_timestamp())
        and (max_uses is null or uses < max_uses)
      limit v_cap
    ) as active
  ) then
    perform amity_private.refuse('limit_reached', 'max_active_invites', v_cap::text);
  end if;
end;
$$;

-- Decides on a new invite. Refuses: not_yours, invite_invalid, limit_reached, person_not_found.
create or replace function amity_private.tg_invites__issue() returns trigger
language plpgsql volatile security definer  -- it reads settings
set search_path = pg_catalog, pg_temp
as $$
declare
  v_longest constant interval := amity_private.setting_interval(
    case new.medium when 'qr' then 'invite_qr_ttl' else 'invite_link_ttl' end
  );
begin
  -- row security looks at whose it is after this, which would have told who is there
  if amity.me() <> new.issuer_id then
    perform amity_private.refuse('not_yours');
  end if;
  if new.medium = 'qr' then
    new.max_uses := coalesce(new.max_uses, 1);
  end if;
  new.expires_at := coalesce(new.expires_at, new.issued_at + v_longest);
  if new.max_uses < 1 or (new.medium = 'qr' and new.max_uses > 1) then
    perform amity_private.refuse(
      'invite_invalid', 'A QR code is redeemed once, a link once or more often'
    );
  elsif new.expires_at <= new.issued_at then
    perform amity_private.refuse('invite_invalid', 'It cannot end before it begins');
  elsif new.expires_at > new.issued_at + v_longest then
    perform amity_private.refuse('invite_invalid', 'It lasts at most ' || justify_hours(v_longest));
  end if;
  perform amity_private.make_room_for_invite(new);
  return new;
end;
$$;

create or replace trigger _100_issue
before insert on amity.invites
for each row execute function amity_private.tg_invites__issue();
