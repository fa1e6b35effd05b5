"""How the story looks on a screen."""

import time
from contextlib import ExitStack
from textwrap import fill, indent

from rich import box
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from amity.command._screen import out, progress, say
from amity.demo.stage import Answer, set_up, speak
from amity.demo.story import STORY, Line

_OPENING = (
    "The network is real: a karate club of the 1970s, about to split over the price of lessons "
    "(most of the names are ours). Every answer comes from Postgres, in the role of the person who "
    "asks. The names stand for ids: :mr_hi in SQL, mr_hi in Python, Mr. Hi in an answer."
)


def tell() -> None:
    """Run the story and show it on stdout as it goes. Raises MissingExtraError, ServerError."""
    began = time.monotonic()
    with ExitStack() as stack:
        with progress("Setting up") as step:
            conn = stack.enter_context(set_up(step))
        out.print("Amity: who knows whom, kept by Postgres itself\n", style="bold")
        say(fill(_OPENING, out.width))
        for number, scene in enumerate(STORY, 1):
            _head(f"{number}. {scene.title}", scene.sentence)
            for line in scene.lines:
                _show_line(line)
                _show_answer(speak(conn, line))
    _head("Your turn", f"It took {time.monotonic() - began:.1f} seconds, and its Postgres is gone.")
    say("  `amity up` for a database of your own")
    say("  README.md for everything else")


def _head(title: str, sentence: str) -> None:
    out.print()
    out.rule(Text(title, style="bold"), align="left", style="dim")
    say(fill(sentence, out.width))


def _show_line(line: Line) -> None:
    language, end = ("python", "") if line.is_python else ("sql", ";")
    out.print()
    out.print(Text(", ".join(line.speakers), style="bold cyan"))
    # Only its words: Syntax itself would fill every line up with spaces.
    text = indent(f"{line.code}{end}", "  ")
    out.print(Syntax("", language, theme="ansi_dark").highlight(text), end="")


def _show_answer(answer: Answer) -> None:
    if not answer.columns:
        say(f"  {answer.rows[0][0]}")
        return
    shown = Table(box=box.ROUNDED, border_style="red" if answer.refused else "dim")
    for column in answer.columns:
        shown.add_column(column, overflow="fold")
    for row in answer.rows:
        shown.add_row(*map(Text, row))
    out.print(shown)
