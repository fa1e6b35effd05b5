-- Every refusal in one place: what a program reads (slug, status) and what a person reads.
create table amity_private.refusals (
  slug text not null,
  status smallint not null,
  message text not null,
  hint text not null,
  constraint refusals_pkey primary key (slug),
  constraint refusals_slug_is_snake_case check (slug ~ '^[a-z]+(_[a-z]+)*$'),
  constraint refusals_status_is_a_client_error check (status between 400 and 499)
);

alter table amity_private.refusals enable row level security;

comment on table amity_private.refusals is
  'Every way in which amity refuses. Each kind adds its own rows.';
comment on column amity_private.refusals.slug is
  'Stable name for programs: the DETAIL of the error.';
comment on column amity_private.refusals.status is
  'HTTP status. The SQLSTATE of the error is PT followed by it, which PostgREST answers with.';
comment on column amity_private.refusals.message is
  'One sentence for a person, a template of format(): the MESSAGE of the error.';
comment on column amity_private.refusals.hint is
  'What to do next, a template of format() over the same values: the HINT of the error.';
