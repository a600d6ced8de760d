"""What a clause says of its own event: negated, in the future, under a condition, ordered, or wanted only."""

from __future__ import annotations

from services.extractor.calls.held.planned import ASKED
from services.extractor.calls.words.call_nouns import is_no, whole_noun
from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.calls.words.sighting import Sighting
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token

WORDS = load_words("calls.yml")
REPORTING = WORDS["reporting"]
FUTURE_ADJECTIVES = WORDS["future_adjectives"]
MAKING_READY = {
    "arrange",
    "consider",
    "contemplate",
    "explore",
    "mull",
    "weigh",
    "prepare",
    "set",
    "fix",
    "organise",
    "organize",
    "schedule",
    "plan",
    "discuss",
    "negotiate",
}
ARRANGING = {"agree", "set", "offer", "propose", "promise", "suggest", "reject"}
COMING = {"take", "hold", "happen", "occur", "follow", "begin", "start", "come", "schedule", "arrange", "place", "make"}
CANCELLING = {("put", "off"), ("call", "off"), ("fall", "through"), ("turn", "down"), ("turn", "away"), ("rule", "out")}
AWAITING = {"before", "until", "when", "once", "till"}
HOURS = WORDS["hours"] | WORDS["clock"] | WORDS["times_of_day"]
HOUR = 6  # words behind "it is" within which the hour is told
CONDITIONALS = {"if", "unless", "whether", "should"}
OPENING_QUOTES = set("\"“‘'«„")


def denies_clause(verb: Token, lexicon: Lexicon, own: bool, sighting: Sighting) -> bool:
    """Whether the clause of `verb` tells its event as not real. `own`: the cue stands in this very clause, not in one below it."""
    children = list(verb.children)
    helpers = [g for c in children if c.dep_ in ("aux", "auxpass") for g in c.children]
    if own and any(g.dep_ == "neg" and g.nbor(1).lower_ != "until" for g in helpers):
        return True  # "who has not been rung", where the parse gives the "not" to the "been"
    if any(
        (c.dep_ == "neg" and not _is_afterthought(c, verb) and not _ends_waiting(c, verb))
        or (c.lower_ in ("never", "yet", "neither", "nor") and c.dep_ in ("advmod", "preconj", "cc"))
        for c in children
    ):
        return (own and not _fails_at_something(verb, sighting)) or (not own and verb.lemma_ not in REPORTING)
    if own:
        if any(
            c.dep_ in ("nsubj", "nsubjpass")
            and any(is_no(g) or g.lower_ in ("neither", "nobody", "none") for g in [c, *c.children])
            for c in children
        ):
            return True
        if any(c.dep_ == "dobj" and c == sighting.head and any(is_no(g) for g in c.children) for c in children):
            return True
        if any(c.dep_ == "dobj" and c.lower_ in ("nobody", "none", "neither") for c in children):
            return True  # "has called nobody"
    if own and any(c.dep_ in ("prt", "advmod") and (verb.lemma_, c.lower_) in CANCELLING for c in children):
        return sighting.kind == "instrument" or (sighting.kind != "verb" and _is_its_object(sighting.head, verb))
    modal = [c for c in children if c.dep_ in ("aux", "auxpass") and c.lower_ in lexicon.not_held_auxiliaries]
    if modal and (verb.lemma_ not in REPORTING or (own and _is_way_of(sighting, verb))):
        perfect = any(c.lower_ == "have" and c.dep_ == "aux" for c in children)
        return not (perfect and modal[0].lower_ in ("must", "will")) if modal[0].lower_ not in ("'d", "’d") else verb.tag_ == "VB"
    if own and any(c.dep_ == "mark" and c.lower_ in CONDITIONALS for c in children):
        return True
    if _is_awaited(verb):
        return True
    if own and sighting.kind == "instrument" and verb.lemma_ in ("miss", "want", "wish", "like", "need", "seek", "expect", "await"):
        return True
    if own and verb.dep_ == "ROOT" and verb.tag_ == "VB" and any(c.tag_ == "TO" for c in children):
        return True  # "Merkel to phone Putin": a headline's future
    if (
        own
        and verb.tag_ == "VB"
        and not any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in children)
        and (verb.dep_ in ("ROOT", "ccomp", "parataxis") or verb.i == 0 or verb.nbor(-1).text in OPENING_QUOTES)
        and verb == sighting.head
    ):
        return True  # an order: "Call me anytime"
    if own and (_future_time(verb) or _is_to_come(sighting.head, verb)):
        return True
    if (
        own
        and sighting.kind == "noun"
        and verb.lemma_ in ARRANGING
        and sighting.head.dep_ == "nsubjpass"
        and sighting.head.head == verb
    ):
        return True  # "the call was agreed last week"
    ready = own and sighting.kind == "noun" and verb.lemma_ in MAKING_READY
    if ready and (any(c.lower_ == "being" for c in verb.children) or (verb.tag_ == "VBG" and verb.dep_ != "advcl")):
        return True  # "a call was being arranged", "Japan arranging phone talks"
    if (
        own
        and sighting.kind in ("noun", "instrument", "reference")
        and verb.lemma_.lower() in lexicon.not_held_verbs
        and verb.lemma_ not in WORDS["told_of_calls_held"]
        and not _does_something(sighting, verb)
    ):
        return _governs_directly(sighting.head, verb) and not _was_asked_for(sighting, verb)
    if (
        own
        and sighting.kind in ("noun", "instrument")
        and verb.lemma_ in ("offer", "propose", "want", "deny", "suggest", "demand", "hope", "reject")
        and _is_its_object(sighting.head, verb)
    ):
        return True
    return own and verb.lemma_ == "be" and any(_looks_ahead(c) and c.dep_ != "conj" for c in children)


def _is_way_of(sighting: Sighting, verb: Token) -> bool:
    """ "Will tell him by phone", "would tell him in a phone call": the call is how it is to be told, not what is told."""
    led = sighting.head.dep_ == "pobj" and sighting.head.head.lower_ in ("in", "during", "over") and sighting.head.head.head == verb
    return sighting.kind == "instrument" or led


def _is_awaited(verb: Token) -> bool:
    """ "When he calls", "once Biden starts phoning Middle East leaders": a present behind such a word is of what is to come."""
    children = list(verb.children)
    present = verb.tag_ in ("VBZ", "VBP") or any(c.dep_ == "auxpass" and c.tag_ in ("VBZ", "VBP") for c in children)
    opening = next((c for c in children if c.dep_ in ("mark", "advmod") and c.lower_ in AWAITING), None)
    return present and opening is not None and not (opening.lower_ == "when" and _is_scene(verb.head))


def _is_scene(verb: Token) -> bool:
    """ "It is past midnight when X rings", "is just sitting down when": a tale in the present tense, into which a call breaks."""
    if verb.tag_ == "VBZ" and verb.lemma_ == "be":
        hours = (t for t in verb.doc[verb.i + 1 : min(verb.i + HOUR, verb.sent.end)] if t.lower_ in HOURS or t.like_num)
        return any(c.lower_ == "it" for c in verb.children) and next(hours, None) is not None
    helpers = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    return (verb.tag_ == "VBG" and bool(helpers & {"is", "are"})) or (verb.tag_ == "VBN" and bool(helpers & {"has", "have"}))


def _is_afterthought(no: Token, verb: Token) -> bool:
    """ "was commented on for days, not always kindly": a "not" behind the verb denies what follows it alone."""
    return no.i > verb.i + 1 and no.nbor(-1).text == ","


def _ends_waiting(no: Token, verb: Token) -> bool:
    """ "The two did not speak until the 12th", "did not ring until the war was over": then they did."""
    did = any(c.dep_ == "aux" and c.lower_ in ("did", "had") for c in verb.children)
    return did and any(
        (c.lower_ in ("until", "till") and c.i > no.i)
        or any(g.dep_ == "mark" and g.lower_ in ("until", "till") for g in c.children)
        for c in verb.children
    )


def _is_to_come(noun: Token, verb: Token) -> bool:
    """ "The call is to take place on Friday", "was to be held": it had not been yet."""
    if verb.lemma_ != "be" or whole_noun(noun).head != verb or whole_noun(noun).dep_ != "nsubj":
        return False
    return any(c.dep_ == "xcomp" and c.lemma_ in COMING and any(g.lower_ == "to" for g in c.children) for c in verb.children)


def _looks_ahead(word: Token) -> bool:
    """ "was ready", "was about to", but not "was on the phone about"."""
    if word.lower_ == "about":
        return word.i + 1 < len(word.doc) and word.nbor(1).lower_ == "to"
    return word.lower_ in FUTURE_ADJECTIVES


def _fails_at_something(verb: Token, sighting: Sighting) -> bool:
    """ "The call did not bring them closer": what is denied is what the call did, not the call."""
    subject = sighting.kind == "noun" and sighting.head.head == verb and sighting.head.dep_ == "nsubj"
    return (
        subject
        and any(c.dep_ in ("dobj", "xcomp", "ccomp", "acomp", "oprd") for c in verb.children)
        and verb.lemma_ not in ("take", "have", "reach")
    )


def _does_something(sighting: Sighting, verb: Token) -> bool:
    """ "The call needed less than an hour", "failed to settle the matter", "encouraged investors": what a call held did."""
    whole = whole_noun(sighting.head)
    if sighting.kind != "noun" or whole.head != verb or whole.dep_ != "nsubj" or verb.tag_ != "VBD":
        return False
    return any(c.dep_ in ("dobj", "xcomp", "ccomp", "advmod", "npadvmod") and c.i > verb.i for c in verb.children)


def _was_asked_for(sighting: Sighting, verb: Token) -> bool:
    """ "The call had been requested by Washington": a call that is known, and who brought it about."""
    passive = sighting.head.dep_ == "nsubjpass" and any(c.dep_ == "agent" for c in verb.children)
    return passive and verb.lemma_.lower() in ASKED and any(c.lower_ in ("the", "this", "that") for c in sighting.head.children)


def _governs_directly(head: Token, verb: Token) -> bool:
    head = whole_noun(head)
    return head.head == verb or (head.dep_ == "pobj" and head.head.head == verb and head.head.lower_ in ("for", "of", "to"))


def _is_its_object(head: Token, verb: Token) -> bool:
    head = whole_noun(head)
    return head.head == verb and head.dep_ in ("dobj", "nsubjpass")


def _future_time(verb: Token) -> bool:
    return any(t.lower_ == "tomorrow" for t in verb.subtree) and verb.tag_ in ("VB", "VBZ", "VBP", "VBG")
