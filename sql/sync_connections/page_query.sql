-- The columns by which a table is read: those of its key, after the cursor column if there is one.
-- Each with its index among the columns that are sent, and the schema of the index's operators: the
-- pinned search_path would find other ones for citext, say, and lose rows between pages.
create or replace function amity_private.sync_page_order(relation oid, cursor_column text)
returns table (place integer, name name, type_oid oid, index integer, schema text)
language sql stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
begin atomic
  with columns as (
    select *, row_number() over (order by described.place)::integer - 1 as index,
      described.name = sync_page_order.cursor_column as is_cursor
    from amity_private.describe_sync_columns(sync_page_order.relation) as described
  )
  select
    row_number() over (order by columns.is_cursor desc nulls last, columns.key)::integer - 1,
    columns.name, columns.type_oid, columns.index,
    coalesce((
      select operators.oprnamespace::regnamespace::text
      from pg_catalog.pg_index as indexes
      join pg_catalog.pg_opclass as classes on classes.oid = indexes.indclass[columns.key - 1]
      join pg_catalog.pg_amop as members on members.amopfamily = classes.opcfamily
        and members.amoplefttype = classes.opcintype and members.amoprighttype = classes.opcintype
        and members.amopstrategy = 5
      join pg_catalog.pg_operator as operators on operators.oid = members.amopopr
      where indexes.indrelid = sync_page_order.relation and indexes.indisprimary
    ), 'pg_catalog')
  from columns where columns.key is not null or columns.is_cursor;
end;

-- These columns, and the condition that a row lies beyond the first ones of them in $1, as many as
-- are given.
create or replace function amity_private.sync_page_key(
  relation oid, cursor_column text, given integer, out names text, out beyond text
)
language sql stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
begin atomic
  with parts as (
    select columns.place, format('t.%I', columns.name) as name, columns.schema,
      format('($1 ->> %s)::%s', columns.place, format_type(columns.type_oid, -1)) as after,
      columns.place < sync_page_key.given as is_given
    from amity_private.sync_page_order(
      sync_page_key.relation, sync_page_key.cursor_column) as columns
  ), levels as (
    -- the same up to this place, and there beyond: for keys whose operators live in two schemas
    select mine.place, string_agg(
      format('%s operator(%s.%s) %s', others.name, others.schema,
        case when others.place = mine.place then '>' else '=' end, others.after),
      ' and ' order by others.place
    ) as level
    from parts as mine join parts as others on others.place <= mine.place
    where mine.is_given
    group by mine.place
  )
  select string_agg(parts.name, ', ' order by parts.place),
    case
      when count(distinct parts.schema) > 1
        then (select string_agg(format('(%s)', levels.level), ' or ') from levels)
      else format('(%s) operator(%s.>) (%s)',
        string_agg(parts.name, ', ' order by parts.place) filter (where parts.is_given),
        min(parts.schema),
        string_agg(parts.after, ', ' order by parts.place) filter (where parts.is_given))
    end
  from parts;
end;

-- How a value is written as its type writes it, which that reads back exactly. A cast to text is
-- faster, and the same for types of Postgres that no cast converts otherwise (boolean, character(n)).
create or replace function amity_private.sync_text_of(name name, type_oid oid) returns text
language sql stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
begin atomic
  select format(
    case
      when types.typtype = 'b' and types.typnamespace = 'pg_catalog'::regnamespace and not exists (
        select from pg_catalog.pg_cast
        where castsource = types.oid and casttarget = 'text'::regtype and castmethod <> 'i'
          and castsource <> 'varchar'::regtype
      ) then 't.%1$I::text'
      -- a composite value of nulls is not null
      else 'case when t.%1$I is distinct from null then concat(t.%1$I) end'
    end,
    sync_text_of.name
  )
  from pg_catalog.pg_type as types where types.oid = sync_text_of.type_oid;
end;

-- The query of a page: from the start of a table, or beyond $1, of which so many places are given;
-- at most $2 rows, each as an array of texts. Columns are qualified, since a bare name in `order by`
-- can mean another.
create or replace function amity_private.sync_page_query(
  relation oid, cursor_column text, given integer
) returns text
language sql stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
begin atomic
  select format(
    'select array_to_json(array[%s]::text[]) from %s%s as t where %s order by %s limit $2',
    (
      select string_agg(amity_private.sync_text_of(columns.name, columns.type_oid), ', '
        order by columns.place)
      from amity_private.describe_sync_columns(tables.oid) as columns
    ),
    -- rows of tables that inherit have keys of their own
    case when tables.relkind = 'r' then 'only ' end,
    tables.oid::regclass,
    case when sync_page_query.given > 0 then keys.beyond else '$1 is null' end,
    keys.names
  )
  from pg_catalog.pg_class as tables
  cross join lateral amity_private.sync_page_key(
    tables.oid, sync_page_query.cursor_column, sync_page_query.given) as keys
  where tables.oid = sync_page_query.relation;
end;
