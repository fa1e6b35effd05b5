"""Where the command `amity` begins: quiet about Ctrl-C from the start."""

import sys


def main() -> None:
    """Run the command."""
    try:
        from amity.command import app  # noqa: PLC0415 - it takes a while, in which Ctrl-C may come

        app(prog_name="amity")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
