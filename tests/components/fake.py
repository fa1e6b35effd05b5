"""A GraphQL server of one person, in memory, that a test can hold, fail, refuse and count."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Queue
from threading import Event, Lock
from typing import Any

from graphql import build_schema, graphql_sync

import amity

SCHEMA = Path(amity.__file__).parent / "graphql" / "schema.graphql"
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

_ids = itertools.count(1)


def moment(minutes_ago: float) -> str:
    at = NOW - timedelta(minutes=minutes_ago)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def profile(name: str | None, picture: str | None = None) -> dict[str, Any]:
    return {"id": f"id-of-{name}", "name": name, "picture": picture}


def request(
    *, by: str = "me", to: str = "me", status: str = "PENDING", **more: Any
) -> dict[str, Any]:
    """A request as the API tells it, between people of these names."""
    number = next(_ids)
    return {
        "id": f"request-{number}",
        "initiatorUserId": f"id-of-{by}",
        "recipientUserId": f"id-of-{to}",
        "initiator": profile(by),
        "recipient": profile(to),
        "status": status,
        "createdAt": moment(number),
        "updatedAt": moment(number),
        "tags": [],
        **more,
    }


def refusal(code: str, message: str, **more: Any) -> dict[str, Any]:
    return {"success": False, "code": code, "message": message, **more}


class Fake:
    """What the server knows, and what it was asked."""

    def __init__(self) -> None:
        self.schema = build_schema(SCHEMA.read_text())
        self.settings = {
            "enabled": True,
            "needApproval": True,
            "crossing": "accept",
            "messageMaxLength": 1000,
        }
        self.incoming: list[dict[str, Any]] = []
        self.outgoing: list[dict[str, Any]] = []
        self.told: list[dict[str, Any]] = []
        self.connected: set[str] = set()
        self.signed_out = False
        self.down = False
        self.refusals: dict[str, dict[str, Any]] = {}
        """What the next mutation of that name answers."""
        self.calls: list[list[str]] = []
        """The fields of each request."""
        self.errors: list[str] = []
        self.streams: list[dict[str, str | None]] = []
        """The headers of each stream of events."""
        self.events: Queue[str | None] = Queue()
        self._gate = Event()
        self._gate.set()
        self._to_hold = 0
        self._one_at_a_time = Lock()

    # --- the transport ---

    def serve(self, asked: dict[str, Any]) -> dict[str, Any] | None:
        """The answer to a request, or none where the network is lost."""
        fields: list[str] = []
        is_query = asked["query"].startswith("query") or asked["query"].startswith("{")
        early = self._execute(asked, fields) if is_query else None
        self.calls.append(fields)
        if self._to_hold:
            self._to_hold -= 1
            self._gate.wait()
        if self.down:
            return None
        if self.signed_out:
            error = {"message": "You are signed out", "extensions": {"code": "UNAUTHENTICATED"}}
            return {"data": None, "errors": [error]}
        return early or self._execute(asked, fields)

    def _execute(self, asked: dict[str, Any], fields: list[str]) -> dict[str, Any]:
        with self._one_at_a_time:
            self._fields = fields
            result = graphql_sync(
                self.schema, asked["query"], root_value=self, variable_values=asked["variables"]
            )
        self.errors += map(str, result.errors or [])
        return {"data": result.data}

    def hold(self, most: int = 1000) -> None:
        """So many requests wait for `release`: queries see what was before, acts are done then."""
        self._to_hold = most
        self._gate.clear()

    def release(self) -> None:
        self._to_hold = 0
        self._gate.set()

    def tell(self, event: str) -> None:
        """Sends an event, as it is written on the line."""
        self.events.put(event)

    def end_stream(self) -> None:
        self.events.put(None)

    def _note(self, name: str) -> None:
        self._fields.append(name)

    def asked(self, name: str) -> int:
        return sum(call.count(name) for call in self.calls)

    # --- queries ---

    def connectionSettings(self, info: Any) -> dict[str, Any]:  # noqa: N802
        self._note("settings")
        return self.settings

    def connectionCounts(self, info: Any) -> dict[str, int]:  # noqa: N802
        self._note("counts")
        return {
            "pendingReceived": len(self.incoming),
            "pendingSent": sum(each["status"] == "PENDING" for each in self.outgoing),
            "connections": len(self.connected),
        }

    def getIncomingConnectionRequests(self, info: Any, first: int, after: Any = None) -> Any:  # noqa: N802
        self._note("incoming")
        return self.incoming[:first]

    def getOutgoingConnectionRequests(self, info: Any, first: int, after: Any = None) -> Any:  # noqa: N802
        self._note("outgoing")
        return self.outgoing[:first]

    def checkConnectionOrRequest(self, info: Any, userId: str) -> dict[str, Any]:  # noqa: N802, N803
        self._note("status")
        of = {each["initiatorUserId"]: ("incoming", each["id"]) for each in self.incoming}
        for each in self.outgoing:
            if each["status"] == "PENDING":
                of[each["recipientUserId"]] = ("outgoing", each["id"])
        direction, id_ = of.get(userId, (None, None))
        return {
            "isConnected": userId in self.connected,
            "hasPendingRequest": direction is not None,
            "requestDirection": direction,
            "requestId": id_,
        }

    def notifications(self, info: Any, first: int, after: Any = None) -> Any:
        self._note("notifications")
        return self.told[:first]

    # --- mutations ---

    def readNotifications(self, info: Any, ids: list[str] | None = None) -> int:  # noqa: N802
        self._note("read")
        for each in self.told:
            each["readAt"] = moment(0)
        return len(self.told)

    def createConnectionRequest(self, info: Any, recipientUserId: str, **more: Any) -> Any:  # noqa: N802, N803
        return self._act("create", lambda: self._create(recipientUserId))

    def approveConnectionRequest(self, info: Any, requestId: str) -> Any:  # noqa: N802, N803
        return self._act("approve", lambda: self._end(self.incoming, requestId, "APPROVED"))

    def denyConnectionRequest(self, info: Any, requestId: str) -> Any:  # noqa: N802, N803
        return self._act("deny", lambda: self._end(self.incoming, requestId, "DENIED"))

    def cancelConnectionRequest(self, info: Any, requestId: str) -> Any:  # noqa: N802, N803
        return self._act("cancel", lambda: self._cancel(requestId))

    def _act(self, name: str, act: Any) -> dict[str, Any]:
        self._note(name)
        if name in self.refusals:
            return self.refusals.pop(name)
        done = act()
        message = (
            "You are now connected" if done["status"] == "APPROVED" else "Connection request sent"
        )
        return {"success": True, "message": message, "request": done}

    def _create(self, person: str) -> dict[str, Any]:
        is_instant = not self.settings["needApproval"]
        made = request(
            to=person.removeprefix("id-of-"),
            status="APPROVED" if is_instant else "PENDING",
            recipientUserId=person,
        )
        self.outgoing.insert(0, made)
        if is_instant:
            self.connected.add(made["recipientUserId"])
        return made

    def _end(self, rows: list[dict[str, Any]], id_: str, status: str) -> dict[str, Any]:
        (row,) = [each for each in rows if each["id"] == id_]
        rows.remove(row)
        if status == "APPROVED":
            self.connected.add(row["initiatorUserId"])
        return {**row, "status": status}

    def _cancel(self, id_: str) -> dict[str, Any]:
        (row,) = [each for each in self.outgoing if each["id"] == id_]
        row["status"] = "CANCELLED"
        return row
