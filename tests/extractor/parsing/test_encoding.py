"""Token vectors are those of spaCy's own layers, whatever is remembered."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from spacy.language import Language
from thinc.api import Maxout, Model, chain

from benchmarks.bench.news import write_news
from services.extractor.parsing import encoding
from services.extractor.parsing.model import load_plain, use_numpy

TEXTS = ["", "Yes", "\n\n", *(row["text"] for row in write_news(6, 5, 2))]


@pytest.fixture(params=["tok2vec", "ner"])
def layers(request: pytest.FixtureRequest) -> tuple[Language, Model[Any, Any]]:
    """A pipeline and the layers of one of its parts that make vectors."""
    nlp = load_plain()
    use_numpy(nlp)
    model = nlp.get_pipe(request.param).model
    return nlp, model if request.param == "tok2vec" else model.get_ref("tok2vec").layers[0]


@pytest.mark.parametrize("kept", [encoding.KEPT_WORDS, 3], ids=["remembered", "forgotten again and again"])
def test_vectors(layers: tuple[Language, Model[Any, Any]], kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """All numbers are those of the layers that were there before, in whatever company a text is read."""
    monkeypatch.setattr(encoding, "KEPT_WORDS", kept)
    nlp, tok2vec = layers
    docs = [nlp.make_doc(text) for text in TEXTS]
    expected = [tok2vec.predict([doc])[0] for doc in docs]
    encoding.quicken(tok2vec)
    assert [layer.name for layer in tok2vec.layers] == ["remembered-vectors", "window-layers"]
    for found in (tok2vec.predict(docs), tok2vec.predict(docs[::-1])[::-1]):
        for one, other in zip(found, expected, strict=True):
            np.testing.assert_allclose(one, other, rtol=0, atol=1e-5)


def test_what_is_remembered_is_bounded(layers: tuple[Language, Model[Any, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    """However many words come by."""
    monkeypatch.setattr(encoding, "KEPT_WORDS", 50)
    nlp, tok2vec = layers
    embedding = encoding.Embedding(tok2vec.layers[0])
    for start in range(0, 400, 20):
        embedding.embed([nlp.make_doc(" ".join(f"quz{n}" for n in range(start, start + 20)))])
        assert len(embedding.memory) <= len(embedding.memory.values) == 50


def test_other_layers_are_left_alone() -> None:
    """What we do not know is not replaced."""
    model = chain(Maxout(4, 4), Maxout(4, 4))
    before = list(model.layers)
    encoding.quicken(model)
    assert model.layers == before
