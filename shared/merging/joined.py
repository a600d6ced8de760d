"""Disjoint sets of reports, and the one rule that every joining keeps: two calls of one article are two calls. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from shared.merging.sighting import Sighting


class Joined:
    """Reports that were joined two by two, and the sets that come of it."""

    def __init__(self, reports: Iterable[Sighting]) -> None:
        self.reports = sorted(reports, key=lambda report: report.order)
        self._parents = {report.order: report.order for report in self.reports}

    def join(self, one: Sighting, other: Sighting) -> None:
        """Puts the two, and all that was joined to either, into one set."""
        first, second = sorted((self._root(one.order), self._root(other.order)))
        self._parents[second] = first

    def sets(self) -> list[list[Sighting]]:
        """Returns the sets; one that would hold two reports of an article is divided, its firsts, its seconds and so on."""
        found = defaultdict(list)
        for report in self.reports:
            found[self._root(report.order)].append(report)
        return [part for members in found.values() for part in divide(members)]

    def _root(self, order: tuple[str, int]) -> tuple[str, int]:
        while self._parents[order] != order:
            self._parents[order] = self._parents[self._parents[order]]
            order = self._parents[order]
        return order


def divide(reports: Sequence[Sighting]) -> list[list[Sighting]]:
    """Returns the reports by their number within their article: one list where no article has two."""
    parts = defaultdict(list)
    for report, nth in number_reports(reports):
        parts[nth].append(report)
    return list(parts.values())


def number_reports(reports: Sequence[Sighting]) -> list[tuple[Sighting, int]]:
    """Returns each report with its number among those of its article, counted from 1, in canonical order."""
    seen: Counter[str] = Counter()
    numbered = []
    for report in sorted(reports, key=lambda report: report.order):
        seen[report.article] += 1
        numbered.append((report, seen[report.article]))
    return numbered
