"""Finds the verbs that tell of a call: "phoned", "called X", "got through", and plain talk ("spoke with").

Reads tokens and syntax; in which sense a verb calls, `calling.py` tells.
"""

from __future__ import annotations

from collections.abc import Iterator

from services.extractor.calls.cues.calling import Calling, dials_in
from services.extractor.calls.cues.fronting import fronted_object
from services.extractor.calls.words.sighting import VERBAL, Sighting, next_words
from services.extractor.tokens import Token

RESUMED = {"it", "conversation", "call", "discussion", "exchange"}
ASIDES = {
    "last",
    "first",
    "once",
    "noon",
    "midnight",
    "dawn",
    "night",
    "turn",
    "fact",
    "earnest",
    "depth",
    "secret",
    "request",
    "order",
    "initiative",
    "length",
    "invitation",
    "behest",
    "detail",
    "private",
    "english",
    "french",
    "russian",
}
NOMINAL = ("nsubj", "nsubjpass", "dobj", "pobj")  # "talks need to continue", where the tagger saw a verb
EACH_OTHER = (["each", "other"], ["one", "another"])
CONTACT = "call.plain.contact"


class VerbCues(Calling):
    """Finds the cue of a verb."""

    def find(self, token: Token, lemma: str) -> Iterator[Sighting]:
        """The cue that the verb `token` gives, if any."""
        cue = self.lexicon.verbs.get(lemma)
        if lemma in ("dial", "phone", "ring") and dials_in(token) and not self._is_ringing_thing(token):
            yield Sighting(token, token, "mutual", "call.phrase.dial_in", "phone", "reference", True)
        elif cue and self._is_calling(token, lemma):
            rung = (
                token.dep_ == "acomp" and token.head.lemma_ == "be" and cue.frame == "caller"
            )  # "he was rung", taken for a quality
            yield Sighting(token, token, "callee" if rung else cue.frame, cue.id, cue.channel, "verb")
        elif lemma in ("reach", "contact") and self._has_instrument(token):
            return  # the instrument speaks for it
        elif lemma == "reach" and (behind := next_words(token, 3))[:2] == ["out", "to"]:
            if behind[2:] in (["all"], ["many"], ["several"]):
                return  # "had reached out to all sides"
            yield Sighting(token, token, "caller", "call.plain.reach_out", "unknown", "plain")
        elif lemma == "reach" and token.dep_ != "advcl" and self._reaches_somebody(token):
            yield Sighting(token, token, "caller", "call.plain.reach", "unknown", "plain")
        elif lemma in ("get", "put") and next_words(token, 4)[:1] == ["through"]:
            if (
                lemma == "put"
                and token.tag_ == "VBD"
                and next_words(token, 2)[1:] in (["everybody"], ["everyone"], ["all"], ["people"])
            ):
                return  # "the operators put through everybody"
            if token.dep_ != "conj" or token.head.lemma_ not in self.lexicon.verbs:
                frame = "mutual" if next_words(token, 4)[2:] in EACH_OTHER else "caller"
                yield Sighting(token, token, frame, "call.phrase.get_through", "phone", "verb")
        elif lemma == "be" and token.dep_ not in ("aux", "auxpass") and (through := self._is_through(token)) is not None:
            frame = "mutual" if next_words(through, 3)[1:] in EACH_OTHER else "caller"
            yield Sighting(token, token, frame, "call.phrase.be_through", "phone", "verb")
        elif lemma == "put" and self._puts_through(token):
            yield Sighting(token, token, "caller", "call.phrase.put_through", "phone", "verb")
        elif lemma == "contact" and token.dep_ not in (*NOMINAL, "amod") and self._reaches_somebody(token):
            yield Sighting(token, token, "caller", CONTACT, "unknown", "plain")
        elif lemma == "communicate" and token.dep_ not in NOMINAL and any(c.lower_ == "with" for c in token.children):
            yield Sighting(token, token, "mutual", CONTACT, "unknown", "plain")
        elif lemma == "get" and next_words(token, 2) == ["hold", "of"] and self._holds_somebody(token):
            yield Sighting(token, token, "caller", "call.phrase.get_hold", "phone", "verb")
        elif lemma == "hang" and next_words(token, 2)[:1] == ["up"]:
            yield Sighting(token, token, "mutual", "call.phrase.hang_up", "phone", "reference", True)
        elif lemma == "resume" and any(c.dep_ == "dobj" and c.lower_ in RESUMED for c in token.children):
            yield Sighting(token, token, "mutual", "call.verb.resume", "phone", "verb")
        elif lemma == "connect" and self._is_connecting(token):
            reflexive = any(
                t.lower_ in ("himself", "herself", "themselves") for t in token.doc[max(token.sent.start, token.i - 2) : token.i]
            )
            yield Sighting(token, token, "caller" if reflexive else "mutual", "call.phrase.connect", "phone", "verb")
        elif lemma == "be" and next_words(token, 2) == ["on", "to"] and self._is_on_to_somebody(token):
            yield Sighting(token, token, "mutual", "call.plain.be_on_to", "unknown", "plain")
        elif lemma in self.lexicon.plain_verbs and token.dep_ not in NOMINAL and self._talks_with(token):
            yield Sighting(token, token, "mutual", "call.plain." + lemma, "unknown", "plain")

    def _is_through(self, verb: Token) -> Token | None:
        """The word of "was through to Lagos", "were at last through to each other", not "were through to the final"."""
        through = next((t for t in verb.doc[verb.i + 1 : min(verb.i + 4, verb.sent.end)] if t.lower_ == "through"), None)
        behind = next_words(through, 3) if through is not None else []
        if through is None or behind[:1] != ["to"] or len(behind) < 2:
            return None
        return through if behind[1:] in EACH_OTHER or through.i + 2 in self.people else None

    def _puts_through(self, verb: Token) -> bool:
        """ "The switchboard put Blair through to the residence", not "put Blair through an ordeal"."""
        put = any(c.dep_ in ("dobj", "nsubjpass") and c.i in self.people for c in verb.children)
        through = next((t for t in verb.subtree if t.lower_ == "through" and verb.i < t.i), None) if put else None
        return through is not None and next_words(through, 1) == ["to"]

    def _reaches_somebody(self, verb: Token) -> bool:
        reached = [c for c in verb.children if c.dep_ == "dobj" and c.pos_ != "PRON"] + [fronted_object(verb)]
        if any(c.dep_ == "agent" and g.i in self.people for c in verb.children for g in c.children):
            reached += [c for c in verb.children if c.dep_ == "nsubjpass"]
        return any(t is not None and t.i in self.people for t in reached)

    def _is_on_to_somebody(self, verb: Token) -> bool:
        """ "Was on to Blinken about Gaza": by name, since to be on to him may be to see through him."""
        named = verb.doc[verb.i + 3] if verb.i + 3 < verb.sent.end else None
        return named is not None and named.i in self.people and named.pos_ == "PROPN" and verb.tag_ in ("VBD", "VBN")

    def _holds_somebody(self, verb: Token) -> bool:
        """ "Got hold of him", not "got hold of the number"."""
        held = [g for t in verb.doc[verb.i + 1 : verb.i + 3] for g in t.children if g.dep_ == "pobj"]
        return not held or any(g.i in self.people or g.pos_ in ("PRON", "PROPN") for g in held)

    def _is_connecting(self, token: Token) -> bool:
        """ "had himself connected to Islamabad", "were connected by telephone", "connected over the dedicated link"."""
        words = next_words(token, 6)
        return token.tag_ == "VBN" and (
            (
                words[:1] in (["to"], ["with"])
                and any(t.lower_ in ("himself", "herself") for t in token.doc[max(0, token.i - 2) : token.i])
            )
            or bool(set(words) & {"telephone", "phone", "link", "line"})
        )

    def _talks_with(self, token: Token) -> bool:
        preps = {c.lower_ for c in token.children if c.dep_ in ("prep", "dative")} | set(next_words(token, 3))
        if preps & {"with", "to"}:
            return True
        subjects = [c for c in token.children if c.dep_ == "nsubj"]
        several = any(
            s.lower_ in ("they", "two", "both", "pair", "duo") or s.tag_ in ("NNS",) or list(s.conjuncts) for s in subjects
        )
        at = [(c, list(c.children)) for c in token.children if c.lower_ in ("at", "in")]
        placed = [c for c, led in at if not any(g.lower_ in ASIDES or g.ent_type_ in ("DATE", "TIME") for g in led)]
        past = token.tag_ in ("VBD", "VBN") or any(c.dep_ == "aux" and c.lower_ == "did" for c in token.children)
        return several and past and not placed

    def _has_instrument(self, verb: Token) -> bool:
        return any(t.lemma_.lower() in self.lexicon.instrument_nouns and t.pos_ not in VERBAL for t in verb.subtree)
