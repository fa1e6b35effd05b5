"""What Amity raises: each error is a sentence for a person, a hint and a slug for programs."""

from __future__ import annotations

import re


class AmityError(Exception):
    """Something a person can put right: ``str()`` is a sentence, ``hint`` says what to do next.

    ``slug`` is stable and for programs: the name of the class, in snake case and without "Error".
    """

    slug: str = "amity"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "slug" not in vars(cls):
            words = re.findall("[A-Z][a-z]*", cls.__name__.removesuffix("Error"))
            cls.slug = "_".join(words).lower()


class InvalidUrlError(AmityError):
    """The text is not a database URL."""


class DatabaseUnreachableError(AmityError):
    """The server does not answer, has no such database, or closed the connection."""


class AuthenticationError(AmityError):
    """The server refuses this user or password."""


class ServerTooOldError(AmityError):
    """The server is older than Postgres 15."""


class InsufficientPrivilegeError(AmityError):
    """The role lacks a privilege."""


class ForeignObjectsError(AmityError):
    """An object that is not Amity's is in one of its schemas, or depends on its tables."""


class OperationFailedError(AmityError):
    """Postgres refused a statement, and its transaction was rolled back."""
