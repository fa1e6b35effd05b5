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

from amity import invites, people
from amity._install import with_extra
from amity.command._installed import PersonNotFoundError, installed
from amity.command._screen import as_json, many, out, say, table
from amity.command._target import AsJson, Url, required
from amity.errors import AmityError, Refusal
from amity.speaking import as_service, speaking_as

PLACE = "{token}"

As = Annotated[
    str,
    typer.Option("--as", metavar="PERSON", help="Who invites: an id, or a key of your own users."),
]
Whose = Annotated[
    str,
    typer.Option("--as", metavar="PERSON", help="Whose it is: an id, or a key of your own users."),
]
Asks = Annotated[
    bool, typer.Option("--request", help="Whoever redeems it only asks to be connected.")
]
Minutes = Annotated[
    float | None,
    typer.Option(help="How long it can be redeemed.", show_default="as long as is allowed"),
]
Note = Annotated[str | None, typer.Option(help="A note, for the issuer alone.")]
To = Annotated[
    str,
    typer.Option(
        metavar="TEMPLATE",
        help="Where it leads: a URL of your site with {token} in it.",
    ),
]


class Refused(AmityError):
    """The database said no."""

    slug = "refused"


class NoPlaceForToken(AmityError):
    """The template of a link has no place for the token."""

    slug = "no_place_for_token"


class NotWritten(AmityError):
    """The file for a drawn code cannot be written."""

    slug = "not_written"


class DrawingUnsupported(AmityError):
    """The library that draws codes is missing."""

    slug = "drawing_unsupported"


def register(app: typer.Typer) -> None:
    """Offer `amity invite`."""
    group = typer.Typer(
        no_args_is_help=True, help="Issue invites as somebody, list and revoke them."
    )
    for command in (qr, link, list_, revoke):
        group.command(command.__name__.rstrip("_"))(command)
    app.add_typer(group, name="invite", rich_help_panel="People and ties")


def qr(
    url: Url = None,
    *,
    person: As,
    to: To = PLACE,
    svg: Annotated[Path | None, typer.Option(help="Draw it into this SVG file as well.")] = None,
    request: Asks = False,
    minutes: Minutes = None,
    note: Note = None,
    json: AsJson = False,
) -> None:
    """Draw a code that can be scanned once. It takes the place of the last one."""
    draw = _drawing()
    database = required(url)
    link_to = _template(to)
    with _speaking(database, person) as conn:
        issued = invites.issue("qr", _kind(request), ttl=_ttl(minutes), note=note).on(conn)
        code = draw.make(link_to.replace(PLACE, quote(issued.token)), micro=False)
        if svg:
            # inside the transaction: a code that could not be written was never issued
            try:
                code.save(str(svg), kind="svg", scale=8)
            except OSError as error:
                raise NotWritten(
                    f"The code could not be written: {error}.", "Nothing was issued."
                ) from error
    if json:
        _as_json(issued, link_to)
        return
    drawn = StringIO()
    code.terminal(drawn, compact=True)
    out.print(drawn.getvalue(), markup=False, soft_wrap=True, end="")
    _show(issued, link_to)


def link(
    url: Url = None,
    *,
    person: As,
    to: To = PLACE,
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
    """Print a link that lasts for days; for more than one person if you say so."""
    if any_number and uses is not None:
        raise typer.BadParameter("Give --uses or --any-number, not both.")
    database = required(url)
    link_to = _template(to)
    with _speaking(database, person) as conn:
        issued = invites.issue(
            "link",
            _kind(request),
            max_uses=None if any_number else 1 if uses is None else uses,
            ttl=_ttl(minutes),
            note=note,
        ).on(conn)
    if json:
        _as_json(issued, link_to)
        return
    _show(issued, link_to)


def list_(url: Url = None, *, person: Whose, json: AsJson = False) -> None:
    """Show the invites of somebody, newest first; not what opens them."""
    with _speaking(required(url), person) as conn:
        found = invites.mine(limit=1000).on(conn)
    if json:
        as_json({"invites": [_plain(each) for each in found]})
        return
    rows = [
        (
            str(each.id),
            each.medium,
            each.kind,
            f"{each.uses} of {each.max_uses or 'any number'}",
            f"{each.expires_at:%Y-%m-%d %H:%M %Z}" if each.expires_at else "for ever",
            each.note or "",
        )
        for each in found
    ]
    table("invite", "medium", "kind", "uses", "until", "note", rows=rows)


def revoke(
    invite: Annotated[
        UUID, typer.Argument(metavar="INVITE", help="Its id: see `amity invite list`.")
    ],
    url: Url = None,
    *,
    person: Whose,
) -> None:
    """Withdraw an invite. What came of it stays."""
    with _speaking(required(url), person) as conn:
        gone = invites.revoke(invite).on(conn)
    say(f"Withdrawn: {gone.id}, redeemed {many(gone.uses, 'time')}.")


@contextmanager
def _speaking(database: str, person: str) -> Iterator[Connection[Any]]:
    """Speak as somebody, for one transaction.

    Raises:
        PersonNotFoundError, Refused: the database said no; and whatever `installed` raises.
    """
    with installed(database, "Inviting") as conn:
        try:
            with as_service(conn):
                speaker = people.of(person).on(conn)
            if speaker is None:
                raise PersonNotFoundError(person)
            with speaking_as(conn, speaker):
                yield conn
        except Refusal as refusal:
            raise Refused(f"{refusal}.", refusal.hint) from refusal


def _template(to: str) -> str:
    if PLACE not in to:
        raise NoPlaceForToken(
            f"{to} has no place for the token.", f"Write {PLACE} where it belongs."
        )
    return to


def _drawing() -> Any:
    try:
        import segno  # noqa: PLC0415 - only who draws needs it
    except ImportError as error:
        raise DrawingUnsupported(
            "Drawing a code needs segno, which is not installed.", with_extra("qr")
        ) from error
    return segno


def _kind(request: bool) -> invites.InviteKind:
    return "request" if request else "connect"


def _ttl(minutes: float | None) -> timedelta | None:
    return None if minutes is None else timedelta(minutes=minutes)


def _as_json(issued: invites.IssuedInvite, to: str) -> None:
    as_json(_plain(issued) | {"link": to.replace(PLACE, quote(issued.token))})


def _plain(invite: invites.Invite | invites.IssuedInvite) -> dict[str, Any]:
    fields = dataclasses.asdict(invite)
    return {
        name: str(value) if isinstance(value, UUID) else value for name, value in fields.items()
    }


def _show(issued: invites.IssuedInvite, to: str) -> None:
    say(to.replace(PLACE, quote(issued.token)))
    until = f"until {issued.expires_at:%Y-%m-%d %H:%M:%S %Z}" if issued.expires_at else "for ever"
    times = {None: "any number of times", 1: "once"}.get(
        issued.max_uses, f"{issued.max_uses} times"
    )
    say(f"Can be redeemed {times}, {until}. It is not shown again.")
