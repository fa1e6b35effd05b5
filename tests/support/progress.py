"""A pytest plugin: one line says from the first second where a run is, and how much is left.

On a terminal it is written over and over; elsewhere a new one comes every quarter of a minute. What
fails is named at once. With -v pytest's own report stands instead.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Sequence
from typing import Any

import pytest

SECONDS = "amity/seconds"  # in pytest's cache: how long each test took when it last ran


@pytest.hookimpl(trylast=True)  # when pytest's own reporter is there
def pytest_configure(config: pytest.Config) -> None:
    reporter = config.pluginmanager.getplugin("terminalreporter")
    if reporter and not hasattr(config, "workerinput") and config.get_verbosity() <= 0:
        config.pluginmanager.register(Progress(config, reporter))


class Progress:
    def __init__(self, config: pytest.Config, reporter: Any) -> None:
        self.cache = getattr(config, "cache", None)
        self.reporter = reporter
        self.began = time.monotonic()
        self.known: dict[str, float] = self.cache.get(SECONDS, {}) if self.cache else {}
        self.usual = sum(self.known.values()) / len(self.known) if self.known else 1.0
        self.took: dict[str, float] = {}
        self.total = self.done = self.failed = 0
        self.ahead = self.behind = 0.0  # seconds by the last run; what is new takes the usual time
        self.at = "starting Postgres"
        self.started = 0.0
        # Without workers what a thread writes would be taken for the output of a test.
        self.beside = bool(config.getoption("numprocesses", None))
        self.ticking = threading.Thread(target=self._tick, daemon=True)
        self.writing = threading.Lock()
        self.over = threading.Event()
        self.every = 0.5 if reporter.isatty else 15.0
        self.said = 0.0

    # --- what happens ---

    def pytest_sessionstart(self) -> None:
        self.reporter.showfspath = False
        self.say()
        if self.beside:
            self.ticking.start()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        if session.items:
            self._found([item.nodeid for item in session.items])

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: Any, ids: Sequence[str]) -> None:
        if not self.total:
            self._found(ids)

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        """No letter for each test: pytest counts it, and we say it."""
        if report.failed:
            return "failed" if report.when == "call" else "error", "", ""
        return ("passed" if report.when == "call" else "", "", "")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.at = report.nodeid.partition("::")[0]
        self.failed += report.failed
        if report.failed:
            with self.writing:
                self.reporter.ensure_newline()
                self.reporter.write_line(f"FAILED {report.nodeid}", red=True)
        self.took[report.nodeid] = self.took.get(report.nodeid, 0.0) + report.duration
        if report.when == "teardown":
            self.done += 1
            self.behind += self.expected(report.nodeid)
        if time.monotonic() - self.said > self.every:
            self.say()

    def pytest_sessionfinish(self) -> None:
        self.over.set()
        if self.beside:
            self.ticking.join()
        self.say()
        with self.writing:
            self.reporter.ensure_newline()
        if self.cache:
            self.cache.set(SECONDS, self.known | self.took)

    # --- what is said ---

    def _found(self, ids: Sequence[str]) -> None:
        self.total = len(ids)
        self.ahead = sum(map(self.expected, ids))
        self.started = time.monotonic() - self.began
        self.say()

    def expected(self, test: str) -> float:
        return self.known.get(test, self.usual) + 0.01

    def _tick(self) -> None:
        while not self.over.wait(self.every):
            self.say()

    def say(self) -> None:
        with self.writing:
            self.said = time.monotonic()
            line = self.line(self.said - self.began)
            if self.reporter.isatty:
                width = shutil.get_terminal_size().columns - 1
                self.reporter.rewrite(line[:width], erase=True)
            else:
                self.reporter.write_line(line)

    def line(self, gone: float) -> str:
        if not self.total:
            return f"collecting the tests, {clock(gone)}"
        line = f"{self.done * 100 // self.total:3d}%, {self.done:,} of {self.total:,} tests"
        if self.failed:
            line += f", {self.failed} failed"
        line += f", {clock(gone)}"
        if self.behind > self.ahead / 20:
            left = (gone - self.started) * (self.ahead - self.behind) / self.behind
            line += f", about {clock(left)} left"
        return f"{line}, {self.at}"


def clock(seconds: float) -> str:
    """Minutes and seconds.

    >>> clock(61.5)
    '1:01'
    """
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
