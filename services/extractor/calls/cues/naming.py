"""The senses of "call" in which nobody is rung: something gets a name ("called it false") or comes together ("called a vote");
and voices and knobs ("called back over the noise", "dialled back his demands").

Pure syntax; `people` are the tokens that stand in mentions of people.
"""

from __future__ import annotations

from services.extractor.calls.words.sighting import VERBAL, Sighting, next_words
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token

WORDS = load_words("calls.yml")
TIMES = WORDS["times"]
RUNG = WORDS["whereabouts"] | WORDS["phones"] | WORDS["staff"] | {"number", "cellphone", "home", "side", "leader", "counterpart"}
DEMONSTRATIVE, ARTICLES = (["this"], ["that"], ["these"], ["those"]), (["a"], ["an"], ["the"])  # "calls that a betrayal"
COMPLEMENTS = ("ccomp", "xcomp", "attr")
LABEL = 6  # words behind "a" in which the noun of a label stands


def names_something(verb: Token, people: set[int]) -> bool:
    """ "Called the report false", "called it an honour": two complements; "called her remarks …", "called a summit": no people."""
    objects = [c for c in verb.children if c.dep_ in ("dobj", *COMPLEMENTS) and c.i > verb.i]
    if any(o.dep_ in COMPLEMENTS and not any(g.tag_ == "TO" for g in o.children) and o.pos_ not in VERBAL for o in objects):
        return True
    named = verb.dep_ == "relcl" and any(c.dep_ == "oprd" and c.pos_ == "NOUN" for c in verb.children)
    if named and any(t.tag_ == "WP" for t in verb.subtree):
        return True  # "the man whom Washington calls the president"
    if has_label(verb, people) or (next_words(verb, 2)[:1] in DEMONSTRATIVE and next_words(verb, 2)[1:] in ARTICLES):
        return True
    purposes = [c.i for c in verb.children if c.dep_ in ("xcomp", "advcl") and any(g.tag_ == "TO" for g in c.children)]
    end = min(purposes, default=verb.sent.end)  # "called Putin to express, his office said, his condolences"
    nouns = [o for o in objects if o.dep_ == "dobj" and o.i < end]
    if nouns and any(c.dep_ == "dobj" and c.tag_ == "WP" and c.i < verb.i for c in verb.children):
        return nouns[-1].i not in people and nouns[-1].lemma_.lower() not in TIMES  # "whom he called his brother"
    return any(_is_thing(o, people) for o in nouns) or (len(nouns) > 1 and nouns[-1].pos_ != "PROPN")


def has_label(verb: Token, people: set[int]) -> bool:
    """ "Called Modi a fascist", "called the minister, X, a liar", not "called Modi a day later": a name, and what somebody is
    behind it; where the name has an apposition, behind a comma and at the end of the clause."""
    i, doc, end = verb.i + 1, verb.doc, verb.sent.end
    while i < end and i in people:
        i += 1
    if i == verb.i + 1 or i >= end:
        return False
    apposed = doc[i].text == "," and any(t.text == "," for t in doc[verb.i + 1 : i])
    i += apposed
    if apposed and i + 1 < end and doc[i].tag_ == "JJ":
        return doc[i + 1].text in (".", ";")
    if i >= end or doc[i].lower_ not in ("a", "an"):
        return False
    phrase = list(doc[i + 1 : min(i + LABEL, end)])
    if apposed and any(t.text == "," for t in phrase):
        return False
    noun = next((t for t in phrase if t.pos_ in ("NOUN", "PROPN")), None)
    timed = any(t.lemma_.lower() in TIMES or t.lower_ in ("few", "couple", "second", "third") for t in phrase[:3])
    return noun is not None and not timed and noun.ent_type_ not in ("DATE", "TIME")


def _is_thing(noun: Token, people: set[int]) -> bool:
    """ "Annan's remarks", "a EuroSummit": what somebody owns, or some one thing, that is neither a person nor has a telephone."""
    owned = any(c.dep_ == "poss" and c.pos_ != "PRON" for c in noun.children)
    if not (owned or noun.pos_ in ("NOUN", "PROPN")) or noun.i in people or noun.lemma_.lower() in RUNG | TIMES:
        return False
    if noun.ent_type_ in ("DATE", "TIME", "PERSON", "ORG", "GPE") and noun.pos_ == "PROPN" and not _is_one(noun):
        return False
    return _is_one(noun) or owned


def _is_one(noun: Token) -> bool:
    return any(c.lower_ in ("a", "an") for c in noun.children)


def is_shouted(sighting: Sighting) -> bool:
    """ "'Yes,' he called back over the noise": a voice, not a telephone."""
    verb = sighting.head
    if sighting.kind != "verb" or verb.lemma_ != "call" or any(c.dep_ in ("dobj", "dative", "nsubjpass") for c in verb.children):
        return False
    quoted = verb.i > verb.sent.start and any(
        t.text in ("”", '"', "''", "’") for t in verb.doc[max(verb.sent.start, verb.i - 4) : verb.i]
    )
    return quoted and any(c.lower_ in ("out", "back", "over", "across", "down", "after") for c in verb.children)


def is_turned_down(verb: Token) -> bool:
    """ "Dialled back his demands", "dialling up the pressure": a knob that is turned."""
    turned = any(c.lower_ in ("back", "down", "up") and c.dep_ in ("prt", "advmod") for c in verb.children)
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    return verb.lemma_ == "dial" and turned and any(c.pos_ == "NOUN" for c in objects)
