"""One call that a short text tells: the document as it stands before outcomes and topics are read, with mentions made by hand."""

from __future__ import annotations

from services.extractor.stages import parse
from services.extractor.tokens import Doc
from services.extractor.types import Article, Block, Call, Cue, Document, Entity, Mention

LEAD = "President Luc Moreau telephoned Prime Minister Nils Lindqvist on Monday."
MOREAU = Entity(0, "Luc Moreau", "FR", role="president", official=True)
LINDQVIST = Entity(1, "Nils Lindqvist", "SE", role="prime minister", official=True)
NAMES = {
    "Moreau": MOREAU,
    "Lindqvist": LINDQVIST,
    "France": Entity(2, None, "FR", kind="state"),
    "Sweden": Entity(3, None, "SE", kind="state"),
    "Stockholm": Entity(3, None, "SE", kind="state"),
    "Norway": Entity(4, None, "NO", kind="state"),
    "Adler": Entity(5, "Otto Adler", "AT", official=True),
}


def told_call(text: str, lead: str = LEAD) -> Document:
    """Returns a document whose one call is told by `lead`; `text` is the paragraph after it."""
    document = Document(Article("told", f"{lead}\n\n{text}"), language="en")
    document.blocks = [Block(0, len(document.text), "body")]
    parse.run(document, parse.load_parser())
    assert document.doc is not None
    document.mentions = find_names(document.doc)
    document.entities = list(NAMES.values())
    document.calls = [Call([MOREAU, LINDQVIST], [Cue(0, 1, document.sents[0].root.i, 0, "test")])]
    return document


def find_names(doc: Doc) -> list[Mention]:
    """Returns a mention for each of the few names that the tests use."""
    return [
        Mention(t.i, t.i + 1, t.i, "name" if NAMES[t.text].kind == "person" else "state", [NAMES[t.text]])
        for t in doc
        if t.text in NAMES
    ]
