"""Objects that stand in front of the subject: "Sadat he reached an hour later", "Rao was the first he called"."""

from __future__ import annotations

from services.extractor.calls.words.listing import SUBJECTS
from services.extractor.tokens import Token

PLACES = {"first", "last", "second", "third", "next", "only", "one", "leader", "colleague", "counterpart"}
RANKED = {"president", "premier", "chancellor", "minister", "king", "monarch", "head", "chief", "man", "woman", "person", "ally"}
COPULAS = {"be", "become", "remain"}


def fronted_object(verb: Token) -> Token | None:
    """Returns the name that stands right before the pronoun that acts ("Solana in Brussels he reached"), or None. The parser takes
    it for a second subject."""
    subjects = [c for c in verb.children if c.dep_ in SUBJECTS and c.i < verb.i]
    if len(subjects) != 2 or subjects[1].pos_ != "PRON" or subjects[0].pos_ not in ("PROPN", "NOUN"):
        return None
    return subjects[0] if subjects[1].i - max(t.i for t in subjects[0].subtree) == 1 else None


def ranked_object(verb: Token) -> Token | None:
    """Returns who "was the first he called", where the clause of `verb` has a subject of its own, or None."""
    noun = verb.head
    if verb.dep_ != "relcl" or noun.dep_ != "attr" or noun.head.lemma_ not in COPULAS or noun.lower_ not in PLACES | RANKED:
        return None
    acting = [c for c in verb.children if c.dep_ == "nsubj"]
    if (
        not acting
        or acting[0].lower_ in ("who", "that", "which")
        or any(c.dep_ == "dobj" and c.pos_ == "PROPN" for c in verb.children)
    ):
        return None
    named = [c for c in noun.head.children if c.dep_ == "nsubj" and c.i < verb.i]
    return named[0] if named else None


def stranded_preposition(verb: Token) -> Token | None:
    """Returns "with" of "was the first he spoke with", which nobody stands behind, or None."""
    bare = (c for c in verb.children if c.lower_ in ("with", "to") and c.dep_ in ("prep", "dative") and c.i > verb.i)
    return next((c for c in bare if not c.children), None) if verb.dep_ == "relcl" else None
