"""How far a row of the bench is, as a bar where somebody watches."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar


class Progress:
    """The bar of one row. `quick`: whether the row should only show that it runs, with few articles and rounds."""

    def __init__(self, row: str, quick: bool = False) -> None:
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self.bar = Bar(*columns, console=console, disable=not console.is_terminal, transient=True)
        self.row, self.quick = row, quick
        self.task = self.bar.add_task(row, total=None)

    def begin(self, what: str, steps: int) -> None:
        """Starts the bar anew for `what`, which takes so many steps."""
        self.bar.reset(self.task, description=f"{self.row}: {what}", total=steps)

    def advance(self, steps: int = 1) -> None:
        """Moves it on."""
        self.bar.advance(self.task, steps)

    def __enter__(self) -> Progress:
        self.bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.bar.stop()
