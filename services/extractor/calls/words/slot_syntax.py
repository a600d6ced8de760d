"""Small questions to the syntax of a sentence that the slots of a round ask: subjects, nouns below a preposition, who acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.calls.words.listing import SUBJECTS, Listing
from services.extractor.calls.words.sighting import VERBAL
from services.extractor.tokens import Span, Token
from services.extractor.types import Mention

Slot = Callable[[Span, Listing, Lexicon], Iterator[Mention]]
JOINING = {",", ";", "and", "–", "—", "-"}
ORDER = {"then", "next", "later", "finally", "lastly", "afterwards", "afterward", "subsequently", "thereafter"}
HOURS = {
    "morning",
    "breakfast",
    "noon",
    "lunchtime",
    "afternoon",
    "evening",
    "night",
    "midnight",
    "dawn",
}  # "… and in the evening Hollande"
THOSE_BEFORE = {"him", "her", "them", "that", "this", "it", "whom", "which"}
TIMED = ("DATE", "TIME")
AROUND = {"DET", "ADP", "NUM", "ADV", "PUNCT", "PRON", "CCONJ", "SCONJ"}  # what stands beside words of order
ASIDE = 9  # words of an aside behind "then", its commas included
ATTENDING = {"participate", "attend", "join", "speak", "sit"}


def subjects_of(verb: Token, listing: Listing) -> Iterator[Mention]:
    """The mentions that are the subject of `verb`, those listed with it included."""
    for child in verb.children:
        late = child.dep_ == "conj" and child.pos_ not in VERBAL and child.i in listing.covering  # "came X, and at noon Y"
        if (child.dep_ in SUBJECTS or late) and not _is_matter(child, listing):
            yield from listing.mentions_of(child)
    if verb.dep_ == "conj" and not any(c.dep_ in SUBJECTS for c in verb.children):
        mention = listing.covering.get(verb.i - 1)
        if mention is not None and mention.start > verb.sent.start:
            yield from listing.expand_left(mention)


def _is_matter(state: Token, listing: Listing) -> bool:
    """ "Sudan and the dam came next": a state among things that were talked about."""
    mention = listing.covering.get(state.i)
    alike = mention is not None and mention.kind in ("place", "state")
    return alike and any(c.i not in listing.covering for c in state.conjuncts)


def nouns_below(preposition: Token, listing: Listing) -> Iterator[Mention]:
    for child in preposition.children:
        if child.dep_ in ("pobj", "pcomp"):
            yield from listing.mentions_of(child)


def acts(mention: Mention, sent: Span) -> bool:
    """Whether a mention is the subject of a verb of its own."""
    head = sent.doc[mention.head]
    return head.dep_ in SUBJECTS and head.head.lemma_ not in ("be", "come") and head.head.i > head.i


def leads(verb: Token) -> bool:
    """Whether a verb is the main one, or what an attribution behind it makes of that (", the directorate said")."""
    return verb.dep_ in ("ROOT", "conj", "parataxis") or (
        verb.dep_ == "ccomp" and verb.head.dep_ == "ROOT" and verb.head.i > verb.i
    )


def is_next_in_line(mention: Mention, cue: Token) -> bool:
    """Whether a mention stands behind a word of order in a cue's clause, as who called or was called next ("…, then Hollande", "…,
    then, an hour later, Hollande", "and after him Hollande"), and not as who acts in a clause of its own or held an office then
    ("May, then home secretary")."""
    doc, start = cue.doc, mention.start
    start += doc[start].lower_ == "then"
    order = _order_before(start, cue)
    if order is None or mention.kind in ("pronoun", "group"):
        return False
    if mention.kind == "role" and doc[order].lower_ == "then" and doc[order + 1].pos_ not in ("DET", "PUNCT"):
        return False
    following = doc[mention.end] if mention.end < cue.sent.end else None
    return not (following is not None and (following.pos_ in (*VERBAL, "AUX") or following.tag_ == "POS")) and not acts(
        mention, cue.sent
    )


def _order_before(start: int, cue: Token) -> int | None:
    """Where the words of order in front of token `start` begin, behind a comma or "and" and without other words between."""
    doc, order = cue.doc, False
    if doc[start - 1].pos_ == "ADP":
        return None
    for i in range(start - 1, max(cue.i, start - ASIDE), -1):
        timed = doc[i].ent_type_ in TIMED or doc[i].lower_ in HOURS
        if doc[i].pos_ not in AROUND and not timed and doc[i].lower_ not in ORDER:
            return None
        if doc[i].text in JOINING and order:
            return i + 1
        order |= doc[i].lower_ in ORDER | HOURS or (doc[i].lower_ in THOSE_BEFORE and doc[i - 1].lower_ == "after")
    return None


def takes_part(verb: Token) -> bool:
    """ "In which X took part", "that X attended", "X joined": a verb for being in a conference."""
    return verb.lemma_ in ATTENDING or (verb.lemma_ == "take" and any(c.lower_ == "part" for c in verb.children))


def is_asked(verb: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ in ("whether", "if") for c in verb.children)


def is_aside(token: Token) -> bool:
    """ "So was, an hour later, X": what may stand before the name."""
    return token.is_punct or token.ent_type_ in ("DATE", "TIME") or token.pos_ in ("DET", "ADV", "ADP")


def has_object(verb: Token, listing: Listing) -> bool:
    """Whether something other than a person is followed ("followed the debate", "followed him to Rome"), or a plan ("followed
    up")."""
    ways = [c for c in verb.children if c.dep_ == "prep" and c.lower_ in ("to", "into", "out", "at", "through") and c.i > verb.i]
    if any(not (c.lower_ == "at" and any(_is_hour(g) for g in c.children)) for c in ways):
        return True
    objects = [c for c in verb.children if c.dep_ in ("dobj", "prt", "ccomp", "xcomp")]
    return any(c.i not in listing.covering for c in objects) or any(c.dep_ == "auxpass" for c in verb.children)


def _is_hour(word: Token) -> bool:
    """ "At noon", "at breakfast", "at half past three"."""
    return word.ent_type_ in TIMED or word.like_num or word.lemma_.lower() in HOURS


def is_ordered(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a word of order stands in front of the verb or hangs on it."""
    opening = {t.lower_ for t in verb.doc[verb.sent.start : min(verb.i, verb.sent.start + 6)]}
    return bool(opening & lexicon.round_order) or any(c.lower_ in lexicon.round_order for c in verb.children)


def goes_somewhere(verb: Token) -> bool:
    """ "came to Paris", "came with a post", "China came up": coming in person, or something else than a voice."""
    if any(c.dep_ == "prt" for c in verb.children):
        return True
    for prep in (c for c in verb.children if c.dep_ == "prep" and c.i > verb.i):
        nouns = {g.lemma_.lower() for g in prep.children}
        if prep.lower_ in ("to", "from", "into", "with", "under", "in") and not nouns & {"phone", "telephone", "line", "turn"}:
            return any(g.ent_type_ not in ("DATE", "TIME") for g in prep.children)
    return False


def is_at_time(verb: Token, others: list[Token]) -> bool:
    """ "On Monday it had been X": at a time told first."""
    opening = verb.doc[verb.sent.start : verb.i]
    timed = any(t.ent_type_ in ("DATE", "TIME") for t in opening[:4]) and verb.tag_ in ("VBD", "VBN")
    return timed and bool(others) and all(o.lower_ == "it" for o in others)


def is_blank(token: Token, lexicon: Lexicon) -> bool:
    """A subject that says nothing by itself: "it", "the next caller", "second on his list"."""
    return token.lower_ in ("it", "that", "one") or token.lemma_.lower() in lexicon.round_nouns


def tells_of_whom(verb: Token) -> bool:
    """ "Netanyahu, whom he rang (to ask for help)", "with whom he spoke": whether the clause tells of somebody on whom its subject
    acts."""
    near = (g for c in verb.children for g in ((c, *c.children) if c.lower_ in ("with", "to") or c.dep_ == "xcomp" else (c,)))
    return any(t.lower_ == "whom" for t in near)
