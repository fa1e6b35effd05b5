"""Asks a running `amity serve` for whatever its schema allows, as schemathesis makes it up.

No answer may be a failure of the server, or have words of Postgres or of Python in it.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from uuid import uuid4

import psycopg
import schemathesis
from hypothesis import HealthCheck, given, settings

from amity import migrations, servers

INTERNAL = ("Something went wrong", "Traceback", "psycopg", "SQL", "amity_private", "constraint")


def fuzz(url: str, headers: dict[str, str], seconds: float, examples: int) -> int:
    """Goes through all operations until the time is over; gives how many documents it sent."""
    schema = schemathesis.graphql.from_url(f"{url}/graphql", headers=headers)
    operations = [found.ok() for found in schema.get_all_operations()]
    sent = 0

    def try_out(operation: schemathesis.APIOperation) -> None:
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            suppress_health_check=[*HealthCheck],
        )
        @given(case=operation.as_strategy())
        def answered(case: schemathesis.Case) -> None:
            nonlocal sent
            if time.monotonic() > until:
                return
            sent += 1
            response = case.call(headers=headers, timeout=30)
            assert response.status_code in {200, 400, 413}, response.text
            assert [word for word in INTERNAL if word in response.text] == []
            assert {"data", "errors"} & response.json().keys()

        answered()

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for operation in operations:
            if time.monotonic() < until:
                try_out(operation)
    return sent


def main(seconds: float) -> None:
    """Serve a new database, and fuzz that."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from serving.process import serving, token  # noqa: PLC0415 - from where the path now leads

    with servers.throwaway() as server:
        migrations.up(server.url)
        ada = uuid4()
        with psycopg.connect(server.url) as conn:
            conn.execute("insert into amity.people (id) values (%s)", [ada])
        with serving(server.url) as served:
            headers = {"authorization": f"Bearer {token(ada, exp=time.time() + 2 * seconds)}"}
            sent = fuzz(served.url, headers, seconds, examples=50)
    sys.stdout.write(f"{sent:,} documents, no failure\n")


if __name__ == "__main__":
    main(float(sys.argv[1]))
