"""A sentence that keeps its tokens is spaCy's sentence."""

from __future__ import annotations

from services.extractor.parsing.model import load_model
from services.extractor.parsing.sentences import find_sentences


def test_kept_sentences_are_those_of_the_parse() -> None:
    """Tokens, words and root are the parse's; sentences of blanks are left out."""
    doc = load_model()("They spoke by phone.\n\n \n\nBoth agreed to meet, the palace said")
    kept = find_sentences(doc)
    told = [sent for sent in doc.sents if sent.text.strip()]
    assert [sent.text for sent in kept] == [sent.text for sent in told]
    assert [list(sent) for sent in kept] == [list(sent) for sent in told]
    assert [sent.root for sent in kept] == [sent.root for sent in told]
    assert kept[0][1].text == "spoke"
    assert kept[0] == told[0]
