"""The state told beside a bare name: "Mariano Rajoy of Spain", "Turkey's Abdullah Gul", "Erdogan (Turkey)"."""

from __future__ import annotations

from services.extractor.people.chunk import Chunk
from services.extractor.people.roles import RoleReader
from services.extractor.people.tape import Tape
from services.extractor.rules.entries import Match


def with_state(chunk: Chunk, tape: Tape, roles: RoleReader) -> Chunk:
    """ "Mariano Rajoy of Spain", "Turkey's Abdullah Gul", "the Ukrainian Volodymyr Zelensky"."""
    if chunk.kind != "name" or chunk.codes:
        return chunk
    k = chunk.end
    if k + 1 < len(tape.words) and tape.words[k].folded in ("of", "from") and tape.close(k) and tape.close(k + 1):
        k += 2 if tape.words[k + 1].folded == "the" else 1
        match = tape.at.get(k)
        behind = tape.at.get(match.end) if match else None
        if match and match.of("state") and not (behind and behind.of("title") and tape.close(match.end)):
            roles.add_codes(chunk, match)
            chunk.end = match.end
            return chunk
    if match := _state_in_brackets(tape, k):
        roles.add_codes(chunk, match)
        chunk.end = match.end
        return chunk
    k = chunk.start
    if k > 0 and tape.close(k):
        owner = tape.ends.get(k - 1) if tape.words[k - 1].folded == "s" else tape.ends.get(k)
        if owner and owner.of("state", "demonym") and not owner.of("title"):
            roles.add_codes(chunk, owner)
            chunk.start = owner.start
    return chunk


def _state_in_brackets(tape: Tape, k: int) -> Match | None:
    match = tape.at.get(k)
    if match is None or not match.of("state") or tape.gap(k).strip() != "(":
        return None
    return match if match.end >= len(tape.words) or tape.gap(match.end).strip().startswith(")") else None
