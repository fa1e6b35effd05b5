"""The page of `amity demo --web`, as a browser shows it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, sync_playwright
from support.callers import line_from
from support.patience import PATIENCE


@contextmanager
def browsers() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, demo: subprocess.Popen[str], **media: str) -> Iterator[Page]:
    """The page of a demo that was just started, until the demo is ended."""
    try:
        context = browser.new_context(viewport={"width": 1280, "height": 960}, **media)
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        page.goto(line_from(demo.stdout))
        page.wait_for_selector("body[data-ready]")
        yield page
        context.close()
    finally:
        demo.terminate()
        demo.communicate(timeout=PATIENCE)


def button(page: Page, panel: str, name: str) -> Locator:
    """The button with which the person of a panel connects with that other person."""
    row = page.locator(f"#{panel} .person").filter(has=page.get_by_text(name, exact=True))
    return row.locator("amity-connect-button")


def play(page: Page) -> None:
    """Priya asks Mr. Hi, who asks John A.: both wait for an answer."""
    page.evaluate("document.querySelector('[data-post=\"/story\"]').click()")
    page.get_by_text("Mr. Hi asks John A.", exact=True).wait_for()
    page.locator("#john_a amity-connection-requests").get_by_text("Mr. Hi").wait_for()
