"""Marks spans in a text: which characters of an article back which field. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

Data = dict[str, Any]


class Span(NamedTuple):
    """Characters `start` to `end` (exclusive) that tell `field`."""

    start: int
    end: int
    field: str


class Piece(NamedTuple):
    """A run of text with the fields it tells, in order; none for plain text."""

    text: str
    fields: tuple[str, ...]


def find_spans(call: Data) -> list[Span]:
    """Returns what the offsets of a call, as `extract` prints it, point at."""
    initiators = call.get("initiator")
    callers = set(initiators if isinstance(initiators, list) else [initiators]) - {None}
    spans = [Span(call["evidence_start"], call["evidence_end"], "evidence")] if call.get("evidence_start") is not None else []
    for person in call["participants"]:
        field = "initiator" if callers & {person["name"], person["country"]} else "participant"
        spans += _span(person, field)
    spans += _span({"start": call.get("date_text_start"), "end": call.get("date_text_end")}, "date")
    for topic in call["topics"]:
        spans += _span(topic, "topic")
    for outcome in call["outcomes"]:
        spans += _span(outcome, "outcome")
    return spans


def _span(told: Data, field: str) -> list[Span]:
    start, end = told.get("start"), told.get("end")
    return [Span(start, end, field)] if start is not None and end is not None and end > start else []


def mark_text(text: str, spans: Iterable[Span]) -> Iterator[Piece]:
    """Yields the whole text in pieces, cut where a span begins or ends; spans may overlap, and none reaches beyond the text."""

    def inside(place: int) -> int:
        return min(max(0, place), len(text))

    kept = [Span(inside(s.start), inside(s.end), s.field) for s in spans]
    cuts = sorted({0, len(text), *(s.start for s in kept), *(s.end for s in kept)})
    for start, end in pairwise(cuts):
        covering = [s.field for s in kept if s.start <= start and end <= s.end]
        yield Piece(text[start:end], tuple(dict.fromkeys(covering)))


def split_paragraphs(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Returns the pieces by line of the text, empty lines left out; a piece over several lines is in each."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *others = piece.text.split("\n")
        lines[-1].append(Piece(first, piece.fields))
        lines += [[Piece(part, piece.fields)] for part in others]
    return [line for line in lines if any(piece.text.strip() for piece in line)]
