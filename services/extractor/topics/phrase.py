"""Makes topics of a noun: the noun phrase around it, one for each part of a list, without what the article hangs on to it.

"issues such as A and B" gives A and B, "the need for X" gives X. Prepositional attributes stay ("the situation in X"), adverbial
remains of the sentence ("with Merkel", "by phone", "on Monday") go.
"""

from __future__ import annotations

from services.extractor.account.parse import children, conjuncts, is_verb
from services.extractor.account.stretches import edges, strip_edges
from services.extractor.rules.topic_rules import TopicTable
from services.extractor.tokens import Span, Token
from services.extractor.topics.label import OTHER as NO_LABEL
from services.extractor.topics.label import label_of
from services.extractor.topics.parts import contents, listed_after, listed_under, shares_determiner, stray_parts
from services.extractor.topics.split import split_list

LOOSE = {
    "during",
    "after",
    "before",
    "since",
    "despite",
    "amid",
    "ahead",
    "following",
    "via",
    "until",
    "through",
    "because",
    "among",
    "as",
    "unlike",
    "besides",
    "throughout",
}
CALL_WORDS = {"phone", "telephone", "call", "conversation", "video", "line", "videoconference", "talk", "talks"}
LONGEST = 16
STATES = {"situation", "development", "event", "state"}
# A phrase of fewer telling words keeps its relative clause.
FEW = 3


def find_phrases(head: Token, table: TopicTable) -> list[Span]:
    """Returns the topics that the phrase or clause around `head` tells."""
    if is_verb(head) and head.tag_ not in {"VBG", "NN"}:
        themes = find_themes(head, table)
        return [span for theme in themes for span in find_phrases(theme, table)] or [_clause(head)]
    if head.tag_ == "VBG":
        inner = children(head, "dobj")
        if inner:
            return [span for noun in inner for span in find_phrases(noun, table)]
    listed = listed_after(head)
    parts = listed or [part for part in conjuncts(head) if part == head or not shares_determiner(part.head, part)]
    return [span for part in parts for each in (part, *stray_parts(part)) for span in _unfold(each, table, 0)]


def open_hulls(span: Span, table: TopicTable) -> list[Span]:
    """Returns what a phrase read off a list contains, where its head is a hull ("the need for X"), else the phrase."""
    for token in span[1:-1]:
        if token.lower_ in {"including", "namely"} or (token.lower_ == "as" and token.nbor(-1).lower_ == "such"):
            return list(split_list(span.sent, token.i + 1, span.end, token.lower_))
    root = span.root
    if root.lemma_.lower() not in table.hulls:
        return [span]
    return [part for part in _unfold(root, table, 0) if span.start <= part.start and part.end <= span.end] or [span]


def find_themes(clause: Token, table: TopicTable) -> list[Token]:
    """Returns the nouns that a clause is about: its subject, or what it does, where the subject is one of those who act."""
    for noun in children(clause, "nsubj", "nsubjpass"):
        if is_matter(noun, table):
            return [noun]
    nouns = [noun for noun in children(clause, "dobj") if is_matter(noun, table)]
    if nouns:
        return nouns[:1]
    for deeper in children(clause, "xcomp", "ccomp", "acomp", "advcl"):
        if deeper.i > clause.i and (deeper.dep_ != "advcl" or deeper.tag_ == "VB"):
            found = find_themes(deeper, table)
            if found:
                return found
    return [
        noun
        for prep in children(clause, "prep")
        if prep.lower_ in {"on", "about", "against", "over", "for", "into"} and 0 < prep.i - clause.i < 4
        for noun in children(prep, "pobj")
        if is_matter(noun, table)
    ][:1]


def is_matter(noun: Token, table: TopicTable) -> bool:
    """Whether a noun can be what is talked about, rather than somebody who acts."""
    if noun.pos_ not in {"NOUN", "PROPN"} or noun.tag_ in {"WP", "WDT"}:
        return False
    if noun.ent_type_ in {"PERSON", "GPE", "NORP", "ORG", "DATE", "TIME"} and noun.pos_ == "PROPN":
        return False
    lemma = noun.lemma_.lower()
    if lemma in table.empty:
        named = any(child.dep_ in {"compound", "nmod"} and child.pos_ == "PROPN" for child in noun.children)
        return named or (
            lemma not in {"view", "opinion", "note", "stock", "word", "information"}
            and any(child.lower_ in {"on", "about", "over"} for child in noun.children)
        )
    return lemma not in table.actors and noun.lower_ not in table.actors


def _unfold(noun: Token, table: TopicTable, depth: int) -> list[Span]:
    """Returns the contents of a hull ("issues such as X"), or the phrase itself; of "normal ties, including X" both."""
    listed = listed_under(noun)
    if depth < 4 and (listed or (noun.lemma_.lower() in table.hulls and _is_plain(noun, table))):
        inner = [
            span for first in listed or contents(noun) for one in conjuncts(first) for span in _unfold_inner(one, table, depth + 1)
        ]
        inner = [
            span
            for span in inner
            if not all(
                token.is_stop or token.is_punct or token.lemma_.lower() in table.empty | {"mutual", "shared", "common"}
                for token in span
            )
        ]
        if inner and noun.lemma_.lower() in table.hulls | table.empty:
            return inner
        if inner and listed:
            span = find_phrase(noun)
            return [*([span] if span is not None else []), *inner]
    span = find_phrase(noun)
    return [span] if span is not None else []


def _is_plain(noun: Token, table: TopicTable) -> bool:
    """Whether nothing beside a hull says what it is about ("key issues of X", but "the nuclear issue")."""
    beside = [child for child in noun.children if child.dep_ in {"amod", "compound", "nmod", "poss"} and child.pos_ != "PRON"]
    return all(
        child.lemma_.lower() in table.plain or (child.pos_ == "ADJ" and label_of(child.text) == NO_LABEL) for child in beside
    )


def _unfold_inner(part: Token, table: TopicTable, depth: int) -> list[Span]:
    if is_verb(part):
        nouns = children(part, "dobj", "nsubj")
        return [span for noun in nouns[:1] for span in find_phrases(noun, table)] if depth < 4 else []
    return _unfold(part, table, depth)


def _clause(verb: Token) -> Span:
    """Returns the words of a clause that is itself the topic ("what happened in Muscat")."""
    leave = {child.i for child in verb.children if child.dep_ in {"conj", "cc", "parataxis"}}
    start, end = edges(verb, leave)
    return strip_edges(verb.doc[start:end])


def find_phrase(noun: Token) -> Span | None:
    """Returns the noun phrase around a noun, kept short: a relative clause stays only where the phrase says too little without."""
    loose = {child.i for child in noun.subtree if _is_loose(child, noun)} | {part.i for part in stray_parts(noun)}
    clauses = {
        child.i for child in noun.subtree if child.dep_ == "relcl" or (child.dep_ in {"acl", "appos"} and child.head == noun)
    }
    start, end = edges(noun, loose | clauses)
    if clauses - loose and sum(not token.is_stop and not token.is_punct for token in noun.doc.tokens[start:end]) < FEW:
        longer = edges(noun, loose)
        if longer[1] - longer[0] <= LONGEST:
            start, end = longer
    span = strip_edges(noun.doc[start:end])
    return span if span.tokens else None


def _is_loose(child: Token, noun: Token) -> bool:
    """Whether something under the noun is no part of the topic."""
    if child == noun:
        return False
    if child.lower_ == "that" and child.head == noun and child.i < noun.i:
        return True  # "urged that negotiations begin": the model takes it for a word of the noun phrase
    if (child.head == noun and child.dep_ in {"conj", "cc", "preconj"}) or child.dep_ in {"parataxis", "advcl"}:
        return not shares_determiner(noun, child)
    if child.dep_ not in {"relcl", "acl", "prep", "appos", "npadvmod"}:
        return False
    first = child.left_edge.i
    if first and child.doc.tokens[first - 1].text in {",", "–", "—", "-", ";", ":"}:
        return True
    if child.dep_ == "prep":
        inner = {word.lower_ for word in child.subtree}
        if inner & CALL_WORDS and child.lower_ in {"by", "over", "on", "in", "during", "with"}:
            return True
        if child.lower_ in LOOSE and child.head == noun:
            return child.lower_ not in {"after", "since"} or noun.lemma_.lower() not in STATES
        near = list(child.subtree)[:4]
        if child.lower_ == "with" and any(word.ent_type_ == "PERSON" for word in near):
            return True
        if child.lower_ == "from" and any(word.pos_ == "PROPN" and word.ent_type_ not in {"GPE", "LOC", "NORP"} for word in near):
            return True
        return child.lower_ in {"on", "at", "in"} and any(
            word.ent_type_ in {"DATE", "TIME"} and word.head == child for word in child.subtree
        )
    return child.dep_ == "npadvmod" and child.ent_type_ in {"DATE", "TIME"}
