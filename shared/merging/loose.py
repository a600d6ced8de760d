"""Reports that do not tell the day: which of them are of one call, and which dated call that is. Pure.

Quotation joins them over any time that their own dates allow; like matters join those published on one day, or a report to the
only dated call within its reach that speaks of them. What fits two calls joins neither.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

from shared.merging.joined import Joined
from shared.merging.sighting import Sighting, Tie, can_be_same, find_tie

Call = list[Sighting]


def group_loose(reports: Sequence[Sighting]) -> list[Call]:
    """Returns the undated reports, all of the same countries, by call."""
    joined = Joined(reports)
    shelves: dict[str, list[Sighting]] = defaultdict(list)
    for report in joined.reports:
        for label in [*report.quotes, f"{report.first} to {report.last}"]:
            shelves[label].append(report)
    for same in shelves.values():
        for one, other in combinations(same, 2):
            if can_be_same(one, other) and _is_tied(one, other):
                joined.join(one, other)
    return joined.sets()


def _is_tied(one: Sighting, other: Sighting) -> bool:
    tie = find_tie(one, other)
    week = one.first is not None and (one.first, one.last, one.published) == (other.first, other.last, other.published)
    news = week and not one.background and not other.background
    return tie is Tie.SAME or (tie is Tie.LIKE and news)


def attach(loose: Sequence[Call], dated: Sequence[Call]) -> dict[int, int]:
    """Returns the index of the dated call for each loose one (by index) that belongs to one.

    Where two loose calls of one article would end in the same dated call, neither does."""
    telling = Counter(report.article for call in loose for report in call)
    chosen = {n: home for n, call in enumerate(loose) if (home := _find_home(call, dated, telling)) is not None}
    guests: dict[int, Counter[str]] = defaultdict(Counter)
    for n, home in chosen.items():
        guests[home].update(report.article for report in loose[n])
    return {n: home for n, home in chosen.items() if all(guests[home][report.article] == 1 for report in loose[n])}


def _find_home(call: Call, dated: Sequence[Call], telling: Counter[str]) -> int | None:
    """Returns the one dated call that ties best; a tie by matters alone is not enough for history, nor for one of several calls
    that an article tells without a day."""
    articles = {report.article for report in call}
    ties: dict[Tie, list[int]] = defaultdict(list)
    for n, other in enumerate(dated):
        if articles.isdisjoint(report.article for report in other):
            ties[_rate(call, other)].append(n)
    for tie in (Tie.SAME, Tie.LIKE):
        careful = tie is Tie.SAME or all(
            report.first is not None and not report.background and telling[report.article] == 1 for report in call
        )
        if ties[tie]:
            return ties[tie][0] if len(ties[tie]) == 1 and careful else None
    return None


def _rate(call: Call, dated: Call) -> Tie:
    """Returns the strongest tie between the two; none where a single report cannot be of this call."""
    if not all(any(can_be_same(report, other) for other in dated) for report in call):
        return Tie.NONE
    return max(find_tie(report, other) for report in call for other in dated if can_be_same(report, other))
