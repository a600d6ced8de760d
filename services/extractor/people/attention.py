"""Who is in mind at a place of the text: whom a pronoun stands for, and how near each person is."""

from __future__ import annotations

from collections import Counter

from services.extractor.people.acting import (
    QUOTES,
    SAYING,
    acting_in,
    acts,
    acts_aside,
    clause_of,
    has_subject_of,
    is_blamed,
    is_object_pronoun,
    is_rung_too,
    is_telling,
    is_told_by_same,
    stands_in_clause,
    talks,
    tells_after_quoted,
    was_seen_before,
    who_says_so,
    whole_phrase,
)
from services.extractor.people.cast import Profile
from services.extractor.tokens import Token
from services.extractor.types import Entity

ONE_OF_SEVERAL = 0.8  # how much less "he" stands for one of "Merkel and Hollande" than for somebody named alone
BLAMED = 2.5  # how much likelier "he" is whoever the sentence blames than whoever it says he did not call
REMEMBERED = 300  # who was spoken of before as many others is out of mind, so that the time stays linear
STILL = 1.2  # how much more for whom another "him" stood in the sentence before: "Prescott walked behind him. Clinton rang him"
OF_ONE_SIDE = 1.0  # how much less for somebody of the state of him who rings "him"
STILL_TELLING = 0.8  # how much more "he" is who said something before, where the sentence ends with "he said"
ASIDE = 0.4  # how much for who acts in a clause beside the main one of a sentence before, where who acts in that one has 0.9
REFLEXIVE = {"himself", "herself"}
OBJECT_FORMS = {"him", "her"}
NEAR = 25  # words before a pronoun within which a son or wife of somebody is who it stands for
KIN = {
    "m": frozenset({"son", "father", "brother", "husband", "boy", "uncle", "nephew", "grandson", "grandfather", "widower"}),
    "f": frozenset({"daughter", "mother", "sister", "wife", "girl", "aunt", "niece", "granddaughter", "grandmother", "widow"}),
}
OPENING = 300  # words of a text in which it may tell of somebody whom it names later
SOMEBODY = {"woman", "man", "lady", "nurse", "doctor", "teacher", "child", "somebody", "someone", "person", "caller", "voice"}
UNKNOWN = -1.2  # how much less for somebody of no state, unless it is he who says that "he" did it
PROTAGONIST = 0.12  # how much each time that somebody is named weighs for whom a pronoun stands


class Attention:
    """Who was spoken of so far, in text order. `sent_of`: the sentence of each token; `named`: how often each entity is named."""

    def __init__(self, sent_of: dict[int, int], named: Counter[int]) -> None:
        self.sent_of, self.named = sent_of, named
        self.seen: list[tuple[int, Profile, Token]] = []

    def add(self, place: int, profile: Profile, head: Token) -> None:
        """Somebody is spoken of at token `place`, in a phrase with this head."""
        self.seen.append((place, profile, head))

    def antecedent(self, token: Token, gender: str | None, speaker: Entity | None = None) -> Profile | None:
        """Who a pronoun stands for: the subject of this sentence or the one before, else whoever was named last; never `speaker`,
        whose own words these are."""
        if token.lower_ in REFLEXIVE and (own := self._acting_on_self(token)) is not None:
            return own
        if any(c.lower_ in REFLEXIVE for c in token.children) and (own := self._acting_on_self(token, SAYING)) is not None:
            return own  # "Lavrov said that the president had written and that he himself had telephoned"
        here = self.sent_of.get(token.i, 0)
        best: tuple[float, int] | None = None
        chosen: Profile | None = None
        acts_here = self._subjects_of_same_clause(token)
        own = acts_here[0] if acts_here else None
        barred = (*acts_here, self._quoted_still(token))
        still = is_object_pronoun(token) and token.head.lower_ != "from"
        rung = own if own is not None and talks(token) else None
        beside = token.conjuncts if token.pos_ == "PRON" and token.dep_ != "poss" else ()
        listed = {t.i for t in beside}  # "Merkel and he": somebody else than she
        acting = token.pos_ == "PRON" and token.dep_ in ("nsubj", "nsubjpass")
        quoting = acting and tells_after_quoted(token)
        aside = acting and is_telling(token)
        telling = acting and is_told_by_same(token)
        says = who_says_so(token) if acting else None
        going_on = self._first_acting(here - 1) if acting and any(c.lower_ == "also" for c in token.head.children) else None
        for place, profile, head in self.seen[-40:]:
            distance = here - self.sent_of.get(place, 0)
            if place >= token.i or distance > 3 or not self._agrees(profile, gender):
                continue
            if (
                profile in barred
                or profile.entity is speaker
                or head.i in listed
                or (aside and head.i == token.i - 2)
                or (acting and stands_in_clause(head, token.head))
                or ((acting or rung) and was_seen_before(head, token.head))
            ):
                continue
            if quoting and sum(t.text in QUOTES for t in token.doc[place : token.i]) % 2:
                continue  # "'I called Morales,' he related": none whom his words name
            told = profile.entity.country is not None or head is says
            known = 0.4 if gender and profile.entity.gender == gender else 0.0 if told else UNKNOWN
            known += PROTAGONIST * min(self.named[profile.entity.id], 6)
            score = (
                3.0
                - distance
                + known
                - (ONE_OF_SEVERAL if gender and head.conjuncts else 0.0)
                + (ASIDE if acting and distance and acts_aside(head) else 0.9 if acts(head, place) else 0.0)
                + (0.3 if profile.entity.official else 0.0)
                + (BLAMED if acting and is_blamed(head, token) else 0.0)
                + (STILL if still and distance == 1 and (is_object_pronoun(head) or is_rung_too(head, token)) else 0.0)
                - (OF_ONE_SIDE if rung and profile.entity.country == rung.entity.country else 0.0)
            )
            if acting and distance == 1 and profile is going_on:
                score += 0.5
            if telling and distance and head.dep_ == "nsubj" and head.head.lemma_ in SAYING:
                score += STILL_TELLING
            if distance == 0 and token.dep_ == "poss" and head.dep_ in ("nsubj", "nsubjpass"):
                score += 0.5
            if distance == 0 and token.dep_ == "attr":
                score += 0.5  # "the talk with Thani was the third; it was he who rang"
            if best is None or (score, place) > best:
                best, chosen = (score, place), profile
        return None if best is not None and acting and gender and self._is_kin(token, KIN[gender], best[1]) else chosen

    def _quoted_still(self, token: Token) -> Profile | None:
        """ "…,' he told the crowd. 'Today he has called again'": whoever spoke just before goes on, and means somebody else."""
        sent = token.sent
        if token.tag_ != "PRP" or sent[0].text not in QUOTES or any(t.lemma_ in SAYING for t in sent):
            return None
        here = self.sent_of.get(token.i)
        before = (
            p
            for place, p, head in reversed(self.seen[-12:])
            if here is not None and self.sent_of.get(place) == here - 1 and head.dep_ == "nsubj" and head.head.lemma_ in SAYING
        )
        return next(before, None)

    def _first_acting(self, n: int) -> Profile | None:
        """Who acts first in sentence `n`: he who "also" does what the next one tells."""
        acting = [(p, head) for place, p, head in self.seen[-40:] if self.sent_of.get(place) == n and acts(head, place)]
        telling = (p for p, head in acting if head.pos_ == "PRON" and is_telling(head))  # "Biden, he said, had promised it"
        return next(telling, acting[0][0] if acting else None)

    def could_mean(self, gender: str, token: Token) -> bool:
        """Whether anybody was spoken of before `token` for whom a pronoun of `gender` could stand, by name or as a wife or a boy;
        also far behind the opening of a text."""
        if token.i > OPENING:
            return True
        spoken = any(self._agrees(profile, gender) for place, profile, _ in self.seen if place < token.i)
        return spoken or any(t.lower_ in KIN[gender] | SOMEBODY for t in token.doc[: token.i])

    def _is_kin(self, pronoun: Token, kin: frozenset[str], place: int) -> bool:
        """ "She had heard from her son in May. He rang at night": a relative who stands in a sentence of his own behind `place`."""
        before = [t for t in pronoun.doc[max(0, pronoun.i - NEAR) : pronoun.i] if t.lower_ in kin and t.tag_ == "NN"]
        return bool(before) and self.sent_of.get(before[-1].i, 0) > self.sent_of.get(place, 0)

    def salience(self, token: Token) -> dict[int, float]:
        """How much in mind each entity is where `token` stands: nearness, and more for subjects."""
        here, scores = self.sent_of.get(token.i, 0), dict[int, float]()
        for place, profile, head in self.seen[-REMEMBERED:]:
            distance = min(here - self.sent_of.get(place, 0), 6)
            score = 6.0 - distance + (1.5 if head.dep_ in ("nsubj", "nsubjpass") else 0.0) - (2.0 if distance == 0 else 0.0)
            scores[profile.entity.id] = max(scores.get(profile.entity.id, 0.0), score)
        return scores

    def _agrees(self, profile: Profile, gender: str | None) -> bool:
        if profile.person is None and not profile.codes and not profile.titles:
            return False
        return gender is None or profile.entity.gender in (gender, None)

    def _acting_on_self(self, token: Token, verbs: frozenset[str] = frozenset()) -> Profile | None:
        """Who acts in the clause of "himself", or in one above with one of `verbs`."""
        above = [a for a in token.ancestors if not verbs or a.lemma_ in verbs]
        acting = {c.i for a in above for c in a.children if c.dep_ in ("nsubj", "nsubjpass") and c.i < token.i}
        acting |= {a.head.i for a in above if a.dep_ == "relcl"}
        return next((profile for _, profile, head in reversed(self.seen[-12:]) if head.i in acting), None)

    def _subjects_of_same_clause(self, token: Token) -> list[Profile]:
        """Those who act in the clause of an object pronoun, and so are not meant by it, the nearest first."""
        let = token.dep_ == "nsubj" and token.lower_ in OBJECT_FORMS  # "Cameron let him know"
        objects = ("dobj", "pobj", "dative", "iobj")
        if token.pos_ != "PRON" or not (let or token.dep_ in objects) or token.lower_ in REFLEXIVE or token.head.lower_ == "after":
            return []  # "Nazarbayev was first, and after him Akayev"
        verb = token.head if token.dep_ != "pobj" and not let else token.head.head
        verb = clause_of(verb)
        while has_subject_of(verb.head, verb):
            verb = verb.head
        acting = acting_in(verb)
        spoken = [(profile, whole_phrase(head)) for _, profile, head in reversed(self.seen[-12:])]
        return [p for p, head in spoken if (head.dep_ in ("nsubj", "nsubjpass") and head.head == verb) or head == acting]

    def of_two(self, token: Token) -> Profile | None:
        """Who "the former" or "the latter" is of the two named last."""
        here = self.sent_of.get(token.i, 0)
        near = [p for place, p, head in self.seen[-8:] if here - self.sent_of.get(place, 0) <= 1 and head.pos_ != "PRON"]
        two = list(dict.fromkeys(p.entity.id for p in reversed(near)))[:2]
        last = two[-1:] if token.lower_ == "former" else two[:1]
        return next((p for p in near if len(two) == 2 and p.entity.id in last), None)
