"""Where the command `amity` begins: outside the package, so that Ctrl-C is quiet from the start."""

import sys


def main() -> None:
    """Run the command."""
    try:
        from amity.command import app  # noqa: PLC0415 - it takes a while, in which Ctrl-C may come

        app()
    except KeyboardInterrupt:
        sys.exit(130)
