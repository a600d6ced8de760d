"""Scenes at a telephone that tell of a call without a word for one: "The phone rang. It was X", "at the other end was X".

Reads single sentences (and the one before a name that says who rang); gives accounts. What the scene leaves out is the official
most in mind. The decision a reader would question: a scene counts only where a telephone is in it and an official is named at one
end of the line.
"""

from __future__ import annotations

from collections.abc import Callable

from services.extractor.account.parse import governor, is_negated
from services.extractor.calls.scenes.wire_scenes import WireScenes
from services.extractor.calls.words.accounts import Account, sides
from services.extractor.calls.words.listing import SUBJECTS
from services.extractor.calls.words.telephones import PHONES, RINGERS, below, has_phone, is_doubtful, lemmas, rings
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Span, Token

WORDS = load_words("calls.yml")
CALL_NOUN_NOT = WORDS["call_noun_not"]
WIRES = WORDS["wires"]
LINES = WIRES | PHONES | {"end"}
WHO = {"it", "caller", "voice", "that", "man", "woman", "this"}


class Scenes(WireScenes):
    """The telephone scenes of one document."""

    def read(self, n: int, sent: Span) -> list[Account]:
        """The accounts that the scene in sentence `n` gives: each of a caller and a callee, or of two who talked."""
        found: list[Account] = []
        for token in sent:
            lemma = token.lemma_.lower()
            for read in READERS.get(lemma, ()):
                found += read(self, n, token)
            if (lemma in RINGERS or token.lower_ in RINGERS) and rings(token):
                self.ringing = (n, token)
        return [a for a in found if len(sides(a.parties)) > 1]

    def _voice(self, n: int, verb: Token) -> list[Account]:
        """ "The telephone rang. It was X", "a voice from Tehran on his telephone"."""
        if verb.lemma_ == "voice" and verb.tag_ == "NNS":
            be = governor(verb)
            attributes = [c for c in be.children if c.dep_ == "attr"] if be is not None and be.lemma_ == "be" else []
            both = self._people(attributes + [g for a in attributes for g in below(a, "of")] + below(verb, "of"))
            near = has_phone(verb.sent) or self._phone_before(n) or self.material.remote
            return self._account(n, verb, "call.scene.voice", [], both) if near and len(sides(both)) > 1 else []
        if verb.lemma_ == "voice" and verb.pos_ == "NOUN" and has_phone(verb.sent):
            callers = self._people(below(verb, "of", "from"))
            owners = self._people([c for t in verb.sent if t.lemma_.lower() in PHONES for c in t.children if c.dep_ == "poss"])
            return self._account(n, verb, "call.scene.voice", callers, owners) if callers else []
        if verb.lemma_ != "be" or self.ringing is None or n - self.ringing[0] > 1 or self.ringing[1].i > verb.i:
            return []
        subjects = [c for c in verb.children if c.dep_ in SUBJECTS]
        if below(verb, "on", "at") and any(t.lemma_.lower() in LINES for t in below(verb, "on", "at")) and _is_turned(verb):
            callers = self._people([c for c in verb.children if c.dep_ in (*SUBJECTS, "attr")])  # "On the line was X"
            return self._account(n, verb, "call.scene.ring", callers, self._owner(self.ringing[1], callers)) if callers else []
        if not subjects or subjects[0].lemma_.lower() not in WHO:
            return []
        attributes = [c for c in verb.children if c.dep_ == "attr" and c.i > verb.i]
        callers = self._people(attributes + [g for a in attributes for g in below(a, "of", "from")])
        return self._account(n, verb, "call.scene.ring", callers, self._owner(self.ringing[1], callers)) if callers else []

    def _holding(self, n: int, verb: Token) -> list[Account]:
        """ "The switchboard told him that X was holding"."""
        if verb.lemma_ not in ("hold", "wait") or verb.tag_ not in ("VBG", "VBD"):
            return []
        waits = verb.lemma_ == "hold" or bool(set(lemmas(below(verb, "on", "at"))) & (PHONES | WIRES))
        waits = waits and not any(c.dep_ in ("dobj", "xcomp") for c in verb.children)
        if not waits or not has_phone(verb.sent) or is_negated(verb):
            return []
        callers = self._people([c for c in verb.children if c.dep_ in SUBJECTS])
        return self._account(n, verb, "call.scene.hold", callers, self._people(below(verb, "for"))) if callers else []

    def _call_for(self, n: int, noun: Token) -> list[Account]:
        """ "An operator announced that there was a call for Mr. Bush from the Crimea"."""
        if noun.tag_ != "NN" or noun.lemma_.lower() != "call":
            return []
        verb = governor(noun)
        if verb is None or is_negated(verb):
            return []
        called = [t for t in below(noun, "for") if not any(c.tag_ in ("TO", "VBG") for c in t.subtree)]
        if verb.lemma_ not in ("be", "come", "have", "arrive", "announce", "wait") or verb.tag_ not in ("VBD", "VBZ", "VBN"):
            return []
        senders = below(noun, "from") + below(verb, "from")
        figure = any(c.lower_ in CALL_NOUN_NOT and c.lower_ != "on" for c in noun.children)  # "a close call for X"
        if figure or not (senders or has_phone(noun.sent) or self._phone_before(n)):
            return []
        callers = self._people(senders)
        people = [e for e in self._people(called) if e.kind != "state"]
        return self._account(n, noun, "call.scene.call_for", callers, people) if people else []

    def _answered(self, n: int, verb: Token) -> list[Account]:
        """ "When X picked up, Y asked …", "X came to the telephone"."""
        lifts = verb.lemma_ == "pick" and any(c.lower_ == "up" for c in verb.children)
        lifts = lifts and not any(c.dep_ in ("dobj", "nsubjpass") for c in verb.children)
        lifts = lifts or (verb.lemma_ in ("answer", "respond") and "ring" in lemmas(below(verb, "on", "at", "after")))
        comes = verb.lemma_ in ("come", "call", "fetch", "summon") and bool(set(lemmas(below(verb, "to"))) & PHONES)
        if not (lifts or comes) or verb.tag_ not in ("VBD", "VBN", "VBZ") or is_doubtful(verb):
            return []
        answering = self._people([c for c in verb.children if c.dep_ in SUBJECTS])
        if not answering:
            return []
        above = verb.head if verb.dep_ == "advcl" else None
        asking = self._people([c for c in above.children if c.dep_ == "nsubj"]) if above is not None else []
        asking = self._people(below(verb, "for")) or asking  # "picked up for Putin"
        asking = [e for e in asking if e.country not in sides(answering)]
        return self._account(n, verb, "call.scene.answer", asking, answering)

    def _reached(self, n: int, verb: Token) -> list[Account]:
        """ "Reached at his dacha by X, Y said": reaching somebody, where the sentences around have a telephone."""
        if verb.lemma_ != "reach" or verb.tag_ not in ("VBD", "VBN") or is_doubtful(verb):
            return []
        near = self.material.sents[max(0, n - 1) : n + 2]
        passive = any(c.dep_ == "nsubjpass" for c in verb.children) and any(c.dep_ == "agent" for c in verb.children)
        told = self.material.remote and (passive or any(c.dep_ == "dobj" for c in verb.children))
        if not told and not any(t.lemma_.lower() in PHONES | {"line"} for s in near for t in s):
            return []
        callers = self._people([g for c in verb.children if c.dep_ == "agent" for g in c.children])
        called = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
        if not called and callers and verb.dep_ == "advcl":
            called = [c for c in verb.head.children if c.dep_ == "nsubj"]
        if verb.dep_ == "relcl" and any(c.lower_ == "whom" for c in called):
            called = [verb.head]
        callers = callers or self._people([c for c in verb.children if c.dep_ == "nsubj"])
        people = [e for e in self._people(called) if e.kind != "state"]
        return self._account(n, verb, "call.scene.reached", callers, people) if callers and people else []


def _is_turned(verb: Token) -> bool:
    """Whether nobody stands in front of a verb: "On the line was X"."""
    return not any(c.dep_ in (*SUBJECTS, "attr", "expl") and c.i < verb.i for c in verb.children)


def _file_readers() -> dict[str, list[Callable[[Scenes, int, Token], list[Account]]]]:
    """What is asked of a word, by its lemma: most words open no scene."""
    words = {
        Scenes._voice: {"voice", "be"},
        Scenes._other_end: {"end"},
        Scenes._holding: {"hold", "wait"},
        Scenes._call_for: {"call"},
        Scenes._answered: {"pick", "answer", "respond", "come", "call", "fetch", "summon"},
        Scenes._wire: WIRES,
        Scenes._connected: {"connect", "link"},
        Scenes._interrupted: {"line", "phone", "telephone"},
        Scenes._booked: WIRES - {"link"},
        Scenes._reached: {"reach"},
    }
    found: dict[str, list[Callable[[Scenes, int, Token], list[Account]]]] = {}
    for read, openings in words.items():
        for lemma in sorted(openings):
            found.setdefault(lemma, []).append(read)
    return found


READERS = _file_readers()
