"""The gate loses no call: nothing that the annotations tell, nothing that is found, no word of the tables of cues."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from benchmarks.bench.news import write_news
from benchmarks.sets import as_article, find_sets
from services.extractor.calls.glance.glimpses import load_finder
from services.extractor.calls.glance.triggers import forms, load_parties
from services.extractor.calls.words.lexicon import load_lexicon
from services.extractor.extract import load_extractor
from services.extractor.rules.gazetteer import load_gazetteer
from services.extractor.stages.gate import could_tell
from services.extractor.types import Article

FOLDER = Path(__file__).parent
ROWS = yaml.safe_load((FOLDER / "gate.yml").read_text(encoding="utf-8"))["rows"]
PASSAGES = [
    row
    for name in ("calls.yml", "held.yml", "briefly.yml", "rounds.yml")
    for row in yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))["rows"]
    if row["expected"]
]
FRAMES = ("Macron said by {} that", "on the {}, Macron", "over the {} with Macron", "to {} Macron", "down the {}, he")


def _passes(text: str, published: object = None) -> bool:
    return could_tell(Article("a", text, None, str(published) if published else None), load_gazetteer())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_row(row: dict[str, object]) -> None:
    """What passes and what is dropped, and why."""
    assert _passes(str(row["text"]), row.get("published", "2022-03-01")) is row["passes"], row["why"]


@pytest.mark.parametrize("row", PASSAGES, ids=lambda row: row["id"])
def test_passages_with_calls_pass(row: dict[str, object]) -> None:
    """Every passage of which a call is expected, however short."""
    assert _passes(str(row["text"]), row.get("published"))


def test_all_annotated_calls_pass() -> None:
    """Its recall is 1: every article of the gold sets that has a call in it."""
    articles = [as_article(row) for gold in find_sets() for row in gold.articles if row["calls"]]
    assert len(articles) > 150
    assert [a.id for a in articles if not could_tell(a, load_gazetteer())] == []


def test_nothing_is_found_in_what_is_dropped() -> None:
    """Nor behind the gate: what it drops of general news, and of the articles without a call, gives no call when it is read."""
    extractor = load_extractor()
    articles = [Article(row["id"], row["text"], row["title"], row["published_at"]) for row in write_news(40, 11)]
    articles += [as_article(row) for gold in find_sets() for row in gold.articles if not row["calls"]]
    dropped = [article for article in articles if not could_tell(article, extractor.gazetteer)]
    assert len(dropped) > 20
    assert [article.id for article in dropped if extractor.read(article).calls] == []


def test_most_general_news_are_dropped() -> None:
    """Four in five at least; the rate itself is a figure of the bench."""
    rows = list(write_news(300, 12))
    passed = sum(_passes(row["text"], row["published_at"]) for row in rows)
    assert passed < 0.2 * len(rows)


def test_every_word_of_the_cue_tables_is_seen() -> None:
    """A row that is added to the tables is known to the gate, in the company that the table gives it."""
    lexicon, find = load_lexicon(), load_finder().find
    alone = [*lexicon.verbs, *lexicon.remote_nouns, *lexicon.instrument_nouns]
    missed = [word for word in alone if not any(list(find(frame.format(word))) for frame in FRAMES)]
    for modifier in lexicon.remote_modifiers:
        missed += [f"{modifier} {noun}" for noun in lexicon.talk_nouns if not list(find(f"held a {modifier} {noun} with Macron"))]
    missed += [verb for verb in lexicon.plain_verbs if not list(find(f"Putin {verb}s with Macron"))]
    missed += [noun for noun in lexicon.plain_nouns - {"talk", "consultation"} if not list(find(f"had a {noun} with Macron"))]
    assert missed == []


@pytest.mark.parametrize(
    ("lemma", "form"),
    [("dial", "dialled"), ("phone", "phoning"), ("speak", "spoken"), ("ring", "rang"), ("buzz", "buzzes"), ("chat", "chatting")],
)
def test_forms(lemma: str, form: str) -> None:
    """English doubles, drops and changes letters."""
    assert re.fullmatch(forms([lemma]), form)


def test_heads_of_titles_stand_for_people_who_may_be_on_the_line() -> None:
    for words in ("called the prime minister", "called the presidents", "rang its emir", "called the secretary-general"):
        assert load_parties().search(words), words
    for words in ("called the bill", "called a halt", "called the vote"):
        assert not load_parties().search(words), words
