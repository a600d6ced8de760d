"""Whether a call that a cue speaks of took place: reads negation, modality, purpose and report around it, within their scope."""

from __future__ import annotations

from spacy.tokens import Token

from services.extractor.calls.cues import VERBAL, Sighting
from services.extractor.calls.lexicon import Lexicon
from services.extractor.rules.word_lists import load_words

WORDS = load_words("calls.yml")
NEGATIONS = {"not", "n't", "never", "no", "without", "neither", "nor", "nobody", "hardly", "cannot"}
REPORTING = WORDS["reporting"]
FUTURE_WORDS = {"tomorrow", "soon", "shortly"}
FUTURE_ADJECTIVES = WORDS["future_adjectives"]
DENYING = WORDS["denying"]
CANCELLING = {("put", "off"), ("call", "off"), ("fall", "through"), ("turn", "down"), ("turn", "away"), ("rule", "out")}
ASKED = WORDS["asked"]
ARRANGED = WORDS["arranged"]
PUT_OFF = WORDS["put_off"]
MEASURES = WORDS["measures"]
CONDITIONALS = {"if", "unless", "whether", "should"}


def is_held(sighting: Sighting, lexicon: Lexicon) -> bool:
    """Whether the text tells the call as having taken place."""
    if _negated_noun(sighting, lexicon) or _question(sighting.head) or _put_off(sighting):
        return False
    verb = sighting.verb
    if verb is None:
        return not _future_fragment(sighting)
    return _clause_holds(verb, sighting, lexicon)


def _put_off(sighting: Sighting) -> bool:
    """A headline that says that a call was moved: short, and its verb may be taken for anything."""
    tokens = [t for t in sighting.head.sent if not t.is_space]
    return len(tokens) < 16 and sighting.kind == "noun" and any(t.lower_ in PUT_OFF for t in tokens)


def _question(token: Token) -> bool:
    """Whether the sentence asks."""
    last = [t for t in token.sent if not t.is_space]
    while len(last) > 1 and (last[0].like_num or last[0].is_punct or last[0].text.endswith(":")):
        last = last[1:]
    if not last or last[-1].text not in ("?", '?"', "?”"):
        return False
    return last[0].lower_ in WORDS["asking"]


def _negated_noun(sighting: Sighting, lexicon: Lexicon) -> bool:
    if sighting.kind not in ("noun", "reference"):
        return False
    head = _whole(sighting.head)
    children = [c for c in head.children if c.i < head.i]
    if any(c.lower_ in lexicon.not_held_adjectives or _is_no(c) or c.lower_ in ("next", "neither") for c in children):
        return True
    governing = head.head
    if (
        head.dep_ == "pobj"
        and governing.lower_ in ("for", "of", "without", "about")
        and governing.head.lemma_.lower() in lexicon.not_held_nouns
    ):
        return True
    if head.dep_ == "pobj" and governing.lower_ == "without":
        return True
    if head.dep_ == "pobj" and governing.lower_ in ("of", "about", "on") and _is_denied_report(governing.head):
        return True
    if (
        head.dep_ == "pobj"
        and governing.lower_ in ("of", "about")
        and (governing.head.lower_ == "nothing" or _is_no_word(governing.head))
    ):
        return True  # "knew nothing of a call", "no record of a call"
    if (
        head.dep_ == "pobj"
        and governing.lower_ in ("for", "on")
        and governing.head.lemma_.lower()
        in ("ask", "wait", "hope", "call", "push", "press", "beg", "plan", "insist", "request", "appeal", "plead")
    ):
        return True
    return any(c.dep_ in ("relcl", "acl") and _future_clause(c) for c in head.children)


def _whole(noun: Token) -> Token:
    """The noun that stands for the calls: "round" in "a planned round of talks"."""
    above = noun.head
    if noun.dep_ == "pobj" and above.lower_ == "of" and above.head.lemma_.lower() in MEASURES:
        return above.head
    return noun


def _is_no(token: Token) -> bool:
    """ "no", but not "No 10"."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return token.lower_ == "no" and not (following is not None and (following.like_num or following.text == "."))


def _is_no_word(noun: Token) -> bool:
    words = ("record", "knowledge", "sign", "trace", "evidence", "confirmation", "mention", "report", "word")
    return noun.lemma_.lower() in words and any(_is_no(c) for c in noun.children)


def _future_clause(verb: Token) -> bool:
    """ "a call planned for Friday", "a conversation that never took place", "a call to be held"."""
    lemma = verb.lemma_.lower()
    if lemma in ASKED and (any(c.dep_ == "agent" for c in verb.children) or verb.head.dep_ == "pobj"):
        return False  # "in a call requested by Beijing" was held
    if lemma in ASKED | ARRANGED and verb.tag_ == "VBN" and not any(c.dep_ == "dobj" for c in verb.children):
        return True
    if any(c.dep_ == "neg" or c.lower_ == "never" for c in verb.children):
        return True
    auxiliaries = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    return any(a.lower_ in ("will", "would", "'ll", "to", "should", "could", "might") for a in auxiliaries)


def _future_fragment(sighting: Sighting) -> bool:
    return any(t.lower_ in FUTURE_WORDS | {"to", "will", "planned"} for t in sighting.head.sent)


def _clause_holds(verb: Token, sighting: Sighting, lexicon: Lexicon) -> bool:
    """Climbs from the cue's verb to the root, asking at each step whether the step upwards keeps the clause real."""
    if _denied_here(verb, lexicon, own=True, sighting=sighting):
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
        if current.pos_ in VERBAL and _denied_here(current, lexicon, own=False, sighting=sighting):
            return False
    return True


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
    if verb.dep_ in ("acl", "ccomp") and above.pos_ == "NOUN" and any(_is_no(c) for c in above.children):
        return False  # "no confirmation that"
    if verb.dep_ in ("ccomp", "acl") and above.lemma_.lower() in DENYING:
        return False
    if verb.dep_ in ("acl", "ccomp", "relcl") and _is_denied_report(above):
        return False
    if verb.dep_ == "ccomp" and any(c.dep_ == "neg" for c in above.children) and above.lemma_ in REPORTING:
        return above.lemma_ in ("say", "tell", "disclose", "reveal", "state", "explain")
    return True


def _is_inverted_condition(verb: Token) -> bool:
    """ "Had Obama phoned Putin, …"."""
    helpers = [c for c in verb.children if c.dep_ == "aux" and c.lower_ in ("had", "should", "were")]
    subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    asks = any(t.text == "?" for t in verb.sent)
    return bool(helpers and subjects) and helpers[0].i < subjects[0].i and not asks


def _is_denied_report(noun: Token) -> bool:
    """ "denied reports of", "called the claim false": a noun for a tale whose governing verb takes it back."""
    if noun.lemma_.lower() not in ("report", "claim", "rumour", "rumor", "story", "allegation", "speculation", "suggestion"):
        return False
    verb = noun.head
    false = any(t.lower_ in ("false", "untrue", "fake", "baseless", "wrong", "unfounded") for t in verb.subtree)
    return verb.lemma_ in ("deny", "dismiss", "reject", "refute", "rubbish", "dispute") or (
        verb.lemma_ in ("call", "be", "describe", "brand") and false
    )


def _step_holds(current: Token, above: Token, lexicon: Lexicon) -> bool:
    """Whether a clause without a tense of its own takes its reality from the word above it."""
    infinitive = any(c.tag_ == "TO" for c in current.children)
    step = current.dep_
    if infinitive and above.lower_ in ("first", "last", "latest", "next", "second", "third", "only", "earliest", "among"):
        return True  # "the first to call him was ..."
    if above.pos_ not in VERBAL:
        if above.lemma_.lower() in lexicon.not_held_nouns or (infinitive and step in ("acl", "relcl")):
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
        return not (infinitive and above.lower_ in FUTURE_ADJECTIVES)
    if step in ("xcomp", "ccomp") and infinitive:
        return _implies(above, lexicon)
    if step in ("xcomp", "ccomp") and above.lemma_ in lexicon.not_held_verbs - {"have", "set"}:
        return False
    if step == "advcl" and infinitive:
        return _purpose_holds(above)
    return not (infinitive and step in ("ROOT", "dep", "conj") and not _is_finite(above))


def _is_instead(preposition: Token) -> bool:
    before = preposition.doc[preposition.i - 1].lower_ if preposition.i else ""
    return preposition.head.lower_ in ("instead", "short") or before in ("instead", "short")


def _implies(verb: Token, lexicon: Lexicon) -> bool:
    """Whether "VERB to phone" tells that the phoning happened."""
    lemma = verb.lemma_.lower()
    if lemma == "be":
        return False
    if lemma == "go" and verb.tag_ == "VBG":
        return False  # "is going to call"
    return lemma in lexicon.implicative_verbs and not any(c.dep_ == "neg" for c in verb.children)


def _purpose_holds(above: Token) -> bool:
    """ "picked up the phone to call her" happened; "travelled home to telephone" is not told."""
    return above.lemma_ in ("pick", "use", "take", "interrupt", "break", "pause", "find", "make")


def _denied_here(verb: Token, lexicon: Lexicon, own: bool, sighting: Sighting) -> bool:
    children = list(verb.children)
    if any(
        c.dep_ == "neg" or (c.lower_ in ("never", "yet", "neither", "nor") and c.dep_ in ("advmod", "preconj", "cc"))
        for c in children
    ):
        return (own and not _fails_at_something(verb, sighting)) or (not own and verb.lemma_ not in REPORTING)
    if own:
        if any(
            c.dep_ in ("nsubj", "nsubjpass")
            and any(_is_no(g) or g.lower_ in ("neither", "nobody", "none") for g in [c, *c.children])
            for c in children
        ):
            return True
        if any(c.dep_ == "dobj" and c == sighting.head and any(_is_no(g) for g in c.children) for c in children):
            return True
    if own and any(c.dep_ in ("prt", "advmod") and (verb.lemma_, c.lower_) in CANCELLING for c in children):
        return sighting.kind != "verb"
    modal = [c for c in children if c.dep_ in ("aux", "auxpass") and c.lower_ in lexicon.not_held_auxiliaries]
    if modal and verb.lemma_ not in REPORTING:
        perfect = any(c.lower_ == "have" and c.dep_ == "aux" for c in children)
        return not (perfect and modal[0].lower_ in ("must", "will")) if modal[0].lower_ not in ("'d",) else verb.tag_ == "VB"
    if own and any(c.dep_ == "mark" and c.lower_ in CONDITIONALS for c in children):
        return True
    if (
        own
        and verb.tag_ in ("VBZ", "VBP")
        and any(c.dep_ in ("mark", "advmod") and c.lower_ in ("before", "until", "when", "once", "till") for c in children)
    ):
        return True
    if own and sighting.kind == "instrument" and verb.lemma_ in ("want", "wish", "like", "need", "seek", "expect", "await"):
        return True
    if own and verb.dep_ == "ROOT" and verb.tag_ == "VB" and any(c.tag_ == "TO" for c in children):
        return True  # "Merkel to phone Putin": a headline's future
    if (
        own
        and verb.tag_ == "VB"
        and not any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in children)
        and verb.dep_ in ("ROOT", "ccomp", "parataxis")
        and verb == sighting.head
    ):
        return True  # an order: "Call me anytime"
    if own and _future_time(verb):
        return True
    if (
        own
        and sighting.kind in ("noun", "instrument", "reference")
        and verb.lemma_.lower() in lexicon.not_held_verbs
        and verb.lemma_ not in WORDS["told_of_calls_held"]
    ):
        return _governs_directly(sighting.head, verb) and not _was_asked_for(sighting, verb)
    if (
        own
        and sighting.kind in ("noun", "instrument")
        and verb.lemma_ in ("offer", "propose", "want", "deny", "suggest", "demand", "hope", "reject")
        and _is_its_object(sighting.head, verb)
    ):
        return True
    return own and verb.lemma_ == "be" and any(c.lower_ in FUTURE_ADJECTIVES for c in children)


def _fails_at_something(verb: Token, sighting: Sighting) -> bool:
    """ "The call did not bring them closer": what is denied is what the call did, not the call."""
    subject = sighting.kind == "noun" and sighting.head.head == verb and sighting.head.dep_ == "nsubj"
    return (
        subject
        and any(c.dep_ in ("dobj", "xcomp", "ccomp", "acomp", "oprd") for c in verb.children)
        and verb.lemma_ not in ("take", "have")
    )


def _was_asked_for(sighting: Sighting, verb: Token) -> bool:
    """ "The call had been requested by Washington": a call that is known, and who brought it about."""
    passive = sighting.head.dep_ == "nsubjpass" and any(c.dep_ == "agent" for c in verb.children)
    return passive and verb.lemma_.lower() in ASKED and any(c.lower_ in ("the", "this", "that") for c in sighting.head.children)


def _governs_directly(head: Token, verb: Token) -> bool:
    head = _whole(head)
    return head.head == verb or (head.dep_ == "pobj" and head.head.head == verb and head.head.lower_ in ("for", "of", "to"))


def _is_its_object(head: Token, verb: Token) -> bool:
    head = _whole(head)
    return head.head == verb and head.dep_ in ("dobj", "nsubjpass")


def _future_time(verb: Token) -> bool:
    return any(t.lower_ == "tomorrow" for t in verb.subtree) and verb.tag_ in ("VB", "VBZ", "VBP", "VBG")


def is_denial(sighting: Sighting) -> bool:
    """ "The call never took place", "there was no conversation": said of the call itself."""
    verb, head = sighting.verb, sighting.head
    if sighting.kind not in ("noun", "reference") or verb is None:
        return False
    if verb.lemma_ in ("deny", "dismiss"):
        return head.head == verb
    if verb.lemma_ not in ("take", "be", "happen", "occur", "exist") or verb.tag_ not in ("VBD", "VBN", "VBZ", "VB"):
        return False
    own = head.dep_ in ("nsubj", "attr") and head.head == verb
    none = any(c.lower_ == "no" for c in head.children) or any(c.lower_ == "never" or c.dep_ == "neg" for c in verb.children)
    future = any(c.lower_ in ("will", "would", "yet") for c in verb.children)
    return own and none and not future and (verb.lemma_ != "take" or any(c.lower_ == "place" for c in verb.children))


def is_reported(sighting: Sighting) -> bool:
    """Whether a cue stands in what somebody says or writes."""
    verb = sighting.verb
    return verb is not None and (verb.dep_ == "ccomp" or any(a.dep_ == "ccomp" for a in verb.ancestors))
