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
        if token.dep_ in {"conj", "xcomp", "advcl", "pcomp", "prep", "auxpass", "aux", "dep"} and token.head != token:
            token = token.head
        else:
            return None
    return None


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
    """Whether "not", "no" or "never" hangs on the word."""
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
    return lemma in DENYING_HEADS or (verb.dep_ in {"xcomp", "ccomp"} and lemma in ASKING_HEADS and verb.i > above.i)


def _is_hope(above: Token) -> bool:
    """ "The hope that", "expressed hope that": what follows is hoped for."""
    return any(noun.lemma_.lower() in HOPES and noun.i >= above.i for noun in (above, *children(above, "dobj")))


def edges(token: Token, leave_out: set[int]) -> tuple[int, int]:
    """Returns the first token and one past the last of the words under `token`, without the subtrees whose head is in
    `leave_out`, as one stretch around `token`."""
    keep = {token.i}
    stack = [token]
    while stack:
        for child in stack.pop().children:
            if child.i not in leave_out:
                keep.add(child.i)
                stack.append(child)
    start = end = token.i
    sent = token.sent
    while start - 1 >= sent.start and (start - 1 in keep or (token.doc[start - 1].is_punct and start - 2 in keep)):
        start -= 1
    while end + 1 < sent.end and (end + 1 in keep or (token.doc[end + 1].is_punct and end + 2 in keep)):
        end += 1
    return start, end + 1


def conjuncts(head: Token) -> Iterator[Token]:
    """Yields `head` and what is joined to it by "and" or commas, in order."""
    todo = [head]
    while todo:
        token = todo.pop(0)
        yield token
        todo = children(token, "conj") + todo


def strip_edges(span: Span) -> Span:
    """Returns the span without spaces, punctuation and joining words at its edges; a closing quotation mark that has its
    opening inside stays."""
    doc, start, end = span.doc, span.start, span.end
    while start < end and (
        doc[start].is_space
        or (doc[start].is_punct and not doc[start].is_quote and doc[start].text not in "([")
        or doc[start].lower_ in {"and", "but", "or"}
    ):
        start += 1
    while end > start and (
        doc[end - 1].is_space
        or (doc[end - 1].is_punct and not doc[end - 1].is_quote and doc[end - 1].text not in ")]")
        or doc[end - 1].lower_ in {"and", "but", "or"}
    ):
        end -= 1
    return _balance_quotes(doc[start:end])


def _balance_quotes(span: Span) -> Span:
    """Drops a quotation mark at an edge whose partner lies outside."""
    marks = [token.i for token in span if token.text in {'"', "“", "”"}]
    if len(marks) % 2 == 0 or len(span) < 2:
        return span
    if marks[0] == span.start:
        return span.doc[span.start + 1 : span.end]
    if marks[-1] == span.end - 1:
        return span.doc[span.start : span.end - 1]
    return span
