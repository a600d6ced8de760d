"""Reads the topics of one call: the likeliest of the phrases in the sentences that speak of it."""

from __future__ import annotations

from services.extractor.account.scope import Scope
from services.extractor.topics.candidates import find_candidates
from services.extractor.topics.judge import choose, load_weights
from services.extractor.topics.label import label_of
from services.extractor.topics.reading import Overview
from services.extractor.types import Call, Quote, Topic


def find_topics(overview: Overview, call: Call, scope: Scope) -> list[Topic]:
    """Returns the topics of `call` in the order of the text, each once."""
    chosen = choose(find_candidates(overview, call, scope), load_weights())
    topics = []
    for candidate in chosen:
        start, end = candidate.span.start_char, candidate.span.end_char
        quote = Quote(overview.document.text[start:end], start, end)
        topics.append(Topic(quote, label_of(quote.text), candidate.rule))
    return topics
