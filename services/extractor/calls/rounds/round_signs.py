"""Who is next in a round where no single wording tells it: "Donald Tusk wanted to know …", "With Sweden's minister, the situation
was the main subject", "Jacques Chirac heard me out".

Reads one sentence and what is known of the round; gives the mentions in its leading place whose signs together weigh enough. The
decision a reader would question is the table of weights: it was set by hand near what a logistic regression over the batches gives,
no sign is enough by itself, and what somebody may say in public weighs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from services.extractor.calls.rounds.round_fragments import is_whereabouts
from services.extractor.calls.rounds.round_lists import is_of_time
from services.extractor.calls.told.material import Material
from services.extractor.calls.words.listing import SUBJECTS
from services.extractor.calls.words.sighting import VERBAL
from services.extractor.calls.words.slot_syntax import leads
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Span, Token
from services.extractor.types import Entity, Mention

WORDS = load_words("calls.yml")
PUBLIC = (
    WORDS["press"]
    | WORDS["spectators"]
    | {"television", "tv", "interview", "statement", "camera", "speech", "podium", "bbc", "cnn"}
)
WEIGHTS = {
    "answers": 1.5,  # "assured", "wanted to know": what is said to somebody
    "voices": 0.0,  # "urged", "deplored": what may be said in public too
    "gets": 1.5,  # "had the same assurance", "got a quarter of an hour"
    "acts": -1.0,  # any other verb
    "says": -0.5,
    "is": 0.0,  # "was glad to see goods moving"
    "told": 2.0,  # "was informed", "was woken"
    "with": 1.5,  # "with X", "to X" in front
    "turn": 2.0,  # "when it was the turn of X"
    "alone": 1.0,  # "Today: David Cameron."
    "by hub": 1.5,  # "he warned X"
    "beside": 2.0,  # "X and he went over what can be done"
    "to hub": 1.5,  # he whose round it is hears it
    "in order": 1.0,
    "reached": 1.5,  # "reached at his cottage"
    "firm": 1.0,
    "announced": 0.5,
    "follows": 0.5,  # right behind what tells of the last call
    "far": -1.0,  # sentences behind
    "quoted": -1.0,
    "known": -1.0,  # named before, and not as one of those on the line
}
ENOUGH = 2.0
GETTING = {"get", "have", "receive", "take", "hear"}
GOT = {"same", "assurance", "turn", "minute", "hour", "word", "account", "reply", "answer", "version", "news", "warning", "quarter"}
LIKEWISE = {"also", "too", "likewise", "similarly", "equally", "same", "similar", "turn"}
TELLING = {"tell", "inform", "assure", "reassure", "brief", "remind", "thank", "urge", "warn"}  # somebody
WRITTEN = {"letter", "telegram", "writing"}
WAYS = ("prep", "agent", "dative")
REACHING = {"reach", "catch", "find", "wake", "contact"}
QUOTES = {'"', "“", "‘"}
ACTORS = {"he", "she", "i"}
HEARERS = {"him", "her", "me", "us", "them"}
NAMED = ("name", "role")
SAYING = {"say", "state", "declare", "add", "note", "explain", "argue"}
PAST, PRESENT = ("VBD",), ("VBD", "VBZ", "VBP")  # tags of verbs
TODAY = {"today", "yesterday", "tonight"}
SHORT = 6  # tokens in front of a name in a sentence without a verb
BEHIND = 6  # tokens behind a name in which its place in the order is told
Place = tuple[set[str], Token | None]


@dataclass(frozen=True)
class State:
    """What is known of the round where a sentence begins. `on_line`: the hub and those of the last call; `tenses`: the tags of
    verbs in which it is told; `cued`: the verbs of the sentence that tell of calls themselves."""

    hub: Entity
    on_line: set[int]
    signs: frozenset[str]
    tenses: tuple[str, ...] = PAST
    cued: frozenset[int] = frozenset()


class Signs:
    """What speaks for those whom one sentence names."""

    def __init__(self, sent: Span, material: Material, state: State) -> None:
        self.sent, self.material, self.state = sent, material, state
        self.lexicon, self.covering = material.lexicon, material.finder.covering
        self.speaking = self.lexicon.round_answers | self.lexicon.round_voices | self.lexicon.round_told

    def next_ones(self) -> Iterator[Mention]:
        """Those in the leading place of the sentence for whom enough speaks."""
        for mention in self.material.finder.in_span(self.sent):
            if mention.kind not in NAMED or len(mention.members) != 1 or self.state.hub in mention.members:
                continue
            signs = self._find(mention)
            weight = sum(WEIGHTS[sign] for sign in signs | self.state.signs) if signs is not None else 0.0
            doubtful = ENOUGH <= weight < ENOUGH - WEIGHTS["known"]
            if weight >= ENOUGH and not (doubtful and self.material.context.is_known(mention.members[0], mention.start)):
                yield from self.material.finder.expand(mention)

    def _find(self, mention: Mention) -> set[str] | None:
        """What the place of a mention and the words around it say; None where it does not lead, or something speaks against."""
        found = self._place(mention)
        if (
            found is None
            or self.sent[-1].text == "?"
            or any(t.lower_ in WRITTEN and t.head.lower_ in ("in", "by") for t in self.sent)
        ):
            return None
        signs, verb = found
        heard = self._hearing(verb) if verb is not None else []
        if self._tells_of_call(verb) or any(t.lemma_.lower() in PUBLIC and not self._is_asked_for(t) for t, _ in heard):
            return None
        near = [*self.sent.doc[self.sent.start : mention.start], *self.sent.doc[mention.end : mention.end + BEHIND]]
        if any(t.ent_type_ == "TIME" or t.lower_ in self.lexicon.round_order or t.lower_ in LIKEWISE for t in near):
            signs.add("in order")
        if any(c.dep_ in ("acl", "advcl") and c.tag_ == "VBN" and c.lemma_ in REACHING for c in self._head(mention).children):
            signs.add("reached")
        if any(t.text in QUOTES for t in self.sent):
            signs.add("quoted")
        if signs & {"by hub", "with", "beside"}:
            return signs
        if any(t.lower_ in HEARERS or self._is_hub(t) for t, _ in heard):
            done = verb is not None and "acts" in signs and any(t.dep_ == "dobj" and self._is_hub(t) for t, _ in heard)
            return None if done else signs | {"to hub"}  # "Thatcher saw the president"
        return None if any(hears for _, hears in heard) else signs  # "told Al Jazeera", "thanked his ministers"

    def _is_asked_for(self, token: Token) -> bool:
        """ "Wanted a stronger statement", beside "issued a statement"."""
        return token.dep_ == "dobj" and token.head.lemma_ in self.lexicon.round_answers

    def _head(self, mention: Mention) -> Token:
        """The first word of a mention that hangs on another outside it: the "president" of "the president of Chile, X"."""
        words = self.material.doc[mention.start : mention.end]
        return next((t for t in words if not mention.start <= t.head.i < mention.end), self.material.doc[mention.head])

    def _tells_of_call(self, verb: Token | None) -> bool:
        """Whether the clause tells of a call itself, or of one not held, and so is for others to read."""
        cued = self.state.cued
        within = verb is None or verb.i in cued or any(c.i in cued for c in verb.subtree if c.dep_ != "conj")
        return bool(cued) and within

    def _place(self, mention: Mention) -> Place | None:
        """The signs of the place in which a mention stands, with the verb of its clause; None where it does not lead."""
        head = self._head(mention)
        while head.dep_ in ("appos", "compound", "nmod") and head.head.pos_ not in VERBAL and head.head.i >= self.sent.start:
            head = head.head
        verb = head.head
        if not any(t.pos_ in VERBAL for t in self.sent):
            return ({"alone"}, None) if self._stands_alone(mention) else None
        if head.dep_ == "pobj" and verb.lower_ in ("with", "to") and self._is_of_time(self.sent.start, verb.i):
            return self._with(self.sent.root, mention) if self.sent.root.tag_ in self.state.tenses else None
        if head.dep_ == "pobj" and verb.lower_ == "of" and verb.head.lower_ == "turn" and self.sent.root.tag_ in self.state.tenses:
            return {"turn"}, None
        if not (leads(verb) and self._is_told(verb)):
            return None
        if head.dep_ in SUBJECTS:
            return ({"beside"}, verb) if self._is_beside_hub(head, verb) else self._acting(head, verb)
        told = head.dep_ in ("dobj", "dative") and verb.lemma_ in self.speaking
        return ({"by hub"}, verb) if told and any(self._is_hub(c) for c in verb.children if c.dep_ in SUBJECTS) else None

    def _stands_alone(self, mention: Mention) -> bool:
        """ "Today: David Cameron.", not "later Scholz at a press conference"."""
        behind = self.sent.doc[mention.end : self.sent.end]
        short = mention.start - self.sent.start <= SHORT
        return (
            short and self._is_of_time(self.sent.start, mention.start) and not any(is_whereabouts(t, self.lexicon) for t in behind)
        )

    def _is_of_time(self, start: int, end: int) -> bool:
        """Whether nothing but words of time and order stands there."""
        words = [t for t in self.sent.doc[start:end] if not t.is_punct and not t.is_space]
        return all(t.pos_ == "ADV" or t.lower_ in TODAY or is_of_time(t, self.lexicon) for t in words)

    def _is_beside_hub(self, head: Token, verb: Token) -> bool:
        """ "X and he went over it": whether a subject is joined with him whose round it is."""
        others = [*head.conjuncts, *(c for c in verb.children if c.dep_ in SUBJECTS and c.i > head.i)]
        return any(t.lower_ in ACTORS or self._is_hub(t) for t in others)

    def _acting(self, head: Token, verb: Token) -> Place | None:
        """What the verb of a subject tells of it."""
        if head.dep_ == "nsubjpass":
            by = [g for c in verb.children if c.dep_ == "agent" for g in c.children]
            told = (verb.lemma_ in self.speaking and verb.lemma_ != "thank") or verb.lemma_ in REACHING
            return ({"told"}, verb) if told and all(self._is_hub(g) for g in by) else None
        if verb.lemma_ in REACHING and verb.nbor(-1).text == "," and not any(c.dep_ == "dobj" for c in verb.children):
            return {"told"}, verb  # "X, reached at his cottage, promised help", where the model took it for the verb
        if verb.lemma_ == "be":
            there = any(c.dep_ == "prep" and c.lower_ in ("in", "at", "on") and c.i == verb.i + 1 for c in verb.children)
            return None if there else ({"is"}, verb)
        got = [t for c in verb.children if c.dep_ in ("dobj", "npadvmod") for t in c.subtree if t.lemma_.lower() in GOT]
        kinds = {
            "answers": verb.lemma_ in self.lexicon.round_answers,
            "voices": verb.lemma_ in self.lexicon.round_voices,
            "says": verb.lemma_ in SAYING,
            "gets": verb.lemma_ in GETTING and bool(got),
        }
        return {next((kind for kind, holds in kinds.items() if holds), "acts")}, verb

    def _is_told(self, verb: Token) -> bool:
        """Whether a verb tells what happened once, in the tense of the round: no perfect or future, nothing denied."""
        if any(c.dep_ in ("neg", "aux") for c in verb.children):
            return False
        return any(t.tag_ in self.state.tenses for t in (verb, *(c for c in verb.children if c.dep_ == "auxpass")))

    def _is_hub(self, token: Token) -> bool:
        mention = self.covering.get(token.i)
        return mention is not None and self.state.hub in mention.members

    def _with(self, verb: Token, company: Mention) -> Place | None:
        """What a sentence that opens with whom tells: of him whose round it is, or of the talk, if nobody else acts in it. Who acts
        beside `company` is not that ("with the president of Chile the head of state spoke of trade")."""
        acting = [c for c in verb.children if c.dep_ in SUBJECTS]
        if any(c.lower_ in ACTORS or self._is_hub(c) for c in acting):
            return {"with", "by hub"}, verb
        named = [m for c in acting for m in self.material.finder.mentions_of(c)[:1] if m.kind in NAMED]
        known = [m for m in named if m.members == company.members or self.state.on_line & {e.id for e in m.members}]
        return ({"with", "by hub"} if known else {"with"}, verb) if len(known) == len(named) else None

    def _hearing(self, verb: Token) -> list[tuple[Token, bool]]:
        """What stands behind a verb, and whether that is somebody who hears what the verb tells."""
        slots = [c for c in verb.children if c.dep_ in ("dobj", "dative") and c.i > verb.i]
        ways = [g for c in verb.children if c.dep_ in WAYS and c.lower_ != "after" for g in c.children if g.dep_ == "pobj"]
        named = [(t, self.covering.get(t.i)) for t in (*slots, *ways)]
        told = slots if verb.lemma_ in TELLING and verb.tag_ in PRESENT else []
        return [(t, t in told or (m is not None and m.kind != "group")) for t, m in named]
