"""Who stands behind a description that tells no office: "the winner of the election, Boris Johnson"."""

from __future__ import annotations

from collections.abc import Mapping

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
    doc, comma = noun.doc, noun.subtree[-1].i + 1
    if comma + 1 >= noun.sent.end or doc[comma].text != ",":
        return None
    behind = covering.get(comma + 1)
    closed = behind is not None and (behind.end >= noun.sent.end or doc[behind.end].is_punct)
    return _if_name(behind) if behind is not None and closed else None


def _if_name(mention: Mention) -> Mention | None:
    return mention if mention.kind == "name" and any(member.official for member in mention.members) else None
