"""The picture on the first page: two scenes of the demo, as a screen shows them."""

from __future__ import annotations

import os
import subprocess
from io import StringIO

from readme.sources import CHECKOUT
from rich.console import Console
from rich.text import Text

PICTURE = CHECKOUT / ".github" / "demo.svg"
SCENES = ("Two requests cross", "Blocked is the same as absent")
WIDTH = 92


def draw() -> None:
    """Play the demo and draw those scenes of it."""
    told = subprocess.run(
        [CHECKOUT / ".venv" / "bin" / "amity", "demo"],
        env={**os.environ, "FORCE_COLOR": "1", "COLUMNS": str(WIDTH), "TERM": "xterm-256color"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    ).stdout
    lines = [Text.from_ansi(line) for line in told.splitlines()]
    heads = [number for number, line in enumerate(lines) if line.plain.endswith("───")]
    screen = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True)
    for begin, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        if any(scene in lines[begin].plain for scene in SCENES):
            for line in lines[begin:end]:
                screen.print(line, no_wrap=True, overflow="ignore", crop=False)
    PICTURE.write_text(screen.export_svg(title="python/run demo"))
