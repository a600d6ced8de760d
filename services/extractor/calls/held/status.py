"""Whether a call that a cue speaks of took place: climbs the syntax from the cue to the root and asks at each step whether the step
keeps the clause real.

What the word above a clause without a tense says lies in `steps.py`, what is said of the noun itself in `called_off.py` and
`planned.py`, what a clause says of its own event in `clause.py`.
"""

from __future__ import annotations

from services.extractor.calls.cues.naming import is_shouted, is_turned_down
from services.extractor.calls.held.called_off import TALES, denies_noun, is_denied_report
from services.extractor.calls.held.clause import CONDITIONALS, REPORTING, denies_clause
from services.extractor.calls.held.habits import is_habit, is_meant
from services.extractor.calls.held.questions import is_question, is_supposed
from services.extractor.calls.held.steps import is_finite, step_holds
from services.extractor.calls.held.unanswered import goes_unanswered, is_never_returned, is_refused
from services.extractor.calls.words.call_nouns import is_no, whole_noun
from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.calls.words.sighting import VERBAL, Sighting
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token

WORDS = load_words("calls.yml")
FUTURE_WORDS = {"tomorrow", "soon", "shortly"}
DENYING = WORDS["denying"]
PUT_OFF = WORDS["put_off"]
AGREEING = WORDS["agreeing"]
TALKING = {"speak", "talk", "call", "phone", "hold", "confer", "meet", "discuss", "consult", "continue", "communicate", "go"}
TRYING = {"attempt", "labour", "move", "seek", "strive", "struggle", "try", "work"}
CONNECTING = {"arrange", "catch", "connect", "contact", "find", "get", "have", "make", "organise", "raise", "reach", "set"}
OCCASION = {"in", "during", "over", "by", "via", "on"}
TALK_NOUNS = {"call", "conversation", "talk", "exchange", "discussion", "phonecall"}
FALSE_ONES = {"real", "genuine", "authentic", "true", "his", "hers", "theirs"}


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
    if is_refused(sighting.head) or (sighting.kind == "verb" and is_never_returned(sighting.head)):
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
        if is_finite(current):
            return _finite_holds(current, above)
        if not (step_holds(current, above, lexicon) or _is_where_they_tried(sighting, current)):
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


def _is_where_they_tried(sighting: Sighting, verb: Token) -> bool:
    """ "Sought to calm tensions in a call with X": tried in a call that was, not "tried to reach him by phone"."""
    noun, above = whole_noun(sighting.head), verb.head
    if above.lemma_ not in TRYING or above.tag_ != "VBD" or sighting.kind not in ("noun", "instrument"):
        return False
    return noun.dep_ == "pobj" and noun.head.lower_ in OCCASION and verb.lemma_ not in TALKING | CONNECTING


def _finite_holds(verb: Token, above: Token) -> bool:
    """A clause with a tense of its own holds, unless it is a condition, or what somebody denies, hopes or asks."""
    if any(c.dep_ == "mark" and c.lower_ in CONDITIONALS for c in verb.children) or _is_inverted_condition(verb):
        return False
    if verb.dep_ == "ccomp" and any(t.text in (":", ";") for t in verb.doc[verb.i : above.i]):
        return True  # "Erdogan had him on the line: Macron demanded a stop"
    heard = any(c.dep_ in ("xcomp", "advcl") and c.lemma_ in ("say", "tell", "inform") for c in verb.children)
    if verb.dep_ == "advcl" and any(c.lower_ in ("when", "as") for c in verb.children) and goes_unanswered(above) and not heard:
        return False  # "was asleep when X rang", not "when X rang to say that it had begun"
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
