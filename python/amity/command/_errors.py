"""Every error is a sentence, a hint and an exit code; never a stack trace."""

import errno
import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from amity.command._screen import complain, err, renew_consoles
from amity.errors import AmityError

# There is no room where the output goes, or it is closed.
_OUTSIDE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EPIPE}


class Commands(TyperGroup):
    """The group of all commands: the one place where an exception becomes words."""

    def main(self, *args: Any, **options: Any) -> Any:
        """Run a command line, and flush its output: a failure to do so is an error as well."""
        renew_consoles()
        try:
            try:
                return super().main(*args, **options)
            finally:
                if sys.stdout:  # None where the process has none
                    sys.stdout.flush()
        except OSError as error:
            if error.errno not in _OUTSIDE:
                raise
            # what stdout still holds would be written again at exit, and fail again
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if error.errno != errno.EPIPE:  # the reader of a pipe may close it early
                complain(f"The output was not written completely: {error.strerror}.", "Free space.")
            sys.exit(1)

    def invoke(self, ctx: Any) -> Any:
        """Run a command. AMITY_DEBUG in the environment lets exceptions through."""
        try:
            return super().invoke(ctx)
        except AmityError as error:
            if os.environ.get("AMITY_DEBUG"):
                raise
            complain(str(error).removesuffix(".") + ".", error.hint)
            raise typer.Exit(1) from error
        except typer.Abort as abort:
            if isinstance(abort.__context__, KeyboardInterrupt):
                err.print()  # after the question, where the terminal shows ^C
                raise KeyboardInterrupt from abort
            raise
        except Exception as error:
            if os.environ.get("AMITY_DEBUG") or _is_handled_elsewhere(error):
                raise
            said = " ".join(str(error).split()).rstrip(".")
            complain(
                f"Internal error: {type(error).__name__}: {said}.",
                "This is a bug in Amity; AMITY_DEBUG=1 shows where.",
            )
            raise typer.Exit(1) from error


def _is_handled_elsewhere(error: Exception) -> bool:
    """Tell what typer handles, a usage error or an exit, and what `main` does."""
    theirs = ("typer.", "click.")  # typer has its own click only in recent versions
    return type(error).__module__.startswith(theirs) or (
        isinstance(error, OSError) and error.errno in _OUTSIDE
    )
