"""<amity-connect-button>: each state, what a click does, and what an answer means."""

from __future__ import annotations

from typing import Any

import pytest
from components.conftest import Show
from components.fake import Fake, refusal, request
from playwright.sync_api import Page, expect

BUTTON = '<amity-connect-button user-id="id-of-Ben"></amity-connect-button>'


def button(page: Page) -> Any:
    return page.locator("amity-connect-button").locator("button, a, .state")


def standing(fake: Fake, state: str) -> None:
    """Ben and I stand so."""
    if state == "outgoing":
        fake.outgoing = [request(to="Ben")]
    elif state == "incoming":
        fake.incoming = [request(by="Ben")]
    elif state == "connected":
        fake.connected = {"id-of-Ben"}


@pytest.mark.parametrize(
    ("state", "text", "is_enabled"),
    [
        ("none", "Send Request", True),
        ("outgoing", "Request Sent", False),
        ("incoming", "Accept Request", True),
        ("connected", "Already Connected", True),
    ],
)
def test_each_state_has_its_text(
    show: Show, fake: Fake, state: str, text: str, is_enabled: bool
) -> None:
    standing(fake, state)
    page = show(BUTTON)
    expect(button(page)).to_have_text(text)
    assert button(page).get_attribute("aria-disabled") == (None if is_enabled else "true")
    assert fake.calls == [["status", "settings"]]


def test_without_approval_it_connects_at_once(show: Show, fake: Fake) -> None:
    fake.settings["needApproval"] = False
    page = show(BUTTON)
    expect(button(page)).to_have_text("Connect")
    button(page).click()
    expect(button(page)).to_have_text("Already Connected")


def test_an_unknown_status_is_a_skeleton_of_the_same_width(show: Show, fake: Fake) -> None:
    fake.hold()
    page = show(BUTTON)
    skeleton = page.get_by_role("img", name="Loading")
    expect(skeleton).to_have_attribute("aria-busy", "true")
    before = skeleton.bounding_box()
    fake.release()
    expect(button(page)).to_have_text("Send Request")
    assert button(page).bounding_box() == before


@pytest.mark.parametrize(
    ("user", "options", "settings"),
    [
        ("id-of-me", "{}", {}),
        ("id-of-Ben", "{}", {"enabled": False}),
        ("id-of-Ben", "{ me: null }", {}),
    ],
    ids=["myself", "switched off", "signed out"],
)
def test_it_hides(
    show: Show, fake: Fake, user: str, options: str, settings: dict[str, Any]
) -> None:
    fake.settings.update(settings)
    page = show(f'<amity-connect-button user-id="{user}"></amity-connect-button>', options)
    expect(page.locator("amity-connect-button")).to_be_hidden()
    if options != "{}":
        assert fake.calls == []


def test_a_connection_is_shown_where_requests_are_switched_off(show: Show, fake: Fake) -> None:
    fake.settings["enabled"] = False
    fake.connected = {"id-of-Ben"}
    expect(button(show(BUTTON))).to_have_text("Already Connected")


def test_a_request_shows_at_once_and_a_second_click_does_nothing(show: Show, fake: Fake) -> None:
    page = show(BUTTON)
    expect(button(page)).to_have_text("Send Request")
    fake.hold()
    button(page).click()
    expect(button(page)).to_have_text("Request Sent")
    expect(button(page)).to_have_attribute("aria-busy", "true")
    button(page).click(force=True)
    fake.release()
    expect(page.get_by_role("status")).to_have_text("Connection request sent")
    expect(button(page)).to_have_text("Request Sent")
    expect(button(page)).to_have_attribute("aria-busy", "false")
    assert fake.asked("create") == 1
    assert page.evaluate("heard") == [["change", None]]


def test_accepting_shows_at_once(show: Show, fake: Fake) -> None:
    standing(fake, "incoming")
    page = show(BUTTON)
    expect(button(page)).to_have_text("Accept Request")
    fake.hold()
    button(page).click()
    expect(button(page)).to_have_text("Already Connected")
    fake.release()
    expect(page.get_by_role("status")).to_have_text("You are now connected")
    expect(button(page)).to_have_text("Already Connected")
    page.evaluate("amity.refresh()")
    assert fake.calls == [["status", "settings"], ["approve"], ["status"], ["status"]]


@pytest.mark.parametrize("is_there", [True, False])
def test_accepting_finds_the_request_that_the_page_did_not_name(
    show: Show, fake: Fake, is_there: bool
) -> None:
    status = '{"isConnected": false, "hasPendingRequest": true, "requestDirection": "incoming"}'
    page = show(BUTTON.replace(">", f" initial-status='{status}'>", 1))
    expect(button(page)).to_have_text("Accept Request")
    standing(fake, "incoming" if is_there else "none")
    button(page).click()
    said = page.get_by_role("status")
    expect(said).to_have_text("You are now connected" if is_there else "")
    expect(button(page)).to_have_text("Already Connected" if is_there else "Send Request")
    assert fake.asked("approve") == is_there


def test_a_crossing_request_ends_connected(show: Show, fake: Fake) -> None:
    page = show(BUTTON)
    expect(button(page)).to_have_text("Send Request")
    fake.refusals["create"] = {
        "success": True,
        "message": "You are now connected",
        "request": request(by="Ben", status="APPROVED"),
    }
    fake.connected = {"id-of-Ben"}
    button(page).click()
    expect(button(page)).to_have_text("Already Connected")


def test_connected_leads_to_the_connections(show: Show, fake: Fake) -> None:
    standing(fake, "connected")
    page = show(BUTTON, "{ links: { connections: '/connections' } }")
    link = page.get_by_role("link", name="Already Connected")
    expect(link).to_have_attribute("href", "/connections")
    page = show(BUTTON)
    page.get_by_role("button", name="Already Connected").click()
    assert page.evaluate("heard") == [["manage", None]]


@pytest.mark.parametrize(
    ("code", "state", "text"),
    [
        ("already_connected", "connected", "Already Connected"),
        ("pending_request", "outgoing", "Request Sent"),
        ("request_received", "incoming", "Accept Request"),
    ],
)
def test_a_refusal_that_tells_the_state_becomes_it(
    show: Show, fake: Fake, code: str, state: str, text: str
) -> None:
    page = show(BUTTON)
    expect(button(page)).to_have_text("Send Request")
    fake.refusals["create"] = refusal(code, "It is so already")
    standing(fake, state)
    button(page).click()
    expect(button(page)).to_have_text(text)
    expect(page.get_by_role("status")).to_have_text("It is so already")
    expect(page.get_by_role("alert")).to_have_count(0)
    assert page.evaluate("heard") == [["change", code]]


@pytest.mark.parametrize("code", ["request_not_found", "not_pending"])
def test_a_request_that_is_gone_is_looked_for_again(show: Show, fake: Fake, code: str) -> None:
    standing(fake, "incoming")
    page = show(BUTTON)
    expect(button(page)).to_have_text("Accept Request")
    fake.refusals["approve"] = refusal(code, "Connection request not found")
    fake.incoming = []
    button(page).click()
    expect(button(page)).to_have_text("Send Request")
    expect(page.get_by_role("alert")).to_have_text("Connection request not found")


def test_another_refusal_reverts_and_may_be_tried_again(show: Show, fake: Fake) -> None:
    page = show(BUTTON)
    expect(button(page)).to_have_text("Send Request")
    fake.refusals["create"] = refusal("blocked", "You have blocked this user")
    fake.hold()
    button(page).click()
    expect(button(page)).to_have_text("Request Sent")
    fake.release()
    expect(button(page)).to_have_text("Send Request")
    expect(page.get_by_role("alert")).to_have_text("You have blocked this user")
    assert page.evaluate("heard") == [["error", "blocked"]]
    button(page).click()
    expect(button(page)).to_have_text("Request Sent")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_an_unknown_person_cannot_be_asked_twice(show: Show, fake: Fake) -> None:
    page = show(BUTTON)
    expect(button(page)).to_have_text("Send Request")
    fake.refusals["create"] = refusal("person_not_found", "User not found")
    button(page).click()
    expect(page.get_by_role("alert")).to_have_text("User not found")
    expect(button(page)).to_have_attribute("aria-disabled", "true")
    button(page).click(force=True)
    assert fake.asked("create") == 1


def test_too_early_waits_until_the_local_time_of_retry_at(show_at_noon: Show, fake: Fake) -> None:
    page = show_at_noon(BUTTON)
    expect(button(page)).to_have_text("Send Request")
    fake.refusals["create"] = refusal(
        "cooling_down", "It is too early", retryAt="2026-11-21T12:10:00.000Z"
    )
    button(page).click()
    expect(page.get_by_role("alert")).to_have_text("It is too early. Try again at 13:10")
    expect(button(page)).to_have_attribute("aria-disabled", "true")
    page.clock.run_for("10:01")
    expect(button(page)).not_to_have_attribute("aria-disabled", "true")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_lost_network_reverts(show: Show, fake: Fake) -> None:
    page = show(BUTTON)
    expect(button(page)).to_have_text("Send Request")
    fake.down = True
    button(page).click()
    expect(page.get_by_role("alert")).to_have_text("Could not reach the server")
    expect(button(page)).to_have_text("Send Request")
    fake.down = False
    button(page).click()
    expect(button(page)).to_have_text("Request Sent")


def test_a_status_that_cannot_be_read_is_tried_again(show: Show, fake: Fake) -> None:
    fake.down = True
    page = show(BUTTON)
    expect(page.get_by_role("alert")).to_have_text("Could not reach the server")
    fake.down = False
    page.get_by_role("button", name="Try again").click()
    expect(button(page)).to_have_text("Send Request")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_signed_out_is_for_the_host_to_end(show: Show, fake: Fake) -> None:
    page = show(BUTTON, "{ signIn: () => { window.asked = (window.asked ?? 0) + 1 } }")
    expect(button(page)).to_have_text("Send Request")
    fake.signed_out = True
    button(page).click()
    page.wait_for_function("window.asked === 1")
    assert page.evaluate("heard") == [["signin", "UNAUTHENTICATED"]]
    expect(button(page)).to_have_text("Send Request")
    expect(page.get_by_role("alert")).to_have_count(0)
    button(page).click()  # and asks the server no more
    page.wait_for_function("window.asked === 2")
    assert fake.asked("create") == 0
    fake.signed_out = False
    page.evaluate("amity.refresh()")
    button(page).click()
    expect(button(page)).to_have_text("Request Sent")


def test_a_status_that_the_page_knows_spares_the_call(show: Show, fake: Fake) -> None:
    status = '{"isConnected": false, "hasPendingRequest": true, "requestDirection": "outgoing"}'
    page = show(BUTTON.replace(">", f" initial-status='{status}'>", 1))
    expect(button(page)).to_have_text("Request Sent")
    assert fake.calls == [["settings"]]


def test_many_buttons_are_one_request(show: Show, fake: Fake) -> None:
    page = show("".join(BUTTON.replace("Ben", f"P{number}") for number in range(19)))
    expect(button(page)).to_have_text(["Send Request"] * 19)
    assert fake.calls == [["status", "settings", *["status"] * 18]]


def test_another_user_id_is_another_status(show: Show, fake: Fake) -> None:
    standing(fake, "connected")
    page = show(BUTTON)
    expect(button(page)).to_have_text("Already Connected")
    page.evaluate("document.querySelector('amity-connect-button').userId = 'id-of-Eve'")
    expect(button(page)).to_have_text("Send Request")


def test_an_answer_about_another_person_is_not_shown(show: Show, fake: Fake) -> None:
    standing(fake, "incoming")
    page = show(BUTTON)
    expect(button(page)).to_have_text("Accept Request")
    fake.hold()
    button(page).click()
    expect(button(page)).to_have_text("Already Connected")
    page.evaluate("document.querySelector('amity-connect-button').userId = 'id-of-Eve'")
    fake.release()
    expect(button(page)).to_have_text("Send Request")
    page.evaluate("amity.refresh()")
    expect(button(page)).to_have_text("Send Request")
    expect(page.get_by_role("status")).to_have_text("")


def test_by_keyboard_alone_the_focus_stays(show: Show, fake: Fake) -> None:
    standing(fake, "incoming")
    page = show(BUTTON, "{ links: { connections: '/connections' } }")
    expect(button(page)).to_have_text("Accept Request")
    page.keyboard.press("Tab")
    expect(button(page)).to_be_focused()
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="Already Connected")
    expect(link).to_be_focused()
    page.evaluate("amity.refresh()")
    expect(link).to_be_focused()
