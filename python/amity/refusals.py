"""What the database refuses, as exceptions: one class for each slug.

The slugs, their status, message and hint live in the database (``amity_private.refusals``); the
module of each kind declares the exceptions of its own. As always in Postgres, the transaction in
which one was raised can only be rolled back, to its beginning or to a savepoint.
"""

from __future__ import annotations

import importlib
import pkgutil
import textwrap
from pathlib import Path
from typing import ClassVar

import psycopg

from amity.errors import AmityError

__all__ = [
    "ColumnIsFixed",
    "HistoryIsFinal",
    "InvalidInput",
    "IsolationUnsupported",
    "LimitReached",
    "NotAllowed",
    "NotJoined",
    "NotYours",
    "PairIsFixed",
    "PersonNotFound",
    "Refusal",
    "ServicesOnly",
    "SignedOut",
    "TextInvalid",
    "TextTooLong",
    "TooMuchAtOnce",
    "TruncateUnsupported",
    "refusal_for",
]


class Refusal(AmityError):  # noqa: N818 - it is an answer of the database
    """The database refuses the act. ``str()`` is a sentence for a person.

    ``slug`` is stable and for programs, ``status`` the HTTP status that PostgREST answers with,
    ``message`` the sentence and ``hint`` what to do next.
    """

    slug = "refused"
    by_slug: ClassVar[dict[str, type[Refusal]]] = {}

    def __init__(self, message: str, hint: str = "", *, status: int = 400, slug: str = "") -> None:
        super().__init__(message, hint)
        self.status = status
        if slug:
            self.slug = slug

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        Refusal.by_slug[cls.slug] = cls


class SignedOut(Refusal):
    """Nobody is speaking: see :class:`amity.speaking_as`."""


class NotJoined(Refusal):
    """Whoever speaks is no person here yet: see :func:`amity.people.join`."""


class NotYours(Refusal):
    """An act in the name of somebody else."""


class ServicesOnly(Refusal):
    """What only a service may do, called by somebody to whom it was granted all the same."""


class PersonNotFound(Refusal):
    """Nobody has that id; or, which must look the same, they blocked whoever speaks."""


class TextTooLong(Refusal):
    """A text of more characters than the hint says."""


class TextInvalid(Refusal):
    """A text with control characters."""


class TooMuchAtOnce(Refusal):
    """More people in one transaction than one person may act towards: the hint says how many."""


class LimitReached(Refusal):
    """A cap that the host set: the hint names it and its value."""


class PairIsFixed(Refusal):
    """Who did something towards whom cannot be rewritten."""


class ColumnIsFixed(Refusal):
    """A value that is the database's to set: a status, a date, a counter."""


class HistoryIsFinal(Refusal):
    """What happened cannot be changed."""


class TruncateUnsupported(Refusal):
    """A table of Amity cannot be emptied by TRUNCATE."""


class IsolationUnsupported(Refusal):
    """A write in a transaction above READ COMMITTED."""


class InvalidInput(Refusal):
    """A value that Postgres could not read as what it should be, such as a malformed uuid."""


class NotAllowed(Refusal):
    """The role that speaks has no right to do this at all."""


# Postgres refuses some input before any of our code runs; programs still get a slug.
_UNREADABLE = {
    *("42804", "42846", "42883"),  # a value of a type that cannot be cast
    *("42601", "42602"),  # a name that cannot be one
}
_NOT_ALLOWED = "42501"


def refusal_for(error: psycopg.Error | UnicodeError) -> Refusal | None:
    """The refusal that an error is, or ``None`` where it is something else."""
    if isinstance(error, UnicodeError):
        return InvalidInput("A text cannot be written as UTF-8", hint="Leave surrogates out.")
    sqlstate = error.sqlstate
    diagnosis = error.diag
    if sqlstate is not None and sqlstate.startswith("PT") and diagnosis.message_detail:
        slug = diagnosis.message_detail
        if slug not in Refusal.by_slug:
            _import_every_kind()
        return Refusal.by_slug.get(slug, Refusal)(
            diagnosis.message_primary or slug,
            hint=diagnosis.message_hint or "",
            status=int(sqlstate[2:]),
            slug=slug,
        )
    if sqlstate == _NOT_ALLOWED:
        return NotAllowed(
            diagnosis.message_primary or str(error),
            hint="Speak as a person, or as a service where one is needed.",
            status=403,
        )
    # psycopg itself refuses what cannot even be sent: a NUL in a text, a type it cannot adapt
    sent = not isinstance(error, psycopg.DataError | psycopg.ProgrammingError) or sqlstate
    if not sent or sqlstate in _UNREADABLE or (sqlstate or "")[:2] in {"22", "23"}:
        # Postgres repeats the value, however long it is
        message = textwrap.shorten(diagnosis.message_primary or str(error), 200)
        return InvalidInput(message, hint="Check the values that were passed.")
    return None


def _import_every_kind() -> None:
    """A trigger of one kind may refuse with the slug of another that was not imported yet."""
    package = importlib.import_module(__package__ or "amity")
    for module in pkgutil.iter_modules(package.__path__, prefix=f"{package.__name__}."):
        if not module.ispkg:
            importlib.import_module(module.name)
    # a kind that is a package declares its own in a module of this name
    for path in Path(__file__).parent.glob("*/refusals.py"):
        importlib.import_module(f"{package.__name__}.{path.parent.name}.refusals")
