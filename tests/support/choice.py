"""A pytest plugin: which tests run, on which servers. tests/README.md says what each run holds."""

from __future__ import annotations

import secrets
import sys

import pytest
from support.clusters import VERSIONS


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="what is deep too, and on every Postgres")
    parser.addoption(
        "--large", action="store_true", help="sync is tried with more data, for longer"
    )
    parser.addoption("--seed", type=int, help="of what a test does at random, as it printed it")
    parser.addoption("--postgres", type=int, choices=VERSIONS, help="run on this Postgres only")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "postgres(*majors): only for these versions of Postgres")
    config.addinivalue_line("markers", "once: on the newest Postgres, or on that of --postgres")
    config.addinivalue_line("markers", "deep: takes seconds; only in `tests/run --all`")


@pytest.fixture(scope="session")
def large(request: pytest.FixtureRequest) -> bool:
    """Whether a test that has two sizes takes the large one."""
    return bool(request.config.option.large)


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """Of what a test does at random; it prints it."""
    given: int | None = request.config.option.seed
    seed = secrets.randbits(32) if given is None else given
    sys.stdout.write(f"--seed {seed}\n")
    return seed


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chosen = [item for item in items if _is_deep_enough(item) and _is_on_its_server(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    # what takes long goes first: at the end no worker waits for another
    items[:] = sorted(chosen, key=lambda item: not item.get_closest_marker("deep"))


def _is_deep_enough(item: pytest.Item) -> bool:
    named = any("::" in argument for argument in item.config.args)  # a test that is named is wanted
    return bool(item.config.option.all or named or not item.get_closest_marker("deep"))


def _is_on_its_server(item: pytest.Item) -> bool:
    callspec = getattr(item, "callspec", None)
    major = callspec and callspec.params.get("server")
    if not major:
        return True
    marker = item.get_closest_marker("postgres")
    majors = marker.args if marker else VERSIONS
    if item.config.option.postgres:
        majors = {item.config.option.postgres}.intersection(majors)
    elif item.get_closest_marker("once") or not item.config.option.all:
        majors = {max(majors)}
    return major in majors
