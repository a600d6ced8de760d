"""An account: what one place in the text tells of one call."""

from __future__ import annotations

from dataclasses import dataclass, field

from services.extractor.calls.words.sighting import Sighting
from services.extractor.types import Entity

Parties = list[Entity]


@dataclass
class Account:
    """What one cue tells: the parties on the line, the callers among them, and how it is told. `called`: the only party told was
    called, so that whoever the context adds is the caller. `several`: the cue tells of several calls, this being one."""

    sighting: Sighting
    sent: int
    parties: Parties
    callers: Parties = field(default_factory=list)
    held: bool = True
    background: bool = False
    joint: bool = False
    complete: bool = True
    called: bool = False
    several: bool = False


def sides(parties: Parties) -> set[str]:
    """The states and organisations of `parties`."""
    return {p.country for p in parties if p.country}
