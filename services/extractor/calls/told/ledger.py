"""Puts the accounts of one call together, and keeps the calls of the same pair apart that the article tells apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from services.extractor.calls.held.days import day_words
from services.extractor.calls.held.history import is_history
from services.extractor.calls.told.counting import count_calls
from services.extractor.calls.told.material import Material, are_alike
from services.extractor.calls.told.sameness import LONG_BEFORE, Sameness
from services.extractor.calls.words.accounts import Account, sides
from services.extractor.types import Call, Entity

MOST_CALLS = 200  # of one article: each is compared with all and read for in the whole text, so the time stays linear
MOST_ACCOUNTS = 400  # of all its calls, of which each is compared with all before it: some twenty times what a long article has
REACH = 6  # sentences behind a call in which further ones of the same person are told
MONTHS_BEFORE = timedelta(60)  # so long before publication is history, where other calls are of these days
JOINING = 3  # sentences behind an account in which others may come on the line
Entry = tuple[Call, list[Account]]


class Announced(NamedTuple):
    """A sentence that says of somebody that there were several calls; `received`: that others called."""

    sent: int
    who: Entity
    received: bool = False


class Ledger:
    """The calls told so far, in text order, each with its accounts. `last`: the account filed last, `news`: the last that is not of
    months ago; `rounds`: sentences that say of somebody that they made calls; `announced`: those that say of somebody that there
    were several."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.entries: list[Entry] = []
        self.last: Account | None = None
        self.news: Account | None = None
        self.rounds: list[tuple[int, Entity]] = []
        self.announced: list[Announced] = []
        self._filed = 0
        self.sameness = Sameness(material)

    def file(self, account: Account) -> None:
        """Adds an account to the call that it tells, or opens a new one; beyond `MOST_CALLS` and `MOST_ACCOUNTS` nothing."""
        if self._is_full():
            return
        told = [a.sent for c, accounts in self.entries if not c.background for a in accounts if a.sent < account.sent]
        news = any(n not in self.material.document.headline_sents for n in told)
        old = self._is_of_old(account)
        account.background = old or is_history(account.sighting, self.material.in_lead(account.sent), bool(told), news)
        entry = next((e for e in self.entries if self.sameness.is_same(*e, account)), None) or self._recalled(account)
        if entry is None:
            if len(self.entries) >= MOST_CALLS:
                return
            entry = (Call(list(account.parties), [], background=account.background), [])
            self.entries.append(entry)
        anew, counted = not entry[1], account.sighting.head.tag_ == "NNS"  # "there were two calls, one on Friday and one today"
        if (
            (anew or counted)
            and not account.several
            and len(account.parties) == 2
            and not account.background
            and (account.complete or account.callers)
        ):
            further = count_calls(account.sighting) - (1 if anew else max(1, self._count_told(entry)))
            self.entries += [(Call(list(account.parties), []), [account]) for _ in range(further)]
        entry[1].append(account)
        _learn(entry[0], account)
        self.last = account
        self.news = self.news if old else account

    def owner_of(self, n: int) -> Entry | None:
        """The call whose account stands last at or before sentence `n`."""
        before = [
            (max(a.sent for a in e[1] if a.sent <= n), i) for i, e in enumerate(self.entries) if any(a.sent <= n for a in e[1])
        ]
        return self.entries[max(before, key=lambda b: (b[0], -b[1]))[1]] if before else None

    def _is_full(self) -> bool:
        """Counts one more account; whether there are too many."""
        self._filed += 1
        return self._filed > MOST_ACCOUNTS

    def _count_told(self, entry: Entry) -> int:
        """How many calls of the same people as in `entry` are told as news, itself among them."""
        ids = {p.id for p in entry[0].participants}
        return sum({p.id for p in call.participants} == ids and not call.background for call, _ in self.entries)

    def _recalled(self, account: Account) -> Entry | None:
        """ "Days after he had called Aso and Hu, he … It had come up in his conversations with Aso and Hu": the calls of before."""
        sighting, before = account.sighting, (a for _, accounts in self.entries for a in accounts)
        owned = any(c.dep_ == "poss" or c.lower_ in ("the", "those", "these") for c in sighting.head.children)
        if sighting.head.pos_ != "NOUN" or not owned or day_words(sighting) or all(a.sent == account.sent for a in before):
            return None
        ids = {p.id for p in account.parties}
        return next((e for e in self.entries if e[0].background and {p.id for p in e[0].participants} == ids), None)

    def knows(self, account: Account) -> bool:
        """Whether some call that the text has told so far has all parties of `account` on the line, or its own sentence has the one
        who is new in it on another line."""
        headlines = self.material.document.headline_sents
        for call, accounts in self.entries:
            if all(a.sent in headlines for a in accounts):
                continue
            on_line = [p for p in account.parties if any(are_alike(p, q) for q in call.participants)]
            if len(on_line) == len(account.parties):
                return True
            if account.parties[-1] in on_line and any(a.sent == account.sent for a in accounts):
                return True
        return False

    def hub(self, n: int) -> Entity | None:
        """Whose calls are being told at sentence `n`: who was on the line in most of those told so far, or of whom the text said
        that there were several."""
        last = self.news
        announced = next((told.who for told in reversed(self.announced) if 0 <= n - told.sent <= REACH), None)
        told = Counter(p.id for call, _ in self.entries if not call.background for p in call.participants)
        if last is not None and n - last.sent > REACH:
            calls = sum(not call.background for call, _ in self.entries)
            always = [p for p in last.parties if told[p.id] == calls > 1]
            return always[0] if len(always) == 1 else announced
        if last is None:
            return announced
        leading = sorted((p for p in last.parties if told[p.id] > 1), key=lambda p: -told[p.id])
        if announced is not None and (not leading or told[announced.id] == told[leading[0].id]):
            return announced
        return leading[0] if leading and (len(leading) == 1 or told[leading[0].id] > told[leading[1].id]) else None

    def last_told(self) -> int:
        """The last sentence so far that speaks of the call told last; -1 before any."""
        return max((a.sent for _, accounts in self.entries if self.last in accounts for a in accounts), default=-1)

    def join(self, entity: Entity, n: int) -> None:
        """Somebody comes on the line in sentence `n`, while the call told last is still being told."""
        for call, accounts in self.entries if self.is_telling(n) else ():
            if self.last in accounts and not any(are_alike(entity, p) for p in call.participants):
                call.participants.append(entity)

    def is_telling(self, n: int) -> bool:
        """Whether sentence `n` may still tell of the call told last."""
        return self.last is not None and n - self.last.sent <= JOINING

    def attend(self, account: Account, attending: set[int]) -> bool:
        """ "The prince attended part of the call with the premier": those of ids `attending` join the call told of the rest."""
        rest = sides([p for p in account.parties if p.id not in attending])
        for call, accounts in reversed(self.entries):
            if rest and rest <= sides(call.participants) and any(p.id not in attending for p in call.participants):
                joining = [p for p in account.parties if p.id in attending]
                call.participants += [p for p in joining if not any(are_alike(p, q) for q in call.participants)]
                accounts.append(replace(account, sighting=replace(account.sighting, kind="reference")))
                return True
        return False

    def name_caller(self, n: int, ids: set[int], complete: bool = False) -> bool:
        """Makes those of `ids` the callers of the calls that sentence `n` has told; False where it has told none of theirs.
        `complete`: who was on the line is told as well, and was not only supplied."""
        here = [a for _, accounts in self.entries for a in accounts[-2:] if a.sent == n and not a.callers]
        told = [a for a in here if any(p.id in ids for p in a.parties)]
        for account in told:
            account.callers = [p for p in account.parties if p.id in ids]
            account.complete |= complete
        return bool(told)

    def name_others(self, n: int) -> bool:
        """ "Both had rung him": the calls of one with several, told in sentence `n` or before it, are those of the others."""
        told = [a for _, accounts in self.entries for a in accounts[-1:] if 0 <= n - a.sent <= 1 and len(a.parties) == 2]
        shared = set[int].intersection(*({p.id for p in a.parties} for a in told)) if len(told) > 1 else set[int]()
        if len(shared) != 1 or any(a.callers for a in told):
            return False
        for account in told:
            account.callers = [p for p in account.parties if p.id not in shared]
        return True

    def refer(self, account: Account) -> None:
        """ "During the call …": one more cue of the call told last."""
        ids = sides(account.parties)
        if self._is_full():
            return
        for call, accounts in reversed(self.entries):
            if not ids or ids <= sides(call.participants):
                accounts.append(account)
                _learn(call, account)
                return

    def _is_of_old(self, account: Account) -> bool:
        """ "In October 2022 it was Zelensky whom Sunak rang first": months before the calls that the article tells as news."""
        published, own = self.material.document.published, self.sameness.period(account)
        if published is None or own is None or published - own[1] < MONTHS_BEFORE:
            return False
        told = [a for call, accounts in self.entries if not call.background for a in accounts[:1] if a.sent < account.sent]
        days = [p for a in told if (p := self.sameness.period(a)) is not None]
        return bool(days) and all(published - p[1] < LONG_BEFORE for p in days)


def _learn(call: Call, account: Account) -> None:
    """Takes over names, and the further parties of a joint call."""
    for party in account.parties:
        like = [q for q in call.participants if are_alike(party, q)]
        if not like and account.joint and account.sighting.kind != "reference":
            call.participants.append(party)
        elif like and like[0].name is None and party.name is not None:
            call.participants[call.participants.index(like[0])] = party
