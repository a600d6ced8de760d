"""The places where a round that is known goes on without words of order: lists, hours, "the round included X", "X was told".

Reads the syntax of one sentence; gives the mentions that stand in such a place. `rounds.py` asks only where a round is being told.
"""

from __future__ import annotations

from collections.abc import Iterator

from services.extractor.account.parse import subject_of
from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.calls.words.listing import Listing
from services.extractor.calls.words.sighting import VERBAL
from services.extractor.calls.words.slot_syntax import Slot, nouns_below
from services.extractor.tokens import Span, Token
from services.extractor.types import Mention

COUNTED = {
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "last",
    "one",
    "another",
    "other",
    "others",
    "next",
    "two",
    "three",
}
GOING = {"was", "is", "were", "went", "came", "come", "had", "been", "being", "call", "calls", "one"}
SPOTS = {"line", "phone", "telephone"}
FEW = {"several", "some", "few", "others", "all"}
COUNTABLE = {"call", "conversation", "leader", "colleague", "counterpart", "president", "minister", "premier", "name", "capital"}
FEW_WORDS = 3
MARKS = (",", ":", "–", "—")
TIMED = ("DATE", "TIME")
DAYTIMES = {
    "day",
    "night",
    "evening",
    "afternoon",
    "morning",
    "noon",
    "midday",
    "midnight",
    "dawn",
    "breakfast",
    "hour",
    "same",
    "lunch",
    "lunchtime",
    "dinner",
    "supper",
    "teatime",
    "bedtime",
}


def included(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "His list also included X", "The round took in X", "the series ended with X"."""
    for verb in (t for t in sent if t.pos_ in VERBAL):
        subject = subject_of(verb)
        if subject is None or not {t.lemma_.lower() for t in subject.subtree} & lexicon.round_nouns:
            continue
        for child in verb.children:
            if child.dep_ == "dobj" and verb.lemma_ in lexicon.round_include:
                yield from listing.mentions_of(child)
            elif child.lower_ in ("with", "to", "in") and child.dep_ in ("prep", "dative", "prt"):
                yield from nouns_below(child, listing)


def stepped(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "He began with X, went on to Y and finished with Z"."""
    for verb in (t for t in sent if t.pos_ in VERBAL and t.lemma_ in lexicon.round_steps):
        for child in verb.children:
            if child.lower_ in ("with", "to") and child.dep_ == "prep":
                yield from (m for m in nouns_below(child, listing) if m.kind in ("name", "role"))


def named_only(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """A sentence without a verb that is a list of names, or a name with an hour: "Ankara and Riyadh later in the day."."""
    if any(t.pos_ in VERBAL for t in sent):
        return
    here = [m for m in listing.in_span(sent) if m.kind in ("name", "role", "place")]
    begin = next((t for t in sent if t.pos_ not in ("PUNCT", "SPACE", "SYM", "NUM")), None)
    opens = begin is not None and (begin.lower_ in lexicon.round_order or begin.i in listing.covering)
    if (sum(m.kind == "name" for m in here) > 1 and _is_mostly(sent, here)) or (here and opens and _is_short(sent, here)):
        yield from here
    elif here and begin is not None and begin.i in listing.covering and sent[0].i != begin.i:
        yield from listing.expand(here[0])  # an item of a list: "- Jeppe Kofod, evacuation of diplomats"


def had_on_line(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "At 11.13pm the White House had Major", "Bush he got an hour later": somebody whom a clause of nothing but an hour says that
    another had."""
    for verb in (t for t in sent if t.lemma_ in ("have", "get") and t.tag_ == "VBD" and t.dep_ in ("ROOT", "conj")):
        fronted = [t for c in verb.children if c.pos_ == "PRON" and c.dep_ == "nsubj" and c.i > sent.start for t in [c.nbor(-1)]]
        objects = [c for c in verb.children if c.dep_ == "dobj"] or [t for t in fronted if t.head == verb and t.pos_ == "PROPN"]
        rest = [c for c in verb.children if c.i > verb.i and c not in objects and not c.is_punct and not c.is_space]
        timed = [t for c in verb.children if c.i < verb.i or c in rest for t in c.subtree if is_of_time(t, lexicon)]
        if timed and all(_is_hour(c) for c in rest) and len(objects) == 1 and objects[0].i in listing.covering:
            yield from (m for m in listing.mentions_of(objects[0]) if m.kind in ("name", "role"))


def _is_hour(word: Token) -> bool:
    return word.ent_type_ in TIMED or any(g.ent_type_ in TIMED or g.lemma_.lower() in DAYTIMES for g in word.subtree)


def numbered(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "The first was from X, the second from Y", "one went to X, the other to Y": calls counted out."""
    for token in sent:
        if token.lower_ not in ("from", "to", "with") or token.i == sent.start:
            continue
        before = [t.lower_ for t in sent.doc[max(sent.start, token.i - 4) : token.i]]
        while before and before[-1] in GOING:
            before.pop()
        if before and before[-1] in COUNTED:
            mention = next((m for m in listing.in_span(sent) if token.i < m.start <= token.i + 2), None)
            if mention is not None:
                yield from listing.expand(mention)


def on_the_list(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "X and Y were on his list", "among those whom he reached were X and Y", "his interlocutors were X and Y"."""
    for verb in (t for t in sent if t.lemma_ == "be" and t.tag_ in ("VBD", "VBZ", "VBP")):
        slots = [g for c in verb.children if c.lower_ in ("on", "in", "among", "at") for g in c.children if g.dep_ == "pobj"]
        told = [c for c in verb.children if c.dep_ in ("nsubj", "attr")]
        slots += [c for c in told if c.i not in listing.covering]
        if verb.tag_ == "VBZ" and any(c.lower_ in ("today", "tomorrow") for s in slots for c in s.children):
            continue  # "is on today's list": still to come
        near = [t for s in slots for t in (s, *s.children, *(g for c in s.children if c.lower_ == "of" for g in c.children))]
        if any(t.lemma_.lower() in lexicon.round_nouns - SPOTS for t in near):
            yield from (m for c in told if c.i in listing.covering for m in listing.mentions_of(c))


def at_hours(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """Names between commas with nothing but an hour or day: "at ten, X; at noon, Y", "X on Monday, Y on Tuesday and Z …"."""
    found: list[Mention] = []
    timed = 0
    for part in _parts(sent):
        here = [m for m in listing.in_span(part) if m.kind in ("name", "role", "place")]
        covered = {i for m in here for i in range(m.start, m.end)}
        rest = [t for t in part if t.i not in covered and not t.is_punct and not t.is_space]
        if any(not is_of_time(t, lexicon) and t.lower_ not in ("had", "got", "right") for t in rest):
            continue
        timed += any(t.ent_type_ in ("DATE", "TIME") or t.lemma_.lower() in DAYTIMES or t.like_num for t in rest)
        found += here
    telling = any(t.tag_ in ("VBD", "VBZ", "VBP") and t.lower_ not in ("had", "got", "was", "were") for t in sent)
    if timed > 1 or (timed and len(found) == 1 and not telling):
        yield from found


def counted_off(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "Would confirm only two of them, to X and to Y", "named three: X, Y and Z": a number, and the names behind it."""
    for token in sent:
        mark = token.nbor(1) if token.i + 1 < sent.end else token
        if mark.text not in MARKS and token.lower_ != "one":
            mark = next((t for t in sent if t.i > token.i and t.text == ":"), mark)
        of_them = token.lower_ == "them" and token.i > sent.start + 1 and token.nbor(-1).lower_ == "of"
        number = token.nbor(-2) if of_them else token
        counts_others = number.dep_ == "nummod" and number.head.lemma_.lower() not in COUNTABLE
        if counts_others or mark.text not in MARKS or not (number.like_num or number.lower_ in FEW) or number.ent_type_ in TIMED:
            continue
        mention = next((m for m in listing.in_span(sent) if mark.i < m.start <= mark.i + 2), None)
        if mention is not None and mention.kind in ("name", "role"):
            yield from listing.expand(mention)


FREE: tuple[Slot, ...] = (
    counted_off,
    included,
    stepped,
    named_only,
    at_hours,
    numbered,
    on_the_list,
)


def _parts(sent: Span) -> Iterator[Span]:
    """The sentence cut at commas, semicolons, colons and dashes."""
    start = sent.start
    for token in sent:
        if token.text in (",", ";", ":", "–", "—", "-") and (token.text != "-" or token.whitespace_):
            yield sent.doc[start : token.i]
            start = token.i + 1
    yield sent.doc[start : sent.end]


def is_of_time(token: Token, lexicon: Lexicon) -> bool:
    return (
        token.ent_type_ in ("DATE", "TIME", "CARDINAL", "ORDINAL")
        or token.like_num
        or token.lemma_.lower() in DAYTIMES
        or token.lower_ in lexicon.round_order
        or token.pos_ in ("ADP", "DET", "CCONJ")
    )


def _is_mostly(sent: Span, here: list[Mention]) -> bool:
    """Whether beside the names few words stand that mean something."""
    covered = {i for m in here for i in range(m.start, m.end)}
    rest = [t for t in sent if t.i not in covered and t.pos_ in ("NOUN", "PROPN", "ADJ", "ADV") and t.ent_type_ not in TIMED]
    return len(rest) <= FEW_WORDS or len(rest) <= len(here)


def _is_short(sent: Span, here: list[Mention]) -> bool:
    """Whether beside the names only words of time and order stand."""
    covered = {i for m in here for i in range(m.start, m.end)}
    rest = [t for t in sent if t.i not in covered and t.pos_ not in ("PUNCT", "SPACE", "SYM", "NUM", "CCONJ", "DET", "ADP", "ADV")]
    return all(t.ent_type_ in ("DATE", "TIME") or t.lemma_.lower() in ("day", "night", "evening", "afternoon") for t in rest)
