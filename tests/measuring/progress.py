"""Says where a run is."""

from __future__ import annotations

from types import TracebackType

from rich import progress
from rich.console import Console


class Progress:
    """One line on a terminal, which goes away again; elsewhere, a line for each trial."""

    def __init__(self, trials: int) -> None:
        self._console = Console(stderr=True)
        self._bar = progress.Progress(
            progress.BarColumn(20),
            progress.TimeElapsedColumn(),
            progress.TextColumn("{task.description}"),
            console=self._console,
            transient=True,
        )
        self._task = self._bar.add_task("", total=trials)
        self._said = ""

    def say(self, text: str) -> None:
        """Says what is done now."""
        self._bar.update(self._task, description=text)
        about, _, _ = text.partition(": ")
        if not self._console.is_terminal and about != self._said:
            self._console.print(about, highlight=False)
        self._said = about

    def step(self) -> None:
        """Counts one trial as done."""
        self._bar.advance(self._task)

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()
