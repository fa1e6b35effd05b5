"""What people post is for their connections."""

from __future__ import annotations

LIVED = (
    ("owner", "create table public.posts (author_id uuid)"),
    ("owner", "select amity.guard_table('public.posts', 'author_id', 'connections')"),
)

BROKEN = {
    ("audience", "row_security_is_on"): ("alter table public.posts disable row level security",),
    ("audience", "guarded_tables_stand_alone"): (
        "create table public.more_posts () inherits (public.posts)",
    ),
    ("audience", "policies_stand"): (
        "drop policy amity_audience on public.posts",
        "alter policy amity_audience on public.posts using (true)",
        "alter policy amity_audience on public.posts to anon",
    ),
    ("audience", "views_keep_guards"): (
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
