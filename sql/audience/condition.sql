-- The condition of a guard, as text for `create policy`. The sets are asked once a statement; what
-- has to be asked about each row comes last.

create or replace function amity_private.audience_reaches(
  audience text, author text, circle text, label text
) returns text
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return case
    when audience = 'everyone' then format('amity_private.is_there_for_me(%s)', author)
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

-- What a row's own word for its audience may be: ours, and those of a site with public, friends and
-- circles. Any other word is for the author alone.
create or replace function amity_private.audience_words()
returns table (audience text, words text)
language sql immutable
begin atomic
  values ('everyone', $$('everyone', 'public')$$), ('connections', $$('connections', 'friends')$$),
    ('followers', $$('followers')$$), ('circle', $$('circle', 'circles')$$),
    ('label', $$('label', 'labels')$$);
end;

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

-- Who is signed out is shown nothing by a guard; and what the host shows them, only if it is for
-- everyone.
create or replace function amity_private.signed_out_condition(audience text, word text) returns text
language sql immutable
return coalesce(
  word || '::text in '
    || (select known.words from amity_private.audience_words() as known
      where known.audience = 'everyone'),
  (audience = 'everyone')::text
);

comment on function amity_private.audience_reaches(text, text, text, text) is
  'Whether an audience includes whoever reads, as an expression over the columns of a row; null '
  'without the column that it needs.';
comment on function amity_private.audience_words() is
  'The audiences, each with the words for it that a row may hold.';
comment on function amity_private.audience_condition(text, text, text, text, text) is
  'Whether a row is shown to somebody signed in, as an expression over its columns.';
comment on function amity_private.signed_out_condition(text, text) is
  'Whether a row may be shown to somebody signed out, as an expression over its columns.';
