"""What the word above a clause without a tense of its own says of it: "was among the first to ring" that it happened, "has stopped
calling" that it does not."""

from __future__ import annotations

from services.extractor.calls.held.clause import FUTURE_ADJECTIVES
from services.extractor.calls.held.unanswered import is_too_much
from services.extractor.calls.words.call_nouns import is_pointless
from services.extractor.calls.words.infinitives import implies, is_achieved, is_found_time, is_told_of, purpose_holds
from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.calls.words.sighting import VERBAL
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token

COURTESIES = load_words("calls.yml")["courtesies"]
RANKING = {"first", "last", "latest", "next", "second", "third", "only", "earliest", "among"}
PLACES = {"first", "second", "third", "fourth", "latest"}  # of which "is" tells what was: "is the first leader to phone him"
PLANS = {"plan", "idea", "scheme", "scenario", "proposal", "suggestion", "option", "intention"}


def step_holds(current: Token, above: Token, lexicon: Lexicon) -> bool:
    """Whether a clause without a tense of its own takes its reality from the word above it."""
    infinitive = any(c.tag_ == "TO" for c in current.children)
    step = current.dep_
    if infinitive and step == "acl" and above.lower_ == "order" and above.head.lower_ == "in":
        return purpose_holds(above.head.head)  # "broke off the dinner in order to call"
    if infinitive and (is_achieved(above) or is_told_of(current, above) or is_found_time(above)):
        return True
    if infinitive and step == "acl" and above.lower_ == "turn" and above.head.tag_ == "VBD":
        return True  # "on Sunday it was Putin's turn to pick up the telephone"
    if infinitive and above.lower_ in RANKING:
        return True  # "the first to call him was ..."
    if infinitive and above.lower_ in COURTESIES and _is_exclaimed(above):
        return True  # "Good to talk to …"
    if above.pos_ not in VERBAL:
        among = above.lower_ == "one" or any(c.lower_ in RANKING for c in above.children)
        ranked = infinitive and among and (_is_ranked(current, _named_as(above)) or _is_told_who(above))
        if ranked:
            return True  # "was the first foreign leader to ring him", "one of the first leaders to ring him"
        if above.lemma_.lower() in lexicon.not_held_nouns or (infinitive and step in ("acl", "relcl", "advcl")):
            return False
        if above.lower_ in ("without", "than") or (above.lower_ == "of" and _is_instead(above)):
            return False
        if above.lower_ in ("in", "of") and above.i and is_pointless(above.nbor(-1)):
            return False
        if above.lower_ == "to" and above.head.lemma_ in ("look", "object", "oppose"):
            return False
        if above.lower_ in ("of", "for", "without", "about", "on") and above.head.lemma_.lower() in lexicon.not_held_nouns | {
            "talk",
            "think",
            "speak",
        }:
            return False
        return not (infinitive and (above.lower_ in FUTURE_ADJECTIVES or is_too_much(above)))
    if current.tag_ == "VBG" and _is_planned(above):
        return False  # "The plan involved Trump calling at nine"
    if step in ("xcomp", "ccomp") and above.lemma_ == "let" and above.tag_ == "VB":
        return False  # "Let him call Putin"
    if step == "xcomp" and above.lemma_ in ("stop", "cease", "quit") and current.tag_ == "VBG":
        return False  # "has stopped calling and simply comes"
    if step in ("xcomp", "ccomp") and infinitive:
        return implies(above, lexicon)
    if step in ("xcomp", "ccomp") and above.lemma_ in lexicon.not_held_verbs - {"have", "set"}:
        return False
    if step == "advcl" and infinitive:
        return purpose_holds(above) or _is_ranked(current, above)
    if infinitive and step == "conj" and any(c.dep_ == "mark" and c.lower_ == "for" for c in current.children):
        return False  # "called for an inquiry, and for the premier to get on the phone"
    return not (infinitive and step in ("ROOT", "dep", "conj") and not is_finite(above))


def is_finite(verb: Token) -> bool:
    """Whether a verb has a tense of its own."""
    if verb.pos_ not in VERBAL:
        return False
    if verb.tag_ in ("VBD", "VBZ", "VBP"):
        return True
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass") and c.tag_ in ("VBD", "VBZ", "VBP", "MD")]
    return bool(helpers)


def _is_planned(verb: Token) -> bool:
    """ "The plan foresaw", "the idea was": what only somebody's plan tells."""
    planning = verb.lemma_ in ("involve", "foresee", "envisage", "include", "be", "entail")
    return planning and any(c.dep_ == "nsubj" and c.lemma_.lower() in PLANS for c in verb.children)


def _is_ranked(verb: Token, above: Token) -> bool:
    """ "Was among the first leaders to be phoned by Obama": one place in the order of those who were."""
    between = {t.lower_ for t in verb.doc[above.i : verb.i]}
    told = above.tag_ in ("VBD", "VBN") or (above.tag_ == "VBZ" and bool(between & PLACES))
    return above.lemma_ in ("be", "become") and told and bool(between & RANKING)


def _is_told_who(noun: Token) -> bool:
    """ "The first leader to ring him was Macron"."""
    return noun.dep_ == "nsubj" and noun.head.lemma_ == "be" and noun.head.tag_ == "VBD" and noun.head.i > noun.i


def _named_as(noun: Token) -> Token:
    """The verb by which somebody is said to be of `noun`: "was one of the first leaders"."""
    of = noun.head
    one = of.lower_ == "of" and of.head.lower_ in ("one", "some", "two", "three")
    return of.head.head if one else of


def _is_exclaimed(word: Token) -> bool:
    """ "A pleasure to speak with …", "It was good to talk": said of what was, not of what would be good."""
    above = word.head
    return above == word or above.pos_ not in VERBAL or above.tag_ == "VBD" or above.lemma_ != "be"


def _is_instead(preposition: Token) -> bool:
    before = preposition.doc[preposition.i - 1].lower_ if preposition.i else ""
    return preposition.head.lower_ in ("instead", "short") or before in ("instead", "short")
