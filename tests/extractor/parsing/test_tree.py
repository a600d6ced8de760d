"""The plain tokens say what spaCy's own say."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest

from benchmarks.score import load_gold
from benchmarks.sets import GOLD
from services.extractor.parsing.parser import NEW_WORDS, Parser, load_parser
from services.extractor.tokens import Doc
from tests.extractor.parsing.test_model import SENTENCES

SAID = [
    "i",
    "idx",
    "text",
    "lower_",
    "whitespace_",
    "lemma_",
    "pos_",
    "tag_",
    "dep_",
    "ent_type_",
    "is_space",
    "is_punct",
    "is_quote",
    "is_alpha",
    "is_title",
    "is_stop",
    "like_num",
]
WIDEST = 7  # tokens of the spans that are compared
TEXTS = ["", " ", "\n\n", "Yes", "\n\nHe called.\n \n", SENTENCES, *(row["text"] for row in load_gold([GOLD / "dev"])[::12])]


@pytest.fixture(scope="module", params=TEXTS, ids=range(len(TEXTS)))
def both(request: pytest.FixtureRequest) -> tuple[Any, Doc]:
    """A text as spaCy has it, and ours."""
    parser = load_parser()
    theirs = parser.nlp(request.param)
    return theirs, parser.reader.read(theirs)


def test_tokens(both: tuple[Any, Doc]) -> None:
    """All that is said of one token."""
    for one, other in zip(*both, strict=True):
        assert [getattr(other, name) for name in SAID] == [getattr(one, name) for name in SAID]
        assert len(other) == len(one)


def test_tree(both: tuple[Any, Doc]) -> None:
    """Heads and all that follows of them."""
    for one, other in zip(*both, strict=True):
        for name in ("children", "lefts", "rights", "subtree", "ancestors", "conjuncts"):
            assert [t.i for t in getattr(other, name)] == [t.i for t in getattr(one, name)], (name, one)
        assert (other.head.i, other.left_edge.i) == (one.head.i, one.left_edge.i)
        assert (other.sent.start, other.sent.end) == (one.sent.start, one.sent.end)
        assert [above.i for above in other.ancestors if above.is_ancestor(other)] == [above.i for above in one.ancestors]


def test_spans(both: tuple[Any, Doc]) -> None:
    """Words, places and root of every short span."""
    theirs, ours = both
    for start in range(len(ours)):
        for end in range(start, min(start + WIDEST, len(ours)) + 1):
            one, other = theirs[start:end], ours[start:end]
            assert (other.text, other.start_char, other.end_char) == (one.text, one.start_char, one.end_char)
            assert other.root.i == one.root.i, one
            if start < end:
                assert (other.sent.start, other.sent.end) == (one.sent.start, one.sent.end)
                assert other[-1].i == one[-1].i
                assert (other[1:].start, other[:-1].end) == (one[1:].start, one[:-1].end)


def test_parts(both: tuple[Any, Doc]) -> None:
    """Sentences, names, noun phrases."""
    theirs, ours = both
    if len(ours):
        assert [(s.start, s.end) for s in ours.sents] == [(s.start, s.end) for s in theirs.sents]
        assert [t.i for t in ours.find_noun_heads()] == [chunk.root.i for chunk in theirs.noun_chunks]
    assert [(e.start, e.end, e.label_) for e in ours.ents] == [(e.start, e.end, e.label_) for e in theirs.ents]
    assert [sent.text for sent in ours.find_sentences()] == [s.text for s in ours.sents if s.text.strip()]


@pytest.mark.parametrize("mode", ["strict", "expand", "contract"])
def test_spans_by_characters(both: tuple[Any, Doc], mode: str) -> None:
    """Wherever words are cut."""
    theirs, ours = both
    text = ours.text[:300]
    for start in range(0, len(text), 3):
        for end in range(start + 1, min(start + 25, len(text) + 1), 4):
            one, other = theirs.char_span(start, end, alignment_mode=mode), ours.char_span(start, end, mode)
            assert (other is None) == (one is None), text[start:end]
            assert one is None or (other.start, other.end) == (one.start, one.end), text[start:end]


def test_what_was_parsed_outlives_the_words_that_are_forgotten() -> None:
    """Texts parsed before and behind a forgetting say the same, and nothing of spaCy's is kept by them."""
    parser = Parser(load_parser().nlp)
    before = parser(SENTENCES)
    parser._forget()
    invented = [f"Qu{n:x}zz" for n in range(NEW_WORDS + 1)]
    parser(" ".join(invented))
    assert invented[0] not in parser.nlp.vocab.strings
    after = parser(SENTENCES)
    assert [(t.text, t.lemma_, t.tag_, t.dep_, t.ent_type_) for t in after] == [
        (t.text, t.lemma_, t.tag_, t.dep_, t.ent_type_) for t in before
    ]
    parser.zone.close()


def test_trees_are_freed() -> None:
    """Nothing holds a text that was read but its reader."""
    doc = load_parser()(SENTENCES)
    watched = weakref.ref(doc)
    del doc
    gc.collect()
    assert watched() is None
