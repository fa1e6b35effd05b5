"""Every error is a sentence, a hint and an exit code; never a stack trace."""

import errno
import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from amity.command._screen import as_json, complain, err, renew_consoles
from amity.database import masked
from amity.errors import AmityError

NAMES_OF_HELP: dict[str, Any] = {"help_option_names": ["-h", "--help"]}

# There is no room where the output goes, or it is closed.
_OUTSIDE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EPIPE}


# What typer exits with where the command line is invalid, which it has explained on stderr.
_USAGE = 2
_INVALID = (
    "The command line is invalid.",
    "stderr says what is wrong; --help shows what is right.",
)


class Commands(TyperGroup):
    """The group of all commands: the one place where an exception becomes words."""

    _for_programs = False

    def main(self, *args: Any, **options: Any) -> Any:
        """Run a command line, and flush its output: a failure to do so is an error as well."""
        renew_consoles()
        _leave_out_types(self, typer.Context(self, **NAMES_OF_HELP))
        given = options.get("args") or (args[0] if args else None)
        self._for_programs = "--json" in (sys.argv[1:] if given is None else given)
        try:
            try:
                return super().main(*args, **options)
            except SystemExit as ended:
                if ended.code == _USAGE and self._for_programs:
                    self._give(AmityError(*_INVALID, slug="invalid_command_line"))
                raise
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
            self._complain(error)
            raise typer.Exit(1) from error
        except typer.Abort as abort:
            if isinstance(abort.__context__, KeyboardInterrupt):
                err.print()  # after the question, where the terminal shows ^C
                raise KeyboardInterrupt from abort
            raise
        except Exception as error:
            if os.environ.get("AMITY_DEBUG"):
                raise
            if _is_handled_elsewhere(error):
                usage: Any = error
                if hasattr(usage, "message"):  # it repeats the arguments that it refuses
                    usage.message = masked(usage.message)
                raise
            said = " ".join(str(error).split()).rstrip(".")
            self._complain(
                AmityError(
                    f"Internal error: {type(error).__name__}: {said}",
                    "This is a bug in Amity; AMITY_DEBUG=1 shows where.",
                    slug="internal_error",
                )
            )
            raise typer.Exit(1) from error

    def _complain(self, error: AmityError) -> None:
        """Say what is wrong, and under --json also give it to the program that reads us."""
        sentence = str(error).removesuffix(".") + "."
        complain(sentence, error.hint)
        if self._for_programs:
            self._give(error)

    def _give(self, error: AmityError) -> None:
        sentence = str(error).removesuffix(".") + "."
        as_json({"error": {"slug": error.slug, "message": sentence, "hint": error.hint}})


def _leave_out_types(command: Any, context: typer.Context) -> None:
    """Have the help show `--json`, not `--json <bool>`."""
    for param in [*command.params, command.get_help_option(context)]:
        if getattr(param, "is_flag", False):
            param.metavar = ""
    for each in getattr(command, "commands", {}).values():
        _leave_out_types(each, context)


def _is_handled_elsewhere(error: Exception) -> bool:
    """Tell what typer handles, a usage error or an exit, and what `main` does."""
    theirs = ("typer.", "click.")  # typer has its own click only in recent versions
    return type(error).__module__.startswith(theirs) or (
        isinstance(error, OSError) and error.errno in _OUTSIDE
    )
