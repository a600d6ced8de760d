"""The rules of outcomes and of topics: each fires on its own examples and on nothing that it is said to refuse."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.extractor.outcomes.match import find_matches
from services.extractor.rules.outcome_rules import load_outcome_rules
from services.extractor.rules.topic_rules import load_topic_rules
from services.extractor.stages import parse
from services.extractor.topics.match import find_topic_matches


def outcome_rules_on(text: str) -> set[str]:
    """The rules for outcomes that fire on a text, each asked alone."""
    table = load_outcome_rules()
    alone = [replace(table, rules=(rule,)) for rule in table.rules]
    return {match.rule.id for sent in parse.load_parser()(text).sents for one in alone for match in find_matches(sent, one)}


def topic_rules_on(text: str) -> set[str]:
    """The rules for topics that fire on a text."""
    table = load_topic_rules()
    return {match.rule.id for sent in parse.load_parser()(text).sents for match in find_topic_matches(sent, table)}


RULES = [
    (rule, rules_on)
    for table, rules_on in ((load_outcome_rules(), outcome_rules_on), (load_topic_rules(), topic_rules_on))
    for rule in table.rules
]


@pytest.mark.parametrize(("rule", "rules_on", "text"), [(r, on, text) for r, on in RULES for text in r.examples], ids=str)
def test_example_matches(rule, rules_on, text):
    """Each rule fires on its own examples."""
    assert rule.id in rules_on(text)


@pytest.mark.parametrize(("rule", "rules_on", "text"), [(r, on, text) for r, on in RULES for text in r.rejects], ids=str)
def test_reject_does_not_match(rule, rules_on, text):
    """No rule fires on what it is said to refuse."""
    assert rule.id not in rules_on(text)


def test_each_rule_has_example_and_reject():
    """No rule without a sentence it takes and one it refuses."""
    assert [rule.id for rule, _ in RULES if not rule.examples or not rule.rejects] == []
