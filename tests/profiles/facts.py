"""Everybody has a profile in a table of the host's."""

from __future__ import annotations

from support.world import CAST, Rights

LIVED = (
    ("owner", "create table public.profiles (id uuid primary key, display_name text)"),
    ("owner", f"insert into public.profiles values {', '.join(f'(:{n}, {n!r})' for n in CAST)}"),
    ("owner", "select amity.attach_profiles('public.profiles', picture => null)"),
)

# of the third, Cleo, because she follows Ada
RIGHTS = {
    "amity.profiles": Rights(
        row="person_id = :ada",
        update="name = 'x'",
        outcomes="""
           anon   no_sub        ada           other         third         blocked       service
 select    42501  no            yes           yes           yes           no            yes
 insert    42501  not_writable  not_writable  not_writable  not_writable  not_writable  not_writable
 update    42501  not_writable  not_writable  not_writable  not_writable  not_writable  not_writable
 delete    42501  not_writable  not_writable  not_writable  not_writable  not_writable  not_writable
 truncate  42501  42809         42809         42809         42809         42809         42809
        """,
    ),
}
