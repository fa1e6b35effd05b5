"""What the database refuses of step-backs."""

from amity.errors import Refusal


class SelfStepBack(Refusal):
    """You cannot step back from yourself."""


class NoTie(Refusal):
    """You are neither connected with this person nor following them."""


class UntilPassed(Refusal):
    """A step-back cannot end in the past."""


class AlreadySteppedBack(Refusal):
    """You have stepped back from this person already."""


class NotSteppedBack(Refusal):
    """You have not stepped back from this person."""
