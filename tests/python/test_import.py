"""`import amity` brings every kind, and needs psycopg and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from python.kinds import APART, KINDS

import amity

PACKAGE = Path(amity.__file__).parent

# No package is found but psycopg and what belongs to it.
ALONE = """
import sys

HERE = {
    *sys.stdlib_module_names, "amity", "amity_command", "psycopg", "psycopg_binary",
    "typing_extensions",
}

class Finder:
    def find_spec(self, name, path=None, target=None):
        if not name.startswith("_") and name.partition(".")[0] not in HERE:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Finder())
BEFORE = set(sys.modules)  # Debian's Python brings some along
"""


def alone(program: str) -> subprocess.CompletedProcess[str]:
    """A program on a Python that has psycopg and Amity."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", ALONE + program],
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_needs_psycopg_alone() -> None:
    done = alone(
        "import amity\n"
        "found = {name.partition('.')[0] for name in sys.modules.keys() - BEFORE}\n"
        "print(found - sys.stdlib_module_names)"
    )
    assert not done.stderr
    found = eval(done.stdout)
    assert {"amity", "psycopg"} <= found
    of_psycopg = {"psycopg_binary", "typing_extensions", "cython_runtime"}
    assert {name for name in found if not name.startswith("_")} <= {"amity", "psycopg", *of_psycopg}


def test_a_call_runs_with_psycopg_alone(database: str) -> None:
    done = alone(
        "import amity, psycopg\n"
        f"with psycopg.connect({database!r}) as conn:\n"
        "    print(amity.settings.every().on(conn)[0].name)"
    )
    assert (done.stdout, done.stderr) == ("connections_enabled\n", "")


def test_the_command_says_what_to_install() -> None:
    done = alone("from amity_command import main\nmain()")
    assert done.returncode == 2
    assert done.stderr == (
        "The command amity needs typer, which is not installed: "
        "`pip install '.[command]'` in Amity's checkout installs it.\n"
    )


def test_the_command_loads_without_the_servers() -> None:
    """They need POSIX, which a database that is named does not."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys, amity.command\nprint('amity.servers' in sys.modules)"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("False\n", "")


def test_the_migrations_say_what_to_install() -> None:
    done = alone(
        "try:\n    import amity.migrations\nexcept ImportError as error:\n    print(error)"
    )
    assert not done.stderr
    assert done.stdout.startswith("amity.migrations needs ")
    assert done.stdout.endswith(
        ", which is not installed: `pip install '.[command]'` in Amity's checkout installs it.\n"
    )


def test_every_kind_is_there_after_import_amity() -> None:
    """A new kind is one more line in `amity/__init__.py`."""
    kinds = {
        path.parent.name if path.stem == "__init__" else path.stem
        for path in [*PACKAGE.glob("*.py"), *PACKAGE.glob("*/__init__.py")]
        if "from amity.calls import" in path.read_text() and "Call[" in path.read_text()
    }
    assert kinds <= {*KINDS, *APART}
    assert len(kinds) > 15


def test_types_are_known_after_import_amity(tmp_path: Path) -> None:
    """A type checker knows the kinds, and what a call gives on either kind of connection."""
    snippet = tmp_path / "snippet.py"
    snippet.write_text(TYPED)
    mypy = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--config-file="),
            *("--cache-dir", PACKAGE.parents[1] / ".mypy_cache" / "typed", snippet),
        ],
        cwd=tmp_path,
        env={"MYPYPATH": str(PACKAGE.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert mypy.returncode == 0, mypy.stdout


TYPED = """
from typing import Any, Literal, assert_type
from uuid import UUID

import psycopg

import amity

State = Literal["none", "pending_sent", "pending_received", "accepted"]

def at_once(conn: psycopg.Connection[Any], ada: UUID) -> None:
    assert_type(amity.connections.status(ada).on(conn).status, State)
    assert_type(amity.connections.mutual_count(ada).on(conn), int)
    assert_type(amity.connections.mutual(ada).on(conn), list[UUID])
    assert_type(amity.people.of(7).on(conn), UUID | None)
    assert_type(amity.counts.of(ada).on(conn), amity.counts.Counts | None)
    assert_type(amity.relations.my_counters().on(conn), dict[str, int])
    assert_type(amity.follows.followers().on(conn), list[amity.follows.Follow])
    try:
        amity.connections.request(ada).on(conn)
    except amity.connections.errors.AlreadyConnected as refusal:
        assert_type(refusal.status, int)

async def when_awaited(conn: psycopg.AsyncConnection[Any], ada: UUID) -> None:
    assert_type((await amity.connections.status(ada).on(conn)).status, State)
    assert_type(await amity.people.detach().on(conn), None)
"""


def test_the_receiving_side_needs_its_extra_only_to_receive() -> None:
    """So that the command, without it, has all of its other parts."""
    assert not alone("import amity.sync_connections.receiver").stderr
