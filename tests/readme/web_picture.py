"""The picture of `amity demo --web`: a request that waits, on both sides and in the database."""

from __future__ import annotations

import subprocess

from demo.screen import browsers, opened, play
from readme.sources import CHECKOUT

PICTURE = CHECKOUT / ".github" / "demo-web.png"


def draw() -> None:
    """Play the first steps of the story, and take a picture of the page."""
    command = [CHECKOUT / ".venv" / "bin" / "amity", "demo", "--web"]
    demo = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with browsers() as browser, opened(browser, demo, color_scheme="light") as page:
        play(page)
        page.screenshot(path=PICTURE)
