"""Mends sentences that open with their verb, whose capital letter lets the model take it for a name, and those that open with their
source, in which it takes the clause behind for a part of that."""

from __future__ import annotations

from services.extractor.parsing.mend_calls import SPEAKING
from services.extractor.parsing.tree_edits import NAMES, hang
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


def free_verb(name: Token) -> None:
    """Makes the verb of "Haddad, an aide to the president, talked by telephone with X" that of the sentence: where nothing else is
    one, what nobody can be is no clause on the name."""
    verb = next((c for c in name.children if c.dep_ == "acl" and c.tag_ == "VBN"), None)
    if verb is None or verb.nbor(-1).text != "," or any(c.lemma_ == "be" for c in name.children):
        return
    if verb.lemma_ not in SPEAKING and not any(c.dep_ == "dobj" for c in verb.children):
        return
    _lead(verb, name)
    for token in [c for c in name.children if c.i > verb.i]:
        hang(token, verb, token.dep_)


def free_clause(according: Token) -> None:
    """Makes the verb of "According to the palace, the phone call involved Macron" that of the sentence: nothing else is one."""
    source = next((g for c in according.children if c.lower_ == "to" for g in c.children if g.dep_ == "pobj"), None)
    acting = [c for c in source.children if c.dep_ == "appos" and c.pos_ in NAMES] if source is not None else []
    verb = next((c for noun in acting for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN"), None)
    if verb is None or not any(c.dep_ == "dobj" for c in verb.children):
        return
    noun = verb.head
    noun.head.children.remove(noun)
    _lead(verb, noun)
    ends = [c for c in according.children if c.dep_ == "punct"]
    for token in (according, *ends):
        if token is not according:
            according.children.remove(token)
        token.head = verb
        verb.children.append(token)
    according.dep_ = "prep"
    verb.children.sort()


def _lead(verb: Token, acting: Token) -> None:
    """Makes a participle on `acting` the verb of the sentence, whose subject that is."""
    acting.children.remove(verb)
    verb.head, verb.dep_, verb.tag_ = verb, "ROOT", "VBD"
    acting.head, acting.dep_ = verb, "nsubj"
    verb.children = sorted([*verb.children, acting])
