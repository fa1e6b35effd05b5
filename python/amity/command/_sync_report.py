"""The results of receiving tables: as a table, sentences and an exit code, or as JSON."""

from typing import Any

import typer

from amity.command._screen import as_json, complain, err, harmless, say, table
from amity.errors import AmityError
from amity.sync_connections.receiver import SiteResult, TableResult, outcome
from amity.sync_connections.receiver.errors import SiteRefusedError, printable

__all__ = ["report"]

_EXIT_CODES = {"completed": 0, "failed": 1, "waiting": 3, "incomplete": 4}


def report(results: list[SiteResult], *, json: bool) -> None:
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
        table("site", "table", "status", "created", "updated", "skipped", "failed", rows=rows)
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
        return "waits" if result.waits else "stopped", "", "", "", ""
    if result.receipt is None:
        return "not tried", "", "", "", ""
    counts = (f"{count:,}" for count in result.counts.values())
    return result.receipt.transfer.status, *counts


def _site_as_json(result: SiteResult) -> dict[str, Any]:
    return {
        "connection": str(result.site.id),
        "name": result.site.name,
        "problem": _problem_as_json(result.problem),
        "tables": [
            {
                "table": each.table,
                **each.counts,
                "transfer": each.receipt and each.receipt.transfer,
                "errors": each.receipt.errors if each.receipt else [],
                "problem": _problem_as_json(each.problem),
            }
            for each in result.tables
        ],
    }


def _problem_as_json(problem: AmityError | None) -> dict[str, Any] | None:
    if problem is None:
        return None
    slug = problem.refusal if isinstance(problem, SiteRefusedError) else problem.slug
    return {"slug": slug, "message": str(problem), "hint": problem.hint}
