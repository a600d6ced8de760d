"""Cuts the text into the pieces that name somebody: names, roles ("the Turkish foreign minister"), states.

Reads the text and the gazetteer's matches in it; returns chunks in text order, each with what its own words tell. Which person a
chunk stands for is decided in `linking.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from services.extractor.rules.gazetteer import Gazetteer, Match
from services.extractor.rules.words import Word

ADJECTIVES = set(
    "new newly then acting interim outgoing incoming late elected re reelected caretaker incumbent current sitting embattled visiting "
    "former ex one time onetime long serving longtime deposed ousted exiled self proclaimed de facto rival senior top first second "
    "third chief hard line hardline conservative socialist communist elect designate powerful young veteran fellow dear own "
    "previous recently freshly sworn in appointed minted federal state colleague friend esteemed absent christian".split()
)
FORMER = {"former", "ex", "onetime", "deposed", "ousted", "previous"}
DETERMINERS = {"the", "a", "an", "his", "her", "its", "their", "our", "my", "your", "both", "each", "another", "two", "three", "four", "five", "six", "all", "every"}
POSSESSIVES = {"his", "her", "its", "their", "our", "my", "your"}
OWN = {"our", "my"}
COUNTERPARTS = {
    ("counterpart",), ("counterparts",), ("homologue",), ("homologues",), ("opposite", "number"), ("opposite", "numbers"), ("colleague",),
    ("colleagues",), ("counter", "part"), ("homolog",),
}  # fmt: skip
LINK = set(
    "of for the and s republic federal islamic people peoples democratic federation kingdom state arab socialist hashemite sultanate "
    "emirate principality commonwealth union united government council cabinet ministers affairs foreign international cooperation "
    "relations trade security policy european external defence defense national bolivarian plurinational oriental co operative "
    "cooperative great grand duchy swiss confederation transitional presidential ruling".split()
)
PREPOSITIONS = {"of", "for", "in", "from"}
PARTICLES = {"al", "el", "bin", "ibn", "bint", "de", "da", "do", "dos", "das", "di", "del", "della", "van", "von", "der", "den", "la", "le", "ould", "ben", "abu", "abd", "ul", "y", "e", "of"}
NOT_NAMES = set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october "
    "november december the a an in on at he she they it we i you but and as after before when while mr mrs ms dr sir gmt est edt ist "
    "utc am pm there this that these those his her their its what who why how where if for from with to of by no not yes both also "
    "earlier later meanwhile according asked speaking christmas easter ramadan covid internet news press office ministry department "
    "parliament congress senate assembly council court commission union twitter facebook telegram x whatsapp reuters afp ap dpa ansa "
    "tass xinhua bbc cnn earlier today yesterday tomorrow one two three first second third last next under over during since".split()
)


@dataclass(eq=False)
class Chunk:
    """Words `start` to `end` that speak of somebody. `kind`: `name`, `role`, `counterpart`, `state`, `place`, `demonym`."""

    kind: str
    start: int
    end: int
    match: Match | None = None
    name_start: int = -1
    name_end: int = -1
    titles: list[Match] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    determiner: str | None = None
    former: bool = False
    elect: bool = False
    owner: Match | None = None
    top: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether the words name an office without its state, as local writers do ("the Prime Minister, Mr X")."""
        return bool(self.titles) and not self.codes and not self.owner and self.determiner in ("the", "our")

    @property
    def offices(self) -> set[str]:
        offices = {e.office for t in self.titles for e in t.of("title") if e.office}
        return offices - {"diplomat"} | ({"foreign_minister" if self.top else "official"} if "diplomat" in offices else set())

    @property
    def title_codes(self) -> set[str]:
        """States that bear this title peculiarly ("taoiseach")."""
        return {e.code for t in self.titles for e in t.of("title") if e.code}


class Chunker:
    """Finds the chunks of one text."""

    def __init__(self, gazetteer: Gazetteer, text: str, words: list[Word], names: list[tuple[int, int]]) -> None:
        """`names`: character spans that the language model takes for people, used for names that no table knows."""
        self.text, self.words = text, words
        self.gazetteer = gazetteer
        self.at: dict[int, Match] = {}
        self.ends: dict[int, Match] = {}
        for match in gazetteer.find(text, words):
            self.at[match.start] = match
            self.ends[match.end] = match
        self.people = self._people_spans(names)
        known = {self.words[k].folded for i, end in self.people.items() for k in range(i, end)}
        self.inside_people = {k for k, w in enumerate(words) if w.folded in known}

    def _people_spans(self, names: list[tuple[int, int]]) -> dict[int, int]:
        spans: dict[int, int] = {}
        for start, end in names:
            inside = [i for i, w in enumerate(self.words) if w.start >= start and w.end <= end]
            while inside and inside[0] in self.at and self.at[inside[0]].of("title") and not self.at[inside[0]].of("person", "surname"):
                inside = [i for i in inside if i >= self.at[inside[0]].end]
            while inside and self.words[inside[-1]].folded == "s":
                inside.pop()
            if inside:
                spans[inside[0]] = inside[-1] + 1
        return spans

    def gap(self, i: int) -> str:
        """The characters between word `i - 1` and word `i`."""
        if i <= 0 or i >= len(self.words):
            return "\n"
        return self.text[self.words[i - 1].end : self.words[i].start]

    def close(self, i: int, comma: bool = False) -> bool:
        """Whether word `i` follows the one before without punctuation (a comma where allowed)."""
        gap = self.gap(i)
        if "\n" in gap or len(gap) > 3 or self._sentence_break(i):
            return False
        rest = gap.strip(" -.'’\"“”")
        return rest == "" or (comma and rest == ",")

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
        return self._join(chunks)

    def _chunk_at(self, i: int) -> Chunk | None:
        match = self.at.get(i)
        if self._is_counterpart(i):
            return self._role(i, i + (2 if self.words[i].folded == "opposite" else 1), None)
        longer = self.people.get(i)
        if match and longer and longer > match.end and not match.of("person", "title", "state", "capital", "demonym"):
            end = self._unknown_name(i)
            if end:
                return Chunk("name", i, end, None, i, end)
        if match and match.of("person", "surname") and not self._is_title_only(match) and not self._is_place_only(match):
            return Chunk("name", i, match.end, match, i, match.end)
        if match and match.of("title"):
            return self._role(i, match.end, match)
        unknown = self._unknown_name(i)
        if unknown:
            return Chunk("name", i, unknown, None, i, unknown)
        if match:
            return self._place(match)
        return None

    def _is_title_only(self, match: Match) -> bool:
        """"Sheikh", "King", "Pope" are surnames too, "Muscat" and "Jordan" places; with a name behind or an article before they are
        titles, and places unless the article tells the full name."""
        if match.end - match.start > 1 or match.of("person"):
            return False
        if match.of("title"):
            return bool(self._name_end(match.end)) or (match.start > 0 and self.words[match.start - 1].folded in ("the", "a", "his", "her", "their"))
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

    def _name_end(self, i: int) -> int | None:
        """The end of a run of capitalised words (with particles) from word `i` on, as behind a title; None where none is."""
        if i >= len(self.words) or not self.close(i):
            return None
        if i in self.at and self.at[i].of("title"):
            return None
        if i in self.at and self.at[i].of("person", "surname"):
            return self.at[i].end
        end = i
        while end < len(self.words) and end - i < 6 and (end == i or self.close(end)) and self._can_be_name(end):
            end += 1
        while end > i and self.words[end - 1].folded in PARTICLES:
            end -= 1
        if end == i or (end < len(self.words) and self.words[end].folded == "of" and self.close(end)):
            return None
        found_by_model = any(k in self.people or k in self.inside_people for k in range(i, end))
        return end if end - i > 1 or found_by_model else None

    def _can_be_name(self, k: int) -> bool:
        word = self.words[k]
        match = self.at.get(k)
        if match and match.of("state", "capital", "seat", "demonym", "title") and not match.of("person", "surname"):
            return False
        if word.folded in NOT_NAMES or word.written[0].isdigit():
            return False
        return word.written[0].isupper() or (word.folded in PARTICLES and word.folded != "of")

    # -- roles ---------------------------------------------------------------------------------------------------------------

    def _role(self, start: int, end: int, match: Match | None) -> Chunk:
        chunk = Chunk("role" if match else "counterpart", start, end, titles=[match] if match else [])
        self._left(chunk)
        self._more_titles(chunk)
        self._right(chunk)
        return chunk

    def _more_titles(self, chunk: Chunk) -> None:
        """"Foreign Minister and Deputy Prime Minister", "President-elect"."""
        while chunk.end < len(self.words):
            k = chunk.end
            if self.words[k].folded in ("elect", "designate") and self.close(k):
                chunk.elect, chunk.end = True, k + 1
                continue
            skip = k + 1 if self.words[k].folded == "and" else k
            match = self.at.get(skip)
            names = self.at.get(skip) and self.at[skip].of("person", "surname")
            if match and skip != k and self._other_person(chunk, match.end):
                break
            if match and match.of("title") and not names and self.close(k, comma=False) and self.close(skip):
                chunk.titles.append(match)
                chunk.end = match.end
                continue
            break

    def _other_person(self, chunk: Chunk, k: int) -> bool:
        """"the Russian leader and Prime Minister Nikol Pashinyan": the name behind "and" is of another state."""
        name = self.at.get(k)
        if not chunk.codes or not name or not name.of("person", "surname"):
            return False
        people = [self.gazetteer.people[e.person] for e in name.of("person", "surname") if e.person]
        return not any(t.code in chunk.codes for p in people for t in p.tenures)

    def _left(self, chunk: Chunk) -> None:
        k = chunk.start
        while k > 0 and self.close(k):
            before = self.ends.get(k)
            word = self.words[k - 1].folded
            if word == "s" and (owner := self.ends.get(k - 1)) and owner.of("state", "capital"):
                self._add_codes(chunk, owner)
                k = owner.start
            elif word == "s" and (owner := self.ends.get(k - 1)) and owner.of("person", "surname"):
                chunk.owner = owner
                break
            elif before and before.of("demonym", "state") and not before.of("title", "surname", "person"):
                self._add_codes(chunk, before)
                k = before.start
                k = self._listed_left(chunk, k)
            elif word in DETERMINERS:
                chunk.determiner = word
                k -= 1
                break
            elif word in ADJECTIVES and self.words[k - 1].folded not in ("in", "of"):
                chunk.former |= word in FORMER
                chunk.elect |= word in ("elect", "designate")
                chunk.top |= word in ("top", "chief", "senior") and word != "senior"
                k -= 1
            else:
                break
        chunk.start = k

    def _listed_left(self, chunk: Chunk, k: int) -> int:
        """"his Bahraini and Iraqi counterparts": the demonyms before the last one."""
        while k > 1:
            step = k - 1 if self.words[k - 1].folded == "and" else k
            gap = self.gap(k) if step == k else self.gap(step + 1)
            before = self.ends.get(step)
            if not before or not before.of("demonym") or "\n" in gap or gap.strip() not in ("", ",", "-", "–"):
                break
            if step == k and gap.strip() == "":
                break
            self._add_codes(chunk, before)
            k = before.start
        return k

    def _add_codes(self, chunk: Chunk, match: Match) -> None:
        chunk.codes += [e.code for e in match.of("state", "demonym", "capital") if e.code and e.code not in chunk.codes]

    def _right(self, chunk: Chunk) -> None:
        """"… of the Republic of South Africa", "of Spain, Italy and Greece", "in Ankara"."""
        k = chunk.end
        if k >= len(self.words) or not self.close(k) or self.words[k].folded not in PREPOSITIONS:
            return
        if self.words[k].folded != "of" and chunk.offices & {"envoy", "ambassador", "official"}:
            return
        limit = min(len(self.words), k + 16)
        k += 1
        while k < limit and self.close(k, comma=True):
            match = self.at.get(k)
            if match and match.of("state", "capital"):
                if not chunk.codes:
                    self._add_codes(chunk, match)
                    chunk.end = self._listed_right(chunk, match.end)
                elif self.words[chunk.end].folded == "of":
                    chunk.end = match.end
                return
            if match and match.of("title") and self.words[k - 1].folded in ("and", "the"):
                chunk.titles.append(match)
                k = match.end
                continue
            if self.words[k].folded not in LINK or (self.gap(k).strip() == "," and self.words[k].folded != "the"):
                return
            k += 1

    def _listed_right(self, chunk: Chunk, end: int) -> int:
        while end < len(self.words):
            step = end + 1 if self.words[end].folded == "and" else end
            gap = self.gap(end) + (self.gap(step) if step != end else "")
            match = self.at.get(step)
            if not match or not match.of("state") or "\n" in gap or gap.strip() not in ("", ",") or (step == end and gap.strip() != ","):
                break
            if step == end and self._starts_possessive(match.end):
                break
            self._add_codes(chunk, match)
            end = match.end
        return end

    def _starts_possessive(self, k: int) -> bool:
        return k < len(self.words) and self.words[k].folded == "s" and self.gap(k) in ("'", "’")

    # -- names with the roles beside them ------------------------------------------------------------------------------------

    def _join(self, chunks: list[Chunk]) -> list[Chunk]:
        joined: list[Chunk] = []
        for chunk in chunks:
            if chunk.kind == "role" and not chunk.elect and chunk.offices <= {"honorific"} and not self._name_end(chunk.end):
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
                if following and following.kind == "name" and following.start == chunk.end and self.close(chunk.end, comma=True):
                    comma = "," in self.gap(chunk.end)
                    if not comma or self._may_be(chunk, following):
                        out.append(self._merged(chunk, following.name_start, following.name_end, following.match))
                        skip_until = following.end
                        continue
                end = self._name_end(chunk.end) if chunk.kind == "role" else None
                if end and not self._sentence_break(chunk.end):
                    out.append(self._merged(chunk, chunk.end, end, self.at.get(chunk.end)))
                    skip_until = end
                    continue
            out.append(chunk)
        return out

    def _sentence_break(self, k: int) -> bool:
        gap = self.gap(k)
        return "." in gap and len(self.words[k - 1].folded) > 1 and self.words[k - 1].folded not in ("mr", "mrs", "ms", "dr", "gen", "sen", "prof", "lt", "col", "hon", "e", "st", "maj")

    def _merged(self, role: Chunk, start: int, end: int, match: Match | None) -> Chunk:
        if match and not (match.of("person", "surname") and match.end == end):
            match = None
        return Chunk(
            "name", min(role.start, start), max(role.end, end), match, start, end, role.titles, role.codes, role.determiner, role.former, role.elect, role.owner, role.top
        )

    def _may_be(self, role: Chunk, name: Chunk) -> bool:
        """Whether a name behind "the Turkish president," can be that president."""
        if name.match is None or not role.codes:
            return True
        people = [self.gazetteer.people[e.person] for e in name.match.of("person", "surname") if e.person]
        offices = role.offices - {"official", "honorific", "unofficial", "leader"}
        return any(t.code in role.codes and (not offices or t.office in offices) for p in people for t in p.tenures)

    def _roles_after_names(self, chunks: list[Chunk]) -> list[Chunk]:
        """"Erdogan, the Turkish president," and "Erdogan (Turkey)"."""
        out: list[Chunk] = []
        for chunk in chunks:
            last = out[-1] if out else None
            gap = self.gap(chunk.start)
            if last and last.kind == "name" and last.end == chunk.start and chunk.kind == "role" and gap.strip() in (",", "(", ", "):
                if not chunk.offices <= {"honorific"} and not self._may_be(chunk, last) and chunk.determiner is None and self._closes(chunk.end):
                    last.end = chunk.end  # "Erdoğan, chairman of the Organization of Turkic States," stays Turkey's
                    continue
                if not chunk.offices <= {"honorific"} and self._may_be(chunk, last) and self._closes(chunk.end) and not (last.titles and not chunk.codes):
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
        gap = self.gap(k).strip()
        return gap[:1] in (",", ".", ";", ")", "—", "–", "-", ":") or (gap == "" and self.words[k].folded in ("and", "who", "to", "on", "in", "at", "about", "by"))

    def _with_state(self, chunk: Chunk) -> Chunk:
        """"Mariano Rajoy of Spain", "Turkey's Abdullah Gul", "the Ukrainian Volodymyr Zelensky"."""
        if chunk.kind != "name" or chunk.codes:
            return chunk
        k = chunk.end
        if k + 1 < len(self.words) and self.words[k].folded in ("of", "from") and self.close(k) and self.close(k + 1):
            k += 2 if self.words[k + 1].folded == "the" else 1
            match = self.at.get(k)
            if match and match.of("state"):
                self._add_codes(chunk, match)
                chunk.end = match.end
                return chunk
        k = chunk.start
        if k > 0 and self.close(k):
            owner = self.ends.get(k - 1) if self.words[k - 1].folded == "s" else self.ends.get(k)
            if owner and owner.of("state", "demonym") and not owner.of("title"):
                self._add_codes(chunk, owner)
                chunk.start = owner.start
        return chunk
