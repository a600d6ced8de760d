"""Finds the instruments of a call: "by phone", "over a secure line", "on the line", "picked up the receiver"."""

from __future__ import annotations

from services.extractor.account.parse import governor
from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.calls.words.listing import SUBJECTS
from services.extractor.calls.words.sighting import Sighting, words_before
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token

WORDS = load_words("calls.yml")
VIDEO = WORDS["video"]
WIRED = {"connection": ("over", "on", "via", "by", "through"), "wire": ("down", "over")}  # with the ways that make them phones
GOOD_WIRES = WORDS["wire_kinds"]
MEETING = {"meet", "talk", "confer", "gather", "convene", "speak", "consult", "assemble"}
COMING, RECEIVING = {"come", "arrive", "follow"}, {"receive", "get", "accept", "take"}
COURTESIES = {"congratulation", "condolence", "wish", "greeting", "sympathy", "felicitation", "thank"}
WAITING = {"sit", "wait", "stand", "stay", "sleep", "lie", "remain", "be"}
HANDING = WORDS["handing"]
WAKING = WORDS["waking"]
REACHING = WAKING | {"reach", "contact", "call", "phone", "ring", "catch"}  # what one does to another by telephone
MOBILE = {"mobile", "cell", "smart"}
SEARCHING = {"track": "down", "hunt": "down", "seek": "out"}
TIMES_OF_DAY = WORDS["times_of_day"]


class Instruments:
    """Tells which nouns are instruments of a call."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def matches(self, token: Token) -> bool:
        """Whether the noun is what the talk went over, not a thing that rings or lies about."""
        if token.tag_ == "NNS" or (
            token.dep_ in ("compound", "nmod")
            and token.head.i > token.i
            and token.head.lemma_.lower() not in ("line", "link", "connection", "hookup", "conference", "hotline")
            and not _leads_to_name(token)
        ):
            return False
        if token.head.lemma_ in HANDING and token.dep_ in ("dobj", "nsubjpass"):
            return False  # "handed the receiver to": one more comes on the line
        if token.head.lower_ == "by" and token.head.head.lemma_ in WAITING and any(c.lower_ == "the" for c in token.children):
            return False  # "sat by the telephone"
        if token.head.dep_ == "agent" and token.head.head.lemma_ in WAKING:
            return False  # "was woken by the telephone": a scene, see `scenes.py`
        before = words_before(token, 4)
        if token.lemma_.lower() in ("line", "video", "receiver", "handset"):
            words = [t.lower_ for t in before]
            if token.lemma_.lower() == "video":
                return bool(words) and words[-1] in ("by", "via") and token.dep_ in ("pobj", "compound")
            if token.lemma_.lower() == "line" and token.dep_ == "dobj" and token.head.lemma_ == "use":
                return bool({c.lower_ for c in token.children} & GOOD_WIRES)
            return token.lemma_.lower() != "line" or self._is_live(token, words)
        if token.lemma_ == "screen":
            verb = governor(token)
            had = verb is not None and verb.lemma_ == "have" and any(c.dep_ == "dobj" for c in verb.children)
            return token.head.lower_ in ("on", "by", "via") and verb is not None and (had or verb.lemma_ in MEETING)
        if self._is_device(token):
            return False
        if token.lemma_.lower() in WIRED:
            kinds = {c.lower_ for c in token.children} | {c.lemma_.lower() for c in token.children}
            return token.head.lower_ in WIRED[token.lemma_.lower()] and (token.lemma_ == "wire" or bool(kinds & GOOD_WIRES))
        preps = self._own_prepositions(token, before)
        if token.head.lower_ == "off" and token.lemma_.lower() in WORDS["phones"]:
            verb = governor(token)  # "I just got off the phone with X"
            return verb is not None and verb.lemma_ in ("get", "come", "be", "step")
        if token.lemma_.lower() in VIDEO:
            return bool(preps)
        verb = governor(token)
        if (
            verb is not None
            and verb.lemma_ in ("pick", "lift", "grab", "reach", "take", "answer", "work", "use")
            and token.dep_ in ("dobj", "pobj", "nsubjpass")
        ):
            return True
        return bool(preps)

    def _is_device(self, token: Token) -> bool:
        """ "Read it on her mobile phone", "showed him the picture on his phone": a screen, not a line."""
        noun = token.head if token.dep_ in ("amod", "compound") else token  # "mobile" in "her mobile phone"
        verb = governor(noun)
        own = any(c.dep_ == "poss" or c.lower_ in MOBILE for c in noun.children)
        return noun.head.lower_ == "on" and own and verb is not None and verb.lemma_ in WORDS["looking"]

    def _is_live(self, line: Token, words: list[str]) -> bool:
        """ "on the line", "over a crackling line": no "tougher line against", no "party line", no "line of control"."""
        kinds = {c.lower_ for c in line.children if c.dep_ in ("amod", "compound", "nmod")}
        if line.dep_ == "pobj" and line.head.head.lemma_ == "wait" and line.head.head.tag_ == "VBG":
            return False  # "left waiting on the line": nobody came
        behind = line.nbor(1).lower_ if line.i + 1 < len(line.doc) else ""
        if behind == "that" and line.i + 2 < len(line.doc) and line.nbor(2).lower_ in TIMES_OF_DAY | WORDS["days"]:
            behind = "then"  # "on the line that morning", "that Monday"
        if line.head.lower_ == "over" and line.head.head.lemma_ in WORDS["telling"] and behind == "that":
            behind = "then"  # "told him over a line that kept failing"
            kinds |= GOOD_WIRES
        if not {"on", "over"} & set(words[-3:]) or behind in ("", "of", "between", "that", "against", "toward", "towards", "item"):
            return False
        with_whom = behind in ("with", "to") and any(t.lemma_ in ("minute", "hour") for t in words_before(line, 4))
        return bool(kinds & GOOD_WIRES) or with_whom or not (kinds or "a" in words[-2:])

    def _own_prepositions(self, token: Token, before: list[Token]) -> list[Token]:
        """The preposition that leads to an instrument, over articles and adjectives only ("over a secure line")."""
        for t in reversed(before):
            if t.lower_ in self.lexicon.instrument_prepositions and t.pos_ in ("ADP", "SCONJ", "ADV", "PART"):
                return [t]
            if t.pos_ not in ("DET", "ADJ", "PRON", "NUM", "NOUN", "PROPN", "ADV") or t.is_punct:
                return []
        return []

    def sighting(self, token: Token, lemma: str) -> Sighting:
        """The cue of an instrument."""
        verb = governor(token)
        channel = "video" if lemma in VIDEO or is_video(token) else "phone"
        frame = "mutual"
        words = {t.lower_ for t in token.sent[max(0, token.i - token.sent.start - 6) : token.i - token.sent.start]}
        beside = token.head.dep_ == "prep" and token.head.head.dep_ in SUBJECTS  # "Scholz, on the phone to Li, got little more"
        if verb is not None and not beside and self._reaches(verb, words):
            frame = "caller"
        elif verb is not None and _hears_from(verb):
            frame = "callee"
        return Sighting(token, verb, frame, f"call.instrument.{lemma}", channel, "instrument")

    def _reaches(self, verb: Token, words: set[str]) -> bool:
        """ "reached by phone", "picked up the phone to", "got X on the line": verbs whose subject placed the call."""
        if verb.lemma_ in ("pick", "lift", "grab") and not _finds_other_end(verb):
            return "up" in {c.lower_ for c in verb.children} | words
        if (way := SEARCHING.get(verb.lemma_)) is not None:
            return any(t.lower_ == way for t in verb.subtree if t.i > verb.i)
        got = [c for c in verb.children if c.dep_ == "dobj" or c.lower_ == "in"] if verb.lemma_ == "get" else []
        touched = any(g.lower_ == "touch" for c in got for g in c.children)  # "got in touch by phone with X"
        return verb.lemma_ in REACHING or touched or any(c.dep_ == "dobj" and c.lemma_.lower() not in WORDS["tidings"] for c in got)


def _finds_other_end(verb: Token) -> bool:
    """ "Picked up the receiver and had X at the other end": who picks up a telephone that rings."""
    ends = [t for t in verb.subtree if t.lemma_ == "end" and t.head.lower_ in ("at", "on")]
    return any(c.lower_ in ("other", "far") for t in ends for c in t.children)


def _leads_to_name(noun: Token) -> bool:
    """ "Contacted by phone President Abbas": the telephone stands for itself, though the parse ties it to the name behind it."""
    before = words_before(noun, 1)
    return noun.head.pos_ == "PROPN" and noun.text.islower() and bool(before) and before[0].lower_ in ("by", "over", "via")


def _hears_from(verb: Token) -> bool:
    """ "Fox heard from him by telephone", not "what Fox heard from him"."""
    children = list(verb.children)
    heard = any(c.dep_ == "dobj" or c.lower_ in ("what", "that") for c in children)
    if verb.lemma_ == "hear":
        return not heard and any(c.lower_ == "from" for c in children)
    return brings_word(verb) and any(c.lemma_.lower() in COURTESIES for c in children)


def brings_word(verb: Token | None) -> bool:
    """ "Condolences came by telephone from X", "received assurances by telephone from X"."""
    if verb is None or verb.lemma_ not in COMING | RECEIVING:
        return False
    brought = [c for c in verb.children if c.dep_ == ("nsubj" if verb.lemma_ in COMING else "dobj") and c.pos_ == "NOUN"]
    return any(c.lower_ == "from" for t in (verb, *brought) for c in t.children) and bool(brought)


def is_video(token: Token) -> bool:
    """Whether the words beside a noun tell of pictures ("video call")."""
    return any(t.lemma_.lower() in VIDEO for t in words_before(token, 2)) or (
        token.i + 1 < len(token.doc) and token.nbor(1).lower_ in ("conference", "link") and token.lemma_.lower() == "video"
    )
