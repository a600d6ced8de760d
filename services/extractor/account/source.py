"""Whom the article gives as the source of what it says: "the Kremlin said", "according to the White House", "an aide told".

Reads the parse alone; returns the source's words.
"""

from __future__ import annotations

from collections.abc import Iterator

from services.extractor.account.parse import SUBJECTS, is_verb
from services.extractor.rules.scope_rules import load_scope_rules
from services.extractor.tokens import Span, Token

SAYING = load_scope_rules().words["saying"]
SOURCES = load_scope_rules().words["sources"]


def find_source_of(sent: Span) -> str | None:
    """Returns the words for the source that a sentence as a whole names, or None."""
    for verb in sent:
        if is_verb(verb) and verb.lemma_.lower() in SAYING:
            for subject in (child for child in verb.children if child.dep_ in SUBJECTS and child.dep_ != "expl"):
                words = source_words(subject)
                if words:
                    return words
    return according_to(sent)


def saying_verbs(token: Token) -> Iterator[Token]:
    """Yields the verbs of saying above `token`, then the others of its sentence that come after it."""
    above = [verb for verb in token.ancestors if is_verb(verb) and verb.lemma_.lower() in SAYING]
    yield from above
    yield from (
        word
        for word in token.sent
        if word.i > token.i
        and is_verb(word)
        and word.lemma_.lower() in SAYING
        and word.dep_ in {"ROOT", "parataxis", "ccomp", "conj"}
        and word not in above
    )


def source_words(subject: Token) -> str | None:
    """Returns the words of a subject that is a source by its noun ("the foreign ministry of Peru"), else None."""
    if (subject.pos_ == "PRON" or (subject.lemma_.lower() not in SOURCES and subject.lower_ not in SOURCES)) and not any(
        (child.dep_ == "appos" and child.lemma_.lower() in SOURCES) or (child.dep_ == "compound" and child.lower_ in SOURCES)
        for child in subject.children
    ):
        return None
    kept = [word for word in subject.subtree if word.i <= subject.i and (subject.i - word.i) < 8]
    start = min(word.i for word in kept)
    while start < subject.i and subject.doc[start].pos_ in {"DET", "PUNCT", "SPACE", "PRON"}:
        start += 1
    return subject.doc[start : _end(subject)].text.strip() or None


def _end(noun: Token) -> int:
    """Where the words for a source end: behind whose it is ("the office of Benjamin Netanyahu")."""
    owner = next((child for child in noun.children if child.lower_ == "of" and child.i == noun.i + 1), None)
    end = max((word.i for word in owner.subtree), default=noun.i) + 1 if owner is not None else noun.i + 1
    return end if end - noun.i < 8 and not any(is_verb(word) for word in noun.doc[noun.i : end]) else noun.i + 1


def according_to(sent: Span) -> str | None:
    """Returns X of "according to X" in a sentence."""
    for token in sent:
        if token.lower_ == "according" and token.i + 2 < sent.end and sent.doc[token.i + 1].lower_ == "to":
            end = next((word for word in token.subtree if word.dep_ == "pobj"), None)
            if end is not None and end.i - token.i < 10:
                start = token.i + 2
                while start < end.i and sent.doc[start].pos_ in {"DET", "SPACE"}:
                    start += 1
                return sent.doc[start : _end(end)].text.strip() or None
    return None
