"""One more call of those just told, where no word says that it was one: "a third followed on Sunday", "there was one more", "he
did so again on Tuesday", "the second time it was from the plane".

Reads the calls filed so far; gives an account whose sighting has the rule `REPEAT`. The decision a reader would question: such
words stand for a call only right behind one, of two people, and where the sentence names nobody else.
"""

from __future__ import annotations

from dataclasses import replace

from services.extractor.calls.told.counting import tells_second
from services.extractor.calls.told.ledger import Ledger
from services.extractor.calls.told.material import Material
from services.extractor.calls.told.sameness import REPEAT
from services.extractor.calls.words.accounts import Account, sides
from services.extractor.calls.words.sighting import VERBAL, Sighting
from services.extractor.tokens import Span, Token

ORDINALS = {"second", "third", "fourth", "fifth", "sixth"}
SIGNS = ORDINALS | {"first", "another", "more", "again", "so", "same"}  # without any of them a sentence tells no repeat
ONES = {"one", "time"}
COMING = {"be", "come", "follow", "take", "last", "occur", "happen", "have", "hold", "bring", "deal", "begin", "end"}
TALKS = {"call", "conversation", "talk", "exchange", "phonecall", "contact", "time", "day", "hour", "minute", "half", "quarter"}
REACH = 1  # sentences behind those that speak of the call; behind a title, behind any sentence that speaks of one


class Repeats:
    """Finds the repeats of one document."""

    def __init__(self, material: Material, ledger: Ledger) -> None:
        self.material, self.ledger = material, ledger

    def read(self, n: int, sent: Span) -> list[Account]:
        """An account for each further call of the pair told last."""
        last = self.ledger.last
        if last is None or last.background or len(sides(last.parties)) != 2:
            return []
        if n - self.ledger.last_told() > REACH and not (last.sent == 0 and n - 1 in self.material.sightings):
            return []
        if not any(t.lower_ in SIGNS for t in sent) or self._is_of_others(sent, last) or self._counts_others(n):
            return []
        if not tells_second(last.sighting):
            self._tell_first(n, sent, last)
        told = {s.head.i for s in self.material.sightings.get(n, ())}
        found = [t for t in sent if t.i not in told and (_is_one_more(t) or self._is_done_again(t, last, n))]
        if told and not any(t.dep_ == "conj" and t.head.i < t.i for t in found):
            return []  # the cue tells of the call, and the words only count it
        return [self._account(t, n, last) for t in found[:1]]

    def _tell_first(self, n: int, sent: Span, last: Account) -> None:
        """ "They had three conversations. The first took place on 8 August": the one that the words before told."""
        for token in sent:
            if (token.lower_ == "first" or _is_ranked(token, "first")) and token.dep_ == "nsubj" and token.head.lemma_ in COMING:
                self.ledger.refer(replace(self._account(token, n, last), sighting=replace(self._sighting(token), kind="reference")))

    def _account(self, token: Token, n: int, last: Account) -> Account:
        callers = last.callers if last.sighting.kind == "noun" and last.sighting.head.tag_ == "NNS" else []  # "two calls from Y"
        return Account(self._sighting(token), n, list(last.parties), list(callers))

    def _sighting(self, token: Token) -> Sighting:
        above = token if token.pos_ in VERBAL else token.head
        channel = self.ledger.last.sighting.channel if self.ledger.last else "unknown"
        return Sighting(token, above if above.pos_ in VERBAL else None, "mutual", REPEAT, channel, "noun")

    def _is_of_others(self, sent: Span, last: Account) -> bool:
        """Whether the sentence names somebody else who may be on a line, or a way to meet or write."""
        words = {t.lemma_.lower() for t in sent if t.tag_ != "VB"}
        people = [m for m in self.material.finder.in_span(sent) if m.kind in ("name", "role")]
        others = any(e.official and e.country not in sides(last.parties) for m in people for e in m.members)
        return others or bool(words & self.material.lexicon.round_elsewhere)

    def _counts_others(self, n: int) -> bool:
        """Whether the sentences before count something else than calls ("two missiles hit Lviv. A third followed")."""
        begin = max(0, (self.ledger.last.sent if self.ledger.last else n) - 1)
        return any(
            t.dep_ in ("nummod", "amod") and (t.lower_ in ORDINALS | {"first"} or t.tag_ == "CD") and t.head.pos_ == "NOUN"
            and t.head.lemma_.lower() not in TALKS and t.ent_type_ not in ("DATE", "TIME")
            for sent in self.material.sents[begin:n] for t in sent
        )  # fmt: skip

    def _is_done_again(self, token: Token, last: Account, n: int) -> bool:
        """ "He did so again on Tuesday", "did the same a second time": behind the verb of the call."""
        if token.lower_ != "did" or token.pos_ not in VERBAL or n - last.sent > REACH:
            return False
        words = {t.lower_ for t in token.subtree}
        verb = last.sighting.verb
        same = bool(words & {"so", "it", "same"}) and bool(words & {"again", "once", "second", "third"})
        return same and verb is not None and verb.dep_ in ("ROOT", "conj", "ccomp")


def _is_one_more(token: Token) -> bool:
    """ "A third", "another", "one more", "the second time", where something happens to it or somebody has it."""
    if not _stands_alone(token):
        return False
    if _is_gapped(token):
        return True
    verb = token.head
    if token.dep_ == "conj":
        joined = verb.lemma_ in {"call", "conversation", "talk"} | COMING or verb.lower_ == "first"
        return joined and _is_dated(token)
    if (
        verb.pos_ not in VERBAL
        or verb.lemma_ not in COMING
        or any(c.dep_ in ("neg", "aux") and c.lower_ != "had" for c in verb.children)
    ):
        return False
    if token.lower_ == "time":
        return token.i - token.sent.start <= 2 and token.dep_ in ("npadvmod", "nsubj", "attr")
    if verb.lemma_ in ("have", "hold"):
        return token.dep_ == "dobj"
    return token.dep_ in ("nsubj", "npadvmod", "attr", "nsubjpass") and (verb.lemma_ != "be" or _is_dated(verb))


def _is_gapped(token: Token) -> bool:
    """ "The first came on Sunday night, the second on Tuesday": a place in the order and a day, behind a clause with the first."""
    sent, article = token.sent, token.i - 1
    if token.lower_ not in ORDINALS or article - 1 <= sent.start or token.doc[article - 1].text not in (",", ";", "and"):
        return False
    behind = token.doc[token.i + 1 : min(token.i + 4, sent.end)]
    dated = any(t.ent_type_ in ("DATE", "TIME") for t in behind)
    return dated and any(
        t.lower_ == "first" and t.head.dep_ == "ROOT" and t.dep_ == "nsubj" for t in sent.doc[sent.start : article]
    )


def _is_ranked(token: Token, *ranks: str) -> bool:
    """ "The first one", "one more"."""
    return token.lower_ in ONES and any(c.lower_ in ranks for c in token.children)


def _stands_alone(token: Token) -> bool:
    """Whether a word of counting has no noun of its own."""
    following = token.doc[token.i + 1] if token.i + 1 < token.sent.end else None
    if (
        following is not None
        and (following.tag_.startswith("NN") or following.tag_.startswith("JJ"))
        and following.lower_ != "more"
    ):
        return False
    words = {c.lower_ for c in token.children}
    if token.lower_ in ORDINALS or (token.lower_ == "last" and any(t.lower_ == "first" for t in token.sent)):
        return bool(words & {"a", "the"})
    if token.lower_ in ONES:
        return _is_ranked(token, "more", "another", *ORDINALS)
    return token.lower_ == "another" and not (following is not None and following.lower_ in ("one", "of", "few"))


def _is_dated(token: Token) -> bool:
    """Whether a time hangs on a word."""
    return any(
        t.ent_type_ in ("DATE", "TIME") for c in token.children if c.dep_ in ("prep", "npadvmod", "advmod") for t in c.subtree
    )
