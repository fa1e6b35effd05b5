"""The directories of a server: made whole or not at all, locked, removed with the process."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from amity.servers.errors import ServerError, file_errors
from amity.servers.programs import server_account

_ELSEWHERE = "Set AMITY_HOME to a directory of your own."


def default_home() -> Path:
    """Give the directory of the persistent server, which AMITY_HOME may name."""
    if chosen := os.environ.get("AMITY_HOME"):
        return Path(chosen).absolute()
    if os.geteuid() == 0:
        return Path("/var/lib/amity")  # the user `nobody` cannot pass through /root
    data = Path(os.environ.get("XDG_DATA_HOME", ""))
    return (data if data.is_absolute() else Path.home() / ".local" / "share") / "amity"


def server_directory(path: Path) -> Path:
    """Make a directory that only the server's account can enter."""
    path.mkdir(mode=0o700, exist_ok=True)
    path.chmod(0o700)  # whatever the umask
    if account := server_account():
        os.chown(path, account.pw_uid, account.pw_gid)
    return path


def our_directory(path: Path) -> Path:
    """Make a directory that is the caller's; the server's account may pass through."""
    path.mkdir(exist_ok=True)
    path.chmod(0o711 if server_account() else 0o700)
    return path


@contextmanager
def locked(home: Path | None) -> Iterator[Path]:
    """Make the persistent server's home if need be, and hold its lock: one caller at a time."""
    home = (home or default_home()).absolute()
    with file_errors(f"{home} cannot hold a Postgres", _ELSEWHERE):
        if not home.exists():
            home.parent.mkdir(parents=True, exist_ok=True)
            our_directory(home)
        status = home.stat()
        if status.st_uid != os.geteuid() or status.st_mode & 0o022:
            raise ServerError(
                f"{home} belongs to another user, or others may write there.", _ELSEWHERE
            )
        lock = os.open(home / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield home
    finally:
        os.close(lock)


@contextmanager
def complete(target: Path) -> Iterator[Path]:
    """Give the place to build `target` in: it gets its name when it is finished."""
    unfinished = target.with_name(f"{target.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        yield unfinished
        unfinished.rename(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


@contextmanager
def removed_afterwards(parent: Path | None) -> Iterator[tuple[Path, int]]:
    """Make a directory that is removed when its lifeline ends; give both.

    The lifeline is the writing end of a pipe, which we hold and every server process inherits. A
    shell in a session of its own waits at the other end. When the last of us is gone, however it
    ended, the shell removes the directory.
    """
    with file_errors("There is no room for a Postgres"):
        home = Path(tempfile.mkdtemp(prefix="amity-", dir=parent))
    reading, writing = os.pipe()
    remove = ["/bin/sh", "-c", 'read -r _; exec rm -rf -- "$0"', str(home)]
    with subprocess.Popen(  # noqa: S603 - all arguments are ours
        remove,
        stdin=reading,
        stdout=subprocess.DEVNULL,  # a reader of our output need not wait for this shell
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
    ) as remover:
        os.close(reading)
        try:
            yield home, writing
        finally:
            os.close(writing)
            remover.wait()
            shutil.rmtree(home, ignore_errors=True)  # in case the shell was killed
