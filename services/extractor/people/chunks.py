"""Cuts the text into the pieces that name somebody: names, roles ("the Turkish foreign minister"), states.

Reads the text and the gazetteer's matches in it; returns chunks in text order, each with what its own words tell. Which person a
chunk stands for is decided in `linking.py`.
"""

from __future__ import annotations

from services.extractor.people.chunk import Chunk
from services.extractor.people.joining import Joiner
from services.extractor.people.roles import REGIONS, RoleReader
from services.extractor.people.tape import NOT_NAMES, Tape
from services.extractor.rules.entries import Match
from services.extractor.rules.phrases import COMMON
from services.extractor.rules.word_lists import load_words
from services.extractor.rules.words import phrase

SITES = {"camp", "fort", "hotel", "lake", "mount", "port", "saint", "san", "santa"}  # "Camp David" is nobody
YOUNGER = {"jr", "sr", "jnr", "snr"}
OF_MONTHS = {"in", "of", "on", "since", "until", "till", "early", "mid", "late", "last", "this", "next", "every", "between"}
DEEDS = {"said", "told", "spoke", "had", "has", "was", "called", "rang", "took", "made", "also", "and", "held", "gave", "then"}
IN_PLACES = {"a", "at", "for", "from", "in", "of", "on", "the"}  # what stands before a place rather than somebody
CLITICS = {"s", "d", "ll", "ve", "re", "m", "em"}
THINGS = load_words("people.yml")["things"]
COUNTERPARTS = {
    tuple(words.split())
    for words in (
        "counterpart", "counterparts", "counter part", "homologue", "homologues", "homolog", "opposite number", "opposite numbers",
        "colleague", "colleagues", "peer", "peers",
    )
}  # fmt: skip


class Chunker:
    """Finds the chunks of one tape."""

    def __init__(self, tape: Tape) -> None:
        self.tape, self.words, self.at, self.people = tape, tape.words, tape.at, tape.people
        self.roles = RoleReader(tape)
        self.openings = {words[0] for words in (*COUNTERPARTS, *tape.tails)}
        named = (m for m in self.at.values() if m.end - m.start > 1 and m.of("person"))
        self.surnames = COMMON & {self.words[m.end - 1].folded for m in named}  # words of English that end a full name of the text
        self.openings |= self.surnames

    def find(self) -> list[Chunk]:
        """All chunks in text order, names with the roles beside them taken in."""
        chunks: list[Chunk] = []
        i = 0
        while i < len(self.words):
            chunk = self._chunk_at(i) if self._may_open(i) else None
            if chunk:
                chunks.append(chunk)
                i = max(chunk.end, i + 1)
            else:
                i += 1
        for chunk in chunks:
            self._take_in_younger(chunk)
        return Joiner(self.tape, self.roles).join(chunks)

    def _take_in_younger(self, chunk: Chunk) -> None:
        """ "Teodoro Locsin, Jr.": the younger of a name belongs to it."""
        k = chunk.end
        if (
            chunk.kind == "name"
            and k < len(self.words)
            and self.words[k].folded in YOUNGER
            and self.tape.gap(k).strip() in ("", ",")
        ):
            chunk.end = k + 1

    def _may_open(self, i: int) -> bool:
        """Whether a chunk may begin with word `i`: most words need not be looked at any further."""
        return i in self.at or i in self.people or i in self.tape.runs or self.words[i].folded in self.openings

    def _chunk_at(self, i: int) -> Chunk | None:
        match = self.at.get(i)
        if self._is_counterpart(i):
            return self.roles.read(i, i + (2 if self.words[i].folded == "opposite" else 1), None)
        longer = self.people.get(i)
        if match and (end := self._behind_owner(i, match)):
            return Chunk("name", i, end, None, i, end)
        if match is None and self._is_common_surname(i):
            return Chunk("name", i, i + 1, None, i, i + 1)
        if match and longer and longer > match.end and not match.of("person", "title", "state", "capital", "demonym"):
            end = self._unknown_name(i)
            if end:
                return Chunk("name", i, end, None, i, end)
        if match and (end := self._of_another(i, match)):
            return Chunk("name", i, end, None, i, end)
        if (end := self._spelt_otherwise(i, match)) is not None:
            return Chunk("name", i, end, None, i, end)
        if match and self._names_a_thing(match):
            return None
        if match and match.of("person", "surname") and not self._is_title_only(match) and not self._is_place_only(match):
            return Chunk("name", i, match.end, match, i, match.end, marked=self.people.get(i) == match.end)
        if match and match.of("title"):
            return self.roles.read(i, match.end, match)
        unknown = self._unknown_name(i)
        if unknown:
            return Chunk("name", i, unknown, None, i, unknown)
        if match:
            return self._place(match)
        return None

    def _spelt_otherwise(self, i: int, match: Match | None) -> int | None:
        """The end of a run that spells the full name of somebody in the tables in a way of its own."""
        end = max(self.tape.runs.get(i, 0), self.people.get(i, 0))
        if not end or (match and (match.of("person", "title") or match.end >= end)):
            return None
        known = self.tape.gazetteer.sounding_like(tuple(w.folded for w in self.words[i:end]))
        return end if known or self._is_namesake(i, end) else None

    def _is_namesake(self, i: int, end: int) -> bool:
        """ "Leah Rabin", where the tables know a Rabin of another name: somebody else of the family."""
        last = self.at.get(end - 1)
        if (
            end - i != 2
            or i in self.at
            or i == 0
            or self.tape.gap(i).strip()
            or "\n" in self.tape.gap(i)
            or last is None
            or last.end != end
            or not last.of("surname")
        ):
            return False
        names = {name for e in last.of("surname") if e.person for name in phrase(e.person)}
        return self.words[i].written[0].isupper() and self.words[i].folded not in names | NOT_NAMES | SITES

    def _of_another(self, i: int, match: Match) -> int | None:
        """The end of "Novak Djokovic", where the tables know a Novak by his surname alone: a run of two, the second unknown."""
        end = match.end + 1
        alone = match.of("surname") and not match.of("person", "title", "state", "capital", "demonym")
        if not alone or self.tape.runs.get(i) != end or end - i != 2 or i in self.people or match.end in self.at:
            return None
        placed = i > 0 and self.words[i - 1].folded in IN_PLACES  # "in Hong Kong", "the West Bank"
        return end if self.tape.gap(match.end) == " " and not placed else None

    def _behind_owner(self, i: int, match: Match) -> int | None:
        """The end of "Rosa María Quispe" in "Peru's Rosa María Quispe", of whom the tables know a namesake's surname."""
        end = self.tape.runs.get(i, i)
        owner = self.tape.ends.get(i - 1) if i and self.words[i - 1].folded == "s" else None
        known = any(m.of("person", "surname") for k in range(match.end, end) if (m := self.at.get(k)))
        told = owner is not None and owner.of("state") and not match.of("person", "title", "state", "capital", "demonym")
        return end if end > match.end and told and not known else None

    def _is_title_only(self, match: Match) -> bool:
        """ "Sheikh", "King", "Pope" are surnames too, "Muscat" and "Jordan" places; with a name or "of Oman" behind, or an article
        or "Oman's" before, they are titles, and places unless the article tells the full name."""
        if match.end - match.start > 1 or match.of("person") or not match.of("title"):
            return False
        if self.tape.name_end(match.end) or self._is_of_state(match.end):
            return True
        before = self.words[match.start - 1].folded if match.start else ""
        owner = self.tape.ends.get(match.start - 1) if before == "s" else None
        return before in ("the", "a", "his", "her", "their") or (owner is not None and bool(owner.of("state")))

    def _is_of_state(self, k: int) -> bool:
        """Whether word `k` begins "of Oman"."""
        state = self.at.get(k + 1)
        return state is not None and bool(state.of("state")) and self.words[k].folded == "of" and self.tape.close(k)

    def _is_common_surname(self, i: int) -> bool:
        """ "May" where the text tells of Theresa May, and no month: a capital within a sentence, or a past behind it."""
        word = self.words[i]
        if word.folded not in self.surnames or not word.written.istitle() or i == 0:
            return False
        before, behind = self.words[i - 1], self.words[i + 1 : i + 2]
        if before.folded in OF_MONTHS or before.written[-1].isdigit() or any(w.written[0].isdigit() for w in behind):
            return False
        within = self.tape.close(i, comma=True) and before.written[-1] not in '"”'
        return within or any(w.folded in DEEDS or w.folded.endswith("ed") for w in behind)

    def _names_a_thing(self, match: Match) -> bool:
        """ "Hong Kong", "Washington Post", "Carter Center": a surname that begins the name of a thing."""
        k = match.end
        if k < len(self.words) and self.tape.gap(k) in ("'", "’") and self.words[k].folded not in CLITICS:
            return True  # "Modi'in"
        alone = match.end - match.start == 1 and k < len(self.words) and self.words[k].written[0].isupper()
        return alone and self.words[k].folded in THINGS and self.tape.close(k)

    def _is_place_only(self, match: Match) -> bool:
        if not match.of("state", "capital", "demonym") or match.of("person"):
            return False
        names = {e.person for e in match.of("surname")}
        return not any(names & {e.person for e in m.of("person")} for m in self.at.values())

    def _is_counterpart(self, i: int) -> bool:
        one, two = (self.words[i].folded,), tuple(w.folded for w in self.words[i : i + 2])
        return one in COUNTERPARTS or two in COUNTERPARTS

    def _place(self, match: Match) -> Chunk | None:
        if tuple(w.folded for w in self.words[max(0, match.start - 1) : match.end]) in REGIONS:
            return None  # "Latin America"
        states = match.of("state")
        kind = "state" if states else "demonym" if match.of("demonym") else "place"
        codes = list(dict.fromkeys(e.code for e in (states or match.entries) if e.code))
        if kind == "demonym" and len(codes) > 1:
            codes = [self.tape.meant(codes)]
        return Chunk(kind, match.start, match.end, match, codes=codes) if codes else None

    def _told_before(self, i: int) -> int | None:
        """The end of a surname alone ("Osei-Mensah") whose full name stands somewhere in the text."""
        for end in range(min(i + 2, len(self.words)), i, -1):
            words = self.words[i:end]
            if tuple(w.folded for w in words) in self.tape.tails and all(w.written[0].isupper() for w in words):
                return None if any(k in self.at for k in range(i, end)) else end
        return None

    def _unknown_name(self, i: int) -> int | None:
        """The end of a name that no table knows: one that the model found, if it is written like a name."""
        end = self.people.get(i) or self._told_before(i)
        if end is not None and any(k in self.at and self.at[k].of("person") for k in range(i, end)):
            return None
        if end is None or any(self.words[k].folded in NOT_NAMES for k in range(i, end)):
            return None
        inner = [m for k in range(i, end) if (m := self.at.get(k)) and m.of("state", "capital", "seat", "demonym")]
        return None if inner or not self.words[i].written[0].isupper() else end
