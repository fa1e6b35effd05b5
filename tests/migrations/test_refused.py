"""What `up`, `status` and `down` refuse, and what they say of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from migrations.kit import Build, Execute

from amity import errors, migrations
from amity.database import masked, whereabouts


def test_an_edited_migration_is_refused(
    empty_database: str, house: Build, tiny: dict[str, str]
) -> None:
    migrations.up(empty_database, _root=house(tiny))
    tiny["sql/things/table.sql"] += "-- a word more\n"
    tiny["migrations/0003.things.sql"] = "create table amity.more ();\n"
    with pytest.raises(migrations.errors.MigrationEditedError, match=r"0002\.things"):
        migrations.up(empty_database, _root=house(tiny))
    state = migrations.status(empty_database, _root=house(tiny))
    assert (state.edited, state.pending) == (["0002.things"], ["0003.things"])
    assert not state.up_to_date
    # The way out that the hint names.
    migrations.down(empty_database, _root=house(tiny))
    migrations.up(empty_database, _root=house(tiny))
    assert migrations.status(empty_database, _root=house(tiny)).up_to_date


def test_a_database_that_a_newer_amity_knows_is_refused(
    empty_database: str, house: Build, tiny: dict[str, str], execute: Execute
) -> None:
    migrations.up(empty_database, _root=house(tiny))
    execute(empty_database, "insert into amity_private.migrations values ('0009.later', 'x')")
    for verb in (migrations.up, migrations.down):
        with pytest.raises(migrations.errors.UnknownMigrationError, match=r"0009\.later"):
            verb(empty_database, _root=house(tiny))
    assert migrations.status(empty_database, _root=house(tiny)).unknown == ["0009.later"]


def test_a_failing_statement_takes_its_migration_back_and_no_other(
    empty_database: str, house: Build, tiny: dict[str, str], execute: Execute
) -> None:
    tiny["migrations/0002.things.sql"] += "-- why\nselect 1 / 0\n  as impossible;\n"
    with pytest.raises(errors.OperationFailedError) as failed:
        migrations.up(empty_database, _root=house(tiny))
    assert str(failed.value) == (
        "Migration 0002.things failed at `select 1 / 0`: division by zero."
    )
    state = migrations.status(empty_database, _root=house(tiny))
    assert ([each.id for each in state.applied], state.pending) == (
        ["0001.foundation"],
        ["0002.things"],
    )
    assert execute(empty_database, "select to_regclass('amity.things')") == [(None,)]


def test_what_a_migration_sets_ends_with_it(
    empty_database: str, house: Build, tiny: dict[str, str], execute: Execute
) -> None:
    migrations.up(empty_database)  # for the roles
    migrations.down(empty_database)
    tiny["migrations/0001.foundation.sql"] += (
        "grant usage on schema amity to authenticated;\n"
        "set search_path = amity;\n"
        "set role authenticated;\n"
    )
    tiny["migrations/0002.things.sql"] += (
        "create table amity.seen as select current_user, current_setting('search_path');\n"
    )
    migrations.up(empty_database, _root=house(tiny))
    [(user, path)] = execute(empty_database, "table amity.seen")
    assert (user, path) == (
        execute(empty_database, "select session_user")[0][0],
        '"$user", public',
    )


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("0003.things.sql", "{% include 'things/absent.sql' %}", "does not render"),
        ("0003.things.sql", "select '{{ unset }}'", "does not render"),
        ("0003-things.sql", "select 1", "no name for a migration"),
        ("0003.things.sql", "-- depends: 0007.absent\nselect 1", "depends on one"),
    ],
)
def test_a_migration_that_cannot_be_read_is_named(
    house: Build,
    tiny: dict[str, str],
    empty_database: str,
    name: str,
    text: str,
    problem: str,
) -> None:
    tiny[f"migrations/{name}"] = text
    with pytest.raises(migrations.errors.InvalidMigrationError, match=problem) as broken:
        migrations.up(empty_database, _root=house(tiny))
    assert name in str(broken.value)
    assert migrations.contents(empty_database).rows == {}


# --- no database ---


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("nonsense", errors.InvalidUrlError),
        ("mysql://ada:s3cret@localhost/app", errors.InvalidUrlError),
        ("postgresql://ada:s3cret word@localhost/app", errors.InvalidUrlError),
        ("host=localhost password='s3cret", errors.InvalidUrlError),
        ("postgresql://ada:s3cret@127.0.0.1:1/app", errors.DatabaseUnreachableError),
        ("postgresql://ada:s3cret@nowhere.invalid/app", errors.DatabaseUnreachableError),
    ],
)
@pytest.mark.parametrize("verb", [migrations.up, migrations.status, migrations.down])
def test_a_database_that_is_not_there(
    verb: Callable[[str], Any], url: str, problem: type[errors.AmityError]
) -> None:
    with pytest.raises(problem) as refused:
        verb(url)
    assert "s3cret" not in str(refused.value) + refused.value.hint
    assert "\n" not in str(refused.value)
    assert refused.value.hint


def test_a_database_that_does_not_exist_on_a_server_that_does(server: Any) -> None:
    with pytest.raises(errors.DatabaseUnreachableError, match='"absent" does not exist') as refused:
        migrations.up(server.url("absent"))
    assert "createdb" in refused.value.hint


def test_a_role_that_does_not_exist(empty_database: str) -> None:
    with pytest.raises(errors.AuthenticationError, match="absent"):
        migrations.up(psycopg.conninfo.make_conninfo(empty_database, user="absent"))


def test_a_server_that_is_too_old(empty_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amity.database.OLDEST", 99)
    with pytest.raises(errors.ServerTooOldError, match="Amity needs 99"):
        migrations.up(empty_database)
    assert errors.ServerTooOldError.slug == "server_too_old"


@pytest.mark.parametrize(
    ("database", "shown"),
    [
        ("postgresql://ada:s3cret@h/app", "postgresql://ada:***@h/app"),
        ("postgresql://ada:s3/c@r?et@h:1/app", "postgresql://ada:***@h:1/app"),
        ("postgresql://ada@h/app?password=s3cret&x=1", "postgresql://ada@h/app?password=***&x=1"),
        ("host=h password = 's3 cr\\'et' user=ada", "host=h password = *** user=ada"),
        ("host=h user=ada", "host=h user=ada"),
        ("", ""),
    ],
)
def test_a_password_is_never_shown(database: str, shown: str) -> None:
    assert masked(database) == shown
    assert "s3" not in whereabouts(database)
