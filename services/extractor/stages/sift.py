"""The second gate: parses the few lines that may speak of a call, and drops the article where no sentence of them can open one.

Reads `text`, `blocks`; sets `not_held` and `sents` of what it drops, so that the reason can be told. Only a no is sure: who stands
in a sentence is not known yet, so every word that could stand for somebody is taken for one who may be on the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from services.extractor.calls.cues.cues import CueFinder
from services.extractor.calls.glance.excerpts import Excerpt, cut_excerpt
from services.extractor.calls.held.status import is_held
from services.extractor.calls.rounds.round_words import tells_several
from services.extractor.calls.told.material import cue_of
from services.extractor.calls.words.lexicon import load_lexicon
from services.extractor.calls.words.sighting import Sighting
from services.extractor.calls.words.strangers import names_stranger
from services.extractor.page.blank import blank_page
from services.extractor.parsing.parser import Parser
from services.extractor.people.chunks import COUNTERPARTS
from services.extractor.people.reading import GROUP_DETERMINERS, GROUP_NOUNS, THEY
from services.extractor.rules.gazetteer import load_gazetteer
from services.extractor.rules.words import phrase
from services.extractor.tokens import Doc, Span, Token
from services.extractor.types import Document, Mention


def find_silent(documents: Sequence[Document], parser: Parser) -> set[int]:
    """Returns the places in `documents` of those that surely tell of no call."""
    excerpts = [cut_excerpt(blank_page(document.text, document.blocks)) for document in documents]
    short = [(n, excerpt) for n, excerpt in enumerate(excerpts) if excerpt is not None]
    docs = parser.pipe(excerpt.text for _, excerpt in short)
    return {n for (n, excerpt), doc in zip(short, docs, strict=True) if _is_silent(documents[n], excerpt, doc)}


def _is_silent(document: Document, excerpt: Excerpt, doc: Doc) -> bool:
    """Whether nothing in the lines of `excerpt`, parsed as `doc`, can open a call."""
    look = Look(doc)
    lines = [s for s in doc.find_sentences() if any(start <= s.start_char < end for start, end in excerpt.lines)]
    if any(look.could_open(sent) for sent in lines):
        return False
    document.sents = list(lines)
    document.not_held = [cue_of(one, n, "not_held") for n, sent in enumerate(lines) for one in look.find_not_held(sent)]
    return True


class Look:
    """What the sentences of one text can tell as long as nobody in it is known."""

    def __init__(self, doc: Doc) -> None:
        self.lexicon = load_lexicon()
        heard = self.lexicon.audience  # "reporters" hear a call whatever stands beside them
        somebody = (t for t in doc if _could_be_somebody(t) and (t.text[:1].isupper() or t.lemma_.lower() not in heard))
        self.covering = {t.i: Mention(t.i, t.i + 1, t.i, "name") for t in somebody}
        self.cues = CueFinder(self.lexicon, set(self.covering))

    def could_open(self, sent: Span) -> bool:
        """Whether the sentence may tell of a call, or say of somebody that they made several."""
        words = {token.lower_ for token in sent}
        if "from" in words and words & {"call", "calls"}:
            return True  # "There was a call for X from Y": see `calls/scenes/scenes.py`
        if {"did", "so"} <= words:
            return True  # "He would ring Putin. He did so at once": see `calls/scenes/promises.py`
        if any(tells_several(token, self.lexicon) for token in sent):
            return True
        return any(one.kind != "reference" and is_held(one, self.lexicon) for one in self._with_parties(self.cues.find_all(sent)))

    def find_not_held(self, sent: Span) -> list[Sighting]:
        """The cues of calls that did not take place."""
        return [one for one in self._with_parties(self.cues.find(sent)) if not is_held(one, self.lexicon)]

    def _with_parties(self, sightings: list[Sighting]) -> list[Sighting]:
        return [one for one in sightings if not names_stranger(one, self.lexicon, self.covering)]


def _could_be_somebody(token: Token) -> bool:
    """Whether some mention could cover the token: a capital in or beside it, a pronoun, a word of a title or for a group."""
    beside = token.doc[max(0, token.i - 1) : token.i + 2]
    if token.pos_ == "PRON" or not token.text[0].isalpha() or any(t.text[0].isupper() for t in beside):
        return True
    return any(word in load_people_words() for word in phrase(token.text))


@lru_cache(maxsize=1)
def load_people_words() -> frozenset[str]:
    """Every word of titles, and those for groups and counterparts."""
    gazetteer = load_gazetteer()
    titles = {word for words, _ in gazetteer.titles() for word in words}
    spelt = {word for word, usual in gazetteer.spelling.items() if usual in titles}
    others = {word for words in COUNTERPARTS for word in words}
    return frozenset(titles | spelt | others | GROUP_NOUNS | GROUP_DETERMINERS | THEY)
