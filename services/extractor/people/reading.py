"""Walks an article once and writes down every mention: names, roles, places for governments, pronouns, groups."""

from __future__ import annotations

from collections import Counter

from services.extractor.people.attention import Attention
from services.extractor.people.cast import LEADERS, Cast, Profile
from services.extractor.people.chunk import Chunk
from services.extractor.people.first_person import first_person
from services.extractor.people.holders import RoleLinker
from services.extractor.people.roles import POSSESSIVES
from services.extractor.rules.word_lists import load_words
from services.extractor.rules.words import Word
from services.extractor.tokens import Doc, Span, Token
from services.extractor.types import Document, Mention

HE, SHE, THEY = {"he", "him", "his", "himself"}, {"she", "her", "hers", "herself"}, {"they", "them", "both"}
WORDS = load_words("people.yml")
GROUP_NOUNS = WORDS["group_nouns"]
UNCOUNTED = {"many", "numerous", "several", "various", "some", "dozens", "countless", "most"}  # leaders, whom the text leaves open
GROUP_DETERMINERS = {"the", "both", "two", "three", "four", "all", "these", "those", "five"}
RANKS = {"first", "second", "third", "fourth", "fifth", "last", "latest", "next", "only"}
QUOTES = ('"', "“", "”", "''", "``")
LATER = 12  # sentences behind a pronoun within which a tale may name whom it means
SAYING = {"say", "announce", "confirm", "report", "add", "state", "note", "declare", "reveal"}
VERBS_AFTER = WORDS["verbs_after"]


class Reader:
    """Walks the article once, linking roles and pronouns to those spoken of before."""

    def __init__(
        self, document: Document, doc: Doc, words: list[Word], chunks: list[Chunk], linked: dict[int, list[Profile]], cast: Cast
    ) -> None:
        self.document, self.doc, self.words, self.chunks, self.linked, self.cast = document, doc, words, chunks, linked, cast
        self.sent_of = {t.i: n for n, s in enumerate(document.sents) for t in s}
        self.attention = Attention(self.sent_of, Counter(p.entity.id for people in linked.values() for p in people))
        self.roles = RoleLinker(cast)
        self.mentions: list[Mention] = []
        self.seats: set[int] = set()  # where the seats of leaders stand

    def read(self) -> None:
        """Fills the mentions of the document, in text order."""
        places = self._places()
        for kind, _, n in sorted(places, key=lambda p: p[1]):
            if kind == "chunk":
                self._read_chunk(n)
            else:
                self._read_pronoun(self.doc[n])
        told = sorted(self.mentions, key=lambda m: (m.start, m.end))
        told += first_person(self.document.sents, told)
        self.document.mentions = sorted(told, key=lambda m: (m.start, m.end))

    def _span(self, start: int, end: int) -> tuple[int, int] | None:
        span = self.doc.char_span(self.words[start].start, self.words[end - 1].end, alignment_mode="expand")
        return (span.start, span.end) if span is not None and len(span) else None

    def _places(self) -> list[tuple[str, int, int]]:
        places: list[tuple[str, int, int]] = []
        taken: set[int] = set()
        for n, chunk in enumerate(self.chunks):
            span = self._span(chunk.start, chunk.end)
            if span is None:
                continue
            places.append(("chunk", span[0], n))
            determiner = chunk.determiner in POSSESSIVES if chunk.determiner else False
            taken.update(range(span[0] + (1 if determiner else 0), span[1]))
        for token in self.doc:
            if token.i not in taken and (token.lower_ in HE | SHE | THEY or _is_group(self.doc, token)):
                places.append(("pronoun", token.i, token.i))
        return places

    def _read_chunk(self, n: int) -> None:
        chunk = self.chunks[n]
        span = self._span(chunk.start, chunk.end)
        assert span is not None
        head = self._head(chunk, span)
        if chunk.kind == "name":
            self._mention(span, head, "name", self.linked.get(n, []))
        elif chunk.kind in ("role", "counterpart"):
            self._read_role(n, chunk, span, head)
        elif chunk.kind == "demonym":
            self._read_demonym(chunk, span, head)
        else:
            self._read_place(chunk, span, head)

    def _read_place(self, chunk: Chunk, span: tuple[int, int], head: Token) -> None:
        """A state or its capital stands for the state; the seat of a minister ("the Pentagon") for the minister, where named."""
        offices = {e.office for e in chunk.match.of("seat") if e.office} if chunk.match else set()
        past = [c for c in chunk.codes if self.cast.gazetteer.territories[c].until]
        code = past[0] if past else max(chunk.codes, key=lambda c: self.cast.leader_of(c) is not None)
        for office in sorted(offices - LEADERS):
            holder = self.cast.leader_of(code, office)
            if holder and office in holder.offices:
                self._mention(span, head, chunk.kind, [holder])
                return
        if offices & LEADERS or (chunk.match and chunk.match.of("seat") and not offices):
            self.seats.add(span[0])
        self._mention(span, head, chunk.kind, [self.cast.link_state(code)])

    def _beside(self, n: int, head: Token) -> frozenset[int]:
        """Those whom the clause names as its object or behind "with" and the like, where chunk `n` with this head is its subject:
        "the President spoke with the President of Korea"."""
        if head.dep_ in ("pobj", "dobj"):
            return self._acting_on(head)
        if head.dep_ not in ("nsubj", "nsubjpass"):
            return frozenset()
        found = set[int]()
        for k in range(n + 1, min(n + 5, len(self.chunks))):
            people, span = self.linked.get(k, []), self._span(self.chunks[k].start, self.chunks[k].end)
            if not people or span is None or self.sent_of.get(span[0]) != self.sent_of.get(head.i):
                continue
            other = self._head(self.chunks[k], span)
            above = other.head if other.dep_ == "appos" else other
            above = above.head if above.dep_ == "pobj" else above
            verb = next((a for a in above.ancestors if a.dep_ not in ("prep", "pobj")), above.head)  # "spoke by telephone with"
            if verb == head.head and above.dep_ in ("prep", "dobj", "dative", "agent"):
                found |= {p.entity.id for p in people}
        return frozenset(found)

    def _acting_on(self, head: Token) -> frozenset[int]:
        """Those who act in the clause of an object: "X used a conversation with the premier" to speak to somebody else."""
        verb = next((a for a in head.ancestors if a.pos_ == "VERB"), None)
        subjects = {c.i for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")} if verb is not None else set[int]()
        return frozenset(e.id for m in self.mentions[-6:] if m.head in subjects and m.kind == "name" for e in m.members)

    def _read_role(self, n: int, chunk: Chunk, span: tuple[int, int], head: Token) -> None:
        plural = head.tag_ in ("NNS", "NNPS") or chunk.determiner in ("two", "both", "three", "four")
        if not chunk.codes and plural:
            if not {t.lower_ for t in self.doc[max(0, span[0] - 2) : span[0]]} & UNCOUNTED:
                self._mention(span, head, "group", [])
            return
        if chunk.offices == {"honorific"} and self._is_attribute(self.doc[span[1] - 1]):
            return
        if _is_ranked(self.doc[span[0] : span[1]], head):
            return
        subject = self.attention.antecedent(head, None) if chunk.kind == "counterpart" else None
        others = self._beside(n, head) if not chunk.codes else frozenset[int]()
        place = self._owner_state(chunk, span) or self._place_telling(n, head)
        people = self.roles.link(chunk, subject, self.attention.salience(head), place, others, self._seat_before(head))
        if people:
            self._mention(span, head, "role", people)

    def _owner_state(self, chunk: Chunk, span: tuple[int, int]) -> str | None:
        """The state of him whose minister "his foreign minister" is."""
        if chunk.kind != "role" or chunk.determiner not in ("his", "her"):
            return None
        owner = self.attention.antecedent(self.doc[span[0]], "f" if chunk.determiner == "her" else "m")
        return owner.entity.country if owner else None

    def _is_attribute(self, last: Token) -> bool:
        """Whether a title only qualifies the noun behind it ("the general command")."""
        behind = self.doc[last.i + 1] if last.i + 1 < len(self.doc) else None
        return last.dep_ in ("compound", "amod", "nmod") and behind is not None and behind.tag_ in ("NN", "NNS")

    def _read_demonym(self, chunk: Chunk, span: tuple[int, int], head: Token) -> None:
        """ "the Russian" for the Russian spoken of; "the British side" for the state."""
        following = self.doc[span[1]].lower_ if span[1] < len(self.doc) else ""
        if following in ("side", "government", "authorities", "presidency", "capital", "chancellery", "camp", "delegation"):
            self._mention((span[0], span[1] + 1), self.doc[span[1]], "state", [self.cast.link_state(chunk.codes[0])])
            return
        before = self.doc[span[0] - 1].lower_ if span[0] else ""
        if before == "the" and head.tag_ in ("NNPS", "NNS") and head.dep_ in ("nsubj", "pobj", "dobj", "nsubjpass"):
            self._mention((span[0] - 1, span[1]), head, "state", [self.cast.link_state(chunk.codes[0])])
            return
        nominal = head.tag_ not in ("NNPS", "NNS") and (
            head.dep_ in ("nsubj", "dobj", "pobj", "nsubjpass", "dative", "conj") or following in VERBS_AFTER
        )
        if before in ("the", "a") and nominal and (leader := self.cast.leader_of(chunk.codes[0])):
            self._mention((span[0] - 1, span[1]), head, "role", [leader])

    def _head(self, chunk: Chunk, span: tuple[int, int]) -> Token:
        core = (chunk.name_start, chunk.name_end) if chunk.kind == "name" else (chunk.start, chunk.end)
        inner = self._span(*core) or span
        root = self.doc[inner[0] : inner[1]].root
        if root.pos_ == "VERB":  # "Prime Minister Modi", the name taken for a verb
            title = self.doc[span[0] : span[1]]
            return next((t for t in title if t.pos_ in ("NOUN", "PROPN") and t.head.i not in range(*span)), root)
        return root.head if root.dep_ == "conj" and span[0] <= root.head.i < inner[0] else root  # "Deputy Premier and Minister X"

    def _mention(self, span: tuple[int, int], head: Token, kind: str, people: list[Profile]) -> None:
        if not people and kind != "group":
            return
        self.mentions.append(Mention(span[0], span[1], head.i, kind, [p.entity for p in people]))
        for profile in people:
            profile.last_seen, profile.count = span[0], profile.count + 1
            if profile.entity.kind != "state" and (len(people) == 1 or profile.entity.name):
                self.attention.add(span[0], profile, head)

    def _read_pronoun(self, token: Token) -> None:
        word = token.lower_
        if word in THEY or word in GROUP_NOUNS:
            start = token.i
            while start and self.doc[start - 1].lower_ in GROUP_DETERMINERS | {"foreign", "prime", "other", "heads", "of"}:
                start -= 1
            self.mentions.append(Mention(start, token.i + 1, token.i, "group"))
            return
        gender = "f" if word in SHE else "m"
        profile = self.attention.antecedent(token, gender) or self._named_later(token, gender)
        if profile:
            self.mentions.append(Mention(token.i, token.i + 1, token.i, "pronoun", [profile.entity]))
            self.attention.add(token.i, profile, token)
            profile.last_seen = token.i

    def _named_later(self, token: Token, gender: str) -> Profile | None:
        """ "She is back at the palace, and they tell her … Cristina Fernández promised": the one whom a tale names behind the
        pronoun that opens it, where it has spoken of nobody else for whom the pronoun could stand."""
        quoted = sum(t.text in QUOTES for t in self.doc[token.sent.start : token.i]) % 2 == 1
        if quoted or self.attention.could_mean(gender, token):
            return None
        here = self.sent_of.get(token.i, 0)
        for n, people in sorted(self.linked.items()):
            span = self._span(self.chunks[n].start, self.chunks[n].end)
            told = people[0].entity if people else None
            if told is None or span is None or span[0] < token.i or told.gender != gender:
                continue
            return people[0] if self.sent_of.get(span[0], 0) - here <= LATER and told.official else None
        return None

    def _place_telling(self, n: int, head: Token) -> str | None:
        """The state whose seat, capital or spokesman tells what chunk `n` with this head did."""
        return self._place_before(head) or self._place_behind(n, head)

    def _place_behind(self, n: int, head: Token) -> str | None:
        """The state whose seat or spokesman is the source behind the clause ("…, the White House press secretary said")."""
        saying = head.head.head if head.dep_ in ("nsubj", "nsubjpass") else head
        if saying.lemma_ not in SAYING:
            return None
        for chunk in self.chunks[n + 1 :]:
            span = self._span(chunk.start, chunk.end)
            if span is None or self.sent_of.get(span[0]) != self.sent_of.get(head.i):
                return None
            telling = self._head(chunk, span)
            telling = telling if telling.dep_ == "nsubj" else telling.head
            speaks = chunk.kind == "place" or (chunk.kind == "role" and chunk.offices <= {"unofficial", "aide"})
            if speaks and len(chunk.codes) == 1 and telling.dep_ == "nsubj" and telling.head == saying:
                return chunk.codes[0]
        return None

    def _place_before(self, token: Token) -> str | None:
        """The state whose seat or capital speaks in this sentence before `token` ("Downing Street said the Prime Minister …")."""
        sent = self.sent_of.get(token.i)
        places = [m for m in self.mentions[-4:] if m.kind == "place" and m.start < token.i and self.sent_of.get(m.start) == sent]
        says = [m for m in places if self.doc[m.head].dep_ == "nsubj" and self.doc[m.head].head.lemma_ in SAYING]
        return says[-1].members[0].country if says else None

    def _seat_before(self, token: Token) -> str | None:
        """The state whose seat of power stands in the sentence before ("The White House counts votes. The President …")."""
        here = self.sent_of.get(token.i, 0)
        seats = [m for m in self.mentions[-3:] if m.start in self.seats and 0 <= here - self.sent_of.get(m.start, 0) <= 1]
        return seats[-1].members[0].country if seats else None


def _is_ranked(words: Span, head: Token) -> bool:
    """ "The third leader to hear from him": a place in an order, which somebody else in the sentence takes."""
    infinitive = any(c.dep_ in ("relcl", "acl") and any(g.tag_ == "TO" for g in c.children) for c in head.children)
    return infinitive and any(t.lower_ in RANKS for t in words)


def _is_group(doc: Doc, token: Token) -> bool:
    if token.lower_ not in GROUP_NOUNS:
        return False
    if any(c.dep_ == "relcl" or (c.lower_ == "of" and c.dep_ == "prep") for c in token.children):
        return False
    before = doc[token.i - 1].lower_ if token.i else ""
    return before in GROUP_DETERMINERS or (
        token.i > 1
        and doc[token.i - 2].lower_ in GROUP_DETERMINERS
        and before in ("two", "three", "four", "foreign", "prime", "other", "more", "further")
    )
