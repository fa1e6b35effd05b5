"""`amity stop`."""

from amity._install import with_extra
from amity.command import app
from amity.command._screen import say


@app.command(rich_help_panel="Your database")
def stop() -> None:
    """Stop the embedded Postgres of `amity up`. Its data stays."""
    from amity import servers  # noqa: PLC0415 - only who needs an embedded Postgres waits for it

    try:
        ran = servers.stop_persistent()
    except servers.EmbeddedMissingError as missing:
        missing.hint = with_extra("embedded")
        raise
    if ran:
        say("The embedded Postgres is stopped; `amity up` starts it again, with its data.")
    else:
        say("The embedded Postgres was not running.")
