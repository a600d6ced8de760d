"""Whether the other end of a line is taken by somebody who speaks for no state, so that the context must not fill it."""

from __future__ import annotations

from services.extractor.calls.held.audience import DECLARING
from services.extractor.calls.parties.arguments import Arguments
from services.extractor.calls.words.accounts import Account, sides
from services.extractor.calls.words.sighting import Sighting
from services.extractor.types import Entity, Mention

OWN = {
    "cabinet", "government", "minister", "general", "commander", "staff", "team", "party", "adviser", "advisor", "governor",
    "chief", "ambassador", "envoy", "aide", "deputy", "secretary", "wife", "husband", "family",
    "brother", "sister", "son", "daughter", "father", "mother",
}  # fmt: skip
CONCEDING = {"concede", "concession"}
CALLING = ("caller", "callee")
WITH = ("with", "to", "from", "by")


def is_private(account: Account, args: Arguments) -> bool:
    """Whether an account that tells one side only is of a talk with a private person, or inside one government."""
    sighting = account.sighting
    if sighting.kind == "reference":
        return False
    if (
        len(account.parties) > 1
        and len(sides(account.parties)) == 1
        and (sighting.frame in CALLING or _are_people(account.parties))
    ):
        return True
    if len(account.parties) == 1 and (_is_with_own(sighting) or _concedes(sighting) or _is_briefing(sighting, args)):
        return True
    slots = args.objects + args.role("with", "to", "from", "by")
    slots += args.subjects if sighting.kind in ("verb", "instrument") or _is_had(sighting) or _leads_to_deed(sighting) else []
    return any(_speaks_for_nobody(m) for m in slots)


def _is_with_own(sighting: Sighting) -> bool:
    """ "The president and his cabinet conferred by telephone", "a conference call with her ministers", "from his minister"."""
    anchors = [a for a in (sighting.verb, sighting.head) if a is not None]
    company = [c for a in anchors for s in a.children if s.dep_ == "nsubj" for c in s.conjuncts]
    company += [g for a in anchors for c in a.children if c.lower_ in WITH for g in c.children if g.dep_ == "pobj"]
    company += [c for c in sighting.head.children if c.dep_ == "dobj" and sighting.kind == "verb"]
    return any(c.lemma_.lower() in OWN and any(p.lower_ in ("his", "her", "its", "their") for p in c.children) for c in company)


def _is_briefing(sighting: Sighting, args: Arguments) -> bool:
    """ "Zarif briefed the Supreme Leader by telephone", "the adviser briefed Prof Yunus by phone": one end is whom the text does
    not name, mostly at home."""
    verb = sighting.verb
    if sighting.kind != "instrument" or verb is None or verb.lemma_ != "brief":
        return False
    ends = {m.head for m in args.subjects + args.objects}
    return any(c.dep_ in ("nsubj", "dobj") and c.pos_ in ("NOUN", "PROPN") and c.i not in ends for c in verb.children)


def _concedes(sighting: Sighting) -> bool:
    """ "Rang at four to concede": to a rival at home."""
    anchors = [a for a in (sighting.verb, sighting.head) if a is not None]
    purposes = [c for a in anchors for c in a.children if c.dep_ in ("xcomp", "advcl", "compound", "prep", "acl", "relcl")]
    return any(t.lemma_.lower() in CONCEDING for p in purposes for t in (p, *p.children))


def _is_had(sighting: Sighting) -> bool:
    """ "Has had a call from X": the subject is on the line."""
    return sighting.head.dep_ == "dobj" and sighting.head.head == sighting.verb


def _leads_to_deed(sighting: Sighting) -> bool:
    """ "The premier pulled the advertisement after a call with Carney": who did something then was on the line."""
    led = sighting.head.dep_ == "pobj" and sighting.head.head.lower_ in ("after", "following")
    verb = sighting.verb
    return led and verb is not None and sighting.head.head.head == verb and verb.lemma_ not in DECLARING


def _are_people(parties: list[Entity]) -> bool:
    """Whether people of one side are all that is told ("Netanyahu and Barak were on the line", "phoned her ambassador")."""
    return len({p.name or p.role for p in parties if p.kind in ("person", "role")}) > 1


def _speaks_for_nobody(mention: Mention) -> bool:
    people = [e for e in mention.members if e.kind == "person" and e.name]
    return bool(people) and all(e.official is False or (e.official is None and e.country is None) for e in people)


def is_at_home(account: Account) -> bool:
    """ "The adviser phoned the Oval Office": caller and called are of one side."""
    called = sides([p for p in account.parties if p not in account.callers])
    return bool(called) and called == sides(account.callers)


def is_general(sighting: Sighting) -> bool:
    """ "We talk to them", "they do speak to each other": what is done now and again, where nothing says that it was a call."""
    verb = sighting.verb
    if sighting.kind != "plain" or verb is None:
        return False
    helpers = [c for c in verb.children if c.dep_ == "aux"]
    lasting = verb.tag_ == "VBP" or (verb.tag_ == "VBZ" and verb.dep_ == "relcl")  # "the only one she talks to"
    return (lasting and not helpers) or any(c.lower_ in ("do", "does") for c in helpers)
