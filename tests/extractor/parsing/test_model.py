"""The lean pipeline says of every token what spaCy's own says."""

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from benchmarks.score import load_gold
from benchmarks.sets import GOLD
from services.extractor.parsing.model import load_model, load_plain

SENTENCES = """
There is hope, there's none, and y'all gonna say it ain't so, c'mon!
"Let's call," Ms. O'Neill-Smythe said at 5:30 p.m. on 3 March 2024; he's got 12.5 percent of $3 billion, d'oh.

BREAKING  NEWS
\tHe gets what he got: the Prime Minister of the United Arab Emirates,   the Sheikh
Mohammed bin Zayed Al Nahyan and Xi Jinping
"""


@pytest.fixture(scope="module")
def plain() -> Language:
    """spaCy's own pipeline."""
    return load_plain()


def describe(doc: Doc) -> list[tuple[object, ...]]:
    """What the stages read of each token."""
    return [(t.text, t.tag_, t.pos_, t.dep_, t.head.i, t.lemma_, t.ent_type_, t.ent_iob_, t.is_sent_start) for t in doc]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "Yes", "\n\nHe called.\n \n", SENTENCES])
def test_odd_texts(text: str, plain: Language) -> None:
    """Empty, blank and colloquial texts are read alike."""
    assert describe(load_model()(text)) == describe(plain(text))


@pytest.mark.parametrize("name", sorted(path.name for path in GOLD.iterdir() if path.is_dir() and not path.name.startswith("_")))
def test_gold_texts(name: str, plain: Language) -> None:
    """So is every fifth article of every gold set."""
    for row in load_gold([GOLD / name])[::5]:
        assert describe(load_model()(row["text"])) == describe(plain(row["text"])), row["id"]


def test_lean_parts_are_in_place() -> None:
    """With the packaged model, no component is left that a leaner one can replace."""
    assert not {"attribute_ruler", "lemmatizer", "ner"} & set(load_model().pipe_names)
