"""Whatever goes wrong is a sentence, a hint and an exit code; never a stack trace."""

import errno
import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from amity.command._screen import complain, err, renew_consoles
from amity.errors import AmityError

# Where what is written goes to has no room left, or is closed.
_OUTSIDE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EPIPE}


class Commands(TyperGroup):
    """The group of all commands: the one place where an exception becomes words."""

    def main(self, *args: Any, **options: Any) -> Any:
        """Run a command line. What is left to be written is written here, or said not to be."""
        renew_consoles()
        try:
            try:
                return super().main(*args, **options)
            finally:
                if sys.stdout:  # which nobody may have opened
                    sys.stdout.flush()
        except OSError as error:
            if error.errno not in _OUTSIDE:
                raise
            # whatever stdout still holds would be tried again, and complained about, at the end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if error.errno != errno.EPIPE:  # whoever closed a pipe has read enough
                complain(f"Not everything could be written: {error.strerror}.", "Make room for it.")
            sys.exit(1)

    def invoke(self, ctx: Any) -> Any:
        """Run a command. AMITY_DEBUG in the environment lets exceptions through."""
        try:
            return super().invoke(ctx)
        except AmityError as problem:
            if os.environ.get("AMITY_DEBUG"):
                raise
            complain(f"{str(problem).rstrip('.')}.", problem.hint)  # a refusal has no full stop
            raise typer.Exit(1) from problem
        except typer.Abort as abort:
            if isinstance(abort.__context__, KeyboardInterrupt):
                err.print()  # after the question, where the terminal shows ^C
                raise KeyboardInterrupt from abort
            raise
        except Exception as error:
            if os.environ.get("AMITY_DEBUG") or _is_handled_elsewhere(error):
                raise
            complain(
                f"Amity itself went wrong: {type(error).__name__}: {_one_line(error)}.",
                "This is a fault of ours; AMITY_DEBUG=1 shows where.",
            )
            raise typer.Exit(1) from error


def _is_handled_elsewhere(error: Exception) -> bool:
    """Tell what typer handles, a usage error or an exit, and what `main` does."""
    theirs = ("typer.", "click.")  # typer brought its own click only lately
    return type(error).__module__.startswith(theirs) or (
        isinstance(error, OSError) and error.errno in _OUTSIDE
    )


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".")
