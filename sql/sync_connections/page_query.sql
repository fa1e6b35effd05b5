-- The columns of the primary key, and the condition that a row lies beyond the key $1.
-- The operator is the one of the index, wherever it lives: the pinned search_path would find
-- another one for citext, say, and lose rows between pages.
create or replace function amity_private.sync_page_key(
  relation oid, out names text, out beyond text
)
language sql stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
begin atomic
  with parts as (
    select columns.key as place, format('t.%I', columns.name) as name,
      format('($1 ->> %s)::%s', columns.key - 1, format_type(columns.type_oid, -1)) as after,
      coalesce((
        select operators.oprnamespace::regnamespace::text
        from pg_catalog.pg_opclass as classes
        join pg_catalog.pg_amop as members on members.amopfamily = classes.opcfamily
          and members.amoplefttype = classes.opcintype and members.amoprighttype = classes.opcintype
          and members.amopstrategy = 5
        join pg_catalog.pg_operator as operators on operators.oid = members.amopopr
        where classes.oid = indexes.indclass[columns.key - 1]
      ), 'pg_catalog') as schema
    from amity_private.describe_sync_columns(sync_page_key.relation) as columns
    join pg_catalog.pg_index as indexes
      on indexes.indrelid = sync_page_key.relation and indexes.indisprimary
    where columns.key is not null
  ), levels as (
    -- the same up to this place, and there beyond: for keys whose operators live in two schemas
    select mine.place, string_agg(
      format('%s operator(%s.%s) %s', others.name, others.schema,
        case when others.place = mine.place then '>' else '=' end, others.after),
      ' and ' order by others.place
    ) as level
    from parts as mine join parts as others on others.place <= mine.place
    group by mine.place
  )
  select string_agg(parts.name, ', ' order by parts.place),
    case
      when count(distinct parts.schema) > 1
        then (select string_agg(format('(%s)', levels.level), ' or ') from levels)
      else format('(%s) operator(%s.>) (%s)', string_agg(parts.name, ', ' order by parts.place),
        min(parts.schema), string_agg(parts.after, ', ' order by parts.place))
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

-- The query of a page: from the start of a table, or beyond the key $1, in the order of the key; at
-- most $2 rows, each as an array of texts. Columns are qualified, since a bare name in `order by`
-- can mean another.
create or replace function amity_private.sync_page_query(relation oid, from_start boolean)
returns text
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
    case when sync_page_query.from_start then '$1 is null' else keys.beyond end,
    keys.names
  )
  from pg_catalog.pg_class as tables
  cross join lateral amity_private.sync_page_key(tables.oid) as keys
  where tables.oid = sync_page_query.relation;
end;
