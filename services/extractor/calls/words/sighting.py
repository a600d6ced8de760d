"""A cue as the other modules of `calls` pass it on, and small questions to the words beside a token."""

from __future__ import annotations

from dataclasses import dataclass

from services.extractor.tokens import Token

BESIDE = {"between", "after", "before", "following"}  # put one talk in time by another
VERBAL = ("VERB", "AUX")
OTHERS = frozenset(
    ("separate", "second", "another", "different", "third", "further", "later", "subsequent", "earlier", "joint", "trilateral")
)


@dataclass(eq=False)
class Sighting:
    """A cue: token `head`, the `verb` that governs it (None in a fragment), the `frame` its words tell, its rule and channel.
    `kind`: `verb`, `noun`, `instrument`, `plain`, `reference` ("the conversation"). `days`: the words of its sentence that tell
    a day, once somebody asked for them."""

    head: Token
    verb: Token | None
    frame: str
    rule: str
    channel: str
    kind: str
    definite: bool = False
    days: frozenset[str] | None = None


def words_before(token: Token, n: int) -> list[Token]:
    """The `n` tokens before `token` in its sentence."""
    return list(token.doc[max(token.sent.start, token.i - n) : token.i])


def next_words(token: Token, n: int) -> list[str]:
    """The `n` words behind `token` in its sentence, lower case."""
    return [t.lower_ for t in token.doc[token.i + 1 : min(token.i + 1 + n, token.sent.end)]]


def is_definite(token: Token) -> bool:
    """Whether a noun is told as one that is known already ("the call", "their conversation")."""
    return any(c.lower_ in ("the", "this", "that", "their", "during", "same") for c in token.children) or bool(
        words_before(token, 1) and words_before(token, 1)[0].lower_ in ("the", "this", "their")
    )


def stands_apart(noun: Token) -> bool:
    """ "Spoke by telephone after a call with Putin": a talk that another is put in time by, with company of its own."""
    led = noun.dep_ == "pobj" and noun.head.lower_ in BESIDE
    return led and any(c.dep_ == "prep" and c.lower_ in ("with", "to", "from", "between") for c in noun.children)


def is_set_apart(noun: Token) -> bool:
    """ "Spoke to X and, in a separate call, to Y", "and later, in a joint call, with Y": a call of its own between commas, beside
    the talk that the verb tells."""
    led = noun.dep_ == "pobj" and noun.head.lower_ in ("in", "during") and noun.head.i > noun.sent.start
    before = [t.lower_ for t in noun.doc[max(noun.sent.start, noun.head.i - 3) : noun.head.i]]
    closed = noun.i + 1 < noun.sent.end and noun.nbor(1).text == ","
    return led and closed and {"and", ","} <= set(before) and any(c.lower_ in OTHERS for c in noun.children)
