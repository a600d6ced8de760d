"""Which times stand beside the story that a sentence tells, so that later sentences do not refer back to them.

Reads the parse.
"""

from __future__ import annotations

from services.extractor.dates.anchors import anchor_of
from services.extractor.dates.expressions import Expression, word_list
from services.extractor.dates.grammar import is_pluperfect, is_reporting, verb_of
from services.extractor.dates.statements import tokens_of
from services.extractor.tokens import Doc


def is_aside(doc: Doc, one: Expression) -> bool:
    """Whether the expression stands in a relative clause, or dates what had been before: beside the story that the sentence
    tells."""
    span = tokens_of(doc, one)
    if span is None:
        return False
    above = [span.root, *span.root.ancestors]
    if any(a.dep_ in ("relcl", "acl") for a in above) or (one.kind == "follow" and is_pluperfect(verb_of(span.root))):
        return True
    return _is_of_what_was_said(doc, one)


def _is_of_what_was_said(doc: Doc, one: Expression) -> bool:
    """Whether the time is that of a happening somebody speaks of ("said that the attack last Friday was unbearable"), or of what
    was to come ("replied that they would be ready the next night")."""
    anchor = anchor_of(doc, one)
    if anchor is None or anchor.lemma_.lower() in word_list("call_nouns"):
        return False
    clause = verb_of(anchor)
    if clause.dep_ != "ccomp" or not is_reporting(clause.head):
        return False
    return anchor.pos_ == "NOUN" or any(c.tag_ == "MD" for c in clause.children)
