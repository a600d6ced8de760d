"""The closed lists that the services share are those that the tables give."""

from __future__ import annotations

from services.extractor.rules.topic_rules import load_labels
from shared.vocabulary import OUTCOME_KINDS, TOPIC_LABELS


def test_labels_of_topics_are_the_published_ones() -> None:
    """A label that the events service does not know could not be filtered by."""
    assert {label.id for label, _ in load_labels()} | {"other"} == set(TOPIC_LABELS)
    assert list(TOPIC_LABELS) == sorted(TOPIC_LABELS)
    assert tuple(sorted(OUTCOME_KINDS)) == OUTCOME_KINDS
