"""Rounds of calls: once an article has told that somebody makes one, it names the rest with few words ("Rabuka followed").

Reads the calls filed so far; gives accounts for sentences that name further members. The decision a reader would question: a
sentence counts only while the round is being told, only in a slot of `round_slots.py`, and only for officials who have not been
on the line with the one whose round it is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from services.extractor.calls.framing import Account
from services.extractor.calls.ledger import Ledger
from services.extractor.calls.material import Material
from services.extractor.calls.protagonist import Protagonist
from services.extractor.calls.round_fragments import behind_colon, gapped, without_verb
from services.extractor.calls.round_lists import FREE, had_on_line, told_by_hub
from services.extractor.calls.round_slots import ORDERED, did_too, so_did
from services.extractor.calls.round_words import PHONES, announces, is_elsewhere, is_the_usual_way
from services.extractor.calls.sighting import VERBAL, Sighting
from services.extractor.tokens import Span
from services.extractor.types import Entity, Mention

ENOUGH = 2  # calls with others that make a round of somebody's calls
REACH = 3  # sentences behind the last account within which the round goes on
COUNTED = {"first", "second", "third", "fourth", "fifth", "last", "latest"}
COMING = {"follow", "come"}
TURNS = {"turn", "list"}  # what tells who was next, and not who rang
PORTIONS = {"half", "part", "call", "conversation", "one", "leg", "another", "second"}
FURTHER = {"other", "second", "next", "another", "third", "further", "last", "final"}
SHORT = 8  # words of a note that says how somebody talked
LONG_REACH = 6  # the same for words of order ("Then came …")


@dataclass(frozen=True)
class Round:
    """Whose calls are being told. `firm`: several are told, or the text says that there were; `gap`: sentences since the last."""

    hub: Entity
    firm: bool
    gap: int


class Rounds:
    """The round of one document."""

    def __init__(self, material: Material, ledger: Ledger, protagonist: Protagonist) -> None:
        self.material, self.ledger, self.protagonist = material, ledger, protagonist
        self.announced = ledger.announced

    def announce(self, n: int, sent: Span) -> None:
        """Notes that sentence `n` says of somebody that they made several calls."""
        hub = announces(sent, self.material) or self._followed_up(n, sent) or self._told_how(n, sent)
        if hub is not None:
            self.announced.append((n, hub))

    def _told_how(self, n: int, sent: Span) -> Entity | None:
        """ "How was it done? By telephone, chiefly.": of whom the text tells, where a note says how somebody talked."""
        phones = (
            [t for t in sent if t.lemma_.lower() in PHONES] if len(sent) < SHORT and not self.material.finder.in_span(sent) else []
        )
        return self.protagonist.of(n, set()) if any(is_the_usual_way(t) for t in phones) else None

    def _followed_up(self, n: int, sent: Span) -> Entity | None:
        """ "The other half followed a day later": whose call was told, where a sentence without names says that one more came."""
        last, verb = self.ledger.last, sent.root
        if last is None or last.background or n - last.sent > LONG_REACH or verb.lemma_ not in COMING or verb.tag_ != "VBD":
            return None
        told = [c for c in verb.children if c.dep_ == "nsubj" and c.lemma_.lower() in PORTIONS]
        further = any(c.lower_ in FURTHER for noun in told for c in (noun, *noun.children))
        return self._leading(last) if further and not self.material.finder.in_span(sent) else None

    def read(self, n: int, sent: Span) -> list[Account]:
        """One account for each further leader whom the sentence names in the round."""
        told = self._round(n)
        if told is None or is_elsewhere(sent, self.material.lexicon) or self._is_of_stranger(n):
            return []
        mentions = self._mentions(sent, told)
        hubs = {m.start: self._doer(m, told.hub) or told.hub for m in mentions}
        found = list({e.id: (m, e) for m in mentions if (e := self.member(m, hubs[m.start])) is not None}.values())
        return [self._account(n, mention, entity, hubs[mention.start]) for mention, entity in found]

    def _doer(self, mention: Mention, hub: Entity) -> Entity | None:
        """ "Cameron had a similar message for Suleiman": who acts in the clause that names another, if not he whose round it is."""
        head = self.material.doc[mention.head]
        head = head.head if head.dep_ == "appos" else head
        verb = next((t for t in head.ancestors if t.pos_ in VERBAL), None)
        acting = [c for c in verb.children if c.dep_ == "nsubj"] if verb is not None and head.head.lower_ == "for" else []
        named = [m for c in acting if (m := self.material.finder.covering.get(c.i)) and m is not mention and m.kind == "name"]
        people = [e for m in named if m.end <= mention.start for e in m.members if e.official and e.country != hub.country]
        return people[0] if len(people) == 1 else None

    def _mentions(self, sent: Span, told: Round) -> list[Mention]:
        finder, lexicon = self.material.finder, self.material.lexicon
        slots = (*ORDERED, without_verb, behind_colon, had_on_line) if told.firm or told.gap <= REACH else ()
        echoed = (
            {m.start for m in so_did(sent, finder, lexicon)} if told.gap == 0 else set()
        )  # "X rang Y, and so did Z": see `echo`
        found = [m for slot in slots for m in slot(sent, finder, lexicon) if m.start not in echoed]
        if any(told.hub in m.members for m in finder.in_span(sent)):
            found += told_by_hub(sent, finder, lexicon)
        if told.firm and told.gap == 1 and any(told.hub in m.members for m in finder.in_span(sent)):
            found += told_by_hub(sent, finder, lexicon, also=False)  # "was on the telephone all day. He sounded out X and Y"
        if told.firm and told.gap <= REACH:
            found += [m for slot in FREE for m in slot(sent, finder, lexicon)]
            found += [m for m in finder.in_span(sent) if m.kind in ("name", "role") and self._is_companion(m, sent, told.hub)]
        return [*found, *gapped(sent, finder, lexicon)] if found or not told.gap else []

    def echo(self, n: int, sent: Span) -> list[Account]:
        """ "Emmanuel Macron did too": somebody else who did what the one who acts in the account before did."""
        last, lexicon = self.ledger.last, self.material.lexicon
        if (
            last is None
            or last.background
            or n - last.sent > 1
            or len(last.parties) != 2
            or is_elsewhere(sent, self.material.lexicon)
        ):
            return []
        acting = {c.id for c in last.callers} or self.material.subjects(last.sighting)
        kept = [p for p in last.parties if p.id not in acting]
        mentions = list(did_too(sent, self.material.finder, lexicon)) if len(kept) == 1 else []
        found = [(m, entity) for m in mentions if (entity := self.member(m, kept[0])) is not None]
        callers = [[entity] if last.callers else [] for _, entity in found]
        return [
            Account(self._sighting(m, "call.echo"), n, [kept[0], entity], by)
            for (m, entity), by in zip(found, callers, strict=True)
        ]

    def _sighting(self, mention: Mention, rule: str) -> Sighting:
        return Sighting(self.material.doc[mention.head], None, "mutual", rule, "phone", "noun")

    def _account(self, n: int, mention: Mention, entity: Entity, hub: Entity) -> Account:
        sighting = self._sighting(mention, "call.round")
        last = self.ledger.last
        ringing = {c.id for c in last.callers} if last and hub in last.parties else set()
        callers = ([hub] if hub.id in ringing else [entity]) if ringing else []
        before = self.material.doc[mention.start - 1].lower_ if mention.start else ""
        sent = self.material.sents[n]
        if any(hub in m.members for m in self._having(sent)):
            callers = []  # "Hollande had Merkel at eight"
        elif hub not in callers and any(t.lemma_.lower() in TURNS for t in sent) and not self._is_announced(hub):
            callers = []  # "Blair got through. Then it was the turn of Bush"
        elif before == "from" or any(t.lemma_.lower() == "caller" for t in sent):
            callers = [entity]
        elif any(s.frame == "mutual" for s in self.material.sightings.get(n, ())):
            callers = []  # "twice he had X on the line, and twice Y"
        return Account(sighting, n, [hub, entity], callers)

    def _is_announced(self, hub: Entity) -> bool:
        """ "Zarif took calls all morning"."""
        return any(who is hub for _, who in self.ledger.announced)

    def _having(self, sent: Span) -> list[Mention]:
        """Those who have somebody in a sentence."""
        acting = [m for m in self.material.finder.in_span(sent) if self.material.doc[m.head].dep_ == "nsubj"]
        return [m for m in acting if self.material.doc[m.head].head.lemma_ in ("have", "get")]

    def member(self, mention: Mention, hub: Entity) -> Entity | None:
        """Who a mention adds to the round, or None where it is somebody told already, or nobody who can be on the line."""
        if len(mention.members) != 1 or mention.kind in ("pronoun", "group"):
            return None
        entity = self.material.context.person_for(mention.members[0])
        speaks = entity.official or entity.kind in ("role", "state")
        if not speaks or entity.country in (None, hub.country):
            return None
        headlines = self.material.document.headline_sents
        told = [c for c, accounts in self.ledger.entries if any(a.sent not in headlines for a in accounts)]
        with_hub = [c for c in told if any(p.id == hub.id for p in c.participants)]
        known = any(p.id == entity.id or (p.name is None and p.country == entity.country) for c in with_hub for p in c.participants)
        return None if known else entity

    def _round(self, n: int) -> Round | None:
        """The round being told before sentence `n`."""
        last = self.ledger.news
        announced = next(((at, hub) for at, hub in reversed(self.announced) if at <= n), None)
        if announced and (last is None or announced[0] >= last.sent) and n - announced[0] <= REACH:
            return Round(announced[1], True, n - announced[0])
        if last is None or last.background or n - last.sent > LONG_REACH:
            return None
        counts = Counter(p.id for call, _ in self.ledger.entries if not call.background for p in call.participants)
        spoken = {hub.id for _, hub in self.announced} | {hub.id for _, hub in self.ledger.rounds}
        people = [p for p in last.parties if counts[p.id] >= ENOUGH or p.id in spoken]
        if people:
            return Round(max(people, key=lambda p: counts[p.id]), True, n - last.sent)
        hub = self._leading(last)
        return Round(hub, False, n - last.sent) if hub is not None else None

    def _leading(self, last: Account) -> Entity | None:
        """Whose call a single account is: the caller's, else the subject's."""
        counted = _is_one_of_callers(last.sighting)
        if len(last.parties) != 2:
            return None
        acting = {c.id for c in last.callers} or self.material.subjects(last.sighting)
        if counted:
            acting = {p.id for p in last.parties} - acting
        leading = [p for p in last.parties if p.id in acting]
        if not (last.complete or counted):
            leading = [p for p in leading if p.kind != "state"]
        if len(leading) == 1 or not (last.complete or counted):
            return leading[0] if leading else None
        counts = self.material.context.counts
        first, second = sorted(last.parties, key=lambda p: -counts[p.id])
        return first if counts[first.id] > counts[second.id] else None

    def _is_of_stranger(self, n: int) -> bool:
        """ "Weah received a call from A, and one from B": somebody who speaks for no state is the one who was called."""
        acting = [m for s in self.material.sightings.get(n, ()) for m in self.material.arguments(s).subjects]
        return bool(acting) and all(e.official is False for m in acting for e in m.members)

    def _is_companion(self, mention: Mention, sent: Span, hub: Entity) -> bool:
        """ "With X he talked about …", "X and he went over …"."""
        doc, lexicon = self.material.doc, self.material.lexicon
        verbs = {t.lemma_.lower() for t in sent if t.pos_ in VERBAL}
        before = doc[mention.start - 1].lower_ if mention.start > sent.start else ""
        head = doc[mention.head]
        acting = head.head if head.dep_ == "conj" else head
        subject = acting.dep_ in ("nsubj", "nsubjpass") and acting.head.lemma_.lower() in lexicon.round_talk
        subject = subject and not (acting.head.tag_ == "VBG" and acting.head.lemma_ == "go")  # "is going to convene"
        companion = any(hub in m.members for m in self.material.finder.in_span(sent))
        if companion and before in ("with", "to") and mention.start <= sent.start + 1:
            return True
        return (
            companion
            and bool(verbs & lexicon.round_talk)
            and (before == "with" or subject or mention.start <= sent.start + 2)
            and not any(t.lower_ == "had" for t in sent)
        )


def _is_one_of_callers(sighting: Sighting) -> bool:
    """ "Obama was first, by telephone": the round is that of the one whom they all called."""
    verb = sighting.verb
    if verb is not None and verb.dep_ in ("relcl", "acl") and any(c.lower_ in COUNTED for c in verb.head.children):
        return True  # "the second leader to talk with Biden"
    if verb is not None and verb.tag_ == "VB" and verb.head.lower_ in COUNTED and verb.dep_ != "dobj":
        return True  # "Bush was the first to call him"
    return verb is not None and verb.lemma_ == "be" and any(c.lower_ in ("first", "earliest", "quickest") for c in verb.children)
