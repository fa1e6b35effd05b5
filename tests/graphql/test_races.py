"""Two people act at the same instant: what each is told, whichever comes first."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from python.ways import People
from support.graphql_api import Api, Site

from amity import blocks
from amity.speaking import speaking_as

ROUNDS = 6
LOST = {"request_not_found", "not_pending"}


@pytest.fixture
def several(database: str) -> list[People]:
    """Other people for each round."""
    return [People().join(database) for _ in range(ROUNDS)]


async def both(*acts: Any) -> Any:
    """What two acts give that begin together, one after the other first by turns."""
    return await asyncio.gather(*acts)


def codes(results: list[Any]) -> list[Any]:
    """Success is None, and comes first."""
    return sorted((result["code"] for result in results), key=lambda code: code or "")


async def pending(api: Api, p: People) -> str:
    return str((await api.send(p.ada, p.ben))["request"]["id"])


async def test_approve_and_cancel(api: Api, several: list[People]) -> None:
    for p in several:
        id_ = await pending(api, p)
        done = await both(
            api.act(p.ben, "approveConnectionRequest", requestId=id_),
            api.act(p.ada, "cancelConnectionRequest", requestId=id_),
        )
        won, lost = codes(done)
        assert won is None
        assert lost in LOST
        is_connected = (await api.status(p.ada, p.ben))[0]
        assert is_connected == done[0]["success"]


async def test_approve_and_approve(api: Api, several: list[People]) -> None:
    for p in several:
        id_ = await pending(api, p)
        approve = [api.act(p.ben, "approveConnectionRequest", requestId=id_) for _ in range(2)]
        assert codes(await both(*approve)) == [None, "not_pending"]
        assert await api.counts(p.ada) == await api.counts(p.ben) == (0, 0, 1)


async def test_create_and_create_of_both(api: Api, several: list[People]) -> None:
    for p in several:
        done = await both(api.send(p.ada, p.ben), api.send(p.ben, p.ada))
        assert codes(done) == [None, None]
        statuses = sorted(result["request"]["status"] for result in done)
        assert statuses in (["APPROVED", "PENDING"], ["APPROVED", "APPROVED"])
        assert len({result["request"]["id"] for result in done}) == 1
        assert await api.counts(p.ada) == await api.counts(p.ben) == (0, 0, 1)


async def test_create_and_create_of_one(api: Api, several: list[People]) -> None:
    for p in several:
        done = await both(api.send(p.ada, p.ben), api.send(p.ada, p.ben))
        assert codes(done) == [None, "pending_request"]
        assert await api.counts(p.ada) == (0, 1, 0)
        assert [one["status"] for one in await api.outgoing(p.ada)] == ["PENDING"]


async def test_approve_and_block(api: Api, several: list[People], pool: Any) -> None:
    """The connection is gone, and no success is told after the block was committed."""

    async def block(p: People) -> float:
        async with pool.connection() as conn:
            await conn.set_autocommit(True)
            async with speaking_as(conn, p.ada):
                await blocks.block(p.ben).on(conn)
            await conn.set_autocommit(False)
        return asyncio.get_running_loop().time()

    for p in several:
        id_ = await pending(api, p)
        approved, _ = await both(
            api.act(p.ben, "approveConnectionRequest", requestId=id_), block(p)
        )
        assert approved["code"] in {None, *LOST}
        assert await api.status(p.ada, p.ben) == (False, False, None, None)
        assert await api.counts(p.ben) == (0, 0, 0)
        after = await api.act(p.ben, "approveConnectionRequest", requestId=id_)
        assert after["code"] == "request_not_found"


async def test_an_approval_that_waits_for_a_block_is_no_success(
    api: Api, several: list[People], site: Site
) -> None:
    p = several[0]
    id_ = await pending(api, p)
    with speaking_as(site.conn, p.ada):
        blocks.block(p.ben).on(site.conn)
        approving = asyncio.create_task(api.act(p.ben, "approveConnectionRequest", requestId=id_))
        await asyncio.sleep(0.2)  # it waits for the row, which is deleted
        assert not approving.done()
    assert (await approving)["code"] == "request_not_found"
