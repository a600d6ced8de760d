"""The terms that an event is found by, of its document and its words. Pure.

A term is its kind, a colon and what is told: "c:de" is the country DE, "w:berlin" the word. Dates and positions are no terms: they
are kept by number (`shared.index.places`). Long words are cut, so a list may hold
a few events too many, never too few: whoever reads it looks at the event itself as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from itertools import combinations
from typing import Any

from shared.folding import find_words, fold, split_words

Data = dict[str, Any]

LONGEST = 60  # characters of a term that count


class Kind(StrEnum):
    """What a term tells of an event."""

    WORD = "w"  # of all that `q` searches
    PERSON = "p"  # a word of a participant's name, or two
    COUNTRY = "c"
    LABEL = "l"
    TOPIC = "t"  # a word of a topic as told
    CALLER = "i"  # a word, or two, of the name of who is said to have placed the call
    CALLING = "o"  # a country of whom is said to have placed it


def make_term(kind: Kind, told: str) -> str:
    """Returns the term of what is told: a folded word, a country, a label."""
    return f"{kind.value}:{told[:LONGEST]}"


def find_terms(document: Data, words: str) -> set[str]:
    """Returns what the event is found by; `words` is the folded text that `q` searches."""
    people, topics = document["participants"], document["topics"]
    return {
        *_make(Kind.WORD, split_words(words)),
        *_make(Kind.PERSON, (part for person in people if person["name"] for part in find_parts(person["name"]))),
        *_make(Kind.COUNTRY, (fold(person["country"]) for person in people if person["country"])),
        *_make(Kind.LABEL, (topic["label"] for topic in topics if topic["label"])),
        *_make(Kind.TOPIC, (word for topic in topics for text in find_texts(topic) for word in find_words(text))),
        *_make(Kind.CALLER, (part for name in find_callers(document) for part in find_parts(name))),
        *_make(Kind.CALLING, (fold(country) for country in find_calling(document))),
    }


def find_parts(name: str) -> list[str]:
    """Returns the words of a name, and every two of them, so that "angela macron" is not found where Merkel talked with Macron."""
    words = find_words(name)
    return [*words, *pair_words(words)]


def pair_words(words: Iterable[str]) -> list[str]:
    """Returns every two of the words, in one order."""
    return [" ".join(pair) for pair in combinations(sorted(words), 2)]


def find_texts(topic: Data) -> list[str]:
    """Returns all the words that a topic was told in."""
    texts: list[str] = topic.get("texts", [topic["text"]])
    return texts


def find_callers(document: Data) -> list[str]:
    """Returns who is said to have placed the call, by anybody: names, or countries as told; the first claim first."""
    initiator = document["initiator"]
    return [name for name in (*(claim["name"] for claim in initiator["claims"]), initiator["name"]) if name]


def find_calling(document: Data) -> set[str]:
    """Returns the countries of those participants who are said to have placed the call."""
    named = {fold(name) for name in find_callers(document)}
    return {person["country"] for person in document["participants"] if person["name"] and fold(person["name"]) in named} - {None}


def _make(kind: Kind, told: Iterable[str]) -> set[str]:
    begin = make_term(kind, "")
    return {begin + one[:LONGEST] for one in told}
