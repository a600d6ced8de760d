"""Whom the article gives as the source of an outcome: "the Kremlin said", "Seibert added", "he wrote on Twitter".

Reads the parse and the mentions; returns the source's words, of a person the best full name. Speakers of the call are a source only
where they address the public; else a sentence quotes what they said on the line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from services.extractor.account.actors import Actors, stands_for
from services.extractor.account.parse import SUBJECTS, is_verb
from services.extractor.account.source import SAYING, according_to, saying_verbs, source_words
from services.extractor.rules.scope_rules import load_scope_rules
from services.extractor.tokens import Span, Token
from services.extractor.types import Call, Mention

PUBLIC = load_scope_rules().words["publicity"]
POSTING = {"tweet", "post", "write"}
TOLD_ON_THE_LINE = {"tell", "answer", "reply", "suggest", "stress", "go", "have", "continue"}  # what one side does to the other


@dataclass
class Sources:
    """The sources that an article gives for what it tells of one call."""

    actors: Actors
    call: Call

    def of_clause(self, token: Token) -> str | None:
        """The words for the source of the clause around `token`, or None where its sentence names none."""
        return self._first(saying_verbs(token)) or according_to(token.sent)

    def of_sentence(self, sent: Span) -> str | None:
        """The words for the source that a sentence as a whole names, or None."""
        return self._first(verb for verb in sent if is_verb(verb) and verb.lemma_.lower() in SAYING) or according_to(sent)

    def _first(self, verbs: Iterable[Token]) -> str | None:
        subjects = ((verb, child) for verb in verbs for child in verb.children if child.dep_ in SUBJECTS - {"expl"})
        return next((words for verb, subject in subjects if (words := self._name(verb, subject))), None)

    def _name(self, verb: Token, subject: Token) -> str | None:
        """The words for the subject of a verb of saying, where it is a source: an office or its people, a person, a capital."""
        mention = self.actors.mention_at(subject)
        if mention is None or len(mention.members) != 1 or mention.members[0].kind not in ("person", "state"):
            return source_words(subject) or (subject.text if subject.ent_type_ == "PERSON" else None)
        [entity] = mention.members
        if entity.kind == "state":
            at_home = mention.kind == "place" and verb.lemma_.lower() not in TOLD_ON_THE_LINE
            return source_words(subject) or (self._words(mention) if at_home else None)
        if stands_for(entity, self.call):
            return entity.name if _is_public(verb) else None
        words = source_words(subject)
        return words if words and entity.name and words.endswith(entity.name.split()[-1]) else entity.name or words

    def _words(self, mention: Mention) -> str | None:
        doc = self.actors.document.doc
        return doc[mention.start : mention.end].text.removeprefix("the ").removeprefix("The ") if doc is not None else None


def _is_public(verb: Token) -> bool:
    """Whether somebody says it to the public: "wrote on Twitter", "told reporters", "said in a statement"."""
    if verb.lemma_.lower() in POSTING:
        return True
    near = [word for child in verb.children if child.dep_ in ("dobj", "dative", "prep") for word in (child, *child.children)]
    return any(word.lemma_.lower() in PUBLIC or word.lower_ in PUBLIC for word in near)
