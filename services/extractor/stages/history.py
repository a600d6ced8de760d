"""Finds calls that are history although no word beside them says so, since their day lies well before the news of the article;
and those that a past perfect puts before the news although the article goes on to tell them.

Reads the days of the calls and of publication; sets `background`. The decision a reader would question: only a call that is told
behind the news can be history, since an old call that opens an article is what the article is about.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from services.extractor.account.parse import governor, is_verb
from services.extractor.calls.held.history import is_counted_from, only_frames
from services.extractor.dates.grammar import is_pluperfect, is_when_before, speaks_of_call
from services.extractor.dates.written import LAST_DAY, parse_day
from services.extractor.rules.word_lists import load_words
from services.extractor.tokens import Span, Token
from services.extractor.types import Call, Document

BEFORE_NEWS = timedelta(days=3)  # so long before the latest call told as news ahead of it, a call frames the news
BEFORE_PRINT = timedelta(days=15)  # so long before publication, where another call is told ahead of it
MONTHS_BEFORE = timedelta(days=60)  # so long before publication, however much is told of it, where the news ahead is recent

BESIDE_NEWS = timedelta(days=3)  # at most so far from the news, a call that is told at length is news itself
LENGTH = 3  # sentences behind a call in which it may be told at length
OPENING = 3  # sentences of an article that tell what it is about
BORROWED = re.compile(
    r"(?:(?:early|late|later) )?(?:(?:on|in) )?(?:that|the(?: very)? same|the) "
    r"(?:same |very )?(?:day|night|morning|afternoon|evening|weekend)\b"
)
SEASON = re.compile(
    r"\b(?:(?:in the|in|last) (?:spring|summer|autumn|fall|winter)|last year|(?:earlier|early) (?:this|last) year"
    r"|(?:some|several|a few|\d+|two|three|four|five|six) (?:months|years) (?:ago|earlier))\b",
    re.I,
)
NEWS = re.compile(r"(?<!the )\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:today|yesterday|this morning)\b")  # of these days
SAYING = load_words("calls.yml")["telling"] | load_words("calls.yml")["reporting"] | {"call", "express", "promise", "offer"}
LIVE = ("today", "tonight", "this ")


def release(document: Document) -> None:
    """Takes `background` off the calls that only a past perfect puts before the news, where they are of its days and the next
    sentences tell what was said ("With X he had spoken a day earlier. He congratulated him and asked him to come"); off those from
    which the news is counted ("he was speaking a day after he talked to X") only where no other call is news."""
    days = [d for c in document.calls if not c.background and (d := _day(c)) is not None]
    news = [*days, *([document.published] if document.published else [])]
    for call in document.calls:
        day = _day(call)
        if not call.background or day is None or not any(abs(d - day) <= BESIDE_NEWS for d in news):
            continue
        counted = document.doc is not None and any(is_counted_from(document.doc[cue.head]) for cue in call.cues)
        if counted and days:
            continue
        last_of_all = bool(days) and day > max(days)  # what came after all else that is told frames nothing
        told = last_of_all or _is_told_at_length(document, call) or _is_answered(document, call)
        if told and not only_frames(document.sents[_place(call)].text):
            call.background = False
            del call.rules["background"]


def _is_told_at_length(document: Document, call: Call) -> bool:
    """Whether sentences behind the call, in its paragraph and before other calls, go on to tell what its people said or did."""
    place, ids = max(cue.sent for cue in call.cues), {p.id for p in call.participants}
    others = {cue.sent for c in document.calls if c is not call for cue in c.cues}
    for n, sent in enumerate(document.sents[place + 1 : place + 1 + LENGTH], start=place + 1):
        if n in others or "\n" in document.text[document.sents[place].start_char : sent.start_char].strip():
            return False
        if is_pluperfect(sent.root):
            return False
        if any(speaks_of_call(t, near=False) for t in sent):
            return True
        subjects = {t.i for t in sent.root.children if t.dep_ in ("nsubj", "nsubjpass")}
        if sent.root.tag_ == "VBD" and any(m.head in subjects and ids & {e.id for e in m.members} for m in document.mentions):
            return True
    return False


def _is_answered(document: Document, call: Call) -> bool:
    """ "On Thursday she had spoken with Lajčák, who promised to send an envoy": whether a relative clause tells what was said."""
    ids, doc = {p.id for p in call.participants}, document.doc
    if doc is None:
        return False
    spans = [document.sents[cue.sent] for cue in call.cues]
    named = [m for m in document.mentions if any(s.start <= m.start < s.end for s in spans) and ids & {e.id for e in m.members}]
    clauses = (c for m in named for t in doc[m.start : m.end] for c in t.children if c.dep_ == "relcl")
    return any(c.tag_ == "VBD" and c.lemma_ in SAYING for c in clauses)


def mark(document: Document) -> None:
    """Sets `background`, and its rule, of the calls that lie before the news."""
    told = sorted(document.calls, key=_place)
    for n, call in enumerate(told):
        ahead = [c for c in told[:n] if not c.background]
        day = _day(call) or _end_of_month(document, call, ahead)
        if call.background or day is None or _is_told_live(call):
            continue
        if not ahead:
            if _is_recalled(document, call, day) or _is_aside(document, call, day) or _is_beside_none(document, call, day):
                _set_back(call, "background.recalled")
            continue
        news = [d for c in ahead if (d := _day(c)) is not None]
        old = any(d - day >= BEFORE_NEWS for d in news) and min(news) > day  # within the days of the news it is no history
        stale = document.published is not None and document.published - day >= BEFORE_PRINT and not news
        far = (old or stale) and _tells_its_day(document, call)
        if far and _is_titled(document, call, ahead):
            continue
        if far and (_is_months_ago(document, day, ahead) or not _is_of_the_tale(document, call, ahead)):
            _set_back(call, "background.day")
    for call in document.calls:
        if not call.background and document.doc is not None and all(is_when_before(document.doc[c.head]) for c in call.cues):
            _set_back(call, "background.when")


def _is_recent(document: Document, call: Call) -> bool:
    """Whether a call was on one of the days before publication."""
    day = _day(call)
    return day is not None and document.published is not None and document.published - day < BEFORE_PRINT


def _is_titled(document: Document, call: Call, ahead: list[Call]) -> bool:
    """Whether a headline names everybody on the line, and no call ahead was theirs: "Buhari: Egyptian leader calls, as does
    Barrow"."""
    ids = {p.id for p in call.participants}
    if any(ids == {p.id for p in c.participants} for c in ahead):
        return False
    spans = [document.sents[n] for n in document.headline_sents]
    told = {e.id for m in document.mentions for s in spans if s.start <= m.start < s.end for e in m.members}
    return ids <= told


def _is_months_ago(document: Document, day: date, ahead: list[Call]) -> bool:
    """Whether a day is months before publication, and the calls ahead are all of these weeks: another story than theirs."""
    long_ago = document.published is not None and document.published - day >= MONTHS_BEFORE
    return long_ago and all(_is_recent(document, c) for c in ahead)


def _is_aside(document: Document, call: Call, day: date) -> bool:
    """Whether a call of months ago is told in a single sentence behind the opening, before the calls of these days."""
    if document.published is None or document.published - day < MONTHS_BEFORE or _place(call) < OPENING:
        return False
    return any(_is_recent(document, c) for c in document.calls) and not _is_told_at_length(document, call)


def _is_beside_none(document: Document, call: Call, day: date) -> bool:
    """Whether a call of weeks ago is told in the second half of an article that opens with the news that there was or will be
    none."""
    old = document.published is not None and document.published - day >= BEFORE_PRINT
    return old and _place(call) >= len(document.sents) // 2 and _opens_with_none(document)


def _opens_with_none(document: Document) -> bool:
    """Whether the first sentences tell of calls that were not held, and of none that was."""
    return any(cue.sent < OPENING for cue in document.not_held) and not any(_place(c) < OPENING for c in document.calls)


def _is_recalled(document: Document, call: Call, day: date) -> bool:
    """Whether the only call of an article is one of long before it, told in a single sentence: in the second half, by a past
    perfect or with the months that have gone by, or with both anywhere behind the opening sentences."""
    if document.doc is None or document.published is None or len(document.calls) > 1 or _is_told_at_length(document, call):
        return False
    age, place = document.published - day, _place(call)
    perfect = all(is_pluperfect(document.doc[cue.head]) for cue in call.cues)
    if perfect and age >= MONTHS_BEFORE:
        return place >= OPENING - 1
    if place < max(OPENING, len(document.sents) // 2) or age < BEFORE_PRINT:
        return False
    if perfect or age < MONTHS_BEFORE:
        return perfect
    fresh = not call.date or any(NEWS.search(sent.text) for sent in document.sents[:OPENING])
    return fresh and not _is_spoken_of_elsewhere(document, place)


def _is_spoken_of_elsewhere(document: Document, place: int) -> bool:
    """Whether other sentences than the one at `place` speak of a call: it is what the article is about."""
    return any(speaks_of_call(t, near=False) for n, sent in enumerate(document.sents) if n != place for t in sent)


def _is_of_the_tale(document: Document, call: Call, ahead: list[Call]) -> bool:
    """Whether a call, told at length in plain past, is an earlier one of those whom the news has on the line."""
    ids = {p.id for p in call.participants}
    same = any(ids <= {p.id for p in c.participants} or {p.id for p in c.participants} <= ids for c in ahead)
    plain = document.doc is not None and not any(is_pluperfect(document.doc[cue.head]) for cue in call.cues)
    return same and plain and not only_frames(document.sents[_place(call)].text) and _is_told_at_length(document, call)


def _tells_its_day(document: Document, call: Call) -> bool:
    """Whether a sentence on the call has the words for its day; a day lent by others ("that afternoon") may well be of the news."""
    quote = call.date_quote
    if quote is None or document.doc is None:
        return quote is not None
    text = quote.text.lower()
    return not BORROWED.match(text) and any(
        document.sents[c.sent].start_char <= quote.start < document.sents[c.sent].end_char for c in call.cues
    )


def _set_back(call: Call, rule: str) -> None:
    call.background = True
    call.rules["background"] = rule


def _is_told_live(call: Call) -> bool:
    """Whether the words for the day are those of a live page, on which the older entries stand behind the newer."""
    return call.date_quote is not None and any(word in call.date_quote.text.lower() for word in LIVE)


def _place(call: Call) -> int:
    """The sentence that first tells the call."""
    return min(cue.sent for cue in call.cues)


def _day(call: Call) -> date | None:
    """The day of a call; None where it is open or only the month is told."""
    return date.fromisoformat(call.date) if call.date and len(call.date) == len("2020-01-01") else None


def _season_before(document: Document, call: Call) -> date | None:
    """A day months before publication for a call without one whose sentence tells a season or months gone ("in the spring")."""
    if call.date or document.published is None or document.doc is None:
        return None
    told = all(_is_in_season(document.doc[cue.head], document.sents[cue.sent]) for cue in call.cues)
    return document.published - MONTHS_BEFORE if told else None


def _is_in_season(word: Token, sent: Span) -> bool:
    """Whether the clause of a call's word, or the one that says when it was, is what a season or months gone date."""
    season = SEASON.search(sent.text)
    if season is None:
        return False
    verb = word if is_verb(word) else governor(word)
    dated = (governor(t) for t in sent if t.pos_ == "NOUN" and season.start() <= t.idx - sent.start_char < season.end())
    return any(d == verb or (d is not None and d.dep_ == "advcl" and d.head == verb) for d in dated)


def _end_of_month(document: Document, call: Call, ahead: list[Call]) -> date | None:
    """The last day of the month that a past perfect tells ("in October he had telephoned"); plain past may as well be the tale,
    but not where it is a single sentence behind a call of these days or of an article without others, or months before all."""
    if document.doc is None or not call.date or len(call.date) != len("2020-01"):
        return _season_before(document, call)
    perfect = all(is_pluperfect(document.doc[cue.head]) for cue in call.cues)
    year, month = map(int, call.date.split("-"))
    day = parse_day(year, month, LAST_DAY)
    if perfect or day is None or (ahead and _is_months_ago(document, day, ahead)) or (not ahead and _opens_with_none(document)):
        return day
    beside = len(document.calls) == 1 or any(_is_recent(document, c) for c in ahead)
    return day if beside and not _is_told_at_length(document, call) else None
