"""Small questions to the parse of a sentence that both the outcomes and the topics ask: who is the subject, is it denied,
where does a clause end. Knows nothing of calls."""

from __future__ import annotations

from collections.abc import Iterator

from services.extractor.tokens import Span, Token

SUBJECTS = {"nsubj", "nsubjpass", "expl", "csubj"}
OBJECTS = {"dobj", "obj", "attr", "oprd", "dative"}
MODALS_OF_DOUBT = {"could", "should", "might", "must", "may", "can", "ought"}
THANKING_HEADS = {"thank", "congratulate", "praise", "appreciate", "commend", "credit", "criticise", "criticize", "blame", "accuse"}
TIMES = {
    "when",
    "after",
    "before",
    "since",
    "once",
    "until",
    "if",
    "unless",
    "whether",
    "how",
    "why",
    "where",
    "what",
    "whatever",
    "whoever",
}
NEGATIONS = {"no", "neither", "nor", "hardly", "never"}
DENYING_HEADS = {"refuse", "decline", "deny", "fail", "reject", "avoid", "hesitate", "stop", "cease"}
HOPES = {"hope", "expectation", "optimism", "confidence", "concern", "fear"}
WANTING_HEADS = {"want", "like", "prefer"}
ASKING_HEADS = {
    "ask",
    "urge",
    "call",
    "demand",
    "hope",
    "hop",
    "expect",
    "press",
    "request",
    "encourage",
    "need",
    "appeal",
    "beg",
    "invite",
    "implore",
    "advise",
    "wish",
    "recommend",
    "insist",
    "doubt",
}


def children(token: Token, *deps: str) -> list[Token]:
    """Returns the direct dependents of `token` that hang on it by one of `deps`."""
    return [child for child in token.children if child.dep_ in deps]


def subject_of(verb: Token) -> Token | None:
    """Returns the subject of a verb; a verb joined by "and" or an infinitive borrows that of the verb it hangs on."""
    token = verb
    for _ in range(6):
        own = [child for child in token.children if child.dep_ in SUBJECTS]
        if own:
            return token.head if own[0].tag_ in {"WP", "WDT"} and token.dep_ == "relcl" else own[0]
        stray = stray_subject(token)
        if stray is not None:
            return stray
        if token.dep_ in {"acl", "relcl"}:
            return token.head
        described = _described_by(token)
        if described is not None:
            return described
        if token.dep_ in {"conj", "xcomp", "advcl", "pcomp", "prep", "auxpass", "aux", "dep"} and token.head != token:
            token = token.head
        else:
            return None
    return None


def _described_by(verb: Token) -> Token | None:
    """Returns whom the verb above describes as doing it: "quoted Lind as saying"."""
    if verb.dep_ != "pcomp" or verb.head.lower_ != "as":
        return None
    return next(iter(children(verb.head.head, "dobj", "nsubjpass")), None)


def stray_subject(verb: Token) -> Token | None:
    """Returns the noun right before a finite verb that the parse joined to the noun before it instead ("to Paris and Lind
    accepted")."""
    if verb.dep_ != "conj" or verb.tag_ not in {"VBD", "VBZ", "VBP"} or any(child.dep_ in SUBJECTS for child in verb.children):
        return None
    i = verb.i - 1
    while i > verb.sent.start and verb.doc[i].pos_ in {"ADV", "AUX"}:
        i -= 1
    noun = verb.doc[i]
    if noun.dep_ != "conj" or noun.pos_ not in {"NOUN", "PROPN", "PRON"} or noun.left_edge.i == 0:
        return None
    return noun if verb.doc[noun.left_edge.i - 1].lower_ in {"and", "while", "but"} and noun.head.i < verb.i else None


def is_verb(token: Token) -> bool:
    """Whether the token can head a clause."""
    return token.pos_ in {"VERB", "AUX"}


def main_verb(sent: Span) -> Token:
    """Returns the verb at the root of a sentence, else its first verb, else the root."""
    return sent.root if is_verb(sent.root) else next((token for token in sent if is_verb(token)), sent.root)


def governor(token: Token) -> Token | None:
    """Returns the nearest verb above `token`, or None."""
    for above in token.ancestors:
        if is_verb(above):
            return above
    return None


def auxiliaries(verb: Token) -> set[str]:
    """Returns the lower-case helping words of a verb, those of the first verb of its chain included."""
    own = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    if not own and verb.dep_ == "conj" and is_verb(verb.head) and verb.tag_ == verb.head.tag_ and not children(verb, *SUBJECTS):
        return auxiliaries(verb.head)
    return own


def is_negated(word: Token) -> bool:
    """Whether "not", "no", "never" or "nor" hangs on the word; "nor" may be joined to the clause before ("he did not, nor would
    she")."""
    if word.dep_ == "conj" and any(c.lower_ == "nor" and word.left_edge.i - 2 <= c.i < word.i for c in children(word.head, "cc")):
        return True
    return any(child.dep_ == "neg" or (child.lower_ in NEGATIONS and child.dep_ != "intj") for child in word.children)


def _is_time_or_doubt(word: Token) -> bool:
    """Whether a word makes the clause the time or the condition of another: "when", "if"; not "once more"."""
    if word.lower_ not in TIMES or word.dep_ == "prep":
        return False
    return word.lower_ != "once" or word.nbor().lower_ not in {"more", "again"} if word.i + 1 < len(word.doc) else True


def is_denied(token: Token, can: bool = False) -> bool:
    """Whether what `token` says is negated, doubted, conditional, asked for or only the time of something else. `can`: a "can" or
    "could" is no doubt."""
    verb = token if is_verb(token) else governor(token)
    return verb is not None and (is_negated(token) or is_negated(verb) or _is_of_nobody(verb) or is_doubted(verb, can))


def is_doubted(verb: Token, can: bool = False) -> bool:
    """Whether what a verb says is doubted, conditional, asked for or only the time of something else, negated or not."""
    if auxiliaries(verb) & (MODALS_OF_DOUBT - {"can", "could"} if can else MODALS_OF_DOUBT) or any(
        _is_time_or_doubt(child) and child.i < verb.i for child in verb.children
    ):
        return True
    return _under_denial(verb)


def _is_of_nobody(verb: Token) -> bool:
    """Whether nobody does it, or it is done to nothing: "neither agreed", "promised nothing"."""
    if any(
        word.lower_ in {"nothing", "nobody"}
        for child in verb.children
        if child.i > verb.i and child.dep_ in {"dobj", "prep"}
        for word in (child, *child.children)
    ):
        return True
    subject = subject_of(verb)
    if subject is not None and any(child.lower_ == "no" for child in subject.children):
        return True
    return subject is not None and subject.lower_ in {"nobody", "neither", "none", "nothing", "what", "who", "whoever"}


def _under_denial(verb: Token) -> bool:
    """Whether the verb hangs on one that takes back, asks for or only comments on what it says."""
    above = verb.head
    if verb.dep_ == "pcomp" and above.head.lemma_.lower() in THANKING_HEADS:
        return True
    if verb.dep_ in {"acl", "ccomp", "relcl"} and _is_hope(above):
        return True
    if verb.dep_ not in {"xcomp", "ccomp", "advcl", "dobj"} or above == verb:
        return False
    lemma = above.lemma_.lower()
    if lemma in WANTING_HEADS and children(verb, "nsubj", "nsubjpass"):
        return True  # "wanted the fighting to be ended"
    return lemma in DENYING_HEADS or (verb.dep_ in {"xcomp", "ccomp"} and lemma in ASKING_HEADS and verb.i > above.i)


def _is_hope(above: Token) -> bool:
    """ "The hope that", "expressed hope that": what follows is hoped for."""
    return any(noun.lemma_.lower() in HOPES and noun.i >= above.i for noun in (above, *children(above, "dobj")))


def conjuncts(head: Token) -> Iterator[Token]:
    """Yields `head` and what is joined to it by "and" or commas, in order."""
    todo = [head]
    while todo:
        token = todo.pop(0)
        yield token
        todo = children(token, "conj") + todo
