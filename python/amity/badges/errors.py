"""What the database refuses of badges."""

from amity.errors import Refusal


class LeaderboardDisabled(Refusal):
    """The host shows no leaderboard."""
