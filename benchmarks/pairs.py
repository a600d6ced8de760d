"""How well reports of one call find each other: all gold sets posted together, once as annotated, once as the extractor reads them.

usage: python -m benchmarks.pairs [--annotated]

True pairs are two annotated calls of different articles with the same people on the same day, or with the same people and two
outcomes in the same words; an article that tells of two such calls a day leaves open which is meant, and is not counted. A wrong
merge is an event that holds reports of two calls that are no such pair. Reports that match no annotated call are shown apart.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from sqlalchemy import select

from benchmarks.same import Data, match_calls, same_person
from benchmarks.sets import GoldSet, extract_sets, find_sets
from shared.database import forget_engine, get_engine, migrate, session_scope
from shared.folding import fold
from shared.merging.copies import sign_text
from shared.merging.reports import replace_reports
from shared.models import Article, Report
from shared.settings import get_settings

Place = tuple[str, int]  # an article's id, and which of its annotated calls


@dataclass
class Outcome:
    """True pairs that met in one event and those that did not; wrong merges; events shared with a report of no annotated call."""

    met: list[tuple[Place, Place]] = field(default_factory=list)
    missed: list[tuple[Place, Place]] = field(default_factory=list)
    untold: int = 0
    wrong: list[tuple[Place, Place]] = field(default_factory=list)
    unjudged: list[tuple[str, str]] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share of true pairs that met, of those that were there to meet."""
        told = len(self.met) + len(self.missed)
        return len(self.met) / told if told else 1.0


def find_true_pairs(articles: Sequence[Data]) -> set[frozenset[Place]]:
    """Returns the pairs of annotated calls that are one call in the world."""
    places = [(article["id"], nth) for article in articles for nth in range(len(article["calls"]))]
    calls = {(article["id"], nth): call for article in articles for nth, call in enumerate(article["calls"])}
    same = {frozenset((a, b)) for a, b in combinations(places, 2) if a[0] != b[0] and is_same_call(calls[a], calls[b])}
    return {pair for pair in same if not any(_are_rivals(calls, pair, other) for other in same)}


def _are_rivals(calls: Mapping[Place, Data], one: frozenset[Place], other: frozenset[Place]) -> bool:
    """Whether two pairs join a call to two calls of one article."""
    common = one & other
    apart = sorted(one ^ other)
    return len(common) == 1 and len(apart) == 2 and apart[0][0] == apart[1][0]


def is_same_call(one: Data, other: Data) -> bool:
    """Whether two annotations of different articles are of one call."""
    if not _same_people(one["participants"], other["participants"]):
        return False
    if len(one["date"] or "") == 10 and len(other["date"] or "") == 10:
        return bool(one["date"] == other["date"])
    return len({fold(told) for told in one["outcomes"]} & {fold(told) for told in other["outcomes"]}) >= 2


def _same_people(one: Sequence[Data], other: Sequence[Data]) -> bool:
    named = any(a["name"] and b["name"] and same_person(a, b) for a in one for b in other)
    return named and len(one) == len(other) and all(any(same_person(a, b) for b in other) for a in one)


def as_report(call: Data) -> Data:
    """Returns an annotated call as the extractor would print it, without offsets."""
    quoted = {name: [{"text": text} for text in call[name]] for name in ("topics", "outcomes")}
    return {"background": False, "confidence": 0.9, **call, **quoted}


def post_reports(articles: Sequence[Data], found: Mapping[str, Sequence[Data]]) -> dict[str, list[str]]:
    """Stores the articles with their calls in a fresh database; returns the event of each call, by article."""
    with tempfile.TemporaryDirectory() as folder:
        use_database(f"sqlite:///{folder}/pairs.db")
        for article in articles:
            post_article(article, found[article["id"]])
        events: dict[str, list[str]] = defaultdict(list)
        with session_scope() as session:
            for source, event_id in session.execute(
                select(Article.source, Report.event_id).join(Report.article).order_by(Report.article_id, Report.position)
            ):
                events[str(source)].append(event_id)
        get_engine().dispose()
        forget_engine()
    return events


def use_database(url: str) -> None:
    """Makes `url`, migrated, the database of this process."""
    import os

    os.environ["DIPLOWIRE_DATABASE_URL"] = url
    get_settings.cache_clear()
    forget_engine()
    migrate()


def post_article(article: Data, calls: Sequence[Data]) -> None:
    """Stores one article with its calls, as a worker does after reading it; its source tells the id it has in the gold set."""
    with session_scope(write=True) as session:
        row = Article(
            content_hash=article["id"],
            source=article["id"],
            text=article["text"],
            published_at=article["published_at"],
            media_type="text/plain",
            status="done",
            signature=sign_text(article["text"]),
        )
        session.add(row)
        session.flush()
        replace_reports(session, row, calls)


def judge(articles: Sequence[Data], places: Mapping[Place, Place], events: Mapping[str, Sequence[str]]) -> Outcome:
    """Compares events with the annotation; `places` tells of which annotated call each report (article, number) is."""
    true = find_true_pairs(articles)
    calls = {(article["id"], nth): call for article in articles for nth, call in enumerate(article["calls"])}
    home = {place: events[report[0]][report[1]] for report, place in places.items()}
    outcome = Outcome()
    for pair in sorted(tuple(sorted(pair)) for pair in true):
        one, other = pair
        if one in home and other in home:
            (outcome.met if home[one] == home[other] else outcome.missed).append((one, other))
        else:
            outcome.untold += 1
    members = defaultdict(list)
    for article_id, ids in events.items():
        for nth, event_id in enumerate(ids):
            members[event_id].append((article_id, nth))
    for reports in members.values():
        for a, b in combinations(reports, 2):
            if a not in places or b not in places:
                outcome.unjudged.append((f"{a[0]}#{a[1]}", f"{b[0]}#{b[1]}"))
            elif not is_same_call(calls[places[a]], calls[places[b]]):
                outcome.wrong.append((places[a], places[b]))
    return outcome


def measure_annotated(sets: Sequence[GoldSet]) -> Outcome:
    """Posts what the annotators wrote."""
    articles = [article for gold in sets for article in gold.articles]
    found = {article["id"]: [as_report(call) for call in article["calls"]] for article in articles}
    places = {(article["id"], nth): (article["id"], nth) for article in articles for nth in range(len(article["calls"]))}
    return judge(articles, places, post_reports(articles, found))


def measure_extracted(sets: Sequence[GoldSet]) -> Outcome:
    """Posts what the extractor found (`GoldSet.found`)."""
    articles = [article for gold in sets for article in gold.articles]
    found = {article_id: calls for gold in sets for article_id, calls in gold.found.items()}
    places = {
        (article["id"], there): (article["id"], nth)
        for article in articles
        for nth, there in match_calls(article["calls"], found[article["id"]]).items()
    }
    return judge(articles, places, post_reports(articles, found))


def show(title: str, outcome: Outcome) -> None:
    """Prints the figures, then every pair that did not meet, met wrongly, or cannot be judged."""
    told = len(outcome.met) + len(outcome.missed)
    print(f"{title}: {len(outcome.met)} of {told} true pairs met ({outcome.share:.0%}), {len(outcome.wrong)} wrong merges", end="")
    print(f"; {outcome.untold} pairs not found on both sides, {len(outcome.unjudged)} merges with reports that nobody annotated")
    for word, pairs in (("missed", outcome.missed), ("wrong", outcome.wrong), ("unjudged", outcome.unjudged)):
        for one, other in pairs:
            print(f"  {word}: {one} {other}")


def main() -> None:
    sets = find_sets()
    show("as annotated", measure_annotated(sets))
    if "--annotated" not in sys.argv:
        extract_sets(sets)
        show("as extracted", measure_extracted(sets))


if __name__ == "__main__":
    main()
