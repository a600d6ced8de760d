"""The places where a round goes on with what was said: "With X he agreed …", "X told him …", "he also informed X", "X was told".

Reads the syntax of one sentence; gives the mentions that stand in such a place, as the slots of `round_slots.py` do.
"""

from __future__ import annotations

from collections.abc import Iterator

from services.extractor.calls.rounds.round_lists import is_of_time
from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.calls.words.listing import SUBJECTS, Listing
from services.extractor.calls.words.sighting import VERBAL
from services.extractor.calls.words.slot_syntax import subjects_of
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Span, Token
from services.extractor.types import Entity, Mention

TELLING = load_words("calls.yml")["telling"]
TALKS = {"talk", "discussion", "conversation", "exchange", "call", "focus", "emphasis"}
SAYING = {"say", "speak", "convey", "explain", "repeat", "announce", "stress", "pass", "put", "complain", "describe", "make"}
NAMED = ("name", "role")


def told_too(sent: Span, listing: Listing, lexicon: Lexicon, at_length: bool) -> Iterator[Mention]:
    """ "X was told the same", "X was given an account of it", "X heard …"; `at_length`: "X was told that …" alone."""
    for verb in (t for t in sent if t.pos_ in VERBAL and t.dep_ in ("ROOT", "conj")):
        parts = {c.dep_ for c in verb.children}
        if "auxpass" in parts and verb.lemma_ in lexicon.round_told and (not at_length or "ccomp" in parts):
            yield from subjects_of(verb, listing)


def told_by_hub(sent: Span, listing: Listing, lexicon: Lexicon, also: bool = True) -> Iterator[Mention]:
    """ "He also informed X and Y", "briefed X in the same manner": whom the one who makes the round told as well; without `also`,
    whom he told at all."""
    for verb in (t for t in sent if t.pos_ in VERBAL and t.lemma_ in lexicon.round_told and _leads(t)):
        acting = [c for c in verb.children if c.dep_ == "nsubj" and c.i in listing.covering]
        likewise = any(c.lower_ in ("also", "too", "likewise", "similarly", "equally", "then") for c in verb.children) or any(
            g.lower_ == "same" for c in verb.children if c.lower_ == "in" for noun in c.children for g in noun.children
        )
        if acting and (likewise or not also):
            yield from (m for c in verb.children if c.dep_ in ("dobj", "dative") for m in listing.mentions_of(c))


def _leads(verb: Token) -> bool:
    """Whether a verb is the main one, or what an attribution behind it makes of that (", the directorate said")."""
    return verb.dep_ in ("ROOT", "conj", "parataxis") or (
        verb.dep_ == "ccomp" and verb.head.dep_ == "ROOT" and verb.head.i > verb.i
    )


def heard_from(sent: Span, listing: Listing, lexicon: Lexicon, hub: Entity, on_line: set[int]) -> Iterator[Mention]:
    """ "With X he agreed that …", "to X he said …", "X told him that …": who talked with `hub`, or with one of those `on_line` in
    the last call."""
    here = listing.in_span(sent)
    named = any(hub in m.members for m in here)
    for mention in here:
        if mention.kind not in NAMED or hub in mention.members:
            continue
        others = any(e.id in on_line for m in here if m.start > mention.start for e in m.members)
        talked = named or others or _is_talk_of_two(mention, sent, lexicon)
        if (talked and _is_fronted(mention, sent, lexicon)) or _tells(mention, sent, listing, hub, on_line):
            yield mention


def beside_talk(sent: Span, listing: Listing, lexicon: Lexicon, hub: Entity) -> Iterator[Mention]:
    """ "X and he went over …", "he reviewed it with X": who stands beside the verb of a talk of `hub`."""
    if not {t.lemma_.lower() for t in sent if t.pos_ in VERBAL} & lexicon.round_talk or any(t.lower_ == "had" for t in sent):
        return
    here = listing.in_span(sent)
    if any(hub in m.members for m in here):
        yield from (m for m in here if m.kind in NAMED and hub not in m.members and _is_beside_talk(m, sent, lexicon))


def _is_fronted(mention: Mention, sent: Span, lexicon: Lexicon) -> bool:
    """ "With X …", "Later, to X …"."""
    way = sent.doc[mention.head].head
    if way.lower_ not in ("with", "to") or way.i > mention.start:
        return False
    if way.head.dep_ == "pobj" and way.head.head.lower_ in ("after", "before", "following"):
        return False  # "after three hours with X he called Y"
    lead = sent.doc[sent.start : way.i]
    return all(t.is_punct or t.is_space or t.pos_ == "ADV" or is_of_time(t, lexicon) for t in lead)


def _is_talk_of_two(mention: Mention, sent: Span, lexicon: Lexicon) -> bool:
    """Whether the clause behind "With X" or "To X" tells what somebody not named said there, or of what the two talked."""
    verb = sent.doc[mention.head].head.head
    acting = [c for c in verb.children if c.dep_ in SUBJECTS]
    if verb.tag_ not in ("VBD", "VBZ") or len(acting) != 1 or acting[0].i < mention.end:
        return False
    if any(c.lower_ in ("the", "their") for c in acting[0].children):
        return acting[0].lemma_.lower() in TALKS or acting[0].lower_ in ("two", "sides")  # "With X, the talk turned to …"
    return acting[0].pos_ == "PRON" and verb.lemma_ in lexicon.round_talk | TELLING | SAYING


def _tells(mention: Mention, sent: Span, listing: Listing, hub: Entity, on_line: set[int]) -> bool:
    """ "X told him that …", "X heard from him", where the round is his; "him" may seem to be the one called last."""
    head = sent.doc[mention.head]
    head = head.head if head.dep_ == "appos" else head
    verb = head.head
    if head.dep_ != "nsubj" or verb.tag_ not in ("VBD", "VBZ") or not _leads(verb):
        return False
    if verb.lemma_ == "hear":
        other = [g for c in verb.children if c.lower_ == "from" for g in c.children]
    else:
        other = [c for c in verb.children if c.dep_ in ("dobj", "dative")] if verb.lemma_ in TELLING else []
    himself = {e.id for e in mention.members}  # for whom the pronoun behind his verb does not stand
    heard = [(m, e) for c in other for m in listing.mentions_of(c) for e in m.members]
    if any(m.kind == "pronoun" and e.id in on_line | himself for m, e in heard):
        return True
    return any(e is hub or (e.kind == "state" and e.country == hub.country) for _, e in heard)  # "wished India success"


def _is_beside_talk(mention: Mention, sent: Span, lexicon: Lexicon) -> bool:
    """Whether a mention stands with or before the verb of a talk."""
    before = sent.doc[mention.start - 1].lower_ if mention.start > sent.start else ""
    head = sent.doc[mention.head]
    acting = head.head if head.dep_ == "conj" else head
    subject = acting.dep_ in ("nsubj", "nsubjpass") and acting.head.lemma_.lower() in lexicon.round_talk
    subject = subject and not (acting.head.tag_ == "VBG" and acting.head.lemma_ == "go")  # "is going to convene"
    return before == "with" or subject or mention.start <= sent.start + 2
