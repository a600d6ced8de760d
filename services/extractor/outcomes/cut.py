"""Cuts an outcome out of its sentence: the shortest clause that can stand alone, without who said it and what follows it.

The subject stays where it stands in the clause itself; the verb of agreeing stays; finite clauses joined by "and" are cut
apart; an attribution ("the Kremlin said") at either end goes.
"""

from __future__ import annotations

import re

from services.extractor.account.parse import SUBJECTS, auxiliaries, is_verb, stray_subject
from services.extractor.account.stretches import edges, strip_edges
from services.extractor.tokens import Span, Token

TRAILING = {
    "although",
    "though",
    "while",
    "but",
    "because",
    "whereas",
    "adding",
    "saying",
    "noting",
    "calling",
    "after",
    "as",
    "when",
    "since",
    "without",
    "despite",
}
OCCASIONS = {"in", "during", "at", "after"}  # which say of what is told only when it was
ATTRIBUTION = re.compile(
    r"(,\s*|(?<!\s)\s++[-–—]\s*)((according to|as reported by|citing)\b.*|([\w'’.\-]+\s+){0,7}"
    r"(said|says|added|adds|wrote|writes|announced|told|reported|reports|reads|stated|noted|"
    r"explained|continued|specifies|informs|informed|went on|insisted|confirmed)\b[^,]{0,60})$",
    re.S,
)


INSERTED = 9  # words of a source between commas
INSERTION = re.compile(r",\s+(say|says|said|reports|reported|according to)\s[^,.;\n]{1,60},\s+(that|to)\s")


def cut(verb: Token) -> Span:
    """Returns the words of the outcome that `verb` heads."""
    leave = {child.i for child in verb.children if _is_outside(child, verb)}
    for child in verb.children:
        if child.dep_ in {"ccomp", "xcomp"}:
            leave |= {grand.i for grand in child.children if _is_sibling_clause(grand)}
    leave |= {stray.i for token in verb.sent if token.head == verb and (stray := stray_subject(token)) is not None}
    start, end = edges(verb, leave)
    if _tells_occasion(verb.doc[start:end]):
        start += 2
    else:
        start = verb.head.left_edge.i if _needs_head(verb) else _own_start(verb, start)
    span = strip_edges(verb.doc[start:end])
    return _without_attribution(_past_insertion(span), verb)


def _past_insertion(span: Span) -> Span:
    """Returns the span with what follows a source between commas: "both agreed, say the Iranians, that aid is needed"."""
    doc = span.doc
    found = INSERTION.match(doc.text, span.end_char)
    opener = doc.char_span(found.start(2), found.end(2)) if found else None
    if opener is None or span.end + INSERTED < opener.start:
        return span
    verb = next((word for word in doc[opener.start : span.sent.end] if is_verb(word)), None)
    return doc[span.start : max(span.end, edges(verb, set())[1])] if verb is not None else span


def _tells_occasion(clause: Span) -> bool:
    """ "A call in which the two agreed to meet", "…, after which both promised aid": the clause behind these words stands alone."""
    return len(clause) > 2 and clause[0].lower_ in OCCASIONS and clause[1].lower_ == "which"


def _needs_head(verb: Token) -> bool:
    """Whether a relative clause tells nothing without the noun before it: "an inquiry, which Lind promised to open"."""
    own = [child for child in verb.children if child.dep_ in SUBJECTS]
    return verb.dep_ == "relcl" and bool(own) and own[0].tag_ not in {"WP", "WDT"} and verb.head.i < verb.i


def _is_outside(child: Token, verb: Token) -> bool:
    """Whether a dependent of the verb does not belong to the outcome: the next clause, an attribution, a remark."""
    if child.lower_ == "yes":
        return False
    if child.dep_ in {"cc", "punct", "parataxis", "meta", "intj"} and (child.dep_ != "punct" or not child.is_quote):
        return child.dep_ != "punct"
    if _is_sibling_clause(child):
        return True
    if child.dep_ == "ccomp" and child.i < verb.i:
        return True
    if child.dep_ == "advcl":
        opener = next(iter(child.subtree), child)
        return opener.lower_ in TRAILING or child.i < verb.i or (child.tag_ == "VBG" and child.i > verb.i + 12)
    return (
        child.dep_ == "advmod"
        and child.i < verb.i
        and child.lower_ in {"however", "meanwhile", "moreover", "therefore", "finally", "nevertheless", "then"}
    )


def _is_sibling_clause(child: Token) -> bool:
    """Whether a conjunct is a finite clause of its own."""
    if child.dep_ != "conj" or not is_verb(child):
        return False
    own_subject = any(grand.dep_ in SUBJECTS for grand in child.children) or stray_subject(child) is not None
    return (
        own_subject
        or child.tag_ in {"VBD", "VBZ", "VBP", "MD"}
        or (bool(auxiliaries(child) & {"will", "would", "had", "has", "have"}) and child.tag_ != "VB")
    )


def _own_start(verb: Token, start: int) -> int:
    """Moves the start past a relative pronoun, a conjunction and a lead-in up to a comma before the subject."""
    doc = verb.doc
    subject = next((child for child in verb.children if child.dep_ in SUBJECTS), None) or stray_subject(verb)
    if subject is not None and subject.left_edge.i < start:
        return subject.left_edge.i
    first = min([token.i for token in subject.subtree], default=verb.i) if subject is not None else verb.i
    if first - start > 0:
        commas = [i for i in range(start, first) if doc[i].text in {",", ":", ";"} or doc[i].lower_ in {"that", "and", "but", "as"}]
        if commas:
            start = commas[-1] + 1
    while start < verb.i and doc[start].lower_ in {"that", "which", "who", "and", "but", "where", "because", "while"}:
        if doc[start].lower_ in {"that"} and doc[start].dep_ in {"det", "nsubj"}:
            break
        start += 1
    return start


def _without_attribution(span: Span, verb: Token) -> Span:
    """Returns the span without ", the Kremlin said" at its end."""
    found = ATTRIBUTION.search(span.text, max(0, verb.idx - span.start_char))
    if not found or found.start() < 8:
        return span
    shorter = span.doc.char_span(span.start_char, span.start_char + found.start(), alignment_mode="contract")
    return strip_edges(shorter) if shorter is not None and len(shorter) > 2 else span
