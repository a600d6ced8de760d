"""Who stands behind a description that tells no office, "the winner of the election, Boris Johnson", or behind a clause on another
name: "with Macky Sall, who chairs the union, and Olaf Scholz"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.extractor.tokens import Token
from services.extractor.types import Mention


def named_behind(noun: Token, covering: Mapping[int, Mention]) -> Mention | None:
    """Returns the name that a noun for somebody has behind it: in apposition, or between commas where the parse hangs it elsewhere.

    `covering`: the mention that each token stands in, where it stands in one.
    """
    if noun.pos_ != "NOUN" or noun.i in covering:
        return None
    for child in noun.children:
        if child.dep_ == "appos" and child.i > noun.i and child.i in covering:
            return _if_name(covering[child.i])
    if (below := _below_state(noun, covering)) is not None:
        return _if_name(below)
    doc, comma = noun.doc, noun.subtree[-1].i + 1
    if comma + 1 >= noun.sent.end or doc[comma].text != ",":
        return None
    behind = covering.get(comma + 1)
    closed = behind is not None and (behind.end >= noun.sent.end or doc[behind.end].is_punct)
    return _if_name(behind) if behind is not None and closed else None


def _below_state(noun: Token, covering: Mapping[int, Mention]) -> Mention | None:
    """ "The head of the government of Kenya, X,": the parse hangs the name on the state."""
    current: Token | None = noun
    while current is not None:
        named = next(
            (c for c in current.children if c.dep_ == "appos" and c.i in covering and c.doc[c.left_edge.i - 1].text == ","), None
        )
        if named is not None and current is not noun:
            return covering[named.i]
        current = next((g for c in current.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"), None)
    return None


def _if_name(mention: Mention) -> Mention | None:
    return mention if mention.kind == "name" and any(member.official for member in mention.members) else None


def joined_behind_clause(listed: Sequence[Token], covering: Mapping[int, Mention]) -> list[Mention]:
    """Those of a list of names who are joined to it behind what is told of one of them."""
    clause = next((c for t in listed for c in t.children if c.dep_ == "relcl" and c.i > t.i), None)
    joined = [covering.get(c.i) for t in listed for c in t.conjuncts if c.i > clause.i] if clause is not None else []
    return [m for m in joined if m is not None and m.kind in ("name", "role")]
