"""On which day a cue's own clause puts its call, so that calls of one pair on different days are kept apart.

Reads the words that hang on the cue, on its verb, or on the clause that a "when" joins to it; gives a day, or a month where only
that is told. A day in the same sentence that belongs to somebody's statement is none of these.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from services.extractor.calls.words.sighting import Sighting
from services.extractor.dates.written import FULL_MONTHS, FULL_WEEKDAYS, LAST_DAY, MONTHS, parse_day, weekday_number
from services.extractor.tokens import Span, Token

TODAY = {"today", "tonight"}
THESE = {"morning", "afternoon", "evening"}
TIED = ("npadvmod", "prep", "advmod", "nmod", "poss", "compound")
FRAMES = {"in", "during"}
SATURDAY = 5
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}  # the months that begin them; the winter lies in two years
LONGEST = 7  # words of a phrase that tells a day
NUMBER = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
PARTS_OF_DAY = ("morning", "afternoon", "evening", "night")
WITHIN = ("compound", "nummod", "nmod", "amod", "poss")
CALLS = {"call", "conversation", "talk", "discussion", "conference", "videoconference", "teleconference", "exchange", "date"}
_MONTH, _WEEKDAY = "|".join(FULL_MONTHS), "|".join(FULL_WEEKDAYS)
_ABBREVIATED = "jan|feb|mar|apr|aug|sept|oct|nov|dec"
_DAY = re.compile(
    rf"\b(yesterday|today|tonight|{_WEEKDAY}|\d{{1,2}} (?:{_MONTH})|(?:{_MONTH}|{_ABBREVIATED})\.? \d{{1,2}}"
    r"|the \d{1,2}(?:st|nd|rd|th)(?! (?:call|time|day|week|month|year|century|anniversary)))\b"
)
_SINCE = re.compile(r"\bsince\b[^,;.:]*")
Period = tuple[date, date]  # first and last day
_NUMBERS = r"an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|some|(?:a )?few|(?:a )?couple of|half an|\d{1,3}"
_ABOUT = r"(?:(?:barely|only|just|about|some|not|less than|more than|shortly|soon) ){0,3}"
_SPANS, _DAYTIMES = r"(?:minute|hour|day|night|week|month)s?", r"(?:day|night|morning|afternoon|evening|week|month)"
STEP = re.compile(
    rf"{_ABOUT}(?:(?:{_NUMBERS}) )?(?:{_SPANS}(?: and a half)?|half) (?:later|afterwards?|after that)\b"
    rf"|(?:(?:early|late) )?(?:(?:on|in) )?the (?:next|following) (?:{_DAYTIMES}|{'|'.join(FULL_WEEKDAYS)})\b"
    rf"|later (?:that|the same|in the|on the same) {_DAYTIMES}\b"
)


def clause_period(sighting: Sighting, published: date | None) -> Period | None:
    """The day or month on which the cue's clause puts the call; None where it tells none, several, or `published` is needed."""
    found = {p for phrase in _phrases(sighting) if (p := _read(phrase, published)) is not None}
    return found.pop() if len(found) == 1 else None


def clause_step(sighting: Sighting) -> str | None:
    """The words of the cue's clause that count its time from what was told before ("an hour later", "the next day")."""
    phrases = sorted((p for p in _phrases(sighting) if p), key=lambda p: p[0].i)
    for n, phrase in enumerate(phrases):
        behind = phrases[n + 1] if n + 1 < len(phrases) and phrases[n + 1][0].i - phrase[-1].i <= 2 else []
        if step := STEP.match(" ".join(t.lower_ for t in phrase[0].doc[phrase[0].i : (behind or phrase)[-1].i + 1])):
            return step[0]
    return None


def is_frame(sighting: Sighting) -> bool:
    """ "In the call he recalled the vote of Sunday": days are of the call only in its own words."""
    return sighting.definite and sighting.head.dep_ == "pobj" and sighting.head.head.lower_ in FRAMES


def are_apart(one: Period, other: Period) -> bool:
    """Whether two periods have no day in common."""
    return one[1] < other[0] or other[1] < one[0]


def _phrases(sighting: Sighting) -> list[list[Token]]:
    alone = is_frame(sighting) or sighting.verb in (None, sighting.head)
    anchors = [sighting.head] if alone else [sighting.head, sighting.verb]
    tied = [c for a in anchors if a is not None for c in a.children]
    verb = sighting.verb
    if verb is not None and verb.dep_ == "advcl" and _is_when(verb):
        tied += [c for c in verb.head.children if c.i < max(verb.i, verb.head.i)]  # "On Saturday, when he called, they …"
    if verb is not None and verb.dep_ in ("relcl", "ccomp") and any(c.lower_ in ("who", "that", "whom") for c in verb.children):
        above = verb.head.head if verb.dep_ == "relcl" else verb.head  # "In November it was Xi who rang"
        told = above.lemma_ == "be" and any(g.lower_ == "it" for g in above.children)
        tied += [c for c in above.children if told and c.i < verb.i]
    if verb is not None:
        tied += [g for c in verb.children if c.dep_ == "advcl" and c.i < verb.i and _is_when(c) for g in c.children]
    phrases = [[t for t in c.subtree if not t.is_space] for c in tied if c.dep_ in TIED]
    return [p for p in phrases if len(p) <= LONGEST]


def _is_when(verb: Token) -> bool:
    return any(c.lower_ in ("when", "as") for c in verb.children)


def _read(phrase: list[Token], published: date | None) -> Period | None:
    """The day or month that a phrase tells."""
    if published is None or any(t.lower_ in ("next", "until", "till", "since", "from", "before", "after", "by") for t in phrase):
        return None
    words = [t.lower_ for t in phrase]
    told = [w for w in words if w in FULL_WEEKDAYS]
    if told:
        back = timedelta((published.weekday() - weekday_number(told[0])) % 7)
        return None if "last" in words or len(told) > 1 else (published - back, published - back)
    if set(words) & (TODAY | THESE | {"yesterday"}) and _is_quoted(phrase[0]):
        return None  # of whatever day it was said
    if TODAY & set(words) or ("this" in words and THESE & set(words)):
        return published, published
    if "yesterday" in words:
        return published - timedelta(1), published - timedelta(1)
    if (week := _week(words, published)) is not None:
        return week
    if (season := next((SEASONS[w] for w in words if w in SEASONS), None)) is not None:
        year = published.year - (season > published.month)
        return date(year, season, 1), date(year, season + 2, 30)
    months = [month for token in phrase if (month := _month(token, words))]
    return _in_month(words, months[0], published) if len(months) == 1 else None


def _week(words: list[str], published: date) -> Period | None:
    """The weekend or the week of "last weekend", "over the weekend", "last week"."""
    today = published.weekday()
    if "weekend" in words:
        saturday = published - timedelta((today - SATURDAY) % 7 + 7 * ("last" in words and today >= SATURDAY))
        return saturday, saturday + timedelta(1)
    monday = published - timedelta(today + 7)
    return (monday, monday + timedelta(6)) if words[-2:] == ["last", "week"] else None


def _month(token: Token, words: list[str]) -> int | None:
    """The number of the month that a word names; "Sept." only beside a day."""
    name = token.lower_.rstrip(".")
    short = name not in FULL_MONTHS or name in ("march", "may")
    if short and not (token.text.istitle() and (name in FULL_MONTHS or any(NUMBER.fullmatch(w) for w in words))):
        return None
    return MONTHS.get(name)


def _is_quoted(token: Token) -> bool:
    before = [t.text for t in token.sent if t.i < token.i]
    return sum(t in ('"', "“", "”", "``", "''") for t in before) % 2 == 1


def _in_month(words: list[str], month: int, published: date) -> Period | None:
    """A day of a month, or the month, of the year that the phrase tells or that lies before publication."""
    years = [int(w) for w in words if re.fullmatch(r"(?:19|20)\d\d", w)]
    year = years[0] if years else published.year - (month > published.month) - ("last" in words and "year" in words)
    days = [int(m[1]) for w in words if (m := NUMBER.fullmatch(w)) and 1 <= int(m[1]) <= 31]
    begin, end = (days[0], days[0]) if days else (1, LAST_DAY)
    first, last = parse_day(year, month, begin), parse_day(year, month, end)
    return (first, last) if first and last else None


def day_words(sighting: Sighting) -> frozenset[str]:
    """The words in the cue's sentence that tell a day, other than one since which something is counted."""
    if sighting.days is None:
        sent = sighting.head.sent
        text = _SINCE.sub(lambda m: " " * len(m.group()), sent.text.lower())
        found = list(_DAY.finditer(text))
        sighting.days = frozenset(m.group(1) for m in found if not _is_of_something(m.span(), sent, sighting))
    return sighting.days


def _is_of_something(day: tuple[int, int], sent: Span, sighting: Sighting) -> bool:
    """ "The 17 April agreement", "Sunday's vote": a day that only tells which agreement or vote is meant."""
    words = [t for t in sent if day[0] <= t.idx - sent.start_char < day[1]]
    above = next((t for t in words if t.head not in words), None)
    while above is not None and above.dep_ in WITHIN and above.head.i >= above.i:
        above = above.head
    dated = above is None or above == sighting.head or above in words or above.lower_ in PARTS_OF_DAY or above.like_num
    return not (dated or above is None or above.lemma_.lower() in CALLS or above.pos_ != "NOUN")
