"""What a site responds, validated: types, sizes, and that each page continues the one before.

A site may be broken or hostile. A response that passes has the right shape and nothing more: its
names are only compared with those of this database, and its values are only data. Unknown fields
of tables and columns are dropped.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from operator import itemgetter
from typing import Annotated, TypeVar
from uuid import UUID

import msgspec
from msgspec import Meta

from amity.sync_connections.receiver import errors
from amity.sync_connections.receiver.errors import invalid_response, printable

T = TypeVar("T")
Shape = TypeVar("Shape", bound="_Allowed")

# A text that Postgres can store: without NUL and without half of a surrogate pair.
_TEXT = "\\A[^\0\ud800-\udfff]*\\Z"
_TableName = Annotated[str, Meta(min_length=1, max_length=300, pattern=_TEXT)]


@dataclass(frozen=True, slots=True)
class SentColumn:
    """A column of the table at the sending site."""

    name: Annotated[str, Meta(min_length=1, max_length=63 * 4, pattern=_TEXT)]
    type: Annotated[str, Meta(min_length=1, max_length=1000, pattern=_TEXT)]
    not_null: bool
    identity: bool
    generated: bool
    key: Annotated[int, Meta(ge=1, le=1600)] | None
    """Its position in the primary key, from 1."""
    cursor: bool = False
    """Whether the table can be pulled in its order."""


_Columns = Annotated[list[SentColumn], Meta(min_length=1, max_length=1600)]


class _Response(msgspec.Struct, frozen=True):
    allowed: bool


class _Refusal(_Response, frozen=True):
    slug: Annotated[str, Meta(min_length=1, max_length=100, pattern=_TEXT)]
    message: str | None
    hint: str | None


class _Receipt(msgspec.Struct, frozen=True):
    receipt: str | None = None


class _Allowed(_Response, frozen=True, forbid_unknown_fields=True):
    http_status: int | None
    slug: str | None
    message: str | None
    hint: str | None


@dataclass(frozen=True, slots=True)
class OfferedTable:
    """A table that the site offers; ``sites`` are the sites whose rows it has."""

    table: _TableName
    columns: _Columns
    estimated_rows: Annotated[int, Meta(ge=0, lt=1 << 62)] | None
    requires_approval: bool
    refers_to: list[_TableName]
    sites: Annotated[list[UUID], Meta(min_length=1, max_length=1000)]

    def __post_init__(self) -> None:
        _check_names(self.columns)


class Offer(_Allowed, frozen=True):
    """What `amity.sync_tables()` returns."""

    tables: Annotated[list[OfferedTable], Meta(max_length=100_000)]


class Approval(_Allowed, frozen=True):
    """What `amity.sync_request()` returns: the transfer that now waits for an approval."""

    sync_connection_id: UUID | None
    transfer_id: UUID
    rows_granted: int | None


class Permit(_Allowed, frozen=True):
    """What `amity.sync_grant()` returns."""

    transfer_id: UUID
    rows_granted: int
    signed_grant: str


class Page(_Allowed, frozen=True):
    """What `amity.sync_pull()` and `amity.sync_read()` return."""

    transfer_id: UUID
    columns: _Columns
    records: Annotated[list[list[str | None]], Meta(max_length=100_000)]
    record_count: int
    reached: list[str] | None
    is_last: bool
    receipt: str | None = None

    def __post_init__(self) -> None:
        _check_names(self.columns)
        positions = sorted(column.key for column in self.columns if column.key)
        if not positions or positions != list(range(1, len(positions) + 1)):
            raise ValueError("the primary key is incomplete")
        if set(map(len, self.records)) - {len(self.columns)}:
            raise ValueError("a record has more or fewer values than there are columns")
        if self.record_count != len(self.records):
            raise ValueError("`record_count` is wrong")

    def check(self, after: list[str] | None, limit: int, cursor: str | None = None) -> None:
        """Check that this is the page after that key, with at most so many records."""
        numbered = [
            (0 if column.name == cursor else column.key, at)
            for at, column in enumerate(self.columns)
            if column.key or column.name == cursor
        ]
        positions = [at for _, at in sorted(numbered)]
        parts = [list(map(itemgetter(at), self.records)) for at in positions]
        keys = set(zip(*parts, strict=True)) if len(parts) > 1 else set(parts[0])
        reached = [part[-1] for part in parts] if self.records else after
        for is_wrong, reason in (
            (len(self.records) > limit, "it has more records than requested"),
            (not all(map(_are_texts, parts)), "a primary key is not a text"),
            (len(keys) < len(self.records), "a primary key occurs twice"),
            (self.reached != reached, "`reached` is not the last key"),
            # such a page would be requested again and again
            (not self.records and not self.is_last, "it has no records and is not the last page"),
        ):
            if is_wrong:
                raise invalid_response(reason)


class Digest(_Allowed, frozen=True):
    """What `amity.sync_checksum()` returns."""

    columns: Annotated[list[str], Meta(max_length=1600)]
    row_count: Annotated[int, Meta(ge=0, lt=1 << 62)]
    checksum: Annotated[str, Meta(max_length=100)]


class Announced(_Allowed, frozen=True):
    """What `amity.sync_announce()` returns: nothing that tells whether it was known."""

    sync_connection_id: None
    transfer_id: None
    rows_granted: None


# More than an honest page or offer has: of records, of columns, of tables and what is in them.
_MAX_LISTS = 1_000_000
_STRINGS = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"')


def load_json(content: bytes, shape: type[T]) -> T:
    """Read JSON, in memory in proportion to its size: an empty list has 3 bytes, and here 64."""
    if content.count(b"[") + content.count(b"{") > _MAX_LISTS:
        # the values of rows may have many of them
        structure = _STRINGS.sub(b"", content)
        if structure.count(b"[") + structure.count(b"{") > _MAX_LISTS:
            raise invalid_response(f"it has more than {_MAX_LISTS:,} lists and objects")
    return msgspec.json.decode(content, type=shape)


def read(shape: type[Shape], content: bytes) -> Shape:
    """Read and validate a response; a refusal of the site is raised as a SiteRefusedError."""
    try:
        try:
            found = load_json(content, shape)
            if found.allowed:
                return found
        except msgspec.ValidationError:
            # a refusal has nothing else
            if msgspec.json.decode(content, type=_Response).allowed:
                raise
        refusal = msgspec.json.decode(content, type=_Refusal)
    except (ValueError, RecursionError) as error:
        raise invalid_response(printable(error)) from None
    raise errors.SiteRefusedError(
        f"{printable(refusal.message or refusal.slug)}.",
        printable(refusal.hint or ""),
        slug=printable(refusal.slug),
    )


def read_receipt(content: bytes) -> str | None:
    """Read the receipt of a page that could not be read."""
    with suppress(ValueError, RecursionError):
        return msgspec.json.decode(content, type=_Receipt).receipt
    return None


def read_value(shape: type[T], content: bytes) -> T:
    """Read and validate a response that is one value."""
    try:
        return load_json(content, shape)
    except (ValueError, RecursionError) as error:
        raise invalid_response(printable(error)) from None


def _are_texts(values: list[str | None]) -> bool:
    """Whether all are texts that Postgres can store; at once, as the values of a page are many."""
    # half of a surrogate pair is no JSON
    return None not in values and "\0" not in "".join(filter(None, values))


def _check_names(columns: list[SentColumn]) -> None:
    if len({column.name for column in columns}) < len(columns):
        raise ValueError("a column occurs twice")
