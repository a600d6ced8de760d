"""Who called, or was called, next, where the sentence of a call says so without a verb: "Merkel got through, then Hollande",
"Obama rang, followed an hour later by Merkel and Kenny", "a call from Obama, followed by one from Merkel".

Reads one account whose parties are settled; gives an account for each further one. The decision a reader would question is with
whom they spoke: with the one whose calls are being told (`_hub`).
"""

from __future__ import annotations

from collections.abc import Iterator

from services.extractor.calls.rounds.round_slots import AUXILIARY_DID, DID_LIKE
from services.extractor.calls.rounds.rounds import Rounds
from services.extractor.calls.told.ledger import Ledger
from services.extractor.calls.told.material import Material
from services.extractor.calls.told.partners import CLEARLY
from services.extractor.calls.words.accounts import Account
from services.extractor.calls.words.listing import Listing
from services.extractor.calls.words.sighting import VERBAL, Sighting, words_before
from services.extractor.calls.words.slot_syntax import is_next_in_line, nouns_below
from services.extractor.tokens import Token
from services.extractor.types import Entity, Mention

STAND_INS = {"one", "another", "others", "calls", "that", "those"}
BEING = {"be", "was", "were", "is", "are", "been", "being"}
SHORT = 6  # words between "followed" and "by"
THEN, BY = "then", "by"
Sequel = tuple[Mention, str]  # who is next, and the word in front: `THEN`, `BY`, or the preposition behind "one" ("from", "to")


class Sequels:
    """Finds the sequels of the accounts of one document."""

    def __init__(self, material: Material, ledger: Ledger, rounds: Rounds) -> None:
        self.material, self.ledger, self.rounds = material, ledger, rounds

    def read(self, account: Account) -> list[Account]:
        """An account for each one who is next behind `account`."""
        sighting = account.sighting
        if len(account.parties) != 2 or sighting.kind in ("plain", "reference") or account.background:
            return []
        found: list[Account] = []
        for mention, side in find_sequels(sighting, self.material.finder):
            hub = self._hub(account, side)
            entity = self.rounds.member(mention, hub)
            if entity is not None and entity not in account.parties:
                found.append(self._account(account, entity, hub, side))
        return found

    def _account(self, account: Account, entity: Entity, hub: Entity, side: str) -> Account:
        bare = side in (THEN, BY)
        calling = side == "from" or (bare and bool(account.callers) and hub not in account.callers)
        called = side == "to" or (bare and hub in account.callers)
        return Account(account.sighting, account.sent, [hub, entity], [entity] if calling else [hub] if called else [])

    def _hub(self, account: Account, side: str) -> Entity:
        """Whose calls are told: of two on the line the one whom the context supplied, or whose calls were told before, or, where
        somebody follows, of whom the text speaks clearly more; else who acts, as "X rang Y, then Z" goes on behind Y."""
        args = self.material.arguments(account.sighting)
        first, second = account.parties
        if side not in (THEN, BY) and account.callers:
            others = [p for p in account.parties if (p in account.callers) == (side == "to")]
            return others[0] if others else first
        told = [*args.subjects, *args.objects, *(m for mentions in args.by_role.values() for m in mentions)]
        there = {entity.country for mention in told for entity in mention.members}
        named = [p for p in account.parties if p.country in there]
        if len(named) == 1:
            return second if named[0] is first else first
        if account.callers and _is_first_to(account.sighting.head):
            return next((p for p in account.parties if p not in account.callers), first)
        known = self.ledger.hub(account.sent)
        if known in account.parties and known is not None:
            return known
        counts = self.material.context.counts
        leading, other = sorted(account.parties, key=lambda p: -counts[p.id])
        if side == BY and counts[leading.id] >= counts[other.id] + CLEARLY:
            return leading
        acting = [p for p in account.parties if p in account.callers or any(p in m.members for m in args.subjects)]
        return acting[0] if len(acting) == 1 else leading


def find_sequels(sighting: Sighting, listing: Listing) -> Iterator[Sequel]:
    """Yields who stands behind "then" or "followed by" in the sentence of a cue."""
    sent = sighting.head.sent
    for mention in listing.in_span(sent):
        if mention.start > sighting.head.i and is_next_in_line(mention, sighting.head) and not _did_so(sighting, mention):
            yield from ((m, THEN) for m in listing.expand(mention))
    for token in sent.doc[sighting.head.i + 1 : sent.end]:
        if _opens_clause(token, sighting):
            return
        if token.lower_ == "followed" and (by := _agent(token)) is not None:
            yield from _followers(by, listing)


def _is_first_to(verb: Token) -> bool:
    """ "X was the first to ring him, then Y": those who are next rang as well."""
    return [t.lower_ for t in words_before(verb, 2)] == ["first", "to"]


def _did_so(sighting: Sighting, mention: Mention) -> bool:
    """ "She reached Erdogan, as did X and, a little later, Y": who did what somebody else is told to have done too."""
    between = sighting.head.doc[sighting.head.i + 1 : mention.start]
    return any(t.lower_ in AUXILIARY_DID and t.nbor(-1).lower_ in DID_LIKE for t in between)


def _opens_clause(token: Token, sighting: Sighting) -> bool:
    """Whether a verb of another clause stands here ("rang May, then flew to Paris, followed by Hollande")."""
    return token.tag_ in ("VBD", "VBZ") and token.lower_ != "followed" and token != sighting.verb


def _agent(followed: Token) -> Token | None:
    """The "by" behind "followed", where nothing but a time stands between, and nothing is said to have been followed outright."""
    doc, end = followed.doc, followed.sent.end
    if followed.i and doc[followed.i - 1].lower_ in BEING:
        return None
    behind = doc[followed.i + 1 : min(followed.i + 1 + SHORT, end)]
    by = next((t for t in behind if t.lower_ == "by"), None)
    return by if by is not None and not any(t.pos_ in VERBAL for t in doc[followed.i + 1 : by.i]) else None


def _followers(by: Token, listing: Listing) -> Iterator[Sequel]:
    """Those behind "followed by", or behind "one from", "another to"."""
    named = list(nouns_below(by, listing))
    if named:
        yield from ((m, BY) for m in named)
        return
    doc, end = by.doc, by.sent.end
    if by.i + 1 >= end or doc[by.i + 1].lower_ not in STAND_INS:
        return
    for i in range(by.i + 1, end - 2):
        if doc[i].pos_ in VERBAL:
            return
        if doc[i].lower_ in STAND_INS and doc[i + 1].lower_ in ("from", "to", "with"):
            yield from ((m, doc[i + 1].lower_) for m in nouns_below(doc[i + 1], listing))
