"""Whom the article gives as the source of what it says: "the Kremlin said", "according to the White House", "an aide told".

Reads the parse and the mentions; returns the source's words. The speakers of the call are no source when a sentence quotes what
they said on the line.
"""

from __future__ import annotations

from services.extractor.account.actors import Actors
from services.extractor.account.parse import SUBJECTS, is_verb
from services.extractor.rules.scope_rules import load_scope_rules
from services.extractor.tokens import Span, Token

SAYING = load_scope_rules().words["saying"]
SOURCES = load_scope_rules().words["sources"]


def find_source(token: Token, actors: Actors) -> str | None:
    """Returns the words for the source of the clause around `token`, or None where its sentence names none."""
    for verb in _saying_verbs(token):
        for subject in (child for child in verb.children if child.dep_ in SUBJECTS and child.dep_ != "expl"):
            words = _source_words(subject)
            if words:
                return words
    return _according_to(token.sent)


def find_source_of(sent: Span) -> str | None:
    """Returns the words for the source that a sentence as a whole names, or None."""
    for verb in sent:
        if is_verb(verb) and verb.lemma_.lower() in SAYING:
            for subject in (child for child in verb.children if child.dep_ in SUBJECTS and child.dep_ != "expl"):
                words = _source_words(subject)
                if words:
                    return words
    return _according_to(sent)


def _saying_verbs(token: Token) -> list[Token]:
    """Returns the verbs of saying above `token`, then the others of its sentence that come after it."""
    above = [verb for verb in token.ancestors if is_verb(verb) and verb.lemma_.lower() in SAYING]
    after = [
        word
        for word in token.sent
        if word.i > token.i
        and is_verb(word)
        and word.lemma_.lower() in SAYING
        and word.dep_ in {"ROOT", "parataxis", "ccomp", "conj"}
        and word not in above
    ]
    return above + after


def _source_words(subject: Token) -> str | None:
    if (subject.pos_ == "PRON" or (subject.lemma_.lower() not in SOURCES and subject.lower_ not in SOURCES)) and not any(
        (child.dep_ == "appos" and child.lemma_.lower() in SOURCES) or (child.dep_ == "compound" and child.lower_ in SOURCES)
        for child in subject.children
    ):
        return None
    kept = [word for word in subject.subtree if word.i <= subject.i and (subject.i - word.i) < 8]
    start = min(word.i for word in kept)
    while start < subject.i and subject.doc[start].pos_ in {"DET", "PUNCT", "SPACE"}:
        start += 1
    return subject.doc[start : subject.i + 1].text.strip() or None


def _according_to(sent: Span) -> str | None:
    """Returns X of "according to X" in a sentence."""
    for token in sent:
        if token.lower_ == "according" and token.i + 2 < sent.end and sent.doc[token.i + 1].lower_ == "to":
            end = next((word for word in token.subtree if word.dep_ == "pobj"), None)
            if end is not None and end.i - token.i < 10:
                start = token.i + 2
                while start < end.i and sent.doc[start].pos_ in {"DET", "SPACE"}:
                    start += 1
                return sent.doc[start : end.i + 1].text.strip() or None
    return None
