"""`amity demo`."""

import typer


def register(app: typer.Typer) -> None:
    """Offer `amity demo`."""
    app.command(rich_help_panel="Try it")(demo)


def demo() -> None:
    """Tell a story of 34 people on a Postgres of its own, in seconds; nothing stays behind."""
    from amity.demo.screen import tell  # noqa: PLC0415 - only who wants the story waits for it

    tell()
