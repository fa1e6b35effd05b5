"""Settings: what the host configures. For services."""

from dataclasses import dataclass
from typing import Literal

from amity.calls import Call, function, many
from amity.settings import errors

__all__ = ["change", "errors", "every"]


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of ``amity.settings``: ``value`` as text, ``None`` where there is no limit."""

    name: str
    type: Literal["boolean", "integer", "interval", "choice"]
    value: str | None
    fallback: str | None
    choices: list[str] | None
    description: str


def change(name: str, value: str | int | bool | None) -> Call[Setting]:
    """Changes a setting and gives its row. Refuses: ``setting_not_found``, ``setting_invalid``."""
    text = None if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return function(Setting, "set_setting", name, text)


def every() -> Call[list[Setting]]:
    """All settings, by name."""
    return many(Setting, "select * from amity.settings order by name")
