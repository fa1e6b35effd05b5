"""`amity tidy`."""

from amity import accounts
from amity.command import app
from amity.command._screen import as_json, many, say, table
from amity.command._target import AsJson, Url, installed, required
from amity.database import whereabouts


@app.command(rich_help_panel="Your database")
def tidy(url: Url = None, json: AsJson = False) -> None:
    """Delete what has expired: requests, step-backs, invites, history past its retention."""
    database = required(url)
    with installed(database, "Tidying") as connection:
        tidied = accounts.tidy().on(connection)
    total = sum(kind.tidied for kind in tidied)
    if json:
        as_json({"tidied": tidied, "total": total})
        return
    if total:
        table("kind", "deleted", rows=[(each.kind, f"{each.tidied:,}") for each in tidied])
    where = whereabouts(database)
    say(f"{many(total, 'row')} deleted: {where}." if total else f"Nothing has expired: {where}.")
