"""Finds who acts in a clause: the subject of its verb, wherever syntax or the order of words puts it.

Reads syntax and the document's mentions. A verb without a subject of its own has that of the verb above it; where the parse
leaves a gap, the last mention in front of the verb acts.
"""

from __future__ import annotations

from services.extractor.calls.parties.ellipsis import left_out_subjects
from services.extractor.calls.words.apposition import named_behind
from services.extractor.calls.words.infinitives import is_found_time
from services.extractor.calls.words.listing import SUBJECTS, Listing
from services.extractor.calls.words.sighting import VERBAL, Sighting
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Token
from services.extractor.types import Mention

TIMES = load_words("calls.yml")["times_of_day"]
REPORTING = load_words("calls.yml")["reporting"]
ASIDE_LENGTH = 10  # words of ", she told reporters,"
OBLIQUE = {"him", "them", "me", "us"}  # pronouns that never act
RANKED = {"first", "second", "third", "last", "latest", "next", "only"}
NAMING = {"include", "be", "number", "comprise"}
EACH = {"each", "both", "all"}
SELVES = {"himself", "herself", "themselves", "itself"}


class SubjectFinder(Listing):
    """Looks up who acts, in one document."""

    def _subjects(self, verb: Token, sighting: Sighting) -> list[Mention]:
        """Who acts in the clause; the place of a dateline does not ("Luanda, 24 Jan – The president was on the telephone")."""
        found = self._acting(verb, sighting)
        if (
            not found
            or found[0].kind not in ("place", "state")
            or found[0].start != verb.sent.start
            or not _is_dateline(found[0], verb)
        ):
            return found
        return [m for m in found if m.kind not in ("place", "state")] or self._before(verb, min(verb.i, sighting.head.i))

    def _acting(self, verb: Token, sighting: Sighting) -> list[Mention]:
        if before := self._before_aside(verb):
            return before
        if verb.pos_ not in VERBAL and verb.i - 1 in self.covering:
            return self.expand_left(self.covering[verb.i - 1])  # "Obama rang", taken for two nouns
        if sighting.head.dep_ in SUBJECTS and sighting.head.head == verb and verb.dep_ == "ccomp":
            return self._inside(sighting.head)  # "the Kremlin said that a conversation with X took place"
        if verb.dep_ == "acl" and verb.head.lower_ in EACH and verb.head.dep_ == "appos":
            return self._before(verb, verb.head.i)  # "X and Y each called him"
        if (turned := self._behind_place(verb)) is not None:
            return [turned]
        current, hops = ordered_by(verb) or verb, 0
        while hops < 5:
            subjects = [c for c in current.children if c.dep_ in SUBJECTS and c != sighting.head and not self._is_time(c)]
            for child in sorted(subjects, key=lambda c: c.i not in self.covering):
                found = self.mentions_of(child)
                if found:
                    return found + self._last_of_list(found, current)
                if (named := named_behind(child, self.covering)) is not None:
                    return [named]
                if current.dep_ == "relcl" and (child.lower_ in ("who", "which", "that") or _is_of_whom(child)):
                    return self.antecedents(current)
                if child.lower_ == "it" and current.lemma_ == "be" and (cleft := self._cleft(current)):
                    return cleft
                if hops == 0 and child.lower_ not in ("it", "there", "which", "that", "who"):
                    return self._inside(child)
            if current.dep_ == "relcl":
                return self.antecedents(current)
            if current.dep_ in ("xcomp", "conj", "advcl", "pcomp", "ccomp", "acl", "prep", "pobj", "dobj", "parataxis", "dep"):
                if current.dep_ == "acl" and current.head.pos_ not in VERBAL and current.head.lower_ != "order":  # "in order to"
                    found = self.mentions_of(current.head) or self._identified(current.head)
                    parted = self._is_time(current.head) and current.head.head.lemma_ == "have"  # "has this afternoon spoken"
                    parted |= is_found_time(current.head)  # "had the chance to speak"
                    if found or (current.head.head.lemma_ != "be" and not parted):
                        return found
                if current.dep_ == "pcomp" and current.head.lower_ == "for" and (thanked := self._object_of(current.head.head)):
                    return thanked  # "thanked Oli for calling"
                current = current.head
                hops += 1
                continue
            break
        if (meant := left_out_subjects(verb)) and verb.dep_ == "ROOT":
            return next((found for token in meant if (found := self.mentions_of(token))), [])
        return self._before(verb, min(verb.i, sighting.head.i), sighting.head.dep_ == "pobj")

    def _behind_place(self, verb: Token) -> Mention | None:
        """ "In Moscow Sergei Lavrov had Pompeo on the line": the name behind a place, which the parse takes for a part of it."""
        first = min([verb.i, *(c.i for c in verb.children if c.dep_ in ("aux", "auxpass") and c.i < verb.i)])
        named = self.covering.get(first - 1)
        if named is None or named.kind != "name" or named.end != first or named.start - 2 < verb.sent.start:
            return None
        head, before = self.doc[named.head], self.covering.get(named.start - 1)
        placed = before is not None and before.kind == "place" and self.doc[before.start - 1].lower_ in ("in", "from", "at")
        return named if placed and head.dep_ not in SUBJECTS else None

    def _object_of(self, verb: Token) -> list[Mention]:
        return [m for c in verb.children if c.dep_ == "dobj" for m in self.mentions_of(c)]

    def _cleft(self, be: Token) -> list[Mention]:
        """ "It was the foreign minister who explained it in a phone talk with X"."""
        beside = any(c.dep_ == "ccomp" and any(g.lower_ == "who" for g in c.children) for c in be.children)  # "it was she who"
        told = [c for c in be.children if c.dep_ == "attr" and c.i > be.i]
        told = [c for c in told if beside or any(g.dep_ == "relcl" for g in c.subtree)]
        return [m for c in told for m in self.mentions_of(c)][:1]

    def _before_aside(self, verb: Token) -> list[Mention]:
        """ "Dacic, she told reporters, had called her": the name that an aside parts from its verb."""
        first = min([verb.i, *(c.i for c in verb.children if c.dep_ in ("aux", "auxpass") and c.i < verb.i)])
        if first - 1 <= verb.sent.start or self.doc[first - 1].text != ",":
            return []
        inside = range(first - 2, max(verb.sent.start, first - ASIDE_LENGTH), -1)
        comma = next((i for i in inside if self.doc[i].text == ","), None)
        named = self.covering.get(comma - 1) if comma is not None else None
        if comma is None or named is None or named.end != comma or named.kind not in ("name", "role"):
            return []
        aside = self.doc[comma + 1 : first - 1]
        saying = [t for t in aside if t.lemma_ in REPORTING and t.tag_ in ("VBD", "VBZ")]
        return self.expand_left(named) if saying and any(c.dep_ == "nsubj" and c in aside for c in saying[0].children) else []

    def _last_of_list(self, found: list[Mention], verb: Token) -> list[Mention]:
        """ "The premiers of the Visegrad Four and Chancellor X agreed": the name that the parse hangs on the four."""
        last = self.covering.get(verb.i - 1)
        unknown = all(m.kind == "group" and not m.members for m in found)
        if last is None or last.kind != "name" or last in found or not unknown or last.start <= found[-1].end:
            return []
        return [last] if self.doc[last.start - 1].lower_ == "and" and self.doc[found[-1].end].lower_ in ("of", "from") else []

    def _is_time(self, noun: Token) -> bool:
        """ "On Sunday, the first day of Eid, X and Y had …": a day that the parse took for the one who acts."""
        return noun.i not in self.covering and (noun.ent_type_ in ("DATE", "TIME") or noun.lemma_.lower() in TIMES)

    def _identified(self, noun: Token) -> list[Mention]:
        """ "The latest to call him were A and B": those whom a noun or ranking word is said to be."""
        verb = noun.head
        if verb.lemma_ != "be":
            return []
        found = [m for m in self.mentions if verb.i < m.start < verb.sent.end and m.kind in ("name", "role")]
        return self.expand(found[0]) if found and found[0].start - verb.i <= 3 else []

    def antecedents(self, verb: Token) -> list[Mention]:
        """The people that a relative clause says something of."""
        if listed := self._listed_behind(verb.head) or self._counted_among(verb):
            return listed
        if (nearer := self._nearer(verb)) is not None:
            return [nearer]
        found = self.mentions_of(verb.head)
        if found:
            return [m for m in found if m.start < verb.i] or found  # not those listed behind the clause
        cleft = verb.head.lemma_ == "be" and any(c.lower_ == "it" for c in verb.head.children)  # "it had been Minsk that rang"
        left = [m for m in self.between(verb.sent.start, verb.i) if m.end <= verb.i and (cleft or m.kind != "place")]
        return left[-1:] if left else []

    def _nearer(self, verb: Token) -> Mention | None:
        """ "Obama spoke with Donald Tusk, who had been called by X": the name right before "who", though the parse takes the one
        in front of the main verb."""
        who = next((c for c in verb.children if c.lower_ == "who" and c.dep_ in SUBJECTS), None)
        above = verb.head.head
        if who is None or not verb.head.i < above.i < who.i or above.pos_ not in VERBAL or verb.head.dep_ not in SUBJECTS:
            return None
        left = [m for m in self.between(above.i, who.i) if m.end <= who.i and m.kind in ("name", "role")]
        return left[-1] if left else None

    def _counted_among(self, verb: Token) -> list[Mention]:
        """ "Orban was one of the first leaders to call him", "is one of those who called", "Xi and Modi were among them", "among
        those who rang was Xi": who was one."""
        one = verb.head
        while one.dep_ == "pobj" and one.head.lower_ == "of":
            one = one.head.head
        among = one.dep_ == "pobj" and one.head.lower_ == "among"
        above = one.head.head if among else one.head
        if above.lemma_ != "be" or not (among or (one.lower_ == "one" and one.dep_ == "attr")):
            return []
        fronted = among and one.i < above.i  # "among those who called were A and B"
        named = [c for c in above.children if c.dep_ in (*SUBJECTS, "attr") and c.i in self.covering]
        acting = [c for c in named if (above.i if fronted else c.i) < (c.i if fronted else one.i)]
        return [m for c in acting for m in self.expand(self.covering[c.i])]

    def _listed_behind(self, noun: Token) -> list[Mention]:
        """ "Leaders who telephoned him included A, B and C", "those who rang were A", "the first (leader) to reach him was A"."""
        verb = noun.head
        ranked = noun.lower_ in RANKED or (verb.lemma_ == "be" and any(c.lower_ in RANKED for c in noun.lefts))
        if noun.dep_ not in SUBJECTS or verb.lemma_ not in NAMING or not (ranked or noun.tag_ in ("NNS", "DT")):
            return []
        named = [c for c in verb.children if c.dep_ in ("dobj", "attr") and c.i > verb.i and c.i in self.covering]
        return [m for c in named for m in self.expand(self.covering[c.i])]

    def _before(self, verb: Token, limit: int, fronted: bool = False) -> list[Mention]:
        """The last mention in front of the verb in its sentence, where syntax names no subject."""
        left = [m for m in self.mentions if verb.sent.start <= m.start and m.end <= limit]
        left = [m for m in left if m.kind in ("name", "role", "pronoun", "group") and not self._is_told_of(m)]
        if not left and fronted and limit < verb.i:  # "In a call on Sunday, A and B compared notes"
            near = self.between(limit, verb.i)
            left = near[-1:] if near and near[-1].end == verb.i and near[-1].kind in ("name", "role") else []
        return self.expand_left(left[-1]) if left else []

    def _is_told_of(self, mention: Mention) -> bool:
        """Whether a mention is a pronoun that stands as an object ("has exposed him"), and so does not act."""
        head = self.doc[mention.head]
        return head.lower_ in OBLIQUE and head.dep_ in ("dobj", "dative")

    def _inside(self, token: Token) -> list[Mention]:
        """The people inside a subject phrase that is no mention itself ("talks between A and B"), not "the call for him"."""
        if token.pos_ != "NOUN" or token.lemma_ not in ("call", "conversation", "talk"):
            return []
        wanted = [t.i for c in token.children if c.lower_ == "for" for t in c.subtree]
        inside = {t.i for t in token.subtree} - set(wanted)
        return [m for m in self.mentions if m.head in inside][:4]


def ordered_by(verb: Token) -> Token | None:
    """The "had" of "the Elysée had the Kremlin rung": who has it done acts, and who acts by the parse is rung."""
    have = verb.head
    done = verb.dep_ == "ccomp" and verb.tag_ in ("VBN", "VBD", "VB") and have.lemma_ == "have" and have.dep_ != "aux"
    rung = [c for c in verb.children if c.dep_ == "nsubj" and have.i < c.i < verb.i and c.lower_ not in SELVES]
    return have if done and rung and not any(c.dep_ in ("dobj", "aux", "mark") for c in verb.children) else None


def _is_of_whom(share: Token) -> bool:
    """ "X and Y, both of whom spoke with Z"."""
    return any(c.lower_ == "of" and any(g.lower_ == "whom" for g in c.children) for c in share.children)


def _is_dateline(place: Mention, verb: Token) -> bool:
    """Whether a place that opens a sentence is parted from it by a dash."""
    parted = verb.doc[place.end].text == ":"  # "Mali: the chairman of ECOWAS got him on the telephone"
    return parted or any(t.text in ("–", "—", "-", "--") for t in verb.doc[place.end : verb.i])


def is_active_misread(verb: Token) -> bool:
    """ "Our President contacted by telephone the Emir of X and …": a past tense taken for a participle. Its agent is a telephone,
    and it is the main verb, or the only one."""
    helped = any(c.dep_ in ("aux", "auxpass", "nsubjpass") for c in verb.children)
    if verb.tag_ != "VBN" or helped:
        return False
    acting = verb.dep_ in ("ROOT", "conj", "ccomp") and any(c.dep_ == "nsubj" for c in verb.children)
    acting |= verb.dep_ == "acl" and verb.head.dep_ == "ROOT" and verb.head.pos_ == "PROPN"
    return acting or not any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in verb.sent)
