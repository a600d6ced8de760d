"""Turns a cue and its arguments into accounts of calls: who was on the line, who placed it, told as held or not, as news or history.

An account is what one place in the text says; `stages/calls.py` puts the accounts of one call together.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from services.extractor.calls.arguments import ArgumentFinder, Arguments, members
from services.extractor.calls.cues import Sighting
from services.extractor.calls.lexicon import Lexicon
from services.extractor.types import Entity, Mention

Parties = list[Entity]


@dataclass
class Account:
    """What one cue tells: the parties on the line, the callers among them, and how it is told."""

    sighting: Sighting
    sent: int
    parties: Parties
    callers: Parties = field(default_factory=list)
    held: bool = True
    background: bool = False
    joint: bool = False
    complete: bool = True


def sides(parties: Parties) -> set[str]:
    """The states and organisations of `parties`."""
    return {p.country for p in parties if p.country}


class Framer:
    """Frames the cues of one document."""

    def __init__(self, lexicon: Lexicon, finder: ArgumentFinder) -> None:
        self.lexicon, self.finder = lexicon, finder

    def frame(self, sighting: Sighting, sent: int) -> list[Account]:
        """The accounts that a cue gives; those with one party only are not `complete`."""
        args = self.finder.find(sighting)
        callers, callees, others = self._split(sighting, args)
        joint = self._joint(sighting, args, callers, callees + others)
        accounts = []
        if (callers or others) and callees and not joint and len(self._spread(callees)) > 1:
            for one in self._spread(callees):
                accounts.append(self._account(sighting, sent, callers + others, [one], callers, args))
        elif sighting.frame == "mutual" and not joint and len(others) > 2 and args.subjects:
            subject = [p for p in members(args.subjects)]
            rest = [p for p in others if p.id not in {s.id for s in subject}]
            for one in rest or [None]:
                accounts.append(self._account(sighting, sent, subject, [one] if one else [], callers, args))
        else:
            accounts.append(self._account(sighting, sent, callers + others, callees, callers, args))
        for account in accounts:
            account.joint = joint
        return accounts

    def _spread(self, callees: Parties) -> Parties:
        return callees

    def _account(self, sighting: Sighting, sent: int, ours: Parties, theirs: Parties, callers: Parties, args: Arguments) -> Account:
        parties = list({p.id: p for p in ours + theirs if p is not None}.values())
        parties = [p for p in parties if p.official is not False]
        callers = [c for c in callers if c in parties]
        return Account(sighting, sent, parties, callers, complete=len(sides(parties)) > 1 or len(parties) > 1 and None in [p.country for p in parties])

    def _split(self, sighting: Sighting, args: Arguments) -> tuple[Parties, Parties, Parties]:
        """Callers, callees, and those of whom neither is told."""
        subjects, objects = members(args.subjects), members(args.objects)
        frame = sighting.frame
        with_ = members(args.role("with"))
        to = members(args.role("to"))
        from_ = members(args.role("from"))
        between = members(args.role("between"))
        agent = members(args.role("by"))
        if frame == "caller":
            if args.passive:
                return agent, subjects, with_ + to
            if sighting.kind == "instrument":
                return subjects, objects + to + with_, between
            return subjects, objects + to, with_ + between + from_
        if frame == "callee":
            return from_, subjects or to, with_
        if frame == "noun":
            return self._split_noun(sighting, args, subjects, objects)
        return [], [], subjects + objects + with_ + to + between + agent * args.passive

    def _split_noun(self, sighting: Sighting, args: Arguments, subjects: Parties, objects: Parties) -> tuple[Parties, Parties, Parties]:
        with_, to, from_ = members(args.role("with")), members(args.role("to")), members(args.role("from"))
        between, owners = members(args.role("between")), members(args.possessor)
        verb = sighting.verb
        is_call = sighting.head.lemma_.lower() == "call"
        if is_call and from_:
            return from_, to or [s for s in subjects if s not in from_], with_ + between
        if is_call and owners and to:
            return owners, to, with_
        if is_call and to and not owners and verb is not None:
            return subjects, to, with_
        bearer = subjects if verb is not None and sighting.head.dep_ != "nsubj" else []
        told = objects if verb is not None and verb.lemma_ in ("tell", "congratulate", "inform", "brief", "thank", "assure", "urge", "ask", "invite", "warn", "promise", "wish", "reassure", "press", "offer", "give", "remind", "felicitate", "condole", "advise", "join", "engage") else []
        return [], [], owners + bearer + with_ + between + told + (to if not is_call else [])

    def _joint(self, sighting: Sighting, args: Arguments, ours: Parties, theirs: Parties) -> bool:
        """Whether all parties were on one line."""
        words = {t.lower_ for t in sighting.head.sent}
        near = {t.lower_ for t in sighting.head.subtree} | {sighting.head.lemma_.lower()}
        if words & {"separate", "separately", "individually", "respectively", "each"} or sighting.head.tag_ == "NNS" and "conference" not in near:
            return False
        if args.role("between"):
            return True
        if near & self.lexicon.joint_words or words & {"three-way", "four-way", "together", "jointly", "trilateral"}:
            return True
        return len(sides(members(args.subjects))) > 1 and not (args.role("with", "to", "from") or args.objects)


def past_perfect(verb: Token | None) -> bool:
    """Whether `verb` (or the verb it is joined to) stands in the past perfect."""
    if verb is None:
        return False
    return any(c.lower_ in ("had", "'d", "’d") and c.dep_ == "aux" for c in verb.children) and verb.tag_ in ("VBN", "VBD")


def mention_kinds(mentions: list[Mention]) -> set[str]:
    return {m.kind for m in mentions}
