"""What is said of a call noun itself: "no call", "a planned call", "a call that never took place", "denied reports of a call"."""

from __future__ import annotations

import re

from services.extractor.calls.lexicon import Lexicon
from services.extractor.calls.sighting import Sighting
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token

WORDS = load_words("calls.yml")
ASKED = WORDS["asked"]
ARRANGED = WORDS["arranged"]
MEASURES = WORDS["measures"]
PREPARING = WORDS["preparing"]
COMING_ABOUT = WORDS["coming_about"]
LOOKING_BACK = WORDS["looking_back"]
TAKEN_OFF = WORDS["taken_off"]
CALENDARS = WORDS["calendars"]
MACHINES = {"voicemail", "voice-mail", "mailbox", "machine"}
PENDING = {"due", "overdue", "pending", "imminent", "possible"}
COMING = re.compile(r"\b(?:probably|soon|shortly|tomorrow|(?:over|in|within) the (?:next|coming))\b")
BEHIND = 10  # tokens from a call spoken of within which it may be said to be still to come
ASKED_BY = {"request", "offer", "invitation", "proposal", "schedule", "slot"}  # what has "call" in front: "a call request"
UNANSWERED = {"unanswered", "unheeded", "unreturned", "ignored", "nowhere"}
RETURNING = {"return", "answer", "take", "accept", "field", "heed", "receive"}
FALSE = {
    "baseless", "bogus", "fabricated", "fabrication", "fake", "false", "fantasy", "fiction", "fictitious", "groundless", "invented",
    "invention", "lie", "lies", "myth", "nonsense", "rubbish", "unfounded", "unsubstantiated", "untrue", "wrong",
}  # fmt: skip
ARRANGING = {
    *(
        "arrange",
        "organise",
        "organize",
        "prepare",
        "plan",
        "coordinate",
        "negotiate",
        "finalise",
        "finalize",
        "schedule",
        "discuss",
    ),
    *("set up", "work out", "line up", "fix up", "consider", "mull", "weigh", "eye", "seek", "propose", "pursue", "request"),
}
DEAF = {"unresponsive", "deaf", "silent"}
LOOKING_FOR = {
    *("ask", "wait", "hope", "call", "push", "press", "beg", "plan", "insist", "request", "appeal", "plead"),
    *("way", "ground", "groundwork"),  # "paved the way for a telephone link"
}
SOUNDING = {
    "sound",
    "approach",
    "ask",
    "consult",
    "contact",
    "negotiate",
    "feel",
    "probe",
    "confer",
    "inquire",
    "enquire",
    "insist",
}
HELD = {"go", "take", "happen", "begin", "start", "last", "occur", "hold", "end"}
AWAITED = {"planned", "expected", "proposed", "scheduled", "requested", "postponed"}  # kinds of calls that may yet have been held
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
    kinds = {c.lower_ for c in children if c.lower_ in lexicon.not_held_adjectives}
    if kinds and not (kinds <= AWAITED and _went_ahead(head)):
        return True
    if any(c.lower_ == "next" for c in children) and not _is_time_of_past(head):
        return True
    if head.dep_ == "compound" and head.tag_ == "NN" and head.head.lemma_.lower() in ASKED_BY:
        return True  # "a call request"
    if any(c.dep_ == "amod" and c.i > head.i and c.lower_ in PENDING for c in head.children) and not _went_ahead(head):
        return True  # "a call between the two, due on Thursday"
    governing = head.head
    if (
        head.dep_ == "pobj"
        and governing.lower_ in ("for", "of", "without", "about")
        and any(noun.lemma_.lower() in lexicon.not_held_nouns for noun in _told_of(governing))
    ):
        return True
    if (
        _is_prepared(head)
        or (head.dep_ == "nsubj" and _is_on_calendar(head.head))
        or _is_ahead(head)
        or _is_being_arranged(head)
        or _is_duty(head)
        or _is_taken_off(head)
        or _is_invited_to(head)
        or _goes_nowhere(head)
        or _is_not_returned(head)
        or _nothing_is_for(head)
    ):
        return True
    if head.dep_ == "pobj" and (governing.lower_ == "without" or governing.head.lower_ in DEAF):
        return True  # "was unresponsive to calls"
    if head.dep_ == "pobj" and governing.lower_ in ("of", "about", "on") and is_denied_report(governing.head):
        return True
    if head.dep_ == "pobj" and governing.lower_ in ("of", "about") and governing.head.lemma_ in ("speak", "talk"):
        behind = head.doc[head.i : min(head.i + BEHIND, head.sent.end)].text.lower()
        if COMING.search(behind):
            return True  # "had spoken of a call with Xi probably over the next 24 hours"
    if (
        head.dep_ == "pobj"
        and governing.lower_ in ("of", "about")
        and (governing.head.lower_ == "nothing" or _is_no_word(governing.head))
    ):
        return True  # "knew nothing of a call", "no record of a call"
    if head.dep_ == "pobj" and governing.lower_ in ("for", "on") and governing.head.lemma_.lower() in LOOKING_FOR:
        return True
    if governing.lemma_ in ("cost", "charge") and head.dep_ in ("nsubj", "dobj"):
        return True  # "a call to Delhi costs more"
    return any(c.dep_ in ("relcl", "acl") and _future_clause(c) for c in head.children)


def _told_of(preposition: Token) -> list[Token]:
    """What a preposition may belong to: the word above it, the noun to whose receiver it was hung ("a request to Russia for"), or
    the request that the verb above it makes ("sent Russia a request for")."""
    above = preposition.head
    addressed = [above.head.head] if above.dep_ == "pobj" and above.head.lower_ == "to" else []
    asked = [c for c in above.children if c.dep_ == "dobj" and c.lemma_ == "request" and preposition.lower_ == "for"]
    return [above, *addressed, *asked]


def _went_ahead(noun: Token) -> bool:
    """ "The scheduled call went ahead", "a planned call took place": held, as the plain past of its verb tells."""
    verb = noun.head
    plain = noun.dep_ in ("nsubj", "nsubjpass") and verb.lemma_ in HELD and verb.tag_ in ("VBD", "VBN")
    return plain and not any(c.dep_ == "neg" or c.tag_ == "MD" or c.lower_ == "never" for c in verb.children)


def _is_prepared(noun: Token) -> bool:
    """ "work on a call", "a date for a call", "no interest in a call", "the groundwork for a call"."""
    indefinite = not any(c.lower_ in ("the", "this", "that", "their", "his", "her") for c in noun.children)
    above = noun.head
    if noun.dep_ != "pobj" or above.lower_ not in ("for", "on", "in", "towards", "toward", "to", "of") or not indefinite:
        return False
    owner = above.head
    if owner.lemma_ == "be":
        return any(c.dep_ == "nsubj" and c.lemma_.lower() in PREPARING for c in owner.children)
    return owner.lemma_.lower() in PREPARING


def _is_being_arranged(noun: Token) -> bool:
    """ "Is arranging a call", "sounded Beijing out on holding talks by telephone": not held so far."""
    verb = noun.head
    if noun.dep_ != "dobj" or verb.tag_ != "VBG" or any(c.lower_ in ("the", "this", "that") for c in noun.children):
        return False
    if any(c.dep_ == "aux" and c.lemma_ == "be" for c in verb.children):
        particle = next((c.lower_ for c in verb.children if c.dep_ == "prt"), "")
        return f"{verb.lemma_} {particle}".strip() in ARRANGING
    above = verb.head
    return verb.dep_ == "pcomp" and above.lower_ in ("on", "about", "regarding", "over") and above.head.lemma_ in SOUNDING


def _is_ahead(noun: Token) -> bool:
    """ "Ahead of her call with", "in the run-up to a call", "in preparation for the conversation"."""
    above = noun.head
    if noun.dep_ != "pobj" or above.lower_ not in ("of", "to", "for"):
        return False
    words = [t.lower_ for t in above.doc[max(above.sent.start, above.i - 3) : above.i]]
    return words[-1:] in (["ahead"], ["prior"], ["run-up"], ["runup"], ["preparation"], ["readiness"]) or words[-3:] == [
        "run",
        "-",
        "up",
    ]


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


def _is_invited_to(noun: Token) -> bool:
    """ "Has invited the leaders to a video conference": where it is told as news of the day, the call is still to come."""
    verb = noun.head.head
    if (
        noun.dep_ != "pobj"
        or noun.head.lower_ not in ("to", "for")
        or verb.lemma_ not in ("invite", "summon", "convene", "call", "ask")
    ):
        return False
    return verb.tag_ in ("VBZ", "VBP") or any(c.lower_ in ("has", "have", "'ve", "is", "are") for c in verb.children)


def _nothing_is_for(noun: Token) -> bool:
    """ "Nothing speaks for a call", "little argues in favour of a call": not called for."""
    way = noun.head
    if noun.dep_ == "pobj" and way.lower_ == "of" and way.head.lower_ in ("favour", "favor"):
        way = way.head.head
    speaking = way.lower_ in ("for", "in") and noun.dep_ == "pobj" and way.head.lemma_ in ("speak", "argue", "plead", "militate")
    return speaking and any(c.dep_ == "nsubj" and c.lower_ in ("nothing", "little") for c in way.head.children)


def _is_on_calendar(verb: Token) -> bool:
    """ "A call that had been on the calendar", "a conversation is under consideration": arranged, no more."""
    nouns = [g for c in verb.children if c.lower_ in ("on", "in", "under") and c.dep_ == "prep" for g in c.children]
    return verb.lemma_ == "be" and any(noun.lemma_.lower() in CALENDARS for noun in nouns)


def whole_noun(noun: Token) -> Token:
    """The noun that stands for the calls: "round" in "a planned round of talks"."""
    above = noun.head
    if noun.dep_ == "pobj" and above.lower_ == "of" and above.head.lemma_.lower() in MEASURES:
        return above.head
    return noun


def _is_time_of_past(noun: Token) -> bool:
    """ "By their next talk he had changed his mind": the next one, told from behind."""
    if noun.dep_ != "pobj" or noun.head.lower_ not in ("by", "in", "during", "at"):
        return False
    verb = noun.head.head
    return verb.tag_ == "VBD" or (verb.tag_ == "VBN" and any(c.lower_ in ("had", "was", "were") for c in verb.children))


def is_no(token: Token) -> bool:
    """ "no", but not "No 10"."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return token.lower_ == "no" and not (following is not None and (following.like_num or following.text == "."))


def _is_no_word(noun: Token) -> bool:
    words = ("record", "knowledge", "sign", "trace", "evidence", "confirmation", "mention", "report", "word")
    return noun.lemma_.lower() in words and any(is_no(c) for c in noun.children)


def _future_clause(verb: Token) -> bool:
    """ "a call planned for Friday", "a conversation that never took place", "a call to be held"."""
    lemma = verb.lemma_.lower()
    if _is_on_calendar(verb):
        return True
    if lemma in ASKED and (any(c.dep_ == "agent" for c in verb.children) or verb.head.dep_ == "pobj"):
        return False  # "in a call requested by Beijing" was held
    if lemma in ASKED | ARRANGED and verb.tag_ == "VBN" and not any(c.dep_ == "dobj" for c in verb.children):
        return True
    comes_about = lemma in COMING_ABOUT
    if any(c.dep_ == "neg" or c.lower_ == "never" for c in verb.children):
        return comes_about  # but "a call that did not mention Gaza" was held
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    if auxiliaries & {"could", "would"}:
        looking_back = lemma in LOOKING_BACK or any(c.lower_ in ("later", "afterwards") for c in verb.children)
        return comes_about or ("would" in auxiliaries and not looking_back)  # "a call that millions could listen to"
    if "to" in auxiliaries:
        return (
            comes_about or _is_demand(verb.head) or lemma in ASKED | ARRANGED | {"be"}
        )  # but "a call with A to discuss Gaza" was held
    return bool(auxiliaries & {"will", "'ll", "should", "might"})


def _is_demand(noun: Token) -> bool:
    """ "His call on Putin to withdraw", "the call to Israel to stop": bare calls that are made with the voice alone."""
    if any(c.dep_ in ("compound", "nummod", "nmod") for c in noun.children):
        return False
    prepositions = {c.lower_ for c in noun.children if c.dep_ == "prep"}
    return noun.lemma_.lower() == "call" and ("on" in prepositions or ("to" in prepositions and noun.dep_ != "dobj"))


def is_denied_report(noun: Token) -> bool:
    """ "denied reports of", "called the claim false": a noun for a tale whose governing verb takes it back."""
    if noun.lemma_.lower() not in TALES:
        return False
    verb = noun.head
    false = any(t.lower_ in FALSE for t in verb.subtree)
    return verb.lemma_ in ("deny", "dismiss", "reject", "refute", "rubbish", "dispute") or (
        verb.lemma_ in ("call", "be", "describe", "brand") and false
    )
