"""What a worker does before it forks: the articles that it reads ahead use all that articles use."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

from services.extractor.extract import load_extractor
from services.extractor.forking import ABROAD, SILENT, TELLING, rehearse, settle_memory

ROOT = Path(__file__).parents[2]
LIST_UNREAD = """
import gc
from functools import _lru_cache_wrapper
from inspect import signature
from services.extractor.extract import load_extractor
from services.extractor.forking import rehearse
rehearse(load_extractor())
gc.unfreeze()
kept = [o for o in gc.get_objects() if isinstance(o, _lru_cache_wrapper) and o.__module__.startswith("services.extractor")]
tables = [o for o in kept if not signature(o).parameters]
print(len(tables) > 20, [f"{o.__module__}.{o.__name__}" for o in tables if not o.cache_info().currsize])
"""


def test_articles_read_ahead_need_every_stage() -> None:
    """Some tell of calls with all that is told of one, some of none, one is in another language."""
    extractor = load_extractor()
    calls = [extractor.extract(article).calls for article in TELLING]
    for field in ("participants", "date", "topics", "outcomes", "initiator"):
        assert any(call[field] for call in calls[0]), field
    assert all(calls)
    for article in SILENT:
        read = extractor.extract(article)
        assert (read.calls, read.language) == ([], "en")
    assert extractor.extract(ABROAD).language == "de"


def test_no_table_is_left_to_forked_processes() -> None:
    """Whatever is read or reckoned once for all articles is there before a worker forks: each process would make its own."""
    told = subprocess.run([sys.executable, "-c", LIST_UNREAD], cwd=ROOT, check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "True []"


def test_what_is_there_is_kept_from_collection() -> None:
    """Behind it nothing is left for a forked process to look through."""
    rehearse(load_extractor())
    settle_memory()
    try:
        assert gc.get_count()[0] < 1000
        assert len(gc.get_objects()) < gc.get_freeze_count()
    finally:
        gc.unfreeze()
