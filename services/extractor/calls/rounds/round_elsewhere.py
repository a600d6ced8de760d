"""Whether a sentence in a round of calls speaks of something else: a visit, a letter, what did not or will not happen."""

from __future__ import annotations

from services.extractor.calls.held.ahead import is_still_to_come
from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.calls.words.sighting import VERBAL
from services.extractor.tokens import Span, Token

WRITING = {"write", "post", "tweet", "note"}
NAMING = {"confirm", "name", "identify", "give", "list", "mention", "acknowledge"}  # "would confirm only two of them"
DISCLOSING = {"say", "disclose", "reveal", "specify", "elaborate", "tell"}  # "did not say whether"
PROPOSING = {"propose", "suggest", "offer", "invite", "urge", "announce", "warn", "report", "raise", "discuss"}
MEALS = {"breakfast", "lunch", "dinner"}  # that tell an hour
MEETINGS = {"meeting", "summit"}
NOBODY = {"neither", "nobody", "none", "nor"}


def is_elsewhere(sent: Span, lexicon: Lexicon) -> bool:
    """Whether the sentence speaks of another way to meet or write, or of what did not or will not happen."""
    elsewhere = lexicon.round_elsewhere
    for t in sent:
        told = t.lower_ in elsewhere or t.lemma_.lower() in elsewhere or _is_in_writing(t)
        told = told and not (_is_ahead(t, lexicon) or _is_attribution(t) or _is_spoken_of(t, lexicon))
        if told and not (t.lower_ in MEALS and t.head.lower_ in ("before", "after", "at")):
            return True
        denied = t.dep_ == "neg" and t.head.lemma_ not in DISCLOSING
        if t.lemma_ == "call" and t.pos_ in VERBAL and _is_called_on(t):
            return True
        if (denied or (t.lower_ in ("will", "would") and t.head.lemma_ not in NAMING)) and _is_main(t.head):
            return True
    return any(t.lower_ in NOBODY for t in sent.tokens[:2])


def _is_in_writing(noun: Token) -> bool:
    """ "Expressed his in a message", "in both cases in writing"."""
    return noun.lower_ in ("message", "writing", "note") and noun.dep_ == "pobj" and noun.head.lower_ in ("in", "by")


def _is_called_on(verb: Token) -> bool:
    """ "Called on him in Doha": a visit, or a demand; not "called on Sunday"."""
    near = [g for c in verb.children if c.lower_ in ("on", "upon") and c.i == verb.i + 1 for g in c.children if g.dep_ == "pobj"]
    return any(g.pos_ in ("PRON", "PROPN") and g.ent_type_ not in ("DATE", "TIME") for g in near)


def _is_ahead(meeting: Token, lexicon: Lexicon) -> bool:
    """ "Agreed to meet at the summit", "his next visit"; not "is to meet her"."""
    told = meeting.sent.root.tag_ == "VBD"
    return told and meeting.lemma_.lower() in lexicon.in_person | MEETINGS and is_still_to_come(meeting, lexicon)


def _is_spoken_of(word: Token, lexicon: Lexicon) -> bool:
    """ "Told him that Ankara stood by Baku", "proposed a joint letter": what is said to somebody, not what was done."""
    above = word
    while above.dep_ not in ("ROOT", "relcl", "advcl", "conj"):
        if (
            above.dep_ in ("ccomp", "xcomp", "dobj")
            and above.head.i < above.i
            and above.head.lemma_ in lexicon.round_answers | PROPOSING
        ):
            return True
        above = above.head
    return False


def _is_main(verb: Token) -> bool:
    """Whether a verb is the main one or joined to another, not to one of what somebody said."""
    if verb.dep_ != "conj":
        return verb.dep_ == "ROOT"
    while verb.dep_ == "conj":
        verb = verb.head
    return verb.dep_ != "ccomp"


def _is_attribution(token: Token) -> bool:
    """ "… , he wrote on X", "the minister posted on social media": where the news stands, not how the two met."""
    if token.pos_ in VERBAL:
        return token.lemma_ in WRITING and any(c.dep_ == "ccomp" or c.lower_ == "on" or c.is_punct for c in token.children)
    place = token.head.lower_ in ("on", "in") and token.dep_ == "pobj"
    return place and token.head.head.lemma_ in WRITING | {"say", "announce", "state"}
