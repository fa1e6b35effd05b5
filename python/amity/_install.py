"""How Amity is installed: from its checkout. On an index, its name may be somebody else's."""

__all__ = ["NEWER", "with_extra"]

NEWER = "Upgrade the package: `pip install .` in a newer checkout of Amity."


def with_extra(extra: str) -> str:
    """Say how to install an extra."""
    return f"`pip install '.[{extra}]'` in Amity's checkout installs it."
