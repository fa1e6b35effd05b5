-- The condition of a guard, as text for `create policy`. The sets are asked once a statement; what
-- has to be asked about each row comes last.

-- Whether an audience includes the reader, as an expression over the columns of a row; null without
-- the column that it needs.
create or replace function amity_private.audience_reaches(
  audience text, author text, circle text, label text
) returns text
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return case
    when audience = 'everyone' then format('amity_private.is_visible_to_me(%s)', author)
    when audience = 'connections' then format('%s in (select amity.connected_people())', author)
    when audience = 'followers' then format('%s in (select amity.followed_people())', author)
    when audience = 'circle' and circle is not null then format(
      '((%2$s, %1$s) in (select circle_id, person_id from amity.circle_mates())'
      ' or %2$s is not null and amity_private.is_labelled_by(%1$s, %2$s))', author, circle)
    when audience = 'label' and label is not null then format(
      '(%2$s is not null and amity_private.is_labelled_by(%1$s, %2$s))', author, label)
  end;
end;
$$;

-- The audiences and the words for each that a row may hold: ours, and those of a site with public,
-- friends and circles. A row with any other word is shown to its author alone.
create or replace function amity_private.audience_words()
returns table (audience text, words text)
language sql immutable
begin atomic
  values ('everyone', $$('everyone', 'public')$$), ('connections', $$('connections', 'friends')$$),
    ('followers', $$('followers')$$), ('circle', $$('circle', 'circles')$$),
    ('label', $$('label', 'labels')$$);
end;

-- Whether a row is shown to a person who is signed in, as an expression over its columns.
create or replace function amity_private.audience_condition(
  audience text, author text, word text, circle text, label text
) returns text
language sql immutable
return format(
  '%1$s = (select amity.me()) or (%1$s not in (select amity.quiet_people()) and %2$s)', author,
  case
    when word is null then amity_private.audience_reaches(audience, author, circle, label)
    else (
      select format('case %s else false end', string_agg(
        format('when %s::text in %s then %s', word, each.words, reaches), ' '))
      from amity_private.audience_words() as each
      cross join amity_private.audience_reaches(each.audience, author, circle, label) as reaches
      where reaches is not null
    )
  end
);

-- Whether a row may be shown to a client that is signed out, as an expression over its columns. A
-- guard shows them nothing itself; what policies of the host show has to be for everyone.
create or replace function amity_private.signed_out_condition(audience text, word text) returns text
language sql immutable
return coalesce(
  word || '::text in '
    || (select known.words from amity_private.audience_words() as known
      where known.audience = 'everyone'),
  (audience = 'everyone')::text
);
