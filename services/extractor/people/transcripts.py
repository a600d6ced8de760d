"""Who "I" is where no quotation mark says that somebody speaks: in a transcript whoever the label of the line names ("DOWNER: I had
him on the phone"), in a statement or speech whoever its heading names ("Remarks by President Biden").

Reads the lines of the page, since labels in capitals are blank in what is parsed, and the cast, which it may add a speaker to whom
only labels name. A text has turns if two lines open with labels and somebody asks or speaks again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from services.extractor.people.cast import Cast, Profile
from services.extractor.people.first_person import means_speaker
from services.extractor.rules.entries import Match, Person
from services.extractor.rules.word_lists import load_words
from services.extractor.rules.words import Word, find_words
from services.extractor.tokens import Span
from services.extractor.types import Document, Entity, Mention

_WORD = r"[\w.'’)-]{0,30}"
_LABEL = re.compile(
    rf"^[ \t*]{{0,9}}(?:(?P<label>[A-Z]{_WORD}(?: [A-Z(]{_WORD}){{0,5}})[ \t]?:\*{{0,2}}(?=\s)"
    r"|(?P<bare>Q)\.?[ \t]{1,9}(?=[A-Z(]))",
    re.M,
)
_HEADING = re.compile(
    r"^[ \t]*(?:[\w’'-]+ ){0,3}?(?:statement|remarks|speech|address|message|doorstop|interview|press conference|op-ed|blog|"
    r"transcript)\b(?:[^\n]{0,40}?\b(?:by|from|of|with)\b|:)",
    re.I,
)
HEAD = 400  # characters at the top of a text in which its heading stands
LONG = 160  # characters of a line that is no heading any more
INITIALS = 3  # letters of a shortened label
ANSWERS = 3  # labels of which one stands behind a question where the questions have none
WORDS = load_words("people.yml")
ASKING, COURTESIES = WORDS["asking_labels"], WORDS["label_courtesies"]
ANSWERING = {"A", "Answer"}
QUOTES = ('"', "“", "”")


@dataclass(frozen=True)
class Turn:
    """From character `start` to the next turn `speaker` has the word; None where nobody knows who. `answers`: labelled as
    the answer to a question, and no more."""

    start: int
    speaker: Entity | None
    answers: bool = False


class Transcript:
    """Who has the word at each place of one text."""

    def __init__(self, document: Document, cast: Cast) -> None:
        self.document = document
        self.turns = _find_turns(document.text, cast)

    def speaker_at(self, char: int) -> Entity | None:
        """Who speaks at character `char`."""
        place = bisect_right(self.turns, char, key=lambda turn: turn.start) - 1
        return self.turns[place].speaker if place >= 0 else None

    def find_spoken(self, told: list[Mention]) -> list[Mention]:
        """Mentions for "I", "me" and "my" in the turns, or in a text that has one speaker; `told` are the others."""
        self.turns = self._with_guest(told) or list(_by_heading(self.document, told))
        if not any(turn.speaker for turn in self.turns):
            return []
        taken, found = {i for m in told for i in range(m.start, m.end)}, list[Mention]()
        for sent in self.document.sents:
            speaker = self.speaker_at(sent[-1].idx)
            if speaker is not None:
                found += [Mention(i, i + 1, i, "pronoun", [speaker]) for i in _meaning_speaker(sent) if i not in taken]
        return found

    def _with_guest(self, told: list[Mention]) -> list[Turn]:
        """The turns, the answers given to the one whom the text names most in front of the first ("Q: … A: …")."""
        doc = self.document.doc
        if doc is None or not any(turn.answers for turn in self.turns):
            return self.turns
        opening = (m for m in told if m.kind == "name" and doc[m.start].idx < self.turns[0].start)
        people = [m.members[0] for m in opening]
        counts = Counter(e.id for e in people)
        guest = max(people, key=lambda e: counts[e.id], default=None)
        return [replace(turn, speaker=guest) if turn.answers else turn for turn in self.turns]


def _find_turns(text: str, cast: Cast) -> list[Turn]:
    """The turns of a transcript, in text order; none where the labels are no speakers'."""
    labels = [(m.start(), m["label"] or m["bare"]) for m in _LABEL.finditer(text)] if ":" in text else []
    counts = Counter(label for _, label in labels)
    asked = any(text[:start].rstrip().endswith("?") for start, _ in labels[:ANSWERS])
    if not asked and (len(counts) < 2 or not any(n > 1 or label.lower() in ASKING for label, n in counts.items())):
        return []
    speakers = {label: None if label.lower() in ASKING else _named(_in_full(label, counts), cast) for label in counts}
    return [
        Turn(start, who.entity if (who := speakers[label]) is not None else None, label in ANSWERING) for start, label in labels
    ]


def _in_full(label: str, labels: Iterable[str]) -> str:
    """The label that one of mere letters shortens: "AK:" behind "Aleksander Kwaśniewski:"."""
    letters = label.replace(".", "")
    short = letters.isupper() and 1 < len(letters) <= INITIALS
    whole = (other for other in labels if short and "".join(w[0] for w in other.split()).endswith(letters) and " " in other)
    return next(whole, label)


def _meaning_speaker(sent: Span) -> Iterator[int]:
    """The tokens of a sentence that mean its own speaker, outside what he quotes."""
    quoted = sent[0].text in QUOTES
    for token in sent:
        if token.text in QUOTES:
            quoted = token.text == "“" or (token.text == '"' and not quoted)
        elif not quoted and means_speaker(token):
            yield token.i


def _named(label: str, cast: Cast) -> Profile | None:
    """Whom a label names: one of the article's people by the last word, else whoever of that name is in office; a mere title is
    the home state's."""
    words = find_words(label)
    matches = list(cast.gazetteer.find(label, words))
    titles = [m for m in matches if m.of("title") and not m.of("person", "surname")]
    offices = {e.office for m in titles for e in m.of("title") if e.office}
    own = [w for n, w in enumerate(words) if not any(m.start <= n < m.end for m in titles) and w.folded not in COURTESIES]
    if not own:
        holders = [p for p in cast.profiles if p.offices & offices and p.entity.name and p.entity.official]
        at_home = [p for p in holders if p.entity.country == cast.home]
        return next(iter(at_home or holders), None)
    return _of_cast(own, cast) or _in_office([cast.gazetteer.people[p] for p in _people(matches)], offices, cast)


def _of_cast(words: list[Word], cast: Cast) -> Profile | None:
    known = [p for p in cast.profiles if p.entity.kind == "person" and words[-1].folded in p.words[-2:]]
    known = [p for p in known if p.entity.official] or known
    return max(known, key=lambda p: p.count, default=None)


def _people(matches: list[Match]) -> list[str]:
    return [e.person for m in matches for e in (*m.of("person"), *m.of("surname")) if e.person]


def _in_office(people: list[Person], offices: set[str], cast: Cast) -> Profile | None:
    """The only one of `people` in office on the day, or in one of `offices`."""
    current = {p.name: p for p in people if p.tenures_on(cast.day)} if cast.day else {}
    fitting = [p for p in current.values() if any(t.office in offices for t in p.tenures_on(cast.day))] or list(current.values())
    return cast.add_person(fitting[0]) if len(fitting) == 1 else None


def _by_heading(document: Document, told: list[Mention]) -> Iterator[Turn]:
    """The one turn of a text whose heading says whose words it holds."""
    doc = document.doc
    assert doc is not None
    at = 0
    for line in document.text[:HEAD].split("\n")[:-1]:
        match = _HEADING.match(line) if len(line) <= LONG and line.rstrip()[-1:] != "." else None
        if match:
            named = [m for m in told if at + match.end() <= doc[m.start].idx < at + len(line) and m.kind in ("name", "role")]
            if named and len(named[0].members) == 1 and " and " not in line[match.end() : doc[named[-1].start].idx - at]:
                yield Turn(at + len(line), named[0].members[0])
                return
        at += len(line) + 1
