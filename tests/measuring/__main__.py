"""Measures Amity on one machine, and prints the figures: see figures.py."""

# ruff: noqa: T201 - a command speaks

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from measuring.figures import Figure, measured, scratch

from amity import servers
from amity.errors import AmityError


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests/bench", description=__doc__)
    add = parser.add_argument
    add("url", nargs="?", help="a server where a database can be created, else a new one")
    add("--people", type=int, default=2_000, help="how many people there are")
    add("--edges", type=int, default=20_000, help="how many ties of each kind are imported")
    add("--at-once", type=int, default=4, help="how many connections act at once")
    add("--seconds", type=float, default=0.5, help="how long each figure is measured")
    add("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    figures: list[Figure] = []
    with server(options.url) as url, scratch(url) as database:
        for figure in measured(
            database, options.people, options.edges, options.at_once, options.seconds
        ):
            figures.append(figure)
            if not options.json:
                print(shown(figure), flush=True)
    if options.json:
        said = {"people": options.people, "edges": options.edges}
        print(json.dumps(said | {"figures": [dataclasses.asdict(each) for each in figures]}))


@contextmanager
def server(url: str | None) -> Iterator[str]:
    """The server that was named, or a new one."""
    if url is not None:
        yield url
        return
    with servers.throwaway() as started:
        yield started.url


def shown(figure: Figure) -> str:
    took = (
        f"{figure.per_second:10,.0f} a second"
        if figure.per_second is not None
        else f"p50 {figure.p50_ms:8,.1f} ms   p95 {figure.p95_ms:8,.1f} ms"
    )
    return f"{figure.what:<40} {figure.connections:>3} connections {took}"


if __name__ == "__main__":
    try:
        main()
    except AmityError as error:
        sys.exit(f"{error}\n{error.hint}")
    except KeyboardInterrupt:
        sys.exit(130)
