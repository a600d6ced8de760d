"""Whether an account tells a call that the article has told already, or another of the same people.

For the same speaks that it may be nobody else's: an article tells its call over and over. For another speak, the surest first: a
day of its own clause that is not that of the call; words that count it apart ("again", "a second call"); a time counted from the
call just told ("an hour later"); that the other side rang this time; two on the line where there were more. What a headline tells
is the same as what the text tells.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from services.extractor.calls.held.days import Period, are_apart, clause_period, clause_step, day_words, is_frame
from services.extractor.calls.told.counting import counts_one, tells_another, tells_second
from services.extractor.calls.told.material import Material, are_alike
from services.extractor.calls.words.accounts import Account, sides
from services.extractor.calls.words.sighting import Sighting
from services.extractor.dates.grammar import is_pluperfect
from services.extractor.types import Call

LONG_BEFORE = timedelta(15)  # so long before publication a call that a clause dates is not the undated one told as news
STEP = 2  # sentences behind a call from which "an hour later" may count
LATER = {"later", "back", "then", "after", "afterwards"} | {"hour", "hours"}
QUOTES = set("\"“‘'«„")
HOURS = {"morning", "breakfast", "noon", "midday", "lunchtime", "afternoon", "evening", "night", "midnight"}
REPEAT = "call.repeat"  # what `repeats.py` finds: words that stand for nothing but one more call


class Sameness:
    """Compares the accounts of one document."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self._periods: dict[Sighting, Period | None] = {}

    def is_same(self, call: Call, accounts: list[Account], account: Account) -> bool:
        """Whether `account` tells `call`, of which `accounts` have told."""
        if not _fits(call, account) or call.background != account.background or account.sighting.rule == REPEAT:
            return False
        headlines = self.material.document.headline_sents
        whole = [a for a in accounts if a.complete or _is_of_one(a.sighting)]
        told = any(a.sent not in headlines for a in whole)
        if account.sighting.kind == "reference" or not told:
            return not _is_of_other_day(accounts, account)
        beside = [a for a in accounts if a.sent == account.sent and a.sighting.kind != "reference"]
        if beside:
            return not self._is_apart_in_sentence(accounts, account, beside) and not _is_of_other_day(accounts, account)
        over = _is_told_over(accounts, account)
        second = tells_second(account.sighting) and not (over or _says_again(account, accounts))
        if second or (len(sides(call.participants)) > 2 and _is_of_two(account, accounts)):
            return False
        if _is_answered(accounts, account) or self._is_step(accounts, account) or self._is_another_day(accounts, account):
            return False
        if self._is_counted_before(accounts, account):
            return False
        return over or not _is_of_other_day(accounts, account)

    def period(self, account: Account) -> Period | None:
        """The day or month of an account's own clause, worked out once."""
        sighting = account.sighting
        if sighting not in self._periods:
            self._periods[sighting] = clause_period(sighting, self.published)
        return self._periods[sighting]

    @property
    def published(self) -> date | None:
        return self.material.document.published

    def _is_another_day(self, accounts: list[Account], account: Account) -> bool:
        """ "They spoke on Sunday. On Saturday, when Lukashenko called, …": each clause has a day of its own."""
        own = self.period(account)
        if own is None or self.published is None:
            return False
        others = [p for a in accounts if (p := self.period(a)) is not None]
        return all(are_apart(own, p) for p in others) if others else self.published - own[1] >= LONG_BEFORE

    def _is_counted_before(self, accounts: list[Account], account: Account) -> bool:
        """ "It was their second conversation. On Monday it had been X who rang": the one that was counted along with the news."""
        verb = account.sighting.verb
        if verb is None or self.period(account) is None or not (is_pluperfect(verb) or is_pluperfect(verb.sent.root)):
            return False
        counted = self.material.sents[max(0, account.sent - STEP) : account.sent]
        return any(counts_one(s) for s in counted) and any(self.period(a) is None for a in accounts)

    def _is_apart_in_sentence(self, accounts: list[Account], account: Account, beside: list[Account]) -> bool:
        """ "It was their second call; on 12 April Xi had rung", "A rang B on Monday, and the next day it was B who rang", "A rang
        at dawn, and again A rang at noon": two calls told in one sentence, each in a clause of its own."""
        verb = account.sighting.verb
        if verb is None or any(a.sighting.verb in (None, verb) for a in beside) or any(a.several for a in (account, *beside)):
            return False
        own, others = self.period(account), [p for a in accounts if (p := self.period(a)) is not None]
        dated = own is not None and bool(others) and all(are_apart(own, p) for p in others)
        timed = any(t.ent_type_ in ("DATE", "TIME") for c in verb.children if c.dep_ in ("prep", "npadvmod") for t in c.subtree)
        if timed and tells_second(account.sighting, behind=max(a.sighting.head.i for a in beside)):
            return verb.dep_ != "relcl"
        return dated or (self._is_step(accounts, account) and _is_turned(accounts, account))

    def _is_step(self, accounts: list[Account], account: Account) -> bool:
        """ "A rang B. An hour and a half later …": a time counted from the call that was told right before, by none of whose words
        it was counted so."""
        step, last = clause_step(account.sighting), max(accounts, key=lambda a: a.sent)
        if step is None or account.sighting.definite or not 0 <= account.sent - last.sent <= STEP:
            return False
        between = self.material.sents[last.sent + 1 : account.sent]
        return not any(t.ent_type_ == "DATE" for s in between for t in s) and all(clause_step(a.sighting) is None for a in accounts)


def _is_of_one(sighting: Sighting) -> bool:
    """Whether a noun stands for one call: "a call", "the first of the conversations", not "has made his calls"."""
    noun = sighting.head
    return noun.tag_ != "NNS" or (noun.dep_ == "pobj" and noun.head.head.lower_ in ("first", "last", "latest", "one"))


def _is_told_over(accounts: list[Account], account: Account) -> bool:
    """ "They have spoken, the office announced. 'He today had another call with X,' it said": told by the statement itself."""
    if "another" not in (t.lower_ for t in account.sighting.head.sent):
        return False
    verb = accounts[0].sighting.verb
    perfect = verb is not None and any(c.dep_ == "aux" and c.lower_ in ("has", "have") for c in verb.children)
    quoted = account.sighting.head.sent.text.lstrip()[:1] in QUOTES
    return perfect and quoted and day_words(account.sighting) <= {"today"}


def _is_of_other_day(accounts: list[Account], account: Account) -> bool:
    """Whether the sentence gives another day of the month than those of the call, or another day and says that it is one more or
    that the other one rang."""
    if account.sighting.kind == "reference" and not tells_another(account.sighting):
        return False
    days = frozenset[str]() if is_frame(account.sighting) else day_words(account.sighting)
    before = frozenset[str]().union(*(day_words(a.sighting) for a in accounts))
    written, other = _written(days), _written(before)
    if account.sighting.kind != "reference" and written and other and not any(_may_be_one(a, b) for a in written for b in other):
        return True
    return bool(days and before and not days & before and (tells_another(account.sighting) or _is_turned(accounts, account)))


def _is_answered(accounts: list[Account], account: Account) -> bool:
    """ "A rang B in the morning. In the evening it was B who rang": another caller at another hour."""
    words = {t.lower_ for t in account.sighting.head.sent}
    hours, before = words & HOURS, {h for a in accounts for h in _hours(a)}
    turned = (bool(words & {"back", "turn"}) or _is_cleft(account.sighting)) and _is_turned(accounts, account)
    if turned and any(c.lower_ == "back" for c in account.sighting.head.children):
        return all(a.sent < account.sent for a in accounts)  # "Bennett called Zelensky. On Tuesday Zelensky rang him back"
    return turned and bool(hours and before) and not hours & before


def _is_turned(accounts: list[Account], account: Account) -> bool:
    """Whether somebody else is told to have called than the one who called before."""
    own, callers = {c.id for c in account.callers}, {c.id for a in accounts for c in a.callers}
    return bool(own and callers) and not callers & own


def _is_cleft(sighting: Sighting) -> bool:
    return {"it", "who"} <= {t.lower_ for t in sighting.head.sent}


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


def _written(days: frozenset[str]) -> set[tuple[str, str]]:
    """The days of the month among the day words, each with the first letters of its month, or none ("the 12th")."""
    return {(m[0], (re.findall(r"[a-z]{3}", d.replace("the ", ""))[:1] or [""])[0]) for d in days if (m := re.search(r"\d+", d))}


def _may_be_one(day: tuple[str, str], other: tuple[str, str]) -> bool:
    return day[0] == other[0] and (day[1] == other[1] or not (day[1] and other[1]))


def _fits(call: Call, account: Account) -> bool:
    """Whether the parties of an account can be those of a call."""
    if account.joint and len(account.parties) > 2 and len(call.participants) > 2:
        return bool(sides(account.parties) & sides(call.participants))
    if len(sides(account.parties)) > 2 and len(call.participants) == 2:
        return False
    return all(any(are_alike(p, q) for q in call.participants) for p in account.parties)
