"""What "Play the story" does: each step is an act of one person, as it is done by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from amity import blocks, connections, follows
from amity.calls import Call
from amity.demo.web.club import IDS


@dataclass(frozen=True, slots=True)
class Step:
    """Who does what, in a sentence and as a call."""

    who: str
    sentence: str
    act: Callable[[], Call[Any]]


_MR_HI, _JOHN_A = IDS["Mr. Hi"], IDS["John A."]

STORY = (
    Step("Priya", "Priya asks Mr. Hi", partial(connections.request, _MR_HI, "May I join you?")),
    Step(
        "Mr. Hi",
        "Mr. Hi asks John A.",
        partial(connections.request, _JOHN_A, "Shall we talk about the fees?"),
    ),
    Step("John A.", "John A. asks too: they are connected", partial(connections.request, _MR_HI)),
    Step(
        "Mr. Hi", "Mr. Hi denies Priya; she is not told", partial(connections.reject, IDS["Priya"])
    ),
    Step("Priya", "Priya follows Mr. Hi instead", partial(follows.follow, _MR_HI)),
    Step(
        "Mr. Hi",
        "Mr. Hi blocks John A., which ends their connection",
        partial(blocks.block, _JOHN_A),
    ),
    Step("John A.", "John A. asks Mr. Hi again", partial(connections.request, _MR_HI)),
)
