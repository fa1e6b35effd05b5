"""`amity demo`."""

from amity.command import app


@app.command(rich_help_panel="Try it")
def demo() -> None:
    """Tell a story of 34 people on a Postgres of its own, in seconds; nothing stays behind."""
    from amity.demo.screen import tell  # noqa: PLC0415 - only who wants the story waits for it

    tell()
