"""What came of receiving tables: a table, sentences and an exit code, or JSON."""

from typing import Any

import typer

from amity.command._screen import as_json, complain, err, harmless, say, table
from amity.command._sync_common import plain
from amity.errors import AmityError
from amity.receiver import Received, SiteRefused
from amity.receiver.due import Ran
from amity.receiver.errors import shown

__all__ = ["report"]

_WAITS = 3
"""Exit code: a transfer waits for its approval."""
_INCOMPLETE = 4
"""Exit code: some records could not be written."""


def report(ran: list[Ran], *, json: bool) -> None:
    """Show it, and exit with a code that says it."""
    if json:
        as_json({"connections": [_ran_as_json(each) for each in ran]})
    else:
        _show(ran)
    every = [received for each in ran for received in each.received]
    problems = [each.problem for each in ran if each.problem]
    problems += [each.problem for each in every if each.problem]
    if any(not _waits(problem) for problem in problems):
        raise typer.Exit(1)
    if problems:
        raise typer.Exit(_WAITS)
    if any(each.counts.get("failed") for each in every):
        raise typer.Exit(_INCOMPLETE)


def _waits(problem: AmityError) -> bool:
    return isinstance(problem, SiteRefused) and problem.refusal == "sync_approval_pending"


def _show(ran: list[Ran]) -> None:
    rows = [
        (each.site.name, shown(received.table), *_counts(received))
        for each in ran
        for received in each.received
    ]
    if rows:
        table("site", "table", "is", "created", "updated", "skipped", "failed", rows=rows)
    elif not ran:
        say("Nothing is due.")
    for each in ran:
        if each.problem:
            complain(f"{each.site.name}: {each.problem}", each.problem.hint)
        for received in each.received:
            if received.problem:
                complain(f"{received.table}: {received.problem}", received.problem.hint)
            for error in received.receipt.errors if received.receipt else []:
                told = harmless(f"{received.table} {', '.join(error.key)}: {error.message}")
                err.print(told, markup=False, soft_wrap=True)


def _counts(received: Received) -> tuple[str, ...]:
    if received.problem:
        return "waits" if _waits(received.problem) else "stopped", "", "", "", ""
    if received.receipt is None:
        return "not tried", "", "", "", ""
    status = received.receipt.transfer.status
    return status, *(f"{count:,}" for count in received.counts.values())


def _ran_as_json(ran: Ran) -> dict[str, Any]:
    return {
        "connection": str(ran.site.id),
        "name": ran.site.name,
        "problem": _problem_as_json(ran.problem),
        "tables": [
            {
                "table": received.table,
                **received.counts,
                "transfer": plain(received.receipt.transfer) if received.receipt else None,
                "errors": [
                    plain(error) for error in (received.receipt.errors if received.receipt else [])
                ],
                "problem": _problem_as_json(received.problem),
            }
            for received in ran.received
        ],
    }


def _problem_as_json(problem: AmityError | None) -> dict[str, Any] | None:
    if problem is None:
        return None
    slug = problem.refusal if isinstance(problem, SiteRefused) else problem.slug
    return {"slug": slug, "message": str(problem), "hint": problem.hint}
