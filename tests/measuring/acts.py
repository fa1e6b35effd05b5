"""Every act of Amity, as the clients of a race do it at random.

Each is a transaction of its own: two acts in one can deadlock by the order that its client chose.
So can a plain statement about many rows, so that those are of one row; and several accounts that
end at once, beside the end of a type of label that several of them bear.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, LiteralString
from uuid import UUID

from races.stage import MAKERS

from amity import (
    accounts,
    circles,
    counts,
    imports,
    invites,
    labels,
    notifications,
    people,
    settings,
    step_backs,
    suggestions,
)
from amity.calls import Call, values


def _rows(statement: LiteralString, *given: Any) -> Call[list[Any]]:
    """A plain statement about tables, as any client may send it."""
    return values(object, statement, *given)


STEP_BACK_IN_A_FRIENDSHIP = """
update amity.friendships
set status = 'accepted', stepped_back_by = (select amity.me()), stepped_back_until = null
where %s in (requester_id, addressee_id) returning id
"""

TOWARDS: dict[str, Callable[[UUID], Call[Any]]] = {
    **{name: make for name, make in MAKERS.items() if name != "leave"},
    "step back": step_backs.step_back_from,
    "change a step-back": partial(step_backs.change, reason="hm"),
    "return": step_backs.return_to,
    "label": labels.label,
    "relabel": partial(labels.relabel, note="hm"),
    "unlabel": labels.unlabel,
    "label with a type": partial(
        _rows,
        "insert into amity.labels (person_id, type_id) select %s, id from amity.label_types "
        "order by random() limit 1 returning id",
    ),
    "restore": suggestions.restore,
    "accept and step back": partial(_rows, STEP_BACK_IN_A_FRIENDSHIP),
    "insert a request": partial(
        _rows, "insert into amity.connections (recipient_id) values (%s) returning id"
    ),
    "ask by the view": partial(
        _rows, "insert into amity.connection_requests (recipient_id) values (%s) returning id"
    ),
}
"""What a person does to another."""


def _one_of(table: LiteralString, statement: LiteralString) -> Callable[[], Call[Any]]:
    """A statement about one row that the person sees in a table."""
    return partial(
        _rows, f"{statement} where id = (select id from {table} order by random() limit 1)"
        " returning id"
    )  # fmt: skip


ALONE: dict[str, Callable[[], Call[Any]]] = {
    "create a circle": partial(circles.create, "climbers"),
    "issue an invite": invites.issue,
    "issue a QR code": partial(invites.issue, medium="qr"),
    "revoke an invite": _one_of("amity.invites", "delete from amity.invites"),
    "create a type": partial(labels.create_type, "mentor"),
    "rename a type": _one_of("amity.label_types", "update amity.label_types set name = 'climber'"),
    "delete a type": _one_of("amity.label_types", "delete from amity.label_types"),
    "create a dynamic circle": partial(
        _rows,
        "insert into amity.circles (name, label_type_id) select 'mentors', id "
        "from amity.label_types order by random() limit 1 returning id",
    ),
    "rename a circle": _one_of("amity.circles", "update amity.circles set name = 'hikers'"),
    "annotate a request": partial(
        _rows,
        "select amity.annotate_request(id, 'hm') from amity.connections "
        "where requester_id = (select amity.me()) order by random() limit 1",
    ),
    "read notifications": notifications.read,
    "read one": _one_of("amity.notifications", "update amity.notifications set read_at = now()"),
    "dismiss one": _one_of("amity.notifications", "delete from amity.notifications"),
    "delete notifications": partial(
        _rows, "select amity.delete_notifications(array(select id from amity.notifications))"
    ),
    "join": people.join,
}
"""What a person does alone."""

IN_CIRCLE: dict[str, Callable[[UUID, UUID], Call[Any]]] = {
    "invite into a circle": circles.invite,
    "promote": circles.promote,
    "demote": circles.demote,
    "remove from a circle": circles.remove,
    "join a circle": lambda circle, _: circles.accept(circle),
    "decline a circle": lambda circle, _: circles.decline(circle),
    "leave a circle": lambda circle, _: circles.leave(circle),
    "end a circle": lambda circle, _: circles.end(circle),
}
"""What a person does in a circle, some of it to another."""

LEAVE: dict[str, Callable[[UUID, UUID], Call[Any]]] = {
    "leave": lambda me, _: MAKERS["leave"](me),
    "leave the host": lambda me, _: _rows("delete from users where id = %s returning id", me),
    "forget": lambda me, _: accounts.forget(me),
}
"""How a service ends accounts."""

COME_BACK = (
    "insert into users select unnest(%(people)s::uuid[]) on conflict do nothing",
    "insert into amity.people (id) select unnest(%(people)s::uuid[]) on conflict do nothing",
)


def _setting(name: str, *choices: str | int | bool | None) -> dict[str, Any]:
    return {
        f"set {name} to {choice}": lambda _, __, choice=choice: settings.change(name, choice)
        for choice in choices
    }


BY_SERVICE: dict[str, Callable[[UUID, UUID], Call[Any]]] = {
    **LEAVE,
    "tidy": lambda _, __: accounts.tidy(),
    "rebuild counts": lambda _, __: counts.rebuild(),
    "take notifications": lambda _, __: notifications.take(),
    "change a host key": lambda me, _: _rows(
        "update amity.people set host_key = random()::text where id = %s returning id", me
    ),
    "import connections": lambda me, other: imports.connections(
        [str(me)], [str(other)], run="race"
    ),
    "import requests": lambda me, other: imports.requests([str(me)], [str(other)], run="race"),
    "import follows": lambda me, other: imports.follows(
        [str(me), str(other)], [str(other), str(me)], run="race"
    ),
    "import blocks": lambda me, other: imports.blocks([str(me)], [str(other)], run="race"),
    "undo an import": lambda _, __: imports.undo("race"),
    "keep badges": lambda _, __: _rows(
        "update amity.badges set kept = not kept where badge = 'ice_breaker' returning badge"
    ),
    **_setting("max_connections", 3, None),
    **_setting("max_following", 3, None),
    **_setting("connections_need_approval", False, True),
    **_setting("history_retention", "1 second", None),
    **_setting("request_ttl", "1 second", None),
    **_setting("notifications_are_taken", False, True),
    **_setting("notify_channel", False, True),
}
"""What a service does: a few acts in a hundred, because who leaves takes their ties along."""

SELDOM = ("block", "label with a type", "accept and step back", *ALONE)
"""What is nearly always possible, and would leave little to do for the other acts."""
