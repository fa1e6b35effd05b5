"""A site proves its token without sending it; each proof is good for one request."""

from __future__ import annotations

import time
from dataclasses import replace
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from sync_connections.lying import OFFER, lying
from sync_connections.site import Site, sending

from amity import sync_connections
from amity.sync_connections.receiver import Secrets, open_source, source
from amity.sync_connections.receiver.proof import key_of, prove


@pytest.fixture
def site(database: str) -> Site:
    return sending(database, "create table public.things (id integer primary key)", "public.things")


def run(site: Site, query: str, *values: object) -> list[tuple[object, ...]]:
    with psycopg.connect(site.url) as conn:
        cursor = conn.execute(query, values)  # type: ignore[arg-type]
        return cursor.fetchall() if cursor.description else []


def challenge(site: Site) -> UUID:
    ((nonce,),) = run(site, "select amity.sync_challenge(%s)", key_of(site.token))
    assert isinstance(nonce, UUID)
    return nonce


def heard(site: Site, proof: str, password: str | None = None) -> str | None:
    with psycopg.connect(site.url) as conn:
        return sync_connections.tables(proof, password=password).on(conn).slug


def test_a_proof_is_good_for_one_request(site: Site) -> None:
    secrets, nonce = Secrets(site.token), challenge(site)
    first, second, fourth = (prove(secrets, nonce, number)[0] for number in (1, 2, 4))
    assert [heard(site, each) for each in (first, first, fourth, second, fourth)] == [
        None,
        *("sync_invalid_token", None, "sync_invalid_token", "sync_invalid_token"),
    ]


def test_what_is_stored_or_logged_opens_nothing(site: Site) -> None:
    nonce = challenge(site)
    ((stored,),) = run(site, "select token_hash from amity_private.sync_credentials")
    assert isinstance(stored, bytes)
    assert sha256(sha256(site.token.encode()).digest()).digest() == stored
    proof, _ = prove(Secrets(site.token), nonce, 1)
    for wrong in (
        stored.hex(),
        sha256(site.token.encode()).hexdigest(),
        key_of(site.token),
        f"{nonce}.1.{stored.hex()}",
        prove(Secrets(stored.hex()), nonce, 1)[0],
        proof.replace(".1.", ".2."),
        proof.replace(str(nonce), str(challenge(site))),
        proof.replace(str(nonce), str(uuid4())),
        f"{proof}0",
        proof.upper(),
    ):
        assert heard(site, wrong) == "sync_invalid_token", wrong
    assert heard(site, proof) is None


def test_it_ends_with_the_nonce_and_with_the_token(site: Site) -> None:
    nonce = challenge(site)
    assert heard(site, prove(Secrets(site.token), nonce, 1)[0]) is None
    run(site, "update amity_private.sync_challenges set used_at = now() - interval '5 minutes'")
    assert heard(site, prove(Secrets(site.token), nonce, 2)[0]) == "sync_invalid_token"
    nonce = challenge(site)
    run(site, "select amity.rotate_sync_token(%s)", site.id)
    assert heard(site, prove(Secrets(site.token), nonce, 1)[0]) == "sync_invalid_token"


def test_asking_fills_nothing_and_drives_no_user_out(site: Site) -> None:
    used = challenge(site)
    assert heard(site, prove(Secrets(site.token), used, 1)[0]) is None
    asked = "select count(amity.sync_challenge(%s)) from generate_series(1, 150)"
    assert run(site, asked, key_of(site.token)) == [(150,)]
    assert run(site, asked, key_of("another")) == [(150,)]
    assert run(site, "select count(*) from amity_private.sync_challenges") == [(101,)]
    assert heard(site, prove(Secrets(site.token), used, 2)[0]) is None
    run(site, "update amity_private.sync_challenges set used_at = now() - interval '6 minutes'")
    run(site, "select * from amity.tidy()")
    assert run(site, "select from amity_private.sync_challenges") == []


def test_a_nonce_that_the_site_may_have_forgotten_is_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """To write a page here may take minutes, in which nothing is requested."""
    asked: list[str] = []

    def offer(name: str, body: dict[str, Any]) -> Any:
        asked.append(body["token"])
        return OFFER

    with lying(offer) as url, open_source(url, Secrets("x"), allow_private=True) as site:
        for seconds in (0, 119, 240):
            moment = time.monotonic() + seconds
            monkeypatch.setattr(source.time, "monotonic", lambda now=moment: now)
            site._offer = None
            site.tables()
            monkeypatch.undo()
    nonces = [token.partition(".")[0] for token in asked]
    assert nonces[0] == nonces[1] != nonces[2]


@pytest.mark.postgres(15)  # which has pgcrypto
def test_a_password_is_proved_with_it(site: Site) -> None:
    run(site, "create extension pgcrypto")
    with psycopg.connect(site.url) as conn:
        sync_connections.set_password_unlogged(conn, site.id, "correct\thorse\\")
    nonce, secrets = challenge(site), Secrets(site.token, "correct\thorse\\")
    assert heard(site, *prove(secrets, nonce, 1)) is None
    for number, password in enumerate(("correct", "", None), 2):
        proofs = prove(replace(secrets, password=password), nonce, number)
        assert heard(site, *proofs) == "sync_invalid_password"
    # of another request
    _, password = prove(secrets, nonce, 8)
    assert heard(site, prove(secrets, nonce, 9)[0], password) == "sync_invalid_password"
