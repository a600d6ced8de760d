"""What the reading of one document's calls works with: its cues, its people, and what the article as a whole is about.

Built once per document; nothing here changes while the calls are read, except the members of groups.
"""

from __future__ import annotations

from itertools import pairwise

from services.extractor.calls.cues.cues import CueFinder
from services.extractor.calls.held.denial import is_denial
from services.extractor.calls.parties.arguments import ArgumentFinder, Arguments
from services.extractor.calls.parties.framing import Framer
from services.extractor.calls.parties.quoted_we import find_we
from services.extractor.calls.words.accounts import Parties, sides
from services.extractor.calls.words.context import Context
from services.extractor.calls.words.lexicon import load_lexicon
from services.extractor.calls.words.sighting import Sighting
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token
from services.extractor.types import Cue, Document, Entity

LEAD_SENTENCES = 3
BROADCASTS = load_words("calls.yml")["broadcasts"]
SHOWS = {
    "breakfast",
    "morning",
    "evening",
    "night",
    "late-night",
    "talk",
    "radio",
    "television",
    "tv",
    "chat",
    "call-in",
    "phone-in",
    "entertainment",
    "comedy",
}
LINES = {"call", "conference", "line", "phone", "telephone", "teleconference"}  # what reporters can be on
AIRED = 3  # sentences before a call in which a studio may have been told of


class Material:
    """The document with its cues found. `hoaxed`: it opens with a hoax; `denials`: the sentences of its opening that deny a call;
    `courtesy`: it is about courtesy calls in person; `remote`: some cue can mean nothing but a call."""

    def __init__(self, document: Document) -> None:
        assert document.doc is not None
        self.document, self.doc, self.sents = document, document.doc, document.sents
        self.lexicon = load_lexicon()
        self.context = Context(document)
        people = {i for m in document.mentions if m.kind in ("name", "role", "pronoun") for i in range(m.start, m.end)}
        cues = CueFinder(self.lexicon, people)
        self.sightings: dict[int, list[Sighting]] = {n: found for n, sent in enumerate(self.sents) if (found := cues.find(sent))}
        we = find_we((s for found in self.sightings.values() for s in found), document.mentions)
        told = sorted([*document.mentions, *we], key=lambda m: (m.start, m.end)) if we else document.mentions
        self.finder = ArgumentFinder(document.doc, told)
        self.framer = Framer(self.lexicon, self.finder)
        self.hoaxed = any(t.lower_ in self.lexicon.hoax for s in self.sents[: LEAD_SENTENCES + 1] for t in s)
        self.denials = [n for n, found in self.sightings.items() if n <= LEAD_SENTENCES and any(map(is_denial, found))]
        self.remote = any(s.kind in ("verb", "noun", "instrument") for found in self.sightings.values() for s in found)
        self.courtesy = self._is_of_courtesy()
        self._arguments: dict[Sighting, Arguments] = {}

    def _is_of_courtesy(self) -> bool:
        words = [t.lower_ for t in self.doc]
        return any(a == "courtesy" and b.startswith("call") for a, b in pairwise(words)) and not {"phone", "telephone"} & set(words)

    def arguments(self, sighting: Sighting) -> Arguments:
        """Who stands around a cue."""
        if sighting not in self._arguments:
            self._arguments[sighting] = self.finder.find(sighting)
        return self._arguments[sighting]

    def is_denied(self, parties: Parties) -> bool:
        """Whether the article opens with the denial of a call that may be one of these: no other state is named there."""
        return any(self.states_in(n) <= sides(parties) for n in self.denials)

    def states_in(self, n: int) -> set[str]:
        """The states and organisations of those whom sentence `n` names."""
        return {e.country for m in self.finder.in_span(self.sents[n]) if m.kind != "group" for e in m.members if e.country}

    def subjects(self, sighting: Sighting) -> set[int]:
        """The ids of the entities that act in the cue's clause."""
        return {e.id for m in self.arguments(sighting).subjects for e in m.members}

    def in_lead(self, n: int) -> bool:
        """Whether sentence `n` is a headline or opens the article."""
        return n in self.document.headline_sents or n < LEAD_SENTENCES

    def has_audience(self, n: int) -> bool:
        """Whether sentence `n` speaks of reporters, or one beside it of reporters on the line, or tells what a studio sends out."""
        near = [s for s in self.sents[max(0, n - 1) : n + 2] if s == self.sents[n] or LINES & {t.lemma_.lower() for t in s}]
        return any(is_told_reporter(t) for s in near for t in s) or self.is_on_air(n)

    def is_on_air(self, n: int) -> bool:
        """Whether the sentences around `n` tell what listeners or viewers hear ("rang the breakfast show")."""
        return any(_is_broadcast(t) for s in self.sents[max(0, n - AIRED) : n + 2] for t in s)


def is_told_reporter(token: Token) -> bool:
    """ "Told reporters", "in a briefing to journalists"."""
    told = token.dep_ in ("pobj", "dobj", "dative") and token.head.lemma_ in ("with", "to", "tell", "brief", "from")
    return told and token.lemma_.lower() in ("reporter", "journalist", "correspondent")


def _is_broadcast(token: Token) -> bool:
    lemma = token.lemma_.lower()
    before = token.doc[token.i - 1].lower_ if token.i else ""
    return (
        lemma in BROADCASTS
        or (token.lower_ == "show" and before in SHOWS)
        or (lemma == "air" and before == "on")
        or token.lower_ == "phone-in"
    )


def cue_of(sighting: Sighting, n: int, status: str) -> Cue:
    """The record of a cue in sentence `n`."""
    return Cue(sighting.head.i, sighting.head.i + 1, sighting.head.i, n, sighting.rule, status)


def are_alike(p: Entity, q: Entity) -> bool:
    """Whether two parties may be one: the same entity, or an unnamed one of the other's state."""
    return p.id == q.id or (p.country == q.country and (p.name is None or q.name is None))
