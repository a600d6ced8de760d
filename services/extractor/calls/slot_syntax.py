"""Small questions to the syntax of a sentence that the slots of a round ask: subjects, nouns below a preposition, who acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from services.extractor.calls.lexicon import Lexicon
from services.extractor.calls.listing import SUBJECTS, Listing
from services.extractor.calls.sighting import VERBAL
from services.extractor.tokens import Span, Token
from services.extractor.types import Mention

Slot = Callable[[Span, Listing, Lexicon], Iterator[Mention]]
ATTENDING = {"participate", "attend", "join", "speak", "sit"}


def subjects_of(verb: Token, listing: Listing) -> Iterator[Mention]:
    """The mentions that are the subject of `verb`, those listed with it included."""
    for child in verb.children:
        late = child.dep_ == "conj" and child.pos_ not in VERBAL and child.i in listing.covering  # "came X, and at noon Y"
        if child.dep_ in SUBJECTS or late:
            yield from listing.mentions_of(child)
    if verb.dep_ == "conj" and not any(c.dep_ in SUBJECTS for c in verb.children):
        mention = listing.covering.get(verb.i - 1)
        if mention is not None and mention.start > verb.sent.start:
            yield from listing.expand_left(mention)


def nouns_below(preposition: Token, listing: Listing) -> Iterator[Mention]:
    for child in preposition.children:
        if child.dep_ in ("pobj", "pcomp"):
            yield from listing.mentions_of(child)


def acts(mention: Mention, sent: Span) -> bool:
    """Whether a mention is the subject of a verb of its own."""
    head = sent.doc[mention.head]
    return head.dep_ in SUBJECTS and head.head.lemma_ not in ("be", "come") and head.head.i > head.i


def takes_part(verb: Token) -> bool:
    """ "In which X took part", "that X attended", "X joined": a verb for being in a conference."""
    return verb.lemma_ in ATTENDING or (verb.lemma_ == "take" and any(c.lower_ == "part" for c in verb.children))
