"""Makes events of reports and tells the feed: the SQL of one transaction, called by `store` after it has checked the calls.

Locks, always in this order: the match keys (so that many workers make one event), last the feed's head (so that positions
appear in commit order). SQLite has one writer at a time anyway. What did not change is not told again.
"""

from __future__ import annotations

import calendar
import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session, joinedload

from services.extractor.merge import Account, find_match_keys, merge_accounts
from shared.folding import fold
from shared.ids import new_id, utc_now
from shared.models import Article, Event, EventInitiator, EventParticipant, EventTopic, FeedEntry, FeedHead, Report
from shared.vocabulary import FeedKind

Data = dict[str, Any]


class Told(NamedTuple):
    """One entry of the feed: what happened to which event, and the reports it rests on."""

    kind: FeedKind
    event_id: str
    reports: list[str]


_LIFE = ("id", "revision", "cursor", "created_at", "updated_at", "retracted_at")


def replace_reports(session: Session, article: Article, calls: Sequence[Data]) -> list[Told]:
    """Makes `calls` the article's reports, remakes every event this touches, and returns what the feed was told."""
    old = list(session.scalars(select(Report).where(Report.article_id == article.id).order_by(Report.position)))
    keys = find_match_keys(article.id, calls)
    touched = {report.event_id for report in old}
    old_keys = session.scalars(select(Event.match_key).where(Event.id.in_(touched)))
    lock_keys(session, {*keys, *(key for key in old_keys if key)})
    events = [_require_event(session, key) for key in keys]
    spare = {report.position: report for report in old}
    for position, (call, event) in enumerate(zip(calls, events, strict=True)):
        report = spare.pop(position, None)
        if report is None or report.call != call:  # an account that did not change keeps its id
            if report is not None:
                session.delete(report)
            report = Report(id=new_id(), article_id=article.id, position=position, call=call)
            session.add(report)
        report.event_id = event.id
    for report in spare.values():
        session.delete(report)
    session.flush()
    return publish_events(session, touched | {event.id for event in events})


def lock_keys(session: Session, keys: Iterable[str]) -> None:
    """Waits until no other transaction works on events of these keys; in one order, so that nobody waits in a circle."""
    if session.get_bind().dialect.name == "postgresql":
        for number in sorted({int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big", signed=True) for key in keys}):
            session.execute(select(func.pg_advisory_xact_lock(number)))


def _require_event(session: Session, key: str) -> Event:
    """Returns the event of this key; a new one has revision 0 until it is published."""
    event = session.scalars(select(Event).where(Event.match_key == key)).one_or_none()
    if event is None:
        event = Event(id=new_id(), match_key=key, revision=0, position=0, document={}, words="")
        session.add(event)
        session.flush()
    return event


def publish_events(session: Session, event_ids: Iterable[str]) -> list[Told]:
    """Remakes these events from their reports and writes a feed entry for each that changed; returns these."""
    changes: list[tuple[Event, FeedKind, Data]] = []
    for event in session.scalars(select(Event).where(Event.id.in_(set(event_ids))).order_by(Event.id)):
        accounts = _load_accounts(session, event.id)
        if not accounts:
            if event.retracted_at is None:
                changes.append((event, FeedKind.RETRACTED, _body(event.document)))
            continue
        body = merge_accounts(accounts)
        if event.revision == 0 or event.retracted_at is not None:
            changes.append((event, FeedKind.CREATED, body))
        elif body != _body(event.document):
            changes.append((event, FeedKind.UPDATED, body))
    for change, position in zip(changes, _take_positions(session, len(changes)), strict=True):
        _write_change(session, *change, position)
    return [Told(kind, event.id, [report["id"] for report in body["reports"]]) for event, kind, body in changes]


def _body(document: Data) -> Data:
    return {name: value for name, value in document.items() if name not in _LIFE}


def _load_accounts(session: Session, event_id: str) -> list[Account]:
    query = select(Report).where(Report.event_id == event_id).order_by(Report.id).options(joinedload(Report.article))
    shown = ("id", "url", "source", "published_at")
    return [
        Account(row.id, {name: getattr(row.article, name) for name in shown}, row.call, row.article.extractor)
        for row in session.scalars(query)
    ]


def _take_positions(session: Session, count: int) -> range:
    """Gives out the next `count` positions; from here to the commit nobody else gets any."""
    if not count:
        return range(0)
    moved = update(FeedHead).where(FeedHead.id == 1).values(position=FeedHead.position + count).returning(FeedHead.position)
    last = session.execute(moved).scalar_one()
    return range(last - count + 1, last + 1)


def _write_change(session: Session, event: Event, kind: FeedKind, body: Data, position: int) -> None:
    now = utc_now()
    event.revision, event.position, event.updated_at = event.revision + 1, position, now
    event.retracted_at = now if kind is FeedKind.RETRACTED else None
    retracted = {"retracted_at": now.isoformat()} if kind is FeedKind.RETRACTED else {}
    event.document = {
        "id": event.id,
        "type": body["type"],
        "revision": event.revision,
        "cursor": str(position),
        "created_at": event.created_at.isoformat(),
        "updated_at": now.isoformat(),
        **retracted,
        **body,
    }
    event.date, event.words = body["date"], _find_words(body)
    event.date_from, event.date_to = find_days(body["date"])
    session.flush()
    _write_filters(session, event.id, body)
    session.add(FeedEntry(position=position, event_id=event.id, kind=kind, document=event.document, created_at=now))
    session.flush()


def _write_filters(session: Session, event_id: str, body: Data) -> None:
    """Writes the side tables that the filters search."""
    people = [{"name": fold(p["name"]) if p["name"] else None, "country": p["country"]} for p in body["participants"]]
    topics = [{"label": topic["label"], "text": fold(topic["text"])} for topic in body["topics"]]
    claimed = [claim["name"] for claim in body["initiator"]["claims"]] + [body["initiator"]["name"]]
    initiators = [{"name": name} for name in dict.fromkeys(fold(name) for name in claimed if name)]
    for table, rows in ((EventParticipant, people), (EventTopic, topics), (EventInitiator, initiators)):
        session.execute(delete(table).where(table.event_id == event_id))
        if rows:
            session.execute(insert(table), [{"event_id": event_id, "position": nth, **row} for nth, row in enumerate(rows)])


def _find_words(body: Data) -> str:
    """Returns the folded text that `q` searches: names, roles, topics, outcomes and evidence."""
    parts = [part for person in body["participants"] for part in (person["name"], person["role"], person["country"])]
    parts += [part for topic in body["topics"] for part in (topic["text"], topic["label"])]
    parts += [outcome["text"] for outcome in body["outcomes"]] + [report["evidence"]["text"] for report in body["reports"]]
    return fold(" | ".join(part for part in parts if part))


def find_days(told: str | None) -> tuple[date | None, date | None]:
    """Returns the first and last day that a date of any precision can mean."""
    if not told:
        return None, None
    year, month, day = [int(part) for part in told.split("-")] + [0] * (3 - len(told.split("-")))
    last_month = month or 12
    last = date(year, last_month, day or calendar.monthrange(year, last_month)[1])
    return date(year, month or 1, day or 1), last
