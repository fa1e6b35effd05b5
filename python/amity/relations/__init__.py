"""Relations: my relation to many people, and my counters, in one call each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amity.calls import Call, Id, many, value
from amity.connections import ConnectionState
from amity.relations import errors

__all__ = ["errors", "find", "my_counters", "with_people"]


@dataclass(frozen=True, slots=True)
class Relation:
    """A row of ``amity.relations_with()``: from my side, without who blocked me."""

    person_id: UUID
    connection: ConnectionState
    connection_id: UUID | None
    following: bool
    followed_by: bool
    blocking: bool
    stepped_back: bool
    stepped_back_until: datetime | None
    mutual_count: int | None


def with_people(people: Sequence[Id], *, with_mutual: bool = False) -> Call[list[Relation]]:
    """My relation to each of at most 1000 people, in their order, each once.

    :param with_mutual: also count mutual connections, which takes longer.

    Refuses: ``too_many_people``.
    """
    query = "select * from amity.relations_with(%s::uuid[], %s)"
    return many(Relation, query, [str(person) for person in people], with_mutual)


def find(key: UUID | int | str) -> Call[UUID | None]:
    """The person with that key in the host's table of users, for the person who is speaking.

    ``None`` is a key of no person, and also of a person who blocked me. A service asks
    :func:`amity.people.of`.
    """
    return value(UUID, "select amity.find_person(%s::text)", str(key))


def my_counters() -> Call[dict[str, int]]:
    """All counts of a navigation bar, by name.

    They are ``connections``, ``followers``, ``following``, ``pending_received``, ``pending_sent``,
    and those of other kinds.
    """
    return value(dict, "select amity.my_counters()")
