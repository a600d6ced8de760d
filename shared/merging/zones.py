"""One call, two days: across time zones, late in one capital is early next day in the other. Pure.

Only quotation joins two days, since leaders do speak on consecutive ones, about the same matters: two long sentences in common,
or copies of one text. A call that would join the day before as well as the day after joins neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import product

from shared.merging.copies import are_copies
from shared.merging.people import are_same
from shared.merging.sighting import Sighting, Tie, find_tie

Call = list[Sighting]
QUOTES = 2


def find_joints(calls: Sequence[Call]) -> list[tuple[int, int]]:
    """Returns which of `calls` (each of one day, all of the same countries) are one over midnight, as pairs of indexes."""
    by_day: dict[date, list[int]] = defaultdict(list)
    for n, call in enumerate(calls):
        if call[0].day:
            by_day[call[0].day].append(n)
    pairs = [pair for day in sorted(by_day) for pair in _find_pairs(calls, by_day[day], by_day.get(day + timedelta(days=1), []))]
    involved = [n for pair in pairs for n in pair]
    return [pair for pair in pairs if all(involved.count(n) == 1 for n in pair)]


def _find_pairs(calls: Sequence[Call], earlier: list[int], later: list[int]) -> Iterator[tuple[int, int]]:
    told = {report.article for n in earlier for report in calls[n]} & {report.article for n in later for report in calls[n]}
    for one, other in product(earlier, later):
        # an article that tells of both days tells them apart
        apart = told & {report.article for report in calls[one] + calls[other]}
        if not apart and are_same(calls[one][0].sides, calls[other][0].sides) and _are_quoted(calls[one], calls[other]):
            yield one, other


def _are_quoted(one: Call, other: Call) -> bool:
    return any(
        find_tie(a, b) is Tie.SAME and (len(a.quotes.keys() & b.quotes.keys()) >= QUOTES or are_copies(a.signature, b.signature))
        for a, b in product(one, other)
        if a.quotes.keys() & b.quotes.keys()
    )
