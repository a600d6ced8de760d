"""Says in a sentence why an article gave no call, for people who wonder. Pure."""

from __future__ import annotations

from services.extractor.types import Document

LONGEST = 200
NOTHING = "Nothing in it tells of a call between people of two states or organisations."


def explain_silence(document: Document) -> str:
    """Returns the reason: the first mention of a call that did not take place, quoted, or that there was none."""
    told = [_quote(document, cue.sent) for cue in document.not_held]
    if not told:
        return NOTHING
    more = f" (and {len(told) - 1} more)" if len(told) > 1 else ""
    return f"Spoken of, but not told as held between two sides: “{told[0]}”{more}"


def _quote(document: Document, sent: int) -> str:
    words = " ".join(document.sents[sent].text.split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"
