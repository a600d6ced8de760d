"""What a sentence tells of a telephone: that it rings, that one stands in the scene, what hangs on a word behind a preposition.

Pure syntax and words; who is at the ends of the line, `scenes.py` reads.
"""

from __future__ import annotations

from collections.abc import Iterator

from services.extractor.account.parse import is_negated
from services.extractor.calls.words.listing import SUBJECTS
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Span, Token

WORDS = load_words("calls.yml")
PHONES = WORDS["phones"]
RINGING = WORDS["ringing"]
WAKING = WORDS["waking"]
HANDING = WORDS["handing"] | {"bring", "carry"}
RINGERS = RINGING | HANDING | WAKING | {"rang"}


def rings(verb: Token) -> bool:
    """ "The telephone rang", "he was woken by the telephone"."""
    if verb.lower_ == "rang" and verb.i > verb.sent.start and verb.nbor(-1).lemma_.lower() in PHONES:
        return True
    if {verb.lemma_.lower(), verb.lower_} & RINGING:
        return any(c.dep_ in SUBJECTS and c.lemma_.lower() in PHONES for c in verb.children)
    if verb.lemma_ in HANDING and verb.tag_ in ("VBD", "VBN"):
        return any(c.dep_ in ("dobj", "nsubjpass") and c.lemma_.lower() in PHONES for c in verb.children)
    if verb.lemma_ not in WAKING:
        return False
    acting = [c for c in verb.children if c.dep_ in SUBJECTS] + [g for c in verb.children if c.dep_ == "agent" for g in c.children]
    return any(t.lemma_.lower() in PHONES for t in acting)


def has_phone(sent: Span) -> bool:
    """Whether a telephone stands in the sentence, or a wire of the kind that carries talk ("a secure line")."""
    return any(t.lemma_.lower() in PHONES or (t.lower_ == "line" and _carries_talk(t)) for t in sent)


def _carries_talk(line: Token) -> bool:
    return any(c.lower_ in ("secure", "secured", "direct", "encrypted", "scrambled", "private") for c in line.children)


def below(head: Token, *prepositions: str) -> list[Token]:
    """The nouns behind `prepositions` that hang on `head`."""
    return [g for c in head.children if c.lower_ in prepositions for g in c.children if g.dep_ in ("pobj", "conj")]


def lemmas(tokens: list[Token]) -> Iterator[str]:
    return (t.lemma_.lower() for t in tokens)


def is_doubtful(verb: Token) -> bool:
    """Whether the clause is denied, conditional, or lies ahead."""
    return is_negated(verb) or any(
        c.lower_ in ("if", "unless", "until", "would", "will", "could", "might", "should") for c in verb.children
    )
