"""Makes topics of a noun: the noun phrase around it, one for each part of a list, without what the article hangs on to it.

"issues such as A and B" gives A and B, "the need for X" gives X. Prepositional attributes stay ("the situation in X"), adverbial
remains of the sentence ("with Merkel", "by phone", "on Monday") go.
"""

from __future__ import annotations

from spacy.tokens import Span, Token

from services.extractor.account.parse import children, conjuncts, edges, is_verb, strip_edges
from services.extractor.rules.topic_rules import TopicTable

LISTING = {"including", "like", "namely", "from"}
LOOSE = {"with", "by", "during", "after", "before", "since", "despite", "amid", "ahead", "at", "following", "via", "within", "until", "as", "through", "because", "without"}
CALL_WORDS = {"phone", "telephone", "call", "conversation", "video", "line", "videoconference"}
LONGEST = 14


def find_phrases(head: Token, table: TopicTable) -> list[Span]:
    """Returns the topics that the phrase around `head` tells."""
    if is_verb(head) and head.tag_ not in {"VBG", "NN"}:
        return [_clause(head)]
    found: list[Span] = []
    for part in conjuncts(head):
        found.extend(_unfold(part, table, 0))
    return found


def _unfold(noun: Token, table: TopicTable, depth: int) -> list[Span]:
    """Returns the contents of a hull ("issues such as X"), or the phrase itself."""
    if depth < 4 and noun.lemma_.lower() in table.hulls:
        inner = [part for first in _contents(noun) for one in conjuncts(first) for part in _unfold(one, table, depth + 1)]
        if inner:
            return inner
    span = _phrase(noun)
    return [span] if span is not None else []


def _contents(noun: Token) -> list[Token]:
    """Returns the nouns inside a hull: after "of", "for", "such as", "including"."""
    found = []
    for child in noun.subtree:
        if child.dep_ in {"prep", "agent"} and (child.head is noun and child.lower_ in {"of", "for", "in", "about", "with"} | LISTING or child.lower_ in LISTING or child.lower_ == "as" and _says_such(child)):
            objects = children(child, "pobj", "pcomp")
            if objects and (child.lower_ in LISTING or child.lower_ == "as"):
                return objects
            found.extend(objects)
        elif child.dep_ in {"acl"} and child.lemma_ == "concern":
            found.extend(children(child, "dobj"))
    return [token for token in found if token.pos_ != "PRON"][:1] if found else []


def _says_such(token: Token) -> bool:
    return token.i > 0 and token.doc[token.i - 1].lower_ == "such" or any(child.lower_ == "such" for child in token.children)


def _clause(verb: Token) -> Span:
    """Returns the words of a clause that is itself the topic ("what happened in Muscat")."""
    leave = {child.i for child in verb.children if child.dep_ in {"conj", "cc", "parataxis"}}
    start, end = edges(verb, leave)
    return strip_edges(verb.doc[start:end])


def _phrase(noun: Token) -> Span | None:
    """Returns the noun phrase around a noun, kept short."""
    leave = {child.i for child in noun.subtree if _is_loose(child, noun)}
    start, end = edges(noun, leave)
    if end - start > LONGEST:
        leave |= {child.i for child in noun.subtree if child.dep_ in {"relcl", "advcl", "appos"} or child.dep_ == "acl" and child.tag_ != "VBN"}
        start, end = edges(noun, leave)
    span = strip_edges(noun.doc[start:end])
    return span if len(span) else None


def _is_loose(child: Token, noun: Token) -> bool:
    """Whether something under the noun is no part of the topic."""
    if child is noun:
        return False
    if child.head is noun and child.dep_ in {"conj", "cc", "preconj"}:
        return True
    if child.dep_ in {"parataxis", "advcl"} or child.dep_ == "relcl" and any(c.lower_ in {"which", "who"} and c.i > 0 and c.doc[child.left_edge.i - 1].text == "," for c in child.children):
        return True
    if child.dep_ == "appos" and child.head is noun:
        return True
    if child.dep_ == "prep":
        inner = {word.lower_ for word in child.subtree}
        if inner & CALL_WORDS and child.lower_ in {"by", "over", "on", "in", "during"}:
            return True
        if child.lower_ in LOOSE and child.head is noun and child.lower_ not in {"with", "by", "at", "without"}:
            return True
        return child.lower_ in {"on", "at", "in"} and any(word.ent_type_ in {"DATE", "TIME"} and word.head is child for word in child.subtree)
    return child.dep_ == "npadvmod" and child.ent_type_ in {"DATE", "TIME"}
