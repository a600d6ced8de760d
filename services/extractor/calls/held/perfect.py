"""Whether a verb puts a call behind the time that the text tells of."""

from __future__ import annotations

from services.extractor.dates.grammar import is_pluperfect
from services.extractor.tokens import Token


def past_perfect(verb: Token | None) -> bool:
    """Whether `verb` stands in a past perfect that puts it behind the telling, and is not just reported speech put back; what
    somebody had said is so twice."""
    if verb is None or not is_pluperfect(verb):
        return False
    return verb.dep_ != "ccomp" or not _tells(verb.head) or past_perfect(verb.head)


def _tells(verb: Token) -> bool:
    """Whether a verb tells what stands under it ("it was left to him to say when") and does not leave it open ("would not say")."""
    if verb.tag_ == "VB":
        return any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
    return verb.tag_ in ("VBD", "VBN", "VBZ", "VBP", "VBG")
