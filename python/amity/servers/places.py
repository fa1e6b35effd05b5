"""Whose a server is, and where it lives."""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from amity.servers.problems import ServerError, explained

_SHARED_MEMORY = "/dev/shm"  # noqa: S108 - what goes there is made by mkdtemp

_ROOM = 1 << 30  # bytes that shared memory must have free before a throwaway server lives there


def server_account() -> pwd.struct_passwd | None:
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


def scratch() -> str:
    """Give shared memory if it has room, which spares the disk, else the temporary directory."""
    with suppress(OSError):
        shm = os.statvfs(_SHARED_MEMORY)
        roomy = shm.f_bavail * shm.f_frsize >= _ROOM
        if roomy and not shm.f_flag & os.ST_NOEXEC and os.access(_SHARED_MEMORY, os.W_OK):
            return _SHARED_MEMORY
    return tempfile.gettempdir()


def default_home() -> Path:
    """Give where the persistent server lives unless somebody says so."""
    if chosen := os.environ.get("AMITY_HOME"):
        return Path(chosen).absolute()
    if os.geteuid() == 0:
        # Not root's own data directory: nobody could not pass through /root.
        return Path("/var/lib/amity")
    data = Path(os.environ.get("XDG_DATA_HOME", ""))
    return (data if data.is_absolute() else Path.home() / ".local" / "share") / "amity"


def directory(path: Path, account: pwd.struct_passwd | None, mode: int = 0o700) -> Path:
    """Make a directory that `account` owns, or we do where there is none."""
    path.mkdir(mode=mode, exist_ok=True)
    path.chmod(mode)  # whatever the umask
    if account:
        os.chown(path, account.pw_uid, account.pw_gid)
    return path


@contextmanager
def locked(home: Path | None) -> Iterator[Path]:
    """Make the persistent server's home if need be, and hold its lock: one caller at a time."""
    home = (home or default_home()).absolute()
    try:
        if not home.exists():
            home.parent.mkdir(parents=True, exist_ok=True)
            directory(home, None, 0o700 if os.geteuid() else 0o711)
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


@contextmanager
def whole_or_not(target: Path) -> Iterator[Path]:
    """Give the place to build `target` in: it gets its name when it is finished."""
    unfinished = target.with_name(f"{target.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        yield unfinished
        unfinished.rename(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


@contextmanager
def swept_directory() -> Iterator[tuple[Path, int]]:
    """Make a directory that goes when its lifeline ends; give both.

    The lifeline is the writing end of a pipe, which we hold and every server process inherits.
    At the other end waits a shell in a session of its own. When the last of us is gone, for
    whatever reason, it removes the directory.
    """
    with explained("There is no room for a Postgres"):
        home = Path(tempfile.mkdtemp(prefix="amity-", dir=scratch()))
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
