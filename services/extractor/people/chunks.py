"""Cuts the text into the pieces that name somebody: names, roles ("the Turkish foreign minister"), states.

Reads the text and the gazetteer's matches in it; returns chunks in text order, each with what its own words tell. Which person a
chunk stands for is decided in `linking.py`.
"""

from __future__ import annotations

from services.extractor.people.chunk import Chunk
from services.extractor.people.joining import Joiner
from services.extractor.people.roles import RoleReader
from services.extractor.people.tape import NOT_NAMES, Tape
from services.extractor.rules.entries import Match

COUNTERPARTS = {
    tuple(words.split())
    for words in (
        "counterpart", "counterparts", "counter part", "homologue", "homologues", "homolog", "opposite number", "opposite numbers",
        "colleague", "colleagues",
    )
}  # fmt: skip


class Chunker:
    """Finds the chunks of one tape."""

    def __init__(self, tape: Tape) -> None:
        self.tape, self.words, self.at, self.people = tape, tape.words, tape.at, tape.people
        self.roles = RoleReader(tape)

    def find(self) -> list[Chunk]:
        """All chunks in text order, names with the roles beside them taken in."""
        chunks: list[Chunk] = []
        i = 0
        while i < len(self.words):
            chunk = self._chunk_at(i)
            if chunk:
                chunks.append(chunk)
                i = max(chunk.end, i + 1)
            else:
                i += 1
        return Joiner(self.tape, self.roles).join(chunks)

    def _chunk_at(self, i: int) -> Chunk | None:
        match = self.at.get(i)
        if self._is_counterpart(i):
            return self.roles.read(i, i + (2 if self.words[i].folded == "opposite" else 1), None)
        longer = self.people.get(i)
        if match and longer and longer > match.end and not match.of("person", "title", "state", "capital", "demonym"):
            end = self._unknown_name(i)
            if end:
                return Chunk("name", i, end, None, i, end)
        if match and match.of("person", "surname") and not self._is_title_only(match) and not self._is_place_only(match):
            return Chunk("name", i, match.end, match, i, match.end)
        if match and match.of("title"):
            return self.roles.read(i, match.end, match)
        unknown = self._unknown_name(i)
        if unknown:
            return Chunk("name", i, unknown, None, i, unknown)
        if match:
            return self._place(match)
        return None

    def _is_title_only(self, match: Match) -> bool:
        """ "Sheikh", "King", "Pope" are surnames too, "Muscat" and "Jordan" places; with a name behind or an article
        before they are titles, and places unless the article tells the full name."""
        if match.end - match.start > 1 or match.of("person"):
            return False
        if match.of("title"):
            return bool(self.tape.name_end(match.end)) or (
                match.start > 0 and self.words[match.start - 1].folded in ("the", "a", "his", "her", "their")
            )
        return False

    def _is_place_only(self, match: Match) -> bool:
        if not match.of("state", "capital", "demonym") or match.of("person"):
            return False
        names = {e.person for e in match.of("surname")}
        return not any(names & {e.person for e in m.of("person")} for m in self.at.values())

    def _is_counterpart(self, i: int) -> bool:
        one, two = (self.words[i].folded,), tuple(w.folded for w in self.words[i : i + 2])
        return one in COUNTERPARTS or two in COUNTERPARTS

    def _place(self, match: Match) -> Chunk | None:
        states = match.of("state")
        kind = "state" if states else "demonym" if match.of("demonym") else "place"
        codes = list(dict.fromkeys(e.code for e in (states or match.entries) if e.code))
        return Chunk(kind, match.start, match.end, match, codes=codes) if codes else None

    def _unknown_name(self, i: int) -> int | None:
        """The end of a name that no table knows: one that the model found, if it is written like a name."""
        end = self.people.get(i)
        if end is not None and any(k in self.at and self.at[k].of("person") for k in range(i, end)):
            return None
        if end is None or any(self.words[k].folded in NOT_NAMES for k in range(i, end)):
            return None
        inner = [m for k in range(i, end) if (m := self.at.get(k)) and m.of("state", "capital", "seat", "demonym")]
        return None if inner or not self.words[i].written[0].isupper() else end
