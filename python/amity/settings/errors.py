"""What the database refuses of settings."""

from amity.errors import Refusal


class SettingNotFound(Refusal):
    """There is no setting of that name."""


class SettingInvalid(Refusal):
    """The value does not fit the type of the setting: the hint says what does."""
