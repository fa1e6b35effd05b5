-- The condition of a guard, as text for `create policy`. The sets are asked once a statement; what
-- has to be asked about each row comes last.

-- Whether an audience includes the reader, as an expression over the columns of a row; null without
-- the column that it needs.
create or replace function amity_private.audience_reaches(
  guard amity_private.guards, audience text
) returns text
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return format(
    case
      when audience = 'everyone' then 'amity_private.is_open_to_me(%1$I)'
      when audience = 'connections' then '%1$I in (select amity_private.my_connected_people())'
      when audience = 'followers' then '%1$I in (select amity_private.my_followed_people())'
      when audience = 'circle' and guard.circle_column is not null then
        '((%2$I, %1$I) in (select circle_id, person_id from amity.circle_mates())'
        ' or %2$I is not null and amity_private.is_labelled_by(%1$I, %2$I))'
      when audience = 'label' and guard.label_column is not null then
        '(%3$I is not null and amity_private.is_labelled_by(%1$I, %3$I))'
    end, guard.author_column, guard.circle_column, guard.label_column
  );
end;
$$;

-- The audiences and the words for each that a table or a row may be given: ours, and those of a site
-- with public, friends and circles. A row with any other word is shown to its author alone.
create or replace function amity_private.audience_words()
returns table (audience text, words text[])
language sql immutable
begin atomic
  values ('everyone', array['everyone', 'public']), ('connections', array['connections', 'friends']),
    ('followers', array['followers']), ('circle', array['circle', 'circles']),
    ('label', array['label', 'labels']);
end;

-- The audience that is meant by a word; the word itself where it means none.
create or replace function amity_private.audience_meant(word text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
return coalesce(
  (select audience from amity_private.audience_words() where word = any (words)), word
);

-- Whether a row is shown to a person who is signed in, as an expression over its columns.
create or replace function amity_private.audience_condition(guard amity_private.guards) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
return format(
  '%1$I = (select amity.me()) or (%1$I not in (select amity_private.my_hidden_people()) and %2$s)',
  guard.author_column,
  case
    when guard.audience_column is null
      then amity_private.audience_reaches(guard, guard.audience)
    else (
      select format('case %s else false end', string_agg(
        format('when %I::text = any (%L) then %s', guard.audience_column, each.words, reaches), ' '))
      from amity_private.audience_words() as each
      cross join amity_private.audience_reaches(guard, each.audience) as reaches
      where reaches is not null
    )
  end
);
