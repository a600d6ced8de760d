"""Finds who stands around a cue: the subject of its verb, its objects, and the people behind "with", "to", "from", "between".

Reads syntax and the document's mentions; where the parse leaves a gap, the order of words decides.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from services.extractor.calls.cues.fronting import fronted_object, ranked_object, stranded_preposition
from services.extractor.calls.held.history import is_told_in_call
from services.extractor.calls.parties.deeper_objects import people_rung_at
from services.extractor.calls.parties.gapping import find_gapped
from services.extractor.calls.parties.objects import ObjectFinder
from services.extractor.calls.parties.prepositions import Prepositions
from services.extractor.calls.parties.subjects import is_active_misread
from services.extractor.calls.words.listing import SUBJECTS
from services.extractor.calls.words.sighting import Sighting
from services.extractor.calls.words.slot_syntax import is_next_in_line, takes_part
from services.extractor.tokens import Token
from services.extractor.types import Mention

OCCASIONS = {"in", "during", "after", "following", "before"}


@dataclass
class Arguments:
    """Mentions by their part in the clause. `subjects` are those who act (or, in a passive, are acted on); `gapped`: pairs of whom
    the sentence tells the same without its verb."""

    subjects: list[Mention] = field(default_factory=list)
    objects: list[Mention] = field(default_factory=list)
    by_role: dict[str, list[Mention]] = field(default_factory=dict)
    possessor: list[Mention] = field(default_factory=list)
    gapped: list[tuple[Mention, Mention]] = field(default_factory=list)
    passive: bool = False

    def role(self, *names: str) -> list[Mention]:
        return [m for n in names for m in self.by_role.get(n, [])]


def _turn_to_put_through(sighting: Sighting, args: Arguments) -> None:
    """ "The operator put Blair through to Clinton", "Blair was put through": it is he who rang, and no operator is on the line."""
    if sighting.rule == "call.phrase.put_through" and not args.passive:
        args.subjects, args.objects = args.objects, []
    args.passive = False


class ArgumentFinder(ObjectFinder):
    """Looks up arguments in one document."""

    def find(self, sighting: Sighting) -> Arguments:
        """The people around a cue."""
        args = Arguments()
        verb = sighting.verb
        if verb is not None:
            fronted = (
                verb.tag_ == "VBN"
                and any(c.dep_ == "agent" for c in verb.children)
                and not any(c.lemma_ == "have" for c in verb.children)
            )
            args.passive = fronted or (
                any(c.dep_ == "nsubjpass" or c.dep_ == "auxpass" for c in verb.children)
                and sighting.kind
                in (
                    "verb",
                    "instrument",
                )
            )
            misread = sighting.kind == "instrument" and is_active_misread(verb)
            args.passive &= not misread
            args.subjects = self._before(verb, verb.i) if misread else self._subjects(verb, sighting)
            args.objects = self._behind(sighting) if misread else self._objects(verb, sighting)
            if sighting.kind == "verb" and not args.passive:
                self._read_headline(verb, args)
            if sighting.kind == "verb" and (rung := self._people_of(people_rung_at(verb))):
                args.subjects, args.objects = (rung, args.objects) if args.passive else (args.subjects, rung)
        else:
            left = [
                m
                for m in self.mentions
                if sighting.head.sent.start <= m.start
                and m.end <= sighting.head.i
                and m.kind in ("name", "role", "pronoun", "group")
            ]
            args.subjects = self.expand_left(left[-1]) if left else []
        args.possessor = self._possessor(sighting.head) if sighting.head.pos_ in ("NOUN", "PROPN") else []
        args.by_role = Prepositions(self).find(sighting)
        self._part_gapped(args)
        args.possessor = self._meant_ahead(sighting.head, args) or args.possessor
        if not args.role("with", "to", "from", "between", "by") and sighting.kind == "noun" and not sighting.definite:
            args.by_role |= {"between": pair} if (pair := self._compounded(sighting.head)) else {}
        if not args.by_role and (owning := self._owned_by_two(sighting.head)):
            args.by_role |= {"between": owning}
        if verb is not None and (bare := stranded_preposition(verb)) and (ranked := ranked_object(verb)):
            args.by_role[bare.lower_] = self.mentions_of(ranked)
        early = fronted_object(verb) if verb is not None else None
        if verb is not None and early is not None and early.i in self.covering:
            args.objects = self.expand_left(self.covering[early.i])
            args.subjects = [m for m in args.subjects if m not in args.objects] or self._acting_pronoun(verb)
        if sighting.kind == "noun" and (attending := self._attending(sighting.head)):
            args.by_role["list"] = [*args.role("list"), *attending]
        if late := self._acting_too(sighting, args):
            args.subjects, args.objects = args.subjects + late, [m for m in args.objects[:1] if m not in late]
        if verb is not None and verb.lemma_ == "put" and sighting.rule.endswith("_through"):
            _turn_to_put_through(sighting, args)
        taken = {id(m) for m in args.subjects}
        args.objects = [m for m in args.objects if id(m) not in taken]
        if sighting.kind == "noun" and args.objects and is_told_in_call(sighting.head):
            args.objects = []
        self._leave_sequels(sighting, args)
        return args

    def _part_gapped(self, args: Arguments) -> None:
        """ "Kerry spoke with Lavrov, and Ayrault with Zarif": the pair behind is no company of the first."""
        told = args.role("with", "to")
        if told and (pairs := find_gapped(told, self)):
            parted = [m for pair in pairs for m in pair]
            args.gapped = pairs
            args.by_role = {role: [m for m in found if m not in parted] for role, found in args.by_role.items()}

    def _leave_sequels(self, sighting: Sighting, args: Arguments) -> None:
        """ "Merkel got through, then Hollande": who is only next is no party of the first call (`sequels.py`)."""
        late = [m for m in args.subjects + args.objects if m.start > sighting.head.i and is_next_in_line(m, sighting.head)]
        if late and not any(m.start < late[0].start for m in args.objects):
            args.subjects = [m for m in args.subjects if m.start < late[0].start]
            args.objects = []

    def _meant_ahead(self, noun: Token, args: Arguments) -> list[Mention]:
        """ "In his call with X, Y shared …": a possessor told before whoever acts in the clause is the one who acts, unless that is
        the company."""
        owners, verb = [m for m in args.possessor if m.kind == "pronoun"], noun.head.head
        if not owners or noun.dep_ != "pobj" or noun.head.lower_ not in OCCASIONS or self.doc[owners[0].head].lower_ == "their":
            return []
        acting = [self.covering[c.i] for c in verb.children if c.dep_ == "nsubj" and c.i > noun.i and c.i in self.covering]
        company = {e.id for m in args.role("with", "to", "from") for e in m.members}
        named = [m for m in acting if m.kind in ("name", "role") and len(m.members) == 1]
        return [m for m in named if company and m.members[0].id not in company]

    def _acting_pronoun(self, verb: Token) -> list[Mention]:
        return [self.covering[c.i] for c in verb.children if c.dep_ in SUBJECTS and c.pos_ == "PRON" and c.i in self.covering]

    def _read_headline(self, verb: Token, args: Arguments) -> None:
        """ "Lula phones Bachelet": names on both sides of the verb are subject and object, whatever the parse makes of them."""
        left, right = self.covering.get(verb.i - 1), self.covering.get(verb.i + 1)
        if left is None or right is None or left.kind != "name" or right.kind != "name" or left in args.subjects:
            return
        if right in args.subjects or self.doc[left.head].dep_ not in SUBJECTS:
            args.subjects, args.objects = self.expand_left(left), self.expand(right)

    def _attending(self, noun: Token) -> list[Mention]:
        """ "A conference in which X, Y and Z took part": those whom the clause behind the noun names."""
        clauses = [c for c in noun.children if c.dep_ == "relcl" and takes_part(c)]
        acting = [
            c for clause in clauses for c in clause.children if c.dep_ in SUBJECTS and c.lower_ not in ("which", "that", "who")
        ]
        return [m for c in acting if c.i in self.covering for m in self.expand(self.covering[c.i])]

    def _compounded(self, noun: Token) -> list[Mention]:
        """The two in front of a noun: "Biden-Putin call", "a Xi–Modi telephone conversation"."""
        chain = [t for t in noun.subtree if t.i < noun.i and t.dep_ in ("compound", "nmod", "amod")]
        found = {id(m): m for t in chain if (m := self.covering.get(t.i)) is not None and m.kind in ("name", "state")}
        return list(found.values()) if len(found) == 2 else []

    def _owned_by_two(self, noun: Token) -> list[Mention]:
        """ "Trump told May, by a note on their call": the only two whom the sentence names before the noun."""
        if not any(c.lower_ == "their" and c.dep_ == "poss" for c in noun.children):
            return []
        before = [m for m in self.between(noun.sent.start, noun.i) if m.kind in ("name", "role") and len(m.members) == 1]
        people = {m.members[0].id: m for m in before if m.members[0].official}
        return list(people.values()) if len(people) == 2 == len({m.members[0].country for m in people.values()}) else []

    def _acting_too(self, sighting: Sighting, args: Arguments) -> list[Mention]:
        """ "Sall rang him on Saturday, and Mahama on Sunday", "Lula got through at night, and Bachelet at dawn": a name behind
        "and" is not called beside a pronoun, nor where nobody else is, but calls too."""
        verb = sighting.verb
        if (
            verb is None
            or not args.objects
            or not args.subjects
            or args.passive
            or not (sighting.kind == "verb" or verb.lemma_ == "be")
        ):
            return []
        alone = args.objects[0].kind != "pronoun"
        late = [m for m in args.objects[not alone :] if m.kind in ("name", "role")]
        apart = all(self.doc[m.head].dep_ == "conj" and self.doc[m.head].head == verb for m in late)
        if alone and (args.by_role or any(t.dep_ in ("dobj", "dative") for t in verb.children)):
            return []
        return late if apart else []

    def _possessor(self, noun: Token) -> list[Mention]:
        nouns = [noun]
        if (
            noun.dep_ == "pobj"
            and noun.head.lower_ == "of"
            and noun.head.head.lemma_.lower() in ("round", "series", "string", "flurry", "number", "couple", "spate")
        ):
            nouns.append(noun.head.head)
        owners = [c for n in nouns for c in n.children if c.dep_ == "poss"]
        whose = [a for o in owners if o.lower_ == "whose" and noun.head.dep_ == "relcl" for a in self.antecedents(noun.head)[:1]]
        return whose or [m for o in owners for m in self.mentions_of(o)]
