"""Titles that several names share: "the foreign ministers of A and B, X and Y", "Presidents X and Y"."""

from __future__ import annotations

from services.extractor.people.chunk import Chunk
from services.extractor.people.tape import Tape


def share_titles(chunks: list[Chunk], tape: Tape) -> None:
    """ "The foreign ministers of A and B, X and Y", "Presidents X and Y", "X and Y, the presidents of A and B": each has the
    title, and the states in their order."""
    for n, chunk in enumerate(chunks):
        if chunk.kind != "name" or not chunk.titles or not tape.words[chunk.titles[-1].end - 1].folded.endswith("s"):
            continue
        step = -1 if chunk.end > chunk.name_end else 1
        listed = [chunk]
        while 0 <= n + step * len(listed) < len(chunks):
            other = chunks[n + step * len(listed)]
            first, second = sorted((listed[-1], other), key=lambda c: c.start)
            if other.kind != "name" or other.titles or not _listed(first, second, tape):
                break
            listed.append(other)
        listed.sort(key=lambda c: c.start)
        told = [[code] for code in chunk.codes] if len(chunk.codes) == len(listed) > 1 else [c.codes for c in listed]
        for other, codes in zip(listed, told, strict=True):
            other.titles, other.codes = chunk.titles, codes


def _listed(one: Chunk, other: Chunk, tape: Tape) -> bool:
    """Whether two chunks are neighbours in a list."""
    between = [w.folded for w in tape.words[one.end : other.start]]
    gaps = "".join(tape.gap(k) for k in range(one.end, other.start + 1))
    return between in ([], ["and"]) and "\n" not in gaps and gaps.strip() in ("", ",") and (bool(between) or "," in gaps)
