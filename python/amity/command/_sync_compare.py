"""`amity sync compare`: whether a table holds the same rows here and at a site."""

from typing import Annotated

import typer

from amity import sync_connections
from amity.command._screen import Columns, complain, show
from amity.command._sync_receiving import TokenFile, receiving
from amity.command._target import AsJson, Url
from amity.command.sync import Private, Which, database
from amity.sync_connections import receiver
from amity.sync_connections.receiver.errors import printable

_RESULTS = {True: "identical", False: "differs", None: "not compared"}


@receiving()
def compare(
    which: Which,
    url: Url = None,
    *,
    table_names: Annotated[
        list[str], typer.Option("--table", help="A table, by its name on both sides.")
    ],
    token_file: TokenFile = None,
    private: Private = False,
    json: AsJson = False,
) -> None:
    """Tell whether tables hold the same rows here and at a site, over the columns that both have.

    No row is transferred: each side computes a checksum. Exits with 0 if all are identical, with 1
    on an error, with 2 if the command line is invalid, with 4 if a table differs.
    """
    with database(url) as conn:
        site = sync_connections.find_named(conn, which, "receiver")
        secrets = receiver.site_secrets(conn, site, token_file)
        options = receiver.Options(allow_private=private)
        found = receiver.compare(conn, site, secrets, table_names, options)
    columns: Columns[receiver.Comparison] = {
        "table": lambda each: printable(each.table),
        "rows here": lambda each: _number(each.rows),
        "rows at the site": lambda each: _number(each.rows_at_site),
        "result": lambda each: _RESULTS[each.is_identical],
    }
    show("tables", found, columns, json=json)
    problems = [(each.table, each.problem) for each in found if each.problem]
    for table, problem in problems:
        if not json:
            complain(f"{printable(table)}: {problem}", problem.hint)
    if problems:
        raise typer.Exit(1)
    if not all(each.is_identical for each in found):
        raise typer.Exit(4)


def _number(rows: int | None) -> str:
    return "" if rows is None else f"{rows:,}"
