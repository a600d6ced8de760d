"""What filters ask for, as clauses over the terms that events are found by. Pure.

An event that passes the filters fulfils all clauses; one that fulfils them may still fail, since "gas safety" asks for two words of
one topic. So who finds events by clauses holds each against `services.events.filters.matches` as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from services.events.filters import Filters, is_label
from shared.folding import find_words, fold
from shared.index.lists import Clause
from shared.index.terms import LONGEST, Kind, make_moved, make_term, pair_words

END = "~"  # sorts behind whatever dates and positions are told in


def find_clauses(filters: Filters) -> list[Clause]:
    """Returns the clauses, those of few terms first, except what changed last; without filters, none. `article` is not among them:
    its events are known by its reports."""
    return [
        *([Clause(spans=((make_moved(filters.updated_after), make_term(Kind.MOVED, END)),))] if filters.updated_after else ()),
        *(Clause((make_term(Kind.PERSON, part),)) for name in filters.participant for part in _find_parts(name)),
        *(Clause((make_term(Kind.COUNTRY, fold(code)),)) for code in filters.country),
        *(clause for topic in filters.topic for clause in _find_topic(topic)),
        *(_find_initiator(filters.initiator) if filters.initiator is not None else ()),
        *(_find_all(Kind.WORD, filters.q) if filters.q is not None else ()),
        *([_find_dates(filters.first_day, filters.last_day)] if filters.first_day or filters.last_day else ()),
    ]


def are_exact(filters: Filters) -> bool:
    """Whether whatever fulfils the clauses passes the filters: no words that must stand together as no list tells, none cut."""
    names = [find_words(name) for name in (*filters.participant, filters.initiator or "")]
    topics = [find_words(topic) for topic in filters.topic if not is_label(topic)]
    longest = max(map(len, [" ".join(words) for words in (*names, *topics)] + find_words(filters.q or "")), default=0)
    together = all(len(words) <= 2 for words in names) and all(len(words) <= 1 for words in topics)
    return together and longest < LONGEST and not filters.updated_after and not filters.article


def _find_all(kind: Kind, asked: str) -> Iterator[Clause]:
    return (Clause((make_term(kind, word),)) for word in find_words(asked))


def _find_topic(asked: str) -> Iterator[Clause]:
    return iter([Clause((make_term(Kind.LABEL, asked),))]) if is_label(asked) else _find_all(Kind.TOPIC, asked)


def _find_initiator(asked: str) -> Iterator[Clause]:
    """All words of a name, or the country of who placed the call: each part of the name, or the country."""
    country = make_term(Kind.CALLING, fold(asked))
    return (Clause((make_term(Kind.CALLER, part), country)) for part in _find_parts(asked))


def _find_parts(name: str) -> list[str]:
    """Returns what of a name to ask for: its word, or every two of its words."""
    words = find_words(name)
    return pair_words(words) if len(words) > 1 else words


def _find_dates(first: date | None, last: date | None) -> Clause:
    """Any date that may lie between two days: the years and months of both ends as such, and all that is told between."""
    begin, end = ((day.isoformat()[:4], day.isoformat()[:7], day.isoformat()) for day in (first or date.min, last or date.max))
    terms = sorted({make_term(Kind.DATE, told) for told in (*begin[:2], *end[:2])})
    spans = [(make_term(kind, low), make_term(kind, high)) for kind, low, high in _find_spans(begin, end)]
    return Clause(tuple(terms), tuple(span for span in spans if span[0] <= span[1]))


def _find_spans(begin: tuple[str, str, str], end: tuple[str, str, str]) -> Iterator[tuple[Kind, str, str]]:
    """Yields spans of days, months and years that make up the time between two days, each told as (year, month, day)."""
    if begin[1] == end[1]:
        yield Kind.DATE, begin[2], end[2]
        return
    yield Kind.DATE, begin[2], f"{begin[1]}-{END}"
    yield Kind.DATE, f"{end[1]}-", end[2]
    month_before = f"{end[0]}-{int(end[1][5:]) - 1:02}"
    if begin[0] == end[0]:
        yield Kind.MONTH, begin[1] + END, month_before
        return
    yield Kind.MONTH, begin[1] + END, f"{begin[0]}-{END}"
    yield Kind.MONTH, f"{end[0]}-", month_before
    yield Kind.YEAR, begin[0] + END, f"{int(end[0]) - 1:04}"
