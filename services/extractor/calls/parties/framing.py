"""Turns a cue and its arguments into accounts of calls: who was on the line and who placed it.

An account is what one place in the text says; `stages/calls.py` puts the accounts of one call together.
"""

from __future__ import annotations

from services.extractor.calls.cues.instruments import brings_word
from services.extractor.calls.cues.noun_syntax import goes_abroad, is_heard_from
from services.extractor.calls.parties.arguments import ArgumentFinder, Arguments
from services.extractor.calls.parties.hosts import find_hosts, find_owners
from services.extractor.calls.parties.jointly import (
    act_both,
    are_with_each,
    is_followed_by_all,
    is_of_several,
    is_one_call,
    tells_apart,
)
from services.extractor.calls.words.accounts import Account, Parties, sides
from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.calls.words.listing import members
from services.extractor.calls.words.sighting import Sighting, is_set_apart
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token
from services.extractor.types import Mention

WORDS = load_words("calls.yml")
SPEAKING = {"speak", "talk", "be", "get", "say", "stay", "hang"}  # verbs behind which "to Ankara" is a party
ARRIVING = {"come", "arrive", "follow"}  # what a call does that somebody gets
HEARING = {"get", "receive", "hear", "learn", "have", "take"}  # news in a call from home: of whoever rang there
FINDING = {"catch", "find", "interrupt", "reach", "rouse", "surprise", "wake"}  # what a call does to whoever is called
TIDINGS = WORDS["tidings"] | {"word", "detail", "leak", "announcement", "readout", "summary", "story", "rumour", "rumor", "mention"}
TELLING = WORDS["telling"]
TOLD = TELLING | {"persuade", "convince", "notify"}
GATHERING = {"bring", "get", "put"}  # people together, in a room
HOSTING = {"host", "convene", "lead", "chair", "moderate", "join"}


class Framer:
    """Frames the cues of one document. `told_apart`: whether it has spoken of calls, in the plural, with several parties."""

    def __init__(self, lexicon: Lexicon, finder: ArgumentFinder) -> None:
        self.lexicon, self.finder = lexicon, finder
        self.told_apart = False

    def frame(self, sighting: Sighting, sent: int) -> list[Account]:
        """The accounts that a cue gives, one per call; an account of one party only is left to the context."""
        args = self.finder.find(sighting)
        callers, callees, lead, rest = self._split(sighting, args)
        home = bool(args.role("from")) and sighting.verb is not None and sighting.verb.lemma_ in HEARING
        if sighting.frame == "noun" and callers and not home and callees and sides(callers) == sides(callees):
            callers = []  # "The Russian ticked every box, and that meant more calls to Moscow": not his
        together = not (callers or callees or self.told_apart) and is_followed_by_all(sighting)
        joint = self._joint(sighting, args) or together
        many = callees if callees else rest
        firm = callers + lead if callees else lead
        if len(callers) > 1 and len(sides(callers)) > 1 and len(callees) == 1 and not joint:
            groups = [[one, *callees] for one in callers]
        elif len(callers) > 1 and not (callees or lead or rest) and is_of_several(sighting):
            groups = [[one] for one in callers]  # "calls came from A, from B and from C"
        elif firm and len(many) > 1 and not joint and (others := [m for m in many if m.id not in {f.id for f in firm}]):
            groups = [[*firm, one] for one in others]
        elif sighting.frame == "callee" and not (callers or lead or rest or joint) and len(sides(callees)) > 1:
            groups = [[one] for one in callees]  # "Bongo and Ouattara got the same call": from somebody else
        elif callees and len(callers) > 1 and sighting.frame == "callee" and not joint:
            groups = [[one, *callees] for one in callers]
        elif args.passive and sighting.kind == "instrument" and len(sides(lead)) > 1 and len(rest) == 1 and not joint:
            groups = [[one, *rest] for one in lead]  # "was congratulated by telephone by X and by Y"
        elif len(lead) > 1 and len(rest) == 1 and (tells_apart(sighting.head.sent) or act_both(sighting, args)):
            groups = [[one, *rest] for one in lead]
        elif not firm and len(many) > 1 and self._acts_unknown(sighting):
            groups = [[one] for one in many]  # "he has spoken to A and to B": neither with the other
        elif not firm and not joint and (len(many) > 2 or (len(many) > 1 and are_with_each(sighting, args, callees))):
            groups = [[one] for one in many]
        else:
            groups = [callers + lead + callees + rest]
        self.told_apart |= len(groups) > 1 and sighting.head.lower_ == "calls"
        accounts = [self._account(sighting, sent, group, callers) for group in groups]
        for account in accounts:
            account.joint, account.several = joint, len(groups) > 1
            bare = sighting.kind == "noun" and sighting.frame == "noun"  # "Similar calls went to X"
            rung = args.passive or sighting.frame == "callee" or self._is_left_to_pronoun(sighting)
            account.called = bool(callees) and not callers and (rung or bare)
        for one, other in args.gapped:
            both = members([one, other])
            accounts.append(self._account(sighting, sent, both, both[:1] if callers else []))
        return accounts

    def _is_left_to_pronoun(self, sighting: Sighting) -> bool:
        """ "'He called me again,' Sharif said of Clinton": somebody called, and the words before do not tell who."""
        return sighting.frame == "caller" and sighting.kind in ("verb", "noun") and self._acts_unknown(sighting)

    def _acts_unknown(self, sighting: Sighting) -> bool:
        """Whether he or she acts of whom the text does not tell who it is."""
        acting = [c for c in sighting.verb.children if c.dep_ == "nsubj"] if sighting.verb is not None else []
        return any(c.lower_ in ("he", "she") and c.i not in self.finder.covering for c in acting)

    def _account(self, sighting: Sighting, sent: int, group: Parties, callers: Parties) -> Account:
        parties = [p for p in {p.id: p for p in group}.values() if p.official is not False]
        return Account(sighting, sent, parties, [c for c in callers if c in parties], complete=len(sides(parties)) > 1)

    def _split(self, sighting: Sighting, args: Arguments) -> tuple[Parties, Parties, Parties, Parties]:
        """Callers and callees where the words tell; else the one spoken of (`lead`) and those on the line with them (`rest`)."""
        subjects, objects = members(args.subjects), members(args.objects)
        frame = sighting.frame
        with_, to, from_ = members(args.role("with")), members(args.role("to")), members(args.role("from"))
        between, agent, listed = members(args.role("between")), members(args.role("by")), members(args.role("list"))
        if frame == "caller":
            if any(m.kind not in ("state", "place") for m in args.objects):  # "called X to the Elysée"
                to = members([m for m in args.role("to") if m.kind not in ("state", "place")])
            if args.passive:
                return agent or from_, subjects, [], with_ + to  # "who had been rung up from the White House"
            if sighting.kind == "instrument":
                return subjects, objects + to + with_ + listed, [], between
            own = any(c.lower_ == "with" for c in sighting.head.children)
            if with_ and own and not (objects or to or listed) and sighting.head.lemma_ in ("telephone", "phone"):
                return [], [], subjects, with_  # "telephoned with her": nothing of who rang
            if sighting.verb is not None and sighting.verb.lemma_ == "return":
                to += members(args.possessor) + members(args.role("of"))  # "returned the call of his colleague"
            return subjects, objects + to + listed, [], with_ + between
        if frame == "callee":
            if any(c.lower_ in ("my", "our") for c in sighting.head.children):
                return subjects, to, [], with_  # "'Thank you for taking my call,' he said"
            if any(m.kind == "name" for m in args.possessor):
                subjects = [s for s in subjects if s not in members(args.possessor)]  # "its president received Putin's call"
            owners = [o for o in members(args.possessor) if o not in subjects]
            if sighting.head.dep_ == "nsubjpass" and agent and (from_ or owners):
                return from_ or owners, agent, [], with_  # "the Russian's call was taken by Rice"
            from_ = from_ or members(args.role("of")) or owners
            return from_ + listed * (not from_), subjects or to, [], with_
        if frame == "noun":
            return self._split_noun(sighting, args, subjects, objects)
        people = [m for m in args.objects if m.kind not in ("state", "place")]
        told = sighting.verb is not None and sighting.verb.lemma_ in TOLD  # "told Paris by telephone that nothing would change"
        objects = members(people) if sighting.kind == "instrument" and not told else objects
        rest = from_ if sighting.kind == "instrument" and brings_word(sighting.verb) else []
        if sighting.verb is not None and sighting.verb.lemma_ not in SPEAKING:
            to = members([m for m in args.role("to") if m.kind not in ("state", "place")])
        lead, others = (agent, subjects) if args.passive and agent else (subjects, [])
        return [], [], lead, rest + others + objects + with_ + to + between + listed

    def _split_noun(
        self, sighting: Sighting, args: Arguments, subjects: Parties, objects: Parties
    ) -> tuple[Parties, Parties, Parties, Parties]:
        with_, to, from_ = members(args.role("with")), members(args.role("to")), members(args.role("from"))
        between, owners = members(args.role("between")), members(args.possessor)
        verb = sighting.verb
        if sighting.head.lemma_.lower() in ("call", "phonecall"):
            behind = [m for m in args.role("from") if m.start > sighting.head.i and not _is_whereabouts(m, sighting.head)]
            if any(is_heard_from(m.start, sighting.head) for m in behind):
                with_, behind = with_ + from_, []
            from_ = [e for e in from_ if any(e in m.members for m in behind) and not _is_told_of(sighting.head)]
            from_ = [e for e in from_ if e not in to] or from_  # "from the president of Peru, X, to Y"
            if owners and sides(from_) <= sides(owners):
                from_ = []  # "Major's call from Downing Street"
            if from_:
                return from_, to or [s for s in subjects if s not in from_], [], with_ + between
            if owners and to:
                return owners, to, [], with_
            if owners and objects and sighting.head.dep_ == "nsubj" and not (with_ or between):
                return owners, objects, [], []  # "Obama's call found Lee in his bunker"
            if len(owners) == 1 and sighting.head.dep_ == "attr" and not with_ and not between:
                return owners, [], [], []  # "it was Obama's second call in ten days"
            if owners and verb is not None and verb.lemma_ in FINDING and sighting.head.dep_ == "nsubj":
                return owners, [p for p in objects or with_ if p not in owners], [], []
            if owners and not with_ and not between and verb is not None and sighting.head.head == verb and _arrives(verb):
                return owners, [], [], []
            sent_to = [e for e in to if any(m.start > sighting.head.i and e in m.members for m in args.role("to"))]
            spoken = verb is not None and verb.lemma_ in ("speak", "talk")  # "in several calls she spoke to X": who rang?
            if sent_to and verb is not None and (spoken or is_set_apart(sighting.head)):
                return [], [], subjects, sent_to + with_  # "passed it on to X and, in a separate call, to Y"
            if sent_to and verb is not None:
                return subjects, sent_to, [], with_
            if not (owners or to or with_ or between) and goes_abroad(sighting.head):
                return subjects, [], [], []
        if _is_sent_with(sighting) and objects and subjects and not (with_ or between or to):
            return subjects, objects, [], []
        bearer = (
            []
            if len(sides(between)) > 1 and not _is_hosted(verb)
            else subjects
            if (verb is not None and sighting.head.dep_ not in ("nsubj", "nsubjpass"))
            or (sighting.verb is not None and sighting.verb.dep_ == "relcl")
            else []
        )
        told = objects if verb is not None and verb.lemma_ in TELLING else []
        agent = members(args.role("by"))  # "their views were exchanged by X in three calls"
        lead = owners or members(args.role("of")) or bearer or agent
        told += find_hosts(sighting.head, self.finder)
        if not (with_ or between or to or told):
            told += find_owners(sighting.head, self.finder)
        told += agent if bearer and verb is not None and verb.lemma_ in TELLING else []  # "was informed by X in a call"
        rest = (bearer if owners and not with_ and not between else []) + with_ + between + told + to + members(args.role("list"))
        return [], [], lead, [r for r in rest if r not in lead]

    def _joint(self, sighting: Sighting, args: Arguments) -> bool:
        """Whether all parties were on one line."""
        head = sighting.head
        words = {t.lower_ for t in head.sent if t.lower_ != "together" or not _are_gathered(t, sighting.verb)}
        near = {c.lower_ for c in head.children if c.dep_ in ("compound", "amod", "nmod", "nummod", "advmod")} | {
            head.lemma_.lower()
        }
        if tells_apart(sighting.head.sent) or (sighting.head.tag_ == "NNS" and "conference" not in near):
            return False
        joined = sighting.verb is not None and sighting.verb.lemma_ == "join"  # "X joined A and B by video link"
        if joined or args.role("between") or is_one_call(sighting, args):
            return True
        if near & self.lexicon.joint_words or words & {"three-way", "four-way", "together", "jointly", "trilateral"}:
            return True
        apart = sighting.frame == "callee" or bool(args.role("with", "to", "from", "by") or args.objects)
        return len(sides(members(args.subjects))) > 1 and not apart


def _are_gathered(together: Token, verb: Token | None) -> bool:
    """ "Who brought the two together in July and telephoned both": no word on a call beside it."""
    return any(t.lemma_ in GATHERING and t != verb for t in (together.head, together.head.head))


def _is_sent_with(sighting: Sighting) -> bool:
    """ "Got Kennedy out of bed with a call": what the one who rang did to the one whom he rang."""
    head, verb = sighting.head, sighting.verb
    led = head.dep_ == "pobj" and head.head.lower_ == "with" and verb is not None and verb.is_ancestor(head)
    return led and head.tag_ == "NN" and any(c.lower_ in ("a", "an", "another") for c in head.children)


def _arrives(verb: Token) -> bool:
    """ "His call came on Sunday", "went through at the first try"."""
    through = verb.lemma_ in ("get", "go", "be", "put") and any(c.lower_ == "through" for c in verb.children)
    return verb.lemma_ in ARRIVING or through


def _is_hosted(verb: Token | None) -> bool:
    """ "Biden convened a call between A and B" may have been on it too; who "protested over a call between A and B" was not."""
    return verb is not None and verb.lemma_ in HOSTING


def _is_whereabouts(place: Mention, call: Token) -> bool:
    """ "A call that was broadcast from the Oval Office": where somebody sat."""
    above = call.doc[place.head].head.head
    if place.kind != "place":
        return False
    if above.pos_ == "NOUN" and above.lemma_.lower() not in ("call", "phonecall"):
        return True  # "the call ended days of silence from the Oval Office"
    return above.dep_ in ("relcl", "acl") and call.is_ancestor(above)


def _is_told_of(call: Token) -> bool:
    """ "First word of the call came from Moscow": the tidings came from there."""
    tidings = call.head.head if call.dep_ == "pobj" and call.head.lower_ in ("of", "about", "on") else call
    return tidings.lemma_.lower() in TIDINGS and tidings.dep_ in ("nsubj", "nsubjpass")
