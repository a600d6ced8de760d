"""Puts the accounts of one call together, and keeps the calls of the same pair apart that the article tells apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from services.extractor.calls.days import Period, are_apart, clause_period, day_words, is_frame
from services.extractor.calls.framing import Account, sides
from services.extractor.calls.history import count_calls, is_history, tells_another, tells_second
from services.extractor.calls.material import Material, are_alike
from services.extractor.calls.sighting import Sighting
from services.extractor.types import Call, Entity

MOST_CALLS = 200  # of one article: each is compared with all and read for in the whole text, so the time stays linear
REACH = 6  # sentences behind a call in which further ones of the same person are told
LONG_BEFORE = timedelta(15)  # so long before publication a call that a clause dates is not the undated one told as news
MONTHS_BEFORE = timedelta(60)  # so long before publication is history, where other calls are of these days
JOINING = 3  # sentences behind an account in which others may come on the line
LATER = {"later", "back", "then", "after", "afterwards"} | {"hour", "hours"}
QUOTES = set("\"“‘'«„")
HOURS = {"morning", "breakfast", "noon", "midday", "lunchtime", "afternoon", "evening", "night", "midnight"}
Entry = tuple[Call, list[Account]]


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
        self.announced: list[tuple[int, Entity]] = []
        self._periods: dict[Sighting, Period | None] = {}

    def file(self, account: Account) -> None:
        """Adds an account to the call that it tells, or opens a new one; beyond `MOST_CALLS` none."""
        told = [a.sent for c, accounts in self.entries if not c.background for a in accounts if a.sent < account.sent]
        news = any(n not in self.material.document.headline_sents for n in told)
        old = self._is_of_old(account)
        account.background = old or is_history(account.sighting, self.material.in_lead(account.sent), bool(told), news)
        second = tells_second(account.sighting)
        entry = next((e for e in self.entries if self._is_same(*e, account, second)), None) or self._recalled(account)
        if entry is None:
            if len(self.entries) >= MOST_CALLS:
                return
            entry = (Call(list(account.parties), [], background=account.background), [])
            self.entries.append(entry)
            if len(account.parties) == 2 and not account.background and (account.complete or account.callers):
                further = range(1, count_calls(account.sighting))
                self.entries += [(Call(list(account.parties), []), [account]) for _ in further]
        entry[1].append(account)
        _learn(entry[0], account)
        self.last = account
        self.news = self.news if old else account

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
        announced = next((who for at, who in reversed(self.announced) if 0 <= n - at <= REACH), None)
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
        if self.last is None or n - self.last.sent > JOINING:
            return
        for call, accounts in self.entries:
            if self.last in accounts and not any(are_alike(entity, p) for p in call.participants):
                call.participants.append(entity)

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

    def name_caller(self, n: int, ids: set[int]) -> bool:
        """Makes those of `ids` the callers of the calls that sentence `n` has told; False where it has told none of theirs."""
        told = [a for _, accounts in self.entries for a in accounts[-2:] if a.sent == n and any(p.id in ids for p in a.parties)]
        for account in told:
            account.callers = [p for p in account.parties if p.id in ids]
        return bool(told)

    def refer(self, account: Account) -> None:
        """ "During the call …": one more cue of the call told last."""
        ids = sides(account.parties)
        for call, accounts in reversed(self.entries):
            if not ids or ids <= sides(call.participants):
                accounts.append(account)
                _learn(call, account)
                return

    def _is_same(self, call: Call, accounts: list[Account], account: Account, second: bool) -> bool:
        if not _fits(call, account) or call.background != account.background:
            return False
        headlines = self.material.document.headline_sents
        whole = [a for a in accounts if a.complete or a.sighting.head.tag_ != "NNS"]  # "has made his calls" tells none apart
        told = any(a.sent not in headlines for a in whole) and all(a.sent != account.sent for a in accounts)
        over = told and self._is_told_over(accounts, account)
        second = second and not (over or _says_again(account, accounts))
        if told and (second or (len(sides(call.participants)) > 2 and _is_of_two(account, accounts))):
            return False
        if told and _is_answered(accounts, account):
            return False
        days = frozenset[str]() if is_frame(account.sighting) else day_words(account.sighting)
        before = frozenset[str]().union(*(day_words(a.sighting) for a in accounts))
        if told and account.sighting.kind != "reference" and self._is_another_day(accounts, account):
            return False
        written, other = _written(days), _written(before)
        if written and other and not written & other and account.sighting.kind != "reference":
            return False
        return over or not (days and before and not days & before and tells_another(account.sighting))

    def _is_told_over(self, accounts: list[Account], account: Account) -> bool:
        """ "They have spoken, the office announced. 'He today had another call with X,' it said": told by the statement itself."""
        if "another" not in (t.lower_ for t in account.sighting.head.sent):
            return False
        verb = accounts[0].sighting.verb
        perfect = verb is not None and any(c.dep_ == "aux" and c.lower_ in ("has", "have") for c in verb.children)
        quoted = account.sighting.head.sent.text.lstrip()[:1] in QUOTES
        return perfect and quoted and day_words(account.sighting) <= {"today"}

    def _period(self, account: Account) -> Period | None:
        """The day or month of an account's own clause, worked out once."""
        sighting = account.sighting
        if sighting not in self._periods:
            self._periods[sighting] = clause_period(sighting, self.material.document.published)
        return self._periods[sighting]

    def _is_of_old(self, account: Account) -> bool:
        """ "In October 2022 it was Zelensky whom Sunak rang first": months before the calls that the article tells as news."""
        published, own = self.material.document.published, self._period(account)
        if published is None or own is None or published - own[1] < MONTHS_BEFORE:
            return False
        told = [a for call, accounts in self.entries if not call.background for a in accounts[:1] if a.sent < account.sent]
        days = [p for a in told if (p := self._period(a)) is not None]
        return bool(days) and all(published - p[1] < LONG_BEFORE for p in days)

    def _is_another_day(self, accounts: list[Account], account: Account) -> bool:
        """ "They spoke on Sunday. On Saturday, when Lukashenko called, …": each clause has a day of its own."""
        published, own = self.material.document.published, self._period(account)
        others = [p for a in accounts if (p := self._period(a)) is not None] if own is not None else []
        if own is None or published is None:
            return False
        return all(are_apart(own, p) for p in others) if others else published - own[1] >= LONG_BEFORE


def _is_answered(accounts: list[Account], account: Account) -> bool:
    """ "A rang B in the morning. In the evening it was B who rang": another caller at another hour."""
    words = {t.lower_ for t in account.sighting.head.sent}
    hours, own = words & HOURS, {c.id for c in account.callers}
    if not (words & {"back", "turn"} or {"it", "who"} <= words) or not hours or not own:
        return False
    callers, before = {c.id for a in accounts for c in a.callers}, {h for a in accounts for h in _hours(a)}
    return bool(callers) and not callers & own and bool(before) and not hours & before


def _says_again(account: Account, accounts: list[Account]) -> bool:
    """Whether the second call is the one told before, itself as a second: "has spoken again with X … The two held another call"."""
    days, before = day_words(account.sighting), frozenset[str]().union(*(day_words(a.sighting) for a in accounts))
    perfect = account.sighting.verb is not None and any(c.lower_ in ("has", "have") for c in account.sighting.verb.children)
    told = any(tells_second(a.sighting) for a in accounts) and not {t.lower_ for t in account.sighting.head.sent} & LATER
    return told and (days == before if days else perfect)


def _is_of_two(account: Account, accounts: list[Account]) -> bool:
    """Beside a conference: "Johnson called Macron", "Macron had Trump on the line", which is no way to tell of a conference."""
    sighting = account.sighting
    if not account.complete or len(sides(account.parties)) != 2 or account.joint or sighting.kind in ("reference", "noun"):
        return False
    by_phone = sighting.kind == "instrument" and sighting.channel == "phone"
    return (sighting.frame == "caller" and sighting.kind == "verb" and len(account.callers) == 1) or (
        by_phone and any(a.sighting.channel == "video" for a in accounts)
    )


def _hours(account: Account) -> set[str]:
    return {t.lower_ for t in account.sighting.head.sent} & HOURS


def _written(days: frozenset[str]) -> set[str]:
    """The day words that give a day of the month."""
    return {d for d in days if any(c.isdigit() for c in d)}


def _fits(call: Call, account: Account) -> bool:
    """Whether the parties of an account can be those of a call."""
    if account.joint and len(account.parties) > 2 and len(call.participants) > 2:
        return bool(sides(account.parties) & sides(call.participants))
    if len(sides(account.parties)) > 2 and len(call.participants) == 2:
        return False
    return all(any(are_alike(p, q) for q in call.participants) for p in account.parties)


def _learn(call: Call, account: Account) -> None:
    """Takes over names, and the further parties of a joint call."""
    for party in account.parties:
        like = [q for q in call.participants if are_alike(party, q)]
        if not like and account.joint and account.sighting.kind != "reference":
            call.participants.append(party)
        elif like and like[0].name is None and party.name is not None:
            call.participants[call.participants.index(like[0])] = party
