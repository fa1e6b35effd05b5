"""Whatever goes wrong is a sentence, a hint and an exit code; never a stack trace."""

import os
from typing import Any

import typer
from typer.core import TyperGroup

from amity.command._screen import complain
from amity.migrations import Problem


class Commands(TyperGroup):
    """The group of all commands: the one place where an exception becomes words."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command. AMITY_DEBUG in the environment lets exceptions through."""
        try:
            return super().invoke(ctx)
        except Problem as problem:
            if os.environ.get("AMITY_DEBUG"):
                raise
            complain(str(problem), problem.hint)
            raise typer.Exit(1) from problem
        except Exception as error:
            if os.environ.get("AMITY_DEBUG") or _is_typers_own(error):
                raise
            complain(
                f"Amity itself went wrong: {type(error).__name__}: {_one_line(error)}.",
                "This is a fault of ours; AMITY_DEBUG=1 shows where.",
            )
            raise typer.Exit(1) from error


def _is_typers_own(error: Exception) -> bool:
    """Tell a usage error, an exit or a closed pipe, all of which typer handles itself."""
    theirs = ("typer.", "click.")  # typer brought its own click only lately
    return type(error).__module__.startswith(theirs) or isinstance(error, BrokenPipeError)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".")
