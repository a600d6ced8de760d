"""The bench's texts: the same for the same seed, long enough, each another, and with calls where they should be."""

from __future__ import annotations

import re
from itertools import islice

from benchmarks.bench.news import write_news

CALL = re.compile(
    r"spoke by phone with|telephoned (?!out)|telephone conversation|"
    r"phone call (?:from|with)|In a call|video conference|late on|took a call"
)


def test_the_same_seed_gives_the_same_news() -> None:
    """And another seed gives others."""
    assert list(write_news(20, 7, 5)) == list(write_news(20, 7, 5))
    assert all(a["text"] != b["text"] for a, b in zip(write_news(20, 7), write_news(20, 8), strict=True))


def test_articles_differ_and_have_the_length_of_news() -> None:
    """150 to 600 words, no text twice, nearly no sentence in more than a few, and no slot left open."""
    rows = list(write_news(300, 3, 10))
    assert len({row["text"] for row in rows}) == len({row["id"] for row in rows}) == len(rows)
    lengths = [len(row["text"].split()) for row in rows]
    assert min(lengths) >= 120
    assert max(lengths) <= 600
    assert not [row["id"] for row in rows if "{" in row["title"] + row["text"]]


def test_words_are_many() -> None:
    """A cache of words does not know the next thousand articles."""
    rows = write_news(1000, 3)
    words = [{word for row in islice(rows, 500) for word in row["text"].split()} for _ in range(2)]
    assert len(words[1] - words[0]) > 0.4 * len(words[1])


def test_each_nth_reports_a_call() -> None:
    """Written with the sentences for calls, which no other article has."""
    rows = list(write_news(60, 5, 20))
    told = [number for number, row in enumerate(rows) if CALL.search(row["text"])]
    assert told == [19, 39, 59]
