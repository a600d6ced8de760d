"""What the words around a role tell of whose it is: who is beside it in the clause, which seat or capital speaks there.

Reads the parse, the chunks with those whom their names stand for, and the mentions written down so far.
"""

from __future__ import annotations

from services.extractor.people.acting import whole_phrase
from services.extractor.people.cast import Profile
from services.extractor.people.parsed_chunks import ParsedChunks
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Doc, Token
from services.extractor.types import Mention

OUTLETS = load_words("people.yml")["outlets"]
STATIONS = {"Radio", "TV", "RTL", "Television"}
UNITS = {"hours", "days", "minutes", "months", "years", "weeks", "percent", "per", "times"}
SAYING = {"say", "announce", "confirm", "report", "add", "state", "note", "declare", "reveal"}


class Surroundings:
    """The words around each role of one article. `linked`: whom the names stand for, by chunk; `mentions`: those read so far, which
    the reader adds to."""

    def __init__(self, parsed: ParsedChunks, linked: dict[int, list[Profile]], mentions: list[Mention]) -> None:
        self.parsed, self.linked, self.mentions = parsed, linked, mentions
        self.doc, self.chunks, self.sent_of = parsed.doc, parsed.chunks, parsed.sent_of
        self.seats: set[int] = set()  # where the seats of leaders stand

    def beside(self, n: int, head: Token) -> frozenset[int]:
        """Those whom the clause names as its object or behind "with" and the like, where chunk `n` with this head is its subject or
        owns what is told: "the President spoke with the President of Korea", "the premier's talk with Ardern"."""
        if head.dep_ in ("pobj", "dobj"):
            return self._acting_on(head)
        if head.dep_ not in ("nsubj", "nsubjpass", "poss"):
            return frozenset()
        found = set[int]()
        for k in range(n + 1, min(n + 5, len(self.chunks))):
            people, span = self.linked.get(k, []), self.parsed.span(self.chunks[k])
            if not people or span is None or self.sent_of.get(span[0]) != self.sent_of.get(head.i):
                continue
            other = self.parsed.head(self.chunks[k], span)
            above = whole_phrase(other)
            above = above.head if above.dep_ == "pobj" else above
            verb = next((a for a in above.ancestors if a.dep_ not in ("prep", "pobj")), above.head)  # "spoke by telephone with"
            if verb == head.head and above.dep_ in ("prep", "dobj", "dative", "agent"):
                found |= {p.entity.id for p in people}
        return frozenset(found)

    def place_telling(self, n: int, head: Token) -> str | None:
        """The state whose seat, capital or spokesman tells what chunk `n` with this head did."""
        return self._place_before(head) or self._place_behind(n, head)

    def seat_before(self, token: Token) -> str | None:
        """The state whose seat of power stands in the sentence before ("The White House counts votes. The President …")."""
        here = self.sent_of.get(token.i, 0)
        seats = [m for m in self.mentions[-3:] if m.start in self.seats and 0 <= here - self.sent_of.get(m.start, 0) <= 1]
        return seats[-1].members[0].country if seats else None

    def state_of_them(self, head: Token) -> str | None:
        """The state that a speaker means by "their minister rang me": the last one named before that is not his own."""
        here = self.sent_of.get(head.i, 0)
        if not any(t.lower_ in ("me", "us", "we", "i") for t in head.sent):
            return None
        near = [m for m in self.mentions[-12:] if 0 < here - self.sent_of.get(m.start, 0) <= 2]
        own = {m.members[0].country for m in near if m.kind == "name" and self.doc[m.head].head.lemma_ in SAYING}
        states = [m.members[0].country for m in near if m.kind in ("state", "place") and len(m.members) == 1]
        return next((code for code in reversed(states) if code not in own), None)

    def _acting_on(self, head: Token) -> frozenset[int]:
        """Those who act in the clause of an object: "X used a conversation with the premier" to speak to somebody else."""
        verb = next((a for a in head.ancestors if a.pos_ == "VERB"), None)
        subjects = {c.i for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")} if verb is not None else set[int]()
        return frozenset(e.id for m in self.mentions[-6:] if m.head in subjects and m.kind == "name" for e in m.members)

    def _place_behind(self, n: int, head: Token) -> str | None:
        """The state whose seat or spokesman is the source behind the clause ("…, the White House press secretary said")."""
        saying = head.head.head if head.dep_ in ("nsubj", "nsubjpass") else head
        if saying.lemma_ not in SAYING:
            return None
        for chunk in self.chunks[n + 1 :]:
            span = self.parsed.span(chunk)
            if span is None or self.sent_of.get(span[0]) != self.sent_of.get(head.i):
                return None
            telling = self.parsed.head(chunk, span)
            telling = telling if telling.dep_ == "nsubj" else telling.head
            speaks = chunk.kind == "place" or (chunk.kind == "role" and chunk.offices <= {"unofficial", "aide"})
            if speaks and len(chunk.codes) == 1 and telling.dep_ == "nsubj" and telling.head == saying:
                return chunk.codes[0]
        return None

    def _place_before(self, token: Token) -> str | None:
        """The state whose seat or capital speaks in this sentence before `token` ("Downing Street said the Prime Minister …")."""
        sent = self.sent_of.get(token.i)
        places = [m for m in self.mentions[-4:] if m.kind == "place" and m.start < token.i and self.sent_of.get(m.start) == sent]
        says = [m for m in places if self._tells(self.doc[m.head], token)]
        return says[-1].members[0].country if says else None

    def _tells(self, place: Token, role: Token) -> bool:
        """Whether a seat or capital says what stands at `role`, or gives an account of it that a colon opens ("has more: …")."""
        if place.dep_ != "nsubj":
            return False
        return place.head.lemma_ in SAYING or (place.i in self.seats and any(t.text == ":" for t in self.doc[place.i : role.i]))


def names_outlet(doc: Doc, start: int, end: int) -> bool:
    """Whether the state or capital at tokens `start` to `end` only names who prints or broadcasts: "France 24", "Radio
    Mozambique", "the Kenya Broadcasting Corporation", "Turkey's NTV"."""
    if start and doc[start - 1].text in STATIONS:
        return True
    if end + 1 >= len(doc):
        return False
    behind, after = doc[end], doc[end + 1]
    if behind.text in ("'s", "’s"):
        return after.text.isupper() and len(after.text) > 2 and after.ent_type_ == "ORG"
    if doc[end - 1].whitespace_ != " ":
        return False
    return (behind.text in ("24", "2") and after.lower_ not in UNITS) or (behind.text.istitle() and behind.lower_ in OUTLETS)
