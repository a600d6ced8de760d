"""Takes what is there of a stream, without waiting for more: fast input is worked on in bulk, slow input piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from queue import Empty, Queue
from threading import Thread
from typing import TypeVar

Item = TypeVar("Item")


class _End:
    """The stream is over, with or without an error."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


def take_ready(items: Iterable[Item], at_most: int) -> Iterator[list[Item]]:
    """Yields the items in lists of up to `at_most`, in order; waits for the first of a list only. Raises what `items` raises.

    They are read in a thread of its own, which is never more than two lists ahead."""
    ahead: Queue[Item | _End] = Queue(2 * at_most)
    Thread(target=_read, args=(items, ahead), daemon=True).start()
    while True:
        some, end = _take(ahead, at_most)
        if some:
            yield some
        if end:
            if end.error:
                raise end.error
            return


def _read(items: Iterable[Item], ahead: Queue[Item | _End]) -> None:
    try:
        for item in items:
            ahead.put(item)
        ahead.put(_End())
    except BaseException as error:  # raised again where the items are taken
        ahead.put(_End(error))


def _take(ahead: Queue[Item | _End], at_most: int) -> tuple[list[Item], _End | None]:
    some: list[Item] = []
    try:
        while len(some) < at_most:
            item = ahead.get(block=not some)
            if isinstance(item, _End):
                return some, item
            some.append(item)
    except Empty:
        pass
    return some, None
