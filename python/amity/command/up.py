"""`amity up`, and `amity stop`."""

from amity import migrations
from amity._install import with_extra
from amity.command import app
from amity.command._checks import Finding, speaking
from amity.command._definitions import compare
from amity.command._screen import as_json, complain, progress, say, table
from amity.command._target import AsJson, Url, named
from amity.database import connected, masked, whereabouts
from amity.migrations.templates import rendered


@app.command(rich_help_panel="Your database")
def up(url: Url = None, json: AsJson = False) -> None:
    """Apply what is pending. Without a URL, DATABASE_URL or PG*: to an embedded Postgres."""
    database = named(url)
    embedded = database is None
    if database is None:
        from amity import servers  # noqa: PLC0415 - it needs POSIX

        database = servers.start_persistent().url
    with progress("Applying") as step:
        applied = migrations.up(database, step)
    # The grants that were made a moment ago are as the migrations make them.
    was_empty = bool(applied) and applied[0].id.startswith("0001.")
    left = _left_to_do(database, compared=not was_empty)
    # The embedded server's password is generated: its URL is useless without it.
    shown = database if embedded else masked(database)
    if json:
        as_json({"url": shown, "embedded": embedded, "applied": applied, "left": left})
        return
    if applied:
        table("applied", "checksum", rows=[(each.id, each.checksum[:12]) for each in applied])
        say(f"Amity is up to date: {whereabouts(database)}.")
    else:
        say(f"Nothing to do, Amity is up to date: {whereabouts(database)}.")
    for finding in left:
        complain(f"{'Note' if finding.is_note else 'Left to do'}: {finding.message}.", finding.fix)
    if embedded:
        say(f"The embedded Postgres runs until `amity stop`:\n{shown}")


def _left_to_do(database: str, *, compared: bool) -> list[Finding]:
    """Check that the connected role may speak for people; and the grants, if `compared`."""
    with connected(database, "The check of what is granted") as connection:
        grants = compare(connection, rendered()).grants if compared else []
        return [*speaking(connection), *grants]


@app.command(rich_help_panel="Your database")
def stop() -> None:
    """Stop the embedded Postgres of `amity up`. Its data stays."""
    from amity import servers  # noqa: PLC0415 - it needs POSIX

    try:
        ran = servers.stop_persistent()
    except servers.EmbeddedMissingError as missing:
        missing.hint = with_extra("embedded")
        raise
    if ran:
        say("The embedded Postgres is stopped; `amity up` starts it again, with its data.")
    else:
        say("The embedded Postgres was not running.")
