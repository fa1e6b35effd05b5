"""Settings: what the host configures. For services, but for :func:`readable`."""

from dataclasses import dataclass
from typing import Literal

from psycopg.rows import tuple_row

from amity.calls import Call, function, many
from amity.settings import errors

__all__ = ["change", "errors", "every", "readable"]


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of ``amity.settings``: ``value`` as text, ``None`` where there is no limit."""

    name: str
    type: Literal["boolean", "integer", "interval", "choice"]
    value: str | None
    fallback: str | None
    choices: list[str] | None
    description: str
    readable: bool


def change(name: str, value: str | int | bool | None) -> Call[Setting]:
    """Changes a setting and gives its row. Refuses: ``setting_not_found``, ``setting_invalid``."""
    text = None if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return function(Setting, "set_setting", name, text)


def every() -> Call[list[Setting]]:
    """All settings, by name."""
    return many(Setting, "select * from amity.settings order by name")


def readable() -> Call[dict[str, str | None]]:
    """The settings that people may read, by name: ``None`` where there is no limit.

    ``connections_enabled``, ``max_message_length`` and what else each kind opens.
    """
    return Call("select name, value from amity.client_settings order by name", (), tuple_row, dict)
