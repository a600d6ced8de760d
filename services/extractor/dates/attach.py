"""Which verb or noun of a sentence a time expression belongs to, and how well that fits the place where a call is told.

Reads the parse. `fit` answers 0 to 3: 0 is the time of something else (a statement, another event), 3 hangs on the words of the
call themselves. The decision a reader would question: a name between ("spoke with Merkel on Friday") is looked through, because
the parser hangs times on whatever stands before them.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span, Token

from services.extractor.dates.expressions import Expression, word_list

NONE, WEAK, GOOD, SURE = 0, 1, 2, 3
_MEASURES = frozenset(
    "part much most some half rest bulk morning afternoon evening night day hour minute course end start beginning eve time noon week "
    "moment middle midnight round series number couple pair".split()
)
_CLAUSES = frozenset("advcl acl relcl ccomp xcomp conj pcomp parataxis csubj csubjpass ROOT dep".split())
_UP = frozenset("xcomp conj acl advcl pcomp dep".split())
_SAID_ON = re.compile(
    r"\b(?P<verb>[^\W\d_]+)(?: (?:to |in a (?:press |joint |written )?(?:statement|release|communique|communiqué|post|tweet|briefing|readout|note|interview)|"
    r"reporters|journalists|lawmakers|parliament|(?:the|a) (?:press|media|agency|briefing|news (?:conference|agency))|(?:state |local )?(?:television|tv|media|radio)|on (?:twitter|x|facebook|telegram)|here|later|also)\b){0,4} ?,?$",
    re.I,
)


def tokens_of(doc: Doc, one: Expression) -> Span | None:
    """The tokens of an expression."""
    return doc.char_span(one.start, one.end, alignment_mode="expand")


def anchor_of(doc: Doc, one: Expression) -> Token | None:
    """The verb or noun that the expression tells the time of, measures and names looked through."""
    span = tokens_of(doc, one)
    if span is None or not len(span):
        return None
    token = span.root
    if one.words.get("prep") is None and span[-1].text in ("'s", "’s") and span.root.head.i >= span.end:
        return span.root.head
    token = token.head
    for _ in range(12):
        if token.i in range(span.start, span.end) or _is_transparent(token):
            if token.head is token:
                return token
            token = token.head
        else:
            return token
    return token


def _is_transparent(token: Token) -> bool:
    if token.pos_ in ("VERB", "AUX"):
        return False
    if token.pos_ in ("NOUN",):
        return token.lemma_.lower() in _MEASURES
    return True


def is_reporting(token: Token) -> bool:
    return token.lemma_.lower() in word_list("reporting")


def call_tokens(cue: Token) -> set[int]:
    """The tokens that carry the call: the cue, and where it is a noun the verb that it is object, subject or circumstance of."""
    carrying = {cue.i}
    token = cue
    for _ in range(8):
        if token.pos_ in ("VERB", "AUX") or token.head is token:
            break
        head = token.head
        if head.pos_ in ("VERB", "AUX"):
            if not (is_reporting(head) and token.dep_ in ("dobj", "nsubj", "nsubjpass") and head.lemma_ not in ("show", "put", "hear", "issue")):
                carrying.add(head.i)
            break
        if head.pos_ == "NOUN" and head.lemma_.lower() not in _MEASURES | word_list("call_nouns") and token.dep_ in ("pobj", "prep"):
            if head.dep_ not in ("dobj", "pobj", "attr", "nsubj", "nsubjpass"):
                break
        token = head
    for index in list(carrying):
        token = cue.doc[index]
        while token.dep_ in ("aux", "auxpass") and token.head.pos_ == "VERB":
            token = token.head
            carrying.add(token.i)
    return carrying


def is_statement_time(doc: Doc, one: Expression, carrying: set[int]) -> bool:
    """Whether the words just before the expression are those of saying: "the Kremlin said on Tuesday"."""
    span = tokens_of(doc, one)
    if span is None or span.start == 0:
        return False
    start = max(span.sent.start, span.start - 9)
    before = doc[start : span.start].text.rstrip()
    match = _SAID_ON.search(before)
    if not match:
        return False
    verb = next((t for t in reversed(doc[start : span.start]) if t.text.lower() == match["verb"].lower()), None)
    return verb is not None and verb.pos_ in ("VERB", "AUX") and is_reporting(verb) and verb.i not in carrying


def fit(doc: Doc, one: Expression, cue: Token) -> int:
    """How well the expression fits as the time of the call told at `cue`."""
    carrying = call_tokens(cue)
    if is_statement_time(doc, one, carrying):
        return NONE
    anchor = anchor_of(doc, one)
    if anchor is None or anchor.sent != cue.sent:
        return NONE
    if anchor.i in carrying:
        return SURE
    if anchor.pos_ in ("NOUN", "PROPN"):
        return _fit_noun(anchor, carrying)
    if is_reporting(anchor) and not any(doc[i].is_ancestor(anchor) for i in carrying):
        return NONE
    if _is_above(anchor, doc, carrying) or _is_purpose(anchor, carrying):
        return GOOD
    return _same_clause(anchor, doc, carrying)


def _fit_noun(noun: Token, carrying: set[int]) -> int:
    """A time on a noun: of the call if the noun is one, of another event if not."""
    if noun.lemma_.lower() in word_list("call_nouns"):
        return GOOD
    return NONE


def _is_above(anchor: Token, doc: Doc, carrying: set[int]) -> bool:
    """Whether the verb governs the call's ("made time on Tuesday to reach out", "rang A on Monday and then called B")."""
    top = min(carrying, key=lambda i: len(list(doc[i].ancestors)))
    token = doc[top]
    for _ in range(6):
        if token.head is token or token.dep_ not in _UP | {"ccomp", "prep", "pobj", "dobj", "npadvmod", "advmod", "nsubj", "attr"}:
            return False
        if token.dep_ == "ccomp" and is_reporting(token.head):
            return False
        if token.dep_ == "conj" and token.head.i > token.i:
            return False
        token = token.head
        if token.i == anchor.i:
            return True
    return False


def _is_purpose(anchor: Token, carrying: set[int]) -> bool:
    """Whether the verb is what the call was for ("called to congratulate him on Friday")."""
    token = anchor
    for _ in range(3):
        if token.dep_ in ("xcomp", "advcl") and (token.tag_ == "VBG" or any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children)):
            token = token.head
            if token.i in carrying:
                return not any(c.dep_ == "mark" and c.lower_ != "to" for c in anchor.children)
        else:
            return False
    return False


def _same_clause(anchor: Token, doc: Doc, carrying: set[int]) -> int:
    """A last chance: the time stands at the head of the sentence and the call is its main clause."""
    for index in carrying:
        token = doc[index]
        while token.dep_ not in _CLAUSES and token.head is not token:
            token = token.head
        if token.i == anchor.i:
            return GOOD
    return NONE
