"""Puts names together with the roles beside them: "Foreign Minister X", "X, the Turkish president,", "X of Spain", "Turkey's X"."""

from __future__ import annotations

from itertools import pairwise

from services.extractor.people.capacities import join_capacities
from services.extractor.people.chunk import Chunk
from services.extractor.people.own_states import with_state
from services.extractor.people.roles import RoleReader
from services.extractor.people.shared_titles import share_titles
from services.extractor.people.state_lists import StateLists
from services.extractor.people.styles import STYLES
from services.extractor.people.tape import Tape
from services.extractor.rules.entries import Match

RANKS = ("general", "admiral", "marshal", "colonel", "captain", "commander", "prince", "princess")
CLOSING = (",", ".", ";", ")", "—", "–", "-", ":")
COMPLEMENTS = ("for", "of", "to", "at", "in", "on")
VAGUE_OFFICES = {"official", "honorific", "unofficial"}  # which say little of what the tables call an office
COURTESIES = ("mr", "mrs", "ms", "miss")
AIDES = {"unofficial", "aide"}
OF = {"for", "of", "to"}
LOOSE_OFFICES = {"leader", "envoy", "diplomat", "deputy_head_of_organisation"}  # which the tables may tell in another way
BEFORE = {  # what people are before the tables know them
    "ambassador", "deputy_head_of_government", "official", "diplomat", "finance_minister", "trade_minister", "interior_minister",
    "energy_minister", "military_chief", "intelligence_chief", "security_adviser", "parliament_speaker", "defence_minister",
}  # fmt: skip
OPENING = {"to", "for", "with", "like", "unlike", "beside", "besides"}
REACH = 10  # words of such a complement
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
            if chunk.kind == "role" and not chunk.elect and chunk.offices <= {"honorific"} and not self._is_rank(chunk):
                continue
            joined.append(chunk)
        for role, other in pairwise(joined):
            first = other.titles[0].start if other.kind == "role" else other.name_start
            if role.kind == "role" and other.kind in ("name", "role") and other.start < role.end <= first:
                other.start = role.end  # "the Emir of Qatar Sheikh Tamim": the state is the emir's
        joined = self._names_after_roles(self._names_after_roles(_without_parts(joined)))
        joined = self._roles_after_names(joined)
        joined = join_capacities(joined, self.tape, self._ends)
        share_titles(joined, self.tape)
        joined = StateLists(self.tape, self._may_be, self._closes).join(joined)
        return _without_parts([with_state(c, self.tape, self.roles) for c in joined])

    def _is_rank(self, role: Chunk) -> bool:
        """Whether a mere honorific has a name behind it, or stands for somebody by itself ("the general", "His Majesty")."""
        word = self.words[role.end - 1].folded
        return (
            word in STYLES
            or bool(self.tape.name_end(role.end))
            or (role.determiner == "the" and word in RANKS and role.end - role.start == 2)
        )

    def _names_after_roles(self, chunks: list[Chunk]) -> list[Chunk]:
        out: list[Chunk] = []
        skip_until = -1
        for n, chunk in enumerate(chunks):
            if chunk.start < skip_until:
                continue
            if chunk.kind in ("role", "counterpart"):
                following, apart = chunks[n + 1] if n + 1 < len(chunks) else None, False
                if (
                    following
                    and following.kind == "name"
                    and following.start == chunk.end
                    and self.tape.close(chunk.end, comma=True)
                ):
                    comma = "," in self.tape.gap(chunk.end)
                    apart = comma and (self._is_another(chunk, following) or self._is_aides(chunks[n - 1 : n], chunk, following))
                    apart |= self._has_courtesy(following) and not self._may_be(chunk, following)
                    if apart and len(chunk.titles) > 1 and chunk.end == following.name_start:  # the role has taken the "Mr"
                        chunk.titles, chunk.end = chunk.titles[:-1], chunk.end - 1
                        following.start = chunk.end
                    if not apart and (not comma or self._may_be(chunk, following) or self._may_have_been(chunk, following)):
                        out.append(self._merged(chunk, following.name_start, following.name_end, following.match))
                        skip_until = following.end
                        continue
                end = self.tape.name_end(chunk.end) if chunk.kind == "role" and not apart else None
                if end is None and (not following or following.start > chunk.end):
                    end = self._apposed(chunk)
                if end and not self.tape.ends_sentence(chunk.end):
                    out.append(self._merged(chunk, chunk.end, end, self.tape.at.get(chunk.end)))
                    skip_until = end
                    continue
                if (bearer := self._behind_complement(chunk)) is not None:
                    out.append(bearer)
                    skip_until = bearer.end
                    continue
            out.append(chunk)
        return out

    def _has_courtesy(self, name: Chunk) -> bool:
        """ "To the Russian leader Mr Sarkozy said": the "Mr" is of the name behind, whoever that is."""
        return name.name_start > 0 and self.words[name.name_start - 1].folded in COURTESIES and self.tape.close(name.name_start)

    def _is_plural(self, role: Chunk) -> bool:
        """ "The presidents, Dmitry Peskov said": a title of several, whom no single name behind it is."""
        return bool(role.titles) and not role.codes and self.words[role.titles[-1].end - 1].folded.endswith("s")

    def _is_another(self, role: Chunk, name: Chunk) -> bool:
        """Whether a name behind a role and a comma is somebody else."""
        if name.has_own_title or (self._is_plural(role) and not self._opens_list(name)):
            return True
        return self._is_introduced(role) and not self._closes(name.end)

    def _is_aides(self, before: list[Chunk], role: Chunk, name: Chunk) -> bool:
        """Whether the name behind "a spokesman for the chancellor," is the spokesman's: nobody's who ever was chancellor."""
        if not before or before[0].kind != "role" or not before[0].offices & AIDES or self.words[role.start - 1].folded not in OF:
            return False
        people = (
            [self.tape.gazetteer.people[e.person] for e in name.match.of("person", "surname") if e.person] if name.match else []
        )
        return before[0].end == role.start - 1 and not any(t.office in role.offices for p in people for t in p.tenures)

    def _is_introduced(self, role: Chunk) -> bool:
        """ "According to the UN chief, Saleh agreed", "For the Polish premier, Orban …": the comma ends what opens the sentence."""
        k = role.start
        if k == 0 or self.words[k - 1].folded not in OPENING:
            return False
        first = k - 2 if k > 1 and self.words[k - 2].folded == "according" else k - 1
        return first == 0 or not self.tape.close(first)

    def _opens_list(self, name: Chunk) -> bool:
        """ "The two ministers, X and Y"."""
        return name.end < len(self.words) and (self.words[name.end].folded == "and" or self.tape.gap(name.end).strip() == ",")

    def _apposed(self, role: Chunk) -> int | None:
        """The end of words written like a name behind "the Uruguayan defence minister,", if the apposition ends with them."""
        end = self.tape.runs.get(role.end)
        told = role.codes or role.determiner
        return end if end and told and self.tape.gap(role.end).strip() == "," and self._closes(end) else None

    def _behind_complement(self, role: Chunk) -> Chunk | None:
        """ "The UN envoy for Syria, X,", "the head of the mission in Mali, X": the role with the name behind what belongs to it."""
        first = role.end
        if role.kind != "role" or not (role.codes or role.title_codes) or self._is_plural(role) or not self._continues(first):
            return None
        start = next((k for k in range(first + 1, min(first + REACH, len(self.words))) if not self.tape.close(k)), None)
        if start is None or self.tape.gap(start).strip() != ",":
            return None
        match = self.tape.at.get(start)
        known = match is not None and bool(match.of("person"))
        end = match.end if match is not None and known else self.tape.runs.get(start)
        if end is None or end - start < 2 or self.tape.gap(end).strip()[:1] not in CLOSING:
            return None
        bearer = self._merged(role, start, end, match if known else None)
        return bearer if self._may_be(role, bearer) else None

    def _continues(self, k: int) -> bool:
        """Whether what belongs to a role opens with word `k` ("for regional integration", "in Dakar")."""
        return k < len(self.words) and self.words[k].folded in COMPLEMENTS and not self.tape.gap(k).strip()

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
            role.new,
            role.owner,
            role.top,
            role.kind == "counterpart",
            regional=role.regional,
        )

    def _may_be(self, role: Chunk, name: Chunk) -> bool:
        """Whether a name behind "the Turkish president," can be that president."""
        codes = role.codes or role.title_codes
        if name.match is None or not codes:
            return True
        people = [self.tape.gazetteer.people[e.person] for e in name.match.of("person", "surname") if e.person]
        offices = role.offices - VAGUE_OFFICES if not role.offices & LOOSE_OFFICES else set()
        return any(t.code in codes and (not offices or t.office in offices) for p in people for t in p.tenures)

    def _may_have_been(self, role: Chunk, name: Chunk) -> bool:
        """ "The Pakistani high commissioner, Ashraf Jehangir Qazi,": of whom the tables know an office of another time only."""
        whole = name.name_end - name.name_start > 1 and self.tape.gap(name.end).strip()[:1] in CLOSING
        return whole and bool(role.codes) and bool(role.offices & BEFORE) and not self._is_plural(role)

    def _roles_after_names(self, chunks: list[Chunk]) -> list[Chunk]:
        """ "Erdogan, the Turkish president," and "Erdogan (Turkey)"."""
        out: list[Chunk] = []
        for chunk in chunks:
            last = out[-1] if out else None
            if chunk.kind == "role" and (start := self._unread_name(chunk, last)) is not None:
                last = Chunk("name", start, chunk.start, None, start, chunk.start)
                out.append(last)
            gap = self.tape.gap(chunk.start)
            if (bearer := self._before_owner(chunk, out)) is not None:
                bearer.titles = chunk.titles if bearer.former else bearer.titles + chunk.titles
                bearer.owner, bearer.former = chunk.owner, chunk.former
                continue
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
                    and self._ends(chunk)
                ):
                    last.end = chunk.end  # "Erdoğan, chairman of the Organization of Turkic States," stays Turkey's
                    continue
                if (
                    not chunk.offices <= {"honorific"}
                    and self._may_be(chunk, last)
                    and self._ends(chunk)
                    and not (last.titles and not last.offices <= {"honorific"} and not chunk.codes)
                ):
                    last.former |= chunk.former and not last.titles
                    last.titles = last.titles + chunk.titles
                    last.codes = last.codes or chunk.codes
                    last.elect |= chunk.elect
                    last.end = chunk.end
                    continue
            out.append(chunk)
        return out

    def _before_owner(self, role: Chunk, out: list[Chunk]) -> Chunk | None:
        """ "Daniel Ayalon, Sharon's foreign policy adviser": the name before the one whose adviser that is."""
        if role.owner is None or role.kind != "role" or len(out) < 2 or not self._ends(role):
            return None
        name, owner = out[-2:]
        apposed = name.kind == "name" == owner.kind and name.end == owner.start and self.tape.gap(owner.start).strip() == ","
        return name if apposed and owner.name_end == role.owner.end and (name.former or not name.titles) else None

    def _unread_name(self, role: Chunk, last: Chunk | None) -> int | None:
        """The start of words written like a name in front of ", the Nigerian trade minister," that nothing has read yet."""
        start = self.tape.run_ends.get(role.start)
        free = start is not None and (last is None or last.end <= start)
        return start if free and self.tape.gap(role.start).strip() == "," and role.codes and self._ends(role) else None

    def _closes(self, k: int) -> bool:
        """Whether an apposition may end before word `k`: a comma, point or bracket follows, or "and"/"who"/"to"."""
        if k >= len(self.words):
            return True
        gap = self.tape.gap(k).strip()
        return gap[:1] in CLOSING or (gap == "" and self.words[k].folded in BEHIND)

    def _ends(self, role: Chunk) -> bool:
        """Whether an apposition may end with this role, or with what belongs to it ("for regional integration", "to Kyiv")."""
        k = role.end
        if self._closes(k) or not (role.codes or role.owner) or not self._continues(k):
            return self._closes(k)
        end = next((j for j in range(k + 1, min(k + REACH, len(self.words))) if not self.tape.close(j)), None)
        return end is not None and self.tape.gap(end).strip()[:1] in CLOSING


def _without_parts(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks without the states and places that are a part of a name or role."""
    people = [c for c in chunks if c.kind in ("name", "role", "counterpart")]
    taken = {k for c in people for k in range(c.start, c.end)}
    return [c for c in chunks if c.kind in ("name", "role", "counterpart") or c.start not in taken]
