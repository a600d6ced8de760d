"""One pass of the extractor over all gold sets, shared by every test here."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from benchmarks.baseline import summarise
from benchmarks.same import Data
from benchmarks.sets import GoldSet, extract_sets, find_sets
from services.extractor.extract import Extractor


@dataclass(frozen=True)
class Run:
    """The sets with what was found in them, the extractor that found it, and the scores."""

    sets: list[GoldSet]
    extractor: Extractor
    summary: Data


@pytest.fixture(scope="session")
def run() -> Run:
    sets = find_sets()
    extractor = extract_sets(sets)
    return Run(sets, extractor, summarise(sets))
