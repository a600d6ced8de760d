"""Finds the nouns that tell of a call: "a phone call", "talks by video link", and plain "conversation" between officials."""

from __future__ import annotations

from collections.abc import Iterator

from services.extractor.account.parse import governor
from services.extractor.calls.cues.instruments import VIDEO, Instruments, is_video
from services.extractor.calls.cues.noun_syntax import (
    HAPPENING,
    find_occasion,
    has_article,
    is_appeal,
    is_decision,
    is_first,
    is_rated,
    is_way_of_meeting,
    is_what_counted,
    took_place,
)
from services.extractor.calls.words.call_nouns import whole_noun
from services.extractor.calls.words.lexicon import Lexicon
from services.extractor.calls.words.sighting import VERBAL, Sighting, is_definite, next_words, words_before
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token

WORDS = load_words("calls.yml")
OTHER_TALKS = WORDS["other_talks"]
CALL_NOUN_NOT = WORDS["call_noun_not"]
ARRIVING = {"come", "arrive", "follow", "go"}
WRITING = {"write", "post", "tweet", "report"}
RECALLING = ("describe", "recall", "recount", "characterise", "characterize", "detail")
KNOWN_FROM = ("from", "about", "of")  # "what I know from my conversation with Ivanov"
ENDING = {"finish", "complete", "conclude", "end", "wrap"}
TALKS = {"conversation", "talk", "exchange", "chat", "contact"}
ANOTHER = {"another", "separate", "further", "second", "third", "fourth", "fifth", "next", "previous", "similar"}
TIMES = WORDS["times_of_day"]
ADDING = {"also", "too", "then", "finally", "lastly", "later"}


class NounCues:
    """Finds the cue of a noun."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon, self.instruments = lexicon, Instruments(lexicon)

    def find(self, token: Token, lemma: str) -> Iterator[Sighting]:
        """The cue that the noun or adverb `token` gives, if any."""
        lexicon = self.lexicon
        if (
            token.dep_ == "compound"
            and token.head.lemma_.lower() in lexicon.talk_nouns | {"call", "link"}
            and token.head.i - token.i <= 3
        ):
            return
        if lemma in ("telephone", "phone") and next_words(token, 1) == ["between"]:
            yield self._nominal(token, "call.noun.telephone", "phone")  # "half an hour of telephone between X and Y"
        elif lemma in lexicon.instrument_nouns and self.instruments.matches(token):
            yield self.instruments.sighting(token, lemma)
        elif lemma in ("telephonically", "telefonically") or token.lower_ == "telephonically":
            verb = governor(token)
            yield Sighting(token, verb, "mutual", "call.adverb", "phone", "instrument")
        elif token.lower_ in ("virtually", "remotely", "online") and is_way_of_meeting(token):
            yield Sighting(token, governor(token), "mutual", "call.adverb.virtually", "video", "instrument")
        elif lemma == "ring" and token.head.lemma_ == "give" and token.dep_ == "dobj":
            yield self._nominal(token, "call.noun.ring", "phone")
        elif lemma in ("call", "calls") and self._is_call_noun(token):
            similar = any(c.lower_ == "similar" for c in token.children)
            yield self._nominal(
                token, "call.noun.similar" if similar else "call.noun.call", "phone" if not is_video(token) else "video"
            )
        elif lemma in lexicon.remote_nouns:
            yield self._nominal(token, "call.noun." + lemma, "video" if lemma in VIDEO or "video" in lemma else "phone")
        elif lemma in lexicon.talk_nouns:
            remote = self._remote(token)
            if remote:
                yield self._nominal(token, "call.noun." + lemma, remote)
            elif lemma in ("conversation", "talk", "exchange") and self._is_another(token):
                yield Sighting(token, governor(token), "noun", "call.noun.another", "unknown", "noun")
            elif lemma in TALKS and (is_first(token) or is_rated(token)):
                yield Sighting(token, governor(token), "noun", "call.plain." + lemma, "unknown", "plain")
            elif lemma in ("conversation", "exchange") and (took_place(token) or is_what_counted(token, lexicon)):
                yield Sighting(token, token.head, "noun", "call.plain." + lemma, "unknown", "plain", True)
            elif lemma in TALKS and (held := self._held_by_clause(token)) is not None:
                yield Sighting(token, held, "noun", "call.plain." + lemma, "unknown", "plain")
            elif (
                lemma in lexicon.plain_nouns
                and is_definite(token)
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
        led = token.dep_ == "pobj" and token.head.lower_ in ("in", "during", "by", "at")
        took_place = token.dep_ in ("nsubj", "nsubjpass") and token.head.lemma_ in HAPPENING
        be = [token.head] if token.dep_ == "nsubj" and token.head.lemma_ == "be" else []  # "his second conversation was with X"
        company = any(c.lower_ == "with" for t in (token, *be) for c in t.children)
        took_place |= company and token.dep_ == "nsubj" and token.head.lemma_ == "be" and token.head.tag_ in ("VBD", "VBN")
        if token.tag_ == "NNS":
            return False
        if company and token.dep_ in ("attr", "nsubj") and any(c.dep_ == "expl" for c in token.head.children):
            return bool(ADDING & {c.lower_ for c in token.head.children})  # "there was also a conversation with X"
        if not (led or took_place):
            return False
        return any(c.lower_ in ANOTHER for c in token.children)

    def _held_by_clause(self, token: Token) -> Token | None:
        """The verb of "the conversation that he had with X last week was cordial"."""
        verb = self._relative_verb(token)
        company = verb is not None and any(c.lower_ == "with" for c in verb.children)
        return verb if verb is not None and company and verb.lemma_ in ("have", "hold") and verb.tag_ in ("VBD", "VBN") else None

    def _is_plain_noun(self, token: Token) -> bool:
        """ "had a conversation with", "put in conversations with", "spent the afternoon in conversation with"."""
        company = any(c.lower_ == "with" for c in token.children) or next_words(token, 1) == ["with"]
        if token.dep_ == "dobj" and token.head.lemma_ in ("have", "hold"):
            return (token.tag_ == "NN" and token.lemma_ != "talk") or (company and token.lemma_ in ("conversation", "exchange"))
        if token.dep_ == "dobj" and token.head.lemma_ in ENDING:
            return company and token.tag_ == "NN" and token.lemma_ == "conversation"
        owned = token.tag_ == "NN" and any(c.dep_ == "poss" for c in token.children)
        if token.dep_ == "nsubj" and token.head.lemma_ == "be" and company and owned and token.head.tag_ == "VBD":
            return any(g.ent_type_ in ("DATE", "TIME") for c in token.head.children for g in c.children)  # "was on Tuesday"
        if token.dep_ in ("nsubj", "nsubjpass") and token.head.lemma_ in HAPPENING | ({"last"} if owned else set()):
            return company and (token.lemma_ in ("conversation", "exchange") or (owned and token.lemma_ == "talk"))
        if token.dep_ == "dobj" and token.head.lemma_ in self.lexicon.caller_verbs:
            return company and token.lemma_ in ("conversation", "exchange")
        if (
            token.dep_ == "pobj"
            and token.head.lower_ in ("about", "of")
            and {a.lemma_ for a in list(token.ancestors)[1:4]} & WRITING
        ):
            # "wrote of a good conversation with X"
            return company and token.tag_ == "NN" and not any(c.dep_ == "compound" for c in token.children)
        if not company or token.lemma_ != "conversation":
            return False
        if token.dep_ == "dobj":
            return token.head.lemma_ in ("join", *RECALLING) and (token.head.lemma_ == "join" or _is_owned(token))
        led = token.head.lower_ if token.dep_ == "pobj" else ""
        return led in ("after", "following") or (led == "in" and not has_article(token)) or (led in KNOWN_FROM and _is_owned(token))

    def _nominal(self, token: Token, rule: str, channel: str) -> Sighting:
        verb = self._relative_verb(token) or find_occasion(token) or governor(token)
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
        return Sighting(token, verb, frame, rule, channel, "reference" if each else "noun", is_definite(token))

    def _relative_verb(self, token: Token) -> Token | None:
        """ "the conversation the pair had had", "a call he made": the verb of a clause that hangs on the noun and has a subject;
        not "told him in a call that Washington gives up the base", which has an object of its own."""
        for child in token.children:
            if (
                child.dep_ == "relcl"
                and child.lemma_ not in ("join", "attend")  # "a call that Harris joined": one more, see `arguments.py`
                and child.lemma_.lower() in self.lexicon.caller_verbs | self.lexicon.callee_verbs | self.lexicon.mutual_verbs
            ):
                subjects = [c for c in child.children if c.dep_ == "nsubj" and c.lower_ not in ("which", "that", "who")]
                if token.dep_ == "pobj" and any(c.tag_ == "MD" for c in child.children):
                    continue  # "assured him in a call that Washington would pay"
                objects = [c for c in child.children if c.dep_ == "dobj" and c.tag_ != "WDT" and c.i > child.i]
                if subjects and all(c.ent_type_ == "DATE" or c.lemma_ in TIMES for c in objects):  # "he made the day before"
                    return child
        return None

    def _is_object(self, token: Token, verb: Token) -> bool:
        """Whether the noun itself is what the verb makes or takes ("put in a call"), not a word deeper down."""
        if verb.dep_ == "relcl" and verb.head == token:
            return True
        whole = whole_noun(token)  # "received a number of calls"
        above = whole.head
        if token.dep_ == "pobj" and above.head == verb and above.lower_ == "in" and verb.lemma_ in ("put", "get", "call"):
            return token.i > verb.i and not any(c.dep_ == "dobj" for c in verb.children)  # not "put a question to him in a call"
        return above == verb and (whole.i > verb.i or whole.dep_ == "nsubjpass")

    def _from(self, token: Token, verb: Token) -> bool:
        return (
            any(c.lower_ == "from" for c in token.children)
            or any(c.lower_ == "from" for c in verb.children)
            or next_words(token, 2)[:1] == ["from"]
        )

    def _is_call_noun(self, token: Token) -> bool:
        if token.pos_ not in ("NOUN", "PROPN"):
            return False
        if is_decision(token) or [t.lower_ for t in words_before(token, 2)] in (["port", "of"], ["ports", "of"]):
            return False
        made = token.tag_ == "NN" and token.dep_ == "dobj" and token.head.lemma_ in ("make", "place", "receive")
        made |= token.dep_ == "nsubj" and token.head.lemma_ in ARRIVING
        barred = CALL_NOUN_NOT - {"similar"} if made else CALL_NOUN_NOT  # "made a similar call", "a similar call came from X"
        if any(c.lower_ in barred and c.i < token.i for c in token.children):
            return False
        after = next_words(token, 2)
        appeal = is_appeal(token) or after[:1] == ["for"] or (token.tag_ == "NNS" and "for" in next_words(token, 5))
        if appeal and not self._remote(token):
            return False
        if after[:1] == ["to"] and after[1:2] and after[1] in ("action", "arms", "prayer", "order", "duty", "battle"):
            return False
        occasion = token.dep_ == "pobj" and token.head.lower_ in ("in", "during")  # "asked him in a call to give way"
        if after[:1] == ["to"] and not occasion and not self._remote(token):
            following = token.nbor(2) if token.i + 2 < len(token.doc) else None
            if following is not None and following.pos_ in VERBAL:
                return False
        return True

    def _remote(self, token: Token) -> str | None:
        """The channel that words beside a noun of talk tell ("telephone conversation", "talks by video link"), else None."""
        near = [c for c in token.children if c.dep_ in ("compound", "amod", "nmod", "npadvmod")]
        near += [c for n in near for c in n.children]
        before = words_before(token, 2)
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


def _is_owned(talk: Token) -> bool:
    """ "My conversation with X", "the president's conversation with X": one that took place."""
    return talk.tag_ == "NN" and any(c.dep_ == "poss" for c in talk.children)
