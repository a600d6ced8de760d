"""Scenes of a line between two: "the line between London and Doha stayed open", "the two were connected", "at the other end was X".

Reads single sentences; gives accounts as `scenes.py` does, of which it is a part.
"""

from __future__ import annotations

from services.extractor.account.parse import governor, is_negated
from services.extractor.calls.scenes.scene_parts import SceneParts
from services.extractor.calls.words.accounts import Account, sides
from services.extractor.calls.words.listing import SUBJECTS, members
from services.extractor.calls.words.sighting import VERBAL
from services.extractor.calls.words.telephones import PHONES, below, has_phone, is_doubtful, lemmas
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token
from services.extractor.types import Entity

WORDS = load_words("calls.yml")
WIRES = WORDS["wires"]
STANDING = WORDS["wires_stand"]
BOOKING = WORDS["booking"]
TALKING = {"talk", "speak", "converse", "chat", "exchange", "discuss", "go", "agree"}
BARELY = {"hardly", "barely", "scarcely", "just", "sooner", "yet", "still", "about"}  # begun when somebody rang
LEAVING = {"leave", "go", "depart", "walk", "drive"}
DURATIONS = {"minute", "hour", "second"}


class WireScenes(SceneParts):
    """The scenes of lines of one document."""

    def _other_end(self, n: int, noun: Token) -> list[Account]:
        """ "At the other end (of the line) was X", "X was at the far end"."""
        if noun.head.lower_ not in ("at", "on") or noun.lemma_.lower() != "end":
            return []
        if not any(c.lower_ in ("other", "far", "opposite") for c in noun.children):
            return []
        verb = governor(noun)
        if verb is not None and verb.dep_ == "ccomp" and verb.head.lemma_ == "be" and verb.head.i > verb.i:
            verb = verb.head  # "At the other end, Bogota confirmed, was X"
        line = bool(set(lemmas(below(noun, "of"))) & (PHONES | WIRES)) or has_phone(noun.sent) or self._phone_before(n)
        near = bool(self.material.sightings.get(n - 1)) or self.material.remote
        line = line or (near and not any(c.lower_ == "of" for c in noun.children))
        if verb is None or not line or is_negated(verb):
            return []
        people = self._people([c for c in verb.children if c.dep_ in (*SUBJECTS, "attr")] + below(verb, "of"))
        rung = self._owner(self.ringing[1], people) if people and self.ringing is not None and n - self.ringing[0] <= 1 else []
        callers, others = (people, rung) if rung else ([], people)  # "The phone rang in Assad's palace. At the other end was X"
        return self._account(n, noun, "call.scene.other_end", callers, others) if people else []

    def _wire(self, n: int, noun: Token) -> list[Account]:
        """ "For forty minutes the line between London and Doha stayed open", "the connection with X was made"."""
        if noun.lemma_.lower() not in WIRES:
            return []
        verb = governor(noun)
        stands = verb is not None and verb.lemma_ in STANDING and noun.dep_ in (*SUBJECTS, "dobj") and noun.head == verb
        if verb is not None and verb.lemma_ == "be":
            stands = stands and any(c.lower_ in ("open", "up", "established", "clear") for c in verb.children)
        if not stands or verb is None or is_doubtful(verb):
            return []
        ends = self._people(below(noun, "between", "to", "with", "from") + below(verb, "to", "with"))
        lasting = any(t.lemma_ in DURATIONS for t in noun.sent) or has_phone(noun.sent) or self._phone_before(n)
        return self._account(n, noun, "call.scene.line", [], ends) if ends and lasting else []

    def _connected(self, n: int, verb: Token) -> list[Account]:
        """ "It took the operators two hours, but then X and Y were connected", "the pair stayed connected for a word"."""
        lasting = verb.tag_ == "VBN" and verb.dep_ == "acomp" and verb.head.lemma_ in ("stay", "remain")
        passive = any(c.dep_ == "auxpass" for c in verb.children)
        if not (passive or lasting) or is_doubtful(verb):
            return []
        alone = not any(c.lower_ in ("to", "with", "into") for c in verb.children)
        if alone and (was(verb) or lasting) and (pair := self._pair(n, verb.head if lasting else verb)):
            near = self.material.sightings.get(n - 1) or has_phone(verb.sent) or self.material.remote
            return self._account(n, verb, "call.scene.connected", [], pair) if near else []
        other = [e for e in self._people(below(verb, "to", "with")) if e.kind != "state" or has_phone(verb.sent)]
        people = self._people([c for c in verb.children if c.dep_ in SUBJECTS]) + other
        near = has_phone(verb.sent) or self._phone_before(n) or (bool(other) and self.material.remote and was(verb))
        return self._account(n, verb, "call.scene.connected", [], people) if near and len(sides(people)) > 1 else []

    def _pair(self, n: int, verb: Token) -> list[Entity]:
        """The two officials of two states who are the subject of a verb, by name or as "the pair"."""
        self.groups.resolve(n)
        acting = [m for c in verb.children if c.dep_ in SUBJECTS for m in self.material.finder.mentions_of(c)]
        pair = members(acting)
        several = len(acting) > 1 or any(m.kind == "group" for m in acting)
        return pair if several and len(pair) == 2 == len(sides(pair)) and all(e.official for e in pair) else []

    def _interrupted(self, n: int, noun: Token) -> list[Account]:
        """ "Had hardly sat down when X was on the line", "was at dinner when X came on the phone": whom the main clause tells of
        was rung, unless they left."""
        verb = noun.head.head if noun.head.lower_ == "on" else noun
        words = {c.lower_ for c in verb.children}
        if (
            verb.dep_ not in ("advcl", "relcl")
            or verb.lemma_ not in ("be", "come")
            or not words & {"when", "than"}
            or words & {"with", "to"}
        ):
            return []
        begun = noun.lemma_ == "line" and BARELY & {t.lower_ for t in noun.sent}
        if is_doubtful(verb) or not (verb.lemma_ == "come" or begun):
            return []
        callers = self._people([c for c in verb.children if c.dep_ in SUBJECTS])
        main = next((a for a in verb.ancestors if a.pos_ in VERBAL), verb)  # "… on Friday when X was on the line"
        rung = self._people([c for c in main.children if c.dep_ in SUBJECTS])
        return self._account(n, noun, "call.scene.ring", callers, rung) if callers and rung and main.lemma_ not in LEAVING else []

    def _booked(self, n: int, noun: Token) -> list[Account]:
        """ "He asked for a line to Ramallah. They talked for ten minutes": the next sentence tells that he got it."""
        asking = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "for" else noun.head
        if noun.lemma_.lower() not in WIRES - {"link"} or asking.lemma_ not in BOOKING or is_doubtful(asking):
            return []
        following = [s.root for s in self.material.sents[n + 1 : n + 2]]
        verbs = [v for root in following for v in (root, *root.conjuncts)]
        answers = [v for v in verbs if v.tag_ == "VBD" and _is_answer(v)]
        if not answers or is_negated(answers[0]):
            return []
        callers = self._people([c for c in asking.children if c.dep_ == "nsubj"])
        others = self._people(below(noun, "to", "with"))
        return self._account(n, answers[0], "call.scene.booked", callers, others) if callers and others else []


def _is_answer(verb: Token) -> bool:
    """ "They talked", "he took it there and then": what tells that somebody got the line asked for."""
    taken = verb.lemma_ in ("take", "accept", "answer") and any(c.lower_ in ("it", "call") for c in verb.children)
    return taken or verb.lemma_ in TALKING


def was(verb: Token) -> bool:
    """Whether a passive is of the past ("was connected", not "is well connected")."""
    return any(c.dep_ == "auxpass" and c.lower_ in ("was", "were") for c in verb.children)
