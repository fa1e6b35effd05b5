"""`amity bench`."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from amity.command import _bench
from amity.command._screen import as_json, err, say, table
from amity.command._target import AsJson


def register(app: typer.Typer) -> None:
    """Offer `amity bench`."""
    app.command(rich_help_panel="Try it")(bench)


def bench(
    url: Annotated[
        str | None,
        typer.Argument(
            metavar="[URL]",
            help="A server on which a database can be made, and dropped again."
            " Otherwise a Postgres that is gone afterwards.",
            show_default=False,
        ),
    ] = None,
    *,
    people: Annotated[int, typer.Option(min=2, help="How many people there are.")] = 2_000,
    edges: Annotated[
        int, typer.Option(min=1, help="How many connections, follows and blocks are imported.")
    ] = 20_000,
    at_once: Annotated[
        int, typer.Option("--at-once", min=1, max=64, help="How many connections act at once.")
    ] = 4,
    seconds: Annotated[
        float, typer.Option(min=0.01, max=600, help="How long each figure is measured.")
    ] = 0.5,
    json: AsJson = False,
) -> None:
    """Measure this machine: imports, acts and lists. Touches no database that is there."""
    figures = []
    with (
        _server(url) as server,
        err.status("Starting") as status,
        _bench.scratch(server) as database,
    ):
        for figure in _bench.measured(database, people, edges, at_once, seconds):
            status.update(f"Measured: {figure.what}")
            figures.append(figure)
    if json:
        said = {"people": people, "edges": edges}
        as_json(said | {"figures": [dataclasses.asdict(figure) for figure in figures]})
        return
    table(
        *("", "connections", "a second", "p50", "p95"),
        rows=[
            (
                figure.what,
                str(figure.connections),
                "" if figure.per_second is None else f"{figure.per_second:,.0f}",
                "" if figure.p50_ms is None else f"{figure.p50_ms:,.1f} ms",
                "" if figure.p95_ms is None else f"{figure.p95_ms:,.1f} ms",
            )
            for figure in figures
        ],
    )
    say(f"With {people:,} people who have {edges:,} connections and {edges:,} follows.")


@contextmanager
def _server(url: str | None) -> Iterator[str]:
    """Give the server that was named, or start one."""
    if url is not None:
        yield url
        return
    from amity import servers  # noqa: PLC0415 - only who needs an embedded Postgres waits for it

    with servers.throwaway(servers.Installation.embedded()) as server:
        yield server.url
