"""What one transaction did to events, beyond changing their content. Plain data."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Moves:
    """What became of events: those touched, those that went up into another, and new ones taken out of another."""

    touched: set[str] = field(default_factory=set)
    merged: dict[str, str] = field(default_factory=dict)
    split: dict[str, str] = field(default_factory=dict)
