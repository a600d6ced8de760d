"""Finds whom somebody calls: the objects of a verb, wherever syntax or the order of words puts them."""

from __future__ import annotations

from services.extractor.calls.cues.fronting import ranked_object
from services.extractor.calls.parties.deeper_objects import people_told_then
from services.extractor.calls.parties.subjects import SubjectFinder, ordered_by
from services.extractor.calls.words.apposition import named_behind
from services.extractor.calls.words.listing import LIST_WORDS
from services.extractor.calls.words.sighting import Sighting
from services.extractor.calls.words.slot_syntax import tells_of_whom
from services.extractor.calls.words.unofficial import MEANS, WHEREABOUTS
from services.extractor.tokens import Token
from services.extractor.types import Mention

ADJACENT = (LIST_WORDS | {"hold", "up", "back", "again", "first", "president", "prime", "minister", "mr"}) - {"with", "to", "by"}


class ObjectFinder(SubjectFinder):
    """Looks up objects in one document."""

    def _objects(self, verb: Token, sighting: Sighting) -> list[Mention]:
        found: list[Mention] = []
        if any(c.dep_ == "dobj" and c.lower_ == "other" and c.nbor(-1).lower_ == "each" for c in verb.children):
            return found  # "rang each other"
        if (ranked := ranked_object(verb)) is not None:
            return self.mentions_of(ranked)
        if ordered_by(verb) is not None:
            return [m for c in verb.children if c.dep_ == "nsubj" for m in self.mentions_of(c)]
        if verb.dep_ == "relcl" and tells_of_whom(verb):
            return [m for a in self.antecedents(verb) for m in self.expand_left(a)]
        for child in verb.children:
            if (
                (
                    child.dep_ in ("dobj", "dative", "oprd", "nsubjpass")
                    or (child.dep_ == "nsubj" and verb.lemma_ == "get")  # "got X on the phone"
                    or (child.dep_ == "conj" and child.pos_ == "PROPN" and child.i in self.covering)  # "had X on the line, and Y"
                    or (sighting.kind == "verb" and child.dep_ in ("attr", "appos", "ccomp") and child.i in self.covering)
                )
                and child != sighting.head
                and child.i > verb.i
            ):
                named = named_behind(child, self.covering)
                found += [named] if named is not None else self.mentions_of(child) or self._whose_house(child, sighting)
        if found and found[0].kind in ("name", "role"):
            left = [m for m in self.expand_left(found[0]) if m.start > verb.i and m not in found]
            found = [m for m in left if m.kind in ("name", "role")] + found  # "telephoned X and Lebanon's Y"
        if not found and sighting.kind == "verb":
            found = self._purpose_objects(verb)
        if not found and sighting.kind == "instrument":
            found = self._people_of(people_told_then(verb))
        if not found and sighting.kind == "verb" and verb.i + 1 < len(self.doc):
            following = self.between(verb.i + 1, min(verb.i + 5, verb.sent.end))
            between = [t.lower_ for t in self.doc[verb.i + 1 : following[0].start]] if following else []
            if following and all(w in ADJACENT for w in between) and not self._is_owner(following[0]):
                found = self.expand(following[0])
        return found

    def _whose_house(self, place: Token, sighting: Sighting) -> list[Mention]:
        """ "Rang Scholz's office": whose telephone it is."""
        if sighting.kind != "verb" or place.lemma_.lower() not in WHEREABOUTS:
            return []
        return [self.covering[c.i] for c in place.children if c.dep_ == "poss" and c.pos_ != "PRON" and c.i in self.covering][:1]

    def _people_of(self, tokens: list[Token]) -> list[Mention]:
        return [m for t in tokens for m in self.mentions_of(t) if m.kind in ("name", "role")]

    def _is_owner(self, mention: Mention) -> bool:
        """ "Calls Lukashenko's mediation brave": what is called is not the person."""
        return self.doc[mention.head].dep_ == "poss" and self.doc[mention.end - 1 : mention.end + 1].text.endswith(
            ("'s", "’s", "s'")
        )

    def _behind(self, sighting: Sighting) -> list[Mention]:
        """The list of people that begins right behind a cue."""
        end = sighting.head.i
        following = [m for m in self.between(end + 1, sighting.head.sent.end) if m.kind in ("name", "role")]
        return self.expand(following[0]) if following and following[0].start - end <= 2 else []

    def _purpose_objects(self, verb: Token) -> list[Mention]:
        """ "called on Friday to congratulate her": the object of the purpose is who was called; not "his brother to tell him"."""
        if any(c.dep_ == "dobj" and c.i not in self.covering and _is_somebodys(c) for c in verb.children):
            return []
        for clause in verb.children:
            if clause.dep_ in ("xcomp", "advcl", "ccomp", "conj") and any(c.tag_ == "TO" for c in clause.children):
                called = [c for c in clause.children if c.dep_ in ("dobj", "dative")]
                if clause.lemma_ == "let":  # "called to let her know"
                    called += [g for c in clause.children if c.dep_ == "ccomp" for g in c.children if g.dep_ == "nsubj"]
                for child in called:
                    if child.i in self.covering:
                        return self.mentions_of(child)
        return []


def _is_somebodys(noun: Token) -> bool:
    """ "His brother", not "his office"."""
    return noun.lemma_.lower() not in WHEREABOUTS | MEANS and any(c.dep_ == "poss" for c in noun.children)
