"""`amity demo`."""

import time
from contextlib import ExitStack
from textwrap import indent

import typer
from rich import box
from rich.syntax import Syntax
from rich.table import Table

from amity.command._screen import out, progress, say
from amity.demo.stage import Answer, Stage, raised
from amity.demo.story import STORY, Chorus, Comparison, Line, Scene


def register(app: typer.Typer) -> None:
    """Offer `amity demo`."""
    app.command()(demo)


def demo() -> None:
    """Play a story with 34 real people on a Postgres of its own. Leaves nothing behind."""
    began = time.monotonic()
    with ExitStack() as stack:
        with progress("Setting up") as step:
            stage = stack.enter_context(raised(step))
        _open()
        for number, scene in enumerate(STORY, 1):
            _show_scene(number, scene, stage)
    _close(time.monotonic() - began)


def _open() -> None:
    out.print("[bold]Amity[/]: who knows whom, kept by Postgres itself")
    say(
        "\nThe network is real: a karate club of the 1970s, just before it split. Every answer\n"
        "below is Postgres' own, given to whoever asks under their own role; ids of people\n"
        "are written as their names, :mr_hi and mr_hi where one goes in."
    )


def _show_scene(number: int, scene: Scene, stage: Stage) -> None:
    out.print()
    out.rule(f"[bold]{number}. {scene.title}", align="left", style="dim")
    out.print(scene.sentence, markup=False)
    for line in scene.lines:
        _show_line(line)
        _show_answer(stage.play(line))


def _show_line(line: Line | Chorus | Comparison) -> None:
    who, code, language = line.who, line.code, "sql"
    if isinstance(line, Line):
        language = line.language
    if not isinstance(who, str):
        who = ", ".join(who)
    if not isinstance(code, str):
        code = ";\n".join(code)
    end = ";" if language == "sql" else ""
    out.print(f"\n[bold cyan]{who}[/]")
    # highlighted by itself, Syntax would fill every line up with spaces
    text = Syntax("", language, theme="ansi_dark").highlight(code + end)
    out.print(indent(code + end, "  ") if not out.is_terminal else text)


def _show_answer(answer: Answer) -> None:
    if not answer.columns:
        say(f"  {answer}")
        return
    shown = Table(box=box.ROUNDED, border_style="red" if answer.refused else "dim")
    for column in answer.columns:
        shown.add_column(column, overflow="fold")
    for row in answer.rows:
        shown.add_row(*row)
    out.print(shown, markup=False)


def _close(seconds: float) -> None:
    out.print()
