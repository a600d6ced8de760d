"""Whether a verb of ringing or calling has that sense: "called Putin", not "called on", "called him a liar", "rang the bell".

Reads tokens and syntax; the naming, summoning, appealing and recalling senses of "call" are kept out here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from services.extractor.calls.cues.naming import names_something
from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.calls.words.sighting import VERBAL, next_words
from services.extractor.calls.words.strangers import AUDIENCES
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token

WORDS = load_words("calls.yml")
TO_ACCOUNT = WORDS["to_account"]
DAYS = WORDS["days"]
TIMES = WORDS["times"]
RATED, PASSING = {"day", "hour", "week", "month", "year"}, {"the", "coming", "next", "last", "past", "these", "those", "this"}
OCCASIONS = WORDS["occasions"] | WORDS["times_of_day"]
JOURNEYS = WORDS["journeys"]
OCCASION = 5  # words behind "called" in which the time or occasion stands: "on the very same day"
SUMMONS = 12  # words behind "called" in which the place stands to which somebody has to come
HOURS = WORDS["hours"]
CLOCK = WORDS["clock"]  # "called at half past one"
RINGERS = WORDS["phones"] | {"bell", "alarm", "voice", "word", "cell", "cellphone", "smartphone"}  # "his telephone rang"
ENVOYS = {"ambassador", "envoy", "representative", "commissioner", "consul", "nuncio"}
SUMMONED_TO = WORDS["summoned_to"]
SPANS = WORDS["times_of_day"] | {"course", "minute", "hour", "meantime", "interval", "turn", "person", "tear"}
HOLIDAYS = {"year", "anniversary"}  # what is rung in
NOT_CALL_AFTER = WORDS["not_call_after"]
IN_HOUSE = {"upstairs", "downstairs", "inside", "indoors", "ahead"}  # where nobody of another state answers


IN_TURN = {"first", "second", "third", "next", "last", "later", "too", "separately", "afterwards"}


class Calling:
    """Tells the senses of verbs apart."""

    def __init__(self, lexicon: Lexicon, people: set[int]) -> None:
        """`people`: the tokens that stand in mentions of people."""
        self.lexicon, self.people = lexicon, people

    def _is_calling(self, token: Token, lemma: str) -> bool:
        """ "called Putin", not "called on", "called for", "called him a liar", "so-called"."""
        if token.tag_ == "VBN" and token.dep_ in ("amod", "acl") and lemma in ("call", "ring", "dial"):
            nearby = [t.lower_ for t in token.rights]
            between = (
                token.text.islower() and token.i - 1 in self.people and token.i + 1 in self.people
            )  # "the foreign secretary called X at once"
            between |= self._is_main_verb(token)
            if lemma == "call" and (_is_convened(token) or "by" not in nearby) and not between:
                return False
        if token.tag_ == "VBG" and token.dep_ == "pcomp" and token.head.lower_ == "of" and not [*self._called(token)]:
            return False  # "a lot of phoning"
        if any(c.dep_ == "dobj" and any(g.lower_ == "own" for g in c.children) for c in token.children):
            return False  # "had dialled his own office"
        if lemma == "call" and any(
            c.dep_ in ("dobj", "nsubj") and c.i > token.i and self._is_owned_talk(c) for c in token.children
        ):
            return False  # "called his talk with Putin intense"
        after = next_words(token, 2)
        if after[:1] and after[0] in IN_HOUSE:
            return False  # "telephoned upstairs", "rang ahead"
        if lemma == "call" and (after[:2] == ["up", "to"] or after[:1] in (["down"], ["across"])):
            return False  # "called up to the balconies": a voice
        before = token.nbor(-1).lower_ if token.i > token.sent.start else ""
        if lemma == "call" and (before in AUDIENCES or (before == "of" and token.tag_ == "VB")):
            return False  # "on the results call", "a port of call": a noun, whatever the parse makes of it
        noun = token.dep_ == "csubj" if token.tag_ == "VBZ" else token.tag_ in ("VB", "VBP")
        noun = noun and not (after[:1] == ["from"] and any(c.tag_ == "TO" for c in token.children))  # "to call from abroad"
        if lemma == "call" and after[:1] in (["with"], ["between"], ["from"]) and noun:
            return False  # "PM call with Prime Minister Tusk", "calls from Ankara were": whatever the parse makes of it
        if (
            lemma == "call"
            and token.tag_ == "VBN"
            and any(c.dep_ == "auxpass" for c in token.children)
            and not any(c.dep_ == "agent" or c.lower_ == "by" for c in token.children)
            and not self._is_called_in_turn(token, after)
        ):
            return False  # "is called", "being called": naming, or a summons
        if lemma == "call" and any(c.lower_ == "what" and c.i < token.i for c in token.children):
            return False  # "what Peters called a quick word"
        if lemma == "call":
            if after and after[0] in NOT_CALL_AFTER and not self._calls_all_the_same(token, after):
                return False
            words = next_words(token, 9)
            if any(a == "to" and b in TO_ACCOUNT for a, b in pairwise(words)) or self._rates_time(token):
                return False
            if any(
                c.dep_ == "nsubjpass" and c.lower_ in ("it", "meeting", "summit", "session", "election", "vote", "that")
                for c in token.children
            ):
                return False
            if any(
                c.dep_ in ("oprd", "acomp")
                and c.pos_ != "ADV"
                and c.i not in self.people
                and (c.pos_ in VERBAL or c.lemma_ not in TIMES)
                and not self._is_palace(c)
                for c in token.children
            ) or names_something(token, self.people):
                return False
        if lemma == "call" and (self._is_summoning(token) or self._appeals(token)):
            return False
        return not self._is_ringing_thing(token) and not self._is_recalling(token, lemma, after)

    def _rates_time(self, verb: Token) -> bool:
        """ "Called the coming days decisive", "the past months hard"."""
        spans = (c for c in verb.children if c.i > verb.i and c.lemma_ in RATED and c.i + 1 < verb.sent.end)
        return any(c.nbor(1).pos_ == "ADJ" and any(g.lower_ in PASSING for g in c.children) for c in spans)

    def _is_palace(self, name: Token) -> bool:
        """ "Called the Casa Rosada": a name with an article, behind nobody who would be called so."""
        alone = name.pos_ == "PROPN" and name.head.tag_ == "VBD" and not any(c.dep_ == "dobj" for c in name.head.children)
        return alone and any(c.lower_ == "the" for c in name.children)

    def _is_owned_talk(self, noun: Token) -> bool:
        return noun.lemma_.lower() in self.lexicon.talk_nouns and any(c.dep_ == "poss" for c in noun.children)

    def _called(self, verb: Token) -> Iterator[Token]:
        """Whom a verb has behind it."""
        return (t for c in verb.children if c.i > verb.i for t in c.subtree if t.i in self.people)

    def _appeals(self, token: Token) -> bool:
        """ "Called once more on Belgrade to", "called on Monday for an end": an appeal, with words between."""
        if any(c.dep_ in ("dobj", "dative", "nsubjpass") for c in token.children):
            return False
        tied = [c for c in token.children if c.dep_ == "prep" and c.lower_ in ("on", "upon", "for") and c.i > token.i + 1]
        return any(self._is_appealed_to(token, prep) for prep in tied)

    def _is_appealed_to(self, verb: Token, prep: Token) -> bool:
        """Whether no day or stretch of time, nor anybody, stands behind or before the preposition."""
        words = [t.lower_ for t in verb.doc[prep.i + 1 : min(prep.i + 1 + OCCASION, verb.sent.end)]]
        timed = bool(words) and (words[0] in DAYS or words[0][:1].isdigit() or bool(set(words) & (OCCASIONS | JOURNEYS)))
        timed = timed or (prep.lower_ == "for" and any(g.lemma_ in TIMES | {"word", "chat", "talk"} for g in prep.children))
        return not timed and not any(t.i in self.people or t.pos_ in VERBAL for t in verb.doc[verb.i + 1 : prep.i])

    def _is_main_verb(self, token: Token) -> bool:
        """ "President X, who is in Y, called Z this morning": where the sentence has no other verb, and somebody stands behind."""
        return token.head.dep_ == "ROOT" and token.head.i in self.people and token.i + 1 in self.people

    def _is_summoning(self, token: Token) -> bool:
        """ "Called the ambassador to the ministry", "called him in", "was called to Paris", "called them together": to come."""
        objects = [c for c in token.children if c.dep_ in ("dobj", "nsubjpass", "oprd")]
        called = bool(objects)
        if any(c.lower_ == "in" and c.i > objects[0].i and not any(c.children) for c in token.children if called):
            return True
        near = token.doc[token.i + 1 : min(token.i + SUMMONS, token.sent.end)]
        ways = (t for t in near if t.lower_ in ("to", "into") and token in t.ancestors)
        led = [(way, g) for way in ways for g in way.children if g.dep_ == "pobj"]
        places = [(way, g) for way, g in led if g.lemma_.lower() not in WORDS["phones"]]
        several = any(c.dep_ == "dobj" and c.tag_ == "NNS" for c in token.children)
        if several and any(c.lower_ == "together" and c.i > token.i for c in token.children):
            return True
        posts = (g for way, g in places if way.nbor(-1).lemma_.lower() in ENVOYS)  # "called Japan's ambassador to Canada"
        there = {g.i for _, g in places if g.ent_type_ in ("FAC", "GPE")} - {g.i for g in posts}
        return called and (bool(there) or any(g.lemma_.lower() in SUMMONED_TO for _, g in places))

    def _is_called_in_turn(self, token: Token, after: list[str]) -> bool:
        """ "Erdogan was called on Thursday", "at three", "Tusk was called next": somebody, and an hour or a place in the order."""
        somebody = any(c.dep_ == "nsubjpass" and c.i in self.people for c in token.children)
        dated = after[:1] == ["on"] and len(after) > 1 and after[1] in DAYS
        dated |= after[:1] == ["at"] and len(after) > 1 and (after[1] in CLOCK | HOURS or after[1][:1].isdigit())
        return somebody and (dated or bool(set(after[:1]) & IN_TURN))

    def _is_ringing_thing(self, token: Token) -> bool:
        """ "the phone rang", "rang the bell"."""
        before = {t.lemma_.lower() for t in token.doc[max(token.sent.start, token.i - 6) : token.i]}
        if token.tag_ == "VBG" and before & WORDS["phones"] and not any(c.dep_ == "dobj" for c in token.children):
            return True  # "set the telephones of three capitals ringing"
        above = token.head if token.dep_ == "xcomp" and not any(c.dep_ == "dobj" for c in token.children) else token
        for child in token.children if above == token else (*token.children, *above.children):
            lemma = child.lemma_.lower()
            if child.dep_ in ("nsubj", "nsubjpass", "compound") and lemma in RINGERS:
                return True  # "his telephone rang" is taken for two nouns at times
            if token.lemma_ == "ring" and lemma in ("bell", "alarm", "doorbell", "change"):
                return True
        return False

    def _is_recalling(self, token: Token, lemma: str, after: list[str]) -> bool:
        """ "called back its ambassador", "rang true"."""
        if lemma == "ring":
            return after[:1] in (["true"], ["hollow"], ["out"], ["alarm"], ["ahead"], ["off"]) or dials_in(token)
        recalled = [
            c for c in token.children if c.dep_ == "dobj" and c.lemma_ in ("ambassador", "envoy", "diplomat", "troop", "soldier")
        ]
        home = any(c.lower_ == "home" and c.dep_ in ("advmod", "dobj", "npadvmod") for c in token.children)  # "called theirs home"
        return lemma == "call" and (home or (after[:1] == ["back"] and bool(recalled)))

    def _calls_all_the_same(self, token: Token, after: list[str]) -> bool:
        """ "called on Friday", "called to congratulate him" beside "called on the parties", "called to order"."""
        if after[0] == "on" and len(after) > 1:
            if token.i + 2 in self.people:
                return False  # "called on Arafat on Saturday night": a visit
            return after[1] in DAYS or after[1][:1].isdigit() or bool(set(next_words(token, OCCASION)[1:]) & OCCASIONS)
        if after[0] in ("in", "at") and len(after) > 1:
            hours = set(next_words(token, 3)[1:])
            numbered = after[1][:1].isdigit() or bool(set(next_words(token, 4)[1:]) & CLOCK)
            return bool(hours & HOURS) or (after[0] == "at" and numbered)
        following = token.doc[token.i + 2] if token.i + 2 < len(token.doc) else None
        active = token.tag_ != "VBN" or any(c.dep_ == "nsubj" for c in token.children)  # 'The Colombian "called to explain"'
        return after[0] == "to" and following is not None and following.tag_ == "VB" and active


def _is_convened(verb: Token) -> bool:
    """ "A video conference called by Meloni", "the session called by Iran": to which somebody asked others."""
    noun = verb.head.lemma_.lower()
    return verb.dep_ == "acl" and (noun in SUMMONED_TO or noun in ("meeting", "election", "talk", "call"))


def dials_in(verb: Token) -> bool:
    """ "Phoned in from Paris", "dialled into the session", "rang in the new year", not "rang in the evening"."""
    way = verb.nbor(1) if verb.i + 1 < verb.sent.end else verb
    spans = [g.lemma_.lower() for g in way.children if g.dep_ == "pobj"]
    return way.lower_ in ("in", "into") and not (spans and spans[0] in SPANS - HOLIDAYS)
