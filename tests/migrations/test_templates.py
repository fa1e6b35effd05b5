"""The three tests that hold the rule of `sql/` and `migrations/`: see migrations/README.md."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import jinja2.meta
import jinja2.nodes
import psycopg
import pytest

from amity import migrations
from amity.migrations.templates import ROOT, around, environment, rendered


def contents_of(template: str, root: Path) -> list[str]:
    """List what a template includes, in order, and not what those include in turn."""
    source = (root / "migrations" / template).read_text()
    tree = environment(root).parse(source)
    return [node.template.value for node in tree.find_all(jinja2.nodes.Include)]


def tables_of_contents(root: Path) -> Iterable[str]:
    return (f"{migration.id}.sql" for migration in rendered(root))


# 1. What is released stays as it is.


def changed_since_release(root: Path) -> list[str]:
    """List the released migrations whose text is not what was released."""
    now = {migration.id: migration.checksum for migration in rendered(root)}
    lines = (root / "migrations" / "released.sha256").read_text().splitlines()
    released = [line.split() for line in lines if line and not line.startswith("#")]
    return [id_ for checksum, id_ in released if now.get(id_) != checksum]


def test_released_migrations_never_change() -> None:
    assert not changed_since_release(ROOT), (
        "Put the old text back: see migrations/README.md. Today's would be:\n"
        + "\n".join(f"{each.checksum}  {each.id}" for each in rendered())
    )


# 2. The way here and today's SQL end at the same place.


def of_today(piece: str) -> str:
    """Name the piece of today that a superseded copy was: `blocks/table.sql` for `…@1.2.sql`."""
    return re.sub(r"^superseded/(.+)@[^/]*\.sql$", r"\1.sql", piece)


def sql_alone(root: Path) -> str:
    """Put together every piece of today's `sql/` once, where it first came into use."""
    pieces: dict[str, None] = {}
    for template in tables_of_contents(root):
        for piece in contents_of(template, root):
            today = of_today(piece)
            if (root / "sql" / today).exists():  # else it was dropped since
                pieces[today] = None
    templates = environment(root)
    return "\n".join(templates.get_template(piece).render() for piece in pieces)


def replayed_and_built(
    root: Path, urls: tuple[str, str], catalog: Callable[..., str]
) -> tuple[str, str]:
    """Give the catalog after every migration, and the one that `sql/` makes alone."""
    replayed, built = urls
    migrations.up(replayed, _root=root)
    with psycopg.connect(built) as connection:
        connection.execute(around("before") + sql_alone(root) + around("after"))
    return catalog(replayed, ledger=False), catalog(built, ledger=False)


def test_replay_gives_what_sql_gives_alone(
    empty_database: str, another_database: str, catalog: Callable[..., str]
) -> None:
    urls = (empty_database, another_database)
    replayed, built = replayed_and_built(ROOT, urls, catalog)
    assert replayed == built


# 3. Nothing in sql/ is left out.


def left_out(root: Path) -> set[str]:
    """List the files of `sql/` that no migration reaches."""
    templates = environment(root)
    seen: set[str] = set()
    todo = list(tables_of_contents(root))
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            source = templates.loader.get_source(templates, name)[0]  # type: ignore[union-attr]
            todo += filter(None, jinja2.meta.find_referenced_templates(templates.parse(source)))
    files = (path for path in (root / "sql").rglob("*") if path.is_file() and path.suffix != ".md")
    return {str(path.relative_to(root / "sql")) for path in files} - seen


def test_nothing_in_sql_is_left_out() -> None:
    assert not left_out(ROOT)


# Each of the three is seen to fail, on a copy of the house that breaks it.


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    root = tmp_path / "house"
    shutil.copytree(ROOT / "sql", root / "sql")
    shutil.copytree(ROOT / "migrations", root / "migrations")
    return root


@pytest.fixture
def some_piece(copy: Path) -> Path:
    """Give a replaceable piece of the copy, one that makes a function."""
    return copy / "sql" / "foundation" / "me.sql"


def test_an_edit_after_a_release_is_found(copy: Path, some_piece: Path) -> None:
    first = rendered(copy)[0]
    with (copy / "migrations" / "released.sha256").open("a") as released:
        released.write(f"{first.checksum}  {first.id}\n")
    assert not changed_since_release(copy)
    some_piece.write_text(some_piece.read_text() + " ")
    assert changed_since_release(copy) == [first.id]


@pytest.mark.deep
def test_a_change_that_no_migration_brings_is_found(
    copy: Path,
    some_piece: Path,
    empty_database: str,
    another_database: str,
    catalog: Callable[..., str],
) -> None:
    old = copy / "migrations" / "superseded" / "foundation" / "me@0.2.sql"
    old.parent.mkdir(parents=True)
    shutil.copy(some_piece, old)
    some_piece.write_text(
        some_piece.read_text() + "comment on function amity.me() is 'Changed.';\n"
    )
    first = copy / "migrations" / "0001.foundation.sql"
    text = first.read_text()
    assert "'foundation/me.sql'" in text
    first.write_text(text.replace("'foundation/me.sql'", "'superseded/foundation/me@0.2.sql'"))
    urls = (empty_database, another_database)
    replayed, built = replayed_and_built(copy, urls, catalog)
    assert "Changed." in built
    assert replayed != built

    # and the new migration that README.md asks for puts it right
    last = rendered(copy)[-1].number
    (copy / "migrations" / f"{last + 1:04}.foundation.sql").write_text(
        "{% include 'foundation/me.sql' %}\n"
    )
    migrations.up(empty_database, _root=copy)
    assert catalog(empty_database, ledger=False) == built


def test_a_file_that_no_migration_includes_is_found(copy: Path) -> None:
    (copy / "sql" / "foundation" / "left_out.sql").write_text("select 1;\n")
    assert left_out(copy) == {"foundation/left_out.sql"}
