"""An object that stands in front of the subject: "Sadat he reached an hour later". The parser takes it for a second subject."""

from __future__ import annotations

from services.extractor.calls.listing import SUBJECTS
from services.extractor.tokens import Token


def fronted_object(verb: Token) -> Token | None:
    """Returns the name that stands right before the pronoun that acts, or None."""
    subjects = [c for c in verb.children if c.dep_ in SUBJECTS and c.i < verb.i]
    if len(subjects) != 2 or subjects[1].pos_ != "PRON" or subjects[0].pos_ not in ("PROPN", "NOUN"):
        return None
    return subjects[0] if subjects[1].i - subjects[0].i == 1 else None
