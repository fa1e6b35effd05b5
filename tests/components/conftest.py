"""A real Chromium, Debian's: one for all these tests, and one page that they use in turn."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from components.fake import NOW, Fake
from components.site import CONFIGURE, PAGE, Site, running
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


def new_context(browser: Browser) -> BrowserContext:
    context = browser.new_context(
        locale="en-GB", timezone_id="Europe/Vienna", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


@pytest.fixture(scope="module")
def _tab(browser: Browser) -> Iterator[Page]:
    """A page of its own for each test would take a second."""
    context = new_context(browser)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def _site() -> Iterator[Site]:
    with running() as site:
        yield site


@pytest.fixture
def site(_site: Site) -> Site:
    _site.fake = Fake()
    return _site


@pytest.fixture
def fake(site: Site) -> Iterator[Fake]:
    yield site.fake
    site.fake.release()
    assert site.fake.errors == []


Show = Callable[..., Page]


@contextmanager
def _showing(page: Page, site: Site) -> Iterator[Show]:
    failures: list[str] = []

    def listen(error: Any) -> None:
        failures.append(str(error))

    def show(body: str, options: str = "{}", *, query: str = "", **media: Any) -> Page:
        site.page = PAGE % {"body": body, "configure": CONFIGURE % options}
        page.emulate_media(**{"color_scheme": "light", **media})
        page.goto(f"{site.url}/{query}")
        return page

    page.on("pageerror", listen)
    yield show
    page.remove_listener("pageerror", listen)
    site.fake.release()
    page.goto(f"{site.url}/amity.css")  # no script of the page before stores anything afterwards
    page.evaluate("sessionStorage.clear()")
    assert failures == []


@pytest.fixture
def show(_tab: Page, site: Site, fake: Fake) -> Iterator[Show]:
    """A function that shows a page with this body; what fails in its scripts, fails the test."""
    with _showing(_tab, site) as show:
        yield show


@pytest.fixture
def show_at_noon(browser: Browser, site: Site, fake: Fake) -> Iterator[Show]:
    """The same where it is noon in UTC, and time passes when the test says so."""
    context = new_context(browser)
    context.clock.install(time=NOW - timedelta(hours=1))
    context.clock.pause_at(NOW)
    with _showing(context.new_page(), site) as show:
        yield show
    context.close()
