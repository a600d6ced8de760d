"""Mends sentences that open with their verb, whose capital letter lets the model take it for a name."""

from __future__ import annotations

from services.extractor.tokens import Token

PASTS = {
    "Called": "call",
    "Met": "meet",
    "Phoned": "phone",
    "Rang": "ring",
    "Spoke": "speak",
    "Talked": "talk",
    "Telephoned": "telephone",
}
OF_NAMES = {"compound", "appos", "conj", "cc", "poss", "relcl", "amod", "nmod", "det"}  # what stays with a name


def open_with_verb(first: Token) -> None:
    """Makes the verb of "Rang Abbott on Monday", and what was done there hang on it: nobody acts in the sentence."""
    name, behind = first.head, first.nbor(1)
    if first.tag_ == "VBN" and first.dep_ == "ROOT" and behind.pos_ in ("PROPN", "NOUN", "ADJ"):
        for child in first.children:
            child.dep_ = "dobj" if child.dep_ == "oprd" and child.pos_ == "PROPN" else child.dep_
    elif first.tag_ not in ("NNP", "NN", "VBN") or first.dep_ not in ("compound", "ROOT", "amod", "nmod"):
        return
    if name is not first:
        if name.dep_ != "ROOT":
            return
        late = [c for c in name.children if c.i > name.i and c.dep_ not in OF_NAMES and c.lower_ != "of"]
        for child in (first, *late):
            name.children.remove(child)
            child.head = first
        name.head, name.dep_, first.dep_ = first, "dobj", "ROOT"
        first.children = sorted([*first.children, name, *late])
    first.tag_, first.pos_, first.lemma_ = "VBD", "VERB", PASTS[first.text]
