"""Where the command `amity` begins: quiet about Ctrl-C from the start."""

import sys

from amity._install import needs
from amity.errors import MissingExtraError


def main() -> None:
    """Run the command."""
    try:
        with needs("command", "The command amity"):
            from amity.command import app  # noqa: PLC0415 - it takes a while, in which Ctrl-C may come
        app(prog_name="amity")
    except MissingExtraError as missing:
        print(missing, file=sys.stderr)  # noqa: T201 - rich may be what is missing
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
