"""Whatever the schema allows is answered: for ten seconds here, and for as long as one wants.

`.venv/bin/python tests/serving/fuzz.py 600` takes ten minutes.
"""

from __future__ import annotations

import pytest
from python.ways import People
from serving.fuzz import fuzz
from serving.process import Served, token

pytestmark = pytest.mark.postgres(18)  # the database is asked as anywhere


@pytest.mark.deep
def test_made_up_documents_are_answered(served: Served, p: People) -> None:
    headers = {"authorization": f"Bearer {token(p.ada)}"}
    assert fuzz(served.url, headers, seconds=10, examples=20) > 20
