"""Who "I" is: whoever the text says speaks, in the sentence of a quotation, in the one before it, or where the quotation ends.

Posts leave the "I" out ("Spoke with Macron today"): there the mark that opens the quotation stands for who speaks.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import takewhile

from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Doc, Span, Token
from services.extractor.types import Entity, Mention

FIRST_PERSON = {"i", "me", "my"}
SAYING = load_words("people.yml")["saying"]
ADDRESSING = SAYING | {"address", "brief", "speak"}  # "Trudeau spoke to reporters. 'I called …'"
NAMES = 20  # mentions of a sentence that are looked at
AGAIN = 3  # sentences behind a quotation within which the next one is of the same speaker, where nobody else is told to speak
QUOTES = ('"', "“", "'", "‘", "”", "''", "``")
CLOSING = ('"', "”", "''")
COURTESIES = load_words("calls.yml")["courtesies"]
COURTEOUS = COURTESIES | {"it", "was", "a", "an", "my", "our", "such", "so", "very", "really", "real", "true", "truly", "always"}
COURTESY = 6  # words in which a courtesy opens a quotation
OPENING = ("“", "``")
REACH = 6  # sentences of a quotation behind which it may be told who speaks


def first_person(sents: list[Span], mentions: list[Mention]) -> list[Mention]:
    """Mentions for the words of `sents` that mean their own speaker, where `mentions` (in text order) tell who that is."""
    people = {i: m for m in mentions if m.kind in ("name", "role", "pronoun") for i in range(m.start, m.end) if len(m.members) == 1}
    found: list[Mention] = []
    before: Entity | None = None
    last: tuple[int, Entity] | None = None
    held: Entity | None = None  # who speaks in a quotation that an earlier sentence opened and none has closed
    for n, sent in enumerate(sents):
        told = _speaker(sent, people)
        speaker = told.members[0] if told is not None else None
        first = next((t for t in sent if not t.is_space), sent[0])
        opens = first.text in QUOTES
        spoken = speaker or ((_speaker_behind(sents[n : n + REACH], people) or before) if opens else held)
        if spoken is None and opens and last is not None and n - last[0] <= AGAIN and not _is_told_by_other(sents, n):
            spoken = last[1]
        if spoken is None and opens and n and sents[n - 1].root.lemma_ in ADDRESSING:
            spoken = _acting(sents[n - 1], people)
        named = spoken is not None and (opens or held is not None) and _is_named(spoken, sent, mentions)
        if spoken is not None and named and (told is None or told.kind == "pronoun"):
            others = [
                e for e in (before, _acting(sents[n - 1], people) if n and told else None) if e is not None and e.id != spoken.id
            ]
            spoken = others[0] if others else None  # "'Had a call with X,' he wrote": not X's words
        if spoken is not None:
            speaking = [t for t in sent if means_speaker(t) and t.i not in people]
            speaking += [first] if _leaves_out_speaker(first) else []
            found += [Mention(t.i, t.i + 1, t.i, "pronoun", [spoken]) for t in speaking]
        before = speaker or (spoken if opens or held is not None else None)
        held = before if _is_open(sent, held is not None and not opens) else None
        last = (n, spoken) if spoken is not None else last
    return found


def _is_open(sent: Span, was_open: bool) -> bool:
    """Whether a quotation goes on behind a sentence."""
    for token in sent:
        if token.text in OPENING or token.text in CLOSING:
            was_open = token.text in OPENING if token.text != '"' else not was_open
    return was_open


def without_speaker(mentions: list[Mention], spoken: list[Mention], doc: Doc) -> list[Mention]:
    """`mentions` without those where somebody would call themselves "he" beside "me" ("'He called me,' Pinera said")."""
    selves = {id(m) for s in spoken for m in _beside(s, mentions, doc) if m.kind == "pronoun" and m.members == s.members}
    return [m for m in mentions if id(m) not in selves]


def _beside(spoken: Mention, mentions: list[Mention], doc: Doc) -> list[Mention]:
    """The mentions in the same sentence and the same quotation as a word of its speaker."""
    sent = doc[spoken.head].sent
    marks = [t.i for t in sent if t.text in CLOSING or t.text in ("``", "''", "“")]
    begin = max((i for i in marks if i < spoken.start), default=sent.start)
    end = min((i for i in marks if i > spoken.start), default=sent.end)
    at = bisect_left(mentions, begin, key=lambda m: m.start)
    return list(takewhile(lambda m: m.start < end, mentions[at : at + NAMES]))


def _is_named(entity: Entity, sent: Span, mentions: list[Mention]) -> bool:
    """Whether a sentence names somebody, so that it is hardly their own words."""
    at = bisect_left(mentions, sent.start, key=lambda m: m.start)
    here = takewhile(lambda m: m.start < sent.end, mentions[at : at + NAMES])
    return any(m.kind == "name" and entity in m.members for m in here)


def _leaves_out_speaker(mark: Token) -> bool:
    """Whether a quotation opens with a verb of the past that nobody acts in, or with a courtesy: "Just spoke with …", "It was an
    honour to speak with …"."""
    if mark.text not in QUOTES:
        return False
    opening = takewhile(lambda t: t.lower_ in COURTEOUS, mark.doc[mark.i + 1 : min(mark.i + 1 + COURTESY, mark.sent.end)])
    if any(t.lower_ in COURTESIES for t in opening):
        return True
    verb = next((t for t in mark.sent if t.i > mark.i and t.pos_ != "ADV"), mark)
    return verb.tag_ == "VBD" and not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)


def _speaker_behind(sents: list[Span], people: dict[int, Mention]) -> Entity | None:
    """Who speaks in a quotation that the first of `sents` opens and leaves open: told where it ends."""
    for n, sent in enumerate(sents):
        marks = [t for t in sent if t.text in CLOSING]
        if len(marks) > (n == 0):
            told = _speaker(sent, people) if n else None
            return told.members[0] if told is not None else None
    return None


def _acting(sent: Span, people: dict[int, Mention]) -> Entity | None:
    """Whom a sentence is about."""
    return next((people[c.i].members[0] for c in sent.root.children if c.dep_ == "nsubj" and c.i in people), None)


def means_speaker(token: Token) -> bool:
    """Whether a word stands for whoever speaks it."""
    return token.lower_ in FIRST_PERSON and token.tag_ in ("PRP", "PRP$")


def _is_told_by_other(sents: list[Span], n: int) -> bool:
    """Whether the sentence behind a quotation tells who speaks ("He said so to reporters")."""
    following = sents[n + 1] if n + 1 < len(sents) else None
    return following is not None and following.root.lemma_ in SAYING


def _speaker(sent: Span, people: dict[int, Mention]) -> Mention | None:
    """The subject of the verb of saying in a sentence that quotes, outside of the quoted words ("'He told me so,' Kerry said")."""
    marks = [t for t in sent if t.text in QUOTES]
    if not marks:
        return None
    for verb in sent:
        if verb.lemma_ not in SAYING or verb.pos_ != "VERB" or _is_quoted(verb, marks):
            continue
        for child in verb.children:
            if child.dep_ == "nsubj" and child.i in people and not means_speaker(child):
                return people[child.i]
    return None


def _is_quoted(word: Token, marks: list[Token]) -> bool:
    """Whether the next of the quotation marks of its sentence closes what was said, so that no space stands in front of it."""
    behind = next((m for m in marks if m.i > word.i), None)
    return behind is not None and behind.text in CLOSING and not word.doc.text[behind.idx - 1].isspace()
