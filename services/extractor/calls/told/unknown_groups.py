"""Groups at the other end of a line whom the article leaves open ("with the foreign ministers of the G7"), so that the context must
not fill their place."""

from __future__ import annotations

from services.extractor.calls.told.group_words import CLUBS, GROUP_NOUNS, NUMBERS, is_any, is_described
from services.extractor.calls.told.material import Material
from services.extractor.calls.words.sighting import VERBAL, Sighting
from services.extractor.tokens import Token

SIDES = {"sides", "parties", "capitals", "governments", "camps"}
OF_SEVERAL = {"them", "both"}
WITH = ("with", "between", "from")
CONVENING = {"convene", "convoke", "host", "hold", "chair", "organise", "organize", "lead", "arrange", "have"}


def has_unknown_group(sighting: Sighting, material: Material) -> bool:
    """ "The four had dialled in": the clause names a group that nobody in mind makes up."""
    args = material.arguments(sighting)
    groups = [m for m in args.subjects + args.objects if m.kind == "group" and not m.members]
    if any(m.kind == "group" and not m.members and material.doc[m.head].lower_ in SIDES for m in args.role("with", "to", "from")):
        return True  # "spoke by telephone with both sides"
    called = [material.doc[m.head] for m in args.objects + args.role("by") if m.kind == "group" and not m.members]
    if any(head.lower_ in OF_SEVERAL or is_any(head) for head in called):
        return True  # "rang both of them", "begged ambassadors by phone"
    acting = {material.doc[m.head].lower_ for m in args.subjects if m in groups}
    if "they" in acting:
        return True  # "The presidents spoke once this year. They agreed by telephone …"
    return any(material.doc[m.head].lower_ in NUMBERS for m in groups) or _has_described_group(sighting, material)


def _has_described_group(sighting: Sighting, material: Material) -> bool:
    """ "With the foreign ministers of the G7 in a conference call": several whom the article does not name."""
    args = material.arguments(sighting)
    heads = [material.doc[m.head] for m in args.role("with", "between", "to", "from") + args.objects if not m.members]
    anchors = [a for a in (sighting.verb, sighting.head) if a is not None]
    heads += [g for a in anchors for c in a.children if c.lower_ in WITH or _is_talked_to(c) for g in c.children]
    heads += [sighting.verb.head] if sighting.verb is not None and _is_with_whom(sighting.verb) else []
    heads += [c for a in anchors if a.pos_ in VERBAL for c in a.children if c.dep_ == "dobj"]
    if sighting.verb is not None and sighting.verb.lemma_ in CONVENING and _is_of_club(sighting.head):
        return True
    if sighting.channel == "video" and any(_are_members_of_club(t) for t in sighting.head.sent if t.i < sighting.head.i):
        return True
    told = {t.i for t in heads if (m := material.finder.covering.get(t.i)) is not None and m.members}
    groups = [g for g in heads if g.tag_ == "NNS" and g.lower_ in GROUP_NOUNS]
    of = [g for c in sighting.head.children if c.lower_ == "of" for g in c.children if g.tag_ == "NNS" and g.lower_ in GROUP_NOUNS]
    if any(_are_members(g) for g in (*groups, *of) if g.i not in told):
        return True
    return any(is_described(g) or (g.i not in told and _is_bare(g, material)) for g in groups)


def _is_talked_to(prep: Token) -> bool:
    """ "Talked on the phone to colleagues", "was on the phone to police chiefs"."""
    return prep.lower_ == "to" and prep.head.lemma_ in ("speak", "talk", "be", "phone", "telephone", "line")


def _is_with_whom(verb: Token) -> bool:
    """ "The leaders with whom he talked"."""
    return verb.dep_ == "relcl" and any(g.lower_ == "whom" for c in verb.children for g in (c, *c.children))


def _is_bare(noun: Token, material: Material) -> bool:
    """ "Calls from colleagues in the Arab world", "from NATO leaders": some, whom the text leaves open."""
    named = any(c.pos_ == "PROPN" and c.i in material.finder.covering for c in noun.lefts)
    if any(c.lower_ == "many" for c in noun.lefts):
        return True  # "a great many colleagues"
    return not named and not any(c.dep_ in ("det", "poss", "nummod", "predet") for c in noun.lefts)


def _are_members(noun: Token) -> bool:
    """ "His EU colleagues", "the NATO ministers": one of each state."""
    return any(c.dep_ in ("compound", "nmod") and c.text.isupper() for c in noun.lefts)


def _are_members_of_club(noun: Token) -> bool:
    """ "G7 leaders condemned the attack after a video conference": all of a club, who acted together."""
    return noun.dep_ == "nsubj" and noun.lower_ in GROUP_NOUNS and any(c.lower_ in CLUBS for c in noun.lefts)


def _is_of_club(call: Token) -> bool:
    """ "A videoconference of the Group of Seven leaders", "a G7 call": of more than the article names."""
    of = [g for c in call.children if c.lower_ == "of" and c.i == call.i + 1 for g in c.subtree]
    return any(t.lower_ in CLUBS for t in [*of, *(c for c in call.children if c.dep_ in ("compound", "nmod"))])
