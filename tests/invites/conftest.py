"""Both ways to run a call, and some people: as for the rest of the Python package."""

from __future__ import annotations

from python.conftest import people, way

__all__ = ["people", "way"]
