"""The server that stays: one for everybody's every call, found again, with its data."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import stat
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from servers.conftest import AS_EITHER
from support.callers import Caller, comes_true, finished, is_gone

from amity.servers import directories

FIND = """
from amity.servers import cluster
server = servers.start_persistent()
print(json.dumps([server.url, cluster.find(home / "18" / "data").pid]))
"""


def found(caller: Caller) -> tuple[str, int]:
    """The URL of the server, and its process."""
    url, pid = json.loads(caller.run(FIND))
    return url, pid


def test_it_stays_and_is_found_again(caller: Caller) -> None:
    url, pid = found(caller)
    with psycopg.connect(url) as conn:
        assert conn.info.dbname == "amity"
        conn.execute("create table kept ()")
    assert found(caller) == (url, pid)

    assert caller.run("print(servers.stop_persistent(), servers.stop_persistent())") == "True False"
    assert is_gone(pid)

    assert found(caller)[0] == url
    with psycopg.connect(url) as conn:
        assert conn.execute("select * from kept").rowcount == 0


def test_it_is_found_where_it_runs_and_else_nothing_is_made(caller: Caller) -> None:
    assert caller.run("print(servers.running_persistent(), home.exists())") == "None False"
    url, _ = found(caller)
    assert caller.run("print(servers.running_persistent().url)") == url
    assert caller.run("servers.stop_persistent(); print(servers.running_persistent())") == "None"


@AS_EITHER
@pytest.mark.deep
def test_a_server_stops_itself_and_starts_again_in_one_process(caller: Caller) -> None:
    said = caller.run(
        """
first = servers.start_persistent()
stopped = servers.stop_persistent()
second = servers.start_persistent()
print(first.url == second.url, stopped)
"""
    )
    assert said == "True True"


@AS_EITHER
@pytest.mark.deep
def test_any_number_of_callers_at_once_get_the_same_server(caller: Caller) -> None:
    answers = [
        json.loads(answer) for answer in map(finished, [caller.start(FIND) for _ in range(6)])
    ]
    assert len({(url, pid) for url, pid in answers}) == 1


@pytest.mark.deep
def test_it_needs_nothing_of_the_environment_that_started_it(caller: Caller) -> None:
    url, pid = found(caller)
    assert Path(f"/proc/{pid}/exe").readlink().is_relative_to(caller.home)
    with psycopg.connect(url) as conn:
        conn.execute("create extension citext")


@pytest.mark.deep
def test_after_a_crash_it_starts_again_with_its_data(caller: Caller) -> None:
    url, pid = found(caller)
    with psycopg.connect(url) as conn:
        conn.execute("create table kept ()")
    os.kill(pid, signal.SIGKILL)
    assert comes_true(lambda: is_gone(pid))
    again, other = found(caller)
    assert again == url
    assert other != pid
    with psycopg.connect(url) as conn:
        assert conn.execute("select * from kept").rowcount == 0


@AS_EITHER
@pytest.mark.deep
def test_a_process_that_got_the_number_of_a_crashed_server_is_not_mistaken_for_it(
    caller: Caller,
) -> None:
    url, pid = found(caller)
    os.kill(pid, signal.SIGKILL)
    assert comes_true(lambda: is_gone(pid))
    # The number now belongs to a caller: of the same user, which is what Postgres takes for alive.
    taken = f"""
pid_file = next(home.glob("*/data/postmaster.pid"))
child = os.fork()
if not child:
    if os.geteuid() == 0:
        os.setuid(pwd.getpwnam("nobody").pw_uid)
    time.sleep(60)
try:
    pid_file.write_text(pid_file.read_text().replace("{pid}", str(child), 1))
    first = servers.stop_persistent()
    server = servers.start_persistent()
    print(first, server.url, os.waitpid(child, os.WNOHANG)[0])
finally:
    os.kill(child, 9)
"""
    assert caller.run(taken) == f"False {url} 0"


@AS_EITHER
@pytest.mark.deep
def test_where_its_port_is_taken_it_takes_another(caller: Caller) -> None:
    url, _ = found(caller)
    caller.run("servers.stop_persistent()")
    port = int(str(conninfo_to_dict(url)["port"]))
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        elsewhere, _ = found(caller)
        assert elsewhere != url
        psycopg.connect(elsewhere).close()
    caller.run("servers.stop_persistent()")
    assert found(caller)[0] == url


@AS_EITHER
@pytest.mark.deep
def test_a_start_that_was_killed_half_way_is_begun_again(caller: Caller) -> None:
    process = caller.start(
        """
from amity.servers import cluster
run = cluster.run
def dawdle(failure, command, **options):
    said = run(failure, command, **options)
    if "initdb" in str(command[0]):
        print("initialised", flush=True)
        time.sleep(60)
    return said
cluster.run = dawdle
servers.start_persistent()
"""
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "initialised\n"
    process.kill()
    process.communicate()
    assert not (caller.home / "18").exists()
    found(caller)
    assert not list(caller.home.glob("*.unfinished"))


def test_what_could_not_be_finished_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), directories.complete(tmp_path / "it") as unfinished:
        (unfinished.mkdir(), Path("/nowhere/at/all").read_text())
    assert list(tmp_path.iterdir()) == []


def test_only_we_get_in(caller: Caller) -> None:
    found(caller)
    cluster = caller.home / "18"
    account = "nobody" if os.geteuid() == 0 else caller.user
    for path, mode in (
        (caller.home, 0o711 if caller.uid == 0 else 0o700),
        (caller.home / "lock", 0o600),
        (cluster / "password", 0o600),
    ):
        assert stat.S_IMODE(path.stat().st_mode) == mode, path
        assert path.stat().st_uid == caller.uid, path
    data = cluster / "data"
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert not account or data.owner() == account
    # No socket, and no way in without the password.
    lines = [line.split() for line in (data / "pg_hba.conf").read_text().splitlines()]
    assert {line[-1] for line in lines if line and not line[0].startswith("#")} == {"scram-sha-256"}
    assert (data / "postmaster.pid").read_text().splitlines()[4:6] == ["", "127.0.0.1"]


COMPLAIN = """
try:
    servers.start_persistent()
except servers.ServerError as error:
    print(error, "|", error.hint)
"""


@AS_EITHER
def test_what_it_says_when_the_password_is_gone(caller: Caller) -> None:
    found(caller)
    (caller.home / "18" / "password").unlink()
    said = caller.run(COMPLAIN)
    assert said.startswith("The password of the embedded Postgres cannot be read: ")
    assert "Put it back" in said


@AS_EITHER
def test_what_it_says_when_the_password_is_another(caller: Caller) -> None:
    url, _ = found(caller)
    with psycopg.connect(url) as conn:
        conn.execute("alter role postgres password 'mine'")
    assert "password authentication failed" in caller.run(COMPLAIN)


@AS_EITHER
@pytest.mark.deep
def test_what_it_says_when_it_cannot_start(caller: Caller) -> None:
    found(caller)
    caller.run("servers.stop_persistent()")
    with (caller.home / "18" / "data" / "postgresql.conf").open("a") as settings:
        settings.write("hba_file = '/nowhere'\n")
    said = caller.run(COMPLAIN)
    assert said.startswith("The embedded Postgres does not start: could not load /nowhere"), said
    assert not list((caller.home / "18" / "data").glob("postmaster.pid"))


def test_what_it_says_of_a_home_that_is_not_ours(caller: Caller, within_reach: Path) -> None:
    place = Path("/usr")
    if caller.uid == 0:
        place = within_reach / "theirs"
        place.mkdir()
        shutil.chown(place, "nobody")
    with_place = f"home = Path({str(place)!r})\n{COMPLAIN.replace('()', '(home)')}"
    assert caller.run(with_place).startswith(
        f"{place} belongs to another user, or others may write there."
    )
    assert not (place / "lock").exists()


@pytest.mark.deep
def test_a_home_that_was_there_before_stays_as_it_was(caller: Caller) -> None:
    caller.home.mkdir(mode=0o755)
    shutil.chown(caller.home, caller.uid)
    found(caller)
    assert stat.S_IMODE(caller.home.stat().st_mode) == 0o755
    caller.run("servers.stop_persistent()")

    caller.home.chmod(0o1777)
    assert caller.run(COMPLAIN).startswith(
        f"{caller.home} belongs to another user, or others may write there."
    )
    assert stat.S_IMODE(caller.home.stat().st_mode) == 0o1777


@pytest.mark.parametrize(
    ("environment", "uid", "home"),
    [
        ({"AMITY_HOME": "/a/b", "XDG_DATA_HOME": "/x"}, 1000, "/a/b"),
        ({"AMITY_HOME": "/a/b"}, 0, "/a/b"),
        ({"XDG_DATA_HOME": "/x", "HOME": "/home/ada"}, 1000, "/x/amity"),
        ({"XDG_DATA_HOME": "relative", "HOME": "/home/ada"}, 1000, "/home/ada/.local/share/amity"),
        ({"HOME": "/home/ada"}, 1000, "/home/ada/.local/share/amity"),
        ({"HOME": "/root", "XDG_DATA_HOME": "/root/.local/share"}, 0, "/var/lib/amity"),
    ],
)
def test_where_it_lives(
    environment: dict[str, str], uid: int, home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AMITY_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(os, "geteuid", lambda: uid)
    assert directories.default_home() == Path(home)


def test_deleting_it_leaves_what_is_not_ours(caller: Caller) -> None:
    assert caller.run("print(servers.delete_persistent(), home.exists())") == "False False"
    _, pid = found(caller)
    assert caller.run("print(servers.delete_persistent(), home.exists())") == "True False"
    assert is_gone(pid)
    found(caller)
    caller.run('(home / "notes").mkdir(); (home / "18" / "notes").touch()')
    assert caller.run("servers.delete_persistent(); print(sorted(home.iterdir()))") == (
        f"[{caller.home / 'notes'!r}]"
    )
