"""What can stand in the way of receiving a table: each a sentence, a hint and a slug."""

from amity.migrations.errors import Problem

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


class TokenMissing(Problem):
    """Nothing says the token, or what does lies open to others."""

    slug = "token_missing"


class SiteNotAllowed(Problem):
    """The URL of a site leads where nothing is asked: a private host, another scheme."""

    slug = "site_not_allowed"


class SiteUnreachable(Problem):
    """Nobody answers there, or not in time."""

    slug = "site_unreachable"


class StrangeAnswer(Problem):
    """What a site answered is not what a sending site answers."""

    slug = "strange_answer"


class SiteRefused(Problem):
    """The sending site said no. ``refusal`` is the slug that it said."""

    slug = "site_refused"

    def __init__(self, message: str, hint: str = "", *, refusal: str = "") -> None:
        super().__init__(message, hint)
        self.refusal = refusal


class CannotReceive(Problem):
    """The table here cannot take what the site sends."""

    slug = "cannot_receive"


class Busy(Problem):
    """Somebody else is receiving that table at this moment."""

    slug = "sync_busy"


class Interrupted(Problem):
    """This side stopped the transfer: its connection is not active any more."""

    slug = "sync_interrupted"


def shown(said: object) -> str:
    """Give what somebody else wrote as one short line that a terminal only shows."""
    line = " ".join(str(said)[: _LONGEST * 4].split())
    plain = "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line
    )
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"
