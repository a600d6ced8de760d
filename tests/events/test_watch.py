"""How `diplowire watch` reads a stream, without a network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from services.cli.watch import Block, read_blocks


class Answer:
    """An answer that arrives in these pieces."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces = pieces

    def iter_lines(self, chunk_size: int | None) -> Iterator[bytes]:
        rest = b""
        for piece in self.pieces:
            *lines, rest = (rest + piece).split(b"\n")
            yield from lines


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_blocks_however_they_are_cut(size: int) -> None:
    """The last one, which did not end, is not told."""
    text = b'retry: 2000\n\nid: 1\nevent: event.created\ndata: {"a": ": 1"}\n\nid: 4\n: all told\n\nid: 5\ndata: {"b"'
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    told = list(read_blocks(Answer(pieces)))  # type: ignore[arg-type]
    assert told == [Block(None, None, None), Block("1", '{"a": ": 1"}', None), Block("4", None, "all told")]
