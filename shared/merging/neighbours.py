"""Fetches the reports that a decision about some reports rests on: by country and day, and by quotation, through indexes.

How many rows that is depends on how much is told of these countries around these days, not on the size of the store.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from shared.merging.sighting import Sighting, make_sighting
from shared.models import Article, Report, ReportQuote

SETTLED = timedelta(days=2)  # a report of one day can change how calls of days so near are joined (`zones`)
SEEN = timedelta(days=4)  # what those decisions look at in turn
_AT_ONCE = 200  # values in one IN, ranges in one OR


class Neighbourhood:
    """Reports of one block around some that came or went: `reports` by id, and which of them may have to move."""

    def __init__(self, session: Session, block: str, come: Sequence[Sighting], gone: Sequence[Sighting]) -> None:
        self._session, self._block = session, block
        self.events: dict[str, str] = {}
        self.reports = {report.id: report for report in come}
        self.settled = set(self.reports)
        if not self._has_others():
            return
        changed = [*come, *gone]
        days = {report.day for report in changed if report.day}
        self._load_days((day - SEEN, day + SEEN) for day in days)
        near = [r for r in self.reports.values() if r.day and any(abs(r.day - day) <= SETTLED for day in days)]
        self.settled |= {report.id for report in near}
        self._load_loose(changed, near)

    def _has_others(self) -> bool:
        """Whether anything at all is stored of these countries: where nothing is, one look tells."""
        return self._session.scalar(select(Report.id).where(Report.block == self._block).limit(1)) is not None

    def _load_loose(self, changed: Sequence[Sighting], near: Sequence[Sighting]) -> None:
        """Adds undated reports that may belong to what changed, all that are one with those, and the days they reach."""
        spans = [(report.day - SETTLED, report.day + SETTLED) for report in changed if report.day]
        found = [report for report in changed if report.day is None]
        found += self._load_spans(spans) + self._load_quoting([*changed, *near], dated=False)
        frontier = found
        while frontier:
            fresh = self._load_quoting(frontier, dated=False) + self._load_fellows(frontier)
            found, frontier = found + fresh, fresh
        self.settled |= {report.id for report in found if report.id in self.reports}
        self._load_quoting(found, dated=True)
        quoted = {key for report in found for key in report.quotes}
        told = [report.day for report in self.reports.values() if report.day and not quoted.isdisjoint(report.quotes)]
        reach = [(report.first, report.last) for report in found if report.first and report.last]
        self._load_days((first - SEEN, last + SEEN) for first, last in [*reach, *((day, day) for day in told)])

    def _load_days(self, spans: Iterable[tuple[date, date]]) -> None:
        for chunk in _chunks(sorted(set(_unite_spans(spans)))):
            self._load(or_(*(Report.first_day.between(first, last) for first, last in chunk)), Report.first_day == Report.last_day)

    def _load_spans(self, spans: Iterable[tuple[date, date]]) -> list[Sighting]:
        """Undated reports that reach into these days; none reaches further than a month."""
        month = timedelta(days=31)
        found = []
        for chunk in _chunks(sorted(set(_unite_spans(spans)))):
            reaching = (and_(Report.first_day.between(first - month, last), Report.last_day >= first) for first, last in chunk)
            found += self._load(or_(*reaching), Report.first_day != Report.last_day)
        return found

    def _load_fellows(self, reports: Sequence[Sighting]) -> list[Sighting]:
        """Undated reports of the same articles, and those of the very same reach."""
        found = []
        for articles in _chunks(sorted({report.article for report in reports})):
            found += self._load(Report.article_id.in_(articles), _is_undated())
        for spans in _chunks(sorted({(report.first, report.last) for report in reports if report.first and report.last})):
            same = (and_(Report.first_day == first, Report.last_day == last) for first, last in spans)
            found += self._load(or_(*same), _is_undated())
        return found

    def _load_quoting(self, reports: Iterable[Sighting], dated: bool) -> list[Sighting]:
        keys = {key for report in reports for key in key_quotes(report)}
        found = []
        for chunk in _chunks(sorted(keys)):
            quoting = Report.id.in_(select(ReportQuote.report_id).where(ReportQuote.key.in_(chunk)))
            found += self._load(quoting, Report.first_day == Report.last_day if dated else _is_undated())
        return found

    def _load(self, *conditions: ColumnElement[bool]) -> list[Sighting]:
        """Adds the reports that fulfil the conditions; returns those that were not there before."""
        rows = select_sightings().where(Report.block == self._block, *conditions)
        fresh = [(row, read_sighting(row)) for row in self._session.execute(rows) if row.id not in self.reports]
        self.reports |= {sighting.id: sighting for _, sighting in fresh}
        self.events |= {row.id: row.event_id for row, _ in fresh}
        return [sighting for _, sighting in fresh]


def select_sightings() -> Select[Any]:
    """Returns the select whose rows `read_sighting` reads."""
    columns = (Report.id, Report.article_id, Report.event_id, Report.position, Report.call)
    return select(*columns, Article.content_hash, Article.published_at, Article.signature).join(Report.article)


def read_sighting(row: Any) -> Sighting:
    """Returns a stored report as grouping sees it."""
    order = (row.content_hash, row.position)
    return make_sighting(row.id, row.article_id, order, row.call, row.published_at, row.signature)


def key_quotes(report: Sighting) -> list[str]:
    """Returns the keys under which a report's quotes are stored: of these words about these countries."""
    return [hashlib.sha256(f"{report.block}|{quote}".encode()).hexdigest()[:32] for quote in report.quotes]


def _is_undated() -> ColumnElement[bool]:
    return or_(Report.first_day.is_(None), Report.first_day != Report.last_day)


def _unite_spans(spans: Iterable[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    """Yields the spans, those that overlap as one."""
    begun: tuple[date, date] | None = None
    for first, last in sorted(spans):
        if begun and first <= begun[1]:
            begun = begun[0], max(begun[1], last)
            continue
        if begun:
            yield begun
        begun = first, last
    if begun:
        yield begun


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
