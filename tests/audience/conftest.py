"""Both ways to run a call, some people, and the command: as for the rest of the Python package."""

from __future__ import annotations

from doctor.conftest import amity
from python.conftest import people, way

__all__ = ["amity", "people", "way"]
