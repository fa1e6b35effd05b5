"""What a line says, as an edge: the two people, the dates and the status, in whatever spelling."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from amity.imports import Edge, Kind, Refused

COLUMNS: dict[Kind, tuple[str, ...]] = {
    "connections": ("requester", "recipient", "requested_at", "accepted_at", "status"),
    "requests": ("requester", "recipient", "requested_at"),
    "follows": ("follower", "followed", "created_at"),
    "blocks": ("blocker", "blocked", "created_at"),
}
"""The two people, and what may be missing."""


class _NoEdgeError(Exception):
    """A line gives no edge, for the reason that the slug names."""


Record = tuple[Edge | Refused, Mapping[str, Any]]
"""A line as it is imported, and the value of each column as it was read."""

_LONGEST_KEY = 500
_NULLS = (None, "", r"\N", "NULL")
_STATUSES = {
    **dict.fromkeys(("accepted", "approved", "confirmed"), "accepted"),
    **dict.fromkeys(("pending", "requested"), "pending"),
}
# Seconds or milliseconds since 1970: nine digits of seconds are of 1973, of milliseconds twelve.
_EPOCH = re.compile(r"\d{9,13}(\.\d+)?")
_EARLIEST_SECONDS = 10**8
_EARLIEST_MILLISECONDS = 10**11
# A date in digits alone is read as ISO 8601 only: 05/11 is another day in another country.
_WRITTEN_DATES = (
    "%d %b %Y",
    "%d %B %Y",
    "%d-%b-%Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%a %b %d %H:%M:%S %z %Y",
    "%a, %d %b %Y %H:%M:%S %z",
)


@dataclass(frozen=True)
class Reading:
    """How the lines are read, as the options of the command say."""

    kind: Kind
    names: Mapping[str, str] = field(default_factory=dict)
    """What columns are called there."""
    person: str | None = None
    """The person of lines that name only the other one."""
    people: Mapping[str, str] | None = None
    """The person that is meant by a name, where people have other names there."""
    skip: int = 0
    has_header: bool = True

    @cached_property
    def given(self) -> str | None:
        """The column in which the person stands: the first, unless it was mapped."""
        if self.person is None:
            return None
        first, second, *_ = COLUMNS[self.kind]
        return second if first in self.names else first

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns to find there."""
        return tuple(column for column in COLUMNS[self.kind] if column != self.given)

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """The columns without which no line can be imported, or that were named."""
        people = COLUMNS[self.kind][:2]
        return tuple(each for each in self.columns if each in people or each in self.names)

    def spellings(self, column: str) -> tuple[str, ...]:
        """Give the names that a column may have: the mapped one, or its own two."""
        return (self.names[column],) if column in self.names else (column, f"{column}_id")

    def record(self, number: int, values: dict[str, Any]) -> Record:
        """Give what a line says, which cannot be read if a column has no value."""
        is_whole = len(values) == len(self.columns)
        if self.given:
            values[self.given] = self.person
        try:
            return self._edge(number, values, is_whole=is_whole), values
        except _NoEdgeError as error:
            # cut to what is still too long: a batch of these is kept until it is reported
            return Refused(number, str(error)), {
                column: value[: _LONGEST_KEY + 1] if isinstance(value, str) else value
                for column, value in values.items()
            }

    def _edge(self, number: int, values: Mapping[str, Any], *, is_whole: bool) -> Edge:
        if not is_whole:
            raise _NoEdgeError("line_unreadable")
        first, second, began, *more = COLUMNS[self.kind]
        ones, others = self._person(first, values[first]), self._person(second, values[second])
        if not more:
            return Edge(number, ones, others, _moment(values[began]))
        edge = Edge(number, ones, others, _moment(values[began]), _moment(values[more[0]]))
        status = values["status"]
        if status in _NULLS:
            return edge
        match _STATUSES.get(str(status).strip().casefold()):
            case "accepted":
                return replace(edge, agreed_at=edge.agreed_at or edge.began_at)
            case "pending":
                return replace(edge, pending=True)
        raise _NoEdgeError("not_accepted")

    def _person(self, column: str, value: Any) -> str:
        """Give a person's id or key as text, as a host writes it."""
        if value in _NULLS:
            raise _NoEdgeError("person_missing")
        if isinstance(value, bool) or not isinstance(value, str | int | UUID):
            raise _NoEdgeError("line_unreadable")
        key = str(value).strip()
        if len(key) > _LONGEST_KEY or not key.isprintable():
            raise _NoEdgeError("line_unreadable")
        if not key:
            raise _NoEdgeError("person_missing")
        if self.people is None or column == self.given:
            return key
        if key not in self.people:
            raise _NoEdgeError("person_not_found")
        return self.people[key]


def _moment(value: Any) -> datetime | None:
    """Give a moment; a day is its midnight, and one without a time zone is UTC."""
    if value in _NULLS:
        return None
    try:
        if isinstance(value, str):
            text = value.strip()
            is_epoch = text[4:5] != "-" and _EPOCH.fullmatch(text)
            value = float(text) if is_epoch else _written(text)
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            seconds = float(value) / (1000 if value >= _EARLIEST_MILLISECONDS else 1)
            value = datetime.fromtimestamp(seconds, UTC) if seconds >= _EARLIEST_SECONDS else ""
        elif isinstance(value, date) and not isinstance(value, datetime):
            value = datetime(value.year, value.month, value.day, tzinfo=UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise _NoEdgeError("date_invalid") from error
    if not isinstance(value, datetime):
        raise _NoEdgeError("date_invalid")
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _written(text: str) -> datetime:
    """Read a date: ISO 8601, or with the month in English words."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        for form in _WRITTEN_DATES:
            with suppress(ValueError):
                return datetime.strptime(text, form)  # noqa: DTZ007 - the caller gives the zone
        raise
