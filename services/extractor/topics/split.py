"""Cuts a stretch of a sentence that lists topics into its parts, where each could be talked about alone.

"trade, energy and the border" is three; "trade and economic cooperation" and "relations between A and B" are one.
"""

from __future__ import annotations

from collections.abc import Iterator

from services.extractor.account.stretches import strip_edges
from services.extractor.tokens import Span, Token

FINITE = {"VBD", "VBZ", "VBP", "MD"}
SHARED_HEADS = {
    "cooperation",
    "relations",
    "ties",
    "issues",
    "matters",
    "links",
    "affairs",
    "questions",
    "agenda",
    "topics",
    "spheres",
    "areas",
    "fields",
    "contacts",
    "dialogue",
}


def split_list(sent: Span, start: int, end: int, opener: str) -> Iterator[Span]:
    """Yields the parts of a list, cut where a new matter begins; `opener` is the word before it ("on")."""
    doc, first = sent.doc, start
    for i in range(start, end):
        token = doc[i]
        joint = (
            token.text in {",", ";"}
            or token.lower_ in {"and", "&"}
            or (token.lower_ == "as" and i + 1 < end and doc[i + 1].lower_ == "well")
        )
        if joint and _begins_new(doc[first:i], doc[i:end], opener):
            yield from _tidy(doc[first:i])
            first = i + (3 if token.lower_ == "as" else 1)
    if first < end:
        yield from _tidy(doc[first:end])


def _begins_new(part: Span, rest: Span, opener: str) -> bool:
    """Whether the words after a comma or "and" are a matter of their own."""
    words = [token for token in part if not token.is_punct and token.lower_ not in {"and"}]
    ahead = [token for token in rest if not token.is_punct and token.lower_ not in {"and", "as", "well"}]
    if not words or not ahead or not any(token.pos_ in {"NOUN", "PROPN", "VERB"} for token in words):
        return not words
    last, following = words[-1], ahead[0]
    if (following.pos_ in {"VERB", "AUX"} and following.tag_ != "VBG") or last.pos_ == "ADJ" or _modifies_ahead(last, rest):
        return False
    if following.pos_ == "ADP":
        return following.lower_ in {opener, "on", "about"} and following.lower_ in {opener, *(token.lower_ for token in part)}
    lowered = [token.lower_ for token in part]
    if "between" in lowered and "and" not in lowered[lowered.index("between") :]:
        return False
    return not _joins_names(words, ahead) and not _joins_attributes(words, ahead, rest[0].lower_)


def _modifies_ahead(last: Token, rest: Span) -> bool:
    """Whether the last word belongs to a noun behind the "and" ("border and customs checkpoint")."""
    own = any(child.dep_ in {"compound", "amod"} for child in last.children) or last.nbor(-1).pos_ in {"ADJ", "NOUN", "PROPN"}
    return (
        not own
        and rest[0].lower_ == "and"
        and last.dep_ in {"compound", "nmod", "amod"}
        and rest.start < last.head.i < rest.start + 4
    )


def _joins_names(words: list[Token], ahead: list[Token]) -> bool:
    """Whether "and" joins two names inside one matter ("the situation in Chad and Mali")."""
    following = next((token for token in ahead if token.pos_ not in {"DET", "ADJ"}), ahead[0])
    return words[-1].pos_ == "PROPN" and following.pos_ == "PROPN" and any(token.pos_ == "ADP" for token in words)


def _joins_attributes(words: list[Token], ahead: list[Token], joint: str) -> bool:
    """Whether "and" joins heads or attributes of one phrase ("the threats and challenges in X", "trade and economic ties")."""
    following = ahead[0]
    if (
        following.pos_ == "NOUN"
        and words[0].pos_ == "DET"
        and len(words) == 2
        and len(ahead) > 1
        and ahead[1].pos_ in {"ADP", "VERB"}
    ):
        return True
    if len(words) > 1 or joint != "and":
        return False
    if following.pos_ == "ADJ" and any(token.lower_ in SHARED_HEADS for token in ahead[1:3]):
        return True
    return len(ahead) == 2 and ahead[1].lower_ in SHARED_HEADS


def shares_head(span: Span) -> bool:
    """Whether a phrase joins attributes of its last noun ("trade and economic cooperation")."""
    words = [token for token in span if token.pos_ != "DET"]
    return len(words) in {3, 4} and words[1].lower_ == "and" and words[-1].lower_ in SHARED_HEADS


def _tidy(part: Span) -> Iterator[Span]:
    """Yields a part without "on", "about", "then" and punctuation at its edges."""
    span = strip_edges(part)
    while len(span) and span[0].lower_ in {
        "on",
        "about",
        "of",
        "then",
        "also",
        "as",
        "well",
        "both",
        "including",
        "to",
        "with",
        "namely",
        "such",
    }:
        span = strip_edges(span[1:])
    if len(span) and any(token.pos_ in {"NOUN", "PROPN"} for token in span) and not any(token.tag_ in FINITE for token in span):
        yield span
