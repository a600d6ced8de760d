"""The filters on events: told once, applied twice.

`services.events.queries` applies them in SQL to what events are now; `matches` applies them to what an event was at one position
of the feed. A test holds the two against each other. Filters narrow: all must hold, also where one is repeated, so that
"country=DE&country=FR" asks for the calls between both. Names and words are compared folded and as whole words, in any order.
Must not know HTTP or SQL.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.folding import fold
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


def find_words(text: str) -> list[str]:
    """Returns the words of `text`, folded, each once: "Élysée Palace's" gives elysee, palace, s."""
    return list(dict.fromkeys(re.findall(r"\w+", fold(text))))


def has_words(told: str | None, asked: str) -> bool:
    """Whether all words of `asked` are among those of `told`."""
    return set(find_words(asked)) <= set(find_words(told or ""))


def spell_country(asked: str) -> tuple[str, str]:
    """Returns the ways in which a country may be stored: codes in capitals, movements by their names."""
    return asked, asked.upper()


def is_label(topic: str) -> bool:
    """Whether a topic asked for is one of the closed list; anything else means words of the topic as told."""
    return topic in TOPIC_LABELS


def matches(filters: Filters, event: Data, words: str) -> bool:
    """Whether `event`, a document of the feed, passes; `words` is the text that `q` searches."""
    people, topics = event["participants"], event["topics"]
    return (
        all(any(has_words(person["name"], asked) for person in people) for asked in filters.participant)
        and all(any(person["country"] in spell_country(asked) for person in people) for asked in filters.country)
        and (filters.initiator is None or _is_initiator(event, filters.initiator))
        and all(any(_is_topic(topic, asked) for topic in topics) for asked in filters.topic)
        and _is_within(event["date"], filters.first_day, filters.last_day)
        and (filters.q is None or has_words(words, filters.q))
        and (filters.article is None or any(report["article"]["id"] == filters.article for report in event["reports"]))
        and (filters.updated_after is None or int(event["cursor"]) > filters.updated_after)
    )


def _is_topic(topic: Data, asked: str) -> bool:
    return (
        bool(topic["label"] == asked)
        if is_label(asked)
        else any(has_words(text, asked) for text in topic.get("texts", [topic["text"]]))
    )


def _is_initiator(event: Data, asked: str) -> bool:
    """A name, a country code as told, or the country of a participant that is named as initiator."""
    initiator = event["initiator"]
    told = [name for name in (initiator["name"], *(claim["name"] for claim in initiator["claims"])) if name]
    named = {fold(name) for name in told}
    sides = {person["country"] for person in event["participants"] if person["name"] and fold(person["name"]) in named}
    return any(has_words(name, asked) for name in told) or not sides.isdisjoint(spell_country(asked))


def _is_within(told: str | None, first: date | None, last: date | None) -> bool:
    """Whether a date of any precision may lie between two days; an event without a date never does."""
    if first is None and last is None:
        return True
    if told is None:
        return False
    return (first is None or told >= str(first)[: len(told)]) and (last is None or told <= str(last)[: len(told)])
