"""The places where a round goes on without a verb: "Then Lagos.", "On Friday, with Erdogan.", "In this order: Macron, Scholz."

Reads the words of one sentence; gives the mentions that stand in such a place, as the slots of `round_slots.py` do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from services.extractor.calls.rounds.round_lists import COUNTED, DAYTIMES, TIMED, is_of_time
from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.calls.words.listing import SUBJECTS, Listing
from services.extractor.tokens import Doc, Span, Token
from services.extractor.types import Mention

FINITE = {"VBD", "VBZ", "VBP", "VB", "MD"}
NAMED = ("name", "role")
COMPANY = {"with", "to"}
NEGATIVE = {"no", "not", "none", "nothing", "neither", "nobody", "never", "without", "silence"}
POINTING = {"this", "following", "others", "rest", "turn"}
MEANT = {"these", "order", "sequence", "them"}  # wherever they stand in front of a colon
CALLING = {"call", "ring", "phone", "telephone", "talk", "speak"}
NEAR = 3  # words in front of a colon in which a word for calls or for those behind it stands
PARTS = {",", ";", "and", "–", "—", "&"}
BEHIND = 4  # words behind a name in which its hour or place in the order stands


def without_verb(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "Then Lagos.", "Vicente Fox first.", "And on Saturday with Putin, for the first time since April.", "To Blair."."""
    first = next(iter(listing.in_span(sent)), None)
    if first is None or first.kind not in NAMED or any(t.lower_ in NEGATIVE for t in sent if t.i < first.end):
        return
    if _is_company_alone(first, sent):
        yield from listing.expand(first)
        return
    if any(t.tag_ in FINITE or t.lower_ in NEGATIVE or (t.i >= first.end and is_whereabouts(t, lexicon)) for t in sent):
        return
    lead = [t for t in sent.doc[sent.start : first.start] if not t.is_punct and not t.is_space]
    if all(_tells_order(t, lexicon) or t.lower_ in COMPANY for t in lead) and _is_placed(lead, sent, first, lexicon):
        yield from listing.expand(first)
        yield from (m for m in listing.in_span(sent) if m.start > first.end and m.kind in NAMED and _is_led(m, sent.doc, lexicon))


def behind_colon(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "In this order: X, Y and, last, Z", "His telephone diary reads like this: X in the morning, Y at noon"."""
    colon = next((t for t in sent if t.text == ":"), None)
    if colon is None:
        return
    lead, behind = sent.doc[sent.start : colon.i], sent.doc[colon.i + 1 : sent.end]
    if any(t.tag_ in FINITE for t in behind) or not _announces(lead, lexicon):
        return
    opening = [m for m in listing.in_span(behind) if m.kind in NAMED and _opens_part(m, colon, lexicon)]
    if len(opening) > 1 and opening[0].start - colon.i <= NEAR:
        yield from opening


def gapped(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "Merkel had her turn at noon, Tusk an hour later", "Correa rang from Quito, Maduro from the road": a name with nothing but
    an hour or whereabouts, behind a clause that names another."""
    for mention in listing.in_span(sent):
        if mention.kind in NAMED and mention.start > sent.start and sent.doc[mention.start - 1].text in PARTS:
            ends = (t.i for t in sent if t.i >= mention.end and (t.is_punct or t.pos_ == "CCONJ"))
            behind = sent.doc[mention.end : next(ends, sent.end)]
            timed = any(t.ent_type_ in TIMED or t.lemma_.lower() in DAYTIMES for t in behind)
            if (timed and all(_tells_order(t, lexicon) for t in behind)) or _is_from_elsewhere(behind, sent):
                yield mention


def _is_from_elsewhere(behind: Span, sent: Span) -> bool:
    """Whether nothing but "from …" stands behind a name, as it does in the clause in front of it."""
    if len(behind) < 2 or behind[0].lower_ != "from" or any(t.tag_ in FINITE for t in behind):
        return False
    return any(t.lower_ == "from" and t.head.lemma_ in CALLING for t in sent if t.i < behind.start)


def _is_company_alone(first: Mention, sent: Span) -> bool:
    """ "To Schüssel in Vienna.", "And with Klaus, who had his doubts.": what goes on with the sentence before."""
    root = sent.root
    lead = [t for t in sent.doc[sent.start : first.start] if t.lower_ != "and"]
    return (
        root.lower_ in COMPANY | {"from"} and lead == [root] and any(c.dep_ == "pobj" and c.i == first.head for c in root.children)
    )


def _announces(lead: Span, lexicon: Lexicon) -> bool:
    """Whether the words in front of a colon are for those behind it."""
    near = [t for t in lead if not t.is_punct][-NEAR:]
    if any(t.lower_ in MEANT for t in lead):
        return True
    if any(t.tag_ in FINITE for t in lead):
        near += [t for t in lead if t.dep_ in SUBJECTS]
        return any(t.lower_ in POINTING or t.lemma_.lower() in lexicon.round_nouns for t in near)
    return any(t.lower_ in POINTING | COUNTED or t.like_num or t.lemma_.lower() in lexicon.round_nouns for t in lead)


def _opens_part(mention: Mention, colon: Token, lexicon: Lexicon) -> bool:
    """Whether a name stands behind the colon or a mark, with nothing but an hour or a word of order between."""
    doc, place = colon.doc, mention.start - 1
    while place > colon.i and doc[place].text not in PARTS and _tells_order(doc[place], lexicon):
        place -= 1
    return place == colon.i or doc[place].text in PARTS


def _is_led(mention: Mention, doc: Doc, lexicon: Lexicon) -> bool:
    """Whether words of order or time stand between a mark and a name ("…, then, late, Lavrov")."""
    place, led = mention.start - 1, False
    while doc[place].text in PARTS or _tells_order(doc[place], lexicon):
        led |= doc[place].lower_ in lexicon.round_order
        place -= 1
    return led


def _is_placed(lead: Sequence[Token], sent: Span, first: Mention, lexicon: Lexicon) -> bool:
    """Whether the words around the first name of a sentence tell when it came, or with whom the talk was."""
    if any(t.lower_ in COMPANY or not (t.pos_ in ("CCONJ", "DET", "ADP") or t.is_punct) for t in lead):
        return True
    behind = [t for t in sent.doc[first.end : min(first.end + BEHIND, sent.end)] if not t.is_punct]
    return (
        bool(behind)
        and all(_tells_order(t, lexicon) for t in behind[:2])
        and any(t.lower_ in lexicon.round_order or t.ent_type_ in TIMED or t.lemma_.lower() in DAYTIMES for t in behind)
    )


def _tells_order(token: Token, lexicon: Lexicon) -> bool:
    return is_of_time(token, lexicon) or token.pos_ == "ADV" or token.lower_ in lexicon.round_order


def is_whereabouts(token: Token, lexicon: Lexicon) -> bool:
    """ "On Friday, with Erdogan in Ankara", "later Scholz at a press conference": where people were."""
    placed = token.dep_ == "pobj" and token.head.lower_ in ("in", "at", "on")
    return placed and token.lemma_.lower() not in DAYTIMES | lexicon.instrument_nouns and not is_of_time(token, lexicon)
