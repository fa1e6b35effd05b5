"""Writes the pages that are made from the catalog."""

# ruff: noqa: T201 - a command speaks

from __future__ import annotations

import argparse
import sys

import psycopg
from readme import page, picture, web_picture
from readme.sources import CHECKOUT
from support import clusters

from amity import migrations


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests/pages", description=__doc__)
    parser.add_argument("--picture", action="store_true", help="draw the demo's screens as well")
    options = parser.parse_args()
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
    if options.picture:
        for each in (picture, web_picture):
            each.draw()
            print(f"drew {each.PICTURE.relative_to(CHECKOUT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
