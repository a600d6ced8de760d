"""Sorts verbs and nouns by what they do to a topic: tell it, ask for it, agree on it. The groups are those of the rules, and a few
everyday verbs beside them."""

from __future__ import annotations

from functools import lru_cache

from services.extractor.rules.topic_rules import load_topic_rules
from services.extractor.tokens import Token

PLAIN = "plain"
EVERYDAY = {
    "be": {"be"},
    "have": {"have"},
    "thank": {"thank", "congratulate", "wish", "praise", "appreciate"},
    "call": {"call", "phone", "telephone", "ring"},
    "talk": {"speak", "talk"},
    "hold": {"hold"},
    "exchange": {"exchange"},
    "express": {"express", "voice", "convey", "share"},
    "give": {"give", "make", "take", "receive"},
    "agree": {
        "agree",
        "promise",
        "pledge",
        "offer",
        "undertake",
        "decide",
        "commit",
        "settle",
        "arrange",
        "vow",
        "accept",
        "propose",
        "invite",
        "intend",
        "plan",
        "want",
        "will",
        "hope",
        "guarantee",
    },
}
# The rules whose verbs make a group, the telling ones first: a verb is in the first that has it.
GROUPS = {
    "topic.discuss": "discuss",
    "topic.touch-on": "discuss",
    "topic.said-that": "say",
    "topic.talk-about": "talk",
    "topic.tell-about": "talk",
    "topic.brief": "tell",
    "topic.raise": "raise",
    "topic.urge": "urge",
    "topic.worried": "worry",
    "topic.call-for": "call-for",
    "topic.refer-to": "refer",
    "topic.come-up": "come-up",
    "topic.focus": "focus",
    "topic.walk-through": "go",
    "topic.spend-on": "go",
    "topic.look-at": "go",
    "topic.turn-to": "go",
    "topic.bring-up": "go",
}
TALKS = {"call", "conversation", "talk", "talks", "discussion", "dialogue", "exchange", "chat", "phone"}


@lru_cache(maxsize=1)
def _verbs() -> dict[str, str]:
    groups = {verb: name for name, verbs in EVERYDAY.items() for verb in verbs}
    rules = {rule.id: rule for rule in load_topic_rules().rules}
    for rule_id, name in GROUPS.items():
        for verb in rules[rule_id].heads:
            groups.setdefault(verb, name)
    return groups


@lru_cache(maxsize=1)
def _nouns() -> dict[str, str]:
    table = load_topic_rules()
    groups = dict.fromkeys(table.hulls, "hull")
    groups |= {noun: "talks" for noun in TALKS if noun not in groups}
    for rule in table.rules:
        if rule.frame == "noun":
            for noun in rule.heads:
                groups.setdefault(noun, rule.id.removeprefix("topic."))
    for noun in table.empty:
        groups.setdefault(noun, "empty")
    return groups


def verb_group(verb: Token) -> str:
    """Returns the group of a verb."""
    return _verbs().get(verb.lemma_.lower(), PLAIN)


def noun_group(noun: Token) -> str:
    """Returns what a noun does to a topic that hangs on it: "the need for X" is a hull, "views on X" an exchange of views."""
    return _nouns().get(noun.lemma_.lower(), PLAIN)
