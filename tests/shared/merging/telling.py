"""Articles that tell of calls, without offsets; what grouping makes of them, and what the database makes of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from shared.database import session_scope
from shared.merging.copies import sign_text
from shared.merging.grouping import group_reports
from shared.merging.publishing import Told
from shared.merging.reports import replace_reports
from shared.merging.sighting import Sighting, make_sighting
from shared.models import Article, Event, Report

Data = dict[str, Any]
Place = tuple[str, int]

MERKEL, MACRON, LE_DRIAN = ("Angela Merkel", "DE", None), ("Emmanuel Macron", "FR", None), ("Jean-Yves Le Drian", "FR", None)
TRUCE = "both undertook to bring about a lasting truce along the river before the harvest begins in autumn"
PRISONERS = "they arranged for three hundred wounded prisoners to return through the monastery gate next Thursday"


def call(
    date: str | None = "2018-03-09",
    people: Iterable[tuple[str | None, str, str | None]] = (MERKEL, MACRON),
    outcomes: Iterable[str] = (),
    topics: Iterable[str] = (),
    evidence: str = "They spoke.",
    **more: Any,
) -> Data:
    """Returns a call as extract prints it."""
    return {
        "participants": [{"name": name, "country": country, "role": role} for name, country, role in people],
        "initiator": None,
        "date": date,
        "channel": "phone",
        "topics": [{"text": text, "label": None} for text in topics],
        "outcomes": [{"text": text, "kind": None, "by": [], "said_by": None} for text in outcomes],
        "evidence": evidence,
        "background": False,
        "confidence": 0.9,
        **more,
    }


@dataclass
class Telling:
    """One article: its name, which stands for its content, its calls, and its text, which nobody else has unless told."""

    name: str
    calls: list[Data]
    published_at: str | None = None
    text: str = ""
    signature: str = field(init=False)

    def __post_init__(self) -> None:
        self.signature = sign_text(self.text or " ".join(f"{self.name} {number}" for number in range(60)))

    def sightings(self) -> list[Sighting]:
        """Returns its reports as grouping sees them."""
        return [
            make_sighting(f"{self.name}{nth}", self.name, (self.name, nth), told, self.published_at, self.signature)
            for nth, told in enumerate(self.calls)
        ]


def group(*articles: Telling) -> set[frozenset[Place]]:
    """Returns which reports (article, number) are of one call, worked out at once over all of them."""
    blocks = defaultdict(list)
    for article in articles:
        for sighting in article.sightings():
            blocks[sighting.block].append(sighting)
    return {frozenset(report.order for report in one.reports) for reports in blocks.values() for one in group_reports(reports)}


def post(article: Telling) -> list[Told]:
    """Stores the article, or what it tells now; returns what the feed was told."""
    with session_scope(write=True) as session:
        row = session.scalars(select(Article).where(Article.content_hash == article.name)).one_or_none()
        if row is None:
            row = Article(content_hash=article.name, text=article.name, media_type="text/plain", status="done")
            row.published_at, row.signature = article.published_at, article.signature
            session.add(row)
            session.flush()
        return replace_reports(session, row, article.calls)


def find_stored() -> dict[str, frozenset[Place]]:
    """Returns the reports of each event that is served, and makes sure that its document tells just these."""
    with session_scope() as session:
        rows = session.execute(select(Report.event_id, Report.id, Article.content_hash, Report.position).join(Report.article)).all()
        live = {e.id: e for e in session.scalars(select(Event).where(Event.retracted_at.is_(None)))}
        found: dict[str, set[Place]] = defaultdict(set)
        for event_id, _, name, position in rows:
            found[event_id].add((name, position))
        shown = {event_id: {report["id"] for report in event.document["reports"]} for event_id, event in live.items()}
        assert shown == {event_id: {row.id for row in rows if row.event_id == event_id} for event_id in found}
    return {event_id: frozenset(places) for event_id, places in found.items()}
