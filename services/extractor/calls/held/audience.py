"""Words over a line that are for an audience: an interview by telephone, an address to a parliament by video, a studio link-up."""

from __future__ import annotations

from services.extractor.calls.words.sighting import Sighting
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token

WORDS = load_words("calls.yml")
SPECTATORS = WORDS["spectators"]
GATHERINGS = WORDS["gatherings"]
SPEECHES = {"speech", "address", "statement", "remark", "keynote", "lecture", "presentation", "intervention", "greeting"}
STATING = {"say", "tell", "confirm", "add", "deny", "explain", "insist", "comment", "quote", "answer", "state"}
DECLARING = STATING | {
    "accuse", "admit", "announce", "argue", "assert", "call", "claim", "complain", "declare", "describe", "dismiss", "estimate",
    "express", "maintain", "note", "observe", "predict", "recall", "reject", "remark", "repeat", "reply", "report", "stress",
    "suggest", "warn",
}  # fmt: skip
PRESS = WORDS["press"]
INTERVIEWING = {"reach", "contact", "interview", "question", "ask", "quote"}
NEAR = 4  # words between "said" and "telephone"
JOINING = {"appear", "call", "dial", "feature", "join", "phone", "ring", "speak", "talk"}
TOWARDS = ("to", "before", "at", "in", "on", "into", "with")


def is_for_audience(sighting: Sighting, alone: bool) -> bool:
    """Whether a cue tells of a statement to the press or an address to many. `alone`: it names one side only; where it names more,
    they may have joined one event, unless they were on the line with each other."""
    verb = sighting.verb
    if sighting.kind not in ("instrument", "noun") or verb is None:
        return False
    if alone and _is_interview(sighting, verb):
        return True
    if alone and (_joins_show(verb) or _is_briefing(verb)):
        return True
    each_other = any(c.lower_ in ("with", "between") for anchor in (verb, sighting.head) for c in anchor.children)
    return sighting.channel == "video" and (alone or not each_other) and _is_address(verb)


def _is_interview(sighting: Sighting, verb: Token) -> bool:
    """ "Reached by phone in Khartoum, the minister said ...", "said by telephone from Kabul"."""
    if sighting.kind != "instrument":
        return False
    lemma = verb.lemma_.lower()
    asked = (
        lemma in INTERVIEWING
        and verb.tag_ == "VBN"
        and not any(c.dep_ == "agent" and c != sighting.head.head for c in verb.children)
    )
    speaking = lemma in ("speak", "talk") and verb.tag_ == "VBG" and not any(c.lower_ in ("with", "to") for c in verb.children)
    if asked or speaking:
        above = (verb.head, *verb.head.children, verb.head.head)
        return verb.dep_ in ("advcl", "ROOT", "ccomp", "acl") and any(t.lemma_ in DECLARING for t in above)
    near = sighting.head.head.head == verb and 0 < sighting.head.i - verb.i <= NEAR
    return (near or _is_from_afar(sighting, verb)) and lemma in STATING and not any(_is_told(c) for c in verb.children)


def _is_from_afar(sighting: Sighting, verb: Token) -> bool:
    """ "By phone from Pyongyang, he explained ...": opening the sentence, with the place where the speaker is."""
    opening = sighting.head.i < verb.i and sighting.head.head.head == verb
    return opening and any(
        g.ent_type_ in ("GPE", "FAC", "LOC") for c in sighting.head.children if c.lower_ == "from" for g in c.children
    )


def _is_told(child: Token) -> bool:
    """Whether a child of "said" is somebody to whom it was said, other than the press."""
    if child.dep_ in ("dobj", "dative") and child.pos_ == "PRON":
        return True
    return child.lower_ in ("with", "to") and not any(g.lemma_.lower() in PRESS for g in child.children)


def _joins_show(verb: Token) -> bool:
    """ "Joining the programme by phone", "appeared by telephone on the show"."""
    slots = [c for c in verb.children if c.dep_ == "dobj"]
    slots += [g for c in verb.children if c.lower_ in TOWARDS and c.dep_ == "prep" for g in c.children]
    return verb.lemma_.lower() in JOINING and any(s.lemma_.lower() in SPECTATORS for s in slots)


def _is_briefing(verb: Token) -> bool:
    """ "Gave a briefing by conference call", "briefed by telephone ahead of the visit": nobody is told whom, so the press."""
    objects = [c for c in verb.children if c.dep_ in ("dobj", "dative", "nsubjpass") or (c.dep_ == "prep" and c.lower_ == "to")]
    if verb.lemma_ == "brief":
        return not objects
    given = len(objects) == 1 and objects[0].lemma_.lower() in ("briefing", "interview")
    return given and verb.lemma_ in ("give", "hold", "grant") and not any(c.lower_ == "with" for c in objects[0].children)


def _is_address(verb: Token) -> bool:
    """ "Addressed the House by video", "joined the programme by video link", "gave a speech by videoconference"."""
    slots = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    slots += [g for c in verb.subtree if c.lower_ in TOWARDS and c.dep_ in ("prep", "dative") for g in c.children]
    if any(c.dep_ in ("dobj", "nsubjpass") and c.lemma_.lower() in SPEECHES for c in verb.children):
        return True
    if verb.lemma_ in ("open", "close") and any(c.dep_ == "dobj" and c.lemma_.lower() in GATHERINGS for c in verb.children):
        return True  # "opened a conference of ambassadors by video"
    led = [g for c in verb.children if c.lower_ == "to" and verb.lemma_ == "speak" for g in c.children]
    if any(g.lemma_.lower() in GATHERINGS for g in led):
        return True  # "spoke to the meeting by video link"
    return any(t.lemma_.lower() in SPECTATORS for s in slots for t in (s, *s.children)) or any(_is_in_a_hall(s) for s in slots)


def _is_in_a_hall(noun: Token) -> bool:
    """ "The conference in Warsaw": an event with a place of its own."""
    places = [g for c in noun.children if c.lower_ in ("in", "at") for g in c.children]
    return noun.lemma_.lower() in GATHERINGS and any(g.ent_type_ in ("GPE", "FAC") for g in places)
