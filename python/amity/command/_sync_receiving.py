"""`amity sync` at the receiving site: sites, their tables, pulling."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import TaskID, TextColumn, TimeElapsedColumn

from amity import sync_connections
from amity.command._screen import Columns, as_json, bars, complain, err, harmless, say, show, table
from amity.command._target import AsJson, Url
from amity.command.sync import By, Private, Records, Which, database, group, one_of
from amity.errors import AmityError
from amity.sync_connections import Strategy, SyncTransfer, receiver
from amity.sync_connections.receiver import SiteResult, TableResult, outcome
from amity.sync_connections.receiver.errors import printable
from amity.sync_connections.receiver.options import PAGE_SIZE
from amity.sync_connections.receiver.secrets import variable

receiving = partial(group.command, rich_help_panel="Receiving site")

_EXIT_CODES = {"completed": 0, "failed": 1, "waiting": 3, "incomplete": 4}

TokenFile = Annotated[
    Path | None,
    typer.Option("--token-file", help="The file of the token, which only you can read."),
]
Batch = Annotated[
    int, typer.Option("--batch", min=1, max=100_000, help="How many records to request at once.")
]
Mirror = Annotated[
    bool,
    typer.Option("--mirror", help="Delete here what the site no longer has, after a whole pull."),
]
DeleteLimit = Annotated[
    int | None,
    typer.Option(
        min=0,
        help="How many rows of a table --mirror may delete.",
        show_default="1,000, or 1 % of the table",
    ),
]
Cursor = Annotated[
    str | None,
    typer.Option(
        help="A timestamp column, to receive only what changed by it since the last pull."
    ),
]
MaxPage = Annotated[
    int, typer.Option("--max-page", min=1, max=1024, help="The MB of a response that are read.")
]
MaxFailed = Annotated[
    int,
    typer.Option(
        "--max-failed",
        min=0,
        help="How many records of a table may not fit, besides those without a parent.",
    ),
]
MaxMinutes = Annotated[
    int,
    typer.Option(
        "--max-minutes",
        min=1,
        help="After so long a site is asked for no more; moving what arrived may take as long.",
    ),
]


@receiving()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the site is called here.")],
    site: Annotated[
        str,
        typer.Argument(metavar="SITE", help="Its PostgREST or Postgres URL, without a password."),
    ],
    url: Url = None,
    *,
    strategy: Annotated[
        str, typer.Option(help="What happens to rows that exist: skip, overwrite, merge, append.")
    ] = "skip",
    table_names: Annotated[
        list[str] | None,
        typer.Option("--table", help="A local table that it may write, or a schema: 'sales.*'."),
    ] = None,
    auto: Annotated[
        list[str] | None,
        typer.Option("--auto", help="A table that it may write, and `amity sync run` pulls."),
    ] = None,
    every: Annotated[int, typer.Option(help="The minutes between two automatic pulls.")] = 60,
    max_records: Records = None,
    cursor: Cursor = None,
    by: By = None,
    json: AsJson = False,
) -> None:
    """Add a site to receive from, whose token you were given."""
    with database(url) as conn:
        made = receiver.add_site(
            conn,
            name,
            site,
            strategy=one_of(Strategy, strategy, "strategy"),
            tables=table_names or [],
            auto_tables=auto or [],
            interval_minutes=every,
            max_records=max_records,
            cursor=cursor,
            actor=by,
        )
    if json:
        as_json({"id": str(made), "token_variable": variable(name)})
        return
    say(f"{name} is added. Its token is read from {variable(name)},")
    say(f"from the file that {variable(name, 'TOKEN_FILE')} names, or from --token-file.")
    if not table_names and not auto:
        say("It may write no table yet: see the column writable_tables, or --table.")


@receiving()
def tables(
    which: Which,
    url: Url = None,
    *,
    token_file: TokenFile = None,
    private: Private = False,
    json: AsJson = False,
) -> None:
    """Show the tables that a site offers."""
    with database(url) as conn:
        site = sync_connections.find_named(conn, which, "receiver")
        secrets = receiver.site_secrets(conn, site, token_file)
        with receiver.open_source(site.site_url, secrets, allow_private=private) as source:
            offer = source.tables()
    columns: Columns[Any] = {
        "table": lambda each: printable(each.table),
        "rows": lambda each: _number(each.estimated_rows),
        "needs approval": lambda each: "yes" if each.requires_approval else "no",
        "columns": lambda each: "\n".join(
            f"{printable(one.name)} {printable(one.type)}" for one in each.columns
        ),
    }
    show("tables", offer.tables, columns, json=json)


@receiving()
def pull(
    which: Which,
    url: Url = None,
    *,
    table_names: Annotated[
        list[str] | None,
        typer.Option("--table", help="A table, by its name on both sides, or a schema: 'shop.*'."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All that the site offers and may write here.")
    ] = False,
    strategy: Annotated[
        str | None,
        typer.Option(help="skip, overwrite, merge or append.", show_default="the connection's"),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would be received, and write nothing.")
    ] = False,
    token_file: TokenFile = None,
    mirror: Mirror = False,
    delete_limit: DeleteLimit = None,
    cursor: Cursor = None,
    batch: Batch = PAGE_SIZE,
    max_failed: MaxFailed = 1000,
    max_page: MaxPage = 32,
    max_minutes: MaxMinutes = 360,
    private: Private = False,
    json: AsJson = False,
) -> None:
    """Receive tables from a site; an interrupted transfer continues.

    Exits with 0 when everything is received, with 1 on an error, with 2 if the command line is
    invalid, with 3 while a transfer waits for its approval, with 4 if some records could not be
    written.
    """
    if bool(table_names) == everything:
        raise AmityError("Give either --table or --all.", "Name the tables to receive.")
    chosen = one_of(Strategy, strategy, "strategy") if strategy else None
    with database(url) as conn, _progress() as progress:
        site = sync_connections.find_named(conn, which, "receiver")
        secrets = receiver.site_secrets(conn, site, token_file)
        limits = max_page << 20, mirror, delete_limit, max_failed, max_minutes * 60, cursor
        options = receiver.Options(chosen, batch, private, _wait, progress, *limits)
        if dry_run:
            previews = receiver.preview(conn, site, secrets, table_names, options)
        else:
            result = receiver.pull(conn, site, secrets, table_names, options)
    if dry_run:
        _show_previews(previews, json=json)
    else:
        _report([result], json=json)


@receiving()
def run(
    url: Url = None,
    *,
    mirror: Mirror = False,
    delete_limit: DeleteLimit = None,
    cursor: Cursor = None,
    batch: Batch = PAGE_SIZE,
    max_failed: MaxFailed = 1000,
    max_page: MaxPage = 32,
    max_minutes: MaxMinutes = 360,
    private: Private = False,
    json: AsJson = False,
) -> None:
    """Receive, once, every table that is due: for a line of cron.

    Two runs at once receive nothing twice. The exit codes are those of `amity sync pull`.
    """
    with database(url) as conn, _progress() as progress:
        limits = max_page << 20, mirror, delete_limit, max_failed, max_minutes * 60, cursor
        options = receiver.Options(None, batch, private, _wait, progress, *limits)
        secrets = partial(receiver.site_secrets, conn)
        results = list(receiver.pull_due(conn, secrets, options))
    _report(results, json=json)


@receiving()
def restart(
    host_table: Annotated[str, typer.Argument(metavar="TABLE", help="As SQL writes it.")],
    url: Url = None,
) -> None:
    """Receive a table that was emptied here from its start again."""
    with database(url) as conn:
        sync_connections.restart(host_table).on(conn)
    say(f"The next pull of {printable(host_table)} begins from its start.")


def _number(estimate: int | None) -> str:
    return "unknown" if estimate is None else f"{estimate:,}"


def _wait(seconds: float) -> None:
    """Wait, and say why."""
    err.print(f"The site reports too many requests: waiting for {seconds:g} s.")
    time.sleep(seconds)


@contextmanager
def _progress() -> Iterator[Callable[[str, SyncTransfer, int | None], None]]:
    """Show a bar for each table; gives what to call after each page."""
    tasks: dict[str, TaskID] = {}
    with bars(TextColumn("{task.fields[rows]}", markup=False), TimeElapsedColumn()) as bar:

        def on_page(name: str, transfer: SyncTransfer, estimate: int | None) -> None:
            if name not in tasks:
                tasks[name] = bar.add_task(printable(name), total=None, rows="")
            done = transfer.records_transferred
            rows = f"{done:,} of about {estimate:,}" if estimate else f"{done:,}"
            total = estimate and max(estimate, done)
            bar.update(tasks[name], completed=done, total=total, rows=f"{rows} rows")

        yield on_page


# --- the results, as a table, sentences and an exit code, or as JSON ---


def _show_previews(previews: list[receiver.Preview], *, json: bool) -> None:
    """Show what would be received, and exit with 1 if there is a table that would not be."""
    columns: Columns[receiver.Preview] = {
        "table": lambda each: printable(each.table),
        "strategy": lambda each: each.strategy,
        "rows at the site": lambda each: _number(each.estimated_rows),
        "arrived before": lambda each: f"{each.arrived:,}",
        "needs approval": lambda each: "yes" if each.requires_approval else "no",
        "would be received": lambda each: str(each.problem) if each.problem else "yes",
    }
    show("tables", previews, columns, json=json)
    if any(each.problem for each in previews):
        raise typer.Exit(1)


def _report(results: list[SiteResult], *, json: bool) -> None:
    """Show the results, and exit with the code of their outcome."""
    if json:
        as_json({"connections": [_site_as_json(result) for result in results]})
    else:
        _show(results)
    raise typer.Exit(_EXIT_CODES[outcome(results)])


def _show(results: list[SiteResult]) -> None:
    rows = [
        (result.site.name, printable(each.table), *_status_and_counts(each))
        for result in results
        for each in result.tables
    ]
    if rows:
        columns = ("created", "updated", "skipped", "deleted", "failed")
        table("site", "table", "status", *columns, rows=rows)
    elif not results:
        say("Nothing is due.")
    for result in results:
        if result.problem:
            complain(f"{result.site.name}: {result.problem}", result.problem.hint)
        for each in result.tables:
            if each.problem:
                complain(f"{each.table}: {each.problem}", each.problem.hint)
            for error in each.receipt.errors if each.receipt else []:
                line = harmless(f"{each.table} {', '.join(error.key)}: {error.message}")
                err.print(line, markup=False, soft_wrap=True)


def _status_and_counts(result: TableResult) -> tuple[str, ...]:
    if result.problem:
        return "waits" if result.waits else "stopped", "", "", "", "", ""
    if result.receipt is None:
        return "not tried", "", "", "", "", ""
    counts = (f"{count:,}" for count in result.counts.values())
    return result.receipt.transfer.status, *counts


def _site_as_json(result: SiteResult) -> dict[str, Any]:
    return {
        "connection": str(result.site.id),
        "name": result.site.name,
        "problem": result.problem,
        "tables": [
            {
                "table": each.table,
                **each.counts,
                "transfer": each.receipt and each.receipt.transfer,
                "errors": each.receipt.errors if each.receipt else [],
                "problem": each.problem,
            }
            for each in result.tables
        ],
    }
