"""`amity sync announce`: a site that sends becomes known at one that receives."""

from __future__ import annotations

import stat
from pathlib import Path

import psycopg
import pytest
from sync_connections.pair import Pair
from sync_connections.rest import jwt
from sync_connections.test_command import amity, wide

from amity import settings, sync_connections

__all__ = ["wide"]

pytestmark = pytest.mark.postgres(18)  # the other server, which receives, is the older one

ANNOUNCED = "select name, status::text, site_url, writable_tables from amity.sync_connections"


@pytest.mark.parametrize("way", ["Postgres", "HTTP"])
def test_announce(way: str, pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with psycopg.connect(pair.there) as conn:
        settings.change("sync_incoming_mode", "require_password").on(conn)
        word = sync_connections.rotate_incoming_password().on(conn)
    file = tmp_path / "password"
    file.touch(stat.S_IRUSR | stat.S_IWUSR)
    monkeypatch.setenv("AMITY_SYNC_ALLOW_PRIVATE_HOSTS", "1")

    with pair.rest() as rest:
        over_http = way == "HTTP"
        login = jwt(role="amity_receiver") if over_http else pair.server.server.password
        monkeypatch.setenv("AMITY_SYNC_SHOP_B_LOGIN", login)
        url = rest.url if over_http else pair.address
        assert amity("create", "Shop B", url, pair.here).exit_code == 0

        def announce(*options: object) -> tuple[int, str, str]:
            said = amity("announce", "Shop B", "Shop A", "https://a.example", pair.here, *options)
            return said.exit_code, said.stdout, said.stderr.partition("\n")[0]

        assert announce() == (1, "", "That password is not valid.")
        file.write_text(f"{word}\n")
        told = "This site is announced to Shop B. Its administrator decides what it may write.\n"
        for _ in range(2):
            assert announce("--password-file", file) == (0, told, "")
    ((name, status, site, writable),) = pair.run_there(ANNOUNCED)
    assert (status, site, writable) == ("active", "https://a.example", [])
    assert name.startswith("Shop A (")
    assert amity("pull", name, "--all", pair.there).stderr.startswith("There is no token")


def test_a_login_of_another_site_is_not_sent(pair: Pair) -> None:
    """A receiving connection with another site reads the same variable."""
    assert amity("create", "Shop B", pair.address, pair.here).exit_code == 0
    assert amity("add", "shop-b", "https://other.example", pair.here).exit_code == 0
    refused = amity("announce", "Shop B", "Shop A", "https://a.example", pair.here)
    assert refused.exit_code == 1
    assert "would be the variable of more than one connection" in refused.stderr
