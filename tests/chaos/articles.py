"""What is posted under faults: mostly news without a call, and now and then a report of a call that no other article tells of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import NamedTuple

from benchmarks.bench.news import write_news

DAYS_BETWEEN = 3  # calls of the same two, so that none can be taken for another
PAIRS = (
    ("French President Emmanuel Macron", "Russian President Vladimir Putin", date(2017, 6, 1)),
    ("German Chancellor Olaf Scholz", "Chinese President Xi Jinping", date(2022, 1, 3)),
    ("U.S. President Joe Biden", "Turkish President Recep Tayyip Erdogan", date(2021, 2, 1)),
    ("Canadian Prime Minister Justin Trudeau", "Indian Prime Minister Narendra Modi", date(2016, 1, 4)),
    ("German Chancellor Angela Merkel", "Japanese Prime Minister Shinzo Abe", date(2013, 1, 7)),
)


class Posted(NamedTuple):
    """One article to post, and whether it reports a call (then exactly one, and it makes an event of its own)."""

    number: int
    body: dict[str, str]
    tells_call: bool


def write_call(number: int) -> dict[str, str]:
    """Returns a report of a call that differs from every other in its people or its day."""
    caller, called, first_day = PAIRS[number % len(PAIRS)]
    day = first_day + timedelta(days=DAYS_BETWEEN * (number // len(PAIRS)))
    text = (
        f"{caller} phoned {called} on {day.day} {day:%B %Y}, a spokesman said.\n\nThey discussed nuclear safety and trade.\n"
        f"The spokesman gave no other details of conversation number {number + 1} on his list.\n"
    )
    return {"text": text, "title": f"A call ({number})", "published_at": (day + timedelta(days=1)).isoformat()}


def write_articles(articles: int, calls_every: int, seed: int = 1) -> Iterator[Posted]:
    """Yields `articles` articles, no two alike; every `calls_every`-th reports a call."""
    news, calls = write_news(articles, seed, None), count()
    for number, article in zip(range(articles), news, strict=False):
        if number % calls_every:
            body = {name: str(article[name]) for name in ("title", "text", "published_at")}
            yield Posted(number, {**body, "text": f"{body['text']}\n\nItem {number} of the day.\n"}, False)
        else:
            yield Posted(number, write_call(next(calls)), True)
