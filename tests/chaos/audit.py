"""Holds what database, stream and receiver tell against what was accepted: which articles lost something, which have it twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime

import requests
from sqlalchemy import func, select

from services.cli.watch import read_blocks
from shared.database import session_scope
from shared.models import Article, Event, FeedEntry, Report
from shared.vocabulary import ArticleStatus
from tests.chaos.posting import Accepted
from tests.events.webhooks.receiver import Receiver

UNFINISHED = (ArticleStatus.QUEUED, ArticleStatus.PROCESSING)


@dataclass
class Findings:
    """What is wrong, by the article's number, in words. `rest`: what belongs to no article."""

    lost: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    doubled: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    rest: list[str] = field(default_factory=list)


def count_unfinished() -> int:
    """Returns how many articles are not finished."""
    with session_scope() as session:
        return session.scalar(select(func.count()).select_from(Article).where(Article.status.in_(UNFINISHED))) or 0


def is_finished_since(moment: datetime) -> bool:
    """Whether any article was read to its end since then."""
    with session_scope() as session:
        done = (Article.status == ArticleStatus.DONE, Article.updated_at > moment)
        return session.scalar(select(Article.id).where(*done).limit(1)) is not None


def audit(accepted: list[Accepted], receiver: Receiver, events_url: str) -> Findings:
    """Returns what is lost or doubled once all is quiet."""
    found = Findings()
    audit_articles(accepted, found)
    created = audit_events(accepted, found)
    audit_readers(created, receiver, events_url, found)
    return found


def audit_articles(accepted: list[Accepted], found: Findings) -> None:
    """Every accepted article is done, under one id; no other is there."""
    with session_scope() as session:
        rows = {row.id: row for row in session.execute(select(Article.id, Article.status, Article.error, Article.attempts))}
    ids: dict[int, set[str]] = defaultdict(set)
    for one in accepted:
        ids[one.posted.number].add(one.id)
        row = rows.get(one.id)
        if row is None or row.status != ArticleStatus.DONE:
            found.lost[one.posted.number].append(f"article {one.id}: {row and (row.status, row.attempts, row.error)}")
    for number, known in ids.items():
        if len(known) > 1:
            found.doubled[number].append(f"ids {sorted(known)}")
    if strangers := set(rows) - {one.id for one in accepted}:
        found.rest.append(f"{len(strangers)} articles that were never answered for: {sorted(strangers)[:3]}")


def audit_events(accepted: list[Accepted], found: Findings) -> dict[int, int]:
    """Every call has one report, one event and one entry of the feed; returns the entry's position for each article of a call."""
    reports, events = defaultdict(list), defaultdict(list)
    with session_scope() as session:
        for article_id, event_id in session.execute(select(Report.article_id, Report.event_id)):
            reports[article_id].append(event_id)
            events[event_id].append(article_id)
        revisions = {row.id: row.revision for row in session.execute(select(Event.id, Event.revision))}
        entries = list(session.execute(select(FeedEntry.position, FeedEntry.event_id, FeedEntry.kind).order_by(FeedEntry.position)))
    told = defaultdict(list)
    for position, event_id, kind in entries:
        told[event_id].append((position, str(kind)))
    if [entry.position for entry in entries] != list(range(1, len(entries) + 1)):
        found.rest.append("the feed's positions have gaps")
    if unreported := set(revisions) - set(events):
        found.rest.append(f"{len(unreported)} events without a report")
    created = {}
    for one in accepted:
        if not one.posted.tells_call:
            continue
        number, told_of = one.posted.number, reports[one.id]
        if not told_of:
            found.lost[number].append("report")
            continue
        alone = len(told_of) == len(events[told_of[0]]) == len(told[told_of[0]]) == revisions[told_of[0]] == 1
        if not told[told_of[0]]:
            found.lost[number].append("entry of the feed")
        elif not alone:
            found.doubled[number].append(f"reports {told_of}, articles {events[told_of[0]]}, feed {told[told_of[0]]}")
        created[number] = told[told_of[0]][0][0] if told[told_of[0]] else 0
    return created


def audit_readers(created: dict[int, int], receiver: Receiver, events_url: str, found: Findings) -> None:
    """Stream and webhook have every entry; a delivery that is repeated has the id it had."""
    streamed = Counter(read_stream(events_url))
    ids: dict[int, set[str]] = defaultdict(set)
    for heard in list(receiver.heard):
        if heard.status < 300 and heard.secrets:
            ids[int(heard.body["data"]["cursor"])].add(heard.id)
    for number, position in created.items():
        if not streamed[position]:
            found.lost[number].append("event in the stream")
        if not ids[position]:
            found.lost[number].append("webhook")
        if streamed[position] > 1 or len(ids[position]) > 1:
            found.doubled[number].append(f"stream {streamed[position]}, messages {ids[position]}")
    if shared := [one for one, count in Counter(one for known in ids.values() for one in known).items() if count > 1]:
        found.rest.append(f"message ids for several entries: {shared[:3]}")


def read_stream(events_url: str) -> list[int]:
    """Returns the cursors of everything the stream tells from its beginning."""
    cursors = []
    with requests.get(f"{events_url}/v1/events/stream?after=0", stream=True, timeout=60) as answer:
        for block in read_blocks(answer):
            if block.data is not None and block.cursor is not None:
                cursors.append(int(block.cursor))
            if block.comment == "all told":
                break
    return cursors


def has_all(receiver: Receiver) -> bool:
    """Whether the receiver took every entry of the feed."""
    with session_scope() as session:
        head = session.scalar(select(func.max(FeedEntry.position))) or 0
    return len(set(receiver.taken())) >= head
