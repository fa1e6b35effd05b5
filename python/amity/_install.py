"""How Amity is installed: from its checkout. On an index, its name may be another project's."""

from collections.abc import Iterator
from contextlib import contextmanager

from amity.errors import MissingExtraError

__all__ = ["NEWER", "needs", "with_extra"]

NEWER = "Upgrade the package: `pip install .` in a newer checkout of Amity."


def with_extra(extra: str) -> str:
    """Say how to install an extra."""
    return f"`pip install '.[{extra}]'` in Amity's checkout installs it."


@contextmanager
def needs(extra: str, what: str) -> Iterator[None]:
    """Import in the block what an extra brings, for what begins the sentence.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        package, _, _ = (error.name or "").partition(".")
        if package == "amity":
            raise
        raise MissingExtraError(
            f"{what} needs {package}, which is not installed: {with_extra(extra)}"
        ) from None
