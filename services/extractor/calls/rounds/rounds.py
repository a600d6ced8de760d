"""Rounds of calls: once an article has told that somebody makes one, it names the rest with few words ("Rabuka followed").

Reads the calls filed so far; gives accounts for sentences that name further members. The decision a reader would question: a
sentence counts only while the round is being told, only in a slot of `round_slots.py`, and only for officials who have not been
on the line with the one whose round it is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from services.extractor.calls.rounds.round_announcing import LONG_REACH, REACH, find_leading
from services.extractor.calls.rounds.round_elsewhere import is_elsewhere
from services.extractor.calls.rounds.round_fragments import behind_colon, gapped, without_verb
from services.extractor.calls.rounds.round_lists import FREE, had_on_line
from services.extractor.calls.rounds.round_signs import PAST, PRESENT, Signs, State
from services.extractor.calls.rounds.round_slots import ORDERED, did_too, so_did
from services.extractor.calls.told.ledger import Ledger
from services.extractor.calls.told.material import Material
from services.extractor.calls.words.accounts import Account, sides
from services.extractor.calls.words.sighting import VERBAL, Sighting
from services.extractor.tokens import Span, Token
from services.extractor.types import Entity, Mention

ENOUGH = 2  # calls with others that make a round of somebody's calls
TURNS = {"turn", "list"}  # what tells who was next, and not who rang
TOLD_AT_LENGTH = 10  # sentences within which it does where those between tell of the last call


@dataclass(frozen=True)
class Round:
    """Whose calls are being told. `firm`: several are told, or the text says that there were; `back`: sentences since the last,
    `gap`: those of them that do not tell of its parties alone."""

    hub: Entity
    firm: bool
    back: int
    gap: int


class Rounds:
    """The round of one document."""

    def __init__(self, material: Material, ledger: Ledger) -> None:
        self.material, self.ledger, self.announced = material, ledger, ledger.announced

    def read(self, n: int, sent: Span) -> list[Account]:
        """One account for each further leader whom the sentence names in the round."""
        told = self._round(n)
        if told is None or is_elsewhere(sent, self.material.lexicon) or self._is_of_stranger(n):
            return []
        mentions = [m for m in self._mentions(n, sent, told) if not self._is_told_by_another(m, told.hub)]
        hubs = {m.start: self._doer(m, told.hub) or told.hub for m in mentions}
        found = list({e.id: (m, e) for m in mentions if (e := self.member(m, hubs[m.start])) is not None}.values())
        return [self._account(n, mention, entity, hubs[mention.start]) for mention, entity in found]

    def _is_told_by_another(self, mention: Mention, hub: Entity) -> bool:
        """ "Merkel was informed by the French president": not by him whose round it is."""
        head = self.material.doc[mention.head]
        agents = [g for c in head.head.children if c.dep_ == "agent" for g in c.children] if head.dep_ == "nsubjpass" else []
        named = [m for g in agents if (m := self.material.finder.covering.get(g.i)) is not None and m.members]
        return any(hub not in m.members for m in named)

    def _doer(self, mention: Mention, hub: Entity) -> Entity | None:
        """ "Cameron had a similar message for Suleiman", "with Suleiman, Cameron was calmer": who acts in the clause that names
        another, if not he whose round it is."""
        head = self.material.doc[mention.head]
        head = head.head if head.dep_ == "appos" else head
        verb = next((t for t in head.ancestors if t.pos_ in VERBAL), None)
        way = head.head.lower_
        if head.dep_ == "nsubj" and verb is not None and verb.lemma_ in ("have", "get", "receive", "hear"):
            return self._giver(verb, hub)
        acting = [c for c in verb.children if c.dep_ == "nsubj"] if verb is not None and way in ("for", "with") else []
        named = [m for c in acting if (m := self.material.finder.covering.get(c.i)) and m is not mention and m.kind == "name"]
        alike = verb is not None and any(t.lower_ == "similar" for t in self.material.doc[verb.i : mention.start])
        placed = [m for m in named if (m.end <= mention.start) == (way == "for" or alike)]  # "X had a similar call with Y"
        people = [e for m in placed for e in m.members if e.official and e.country != hub.country]
        return people[0] if len(people) == 1 else None

    def _giver(self, verb: Token, hub: Entity) -> Entity | None:
        """ "Howard had the same request from Qarase": from whom somebody has what he got, if not from him whose round it is."""
        told = [g for t in verb.subtree if t.lower_ == "from" for g in t.children if g.dep_ == "pobj"]
        there = [m for g in told if (m := self.material.finder.covering.get(g.i)) is not None and m.kind == "name"]
        named = [e for m in there for e in m.members]
        return named[0] if len(named) == 1 and named[0].official and named[0].country != hub.country else None

    def _mentions(self, n: int, sent: Span, told: Round) -> list[Mention]:
        finder, lexicon = self.material.finder, self.material.lexicon
        slots = (*ORDERED, without_verb, behind_colon, had_on_line) if told.firm or told.gap <= REACH else ()
        alike = {m.start for m in so_did(sent, finder, lexicon)}
        echoed = alike if told.gap == 0 else set[int]()  # "X rang Y, and so did Z": see `echo`
        found = [m for slot in slots for m in slot(sent, finder, lexicon) if m.start not in echoed]
        if told.firm and told.back <= REACH:
            found += [m for slot in FREE for m in slot(sent, finder, lexicon)]
        found += self._signed(n, sent, told)
        if found and all(m.start in alike for m in found):
            others = [m for m in finder.in_span(sent) if m.kind == "name" and m.end <= found[0].start]
            if others and not any({e.id for e in m.members} & (self._on_line() | {told.hub.id}) for m in others):
                return []  # "X tried to mediate, as did Y": what another did who is not on the line himself
        return [*found, *gapped(sent, finder, lexicon)] if found or not told.gap else []

    def _signed(self, n: int, sent: Span, told: Round) -> list[Mention]:
        """Those of whom many signs together tell that they are next."""
        cues = self.material.sightings.get(n, ())
        cued = frozenset((s.verb or s.head).i for s in cues)
        signs = {
            "firm": told.firm,
            "announced": self._is_announced(told.hub),
            "far": told.gap > REACH,
            "follows": told.gap <= 1 and self._follows(n, told),
        }
        last = self.ledger.last.sighting.verb if self.ledger.last else None
        tenses = PRESENT if last is not None and last.tag_ in PRESENT[1:] else PAST
        state = State(
            told.hub, self._on_line() | {told.hub.id}, frozenset(sign for sign, holds in signs.items() if holds), tenses, cued
        )
        return list(Signs(sent, self.material, state).next_ones())

    def _follows(self, n: int, told: Round) -> bool:
        """Whether no sentence between the last call and sentence `n` tells of others."""
        own = sides(self.ledger.last.parties) if self.ledger.last is not None else set()
        return all(self.material.states_in(k) <= own for k in range(n - told.back + 1, n))

    def _on_line(self) -> set[int]:
        return {p.id for p in self.ledger.last.parties} if self.ledger.last else set()

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
        rung = self.material.arguments(last.sighting).passive  # "X was rung by Y, as was Z"
        acting = self.material.subjects(last.sighting) if rung or not last.callers else {c.id for c in last.callers}
        kept = [p for p in last.parties if p.id not in acting]
        mentions = list(did_too(sent, self.material.finder, lexicon)) if len(kept) == 1 else []
        found = [(m, entity) for m in mentions if (entity := self.member(m, kept[0])) is not None]
        callers = [(kept if rung else [entity]) if last.callers else [] for _, entity in found]
        return [
            Account(self._sighting(m, "call.echo"), n, [kept[0], entity], by)
            for (m, entity), by in zip(found, callers, strict=True)
        ]

    def _sighting(self, mention: Mention, rule: str) -> Sighting:
        return Sighting(self.material.doc[mention.head], None, "mutual", rule, "phone", "noun")

    def _account(self, n: int, mention: Mention, entity: Entity, hub: Entity) -> Account:
        sighting = self._sighting(mention, "call.round")
        last = self.ledger.last
        anew = last is not None and any(last.sent < a.sent < n and a.who is hub for a in self.announced)  # that call was of before
        ringing = {c.id for c in last.callers} if last and hub in last.parties and not anew else set()
        callers = ([hub] if hub.id in ringing else [entity]) if ringing else [entity] if self._is_besieged(hub) else []
        before = self.material.doc[mention.start - 1].lower_ if mention.start else ""
        sent = self.material.sents[n]
        way = self.material.doc[mention.head].head
        called = way.lower_ == "with" and hub not in callers
        if called or (way.lower_ == "with" and way.i <= sent.start + 1) or any(hub in m.members for m in self._having(sent)):
            callers = []  # "With Merkel he agreed that …", "Hollande had Merkel at eight"
        elif hub not in callers and any(t.lemma_.lower() in TURNS for t in sent) and not self._is_announced(hub):
            callers = []  # "Blair got through. Then it was the turn of Bush"
        elif before == "with" and self.material.doc[mention.start - 2].lower_ in ("one", "another"):
            callers = []  # "a call from Macron, and one with Trudeau"
        elif before == "from" or any(t.lemma_.lower() == "caller" for t in sent):
            callers = [entity]
        elif any(s.frame == "mutual" for s in self.material.sightings.get(n, ())):
            callers = []  # "twice he had X on the line, and twice Y"
        return Account(sighting, n, [hub, entity], callers)

    def _is_announced(self, hub: Entity) -> bool:
        """ "Zarif took calls all morning"."""
        return any(told.who is hub for told in self.announced)

    def _is_besieged(self, hub: Entity) -> bool:
        """ "His telephone did not stop ringing"."""
        return any(told.who is hub and told.received for told in self.announced)

    def _having(self, sent: Span) -> list[Mention]:
        """Those who have somebody in a sentence; who "had to persuade him" has not."""
        heads = ((m, self.material.doc[m.head]) for m in self.material.finder.in_span(sent))
        acting = [(m, t.head) for m, t in heads if t.dep_ == "nsubj" and t.head.lemma_ in ("have", "get")]
        return [m for m, verb in acting if not any(c.dep_ == "xcomp" for c in verb.children)]

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
        announced = next((told for told in reversed(self.announced) if told.sent <= n), None)
        if announced and (last is None or announced.sent > last.sent) and n - announced.sent <= REACH:
            return Round(announced.who, True, n - announced.sent, n - announced.sent)
        if last is None or last.background or n - last.sent > TOLD_AT_LENGTH:
            return None
        gap = self._gap(n, last)
        if gap > LONG_REACH:
            return None
        counts = Counter(p.id for call, _ in self.ledger.entries if not call.background for p in call.participants)
        spoken = {told.who.id for told in self.announced} | {hub.id for _, hub in self.ledger.rounds}
        people = [p for p in last.parties if counts[p.id] >= ENOUGH or p.id in spoken]
        people += [p for p in self._most_on_line(counts) if people and self._is_named(p, n)]
        if people:
            return Round(max(people, key=lambda p: counts[p.id]), True, n - last.sent, gap)
        hub = find_leading(last, self.material)
        return Round(hub, False, n - last.sent, gap) if hub is not None else None

    def _most_on_line(self, counts: Counter[int]) -> list[Entity]:
        """Who was on the line in more of the calls than anybody else."""
        (first, most), *others = counts.most_common(2)
        return [
            p for call, _ in self.ledger.entries for p in call.participants if p.id == first and all(n < most for _, n in others)
        ][:1]

    def _is_named(self, entity: Entity, n: int) -> bool:
        return any(entity in m.members for m in self.material.finder.in_span(self.material.sents[n]))

    def _gap(self, n: int, last: Account) -> int:
        """How far behind the last call sentence `n` stands, those left out that tell of none but its parties."""
        own, states_in = sides(last.parties), self.material.states_in
        return n - last.sent - sum(bool(there := states_in(k)) and there <= own for k in range(last.sent + 1, n))

    def _is_of_stranger(self, n: int) -> bool:
        """ "Weah received a call from A, and one from B": somebody who speaks for no state is the one who was called."""
        acting = [m for s in self.material.sightings.get(n, ()) for m in self.material.arguments(s).subjects]
        return bool(acting) and all(e.official is False for m in acting for e in m.members)
