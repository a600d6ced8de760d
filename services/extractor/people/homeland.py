"""The state an article is written in, whose "the Prime Minister" needs no state: told by its dateline or agency, by the head of the
paper ("The White House, Office of the Press Secretary"), or by the pairs of states that a readout speaks of ("the friendship
between the UK and India"), of which the guest's is one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from services.extractor.page.datelines import DATELINE
from services.extractor.people.chunk import Chunk
from services.extractor.rules.gazetteer import Gazetteer
from services.extractor.rules.word_lists import load_words
from services.extractor.rules.words import Word, find_words
from services.extractor.types import Document

LEADING = {"head_of_state", "head_of_government", "foreign_minister", "defence_minister"}
HEAD = 400  # characters at the top of a paper in which its letterhead stands
LINE = 80  # and how long a line of it may be
LEAD, LEAD_WEIGHT = 120, 3  # characters at the top of an article, whose states are the likeliest home
INTRODUCED, ABROAD = 6, 3  # what an office told without its state counts for that state, and one told with it against it
NEAR = 8  # words between a host and his guest in the sentence that opens a readout
PLACES = {"state", "demonym"}
JOINTS = ({"and"}, {"and", "the"})
DASHES = {"-", "–", "—", "/"}
_SIGN = re.compile(r"[^\n(/]{0,40}(?:[(/](?P<sign>[^\W\d_]{3,12})[)/]|, (?P<bare>[A-Z]{3,12})(?= ?[-–—.]))")


def dateline_state(document: Document, gazetteer: Gazetteer) -> str | None:
    """The state of the place in the article's dateline ("ISLAMABAD, March 3 (Reuters) -")."""
    for block in document.blocks:
        match = DATELINE.match(document.text[block.start : block.end]) if block.kind == "body" else None
        if match:
            words = find_words(match.group())
            found = [e.code for m in gazetteer.find(match.group().title(), words) for e in m.of("capital", "state") if e.code]
            return next((c for c in found if gazetteer.exists(c, document.published)), None)
    return None


def agency_state(document: Document) -> str | None:
    """The state whose agency signs the first paragraph ("TAIF (SPA) -")."""
    body = next((b for b in document.blocks if b.kind == "body"), None)
    match = _SIGN.match(document.text[body.start : body.end]) if body else None
    sign = (match["sign"] or match["bare"]) if match else None
    return next((code for code, signs in sorted(load_words("agencies.yml").items()) if sign in signs), None)


_OFFICE = re.compile(
    r"(?:The )?(?:Office|(?:Federal |Royal )?(?:Government|Ministry|Department|Embassy|Presidency|Chancellery)|Permanent Mission)"
    r" (?:of|for) |(?:Federal )?Foreign (?:Office|Ministry)\b"
)


def letterhead_state(document: Document, gazetteer: Gazetteer) -> str | None:
    """The state whose office has its name at the top of the paper ("The Briefing Room", "Ministry of Foreign Affairs of Japan")."""
    top = " ".join(document.text[:HEAD].lower().split())
    for code, phrases in sorted(load_words("letterheads.yml").items()):
        if any(phrase in top for phrase in phrases):
            return code
    for block in document.blocks:
        line = document.text[block.start : block.end]
        if block.kind == "body" or block.start > HEAD:
            return None
        if len(line) <= LINE and _OFFICE.match(line):
            found = {e.code for m in gazetteer.find(line, find_words(line)) for e in m.of("capital", "state") if e.code}
            return found.pop() if len(found) == 1 else None
    return None


def host_state(chunks: list[Chunk], words: list[Word], text: str, gazetteer: Gazetteer, day: date | None) -> str | None:
    """The host's state in a readout that opens with a leader of no state and a guest ("The Prime Minister spoke to the Prime
    Minister of India"): the one named in a pair with the guest's. None where several would do."""
    people = [c for c in chunks if c.kind in ("name", "role")]
    first = next((n for n, c in enumerate(people[:-1]) if c.kind == "role" and c.is_bare and c.offices & LEADING), None)
    if first is None:
        return None
    host, guest = people[first], people[first + 1]
    between = text[words[host.end - 1].end : words[guest.start].start]
    guests = _sides(guest, gazetteer, day)
    if "\n" in between or len(between.split()) > NEAR or any(_sides(c, gazetteer, day) - guests for c in people[:first]):
        return None
    hosts = {code for pair in _pairs(chunks, words, text) if len(pair & guests) == 1 for code in pair - guests}
    return hosts.pop() if len(hosts) == 1 else None


def likely_home(chunks: list[Chunk], words: list[Word], gazetteer: Gazetteer, day: date | None) -> str | None:
    """The state that an article is most likely written in: named most, those at the top counted thrice; whose leaders are
    introduced without it ("President Jagdeo … his Surinamese counterpart": a Guyanese writes)."""
    counts: Counter[str] = Counter()
    for chunk in chunks:
        if len(chunk.codes) == 1:
            counts[chunk.codes[0]] += LEAD_WEIGHT if words[chunk.start].start < LEAD else 1
    for chunk in _introductions(chunks):
        sides = _sides(chunk, gazetteer, day)
        if not chunk.codes and len(sides) == 1:
            counts.update(dict.fromkeys(sides, INTRODUCED))
        elif chunk.codes:
            counts.subtract(dict.fromkeys(chunk.codes, ABROAD))
    return max(counts, key=lambda code: counts[code], default=None)


def _introductions(chunks: list[Chunk]) -> Iterator[Chunk]:
    """Where the article first tells the office of each leader or minister."""
    known = set[str]()
    for chunk in chunks:
        if chunk.kind == "name" and chunk.match and chunk.offices & LEADING:
            people = {e.person for e in chunk.match.of("person", "surname") if e.person}
            if not people & known:
                yield chunk
            known |= people


def _sides(chunk: Chunk, gazetteer: Gazetteer, day: date | None) -> set[str]:
    """Whom the person of a chunk may speak for."""
    entries = chunk.match.of("person", "surname") if chunk.match and not chunk.codes else []
    people = [gazetteer.people[e.person] for e in entries if e.person]
    return {*chunk.codes, *(t.code for p in people for t in p.tenures_on(day))}


def _pairs(chunks: list[Chunk], words: list[Word], text: str) -> Iterator[set[str]]:
    """The two states of "the UK and India", "UK-India", "British and Indian"."""
    for one, other in pairwise(chunks):
        if one.kind not in PLACES or other.kind not in PLACES or len(one.codes) != 1 or len(other.codes) != 1:
            continue
        between = {w.folded for w in words[one.end : other.start]}
        gap = text[words[one.end - 1].end : words[other.start].start].strip(" .")
        if between in JOINTS or (not between and gap in DASHES):
            yield {one.codes[0], other.codes[0]}
