"""What was only announced, and then came about: "promised to ring Putin. He did so the same day", "asked for a call. It took
place on Friday".

Reads the cue of the last call that was told as still to come, and the sentences right behind it; gives an account of it. The
decision a reader would question: who was on the line is what the announcement says, whomever the words of its keeping name.
"""

from __future__ import annotations

from dataclasses import replace

from services.extractor.account.parse import is_negated
from services.extractor.calls.cues.noun_syntax import HAPPENING
from services.extractor.calls.told.groups import Groups
from services.extractor.calls.told.in_person import is_in_one_place
from services.extractor.calls.told.material import Material
from services.extractor.calls.words.accounts import Account, sides
from services.extractor.calls.words.listing import SUBJECTS, members
from services.extractor.calls.words.sighting import Sighting
from services.extractor.tokens import Span, Token
from services.extractor.types import Entity

PROMISED = "call.promised"
REACH = 2  # sentences behind the announcement
SAME = {"so", "it", "that", "this", "just"}
COMPARING = {"as", "than", "like", "if", "whether", "what"}
CALLS = {"call", "conversation", "talk", "exchange", "videoconference", "teleconference"}
RAISING = {"raise", "take", "bring"}
VOWING = {"promise", "vow", "pledge", "swear"}  # to whom somebody says that they will do it
REFUSING = {"refuse", "decline", "reject", "deny", "cancel", "rebuff", "ignore", "dismiss", "avoid", "never", "false", "fake"}
ADDED = ("prep", "npadvmod", "advmod")


class Promises:
    """The announcements of one document, and how they were kept."""

    def __init__(self, material: Material, groups: Groups) -> None:
        self.material, self.groups = material, groups
        self._open: tuple[int, Sighting] | None = None

    def note(self, n: int, sighting: Sighting) -> None:
        """Keeps in mind a cue of sentence `n` that tells of a call still to come, and not of one denied or refused."""
        if not any(t.dep_ == "neg" or t.lemma_ in REFUSING for t in sighting.head.sent):
            self._open = (n, sighting)

    def read(self, n: int, sent: Span) -> list[Account]:
        """The account of the call announced last, where sentence `n` says that it came about."""
        if self._open is None or n - self._open[0] > REACH:
            self._open = self._raised(n - 1) if n and self.material.remote and " did so" in sent.text else None
        if self._open is None:
            return []
        told, promised = self._open
        kept = next((t for t in sent if t.i > promised.head.i and (_is_done(t) or _comes_about(t))), None)
        if kept is None:
            return []
        sighting = Sighting(kept, kept, "mutual", PROMISED, promised.channel, "noun")
        accounts = [] if self._is_elsewhere(sighting) else self._announced(told, promised)
        if not accounts or not self._acts_one_of(kept, accounts[0].parties):
            return []
        self._open = None
        return [replace(a, sighting=sighting, sent=n, complete=True) for a in accounts]

    def _raised(self, n: int) -> tuple[int, Sighting] | None:
        """ "She would take that up with the Kremlin": where calls are told of, a promise of one more."""
        for verb in self.material.sents[n]:
            if verb.lemma_ in RAISING and verb.tag_ == "VB" and any(c.lower_ == "with" for c in verb.children):
                return n, Sighting(verb, verb, "mutual", PROMISED, "unknown", "plain")
        return None

    def _announced(self, n: int, promised: Sighting) -> list[Account]:
        """The accounts of the announcement in sentence `n`; where it has one side only, the other is the only further one named."""
        self.groups.resolve(n)
        if promised.rule == PROMISED:
            return self._raised_by(n, promised)
        accounts = self.material.framer.frame(promised, n)
        asked = self._asked(promised.head)
        for account in accounts:
            if asked:
                account.parties = asked + [p for p in account.parties if p not in account.callers]
                account.callers = account.callers and asked
            if len(sides(account.parties)) == 1:
                account.parties = account.parties + self._named_beside(n, account.parties)
        return [a for a in accounts if len(sides(a.parties)) > 1]

    def _raised_by(self, n: int, promised: Sighting) -> list[Account]:
        """The account of who would raise something with whom: of them the one who acts rings."""
        acting = [c for c in promised.head.children if c.dep_ == "nsubj"]
        behind = [g for c in promised.head.children if c.lower_ == "with" for g in c.children]
        ends = [members(self.material.finder.mentions_of(t)) for t in (*acting[:1], *behind[:1])]
        return [Account(promised, n, ends[0] + ends[1], ends[0])] if len(ends) == 2 and all(ends) else []

    def _asked(self, verb: Token) -> list[Entity]:
        """ "Zelensky asked Macron to ring Xi": the one who is to do it."""
        if verb.dep_ not in ("xcomp", "ccomp") or verb.head.lemma_ in VOWING:
            return []
        asked = [m for c in verb.head.children if c.dep_ == "dobj" for m in self.material.finder.mentions_of(c)]
        return [e for m in asked for e in m.members if e.official]

    def _named_beside(self, n: int, present: list[Entity]) -> list[Entity]:
        """The only one of another side whom sentence `n` names."""
        person_for, mentions = self.material.context.person_for, self.material.finder.in_span(self.material.sents[n])
        people = [person_for(e) for m in mentions for e in m.members if m.kind != "group"]
        others = {e.id: e for e in people if e.country and e.country not in sides(present) and (e.official or e.kind == "state")}
        return list(others.values()) if len(others) == 1 else []

    def _acts_one_of(self, kept: Token, parties: list[Entity]) -> bool:
        """Whether who kept the promise was to be on the line."""
        acting = [c for c in kept.children if c.dep_ in SUBJECTS]
        if not acting or acting[0].lemma_.lower() in CALLS | {"it"}:
            return bool(acting) == (kept.lemma_ != "do")
        told = [e for m in self.material.finder.mentions_of(acting[0]) for e in m.members]
        return bool({e.id for e in told} & {p.id for p in parties}) or (not told and acting[0].lower_ in ("he", "she", "they"))

    def _is_elsewhere(self, sighting: Sighting) -> bool:
        """ "He did so in Geneva", "in a letter"."""
        added = [t for c in sighting.head.children if c.dep_ in ADDED for t in c.subtree]
        words = {t.lemma_.lower() for t in added}
        lexicon = self.material.lexicon
        return bool(words & (lexicon.round_elsewhere | lexicon.in_person)) or is_in_one_place(sighting, self.material)


def _is_done(verb: Token) -> bool:
    """ "He did so on Thursday", "did on Friday", "has since done just that"; not "did his best", "as he did before"."""
    told_of = verb.dep_ == "ccomp" and verb.head.dep_ == "ROOT" and verb.head.i > verb.i  # "He did so on Friday, his office said"
    if verb.lemma_ != "do" or not (verb.dep_ in ("ROOT", "conj") or told_of) or is_negated(verb):
        return False
    helpers = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    told = verb.tag_ == "VBD" or (verb.tag_ == "VBN" and bool(helpers & {"has", "have", "had"}))
    objects = {c.lower_ for c in verb.children if c.dep_ in ("dobj", "attr", "oprd")}
    return told and objects <= SAME and not any(c.lower_ in COMPARING for c in verb.children)


def _comes_about(verb: Token) -> bool:
    """ "The call took place on Sunday", "when it came, it was short"; not "the call from London came"."""
    if verb.tag_ != "VBD" or verb.lemma_ not in HAPPENING or is_negated(verb):
        return False
    acting = [c for c in verb.children if c.dep_ in SUBJECTS]
    placed = any(c.dep_ == "dobj" and c.lower_ == "place" for c in verb.children)
    if verb.lemma_ == "take" and not placed:
        return False
    awaited = placed or any(c.lower_ == "when" for c in verb.children)
    return any((c.lower_ == "it" and awaited) or (c.lemma_.lower() in CALLS and _is_known(c)) for c in acting)


def _is_known(noun: Token) -> bool:
    known = any(c.lower_ in ("the", "that", "this", "their") for c in noun.children)
    return noun.tag_ == "NN" and known and not any(c.dep_ in ("prep", "amod", "relcl") for c in noun.children)
