"""Remakes events from their reports and the analysts' word, and tells the feed what changed, in the order of the commits.

The events' rows are locked before their reports are read, so that of two transactions the later sees what the earlier did. What
did not change is not told again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session, contains_eager

from shared.folding import fold
from shared.ids import utc_now
from shared.index.keeping import Change, Entry, keep_in_step, make_entry
from shared.index.terms import find_callers
from shared.merging.accounts import Account
from shared.merging.changes import find_changes
from shared.merging.content import merge_accounts
from shared.merging.moves import Moves
from shared.merging.word import apply_word, is_rejected, show_history
from shared.models import (
    Article,
    Event,
    EventInitiator,
    EventParticipant,
    FeedEntry,
    FeedHead,
    Report,
    Ruling,
)
from shared.vocabulary import FeedKind

Data = dict[str, Any]


class Told(NamedTuple):
    """One entry of the feed: what happened to which event, and the reports it rests on."""

    kind: FeedKind
    event_id: str
    reports: list[str]


class _Change(NamedTuple):
    event: Event
    kind: FeedKind
    body: Data


_LIFE = ("id", "revision", "cursor", "created_at", "updated_at", "retracted_at", "merged_into", "changed")


def publish_events(session: Session, moves: Moves) -> list[Told]:
    """Remakes the events that were touched and writes a feed entry for each that changed; returns these."""
    ids = moves.touched | moves.merged.keys() | set(moves.merged.values())
    locked = select(Event).where(Event.id.in_(ids)).order_by(Event.id).with_for_update().execution_options(populate_existing=True)
    events = list(session.scalars(locked))
    accounts = _load_accounts(session, ids)
    for event in events:
        if event.id in moves.merged and not accounts[event.id]:
            _merge_into(session, event, moves.merged[event.id])
    rulings = _load_rulings(session, ids)
    found = [_find_change(event, accounts[event.id], rulings[event.id]) for event in events]
    changes = [change for change in found if change]
    before = [_find_entry(change.event) for change in changes]
    for change, position in zip(changes, _take_positions(session, len(changes)), strict=True):
        _write_change(session, change, position, moves)
    after = [_find_entry(change.event) for change in changes]
    places = [(change.event.number or 0, change.event.position) for change in changes]
    keep_in_step(session, [Change(*place, *entries) for place, *entries in zip(places, before, after, strict=True)])
    return [Told(kind, event.id, [report["id"] for report in body["reports"]]) for event, kind, body in changes]


def _find_change(event: Event, accounts: list[Account], rulings: list[Ruling]) -> _Change | None:
    lives = event.revision > 0 and event.retracted_at is None
    if not accounts or is_rejected(rulings):
        gone = _body(event.document) | ({"history": show_history(rulings)} if rulings else {})
        return _Change(event, FeedKind.RETRACTED, gone) if lives else None
    body = apply_word(merge_accounts(accounts), rulings)
    if not lives:
        return _Change(event, FeedKind.CREATED, body)
    return _Change(event, FeedKind.UPDATED, body) if body != _body(event.document) else None


def _find_entry(event: Event) -> Entry | None:
    """Returns what the event is found by; None where it is not live."""
    lives = event.revision > 0 and event.retracted_at is None  # what is merged away is retracted with it
    return make_entry(event.document, event.words) if lives else None


def _body(document: Data) -> Data:
    return {name: value for name, value in document.items() if name not in _LIFE}


def _load_accounts(session: Session, event_ids: Iterable[str]) -> Mapping[str, list[Account]]:
    shown = ("id", "url", "source", "published_at")
    needed = [getattr(Article, name) for name in (*shown, "extractor", "content_hash", "signature")]  # not its text
    article_too = contains_eager(Report.article).load_only(*needed)
    query = select(Report).where(Report.event_id.in_(event_ids)).join(Report.article).options(article_too)
    found: dict[str, list[Account]] = defaultdict(list)
    for row in session.scalars(query):
        article = row.article
        found[row.event_id].append(
            Account(
                id=row.id,
                article={name: getattr(article, name) for name in shown},
                call=row.call,
                extractor=article.extractor,
                content=article.content_hash,
                position=row.position,
                signature=article.signature,
                speakers=row.speakers,
            )
        )
    return found


def _load_rulings(session: Session, event_ids: Iterable[str]) -> Mapping[str, list[Ruling]]:
    found: dict[str, list[Ruling]] = defaultdict(list)
    for row in session.scalars(select(Ruling).where(Ruling.event_id.in_(event_ids)).order_by(Ruling.id)):
        found[row.event_id].append(row)
    return found


def _merge_into(session: Session, event: Event, successor: str) -> None:
    """Lets the event's id, and those that led to it, lead to its successor, and what analysts said of it count there."""
    event.merged_into = successor
    session.execute(update(Event).where(Event.merged_into == event.id).values(merged_into=successor))
    session.execute(update(Ruling).where(Ruling.event_id == event.id).values(event_id=successor))


def _take_positions(session: Session, count: int) -> range:
    """Gives out the next `count` positions; from here to the commit nobody else gets any."""
    if not count:
        return range(0)
    moved = update(FeedHead).where(FeedHead.id == 1).values(position=FeedHead.position + count).returning(FeedHead.position)
    last = session.execute(moved).scalar_one()
    return range(last - count + 1, last + 1)


def _write_change(session: Session, change: _Change, position: int, moves: Moves) -> None:
    event, kind, body = change
    now = utc_now()
    before = _body(event.document) if event.document else {}
    event.revision, event.position, event.updated_at = event.revision + 1, position, now
    event.number = event.number or position
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
        "changed": find_changes(event.id, before, {} if retracted else body, moves),
    }
    event.date, event.words = body["date"], _find_words(body)
    session.flush()
    _write_people(session, event, body)
    session.add(FeedEntry(position=position, event_id=event.id, kind=kind, document=event.document, created_at=now))
    session.flush()


def _write_people(session: Session, event: Event, body: Data) -> None:
    """Writes the side tables that who talks with whom is counted from."""
    people = [{"name": fold(p["name"]) if p["name"] else None, "country": p["country"]} for p in body["participants"]]
    initiators = [{"name": name} for name in dict.fromkeys(fold(name) for name in find_callers(body))]
    for table, rows in ((EventParticipant, people), (EventInitiator, initiators)):
        if event.revision > 1:
            session.execute(delete(table).where(table.event_id == event.id))
        if rows:
            session.execute(insert(table), [{"event_id": event.id, "position": nth, **row} for nth, row in enumerate(rows)])


def _find_words(body: Data) -> str:
    """Returns the folded text that `q` searches: names, roles, topics, outcomes and evidence."""
    parts = [part for person in body["participants"] for part in (person["name"], person["role"], person["country"])]
    parts += [part for topic in body["topics"] for part in (*topic["texts"], topic["label"])]
    parts += [source["text"] for outcome in body["outcomes"] for source in (outcome, *outcome["sources"])]
    parts += [report["evidence"]["text"] for report in body["reports"]]
    return fold(" | ".join(dict.fromkeys(part for part in parts if part)))
