"""What is said of a call noun that puts it in time to come: "a planned call", "work on a call", "a call due on Thursday"."""

from __future__ import annotations

import re

from services.extractor.calls.words.call_nouns import is_pointless
from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token

WORDS = load_words("calls.yml")
ASKED = WORDS["asked"]
ARRANGED = WORDS["arranged"]
PREPARING = WORDS["preparing"]
COMING_ABOUT = WORDS["coming_about"]
LOOKING_BACK = WORDS["looking_back"]
CALENDARS = WORDS["calendars"]
ENTERING = {
    "enter", "put", "place", "write", "include", "pencil", "mark", "note", "add", "fix", "list", "inscribe", "insert", "slot",
}  # fmt: skip
PENDING = {"due", "overdue", "pending", "imminent", "possible"}
COMING = re.compile(r"\b(?:probably|soon|shortly|tomorrow|(?:over|in|within) the (?:next|coming))\b")
BEHIND = 10  # tokens from a call spoken of within which it may be said to be still to come
ASKED_BY = {"request", "offer", "invitation", "proposal", "schedule", "slot"}  # what has "call" in front: "a call request"
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
HELD = {"go", "take", "happen", "begin", "start", "last", "occur", "hold", "end", "come"}
AWAITED = {"planned", "expected", "proposed", "scheduled", "requested", "postponed"}  # kinds of calls that may yet have been held
SPEAKING = WORDS["telling"] | WORDS["reporting"]


def is_to_come(head: Token, lexicon: Lexicon) -> bool:
    """Whether the words around the noun `head` say that the call was planned, asked for or arranged, no more."""
    children = [c for c in head.children if c.i < head.i]
    kinds = {c.lower_ for c in children if c.lower_ in lexicon.not_held_adjectives}
    if kinds and not (kinds <= AWAITED and _went_ahead(head)):
        return True
    if any(c.lower_ == "next" for c in children) and not _is_time_of_past(head):
        return True
    if head.dep_ == "compound" and head.tag_ == "NN" and head.head.lemma_.lower() in ASKED_BY:
        return True  # "a call request"
    if any(c.dep_ == "amod" and c.i > head.i and c.lower_ in PENDING for c in head.children) and not _went_ahead(head):
        return True  # "a call between the two, due on Thursday"
    if (
        _is_prepared(head)
        or (head.dep_ in ("nsubj", "nsubjpass") and _is_on_calendar(head.head))
        or is_in_diary(head)
        or _is_ahead(head)
        or _is_being_arranged(head)
        or _is_invited_to(head)
    ):
        return True
    governing = head.head
    if head.dep_ == "pobj" and governing.lower_ in ("of", "about") and governing.head.lemma_ in ("speak", "talk"):
        behind = head.doc[head.i : min(head.i + BEHIND, head.sent.end)].text.lower()
        if COMING.search(behind):
            return True  # "had spoken of a call with Xi probably over the next 24 hours"
    if head.dep_ == "pobj" and governing.lower_ in ("for", "on") and governing.head.lemma_.lower() in LOOKING_FOR:
        return True
    clauses = [c for c in head.children if c.dep_ in ("relcl", "acl") and _future_clause(c)]
    return bool(clauses) and not _went_ahead(head) and not all(_is_earlier_than(c, head) for c in clauses)


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
    if above.i and is_pointless(above.nbor(-1)):
        return True
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


def _is_invited_to(noun: Token) -> bool:
    """ "Has invited the leaders to a video conference": where it is told as news of the day, the call is still to come."""
    verb = noun.head.head
    if (
        noun.dep_ != "pobj"
        or noun.head.lower_ not in ("to", "for")
        or verb.lemma_ not in ("invite", "summon", "convene", "call", "ask")
    ):
        return False
    if any(c.lower_ in ("within", "next") and c.i > noun.i for c in noun.subtree):
        return True  # "invited them to a summit by video link within ten days"
    return verb.tag_ in ("VBZ", "VBP") or any(c.lower_ in ("has", "have", "'ve", "is", "are") for c in verb.children)


def _is_on_calendar(verb: Token) -> bool:
    """ "A call that had been on the calendar", "has been entered in the timetable", "is under consideration": arranged, no more."""
    entered = verb.lemma_ in ENTERING and any(c.dep_ == "auxpass" for c in verb.children)
    if not entered and verb.lemma_ not in ("be", "stand", "figure", "appear"):
        return False
    nouns = [g for c in verb.children if c.lower_ in ("on", "in", "under", "into", "onto") and c.dep_ == "prep" for g in c.children]
    return any(noun.lemma_.lower() in CALENDARS for noun in nouns)


def is_in_diary(noun: Token) -> bool:
    """ "Has two calls in her diary", "has a call with Xi on his agenda"."""
    having = noun.dep_ == "dobj" and noun.head.lemma_ == "have"
    around = [*noun.children, *noun.head.children] if having else []
    nouns = [g for c in around if c.dep_ == "prep" and c.i > noun.i and c.lower_ in ("on", "in") for g in c.children]
    return any(g.lemma_.lower() in CALENDARS and any(c.dep_ in ("poss", "det") for c in g.children) for g in nouns)


def _is_time_of_past(noun: Token) -> bool:
    """ "His next call was to Kan", "by their next talk he had changed his mind": the next one, told from behind."""
    if noun.dep_ == "nsubj" and noun.head.tag_ == "VBD":
        return not any(c.dep_ in ("xcomp", "acomp") for c in noun.head.children)  # "was due", "was to be"
    if noun.dep_ != "pobj" or noun.head.lower_ not in ("by", "in", "during", "at"):
        return False
    verb = noun.head.head
    return verb.tag_ == "VBD" or (verb.tag_ == "VBN" and any(c.lower_ in ("had", "was", "were") for c in verb.children))


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
    if auxiliaries and _is_what_was_said(verb):
        return False
    if auxiliaries & {"could", "would"}:
        looking_back = lemma in LOOKING_BACK or any(c.lower_ in ("later", "afterwards") for c in verb.children)
        return comes_about or ("would" in auxiliaries and not looking_back)  # "a call that millions could listen to"
    if "to" in auxiliaries:
        aimed = any(c.dep_ == "dobj" for c in verb.children)  # "agreed in a call to set up a committee", "a call to discuss Gaza"
        return comes_about or _is_demand(verb.head) or lemma == "be" or (lemma in ASKED | ARRANGED and not aimed)
    return bool(auxiliaries & {"will", "'ll", "should", "might"})


def _is_what_was_said(verb: Token) -> bool:
    """ "Assured him in a phone call that Washington would pay": what was said in it, taken for a clause on the call."""
    noun = verb.head
    telling = noun.dep_ == "pobj" and noun.head.lower_ in ("in", "during", "by", "over") and noun.head.head.lemma_ in SPEAKING
    return telling and any(c.dep_ == "nsubj" and c.lower_ not in ("that", "which", "who") for c in verb.children)


def _is_earlier_than(verb: Token, noun: Token) -> bool:
    """ "In a call that had been set for half an hour they noted …": arranged before something was said in it."""
    before = verb.tag_ == "VBN" and any(c.lower_ == "had" for c in verb.children)
    above = noun.head.head
    return before and noun.dep_ == "pobj" and noun.head.lower_ in ("in", "during") and above.tag_ == "VBD"


def _is_demand(noun: Token) -> bool:
    """ "His call on Putin to withdraw", "the call to Israel to stop": bare calls that are made with the voice alone."""
    if any(c.dep_ in ("compound", "nummod", "nmod") for c in noun.children):
        return False
    prepositions = {c.lower_ for c in noun.children if c.dep_ == "prep"}
    return noun.lemma_.lower() == "call" and ("on" in prepositions or ("to" in prepositions and noun.dep_ != "dobj"))
