"""A topic is what was talked about, as a short noun phrase of the article, with a label of the closed list; courtesies are none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from benchmarks.score import load_gold
from benchmarks.sets import GOLD
from services.extractor.account.actors import Actors
from services.extractor.account.scope import find_scope
from services.extractor.rules.load import TableError
from services.extractor.rules.rows import build_rows
from services.extractor.rules.topic_rules import LabelRule, load_labels, load_list_rules
from services.extractor.stages import outcomes, parse, topics
from services.extractor.topics.account_clues import account_clues
from services.extractor.topics.candidates import PLACES, Candidate, find_candidates
from services.extractor.topics.judge import BASE, FIRST, FURTHER, Weights, choose, load_weights, weigh
from services.extractor.topics.label import count_labels, label_of
from services.extractor.topics.reading import Overview
from services.extractor.topics.vectors import load_vectors
from tests.extractor.told import LEAD, told_call

TABLE = yaml.safe_load(Path(__file__).with_name("topics.yml").read_text(encoding="utf-8"))
LISTS = load_list_rules()


@pytest.mark.parametrize("row", TABLE["rows"], ids=lambda row: row["id"])
def test_topics(row):
    """Each row gives exactly the topics that a reader would note, verbatim and with a label."""
    document = told_call(row["text"], row.get("lead", LEAD))
    outcomes.find(document)
    topics.find(document)
    found = document.calls[0].topics
    assert [t.quote.text for t in found] == row["topics"], row["why"]
    labels = {rule.id for rule, _ in load_labels()}
    for topic in found:
        assert document.text[topic.quote.start : topic.quote.end] == topic.quote.text
        assert topic.label in labels


@pytest.mark.parametrize("row", TABLE["labels"], ids=lambda row: row["text"])
def test_label(row):
    """The words of a topic tell its label."""
    assert label_of(row["text"]) == row["label"]


@pytest.mark.parametrize(("rule", "pattern"), LISTS, ids=lambda value: getattr(value, "id", "pattern"))
def test_list_examples(rule, pattern):
    """Each list pattern is found in its examples and not in its rejects."""
    assert rule.examples
    assert rule.rejects
    assert all(pattern.search(text) for text in rule.examples)
    assert not any(pattern.search(text) for text in rule.rejects)


def test_label_examples():
    """Each label is given to its own examples."""
    wrong = [(rule.id, text, label_of(text)) for rule, _ in load_labels() for text in rule.examples if label_of(text) != rule.id]
    assert wrong == []


def test_labels_are_counted_as_their_patterns_would():
    """Looking up each word finds the cues that a search for each label finds."""
    texts = [row["text"] for row in load_gold([GOLD / "dev"])]
    searched = [{rule.id: hits for rule, cues in load_labels() if (hits := len(cues.findall(text)))} for text in texts]
    assert [dict(count_labels(text)) for text in texts] == searched


def test_vocabulary_is_about_forty():
    """The closed list stays small enough to filter by."""
    assert 30 <= len(load_labels()) <= 50


def test_background_calls_get_none():
    """A call that is only history gets no topics."""
    document = told_call("They discussed the drought.")
    document.calls[0].background = True
    topics.find(document)
    assert document.calls[0].topics == []


def test_long_text_stays_quick():
    """Ten thousand times the same word neither crashes nor takes long."""
    document = told_call("They discussed " + "called " * 2000 + ".")
    outcomes.find(document)
    topics.find(document)
    assert len(document.calls[0].topics) < 50


def test_unknown_key_is_refused():
    """A slip in a row stops loading."""
    with pytest.raises(TableError):
        build_rows(LabelRule, [{"id": "x", "cues": [], "qeus": []}], "test")


def possible(text: str) -> set[str]:
    """The phrases of a text that could be topics of its call, likely or not."""
    document = told_call(text)
    actors = Actors(document)
    found = find_candidates(Overview(document, actors), document.calls[0], find_scope(document, actors))
    return {candidate.span.text for candidate in found}


@pytest.mark.parametrize(
    "text",
    [
        "He did not bring up tariffs.",
        "They denied that tariffs were discussed.",
        "Tariffs were not on the agenda.",
        "Tariffs were not mentioned.",
    ],
)
def test_what_was_left_unsaid_is_no_topic(text):
    """A sentence may name a matter only to say that nobody spoke of it."""
    assert not any("ariffs" in phrase for phrase in possible(text))


def candidates(text: str, **weights: float) -> tuple[list[Candidate], Weights]:
    """The phrases of a text as candidates, each with one clue of its own that has the weight given for the phrase."""
    doc = parse.load_parser()(text)
    found, table = [], {BASE: 0.0}
    for phrase, weight in weights.items():
        words = phrase.replace("_", " ")
        start = text.index(words)
        span = doc.char_span(start, start + len(words))
        assert span is not None
        found.append(Candidate(span, "test", frozenset({phrase})))
        table[phrase] = weight
    return found, Weights(table)


def chosen(text: str, **weights: float) -> list[str]:
    found, table = candidates(text, **weights)
    return [c.span.text for c in choose(found, table)]


def test_the_likelier_of_two_that_overlap_is_chosen():
    """One stretch of words gives one topic, whichever of the two is longer."""
    text = "They discussed the debt of the railway."
    assert chosen(text, the_debt_of_the_railway=2.0, the_railway=1.0) == ["the debt of the railway"]
    assert chosen(text, the_debt_of_the_railway=1.0, the_railway=2.0) == ["the railway"]


def test_two_likely_topics_stay_two():
    """A phrase that joins them goes, even if it is likelier than both."""
    text = "They discussed trade and fishing."
    assert chosen(text, trade_and_fishing=3.0, trade=1.0, fishing=1.0) == ["trade", "fishing"]
    assert chosen(text, trade_and_fishing=3.0, trade=1.0, fishing=-9.0) == ["trade and fishing"]


def test_what_was_told_is_not_told_again():
    """Words that a likelier topic has already are no topic of their own."""
    assert chosen("The grain deal failed. A deal is needed.", The_grain_deal=1.0, A_deal=0.5) == ["The grain deal"]


def test_the_best_phrase_of_a_call_needs_less():
    """Few calls were about nothing."""
    between = (FIRST + FURTHER) / 2
    assert chosen("Fish came up. Gas came up.", Fish=between, Gas=between - 0.01) == ["Fish"]
    assert chosen("Fish came up.", Fish=FIRST - 0.01) == []


def test_weights_are_of_clues_that_exist():
    """The table of weights has a base, and clues that candidates of the rows above have."""
    weights = load_weights()
    assert weights.clues[BASE] < 0
    assert {"scope:in", "labelled:some", "rule:topic.discuss", "told-by:speaker", "in-outcome"} <= set(weights.clues)
    assert set(weights.vectors) == set(PLACES)


def test_the_meaning_of_a_word_counts():
    """A head that means nearly the same as a known one is weighed nearly as it is; an unknown word weighs nothing."""
    vectors = load_vectors()
    [fish], _ = candidates("Fish came up.", Fish=0.0)

    def weight(head: str) -> float:
        return weigh(replace(fish, words={"head": (head,)}), Weights({BASE: 0.0}, {"head": vectors.mean(["ceasefire"])}))

    assert weight("ceasefire") > weight("truce") > weight("saucepan")
    assert weight("xqzw") == 0.0


def test_phrases_side_by_side_know_of_each_other():
    """Members of a list are clues for one another; a phrase within another is known for one."""
    doc = parse.load_parser()("They discussed trade, the debt of the railway and fishing.")
    spans = [doc[2:3], doc[4:9], doc[7:9], doc[10:11]]
    assert [span.text for span in spans] == ["trade", "the debt of the railway", "the railway", "fishing"]
    found = account_clues(spans, [True, False, False, False])
    assert ["joined" in clues for clues in found] == [True, True, True, True]
    assert ["nested:1" in clues for clues in found] == [False, False, True, False]
    assert "joined:True:False" in found[1]
    assert "of-row:3:3:0" in found[3]
