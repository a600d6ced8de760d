"""A packed set of words holds what was put in, and nothing else."""

from __future__ import annotations

from services.extractor.parsing.word_set import WordSet


def test_it_holds_its_words_alone() -> None:
    """Each word is in it, once; pieces, other spellings and words before and behind all others are not."""
    words = ["call", "caller", "naïve", "電話", "call"]
    found = WordSet(words)
    assert len(found) == 4
    assert all(word in found for word in words)
    assert not [word for word in ("", "cal", "Call", "calls", "naive", "a", "zzz") if word in found]


def test_an_empty_one_holds_nothing() -> None:
    """It counts as false, as an empty list does: the lemmatizer asks so whether it knows a word class."""
    assert not WordSet([])
    assert "call" not in WordSet([])
