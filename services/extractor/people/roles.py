"""Reads a role out of the words around a title: "the Turkish foreign minister", "his Bahraini and Iraqi counterparts".

Takes a title's place on the tape; returns the chunk grown to both sides, with the states, the article and the qualities it tells.
"""

from __future__ import annotations

from services.extractor.people.chunk import Chunk
from services.extractor.people.portfolios import end_of_portfolios
from services.extractor.people.tape import Tape
from services.extractor.rules.entries import Match
from services.extractor.rules.word_lists import load_words

WORDS = load_words("people.yml")
ADJECTIVES = WORDS["adjectives"]
PORTFOLIOS = WORDS["portfolios"]
PARTIES = WORDS["parties"]
FORMER = {"former", "ex", "onetime", "previous", "retired", "disgraced"}  # who was ousted may claim to be in office
ASPIRING = {"shadow", "opposition", "aspiring"}
DETERMINERS = WORDS["determiners"]
LINK = WORDS["link"]
PREPOSITIONS = {"of", "for", "in", "from"}
REGIONS = {tuple(words.split()) for words in WORDS["regions"]}
SENT = {"envoy", "ambassador"}
OF_SEATS = {"envoy", "security_adviser", "official", "aide"}  # whose office a seat of power tells
POSSESSIVES = {"his", "her", "its", "their", "our", "my", "your"}
PARTS_OF_STATES = WORDS["parts_of_states"]
CLUBS = {"nine", "four", "five", "three", "group", "quartet", "triangle", "format", "troika"}
PART = 4  # words behind "of" in which the word for a part of a state stands
REACH = 16  # words behind a title within which its state may be told


class RoleReader:
    """Grows roles on one tape."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.words, self.at, self.ends = tape.words, tape.at, tape.ends

    def read(self, start: int, end: int, match: Match | None) -> Chunk:
        """The role whose title stands at words `start` to `end`; a counterpart where `match` is None."""
        chunk = Chunk("role" if match else "counterpart", start, end, titles=[match] if match else [])
        if state := self.tape.inner.get(start):
            self.add_codes(chunk, state)
        self._left(chunk)
        self._more_titles(chunk)
        self._right(chunk)
        chunk.regional |= self._is_of_a_firm(chunk)
        return chunk

    def _is_of_a_firm(self, chunk: Chunk) -> bool:
        """ "Pfizer chief executive", "the chief executive of Siemens": a title that some states know is mostly that of a firm."""
        words = [w.folded for t in chunk.titles for w in self.words[t.start : t.end]]
        if words != ["chief", "executive"] or chunk.codes or chunk.owner:
            return False
        before, behind = chunk.titles[0].start - 1, chunk.titles[0].end
        named = before >= 0 and self.tape.close(before + 1) and self.words[before].written[0].isupper()
        led = behind + 1 < len(self.words) and self.words[behind].folded in PREPOSITIONS and self.tape.close(behind)
        return named or (led and self.words[behind + 1].written[0].isupper() and self.tape.close(behind + 1))

    def _more_titles(self, chunk: Chunk) -> None:
        """ "Foreign Minister and Deputy Prime Minister", "President-elect"."""
        while chunk.end < len(self.words):
            k = chunk.end
            if self.words[k].folded in ("elect", "designate") and self.tape.close(k):
                chunk.elect, chunk.end = True, k + 1
                continue
            skip = k + 1 if self.words[k].folded == "and" else k
            match = self.at.get(skip)
            names = self.at.get(skip) and self.at[skip].of("person", "surname")
            if match and skip != k and self._other_person(chunk, match):
                break
            if match and match.of("title") and not names and self.tape.close(k, comma=False) and self.tape.close(skip):
                chunk.titles.append(match)
                chunk.end = match.end
                continue
            break

    def _other_person(self, chunk: Chunk, title: Match) -> bool:
        """ "the Russian leader and Prime Minister Nikol Pashinyan": the name behind "and" is of another state; "the President and
        Prime Minister Cameron": of one who never was the first of both; "the Taoiseach and Mr Blair": a mere courtesy is no office
        that somebody holds beside another."""
        if {e.office for e in title.of("title")} == {"honorific"}:
            return True
        name = self.at.get(title.end)
        if not name or not name.of("person", "surname"):
            return False
        people = [self.tape.gazetteer.people[e.person] for e in name.of("person", "surname") if e.person]
        if not chunk.codes:
            return chunk.determiner == "the" and not any(t.office in chunk.offices for p in people for t in p.tenures)
        return not any(t.code in chunk.codes for p in people for t in p.tenures)

    def _left(self, chunk: Chunk) -> None:
        k = chunk.start
        while k > 0 and self.tape.close(k):
            before = self.ends.get(k)
            word = self.words[k - 1].folded
            if word == "s" and (owner := self.ends.get(k - 1)) and owner.of("state", "capital"):
                self.add_codes(chunk, owner)
                k = owner.start
            elif word == "s" and (owner := self.ends.get(k - 1)) and owner.of("person", "surname"):
                chunk.owner = owner
                break
            elif (region := self._region_left(chunk, k)) is not None:
                k = region
            elif before and before.of("demonym", "state") and not before.of("title", "surname", "person"):
                self.add_codes(chunk, before)
                k = before.start
                k = self._listed_left(chunk, k)
            elif before and before.of("seat") and chunk.offices & OF_SEATS and not chunk.codes:
                chunk.codes = [e.code for e in before.of("seat") if e.code][:1]  # "White House adviser"
                k = before.start
            elif word in DETERMINERS:
                chunk.determiner = word
                k -= 1
                break
            elif word in PORTFOLIOS and self.words[k].folded in (*PORTFOLIOS, "minister", "ministers", "and"):
                k -= 1
            elif word in ADJECTIVES and self.words[k - 1].folded not in ("in", "of"):
                chunk.former |= word in FORMER | ASPIRING
                chunk.elect |= word in ("elect", "designate")
                chunk.new |= word in ("new", "incoming")
                chunk.top |= word in ("top", "chief", "senior") and word != "senior"
                k -= 1
            else:
                chunk.former |= word in PARTIES and not chunk.codes and "leader" in chunk.offices
                break
        chunk.start = k

    def _region_left(self, chunk: Chunk, k: int) -> int | None:
        """The first word of the region that an envoy is sent to: "the UK's special Western Balkans envoy", "the US Iran envoy"."""
        if not chunk.offices & SENT or chunk.codes:
            return None
        country, sender = self.ends.get(k), k - 1
        if country and country.of("state") and (owner := self.ends.get(sender - (self.words[sender - 1].folded == "s"))):
            return country.start if owner.of("state", "demonym") and self.tape.close(sender) else None
        for length in (3, 2, 1):
            first = k - length
            if (
                first > 0
                and tuple(w.folded for w in self.words[first:k]) in REGIONS
                and all(map(self.tape.close, range(first + 1, k)))
            ):
                return first
        return None

    def _listed_left(self, chunk: Chunk, k: int) -> int:
        """ "his Bahraini and Iraqi counterparts": the demonyms before the last one."""
        while k > 1:
            k -= self.words[k - 1].folded == "the" and self.words[k - 2].folded == "and" and self._is_demonym(k - 2)
            step = k - 1 if self.words[k - 1].folded == "and" else k
            gap = self.tape.gap(k) if step == k else self.tape.gap(step + 1)
            before = self.ends.get(step)
            if not before or not (before.of("demonym") or self._is_short(before)) or "\n" in gap:
                break
            if gap.strip().lstrip(".") not in ("", ",", "-", "–"):
                break
            if step == k and gap.strip() == "":
                break
            self.add_codes(chunk, before, first=True)
            k = before.start
        return k

    def _is_short(self, match: Match) -> bool:
        """ "The U.S., Russian and Japanese ministers": an abbreviation that does as an adjective."""
        return bool(match.of("state")) and self.tape.text[match.char_start : match.char_end].replace(".", "").isupper()

    def _is_demonym(self, k: int) -> bool:
        before = self.ends.get(k)
        return before is not None and bool(before.of("demonym")) and self.tape.close(k)

    def add_codes(self, chunk: Chunk, match: Match, first: bool = False) -> None:
        """Adds the states that a match names, behind those known or `first`."""
        named = list(dict.fromkeys(e.code for e in match.of("state", "demonym", "capital") if e.code))
        codes = [code for code in named if code not in chunk.codes]
        if len(named) > 1:
            chunk.unlikely |= {*codes} - {self.tape.meant(named)}
        chunk.codes = codes + chunk.codes if first else chunk.codes + codes

    def _right(self, chunk: Chunk) -> None:
        """ "… of the Republic of South Africa", "of Spain, Italy and Greece", "in Ankara"."""
        k = chunk.end = end_of_portfolios(self.tape, chunk)
        if k >= len(self.words) or not self.tape.close(k) or self.words[k].folded not in PREPOSITIONS:
            return
        if self.words[k].folded != "of" and chunk.offices & {"envoy", "ambassador", "official"}:
            return
        limit = min(len(self.words), k + REACH)
        k += 1
        if not chunk.codes and (end := self._end_of_part(k)) is not None:
            chunk.regional, chunk.end = True, end
            return
        while k < limit and self.tape.close(k, comma=True):
            match = self.at.get(k)
            if match and self.words[k - 1].folded == "from" and not match.of("state"):
                return  # "called the president-elect from Brasilia"
            if match and match.of("state", "capital"):
                if self._is_of_club(match):
                    return
                if not chunk.codes:
                    self.add_codes(chunk, match)
                    chunk.end = self._listed_right(chunk, match.end)
                elif self.words[chunk.end].folded == "of":
                    chunk.end = match.end
                return
            if match and match.of("title") and self.words[k - 1].folded in ("and", "the"):
                chunk.titles.append(match)
                k = match.end
                continue
            if self.words[k].folded not in LINK | PORTFOLIOS or (self.tape.gap(k).strip() == "," and self.words[k].folded != "the"):
                return
            k += 1

    def _is_of_club(self, place: Match) -> bool:
        """ "The leaders of the Bucharest Nine", "of the Lima Group": a club that bears the name of a place."""
        k = place.end
        named = k < len(self.words) and self.words[k].written[0].isupper() and self.tape.close(k)
        return named and self.words[k].folded in CLUBS

    def _end_of_part(self, k: int) -> int | None:
        """Where a part of a state ends that begins at word `k`: "… of the Oromia region", "of Gauteng province"."""
        for i in range(k, min(len(self.words), k + PART)):
            match = self.at.get(i)
            if not self.tape.close(i) or (match and match.of("state", "capital")):
                return None
            if self.words[i].folded in PARTS_OF_STATES:
                return i + 1
        return None

    def _listed_right(self, chunk: Chunk, end: int) -> int:
        """Where the list of states ends: "of Spain, the United Kingdom and Greece"; without "and" an article goes on with one only
        behind an office of several."""
        several = any(w.folded.endswith("s") for w in self.words[chunk.start : chunk.end] if w.folded not in POSSESSIVES)
        while end < len(self.words):
            joined = self.words[end].folded == "and"
            gap = self.tape.gap(end) + (self.tape.gap(end + 1) if joined else "")
            step = end + joined
            article = (joined and self.tape.close(step)) or (several and gap.strip() == ",")
            step += article and step + 1 < len(self.words) and self.words[step].folded == "the" and self.tape.close(step + 1)
            match = self.at.get(step)
            if not match or not match.of("state", "capital") or "\n" in gap or gap.strip() not in ("", ","):
                break
            if not joined and (gap.strip() != "," or self._starts_possessive(match.end)):
                break
            self.add_codes(chunk, match)
            end = match.end
        return end

    def _starts_possessive(self, k: int) -> bool:
        return k < len(self.words) and self.words[k].folded == "s" and self.tape.gap(k) in ("'", "’")
