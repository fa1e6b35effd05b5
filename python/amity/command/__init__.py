"""The command `amity`. Every module here that does not begin with _ is a command and finds itself.

It hangs its functions on `app`. An `AmityError` is shown as one sentence and a hint. Exit codes: 1
after an error, 2 for an invalid command line, 130 after Ctrl-C.
"""

import logging
from importlib import import_module
from inspect import getdoc
from pkgutil import iter_modules
from typing import Annotated

import typer

from amity import __version__
from amity.command._errors import NAMES_OF_HELP, Commands

# psycopg's warnings, of a connection that broke, would come before our sentence about it
logging.getLogger("psycopg").addHandler(logging.NullHandler())

app = typer.Typer(
    name="amity",
    cls=Commands,
    no_args_is_help=True,
    context_settings=NAMES_OF_HELP,
    pretty_exceptions_enable=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"amity {__version__}")
        raise typer.Exit


@app.callback()
def _amity(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Who knows whom, in Postgres."""


def _flow(group: typer.Typer) -> None:
    """Give every command a help of paragraphs, which typer would break where their lines end."""
    for command in group.registered_commands:
        paragraphs = (getdoc(command.callback) or "").split("\n\n")
        command.help = "\n\n".join(" ".join(each.split()) for each in paragraphs)
    for each in group.registered_groups:
        if each.typer_instance:
            _flow(each.typer_instance)


for _module in iter_modules(__path__):
    if not _module.name.startswith("_"):
        import_module(f"{__name__}.{_module.name}")
_flow(app)
