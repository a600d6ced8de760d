"""The SQL behind the page: texts of articles, history of an event, and counts of calls by day, by pair and by caller."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import defer

from services.events.filters import Filters
from services.events.page.drawing.network import Tie
from services.events.queries import conditions
from shared.database import session_scope
from shared.folding import fold
from shared.ids import first_id_at, utc_now
from shared.models import Article, Event, EventInitiator, EventParticipant, FeedEntry
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


def count_days(filters: Filters) -> list[tuple[date, int]]:
    """Returns how many calls of the selection each day had; calls whose day is not known are left out."""
    day_known = Event.date_from == Event.date_to
    wanted = select(Event.date_from, func.count()).where(*conditions(filters), Event.date_from.is_not(None), day_known)
    with session_scope() as session:
        rows = session.execute(wanted.group_by(Event.date_from).order_by(Event.date_from))
        return [(day, calls) for day, calls in rows if day]


def count_undated(filters: Filters) -> int:
    """Returns how many calls of the selection have no day."""
    wanted = select(func.count()).select_from(Event).where(*conditions(filters))
    with session_scope() as session:
        return session.scalar(wanted.where(Event.date_from.is_(None) | (Event.date_from != Event.date_to))) or 0


def count_ties(filters: Filters) -> list[Tie]:
    """Returns who talked with whom most in the selection, at most `MOST_PAIRS` pairs, names as they are told.

    Pairs are counted here: over 100,000 events both engines take many times longer to join and group them."""
    chosen = select(Event.id).where(*conditions(filters))
    people = select(EventParticipant.event_id, EventParticipant.name).where(EventParticipant.event_id.in_(chosen))
    placed = select(EventInitiator.event_id, EventInitiator.name).where(EventInitiator.event_id.in_(chosen))
    with session_scope() as session:
        callers = dict(session.execute(placed.where(EventInitiator.position == 0)).all())
        named: dict[str, list[str]] = defaultdict(list)
        for event_id, name in session.execute(people):
            if name:
                named[event_id].append(name)
        counted: Counter[tuple[str, str]] = Counter()
        latest: dict[tuple[str, str], str] = {}
        for event_id, names in named.items():
            for pair in combinations(sorted(set(names)), 2):
                counted[pair] += 1
                latest[pair] = max(event_id, latest.get(pair, ""))
        chief = sorted(counted, key=lambda pair: (-counted[pair], pair))[:MOST_PAIRS]
        documents = session.scalars(select(Event.document).where(Event.id.in_({latest[pair] for pair in chief}))).all()
    told = {fold(person["name"]): person["name"] for document in documents for person in document["participants"] if person["name"]}
    by: Counter[tuple[tuple[str, str], str]] = Counter()
    for event_id, caller in callers.items():
        for pair in combinations(sorted(set(named.get(event_id, ()))), 2):
            if caller in pair:
                by[pair, caller] += 1
    return [Tie(told.get(a, a), told.get(b, b), counted[a, b], by[(a, b), a], by[(a, b), b]) for a, b in chief]


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
