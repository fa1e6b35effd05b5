"""How the story looks on a screen."""

import time
from contextlib import ExitStack
from textwrap import fill, indent

from rich import box
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from amity.command._screen import out, progress, say
from amity.demo.stage import Answer, set_up
from amity.demo.story import STORY, Chorus, Comparison, Line

_OPENING = (
    "The network is real: a karate club of the 1970s, about to split over the price of lessons "
    "(most of the names are ours). Every answer is what Postgres says to whoever asks, in their "
    "own role. People's ids are written as their names: :mr_hi in SQL, mr_hi in Python, Mr. Hi in "
    "an answer."
)


def tell() -> None:
    """Play the story and show it on stdout as it goes.

    Raises:
        ExtraMissing: the extra `embedded` is not installed.
        ServerError: Postgres does not start.
    """
    began = time.monotonic()
    with ExitStack() as stack:
        with progress("Setting up") as step:
            stage = stack.enter_context(set_up(step))
        out.print("Amity: who knows whom, kept by Postgres itself\n", style="bold")
        _say(_OPENING)
        for number, scene in enumerate(STORY, 1):
            _head(f"{number}. {scene.title}", scene.sentence)
            for line in scene.lines:
                _show_line(line)
                _show_answer(stage.play(line))
    _close(time.monotonic() - began)


def _close(seconds: float) -> None:
    told = f"Told in {seconds:.1f} seconds, and the Postgres that told it is gone again. Next:"
    _head("Your turn", told)
    say("  amity up    for a database of your own")
    say("  README.md   for everything else")


def _head(title: str, sentence: str) -> None:
    out.print()
    out.rule(Text(title, style="bold"), align="left", style="dim")
    _say(sentence)


def _say(words: str) -> None:
    say(fill(words, out.width))


def _show_line(line: Line | Chorus | Comparison) -> None:
    match line:
        case Line(who, code, "python"):
            _show_code(f"{who}, in Python", code, "python")
        case Line(who, code):
            _show_code(who, f"{code};", "sql")
        case Chorus(everybody, code):
            _show_code(", ".join(everybody), f"{code};", "sql")
        case Comparison(who):
            _show_code(who, "\n".join(f"{code};" for code in line.code), "sql")


def _show_code(who: str, code: str, language: str) -> None:
    out.print()
    out.print(Text(who, style="bold cyan"))
    # Only its words: Syntax itself would fill every line up with spaces.
    text = Syntax("", language, theme="ansi_dark").highlight(indent(code, "  "))
    out.print(text, end="")


def _show_answer(answer: Answer) -> None:
    if not answer.columns:
        say(f"  {answer.words()}")
        return
    several = any("\n" in cell for row in answer.rows for cell in row)
    style = "red" if answer.refused else "dim"
    shown = Table(box=box.ROUNDED, border_style=style, show_lines=several)
    for column in answer.columns:
        shown.add_column(column, overflow="fold")
    for row in answer.rows:
        shown.add_row(*map(Text, row))
    out.print(shown)
