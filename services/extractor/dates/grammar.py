"""Questions to the parse that dating asks of a call's words: are they history, do they tell a statement, do they mean the call."""

from __future__ import annotations

from spacy.tokens import Span, Token

from services.extractor.dates.expressions import word_list


def is_under(token: Token, span: Span) -> bool:
    """Whether the token stands in the clause or phrase that the words of `span` ("hours after") begin."""
    after = [t for t in span if t.lower_ in ("after", "following", "before", "of")]
    for above in [token, *token.ancestors]:
        if any(a.i == above.i for a in after) or any(c.dep_ == "mark" and c in after for c in above.children):
            return True
    return False


def verb_of(token: Token) -> Token:
    """The verb of the clause in which the token stands."""
    for above in [token, *token.ancestors]:
        if above.pos_ in ("VERB", "AUX"):
            return above
    return token


def auxiliaries(token: Token) -> set[str]:
    verb = verb_of(token)
    own = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    return own or ({c.lower_ for c in verb.head.children if c.dep_ == "aux"} if verb.dep_ == "conj" else own)


def is_pluperfect(token: Token) -> bool:
    return bool(auxiliaries(token) & {"had", "'d"}) and verb_of(token).tag_ == "VBN"


def is_narrated(token: Token) -> bool:
    """Whether the call is told in plain past or present, as the next thing that happened."""
    return not auxiliaries(token) & {"has", "have", "had", "'ve", "will", "would"} or verb_of(token).tag_ in ("VBD",)


def tells_statement(root: Token) -> bool:
    passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in root.children)
    return root.lemma_.lower() in word_list("reporting") - {"put", "come", "issue"} and not (
        passive and root.lemma_.lower() in ("tell", "inform", "brief")
    )


def speaks_of_call(token: Token, near: bool) -> bool:
    """Whether the token stands for the call that is being told: "the conversation", or "it" that took place."""
    if token.lemma_.lower() in word_list("echo_nouns") and token.pos_ == "NOUN":
        return not any(c.lemma_.lower() in word_list("other_call_words") for c in token.children)
    if near and token.lower_ in ("it", "this", "that", "they") and token.dep_ in ("nsubj", "nsubjpass"):
        verb = token.head.lemma_.lower()
        return (
            verb in ("happen", "occur", "last")
            or (verb == "take" and any(c.lower_ == "place" for c in token.head.children))
            or (token.lower_ == "they" and verb in ("talk", "speak"))
        )
    return False
