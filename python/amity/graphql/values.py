"""Values of a client as the database takes them, and values of the database as a client does."""

from datetime import UTC, datetime
from re import sub
from typing import overload
from uuid import UUID, uuid4

_ORDERED_BY_TIME = 7
_LATEST = 253_402_214_400_000  # the last day of the year 9999


def as_id(text: str) -> UUID:
    """Give an id; a malformed one is a new one, so that it is as unknown as any other."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


@overload
def as_text(text: str) -> str: ...
@overload
def as_text(text: None) -> None: ...
def as_text(text: str | None) -> str | None:
    """Give a text that can be sent: for what cannot, a character that the database refuses."""
    return None if text is None else sub("[\0\ud800-\udfff]", "\x01", text)


def written(moment: datetime) -> str:
    """Write a moment as an AWSDateTime, such as 2026-11-21T15:04:05.123Z."""
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03}Z"


def moment_of(id_: UUID) -> datetime:
    """Give the moment with which a UUID v7 begins; of another one, the beginning of time."""
    is_ordered = id_.version == _ORDERED_BY_TIME
    milliseconds = min(id_.int >> 80, _LATEST) if is_ordered else 0
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
