"""Makes topics of a noun: the noun phrase around it, one for each part of a list, without what the article hangs on to it.

"issues such as A and B" gives A and B, "the need for X" gives X. Prepositional attributes stay ("the situation in X"), adverbial
remains of the sentence ("with Merkel", "by phone", "on Monday") go.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from services.extractor.account.parse import children, conjuncts, edges, is_verb, strip_edges
from services.extractor.rules.topic_rules import TopicTable
from services.extractor.topics.label import OTHER as NO_LABEL
from services.extractor.topics.label import label_of

LISTING = {"including", "like", "namely", "notably"}
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


def find_phrases(head: Token, table: TopicTable) -> list[Span]:
    """Returns the topics that the phrase or clause around `head` tells."""
    if is_verb(head) and head.tag_ not in {"VBG", "NN"}:
        themes = find_themes(head, table)
        return [span for theme in themes for span in find_phrases(theme, table)] or [_clause(head)]
    if head.tag_ == "VBG":
        inner = children(head, "dobj")
        if inner:
            return [span for noun in inner for span in find_phrases(noun, table)]
    listed = _listed_after(head)
    parts = listed or [part for part in conjuncts(head) if part == head or not _shares_determiner(part.head, part)]
    return [span for part in parts for each in (part, *_stray_parts(part)) for span in _unfold(each, table, 0)]


def open_hulls(span: Span, table: TopicTable) -> list[Span]:
    """Returns what a phrase read off a list contains, where its head is a hull ("the need for X"), else the phrase."""
    for token in span[1:-1]:
        if token.lower_ in {"including", "namely"} or (token.lower_ == "as" and token.nbor(-1).lower_ == "such"):
            return [strip_edges(span.doc[token.i + 1 : span.end])]
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


def _listed_after(head: Token) -> list[Token]:
    """Returns the parts of a list that the verb carries for its subject or object ("issues were discussed, including A and B")."""
    verb = head.head
    if head.dep_ not in {"nsubjpass", "dobj", "nsubj"} or not is_verb(verb):
        return []
    for prep in children(verb, "prep"):
        if prep.lower_ in LISTING and prep.i > head.i:
            return [part for noun in children(prep, "pobj") for part in conjuncts(noun)]
    return []


def _shares_determiner(noun: Token, child: Token) -> bool:
    """Whether "and" joins two heads of one phrase ("the threats and challenges in X")."""
    part = child if child.dep_ == "conj" else next(iter(children(noun, "conj")), None)
    if part is None or child.dep_ not in {"conj", "cc"} or part.i - noun.i != 2 or children(part, "conj"):
        return False
    own = any(grand.dep_ in {"det", "poss", "amod", "compound"} for grand in part.children)
    return not own and any(grand.dep_ in {"det", "poss"} for grand in noun.children) and part.pos_ == "NOUN"


def _stray_parts(head: Token) -> Iterator[Token]:
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
    own = any(child.dep_ in {"det", "poss"} for child in noun.children)
    comma = any(token.text == "," for token in noun.doc[first.i + 1 : noun.i])
    bare = not any(child.dep_ in {"det", "poss"} for child in first.children)
    return ((own and bare) or comma or (own and first.tag_ in {"NNS", "NNPS"})) and (
        first.head.lower_ != "between" or first.tag_ == "NNS"
    )


def _unfold(noun: Token, table: TopicTable, depth: int) -> list[Span]:
    """Returns the contents of a hull ("issues such as X"), or the phrase itself; of "normal ties, including X" both."""
    listed = _listed_under(noun)
    if depth < 4 and (listed or (noun.lemma_.lower() in table.hulls and _is_plain(noun, table))):
        inner = [
            span for first in listed or _contents(noun) for one in conjuncts(first) for span in _unfold_inner(one, table, depth + 1)
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
            span = _phrase(noun)
            return [*([span] if span is not None else []), *inner]
    span = _phrase(noun)
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


def _listed_under(noun: Token) -> list[Token]:
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


def _contents(noun: Token) -> list[Token]:
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


def _clause(verb: Token) -> Span:
    """Returns the words of a clause that is itself the topic ("what happened in Muscat")."""
    leave = {child.i for child in verb.children if child.dep_ in {"conj", "cc", "parataxis"}}
    start, end = edges(verb, leave)
    return strip_edges(verb.doc[start:end])


def _phrase(noun: Token) -> Span | None:
    """Returns the noun phrase around a noun, kept short: a relative clause stays only where the phrase says too little without."""
    loose = {child.i for child in noun.subtree if _is_loose(child, noun)} | {part.i for part in _stray_parts(noun)}
    clauses = {
        child.i for child in noun.subtree if child.dep_ == "relcl" or (child.dep_ in {"acl", "appos"} and child.head == noun)
    }
    start, end = edges(noun, loose | clauses)
    telling = [token for token in noun.doc[start:end] if not token.is_stop and not token.is_punct]
    if len(telling) < 2 and clauses - loose:
        longer = edges(noun, loose)
        if longer[1] - longer[0] <= LONGEST:
            start, end = longer
    span = strip_edges(noun.doc[start:end])
    return span if len(span) else None


def _is_loose(child: Token, noun: Token) -> bool:
    """Whether something under the noun is no part of the topic."""
    if child == noun:
        return False
    before = child.doc[child.left_edge.i - 1].text if child.left_edge.i else ""
    if (child.head == noun and child.dep_ in {"conj", "cc", "preconj"}) or child.dep_ in {"parataxis", "advcl"}:
        return not _shares_determiner(noun, child)
    if child.dep_ in {"relcl", "acl", "prep", "appos", "npadvmod"} and before in {",", "–", "—", "-", ";", ":"}:
        return True
    if child.dep_ == "prep":
        inner = {word.lower_ for word in child.subtree}
        if inner & CALL_WORDS and child.lower_ in {"by", "over", "on", "in", "during", "with"}:
            return True
        if child.lower_ in LOOSE and child.head == noun:
            return True
        if child.lower_ == "with" and any(word.ent_type_ == "PERSON" for word in child.children):
            return True
        return child.lower_ in {"on", "at", "in"} and any(
            word.ent_type_ in {"DATE", "TIME"} and word.head == child for word in child.subtree
        )
    return child.dep_ == "npadvmod" and child.ent_type_ in {"DATE", "TIME"}
