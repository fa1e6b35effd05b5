"""`amity sync` at the site that takes: sites, their tables, pulling."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import psycopg
import typer
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from amity import sync_connections
from amity.command._screen import as_json, err, say, table
from amity.command._sync_common import By, Which, find, one_of, receivers, serving
from amity.command._sync_report import report
from amity.command._target import AsJson, Url
from amity.errors import AmityError
from amity.receiver import SiteRefused, open_source, receive_tables, run_due, secrets
from amity.receiver.due import Ran
from amity.receiver.errors import TokenMissing, shown
from amity.receiver.tables import offered, wanted
from amity.receiver.transfers import PAGE
from amity.sync_connections import Offer, Strategy, SyncConnection, SyncTransfer

TokenFile = Annotated[
    Path | None,
    typer.Option("--token-file", help="Where the token stands, for your eyes only."),
]
Private = Annotated[
    bool,
    typer.Option(
        "--allow-private-hosts",
        envvar="AMITY_SYNC_ALLOW_PRIVATE_HOSTS",
        help="Ask hosts of the local network and this machine too.",
    ),
]
Batch = Annotated[
    int, typer.Option("--batch", min=1, max=100_000, help="How many records are asked for at once.")
]


class NameTaken(AmityError):
    """A connection is called so already."""

    slug = "name_taken"


class NothingNamed(AmityError):
    """Nothing says which tables are meant."""

    slug = "nothing_named"


def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What people here call it.")],
    site: Annotated[str, typer.Argument(metavar="SITE", help="Its PostgREST or Postgres URL.")],
    url: Url = None,
    *,
    strategy: Annotated[
        str,
        typer.Option(help="What is done with rows that are there: skip, overwrite, merge, append."),
    ] = "skip",
    table_names: Annotated[
        list[str] | None,
        typer.Option(
            "--table", help="A table here that the site may write, or a schema: 'sales.*'."
        ),
    ] = None,
    auto: Annotated[
        list[str] | None,
        typer.Option("--auto", help="A table that `amity sync run` pulls, and the site may write."),
    ] = None,
    every: Annotated[int, typer.Option(help="How many minutes lie between two of its runs.")] = 60,
    by: By = None,
    json: AsJson = False,
) -> None:
    """Make a connection that takes from another site, whose token you were given."""
    chosen: Strategy = one_of(Strategy, strategy, "strategy")
    with serving(url) as conn, conn.transaction():
        if any(each.name == name for each in receivers(conn)):
            raise NameTaken(
                f"There is a connection that is called {shown(name)} already.",
                "`amity sync list` shows it. Give this one another name.",
            )
        _refuse_shared_variable(conn, name, others=0)
        made = sync_connections.create(name, site, direction="receiver", actor=by).on(conn)
        conn.execute(
            "update amity.sync_connections set default_conflict_strategy = %s,"
            " auto_sync_enabled = %s, auto_sync_tables = %s, auto_sync_interval_minutes = %s,"
            " writable_tables = %s where id = %s",
            [chosen, bool(auto), auto or [], every, [*(table_names or []), *(auto or [])], made.id],
        )
        sync_connections.approve(made.id, actor=by).on(conn)
    if json:
        as_json({"id": str(made.id), "token_variable": secrets.variable(name)})
        return
    say(f"{name} is added. Its token is looked for in {secrets.variable(name)},")
    say(f"in the file that {secrets.variable(name, 'TOKEN_FILE')} names, or in --token-file.")
    if not table_names and not auto:
        say("It may write no table yet: see the column writable_tables, or --table.")


def tables(
    which: Which,
    url: Url = None,
    *,
    token_file: TokenFile = None,
    private: Private = False,
    json: AsJson = False,
) -> None:
    """Show what a site offers."""
    with serving(url) as conn:
        site = find(conn, which, "receiver")
        opens = _secrets(conn, site, token_file)
        with open_source(site.site_url, opens, allow_private=private) as source:
            offer = _allowed(source.tables())
    found = offer.tables or []
    if json:
        as_json({"tables": found})
        return
    rows = [
        (
            shown(each["table"]),
            "unknown" if each["estimated_rows"] is None else f"{each['estimated_rows']:,}",
            "yes" if each["requires_approval"] else "no",
            "\n".join(f"{shown(one['name'])} {shown(one['type'])}" for one in each["columns"]),
        )
        for each in found
    ]
    table("table", "rows", "needs approval", "columns", rows=rows)


def pull(
    which: Which,
    url: Url = None,
    *,
    table_names: Annotated[
        list[str] | None, typer.Option("--table", help="A table, by its name on both sides.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All that the site offers and may write here.")
    ] = False,
    strategy: Annotated[
        str | None, typer.Option(help="skip, overwrite, merge or append.", show_default="its own")
    ] = None,
    token_file: TokenFile = None,
    batch: Batch = PAGE,
    private: Private = False,
    json: AsJson = False,
) -> None:
    """Receive tables from a site; what was cut off goes on.

    Exits with 0 if all is through, with 1 if something else stands in the way, with 2 if the
    command line makes no sense, with 3 while a transfer waits for its approval, with 4 if some
    records could not be written.
    """
    if bool(table_names) == everything:
        raise NothingNamed("That needs either --table or --all.", "Name the tables to receive.")
    chosen: Strategy | None = one_of(Strategy, strategy, "strategy") if strategy else None
    with serving(url) as conn:
        site = find(conn, which, "receiver")
        opens = _secrets(conn, site, token_file)
        named = wanted(conn, site, table_names or [])
        with open_source(site.site_url, opens, allow_private=private) as source:
            offer = _allowed(source.tables())
            names = named or offered(conn, site, offer)
            with _bars(_totals(offer)) as step:
                received = receive_tables(
                    conn, source, site, names, strategy=chosen, page=batch, step=step, wait=_wait
                )
    report([Ran(site, received)], json=json)


def run(
    url: Url = None,
    *,
    batch: Batch = PAGE,
    private: Private = False,
    json: AsJson = False,
) -> None:
    """Receive, once, whatever is due: a line for cron.

    Two at once do not double anything. Exits like `amity sync pull`.
    """
    with serving(url) as conn, _bars({}) as step:

        def opens(site: SyncConnection) -> secrets.Secrets:
            return _secrets(conn, site, None)

        ran = list(run_due(conn, opens, allow_private=private, page=batch, step=step, wait=_wait))
    report(ran, json=json)


def restart(
    host_table: Annotated[str, typer.Argument(metavar="TABLE", help="As SQL writes it.")],
    url: Url = None,
) -> None:
    """Receive a table, which was emptied here, from its start again."""
    with serving(url) as conn:
        sync_connections.restart(host_table).on(conn)
    say(f"{shown(host_table)} is received from its start the next time.")


def _wait(seconds: float) -> None:
    """Wait, and say why."""
    if seconds:
        err.print(f"The site says that we ask too often: waiting for {seconds:g} s.")
        time.sleep(seconds)


def _secrets(
    conn: psycopg.Connection[Any], site: SyncConnection, token_file: Path | None
) -> secrets.Secrets:
    _refuse_shared_variable(conn, site.name, others=1)
    return secrets.found(site.name, token_file=token_file)


def _refuse_shared_variable(conn: psycopg.Connection[Any], name: str, *, others: int) -> None:
    """Refuse a variable that two sites would share: it would tell one the secrets of the other."""
    mine = secrets.variable(name)
    if sum(secrets.variable(each.name) == mine for each in receivers(conn)) > others:
        raise TokenMissing(
            f"{mine} would be the variable of more than one connection.",
            "Give one of them a name with other letters or digits.",
        )


def _allowed(offer: Offer) -> Offer:
    if not offer.allowed:
        raise SiteRefused(f"{offer.message}.", offer.hint or "", refusal=offer.slug or "")
    return offer


def _totals(offer: Offer) -> dict[str, int | None]:
    return {each["table"]: each.get("estimated_rows") for each in offer.tables or []}


@contextmanager
def _bars(totals: dict[str, int | None]) -> Iterator[Any]:
    """Show a bar for each table; gives what to call after each page."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[rows]}", markup=False),
        TimeElapsedColumn(),
    )
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:

        def step(name: str, transfer: SyncTransfer) -> None:
            if name not in tasks:
                tasks[name] = bar.add_task(shown(name), total=None, rows="")
            done, total = transfer.records_transferred, totals.get(name)
            rows = f"{done:,} of about {total:,}" if total else f"{done:,}"
            bar.update(
                tasks[name], completed=done, total=total and max(total, done), rows=f"{rows} rows"
            )

        yield step
