"""What all accounts of a call together say: which is the best evidence, who placed it, over what channel, who else took part;
and which calls are none (an impostor's, a headline misread)."""

from __future__ import annotations

from dataclasses import replace

from services.extractor.calls.conferences.rolls import find_roll, tells_roll
from services.extractor.calls.filing.clues import ClueFinder
from services.extractor.calls.initiators.initiative import find_initiative
from services.extractor.calls.initiators.titles import find_title_caller
from services.extractor.calls.told.ledger import REACH, Entry, Ledger
from services.extractor.calls.told.material import Material, are_alike, cue_of
from services.extractor.calls.told.tales import Tales
from services.extractor.calls.words.accounts import Account, sides
from services.extractor.dates.grammar import is_reporting
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Span, Token
from services.extractor.types import Call, Cue, Entity

WORDS = load_words("calls.yml")
DISPUTES = tuple(sorted(WORDS["disputes"]))
FOLLOWING = 8  # sentences behind the last account that may still tell who asked for the call
AFTERWARDS = 30  # sentences behind it that may do so in words of the call
PRECEDING = 1  # sentences before the first account that may tell it
JOINING = 4  # sentences behind the first that may tell who else took part
CALLS = {"call", "phonecall", "conversation", "videoconference", "teleconference"}
BEFORE = {"previous", "earlier", "former", "prior"}
TAKING_PART = {"join", "take", "participate", "attend"}


class Verdict:
    """Finishes the calls of one document."""

    def __init__(self, material: Material, ledger: Ledger, tales: Tales) -> None:
        self.material, self.ledger, self.tales = material, ledger, tales
        self.clues = ClueFinder(material, ledger, tales)
        text = material.doc.text.lower()
        self.disputed = any(word in text for word in DISPUTES)
        self.contested: set[int] = set()  # calls of which one sentence has two accounts

    def give(self) -> list[Call]:
        """The calls that stand, finished."""
        self._drop_tales()
        self._drop_headlines()
        self.clues.prepare()
        for call, accounts in self.ledger.entries:
            self._finish(call, accounts)
        return [call for call, _ in self.ledger.entries if len(sides(call.participants)) > 1]

    # -- calls that are none -------------------------------------------------------------------------------------------------

    def _drop_headlines(self) -> None:
        """A call that only a headline tells, beside calls that the text tells, is a headline misread."""
        headlines = self.material.document.headline_sents
        self.ledger.entries = [
            (c, a) for c, a in self.ledger.entries if any(x.sent not in headlines or self._opens_entry(x) for x in a)
        ] or self.ledger.entries

    def _opens_entry(self, account: Account) -> bool:
        """Whether a headline is that of an entry of a live page, which begins with the hour ("09.12 Macron has had Putin on …")."""
        return account.complete and self.material.sents[account.sent][0].text[:1].isdigit()

    def _drop_tales(self) -> None:
        """Takes out the calls that the article takes back: those of impostors, with all calls of the same pair, and the denied."""
        entries = self.ledger.entries
        fake, denied = self.tales.find_taken_back(entries)
        for status, gone in (("hoax", fake), ("not_held", denied)):
            self.material.document.not_held += [cue_of(a.sighting, a.sent, status) for _, accounts in gone for a in accounts]
        gone_calls = {id(call) for call, _ in (*fake, *denied)}
        self.ledger.entries = [e for e in entries if id(e[0]) not in gone_calls]

    # -- what is told of the whole call --------------------------------------------------------------------------------------

    def _finish(self, call: Call, accounts: list[Account]) -> None:
        ordered = sorted(accounts, key=self._weight)
        call.cues = [self._cue(a) for a in ordered]
        self._add_joiners(call, ordered[0].sent, any(_is_shared(a) for a in accounts))
        channels = {a.sighting.channel for a in accounts}
        call.channel = next((c for c in ("phone", "video") if c in channels), "unknown")
        claims = self._claims(call, ordered) or self._round_caller(call, accounts)
        together = next((a.callers for a in accounts if len(a.callers) > 1 and a.joint), [])
        call.initiators = claims if self.disputed or together or id(call) in self.contested else claims[:1]
        if not claims and not call.background and (caller := find_title_caller(self.material.document.article.title, call)):
            call.initiators, call.rules["initiator"] = [caller], "initiator.title"
        call.clues = self.clues.find(call, ordered)
        self._name_rules(call, ordered)

    def _cue(self, account: Account) -> Cue:
        """The cue of an account; where the next sentence lists those called, its verb stands for them."""
        cue = cue_of(account.sighting, account.sent, "reference" if account.sighting.kind == "reference" else "held")
        sent = self.material.sents[account.sent]
        at = cue.head if sent.start <= cue.head < sent.end else sent.root.i
        return replace(cue, start=at, end=at + 1, head=at)

    def _name_rules(self, call: Call, ordered: list[Account]) -> None:
        """Notes which rule made each field, where that of the initiator is noted already."""
        best = ordered[0]
        call.rules |= {
            "call": best.sighting.rule,
            "participants": "participants.told" if best.complete else "participants.supplied",
        }
        told = next((a for a in ordered if a.sighting.channel == call.channel != "unknown"), None)
        if told is not None:
            call.rules["channel"] = told.sighting.rule
        if call.background:
            call.rules["background"] = "background.words"

    def _weight(self, account: Account) -> tuple[bool, bool, bool, int]:
        """Orders accounts by how good an evidence they are, the best first."""
        headline = account.sent in self.material.document.headline_sents
        return headline, account.sighting.kind == "reference", not account.complete, account.sent

    def _add_joiners(self, call: Call, first: int, conference: bool) -> None:
        """Those of whom the next sentences say that they took part in a conference, or joined the call."""
        for n, sent in list(enumerate(self.material.sents))[first + 1 : first + 1 + JOINING]:
            if not conference and not self._is_of_call(n, sent, call):
                continue
            for entity in find_roll(sent, self.material, len(call.participants) > 2) if conference or _joins_call(sent) else ():
                if not any(are_alike(entity, p) for p in call.participants):
                    call.participants.append(entity)

    def _is_of_call(self, n: int, sent: Span, call: Call) -> bool:
        """ "The prince attended part of the call with the British premier": of the call with those whom the sentence names behind
        "with", else of the one told last."""
        company = [
            m for m in self.material.finder.in_span(sent) if m.start and self.material.doc[m.start - 1].lower_ in ("with", "the")
        ]
        led = [
            e for m in company for e in m.members if "with" in {t.lower_ for t in self.material.doc[max(0, m.start - 2) : m.start]}
        ]
        if led:
            return all(any(are_alike(e, p) for p in call.participants) for e in led)
        owner = self._owner_of(n)
        return owner is None or owner[0] is call

    # -- who placed it -------------------------------------------------------------------------------------------------------

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
            if self._is_of_others(sent, call):
                continue
            own = self._own_words(n, sent, call)
            found = find_initiative(own, self.material.finder, call.participants)
            owner = self._owner_of(n) if len(own) == len(sent) and found.people and not _speaks_of_all(sent) else None
            told = call
            if owner is not None:
                here = any(a.sent == n for a in owner[1])
                told = owner[0] if here else self._call_with_named(sent) or owner[0]
            if told is not call and find_initiative(list(sent), self.material.finder, told.participants).people:
                continue
            claims += found.people
            if len(found.people) > 1 or (found.people and _is_claimed(sent)):
                claimed |= {p.id for p in found.people}
            if found.people:
                call.rules.setdefault("initiator", found.rule)
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

    def _owner_of(self, n: int) -> Entry | None:
        """The call whose account stands last at or before sentence `n`."""
        before = [
            (max(a.sent for a in e[1] if a.sent <= n), i)
            for i, e in enumerate(self.ledger.entries)
            if any(a.sent <= n for a in e[1])
        ]
        return self.ledger.entries[max(before, key=lambda b: (b[0], -b[1]))[1]] if before else None

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


def _is_shared(account: Account) -> bool:
    """Whether an account tells of a line that others may share: a conference, not "the two spoke"."""
    return account.sighting.channel == "video" or (account.joint and len(sides(account.parties)) != 2)


def _speaks_of_all(sent: Span) -> bool:
    """ "Both conversations came about at the request of the American side": what it tells holds for every call."""
    nouns = [t for t in sent if t.tag_ == "NNS" and t.lemma_.lower() in CALLS | {"talk"}]
    return any(c.lower_ in ("both", "all", "the", "these", "two", "three", "four") for t in nouns for c in t.children)


def _names_call(sent: Span) -> bool:
    """ "The President had asked for the call": a sentence with a call as one that is known."""
    return any(t.lemma_.lower() in CALLS and t.tag_ == "NN" and any(c.lower_ == "the" for c in t.children) for t in sent)


def _joins_call(sent: Span) -> bool:
    """ "Harris joined the call", "were joined on the line by Renzi", "Araújo also took part in the conversation"."""
    joined = any(t.lemma_ in TAKING_PART and t.pos_ == "VERB" and t.tag_ in ("VBD", "VBN") for t in sent)
    return (
        joined
        and any(t.pos_ == "NOUN" and t.lemma_.lower() in ("call", "conversation", "line") for t in sent)
        and tells_roll(sent, shared=False)
    )
