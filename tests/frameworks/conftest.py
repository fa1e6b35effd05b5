"""Real frameworks around a real database, put together from the snippets of python/README.md."""

from __future__ import annotations

import re
from pathlib import Path

README = (Path(__file__).parents[2] / "python" / "README.md").read_text()


def snippet(path: str) -> str:
    """The code block that the README says belongs into that file."""
    block = rf"^```python\n(# {re.escape(path)}\n.*?)^```"
    return re.findall(block, README, re.DOTALL | re.MULTILINE)[0]
