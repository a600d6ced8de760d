"""Whose round of calls a sentence announces: the words that say that somebody made several, or that more followed.

Reads the calls filed so far; notes in the ledger whose calls are told from there on.
"""

from __future__ import annotations

from services.extractor.calls.rounds.round_clauses import OUTGOING
from services.extractor.calls.rounds.round_words import PHONES, announces, is_the_usual_way
from services.extractor.calls.told.ledger import Announced, Ledger
from services.extractor.calls.told.material import Material
from services.extractor.calls.told.protagonist import Protagonist
from services.extractor.calls.words.accounts import Account
from services.extractor.calls.words.sighting import Sighting
from services.extractor.tokens import Span, Token
from services.extractor.types import Entity

REACH = 3  # sentences behind the last account within which the round goes on
LONG_REACH = 6  # the same for words of order ("Then came …")
COUNTED = {"first", "second", "third", "fourth", "fifth", "last", "latest"}
COMING = {"follow", "come"}
PORTIONS = {"half", "part", "call", "conversation", "one", "leg", "another", "second"}
FURTHER = {"other", "second", "next", "another", "third", "further", "last", "final"}
WISHING = {"congratulate", "felicitate"}  # which others do as well
SHORT = 8  # words of a note that says how somebody talked


class Announcer:
    """Notes the announcements of one document."""

    def __init__(self, material: Material, ledger: Ledger, protagonist: Protagonist) -> None:
        self.material, self.ledger, self.protagonist = material, ledger, protagonist

    def read(self, n: int, sent: Span) -> None:
        """Notes that sentence `n` says of somebody that they made several calls."""
        if (told := announces(sent, self.material)) is not None:
            who, received, placed = told
            self.ledger.announced.append(Announced(n, who, received))
            self.ledger.rounds += [(n, who)] if placed else []
        elif (hub := self._sent_out(n, sent)) is not None:
            self.ledger.announced.append(Announced(n, hub))
            self.ledger.rounds.append((n, hub))
        elif (hub := self._followed_up(n, sent) or self._told_how(n, sent) or self._called_by(n, sent)) is not None:
            self.ledger.announced.append(Announced(n, hub))

    def _sent_out(self, n: int, sent: Span) -> Entity | None:
        """ "Saturday's calls went to friends": of whom the text tells, where the sentence names nobody."""
        calls = [t for t in sent if t.tag_ == "NNS" and t.lemma_ == "call" and t.dep_ == "nsubj" and t.head.lemma_ in OUTGOING]
        if not calls or calls[0].head.tag_ != "VBD" or any(c.dep_ == "neg" for c in calls[0].head.children):
            return None
        return self.protagonist.of(n, set()) if not self.material.finder.in_span(sent) else None

    def _told_how(self, n: int, sent: Span) -> Entity | None:
        """ "How was it done? By telephone, chiefly.": of whom the text tells, where a note says how somebody talked."""
        phones = (
            [t for t in sent if t.lemma_.lower() in PHONES] if len(sent) < SHORT and not self.material.finder.in_span(sent) else []
        )
        return self.protagonist.of(n, set()) if any(is_the_usual_way(t) for t in phones) else None

    def _called_by(self, n: int, sent: Span) -> Entity | None:
        """ "The sultan received a call from X. Among other callers were Y and Z": who was called before."""
        last = self.ledger.last
        if last is None or not last.callers or n - last.sent > REACH or not any(t.lower_ == "callers" for t in sent):
            return None
        called = [p for p in last.parties if p not in last.callers]
        return called[0] if len(called) == 1 else None

    def _followed_up(self, n: int, sent: Span) -> Entity | None:
        """ "The other half followed a day later": whose call was told, where a sentence without names says that one more came."""
        last, verb = self.ledger.last, sent.root
        if last is None or last.background or n - last.sent > LONG_REACH or verb.lemma_ not in COMING or verb.tag_ != "VBD":
            return None
        told = [c for c in verb.children if c.dep_ == "nsubj" and c.lemma_.lower() in PORTIONS]
        further = any(c.lower_ in FURTHER for noun in told for c in (noun, *noun.children))
        return find_leading(last, self.material) if further and not self.material.finder.in_span(sent) else None


def find_leading(last: Account, material: Material) -> Entity | None:
    """Whose call a single account is: of who took it, if the sentence tells of them, else the caller's, else the subject's."""
    counted = _is_one_of_callers(last.sighting, not last.complete)
    if len(last.parties) != 2:
        return None
    wished = [
        e for t in last.sighting.head.sent if t.lemma_ in WISHING for c in t.children if c.dep_ == "dobj" for e in _at(c, material)
    ]
    if (honoured := [p for p in last.parties if p in wished]) and len(honoured) == 1:
        return honoured[0]  # "Chirac telephoned to congratulate Schröder. Blair followed"
    calling, subjects = {c.id for c in last.callers}, material.subjects(last.sighting)
    rung = last.sighting.kind == "verb" and material.arguments(last.sighting).passive
    taken = rung or (last.sighting.kind == "noun" and last.sighting.frame == "callee")  # "Kan received a call from Obama"
    acting = (taken and {p.id for p in last.parties} & subjects) or calling or subjects
    if counted:
        acting = {p.id for p in last.parties} - acting
    leading = [p for p in last.parties if p.id in acting]
    if not (last.complete or counted):
        begin, known = last.sighting.head.sent.start, material.context.is_known
        old = [p for p in last.parties if known(p, begin)]  # "Modi has been busy. Putin was on the line": of whom the text tells
        leading = [p for p in (old if len(old) == 1 else leading) if p.kind != "state"]
    if len(leading) == 1 or not (last.complete or counted):
        return leading[0] if leading else None
    counts = material.context.counts
    first, second = sorted(last.parties, key=lambda p: -counts[p.id])
    return first if counts[first.id] > counts[second.id] else None


def _at(token: Token, material: Material) -> list[Entity]:
    mention = material.finder.covering.get(token.i)
    return mention.members if mention is not None and mention.kind != "group" else []


def _is_one_of_callers(sighting: Sighting, alone: bool) -> bool:
    """ "Obama was first, by telephone", "got through first", where they stand `alone`: the round is that of the one whom they all
    called."""
    verb = sighting.verb
    if verb is not None and verb.dep_ in ("relcl", "acl") and any(c.lower_ in COUNTED for c in verb.head.children):
        return True  # "the second leader to talk with Biden"
    if verb is not None and verb.tag_ in ("VB", "VBN") and verb.head.lower_ in COUNTED and verb.dep_ != "dobj":
        return True  # "Bush was the first to call him"
    if verb is None or not (verb.lemma_ == "be" or alone):
        return False
    behind = [c for c in verb.children if c.i > verb.i]
    return any(
        t.lower_ in ("first", "earliest", "quickest") for t in (*verb.children, *(g for c in behind * alone for g in c.children))
    )
