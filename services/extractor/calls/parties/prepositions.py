"""Finds the people behind "with", "to", "from", "between", "by" beside a cue; where the parse leaves a gap, nearness decides."""

from __future__ import annotations

from services.extractor.calls.parties.attachment import (
    is_attendance,
    is_of_clause_before,
    is_of_dealing,
    is_of_deed,
    is_of_message,
    is_of_other_talk,
    is_of_other_two,
    is_of_other_verb,
    is_of_topic,
    is_owner,
    is_taken_up,
    lists_matters,
    sets_time,
)
from services.extractor.calls.words.apposition import named_behind
from services.extractor.calls.words.listing import SUBJECTS, Listing
from services.extractor.calls.words.sighting import VERBAL, Sighting, stands_apart
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token
from services.extractor.types import Mention

ROLES = {
    "with": "with",
    "to": "to",
    "from": "from",
    "between": "between",
    "by": "by",
    "of": "of",
    "for": "for",
    "including": "list",
    "like": "list",
    "among": "list",
    "involving": "with",
    "alongside": "with",
    "and": "and",
    "at": "at",
    "in": "in",
    "on": "on",
}
JOURNEYS = load_words("calls.yml")["journeys"]
DISCUSSING = load_words("calls.yml")["discussing"]
HOLDING = {"conduct", "hold", "make", "place", "arrange", "record", "broadcast"}
COURTESIES = {"congratulation", "condolence", "wish", "greeting", "thank"}
FINITE = {"VBD", "VBZ", "VBP", "MD"}
POSTED = {"ambassador", "envoy", "emissary", "consul", "delegate", "representative", "attaché", "attache"}
BEFORE_NAMES = {
    "the", "both", "his", "her", "its", "their", '"', "“", "”", "a", "each", "following", "these", "first", "separately", "also",
    "respectively", "brother", "friend", "colleague", ",",
}  # fmt: skip
LINES = {
    "phone", "telephone", "line", "link", "call", "conversation", "videoconference", "contact", "touch", "video", "conference",
    "series", "round",
}  # fmt: skip
MOVING = {"depart", "drive", "fly", "go", "head", "leave", "return", "sail", "travel"}
SOURCING = {"according", "thanks", "due", "owing", "regard", "regards", "relation", "respect", "reference", "prior", "contrary"}


class Prepositions:
    """Looks up the prepositions of cues in one document."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing

    def find(self, sighting: Sighting) -> dict[str, list[Mention]]:
        """The people behind the prepositions of a cue, by their part."""
        found: dict[str, list[Mention]] = {}
        sent = sighting.head.sent
        anchors = self._anchors(sighting)
        opened = self._is_own_way(sighting)
        for mention in self.listing.in_span(sent):
            if mention.kind == "pronoun" and self.listing.doc[mention.head].dep_ == "poss":
                continue
            if self._is_of_another(mention):
                continue
            k = self._begin(mention) - 1
            while k >= sent.start and self.listing.doc[k].lower_ in BEFORE_NAMES:
                k -= 1
            prep = self.listing.doc[max(k, sent.start)]
            if prep.lower_ not in ROLES:
                prep = self._before_description(mention) or prep
            if prep.lower_ not in ROLES:
                continue
            if prep.i > sent.start and (
                prep.nbor(-1).lower_ in SOURCING or (prep.nbor(-1).lemma_.lower() in JOURNEYS or _is_of_journey(prep))
            ):
                continue  # "according to the White House", "on his way to Bogota"
            if prep.lower_ in ("to", "in", "at") and prep.i > sent.start and prep.nbor(-1).lemma_.lower() in POSTED:
                continue  # "with Nepal's ambassador to Kuwait"
            if prep.i > sent.start and prep.nbor(-1).lower_ == "not":
                continue  # "with Vizcarra, and not with Caracas"
            if prep.lower_ == "and" or not (
                self._attached(prep, anchors, sighting) or (prep.lower_ in ("including", "among") and prep.i > sighting.head.i)
            ):
                continue
            role = ROLES[prep.lower_] if not self._is_courtesy(prep, sighting) else "with"
            if is_attendance(prep, self.listing.doc[mention.head]):
                continue
            if role == "list" and mention.kind in ("state", "place") and lists_matters(prep):
                continue
            if role == "of" and not (is_owner(prep, sighting.head) and self._is_whole(mention, prep)):
                continue
            if opened and role in ("with", "to") and prep.i < sighting.head.i:
                continue
            found.setdefault(role, [])
            listed = self.listing.apposed(mention) if mention.kind == "group" and not mention.members else []
            named = [m for m in listed or self.listing.joined(mention) if m not in found[role]]
            found[role] += [m for m in named if not (m.start > sighting.head.i and self._is_met(m, sighting))]
        return found

    def _is_courtesy(self, prep: Token, sighting: Sighting) -> bool:
        """ "Accepted the condolences of Schroeder and Chirac over the telephone": from whom somebody had them."""
        noun = prep.head
        return prep.lower_ == "of" and noun.dep_ == "dobj" and noun.lemma_ in COURTESIES and sighting.kind == "instrument"

    def _is_met(self, mention: Mention, sighting: Sighting) -> bool:
        """ "Discussed it by phone with Clinton and with Holbrooke in Munich": whom somebody saw there."""
        prep = self.listing.doc[mention.start - 1]
        if sighting.kind != "instrument" or prep.lower_ not in ("with", "to") or prep.dep_ != "conj":
            return False
        near = (*self.listing.doc[mention.head].children, *prep.head.children, *prep.children)
        places = [g for c in near if c.lower_ in ("in", "at") and c.i > sighting.head.i for g in c.children if g.dep_ == "pobj"]
        theirs = {e.country for e in mention.members}
        stood = ((g, self.listing.covering.get(g.i)) for g in places)
        return any(
            g.ent_type_ in ("GPE", "FAC") and not (m is not None and {e.country for e in m.members} & theirs) for g, m in stood
        )

    def _is_of_another(self, mention: Mention) -> bool:
        """ "A call from Trump's envoy": from the envoy, whose mention stands behind."""
        owner = self.listing.doc[mention.head]
        owned = self.listing.covering.get(owner.head.i) if owner.dep_ == "poss" and mention.kind == "name" else None
        return owned is not None and owned.kind in ("name", "role") and owned is not mention

    def _begin(self, mention: Mention) -> int:
        """Where the words for somebody begin, whose envoy or minister he is told with them."""
        mark = self.listing.doc[mention.start - 1] if mention.start else None
        owner = mark.head if mark is not None and mark.dep_ == "case" else None
        owned = owner is not None and owner.i in self.listing.covering and owner.head.i < mention.end <= owner.head.i + 1
        return owner.left_edge.i if owner is not None and owned else mention.start

    def _is_whole(self, mention: Mention, prep: Token) -> bool:
        """Whether a state behind "of" is what stands there, not a part of "the OPEC ministers"."""
        return mention.kind not in ("state", "place") or self.listing.doc[mention.head].head == prep

    def _before_description(self, mention: Mention) -> Token | None:
        """ "With the winner of the vote, Lula": the preposition before a description that the name stands behind."""
        noun = self.listing.doc[mention.head].head
        described = noun.dep_ == "pobj" and named_behind(noun, self.listing.covering) is mention
        return noun.head if described else None

    def _is_own_way(self, sighting: Sighting) -> bool:
        """ "In Washington with X and, over the telephone, with Y": the instrument is that of those behind it."""
        head, sent = sighting.head, sighting.head.sent
        if sighting.kind != "instrument" or head.dep_ != "pobj":
            return False
        before = self.listing.doc[head.head.i - 1].lower_ if head.head.i > sent.start else ""
        behind = [t.lower_ for t in self.listing.doc[head.i + 1 : min(head.i + 3, sent.end)] if t.text != ","]
        joined = any(t.lower_ == "and" for t in self.listing.doc[max(sent.start, head.head.i - 3) : head.head.i])
        return before in (",", "and") and joined and behind[:1] in (["with"], ["to"])

    def _anchors(self, sighting: Sighting) -> set[int]:
        anchors = {sighting.head.i}
        if stands_apart(sighting.head):
            return anchors
        if sighting.verb is not None:
            anchors.add(sighting.verb.i)
            anchors |= {
                c.i
                for c in sighting.verb.children
                if c.dep_ in ("dobj", "attr", "prt", "prep", "advmod", "acomp", "nsubjpass")
                and (c.dep_ != "dobj" or c.pos_ == "NOUN")
            }
            anchors |= {
                g.i
                for c in sighting.verb.children
                if c.dep_ == "prep"
                for g in c.children
                if g.dep_ == "pobj" and g.lemma_.lower() in LINES
            }
        head = sighting.head
        while head.dep_ in ("pobj", "prep", "compound", "conj", "appos") and head.head != head:
            head = head.head
            anchors.add(head.i)
        return anchors

    def _attached(self, prep: Token, anchors: set[int], sighting: Sighting) -> bool:
        if (
            self._is_company(prep, sighting)
            or is_of_other_verb(prep, sighting, self.listing.covering)
            or is_of_other_talk(prep, sighting)
            or (prep.head.i not in self.listing.covering and is_of_other_two(prep, sighting))
            or is_of_deed(prep, anchors)
            or is_of_dealing(prep, sighting)
            or is_of_clause_before(prep, sighting)
            or is_of_topic(prep, sighting)
            or is_of_message(prep, sighting.head)
        ):
            return False
        aside = prep.head.dep_ == "relcl" or (sets_time(prep.head) and not is_taken_up(prep, anchors))
        told = prep.head.dep_ == "ccomp" and prep.head.i > sighting.head.i  # "on the call he said that he would send it to Japan"
        if prep.head.pos_ in VERBAL and prep.head.i not in anchors and (aside or told):
            return False  # "Putin, who brought them to Almaty, was briefed in a call"
        discussed = prep.lower_ == "with" and sighting.verb is not None and sighting.verb.lemma_ in DISCUSSING
        depth = 4 if discussed else 2  # "discussed the capture of the pilot with X"
        if prep.head.i in anchors or any(a.i in anchors for a in list(prep.ancestors)[:depth]):
            return prep.head.i in anchors or prep.lower_ not in ("by", "of", "in", "on", "at", "for")
        gap = self.listing.doc[sighting.head.i + 1 : prep.i]
        if self._goes_on(prep, anchors):
            return True
        held = next((c for c in sighting.head.children if c.dep_ == "acl" and c.lemma_ in HOLDING), None)
        if held is not None and held.tag_ == "VBN":  # "a call conducted in front of reporters with X"
            gap = self.listing.doc[held.i + 1 : prep.i]
        return (
            0 <= prep.i - sighting.head.i <= 9
            and prep.lower_ in ("with", "to", "from", "between")
            and not any(t.pos_ in VERBAL and t.dep_ not in ("aux", "auxpass", "amod") for t in gap)
        )

    def _goes_on(self, prep: Token, anchors: set[int]) -> bool:
        """ "He talked to X about shutting the pipeline and to Y": a second party of the same verb."""
        if prep.lower_ not in ("with", "to") or prep.i == prep.sent.start or prep.nbor(-1).lower_ != "and":
            return False
        named = [m for c in prep.children if (m := self.listing.covering.get(c.i)) is not None and m.kind in ("name", "role")]
        doc = self.listing.doc
        first = next((t for t in doc[prep.sent.start : prep.i] if t.lower_ == prep.lower_ and t.head.i in anchors), None)
        if first is None or not named or not any(c.i in self.listing.covering for c in first.children):
            return False
        return not any(t.tag_ in FINITE for t in doc[first.i : prep.i])

    def _is_company(self, prep: Token, sighting: Sighting) -> bool:
        """ "Sarkozy, with his adviser at his side, telephoned Y": company in the room, beside "together with his adviser"."""
        beside = prep.lower_ == "with" and prep.head.dep_ in SUBJECTS and prep.head.i in self.listing.covering
        led = prep.i > 0 and prep.nbor(-1).lower_ in ("together", "along", "jointly") and not self._is_own(prep)
        return beside and not led and sighting.verb is not None and prep.i < sighting.verb.i

    def _is_own(self, prep: Token) -> bool:
        """ "Macron, together with his Europe minister": somebody of the same side."""
        leader = self.listing.covering.get(prep.head.i)
        company = [m for g in prep.children if (m := self.listing.covering.get(g.i)) is not None]
        return any(e.country == f.country for m in company for e in m.members for f in (leader.members if leader else []))


def _is_of_journey(prep: Token) -> bool:
    """ "Before flying to Paris, Macri spoke with Abe"."""
    return prep.head.tag_ == "VBG" and prep.head.lemma_ in MOVING
