"""<amity-notifications>, and the stream of events that makes a page read again."""

from __future__ import annotations

from typing import Any

from components.conftest import Show
from components.fake import Fake, moment, profile, request
from playwright.sync_api import expect

ELEMENT = "<amity-notifications></amity-notifications>"


def told(kind: str, by: str | None = "Ada", *, minutes_ago: float = 5, read: bool = False) -> Any:
    return {
        "id": f"{kind} {by}",
        "kind": kind,
        "actorId": by and f"id-of-{by}",
        "actor": by and profile(by),
        "createdAt": moment(minutes_ago),
        "readAt": moment(0) if read else None,
    }


def test_each_kind_is_a_sentence(show_at_noon: Show, fake: Fake) -> None:
    fake.told = [
        told("request_received"),
        told("badge_awarded", None),
        told("something_of_tomorrow"),
        told("followed", "Ben", read=True),
    ]
    page = show_at_noon(ELEMENT)
    region = page.get_by_role("region", name="Notifications")
    expect(region.locator(".who")).to_have_text(
        [
            "Ada sent you a connection request (New)",
            "You earned a badge (New)",
            "Something new (New)",
            "Ben follows you",
        ]
    )
    expect(region.locator("time").first).to_have_text("5 minutes ago")
    expect(region.get_by_role("img")).to_have_accessible_name("3 unread notifications")


def test_all_are_marked_as_read_at_once(show: Show, fake: Fake) -> None:
    fake.told = [told("followed"), told("request_accepted", "Ben")]
    page = show(ELEMENT)
    button = page.get_by_role("button", name="Mark all as read")
    expect(button).to_be_visible()
    fake.hold()
    button.click()
    expect(page.locator(".unread")).to_have_count(0)
    expect(button).to_have_count(0)
    fake.down = True
    fake.release()
    expect(page.locator(".unread")).to_have_count(2)
    expect(page.get_by_role("status")).to_have_text("Could not reach the server")
    fake.down = False
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".unread")).to_have_count(0)
    expect(page.get_by_role("heading", name="Notifications")).to_be_focused()
    page.evaluate("amity.refresh()")
    expect(page.locator(".unread")).to_have_count(0)
    assert fake.asked("read") == 1


def test_empty_and_error_say_so(show: Show, fake: Fake) -> None:
    fake.down = True
    page = show(ELEMENT)
    expect(page.get_by_role("alert")).to_have_text("Could not load notifications")
    fake.down = False
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("No notifications")).to_be_visible()


def test_an_event_makes_the_page_read_again(show: Show, fake: Fake) -> None:
    source = "amity.graphqlSource({ events: '/events', token: () => 'a.eyJzdWIiOiJtZSJ9.c' })"
    page = show(f"{ELEMENT}<amity-request-badge></amity-request-badge>", f"{{ source: {source} }}")
    expect(page.get_by_text("No notifications")).to_be_visible()
    fake.told = [told("request_received")]
    fake.incoming = [request(by="Ada")]
    fake.calls.clear()
    fake.tell(": a heartbeat\n\nid: 6\nevent: followed\ndata: {}\n\nid: 7\nda")
    fake.tell("ta: {}\n\n")
    expect(page.get_by_text("Ada sent you a connection request")).to_be_visible()
    expect(page.locator("amity-request-badge .badge")).to_have_text("1")
    assert fake.calls == [["notifications", "counts"]]
    assert fake.streams == [{"authorization": "Bearer a.eyJzdWIiOiJtZSJ9.c", "last-event-id": None}]
    fake.told = []
    fake.end_stream()
    expect(page.get_by_text("No notifications")).to_be_visible()
    assert fake.streams[1]["last-event-id"] == "7"
