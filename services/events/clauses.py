"""What filters ask for, as clauses over the terms that events are found by. Pure.

An event that passes the filters fulfils all clauses; one that fulfils them may still fail, since "gas safety" asks for two words of
one topic. So who finds events by clauses holds each against `services.events.filters.matches` as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from services.events.filters import Filters, is_label
from shared.folding import find_words, fold
from shared.index.lists import Clause
from shared.index.terms import LONGEST, Kind, make_term, pair_words


def find_clauses(filters: Filters) -> list[Clause]:
    """Returns the clauses; without filters, none. Dates, what changed since and `article` are not among them: these are known by
    where the events stand, and by the article's reports."""
    return [
        *((make_term(Kind.PERSON, part),) for name in filters.participant for part in _find_parts(name)),
        *((make_term(Kind.COUNTRY, fold(code)),) for code in filters.country),
        *(clause for topic in filters.topic for clause in _find_topic(topic)),
        *(_find_initiator(filters.initiator) if filters.initiator is not None else ()),
        *(_find_all(Kind.WORD, filters.q) if filters.q is not None else ()),
    ]


def are_exact(filters: Filters) -> bool:
    """Whether whatever fulfils the clauses passes the filters: no words that must stand together as no list tells, none cut."""
    names = [find_words(name) for name in (*filters.participant, filters.initiator or "")]
    topics = [find_words(topic) for topic in filters.topic if not is_label(topic)]
    longest = max(map(len, [" ".join(words) for words in (*names, *topics)] + find_words(filters.q or "")), default=0)
    together = all(len(words) <= 2 for words in names) and all(len(words) <= 1 for words in topics)
    return together and longest < LONGEST and not filters.article


def _find_all(kind: Kind, asked: str) -> Iterator[Clause]:
    return ((make_term(kind, word),) for word in find_words(asked))


def _find_topic(asked: str) -> Iterator[Clause]:
    return iter([(make_term(Kind.LABEL, asked),)]) if is_label(asked) else _find_all(Kind.TOPIC, asked)


def _find_initiator(asked: str) -> Iterator[Clause]:
    """All words of a name, or the country of who placed the call: each part of the name, or the country."""
    country = make_term(Kind.CALLING, fold(asked))
    return ((make_term(Kind.CALLER, part), country) for part in _find_parts(asked))


def _find_parts(name: str) -> list[str]:
    """Returns what of a name to ask for: its word, or every two of its words."""
    words = find_words(name)
    return pair_words(words) if len(words) > 1 else words
