"""The tables of topics as records: which words say that something was talked about, and the closed list of labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from services.extractor.rules.load import TableError
from services.extractor.rules.rows import build_rows, read_pattern_table

FRAMES = {"object", "active", "prep", "subject", "devoted", "noun", "copula", "clause"}


@dataclass(frozen=True)
class TopicRule:
    """One way of telling a topic. `heads` are lemmas, of a noun in the frames `noun` and `copula`, else of a verb. The topic is:

    - `object`: the object, or the subject of the passive; `active`: the object alone; `subject`: the subject
    - `prep`: what follows one of `preps`; `devoted`: the same where the call itself is the subject
    - `noun`: what follows one of `preps` after the noun, which one of `verbs` governs
    - `copula`: the other side of "the topics were"; `clause`: the subject or object of the clause said
    """

    id: str
    frame: str
    heads: tuple[str, ...]
    preps: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    particles: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()


@dataclass(frozen=True)
class TopicTable:
    """The rules and the word lists that go with them: `hulls` (nouns of which only what they contain is the topic), `empty`
    (nouns that are no topic), `courtesies`, `actors` (nouns for those who act), `plain`
    (words that may stand beside a hull), `weak` (rules that need a label), `follow_ups` (nouns that an outcome arranges)."""

    rules: tuple[TopicRule, ...]
    hulls: frozenset[str]
    empty: frozenset[str]
    courtesies: frozenset[str]
    actors: frozenset[str]
    plain: frozenset[str]
    weak: frozenset[str]
    follow_ups: frozenset[str]

    @cached_property
    def rules_by_head(self) -> dict[str, list[TopicRule]]:
        """The rules that begin at each head, in the order of the table."""
        found: dict[str, list[TopicRule]] = {}
        for rule in self.rules:
            for head in dict.fromkeys(rule.heads):
                found.setdefault(head, []).append(rule)
        return found


@dataclass(frozen=True)
class ListRule:
    """Words beside which a list of topics stands, `after` or `before` them; `speaker`: their subject must be on the line."""

    id: str
    side: str
    pattern: str
    speaker: bool = False
    examples: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()


@dataclass(frozen=True)
class LabelRule:
    """One label and the beginnings of words (or phrases) that speak for it."""

    id: str
    cues: tuple[str, ...]
    examples: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def load_topic_rules() -> TopicTable:
    """Returns the table `patterns/topics.yml`."""
    raw = read_pattern_table("topics")
    rules = build_rows(TopicRule, raw["rules"], "topics.yml")
    for rule in rules:
        if rule.frame not in FRAMES:
            raise TableError(f"topics.yml: {rule.id}: unknown frame {rule.frame!r}")
    lists = ("hulls", "empty", "courtesies", "actors", "plain", "weak", "follow_ups")
    return TopicTable(rules, *(frozenset(raw[name]) for name in lists))


@lru_cache(maxsize=1)
def load_list_rules() -> tuple[tuple[ListRule, re.Pattern[str]], ...]:
    """Returns the `lists` of `patterns/topics.yml`, each with its compiled pattern."""
    rules = build_rows(ListRule, read_pattern_table("topics")["lists"], "topics.yml")
    for rule in rules:
        if rule.side not in {"after", "before"}:
            raise TableError(f"topics.yml: {rule.id}: side {rule.side!r} is neither after nor before")
    return tuple((rule, re.compile(rule.pattern, re.I)) for rule in rules)


@lru_cache(maxsize=1)
def load_labels() -> tuple[tuple[LabelRule, re.Pattern[str]], ...]:
    """Returns the labels in the order in which they are asked, each with its compiled cues."""
    rules = build_rows(LabelRule, read_pattern_table("topic_labels")["labels"], "topic_labels.yml")
    for rule in rules:
        if short := [cue for cue in rule.cues if not re.match(r"\w[^*]", cue)]:
            raise TableError(f"topic_labels.yml: {rule.id}: a cue begins with a letter and one more character, not {short}")
    return tuple((rule, compile_cues(rule.cues)) for rule in rules)


def compile_cues(cues: Sequence[str]) -> re.Pattern[str]:
    """Returns what finds whole words or phrases, where "*" stands for the rest of a word."""
    return re.compile(r"\b(?:" + "|".join(re.escape(cue).replace(r"\*", r"\w*") for cue in cues) + r")\b", re.I)
