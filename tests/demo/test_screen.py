"""Both people of `amity demo --web`, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from demo.screen import browsers, button, opened
from demo.test_command import start
from playwright.sync_api import Page, expect
from support.patience import PATIENCE

expect.set_options(timeout=PATIENCE * 1000)
pytestmark = pytest.mark.deep


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    failures: list[object] = []
    with (
        browsers() as browser,
        opened(browser, start("--web", PYTHONWARNINGS="default")) as page,
    ):
        page.on("pageerror", lambda error: failures.append(error))  # noqa: PLW0108 - it has to be a function
        yield page
    assert failures == []


def test_what_one_does_the_other_sees(page: Page) -> None:
    expect(page.locator("#size")).to_have_text("34 people · 78 connections")
    button(page, "mr_hi", "John A.").get_by_role("button", name="Send Request").click()
    expect(button(page, "mr_hi", "John A.")).to_contain_text("Request Sent")
    expect(page.locator("#john_a amity-request-badge")).to_contain_text("1")
    expect(page.locator("#john_a amity-connection-requests")).to_contain_text("Mr. Hi")
    expect(page.locator(".edge.asked")).to_have_count(1)
    button(page, "john_a", "Mr. Hi").get_by_role("button", name="Accept Request").click()
    for panel, other in (("mr_hi", "John A."), ("john_a", "Mr. Hi")):
        expect(button(page, panel, other)).to_contain_text("Already Connected")
    expect(page.locator("#size")).to_have_text("34 people · 79 connections")
    expect(page.locator(".edge.new")).to_have_count(1)
    expect(page.locator("#mr_hi amity-notifications")).to_contain_text("John A.")
    expect(page.locator(".log")).to_contain_text("connections_history accepted")


def test_the_blocked_person_is_told_what_one_who_looks_for_nobody_is(page: Page) -> None:
    page.locator("#mr_hi").get_by_role("button", name="Block", exact=True).click()
    expect(page.locator("#mr_hi .what").first).to_have_text("you blocked them")
    button(page, "john_a", "Mr. Hi").get_by_role("button", name="Send Request").click()
    expect(button(page, "john_a", "Mr. Hi")).to_contain_text("User not found")
    expect(page.locator(".log .refused")).to_contain_text("John A.: “User not found”")
    page.locator("#mr_hi").get_by_role("button", name="Unblock").click()
    expect(page.locator("#mr_hi .what").first).not_to_have_text("you blocked them")


def test_it_starts_over(page: Page) -> None:
    page.get_by_role("button", name="Start over").click()
    expect(page.locator("#size")).to_have_text("34 people · 78 connections")
    expect(page.locator(".log .line")).to_have_count(0)
    expect(button(page, "john_a", "Mr. Hi")).to_contain_text("Send Request")


def test_it_fits_a_telephone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
