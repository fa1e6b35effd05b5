"""`amity doctor` says where profiles can no longer be read."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from amity.command._checks import findings
from amity.command._definitions import compare
from amity.migrations.templates import rendered

Conn = psycopg.Connection[Any]


@pytest.fixture
def conn(conn: Conn) -> Conn:
    conn.execute("create table public.profiles (id bigint primary key, display_name text)")
    conn.execute("select amity.attach_profiles('public.profiles', picture => null)")
    return conn


def definitions(conn: Conn) -> list[str]:
    return [finding.message for finding in compare(conn, rendered()).definitions]


@pytest.mark.postgres(18)
def test_what_is_attached_is_well_until_it_is_dropped(conn: Conn) -> None:
    assert list(findings(conn, "profiles")) == definitions(conn) == []
    conn.execute("drop table public.profiles cascade")
    assert definitions(conn) == ["the view amity_private.host_profiles is missing"]
    assert list(findings(conn, "profiles")) == []


def test_a_table_that_the_owner_cannot_read(conn: Conn) -> None:
    with conn.transaction(force_rollback=True):
        conn.execute("create role librarian")
        conn.execute("grant create, usage on schema amity_private to librarian")
        conn.execute("alter function amity_private.owner() owner to librarian")
        (found,) = findings(conn, "profiles")
        assert (
            found.message == "profiles are read from profiles, which librarian cannot read in full"
        )
        conn.execute("grant select on public.profiles to librarian")
        assert list(findings(conn, "profiles")) == []
