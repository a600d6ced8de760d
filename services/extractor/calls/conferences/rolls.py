"""Sentences that say who was on the line of a conference: "On the screen were A and B", "A dialled in from Berlin, B from Paris".

Reads one sentence; gives the officials whom it counts among those on the line. Whether a conference is being told, and who of
them is known already, is for the reader of the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

from services.extractor.account.parse import is_negated
from services.extractor.calls.told.material import Material
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Span, Token
from services.extractor.types import Entity, Mention

WORDS = load_words("calls.yml")
GATHERINGS = WORDS["gatherings"]
CONNECTING = WORDS["connecting"]
ON_LINE = WORDS["on_line"]
THOSE = WORDS["those_on_line"]
ATTENDING = {"participate", "attend", "attendance", "represent"}
PRESIDING = {"chair", "preside", "moderate"}
OPENING = {"open", "host", "convene"}  # what somebody does with a conference that he is on
JOINED = {
    "talk",
    "conversation",
    "discussion",
    "session",
    "consultation",
    "leader",
    "colleague",
    "counterpart",
    "other",
    "president",
}
SITTING = {"sit", "appear", "be", "come", "wait", "speak"}
COUNTING = {"include", "comprise"}
THOSE_LEFT = {"others", "rest"}
SEEMING = {"virtual", "digital", "electronic", "online"}
AWAY = {"absent", "missing", "away"}
INSIDE = ("poss", "nmod", "amod")
NOT_BEFORE = {"of", "about", "for", "against", "without", "like", "on", "instead"}


def find_roll(sent: Span, material: Material, shared: bool = True) -> list[Entity]:
    """The officials whom the sentence tells to have been on the line, each once; empty where it tells nothing of the kind.
    `shared`: whether the line is one that several share, so that to be "on the phone" is to be on that one."""
    if not tells_roll(sent, shared):
        return []
    found, telling = list[Mention](), False
    for part in _parts(sent):
        bare = not any(t.pos_ in ("VERB", "AUX") for t in part)
        telling = tells_roll(part, shared) or (telling and bare)  # "attended by: A; B; C"
        found += [m for m in material.finder.in_span(part) if telling and m.kind in ("name", "role")]
    found = [m for m in found if not (_is_inside(material.doc[m.head], m.end) or _stays_away(material.doc[m.head]))]
    named = [e for m in found if not _is_spoken_of(material.doc[m.start - 1] if m.start else None) for e in m.members]
    return list({e.id: e for e in named if e.official}.values())


def _parts(sent: Span) -> Iterator[Span]:
    """The sentence cut at semicolons."""
    start = sent.start
    for mark in [t.i for t in sent if t.text == ";"] + [sent.end]:
        if mark > start:
            yield sent.doc[start:mark]
        start = mark + 1


def tells_roll(sent: Span, shared: bool = True) -> bool:
    """Whether a sentence says of people that they were on a line that several share."""
    return any((_joins(t) or (shared and (_connects(t) or _is_there(t)))) and not _is_undone(t) for t in sent)


def _is_undone(token: Token) -> bool:
    """ "Will take part", "was not clear who attended"; not "A and B attended, C did not"."""
    above = (token, *(a for a in token.ancestors if token.dep_ != "conj" and a.dep_ in ("ROOT", "conj")))
    return any(c.dep_ == "neg" or c.lower_ in ("will", "would") for a in above for c in a.children)


def _stays_away(head: Token) -> bool:
    """ "Were on it, while X did not take part", "X was represented by his minister", "X was absent"."""
    first = next((a for a in (head, *head.ancestors) if a.dep_ in ("nsubj", "nsubjpass")), None)
    if first is None or first.head.pos_ not in ("VERB", "AUX"):
        return False
    verb = first.head
    away = any(c.lower_ in AWAY for c in verb.children if c.dep_ in ("acomp", "attr", "advmod"))
    return is_negated(verb) or away or (verb.lemma_ == "represent" and first.dep_ == "nsubjpass")


def _is_inside(head: Token, end: int) -> bool:
    """ "The office of X", "Bush's envoy"; not the first of "Ghana's X and Togo's Y"."""
    listed = head.dep_ == "nmod" and head.doc[end : end + 1].text in (",", "and", ";")
    return head.dep_ in INSIDE and not listed


def _is_spoken_of(before: Token | None) -> bool:
    return before is not None and before.lower_ in NOT_BEFORE


def _joins(token: Token) -> bool:
    """ "took part", "participated", "attended", "joined"."""
    if token.tag_ == "VBG" and not any(t.lemma_ == "be" for t in (token.head, *token.children)):
        return False  # "ruled out taking part"
    if token.tag_ == "VB" and any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children):
        return False  # "had been expected to join"
    if _is_of_meetings(token):
        return False
    if token.lemma_ == "take":
        return any(c.lower_ == "part" for c in token.children)
    if token.lemma_ in OPENING and token.pos_ == "VERB":
        return any(c.dep_ in ("dobj", "nsubjpass") and c.lemma_.lower() in ON_LINE | GATHERINGS | JOINED for c in token.children)
    joins = token.lemma_ == "join" and token.pos_ == "VERB" and not _is_of_something_else(token)
    return token.lemma_ in ATTENDING | PRESIDING or joins


def _is_of_something_else(verb: Token) -> bool:
    """ "Whether Australia would join a mission": no line, nor anybody on one."""
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    return any(o.pos_ == "NOUN" and o.lemma_.lower() not in ON_LINE | GATHERINGS | JOINED for o in objects)


def _is_of_meetings(verb: Token) -> bool:
    """ "Took part in the crisis meetings": several of them, so not the line of which the text tells."""
    nouns = [c for c in verb.children if c.dep_ == "dobj"]
    nouns += [g for part in (verb, *nouns) for c in part.children if c.lower_ == "in" for g in c.children]
    return any(n.tag_ == "NNS" and n.lemma_.lower() in GATHERINGS for n in nouns)


def _connects(verb: Token) -> bool:
    """ "dialled in", "was linked up from Paris", "came in on the line", "was connected"."""
    if verb.lemma_.lower() not in CONNECTING or not verb.tag_.startswith("VB") or is_negated(verb):
        return False
    passive = any(c.dep_ == "auxpass" for c in verb.children) and verb.lemma_ != "call"
    following = [*verb.children, *verb.doc[verb.i + 1 : verb.i + 2]]
    return passive or any(c.lower_ in ("in", "into", "up", "from", "on", "together") for c in following if c.i > verb.i)


def _is_there(verb: Token) -> bool:
    """ "On the line were …", "the participants were …", "among the participants were …", "also on the call was …"."""
    if verb.lemma_ not in SITTING | COUNTING or verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return False
    places = list(_places(verb))
    if any(t.lemma_.lower() == "chair" for t in places):
        return True
    if any(t.lemma_.lower() == "table" and any(c.lower_ in SEEMING for c in t.children) for t in places):
        return True
    if any(t.lemma_.lower() in ON_LINE and t.tag_ != "NNS" and not _is_to_somebody(t) for t in places):
        return True
    if any(t.lower_ == "it" and t.head.lower_ == "on" for t in places) and verb.lemma_ == "be":
        return True  # "On it were Cameron, Sarkozy …": on the call told before
    told = [c for c in verb.children if c.dep_ in ("nsubj", "attr")]
    told += [g for c in verb.children if c.lower_ == "among" for g in c.children]
    return verb.lemma_ in COUNTING | {"be"} and any(t.lemma_.lower() in THOSE for t in told)


def _is_to_somebody(line: Token) -> bool:
    """ "Was on the telephone to the crown prince": a line of their own."""
    behind = line.nbor(1) if line.i + 1 < line.sent.end else line
    return line.head.lower_ == "on" and behind.lower_ == "to" and any(c.dep_ == "pobj" for c in behind.children)


def _places(verb: Token) -> Iterator[Token]:
    above = [verb, *(c for c in verb.children if c.lower_ in THOSE_LEFT and c.dep_ == "nsubj")]  # "the others on the screen were"
    for prep in (c for a in above for c in a.children):
        if prep.lower_ in ("on", "at", "in", "before", "around", "round") and prep.dep_ == "prep":
            yield from (g for g in prep.children if g.dep_ == "pobj")
