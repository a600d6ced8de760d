"""Puts names together with the roles beside them: "Foreign Minister X", "X, the Turkish president,", "X of Spain", "Turkey's X"."""

from __future__ import annotations

from services.extractor.people.chunk import Chunk
from services.extractor.people.roles import RoleReader
from services.extractor.people.tape import Tape
from services.extractor.rules.entries import Match

BEHIND = ("and", "who", "to", "on", "in", "at", "about", "by")  # words that may follow an apposition without a comma


class Joiner:
    """Joins the chunks of one tape."""

    def __init__(self, tape: Tape, roles: RoleReader) -> None:
        self.tape, self.roles = tape, roles
        self.words = tape.words

    def join(self, chunks: list[Chunk]) -> list[Chunk]:
        """The chunks in text order, names with the roles beside them taken in."""
        joined: list[Chunk] = []
        for chunk in chunks:
            if chunk.kind == "role" and not chunk.elect and chunk.offices <= {"honorific"} and not self.tape.name_end(chunk.end):
                continue
            joined.append(chunk)
        joined = self._names_after_roles(self._names_after_roles(joined))
        joined = self._roles_after_names(joined)
        joined = [self._with_state(c) for c in joined]
        names = [c for c in joined if c.kind in ("name", "role", "counterpart")]
        taken = {k for c in names for k in range(c.start, c.end)}
        return [c for c in joined if c in names or c.start not in taken]

    def _names_after_roles(self, chunks: list[Chunk]) -> list[Chunk]:
        out: list[Chunk] = []
        skip_until = -1
        for n, chunk in enumerate(chunks):
            if chunk.start < skip_until:
                continue
            if chunk.kind in ("role", "counterpart"):
                following = chunks[n + 1] if n + 1 < len(chunks) else None
                if (
                    following
                    and following.kind == "name"
                    and following.start == chunk.end
                    and self.tape.close(chunk.end, comma=True)
                ):
                    comma = "," in self.tape.gap(chunk.end)
                    if not comma or self._may_be(chunk, following):
                        out.append(self._merged(chunk, following.name_start, following.name_end, following.match))
                        skip_until = following.end
                        continue
                end = self.tape.name_end(chunk.end) if chunk.kind == "role" else None
                if end and not self.tape.ends_sentence(chunk.end):
                    out.append(self._merged(chunk, chunk.end, end, self.tape.at.get(chunk.end)))
                    skip_until = end
                    continue
            out.append(chunk)
        return out

    def _merged(self, role: Chunk, start: int, end: int, match: Match | None) -> Chunk:
        if match and not (match.of("person", "surname") and match.end == end):
            match = None
        return Chunk(
            "name",
            min(role.start, start),
            max(role.end, end),
            match,
            start,
            end,
            role.titles,
            role.codes,
            role.determiner,
            role.former,
            role.elect,
            role.owner,
            role.top,
        )

    def _may_be(self, role: Chunk, name: Chunk) -> bool:
        """Whether a name behind "the Turkish president," can be that president."""
        if name.match is None or not role.codes:
            return True
        people = [self.tape.gazetteer.people[e.person] for e in name.match.of("person", "surname") if e.person]
        offices = role.offices - {"official", "honorific", "unofficial"} if "leader" not in role.offices else set()
        return any(t.code in role.codes and (not offices or t.office in offices) for p in people for t in p.tenures)

    def _roles_after_names(self, chunks: list[Chunk]) -> list[Chunk]:
        """ "Erdogan, the Turkish president," and "Erdogan (Turkey)"."""
        out: list[Chunk] = []
        for chunk in chunks:
            last = out[-1] if out else None
            gap = self.tape.gap(chunk.start)
            if (
                last
                and last.kind == "name"
                and last.end == chunk.start
                and chunk.kind == "role"
                and gap.strip() in (",", "(", ", ")
            ):
                if (
                    not chunk.offices <= {"honorific"}
                    and not self._may_be(chunk, last)
                    and chunk.determiner is None
                    and self._closes(chunk.end)
                ):
                    last.end = chunk.end  # "Erdoğan, chairman of the Organization of Turkic States," stays Turkey's
                    continue
                if (
                    not chunk.offices <= {"honorific"}
                    and self._may_be(chunk, last)
                    and self._closes(chunk.end)
                    and not (last.titles and not chunk.codes)
                ):
                    last.titles = last.titles + chunk.titles
                    last.codes = last.codes or chunk.codes
                    last.former |= chunk.former and not last.titles
                    last.elect |= chunk.elect
                    last.end = chunk.end
                    continue
            out.append(chunk)
        return out

    def _closes(self, k: int) -> bool:
        """Whether an apposition may end before word `k`: a comma, point or bracket follows, or "and"/"who"/"to"."""
        if k >= len(self.words):
            return True
        gap = self.tape.gap(k).strip()
        return gap[:1] in (",", ".", ";", ")", "—", "–", "-", ":") or (gap == "" and self.words[k].folded in BEHIND)

    def _with_state(self, chunk: Chunk) -> Chunk:
        """ "Mariano Rajoy of Spain", "Turkey's Abdullah Gul", "the Ukrainian Volodymyr Zelensky"."""
        if chunk.kind != "name" or chunk.codes:
            return chunk
        k = chunk.end
        if k + 1 < len(self.words) and self.words[k].folded in ("of", "from") and self.tape.close(k) and self.tape.close(k + 1):
            k += 2 if self.words[k + 1].folded == "the" else 1
            match = self.tape.at.get(k)
            behind = self.tape.at.get(match.end) if match else None
            if match and match.of("state") and not (behind and behind.of("title") and self.tape.close(match.end)):
                self.roles.add_codes(chunk, match)
                chunk.end = match.end
                return chunk
        k = chunk.start
        if k > 0 and self.tape.close(k):
            owner = self.tape.ends.get(k - 1) if self.words[k - 1].folded == "s" else self.tape.ends.get(k)
            if owner and owner.of("state", "demonym") and not owner.of("title"):
                self.roles.add_codes(chunk, owner)
                chunk.start = owner.start
        return chunk
