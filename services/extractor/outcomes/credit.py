"""Who did what came out of a call, and whom the article gives as its source, where the clause itself does not tell.

A pronoun or a side without a link is taken for the speaker who says it ("he was ready, Lind said"), else for the last speaker who
was a subject in the same paragraph. "It said" and a bare sentence go back to the source named before them in the paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence

from services.extractor.account.actors import SPEAKER, Actors
from services.extractor.account.parse import SUBJECTS, is_verb
from services.extractor.account.source import SAYING
from services.extractor.outcomes.sources import Sources
from services.extractor.tokens import Span, Token
from services.extractor.types import Call

IT = {"it", "they"}
UNNAMED = {"he", "she", "i", "we", "country", "government", "side", "nation", "capital"}


def find_doers(subject: Token | None, verb: Token, call: Call, actors: Actors, before: Sequence[Span]) -> list[str]:
    """Returns the speakers, by name or country, who did what `verb` tells; `before`: the sentences of the paragraph up to it."""
    names = actors.names_of(subject, call)
    if names:
        return names
    agent = next((word for child in verb.children if child.dep_ == "agent" for word in child.children), None)
    if agent is not None:
        return actors.names_of(agent, call)
    if subject is None or subject.lower_ not in UNNAMED:
        return []
    for sent in [verb.sent, *reversed(before)]:
        for word in sent:
            if _is_speaking(word, verb, call, actors):
                return actors.names_of(word, call)
    return []


def _is_speaking(word: Token, verb: Token, call: Call, actors: Actors) -> bool:
    """Whether a word is a speaker of the call who says something, or in an earlier sentence does anything."""
    if word.dep_ not in SUBJECTS or not is_verb(word.head):
        return False
    says = word.sent != verb.sent or word.head.lemma_.lower() in SAYING
    return says and actors.role_in(word, call) == SPEAKER


def find_credit(verb: Token, sources: Sources, before: Sequence[Span], earlier: Sequence[Span]) -> str | None:
    """Returns the source of the clause of `verb`: the one its sentence names, else the last that its paragraph named, unless
    somebody of the call is quoted in between. "It said" goes back further, over the sentences `earlier`."""
    source = sources.of_clause(verb)
    sayers = _find_sayers(verb)
    if source is not None or any(sayer.lower_ not in IT for sayer in sayers):
        return source
    return next((found for sent in reversed(earlier if sayers else before) if (found := sources.of_sentence(sent))), None)


def _find_sayers(verb: Token) -> list[Token]:
    """Returns those to whom the sentence gives the word: by name or role, or "it" and "they" for the source before."""
    return [
        child
        for word in verb.sent
        if is_verb(word) and word.lemma_.lower() in SAYING and word != verb
        for child in word.children
        if child.dep_ in SUBJECTS
    ]
