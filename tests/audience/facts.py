"""What people post is for their connections."""

from __future__ import annotations

from support.world import Shape

LIVED = (
    ("owner", "create table public.posts (author_id uuid)"),
    ("owner", "select amity.guard_table('public.posts', 'author_id', 'connections')"),
)

BROKEN = {
    ("audience", "row_security_is_on"): ("alter table public.posts disable row level security",),
    ("audience", "guarded_tables_stand_alone"): (
        "create table public.more_posts () inherits (public.posts)",
    ),
    ("audience", "partitions_are_closed"): (
        (
            "create table public.parted (author_id uuid) partition by list (author_id);"
            " create table public.part partition of public.parted default;"
            " select amity.guard_table('public.parted', 'author_id', 'everyone');"
            " grant select on public.part to anon"
        ),
    ),
    ("audience", "policies_stand"): (
        "drop policy amity_audience on public.posts",
        "alter policy amity_audience on public.posts using (true)",
        "alter policy amity_audience on public.posts to anon",
    ),
    ("audience", "views_keep_policies"): (
        (
            "create view public.feed as select * from public.posts;"
            " grant select on public.feed to authenticated"
        ),
        (
            "create materialized view public.feed as select * from public.posts;"
            " grant select on public.feed to authenticated"
        ),
    ),
}

SHAPES = {
    "amity_private.guards": Shape(
        nullable="audience audience_column circle_column label_column policies",
        keys="guards_pkey",
        checks={
            "guards_audience_is_said_once": ("audience_column = 'x'", "audience = null"),
        },
    ),
}
