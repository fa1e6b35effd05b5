"""The scenes of story.txt: who runs which statement, in which order. Every answer is Postgres's.

The network is real: Zachary's karate club, 34 people and 78 friendships, observed from 1970 to 1972
while its teacher and its president disagreed over the price of lessons, and the club split. Two
people are known by a pseudonym, the other names are ours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

SERVICE = "a service"
OWNER = "the owner of the database"
ANONYMOUS = "a signed-out visitor"
STRANGER = "a random uuid"

# In the order of the data set, whose first is the teacher and whose last is the president.
CAST = (
    *("Mr. Hi", "Ada", "Ben", "Clara", "Dev", "Elif", "Felix", "Grace", "Hugo", "Ines", "Jonas"),
    *("Kim", "Leila", "Milan", "Noor", "Oskar", "Priya", "Quentin", "Rosa", "Sami", "Tara"),
    *("Umar", "Vera", "Wanda", "Xenia", "Yusuf", "Zoe", "Anton", "Bianca", "Carlos", "Dina"),
    *("Emil", "Frida", "John A."),
)


@dataclass(frozen=True, slots=True)
class Line:
    """Each speaker runs the same code. `:ada` in SQL and `ada` in Python are Ada's uuid."""

    speakers: tuple[str, ...]
    code: str

    @property
    def is_python(self) -> bool:
        """Tell Python from SQL."""
        return self.code.endswith(".on(conn)")


@dataclass(frozen=True, slots=True)
class Scene:
    """A title, a sentence or two, and what is run."""

    title: str
    sentence: str
    lines: tuple[Line, ...]


def _scenes(text: str) -> Iterator[Scene]:
    """Read `# title`, a paragraph, and lines of code under their [speakers]."""
    for scene in text.removeprefix("# ").split("\n\n# "):
        head, *blocks = scene.strip().split("\n\n[")
        title, _, sentence = head.partition("\n")
        lines = (block.partition("]\n") for block in blocks)
        yield Scene(
            title,
            " ".join(sentence.split()),
            tuple(Line(tuple(speakers.split(", ")), code) for speakers, _, code in lines),
        )


STORY = tuple(_scenes((files("amity.demo") / "story.txt").read_text(encoding="utf-8")))
