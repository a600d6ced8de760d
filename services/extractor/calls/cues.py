"""Finds the places where a text speaks of a call: verbs, nouns, instruments ("by phone") and plain talk between officials.

Reads tokens and syntax; returns sightings in text order with the verb that governs each. Says nothing of who took part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Span, Token

from services.extractor.calls.lexicon import Lexicon
from services.extractor.rules.word_lists import load_words

WORDS = load_words("calls.yml")
OTHER_TALKS = WORDS["other_talks"]
HEADLINE_VERBS = {"phones": "phone", "rings": "ring", "calls": "call", "telephones": "telephone", "dials": "dial"}
TO_ACCOUNT = WORDS["to_account"]
DAYS = WORDS["days"]
PAST = {
    "rang": "ring",
    "rung": "ring",
    "phoned": "phone",
    "telephoned": "telephone",
    "dialled": "dial",
    "dialed": "dial",
    "phoning": "phone",
    "telephoning": "telephone",
}  # tagged as nouns at times
VERBAL = ("VERB", "AUX")
VIDEO = WORDS["video"]
NOT_CALL_AFTER = WORDS["not_call_after"]
CALL_NOUN_NOT = WORDS["call_noun_not"]


@dataclass(eq=False)
class Sighting:
    """A cue: token `head`, the `verb` that governs it (None in a fragment), the `frame` its words tell, its rule and channel.
    `kind`: `verb`, `noun`, `instrument`, `plain`, `reference` ("the conversation")."""

    head: Token
    verb: Token | None
    frame: str
    rule: str
    channel: str
    kind: str
    definite: bool = False


class CueFinder:
    """Finds the cues of a sentence."""

    def __init__(self, lexicon: Lexicon, people: set[int]) -> None:
        """`people`: the tokens that stand in mentions of people."""
        self.lexicon, self.people = lexicon, people

    def find(self, sent: Span) -> list[Sighting]:
        """The cues of `sent`, in order; one per governing verb and noun."""
        found: list[Sighting] = []
        for token in sent:
            found.extend(self._at(token))
        return self._distinct(found)

    def _distinct(self, found: list[Sighting]) -> list[Sighting]:
        """ "had a phone conversation by video link" is one cue: an instrument beside a noun or verb cue only adds its channel."""
        strong = [s for s in found if s.kind in ("verb", "noun")]
        out = []
        for s in found:
            near = [o for o in strong if o is not s and (o.verb == s.verb or o.head == s.verb or abs(o.head.i - s.head.i) <= 3)]
            if s.kind in ("instrument", "plain") and near:
                if s.kind == "instrument" and s.channel == "video":
                    near[0].channel = "video"
                continue
            if s.kind == "plain" and any(
                o.kind == "instrument" and (o.verb == s.verb or abs(o.head.i - s.head.i) <= 6) for o in found
            ):
                continue
            out.append(s)
        return out

    def _at(self, token: Token) -> Iterator[Sighting]:
        lemma = PAST.get(token.lower_) or token.lemma_.lower()
        if token.lower_ in HEADLINE_VERBS and token.pos_ not in VERBAL and self._between_names(token):
            cue = self.lexicon.verbs[HEADLINE_VERBS[token.lower_]]
            yield Sighting(token, token, cue.frame, cue.id, cue.channel, "verb")
            return
        if token.pos_ in VERBAL or token.lower_ in PAST or (lemma in self.lexicon.verbs and token.tag_.startswith("VB")):
            yield from self._verb(token, lemma)
        elif token.pos_ in ("NOUN", "PROPN", "ADJ", "ADV") or token.tag_.startswith("NN"):
            yield from self._noun(token, lemma)

    def _between_names(self, token: Token) -> bool:
        """ "Merkel phones Putin": a headline's verb that the tagger took for a noun."""
        return token.i - 1 in self.people and any(k in self.people for k in range(token.i + 1, token.i + 3))

    # -- verbs ---------------------------------------------------------------------------------------------------------------

    def _verb(self, token: Token, lemma: str) -> Iterator[Sighting]:
        cue = self.lexicon.verbs.get(lemma)
        if cue and self._is_calling(token, lemma):
            yield Sighting(token, token, cue.frame, cue.id, cue.channel, "verb")
        elif lemma == "reach" and self._has_instrument(token):
            return  # the instrument speaks for it
        elif lemma == "reach" and self._next_words(token, 2) == ["out", "to"]:
            yield Sighting(token, token, "caller", "call.plain.reach_out", "unknown", "plain")
        elif lemma in ("get", "put") and self._next_words(token, 4)[:1] == ["through"]:
            if token.dep_ != "conj" or token.head.lemma_ not in self.lexicon.verbs:
                yield Sighting(token, token, "caller", "call.phrase.get_through", "phone", "verb")
        elif lemma == "hang" and self._next_words(token, 2)[:1] == ["up"]:
            yield Sighting(token, token, "mutual", "call.phrase.hang_up", "phone", "reference", True)
        elif lemma == "connect" and self._is_connecting(token):
            reflexive = any(
                t.lower_ in ("himself", "herself", "themselves") for t in token.doc[max(token.sent.start, token.i - 2) : token.i]
            )
            yield Sighting(token, token, "caller" if reflexive else "mutual", "call.phrase.connect", "phone", "verb")
        elif lemma in self.lexicon.plain_verbs and self._talks_with(token):
            yield Sighting(token, token, "mutual", "call.plain." + lemma, "unknown", "plain")

    def _is_calling(self, token: Token, lemma: str) -> bool:
        """ "called Putin", not "called on", "called for", "called him a liar", "so-called"."""
        if token.tag_ == "VBN" and token.dep_ in ("amod", "acl") and lemma in ("call", "ring", "dial"):
            nearby = [t.lower_ for t in token.rights]
            if lemma == "call" and "by" not in nearby:
                return False
        after = self._next_words(token, 2)
        if (
            lemma == "call"
            and token.tag_ == "VBN"
            and any(c.dep_ == "auxpass" for c in token.children)
            and not any(c.dep_ == "agent" or c.lower_ == "by" for c in token.children)
        ):
            return False  # "is called", "being called": naming, or a summons
        if lemma == "call":
            if after and after[0] in NOT_CALL_AFTER and not self._calls_all_the_same(token, after):
                return False
            words = self._next_words(token, 9)
            if any(a == "to" and b in TO_ACCOUNT for a, b in pairwise(words)):
                return False
            if any(
                c.dep_ == "nsubjpass" and c.lower_ in ("it", "meeting", "summit", "session", "election", "vote", "that")
                for c in token.children
            ):
                return False
            if any(
                c.dep_ in ("oprd", "acomp") and c.pos_ != "ADV" and c.i not in self.people for c in token.children
            ) or self._names_something(token):
                return False
        return not self._is_ringing_thing(token) and not self._is_recalling(token, lemma, after)

    def _is_ringing_thing(self, token: Token) -> bool:
        """ "the phone rang", "rang the bell"."""
        for child in token.children:
            lemma = child.lemma_.lower()
            if child.dep_ in ("nsubj", "nsubjpass") and lemma in ("phone", "telephone", "bell", "alarm", "voice", "word"):
                return True
            if token.lemma_ == "ring" and lemma in ("bell", "alarm", "doorbell", "change"):
                return True
        return False

    def _is_recalling(self, token: Token, lemma: str, after: list[str]) -> bool:
        """ "called back its ambassador", "rang true"."""
        if lemma == "ring":
            return after[:1] in (["true"], ["hollow"], ["out"], ["alarm"], ["in"], ["ahead"], ["off"])
        recalled = [
            c for c in token.children if c.dep_ == "dobj" and c.lemma_ in ("ambassador", "envoy", "diplomat", "troop", "soldier")
        ]
        return lemma == "call" and after[:1] == ["back"] and bool(recalled)

    def _calls_all_the_same(self, token: Token, after: list[str]) -> bool:
        """ "called on Friday", "called to congratulate him" beside "called on the parties", "called to order"."""
        if after[0] == "on" and len(after) > 1:
            return after[1] in DAYS or after[1][:1].isdigit()
        following = token.doc[token.i + 2] if token.i + 2 < len(token.doc) else None
        return after[0] == "to" and following is not None and following.tag_ == "VB" and token.tag_ != "VBN"

    def _names_something(self, token: Token) -> bool:
        """ "called the report false", "called it an honour": two complements."""
        objects = [c for c in token.children if c.dep_ in ("dobj", "ccomp", "xcomp", "attr") and c.i > token.i]
        if any(
            o.dep_ in ("ccomp", "xcomp", "attr") and not any(g.tag_ == "TO" for g in o.children) and o.pos_ not in VERBAL
            for o in objects
        ):
            return True
        nouns = [o for o in objects if o.dep_ == "dobj"]
        return len(nouns) > 1 and nouns[-1].pos_ != "PROPN"

    def _is_connecting(self, token: Token) -> bool:
        """ "had himself connected to Islamabad", "were connected by telephone", "connected over the dedicated link"."""
        words = self._next_words(token, 6)
        return token.tag_ == "VBN" and (
            (
                words[:1] in (["to"], ["with"])
                and any(t.lower_ in ("himself", "herself") for t in token.doc[max(0, token.i - 2) : token.i])
            )
            or bool(set(words) & {"telephone", "phone", "link", "line"})
        )

    def _talks_with(self, token: Token) -> bool:
        preps = {c.lower_ for c in token.children if c.dep_ in ("prep", "dative")} | set(self._next_words(token, 3))
        if preps & {"with", "to"}:
            return True
        subjects = [c for c in token.children if c.dep_ == "nsubj"]
        several = any(s.lower_ in ("they", "two", "both") or s.tag_ in ("NNS",) or list(s.conjuncts) for s in subjects)
        return several and token.tag_ in ("VBD", "VBN") and not preps & {"at", "in"}

    def _has_instrument(self, verb: Token) -> bool:
        return any(t.lemma_.lower() in self.lexicon.instrument_nouns for t in verb.subtree)

    # -- nouns ---------------------------------------------------------------------------------------------------------------

    def _noun(self, token: Token, lemma: str) -> Iterator[Sighting]:
        lexicon = self.lexicon
        if (
            token.dep_ == "compound"
            and token.head.lemma_.lower() in lexicon.talk_nouns | {"call", "link"}
            and token.head.i - token.i <= 3
        ):
            return
        if lemma in lexicon.instrument_nouns and self._is_instrument(token):
            yield self._instrument(token, lemma)
        elif lemma in ("telephonically", "telefonically") or token.lower_ == "telephonically":
            verb = governor(token)
            yield Sighting(token, verb, "mutual", "call.adverb", "phone", "instrument")
        elif lemma == "ring" and token.head.lemma_ == "give" and token.dep_ == "dobj":
            yield self._nominal(token, "call.noun.ring", "phone")
        elif lemma in ("call", "calls") and self._is_call_noun(token):
            yield self._nominal(token, "call.noun.call", "phone" if not self._video(token) else "video")
        elif lemma in lexicon.remote_nouns:
            yield self._nominal(token, "call.noun." + lemma, "video" if lemma in VIDEO or "video" in lemma else "phone")
        elif lemma in lexicon.talk_nouns:
            remote = self._remote(token)
            if remote:
                yield self._nominal(token, "call.noun." + lemma, remote)
            elif lemma in ("conversation", "talk", "exchange") and self._is_another(token):
                yield Sighting(token, governor(token), "noun", "call.noun.another", "unknown", "noun")
            elif (
                lemma in lexicon.plain_nouns
                and self._definite(token)
                and not (lemma in ("talk", "consultation", "contact") and token.tag_ == "NNS")
                and not any(c.dep_ == "amod" and c.lower_ in OTHER_TALKS for c in token.children)
            ):
                yield Sighting(token, governor(token), "mutual", "call.reference." + lemma, "unknown", "reference", True)
            elif lemma in lexicon.plain_nouns - {"consultation"} and self._is_plain_noun(token):
                yield Sighting(token, governor(token), "noun", "call.plain." + lemma, "unknown", "plain")
            elif (
                lemma == "connection"
                and token.head.lemma_ in ("establish", "make")
                and token.dep_ in ("nsubjpass", "dobj", "nsubj")
            ):
                yield Sighting(token, token.head, "noun", "call.noun.connection", "phone", "noun")

    def _is_another(self, token: Token) -> bool:
        """ "In another conversation, …": one more call of the round."""
        if token.dep_ != "pobj" or token.head.lower_ not in ("in", "during") or token.tag_ == "NNS":
            return False
        return any(c.lower_ in ("another", "separate", "further", "second", "third", "similar") for c in token.children)

    def _is_plain_noun(self, token: Token) -> bool:
        """ "had a conversation with", "put in conversations with", "spent the afternoon in conversation with"."""
        company = any(c.lower_ == "with" for c in token.children) or self._next_words(token, 1) == ["with"]
        if token.dep_ == "dobj" and token.head.lemma_ in ("have", "hold"):
            return (token.tag_ == "NN" and token.lemma_ != "talk") or (company and token.lemma_ in ("conversation", "exchange"))
        if token.dep_ == "dobj" and token.head.lemma_ in self.lexicon.caller_verbs:
            return company and token.lemma_ in ("conversation", "exchange")
        return (
            token.dep_ == "pobj"
            and token.head.lower_ == "in"
            and company
            and token.lemma_ in ("conversation",)
            and not any(c.dep_ == "det" for c in token.children)
        )

    def _is_instrument(self, token: Token) -> bool:
        if token.tag_ == "NNS" or (
            token.dep_ == "compound"
            and token.head.i > token.i
            and token.head.lemma_.lower() not in ("line", "link", "connection", "hookup", "conference", "hotline")
        ):
            return False
        before = self._before(token, 4)
        if token.lemma_.lower() in ("line", "video", "receiver", "handset"):
            words = [t.lower_ for t in before]
            if token.lemma_.lower() == "video":
                return bool(words) and words[-1] in ("by", "via") and token.dep_ in ("pobj", "compound")
            if token.lemma_.lower() == "line":
                return (
                    bool({"on", "over"} & set(words[-3:])) and token.nbor(1).lower_ not in ("of", "between", "that")
                    if token.i + 1 < len(token.doc)
                    else False
                )
            return True
        preps = self._own_prepositions(token, before)
        if token.lemma_.lower() in VIDEO:
            return bool(preps)
        verb = governor(token)
        if (
            verb is not None
            and verb.lemma_ in ("pick", "lift", "grab", "reach", "take", "answer", "work", "use")
            and token.dep_ in ("dobj", "pobj")
        ):
            return True
        return bool(preps)

    def _own_prepositions(self, token: Token, before: list[Token]) -> list[Token]:
        """The preposition that leads to an instrument, over articles and adjectives only ("over a secure line")."""
        for t in reversed(before):
            if t.lower_ in self.lexicon.instrument_prepositions and t.pos_ in ("ADP", "SCONJ", "ADV", "PART"):
                return [t]
            if t.pos_ not in ("DET", "ADJ", "PRON", "NUM", "NOUN", "PROPN", "ADV") or t.is_punct:
                return []
        return []

    def _instrument(self, token: Token, lemma: str) -> Sighting:
        verb = governor(token)
        channel = "video" if lemma in VIDEO or self._video(token) else "phone"
        frame = "mutual"
        words = {t.lower_ for t in token.sent[max(0, token.i - token.sent.start - 6) : token.i - token.sent.start]}
        if verb is not None and self._reaches(verb, words):
            frame = "caller"
        return Sighting(token, verb, frame, f"call.instrument.{lemma}", channel, "instrument")

    def _reaches(self, verb: Token, words: set[str]) -> bool:
        """ "reached by phone", "picked up the phone to", "got X on the line": verbs whose subject placed the call."""
        if verb.lemma_ in ("pick", "lift", "grab"):
            return "up" in {c.lower_ for c in verb.children} | words
        return verb.lemma_ in ("reach", "contact", "call", "phone", "ring") or (
            verb.lemma_ == "get" and any(c.dep_ == "dobj" for c in verb.children)
        )

    def _nominal(self, token: Token, rule: str, channel: str) -> Sighting:
        verb = self._relative_verb(token) or governor(token)
        frame = "noun"
        if verb is not None and self._is_object(token, verb):
            lemma = verb.lemma_.lower()
            if lemma in self.lexicon.caller_verbs:
                frame = "caller"
            elif (lemma in self.lexicon.callee_verbs and self._from(token, verb)) or lemma in (
                "take",
                "receive",
                "accept",
                "answer",
                "field",
            ):
                frame = "callee"
        each = any(c.lower_ in ("each", "every", "all") for c in token.children)
        return Sighting(token, verb, frame, rule, channel, "reference" if each else "noun", self._definite(token))

    def _relative_verb(self, token: Token) -> Token | None:
        """ "the conversation the pair had had", "a call he made": the verb of a clause that hangs on the noun and has a subject."""
        for child in token.children:
            if (
                child.dep_ == "relcl"
                and child.lemma_.lower() in self.lexicon.caller_verbs | self.lexicon.callee_verbs | self.lexicon.mutual_verbs
            ):
                subjects = [c for c in child.children if c.dep_ == "nsubj" and c.lower_ not in ("which", "that", "who")]
                if subjects:
                    return child
        return None

    def _is_object(self, token: Token, verb: Token) -> bool:
        """Whether the noun itself is what the verb makes or takes ("put in a call"), not a word deeper down."""
        if verb.dep_ == "relcl" and verb.head == token:
            return True
        above = token.head
        if token.dep_ == "pobj" and above.head == verb and above.lower_ == "in" and verb.lemma_ in ("put", "get", "call"):
            return token.i > verb.i
        return above == verb and (token.i > verb.i or token.dep_ == "nsubjpass")

    def _from(self, token: Token, verb: Token) -> bool:
        return (
            any(c.lower_ == "from" for c in token.children)
            or any(c.lower_ == "from" for c in verb.children)
            or self._next_words(token, 2)[:1] == ["from"]
        )

    def _is_call_noun(self, token: Token) -> bool:
        if token.pos_ not in ("NOUN", "PROPN"):
            return False
        if any(c.lower_ in CALL_NOUN_NOT and c.i < token.i for c in token.children):
            return False
        after = self._next_words(token, 2)
        if any(c.lower_ == "for" and c.dep_ == "prep" and c.i > token.i for c in token.children) and not self._remote(token):
            return False
        if (after[:1] == ["for"] or (token.tag_ == "NNS" and "for" in self._next_words(token, 5))) and not self._remote(token):
            return False
        if after[:1] == ["to"] and after[1:2] and after[1] in ("action", "arms", "prayer", "order", "duty", "battle"):
            return False
        if after[:1] == ["to"] and not self._remote(token):
            following = token.nbor(2) if token.i + 2 < len(token.doc) else None
            if following is not None and following.pos_ in VERBAL:
                return False
        return True

    def _remote(self, token: Token) -> str | None:
        """The channel that words beside a noun of talk tell ("telephone conversation", "talks by video link"), else None."""
        near = [c for c in token.children if c.dep_ in ("compound", "amod", "nmod", "npadvmod")]
        near += [c for n in near for c in n.children]
        before = self._before(token, 2)
        for t in near + before:
            lemma = t.lemma_.lower()
            if lemma in self.lexicon.remote_modifiers or t.lower_ in self.lexicon.remote_modifiers:
                return "video" if lemma in VIDEO else "phone"
            if lemma == "conference" and token.lemma_.lower() == "call":
                return "phone"
        following = list(token.doc[token.i + 1 : min(token.i + 4, token.sent.end)])
        if following and following[0].lower_ in self.lexicon.instrument_prepositions - {"on", "down"}:
            nouns = [t for t in following[1:] if t.lemma_.lower() in self.lexicon.instrument_nouns - {"line"}]
            if nouns:
                return "video" if nouns[0].lemma_.lower() in VIDEO else "phone"
        for prep in token.children:
            if prep.dep_ == "prep" and prep.lower_ in self.lexicon.instrument_prepositions:
                for noun in prep.children:
                    if noun.lemma_.lower() in self.lexicon.instrument_nouns and noun.lemma_.lower() != "line":
                        return "video" if noun.lemma_.lower() in VIDEO else "phone"
        return None

    def _video(self, token: Token) -> bool:
        return any(t.lemma_.lower() in VIDEO for t in self._before(token, 2)) or (
            token.i + 1 < len(token.doc) and token.nbor(1).lower_ in ("conference", "link") and token.lemma_.lower() == "video"
        )

    def _definite(self, token: Token) -> bool:
        return any(c.lower_ in ("the", "this", "that", "their", "during", "same") for c in token.children) or bool(
            self._before(token, 1) and self._before(token, 1)[0].lower_ in ("the", "this", "their")
        )

    def _before(self, token: Token, n: int) -> list[Token]:
        return list(token.doc[max(token.sent.start, token.i - n) : token.i])

    def _next_words(self, token: Token, n: int) -> list[str]:
        return [t.lower_ for t in token.doc[token.i + 1 : min(token.i + 1 + n, token.sent.end)]]


def governor(token: Token) -> Token | None:
    """The verb above `token`, or None in a fragment without one."""
    current = token
    for _ in range(12):
        if current.head == current:
            return current if current.pos_ in VERBAL else None
        current = current.head
        if current.pos_ in VERBAL:
            return current
    return None
