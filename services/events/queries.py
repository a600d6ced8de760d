"""All SQL on events: by filter, one of them, how many. Reads only, in short transactions.

A long selection is read page by page, a transaction each, so that a slow reader holds neither a snapshot nor a connection.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from services.events.filters import Filters, find_words, is_label, spell_country
from services.events.paging import Row, is_behind, make_token, sort_columns
from services.events.selection import Selection
from shared.database import session_scope
from shared.errors import Problem
from shared.models import Event, EventInitiator, EventParticipant, EventTopic, FeedEntry, Report

CHUNK = 200


def find_events(selection: Selection) -> list[Row]:
    """Returns the first events of the selection, as many as its limit says."""
    wanted = select(Event.id, Event.position, Event.date_from, Event.document).where(*conditions(selection.filters))
    if selection.after is not None:
        wanted = wanted.where(is_behind(selection.order, selection.after))
    wanted = wanted.order_by(*sort_columns(selection.order)).limit(selection.limit)
    with session_scope() as session:
        return [Row(*row) for row in session.execute(wanted)]


def iterate_events(selection: Selection) -> Iterator[Row]:
    """Yields every event of the selection, up to its limit; the first page is read before this returns, so that it may raise."""
    first = find_events(selection._replace(limit=min(CHUNK, selection.limit or CHUNK)))
    return chain(first, _iterate_rest(selection, first))


def _iterate_rest(selection: Selection, page: list[Row]) -> Iterator[Row]:
    left = selection.limit
    while len(page) == CHUNK:
        left = None if left is None else left - CHUNK
        if left == 0:
            return
        after = make_token(selection.order, page[-1])
        page = find_events(selection._replace(after=after, limit=CHUNK if left is None else min(CHUNK, left)))
        yield from page


def find_event(event_id: str) -> Event | None:
    """Returns the event, also a retracted one or one that was merged away; what cannot be an id (NUL) is not asked for."""
    if not event_id.isalnum():
        return None
    with session_scope() as session:
        return session.scalars(select(Event).where(Event.id == event_id)).one_or_none()


def require_event(event_id: str) -> Event:
    """Returns the event, also one that was merged away; 404 where there is none, 410 for one that was retracted."""
    event = find_event(event_id)
    if event is None:
        raise Problem(404, "There is no event with this id.")
    if event.retracted_at and not event.merged_into:
        raise Problem(410, "This event was retracted: no report of it is left, or an analyst rejected it.")
    return event


def find_events_of(article_id: str) -> list[Event]:
    """Returns the events that an article reports, as they stand, in the order of their making."""
    reported = select(Report.event_id).where(Report.article_id == article_id)
    with session_scope() as session:
        return list(session.scalars(select(Event).where(Event.id.in_(reported)).order_by(Event.id)))


def count_events() -> dict[str, float]:
    """Returns the number of events that are served and that were retracted."""
    with session_scope() as session:
        total, live = session.execute(select(func.count(), func.count().filter(*conditions(Filters()))).select_from(Event)).one()
    return {"live": live, "retracted": total - live}


def count_entries() -> dict[str, float]:
    """Returns the number of feed entries by kind."""
    with session_scope() as session:
        counted = session.execute(select(FeedEntry.kind, func.count()).group_by(FeedEntry.kind))
        return {kind: float(number) for kind, number in counted}


def conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """Returns what an event must fulfil; what was retracted or merged away is never listed."""
    found: list[ColumnElement[bool]] = [Event.retracted_at.is_(None), Event.merged_into.is_(None)]
    found += [_exists(EventParticipant, _has_words(EventParticipant.name, name)) for name in filters.participant]
    found += [_exists(EventParticipant, EventParticipant.country.in_(spell_country(code))) for code in filters.country]
    found += [_exists(EventTopic, _is_topic(topic)) for topic in filters.topic]
    if filters.initiator is not None:
        found.append(or_(_exists(EventInitiator, _has_words(EventInitiator.name, filters.initiator)), _is_side(filters.initiator)))
    if filters.first_day is not None:
        found.append(Event.date_to >= filters.first_day)
    if filters.last_day is not None:
        found.append(Event.date_from <= filters.last_day)
    if filters.q is not None:
        found.append(_has_words(Event.words, filters.q))
    if filters.article is not None:
        found.append(_exists(Report, Report.article_id == filters.article))
    if filters.updated_after is not None:
        found.append(Event.position > filters.updated_after)
    return found


def _exists(table: Any, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(table.event_id == Event.id, condition)


def _has_words(column: InstrumentedAttribute[Any], asked: str) -> ColumnElement[bool]:
    """Whole words of a folded column; the pattern means the same to PostgreSQL and to Python, which SQLite asks."""
    return and_(true(), *(column.regexp_match(rf"(^|\W){word}(\W|$)") for word in find_words(asked)))


def _is_topic(asked: str) -> ColumnElement[bool]:
    return EventTopic.label == asked if is_label(asked) else _has_words(EventTopic.text, asked)


def _is_side(asked: str) -> ColumnElement[bool]:
    """A participant of the country asked for is named as initiator."""
    same = and_(EventParticipant.event_id == EventInitiator.event_id, EventParticipant.name == EventInitiator.name)
    return _exists(EventInitiator, and_(same, EventParticipant.country.in_(spell_country(asked))))
