"""The examples of the manual in a browser, with React and Vue as npm has them; and the types."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from components.conftest import Show
from components.fake import Fake
from components.site import COMPONENTS, Site
from playwright.sync_api import Page, expect
from support.node import MODULES, NODE

README = (COMPONENTS / "README.md").read_text()
BEN = "be000000-0000-4000-8000-000000000000"
HOST = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>An app</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/amity.css"></head>
<body><div id="app"></div><script type="module" src="/example.js"></script></body></html>"""


def example(language: str) -> str:
    (block,) = re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    return str(block)


def ran(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def bundled(folder: Path, language: str) -> str:
    """The example as a bundler makes it, with the components beside it."""
    (folder / "node_modules").symlink_to(MODULES)
    (folder / "components").symlink_to(COMPONENTS)
    (folder / f"example.{language}").write_text(example(language))
    return ran(
        *(MODULES / ".bin" / "esbuild", f"example.{language}", "--bundle", "--format=esm"),
        *("--jsx=automatic", "--preserve-symlinks", "--log-level=error"),
        *('--define:process.env.NODE_ENV="development"', "--define:__VUE_OPTIONS_API__=true"),
        *("--define:__VUE_PROD_DEVTOOLS__=false", "--alias:vue=vue/dist/vue.esm-bundler.js"),
        "--define:__VUE_PROD_HYDRATION_MISMATCH_DETAILS__=false",
        cwd=folder,
    )


@pytest.fixture
def signed_in(show: Show, site: Site) -> Page:
    page = show("")
    page.evaluate("localStorage.setItem('token', 'a.eyJzdWIiOiJtZSJ9.c')")
    return page


def test_the_plain_page(signed_in: Page, site: Site, fake: Fake) -> None:
    site.page = example("html")
    signed_in.goto(site.url)
    button = signed_in.locator("amity-connect-button").get_by_role("button")
    expect(button).to_have_text("Send Request")
    button.click()
    expect(button).to_have_text("Request Sent")
    expect(signed_in.get_by_role("link", name="Connection Requests")).to_be_visible()
    expect(signed_in.get_by_text("No incoming requests")).to_be_visible()
    fake.end_stream()


@pytest.mark.parametrize("language", ["jsx", "js"], ids=["React", "Vue"])
def test_a_framework(
    signed_in: Page, site: Site, fake: Fake, language: str, tmp_path: Path
) -> None:
    site.page, site.script = HOST, bundled(tmp_path, language)
    signed_in.goto(site.url)
    button = signed_in.locator("amity-connect-button").get_by_role("button")
    button.click()
    expect(signed_in.locator("output")).to_have_text("Connection request sent")
    expect(button).to_have_text("Request Sent")
    expect(signed_in.locator("amity-connection-requests .state")).to_have_text("Pending")
    assert fake.outgoing[0]["recipientUserId"] == BEN


def test_it_can_be_imported_on_a_server_and_exports_what_its_types_say(tmp_path: Path) -> None:
    code = f"console.log(Object.keys(await import('{COMPONENTS}/amity.js')).sort().join())"
    exported = ran(NODE, "--input-type=module", "--eval", code, cwd=tmp_path).strip()
    types = (COMPONENTS / "amity.d.ts").read_text()
    declared = re.findall(r"^export (?:class|function|const) (\w+)", types, re.MULTILINE)
    assert exported.split(",") == sorted(declared)


USES = """
import { configure, createSession, graphqlSource, supabaseSource } from './components/amity.js';
import type { Source } from './components/amity.js';
import { createClient } from '@supabase/supabase-js';

configure({ source: graphqlSource({ url: '/graphql', token: async () => null }), me: null });
const source = supabaseSource(createClient('', ''), { realtime: true });
configure({ source, links: { requests: '/' } });
configure({ texts: { send: 'Anfragen', pending: { one: '1', other: '{count}' } } });
configure({ texts: { refusals: { blocked: '' } } });
const button = document.querySelector('amity-connect-button')!;
button.session = createSession({ source: graphqlSource() });
button.userId = 'ada';
button.addEventListener('change', ({ detail }) => detail.request?.status === 'APPROVED');
button.addEventListener('error', ({ detail }) => detail.retryAt);
button.addEventListener('click', ({ clientX }) => clientX);
document.querySelector('amity-connection-requests')!.tab = 'outgoing';
// @ts-expect-error there is no such tab
document.querySelector('amity-connection-requests')!.tab = 'both';
// @ts-expect-error a source has to read
const none: Source = {};
// @ts-expect-error the token is not a promise of a number
graphqlSource({ token: async () => 7 });
// @ts-expect-error no such status
button.addEventListener('change', ({ detail }) => detail.request?.status === 'REJECTED');
"""


@pytest.mark.deep
def test_the_types_take_right_uses_and_refuse_wrong_ones(tmp_path: Path) -> None:
    (tmp_path / "node_modules").symlink_to(MODULES)
    (tmp_path / "components").symlink_to(COMPONENTS)
    (tmp_path / "uses.ts").write_text(USES)
    ran(
        *(NODE, MODULES / "typescript" / "bin" / "tsc", "--noEmit", "--strict", "--skipLibCheck"),
        *("--target", "es2022", "--lib", "es2022,dom", "--module", "esnext"),
        *("--moduleResolution", "bundler", "--preserveSymlinks", "uses.ts"),
        cwd=tmp_path,
    )
