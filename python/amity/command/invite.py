"""`amity invite`."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

import typer
from psycopg import Connection

from amity import invites
from amity._install import needs
from amity.command import app
from amity.command._screen import Columns, as_json, many, moment, out, say, show
from amity.command._target import AsJson, Url, installed, person_id, required
from amity.errors import AmityError, OutputError
from amity.speaking import as_service, speaking_as

TOKEN = "{token}"  # noqa: S105 - where the token goes

As = Annotated[
    str,
    typer.Option("--as", metavar="PERSON", help="Who invites: an id, or a key of your own users."),
]
Whose = Annotated[
    str,
    typer.Option("--as", metavar="PERSON", help="Whose it is: an id, or a key of your own users."),
]
Asks = Annotated[bool, typer.Option("--request", help="Redeeming it only requests a connection.")]
Minutes = Annotated[
    float | None,
    typer.Option(help="How long it can be redeemed.", show_default="as long as is allowed"),
]
Note = Annotated[str | None, typer.Option(help="A note, for the issuer alone.")]
To = Annotated[
    str, typer.Option(metavar="TEMPLATE", help="The link: a URL of your site with {token} in it.")
]


group = typer.Typer(
    no_args_is_help=True, help="Issue the invites of a person, list and revoke them."
)
app.add_typer(group, name="invite", rich_help_panel="People and ties")


@group.command()
def qr(
    url: Url = None,
    *,
    person: As,
    to: To = TOKEN,
    svg: Annotated[Path | None, typer.Option(help="Draw it into this SVG file as well.")] = None,
    request: Asks = False,
    minutes: Minutes = None,
    note: Note = None,
    json: AsJson = False,
) -> None:
    """Draw a QR code that can be redeemed once. It replaces the last one."""
    with needs("qr", "Drawing a code"):
        import segno  # noqa: PLC0415 - needed for drawing only
    with _speaking(required(url), person, to) as conn:
        issued = invites.issue("qr", _kind(request), ttl=_ttl(minutes), note=note).on(conn)
        code = segno.make(_link(to, issued), micro=False)
        if svg:
            # inside the transaction: a code that cannot be written is not issued
            try:
                code.save(str(svg), kind="svg", scale=8)
            except OSError as error:
                raise OutputError(
                    f"The code could not be written: {error}.", "Nothing was issued."
                ) from error
    if not json:
        drawn = StringIO()
        code.terminal(drawn, compact=True)
        out.print(drawn.getvalue(), markup=False, soft_wrap=True, end="")
    _show(issued, to, json=json)


@group.command()
def link(
    url: Url = None,
    *,
    person: As,
    to: To = TOKEN,
    request: Asks = False,
    uses: Annotated[
        int | None, typer.Option(help="How often it can be redeemed.", show_default="1")
    ] = None,
    any_number: Annotated[
        bool, typer.Option("--any-number", help="It can be redeemed any number of times.")
    ] = False,
    minutes: Minutes = None,
    note: Note = None,
    json: AsJson = False,
) -> None:
    """Print a link that lasts for days, and can be redeemed once unless you say otherwise."""
    if any_number and uses is not None:
        raise typer.BadParameter("Give --uses or --any-number, not both.")
    max_uses = None if any_number else 1 if uses is None else uses
    with _speaking(required(url), person, to) as conn:
        issued = invites.issue(
            "link", _kind(request), max_uses=max_uses, ttl=_ttl(minutes), note=note
        ).on(conn)
    _show(issued, to, json=json)


@group.command("list")
def list_(url: Url = None, *, person: Whose, json: AsJson = False) -> None:
    """Show the invites of a person, newest first, without their tokens."""
    with _speaking(required(url), person) as conn:
        found = invites.mine(limit=1000).on(conn)
    columns: Columns[invites.Invite] = {
        "invite": lambda each: each.id,
        "medium": lambda each: each.medium,
        "kind": lambda each: each.kind,
        "uses": lambda each: f"{each.uses} of {each.max_uses or 'any number'}",
        "until": lambda each: moment(each.expires_at) or "no end",
        "note": lambda each: each.note or "",
    }
    show("invites", found, columns, json=json)


@group.command()
def revoke(
    invite: Annotated[
        UUID, typer.Argument(metavar="INVITE", help="Its id: see `amity invite list`.")
    ],
    url: Url = None,
    *,
    person: Whose,
) -> None:
    """Revoke an invite. Connections and requests that came of it stay."""
    with _speaking(required(url), person) as conn:
        revoked = invites.revoke(invite).on(conn)
    say(f"Revoked: {revoked.id}, redeemed {many(revoked.uses, 'time')}.")


@contextmanager
def _speaking(database: str, person: str, to: str = TOKEN) -> Iterator[Connection[Any]]:
    """Speak as a person, for one transaction, unless the template of the link lacks the token."""
    if TOKEN not in to:
        raise AmityError(f"{to} has no place for the token.", f"Write {TOKEN} where it belongs.")
    with installed(database, "Inviting") as conn:
        with as_service(conn):
            speaker = person_id(conn, person)
        with speaking_as(conn, speaker):
            yield conn


def _kind(request: bool) -> invites.InviteKind:
    return "request" if request else "connect"


def _ttl(minutes: float | None) -> timedelta | None:
    return None if minutes is None else timedelta(minutes=minutes)


def _link(to: str, issued: invites.IssuedInvite) -> str:
    return to.replace(TOKEN, quote(issued.token))


def _show(issued: invites.IssuedInvite, to: str, *, json: bool) -> None:
    if json:
        as_json(dataclasses.asdict(issued) | {"link": _link(to, issued)})
        return
    say(_link(to, issued))
    until = (
        f"until {issued.expires_at:%Y-%m-%d %H:%M:%S %Z}" if issued.expires_at else "at any time"
    )
    times = {None: "any number of times", 1: "once"}.get(
        issued.max_uses, f"{issued.max_uses} times"
    )
    say(f"Can be redeemed {times}, {until}. It is not shown again.")
