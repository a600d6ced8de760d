"""Reports that tell the day: which of those of one day are of the same people, and which of these of the same call. Pure.

Two reports of the same people on the same day are of one call, unless an article tells of two that day, or one says "by video"
and another "by telephone" and nothing else ties them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations, product

from shared.merging.joined import Joined
from shared.merging.people import are_named, are_same, name_sides
from shared.merging.sighting import Sighting, Tie, find_tie, rate_likeness

LIKELY, AHEAD = 0.25, 0.1  # how alike two must sound to be aligned, and by how much more than the next


def group_day(reports: Sequence[Sighting]) -> list[list[Sighting]]:
    """Returns the calls that these reports, all of one day and of the same countries, tell of."""
    return [call for same in unite_people(reports) for call in tell_apart(same)]


def unite_people(reports: Sequence[Sighting]) -> list[list[Sighting]]:
    """Returns the reports by who was on the line. Spellings are united only where all of them fit each other, and a side told by
    its office alone only where it can be just one of those named."""
    spelt: dict[str, list[Sighting]] = defaultdict(list)
    for report in reports:
        anybody = not any(side.parts for side in report.sides)
        spelt[name_people(report) + (report.article if anybody else "")].append(report)
    named = {key: same for key, same in spelt.items() if are_named(same[0].sides)}
    united = _unite(list(named.values()))
    alone: list[list[Sighting]] = []
    placed: list[tuple[list[Sighting], list[Sighting]]] = []
    for key in sorted(spelt.keys() - named.keys()):
        fitting = [group for group in united if all(are_same(spelt[key][0].sides, report.sides) for report in group)]
        if len(fitting) == 1:
            placed.append((fitting[0], spelt[key]))
        else:
            alone.append(spelt[key])
    for group, same in placed:  # only now: whether one fits must not hang on another that was placed before
        group.extend(same)
    return united + _unite(alone)


def name_people(report: Sighting) -> str:
    """Returns the participants as one string; whoever has no name is told by the office."""
    unnamed = sorted(f"{side.country}:{side.role}" for side in report.sides if not side.parts)
    return "|".join([name_sides(report.sides), *unnamed])


def _unite(classes: list[list[Sighting]]) -> list[list[Sighting]]:
    """Returns the classes, those united that all fit each other; what fits only in part stays apart."""
    joined = Joined(same[0] for same in classes)
    for one, other in combinations(classes, 2):
        if are_same(one[0].sides, other[0].sides):
            joined.join(one[0], other[0])
    members = {same[0].order: same for same in classes}
    found = []
    for firsts in joined.sets():
        whole = all(are_same(one.sides, other.sides) for one, other in combinations(firsts, 2))
        parts = [members[first.order] for first in firsts]
        found += [[report for part in parts for report in part]] if whole else parts
    return found


def tell_apart(reports: Sequence[Sighting]) -> list[list[Sighting]]:
    """Returns the calls among reports of the same people on the same day."""
    counted = Counter(report.article for report in reports)
    if max(counted.values()) == 1:
        return _split_channels(list(reports))
    joined = Joined(reports)
    several = [report for report in joined.reports if counted[report.article] > 1]
    by_article: dict[str, list[Sighting]] = defaultdict(list)
    for report in joined.reports:
        by_article[report.article].append(report)
    told = {report.order for report in several}
    for one in several:
        for article, theirs in by_article.items():
            other = _find_counterpart(one, theirs) if article != one.article else None
            if other and _find_counterpart(other, by_article[one.article]) is one:
                joined.join(one, other)
    sets = joined.sets()
    rest = [report for same in sets for report in same if not any(member.order in told for member in same)]
    return [same for same in sets if any(member.order in told for member in same)] + ([rest] if rest else [])


def _find_counterpart(report: Sighting, theirs: Sequence[Sighting]) -> Sighting | None:
    """Returns which of another article's reports sounds like this one, clearly more than its others."""
    rated = sorted(((rate_likeness(report, other), other.order, other) for other in theirs), reverse=True)
    (best, _, other), rival = rated[0], rated[1][0] if len(rated) > 1 else 0.0
    return other if best >= LIKELY and (best - rival >= AHEAD or len(rated) == 1) else None


def _split_channels(reports: list[Sighting]) -> list[list[Sighting]]:
    """Returns calls by telephone and by video apart, where nothing ties one to the other; who does not tell goes with the more."""
    phone, video, untold = ([report for report in reports if report.channel == name] for name in ("phone", "video", "unknown"))
    if not phone or not video or any(find_tie(one, other) > Tie.NONE for one, other in product(phone, video)):
        return [reports]
    return [phone + untold, video] if len(phone) >= len(video) else [phone, video + untold]
