"""Finds the places where a text speaks of a call: verbs, nouns, instruments ("by phone") and plain talk between officials.

Reads tokens and syntax; returns sightings in text order with the verb that governs each. Says nothing of who took part.
"""

from __future__ import annotations

from collections.abc import Iterator

from services.extractor.calls.cues.noun_cues import NounCues
from services.extractor.calls.cues.verb_cues import VerbCues
from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.calls.words.sighting import VERBAL, Sighting, is_set_apart, stands_apart
from services.extractor.tokens import Span, Token

RANKING = {"first", "last", "latest", "second", "third", "next", "only"}
HEADLINE_VERBS = {"phones": "phone", "rings": "ring", "calls": "call", "telephones": "telephone", "dials": "dial"}
PAST = {
    "rang": "ring",
    "rung": "ring",
    "phoned": "phone",
    "telephoned": "telephone",
    "dialled": "dial",
    "dialed": "dial",
    "phoning": "phone",
    "telephoning": "telephone",
}  # tagged as nouns at times
NAMING = ("NOUN", "PROPN", "ADJ", "ADV")
TELLING = {*VERBAL, *NAMING}


class CueFinder:
    """Finds the cues of a sentence."""

    def __init__(self, lexicon: Lexicon, people: set[int]) -> None:
        """`people`: the tokens that stand in mentions of people."""
        self.lexicon, self.people = lexicon, people
        self.verbs, self.nouns = VerbCues(lexicon, people), NounCues(lexicon)

    def find(self, sent: Span) -> list[Sighting]:
        """The cues of `sent`, in order; one per governing verb and noun."""
        return self._distinct(self.find_all(sent))

    def find_all(self, sent: Span) -> list[Sighting]:
        """The cues of `sent`, in order, also those that only say again what another says."""
        return [sighting for token in sent if _may_be_cue(token) for sighting in self._at(token)]

    def _distinct(self, found: list[Sighting]) -> list[Sighting]:
        """ "had a phone conversation by video link" is one cue: an instrument beside a noun or verb cue only adds its channel."""
        strong = [s for s in found if s.kind in ("verb", "noun") and not stands_apart(s.head) and not is_set_apart(s.head)]
        out = []
        for s in found:
            near = [
                o for o in strong if o is not s and (o.verb == s.verb or o.head == s.verb or _is_beside(o, s) or _goes_on(o, s))
            ]
            if s.kind in ("instrument", "plain") and near:
                if s.kind == "instrument" and s.channel == "video":
                    near[0].channel = "video"
                continue
            if s.kind == "plain" and any(
                o.kind == "instrument" and (o.verb == s.verb or abs(o.head.i - s.head.i) <= 6) for o in found
            ):
                continue
            out.append(s)
        return out

    def _at(self, token: Token) -> Iterator[Sighting]:
        lemma = PAST.get(token.lower_) or token.lemma_.lower()
        if token.lower_ in HEADLINE_VERBS and token.pos_ not in VERBAL and self._between_names(token):
            cue = self.lexicon.verbs[HEADLINE_VERBS[token.lower_]]
            yield Sighting(token, token, cue.frame, cue.id, cue.channel, "verb")
            return
        if token.pos_ == "NOUN" and self._is_infinitive_misread(token):
            yield Sighting(token, token, "caller", "call.verb.phone", "phone", "verb")
            return
        if token.pos_ in VERBAL or token.lower_ in PAST or (lemma in self.lexicon.verbs and token.tag_.startswith("VB")):
            yield from self.verbs.find(token, lemma)
        elif token.pos_ in NAMING or token.tag_.startswith("NN"):
            yield from self.nouns.find(token, lemma)

    def _is_infinitive_misread(self, token: Token) -> bool:
        """ "Was one of the first to telephone Erdogan": taken for a thing that somebody is first to."""
        if token.lower_ == "ring" and token.i and token.nbor(-1).lower_ == "to":
            return token.i + 1 in self.people  # "interrupted his preparations for a speech to ring Michel"
        led = token.lower_ in ("telephone", "phone") and token.dep_ == "pobj"
        ranked = led and token.head.lower_ == "to" and token.head.i == token.i - 1 and token.head.head.lower_ in RANKING
        return ranked and token.i + 1 in self.people

    def _between_names(self, token: Token) -> bool:
        """ "Merkel phones Putin": a headline's verb that the tagger took for a noun."""
        return token.i - 1 in self.people and any(k in self.people for k in range(token.i + 1, token.i + 3))


def _may_be_cue(token: Token) -> bool:
    """Whether it is of a class of words that cues are, in the eyes of tagger or parser, or looks like one."""
    return token.pos_ in TELLING or token.tag_[:2] in ("VB", "NN") or token.lower_ in PAST or token.lower_ in HEADLINE_VERBS


def _goes_on(cue: Sighting, other: Sighting) -> bool:
    """ "Received a call from Abe and talked with him for an hour": the same call, with a pronoun for who was told."""
    led = other.kind == "plain" and other.head.dep_ == "conj" and other.head.head == cue.verb
    company = [g for c in other.head.children if c.lower_ in ("with", "to") for g in c.children]
    return led and any(g.lower_ in ("him", "her") for g in company)


def _is_beside(cue: Sighting, other: Sighting) -> bool:
    """Whether two cues stand side by side, and the second is not what somebody did after the first ("no call, and spoke to X")."""
    after = other.kind == "plain" and other.head.dep_ == "conj" and other.head.head == cue.verb and other.head.i > cue.head.i
    return abs(cue.head.i - other.head.i) <= 3 and not after
