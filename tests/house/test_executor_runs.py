"""How often an act runs the executor inside of its statement: most of what an act costs.

A query of a trigger or a function, the body of a function in SQL, and a check of a foreign key are
a run each. The numbers are exact: a run more is a regression that needs no clock to be told; one
that is saved is written down here.
"""

from __future__ import annotations

import json
from uuid import UUID

import psycopg

# What is done, in this order: who does it, the statement, and its runs.
ACTS: dict[str, tuple[str, str, int]] = {
    "request": (
        "ada",
        "insert into amity.connections (recipient_id) values ('{ben}') returning *",
        13,
    ),
    "cancel": ("ada", "update amity.connections set status = 'cancelled'", 6),
    "request by function": ("ada", "select amity.request_connection('{ben}')", 14),
    "reject": ("ben", "update amity.connections set status = 'rejected'", 6),
    "request again": ("ada", "insert into amity.connections (recipient_id) values ('{ben}')", 13),
    "accept": ("ben", "update amity.connections set status = 'accepted' returning *", 11),
    "follow": ("ada", "insert into amity.follows (followed_id) values ('{ben}') returning *", 19),
    "step back": ("ada", "insert into amity.step_backs (person_id) values ('{ben}')", 12),
    "return": ("ada", "delete from amity.step_backs", 2),
    "unfollow": ("ada", "delete from amity.follows", 9),
    "remove": ("ben", "delete from amity.connections", 13),
    "label": ("ada", "insert into amity.labels (person_id, label) values ('{ben}', 'Benny')", 9),
    "unlabel": ("ada", "delete from amity.labels", 1),
    "dismiss": ("ada", "insert into amity.dismissed_suggestions (person_id) values ('{ben}')", 9),
    "restore": ("ada", "delete from amity.dismissed_suggestions", 1),
    "block": ("ada", "insert into amity.blocks (blocked_id) values ('{ben}')", 15),
    "unblock": ("ada", "delete from amity.blocks", 2),
}

COUNT = """
load 'auto_explain';
set auto_explain.log_min_duration = 0;
set auto_explain.log_nested_statements = on;
set client_min_messages = log
"""


def runs(conn: psycopg.Connection, speaker: UUID, statement: str) -> int:
    """How many runs there are inside of a statement of that person."""
    claims = json.dumps({"sub": str(speaker), "role": "authenticated"})
    with conn.transaction():
        conn.execute("select set_config('request.jwt.claims', %s, true)", [claims])
        conn.execute("set local role authenticated")
        told: list[str] = []

        def hear(notice: psycopg.errors.Diagnostic) -> None:
            told.append(notice.message_primary or "")

        conn.add_notice_handler(hear)
        conn.execute(statement)
        conn.remove_notice_handler(hear)
    return sum(text.startswith("duration: ") for text in told) - 1


def people(conn: psycopg.Connection) -> dict[str, UUID]:
    rows = conn.execute("insert into amity.people select from generate_series(1, 2) returning id")
    (ada,), (ben,) = rows.fetchall()
    conn.execute(COUNT)
    return {"ada": ada, "ben": ben}


def test_an_act_runs_the_executor_so_often(conn: psycopg.Connection) -> None:
    who = people(conn)
    found = {
        act: runs(conn, who[speaker], statement.format(**who))
        for act, (speaker, statement, _) in ACTS.items()
    }
    assert found == {act: expected for act, (_, _, expected) in ACTS.items()}


def test_one_more_query_is_counted(conn: psycopg.Connection) -> None:
    who = people(conn)
    conn.execute("""
        create function public.look() returns trigger language plpgsql as
        $$ begin perform from pg_class limit 1; return null; end $$;
        create trigger look after insert on amity.follows
        for each row execute function public.look()
    """)
    speaker, statement, expected = ACTS["follow"]
    assert runs(conn, who[speaker], statement.format(**who)) == expected + 1
