"""What all accounts of a call together say: which is the best evidence, over what channel, who else took part;
and which calls are none (an impostor's, a headline misread)."""

from __future__ import annotations

from dataclasses import replace

from services.extractor.calls.conferences.rolls import find_roll, tells_roll
from services.extractor.calls.filing.clues import ClueFinder
from services.extractor.calls.filing.placing import Placing
from services.extractor.calls.told.ledger import Ledger
from services.extractor.calls.told.material import Material, are_alike, cue_of
from services.extractor.calls.told.tales import Tales
from services.extractor.calls.words.accounts import Account, sides
from services.extractor.tokens import Span
from services.extractor.types import Call, Cue

JOINING = 4  # sentences behind the first that may tell who else took part
TAKING_PART = {"join", "take", "participate", "attend"}


class Verdict:
    """Finishes the calls of one document."""

    def __init__(self, material: Material, ledger: Ledger, tales: Tales) -> None:
        self.material, self.ledger, self.tales = material, ledger, tales
        self.clues = ClueFinder(material, ledger, tales)
        self.placing = Placing(material, ledger)

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
        call.initiators = self.placing.find(call, ordered)
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
        owner = self.ledger.owner_of(n)
        return owner is None or owner[0] is call


def _is_shared(account: Account) -> bool:
    """Whether an account tells of a line that others may share: a conference, not "the two spoke"."""
    return account.sighting.channel == "video" or (account.joint and len(sides(account.parties)) != 2)


def _joins_call(sent: Span) -> bool:
    """ "Harris joined the call", "were joined on the line by Renzi", "Araújo also took part in the conversation"."""
    joined = any(t.lemma_ in TAKING_PART and t.pos_ == "VERB" and t.tag_ in ("VBD", "VBN") for t in sent)
    return (
        joined
        and any(t.pos_ == "NOUN" and t.lemma_.lower() in ("call", "conversation", "line") for t in sent)
        and tells_roll(sent, shared=False)
    )
