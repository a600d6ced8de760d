"""What passes from stage to stage: plain frozen records without behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Article:
    """One text as posted. `text` is never changed: every offset counts characters of it. `published_at` is an ISO date or time."""

    id: str
    text: str
    title: str | None = None
    published_at: str | None = None


@dataclass(frozen=True)
class Extraction:
    """What one article told: `calls` as the contract's `extract` prints them, `language` (ISO 639-1, `und` where unknown),
    `version` of the extractor, and `skipped`: why nothing was read ("no cue", "not English"), else None."""

    calls: list[dict[str, Any]] = field(default_factory=list)
    language: str = "und"
    version: str = ""
    skipped: str | None = None
