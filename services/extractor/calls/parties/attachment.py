"""What the parse or a mark says of a preposition beside a cue: that it belongs to another clause, a deed, or what was talked about.

Pure syntax; who stands behind the preposition, `prepositions.py` reads.
"""

from __future__ import annotations

from collections.abc import Mapping

from services.extractor.calls.words.listing import SUBJECTS
from services.extractor.calls.words.sighting import BESIDE, VERBAL, Sighting
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token
from services.extractor.types import Mention

WORDS = load_words("calls.yml")
DISCUSSING = WORDS["discussing"]
DEALINGS = WORDS["dealings"]
SET_BESIDE = {"after", "before", "following", "amid", "amidst", "since", "despite", "during", "of"}  # "ahead of a duel with X"
FOLLOWING = {"follow", "precede", "end", "cap", "overshadow"}
MESSAGES = WORDS["messages"]
COMMENTS = {"account", "comment", "confirmation", "detail", "reaction", "readout", "remark", "response", "statement", "word"}
TALKS = {
    "talk", "call", "conversation", "exchange", "chat", "discussion", "meeting", "conference", "dinner", "lunch", "breakfast",
    "session", "summit", "visit", "interview", "briefing", "encounter", "handshake",
}  # fmt: skip
LINES = {"contact", "communication", "consultation", "line", "link", "phone", "telephone", "hotline", "video", "videoconference"}
CONNECTIONS = {"line", "phone", "telephone", "hotline", "video", "screen", "initiative", "request", "behalf", "morning", "evening"}
CONTRASTS = {("contrast", "to"), ("contrast", "with"), ("compared", "with"), ("compared", "to"), ("comparison", "with")}
LIKENING = {"unlike", "like"}
BESIDE_WORDS = {"besides", "beside", "beyond"}
BESIDE_PAIRS = {("addition", "to"), ("apart", "from"), ("aside", "from"), ("alongside", "with")}
COMPLEMENTS = {"dobj", "dative", "oprd", "pobj"}
ABOUT = {"on", "about", "regarding", "concerning", "over"}
BONDS = {"relation", "relationship", "tie", "friendship", "cooperation", "partnership", "alliance", "rapport", "border"}
ATTENDING = {"listen", "sit", "look", "stand", "interpret", "translate", "watch", "nod"}
ROOMS = {"room", "side", "attendance", "elbow", "hand"}
TALKING = {
    "speak", "talk", "confer", "consult", "discuss", "converse", "exchange", "chat", "communicate", "connect", "call", "phone",
    "hold", "have", "get", "touch", "put", "telephone", "ring", "reach", "listen",
}  # fmt: skip


def is_taken_up(prep: Token, anchors: set[int]) -> bool:
    """ "Spoke with Obama after the North announced it, and with Noda": behind ", and" the list before the clause goes on."""
    before = [t.lower_ for t in prep.doc[max(prep.sent.start, prep.i - 2) : prep.i]]
    listed = any(t.lower_ == prep.lower_ and t.head.i in anchors for t in prep.doc[prep.sent.start : prep.i])
    return before == [",", "and"] and listed


def sets_time(verb: Token) -> bool:
    """ "Before they sat down with Araghchi they had Washington on a conference call"."""
    return verb.dep_ == "advcl" and any(c.lower_ in ("before", "after", "when", "while", "until", "since") for c in verb.children)


def is_of_clause_before(prep: Token, sighting: Sighting) -> bool:
    """ "Steinmeier spoke to Lavrov; Hague called Steinmeier": with whom the call of the clause before the mark was."""
    verb = sighting.verb
    if verb is None or prep.i > min(verb.i, sighting.head.i):
        return False
    marks = [t.i for t in prep.doc[prep.i : min(verb.i, sighting.head.i)] if t.text == ";"]
    return bool(marks) and any(c.dep_ in SUBJECTS and c.i > marks[-1] for c in verb.children)


def is_of_topic(prep: Token, sighting: Sighting) -> bool:
    """ "A video conference on aid to Lebanon": of what they spoke of; "with" may as well go with the call, but not in "spoke about
    relations with Russia"."""
    noun = prep.head
    if prep.lower_ == "with" and noun.lemma_ == "deal" and noun.pos_ == "VERB":
        return True  # "the call dealt with Libya"
    if prep.lower_ == "with" and sighting.kind == "plain" and noun.lemma_.lower() in BONDS:
        return noun.dep_ == "pobj" and noun.head.lower_ in ABOUT | {"of"}
    if prep.lower_ not in ("to", "from"):
        return False
    if noun.dep_ == "pcomp" and noun != sighting.head and noun.head.lower_ in ABOUT | {"of", "over"}:
        return True  # "spoke on sending a mission to Haiti"
    verb = noun if noun.pos_ == "VERB" else noun.head
    if verb.lemma_.lower() in DISCUSSING and any(c.dep_ == "dobj" and c.i < prep.i for c in verb.children):
        return True  # "discussed arms deliveries to Ukraine in a call"
    led = noun.dep_ == "pobj" and noun.head.lower_ in ("on", "about", "regarding", "concerning") and noun.head.head == sighting.head
    return led and noun.i > sighting.head.i and noun.pos_ == "NOUN" and noun.lemma_.lower() not in CONNECTIONS


def is_of_message(prep: Token, call: Token) -> bool:
    """ "The call to Kyiv was a signal to Moscow": for whom the call meant something, not whom it was to; "no comment on the call
    from Netanyahu's office": whose words there were not."""
    if prep.lower_ == "from" and call.dep_ == "pobj" and call.i < prep.i:
        return call.head.lower_ in ("on", "about", "of") and call.head.head.lemma_.lower() in COMMENTS
    noun = prep.nbor(-1) if prep.i > prep.sent.start else prep
    return prep.lower_ == "to" and noun != call and noun.pos_ in ("NOUN", "PROPN") and noun.lemma_.lower() in MESSAGES


def lists_matters(prep: Token) -> bool:
    """ "Exchanged views on many issues, including North Korea": states behind "including" that were spoken of."""
    noun, company = prep.head, False
    while noun.pos_ in ("NOUN", "PROPN") and noun.ent_type_ not in ("DATE", "TIME"):
        above = noun.head
        if noun.dep_ == "pobj" and above.lower_ in ABOUT:
            return True
        if noun.dep_ in ("dobj", "nsubjpass"):
            return above.lemma_.lower() in DISCUSSING and not company
        if noun.dep_ == "conj" and above != noun:
            noun = above
        elif noun.dep_ == "pobj" and above.head.pos_ == "NOUN":
            company |= above.lower_ in ("with", "to", "from", "between")
            noun = above.head
        else:
            return False
    return False


def is_attendance(prep: Token, somebody: Token) -> bool:
    """ "Talked for an hour, with his minister listening in", "with an aide in the room": who was at a speaker's side."""
    if prep.lower_ != "with":
        return False
    if somebody.dep_ in SUBJECTS:
        verb = somebody.head
        noting = verb.lemma_ == "take" and any(c.lower_ in ("notes", "minutes") for c in verb.children)
        return verb.tag_ == "VBG" and verb.head == prep and (noting or verb.lemma_.lower() in ATTENDING)
    near = somebody.dep_ == "pobj" and somebody.head == prep
    return near and any(g.lower_ in ROOMS for c in somebody.children if c.lower_ in ("in", "at", "by") for g in c.children)


def is_of_deed(prep: Token, anchors: set[int]) -> bool:
    """ "Urged Putin in the call to negotiate with Kyiv": what somebody is to do, and with whom."""
    verb = prep.head
    if verb.pos_ != "VERB" or verb.i in anchors or verb.tag_ != "VB" or verb.lemma_.lower() in TALKING:
        return False
    return verb.dep_ in ("xcomp", "ccomp", "conj") and any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def is_of_dealing(prep: Token, sighting: Sighting) -> bool:
    """ "His call to Macron came days after a clash with Orban", "the talks between A and B followed a call between C and D": with
    whom a dealing was that only puts the call in time."""
    noun = prep.head
    hyphened = noun.i > 1 and noun.nbor(-1).text == "-"  # "bust-up", "falling-out"
    word = noun.nbor(-2).lower_ + "-" + noun.lower_ if hyphened else noun.lemma_.lower()
    if noun == sighting.head or word not in DEALINGS:
        return False
    if prep.lower_ == "between":
        return noun.dep_ in SUBJECTS and any(c.lower_ in ("between", "with") for c in sighting.head.children)
    if prep.lower_ != "with":
        return False
    lasting = noun.head.lower_ == "of" and noun.head.head == sighting.head  # "a talk of an hour with X"
    led = noun.dep_ == "pobj" and noun.head.lower_ in SET_BESIDE and not lasting
    led |= any(c.dep_ == "mark" and c.lower_ in SET_BESIDE for c in noun.children)
    return led or (noun.dep_ == "dobj" and noun.head.lemma_.lower() in FOLLOWING)


def is_of_other_two(prep: Token, sighting: Sighting) -> bool:
    """ "The calls between A and B led to a truce between Israel and Hamas": between whom something else was."""
    noun = prep.head
    named = prep.lower_ == "between" and noun.pos_ == "NOUN" and noun.i > sighting.head.i
    return named and noun.lemma_.lower() not in TALKS | LINES and noun.ent_type_ not in ("DATE", "TIME")


def is_owner(of: Token, noun: Token) -> bool:
    """Whether "of" hangs on the noun, or on another "of" that does ("the calls of X, of Y and of Z")."""
    while of.dep_ == "conj" and of.head.lower_ == "of":
        of = of.head
    return of.head == noun


def is_beside(noun: Token) -> bool:
    """ "In addition to calls by X and Y, Z sent a message": calls told before, beside which the sentence tells something else."""
    lead, own = noun.head, {c.lower_ for c in noun.children if c.dep_ in ("prep", "agent")}
    owned = "by" in own or any(c.dep_ == "poss" for c in noun.children)
    if noun.dep_ != "pobj" or not owned or own & {"with", "to", "from", "between"}:
        return False
    opens = lead.i == noun.sent.start
    return lead.lower_ in BESIDE_WORDS if opens else (lead.nbor(-1).lower_, lead.lower_) in BESIDE_PAIRS


def is_compared(noun: Token) -> bool:
    """ "Unlike the call with X, that to Y was announced": a call told before, with which another is compared."""
    lead = noun.head
    if noun.dep_ != "pobj" or not any(c.lower_ in ("the", "his", "her", "their") for c in noun.children):
        return False
    before = lead.nbor(-1).lower_ if lead.i > noun.sent.start else ""
    return lead.lower_ in LIKENING or (before, lead.lower_) in CONTRASTS or (before, lead.lower_) == ("as", "in")


def is_of_other_verb(prep: Token, sighting: Sighting, covering: Mapping[int, Mention]) -> bool:
    """ "Spoke with A and then telephoned B": each verb has those whom its own words tell, where they tell any."""
    other, verb = prep.head, sighting.verb
    if verb is None or other == verb or other.pos_ not in VERBAL or verb not in (other.head, *other.children):
        return False
    joined = other.dep_ == "conj" if other.head == verb else verb.dep_ == "conj"
    own = {c for anchor in (verb, sighting.head) for c in anchor.children}
    own |= {g for c in own if c.lower_ in ("with", "to") and c.dep_ == "prep" for g in c.children}
    invited = prep.lower_ == "to" and any(c.dep_ == "dobj" and c.i in covering for c in other.children)  # "and asked her to Rome"
    return joined and (invited or any(c.dep_ in COMPLEMENTS and c.i in covering for c in own))


def is_of_other_talk(prep: Token, sighting: Sighting) -> bool:
    """ "Between one talk with Morsi and the next he called Netanyahu", "spoke by telephone after a call with Putin", "rang
    after speaking with Putin": with whom another conversation was."""
    noun = prep.head
    if noun.dep_ == "pcomp" and noun.head.lower_ in BESIDE and prep.i > sighting.head.i:
        return noun != sighting.verb and not noun.is_ancestor(sighting.head)
    led = noun.dep_ == "pobj" and (noun.head.lower_ in BESIDE or is_compared(noun)) and noun != sighting.head
    return led and noun.lemma_.lower() in TALKS
