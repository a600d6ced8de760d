"""Stores what an article reports, and moves every report that this concerns to the event it belongs to.

Locks, always in this order: the countries on the line (on PostgreSQL; many workers make one event, those with other countries go
on), then the events' rows, last the feed's head. SQLite has one writer at a time anyway.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared.ids import new_id
from shared.merging.assignment import assign_groups, find_fixed
from shared.merging.grouping import group_reports, label_reports
from shared.merging.moves import Moves
from shared.merging.neighbours import Neighbourhood, key_quotes
from shared.merging.publishing import Told, publish_events
from shared.merging.sighting import Sighting, make_sighting
from shared.models import Article, Report, ReportPin, ReportQuote

Data = dict[str, Any]


def replace_reports(
    session: Session, article: Article, calls: Sequence[Data], speakers: Sequence[Mapping[str, str]] = ()
) -> list[Told]:
    """Makes `calls` the article's reports, remakes every event this touches, and returns what the feed was told.

    `speakers` tells for each call whom those quoted in it speak for."""
    new = [(make_sighting(new_id(), article.id, (article.content_hash, nth), call, article.published_at, article.signature), call)
           for nth, call in enumerate(calls)]  # fmt: skip
    blocks = list(session.scalars(select(Report.block).where(Report.article_id == article.id)))
    lock_blocks(session, {block for block in blocks if block} | {sighting.block for sighting, _ in new})
    mine = select(Report).where(Report.article_id == article.id).order_by(Report.position)
    old = list(session.scalars(mine)) if blocks else []
    gone = [(row.event_id, _as_sighting(row, article)) for row in old]
    kept = {row.position: row for row in old}
    rows = []
    for nth, (sighting, call) in enumerate(new):
        row = kept.get(nth)
        if row is None or row.call != call:  # an account that did not change keeps its id
            row = Report(id=sighting.id, article_id=article.id, position=nth, call=call)
        rows.append(row)
    events = {row.id: row.event_id for row in rows if row in old}
    for row in old:
        if row not in rows:
            session.delete(row)
    session.flush()
    come = [_as_sighting(row, article) for row in rows]
    moves = Moves(touched={event_id for event_id, _ in gone})
    homes = settle_reports(session, come, [sighting for _, sighting in gone], events, moves)
    for nth, (row, sighting) in enumerate(zip(rows, come, strict=True)):
        row.event_id = homes[row.id]
        row.speakers = dict(speakers[nth]) if speakers else {}
        row.block, row.first_day, row.last_day = sighting.block, sighting.first, sighting.last
        row.quotes = [ReportQuote(report_id=row.id, key=key) for key in key_quotes(sighting)] if row not in old else row.quotes
        session.add(row)
    session.flush()
    return publish_events(session, moves)


def settle_reports(
    session: Session, come: Sequence[Sighting], gone: Sequence[Sighting], events: Mapping[str, str], moves: Moves
) -> dict[str, str]:
    """Works out anew to which event these reports, and those around them and around the ones gone, belong; moves the stored ones.

    Returns the event of each. `events` tells the event until now of those that come, where they have one."""
    homes: dict[str, str] = {}
    for block in sorted({report.block for report in [*come, *gone]}):
        mine = [report for report in come if report.block == block]
        around = Neighbourhood(session, block, mine, [report for report in gone if report.block == block])
        around.events |= {report.id: events[report.id] for report in mine if report.id in events}
        pinned = _find_pinned(session, around.reports.values())
        free = [report for report in around.reports.values() if report.id not in pinned]
        labels = label_reports(free).values()
        fixed = find_fixed(session, labels)
        groups = group_reports(free, fixed.keys())
        found = assign_groups(session, groups, around.events, around.settled - pinned.keys(), fixed, moves)
        found |= {report_id: event_id for report_id, event_id in pinned.items() if report_id in around.settled}
        moved = {report_id: event_id for report_id, event_id in found.items() if around.events.get(report_id) != event_id}
        moves.touched |= set(moved.values())
        _move_reports(session, {report_id: moved[report_id] for report_id in moved.keys() & around.events.keys()}, moves)
        homes |= found
    return homes


def lock_blocks(session: Session, blocks: Iterable[str]) -> None:
    """Waits until no other transaction groups reports of these countries; in one order, so that nobody waits in a circle."""
    if session.get_bind().dialect.name == "postgresql":
        for number in sorted({int.from_bytes(hashlib.sha256(block.encode()).digest()[:8], "big", signed=True) for block in blocks}):
            session.execute(select(func.pg_advisory_xact_lock(number)))


def _as_sighting(row: Report, article: Article) -> Sighting:
    order = (article.content_hash, row.position)
    return make_sighting(row.id, article.id, order, row.call, article.published_at, article.signature)


def _find_pinned(session: Session, reports: Iterable[Sighting]) -> dict[str, str]:
    """Returns the events of the reports that an analyst took out of others."""
    reports = list(reports)
    pins = select(ReportPin).where(ReportPin.article_id.in_({report.article for report in reports}))
    known = {(pin.article_id, pin.key): pin.event_id for pin in session.scalars(pins)}
    if not known:
        return {}
    by_article = defaultdict(list)
    for report in reports:
        by_article[report.article].append(report)
    labels = {order: label for same in by_article.values() for order, label in label_reports(same).items()}
    keyed = {report.id: (report.article, labels[report.order]) for report in reports}
    return {report_id: known[key] for report_id, key in keyed.items() if key in known}


def _move_reports(session: Session, moved: Mapping[str, str], moves: Moves) -> None:
    if not moved:
        return
    for row in session.scalars(select(Report).where(Report.id.in_(moved.keys()))):
        moves.touched |= {row.event_id}
        row.event_id = moved[row.id]
