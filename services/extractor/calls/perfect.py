"""Whether a verb puts a call behind the time that the text tells of."""

from __future__ import annotations

from services.extractor.tokens import Token


def past_perfect(verb: Token | None) -> bool:
    """Whether `verb` stands in a past perfect that is not just reported speech put back; what somebody had said is so twice."""
    if verb is None:
        return False
    perfect = any(c.lower_ in ("had", "'d", "’d") and c.dep_ == "aux" for c in verb.children) and verb.tag_ in ("VBN", "VBD")
    return perfect and not (verb.dep_ == "ccomp" and _tells(verb.head) and not past_perfect(verb.head))


def _tells(verb: Token) -> bool:
    """Whether a verb tells what stands under it ("it was left to him to say when") and does not leave it open ("would not say")."""
    if verb.tag_ == "VB":
        return any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
    return verb.tag_ in ("VBD", "VBN", "VBZ", "VBP", "VBG")
