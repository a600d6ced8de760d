"""Lists that go on state by state: "the presidents of Rwanda, Paul Kagame, and Uganda, Yoweri Museveni", "his counterparts from …".

The office in the plural stands once; each state behind it has the name of its holder between commas. Takes the chunks of a text
and returns them with the further names holding that office of their states.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from services.extractor.people.chunk import Chunk
from services.extractor.people.tape import Tape

JOINTS = {"and", "of", "from", "the", "by", "with", "also", "as", "well"}
FAR = 5  # words between a name and the next state


@dataclass(frozen=True)
class StateLists:
    """Reads the lists of one tape. `may_be`: whether a name can be the holder of a role; `closes`: whether an apposition may end
    before a word."""

    tape: Tape
    may_be: Callable[[Chunk, Chunk], bool]
    closes: Callable[[int], bool]

    def join(self, chunks: list[Chunk]) -> list[Chunk]:
        """The chunks, the states of such lists taken in by the names behind them."""
        out: list[Chunk] = []
        opening: Chunk | None = None
        taken = -1
        for n, chunk in enumerate(chunks):
            if chunk.start < taken:
                continue
            following = chunks[n + 1] if n + 1 < len(chunks) else None
            named = self._named(opening, out[-1], chunk, following) if opening and out else None
            if named:
                out.append(named)
                taken = named.end
                continue
            opening = chunk if self._opens(chunk) else None
            out.append(chunk)
        return out

    def _opens(self, chunk: Chunk) -> bool:
        """Whether a name has an office or "counterparts" in the plural and one state in front."""
        before = [w.folded for w in self.tape.words[chunk.start : chunk.name_start]] if chunk.kind == "name" else []
        offices = {self.tape.words[t.end - 1].folded for t in chunk.titles} | {w for w in before if chunk.counterpart}
        return bool(chunk.codes) and any(w in before and w.endswith("s") for w in offices)

    def _named(self, opening: Chunk, last: Chunk, state: Chunk, name: Chunk | None) -> Chunk | None:
        """The name behind a further state of the list, with the state and the office that opened it."""
        between = [w.folded for w in self.tape.words[last.end : state.start]]
        if state.kind not in ("state", "place") or len(between) > FAR or not set(between) <= JOINTS:
            return None
        if "," not in self.tape.gap(last.end) and "and" not in between:
            return None
        end = self.tape.runs.get(state.end)
        if name is None or name.kind != "name" or name.start != state.end:
            name = Chunk("name", state.end, end, None, state.end, end) if end else None
        if name is None or name.titles or self.tape.gap(state.end).strip() != "," or not self.closes(name.end):
            return None
        office = Chunk("role", opening.start, opening.name_start, titles=opening.titles, codes=state.codes)
        if not self.may_be(office, name):
            return None
        return Chunk(
            "name", state.start, name.end, name.match, name.name_start, name.name_end, opening.titles, state.codes,
            opening.determiner, counterpart=opening.counterpart,
        )  # fmt: skip
