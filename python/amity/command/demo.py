"""`amity demo`."""

from contextlib import ExitStack
from typing import Annotated

import typer

from amity._install import needs
from amity.command import app
from amity.command._screen import progress


@app.command(rich_help_panel="Try it")
def demo(
    *,
    web: Annotated[
        bool, typer.Option("--web", help="Play it yourself, as two of them, in a browser.")
    ] = False,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Of --web, on this machine only; 0 is a free one.")
    ] = 0,
) -> None:
    """Tell a story of 34 people on a Postgres of its own, in seconds; nothing stays behind."""
    if web:
        _serve(port)
        return
    from amity.demo.screen import tell  # noqa: PLC0415 - only who wants the story waits for it

    tell()


def _serve(port: int) -> None:
    with needs("web", "amity demo --web"):
        from amity.command._http import listening, serve_on  # noqa: PLC0415
        from amity.demo.web import club, site  # noqa: PLC0415 - an extra brings what these need
    from amity.demo.stage import playground  # noqa: PLC0415

    with listening("127.0.0.1", port) as listener, ExitStack() as stack:
        with progress("Setting up") as step:
            url, friendships = stack.enter_context(playground(step))
            club.found(url, friendships, step)
        serve_on(listener, site.app(club.Club(url)), seconds_to_finish=1)
