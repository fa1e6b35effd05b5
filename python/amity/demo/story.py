"""What is said, by whom, in which order. Nothing here is an answer: those come from Postgres.

The network is real: Zachary's karate club, 34 people and 78 friendships, observed from 1970 to 1972
while its teacher and its president fell out over the price of lessons, and the club split. Two
people are known by a pseudonym, the other names are ours.
"""

from dataclasses import dataclass
from typing import Literal

SERVICE = "a service"
OWNER = "the owner of the database"
ANONYMOUS = "somebody signed out"
NOBODY = "a random uuid"

# In the order of the data set, whose first is the teacher and whose last is the president.
CAST = (
    *("Mr. Hi", "Ada", "Ben", "Clara", "Dev", "Elif", "Felix", "Grace", "Hugo", "Ines", "Jonas"),
    *("Kim", "Leila", "Milan", "Noor", "Oskar", "Priya", "Quentin", "Rosa", "Sami", "Tara"),
    *("Umar", "Vera", "Wanda", "Xenia", "Yusuf", "Zoe", "Anton", "Bianca", "Carlos", "Dina"),
    *("Emil", "Frida", "John A."),
)


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody says something. `:ada` in SQL and `ada` in Python are Ada's uuid."""

    who: str
    code: str
    language: Literal["sql", "python"] = "sql"


@dataclass(frozen=True, slots=True)
class Chorus:
    """Several people say the same, one after the other."""

    who: tuple[str, ...]
    code: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Somebody calls each of these functions of amity with each of those people."""

    who: str
    functions: tuple[str, ...]
    whom: tuple[str, ...]

    @property
    def code(self) -> tuple[str, ...]:
        """The statements, a function each."""
        return tuple(f"select amity.{function}(:whom)" for function in self.functions)


@dataclass(frozen=True, slots=True)
class Scene:
    """A title, one sentence, and what is said."""

    title: str
    sentence: str
    lines: tuple[Line | Chorus | Comparison, ...]


STORY = (
    Scene(
        "A club moves in",
        "A karate club of 34 keeps a table of members: Amity is attached to it, and a service "
        "imports the 78 friendships.",
        (
            Line(OWNER, "select amity.attach_people('members') as people"),
            Line(
                SERVICE,
                "insert into amity.connections (requester_id, recipient_id, status)\n"
                "select member_id, friend_id, 'accepted' from friendships",
            ),
        ),
    ),
    Scene(
        "Everybody sees their own",
        "One query has as many answers as there are people, because row security decides.",
        (
            Chorus(
                (SERVICE, "John A.", "Mr. Hi", "Kim", ANONYMOUS),
                "select count(*) as connections from amity.connections",
            ),
        ),
    ),
    Scene(
        "Whom might I know?",
        "Mr. Hi teaches and John A. presides; they are not friends, and nobody has more friends in "
        "common with Mr. Hi.",
        (
            Line("Mr. Hi", "suggestions.suggest(limit=5).on(conn)", "python"),
            Line("Mr. Hi", "select * from amity.mutual_connections(:john_a)"),
        ),
    ),
    Scene(
        "Two requests cross",
        "Each asks before he has seen that the other did: the second insert gives back the first "
        "row, accepted, with the same id.",
        (
            Line(
                "Mr. Hi",
                "insert into amity.connections (recipient_id, message)\n"
                "values (:john_a, 'Shall we talk about the fees?')\n"
                "returning id, requester_id, status",
            ),
            Line(
                "John A.",
                "insert into amity.connections (recipient_id) values (:mr_hi)\n"
                "returning id, requester_id, status",
            ),
        ),
    ),
    Scene(
        "Nobody answers for somebody else",
        "Priya asks Mr. Hi and answers in his place, Oskar tries two forgeries, and the database "
        "refuses all three (over HTTP, PT403 is a 403).",
        (
            Line("Priya", "connections.request(mr_hi, 'May I join you?').on(conn)", "python"),
            Line("Priya", "connections.accept(mr_hi).on(conn)", "python"),
            Line(
                "Oskar",
                "insert into amity.connections (recipient_id, status)\nvalues (:mr_hi, 'accepted')",
            ),
            Line(
                "Oskar",
                "insert into amity.connections (requester_id, recipient_id)\n"
                "values (:mr_hi, :oskar)",
            ),
        ),
    ),
    Scene(
        "A quiet no",
        "Mr. Hi rejects Priya's request: the row is returned once and gone, he has it in his "
        "history, and hers does not say what he said.",
        (
            Line(
                "Mr. Hi",
                "update amity.connections set status = 'rejected'\n"
                "where requester_id = :priya returning requester_id, status",
            ),
            Chorus(
                ("Mr. Hi", "Priya"),
                "select action, occurred_at from amity.connections_history\n"
                "where requester_id = :priya order by occurred_at",
            ),
        ),
    ),
    Scene(
        "A follow asks nobody",
        "A follow takes no consent and is no secret: Priya follows Mr. Hi instead, and so does "
        "John A.",
        (
            Line("Priya", "follows.follow(mr_hi).on(conn)", "python"),
            Line("John A.", "insert into amity.follows (followed_id) values (:mr_hi)"),
            Line("Mr. Hi", "select follower_id, created_at from amity.follows order by created_at"),
        ),
    ),
    Scene(
        "A block",
        "The fees part them, and Mr. Hi blocks John A.: one insert also ends the connection and "
        "the follow.",
        (
            Line(
                "Mr. Hi",
                "insert into amity.blocks (blocked_id, reason) values (:john_a, 'Fired me.')\n"
                "returning blocked_id, reason",
            ),
            Line(
                SERVICE,
                "select\n"
                "  (select count(*) from amity.connections) as connections,\n"
                "  (select count(*) from amity.follows) as follows,\n"
                "  (select count(*) from amity.blocks) as blocks",
            ),
        ),
    ),
    Scene(
        "Blocked is the same as absent",
        "Whatever John A. asks, Mr. Hi and an id that nobody has give the same answer, to the "
        "letter; only the one who blocked is ever told of a block.",
        (
            Comparison(
                "John A.",
                ("connection_status", "mutual_connections_count", "request_connection", "follow"),
                ("Mr. Hi", NOBODY),
            ),
            Line("Mr. Hi", "select amity.request_connection(:john_a)"),
        ),
    ),
    Scene(
        "What happened, and who is told",
        "The history knows who did it and why; what John A. may read of it says that a connection "
        "was removed, as on any other day.",
        (
            Line(
                SERVICE,
                "select occurred_at, action, actor_id, cause\n"
                "from amity_private.connections_history\n"
                "where requester_id = :mr_hi and recipient_id = :john_a order by entry",
            ),
            Line(
                "John A.",
                "select occurred_at, action, requester_id, recipient_id\n"
                "from amity.connections_history\n"
                "where requester_id = :mr_hi order by occurred_at",
            ),
        ),
    ),
    Scene(
        "It all adds up",
        "The history replays to the present, and every other invariant holds: verify() returns a "
        "row for each that does not.",
        (
            Line(SERVICE, "select count(*) as remembered from amity_private.connections_history"),
            Line(SERVICE, "select * from amity.verify()"),
        ),
    ),
)
