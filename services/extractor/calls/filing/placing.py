"""Who placed a call, by all accounts of it and by the sentences around that tell it apart.

Reads the calls told; gives the claims of a call, of which several stand where sources differ.
"""

from __future__ import annotations

from services.extractor.calls.initiators.initiative import find_initiative
from services.extractor.calls.initiators.titles import find_title_caller
from services.extractor.calls.told.ledger import REACH, Ledger
from services.extractor.calls.told.material import Material, are_alike
from services.extractor.calls.words.accounts import Account, sides
from services.extractor.dates.grammar import is_reporting
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Span, Token
from services.extractor.types import Call, Entity

DISPUTES = tuple(sorted(load_words("calls.yml")["disputes"]))
FOLLOWING = 8  # sentences behind the last account that may still tell who asked for the call
AFTERWARDS = 30  # sentences behind it that may do so in words of the call
PRECEDING = 1  # sentences before the first account that may tell it
CALLS = {"call", "phonecall", "conversation", "videoconference", "teleconference"}
BEFORE = {"previous", "earlier", "former", "prior"}


class Placing:
    """Finds who placed the calls of one document."""

    def __init__(self, material: Material, ledger: Ledger) -> None:
        self.material, self.ledger = material, ledger
        text = material.doc.text.lower()
        self.disputed = any(word in text for word in DISPUTES)
        self.contested: set[int] = set()  # calls of which there are two accounts

    def find(self, call: Call, accounts: list[Account]) -> list[Entity]:
        """Who placed the call: the first of those named, all of them where accounts differ or several rang together. `accounts`:
        all that tell of it, the best first; else the title. Notes the rule in `call.rules`."""
        claims = self._claims(call, accounts) or self._round_caller(call, accounts)
        title = self.material.document.article.title
        if not claims and not call.background and (caller := find_title_caller(title, call)):
            call.rules["initiator"] = "initiator.title"
            return [caller]
        together = any(len(a.callers) > 1 and a.joint for a in accounts)
        return claims if self.disputed or together or id(call) in self.contested else claims[:1]

    def _claims(self, call: Call, accounts: list[Account]) -> list[Entity]:
        """Everybody whom some account names as the caller, those told apart from the call first."""
        claims = self._initiative(call, accounts)
        for account in accounts:
            if (len(sides(account.parties)) < 2 and not account.sighting.definite) or (len(accounts) > 1 and _is_another(account)):
                continue
            if len(account.callers) < len(call.participants):
                callers = [p for c in account.callers for p in call.participants if are_alike(c, p)]
                claims += callers
                if callers:
                    call.rules.setdefault("initiator", account.sighting.rule)
        return list({p.id: p for p in claims}.values())

    def _initiative(self, call: Call, accounts: list[Account]) -> list[Entity]:
        """Those whom sentences on the call name as having brought it about."""
        claims: list[Entity] = []
        claimed: set[int] = set()
        first, last = min(a.sent for a in accounts), max(a.sent for a in accounts) + FOLLOWING
        for n, sent in list(enumerate(self.material.sents))[max(0, first - PRECEDING) : last + AFTERWARDS]:
            if n >= last and (claims or call.background or not _names_call(sent)):
                continue
            own = self._own_words(n, sent, call)
            found = find_initiative(own, self.material.finder, call.participants)
            if not found.people or self._is_of_others(sent, call):
                continue
            owner = self.ledger.owner_of(n) if len(own) == len(sent) and not _speaks_of_all(sent) else None
            told = call
            if owner is not None:
                here = any(a.sent == n for a in owner[1])
                told = owner[0] if here else self._call_with_named(sent) or owner[0]
            if told is not call and find_initiative(list(sent), self.material.finder, told.participants).people:
                continue
            claims += found.people
            call.rules.setdefault("initiator", found.rule)
            if len(found.people) > 1 or _is_claimed(sent):
                claimed |= {p.id for p in found.people}
        if len(claimed) > 1:
            self.contested.add(id(call))
        return claims

    def _is_of_others(self, sent: Span, call: Call) -> bool:
        """ "His office has asked for a call with Netanyahu", "the previous conversation was at Moscow's request": of a call with
        somebody who is none of the parties, or of one that the sentence tells from this."""
        calls = [t for t in sent if t.lemma_.lower() in CALLS]
        if not call.background and calls and all({c.lower_ for c in t.children} & BEFORE for t in calls):
            return True
        company = [g for t in calls for c in t.children if c.lower_ == "with" for g in c.children]
        mentions = [m for g in company for m in self.material.finder.mentions_of(g) if m.kind == "name"]
        return any(not any(are_alike(e, p) for p in call.participants) for m in mentions for e in m.members)

    def _own_words(self, n: int, sent: Span, call: Call) -> list[Token]:
        """The words of sentence `n`; where it tells of two calls of the same people ("had talked on Friday, and today the two spoke
        at Ankara's request"), those between the cues of the other."""
        sides_of = sides(call.participants)
        told = [(c, a.sighting.head.i) for c, accounts in self.ledger.entries for a in accounts if a.sent == n]
        own = [i for c, i in told if c is call]
        rivals = [i for c, i in told if c is not call and sides(c.participants) == sides_of]
        if not own or not rivals:
            return list(sent)
        first = max((i for i in rivals if i < min(own)), default=sent.start - 1)
        last = min((i for i in rivals if i > max(own)), default=sent.end)
        return [t for t in sent if first < t.i < last]

    def _call_with_named(self, sent: Span) -> Call | None:
        """ "It was he himself who had sought Bachelet", "Dushanbe says that its talk was at Moscow's request": of several calls,
        the only one that has most of the people, or of the states, whom a sentence names."""
        mentions = self.material.finder.in_span(sent)
        named = {e.id for m in mentions if m.kind in ("name", "role") for e in m.members}
        states = {e.country for m in mentions if m.kind in ("state", "place") for e in m.members}
        calls = [c for c, _ in self.ledger.entries if not c.background]
        fits = sorted((sum(p.id in named or p.country in states for p in c.participants), -i, c) for i, c in enumerate(calls))
        clear = len(fits) > 1 and fits[-1][0] > fits[-2][0]
        return fits[-1][2] if clear else None

    def _round_caller(self, call: Call, accounts: list[Account]) -> list[Entity]:
        """Whoever "made calls" in a sentence near by, where this call is one of theirs."""
        for n, caller in self.ledger.rounds:
            near = any(-2 <= a.sent - n <= REACH for a in accounts)
            if near and any(p.id == caller.id for p in call.participants) and not call.background:
                call.rules["initiator"] = "initiator.round"
                return [caller]
        return []


def _is_claimed(sent: Span) -> bool:
    """ "London insists that it was the Spaniard who asked": what the sentence tells is what a source says."""
    return is_reporting(sent.root) and any(c.dep_ == "nsubj" for c in sent.root.children)


def _is_another(account: Account) -> bool:
    """ "Made one other call to the continent": whose party the words leave out."""
    return not account.complete and any(c.lower_ in ("other", "another", "further") for c in account.sighting.head.children)


def _speaks_of_all(sent: Span) -> bool:
    """ "Both conversations came about at the request of the American side": what it tells holds for every call."""
    nouns = [t for t in sent if t.tag_ == "NNS" and t.lemma_.lower() in CALLS | {"talk"}]
    return any(c.lower_ in ("both", "all", "the", "these", "two", "three", "four") for t in nouns for c in t.children)


def _names_call(sent: Span) -> bool:
    """ "The President had asked for the call": a sentence with a call as one that is known."""
    return any(t.lemma_.lower() in CALLS and t.tag_ == "NN" and any(c.lower_ == "the" for c in t.children) for t in sent)
