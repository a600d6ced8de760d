"""Walks an article once and writes down every mention: names, roles, places for governments, pronouns, groups."""

from __future__ import annotations

from collections import Counter

from services.extractor.people.acting import is_one_of_two
from services.extractor.people.attention import Attention
from services.extractor.people.cast import LEADERS, Cast, Profile
from services.extractor.people.chunk import Chunk
from services.extractor.people.first_person import first_person, without_speaker
from services.extractor.people.holders import RoleLinker
from services.extractor.people.parsed_chunks import ParsedChunks
from services.extractor.people.roles import POSSESSIVES
from services.extractor.people.surroundings import Surroundings, names_outlet
from services.extractor.people.transcripts import Transcript
from services.extractor.rules.word_lists import load_words
from services.extractor.rules.words import Word
from services.extractor.tokens import Doc, Span, Token
from services.extractor.types import Document, Mention

HE, SHE, THEY = {"he", "him", "his", "himself"}, {"she", "her", "hers", "herself"}, {"they", "them", "both"}
PRONOUNS = HE | SHE | THEY
WORDS = load_words("people.yml")
GROUP_NOUNS = WORDS["group_nouns"]
UNCOUNTED = {"many", "numerous", "several", "various", "some", "dozens", "countless", "most"}  # leaders, whom the text leaves open
GROUP_DETERMINERS = {"the", "both", "two", "three", "four", "all", "these", "those", "five"}
RANKS = {"first", "second", "third", "fourth", "fifth", "last", "latest", "next", "only"}
QUOTES = ('"', "“", "”", "''", "``")
PEERS = {"colleagues", "counterparts"}  # of one organisation: each of a member, where "NATO and EU colleagues" are two
MEMBERS = {"allies", "capitals", "countries", "governments", "leaders", "member", "members", "nations", "partners", "states"}
LATER = 12  # sentences behind a pronoun within which a tale may name whom it means
VERBS_AFTER = WORDS["verbs_after"]


class Reader:
    """Walks the article once, linking roles and pronouns to those spoken of before."""

    def __init__(
        self, document: Document, doc: Doc, words: list[Word], chunks: list[Chunk], linked: dict[int, list[Profile]], cast: Cast
    ) -> None:
        self.document, self.doc, self.chunks, self.linked, self.cast = document, doc, chunks, linked, cast
        self.parsed = ParsedChunks(doc, document.sents, words, chunks)
        self.sent_of = self.parsed.sent_of
        self.attention = Attention(self.sent_of, Counter(p.entity.id for people in linked.values() for p in people))
        self.roles = RoleLinker(cast)
        self.mentions: list[Mention] = []
        self.transcript = Transcript(document, cast)
        self.surroundings = Surroundings(self.parsed, linked, self.mentions)

    def read(self) -> None:
        """Fills the mentions of the document, in text order."""
        places = self._places()
        for kind, _, n in sorted(places, key=lambda p: p[1]):
            if kind == "chunk":
                self._read_chunk(n)
            else:
                self._read_pronoun(self.doc[n])
        told = sorted(self.mentions, key=lambda m: (m.start, m.end))
        spoken = first_person(self.document.sents, told)
        spoken += self.transcript.find_spoken([*told, *spoken])
        told = without_speaker(told, spoken, self.doc) + spoken
        self.document.mentions = sorted(told, key=lambda m: (m.start, m.end))

    def _places(self) -> list[tuple[str, int, int]]:
        places: list[tuple[str, int, int]] = []
        taken: set[int] = set()
        for n, chunk in enumerate(self.chunks):
            span = self.parsed.span(chunk)
            if span is None:
                continue
            places.append(("chunk", span[0], n))
            determiner = chunk.determiner in POSSESSIVES if chunk.determiner else False
            taken.update(range(span[0] + (1 if determiner else 0), span[1]))
        for token in self.doc:
            if token.i not in taken and (token.lower_ in PRONOUNS or _is_group(self.doc, token) or is_one_of_two(token)):
                places.append(("pronoun", token.i, token.i))
        return places

    def _read_chunk(self, n: int) -> None:
        chunk = self.chunks[n]
        span = self.parsed.span(chunk)
        assert span is not None
        head = self.parsed.head(chunk, span)
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
        code = self._state_of_place(chunk)
        if code is None or names_outlet(self.doc, *span):
            return
        for office in sorted(offices - LEADERS):
            holder = self.cast.leader_of(code, office)
            if holder and office in holder.offices:
                self._mention(span, head, chunk.kind, [holder])
                return
        if offices & LEADERS or (chunk.match and chunk.match.of("seat") and not offices):
            self.surroundings.seats.add(span[0])
        end = span[1]
        if end >= len(self.doc) or not self._are_of_members(chunk, self.doc[end]):
            self._mention(span, head, chunk.kind, [self.cast.link_state(code)])

    def _are_of_members(self, chunk: Chunk, noun: Token) -> bool:
        """ "NATO leaders", "EU governments": those of its members, each for a state, and not the organisation."""
        led = (self.cast.gazetteer.territories[code].executive == "head_of_organisation" for code in chunk.codes)
        several = noun.lower_ in MEMBERS or (noun.lower_ in PEERS and len(chunk.codes) == 1)
        return several and all(led)

    def _state_of_place(self, chunk: Chunk) -> str | None:
        """The state that a name of several stands for: the one that is no more, the one whose leader the article tells, the home;
        a seat whose name many have ("State House") stands for none of the others."""
        past = [c for c in chunk.codes if self.cast.gazetteer.territories[c].until]
        told = [c for c in chunk.codes if self.cast.leader_of(c) is not None]
        shared = len(chunk.codes) > 1 and chunk.match is not None and bool(chunk.match.of("seat"))
        home = [c for c in chunk.codes if c == self.cast.home and shared]
        return next(iter([*past, *told, *home, *chunk.codes[: not shared]]), None)

    def _read_role(self, n: int, chunk: Chunk, span: tuple[int, int], head: Token) -> None:
        plural = head.tag_ in ("NNS", "NNPS") or chunk.determiner in ("two", "both", "three", "four")
        if not chunk.codes and plural:
            counted = not {t.lower_ for t in self.doc[max(0, span[0] - 2) : span[0]]} & UNCOUNTED
            if counted and not (chunk.offices and chunk.offices <= {"unofficial", "aide"}):  # "reporters" were on no line
                self._mention(span, head, "group", [])
            return
        ends = self.doc[span[1] - 1 : span[1] + 1] if chunk.codes and plural else ()
        if any(self._are_of_members(chunk, noun) for noun in (*ends, *([head] if head.lower_ in PEERS else []))):
            return
        if chunk.offices == {"honorific"} and self._is_attribute(self.doc[span[1] - 1]):
            return
        if _is_ranked(self.doc[span[0] : span[1]], head):
            return
        subject = self._owner(chunk, span, head) if chunk.kind == "counterpart" else None
        others = self.surroundings.beside(n, head) if not chunk.codes else frozenset[int]()
        theirs = self.surroundings.state_of_them(head) if chunk.determiner == "their" and not chunk.codes else None
        place = theirs or self._owner_state(chunk, span) or self.surroundings.place_telling(n, head)
        people = self.roles.link(chunk, subject, self.attention.salience(head), place, others, self.surroundings.seat_before(head))
        if people:
            self._mention(span, head, "role", people)

    def _owner_state(self, chunk: Chunk, span: tuple[int, int]) -> str | None:
        """The state of him whose minister "his foreign minister" is."""
        if chunk.kind != "role" or chunk.determiner not in ("his", "her"):
            return None
        owner = self._owner(chunk, span, self.doc[span[0]])
        return owner.entity.country if owner else None

    def _owner(self, chunk: Chunk, span: tuple[int, int], head: Token) -> Profile | None:
        """Whose minister or counterpart somebody is: "his" tells it, else who acts beside `head`."""
        if chunk.determiner not in ("his", "her"):
            return self.attention.antecedent(head, None)
        return self.attention.antecedent(self.doc[span[0]], "f" if chunk.determiner == "her" else "m")

    def _is_attribute(self, last: Token) -> bool:
        """Whether a title only qualifies the noun behind it ("the general command")."""
        behind = self.doc[last.i + 1] if last.i + 1 < len(self.doc) else None
        return last.dep_ in ("compound", "amod", "nmod") and behind is not None and behind.tag_ in ("NN", "NNS")

    def _read_demonym(self, chunk: Chunk, span: tuple[int, int], head: Token) -> None:
        """ "the Russian" for the Russian spoken of; "the British side" for the state."""
        behind = [t.lower_ for t in self.doc[span[1] : span[1] + 2]]
        following = next((w for w in behind if w not in QUOTES), "")
        if following in ("side", "government", "authorities", "presidency", "capital", "chancellery", "camp", "delegation"):
            self._mention((span[0], span[1] + 1), self.doc[span[1]], "state", [self.cast.link_state(chunk.codes[0])])
            return
        before = self.doc[span[0] - 1].lower_ if span[0] else ""
        if before == "the" and head.tag_ in ("NNPS", "NNS") and self._acts(head, following):
            self._mention((span[0] - 1, span[1]), head, "state", [self.cast.link_state(chunk.codes[0])])
            return
        nominal = head.tag_ not in ("NNPS", "NNS") and (
            head.dep_ in ("nsubj", "dobj", "pobj", "nsubjpass", "dative", "conj") or following in VERBS_AFTER
        )
        if before in ("the", "a") and nominal and (meant := self.cast.native_of(chunk.codes[0], self.attention.salience(head))):
            self._mention((span[0] - 1, span[1]), head, "role", [meant])

    def _acts(self, plural: Token, following: str) -> bool:
        """Whether "the Turks" stand in the sentence as a side: "asked the Turks", "it was the Turks who had asked"."""
        return plural.dep_ in ("nsubj", "pobj", "dobj", "nsubjpass") or (plural.dep_ == "attr" and following in ("who", "that"))

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
            while start and self.doc[start - 1].lower_ in GROUP_DETERMINERS | {"foreign", "prime", "other", "heads", "of", "each"}:
                start -= 1
            self.mentions.append(Mention(start, token.i + 1, token.i, "group"))
            return
        gender = "f" if word in SHE else "m"
        speaker = self.transcript.speaker_at(token.idx)
        if is_one_of_two(token):
            profile = self.attention.of_two(token)
        else:
            profile = self.attention.antecedent(token, gender, speaker) or self._named_later(token, gender)
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
            span = self.parsed.span(self.chunks[n])
            told = people[0].entity if people else None
            if told is None or span is None or span[0] < token.i or told.gender != gender:
                continue
            if token.dep_ == "nsubj" and token.head.is_ancestor(self.doc[span[0]]):
                continue  # "he has spoken to President Sisi"
            return people[0] if self.sent_of.get(span[0], 0) - here <= LATER and told.official else None
        return None


def _is_ranked(words: Span, head: Token) -> bool:
    """ "The third leader to hear from him": a place in an order, which somebody else in the sentence takes."""
    infinitive = any(c.dep_ in ("relcl", "acl") and any(g.tag_ == "TO" for g in c.children) for c in head.children)
    return infinitive and any(t.lower_ in RANKS for t in (*words, *head.lefts))


def _is_group(doc: Doc, token: Token) -> bool:
    if token.lower_ not in GROUP_NOUNS or (token.dep_ == "nummod" and token.head.i > token.i):
        return False
    if any(c.dep_ == "relcl" or (c.lower_ == "of" and c.dep_ == "prep") for c in token.children):
        return False
    before = doc[token.i - 1].lower_ if token.i else ""
    return before in GROUP_DETERMINERS or (
        token.i > 1
        and doc[token.i - 2].lower_ in GROUP_DETERMINERS
        and before in ("two", "three", "four", "foreign", "prime", "other", "more", "further")
    )
