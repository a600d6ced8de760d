"""Says which reports are of one call: a function of the set of reports, whatever the order they came in. Pure.

Careful by intent, since a wrong merge is worse than a missed one. A decision rests only on reports near it (`neighbours` fetches
them), so that its cost does not grow with the store.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from shared.merging.days import group_day, name_people
from shared.merging.joined import number_reports
from shared.merging.loose import attach, group_loose
from shared.merging.sighting import Sighting
from shared.merging.zones import find_joints


@dataclass(frozen=True)
class Group:
    """The reports of one call, and the keys by which the same call is known again when its reports are gone or others."""

    reports: tuple[Sighting, ...]
    keys: tuple[str, ...]

    @property
    def order(self) -> tuple[str, int]:
        """Its place among all groups."""
        return self.reports[0].order


def group_reports(reports: Iterable[Sighting], fixed_keys: Collection[str] = ()) -> list[Group]:
    """Returns the groups of these reports, all of the same countries, in canonical order.

    A call that owns one of `fixed_keys` is an analyst's, who said what it belongs to: nothing is joined to it over midnight, and
    if undated it joins nothing."""
    reports = sorted(reports, key=lambda report: report.order)  # the first of several stands for them here and there
    by_day: dict[date, list[Sighting]] = defaultdict(list)
    for report in reports:
        if report.day:
            by_day[report.day].append(report)
    days = [_make_groups(group_day(by_day[day])) for day in sorted(by_day)]
    dated = [group for groups in days for group in groups]
    loose = _make_groups(group_loose([report for report in reports if report.day is None]))
    free = [group for group in dated if not _is_fixed(group, fixed_keys)]
    joints = [(free[one], free[other]) for one, other in find_joints([list(group.reports) for group in free])]
    joined = {group.order for pair in joints for group in pair}
    calls = [group for group in dated if group.order not in joined] + [_unite(pair) for pair in joints]
    guests = [group for group in loose if not _is_fixed(group, fixed_keys)]
    homes = attach([list(group.reports) for group in guests], [list(call.reports) for call in calls])
    staying = [group for group in loose if group.order not in {guests[n].order for n in homes}]
    hosts = [_unite([call, *(guests[n] for n, home in homes.items() if home == nth)]) for nth, call in enumerate(calls)]
    return sorted(hosts + staying, key=lambda group: group.order)


def _is_fixed(group: Group, fixed_keys: Collection[str]) -> bool:
    return any(key in fixed_keys for key in group.keys)


def _unite(groups: Sequence[Group]) -> Group:
    reports = sorted((report for group in groups for report in group.reports), key=lambda report: report.order)
    return Group(tuple(reports), tuple(sorted({key for group in groups for key in group.keys})))


def _make_groups(calls: Sequence[Sequence[Sighting]]) -> list[Group]:
    """Gives each call its keys; a key that several would have goes to the one with most reports of it."""
    labels = label_reports([report for call in calls for report in call])
    votes: dict[str, Counter[int]] = defaultdict(Counter)
    for n, call in enumerate(calls):
        for report in call:
            votes[labels[report.order]][n] += 1
    keys: dict[int, list[str]] = defaultdict(list)
    for key, counted in votes.items():
        keys[min(counted, key=lambda n: (-counted[n], min(report.order for report in calls[n])))].append(key)
    return [Group(tuple(sorted(call, key=lambda report: report.order)), tuple(sorted(keys[n]))) for n, call in enumerate(calls)]


def label_reports(reports: Iterable[Sighting]) -> dict[tuple[str, int], str]:
    """Returns a key for each report: who, which day, and the how manieth such call of its article it is. Reports of several
    articles have it in common only where the day and somebody's name are told."""
    alike: dict[str, list[Sighting]] = defaultdict(list)
    for report in reports:
        alike[f"{name_people(report)}|{report.day}"].append(report)
    labels = {}
    for told, same in alike.items():
        for report, nth in number_reports(same):
            anchor = "" if report.day and any(side.parts for side in report.sides) else report.order[0]
            labels[report.order] = hashlib.sha256(f"{told}|{nth}|{anchor}".encode()).hexdigest()[:32]
    return labels
