"""The filters on events: what passes is said once, by `matches`, of an event as it is now or was at one position of the feed.

`services.events.clauses` tells which lists hold the events that may pass; a test holds the two against each other. Filters narrow:
all must hold, also where one is repeated, so that "country=DE&country=FR" asks for the calls between both. Names and words are
compared folded and as whole words, in any order. Must not know HTTP or SQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.folding import find_words, fold
from shared.index.terms import find_callers, find_calling, find_texts
from shared.vocabulary import TOPIC_LABELS

Data = dict[str, Any]


@dataclass(frozen=True)
class Filters:
    """What an event must be like to be told; without anything said, every event passes."""

    participant: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    initiator: str | None = None
    topic: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    q: str | None = None
    article: str | None = None
    updated_after: int | None = None


EVERYTHING = Filters()


def has_words(told: str | None, asked: str) -> bool:
    """Whether all words of `asked` are among those of `told`."""
    return set(find_words(asked)) <= set(find_words(told or ""))


def is_country(told: str | None, asked: str) -> bool:
    """Whether a country or movement is the one asked for, in capitals or not."""
    return told is not None and fold(told) == fold(asked)


def is_label(topic: str) -> bool:
    """Whether a topic asked for is one of the closed list; anything else means words of the topic as told."""
    return topic in TOPIC_LABELS


def is_within(told: str | None, first: date | None, last: date | None) -> bool:
    """Whether a date of any precision may lie between two days; an event without a date never does."""
    if first is None and last is None:
        return True
    if told is None:
        return False
    return (first is None or told >= str(first)[: len(told)]) and (last is None or told <= str(last)[: len(told)])


def matches(filters: Filters, event: Data, words: str) -> bool:
    """Whether `event`, a document of the feed, passes; `words` is the text that `q` searches."""
    people, topics = event["participants"], event["topics"]
    return (
        all(any(has_words(person["name"], asked) for person in people) for asked in filters.participant)
        and all(any(is_country(person["country"], asked) for person in people) for asked in filters.country)
        and (filters.initiator is None or _is_initiator(event, filters.initiator))
        and all(any(_is_topic(topic, asked) for topic in topics) for asked in filters.topic)
        and is_within(event["date"], filters.first_day, filters.last_day)
        and (filters.q is None or has_words(words, filters.q))
        and (filters.article is None or any(report["article"]["id"] == filters.article for report in event["reports"]))
        and (filters.updated_after is None or int(event["cursor"]) > filters.updated_after)
    )


def _is_topic(topic: Data, asked: str) -> bool:
    return topic["label"] == asked if is_label(asked) else any(has_words(text, asked) for text in find_texts(topic))


def _is_initiator(event: Data, asked: str) -> bool:
    """A name, a country code as told, or the country of a participant that is named as initiator."""
    named = any(has_words(name, asked) for name in find_callers(event))
    return named or any(is_country(country, asked) for country in find_calling(event))
