"""A batch: NDJSON in, NDJSON out, in memory that does not grow with its length.

Answers are written to a spool (in memory, past a megabyte on disk) and sent when the last line is read. Sending them while
reading would block for ever with the many clients that read nothing before they have sent everything.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Any, NamedTuple

from services.upload.backlog import Backlog, full
from services.upload.bodies import NDJSON, Fields, check_fields, load_json
from services.upload.store import store_articles
from shared.errors import Problem, problem_type

CHUNK = 200
SPOOL_BYTES = 1024 * 1024
PIECE_BYTES = 65536


class Line(NamedTuple):
    """One line of the batch: its number from 1, and its article's fields or what is wrong with it."""

    number: int
    fields: Fields | None
    problem: Problem | None


def store_batch(stream: IO[bytes], max_line_bytes: int, backlog: Backlog) -> IO[bytes]:
    """Stores every good line of `stream` while the backlog has room; returns a file, at its start, with an answer per line."""
    spool = SpooledTemporaryFile(max_size=SPOOL_BYTES)  # noqa: SIM115  # closed by whoever sends it
    chunk: list[Line] = []
    for line in parse_lines(stream, max_line_bytes):
        chunk.append(line)
        if len(chunk) == CHUNK:
            _answer_chunk(spool, chunk, backlog)
            chunk = []
    _answer_chunk(spool, chunk, backlog)
    spool.seek(0)
    return spool


def parse_lines(stream: IO[bytes], max_line_bytes: int) -> Iterator[Line]:
    """Yields each line of `stream` checked; blank lines at the end of a batch are no articles and get no answer."""
    for number, body in enumerate(read_lines(stream, max_line_bytes), start=1):
        if body is None:
            yield Line(number, None, Problem(413, f"The line is over {max_line_bytes} bytes."))
        elif body.strip():
            try:
                yield Line(number, {**check_fields(load_json(body)), "media_type": NDJSON}, None)
            except Problem as problem:
                yield Line(number, None, problem)


class Pieces(io.RawIOBase):
    """Reads a request's body piece by piece; its own `readline` may take it byte by byte, which costs more than all the rest."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def read_lines(stream: IO[bytes], max_line_bytes: int) -> Iterator[bytes | None]:
    """Yields the lines of `stream`, None for one that is too long; never holds more than one line and a piece of the next."""
    stream = io.BufferedReader(Pieces(stream), PIECE_BYTES)
    while line := stream.readline(max_line_bytes + 1):
        if len(line) <= max_line_bytes or line.endswith(b"\n"):
            yield line
            continue
        while (rest := stream.readline(65536)) and not rest.endswith(b"\n"):
            pass
        yield None


def drain(stream: IO[bytes]) -> None:
    """Reads `stream` to its end and keeps nothing."""
    while stream.read(65536):
        pass


def _answer_chunk(spool: IO[bytes], chunk: list[Line], backlog: Backlog) -> None:
    if backlog.is_full():
        chunk = [line._replace(fields=None, problem=line.problem or full()) for line in chunk]
    entries = store_articles([line.fields for line in chunk if line.fields])
    backlog.add(sum(entry.created for entry in entries))
    stored = iter(entries)
    for line in chunk:
        answer: dict[str, Any] = {"line": line.number}
        if line.problem:
            faults = [fault._asdict() for fault in line.problem.errors]
            detail = line.problem.detail or problem_type(line.problem.status).detail
            answer |= {"status": line.problem.status, "errors": faults or [{"pointer": "", "detail": detail}]}
        else:
            entry = next(stored)
            answer |= {"status": 202 if entry.created else 200, "id": entry.id}
        spool.write(json.dumps(answer).encode() + b"\n")
