"""Who talked with whom where a verb is left out: "Kerry spoke with Lavrov, and Ayrault with Zarif", "Macron spoke to Putin on
Monday, Scholz to Xi and Draghi to Zelensky".

Reads the order of words behind the first of those with whom somebody talked; gives pairs. The decision a reader would question: a
name counts as one who acts only where nothing but the same preposition stands between it and the next.
"""

from __future__ import annotations

from itertools import pairwise

from services.extractor.calls.words.listing import Listing
from services.extractor.types import Mention

COMPANY = ("with", "to")
BEFORE = {"and", ",", ";", "while"}
NAMED = ("name", "role")


def find_gapped(told: list[Mention], listing: Listing) -> list[tuple[Mention, Mention]]:
    """The pairs behind the first of `told`, those behind "with" or "to" beside a cue."""
    first = min(told, key=lambda m: m.start)
    doc = listing.doc
    here = [m for m in listing.between(first.start, doc[first.start].sent.end) if m.kind in NAMED and len(m.members) == 1]
    led = doc[first.start - 1].lower_ if first.start else ""
    pairs: list[tuple[Mention, Mention]] = []
    for one, other in pairwise(here[1:]):
        gap = [t.lower_ for t in doc[one.end : other.start] if t.text not in (",", "the")]
        alone = len(gap) == 1 and gap[0] in COMPANY and (led not in COMPANY or gap[0] == led)
        if alone and doc[one.start - 1].lower_ in BEFORE and one.members[0].official:
            pairs.append((one, other))
    return pairs
