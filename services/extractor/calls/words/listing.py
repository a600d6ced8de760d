"""The mentions of a document by their place, and the lists they stand in ("Monti, Rajoy and the king of Jordan").

Lists are followed over commas, "and" and short asides, up to a mention that opens a clause of its own.
"""

from __future__ import annotations

from bisect import bisect_left

from services.extractor.calls.words.apposition import joined_behind_clause
from services.extractor.calls.words.list_gaps import is_aside, is_source, without_brackets
from services.extractor.calls.words.sighting import VERBAL
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Doc, Span, Token
from services.extractor.types import Entity, Mention

OFFICES = load_words("people.yml")["group_nouns"]
STATE_BY_STATE = {",", ";", "and", "as", "well", "also", "from", "with", "to", "by", "of", "that", "those", "the"}
LIST_WORDS = load_words("calls.yml")["list_words"]
REPEATED = {"twice", "thrice", "again", "once", "briefly"}
ASIDE = {"on", "at", "late", "early"} | REPEATED  # what may stand behind a name in a list
OWN = {"compound", "case", "amod", "nmod"}
SUBJECTS = ("nsubj", "nsubjpass", "csubj")


class Listing:
    """Looks up mentions and lists in one document. `covering`: the mention that stands at a token."""

    def __init__(self, doc: Doc, mentions: list[Mention]) -> None:
        self.doc = doc
        self.mentions = mentions
        self.starts = [m.start for m in mentions]  # mentions stand in the order of the text
        self.covering: dict[int, Mention] = {}
        for mention in mentions:
            for i in range(mention.start, mention.end):
                other = self.covering.get(i)
                if other is None or other.end - other.start < mention.end - mention.start or mention.head == i:
                    self.covering[i] = mention

    def in_span(self, span: Span) -> list[Mention]:
        """The mentions that begin in `span`."""
        return self.between(span.start, span.end)

    def between(self, start: int, end: int) -> list[Mention]:
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def mentions_of(self, token: Token) -> list[Mention]:
        """The mention at a token, with those listed after it."""
        mention = self.covering.get(token.i)
        if mention is None:
            for child in token.children:
                if child.dep_ in ("appos", "compound", "nmod") and child.i in self.covering and not self._is_far(token, child):
                    mention = self.covering[child.i]
        if mention is None:
            conjuncts = [self.covering[c.i] for c in token.conjuncts if c.i in self.covering]
            return self.expand(conjuncts[0]) if conjuncts else []
        if mention.kind == "group" and not mention.members:
            return self.apposed(mention) or [mention]
        parted = (self.covering.get(c.i) for c in self.doc[mention.head].children if c.dep_ == "nmod" and c.i < mention.start)
        if mention.kind == "name" and any(m is not None and m.kind == "name" and m is not mention for m in parted):
            return self.expand_left(mention)  # "reached Vicente Fox and Ricardo Lagos", where "Fox" hangs on "Lagos"
        return self.joined(mention)

    def joined(self, mention: Mention) -> list[Mention]:
        """A mention with those of its list, and with those whom the parse joins to it: "with X, whom he asked to Rome, and Y"."""
        listed = self.expand(mention)
        for other in self.doc[mention.head].conjuncts:
            joined = self.covering.get(other.i)
            if joined is not None and joined not in listed and other.i > mention.head and joined.kind in ("name", "role"):
                listed.append(joined)
        return listed

    def _is_far(self, token: Token, named: Token) -> bool:
        """Whether a verb stands between a word and what the parse takes for its other name."""
        return any(t.tag_ in ("VBD", "VBZ", "VBP") and t.lemma_ != "be" for t in self.doc[token.i + 1 : named.i])

    def apposed(self, group: Mention) -> list[Mention]:
        """The names behind "both his colleagues, … A and B", up to the next verb."""
        sent, found = self.doc[group.head].sent, list[Mention]()
        for mention in self.between(group.end, sent.end):
            if mention.kind in ("name", "role"):
                if self.opens_clause(mention) or any(t.pos_ in VERBAL for t in self.doc[group.end : mention.start]):
                    break
                found.append(mention)
        return found if len(found) > 1 else []

    def expand(self, mention: Mention) -> list[Mention]:
        """A mention with the members of the list that it opens."""
        out = [mention]
        following = self.between(mention.end, self.doc[mention.start].sent.end)
        end = mention.end
        states, placed = self._is_of_several(mention), False
        for other in following:
            if other.kind in ("place", "state") and self._is_bracketed(other):
                continue  # "Annan (UN) and Ivanov (Russia)"
            gap = without_brackets([t.lower_ for t in self.doc[end : self._begin(other, end)]])
            if gap == ["in"] and other.kind in ("place", "state") and mention.kind == "name" and self._goes_on(other):
                end, placed = other.end, True
                continue  # "Zarif in Tehran, Fabius in Paris and Westerwelle in Berlin"
            if other.start < end or (other.kind == "pronoun" and self._is_aside(other)):
                continue
            if "then" in (*gap, self.doc[other.start].lower_) and self._acts_next(other):
                break
            if (
                other.kind in ("place", "state")
                and mention.kind not in ("place", "state")
                and self.doc[other.start - 1].lower_ in ("in", "from", "at")
                and "and" in gap
            ):
                continue
            parted = states and gap and other.kind in ("place", "state") and all(w in STATE_BY_STATE for w in gap)
            if parted and ("of" in gap or self._is_followed_by_holder(other)):
                out.append(other)
                end = other.end  # "of Uruguay, Jose Mujica, and of Paraguay", "of Egypt, Sameh Shoukry; Turkey, Hakan Fidan"
                continue
            if states and gap == [","] and other.kind == "name" and out[-1].kind in ("place", "state"):
                out, end = [*out[:-1], other], other.end
                continue
            if self._dated(end, other.start) and not self.opens_clause(other) and not self._is_outside(mention, other, gap):
                out.append(other)
                end = other.end
                continue
            if (is_aside(gap) or is_source(gap)) and not self.opens_clause(other):
                out.append(other)
                end = other.end
                continue
            if (
                not gap
                or len(gap) > 5
                or not all(w in LIST_WORDS for w in gap)
                or not ({",", "and", ";", "&", "then"} & set(gap) or gap[:3] == ["as", "well", "as"])
                or (other.kind in ("place", "state") and mention.kind not in ("place", "state"))
            ):
                break
            if "with" in gap and "and" not in gap and self.doc[mention.start - 1].lower_ not in ("with", "to", "from"):
                break  # "X, with Y at his side, phoned Z"
            if gap[-1:] == [","] and "and" not in gap and not placed and not self._list_goes_on(other):
                break
            if ("and" in gap or ";" in gap) and (self.opens_clause(other) or self._acts_in_turn(other, out)):
                break
            out.append(other)
            end = other.end
        return out + [m for m in joined_behind_clause([self.doc[m.head] for m in out], self.covering) if m.start >= end]

    def _is_followed_by_holder(self, state: Mention) -> bool:
        """ "Turkey, Hakan Fidan": a state, and behind a comma who speaks for it."""
        behind = self.covering.get(state.end + 1) if self.doc[state.end : state.end + 1].text == "," else None
        return behind is not None and behind.kind == "name" and [e.country for e in behind.members] == [state.members[0].country]

    def _goes_on(self, place: Mention) -> bool:
        """Whether behind a place another name in its own place stands: "Zarif in Tehran, Fabius in Paris"."""
        doc, at = self.doc, place.end
        while at < len(doc) and doc[at].lower_ in (",", "and", ";"):
            at += 1
        other = self.covering.get(at) if at > place.end else None
        return other is not None and other.kind == "name" and doc[other.end : other.end + 1].text.lower() == "in"

    def _begin(self, mention: Mention, after: int) -> int:
        """Where the words for somebody begin, with those in front that belong to the first of two offices: "and Socialist Party
        leader and Prime Minister X"."""
        first = self.doc[mention.start]
        owned = mention.kind == "name" and self.doc[first.i - 1].dep_ in OWN
        edge = first.left_edge.i if owned else first.i
        return edge if edge > after else first.i

    def _is_aside(self, pronoun: Mention) -> bool:
        """ "Rutte and, after him, Poroshenko", "his deputy": a pronoun that is no member of the list."""
        return self.doc[pronoun.head].dep_ == "poss" or self.doc[pronoun.start - 1].lower_ in ("after", "before")

    def _is_bracketed(self, mention: Mention) -> bool:
        around = [t.text for t in (self.doc[mention.start - 1], *self.doc[mention.end : mention.end + 1])]
        return around == ["(", ")"]

    def _is_of_several(self, mention: Mention) -> bool:
        """Whether an office in the plural opens a list that goes on state by state: "the presidents of Argentina, X, of …"."""
        return any(t.lower_ in OFFICES for t in self.doc[mention.start : mention.end])

    def _dated(self, start: int, end: int) -> bool:
        """Whether only a day stands before the "and" of the next member: "phoned Putin on Monday and Hollande on Tuesday"."""
        gap = list(self.doc[start:end])
        rest = [t.lower_ for t in gap if t.ent_type_ not in ("DATE", "TIME") and t.lower_ not in ASIDE]
        if len(rest) > 1 and rest[-2] == "and" and rest[-1] in ("by", "with", "to", "from"):
            rest = rest[:-1]  # "by Putin at noon, and by Merkel"
        return rest in (["and"], [",", "and"], [","]) and any(t.ent_type_ in ("DATE", "TIME") or t.lower_ in REPEATED for t in gap)

    def _is_outside(self, mention: Mention, other: Mention, gap: list[str]) -> bool:
        """ "Thanked Modi, who had phoned him on Saturday, and the leaders of …": whether a comma ends the clause of `mention`."""
        clause = next((a for a in self.doc[mention.head].ancestors if a.dep_ == "relcl"), None)
        return clause is not None and "," in gap and clause not in self.doc[other.head].ancestors

    def _list_goes_on(self, mention: Mention) -> bool:
        """Behind "A, B": whether another comma or an "and" follows, as in a list of names."""
        tokens = [t.lower_ for t in self.doc[mention.end : mention.end + 2]]
        return bool(tokens) and (tokens[0] in (",", "and", ";", "&"))

    def opens_clause(self, mention: Mention) -> bool:
        """ "… with Putin, and Merkel said", "on Friday, Merkel's office said": the next name is, or owns, the subject of a verb."""
        head = self.doc[mention.head]
        while head.dep_ in ("poss", "compound", "appos") and head.head.i > (mention.start if head.dep_ == "appos" else head.i):
            head = head.head
        if head.dep_ == "pobj" and (verb := head.head.head).i > head.i and verb.pos_ in VERBAL and verb.lemma_ != "be":
            return True  # "took calls from A; with B he spoke on Sunday"
        return (
            head.dep_ in ("nsubj", "nsubjpass")
            and head.head.i > head.i
            and head.head.dep_ in ("conj", "ROOT", "parataxis")
            and not any(c.dep_ in SUBJECTS and c.i < head.i for c in head.head.children)
        )

    def _acts_in_turn(self, mention: Mention, listed: list[Mention]) -> bool:
        """ "X rang Y, and Y in his turn telephoned Z", "and he, Z": who is in a list already acts in the next clause."""
        if mention.kind == "pronoun":
            return self.doc[mention.head].lower_ in ("he", "she")
        return any(mention.members == m.members for m in listed)

    def _acts_next(self, mention: Mention) -> bool:
        """ "…, then Merkel flew to Paris": whether the next word is the verb of the mention."""
        following = self.doc[mention.end] if mention.end < len(self.doc) else None
        return following is not None and following.tag_ in ("VBD", "VBZ", "MD") and self.doc[mention.head].dep_ in SUBJECTS

    def expand_left(self, mention: Mention) -> list[Mention]:
        """A mention with the members of the list that it ends."""
        out = [mention]
        before = [m for m in self.between(self.doc[mention.start].sent.start, mention.start) if m.end <= mention.start]
        start = mention.start
        for other in reversed(before):
            gap = [t.lower_ for t in self.doc[other.end : start]]
            if not gap or not all(w in (",", "and") for w in gap) or ("and" not in gap and self._is_fronted(other, mention)):
                break
            out.insert(0, other)
            start = other.start
        return out

    def _is_fronted(self, other: Mention, mention: Mention) -> bool:
        """ "As a guest of Hollande, Macri spoke": whether a comma parts what was told first from who acts."""
        return self.doc[other.head].dep_ == "pobj" and self.doc[mention.head].dep_ in SUBJECTS


def members(mentions: list[Mention]) -> list[Entity]:
    """The entities of mentions, each once, in order."""
    return list({e.id: e for m in mentions for e in m.members}.values())
