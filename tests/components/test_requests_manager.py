"""<amity-connection-requests>: the requests to me, and mine to others."""

from __future__ import annotations

import re
from typing import Any

import pytest
from components.conftest import Show
from components.fake import Fake, moment, refusal, request
from playwright.sync_api import Locator, Page, expect

MANAGER = "<amity-connection-requests></amity-connection-requests>"
SENT_THREE = "performance.getEntriesByName(location.origin + '/graphql').length === 3"
OUTGOING = '<amity-connection-requests tab="outgoing"></amity-connection-requests>'


def rows(page: Page) -> Locator:
    return page.get_by_role("listitem")


def names(page: Page) -> Locator:
    return page.locator("amity-connection-requests .who")


def test_the_incoming_tab_shows_who_asks(show_at_noon: Show, fake: Fake) -> None:
    fake.incoming = [
        request(by="Ada Lovelace", message="We met.", createdAt=moment(2)),
        request(by="Ben", createdAt=moment(60 * 24), initiator=None),
    ]
    page = show_at_noon(MANAGER)
    first = rows(page).first
    expect(first.locator(".who")).to_have_text("Ada Lovelace")
    expect(first.locator(".face")).to_have_text("AL")
    expect(first.locator(".what")).to_have_text("“We met.” · 2 minutes ago")
    title = "Saturday, 21 November 2026 at 12:58"
    expect(first.locator("time")).to_have_attribute("title", title)
    expect(first.get_by_role("button")).to_have_text(["Approve", "Deny"])
    expect(page.get_by_role("button", name="Approve request from Ada Lovelace")).to_be_visible()
    expect(rows(page).last.locator(".who")).to_have_text("Someone")
    expect(rows(page).last.locator("time")).to_have_text("yesterday")
    assert fake.calls == [["counts", "settings", "incoming"]]


def test_a_picture_covers_the_initials_and_one_that_fails_does_not(show: Show, fake: Fake) -> None:
    pixel = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
    fake.incoming = [
        request(by=name, initiator={"id": "x", "name": name, "picture": picture})
        for name, picture in (("Ada", pixel), ("Ben", "/none.png"))
    ]
    page = show(MANAGER)
    expect(rows(page).last.locator("img")).to_have_count(0)
    expect(rows(page).first.locator("img")).to_have_count(1)
    page.evaluate("amity.refresh()")
    expect(rows(page).last.locator("img")).to_have_count(0)
    urls = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    assert sum(url.endswith("/none.png") for url in urls) == 1


def test_the_tabs_tell_how_many_are_pending(show: Show, fake: Fake) -> None:
    fake.incoming = [request(by="Ada"), request(by="Ben")]
    fake.outgoing = [request(to="Eve"), request(to="Kim", status="APPROVED")]
    page = show(MANAGER)
    expect(page.get_by_role("tab")).to_have_text(["Incoming Requests2", "Outgoing Requests1"])
    expect(page.get_by_role("tab", selected=True)).to_have_accessible_name(
        "Incoming Requests 2 pending connection requests"
    )
    expect(page.get_by_role("tabpanel")).to_have_accessible_name(re.compile("^Incoming Requests"))


def test_the_outgoing_tab_shows_how_each_ended(show: Show, fake: Fake) -> None:
    words = ["Pending", "Approved", "Denied", "Cancelled", "Expired"]
    fake.outgoing = [request(to=word, status=word.upper()) for word in words]
    fake.outgoing[0].update(note="chess?", tags=["club", "berlin"])
    page = show(OUTGOING)
    expect(rows(page).locator(".state")).to_have_text(words)
    expect(rows(page).get_by_role("button")).to_have_text(["Cancel"])
    expect(rows(page).first.locator(".what")).to_contain_text(
        "Note: chess? · Tags: club, berlin · "
    )
    looks = (
        rows(page)
        .locator(".state")
        .evaluate_all("states => states.map((state) => getComputedStyle(state).backgroundColor)")
    )
    assert len(set(looks[:3])) == 3


@pytest.mark.parametrize(("verb", "label"), [("approve", "Approve"), ("deny", "Deny")])
def test_an_answer_takes_the_row_out_at_once(show: Show, fake: Fake, verb: str, label: str) -> None:
    fake.incoming = [request(by=name) for name in ("Ada", "Ben", "Eve")]
    page = show(MANAGER)
    expect(names(page)).to_have_text(["Ada", "Ben", "Eve"])
    fake.hold(most=1)
    page.get_by_role("button", name=f"{label} request from Ben").click()
    for _ in range(2):
        expect(names(page)).to_have_text(["Ada", "Eve"])
        expect(page.get_by_role("tab", selected=True)).to_have_text("Incoming Requests2")
        page.evaluate("amity.refresh()")  # reads what was there before
    fake.release()
    expect(page.get_by_role("status")).to_have_text(re.compile("request from Ben$"))
    expect(names(page)).to_have_text(["Ada", "Eve"])
    assert fake.asked(verb) == 1
    assert page.evaluate("heard") == [["change", None]]


def test_a_failure_puts_the_row_back_in_its_place(show: Show, fake: Fake) -> None:
    fake.incoming = [request(by=name) for name in ("Ada", "Ben", "Eve")]
    page = show(MANAGER)
    expect(names(page)).to_have_text(["Ada", "Ben", "Eve"])
    fake.hold()
    fake.refusals["approve"] = refusal("limit_reached", "That is the most you may have")
    page.get_by_role("button", name="Approve request from Ben").click()
    expect(names(page)).to_have_text(["Ada", "Eve"])
    fake.release()
    expect(names(page)).to_have_text(["Ada", "Ben", "Eve"])
    expect(rows(page).nth(1).get_by_role("alert")).to_have_text("That is the most you may have")
    expect(page.get_by_role("tab", selected=True)).to_have_text("Incoming Requests3")
    page.get_by_role("button", name="Approve request from Ben").click()
    expect(names(page)).to_have_text(["Ada", "Eve"])


@pytest.mark.parametrize("code", ["request_not_found", "not_pending"])
def test_a_request_that_is_gone_stays_out(show: Show, fake: Fake, code: str) -> None:
    fake.incoming = [request(by=name) for name in ("Ada", "Ben")]
    page = show(MANAGER)
    expect(names(page)).to_have_text(["Ada", "Ben"])
    fake.refusals["deny"] = refusal(code, "Connection request not found")
    fake.incoming.pop(0)
    page.get_by_role("button", name="Deny request from Ada").click()
    expect(page.get_by_role("status")).to_have_text("Connection request not found")
    expect(names(page)).to_have_text(["Ben"])
    page.wait_for_function(SENT_THREE)
    assert fake.asked("incoming") == 2


def test_the_focus_moves_to_the_next_row_and_then_to_what_is_left(show: Show, fake: Fake) -> None:
    fake.incoming = [request(by=name) for name in ("Ada", "Ben", "Eve")]
    page = show(MANAGER)

    def approve(name: str) -> Locator:
        return page.get_by_role("button", name=f"Approve request from {name}")

    approve("Ben").focus()
    page.keyboard.press("Enter")
    expect(approve("Eve")).to_be_focused()
    page.keyboard.press("Enter")
    expect(approve("Ada")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("tabpanel")).to_be_focused()
    expect(page.get_by_text("No incoming requests")).to_be_visible()


def test_a_cancellation_is_asked_for_twice(show: Show, fake: Fake) -> None:
    fake.outgoing = [request(to="Ada"), request(to="Ben")]
    page = show(OUTGOING)
    ask = page.get_by_role("button", name="Cancel request to Ada")
    ask.focus()
    page.keyboard.press("Enter")
    sure = page.get_by_role("button", name="Yes, cancel")
    expect(sure).to_be_focused()
    expect(sure).to_have_accessible_description("Cancel this request?")
    page.keyboard.press("Escape")
    expect(ask).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Keep")).to_be_focused()
    page.keyboard.press("Enter")
    expect(ask).to_be_focused()
    assert fake.asked("cancel") == 0
    page.keyboard.press("Enter")
    fake.hold()
    page.keyboard.press("Enter")
    expect(rows(page).locator(".state")).to_have_text(["Cancelled", "Pending"])
    expect(page.get_by_role("tab", selected=True)).to_have_text("Outgoing Requests1")
    fake.release()
    expect(page.get_by_role("status")).to_have_text("Cancelled request to Ada")
    expect(rows(page).locator(".state")).to_have_text(["Cancelled", "Pending"])
    assert fake.asked("cancel") == 1


def test_a_cancellation_that_comes_too_late_shows_how_it_ended(show: Show, fake: Fake) -> None:
    fake.outgoing = [request(to="Ada")]
    page = show(OUTGOING)
    page.get_by_role("button", name="Cancel request to Ada").click()
    fake.outgoing[0]["status"] = "APPROVED"
    fake.refusals["cancel"] = refusal("not_pending", "This request has already been answered")
    page.get_by_role("button", name="Yes, cancel").click()
    expect(rows(page).locator(".state")).to_have_text(["Approved"])
    expect(page.get_by_role("alert")).to_have_text("This request has already been answered")


def test_the_tabs_are_gone_through_with_arrows_home_and_end(show: Show, fake: Fake) -> None:
    page = show(MANAGER)
    incoming, outgoing = page.get_by_role("tab").all()
    expect(incoming).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Tab")
    expect(incoming).to_be_focused()
    for key, tab in (
        ("ArrowRight", outgoing),
        ("ArrowRight", incoming),
        ("End", outgoing),
        ("Home", incoming),
        ("ArrowLeft", outgoing),
    ):
        page.keyboard.press(key)
        expect(tab).to_be_focused()
        expect(tab).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Tab")
    expect(page.get_by_role("tabpanel")).to_be_focused()
    page.evaluate("document.documentElement.dir = 'rtl'")
    incoming.click()
    page.keyboard.press("ArrowLeft")
    expect(outgoing).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(incoming).to_be_focused()


def test_the_chosen_tab_is_in_the_url(show: Show, fake: Fake) -> None:
    page = show(MANAGER, query="?page=2")
    page.get_by_role("tab", name="Outgoing Requests").click()
    expect(page).to_have_url(re.compile(r"\?page=2&requests=outgoing$"))
    page.reload()
    expect(page.get_by_role("tab", selected=True)).to_have_text("Outgoing Requests")
    page = show(OUTGOING, query="?requests=incoming")
    expect(page.get_by_role("tab", selected=True)).to_have_text("Incoming Requests")
    page = show('<amity-connection-requests param=""></amity-connection-requests>')
    page.get_by_role("tab", name="Outgoing Requests").click()
    expect(page.get_by_text("No outgoing requests")).to_be_visible()
    assert "?" not in page.url


def test_loading_empty_and_error_each_say_so(show: Show, fake: Fake) -> None:
    fake.hold()
    page = show(MANAGER)
    panel = page.get_by_role("tabpanel")
    expect(panel).to_have_attribute("aria-busy", "true")
    expect(panel.locator("li.person")).to_have_count(3)
    fake.release()
    expect(page.get_by_text("No incoming requests")).to_be_visible()
    expect(panel).to_have_attribute("aria-busy", "false")
    fake.down = True
    page.get_by_role("tab", name="Outgoing Requests").click()
    expect(page.get_by_role("alert")).to_have_text("Could not load requests")
    fake.down = False
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("No outgoing requests")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_list_that_was_read_stays_where_the_next_try_fails(show: Show, fake: Fake) -> None:
    fake.incoming = [request(by="Ada")]
    page = show(MANAGER)
    expect(names(page)).to_have_text(["Ada"])
    fake.down = True
    page.evaluate("amity.refresh()")
    expect(names(page)).to_have_text(["Ada"])
    expect(page.get_by_role("alert")).to_have_count(0)


def test_more_is_shown_by_pages_of_50_and_read_again_as_one(show: Show, fake: Fake) -> None:
    fake.incoming = [request(by=f"P{number}") for number in range(120)]
    page = show(MANAGER)
    expect(names(page)).to_have_count(50)
    page.get_by_role("button", name="Show more").click()
    expect(names(page)).to_have_count(100)
    page.get_by_role("button", name="Show more").click()
    expect(names(page)).to_have_count(120)
    expect(page.get_by_role("button", name="Show more")).to_have_count(0)
    before = len(fake.calls)
    page.evaluate("amity.refresh()")
    assert fake.calls[before:] == [["counts", "incoming"]]
    expect(names(page)).to_have_count(120)


def test_switched_off_keeps_deny_and_the_lists(show: Show, fake: Fake) -> None:
    fake.settings["enabled"] = False
    fake.incoming = [request(by="Ada")]
    fake.outgoing = [request(to="Ben")]
    page = show(MANAGER)
    expect(rows(page).get_by_role("button")).to_have_text(["Deny"])
    page.get_by_role("tab", name="Outgoing Requests").click()
    expect(rows(page).get_by_role("button")).to_have_text(["Cancel"])


def test_signed_out_says_so(show: Show, fake: Fake) -> None:
    fake.signed_out = True
    page = show(MANAGER, "{ me: undefined }")
    expect(page.get_by_role("alert")).to_have_text("You are signed out")


def test_each_own_act_reads_once(show: Show, fake: Fake) -> None:
    fake.incoming = [request(by="Ada"), request(by="Ben")]
    page = show(MANAGER)
    expect(names(page)).to_have_count(2)
    fake.calls.clear()
    page.get_by_role("button", name="Deny request from Ada").click()
    expect(page.get_by_role("status")).to_have_text("Denied request from Ada")
    page.wait_for_function(SENT_THREE)
    assert fake.calls == [["deny"], ["counts", "incoming"]]


def test_every_text_can_be_replaced(show: Show, fake: Fake) -> None:
    fake.incoming = [request(by="Ada")]
    fake.refusals["approve"] = refusal("limit_reached", "That is the most you may have")
    texts: dict[str, Any] = {
        "incoming": "Eingehend",
        "approve": "Annehmen",
        "approveFrom": "Anfrage von {name} annehmen",
        "pending": {"one": "{count} offene Anfrage", "other": "{count} offene Anfragen"},
        "refusals": {"limit_reached": "Mehr geht nicht"},
    }
    page = show(MANAGER, f"{{ texts: {texts!r}, locale: 'de' }}")
    expect(page.get_by_role("tab", selected=True)).to_have_accessible_name(
        "Eingehend 1 offene Anfrage"
    )
    page.get_by_role("button", name="Anfrage von Ada annehmen").click()
    expect(page.get_by_role("alert")).to_have_text("Mehr geht nicht")
