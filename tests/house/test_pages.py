"""The functions that page a list show a person what its table or view does: every row, no other.

They run as the owner of the schema, past row security.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import psycopg
import pytest
from support import world

# Each with the relation whose rows it gives, and what it is asked about.
PAGES = """
select oid::regproc::text, prorettype::regtype::text,
  case when pronargs > pronargdefaults then proargnames[1] end
from pg_proc
where pronamespace = 'amity'::regnamespace and proretset and 'before_id' = any (proargnames)
"""


@pytest.mark.postgres(18)
def test_pages_show_what_their_table_or_view_does(lived: psycopg.Connection[Any]) -> None:
    pages = lived.execute(PAGES).fetchall()
    assert len(pages) >= 15
    asked = {
        "circle": lived.execute("select id from amity.circles").fetchall(),
        "label_type": lived.execute("select id from amity.label_types").fetchall(),
        None: [()],
    }
    seen_by_any: set[str] = set()
    for name in world.CAST:
        shown: dict[str, set[Any]] = defaultdict(set)
        with world.undone(lived):
            world.speak(lived, name)
            for page, relation, about in pages:
                arguments = f"{about} => %s, max_rows => 1000" if about else "max_rows => 1000"
                query = f"select page::text from {page}({arguments}) as page"
                for values in asked[about]:
                    shown[relation] |= {*lived.execute(query, values).fetchall()}
            for relation, rows in shown.items():
                query = f"select listed::text from {relation} as listed"
                assert rows == {*lived.execute(query).fetchall()}, f"{name} in {relation}"
                seen_by_any |= {relation} if rows else set()
    assert seen_by_any == {relation for _, relation, _ in pages}
