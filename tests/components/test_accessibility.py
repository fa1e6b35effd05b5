"""What axe-core finds (nothing), how big targets are, and names of any length and direction."""

from __future__ import annotations

from typing import Any

import pytest
from components.conftest import Show
from components.fake import Fake, refusal, request
from components.test_notifications import told
from playwright.sync_api import Page, expect
from support.node import MODULES

ARABIC = "نور الهدى"
LONG = "Wolfeschlegelsteinhausenbergerdorff" * 3
PEOPLE = "".join(
    f'<amity-connect-button user-id="id-of-{name}"></amity-connect-button> '
    for name in ("Ada", "Ben", ARABIC, "Kim", "No")
)
BODY = f"""<nav aria-label="Site"><amity-request-badge href="/requests"></amity-request-badge></nav>
<h1>Everybody</h1><p>{PEOPLE}</p>
<amity-connection-requests></amity-connection-requests>
<amity-connection-requests param="" tab="outgoing"></amity-connection-requests>
<amity-requests-section></amity-requests-section>
<amity-notifications></amity-notifications>"""
OPTIONS = "{ links: { connections: '/connections', requests: '/requests' } }"


@pytest.fixture
def full(fake: Fake) -> Fake:
    """Every state at once."""
    fake.incoming = [request(by=name, message="Hello!") for name in (ARABIC, LONG, "Zoë")]
    words = ["Pending", "Approved", "Denied", "Cancelled", "Expired"]
    fake.outgoing = [request(to=word, status=word.upper()) for word in words]
    fake.outgoing += [request(to="Ben"), request(to=LONG, note="chess?", tags=["club"])]
    fake.connected = {"id-of-Kim"}
    fake.told = [told("request_received", ARABIC), told("followed", LONG, read=True)]
    return fake


def shown(show: Show, fake: Fake, **media: Any) -> Page:
    page = show(BODY, OPTIONS, **media)
    expect(page.get_by_role("button", name="Mark all as read")).to_be_visible()
    fake.refusals["create"] = refusal("person_not_found", "User not found")
    page.locator("amity-connect-button").last.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    fake.refusals["approve"] = refusal("limit_reached", "That is the most you may have")
    page.get_by_role("button", name="Approve request from Zoë").first.click()
    expect(page.get_by_text("That is the most")).to_be_visible()
    page.get_by_role("button", name="Cancel request to Ben").click()
    expect(page.get_by_role("button", name="Yes, cancel")).to_be_visible()
    return page


def violations(page: Page) -> list[Any]:
    page.add_script_tag(path=MODULES / "axe-core" / "axe.min.js")
    found: list[Any] = page.evaluate(
        """async () => (await axe.run({ resultTypes: ['violations'] })).violations.map(
          ({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => [html, failureSummary])]
        )"""
    )
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(show: Show, full: Fake, scheme: str) -> None:
    page = shown(show, full, color_scheme=scheme)
    assert violations(page) == []
    background = page.locator("amity-notifications .card").evaluate(
        "card => getComputedStyle(card).backgroundColor"
    )
    assert background == {"light": "rgb(255, 255, 255)", "dark": "rgb(23, 26, 33)"}[scheme]


def test_axe_finds_nothing_while_loading_empty_or_failed(show: Show, fake: Fake) -> None:
    fake.hold()
    page = show(BODY, OPTIONS)
    expect(page.locator("amity-notifications").get_by_text("Loading")).to_be_attached()
    assert violations(page) == []
    fake.release()
    expect(page.get_by_text("No notifications")).to_be_visible()
    assert violations(page) == []
    fake.down = True
    page = show(BODY, OPTIONS)
    expect(page.get_by_text("Could not load notifications")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_too_small_cut_off_or_wider_than_the_page(
    show: Show, full: Fake, width: int, direction: str
) -> None:
    page = shown(show, full)
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("(direction) => { document.documentElement.dir = direction }", direction)
    boxes = page.evaluate(
        """() => [...document.querySelectorAll('main *')].flatMap(({ shadowRoot }) =>
          [...(shadowRoot?.querySelectorAll('button, a') ?? [])].map((target) => {
            const { width, height, left, right } = target.getBoundingClientRect();
            return { text: target.textContent, width, height, left, right };
          }))"""
    )
    assert len(boxes) > 20
    for box in boxes:
        assert box["width"] >= 34, box
        assert box["height"] >= 34, box
        assert box["left"] >= 0, box
        assert box["right"] <= width, box
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    widths = page.locator(".who").evaluate_all("names => names.map((name) => name.offsetWidth)")
    assert min(widths) > 60
    faces = page.locator("amity-connection-requests .face").first.bounding_box()
    name = page.locator("amity-connection-requests .who").first.bounding_box()
    assert faces
    assert name
    assert (faces["x"] < name["x"]) == (direction == "ltr")
    page.set_viewport_size({"width": 1280, "height": 720})


def test_a_name_keeps_its_own_direction(show: Show, full: Fake) -> None:
    page = show(BODY, OPTIONS)
    name = page.locator("amity-connection-requests bdi").first
    expect(name).to_have_text(ARABIC)
    assert name.evaluate("name => getComputedStyle(name).unicodeBidi") == "isolate"


def test_a_part_of_the_page_can_have_a_theme_and_colours_of_its_own(show: Show, full: Fake) -> None:
    page = show(
        '<div style="color-scheme: dark; --amity-accent: rgb(1, 2, 3)">'
        '<amity-connect-button user-id="id-of-Ada"></amity-connect-button></div>'
        "<style>amity-connect-button::part(button) { text-transform: uppercase }</style>"
    )
    button = page.get_by_role("button", name="Send Request")
    expect(button).to_have_css("background-color", "rgb(1, 2, 3)")
    expect(button).to_have_css("color", "rgb(16, 19, 28)")
    expect(button).to_have_css("text-transform", "uppercase")
