"""What the database refuses of connections."""

from amity.errors import Refusal


class SelfConnection(Refusal):
    """You cannot connect with yourself."""


class AlreadyConnected(Refusal):
    """You are connected with this person already."""


class NotConnected(Refusal):
    """You are not connected with this person."""


class PendingRequest(Refusal):
    """You have sent this person a request already."""


class RequestReceived(Refusal):
    """This person has sent you a request, and the host accepts no crossing request."""


class RequestNotFound(Refusal):
    """There is no request between you and this person."""


class RequestExpired(Refusal):
    """The request can no longer be answered."""


class NotPending(Refusal):
    """The request was answered already."""


class NotRecipient(Refusal):
    """Only the recipient can answer a request."""


class NotRequester(Refusal):
    """Only the requester can cancel a request."""


class CoolingDown(Refusal):
    """It is too early for another request: the hint says when it is possible."""


class ConnectionsDisabled(Refusal):
    """The host has switched connections off."""


class StatusInvalid(Refusal):
    """A connection cannot begin with that status."""
