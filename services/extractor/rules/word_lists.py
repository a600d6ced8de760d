"""Plain word lists of the stages, kept as YAML beside the patterns."""

from __future__ import annotations

from functools import lru_cache

from services.extractor.rules.load import PATTERNS, read_yaml


class WordListError(ValueError):
    """A list that holds something else than words; YAML reads a bare `on` or `no` as a truth value."""


@lru_cache(maxsize=8)
def load_words(name: str) -> dict[str, frozenset[str]]:
    """The lists of `patterns/<name>` by their keys."""
    lists: dict[str, list[object]] = read_yaml(PATTERNS / name)
    wrong = [f"{key}: {word!r}" for key, words in lists.items() for word in words if not isinstance(word, str)]
    if wrong:
        raise WordListError(f"{name}: not a word (quote it): {wrong}")
    return {key: frozenset(str(word) for word in words) for key, words in lists.items()}
