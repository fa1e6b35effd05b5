"""Where the command `amity` begins: quiet about Ctrl-C from the start.

It is outside the package, whose import takes a while, in which Ctrl-C may come.
"""

import sys


def main() -> None:
    """Run the command."""
    try:
        _run()
    except KeyboardInterrupt:
        sys.exit(130)


def _run() -> None:
    from amity._install import needs  # noqa: PLC0415 - see above
    from amity.errors import MissingExtraError  # noqa: PLC0415

    try:
        with needs("command", "The command amity"):
            from amity.command import app  # noqa: PLC0415
        app(prog_name="amity")
    except MissingExtraError as missing:
        print(missing, file=sys.stderr)  # noqa: T201 - rich may be what is missing
        sys.exit(2)
