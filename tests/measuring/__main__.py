"""Measures Amity beside other ways to keep the same ties, on the same server."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from measuring import checkout, machine, race, report, rows
from measuring.progress import Progress
from measuring.rounds import measured
from measuring.row import Figures, Row
from measuring.scale import Scale
from measuring.stage import Stage
from rich.console import Console

from amity import servers
from amity.database import connected
from amity.errors import AmityError

_QUICK = {"edges": 20_000, "rounds": 3, "seconds": 0.1}

_SETTINGS = {
    "autovacuum": "off",
    "checkpoint_timeout": "1h",  # nothing runs by itself while something is measured
    "jit": "on",  # as Postgres has it, where it was built with it
    "max_wal_size": "16GB",
    "shared_buffers": "1GB",
}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests/bench", description=__doc__)
    add = parser.add_argument
    add("--server", metavar="URL", help="one where databases can be created; else a new one")
    add("--postgres", type=int, choices=(15, 18), default=18, help="which a new server is")
    add("--edges", type=int, help="connections in the largest database, and follows: 1,000,000")
    add("--rounds", type=int, help="how often each side is measured, in turn: 5")
    add("--seconds", type=float, help="how long one side acts in a round: 0.3")
    add("--quick", action="store_true", help="20,000 connections and short rounds: a first look")
    add("--only", metavar="ROW", default="", help="the rows whose name has this in it")
    add("--against", metavar="REV", help="compare with Amity at that revision, and no other")
    add("--to", metavar="DIRECTORY", type=Path, default=Path(".bench"), help="of JSON and SVG")
    add("--race", metavar="ACTS", type=int, help="do so many acts at random, and verify")
    add("--page", action="store_true", help="write the table into the pages as well")
    options = parser.parse_args()
    if options.page and (options.quick or options.only or options.against):
        parser.error("--page takes a whole run: without --quick, --only and --against.")
    return options


def scale(options: argparse.Namespace) -> Scale:
    given = {name: value for name in _QUICK if (value := getattr(options, name)) is not None}
    return Scale(**((_QUICK if options.quick else {}) | given))


@contextmanager
def server(options: argparse.Namespace) -> Iterator[tuple[str, str | Path]]:
    """The server that was named, or a new one, and the psql to use with it."""
    if options.server is not None:
        psql = shutil.which("psql") or servers.Installation.embedded().bindir / "psql"
        yield options.server, psql
        return
    installation = (
        servers.Installation.embedded()
        if options.postgres == 18
        else servers.Installation.at(f"/usr/lib/postgresql/{options.postgres}/bin")
    )
    with servers.throwaway(installation, _SETTINGS) as started:
        yield started.url, installation.bindir / "psql"


def race_of(options: argparse.Namespace) -> int:
    """Do that many acts at random. 1 if one failed without a refusal, or an invariant is broken."""
    with ExitStack() as stack:
        progress = stack.enter_context(Progress(options.race))
        progress.say("starting")
        url, psql = stack.enter_context(server(options))
        here = checkout.here()
        stage = Stage(url, psql, scale(options), [here], stack, progress.say)
        database = stack.enter_context(stage.database(here))
        progress.say("racing")
        result = race.run(database, options.race, progress.step)
    Console().print(str(result), highlight=False, markup=False, soft_wrap=True)
    return 0 if result.is_clean else 1


def main() -> int:
    options = arguments()
    if options.race:
        return race_of(options)
    size = scale(options)

    def is_wanted(row: Row) -> bool:
        return options.only in row.name

    trials = [each for each in rows.trials(size) if any(map(is_wanted, each.rows))]
    if not trials:
        sys.exit(f"No row has {options.only!r} in its name.")
    figures: list[Figures] = []
    with ExitStack() as stack:
        progress = stack.enter_context(Progress(len(trials)))
        progress.say("starting")
        url, psql = stack.enter_context(server(options))
        checkouts = [checkout.here()]
        if options.against:
            checkouts.append(stack.enter_context(checkout.revision(options.against)))
        with connected(url, "Measuring") as conn:
            where = machine.this(conn, size.edges)
        stage = Stage(url, psql, size, checkouts, stack, progress.say)
        for each in measured(trials, stage, is_wanted):
            figures += each
            progress.step()
    report.show(where, figures)
    report.write(where, figures, options.to)
    if options.page:
        report.write_pages(where, figures)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except AmityError as error:
        sys.exit(f"{error}\n{error.hint}")
    except KeyboardInterrupt:
        sys.exit(130)
