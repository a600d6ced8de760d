"""Reads the topics of one call from the sentences that speak of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Span

from services.extractor.account.actors import OTHER, SPEAKER, Actors
from services.extractor.account.parse import is_verb, subject_of
from services.extractor.account.scope import NEUTRAL, STRONG, Scope, signal_of
from services.extractor.rules.topic_rules import TopicRule, TopicTable, load_topic_rules
from services.extractor.topics.label import OTHER as OTHER_LABEL
from services.extractor.topics.label import label_of
from services.extractor.topics.match import MATTER, TopicMatch, find_topic_matches
from services.extractor.topics.phrase import find_phrases, is_matter, open_hulls
from services.extractor.types import Call, Document, Quote, Topic

# So many sentences away from any word for the call only what says so outright is a topic.
FAR = 8
OF_OUTCOME = TopicRule("topic.of-outcome", "object", ())


def find_topics(document: Document, call: Call, scope: Scope, actors: Actors) -> list[Topic]:
    """Returns the topics of `call` in the order of the text, each once."""
    table = load_topic_rules()
    found: list[Topic] = []
    cued = {cue.sent for cue in call.cues} or {0}
    for i in sorted(range(len(document.sents)), key=lambda i: i in document.headline_sents):
        if call not in scope.calls_of[i] or (i in document.headline_sents and found):
            continue
        signal = signal_of(document.sents[i], [call], actors)
        reports = i not in cued and signal != NEUTRAL
        far = min(abs(i - j) for j in cued) > FAR and signal != STRONG
        for match in find_topic_matches(document.sents[i], table):
            if (match.rule.id in table.weak and far) or (match.rule is MATTER and not reports):
                continue
            if _belongs(match, call, actors):
                spans = find_phrases(match.head, table) if match.span is None else open_hulls(match.span, table)
                found.extend(
                    _topic(document, span, match)
                    for span in spans
                    if _is_topic(span, call, actors, table) and _is_enough(span, match, table)
                )
    return _without_repeats(found + _of_outcomes(document, call, actors, table))


def _of_outcomes(document: Document, call: Call, actors: Actors, table: TopicTable) -> list[Topic]:
    """Returns what the outcomes of the call are about: the objects in their clauses."""
    found: list[Topic] = []
    for outcome in (o for o in call.outcomes if o.kind not in {"invitation", "acceptance"}):
        span = document.doc.char_span(outcome.quote.start, outcome.quote.end) if document.doc is not None else None
        for token in span or []:
            matter = token.dep_ == "dobj" or (
                token.dep_ == "pobj"
                and token.head.lower_ in {"against", "about", "over", "regarding", "in"}
                and is_verb(token.head.head)
            )
            if matter and is_matter(token, table) and token.lemma_.lower() not in table.follow_ups:
                match = TopicMatch(OF_OUTCOME, token, None)
                found.extend(
                    _topic(document, part, match)
                    for part in find_phrases(token, table)
                    if _is_topic(part, call, actors, table) and _is_enough(part, match, table)
                )
    return found


def _belongs(match: TopicMatch, call: Call, actors: Actors) -> bool:
    """Whether the verb's subject can be a speaker of the call, where the rule asks for one."""
    if match.agent is None:
        return True
    subject = subject_of(match.agent)
    if match.rule is MATTER:
        return subject is not None and actors.role_in(subject, call) != SPEAKER
    return subject is None or actors.role_in(subject, call) != OTHER


def _is_enough(span: Span, match: TopicMatch, table: TopicTable) -> bool:
    """Whether the rule is sure of itself, or else the words carry a label of the vocabulary."""
    return match.rule.id not in table.weak or label_of(span.text) != OTHER_LABEL


def _is_topic(span: Span, call: Call, actors: Actors, table: TopicTable) -> bool:
    """Whether the words make sense as a topic: no courtesy, no speaker, no pronoun, not an empty noun alone."""
    root = span.root
    if root.lemma_.lower() in {"call", "conversation", "chat", "phone"}:
        return False
    lemmas = {token.lemma_.lower() for token in span}
    if lemmas & table.courtesies or root.pos_ in {"PRON", "NUM", "DET", "ADV"}:
        return False
    if root.ent_type_ in {"DATE", "TIME", "ORDINAL", "CARDINAL", "PERCENT", "MONEY"} and len(span) < 5:
        return False
    mention = actors.mention_at(root)
    if mention is not None and mention.kind in {"name", "role", "pronoun", "group"}:
        return False
    words = [token for token in span if not (token.is_stop or token.is_punct or token.pos_ in {"DET", "PRON"})]
    return (
        bool(words)
        and not all(token.lemma_.lower() in table.empty for token in words)
        and not (root.lemma_.lower() in table.empty and len(words) < 2)
    )


def _topic(document: Document, span: Span, match: TopicMatch) -> Topic:
    quote = Quote(document.text[span.start_char : span.end_char], span.start_char, span.end_char)
    return Topic(quote, label_of(quote.text), match.rule.id)


def _without_repeats(topics: list[Topic]) -> list[Topic]:
    """Returns the topics in the order of the text, each once. Of two that lie in each other the one read off a list stays, else
    the longer; but one that holds several others goes."""
    unique: dict[str, Topic] = {}
    for topic in sorted(topics, key=lambda t: (not t.rule.startswith("list."), t.quote.start)):
        unique.setdefault(topic.quote.text.lower(), topic)
    single = sorted(unique.values(), key=lambda t: (t.quote.start, -t.quote.end))
    nested = list(_nested(single))
    beaten = {
        id(o if i.rule.startswith("list.") else i) for o, i in nested if o.rule.startswith("list.") != i.rule.startswith("list.")
    }
    held = Counter(id(outer) for outer, inner in nested if id(inner) not in beaten)
    parted = [topic for topic in single if id(topic) not in beaten and held[id(topic)] < 2]
    inside = {id(inner) for _, inner in _nested(parted)}
    return [topic for topic in parted if id(topic) not in inside]


def _nested(topics: list[Topic]) -> Iterator[tuple[Topic, Topic]]:
    """Yields each pair of topics, sorted by their start, of which the first holds the second."""
    for n, outer in enumerate(topics):
        for inner in topics[n + 1 :]:
            if inner.quote.start >= outer.quote.end:
                break
            if inner.quote.end <= outer.quote.end:
                yield outer, inner
