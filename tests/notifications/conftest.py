"""What the tests of the package in Python share, here as well."""

from python.conftest import people, way

__all__ = ["people", "way"]
