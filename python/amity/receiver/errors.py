"""What can stand in the way of receiving a table: each a sentence, a hint and a slug."""

from amity.errors import AmityError

__all__ = [
    "Busy",
    "CannotReceive",
    "Interrupted",
    "SiteNotAllowed",
    "SiteRefused",
    "SiteUnreachable",
    "StrangeAnswer",
    "TokenMissing",
    "shown",
]

_LONGEST = 300


class TokenMissing(AmityError):
    """Nothing says the token, or what does lies open to others."""

    slug = "token_missing"


class SiteNotAllowed(AmityError):
    """The URL of a site leads where nothing is asked: a private host, another scheme."""

    slug = "site_not_allowed"


class SiteUnreachable(AmityError):
    """Nobody answers there, or not in time."""

    slug = "site_unreachable"


class StrangeAnswer(AmityError):
    """What a site answered is not what a sending site answers."""

    slug = "strange_answer"


class SiteRefused(AmityError):
    """The sending site said no. ``refusal`` is the slug that it said."""

    slug = "site_refused"

    def __init__(self, message: str, hint: str = "", *, refusal: str = "") -> None:
        super().__init__(message, hint)
        self.refusal = refusal


class CannotReceive(AmityError):
    """The table here cannot take what the site sends."""

    slug = "cannot_receive"


class Busy(AmityError):
    """Somebody else is receiving that table at this moment."""

    slug = "sync_busy"


class Interrupted(AmityError):
    """This side stopped the transfer: its connection is not active any more."""

    slug = "sync_interrupted"


def shown(said: object) -> str:
    """Give what somebody else wrote as one short line that a terminal only shows."""
    line = " ".join(str(said)[: _LONGEST * 4].split())
    plain = "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line
    )
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"
