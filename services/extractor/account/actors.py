"""Who a noun or pronoun stands for, seen from one call: one of its speakers, all of them, somebody else, or nobody knows.

Reads `Document.mentions`. The pronouns and group words that the people stage left open count as the speakers of the call that
the sentence speaks of, since the sentence would not be read otherwise.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from services.extractor.rules.scope_rules import load_scope_rules
from services.extractor.tokens import Token
from services.extractor.types import Call, Document, Entity, Mention

NEAR = 44
SPEAKER, OTHER, OPEN = "speaker", "other", "open"
PRONOUNS = load_scope_rules().words["pronouns"]
GROUPS = load_scope_rules().words["groups"]
SOURCES = load_scope_rules().words["sources"]
NATIVES = ("man", "woman")


@dataclass
class Actors:
    """The mentions of a document by the tokens they cover."""

    document: Document

    def __post_init__(self) -> None:
        self.by_token: dict[int, Mention] = {}
        for mention in self.document.mentions:
            for i in range(mention.start, mention.end):
                self.by_token.setdefault(i, mention)
        self.at = self._find_beside() | self.by_token
        self.voices: dict[int, tuple[str, list[Token]]] = {}  # by where a sentence begins, see `scope.voices_of`
        self.roles: dict[tuple[int, int], str] = {}
        self.named = sorted((m for m in self.document.mentions if m.kind in {"name", "role"}), key=lambda m: m.start)
        self.starts = [m.start for m in self.named]

    def mention_at(self, token: Token) -> Mention | None:
        """Returns the mention that covers `token`, looking also at a name in apposition to it ("Foreign Minister X")."""
        return self.at.get(token.i)

    def _find_beside(self) -> dict[int, Mention]:
        """By token, the mention of the first name in apposition to it."""
        found: dict[int, Mention] = {}
        tokens = self.document.doc.tokens if self.document.doc is not None else []
        for i in sorted(self.by_token) if tokens else ():
            token = tokens[i]
            if token.dep_ in {"appos", "compound"}:
                found.setdefault(token.head.i, self.by_token[i])
        return found

    def entities_at(self, token: Token) -> list[Entity]:
        """Returns the entities that `token` stands for, as far as known."""
        mention = self.mention_at(token)
        return mention.members if mention else []

    def role_in(self, token: Token | None, call: Call) -> str:
        """Tells whether `token` stands for speakers of `call` (`speaker`), for somebody else (`other`) or cannot be told (`open`:
        a pronoun, a word such as "sides", a bare "the minister")."""
        if token is None:
            return OPEN
        key = token.i, id(call)
        if key not in self.roles:
            self.roles[key] = self._find_role(token, call)
        return self.roles[key]

    def _find_role(self, token: Token, call: Call) -> str:
        mention = self.mention_at(token)
        if mention is not None and mention.members:
            if any(stands_for(entity, call) for entity in mention.members) or self._is_joined_by_speaker(token, call):
                return SPEAKER
            return OPEN if self._is_unsure(mention) else OTHER
        if token.lower_ in PRONOUNS or token.lemma_.lower() in GROUPS or token.lower_ in GROUPS or _is_people(token):
            return OPEN
        return OTHER

    def _is_joined_by_speaker(self, token: Token, call: Call) -> bool:
        """Whether a speaker is joined to `token` by "and"."""
        return any(
            child.dep_ == "conj" and any(stands_for(entity, call) for entity in self.entities_at(child)) for child in token.children
        )

    def _is_unsure(self, mention: Mention) -> bool:
        """Whether the link from a pronoun or a bare title to somebody beyond the call may be wrong: unless that person was named
        shortly before, the sentence more likely goes on about the speakers."""
        if mention.kind == "role":
            return (
                mention.end - mention.start <= 3
                and self.document.doc is not None
                and self.document.doc[mention.start].lower_ == "the"
                and not any(word.ent_type_ in {"NORP", "GPE"} for word in self.document.doc[mention.start : mention.end])
            )
        if mention.kind != "pronoun":
            return False
        ids = {entity.id for entity in mention.members}
        near = self.named[bisect_left(self.starts, mention.start - NEAR) : bisect_left(self.starts, mention.start)]
        return not any(entity.id in ids for m in near for entity in m.members)

    def names_of(self, token: Token | None, call: Call) -> list[str]:
        """Returns the speakers of `call` that `token` stands for by name, else by country; all of them for a plural left open."""
        if token is None:
            return []
        entities = [
            entity for part in [token, *(c for c in token.children if c.dep_ == "conj")] for entity in self.entities_at(part)
        ]
        found = [p for p in call.participants if any(same(p, entity) for entity in entities)]
        if not found and ((not entities and is_plural(token)) or (not entities and token.lower_ == "it")):
            found = call.participants
        return [p.name or p.country or "" for p in found]


def _is_people(token: Token) -> bool:
    """Whether a noun without a link stands for people of the call: "the Presidents" in capitals, "the Ukrainian", "the other"."""
    if token.lower_.endswith("s") and token.lower_[:-1] in GROUPS:
        return True
    article = any(child.lower_ in {"the", "both"} for child in token.children)
    if not article or token.lower_ in SOURCES or token.lemma_.lower() in SOURCES:
        return False
    return (
        token.ent_type_ == "NORP"
        or token.lower_.endswith(("ist", "ista"))
        or (token.lower_.endswith(NATIVES) and token.text[0].isupper())
    )


def stands_for(entity: Entity, call: Call) -> bool:
    """Whether an entity is one of the speakers of a call, or the state or organisation that one speaks for."""
    return any(same(speaker, entity) for speaker in call.participants)


def same(speaker: Entity, entity: Entity) -> bool:
    """Whether an entity is a speaker, under this or a shorter name, or in a shorter role ("the Turkish minister"), or the side that
    the speaker speaks for."""
    if speaker.id == entity.id:
        return True
    if entity.kind == "role" and entity.name is None and entity.country is not None and entity.country == speaker.country:
        return bool(entity.role and speaker.role) and f" {speaker.role}".endswith(f" {entity.role}")
    if (entity.kind in {"state", "organisation"} and entity.name is None) or (
        entity.kind in {"state", "organisation"} and speaker.name != entity.name
    ):
        return entity.country is not None and entity.country == speaker.country
    return speaker.name is not None and entity.name is not None and speaker.name.split()[-1] == entity.name.split()[-1]


def is_plural(token: Token) -> bool:
    """Whether a subject speaks of several."""
    return (
        token.tag_ in {"NNS", "NNPS"}
        or token.lower_ in {"they", "both", "two", "pair", "each", "all", "three", "duo", "trio"}
        or token.lower_ == "it"
        or any(child.dep_ == "conj" for child in token.children)
    )
