"""Where the SQL lives, and how a migration's table of contents becomes its text."""

import functools
import hashlib
import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import jinja2

from amity.migrations.errors import InvalidMigrationError

_bundled = Path(str(files("amity"))) / "_bundle"
# In a wheel the SQL is inside the package; in an editable install it is in the checkout.
ROOT = _bundled if _bundled.is_dir() else Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Rendered:
    """One migration, as the database will see it."""

    id: str
    sql: str

    @property
    def number(self) -> int:
        """The number it begins with: 1 for `0001.foundation`."""
        return int(self.id[:4])

    @property
    def kind(self) -> str:
        """The kind it builds: `foundation` for `0001.foundation`."""
        return self.id[5:]

    @property
    def checksum(self) -> str:
        """SHA-256 of the text, in hex: what is compared ever after."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


@functools.cache  # a template is compiled once a process, and again when its file changes
def environment(root: Path = ROOT) -> jinja2.Environment:
    """Give the Jinja environment of the templates: includes and macros, no variables."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([root / "sql", root / "migrations"]),
        cache_size=-1,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 - SQL, not HTML, and no variable goes in
    )


def around(name: str) -> str:
    """Give a text that goes around migrations: see migrations/README.md."""
    return (ROOT / "migrations" / "around" / f"{name}.sql").read_text(encoding="utf-8")


def rendered(root: Path = ROOT) -> list[Rendered]:
    """Render every migration, in order of their numbers. Raises InvalidMigrationError."""
    templates = environment(root)
    migrations = []
    for name in sorted(path.name for path in (root / "migrations").glob("*.sql")):
        if not re.fullmatch(r"\d{4}\.[a-z_]+\.sql", name):
            raise InvalidMigrationError(
                f"{name} is no name for a migration.", "NNNN.<kind>.sql is."
            )
        try:
            text = templates.get_template(name).render()
        except jinja2.TemplateError as error:
            raise InvalidMigrationError(
                f"Migration {name} does not render: {error.message or type(error).__name__}.",
                "A file that it includes is missing, or a {{ or {% is not meant for Jinja.",
            ) from error
        migrations.append(Rendered(name.removesuffix(".sql"), text))
    return migrations
