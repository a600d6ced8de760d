"""Reads events: by filter, one of them, how many; in short transactions.

A long selection is read page by page, a transaction each, so that a slow reader holds neither a snapshot nor a connection. What an
index tells in its order is read from there; whatever else is asked for is found in the lists (`services.events.walks`) and, where
these hold too many, held against the filters.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.events.clauses import are_exact
from services.events.filters import EVERYTHING, Filters, matches
from services.events.paging import Key, Order, Row, make_token, parse_order, parse_token
from services.events.rows import find_indexed, find_rows, leave_out_followed
from services.events.selection import Selection
from services.events.walks import walk
from shared.database import session_scope
from shared.errors import Problem
from shared.models import Event, EventDay, FeedEntry, Report

CHUNK = 200


def find_events(selection: Selection) -> list[Row]:
    """Returns the first events of the selection, as many as its limit says; 422 where `after` is no page's end in this order."""
    order, filters = parse_order(selection.order), selection.filters
    after = parse_token(selection.order, selection.after)
    limit = selection.limit or CHUNK
    with session_scope(snapshot=True) as session:
        if leave_out_followed(order, filters) == EVERYTHING:
            return find_indexed(session, order, filters, after, limit)
        return list(islice(_find_passing(session, order, filters, after, limit), limit))


def _find_passing(session: Session, order: Order, filters: Filters, after: Key | None, at_once: int) -> Iterator[Row]:
    """Yields the events that pass the filters, in order; rows are read `at_once`."""
    reported = filters.article and _find_reported(session, order, filters.article, after)
    numbers = chain.from_iterable(reported or walk(session, order, filters, after))
    is_sure = are_exact(filters)
    while some := list(islice(numbers, at_once)):
        yield from (row for row in find_rows(session, some) if is_sure or _passes(filters, row))


def _passes(filters: Filters, row: Row) -> bool:
    return matches(filters, row.document | {"cursor": str(row.position)}, row.words)


def _find_reported(session: Session, order: Order, article_id: str, after: Key | None) -> Iterator[list[int]]:
    """Yields the numbers of the events that an article reports."""
    reported = select(Event.number).join(Report, Report.event_id == Event.id).where(Report.article_id == article_id)
    rows = {order.find_key(row): row for row in find_rows(session, list(session.scalars(reported.distinct())))}
    yield [rows[key].number for key in order.sort(rows) if order.is_behind(key, after)]


def iterate_numbers(filters: Filters) -> Iterator[list[int]]:
    """Yields the numbers of all events that pass, some at a time; documents are looked at only where the lists do not suffice."""
    order = Order("created", is_descending=False)
    with session_scope(snapshot=True) as session:
        if not are_exact(filters):
            rows = _find_passing(session, order, filters, None, CHUNK)
            while some := [row.number for row in islice(rows, CHUNK)]:
                yield some
        else:
            yield from walk(session, order, filters, None)


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
        live = session.scalar(select(func.sum(EventDay.calls))) or 0
        retracted = session.scalar(select(func.count()).select_from(Event).where(Event.retracted_at.is_not(None))) or 0
    return {"live": live, "retracted": retracted}


def count_entries() -> dict[str, float]:
    """Returns the number of feed entries by kind."""
    with session_scope() as session:
        counted = session.execute(select(FeedEntry.kind, func.count()).group_by(FeedEntry.kind))
        return {kind: float(number) for kind, number in counted}
