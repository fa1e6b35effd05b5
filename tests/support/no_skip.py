"""A pytest plugin: what is skipped, or expected to fail, has not been shown, and fails."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    return _failing_if_skipped((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    return _failing_if_skipped((yield))


def _failing_if_skipped(report: Any) -> Any:
    if report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        reason = vars(report).pop("wasxfail", None) or reason
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped here: {reason}"
    return report
