"""The SQL behind the page: texts of articles, history of an event, and counts of calls by day, by pair and by caller."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, select, tuple_
from sqlalchemy.orm import Session, defer

from services.events.filters import EVERYTHING, Filters
from services.events.page.drawing.network import Tie
from services.events.queries import iterate_numbers
from services.events.rows import AT_ONCE
from shared.database import session_scope
from shared.ids import first_id_at, utc_now
from shared.models import LIVE, Article, Event, EventDay, EventInitiator, EventParticipant, EventTie, FeedEntry
from shared.vocabulary import ArticleStatus

Data = dict[str, Any]
MOST_PAIRS = 60


def find_texts(article_ids: list[str]) -> dict[str, str]:
    """Returns the stored texts by article."""
    with session_scope() as session:
        return dict(session.execute(select(Article.id, Article.text).where(Article.id.in_(set(article_ids)))).all())


def find_history(event_id: str) -> list[tuple[str, str, Data]]:
    """Returns the event's entries of the feed as (time, kind, document), the oldest first."""
    wanted = select(FeedEntry.created_at, FeedEntry.kind, FeedEntry.document).where(FeedEntry.event_id == event_id)
    with session_scope() as session:
        rows = session.execute(wanted.order_by(FeedEntry.position))
        return [(at.strftime("%Y-%m-%d %H:%M"), kind, document) for at, kind, document in rows]


class Summary(NamedTuple):
    """How many calls each day had, how many have no day that is known, and who talked with whom most."""

    days: list[tuple[date, int]]
    undated: int
    ties: list[Tie]


def summarise(filters: Filters) -> Summary:
    """Returns the counts of a selection: the ones that are kept, for all events; for others they are counted."""
    with session_scope() as session:
        dates, ties = _read_counts(session) if filters == EVERYTHING else _count(session, filters)
    days = sorted((date.fromisoformat(told), calls) for told, calls in dates.items() if len(told) == 10 and calls)
    return Summary(days, sum(calls for told, calls in dates.items() if len(told) != 10), ties)


def _read_counts(session: Session) -> tuple[Mapping[str, int], list[Tie]]:
    dates = dict(session.execute(select(EventDay.date, EventDay.calls)).all())
    chief = select(EventTie.told_one, EventTie.told_other, EventTie.calls, EventTie.by_one, EventTie.by_other)
    chief = chief.where(EventTie.calls > 0).order_by(EventTie.calls.desc(), EventTie.one.desc(), EventTie.other.desc())
    return dates, [Tie(*row) for row in session.execute(chief.limit(MOST_PAIRS))]


def _count(session: Session, filters: Filters) -> tuple[Mapping[str, int], list[Tie]]:
    dates: Counter[str] = Counter()
    calls: Counter[tuple[str, str]] = Counter()
    placed: Counter[tuple[tuple[str, str], str]] = Counter()
    for numbers in iterate_numbers(filters):
        for start in range(0, len(numbers), AT_ONCE):
            chosen = Event.number.in_(numbers[start : start + AT_ONCE])
            counted = select(func.coalesce(Event.date, ""), func.count()).where(chosen, *LIVE).group_by(Event.date)
            dates.update(dict(session.execute(counted).all()))
            for names, caller in _find_people(session, chosen):
                for pair in combinations(sorted(names), 2):
                    calls[pair] += 1
                    placed[pair, caller] += 1
    chief = sorted(calls, key=lambda pair: (calls[pair], pair), reverse=True)[:MOST_PAIRS]
    told = _find_told(session, chief)
    return dates, [Tie(*told.get(pair, pair), calls[pair], placed[pair, pair[0]], placed[pair, pair[1]]) for pair in chief]


def _find_people(session: Session, chosen: ColumnElement[bool]) -> Iterator[tuple[set[str], str]]:
    """Yields the people of each event and who placed the call, "" where nobody says."""
    people = select(EventParticipant.event_id, EventParticipant.name).join(Event, Event.id == EventParticipant.event_id)
    placed = select(EventInitiator.event_id, EventInitiator.name).join(Event, Event.id == EventInitiator.event_id)
    callers = dict(session.execute(placed.where(chosen, *LIVE, EventInitiator.position == 0)).all())
    named: dict[str, set[str]] = defaultdict(set)
    for event_id, name in session.execute(people.where(chosen, *LIVE, EventParticipant.name.is_not(None))):
        named[event_id].add(name or "")
    return ((names, callers.get(event_id, "")) for event_id, names in named.items())


def _find_told(session: Session, pairs: list[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, str]]:
    """Returns the names of these pairs as they are told."""
    wanted = select(EventTie).where(tuple_(EventTie.one, EventTie.other).in_(pairs))
    return {(tie.one, tie.other): (tie.told_one, tie.told_other) for tie in session.scalars(wanted)}


def find_article(article_id: str) -> Article | None:
    """Returns the article with its text; None where there is none."""
    if not article_id.isalnum():
        return None
    with session_scope() as session:
        return session.scalars(select(Article).where(Article.id == article_id)).one_or_none()


def count_articles() -> dict[str, int]:
    """Returns how many articles stand in each state."""
    with session_scope() as session:
        return dict(session.execute(select(Article.status, func.count()).group_by(Article.status)).all())


def count_hours(hours: int = 12) -> list[tuple[str, int, int]]:
    """Returns how many articles came in each of the last hours and how many of these are finished, as ("14:00", 30, 27).

    Ids sort by time, so this reads a stretch of the index on state and id, whatever the table has grown to."""
    now = utc_now().replace(minute=0, second=0, microsecond=0)
    ended = Article.status.in_((ArticleStatus.DONE, ArticleStatus.FAILED))
    counted = []
    with session_scope() as session:
        for back in range(hours - 1, -1, -1):
            since = now - timedelta(hours=back)
            within = and_(Article.id >= first_id_at(since), Article.id < first_id_at(since + timedelta(hours=1)))
            came, done = session.execute(select(func.count(), func.count().filter(ended)).where(within)).one()
            counted.append((since.strftime("%H:%M"), came, done))
    return counted


def find_failed(limit: int = 50) -> list[Article]:
    """Returns the articles that failed last, without their texts."""
    wanted = select(Article).where(Article.status == ArticleStatus.FAILED).options(defer(Article.text))
    with session_scope() as session:
        return list(session.scalars(wanted.order_by(Article.id.desc()).limit(limit)))
