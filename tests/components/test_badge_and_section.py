"""<amity-request-badge>, <amity-requests-section>, and when the elements of a page read again."""

from __future__ import annotations

import time

import pytest
from components.conftest import Show
from components.fake import Fake, refusal, request
from playwright.sync_api import Locator, Page, expect
from support.patience import PATIENCE

BADGE = '<amity-request-badge href="/requests"></amity-request-badge>'
SECTION = "<amity-requests-section></amity-requests-section>"
MANAGER = "<amity-connection-requests></amity-connection-requests>"


def answered(page: Page, count: int) -> list[str]:
    """The URLs with a query of the requests that were answered, once there are so many."""
    urls: list[str] = []
    deadline = time.monotonic() + PATIENCE
    while len(urls) < count:
        assert time.monotonic() < deadline, urls
        read = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
        urls = [url for url in read if "/graphql?" in url]
    return urls


def badge(page: Page) -> Locator:
    return page.locator("amity-request-badge .badge")


def asking(fake: Fake, count: int) -> None:
    fake.incoming = [request(by=f"P{number}") for number in range(count)]


@pytest.mark.parametrize(
    ("count", "shown", "words"),
    [
        (1, "1", "1 pending connection request"),
        (3, "3", "3 pending connection requests"),
        (99, "99", "99 pending connection requests"),
        (100, "99+", "100 pending connection requests"),
    ],
)
def test_the_badge_counts(show: Show, fake: Fake, count: int, shown: str, words: str) -> None:
    asking(fake, count)
    page = show(BADGE)
    expect(badge(page)).to_have_text(shown)
    expect(page.get_by_role("link")).to_have_accessible_name(f"Connection Requests {words}")
    assert fake.calls == [["counts"]]


def test_nothing_pending_is_no_badge(show: Show, fake: Fake) -> None:
    page = show(BADGE)
    expect(page.get_by_role("link", name="Connection Requests", exact=True)).to_be_visible()
    expect(badge(page)).to_have_count(0)
    page = show("<amity-request-badge></amity-request-badge>")
    expect(page.locator("amity-request-badge")).to_be_hidden()


def test_a_change_is_announced_once(show: Show, fake: Fake) -> None:
    page = show(BADGE)
    page.evaluate("amity.refresh()")
    expect(page.get_by_role("link")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("")
    asking(fake, 2)
    page.evaluate("amity.refresh()")
    expect(page.get_by_role("status")).to_have_text("2 pending connection requests")
    page.get_by_role("status").evaluate(
        """(status) => {
          const watched = { subtree: true, childList: true, characterData: true };
          window.changes = 0;
          new MutationObserver(() => { changes += 1 }).observe(status, watched);
        }"""
    )
    page.evaluate("amity.refresh()")
    assert page.evaluate("changes") == 0


TOKEN = """{
  me: undefined, source: amity.graphqlSource({ token: async () => 'a.eyJzdWIiOiJtZSJ9.c' })
}"""


@pytest.mark.parametrize("options", ["{}", TOKEN], ids=["named", "by token"])
def test_the_last_count_shows_at_once_on_the_next_page(
    show: Show, fake: Fake, options: str
) -> None:
    asking(fake, 2)
    page = show(BADGE, options)
    expect(badge(page)).to_have_text("2")
    fake.hold()
    asking(fake, 3)
    page.reload()
    expect(badge(page)).to_have_text("2")
    fake.release()
    expect(badge(page)).to_have_text("3")
    fake.hold()
    show(BADGE, "{ me: 'id-of-another' }")
    expect(page.get_by_role("link")).to_be_visible()
    expect(badge(page)).to_have_count(0)


def test_no_count_is_kept_for_a_person_who_is_not_known(show: Show, fake: Fake) -> None:
    asking(fake, 2)
    page = show(BADGE, "{ me: undefined }")
    expect(badge(page)).to_have_text("2")
    fake.hold()
    page.reload()
    while len(fake.calls) < 2:
        page.wait_for_timeout(10)
    assert badge(page).count() == 0


def test_no_count_is_shown_to_a_person_who_was_signed_out(show: Show, fake: Fake) -> None:
    asking(fake, 2)
    page = show(BADGE)
    expect(badge(page)).to_have_text("2")
    fake.signed_out = True
    page.evaluate("amity.refresh()")
    expect(badge(page)).to_have_count(0)


def test_a_failure_keeps_the_old_number(show: Show, fake: Fake) -> None:
    asking(fake, 2)
    page = show(BADGE)
    expect(badge(page)).to_have_text("2")
    fake.down = True
    page.evaluate("amity.refresh()")
    expect(badge(page)).to_have_text("2")


@pytest.mark.parametrize("verb", ["Approve", "Deny"])
def test_an_answer_takes_one_off_at_once(show: Show, fake: Fake, verb: str) -> None:
    asking(fake, 2)
    page = show(BADGE + MANAGER)
    expect(badge(page)).to_have_text("2")
    fake.hold()
    page.get_by_role("button", name=f"{verb} request from P0").click()
    expect(badge(page)).to_have_text("1")
    fake.refusals[verb.lower()] = refusal("limit_reached", "No more")
    fake.release()
    expect(badge(page)).to_have_text("2")
    page.get_by_role("button", name=f"{verb} request from P0").click()
    expect(badge(page)).to_have_text("1")
    expect(page.locator("amity-connection-requests").get_by_role("listitem")).to_have_count(1)
    page.evaluate("amity.refresh()")
    expect(badge(page)).to_have_text("1")


def test_accepting_by_a_button_reaches_badge_and_list(show: Show, fake: Fake) -> None:
    fake.incoming = [request(by="Ben")]
    button = '<amity-connect-button user-id="id-of-Ben"></amity-connect-button>'
    page = show(BADGE + MANAGER + button)
    expect(badge(page)).to_have_text("1")
    assert len(fake.calls) == 1
    fake.hold()
    page.get_by_role("button", name="Accept Request").click()
    expect(badge(page)).to_have_count(0)
    expect(page.get_by_text("No incoming requests")).to_be_visible()
    fake.release()
    expect(page.get_by_role("button", name="Already Connected")).to_be_visible()


def test_an_answer_that_comes_late_replaces_none_that_is_newer(show: Show, fake: Fake) -> None:
    page = show(
        BADGE + MANAGER + '<amity-connect-button user-id="id-of-P0"></amity-connect-button>'
    )
    expect(page.get_by_role("button", name="Send Request")).to_be_visible()
    fake.hold(most=1)
    page.evaluate("window.late = amity.refresh(); 0")
    while len(fake.calls) < 2:
        page.wait_for_timeout(10)
    asking(fake, 2)
    page.evaluate("amity.refresh()")
    expect(badge(page)).to_have_text("2")
    fake.release()
    page.evaluate("window.late")
    expect(badge(page)).to_have_text("2")
    expect(page.get_by_role("listitem")).to_have_count(2)
    expect(page.get_by_role("button", name="Accept Request")).to_be_visible()


def test_all_is_read_each_minute_while_the_page_is_visible(show_at_noon: Show, fake: Fake) -> None:
    page = show_at_noon(BADGE + MANAGER)
    expect(page.get_by_text("No incoming requests")).to_be_visible()
    once = [["counts", "incoming"]]
    fake.calls.clear()
    page.clock.run_for(59_000)
    assert fake.calls == []
    asking(fake, 1)
    page.clock.run_for(1_000)
    expect(badge(page)).to_have_text("1")
    assert fake.calls == once
    show_or_hide(page, "hidden")
    page.clock.run_for(300_000)
    assert fake.calls == once
    asking(fake, 2)
    show_or_hide(page, "visible")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(badge(page)).to_have_text("2")
    assert fake.calls == once * 2
    page.clock.run_for(60_000)
    asking(fake, 3)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.clock.run_for(60_000)
    expect(badge(page)).to_have_text("3")
    page.evaluate("document.querySelector('main').replaceChildren()")
    fake.calls.clear()
    page.clock.run_for(300_000)
    assert fake.calls == []


def show_or_hide(page: Page, state: str) -> None:
    page.evaluate(
        """(state) => {
          Object.defineProperty(document, 'visibilityState', { configurable: true, value: state });
          document.dispatchEvent(new Event('visibilitychange'));
        }""",
        state,
    )


def test_the_section_shows_the_three_newest(show: Show, fake: Fake) -> None:
    asking(fake, 5)
    page = show(SECTION, "{ links: { requests: '/requests' } }")
    region = page.get_by_role("region", name="Connection requests")
    expect(region.locator(".who")).to_have_text(["P0", "P1", "P2"])
    expect(region.locator(".badge")).to_have_text("5")
    expect(region.get_by_role("link")).to_have_attribute("href", "/requests")
    page.get_by_role("button", name="Approve request from P1").click()
    expect(region.locator(".who")).to_have_text(["P0", "P2", "P3"])
    expect(region.locator(".badge")).to_have_text("4")
    expect(page.get_by_role("button", name="Approve request from P2")).to_be_focused()


def test_the_section_hides_where_requests_are_off_and_none_is_pending(
    show: Show, fake: Fake
) -> None:
    fake.settings["enabled"] = False
    page = show(SECTION)
    expect(page.locator("amity-requests-section")).to_be_hidden()
    asking(fake, 1)
    page.evaluate("amity.refresh()")
    expect(page.get_by_role("listitem").get_by_role("button")).to_have_text(["Deny"])


def test_two_people_on_one_page_have_a_session_each(show: Show, fake: Fake) -> None:
    asking(fake, 1)
    page = show(
        '<div endpoint="/graphql?as=ada" me="id-of-ada">'
        '<amity-connect-button user-id="id-of-ada"></amity-connect-button>'
        f"{BADGE}</div>"
        '<amity-connect-button endpoint="/graphql?as=ben" me="id-of-ben" user-id="id-of-ada">'
        "</amity-connect-button>"
    )
    expect(page.locator("amity-connect-button").first).to_be_hidden()
    expect(page.get_by_role("button", name="Send Request")).to_be_visible()
    urls = answered(page, 2)
    assert sorted(url.partition("?")[2] for url in urls) == ["as=ada", "as=ben"]


def test_elements_wait_for_a_configuration(show: Show, fake: Fake) -> None:
    page = show(BADGE, "{ source: undefined }")
    expect(page.locator("amity-request-badge")).to_be_hidden()
    asking(fake, 1)
    page.evaluate("amity.configure({ source: amity.graphqlSource() })")
    expect(badge(page)).to_have_text("1")
