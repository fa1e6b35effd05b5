"""Writes the pages that are made from the catalog."""

# ruff: noqa: T201 - a command speaks

from __future__ import annotations

import sys

import psycopg
from readme import page, picture, web_picture
from readme.sources import CHECKOUT
from support import clusters

from amity import migrations


def main() -> int:
    with (
        clusters.started(18) as cluster,
        cluster.database("migrated", migrations.up) as url,
        psycopg.connect(url, autocommit=True) as conn,
    ):
        pages = page.written(conn)
    for path, text in pages.items():
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
            print(f"wrote {path.relative_to(CHECKOUT)}")
    if "--picture" in sys.argv[1:]:
        for each in (picture, web_picture):
            each.draw()
            print(f"drew {each.PICTURE.relative_to(CHECKOUT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
