"""Reads topics off the surface of a sentence: what stands after "discussed" or before "were also touched upon", part by part.

Agency copy tells its topics in lists too long for a small parser. The patterns are `lists` of `patterns/topics.yml`; here the
stretch beside one is bounded and cut at its commas and "and"s, where each part could be talked about alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from services.extractor.account.parse import is_verb, strip_edges
from services.extractor.rules.topic_rules import ListRule, load_list_rules

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
FINITE = {"VBD", "VBZ", "VBP", "MD"}
MOST = 60


def find_listed(sent: Span) -> Iterator[tuple[ListRule, Token, Span]]:
    """Yields rule, the word that stands for the trigger, and each part of a list of topics."""
    for rule, pattern in load_list_rules():
        for found in pattern.finditer(sent.text):
            trigger = sent.doc.char_span(sent.start_char + found.start(), sent.start_char + found.end(), alignment_mode="expand")
            if trigger is None:
                continue
            start, end = _after(trigger, sent) if rule.side == "after" else _before(trigger, sent)
            head = next((token for token in trigger if is_verb(token)), trigger[0])
            for part in _split(sent, start, end, trigger[-1].lower_):
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
    for chunk in sent.noun_chunks:
        if chunk.start <= i < chunk.end:
            later = next((token.i for token in chunk if token.i > i and token.pos_ == "DET"), chunk.end)
            return later
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


def _split(sent: Span, start: int, end: int, opener: str) -> Iterator[Span]:
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
