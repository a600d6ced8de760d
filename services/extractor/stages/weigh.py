"""Says of each call how likely it is one. Reads `clues` and what was found of the call; sets `clues` and `confidence`."""

from __future__ import annotations

from services.extractor.calls.filing.clues import find_late_clues
from services.extractor.calls.filing.judge import judge, load_weights
from services.extractor.types import Document


def run(document: Document) -> None:
    """Sets `confidence` of each call."""
    for call in document.calls:
        call.clues |= find_late_clues(call)
        call.confidence = judge(call.clues, load_weights())
