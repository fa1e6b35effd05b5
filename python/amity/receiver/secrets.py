"""Tokens and passwords: from a file that only we can read, or from the environment.

Never from the command line, which every process of the machine can see, and never from a table.
"""

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from amity.receiver.errors import TokenMissing

__all__ = ["Secrets", "found", "is_word", "read_secret", "variable"]

_LONGEST = 16384


@dataclass(frozen=True, slots=True)
class Secrets:
    """What opens a site. None of it is part of the representation."""

    token: str = field(repr=False)
    password: str | None = field(default=None, repr=False)
    """The connection's own password, where it has one."""
    login: str | None = field(default=None, repr=False)
    """Over Postgres the password of the user in the URL; over PostgREST a JWT."""
    apikey: str | None = field(default=None, repr=False)
    """Over PostgREST the key that a gateway before it wants, as Supabase's does."""
    login_from: str = "Secrets.login"
    """Where the login is looked for, for whoever has to say it."""


def variable(name: str, what: str = "TOKEN") -> str:
    """Give the environment variable for a connection of that name.

    >>> variable("shop.example (live)")
    'AMITY_SYNC_SHOP_EXAMPLE_LIVE_TOKEN'
    """
    word = re.sub("[^A-Za-z0-9]+", "_", name).strip("_").upper()
    return f"AMITY_SYNC_{word}_{what}"


def found(
    name: str, *, token_file: Path | None = None, environment: Mapping[str, str] = os.environ
) -> Secrets:
    """Give what opens the site of that name.

    Raises:
        TokenMissing: there is no token, or others can read the file that it is in.
    """

    def said(what: str) -> str | None:
        return environment.get(variable(name, what), "").strip() or None

    if token_file is None and (path := said("TOKEN_FILE")):
        token_file = Path(path)
    token = said("TOKEN") if token_file is None else read_secret(token_file)
    if not token:
        raise TokenMissing(
            f"There is no token for {name}.",
            f"Put it into a file of your own and name that with --token-file or "
            f"{variable(name, 'TOKEN_FILE')}, or set {variable(name)}.",
        )
    if not is_word(token):
        raise TokenMissing("That is no token.", "A token is one word of letters, digits, - and _.")
    login_from = variable(name, "LOGIN")
    return Secrets(token, said("PASSWORD"), said("LOGIN"), said("APIKEY"), login_from)


def is_word(secret: str) -> bool:
    """Whether it is one word that fits wherever a token is sent."""
    return secret.isascii() and secret.isprintable() and " " not in secret


def read_secret(path: Path) -> str:
    """Read a secret, looking at the very file that is read.

    Raises:
        TokenMissing: it cannot be read, or others can read it too.
    """
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            _keep_private(path, status)
            return file.read(_LONGEST).decode().strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise TokenMissing(
            f"The file {path} cannot be read: {reason}.", "Check its name."
        ) from error


def _keep_private(path: Path, status: os.stat_result) -> None:
    if not (stat.S_ISREG(status.st_mode) or stat.S_ISFIFO(status.st_mode)):
        raise TokenMissing(f"{path} is no file.", "Name a file with the token in it.")
    if status.st_uid not in {os.geteuid(), 0} or stat.S_IMODE(status.st_mode) & 0o077:
        raise TokenMissing(
            f"Others can read or change {path}, so it keeps no secret.", f"chmod 600 {path}"
        )
