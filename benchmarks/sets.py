"""The gold sets and what the extractor makes of them.

`dev` measures while rules are written; the batches were annotated before any extractor ran over them. The seeds, five articles
kept outside the repository, join in where they are there.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.same import Data
from benchmarks.score import load_gold
from services.extractor.extract import Extractor, load_extractor
from services.extractor.types import Article

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold"
SEEDS = ROOT.parent / "shared" / "gold" / "seeds"


@dataclass
class GoldSet:
    """The articles of one set, the calls found in them (by article id), and how long that took."""

    name: str
    articles: list[Data]
    found: dict[str, list[Data]] = field(default_factory=dict)
    seconds: float = 0.0


def find_sets(names: tuple[str, ...] = ()) -> list[GoldSet]:
    """Returns the sets of these names (all, where none is given): dev, then the batches, then the seeds."""
    folders = [GOLD / "dev", *sorted(GOLD.glob("batch-*"), key=lambda path: int(path.name.split("-")[1])), SEEDS]
    there = [folder for folder in folders if folder.is_dir() and (not names or folder.name in names)]
    return [GoldSet(folder.name, load_gold([folder])) for folder in there]


def as_article(row: Data) -> Article:
    """Returns a gold article as the extractor takes it."""
    return Article(row["id"], row["text"], row.get("title"), row.get("published_at"))


def extract_sets(sets: list[GoldSet], advance: Callable[[], object] = lambda: None) -> Extractor:
    """Reads every article of the sets once and keeps what was found; returns the extractor that did."""
    extractor = load_extractor()
    for gold in sets:
        begun = time.monotonic()
        for row in gold.articles:
            gold.found[row["id"]] = extractor.extract(as_article(row)).calls
            advance()
        gold.seconds = time.monotonic() - begun
    return extractor
