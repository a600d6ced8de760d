"""Finds topics that stand free of the verb: "As for X, ...", "On X, he said ...", "... about X" after a word for the call."""

from __future__ import annotations

from collections.abc import Iterator

from services.extractor.account.roles import CALL_NOUNS
from services.extractor.tokens import Span, Token

FRONTS = {"on", "for", "regarding", "concerning", "about", "regards", "of"}
CALL_WORDS = CALL_NOUNS | {"speak", "call", "ring", "phone", "telephone", "talk"}


def find_fronted(sent: Span) -> Iterator[Token]:
    """Yields the nouns of "As for X, ...", "On X, he said ...", "Speaking of X, ..." at the head of a sentence."""
    words = [token for token in sent if not token.is_space and not token.is_quote][:3]
    for token in words:
        opener = (token == words[0] and token.lower_ in FRONTS) or (
            words[0].lower_ in {"as", "speaking", "turning", "talking", "asked", "with"}
            and token.lower_ in FRONTS | {"to", "regard"}
        )
        if not opener:
            continue
        for noun in token.children:
            closed = words[0].lower_ != token.lower_ or any(
                word.text == "," for word in sent.doc[noun.i : max(noun.i, sent.root.i)]
            )
            if (
                noun.dep_ in {"pobj", "dobj"}
                and closed
                and not any(word.ent_type_ in {"DATE", "TIME", "PERSON", "ORDINAL"} for word in noun.subtree)
            ) and (token.lower_ != "for" or words[0].lower_ == "as"):
                yield noun


def find_about(sent: Span) -> Iterator[Token]:
    """Yields what follows "about" in a sentence that speaks of a call, wherever the parse hung the word."""
    openers = [t for t in sent if t.lower_ in {"about", "concerning", "regarding"} and t.dep_ in {"prep", "conj"}]
    if openers and any(token.lemma_.lower() in CALL_WORDS for token in sent):
        for token in openers:
            yield from (
                noun
                for noun in token.children
                if noun.dep_ in {"pobj", "pcomp"} and noun.tag_ not in {"WP", "WDT"} and noun.pos_ not in {"NUM", "PRON"}
            )
