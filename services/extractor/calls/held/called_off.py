"""What is said of a call noun itself by which there was none: "no call", "the calls went unanswered", "denied reports of one"."""

from __future__ import annotations

from services.extractor.calls.held.planned import is_to_come
from services.extractor.calls.words.call_nouns import is_no, whole_noun
from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.calls.words.sighting import Sighting
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token

WORDS = load_words("calls.yml")
TAKEN_OFF = WORDS["taken_off"]
WIRES = WORDS["wires"]
LAYING = {
    "install", "inaugurate", "lay", "build", "create", "introduce", "test", "rebuild", "repair", "instal", "launch", "activate",
}  # fmt: skip
MACHINES = {"voicemail", "voice-mail", "mailbox", "machine"}
UNANSWERED = {"unanswered", "unheard", "unheeded", "unreturned", "ignored", "nowhere"}
RETURNING = {"return", "answer", "take", "accept", "field", "heed", "receive"}
FALSE = {
    "baseless", "bogus", "fabricated", "fabrication", "fake", "false", "fantasy", "fiction", "fictitious", "groundless", "invented",
    "invention", "lie", "lies", "myth", "nonsense", "rubbish", "unfounded", "unsubstantiated", "untrue", "wrong",
}  # fmt: skip
DEAF = {"unresponsive", "deaf", "silent"}
TALES = {
    *("report", "claim", "rumour", "rumor", "story", "allegation", "speculation", "suggestion", "information", "news", "account"),
    *("assertion", "article", "publication", "talk"),
}


def denies_noun(sighting: Sighting, lexicon: Lexicon) -> bool:
    """Whether the words around a noun cue say that there was no such call."""
    if sighting.kind not in ("noun", "reference"):
        return False
    head = whole_noun(sighting.head)
    children = [c for c in head.children if c.i < head.i]
    if any(is_no(c) or c.lower_ in ("neither", "any") for c in children):
        return True
    if head.tag_ == "NNS" and sighting.kind == "noun" and any(c.lower_ == "such" for c in children):
        return True  # "left such calls to his ministers": the kind, not one more
    governing = head.head
    if (
        head.dep_ == "pobj"
        and governing.lower_ in ("for", "of", "without", "about")
        and any(noun.lemma_.lower() in lexicon.not_held_nouns for noun in _told_of(governing))
    ):
        return True
    if (
        is_to_come(head, lexicon)
        or _is_duty(head)
        or _is_taken_off(head)
        or _goes_nowhere(head)
        or _is_not_returned(head)
        or _nothing_is_for(head)
        or _is_laid(head)
        or _is_none(head)
    ):
        return True
    if head.dep_ == "pobj" and (governing.lower_ == "without" or governing.head.lower_ in DEAF):
        return True  # "was unresponsive to calls"
    if head.dep_ == "pobj" and governing.lower_ in ("of", "about", "on") and is_denied_report(governing.head):
        return True
    if (
        head.dep_ == "pobj"
        and governing.lower_ in ("of", "about")
        and (governing.head.lower_ == "nothing" or _is_no_word(governing.head))
    ):
        return True  # "knew nothing of a call", "no record of a call"
    return governing.lemma_ in ("cost", "charge") and head.dep_ in ("nsubj", "dobj")  # "a call to Delhi costs more"


def _told_of(preposition: Token) -> list[Token]:
    """What a preposition may belong to: the word above it, the noun to whose receiver it was hung ("a request to Russia for"), or
    the request that the verb above it makes ("sent Russia a request for")."""
    above = preposition.head
    addressed = [above.head.head] if above.dep_ == "pobj" and above.head.lower_ == "to" else []
    asked = [c for c in above.children if c.dep_ == "dobj" and c.lemma_ == "request" and preposition.lower_ == "for"]
    return [above, *addressed, *asked]


def _is_duty(noun: Token) -> bool:
    """ "Is on call day and night": no call but a readiness for one."""
    on = noun.nbor(-1) if noun.i else noun
    return noun.lower_ == "call" and on.lower_ == "on" and on.head.lemma_ == "be"


def _is_taken_off(noun: Token) -> bool:
    """ "The call was struck from the calendar", "was shelved": never held. Only the passive says so: a call may drop by itself."""
    verb = noun.head
    return noun.dep_ == "nsubjpass" and verb.lemma_.lower() in TAKEN_OFF and not any(c.dep_ == "neg" for c in verb.children)


def _goes_nowhere(noun: Token) -> bool:
    """ "The calls went unanswered", "let three calls go unheeded"."""
    verb = noun.head
    if noun.dep_ == "nsubj" and any(g.lower_ in MACHINES for c in verb.children if c.dep_ == "prep" for g in c.children):
        return True
    return noun.dep_ in ("nsubj", "dobj") and any(c.lower_ in UNANSWERED for c in (*verb.children, *noun.children) if c.i > noun.i)


def _is_not_returned(noun: Token) -> bool:
    """ "Has not returned the calls that he made", "never took her call"."""
    verb = noun.head
    denied = any(c.dep_ == "neg" or c.lower_ in ("never", "nobody", "none") for c in verb.children)
    return noun.dep_ in ("dobj", "nsubjpass") and verb.lemma_ in RETURNING and denied


def _nothing_is_for(noun: Token) -> bool:
    """ "Nothing speaks for a call", "little argues in favour of a call": not called for."""
    way = noun.head
    if noun.dep_ == "pobj" and way.lower_ == "of" and way.head.lower_ in ("favour", "favor"):
        way = way.head.head
    speaking = way.lower_ in ("for", "in") and noun.dep_ == "pobj" and way.head.lemma_ in ("speak", "argue", "plead", "militate")
    return speaking and any(c.dep_ == "nsubj" and c.lower_ in ("nothing", "little") for c in way.head.children)


def _is_none(noun: Token) -> bool:
    """ "Calls between the two there have been none", "none of the usual calls"."""
    if noun.dep_ == "pobj":
        return noun.head.lower_ == "of" and noun.head.head.lower_ == "none" and noun.head.head.dep_ == "attr"
    return noun.head.lemma_ == "be" and any(c.lower_ == "none" and c.dep_ == "attr" for c in noun.head.children)


def _is_laid(noun: Token) -> bool:
    """ "Put into service a telephone link between the two offices": a thing to talk over, not a talk."""
    verb = noun.head
    if noun.lemma_.lower() not in WIRES or noun.dep_ not in ("dobj", "nsubjpass"):
        return False
    into = verb.lemma_ in ("put", "go", "bring") and any(c.lower_ in ("into", "in") for c in verb.children)
    return verb.lemma_ in LAYING or into or (verb.lemma_ == "set" and any(c.lower_ == "up" for c in verb.children))


def _is_no_word(noun: Token) -> bool:
    words = ("record", "knowledge", "sign", "trace", "evidence", "confirmation", "mention", "report", "word")
    return noun.lemma_.lower() in words and any(is_no(c) for c in noun.children)


def is_denied_report(noun: Token) -> bool:
    """ "denied reports of", "called the claim false": a noun for a tale whose governing verb takes it back."""
    if noun.lemma_.lower() not in TALES:
        return False
    verb = noun.head
    false = any(t.lower_ in FALSE for t in verb.subtree)
    return verb.lemma_ in ("deny", "dismiss", "reject", "refute", "rubbish", "dispute") or (
        verb.lemma_ in ("call", "be", "describe", "brand") and false
    )
