"""The places in a sentence where a round of calls names its next member: "Then came X", "it was the turn of X", "X followed".

Reads the syntax of one sentence; gives the mentions that stand in such a place. Whether a round is being told at all, and whether
they can be on the line, is for `rounds.py`. `ORDERED` hold once a single call was told, `FREE` only where a round is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.tokens import Span, Token

from services.extractor.account.parse import subject_of
from services.extractor.calls.lexicon import Lexicon
from services.extractor.calls.listing import SUBJECTS, Listing
from services.extractor.calls.sighting import VERBAL
from services.extractor.types import Mention

Slot = Callable[[Span, Listing, Lexicon], Iterator[Mention]]
DAYTIMES = {"day", "night", "evening", "afternoon", "morning", "noon", "midday", "midnight", "dawn", "breakfast", "hour", "same"}
ORDER_BEFORE = {"then", "next", "finally", "lastly", "last", "afterwards", "later"}
RANKS = {"first", "second", "third", "fourth", "fifth", "last", "next"}
AFTER_TURN = ("of", "for")
AUXILIARY_DID = ("did", "was", "were", "had", "has")


def in_turn(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "it was the turn of X", "it was X's turn", "Ankara and Paris had their turn"."""
    for noun in (t for t in sent if t.lemma_.lower() == "turn" and t.pos_ == "NOUN"):
        for child in noun.children:
            if child.lower_ in AFTER_TURN:
                yield from _below(child, listing)
            elif child.dep_ == "poss":
                yield from listing.mentions_of(child)
        above = noun.head
        if above.lemma_ in ("have", "get", "take") and noun.dep_ == "dobj":
            yield from _subjects(above, listing)


def followed(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "X and Y followed", "Then came X", "X came next", "… and so did X"."""
    for verb in sent:
        follows = verb.lemma_ == "follow" and not _has_object(verb, listing)
        comes = verb.lemma_ == "come" and _is_ordered(verb, lexicon) and not _goes_somewhere(verb)
        if (follows or comes) and verb.tag_ in ("VBD", "VBZ", "VBN", "VBP"):
            yield from _subjects(verb, listing)
        elif verb.lower_ == "so" and verb.i + 2 < sent.end and verb.nbor(1).lower_ in AUXILIARY_DID:
            mention = listing.covering.get(verb.i + 2) or listing.covering.get(min(verb.i + 3, sent.end - 1))
            if mention is not None:
                yield from listing.expand(mention)


def next_was(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "Next was X", "X was next", "Before that it had been X", "The last caller was X"."""
    for verb in (t for t in sent if t.lemma_ == "be"):
        told = [c for c in verb.children if c.dep_ in (*SUBJECTS, "attr")]
        named = [c for c in told if c.i in listing.covering and listing.covering[c.i].kind not in ("pronoun", "group")]
        others = [c for c in told if c not in named]
        if named and _is_ordered(verb, lexicon) and all(o.lower_ in lexicon.round_order or _is_blank(o, lexicon) for o in others):
            yield from (m for c in named for m in listing.mentions_of(c))


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
        if following and set(gap) <= {",", "came", "it", "was", "had", "been"} and not _acts(following, sent):
            yield from listing.expand(following)


def same_with(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "It was much the same with X", "likewise with X", "so too with X"."""
    for token in sent:
        if token.lower_ not in ("with", "for", "to") or token.i == sent.start:
            continue
        before = {t.lower_ for t in sent.doc[max(sent.start, token.i - 4) : token.i]}
        if token.lower_ in ("with", "to") and token.nbor(-1).lower_ in ("one", "another", "others") and token.dep_ == "prep":
            yield from _below(token, listing)  # "It followed one with X"
        elif before & {"same", "likewise", "similarly", "similar"} or {"so", "too"} <= before or {"as", "also"} <= before:
            yield from _below(token, listing)


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
                yield from _below(child, listing)


def stepped(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "He began with X, went on to Y and finished with Z"."""
    for verb in (t for t in sent if t.pos_ in VERBAL and t.lemma_ in lexicon.round_steps):
        for child in verb.children:
            if child.lower_ in ("with", "to") and child.dep_ == "prep":
                yield from (m for m in _below(child, listing) if m.kind in ("name", "role"))


def named_only(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """A sentence without a verb that is a list of names, or a name with an hour: "Ankara and Riyadh later in the day."."""
    if any(t.pos_ in VERBAL for t in sent):
        return
    here = [m for m in listing.in_span(sent) if m.kind in ("name", "role", "place")]
    begin = next((t for t in sent if t.pos_ not in ("PUNCT", "SPACE", "SYM", "NUM")), None)
    opens = begin is not None and (begin.lower_ in lexicon.round_order or begin.i in listing.covering)
    if sum(m.kind == "name" for m in here) > 1 or (here and opens and _is_short(sent, here)):
        yield from here
    elif here and begin is not None and begin.i in listing.covering and sent[0].i != begin.i:
        yield from listing.expand(here[0])  # an item of a list: "- Jeppe Kofod, evacuation of diplomats"


def told_too(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "X was told the same", "X was given an account of it", "X heard …"."""
    for verb in (t for t in sent if t.pos_ in VERBAL and t.dep_ in ("ROOT", "conj")):
        if any(c.dep_ == "auxpass" for c in verb.children) and verb.lemma_ in lexicon.round_told:
            yield from _subjects(verb, listing)


def heard_the_same(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "X and Y heard the same", "X got the same message"."""
    for verb in (t for t in sent if t.lemma_ in ("hear", "get", "receive") and t.pos_ in VERBAL):
        if any(c.lower_ == "same" for o in verb.children if o.dep_ in ("dobj", "dep") for c in o.subtree):
            yield from _subjects(verb, listing)


def then_name(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "X was told first, then Y", "… and, last, Z"."""
    for mention in listing.in_span(sent):
        i = mention.start - 1
        while i > sent.start and sent.doc[i].text in (",", "–", "—"):
            i -= 1
        if i > sent.start and sent.doc[i].lower_ in ORDER_BEFORE and mention.kind in ("name", "role", "place"):
            following = sent.doc[mention.end] if mention.end < sent.end else None
            if (following is None or following.pos_ not in (*VERBAL, "PART")) and not _acts(mention, sent):
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


def told_by_hub(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "He also informed X and Y": whom the one who makes the round told as well."""
    for verb in (t for t in sent if t.pos_ in VERBAL and t.lemma_ in lexicon.round_told and t.dep_ in ("ROOT", "conj")):
        acting = [c for c in verb.children if c.dep_ == "nsubj" and c.i in listing.covering]
        if acting and any(c.lower_ in ("also", "too", "likewise", "similarly", "equally", "then") for c in verb.children):
            yield from (m for c in verb.children if c.dep_ in ("dobj", "dative") for m in listing.mentions_of(c))


def did_too(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """ "X did too", "So did X", "X did the same"."""
    for verb in (t for t in sent if t.lower_ == "did" and t.dep_ in ("ROOT", "conj", "ccomp")):
        objects = [c for c in verb.children if c.dep_ in ("dobj", "xcomp", "ccomp", "neg")]
        if all(c.lower_ in ("so", "same", "likewise") for c in objects):
            yield from _subjects(verb, listing)


def at_hours(sent: Span, listing: Listing, lexicon: Lexicon) -> Iterator[Mention]:
    """Names between commas with nothing but an hour or day: "at ten, X; at noon, Y", "X on Monday, Y on Tuesday and Z …"."""
    found: list[Mention] = []
    timed = 0
    for part in _parts(sent):
        here = [m for m in listing.in_span(part) if m.kind in ("name", "role", "place")]
        covered = {i for m in here for i in range(m.start, m.end)}
        rest = [t for t in part if t.i not in covered and not t.is_punct and not t.is_space]
        if any(not _is_of_time(t, lexicon) for t in rest):
            continue
        timed += any(t.ent_type_ in ("DATE", "TIME") or t.lemma_.lower() in DAYTIMES or t.like_num for t in rest)
        found += here
    if timed > 1 or (timed and found and len(found) == 1):
        yield from found


ORDERED: tuple[Slot, ...] = (in_turn, followed, next_was, before_him, same_with, heard_the_same, then_name, ranked)
FREE: tuple[Slot, ...] = (included, stepped, named_only, told_too, at_hours)


def _subjects(verb: Token, listing: Listing) -> Iterator[Mention]:
    """The mentions that are the subject of `verb`, those listed with it included."""
    for child in verb.children:
        late = child.dep_ == "conj" and child.pos_ not in VERBAL and child.i in listing.covering  # "came X, and at noon Y"
        if child.dep_ in SUBJECTS or late:
            yield from listing.mentions_of(child)
    if verb.dep_ == "conj" and not any(c.dep_ in SUBJECTS for c in verb.children):
        mention = listing.covering.get(verb.i - 1)
        if mention is not None and mention.start > verb.sent.start:
            yield from listing.expand_left(mention)


def _below(preposition: Token, listing: Listing) -> Iterator[Mention]:
    for child in preposition.children:
        if child.dep_ in ("pobj", "pcomp"):
            yield from listing.mentions_of(child)


def _has_object(verb: Token, listing: Listing) -> bool:
    """Whether something other than a person is followed ("followed the debate", "followed him to Rome"), or a plan ("followed
    up")."""
    if any(c.dep_ == "prep" and c.lower_ in ("to", "into", "out", "at", "through") and c.i > verb.i for c in verb.children):
        return True
    objects = [c for c in verb.children if c.dep_ in ("dobj", "prt", "ccomp", "xcomp")]
    return any(c.i not in listing.covering for c in objects) or any(c.dep_ == "auxpass" for c in verb.children)


def _is_ordered(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a word of order stands in front of the verb or hangs on it."""
    opening = {t.lower_ for t in verb.doc[verb.sent.start : min(verb.i, verb.sent.start + 6)]}
    return bool(opening & lexicon.round_order) or any(c.lower_ in lexicon.round_order for c in verb.children)


def _goes_somewhere(verb: Token) -> bool:
    """ "came to Paris", "came with a post": coming in person, or with something else than a voice."""
    for prep in (c for c in verb.children if c.dep_ == "prep" and c.i > verb.i):
        nouns = {g.lemma_.lower() for g in prep.children}
        if prep.lower_ in ("to", "from", "into", "with", "under", "in") and not nouns & {"phone", "telephone", "line", "turn"}:
            return any(g.ent_type_ not in ("DATE", "TIME") for g in prep.children)
    return False


def _is_blank(token: Token, lexicon: Lexicon) -> bool:
    """A subject that says nothing by itself: "it", "the next caller", "second on his list"."""
    return token.lower_ in ("it", "that", "one") or token.lemma_.lower() in lexicon.round_nouns


def _acts(mention: Mention, sent: Span) -> bool:
    """Whether a mention is the subject of a verb of its own."""
    head = sent.doc[mention.head]
    return head.dep_ in SUBJECTS and head.head.lemma_ not in ("be", "come") and head.head.i > head.i


def _parts(sent: Span) -> Iterator[Span]:
    """The sentence cut at commas, semicolons, colons and dashes."""
    start = sent.start
    for token in sent:
        if token.text in (",", ";", ":", "–", "—", "-") and (token.text != "-" or token.whitespace_):
            yield sent.doc[start : token.i]
            start = token.i + 1
    yield sent.doc[start : sent.end]


def _is_of_time(token: Token, lexicon: Lexicon) -> bool:
    return (
        token.ent_type_ in ("DATE", "TIME", "CARDINAL", "ORDINAL")
        or token.like_num
        or token.lemma_.lower() in DAYTIMES
        or token.lower_ in lexicon.round_order
        or token.pos_ in ("ADP", "DET", "CCONJ")
    )


def _is_short(sent: Span, here: list[Mention]) -> bool:
    """Whether beside the names only words of time and order stand."""
    covered = {i for m in here for i in range(m.start, m.end)}
    rest = [t for t in sent if t.i not in covered and t.pos_ not in ("PUNCT", "SPACE", "SYM", "NUM", "CCONJ", "DET", "ADP", "ADV")]
    return all(t.ent_type_ in ("DATE", "TIME") or t.lemma_.lower() in ("day", "night", "evening", "afternoon") for t in rest)
