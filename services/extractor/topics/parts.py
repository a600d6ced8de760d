"""Finds the members of a list in the parse of a noun phrase: joined heads, what "such as" announces, what a hull holds."""

from __future__ import annotations

from collections.abc import Iterator

from services.extractor.account.parse import children, conjuncts, is_verb
from services.extractor.tokens import Token

LISTING = {"including", "like", "namely", "notably"}


def listed_after(head: Token) -> list[Token]:
    """Returns the parts of a list that the verb carries for its subject or object ("issues were discussed, including A and B")."""
    verb = head.head
    if head.dep_ not in {"nsubjpass", "dobj", "nsubj"} or not is_verb(verb):
        return []
    for prep in children(verb, "prep"):
        if prep.lower_ in LISTING and prep.i > head.i:
            return [part for noun in children(prep, "pobj") for part in conjuncts(noun)]
    return []


def shares_determiner(noun: Token, child: Token) -> bool:
    """Whether "and" joins two heads of one phrase ("the threats and challenges in X")."""
    part = child if child.dep_ == "conj" else next(iter(children(noun, "conj")), None)
    if part is None or child.dep_ not in {"conj", "cc"} or part.i - noun.i != 2 or children(part, "conj"):
        return False
    own = any(grand.dep_ in {"det", "poss", "amod", "compound"} for grand in part.children)
    return not own and any(grand.dep_ in {"det", "poss"} for grand in noun.children) and part.pos_ == "NOUN"


def stray_parts(head: Token) -> Iterator[Token]:
    """Yields the further parts of a list that the parse hung on an inner noun ("the talks in Oslo, Swiss aid and the border")."""
    for noun in head.subtree:
        if noun.dep_ != "conj" or noun.head == head or noun.pos_ not in {"NOUN", "PROPN"} or not _is_own_part(noun, head):
            continue
        yield noun


def _is_own_part(noun: Token, head: Token) -> bool:
    """Whether a conjunct inside a phrase is rather a further member of the list to which the phrase belongs."""
    first = noun.head
    if first.pos_ not in {"NOUN", "PROPN"}:
        return False
    if noun.ent_type_ in {"GPE", "LOC", "PERSON"}:
        return False
    if first == head or (first.dep_ == "conj" and not first.head.i >= head.i):
        return False
    if any(above.dep_ in {"relcl", "acl", "advcl"} for above in noun.ancestors if above.i > head.i):
        return False
    if _is_series(noun):
        return False
    own = any(child.dep_ in {"det", "poss"} for child in noun.children)
    comma = any(token.text == "," for token in noun.doc[first.i + 1 : noun.i])
    bare = not any(child.dep_ in {"det", "poss"} for child in first.children)
    return ((own and bare) or comma or (own and first.tag_ in {"NNS", "NNPS"})) and (
        first.head.lower_ != "between" or first.tag_ == "NNS"
    )


def _is_series(noun: Token) -> bool:
    """Whether a noun belongs to bare nouns in a row after "of" ("the bombing of homes, schools and mosques")."""
    first = noun
    while first.dep_ == "conj":
        first = first.head
    row = list(conjuncts(first))
    return (
        first.dep_ == "pobj"
        and first.head.lower_ == "of"
        and len(row) > 2
        and not any(child.dep_ in {"det", "poss", "prep", "relcl"} for one in row[:-1] for child in one.children)
    )


def listed_under(noun: Token) -> list[Token]:
    """Returns the members of a list that a noun announces: "such as A", "including A", "among them A", "from A to B"."""
    for child in noun.subtree:
        if child.dep_ == "prep" and (child.lower_ in LISTING or (child.lower_ == "as" and _says_such(child))):
            return children(child, "pobj")
        if child.dep_ == "appos" and child.head == noun and child.doc[child.left_edge.i].lower_ == "among":
            return [child]
        if (
            child.dep_ == "prep"
            and child.lower_ == "from"
            and child.head == noun
            and noun.lemma_ in {"issue", "topic", "subject", "matter", "question", "range"}
        ):
            return [
                *children(child, "pobj"),
                *[
                    far
                    for to in noun.subtree
                    if to.lower_ == "to" and to.dep_ == "prep" and to.i > child.i
                    for far in children(to, "pobj")
                ],
            ]
    return []


def contents(noun: Token) -> list[Token]:
    """Returns the nouns inside a hull, after "of", "for", "about", or in "the need to end X"."""
    found = []
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in {"of", "for", "about"}:
            found.extend(children(child, "pobj", "pcomp"))
            found.extend(inner for joined in children(child, "conj") for inner in children(joined, "pobj"))
        elif child.dep_ in {"acl", "relcl"} and child.tag_ == "VB":
            found.append(child)
    return [token for token in found if token.pos_ != "PRON"][:2]


def _says_such(token: Token) -> bool:
    return (token.i > 0 and token.doc[token.i - 1].lower_ == "such") or any(child.lower_ == "such" for child in token.children)
