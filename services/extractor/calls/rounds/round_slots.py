"""The places in a sentence where a round of calls names its next member: "Then came X", "it was the turn of X", "X followed".

Reads the syntax of one sentence; gives the mentions that stand in such a place. Whether a round is being told at all, and whether
they can be on the line, is for `rounds.py`. These hold once a single call was told; those of `round_lists.py` in known rounds only.
"""

from __future__ import annotations

from collections.abc import Iterator

from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.calls.words.listing import SUBJECTS, Listing
from services.extractor.calls.words.sighting import VERBAL
from services.extractor.calls.words.slot_syntax import (
    Slot,
    acts,
    goes_somewhere,
    has_object,
    is_aside,
    is_asked,
    is_at_time,
    is_blank,
    is_ordered,
    nouns_below,
    subjects_of,
)
from services.extractor.tokens import Span, Token
from services.extractor.types import Mention

ORDER_BEFORE = {"then", "next", "finally", "lastly", "last", "afterwards", "later"}
RANKS = {"first", "second", "third", "fourth", "fifth", "last", "next"}
AFTER_TURN = ("of", "for")
AUXILIARY_DID = ("did", "was", "were", "had", "has", "have")
DID_LIKE = ("so", "as")
HEARING = {"be", "get", "hear", "learn", "listen", "pick", "speak", "talk"}
ASIDE = 10  # words between commas behind "so"


def in_turn(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "it was the turn of X", "it was X's turn", "Ankara and Paris had their turn"."""
    for noun in (t for t in sent if t.lemma_.lower() == "turn" and t.pos_ == "NOUN"):
        for child in noun.children:
            if child.lower_ in AFTER_TURN:
                yield from nouns_below(child, listing)
            elif child.dep_ == "poss":
                yield from listing.mentions_of(child)
        above = noun.head
        if above.lemma_ in ("have", "get", "take") and noun.dep_ == "dobj":
            yield from subjects_of(above, listing)


def followed(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "X and Y followed", "Then came X", "X came next"."""
    for verb in sent:
        follows = verb.lemma_ == "follow" and not has_object(verb, listing)
        comes = verb.lemma_ == "come" and is_ordered(verb, lexicon) and not goes_somewhere(verb)
        if (follows or comes) and verb.tag_ in ("VBD", "VBZ", "VBN", "VBP"):
            yield from subjects_of(verb, listing)
        if verb.lemma_ == "follow" and any(c.dep_ == "auxpass" for c in verb.children):
            for agent in (c for c in verb.children if c.dep_ == "agent"):
                yield from nouns_below(agent, listing)  # "She was followed by X and Y"


def one_of_them(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "X was one of them, Y another", "X and Y were among them"."""
    for verb in (t for t in sent if t.lemma_ == "be" and t.tag_ in ("VBD", "VBZ")):
        if any(
            g.lower_ in ("them", "those") and g.dep_ == "pobj" for c in verb.children if c.lower_ == "among" for g in c.children
        ):
            yield from subjects_of(verb, listing)
            continue
        ranked = [c for c in verb.children if c.dep_ == "attr" and c.lower_ in ("one", "another") and c.i > verb.i]
        if any("them" in {t.lower_ for t in c.subtree} for c in ranked):
            yield from subjects_of(verb, listing)
            for mention in listing.in_span(sent):
                behind = sent.doc[mention.end].lower_ if mention.end < sent.end else ""
                if mention.start > verb.i and behind in ("another", "a") and mention.kind in ("name", "role"):
                    yield mention


def had_one_too(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "X's call came on Monday, Y's on Tuesday": an owner without a noun."""
    if not any(t.lemma_.lower() in ("call", "conversation", "turn") for t in sent):
        return
    for mention in listing.in_span(sent):
        owner = sent.doc[mention.end] if mention.end + 1 < sent.end else None
        if (
            mention.kind in ("name", "role")
            and owner is not None
            and owner.tag_ == "POS"
            and owner.nbor(1).pos_ in ("ADP", "ADV", "SCONJ")
        ):
            yield mention


def so_did(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "X followed, and so did Y": one more who did what this sentence tells."""
    for token in sent[:-1]:
        if token.lower_ in DID_LIKE and (mention := _doing_alike(token, sent, listing)) is not None:
            yield from listing.expand(mention)


def _doing_alike(so: Token, sent: Span, listing: Listing) -> Mention | None:
    """Who stands behind "so did", "as have", "so, by the count of his office, have"."""
    at = so.i + 1
    if at < sent.end and sent.doc[at].text == ",":
        closing = next((t.i for t in sent.doc[at + 1 : min(at + ASIDE, sent.end)] if t.text == ","), None)
        at = closing + 1 if closing is not None else at
    if at >= sent.end or sent.doc[at].lower_ not in AUXILIARY_DID:
        return None
    mention = next((m for m in listing.in_span(sent) if at < m.start), None)
    gap = sent.doc[at + 1 : mention.start] if mention is not None else ()
    return mention if all(is_aside(t) for t in gap) else None


def next_was(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "Next was X", "X was next", "Before that it had been X", "The last caller was X"."""
    for verb in (t for t in sent if t.lemma_ == "be" and t.dep_ not in ("advcl", "relcl") and not is_asked(t)):
        told = [c for c in verb.children if c.dep_ in (*SUBJECTS, "attr")]
        named = [c for c in told if c.i in listing.covering and listing.covering[c.i].kind not in ("pronoun", "group")]
        others = [c for c in told if c not in named]
        placed = is_ordered(verb, lexicon) or is_at_time(verb, others)
        ranks = [o for o in others if o.lower_ in lexicon.round_order or is_blank(o, lexicon)]
        if named and placed and len(ranks) == len(others) and not any(_is_first_in_deed(o, lexicon) for o in ranks):
            yield from (m for c in named for m in listing.mentions_of(c))


def _is_first_in_deed(rank: Token, lexicon: Lexicon) -> bool:
    """ "Was the first to condemn it": in something else than to call, to hear of it or to be told."""
    deeds = [c for c in rank.children if c.tag_ == "VB" and c.i > rank.i]
    told = any(g.dep_ == "auxpass" for d in deeds for g in d.children)
    return any(d.lemma_ not in HEARING | lexicon.verbs.keys() and not told for d in deeds)


def before_him(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "… and before Kaifu, Helmut Kohl": a name behind a place in the order."""
    for token in sent:
        if token.lower_ not in ("before", "after") or token.i + 1 >= sent.end:
            continue
        mark = next((m for m in listing.in_span(sent) if token.i < m.start <= token.i + 2), None)
        if mark is None:
            continue
        following = next((m for m in listing.in_span(sent) if m.start >= mark.end), None)
        gap = [t.lower_ for t in sent.doc[mark.end : following.start]] if following else ["?"]
        if following and set(gap) <= {",", "came", "it", "was", "had", "been"} and not acts(following, sent):
            yield from listing.expand(following)


def same_with(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "It was much the same with X", "likewise with X", "so too with X"."""
    for token in sent:
        if token.lower_ not in ("with", "for", "to") or token.i == sent.start:
            continue
        before = {t.lower_ for t in sent.doc[max(sent.start, token.i - 4) : token.i]}
        if token.lower_ in ("with", "to") and token.nbor(-1).lower_ in ("one", "another", "others") and token.dep_ == "prep":
            yield from nouns_below(token, listing)  # "It followed one with X"
        elif before & {"same", "likewise", "similarly", "similar"} or {"so", "too"} <= before or {"as", "also"} <= before:
            yield from nouns_below(token, listing)


def then_name(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "X was told first, then Y", "… and, last, Z"."""
    for mention in listing.in_span(sent):
        i = mention.start - 1
        while i > sent.start and sent.doc[i].text in (",", "–", "—"):
            i -= 1
        by_then = i > sent.start and sent.doc[i].lower_ == "then" and sent.doc[i - 1].lower_ in ("by", "since", "until", "till")
        if i > sent.start and not by_then and sent.doc[i].lower_ in ORDER_BEFORE and mention.kind in ("name", "role", "place"):
            following = sent.doc[mention.end] if mention.end < sent.end else None
            if (following is None or following.pos_ not in (*VERBAL, "PART")) and not acts(mention, sent):
                yield from listing.expand(mention)


def ranked(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "Rutte had been the first, Merkel the second", "… and Sebastian Kurz as well"."""
    for mention in listing.in_span(sent):
        if mention.kind not in ("name", "role") or mention.start == sent.start:
            continue
        words = [t.lower_ for t in sent.doc[mention.end : min(mention.end + 3, sent.end)]]
        rank = words[:1] == ["the"] and words[1:2] and words[1] in RANKS and (len(words) < 3 or not words[2].isalpha())
        as_well = words[:2] == ["as", "well"] or (words[:1] == ["too"] and words[1:2] in ([], ["."], [";"]))
        opened = sent.doc[mention.start - 1].lower_ in (",", ";", "and", "–", "—")
        if opened and (rank or as_well):
            yield from listing.expand_left(mention)


def did_too(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "X did too", "So did X", "X did the same"."""
    yield from so_did(sent, listing, lexicon)
    for verb in (t for t in sent if t.lower_ in AUXILIARY_DID):
        if verb.lower_ != "did" or verb.dep_ not in ("ROOT", "conj", "ccomp", "parataxis"):
            continue
        objects = [c for c in verb.children if c.dep_ in ("dobj", "xcomp", "ccomp", "neg")]
        if all(c.lower_ in ("so", "same", "likewise") for c in objects):
            named = list(subjects_of(verb, listing))
            before = listing.covering.get(verb.i - 1) if objects and not named else None  # "In Bonn Kohl did the same"
            yield from named or ([before] if before is not None else [])


ORDERED: tuple[Slot, ...] = (
    in_turn,
    followed,
    so_did,
    next_was,
    before_him,
    same_with,
    then_name,
    ranked,
    had_one_too,
    one_of_them,
)
