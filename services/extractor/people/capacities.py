"""Who leads a state and for a while a club of states too: "the president of the European Union, Denmark's Prime Minister X,",
"X, as chairman of ASEAN,". They speak for their state, and the office in the club is nobody else's.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from services.extractor.people.chunk import Chunk
from services.extractor.people.tape import Tape

CLUB = "head_of_organisation"  # the office of who leads what is no state
CHAIRING = {"president", "presidency", "chairman", "chair", "chairperson", "chairwoman"}  # what a state may be for a while
GOING_ON = {
    "over",
    "during",
    "for",
    "after",
    "before",
    "following",
    "regarding",
    "amid",
    "with",
    "yesterday",
    "today",
    "this",
    "last",
}
AS = ("as", "in his capacity as", "in her capacity as", "in his role as", "in her role as")


def join_capacities(chunks: list[Chunk], tape: Tape, ends: Callable[[Chunk], bool]) -> list[Chunk]:
    """The chunks, such offices taken in by the names beside them. `ends`: whether an apposition may end behind a chunk."""
    out, people = chunks[:1], {c.start for c in chunks if c.kind in ("name", "role", "counterpart")}
    for one, other in pairwise(chunks):
        last = out[-1]
        led = last is one and one.kind == "role" and other.end not in people and _is_bearer(one, other, tape)
        if led and (ends(other) or tape.words[other.end].folded in GOING_ON):
            other.start = one.start
            out[-1] = other
        elif last.kind == "name" and _is_capacity(last, other, tape) and ends(other):
            last.end = other.end
        else:
            out.append(other)
    return out


def _is_bearer(role: Chunk, name: Chunk, tape: Tape) -> bool:
    """Whether the name behind an office in a club, a comma and a title of its own is who holds that office."""
    apposed = name.kind == "name" and role.end - 1 <= name.start <= role.end and tape.gap(role.end).strip() == ","
    listed = name.end < len(tape.words) and tape.words[name.end].folded in ("and", "to")
    return apposed and name.has_own_title and not listed and _chairs_club(role, tape)


def _is_capacity(name: Chunk, role: Chunk, tape: Tape) -> bool:
    between = " ".join(w.folded for w in tape.words[name.end : role.start])
    return role.kind == "role" and between in AS and _chairs_club(role, tape)


def _chairs_club(role: Chunk, tape: Tape) -> bool:
    """Whether a role is one at the head of a club of states that its members hold in turn."""
    words = {w.folded for t in role.titles for w in tape.words[t.start : t.end]}
    territories = tape.gazetteer.territories
    return bool(words & CHAIRING and role.codes) and all(territories[code].executive == CLUB for code in role.codes)
