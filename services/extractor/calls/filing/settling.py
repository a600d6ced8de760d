"""Who of those that an account names is a party to its call: states become the person who speaks for them, and who is long out of
office speaks for nobody.

The decision a reader would question: a tale of the years in which somebody was in office leaves them in it.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property

from services.extractor.calls.held.history import is_history, is_of_another_age, months_told, years_told
from services.extractor.calls.told.material import Material
from services.extractor.calls.words.accounts import Account, sides
from services.extractor.dates.years import Years
from services.extractor.rules.gazetteer import load_gazetteer
from services.extractor.rules.word_lists import load_words
from services.extractor.types import Entity

RETIRED = load_words("calls.yml")["retired"]
BACK = 2  # sentences before one that tells of a call in which the text may tell the year
LONG_AGO = timedelta(60)  # before publication: days of a tale
SPEAKING = {"NATO", "AU+", "IAEA", "Hamas", "Taliban"}  # organisations that a bare name stands for as a party


class Settling:
    """Settles the parties of the accounts of one document."""

    def __init__(self, material: Material) -> None:
        self.material, self.document, self.context = material, material.document, material.context

    def settle(self, parties: list[Entity]) -> list[Entity]:
        """States become the named person who speaks for them; a state beside its own person is dropped."""
        people = [p for p in parties if p.kind != "state"]
        told = sides(people)
        settled = [self.context.person_for(p, people) for p in parties if p.kind != "state" or p.country not in told]
        settled = [p for p in settled if p.kind != "state" or len(p.country or "") == 2 or p.country in SPEAKING]
        return [p for p in {p.id: p for p in settled}.values() if self.context.speaks(p) or p.country]

    def match(self, account: Account, states: list[Entity]) -> None:
        """ "A call from La Paz", completed with a foreign minister: whom one of `states` stands for is the peer of that one."""
        for state in states:
            others = [p for p in account.parties if p.country != state.country]
            if len(others) == 1 == len(account.parties) - 1:
                peer = self.context.person_for(state, others)
                account.parties = [peer if p.country == state.country else p for p in account.parties]
                account.callers = [peer if c.country == state.country else c for c in account.callers]

    def is_retired(self, account: Account) -> bool:
        """Whether somebody long out of office talks to somebody in it: they speak for nobody any more."""
        gone = [p for p in account.parties if p.kind == "person" and p.official is None]
        active = [p for p in account.parties if p.official]
        if not gone or not active or account.sighting.kind == "reference" or all(map(self._left_office, active)):
            return False
        if self._held_office_then(gone, account.sent):
            return False
        if any(self._is_former(p, account) for p in gone):
            return not is_of_another_age(account.sighting)
        unknown = any(not p.offices and p.role is None for p in gone)
        return unknown and not is_history(account.sighting, False, True)

    def _left_office(self, entity: Entity) -> bool:
        """Whether somebody held no office any more on the day of the article, whatever title it gives: a tale of their time."""
        person, day = load_gazetteer().people.get(entity.name or ""), self.document.published
        return person is not None and day is not None and not person.tenures_on(day)

    def _held_office_then(self, gone: list[Entity], n: int) -> bool:
        """Whether sentence `n`, or one right before it, tells of a year in which all of `gone` were in office, or itself of such a
        month, or the tale has reached a day of it."""
        people = [load_gazetteer().people.get(p.name or "") for p in gone]
        years = {year for sent in self.material.sents[max(0, n - BACK) : n + 1] for year in years_told(sent.text)}
        spells = [[(t.start.year, t.until.year) for t in person.tenures] if person else [] for person in people]
        if any(all(any(start <= year <= until for start, until in held) for held in spells) for year in years):
            return True
        published = self.document.published
        days = months_told(self.material.sents[n].text, published) if published else set[date]()
        reached = self._years.day_before(self.material.sents[n].start_char)  # the day that the tale has reached
        days |= {reached} if reached and published and published - reached > LONG_AGO else set()
        return any(all(person is not None and person.tenures_on(day) for person in people) for day in days)

    @cached_property
    def _years(self) -> Years:
        return Years(self.document.text)

    def _is_former(self, entity: Entity, account: Account) -> bool:
        """Whether the words before a name in the cue's sentence say that the office is no more ("former", "ex-")."""
        sent = self.material.sents[account.sent]
        own = [m for m in self.material.finder.in_span(sent) if entity in m.members and m.kind in ("name", "role")]
        return any(t.lower_.rstrip("-") in RETIRED for m in own for t in self.material.doc[max(sent.start, m.start - 2) : m.end])
