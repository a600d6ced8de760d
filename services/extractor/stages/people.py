"""Finds everybody the article speaks of, and every mention of them.

Reads `doc`, `sents`, `published`; sets `entities` and `mentions` (names, roles, states, pronouns, groups, in text order). Mentions
of groups ("the two leaders", "they") keep no members: who is meant depends on the call, which the next stage reads.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from spacy.tokens import Doc, Span, Token

from services.extractor.page.datelines import DATELINE
from services.extractor.people.chunk import Chunk
from services.extractor.people.chunks import Chunker
from services.extractor.people.dating import likely_day
from services.extractor.people.first_person import first_person
from services.extractor.people.linking import LEADERS, Linker, Profile
from services.extractor.people.roles import POSSESSIVES
from services.extractor.people.tape import Tape
from services.extractor.rules.gazetteer import Gazetteer
from services.extractor.rules.word_lists import load_words
from services.extractor.rules.words import Word, find_words
from services.extractor.types import Document, Mention

HE, SHE, THEY = {"he", "him", "his", "himself"}, {"she", "her", "hers", "herself"}, {"they", "them", "both"}
WORDS = load_words("people.yml")
GROUP_NOUNS = WORDS["group_nouns"]
GROUP_DETERMINERS = {"the", "both", "two", "three", "four", "all", "these", "those", "five"}


def run(document: Document, gazetteer: Gazetteer) -> None:
    """Sets `entities` and `mentions` of `document`."""
    doc = document.doc
    assert doc is not None
    words = find_words(doc.text)
    names = [span for e in doc.ents if e.label_ == "PERSON" and (span := _name_span(e))]
    chunks = Chunker(Tape(gazetteer, doc.text, words, names)).find()
    day = document.published or _day_of(chunks, gazetteer)
    for chunk in chunks:
        chunk.codes = [c for c in chunk.codes if gazetteer.exists(c, day)] or (chunk.codes if chunk.kind == "state" else [])
    chunks = [c for c in chunks if c.codes or c.kind in ("name", "role", "counterpart")]
    home = _dateline_state(document, gazetteer)
    linker = Linker(gazetteer, words, day, home or _home(chunks, words), home is not None, document.published is not None)
    linked = linker.link_names(chunks)
    Reader(document, doc, words, chunks, linked, linker).read()
    _settle(linker)
    for profile in linker.profiles:
        profile.entity.offices = frozenset(profile.offices)
    document.entities = [p.entity for p in linker.profiles]


def _name_span(entity: Span) -> tuple[int, int] | None:
    """The characters of a name that the model found, without verbs and the like in front ("Bring Kurti")."""
    tokens = list(entity)
    while tokens and tokens[0].pos_ != "PROPN":
        tokens = tokens[1:]
    return (tokens[0].idx, entity.end_char) if tokens else None


def _day_of(chunks: list[Chunk], gazetteer: Gazetteer) -> date | None:
    people = {e.person for c in chunks if c.kind == "name" and c.match for e in c.match.of("person") if e.person}
    return likely_day([gazetteer.people[name] for name in sorted(people)])


def _dateline_state(document: Document, gazetteer: Gazetteer) -> str | None:
    """The state of the place in the article's dateline ("ISLAMABAD, March 3 (Reuters) -")."""
    for block in document.blocks:
        match = DATELINE.match(document.text[block.start : block.end]) if block.kind == "body" else None
        if match:
            words = find_words(match.group())
            found = [e.code for m in gazetteer.find(match.group().title(), words) for e in m.of("capital", "state") if e.code]
            return next((c for c in found if gazetteer.exists(c, document.published)), None)
    return None


def _home(chunks: list[Chunk], words: list[Word]) -> str | None:
    """The state the article is written in: that of a dateline or else the one named most."""
    counts: Counter[str] = Counter()
    for chunk in chunks:
        if len(chunk.codes) == 1:
            counts[chunk.codes[0]] += 3 if words[chunk.start].start < 120 else 1
    return counts.most_common(1)[0][0] if counts else None


def _settle(linker: Linker) -> None:
    """People with an office but no state told speak for the home state."""
    for profile in linker.profiles:
        entity = profile.entity
        if entity.kind == "person" and entity.country is None and entity.official:
            entity.country = linker.home


SAYING = {"say", "announce", "confirm", "report", "add", "state", "note", "declare", "reveal"}
PROTAGONIST = 0.12  # how much each time that somebody is named weighs for whom a pronoun stands
VERBS_AFTER = WORDS["verbs_after"]


class Reader:
    """Walks the article once, linking roles and pronouns to those spoken of before."""

    def __init__(
        self, document: Document, doc: Doc, words: list[Word], chunks: list[Chunk], linked: dict[int, list[Profile]], linker: Linker
    ) -> None:
        self.document, self.doc, self.words, self.chunks, self.linked, self.linker = document, doc, words, chunks, linked, linker
        self.sent_of = {t.i: n for n, s in enumerate(document.sents) for t in s}
        self.seen: list[tuple[int, Profile, Token]] = []
        self.named = Counter(p.entity.id for people in linked.values() for p in people)
        self.mentions: list[Mention] = []

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
            if token.i not in taken and (token.lower_ in HE | SHE | THEY or self._is_group(token)):
                places.append(("pronoun", token.i, token.i))
        return places

    def _span(self, start: int, end: int) -> tuple[int, int] | None:
        span = self.doc.char_span(self.words[start].start, self.words[end - 1].end, alignment_mode="expand")
        return (span.start, span.end) if span is not None and len(span) else None

    def _is_group(self, token: Token) -> bool:
        if token.lower_ not in GROUP_NOUNS:
            return False
        if any(c.dep_ == "relcl" or (c.lower_ == "of" and c.dep_ == "prep") for c in token.children):
            return False
        before = self.doc[token.i - 1].lower_ if token.i else ""
        return before in GROUP_DETERMINERS or (
            token.i > 1
            and self.doc[token.i - 2].lower_ in GROUP_DETERMINERS
            and before in ("two", "three", "four", "foreign", "prime", "other", "more", "further")
        )

    def _read_chunk(self, n: int) -> None:
        chunk = self.chunks[n]
        span = self._span(chunk.start, chunk.end)
        assert span is not None
        head = self._head(chunk, span)
        if chunk.kind == "name":
            self._mention(span, head, "name", self.linked.get(n, []))
        elif chunk.kind in ("role", "counterpart"):
            self._read_role(chunk, span, head)
        elif chunk.kind == "demonym":
            self._read_demonym(chunk, span, head)
        else:
            self._read_place(chunk, span, head)

    def _read_place(self, chunk: Chunk, span: tuple[int, int], head: Token) -> None:
        """A state or its capital stands for the state; the seat of a minister ("the Pentagon") for the minister, where named."""
        offices = {e.office for e in chunk.match.of("seat") if e.office} if chunk.match else set()
        past = [c for c in chunk.codes if self.linker.gazetteer.territories[c].until]
        code = past[0] if past else max(chunk.codes, key=lambda c: self.linker.leader_of(c) is not None)
        for office in sorted(offices - LEADERS):
            holder = self.linker.leader_of(code, office)
            if holder and office in holder.offices:
                self._mention(span, head, chunk.kind, [holder])
                return
        self._mention(span, head, chunk.kind, [self.linker.link_state(code)])

    def _read_role(self, chunk: Chunk, span: tuple[int, int], head: Token) -> None:
        plural = head.tag_ in ("NNS", "NNPS") or chunk.determiner in ("two", "both", "three", "four")
        if not chunk.codes and plural:
            self._mention(span, head, "group", [])
            return
        subject = self._antecedent(head, None) if chunk.kind == "counterpart" else None
        people = self.linker.link_role(chunk, subject, self._salience(head), self._place_before(head))
        if people:
            self._mention(span, head, "role", people)

    def _read_demonym(self, chunk: Chunk, span: tuple[int, int], head: Token) -> None:
        """ "the Russian" for the Russian spoken of; "the British side" for the state."""
        following = self.doc[span[1]].lower_ if span[1] < len(self.doc) else ""
        if following in ("side", "government", "authorities", "presidency", "capital", "chancellery", "camp", "delegation"):
            self._mention((span[0], span[1] + 1), self.doc[span[1]], "state", [self.linker.link_state(chunk.codes[0])])
            return
        before = self.doc[span[0] - 1].lower_ if span[0] else ""
        if before == "the" and head.tag_ in ("NNPS", "NNS") and head.dep_ in ("nsubj", "pobj", "dobj", "nsubjpass"):
            self._mention((span[0] - 1, span[1]), head, "state", [self.linker.link_state(chunk.codes[0])])
            return
        nominal = head.tag_ not in ("NNPS", "NNS") and (
            head.dep_ in ("nsubj", "dobj", "pobj", "nsubjpass", "dative", "conj") or following in VERBS_AFTER
        )
        if before in ("the", "a") and nominal and (leader := self.linker.leader_of(chunk.codes[0])):
            self._mention((span[0] - 1, span[1]), head, "role", [leader])

    def _head(self, chunk: Chunk, span: tuple[int, int]) -> Token:
        core = (chunk.name_start, chunk.name_end) if chunk.kind == "name" else (chunk.start, chunk.end)
        inner = self._span(*core) or span
        tokens = self.doc[inner[0] : inner[1]]
        return tokens.root

    def _mention(self, span: tuple[int, int], head: Token, kind: str, people: list[Profile]) -> None:
        if not people and kind != "group":
            return
        self.mentions.append(Mention(span[0], span[1], head.i, kind, [p.entity for p in people]))
        for profile in people:
            profile.last_seen, profile.count = span[0], profile.count + 1
            if profile.entity.kind != "state":
                self.seen.append((span[0], profile, head))

    def _read_pronoun(self, token: Token) -> None:
        word = token.lower_
        if word in THEY or word in GROUP_NOUNS:
            start = token.i
            while start and self.doc[start - 1].lower_ in GROUP_DETERMINERS | {"foreign", "prime", "other", "heads", "of"}:
                start -= 1
            self.mentions.append(Mention(start, token.i + 1, token.i, "group"))
            return
        profile = self._antecedent(token, "f" if word in SHE else "m")
        if profile:
            self.mentions.append(Mention(token.i, token.i + 1, token.i, "pronoun", [profile.entity]))
            self.seen.append((token.i, profile, token))
            profile.last_seen = token.i

    def _antecedent(self, token: Token, gender: str | None) -> Profile | None:
        """Who a pronoun stands for: the subject of this sentence or the one before, else whoever was named last."""
        here = self.sent_of.get(token.i, 0)
        best: tuple[float, int] | None = None
        chosen: Profile | None = None
        for place, profile, head in self.seen[-40:]:
            distance = here - self.sent_of.get(place, 0)
            if place >= token.i or distance > 3 or not self._agrees(profile, gender):
                continue
            if distance == 0 and self._same_clause_subject(head, token):
                continue
            known = 0.4 if gender and profile.entity.gender == gender else 0.0 if profile.entity.country else -1.5
            known += PROTAGONIST * min(self.named[profile.entity.id], 6)
            score = (
                3.0
                - distance
                + known
                + (0.9 if head.dep_ in ("nsubj", "nsubjpass") else 0.0)
                + (0.3 if profile.entity.official else 0.0)
            )
            if distance == 0 and token.dep_ == "poss" and head.dep_ in ("nsubj", "nsubjpass"):
                score += 0.5
            if best is None or (score, place) > best:
                best, chosen = (score, place), profile
        return chosen

    def _salience(self, token: Token) -> dict[int, float]:
        """How much in mind each entity is where `token` stands: nearness, and more for subjects."""
        here, scores = self.sent_of.get(token.i, 0), dict[int, float]()
        for place, profile, head in self.seen:
            distance = min(here - self.sent_of.get(place, 0), 6)
            score = 6.0 - distance + (1.5 if head.dep_ in ("nsubj", "nsubjpass") else 0.0) - (2.0 if distance == 0 else 0.0)
            scores[profile.entity.id] = max(scores.get(profile.entity.id, 0.0), score)
        return scores

    def _place_before(self, token: Token) -> str | None:
        """The state whose seat or capital speaks in this sentence before `token` ("Downing Street said the Prime Minister …")."""
        sent = self.sent_of.get(token.i)
        places = [m for m in self.mentions[-4:] if m.kind == "place" and m.start < token.i and self.sent_of.get(m.start) == sent]
        says = [m for m in places if self.doc[m.head].dep_ == "nsubj" and self.doc[m.head].head.lemma_ in SAYING]
        return says[-1].members[0].country if says else None

    def _agrees(self, profile: Profile, gender: str | None) -> bool:
        if profile.person is None and not profile.codes and not profile.titles:
            return False
        return gender is None or profile.entity.gender in (gender, None)

    def _same_clause_subject(self, head: Token, token: Token) -> bool:
        """Whether an object pronoun would stand for the subject of its own verb."""
        if token.dep_ not in ("dobj", "pobj", "dative") or token.lower_ in ("himself", "herself"):
            return False
        verb = token.head if token.dep_ != "pobj" else token.head.head
        return head.dep_ in ("nsubj", "nsubjpass") and head.head == verb
