"""Each call on either connection; and what it says to a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from python.ways import SERVICE, People, Way

from amity import blocks, connections, follows, imports
from amity.errors import NotAllowed

if TYPE_CHECKING:
    from amity.calls import Call

KINDS = ("connections", "follows", "blocks")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_refused_is_told_by_its_line(kind: str, way: Way, joined: People) -> None:
    ada, ben = str(joined.ada), str(joined.ben)
    call: Callable[..., Call[Any]] = getattr(imports, kind)
    said = way.run(SERVICE, call([ada, ada, "no id"], [ada, ben, ben]))
    assert [line.line for line in said] == [1, 3]
    assert said[1] == imports.RefusedLine(3, "person_not_found")
    assert said[0].refused.startswith("self_")


def test_what_is_not_refused_stands(way: Way, joined: People) -> None:
    ada, ben = [str(joined.ada)], [str(joined.ben)]
    assert way.run(SERVICE, imports.connections(ada, ben)) == []
    assert way.run(joined.ada, connections.status(joined.ben)).status == "accepted"
    assert way.run(SERVICE, imports.follows(ada, ben)) == []
    assert [each.followed_id for each in way.run(joined.ada, follows.following())] == [joined.ben]
    assert way.run(SERVICE, imports.blocks(ada, ben)) == []
    assert [each.blocked_id for each in way.run(joined.ada, blocks.mine())] == [joined.ben]
    assert way.run(joined.ada, connections.status(joined.ben)).status == "none"


@pytest.mark.parametrize("kind", KINDS)
def test_a_person_does_not(kind: str, way: Way, joined: People) -> None:
    call: Callable[..., Call[Any]] = getattr(imports, kind)
    with pytest.raises(NotAllowed):
        way.run(joined.ada, call([str(joined.ada)], [str(joined.ben)]))
