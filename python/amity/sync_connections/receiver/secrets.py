"""Tokens and passwords, from a file that only its owner can read or from the environment.

Never from the command line, which every process of the machine can see, and never from a table.
"""

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from amity.sync_connections.receiver.errors import TokenMissingError

_MAX_LENGTH = 16384


@dataclass(frozen=True, slots=True)
class Secrets:
    """What opens a site. None of it is part of the representation."""

    token: str = field(repr=False)
    password: str | None = field(default=None, repr=False)
    """The connection's own password, if it has one."""
    login: str | None = field(default=None, repr=False)
    """Over Postgres the password of the user in the URL; over PostgREST a JWT."""
    apikey: str | None = field(default=None, repr=False)
    """Over PostgREST the key of a gateway in front of it, such as Supabase's."""
    login_from: str = "Secrets.login"
    """Where the login was read from, for error messages."""


def variable(name: str, kind: str = "TOKEN") -> str:
    """Give the environment variable for a connection of that name.

    >>> variable("shop.example (live)")
    'AMITY_SYNC_SHOP_EXAMPLE_LIVE_TOKEN'
    """
    word = re.sub("[^A-Za-z0-9]+", "_", name).strip("_").upper()
    return f"AMITY_SYNC_{word}_{kind}"


def _found(environment: Mapping[str, str], name: str, kind: str) -> str | None:
    return environment.get(variable(name, kind), "").strip() or None


def find_login(
    name: str, *, password_file: Path | None = None, environment: Mapping[str, str] = os.environ
) -> Secrets:
    """Find what announces this site at the one of that name: no token, and the site's password."""
    get = partial(_found, environment, name)
    password = read_secret(password_file) if password_file else None
    return Secrets("", password, get("LOGIN"), get("APIKEY"), variable(name, "LOGIN"))


def find_secrets(
    name: str, *, token_file: Path | None = None, environment: Mapping[str, str] = os.environ
) -> Secrets:
    """Find the secrets of the connection with that name; without a token they are refused."""
    get = partial(_found, environment, name)
    if token_file is None and (path := get("TOKEN_FILE")):
        token_file = Path(path)
    token = get("TOKEN") if token_file is None else read_secret(token_file)
    if not token:
        raise TokenMissingError(
            f"There is no token for {name}.",
            f"Write it to a file that only you can read and name that in --token-file or "
            f"{variable(name, 'TOKEN_FILE')}, or set {variable(name)}.",
        )
    if not is_word(token):
        raise TokenMissingError(
            "The token is malformed.", "It is one word of letters, digits, - and _."
        )
    return Secrets(token, get("PASSWORD"), get("LOGIN"), get("APIKEY"), variable(name, "LOGIN"))


def is_word(secret: str) -> bool:
    """Whether a secret is one word of ASCII, which fits into any request."""
    return secret.isascii() and secret.isprintable() and " " not in secret


def read_secret(path: Path) -> str:
    """Read a secret from a file that no other user can read; of the file as it was opened."""
    try:
        with path.open("rb") as file:
            _require_private(path, os.fstat(file.fileno()))
            return file.read(_MAX_LENGTH).decode().strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise TokenMissingError(
            f"Cannot read the file {path}: {reason}.", "Check its name."
        ) from error


def _require_private(path: Path, status: os.stat_result) -> None:
    if status.st_uid not in {os.geteuid(), 0} or stat.S_IMODE(status.st_mode) & 0o077:
        raise TokenMissingError(
            f"Others can read or change {path}, so it cannot hold a secret.", f"chmod 600 {path}"
        )
