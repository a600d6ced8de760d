"""Whether plain talk ("spoke with", "had a conversation") is a call: between officials of two states, if nothing puts them in one
room; and where those of a call are said to have talked once more."""

from __future__ import annotations

from services.extractor.calls.cues.verb_cues import CONTACT
from services.extractor.calls.held.asides import find_aside, find_set_before, find_set_later
from services.extractor.calls.parties.private import is_general
from services.extractor.calls.told.counting import tells_second
from services.extractor.calls.told.in_person import (
    IN_ONE_ROOM,
    is_in_one_place,
    is_meeting,
    is_visit_elsewhere,
    met_before,
    shook_hands,
)
from services.extractor.calls.told.ledger import Ledger
from services.extractor.calls.told.material import LEAD_SENTENCES, Material
from services.extractor.calls.words.accounts import Account, sides
from services.extractor.tokens import Span, Token

SIDELINES = {"sidelines", "margins", "fringes"}
PERFORMANCES = {"speech", "interview", "podium"}
SOON = 4  # sentences behind a call in which "they talked again" tells of one more


class PlainTalk:
    """Judges the plain talk of one document. `in_one_room`: whether some was said to be at a summit or the like."""

    def __init__(self, material: Material, ledger: Ledger) -> None:
        self.material, self.ledger, self.context = material, ledger, material.context
        self.document = material.document
        self.in_one_room = False

    def counts(self, account: Account) -> bool:
        """ "Spoke with" is a call between officials of two states, if nothing puts them in one room."""
        if account.sighting.rule == CONTACT and not self.material.remote:
            return False  # in what way, nothing tells
        if self._is_once_more(account):
            return not is_in_one_place(account.sighting, self.material)
        own = self.material.arguments(account.sighting)
        groups = any(m.kind == "group" for m in own.subjects + own.role("with", "to"))
        if groups and (not self.material.remote or met_before(account.sent, self.material) or self._met_in_lead(account)):
            return False
        if is_general(account.sighting) and account.sent not in self.document.headline_sents:
            return False
        if len(sides(account.parties)) < 2 or any(p.kind == "state" or not self.context.speaks(p) for p in account.parties):
            return False
        sent = account.sighting.head.sent
        own_ids = {p.id for p in account.parties}
        people = [m for m in self.material.finder.in_span(sent) if m.kind in ("name", "role")]
        others = {m.head for m in people if not own_ids & {e.id for e in m.members}}
        beside = find_set_before(account.sighting) | find_aside(account.sighting, others)
        beside |= find_set_later(account.sighting, self.material.lexicon)
        here = [t for t in sent if t.i not in beside]
        met = any(self._tells_of_meeting(t, account) or t.lower_ in PERFORMANCES for t in here)
        met = met or shook_hands(account.sent, self.material)
        if met or is_in_one_place(account.sighting, self.material, beside):
            self.in_one_room = True
            return False
        if self.in_one_room and not self.material.remote:
            return False
        if self.material.remote:
            return True
        lead = self.material.sents[:LEAD_SENTENCES]
        told = [t for s in lead if not self._is_of_others(s, own_ids) for t in s if t.tag_ in ("VBD", "VBZ") and t.i not in beside]
        aside = any(t.lower_ in SIDELINES and t.i not in beside for s in lead for t in s)
        return not aside and not any(self._tells_of_meeting(t, account) for t in told)

    def _tells_of_meeting(self, word: Token, account: Account) -> bool:
        """Whether a word puts those of an account into one room."""
        if not is_meeting(word, self.material):
            return False
        return not is_visit_elsewhere(word, {p.country for p in account.parties}, self.material)

    def _is_of_others(self, sent: Span, own: set[int]) -> bool:
        """Whether a sentence names two or more, and none of these: "Putin met Lukashenko in Minsk" ahead of what Blinken said to
        Kuleba."""
        told = self.material.finder.in_span(sent)
        named = {e.id for m in told if m.kind in ("name", "role") for e in m.members}
        return len(named) > 1 and not any(m.kind == "group" or own & {e.id for e in m.members} for m in told)

    def _met_in_lead(self, account: Account) -> bool:
        """Whether the lead has those who talked in one room: "spent four hours in each other's company"."""
        told = self.material.sightings
        lead = [s for n, s in enumerate(self.material.sents[: min(LEAD_SENTENCES, account.sent)]) if not told.get(n)]
        room = [
            s
            for s in lead
            if IN_ONE_ROOM.search(s.text.lower()) or any(t.tag_ == "VBD" and is_meeting(t, self.material) for t in s)
        ]
        own = {p.id for p in account.parties}
        return any(own <= {e.id for m in self.material.finder.in_span(s) for e in m.members} for s in room)

    def _is_once_more(self, account: Account) -> bool:
        """ "The two talked again as Kerry flew home": those whose call was told last, where nobody is said to have met."""
        last, sent = self.ledger.last, account.sighting.head.sent
        if last is None or account.sent - last.sent > SOON or not tells_second(account.sighting):
            return False
        met = any(t.lemma_.lower() in self.material.lexicon.in_person and t.tag_ in ("VBD", "VBN", "VBZ") for t in sent)
        return not met and sides(account.parties) == sides(last.parties)
