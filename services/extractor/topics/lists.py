"""Reads topics off the surface of a sentence: what stands after "discussed" or before "were also touched upon", part by part.

Agency copy tells its topics in lists too long for a small parser. The patterns are `lists` of `patterns/topics.yml`; here the
stretch beside one is bounded and cut at its commas and "and"s, where each part could be talked about alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from services.extractor.account.parse import is_verb
from services.extractor.rules.needed import Sieve
from services.extractor.rules.topic_rules import ListRule, load_list_rules
from services.extractor.tokens import Span, Token
from services.extractor.topics.split import FINITE, split_list

ENDS = {
    "which",
    "who",
    "whom",
    "whose",
    "where",
    "when",
    "while",
    "although",
    "though",
    "but",
    "because",
    "after",
    "before",
    "during",
    "amid",
    "according",
    "until",
    "since",
    "whereas",
    "so",
    "that",
    "adding",
    "saying",
    "noting",
    "following",
    "ahead",
    "if",
    "should",
    "without",
    "despite",
    "to",
}
CALL_WORDS = {"phone", "telephone", "call", "conversation", "talk", "videoconference", "video", "line", "talks", "statement"}
MOST = 60


@lru_cache(maxsize=1)
def _load_sieve() -> Sieve:
    return Sieve(pattern for _, pattern in load_list_rules())


def find_listed(sent: Span) -> Iterator[tuple[ListRule, Token, Span]]:
    """Yields rule, the word that stands for the trigger, and each part of a list of topics."""
    rules = load_list_rules()
    for rule, pattern in (rules[place] for place in _load_sieve().sift(sent.text.lower())):
        for found in pattern.finditer(sent.text):
            trigger = sent.doc.char_span(sent.start_char + found.start(), sent.start_char + found.end(), alignment_mode="expand")
            if trigger is None:
                continue
            start, end = _after(trigger, sent) if rule.side == "after" else _before(trigger, sent)
            head = next((token for token in trigger if is_verb(token)), trigger[0])
            for part in split_list(sent, start, end, trigger[-1].lower_):
                yield rule, head, part


def _after(trigger: Span, sent: Span) -> tuple[int, int]:
    """Returns the stretch after a trigger, "with X", adverbs and "by phone" passed over."""
    doc, i = sent.doc, trigger.end
    while i < sent.end:
        token = doc[i]
        if (
            token.lower_ in {"with", "by", "over"}
            and token.dep_ == "prep"
            and (token.lower_ == "with" or {w.lower_ for w in token.subtree} & CALL_WORDS)
        ):
            i = _behind_chunk(sent, i + 1)
        elif token.pos_ == "ADV" or (
            token.lower_ in {"also", ",", "in", "detail", "including", "both"}
            and token.pos_ not in {"NOUN"}
            and (token.lower_ != "in" or doc[min(i + 1, len(doc) - 1)].lower_ == "detail")
        ):
            i += 1
        else:
            break
    start = i
    while i < min(sent.end, start + MOST) and not _ends_list(doc[i], start):
        i += 1
    if i < sent.end and doc[i].tag_ in FINITE:
        i = _back_to_comma(doc[start:i])
    return start, i


def _behind_chunk(sent: Span, i: int) -> int:
    """Returns the place behind the plain noun phrase that holds token `i`."""
    noun = sent.doc[i]
    while noun.dep_ in {"det", "compound", "amod", "poss", "nummod", "nmod", "case"} and noun.head.i < sent.end:
        noun = noun.head
    if noun.pos_ in {"NOUN", "PROPN", "PRON"} and noun.i >= i:
        behind = (token.i for token in sent.doc[i + 1 : noun.i + 1] if token.pos_ == "DET")
        return next(behind, noun.i + 1)
    return i


def _ends_list(token: Token, start: int) -> bool:
    """Whether a list of topics cannot go on beyond this word."""
    if (token.text in {".", ";", ":", "—", "–", "”", '"'} and token.i > start) or token.lower_ in ENDS:
        return not (token.lower_ == "to" and token.pos_ == "ADP") and not (token.lower_ == "so" and token.i == start)
    if (
        token.lower_ == "as"
        and token.nbor(-1).lower_ not in {"well", "such"}
        and (token.i + 1 >= len(token.doc) or token.nbor(1).lower_ != "well")
    ):
        return True
    if token.tag_ in FINITE and token.dep_ not in {"amod"}:
        return True
    if token.lower_ in {"in", "by", "over", "on", "at"} and token.dep_ == "prep":
        inner = list(token.subtree)[:6]
        if {word.lower_ for word in inner} & CALL_WORDS or any(word.ent_type_ in {"DATE", "TIME"} for word in inner[1:3]):
            return True
    return token.is_space and "\n" in token.text


def _back_to_comma(stretch: Span) -> int:
    """Returns the end of the list where a new clause begins inside `stretch`: its last comma or "and"."""
    for token in reversed(list(stretch)):
        if token.text == "," or token.lower_ == "and":
            return token.i
    return stretch.start


def _before(trigger: Span, sent: Span) -> tuple[int, int]:
    """Returns the stretch between the beginning of the clause and a trigger such as "were discussed"."""
    doc, i = sent.doc, trigger.start
    while i > sent.start:
        token = doc[i - 1]
        if (
            token.tag_ in FINITE
            or token.text in {";", ":", "—", "–", "“", '"'}
            or token.lower_ in ENDS - {"to"}
            or (token.is_space and "\n" in token.text)
        ):
            break
        i -= 1
    if i > sent.start and doc[i - 1].tag_ in FINITE:
        later = next((token.i + 1 for token in doc[i : trigger.start] if token.text == ","), trigger.start)
        return later, trigger.start
    while i < trigger.start and (doc[i].pos_ in {"ADV", "CCONJ", "PUNCT"} or doc[i].is_space):
        i += 1
    if doc[i].pos_ == "ADP":
        i = next((token.i + 1 for token in doc[i : trigger.start] if token.text == ","), _skip_setting(doc[i], trigger.start))
    return i, trigger.start


def _skip_setting(prep: Token, limit: int) -> int:
    """Returns where the subject begins behind an opening such as "In the course of the talk" that no comma closes."""
    for token in prep.doc[prep.i : limit]:
        if token.lower_ in CALL_WORDS:
            return token.i + 1
    return limit
