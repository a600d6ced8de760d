"""Who "I" is: whoever the text says speaks, in the sentence of a quotation or in the one before it."""

from __future__ import annotations

from services.extractor.tokens import Span, Token
from services.extractor.types import Entity, Mention

FIRST_PERSON = {"i", "me"}
SAYING = {"say", "tell", "add", "write", "post", "tweet", "explain", "recall", "announce", "note", "declare", "state", "reveal"}
QUOTES = ('"', "“", "'", "‘", "”")


def first_person(sents: list[Span], mentions: list[Mention]) -> list[Mention]:
    """Mentions for the words of `sents` that mean their own speaker, where `mentions` (in text order) tell who that is."""
    people = {i: m for m in mentions if m.kind in ("name", "role", "pronoun") for i in range(m.start, m.end) if len(m.members) == 1}
    found: list[Mention] = []
    before: Entity | None = None
    for sent in sents:
        speaker = _speaker(sent, people)
        opens = next((t for t in sent if not t.is_space), sent[0]).text in QUOTES
        spoken = speaker or (before if opens else None)
        if spoken is not None:
            found += [Mention(t.i, t.i + 1, t.i, "pronoun", [spoken]) for t in sent if _means_speaker(t) and t.i not in people]
        before = speaker or (before if opens else None)
    return found


def _means_speaker(token: Token) -> bool:
    return token.lower_ in FIRST_PERSON and token.tag_ == "PRP"


def _speaker(sent: Span, people: dict[int, Mention]) -> Entity | None:
    """The subject of the verb of saying in a sentence that quotes."""
    if not any(t.text in QUOTES for t in sent):
        return None
    for verb in sent:
        if verb.lemma_ not in SAYING or verb.pos_ != "VERB":
            continue
        for child in verb.children:
            if child.dep_ == "nsubj" and child.i in people and not _means_speaker(child):
                return people[child.i].members[0]
    return None
