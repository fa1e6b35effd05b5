"""Two browsers over a real database: through the application of `amity serve`, and supabase-js."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import jwt
import psycopg
import pytest
import uvicorn
from components import postgrest
from components.conftest import new_context
from playwright.sync_api import Browser, Page, expect
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from support.clusters import Cluster, Template
from support.node import MODULES

from amity import serving
from amity.graphql import Limits

pytestmark = pytest.mark.postgres(18)
SECRET = "a secret of thirty-two characters!"
SOURCES = {
    "graphql": "graphqlSource({ token: () => token, events: live && '/events' })",
    "supabase": """supabaseSource(
      supabase.createClient(location.origin, 'anonymous', { accessToken: async () => token }))""",
}
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Two people</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/amity.css">
<script src="/node_modules/@supabase/supabase-js/dist/umd/supabase.js"></script>
<script type="module">
import * as amity from '/amity.js';
window.amity = amity;
const { token, me, live, supabaseSource, graphqlSource } = {
  ...amity, ...Object.fromEntries(new URLSearchParams(location.hash.slice(1))),
};
amity.configure({ me, source: %s });
</script></head><body><main><amity-request-badge href="/requests"></amity-request-badge>
%s<amity-connection-requests></amity-connection-requests>
<amity-notifications></amity-notifications></main></body></html>"""


class Person:
    """A person and their page."""

    def __init__(self, name: str, conn: psycopg.Connection) -> None:
        self.id: UUID = uuid4()
        self.name = name
        conn.execute("insert into public.users values (%s, %s)", [self.id, name])
        self.token = jwt.encode({"sub": str(self.id), "role": "authenticated"}, SECRET)

    def opens(self, url: str, page: Page, other: Person, more: str = "") -> None:
        page.goto("about:blank")  # else another hash would be the same page
        page.goto(f"{url}/{other.id}#token={self.token}&me={self.id}{more}")
        expect(page.locator("amity-connection-requests .empty")).to_be_visible()


@pytest.fixture(scope="module")
def database(server: Cluster, template: Template) -> Iterator[str]:
    with server.clone(template("migrated")) as url:
        with psycopg.connect(url, autocommit=True) as conn:
            conn.execute("create table public.users (id uuid primary key, name text)")
            conn.execute("select amity.attach_people('public.users', 'id')")
            conn.execute(
                "select amity.attach_profiles('public.users', name => 'name', picture => null)"
            )
        yield url


@pytest.fixture(scope="module", params=SOURCES)
def url(database: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The site: the application of `amity serve`, and a page for each person to look at."""

    def page(request_: Any) -> HTMLResponse:
        button = f'<amity-connect-button user-id="{request_.path_params["person"]}">'
        return HTMLResponse(PAGE % (SOURCES[request.param], button + "</amity-connect-button>"))

    served = serving.app(database, serving.Tokens(SECRET, None), limits=Limits())
    served.routes.extend(
        [
            Mount("/node_modules", StaticFiles(directory=MODULES)),
            *postgrest.app(database, SECRET).routes,
            Route("/{person:uuid}", page),
        ]
    )
    with running(served) as url:
        yield url


@contextmanager
def running(app: Starlette) -> Iterator[str]:
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def conn(database: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database, autocommit=True) as conn:
        yield conn


@pytest.fixture(scope="module")
def pages(browser: Browser) -> Iterator[list[Page]]:
    """Two browsers: neither knows of the other."""
    contexts = [new_context(browser) for _ in range(2)]
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


Meet = Callable[[], tuple[Page, Page, Person, Person]]


@pytest.fixture
def meet(url: str, pages: list[Page], conn: psycopg.Connection) -> Meet:
    """A function that gives the pages of Ada and Ben, each with a button for the other."""

    def meet() -> tuple[Page, Page, Person, Person]:
        ada, ben = Person("Ada Lovelace", conn), Person("Ben", conn)
        ada.opens(url, pages[0], ben)
        ben.opens(url, pages[1], ada)
        return pages[0], pages[1], ada, ben

    return meet


def refresh(page: Page) -> None:
    page.evaluate("amity.refresh()")


def button(page: Page) -> Any:
    return page.locator("amity-connect-button").locator("button")


def sends(page: Page) -> None:
    """Send a request, and wait for the answer."""
    button(page).click()
    said = page.locator("amity-connect-button").get_by_role("status")
    expect(said).to_have_text("Connection request sent")
    expect(button(page)).to_have_text("Request Sent")


def test_requests_that_cross_become_one_connection(meet: Meet, conn: psycopg.Connection) -> None:
    adas, bens, ada, ben = meet()
    expect(button(adas)).to_have_text("Send Request")
    expect(button(bens)).to_have_text("Send Request")
    click = (
        "document.querySelector('amity-connect-button').shadowRoot.querySelector('button').click()"
    )
    adas.evaluate(click)
    bens.evaluate(click)
    for page in (adas, bens):
        expect(page.locator("amity-connect-button").get_by_role("status")).not_to_have_text("")
    for page in (adas, bens):
        refresh(page)
        expect(button(page)).to_have_text("Already Connected")
    rows = conn.execute(
        "select status from amity.connections where requester_id in (%s, %s)", [ada.id, ben.id]
    ).fetchall()
    assert rows == [("accepted",)]


def test_a_request_is_approved_by_the_other(meet: Meet) -> None:
    adas, bens, *_ = meet()
    sends(adas)
    refresh(bens)
    expect(bens.locator("amity-request-badge .badge")).to_have_text("1")
    expect(bens.locator("amity-connection-requests .who")).to_have_text("Ada Lovelace")
    expect(bens.get_by_text("Ada Lovelace sent you a connection request")).to_be_visible()
    expect(button(bens)).to_have_text("Accept Request")
    bens.get_by_role("button", name="Approve request from Ada Lovelace").click()
    expect(button(bens)).to_have_text("Already Connected")
    expect(bens.locator("amity-request-badge .badge")).to_have_count(0)
    refresh(adas)
    expect(button(adas)).to_have_text("Already Connected")
    expect(adas.get_by_text("You and Ben are now connected")).to_be_visible()
    adas.get_by_role("tab", name="Outgoing Requests").click()
    expect(adas.locator("amity-connection-requests .state")).to_have_text("Approved")
    expect(adas.locator("amity-connection-requests .who")).to_have_text("Ben")
    adas.get_by_role("button", name="Mark all as read").click()
    expect(adas.locator(".unread")).to_have_count(0)
    refresh(adas)
    expect(adas.locator("amity-notifications li.person")).to_have_count(1)
    expect(adas.locator(".unread")).to_have_count(0)


def test_a_denied_request_is_not_there_any_more(meet: Meet) -> None:
    adas, bens, *_ = meet()
    sends(adas)
    refresh(bens)
    bens.get_by_role("button", name="Deny request from Ada Lovelace").click()
    expect(bens.get_by_text("No incoming requests")).to_be_visible()
    expect(button(bens)).to_have_text("Send Request")
    adas.get_by_role("tab", name="Outgoing Requests").click()
    expect(adas.get_by_text("No outgoing requests")).to_be_visible()
    refresh(adas)
    expect(button(adas)).to_have_text("Send Request")
    expect(adas.get_by_text("No notifications")).to_be_visible()


def test_a_cancelled_request_cannot_be_approved(meet: Meet, conn: psycopg.Connection) -> None:
    adas, bens, ada, ben = meet()
    label = "insert into amity.labels (owner_id, person_id, note, tags) values (%s, %s, %s, %s)"
    conn.execute(label, [ada.id, ben.id, "chess?", ["club"]])
    sends(adas)
    refresh(bens)
    expect(button(bens)).to_have_text("Accept Request")
    adas.get_by_role("tab", name="Outgoing Requests").click()
    expect(adas.locator("amity-connection-requests .state")).to_have_text("Pending")
    expect(adas.locator("amity-connection-requests .what")).to_contain_text(
        "Note: chess? · Tags: club"
    )
    adas.get_by_role("button", name="Cancel request to Ben").click()
    adas.get_by_role("button", name="Yes, cancel").click()
    expect(adas.locator("amity-connection-requests .state")).to_have_text("Cancelled")
    expect(button(adas)).to_have_text("Send Request")
    bens.get_by_role("button", name="Approve request from Ada Lovelace").click()
    expect(bens.get_by_text("No incoming requests")).to_be_visible()
    expect(button(bens)).to_have_text("Send Request")
    expect(bens.locator("amity-request-badge .badge")).to_have_count(0)


def test_a_block_looks_like_nobody(meet: Meet, conn: psycopg.Connection) -> None:
    adas, bens, ada, ben = meet()
    block = "insert into amity.blocks (blocker_id, blocked_id) values (%s, %s)"
    conn.execute(block, [ben.id, ada.id])
    expect(button(adas)).to_have_text("Send Request")
    button(adas).click()
    expect(adas.get_by_role("alert")).to_have_text("User not found")
    expect(button(adas)).to_have_attribute("aria-disabled", "true")
    button(bens).click()
    expect(bens.get_by_role("alert")).to_have_text("You have blocked this user")
    expect(button(bens)).not_to_have_attribute("aria-disabled", "true")


def test_asking_too_early_says_when(meet: Meet, conn: psycopg.Connection) -> None:
    adas, bens, *_ = meet()
    sends(adas)
    refresh(bens)
    bens.get_by_role("button", name="Deny request from Ada Lovelace").click()
    expect(button(bens)).to_have_text("Send Request")
    refresh(adas)
    conn.execute("select amity.set_setting('request_cooldown', '1 day')")
    try:
        button(adas).click()
        said = re.compile("^It is too early to ask this user again. Try again at .*[0-9]")
        expect(adas.get_by_role("alert")).to_have_text(said)
        expect(button(adas)).to_have_attribute("aria-disabled", "true")
    finally:
        conn.execute("select amity.set_setting('request_cooldown', null)")


def test_a_lost_network_and_a_token_that_ended(meet: Meet) -> None:
    page, *_ = meet()
    page.context.set_offline(True)
    button(page).click()
    expect(page.get_by_role("alert")).to_have_text("Could not reach the server")
    page.context.set_offline(False)
    page.evaluate("location.hash = 'token=ended'")
    page.reload()
    expect(page.get_by_text("You are signed out")).to_be_visible()
    expect(page.locator("amity-connect-button")).to_be_hidden()


@pytest.mark.parametrize("url", ["graphql"], indirect=True)
def test_an_event_of_the_server_reaches_the_page(
    url: str, pages: list[Page], conn: psycopg.Connection
) -> None:
    ada, ben = Person("Ada", conn), Person("Ben", conn)
    ben.opens(url, pages[1], ada, "&live=1")
    conn.execute(
        "insert into amity.connections (requester_id, recipient_id) values (%s, %s)",
        [ada.id, ben.id],
    )
    expect(button(pages[1])).to_have_text("Accept Request")
    expect(pages[1].locator("amity-request-badge .badge")).to_have_text("1")
    pages[1].goto("about:blank")
