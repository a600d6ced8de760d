"""Which verb or noun of a sentence a time expression belongs to, and which of its words carry a call.

Reads the parse. The decision a reader would question: a name between ("spoke with Merkel on Friday") is looked through, because
the parser hangs times on whatever stands before them.
"""

from __future__ import annotations

from services.extractor.dates.clauses import SEQUENCE
from services.extractor.dates.expressions import Expression, word_list
from services.extractor.dates.grammar import is_reporting
from services.extractor.dates.statements import tokens_of
from services.extractor.tokens import Doc, Span, Token

_MEASURE_WORDS = (
    "part much most some half rest bulk piece chunk portion share slice stretch remainder plenty best better morning afternoon "
    "evening night day hour minute course end start beginning eve time noon week a.m. p.m. am pm gmt utc o'clock clock moment "
    "middle midnight round series number couple pair sideline margin fringe today yesterday tonight monday tuesday wednesday "
    "thursday friday saturday sunday january february march april may june july august september october november december"
)
_MEASURES = frozenset(_MEASURE_WORDS.split())
PARTS = frozenset(["day", "morning", "afternoon", "evening", "night", "hour"])
HOLDING = frozenset(["hold", "organise", "organize", "host", "convene", "chair", "arrange", "conduct", "place", "make"])
CAUSING = frozenset(["have", "get", "manage", "begin", "start", "decide", "choose", "happen", "help"])


def anchor_of(doc: Doc, one: Expression) -> Token | None:
    """The verb or noun that the expression tells the time of, measures and names looked through."""
    span = tokens_of(doc, one)
    if span is None or not len(span):
        return None
    token = span.root
    if (clause := _clause_behind(span, one)) is not None:
        return clause.head
    if span[-1].text in ("'s", "’s") and (owned := span[-1].head.head).i >= span.end:
        return owned  # "Sunday's vote", "to congratulate him on last Sunday's election"
    token = token.head
    for _ in range(12):
        if token.i in range(span.start, span.end) or _is_transparent(token) or _fills_time(token):
            if token.head is token:
                return token
            token = token.head
        else:
            return token
    return token


def _clause_behind(span: Span, one: Expression) -> Token | None:
    """The verb of the clause that "hours after" begins: its time is that of the verb above."""
    if one.kind not in ("near", "event"):
        return None
    return next((t.head for t in span if t.dep_ == "mark" and t.head.i >= span.end and t.head.dep_ == "advcl"), None)


def _is_transparent(token: Token) -> bool:
    if token.pos_ in ("VERB", "AUX") or (token.lower_ == "one" and token.dep_ == "pobj" and token.head.lower_ in SEQUENCE):
        return False  # "their second talk, after one on Saturday"
    if token.pos_ in ("NOUN",):
        return token.lemma_.lower() in _MEASURES or _is_person(token) or _is_request(token) or _is_remark(token)
    return True


def _fills_time(noun: Token) -> bool:
    """Whether the noun only says of what a part of the day was: "her evening in the job on Wednesday"."""
    return noun.dep_ == "pobj" and noun.head.head.lemma_.lower() in PARTS and noun.head.head.dep_ in ("nsubj", "pobj", "npadvmod")


def _is_request(noun: Token) -> bool:
    """Whether the noun only says who wanted what the verb tells: "spoke at Warsaw's request on Tuesday"."""
    return noun.dep_ == "pobj" and noun.head.lower_ in ("at", "on", "upon") and noun.lemma_ in word_list("requests")


def _is_remark(noun: Token) -> bool:
    """Whether the noun is no more than what somebody said: "made the remarks on Friday in a call"."""
    return noun.dep_ == "dobj" and noun.lemma_.lower() in word_list("remarks") and noun.head.lemma_ in word_list("remarking")


def _is_person(noun: Token) -> bool:
    """Whether the noun is a title, behind which the parser hangs what comes next ("with the president of X, Y, on Monday")."""
    return noun.dep_ in ("pobj", "dobj", "appos", "conj") and (
        noun.lemma_.lower() in word_list("titles") or any(c.dep_ == "appos" and c.ent_type_ == "PERSON" for c in noun.children)
    )


def call_tokens(cue: Token) -> set[int]:
    """The tokens that carry the call: the cue, and where it is a noun the verb that it is object, subject or circumstance of."""
    carrying = {cue.i}
    if cue.tag_ == "VBD" and cue.dep_ == "compound":
        carrying.add(cue.head.i)  # "Albanese rang Salwai this morning", which the parser took for a name
    token = cue
    for _ in range(8):
        if token.pos_ in ("VERB", "AUX") or token.head is token:
            break
        head = token.head
        if head.pos_ in ("VERB", "AUX"):
            if token.dep_ == "prep" and token.lower_ in SEQUENCE:
                break
            if not (
                is_reporting(head)
                and token.dep_ in ("dobj", "nsubj", "nsubjpass")
                and head.lemma_ not in ("show", "put", "hear", "issue")
            ):
                carrying.add(head.i)
            break
        if head.pos_ == "NOUN" and token.dep_ == "prep" and head.lemma_.lower() not in _MEASURES | word_list("call_nouns"):
            break
        token = head
    carrying |= {c.i for c in cue.children if c.dep_ == "acl" and c.tag_ == "VBN" and c.lemma_ in HOLDING}
    for index in list(carrying):
        token = cue.doc[index]
        while (token.dep_ in ("aux", "auxpass") and token.head.pos_ == "VERB") or (
            token.dep_ in ("xcomp", "ccomp") and token.head.lemma_ in CAUSING
        ):
            token = token.head
            carrying.add(token.i)
    return carrying
