"""How well a time expression fits as that of a call: what it hangs on, held against the words that carry the call.

Reads the parse. `fit` answers 0 to 4: 0 is the time of something else (a statement, another event), 3 hangs on the words that
carry the call, 4 on the noun for it.
"""

from __future__ import annotations

import re

from services.extractor.dates.anchors import anchor_of, call_tokens
from services.extractor.dates.clauses import (
    GOOD,
    NONE,
    OWN,
    SURE,
    WEAK,
    fit_above,
    is_announced,
    is_at_telling,
    is_broken_in_on,
    is_carried_on,
    is_fronted,
    is_meanwhile,
    is_parenthesis,
    is_purpose,
    is_put_between,
    is_put_first,
    is_right_behind,
    is_said_behind,
)
from services.extractor.dates.events import is_happening
from services.extractor.dates.expressions import Expression, word_list
from services.extractor.dates.grammar import has_subject, is_fresh, is_other_call, is_reporting, is_wanted, verb_of
from services.extractor.dates.statements import is_statement_time, tokens_of
from services.extractor.tokens import Doc, Token

CIRCUMSTANTIAL = frozenset(["on", "in", "at", "during", "aboard", "from", "amid", "between", "into", "by"])
AMID = frozenset(["with", "by", "over", "via"])
ON_A_MATTER = frozenset(["brief", "compliment", "congratulate", "consult", "update"])  # which "on" tells the matter of
BEFORE = 40  # characters in front of a day in which the words stand that count one call off
_COUNTED_OFF = re.compile(
    r"[,:]? (?:one|another|the other|the (?:first|second|third|fourth|last|latest))(?: of (?:them|these|which))?,? $"
)  # "two calls, the first on Friday, the second yesterday"
_IN_CALL = re.compile(r" (?:in|during) (?:a|an|the|his|her|their) (?:[\w-]{1,20} ){0,3}?(?:call|conversation|talk)\b")
_ONLY_NAMES_DAY = re.compile(r",(?: (?:which|that) (?:was|is|fell|falls)(?: on)?)?")


def fit(doc: Doc, one: Expression, cue: Token) -> int:
    """How well the expression fits as the time of the call told at `cue`."""
    carrying = call_tokens(cue)
    anchor = anchor_of(doc, one)
    if anchor is not None and is_at_telling(anchor, cue) and is_fresh(cue):
        return GOOD
    if (
        cue.tag_ == "NNS"
        and cue.idx < one.start <= doc[cue.sent.end - 1].idx
        and _COUNTED_OFF.search(doc.text, one.start - BEFORE, one.start)
    ):
        return SURE
    if is_statement_time(doc, one, carrying) or anchor is None or anchor.sent != cue.sent or _is_stir(anchor, cue, one):
        return NONE
    if is_put_between(doc, one, anchor, cue):
        return NONE
    if anchor.i == cue.i and cue.pos_ == "NOUN":
        return OWN
    if anchor.i in carrying or _is_inside(doc, one, carrying) or is_right_behind(doc, one, cue):
        return SURE
    if is_broken_in_on(anchor, cue):
        return WEAK
    if anchor.pos_ in ("NOUN", "PROPN"):
        return _fit_noun(anchor, one, carrying) or (WEAK if is_fronted(doc, one, cue) else NONE)
    if _is_of_noun(anchor, doc, carrying):
        return SURE
    if anchor.dep_ == "relcl" and anchor.lemma_ in ("be", "fall") and _is_named_day(anchor.head, one, carrying):
        return GOOD
    if is_reporting(anchor):
        put_in = is_parenthesis(doc, one, anchor, cue) or is_said_behind(doc, one, anchor, cue)
        return GOOD if put_in or is_purpose(anchor, carrying) else NONE
    if is_put_first(anchor, doc, carrying) or (is_purpose(anchor, carrying) and not _is_apposed(doc, one)):
        return GOOD
    if is_meanwhile(anchor, carrying) or is_announced(doc, one, anchor, cue) or is_carried_on(doc, one, cue):
        return WEAK
    return fit_above(anchor, doc, carrying) or (WEAK if is_fronted(doc, one, cue) else NONE)


def _is_stir(verb: Token, cue: Token, one: Expression) -> bool:
    """Whether a verb tells what a call did to others when it was known: "the call filled the papers yesterday"."""
    if verb.pos_ != "VERB" or cue.pos_ != "NOUN" or cue.i > verb.i or one.start < verb.idx:
        return False
    news = any(c.dep_ == "dobj" and c.lemma_ in ("headline", "news", "wave") for c in verb.children)
    if verb.lemma_ not in word_list("stirring") and not news:
        return False
    above = verb.head if verb.dep_ == "xcomp" else verb
    return any(c.dep_ == "nsubj" and (c == cue or c.is_ancestor(cue)) for c in above.children)


def _fit_noun(noun: Token, one: Expression, carrying: set[int]) -> int:
    """A time on a noun: of the call if the noun is one, or the call's subject that the parser took for the whole sentence."""
    if _is_had(noun, carrying):
        return GOOD
    if noun.lemma_.lower() in word_list("call_nouns"):
        others = noun.tag_ == "NNS" and is_wanted(verb_of(noun))  # "asked him to join the talks on Saturday"
        return NONE if others or is_other_call(noun) else GOOD
    if _is_circumstance(noun, carrying) or _is_named_day(noun, one, carrying) or _is_standing_matter(noun, one, carrying):
        return GOOD
    if _is_in_front(noun, one, carrying):
        return GOOD
    if noun.dep_ == "ROOT" and not any(t.dep_ == "nsubj" and t.head.pos_ in ("VERB", "AUX") for t in noun.sent):
        return GOOD  # a sentence whose verb the parser missed
    misread = any(c.i in carrying and c.dep_ in ("acl", "relcl") and c.tag_ == "VBD" and not has_subject(c) for c in noun.children)
    return GOOD if misread else NONE


def _is_had(noun: Token, carrying: set[int]) -> bool:
    """ "Had their first conversation on Thursday, a call that …": the talk that the words of the call only name once more."""
    had = noun.dep_ == "dobj" and noun.head.lemma_ in ("have", "hold", "conduct") and noun.head.tag_ == "VBD"
    return had and noun.head.i in carrying and noun.lemma_.lower() in word_list("call_nouns")


def _is_circumstance(noun: Token, carrying: set[int]) -> bool:
    """Whether the noun is what somebody was about when the call came, put first: "on the way home from Rome on Sunday, he rang"."""
    if noun.i > min(carrying):
        return False
    for above in [noun, *noun.ancestors]:
        if above.pos_ in ("VERB", "AUX"):
            return False
        place = above.dep_ == "prep" and above.lower_ in CIRCUMSTANTIAL and above.head.i in carrying
        if place and any(c.lemma_.lower() in word_list("circumstances") for c in above.children):
            return True
    return False


def _is_standing_matter(noun: Token, one: Expression, carrying: set[int]) -> bool:
    """Whether the noun, or the last one before the time, is what was talked about and has no day of its own: "spoke about the
    situation in Syria on Thursday"."""
    span = tokens_of(noun.doc, one)
    last = span is not None and span.start > noun.i and noun.doc[span.start - 1].lemma_.lower() in word_list("standing_matters")
    if not last and noun.lemma_.lower() not in word_list("standing_matters"):
        return False
    told = noun.head.i in carrying and noun.dep_ == "dobj"
    return told or (noun.dep_ == "pobj" and noun.head.lower_ in ("about", "on", "over") and noun.head.head.i in carrying)


def _is_in_front(noun: Token, one: Expression, carrying: set[int]) -> bool:
    """Whether the time stands right in front of "in a call", or of whom or by what means it was talked with, behind a noun that has
    no day of its own: "voiced concern about the strait on Tuesday in a conversation with X", "ruled out a truce on Saturday during
    his call with X", "discussed the demand on Tuesday with X by telephone"."""
    found = _IN_CALL.match(noun.doc.text, one.end)
    cue = noun.doc.char_span(one.end, found.end(), alignment_mode="expand") if found else None
    if (cue is None or cue[-1].i not in carrying) and not _is_amid(noun, one, carrying):
        return False
    wished = noun.dep_ == "pobj" and noun.head.head.lemma_ in word_list("wished")
    lemma = noun.lemma_.lower()
    return wished or not (is_happening(lemma) or lemma in word_list("circumstances") | word_list("short_occasions"))


def _is_amid(noun: Token, one: Expression, carrying: set[int]) -> bool:
    """Whether the time parts the object of the verb that carries the call from "with X" or "by telephone"."""
    span = tokens_of(noun.doc, one)
    if span is None or span.end >= noun.sent.end or noun.dep_ != "dobj" or noun.head.i not in carrying:
        return False
    return noun.doc[span.end].lower_ in AMID and noun.doc[span.end].head in (noun, noun.head)


def _is_named_day(noun: Token, one: Expression, carrying: set[int]) -> bool:
    """Whether the date only says which day the noun is: "called on his birthday, 17 September", "which was yesterday"."""
    behind, verb = noun.doc.text[noun.idx + len(noun) : one.start].strip(), noun.head.head
    if not _ONLY_NAMES_DAY.fullmatch(behind) or noun.dep_ != "pobj" or noun.head.lower_ != "on" or verb.i not in carrying:
        return False
    if verb.lemma_ in ON_A_MATTER:
        return False  # "congratulated him on Independence Day, which falls on 1 September"
    return not any(t.pos_ == "VERB" for t in noun.doc[verb.i + 1 : noun.i])


def _is_apposed(doc: Doc, one: Expression) -> bool:
    """Whether the date stands behind a comma as a further name of the noun before ("on his birthday, 17 September")."""
    span = tokens_of(doc, one)
    if span is None or span.start < 2 or doc[span.start - 1].text != ",":
        return False
    return doc[span.start - 2].pos_ == "NOUN" and doc[span.start - 2].dep_ == "pobj"


def _is_inside(doc: Doc, one: Expression, carrying: set[int]) -> bool:
    """Whether the call is told in a clause on the time itself ("on Thursday, when he got on the phone")."""
    span = tokens_of(doc, one)
    return span is not None and any(a.i in range(span.start, span.end) for a in doc[min(carrying)].ancestors)


def _is_of_noun(anchor: Token, doc: Doc, carrying: set[int]) -> bool:
    """Whether the verb stands in a clause on the call's noun ("a talk which started on Friday", "the call, held on Friday")."""
    if anchor.lemma_.lower() not in word_list("timing"):
        return False
    bare = anchor.tag_ == "VBN" or (anchor.tag_ == "VBD" and not has_subject(anchor))
    if bare and any(0 < anchor.i - i <= 3 and doc[i].pos_ == "NOUN" for i in carrying):
        return True
    if anchor.dep_ == "ccomp" and is_reporting(anchor.head) and any(c.lower_ in ("which", "that") for c in anchor.children):
        anchor = anchor.head  # "the call, which officials said took place on Friday"
    head = anchor.head
    equated = head.dep_ == "attr" and head.head.i in carrying  # "the conversation was the one that he had on Friday"
    return anchor.dep_ in ("relcl", "acl") and (head.i in carrying or equated)
