"""Whether a call that a cue speaks of took place: climbs the syntax from the cue to the root and asks at each step whether the step
keeps the clause real.

What is said of the noun itself lies in `called_off.py` and `planned.py`, what a clause says of its own event in `clause.py`.
"""

from __future__ import annotations

from services.extractor.calls.call_nouns import is_no, whole_noun
from services.extractor.calls.called_off import TALES, denies_noun, is_denied_report
from services.extractor.calls.clause import CONDITIONALS, FUTURE_ADJECTIVES, REPORTING, denies_clause
from services.extractor.calls.habits import is_habit, is_meant
from services.extractor.calls.infinitives import implies, is_achieved, is_found_time, is_told_of, purpose_holds
from services.extractor.calls.lexicon import Lexicon
from services.extractor.calls.naming import is_shouted, is_turned_down
from services.extractor.calls.questions import is_question, is_supposed
from services.extractor.calls.sighting import VERBAL, Sighting
from services.extractor.calls.unanswered import goes_unanswered, is_never_returned, is_refused, is_too_much
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token

WORDS = load_words("calls.yml")
FUTURE_WORDS = {"tomorrow", "soon", "shortly"}
DENYING = WORDS["denying"]
PUT_OFF = WORDS["put_off"]
AGREEING = WORDS["agreeing"]
TALKING = {"speak", "talk", "call", "phone", "hold", "confer", "meet", "discuss", "consult", "continue", "communicate", "go"}
RANKING = {"first", "last", "latest", "next", "second", "third", "only", "earliest", "among"}
PLACES = {"first", "second", "third", "fourth", "latest"}  # of which "is" tells what was: "is the first leader to phone him"
OCCASION = {"in", "during", "over", "by", "via", "on"}
TALK_NOUNS = {"call", "conversation", "talk", "exchange", "discussion", "phonecall"}
FALSE_ONES = {"real", "genuine", "authentic", "true", "his", "hers", "theirs"}
PLANS = {"plan", "idea", "scheme", "scenario", "proposal", "suggestion", "option", "intention"}


def is_held(sighting: Sighting, lexicon: Lexicon) -> bool:
    """Whether the text tells the call as having taken place."""
    if (
        denies_noun(sighting, lexicon)
        or (is_question(sighting.head) and not _is_supposed_known(sighting))
        or _put_off(sighting)
        or is_supposed(sighting.head)
    ):
        return False
    if _is_excluded(sighting) or is_shouted(sighting) or is_turned_down(sighting.head) or is_habit(sighting) or is_meant(sighting):
        return False
    if _is_where_they_agreed(sighting):
        return True
    if sighting.kind == "verb" and (is_never_returned(sighting.head) or is_refused(sighting.head)):
        return False
    verb = sighting.verb
    if verb is None:
        return not _future_fragment(sighting)
    return _clause_holds(verb, sighting, lexicon)


def _is_supposed_known(sighting: Sighting) -> bool:
    """ "Did Kerry raise the matter when he rang the minister on Sunday?": what is asked is not whether he rang."""
    verb = sighting.verb
    return verb is not None and verb.dep_ == "advcl" and verb.tag_ == "VBD" and any(c.lower_ == "when" for c in verb.children)


def _is_excluded(sighting: Sighting) -> bool:
    """ "Not by phone", "neither by phone nor by mail": the way that it was not done."""
    way = sighting.head.head
    if sighting.kind != "instrument" or way.pos_ != "ADP" or way.i == way.sent.start:
        return False
    return way.nbor(-1).lower_ in ("not", "neither", "nor")


def _put_off(sighting: Sighting) -> bool:
    """A headline that says that a call was moved: short, and its verb may be taken for anything."""
    tokens = [t for t in sighting.head.sent if not t.is_space]
    return len(tokens) < 16 and sighting.kind == "noun" and any(t.lower_ in PUT_OFF for t in tokens)


def _future_fragment(sighting: Sighting) -> bool:
    words = FUTURE_WORDS | {"will", "planned"}
    return any(t.lower_ in words or (t.lower_ == "to" and t.dep_ == "aux") for t in sighting.head.sent)


def _clause_holds(verb: Token, sighting: Sighting, lexicon: Lexicon) -> bool:
    """Climbs from the cue's verb to the root, asking at each step whether the step upwards keeps the clause real."""
    if denies_clause(verb, lexicon, own=True, sighting=sighting):
        return False
    current = verb
    for _ in range(8):
        above = current.head
        if above == current:
            return True
        if _is_finite(current):
            return _finite_holds(current, above)
        if not _step_holds(current, above, lexicon):
            return False
        current = above
        if current.pos_ in VERBAL and denies_clause(current, lexicon, own=False, sighting=sighting):
            return False
    return True


def _is_where_they_agreed(sighting: Sighting) -> bool:
    """ "Scholz, Zelensky vow to deepen ties in first phone talks": two sides promise in the call, not to make one. Where a single
    one vows to raise something in a call, that call is still to come. Headlines are parsed badly, so the order of words decides."""
    noun = whole_noun(sighting.head)
    if sighting.kind not in ("noun", "instrument") or noun.dep_ != "pobj" or noun.head.lower_ not in OCCASION:
        return False
    before = [t for t in noun.sent if t.i < noun.head.i]
    agreeing = next((t for t in reversed(before) if t.lemma_.lower() in AGREEING and t.tag_ != "VB"), None)
    if agreeing is None or not any(t.lower_ == "to" and t.i > agreeing.i for t in before):
        return False
    if any(t.lemma_.lower() in TALKING and t.i > agreeing.i for t in before):
        return False  # "agreed to speak by phone"
    sides = [t for t in before if t.i < agreeing.i]
    paired = any(t.text in (",", "and", "&") and t.i > sides[0].i and t.nbor(-1).is_title and t.nbor(1).is_title for t in sides)
    return paired or any(t.tag_ in ("NNS", "NNPS") or t.lower_ in ("they", "both") for t in sides)


def _is_finite(verb: Token) -> bool:
    """Whether a verb has a tense of its own."""
    if verb.pos_ not in VERBAL:
        return False
    if verb.tag_ in ("VBD", "VBZ", "VBP"):
        return True
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass") and c.tag_ in ("VBD", "VBZ", "VBP", "MD")]
    return bool(helpers)


def _finite_holds(verb: Token, above: Token) -> bool:
    """A clause with a tense of its own holds, unless it is a condition, or what somebody denies, hopes or asks."""
    if any(c.dep_ == "mark" and c.lower_ in CONDITIONALS for c in verb.children) or _is_inverted_condition(verb):
        return False
    if verb.dep_ == "ccomp" and any(t.text in (":", ";") for t in verb.doc[verb.i : above.i]):
        return True  # "Erdogan had him on the line: Macron demanded a stop"
    if verb.dep_ == "advcl" and any(c.lower_ in ("when", "as") for c in verb.children) and goes_unanswered(above):
        return False
    if verb.dep_ in ("acl", "ccomp") and above.pos_ == "NOUN" and any(is_no(c) for c in above.children):
        return False  # "no confirmation that"
    if verb.dep_ in ("ccomp", "acl") and above.lemma_.lower() in DENYING and not (_is_held_true(above) or _tells_how(verb)):
        return False
    if verb.dep_ in ("acl", "ccomp", "relcl") and is_denied_report(above):
        return False
    if verb.dep_ == "csubj" and any(c.dep_ == "attr" and c.lemma_.lower() in TALES | {"version"} for c in above.children):
        return False  # "That X rang is an Australian version"
    if verb.dep_ == "ccomp" and any(c.dep_ == "neg" for c in above.children) and above.lemma_ in REPORTING:
        return above.lemma_ in ("say", "tell", "disclose", "reveal", "state", "explain")
    return True


def _is_held_true(verb: Token) -> bool:
    """ "It is believed that X rang Y": the article's own word, with some care."""
    it = any(c.lower_ == "it" and c.dep_ == "nsubjpass" for c in verb.children)
    return it and verb.lemma_ in ("believe", "think") and not any(c.dep_ == "neg" for c in verb.children)


def _tells_how(verb: Token) -> bool:
    """ "Denied that the call had gone badly", "that their talk was tense": what is denied is not that there was one."""
    calls = [c for c in verb.children if c.dep_ == "nsubj" and c.tag_ == "NN" and c.lemma_.lower() in TALK_NOUNS]
    known = any(c.lower_ in ("the", "this", "their", "his", "her") for call in calls for c in call.children)
    quality = [c.lower_ for c in verb.children if c.dep_ in ("acomp", "attr", "advmod", "prep")]
    return known and verb.lemma_ in ("be", "go", "end", "become", "turn") and bool(quality) and not FALSE_ONES & {*quality}


def _is_inverted_condition(verb: Token) -> bool:
    """ "Had Obama phoned Putin, …"."""
    helpers = [c for c in verb.children if c.dep_ == "aux" and c.lower_ in ("had", "should", "were")]
    subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    asks = any(t.text == "?" for t in verb.sent)
    return bool(helpers and subjects) and helpers[0].i < subjects[0].i and not asks


def _step_holds(current: Token, above: Token, lexicon: Lexicon) -> bool:
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
    if infinitive and above.lower_ in WORDS["courtesies"] and _is_exclaimed(above):
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
    return not (infinitive and step in ("ROOT", "dep", "conj") and not _is_finite(above))


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
