"""What analysts said, as annotation in the shape of the gold sets: an article with its calls, as they have them.

A call of an event that was confirmed or corrected is annotated, one of an event that was rejected is left out, and `complete`
tells whether every call that was found in the article was looked at; only then does silence mean that there is no other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from shared.database import session_scope
from shared.models import Article, Report, Ruling
from shared.vocabulary import RulingAction

Data = dict[str, Any]

CHUNK = 100
JUDGING = (RulingAction.CONFIRM, RulingAction.CORRECT, RulingAction.REJECT)


def iterate_annotations() -> Iterator[Data]:
    """Yields the annotated articles, oldest first, read a chunk at a time."""
    after = ""
    while True:
        judged = select(Report.article_id).join(Ruling, Ruling.event_id == Report.event_id).where(Ruling.action.in_(JUDGING))
        wanted = select(Article).where(Article.id.in_(judged), Article.id > after).order_by(Article.id).limit(CHUNK)
        with session_scope() as session:
            whole = wanted.options(selectinload(Article.reports).joinedload(Report.event))
            articles = list(session.scalars(whole))
            ids = {report.event_id for article in articles for report in article.reports}
            told = session.execute(select(Ruling.event_id).where(Ruling.event_id.in_(ids), Ruling.action.in_(JUDGING)))
            looked_at = {event_id for (event_id,) in told}
        for article in articles:
            yield annotate(article, looked_at)
        if len(articles) < CHUNK:
            return
        after = articles[-1].id


def annotate(article: Article, looked_at: set[str]) -> Data:
    """Returns one article as the gold sets hold it; `looked_at` are the events that analysts judged."""
    judged = [report for report in article.reports if report.event_id in looked_at]
    return {
        "id": article.id,
        "source": article.source or article.url,
        "published_at": article.published_at,
        "title": article.title,
        "text": article.text,
        "calls": [_annotate_call(report, article.text) for report in judged if report.event.retracted_at is None],
        "complete": len(judged) == len(article.reports),
    }


def _annotate_call(report: Report, text: str) -> Data:
    """Returns a call as the article tells it, with the event's corrected fields; outcomes must stand in the text."""
    call, event = report.call, report.event.document
    told = {**call, **{name: event[name] for name in event.get("corrected", ())}}
    initiator = event["initiator"]["name"] if "initiator" in event.get("corrected", ()) else call["initiator"]
    quoted = [outcome["text"] for outcome in told["outcomes"] if outcome["text"] in text]
    return {
        "participants": [{"name": person["name"], "country": person["country"]} for person in told["participants"]],
        "initiator": initiator,
        "date": told["date"],
        "date_text": call["date_text"],
        "channel": told["channel"],
        "topics": [topic["text"] for topic in told["topics"]],
        "outcomes": quoted,
        "evidence": call["evidence"],
        **({"background": True} if told["background"] else {}),
    }
