"""`amity sync announce`: this site, which sends, tells one that receives where it is."""

from pathlib import Path
from typing import Annotated

import typer

from amity.command._screen import say
from amity.command._target import Url
from amity.command.sync import Private, Which, database, sending
from amity.sync_connections import find_named, receiver


@sending()
def announce(
    which: Which,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What this site is to be called.")],
    site: Annotated[str, typer.Argument(metavar="SITE", help="The URL of this site.")],
    url: Url = None,
    *,
    password_file: Annotated[
        Path | None,
        typer.Option("--password-file", help="The file of the site's incoming password."),
    ] = None,
    private: Private = False,
) -> None:
    """Announce this site to the site of a connection, which then need not be told its URL."""
    with database(url) as conn:
        other = find_named(conn, which, "sender")
        receiver.announce(
            conn, other, name, site, password_file=password_file, allow_private=private
        )
    say(f"This site is announced to {other.name}. Its administrator decides what it may write.")
