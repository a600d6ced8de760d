"""Finds who stands around a cue: the subject of its verb, and the people behind "with", "to", "from", "between", "by".

Reads syntax and the document's mentions; where the parse leaves a gap, the order of words decides. Lists ("Monti, Rajoy and the
king of Jordan") are followed over commas and "and".
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from services.extractor.calls.cues import VERBAL, Sighting
from services.extractor.rules.word_lists import load_words
from services.extractor.types import Entity, Mention

WORDS = load_words("calls.yml")
LIST_WORDS = WORDS["list_words"]
ADJACENT = (LIST_WORDS | {"up", "back", "again", "first", "president", "prime", "minister", "mr"}) - {"with", "to", "by"}
SUBJECTS = ("nsubj", "nsubjpass", "csubj")
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


@dataclass
class Arguments:
    """Mentions by their part in the clause. `subjects` are those who act (or, in a passive, are acted on)."""

    subjects: list[Mention] = field(default_factory=list)
    objects: list[Mention] = field(default_factory=list)
    by_role: dict[str, list[Mention]] = field(default_factory=dict)
    possessor: list[Mention] = field(default_factory=list)
    passive: bool = False

    def role(self, *names: str) -> list[Mention]:
        return [m for n in names for m in self.by_role.get(n, [])]


class ArgumentFinder:
    """Looks up arguments in one document."""

    def __init__(self, doc: Doc, mentions: list[Mention]) -> None:
        self.doc = doc
        self.mentions = mentions
        self.covering: dict[int, Mention] = {}
        for mention in mentions:
            for i in range(mention.start, mention.end):
                other = self.covering.get(i)
                if other is None or other.end - other.start < mention.end - mention.start or mention.head == i:
                    self.covering[i] = mention

    def in_span(self, span: Span) -> list[Mention]:
        return [m for m in self.mentions if span.start <= m.start < span.end]

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
            args.subjects = self._subjects(verb, sighting)
            args.objects = self._objects(verb, sighting)
        else:
            left = [
                m
                for m in self.mentions
                if sighting.head.sent.start <= m.start
                and m.end <= sighting.head.i
                and m.kind in ("name", "role", "pronoun", "group")
            ]
            args.subjects = self._expand_left(left[-1]) if left else []
        args.possessor = self._possessor(sighting.head) if sighting.kind in ("noun", "reference") else []
        self._prepositional(sighting, args)
        taken = {id(m) for m in args.subjects}
        args.objects = [m for m in args.objects if id(m) not in taken]
        return args

    # -- subjects ------------------------------------------------------------------------------------------------------------

    def _subjects(self, verb: Token, sighting: Sighting) -> list[Mention]:
        current, hops = verb, 0
        while hops < 5:
            subjects = [c for c in current.children if c.dep_ in SUBJECTS and c != sighting.head]
            for child in sorted(subjects, key=lambda c: c.i not in self.covering):
                found = self._mentions_of(child)
                if found:
                    return found
                if child.lower_ in ("who", "which", "that") and current.dep_ == "relcl":
                    return self.antecedents(current)
                if hops == 0 and child.lower_ not in ("it", "there", "which", "that", "who"):
                    return self._inside(child)
            if current.dep_ == "relcl":
                return self.antecedents(current)
            if current.dep_ in ("xcomp", "conj", "advcl", "pcomp", "ccomp", "acl", "prep", "pobj", "dobj", "parataxis", "dep"):
                if current.dep_ == "acl" and current.head.pos_ not in VERBAL:
                    found = self._mentions_of(current.head) or self._identified(current.head)
                    if found or current.head.head.lemma_ != "be":
                        return found
                current = current.head
                hops += 1
                continue
            break
        return self._before(verb, min(verb.i, sighting.head.i))

    def _identified(self, noun: Token) -> list[Mention]:
        """ "The latest to call him were A and B": those whom a noun or ranking word is said to be."""
        verb = noun.head
        if verb.lemma_ != "be":
            return []
        found = [m for m in self.mentions if verb.i < m.start < verb.sent.end and m.kind in ("name", "role")]
        return self._expand(found[0]) if found and found[0].start - verb.i <= 3 else []

    def antecedents(self, verb: Token) -> list[Mention]:
        """The people that a relative clause says something of."""
        found = self._mentions_of(verb.head)
        if found:
            return found
        left = [m for m in self.mentions if m.end <= verb.i and self.doc[m.start].sent == verb.sent and m.kind != "place"]
        return left[-1:] if left else []

    def _before(self, verb: Token, limit: int) -> list[Mention]:
        """The last mention in front of the verb in its sentence, where syntax names no subject."""
        left = [m for m in self.mentions if verb.sent.start <= m.start and m.end <= limit]
        left = [m for m in left if m.kind in ("name", "role", "pronoun", "group")]
        return self._expand_left(left[-1]) if left else []

    def _inside(self, token: Token) -> list[Mention]:
        """The people inside a subject phrase that is no mention itself ("talks between A and B")."""
        return (
            [m for m in self.mentions if any(m.head == t.i for t in token.subtree)][:4]
            if token.pos_ == "NOUN" and token.lemma_ in ("call", "conversation", "talk")
            else []
        )

    # -- objects -------------------------------------------------------------------------------------------------------------

    def _objects(self, verb: Token, sighting: Sighting) -> list[Mention]:
        found: list[Mention] = []
        if verb.dep_ == "relcl" and any(c.lower_ == "whom" for c in verb.children):
            return [m for a in self.antecedents(verb) for m in self._expand_left(a)]
        for child in verb.children:
            if (
                (
                    child.dep_ in ("dobj", "dative", "oprd", "nsubjpass")
                    or (sighting.kind == "verb" and child.dep_ in ("attr", "appos", "ccomp") and child.i in self.covering)
                )
                and child != sighting.head
                and child.i > verb.i
            ):
                found += self._mentions_of(child)
        if not found and sighting.kind == "verb":
            found = self._purpose_objects(verb)
        if not found and sighting.kind == "verb" and verb.i + 1 < len(self.doc):
            following = [m for m in self.mentions if verb.i < m.start <= verb.i + 4 and m.start < verb.sent.end]
            between = [t.lower_ for t in self.doc[verb.i + 1 : following[0].start]] if following else []
            if following and all(w in ADJACENT for w in between):
                found = self._expand(following[0])
        return found

    def _purpose_objects(self, verb: Token) -> list[Mention]:
        """ "called on Friday to congratulate her": the object of the purpose is who was called."""
        for clause in verb.children:
            if clause.dep_ in ("xcomp", "advcl", "ccomp", "conj") and any(c.tag_ == "TO" for c in clause.children):
                for child in clause.children:
                    if child.dep_ in ("dobj", "dative") and child.i in self.covering:
                        return self._mentions_of(child)
        return []

    # -- prepositions --------------------------------------------------------------------------------------------------------

    def _prepositional(self, sighting: Sighting, args: Arguments) -> None:
        sent = sighting.head.sent
        anchors = self._anchors(sighting)
        for mention in self.in_span(sent):
            if mention.kind == "pronoun" and self.doc[mention.head].dep_ == "poss":
                continue
            k = mention.start - 1
            while k >= sent.start and self.doc[k].lower_ in (
                "the",
                "both",
                "his",
                "her",
                "its",
                "their",
                '"',
                "“",
                "a",
                "each",
                "first",
                "separately",
                "also",
                "respectively",
                "brother",
                "friend",
                "colleague",
                ",",
            ):
                k -= 1
            if k < sent.start or self.doc[k].lower_ not in ROLES:
                continue
            prep = self.doc[k]
            if prep.lower_ == "and" or not (
                self._attached(prep, anchors, sighting) or (prep.lower_ in ("including", "among") and prep.i > sighting.head.i)
            ):
                continue
            role = ROLES[prep.lower_]
            if role == "of" and prep.head != sighting.head:
                continue
            args.by_role.setdefault(role, [])
            args.by_role[role] += [m for m in self._expand(mention) if m not in args.by_role[role]]

    def _anchors(self, sighting: Sighting) -> set[int]:
        anchors = {sighting.head.i}
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
                if g.dep_ == "pobj"
                and g.lemma_.lower()
                in (
                    "phone",
                    "telephone",
                    "line",
                    "link",
                    "call",
                    "conversation",
                    "videoconference",
                    "contact",
                    "touch",
                    "video",
                    "conference",
                    "series",
                    "round",
                )
            }
        head = sighting.head
        while head.dep_ in ("pobj", "prep", "compound", "conj", "appos") and head.head != head:
            head = head.head
            anchors.add(head.i)
        return anchors

    def _attached(self, prep: Token, anchors: set[int], sighting: Sighting) -> bool:
        if prep.head.i in anchors or any(a.i in anchors for a in list(prep.ancestors)[:2]):
            return prep.head.i in anchors or prep.lower_ not in ("by", "of", "in", "on", "at", "for")
        gap = self.doc[sighting.head.i + 1 : prep.i]
        return (
            0 <= prep.i - sighting.head.i <= 9
            and prep.lower_ in ("with", "to", "from", "between")
            and not any(t.pos_ in VERBAL and t.dep_ not in ("aux", "auxpass", "amod") for t in gap)
        )

    def _possessor(self, noun: Token) -> list[Mention]:
        nouns = [noun]
        if (
            noun.dep_ == "pobj"
            and noun.head.lower_ == "of"
            and noun.head.head.lemma_.lower() in ("round", "series", "string", "flurry", "number", "couple", "spate")
        ):
            nouns.append(noun.head.head)
        owners = [c for n in nouns for c in n.children if c.dep_ == "poss"]
        return [m for o in owners for m in self._mentions_of(o)]

    # -- lists ---------------------------------------------------------------------------------------------------------------

    def _mentions_of(self, token: Token) -> list[Mention]:
        """The mention at a token, with those listed after it."""
        mention = self.covering.get(token.i)
        if mention is None:
            for child in token.children:
                if child.dep_ in ("appos", "compound", "poss", "nmod") and child.i in self.covering and child.dep_ != "poss":
                    mention = self.covering[child.i]
        if mention is None:
            conjuncts = [self.covering[c.i] for c in token.conjuncts if c.i in self.covering]
            return self._expand(conjuncts[0]) if conjuncts else []
        if mention.kind == "group" and not mention.members:
            return self._apposed(mention) or [mention]
        listed = self._expand(mention)
        for other in self.doc[mention.head].conjuncts:
            joined = self.covering.get(other.i)
            if joined is not None and joined not in listed and other.i > mention.head and joined.kind in ("name", "role"):
                listed.append(joined)
        return listed

    def _apposed(self, group: Mention) -> list[Mention]:
        """The names behind "both his colleagues, … A and B", up to the next verb."""
        sent, found = self.doc[group.head].sent, list[Mention]()
        for mention in self.mentions:
            if group.end <= mention.start < sent.end and mention.kind in ("name", "role"):
                if any(t.pos_ in VERBAL for t in self.doc[group.end : mention.start]):
                    break
                found.append(mention)
        return found if len(found) > 1 else []

    def _expand(self, mention: Mention) -> list[Mention]:
        """A mention with the members of the list that it opens."""
        out = [mention]
        following = [m for m in self.mentions if m.start >= mention.end and self.doc[m.start].sent == self.doc[mention.start].sent]
        end = mention.end
        for other in following:
            gap = [t.lower_ for t in self.doc[end : other.start]]
            if other.start < end or (other.kind == "pronoun" and self.doc[other.head].dep_ == "poss"):
                continue
            if (
                other.kind in ("place", "state")
                and mention.kind not in ("place", "state")
                and self.doc[other.start - 1].lower_ in ("in", "from", "at")
                and "and" in gap
            ):
                continue
            if self._dated(end, other.start) and not self._opens_clause(other):
                out.append(other)
                end = other.end
                continue
            if self._aside(gap) and not self._opens_clause(other):
                out.append(other)
                end = other.end
                continue
            if (
                not gap
                or len(gap) > 5
                or not all(w in LIST_WORDS for w in gap)
                or not ({",", "and", ";", "&", "then"} & set(gap))
                or (other.kind in ("place", "state") and mention.kind not in ("place", "state"))
            ):
                break
            if "with" in gap and "," not in gap and "and" not in gap:
                break
            if gap[-1:] == [","] and "and" not in gap and not self._list_goes_on(other):
                break
            if "and" in gap and self._opens_clause(other):
                break
            out.append(other)
            end = other.end
        return out

    def _dated(self, start: int, end: int) -> bool:
        """Whether only a day stands before the "and" of the next member: "phoned Putin on Monday and Hollande on Tuesday"."""
        gap = list(self.doc[start:end])
        rest = [t.lower_ for t in gap if t.ent_type_ not in ("DATE", "TIME") and t.lower_ not in ("on", "at", "late", "early")]
        return rest in (["and"], [",", "and"], [","]) and len(rest) < len(gap)

    def _aside(self, gap: list[str]) -> bool:
        """Whether the last member of a list stands behind an aside: "…, and then, for 20 minutes, Suharto"."""
        start = next((i for i, w in enumerate(gap[:3]) if w == "and"), None)
        end = gap[:-1] if gap[-1:] in (["with"], ["to"]) else gap
        if start is None or not end or end[-1] != "," or len(gap) > 16:
            return False
        inner = end[start + 1 : -1]
        inner = inner[1:] if inner[:1] == ["then"] else inner
        return inner[:1] == [","] and "," not in inner[1:]

    def _list_goes_on(self, mention: Mention) -> bool:
        """Behind "A, B": whether another comma or an "and" follows, as in a list of names."""
        tokens = [t.lower_ for t in self.doc[mention.end : mention.end + 2]]
        return bool(tokens) and (tokens[0] in (",", "and", ";", "&"))

    def _opens_clause(self, mention: Mention) -> bool:
        """ "… with Putin, and Merkel said": the next name is the subject of a verb of its own."""
        head = self.doc[mention.head]
        return (
            head.dep_ in ("nsubj", "nsubjpass")
            and head.head.i > head.i
            and head.head.dep_ in ("conj", "ROOT", "parataxis")
            and not any(c.dep_ in SUBJECTS and c.i < head.i for c in head.head.children)
        )

    def _expand_left(self, mention: Mention) -> list[Mention]:
        out = [mention]
        before = [m for m in self.mentions if m.end <= mention.start and self.doc[m.start].sent == self.doc[mention.start].sent]
        start = mention.start
        for other in reversed(before):
            gap = [t.lower_ for t in self.doc[other.end : start]]
            if not gap or not all(w in (",", "and") for w in gap):
                break
            out.insert(0, other)
            start = other.start
        return out


def members(mentions: list[Mention]) -> list[Entity]:
    """The entities of mentions, each once, in order."""
    return list({e.id: e for m in mentions for e in m.members}.values())
