"""The extractor over the gold sets: no figure falls under the accepted ones, and every call is sound. The seeds join in where
they are there."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from benchmarks.baseline import FILE, find_falls, read_baseline
from benchmarks.same import Data
from benchmarks.score import score
from benchmarks.sets import GOLD, ROOT, SEEDS, as_article
from tests.gold.conftest import Run

SHARED_SCORER = SEEDS.parent / "score.py"
SAMPLE = 9  # every ninth article is read a second time


def each_call(run: Run) -> Iterator[tuple[Data, Data]]:
    """Every article with each call found in it."""
    for gold in run.sets:
        for article in gold.articles:
            for call in gold.found[article["id"]]:
                yield article, call


def test_no_figure_falls_under_the_accepted_scores(run: Run) -> None:
    """F1 of no field of no set is more than 0.02 under benchmarks/scores.json; after a deliberate change: make score-accept."""
    assert find_falls(read_baseline(), run.summary) == []


def test_the_accepted_scores_speak_of_these_articles(run: Run) -> None:
    """An article that is renamed or taken away, or a call whose annotation is mended, asks for accepting anew."""
    accepted = json.loads(FILE.read_text(encoding="utf-8"))
    assert len(accepted["articles"]) > 200
    for key, row in accepted["articles"].items():
        assert key in run.summary["articles"]
        assert set(row["calls"]) == set(run.summary["articles"][key]["calls"]), key


def test_words_are_verbatim(run: Run) -> None:
    """Whatever is told as words of the article stands in it, at the place that is told."""
    for article, call in each_call(run):
        spans = [(call["evidence"], call["evidence_start"], call["evidence_end"])]
        spans += [(x["text"], x["start"], x["end"]) for x in (*call["topics"], *call["outcomes"], *call["participants"])]
        if call["date_text"] is not None:
            spans.append((call["date_text"], call["date_text_start"], call["date_text_end"]))
        for text, start, end in spans:
            if text is not None or start is not None:
                assert 0 <= start < end <= len(article["text"]), article["id"]
                assert article["text"][start:end] == text, article["id"]


def test_articles_read_together_tell_what_they_tell_alone(run: Run) -> None:
    """Parsing many at once is a matter of speed alone: every call of every article is the same to the digit."""
    articles = [as_article(row) for gold in run.sets for row in gold.articles]
    together = zip(articles, run.extractor.extract_many(articles), strict=True)
    alone = {article_id: calls for gold in run.sets for article_id, calls in gold.found.items()}
    assert [article.id for article, extraction in together if extraction.calls != alone[article.id]] == []


def test_a_call_has_two_sides(run: Run) -> None:
    """Nobody has a diplomatic call with himself or within one government."""
    for article, call in each_call(run):
        sides = {p["country"] or p["name"] for p in call["participants"]}
        assert len(sides) >= 2, f"{article['id']}: {call['participants']}"


def test_reading_twice_gives_the_same(run: Run) -> None:
    """The same article gives the same calls, whatever was read in between."""
    for gold in run.sets:
        for article in gold.articles[::SAMPLE]:
            assert run.extractor.extract(as_article(article)).calls == gold.found[article["id"]], article["id"]


READ_SAMPLE = """
import json, sys
from benchmarks.sets import as_article, find_sets
from services.extractor.extract import load_extractor
extractor = load_extractor()
rows = [(gold.name, row) for gold in find_sets() for row in gold.articles[:: int(sys.argv[1])]]
print(json.dumps([[name, row["id"], extractor.extract(as_article(row)).calls] for name, row in rows]))
"""


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_reads_the_same(run: Run, seed: str) -> None:
    """The order of sets differs from process to process; no choice may hang on it."""
    done = subprocess.run(
        [sys.executable, "-c", READ_SAMPLE, str(SAMPLE)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    found = {gold.name: gold.found for gold in run.sets}
    for name, article_id, calls in json.loads(done.stdout):
        assert calls == found[name][article_id], f"{name}/{article_id}"


@pytest.mark.skipif(not SHARED_SCORER.exists(), reason="the scorer that this one was carried over from is not here")
def test_the_scorer_agrees_with_the_one_it_comes_from(run: Run) -> None:
    """Splitting it into modules changed no figure."""
    spec = importlib.util.spec_from_file_location("shared_scorer", SHARED_SCORER)
    assert spec is not None
    assert spec.loader is not None
    shared = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(shared)
    for gold in run.sets:
        assert score(gold.articles, gold.found) == shared.score(gold.articles, gold.found), gold.name


def test_annotations_are_sound() -> None:
    """Ids are file names, quoted words stand in the text, a call has at least two sides, dates are dates."""
    paths = sorted(GOLD.glob("*/*.json"))
    assert len(paths) > 200
    for path in paths:
        article = json.loads(path.read_text(encoding="utf-8"))
        assert article["id"] == path.stem
        for call in article["calls"]:
            assert len({(p["country"], p["name"]) for p in call["participants"]}) >= 2, path.name
            for words in (call.get("evidence"), call.get("date_text"), *(call.get("outcomes") or [])):
                assert not words or words in article["text"] or words in (article["title"] or ""), f"{path.name}: {words}"
