"""What Amity raises: each error is a sentence for a person, a hint and a slug for programs."""

from __future__ import annotations

import re
from typing import ClassVar


class AmityError(Exception):
    """Something a person can put right: ``str()`` is a sentence, ``hint`` says what to do next.

    ``slug`` is stable and for programs: the name of the class, in snake case and without "Error",
    or what a database or site gave.
    """

    slug: str = "amity"

    def __init__(self, message: str, hint: str = "", *, slug: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.slug = slug or self.slug

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


class NotInstalledError(AmityError):
    """The database has no Amity, or an older one than this package needs."""


class ForeignObjectsError(AmityError):
    """An object that is not Amity's is in one of its schemas, or depends on its tables."""


class OperationFailedError(AmityError):
    """Postgres refused a statement, and its transaction was rolled back."""


class MissingExtraError(AmityError, ImportError):
    """A package of an extra is not installed. The sentence says how to install it."""


class OutputError(AmityError):
    """A file exists already, or cannot be written."""


class Refusal(AmityError):  # noqa: N818 - it is an answer of the database
    """The database refuses the act. ``str()`` is a sentence for a person.

    ``slug`` is stable and for programs, ``status`` the HTTP status that PostgREST answers with,
    ``message`` the sentence and ``hint`` what to do next.
    """

    slug = "refused"
    by_slug: ClassVar[dict[str, type[Refusal]]] = {}

    def __init__(self, message: str, hint: str = "", *, status: int = 400, slug: str = "") -> None:
        super().__init__(message, hint, slug=slug)
        self.status = status

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        Refusal.by_slug[cls.slug] = cls


class SignedOut(Refusal):
    """The transaction speaks for no person: see :func:`amity.speaking_as`."""


class NotJoined(Refusal):
    """The speaker is not a person yet: see :func:`amity.people.join`."""


class NoActor(Refusal):
    """A service that did not say who acts: see :func:`amity.speaking_as`."""


class NotYours(Refusal):
    """An act in the name of another person."""


class ServicesOnly(Refusal):
    """A function for services, called by another role that was granted it."""


class PersonNotFound(Refusal):
    """No person has that id; or, which must look the same, the person blocked the speaker."""


class TextTooLong(Refusal):
    """A text of more characters than the hint says."""


class TextInvalid(Refusal):
    """A text with control characters, or one that cannot be seen."""


class DateInvalid(Refusal):
    """A date that is infinite, or before the year 1 or after the year 9999."""


class TooMuchAtOnce(Refusal):
    """Acts towards too many people in one transaction: the hint says how many are allowed."""


class LimitReached(Refusal):
    """A cap that the host set: the hint names it and its value."""


class PairIsFixed(Refusal):
    """The two people of a tie cannot be changed."""


class ColumnIsFixed(Refusal):
    """A column that only the database sets: a status, a date, a counter."""


class HistoryIsFinal(Refusal):
    """The history cannot be changed."""


class NotWritable(Refusal):
    """A view that only shows what is there: the hint says what to write to."""


class TruncateUnsupported(Refusal):
    """A table of Amity cannot be emptied by TRUNCATE."""


class IsolationUnsupported(Refusal):
    """A write in a transaction above READ COMMITTED."""


class InvalidInput(Refusal):
    """A value that Postgres cannot read, such as a malformed uuid."""


class NotAllowed(Refusal):
    """The role lacks the privilege."""


class ReadOnly(Refusal):
    """A write on a standby, or in a transaction that only reads."""
