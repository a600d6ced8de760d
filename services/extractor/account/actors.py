"""Who a noun or pronoun stands for, seen from one call: one of its speakers, all of them, somebody else, or nobody knows.

Reads `Document.mentions`. The pronouns and group words that the people stage left open count as the speakers of the call that
the sentence speaks of, since the sentence would not be read otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from services.extractor.types import Call, Document, Entity, Mention

SPEAKER, OTHER, OPEN = "speaker", "other", "open"
PRONOUNS = {"he", "she", "they", "we", "i"}
GROUPS = {"side", "leader", "president", "minister", "man", "woman", "two", "pair", "both", "party", "interlocutor", "country",
          "government", "counterpart", "head", "official", "nation", "official", "premier", "latter", "former", "team", "diplomat",
          "delegation", "participant", "neighbour", "neighbor", "ally", "all", "each", "secretary", "chancellor", "king", "emir",
          "prince", "colleague", "guest", "host", "capital", "trio", "duo", "three", "four", "quartet", "foursome", "partner", "chief",
          "statesman", "highness", "excellency", "majesty", "authority", "administration", "cabinet", "ministry", "presidency", "monarch", "taoiseach", "pm"}


@dataclass
class Actors:
    """The mentions of a document by the tokens they cover."""

    document: Document

    def __post_init__(self) -> None:
        self.by_token: dict[int, Mention] = {}
        for mention in self.document.mentions:
            for i in range(mention.start, mention.end):
                self.by_token.setdefault(i, mention)

    def mention_at(self, token: Token) -> Mention | None:
        """Returns the mention that covers `token`, looking also at a name in apposition to it ("Foreign Minister X")."""
        mention = self.by_token.get(token.i)
        if mention is None:
            for child in token.children:
                if child.dep_ in {"appos", "compound"} and child.i in self.by_token:
                    return self.by_token[child.i]
        return mention

    def entities_at(self, token: Token) -> list[Entity]:
        """Returns the entities that `token` stands for, as far as known."""
        mention = self.mention_at(token)
        return mention.members if mention else []

    def role_in(self, token: Token | None, call: Call) -> str:
        """Tells whether `token` stands for speakers of `call` (`speaker`), for somebody else (`other`) or cannot be told (`open`:
        a pronoun or a word such as "sides")."""
        if token is None:
            return OPEN
        entities = self.entities_at(token)
        if entities:
            ids = {entity.id for entity in call.participants}
            lands = {entity.country for entity in call.participants if entity.country}
            if any(entity.id in ids for entity in entities):
                return SPEAKER
            side = any(entity.kind in {"state", "organisation"} and entity.country in lands for entity in entities)
            return SPEAKER if side else OTHER
        if token.lower_ in PRONOUNS or token.lemma_.lower() in GROUPS or token.lower_ in GROUPS:
            return OPEN
        return OTHER

    def names_of(self, token: Token | None, call: Call) -> list[str]:
        """Returns the speakers of `call` that `token` stands for by name, else by country; all of them for a plural left open."""
        if token is None:
            return []
        entities = self.entities_at(token)
        ids = {entity.id for entity in entities}
        lands = {entity.country for entity in entities if entity.kind in {"state", "organisation"}}
        found = [p for p in call.participants if p.id in ids] or [p for p in call.participants if p.country in lands]
        if not found and not entities and is_plural(token):
            found = call.participants
        return [p.name or p.country or "" for p in found]


def is_plural(token: Token) -> bool:
    """Whether a subject speaks of several."""
    return (token.tag_ in {"NNS", "NNPS"} or token.lower_ in {"they", "both", "two", "pair", "each", "all", "three", "duo", "trio"}
            or token.lower_ == "it" or any(child.dep_ == "conj" for child in token.children))
