"""An outcome is what was agreed, promised or arranged on the line, cut out verbatim and given to those who said it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from benchmarks.same import fold, same_outcome
from services.extractor.account.actors import Actors
from services.extractor.account.scope import find_scope
from services.extractor.extract import Extractor, load_extractor
from services.extractor.outcomes.judge import BASE, LEAST, OF_SURE, load_weights, weigh
from services.extractor.outcomes.read import Clause, choose, find_all_matches, find_clauses
from services.extractor.rules.load import TableError
from services.extractor.rules.outcome_rules import OutcomeRule, load_outcome_rules
from services.extractor.rules.rows import build_rows
from services.extractor.stages import outcomes
from services.extractor.types import Article, Outcome, Quote
from tests.extractor.told import told_call

TABLE = yaml.safe_load(Path(__file__).with_name("outcomes.yml").read_text(encoding="utf-8"))
STORIES = yaml.safe_load(Path(__file__).with_name("outcome_stories.yml").read_text(encoding="utf-8"))["rows"]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return load_extractor()


@pytest.mark.parametrize("row", TABLE["rows"], ids=lambda row: row["id"])
def test_outcomes(row):
    """Each row gives exactly the outcomes that the guidelines ask for, verbatim."""
    document = told_call(row["text"])
    outcomes.find(document)
    found = document.calls[0].outcomes
    assert [o.quote.text for o in found] == row["outcomes"], row["why"]
    for outcome in found:
        assert document.text[outcome.quote.start : outcome.quote.end] == outcome.quote.text
        assert outcome.kind in load_outcome_rules().kinds


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["id"])
def test_story(story, extractor):
    """Each call of a whole story has the outcomes that are its own, no more and no fewer."""
    calls = extractor.extract(Article(story["id"], story["text"], None, str(story["published"]))).calls
    found = {
        frozenset(surnames(p["name"] or p["country"] for p in c["participants"])): c["outcomes"]
        for c in calls
        if not c.get("background")
    }
    assert found.keys() == {frozenset(surnames(call["who"])) for call in story["calls"]}
    for call in story["calls"]:
        outcomes = [o["text"] for o in found[frozenset(surnames(call["who"]))]]
        wanted = [text for _, _, text in call["outcomes"]]
        assert [text for text in wanted if not any(same_outcome(text, other) for other in outcomes)] == [], "missed"
        assert [text for text in outcomes if not any(same_outcome(other, text) for other in wanted)] == [], "not told"


def surnames(names: Iterable[str]) -> set[str]:
    """The last words of names, in small letters without accents; "Zelensky" stands for all spellings of it."""
    return {re.sub("^zelens.*", "zelensky", fold(name).split()[-1]) for name in names}


@pytest.mark.parametrize("row", TABLE["sources"], ids=lambda row: row["id"])
def test_source(row):
    """The source that the sentence gives stands with the outcome; a speaker of the call is none."""
    document = told_call(row["text"])
    outcomes.find(document)
    assert [o.said_by for o in document.calls[0].outcomes] == [row["said_by"]]


@pytest.mark.parametrize("row", TABLE["credits"], ids=lambda row: row["id"])
def test_credit(row, extractor):
    """In a whole story, an outcome is given to who told the public of it: office, spokesman, capital, or a speaker afterwards."""
    [call] = extractor.extract(Article(row["id"], row["text"], None, "2012-03-07")).calls
    assert [o["said_by"] for o in call["outcomes"]] == row["said_by"]


@pytest.mark.parametrize("row", TABLE["actors"], ids=lambda row: row["id"])
def test_actors(row):
    """Those who agreed, promised or invited are named with what they did."""
    document = told_call(row["text"])
    outcomes.find(document)
    [outcome] = document.calls[0].outcomes
    assert (outcome.by, outcome.kind) == (row["by"], row["kind"])


def test_background_calls_get_none():
    """A call that is only history gets no outcomes."""
    document = told_call("The two leaders agreed to stay in touch.")
    document.calls[0].background = True
    outcomes.find(document)
    assert document.calls[0].outcomes == []


def clauses_in(text: str) -> dict[str, Clause]:
    """What may be an outcome in a text, by its words."""
    document = told_call(text)
    actors = Actors(document)
    scope = find_scope(document, actors)
    found = find_clauses(document, document.calls[0], scope, actors, find_all_matches(document))
    return {clause.outcome.quote.text: clause for clause in found}


def test_what_may_be_an_outcome_is_looked_at():
    """A plan of things is a clause to be weighed, but not a sure one; a promise of a speaker is sure."""
    found = clauses_in("Moreau promised to help. More goods would be let in.")
    assert found["Moreau promised to help"].is_sure
    assert not found["More goods would be let in"].is_sure


@pytest.mark.parametrize("text", ["Peter Brandt promised to help.", "Moreau will meet Adler soon.", "Will Moreau send help?"])
def test_what_others_do_is_not_looked_at(text):
    """Neither what somebody else promises, nor a plan with somebody else, nor a question."""
    assert clauses_in(text) == {}


def test_of_what_is_sure_less_is_asked():
    """Between the two thresholds a clause is an outcome only if a rule says so outright and a speaker does it."""
    between = {BASE: (LEAST + OF_SURE) / 2}
    outcome = Outcome(Quote("they would help", 0, 15), "commitment", "test")
    assert choose([Clause(outcome, frozenset(), is_sure=True)], between) == [outcome]
    assert choose([Clause(outcome, frozenset(), is_sure=False)], between) == []
    assert choose([Clause(outcome, frozenset(), is_sure=True)], between, more=1.0) == []


def test_weights_of_outcomes_are_of_clues_that_exist():
    """The table has a base and clues that clauses have; a clue that is not in it weighs nothing."""
    weights = load_weights()
    [clause] = clauses_in("Moreau promised to help.").values()
    assert len(clause.clues & set(weights)) > 20
    assert weigh(["no such clue"], weights) == weights[BASE]


def test_unknown_key_is_refused():
    """A slip in a row stops loading."""
    with pytest.raises(TableError):
        build_rows(OutcomeRule, [{"id": "x", "frame": "verb", "kind": "other", "heads": [], "taks": []}], "test")


def test_id_used_twice_is_refused():
    """An id names one rule."""
    row = {"id": "x", "frame": "verb", "kind": "other", "heads": []}
    with pytest.raises(TableError):
        build_rows(OutcomeRule, [row, row], "test")
