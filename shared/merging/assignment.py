"""Which event each group of reports is: events keep their ids while groups grow, join and fall apart. SQL around one pure rule.

An event goes where most of its reports are; the older id outlives the younger; a group that has none gets the event that was known
by one of its keys before, or a new one. What an analyst fixed comes first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from shared.ids import new_id
from shared.merging.grouping import Group
from shared.merging.moves import Moves
from shared.models import Event, EventKey, Report

Weight = tuple[int, int]  # how many reports of a group an event has that must stay, and how many that may move


def find_fixed(session: Session, keys: Iterable[str]) -> dict[str, str]:
    """Returns the events that analysts fixed for these keys."""
    wanted = select(EventKey.key, EventKey.event_id).where(EventKey.key.in_(list(keys)), EventKey.fixed)
    return {row.key: row.event_id for row in session.execute(wanted)}


def assign_groups(
    session: Session, groups: Sequence[Group], events: Mapping[str, str], settled: set[str], fixed: Mapping[str, str], moves: Moves
) -> dict[str, str]:
    """Returns the event of each settled report, and notes in `moves` what became of events.

    `events` tells the event of each report until now; reports that are not settled keep theirs."""
    chosen, unused = choose_events(groups, events, settled, fixed)
    for group in groups:
        if settled.isdisjoint(report.id for report in group.reports):
            continue
        before = Counter(events[report.id] for report in group.reports if report.id in events)
        keys = {row.key: row for row in session.scalars(select(EventKey).where(EventKey.key.in_(group.keys)))}
        if group.order not in chosen:
            known = _find_known(session, group, set(chosen.values())) if keys else None
            chosen[group.order] = known or _add_event(session)
            if not known and before:
                moves.split[chosen[group.order]] = before.most_common(1)[0][0]
        _write_keys(session, group, keys, chosen[group.order])
    found = {r.id: chosen[g.order] for g in groups if g.order in chosen for r in g.reports if r.id in settled}
    for event_id, group in unused.items():
        if chosen[group.order] != event_id:
            moves.merged[event_id] = chosen[group.order]
    moves.touched |= {*found.values(), *(events[report_id] for report_id in found if report_id in events)}
    return found


def choose_events(
    groups: Sequence[Group], events: Mapping[str, str], settled: Collection[str], fixed: Mapping[str, str]
) -> tuple[dict[tuple[str, int], str], dict[str, Group]]:
    """Returns the event of each group (by its order) that has one, and the events that lost all reports, with the group they
    went to. What a report holds that is not settled, and so stays in its event, outweighs the others. Pure."""
    chosen = {group.order: min(fixed[key] for key in group.keys if key in fixed) for group in groups if _is_fixed(group, fixed)}
    claims: dict[str, list[tuple[Weight, Group]]] = defaultdict(list)
    for group in groups:
        held = [(events[report.id], report.id in settled) for report in group.reports if report.id in events]
        for event_id in sorted({event_id for event_id, _ in held}):
            weight = held.count((event_id, False)), held.count((event_id, True))
            claims[event_id].append((weight, group))
    won: dict[tuple[str, int], list[tuple[Weight, str]]] = defaultdict(list)
    for event_id, rivals in claims.items():
        free = [rival for rival in rivals if rival[1].order not in chosen]
        if event_id not in chosen.values() and free:
            weight, group = _find_heaviest(free)
            won[group.order].append((weight, event_id))
    for order, told in won.items():
        most = max(weight for weight, _ in told)
        chosen[order] = min(event_id for weight, event_id in told if weight == most)
    lost = {event_id: _find_heaviest(rivals)[1] for event_id, rivals in claims.items()}
    return chosen, {event_id: group for event_id, group in lost.items() if event_id not in chosen.values()}


def _find_heaviest(rivals: Sequence[tuple[Weight, Group]]) -> tuple[Weight, Group]:
    """Returns the claim of most weight, the first in canonical order among equals."""
    return min(rivals, key=lambda rival: (-rival[0][0], -rival[0][1], rival[1].order))


def _is_fixed(group: Group, fixed: Mapping[str, str]) -> bool:
    return any(key in fixed for key in group.keys)


def _find_known(session: Session, group: Group, taken: set[str]) -> str | None:
    """Returns the oldest event known by a key of this group that has no reports now."""
    bare = ~exists().where(Report.event_id == Event.id)
    known = select(Event.id).join(EventKey, EventKey.event_id == Event.id).where(EventKey.key.in_(group.keys))
    found = session.scalars(known.where(Event.merged_into.is_(None), Event.id.not_in(taken), bare).order_by(Event.id))
    return found.first()


def _add_event(session: Session) -> str:
    """Adds an event without content; it has revision 0 until it is published."""
    event = Event(id=new_id(), revision=0, position=0, document={}, words="")
    session.add(event)
    session.flush()
    return event.id


def _write_keys(session: Session, group: Group, known: Mapping[str, EventKey], event_id: str) -> None:
    """Lets the group's keys lead to the event; `known` are those that are stored."""
    for key in group.keys:
        row = known.get(key)
        if row is None:
            session.add(EventKey(key=key, event_id=event_id))
        elif not row.fixed:
            row.event_id = event_id
