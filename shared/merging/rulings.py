"""An analyst's word on an event, written down and put into effect in one transaction; it outlasts whatever is read later.

Confirming, correcting and rejecting lie on the event. Merging and rejecting also fix the event's keys, so that reports of the same
call find it again; splitting pins reports. Each raises `Refused` where it cannot be done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from shared.ids import new_id
from shared.merging.grouping import label_reports
from shared.merging.moves import Moves
from shared.merging.neighbours import read_sighting, select_sightings
from shared.merging.publishing import Told, publish_events
from shared.merging.reports import lock_blocks, settle_reports
from shared.merging.sighting import Sighting
from shared.models import Event, EventKey, Report, ReportPin, Ruling
from shared.vocabulary import RulingAction

Data = dict[str, Any]


class Stored(NamedTuple):
    """A stored report, and its event."""

    sighting: Sighting
    event_id: str


class Refused(Exception):
    """The word cannot be put into effect; `field` is the part of it that is at fault ("" where the event is)."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


def rule_event(
    session: Session, event_id: str, action: RulingAction, body: Mapping[str, Any], made_by: str, note: str | None = None
) -> list[Told]:
    """Puts an analyst's word on an event into effect; returns what the feed was told.

    `body` holds what goes with the action: `fields` to correct, `events` to merge into this one, `reports` to split off."""
    others = sorted({*body.get("events", ())} - {event_id})
    reports = _lock_reports(session, [event_id, *others])
    _require_live(session, event_id, "", may_be_rejected=action is RulingAction.CONFIRM)
    moves = Moves(touched={event_id})
    ruling = Ruling(id=new_id(), event_id=event_id, action=action.value, body=dict(body), made_by=made_by, note=note)
    session.add(ruling)
    if action is RulingAction.MERGE:
        _merge(session, event_id, others, reports, moves)
    elif action is RulingAction.SPLIT:
        _split(session, ruling, reports, moves)
    elif action is RulingAction.REJECT:
        _fix_keys(session, event_id, reports)
    session.flush()
    return publish_events(session, moves)


def _lock_reports(session: Session, event_ids: Sequence[str]) -> list[Stored]:
    """Locks the countries of these events' reports and returns the reports, as they are once nobody else moves them."""
    held: set[str] = set()
    while True:
        told = session.scalars(select(Report.block).where(Report.event_id.in_(event_ids)))
        blocks = {block for block in told if block} - held
        if not blocks:
            rows = session.execute(select_sightings().where(Report.event_id.in_(event_ids)))
            return [Stored(read_sighting(row), row.event_id) for row in rows]
        lock_blocks(session, blocks)
        held |= blocks


def _require_live(session: Session, event_id: str, field: str, may_be_rejected: bool = False) -> None:
    event = session.get(Event, event_id, populate_existing=True)
    if event is None:
        raise Refused(field, f"There is no event {event_id}.")
    if event.merged_into:
        raise Refused(field, f"The event {event_id} was merged into {event.merged_into}.")
    if event.retracted_at and not may_be_rejected:
        raise Refused(field, f"The event {event_id} was retracted.")


def _merge(session: Session, event_id: str, others: Sequence[str], reports: Sequence[Stored], moves: Moves) -> None:
    if not others:
        raise Refused("events", "Name another event to merge into this one.")
    for other in others:
        _require_live(session, other, "events")
    for table in (EventKey, ReportPin, Report):
        session.execute(update(table).where(table.event_id.in_(others)).values(event_id=event_id))
    _fix_keys(session, event_id, reports)
    moves.merged |= dict.fromkeys(others, event_id)
    _settle(session, [Stored(sighting, event_id) for sighting, _ in reports], moves)


def _split(session: Session, ruling: Ruling, reports: Sequence[Stored], moves: Moves) -> None:
    """Takes the wanted reports out into an event of their own, where they stay; what is told later is not drawn to them."""
    mine = {sighting.id: sighting for sighting, _ in reports}
    wanted = set(ruling.body["reports"])
    if unknown := wanted - mine.keys():
        raise Refused("reports", f"No report of this event: {', '.join(sorted(unknown))}.")
    if wanted == mine.keys():
        raise Refused("reports", "At least one report must stay.")
    event = Event(id=new_id(), revision=0, position=0, document={}, words="")
    session.add(event)
    session.flush()
    labels = _label_stored(session, [mine[report] for report in wanted])
    for report in wanted:
        session.merge(ReportPin(article_id=mine[report].article, key=labels[report], event_id=event.id))
    session.execute(update(Report).where(Report.id.in_(wanted)).values(event_id=event.id))
    ruling.body = {**ruling.body, "into": event.id}
    told = {"event_id": event.id, "action": ruling.action, "made_by": ruling.made_by, "note": ruling.note}
    session.add(Ruling(id=new_id(), body={"from": ruling.event_id}, **told))
    moves.split[event.id] = ruling.event_id
    moves.touched.add(event.id)
    _settle(session, [Stored(one, event.id if one.id in wanted else ruling.event_id) for one in mine.values()], moves)


def _fix_keys(session: Session, event_id: str, reports: Sequence[Stored]) -> None:
    """Lets the keys that the event has by these reports lead to it for good."""
    labels = _label_stored(session, [sighting for sighting, _ in reports]).values()
    mine = update(EventKey).where(EventKey.event_id == event_id, EventKey.key.in_(labels))
    session.execute(mine.values(fixed=True))


def _label_stored(session: Session, sightings: Sequence[Sighting]) -> dict[str, str]:
    """Returns the key of each report, which counts the reports of its whole article."""
    rows = session.execute(select_sightings().where(Report.article_id.in_({sighting.article for sighting in sightings})))
    stored = [read_sighting(row) for row in rows]
    labels = label_reports(stored)
    wanted = {sighting.id for sighting in sightings}
    return {sighting.id: labels[sighting.order] for sighting in stored if sighting.id in wanted}


def _settle(session: Session, reports: Sequence[Stored], moves: Moves) -> None:
    """Groups the reports and those around them anew, now that keys or pins have changed."""
    session.flush()
    come = [sighting for sighting, _ in reports]
    settle_reports(session, come, come, {sighting.id: event_id for sighting, event_id in reports}, moves)
