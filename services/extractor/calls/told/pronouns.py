"""Whom a pronoun beside a cue cannot stand for, and whom it stands for in a round of calls.

Reads an account with its arguments, and the calls told before; corrects the account.
"""

from __future__ import annotations

from services.extractor.calls.parties.arguments import Arguments
from services.extractor.calls.told.ledger import Ledger
from services.extractor.calls.words.accounts import Account, sides
from services.extractor.calls.words.sighting import Sighting
from services.extractor.types import Entity

TOO = {"too", "also", "well", "likewise"}
ORDINALS = {"next", "second", "third", "fourth", "last", "final", "other"}
NEAR = 3  # sentences behind a call in which "his next call" and "called him as well" count on from it
ROUND = 2  # calls of one person that make "him" in the next one that person


def part_pronouns(account: Account, own: Arguments, entities: list[Entity]) -> None:
    """A pronoun cannot stand for the side that it talks to ("he had been on the phone with the White House")."""
    if len(sides(account.parties)) != 1 or account.sighting.verb is None:
        return
    doc = account.sighting.head.doc  # "his call from Downing Street" tells where he was
    guessed = {e.id for m in own.subjects if m.kind == "pronoun" and doc[m.head].dep_ != "poss" for e in m.members}
    others = {e.id for m in own.role("with", "to", "from") + own.objects for e in m.members}
    if not guessed or not others or guessed & others:
        return
    kept = [p for p in account.parties if p.id not in guessed] or [e for e in entities if e.id in others]
    account.called |= bool(account.callers) and account.sighting.kind == "verb"  # whoever it was, he rang
    account.parties, account.callers = kept, []


def give_to_called(sighting: Sighting, sent: int, own: Arguments, ledger: Ledger) -> None:
    """ "Johnson rang Zelensky at four. Draghi rang him at nine", "Sarkozy talked to Medvedev. Merkel had been on the line to him
    too": he who was rung before, where no round of the other's is told."""
    last, too = ledger.last, bool(TOO & {t.lower_ for t in sighting.head.sent})
    if last is None or len(last.parties) != 2 or not 0 <= sent - last.sent <= (NEAR if too else 1) or own.passive:
        return
    called = sighting.kind == "verb" and sighting.frame == "caller" and len(last.callers) == 1
    ids = {c.id for c in last.callers} if called else ledger.material.subjects(last.sighting) if too else set[int]()
    acted = [p for p in last.parties if p.id in ids]
    if len(acted) != 1:
        return
    caller, rung = acted[0], next(p for p in last.parties if p is not acted[0])
    meant = [m for m in own.objects + own.role("to", "with") if m.kind == "pronoun" and m.members == [caller]]
    acting = {e.id for m in own.subjects for e in m.members}
    unlike = rung.gender and caller.gender and rung.gender != caller.gender
    if unlike or rung.kind == "state" or {rung.id, caller.id} & acting or ledger.hub(sent) is caller:
        return
    for mention in meant:
        mention.members = [rung]


def give_to_ringer(sighting: Sighting, sent: int, own: Arguments, ledger: Ledger) -> None:
    """ "Zhelev rang Compaoré, who offered boats. His next call was to Weizman", "he also spoke with Weizman": one more call of him
    who acted in the one before, not of whom he talked to."""
    last = ledger.last
    if last is None or len(last.parties) != 2 or not 0 < sent - last.sent <= NEAR or not _is_one_more(sighting):
        return
    owned = sighting.kind in ("noun", "reference")
    acted = [p for p in last.parties if p.id in _acting(ledger, owned)]
    if len(acted) != 1:
        return
    other = next(p for p in last.parties if p is not acted[0])
    others = {e.id for m in own.role("with", "to", "from") + own.objects for e in m.members}
    for mention in own.possessor if owned else own.subjects:
        if (
            mention.kind == "pronoun"
            and mention.members == [other]
            and other.gender == acted[0].gender
            and acted[0].id not in others
        ):
            mention.members = [acted[0]]


def _acting(ledger: Ledger, called: bool) -> set[int]:
    """Who acted by the first account of the call told last that lets one act: who rang, or, unless `called`, whom its verb has."""
    _, accounts = ledger.entries[-1]
    for account in accounts:
        callers = {c.id for c in account.callers}
        ids = callers if called else ledger.material.subjects(account.sighting) or callers
        if len([p for p in account.parties if p.id in ids]) == 1:
            return ids
    return set()


def _is_one_more(sighting: Sighting) -> bool:
    """Whether an ordinal or "also" beside a cue counts its call on from those told before."""
    if sighting.kind in ("noun", "reference"):
        return any(c.lower_ in ORDINALS for c in sighting.head.children)
    return sighting.verb is not None and any(c.lower_ == "also" for c in sighting.verb.children)


def give_to_caller(account: Account, own: Arguments) -> None:
    """ "A few minutes later it was he who rang Dakar": who rang, once the context has told it, is whom the pronoun stands for."""
    if account.called and len(account.callers) == 1 and account.sighting.kind == "verb":
        for mention in own.subjects:
            if mention.kind == "pronoun":
                mention.members = list(account.callers)


def give_to_hub(account: Account, own: Arguments, ledger: Ledger) -> None:
    """ "Kirchner promised Zelaya …, Correa promised it too. Insulza asked him on the line to wait": he whose calls are being told,
    not who was on the line with him last."""
    hub, last = ledger.hub(account.sent), ledger.last
    if hub is None or last is None or len(last.parties) != 2 or account.sent - last.sent > 1 or hub not in last.parties:
        return
    told = sum(hub in call.participants for call, _ in ledger.entries)
    guest = next(p for p in last.parties if p is not hub)
    objects = own.objects + own.role("with", "to")
    meant = [m for m in objects if m.kind == "pronoun" and guest in m.members]
    named = [m for m in (*objects, *own.subjects) if m.kind != "pronoun" and guest in m.members]
    unlike = hub.gender and guest.gender and hub.gender != guest.gender
    if told < ROUND or not meant or named or unlike or hub in account.parties or guest not in account.parties:
        return
    account.parties = [hub if p is guest else p for p in account.parties]
    account.callers = [hub if p is guest else p for p in account.callers]
