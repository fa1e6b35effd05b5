"""What "Play the story" does: each step is an act of one person, as anybody would do it."""

from dataclasses import dataclass
from typing import Any

from amity import blocks, connections, follows
from amity.calls import Call
from amity.demo.web.club import IDS


@dataclass(frozen=True, slots=True)
class Step:
    """Who does what, in a sentence and as a call."""

    who: str
    sentence: str
    call: Call[Any]


def steps() -> list[Step]:
    """Give the story, in order."""
    mr_hi, john_a = IDS["Mr. Hi"], IDS["John A."]
    talk = "Shall we talk about the fees?"
    return [
        Step("Priya", "Priya asks Mr. Hi", connections.request(mr_hi, "May I join you?")),
        Step("Mr. Hi", "Mr. Hi asks John A.", connections.request(john_a, talk)),
        Step("John A.", "John A. asks too: they are connected", connections.request(mr_hi)),
        Step("Mr. Hi", "Mr. Hi denies Priya; she is not told", connections.reject(IDS["Priya"])),
        Step("Priya", "Priya follows Mr. Hi instead", follows.follow(mr_hi)),
        Step("Mr. Hi", "Mr. Hi blocks John A., which ends their connection", blocks.block(john_a)),
        Step("John A.", "John A. asks Mr. Hi again", connections.request(mr_hi)),
    ]
