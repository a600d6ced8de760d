"""Whether an account is history that only frames the news ("they last spoke on 13 April"), and which day words stand beside it."""

from __future__ import annotations

import re

from services.extractor.calls.framing import past_perfect
from services.extractor.calls.sighting import Sighting

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_ABBREVIATED = "jan|feb|mar|apr|aug|sept|oct|nov|dec"
_REMOTE = "(phone |telephone |video )?"
_UNITS = "(days|weeks|months|years)"
_LONG_UNITS = "(weeks|months|years)"


def _words(*alternatives: str) -> re.Pattern[str]:
    """A pattern for any of the alternatives, as whole words."""
    return re.compile(rf"\b({'|'.join(alternatives)})\b")


_LONG_AGO = _words(
    rf"last (week|month|year|summer|winter|spring|autumn|fall|{_MONTH})",
    r"(weeks?|months?|years?) (ago|earlier|before)",
    r"earlier this (week|month|year)",
    r"previous(ly)?",
    r"in the past",
    r"used to",
    r"every other (week|month)",
    r"at the time",
    r"back in",
    r"over the years",
    r"so far",
    r"in (19|20)\d\d",
    rf"(two|three|four|five|six|ten|several|few) {_LONG_UNITS} (earlier|ago|before)",
    r"(five|six|seven|eight|nine|ten|eleven|twelve|several|few) days (earlier|ago|before)",
    r"the (week|month|year) before",
)
_LAST = _words(
    r"(two|three|four) days (earlier|ago|before)",
    r"(last|first) (spoke|talked|phoned|called|telephoned|spoken|rang|conversed)",
    r"(for )?the last time",
    r"for the first time",
    r"most recently",
    r"last (phone |telephone )?(call|conversation)",
    rf"(previous|earlier|first) {_REMOTE}(call|conversation|talk|round)s?",
    r"already",
    r"before that(?! (?:night|day|evening|morning|week|hour))",
    r"earlier",
    r"on that occasion",
)
_ALWAYS = _words(
    r"(last|first) (spoke|talked|phoned|called|spoken|telephoned)",
    r"used to",
    rf"(their|his|her|the) last {_REMOTE}(call|conversation)(?! of)",
    rf"{_UNITS} after \w+( \w+)? and \w+( \w+)? (spoke|talked)",
    r"(be|is|was) recalled that",
    r"every (other )?(week|month|day)",
    r"the last time",
)
_ANOTHER_AGE = _words(
    r"in (the )?((early|late|mid)-? ?)?(19|20)\d\d", r"years? (ago|earlier|before)", "then", "at the time", "when (he|she) was"
)
_IN_LEAD = _words(
    *(
        "already",
        "earlier that day",
        r"last (week|month|year)",
        rf"(two|three|four|five|six|ten|several|few) {_UNITS} (earlier|before)",
    )
)
_SECOND = re.compile(
    rf"\b((?<!again and )again|once more|for (the|a) (second|third|fourth) time"
    rf"|(a|the|by their|in their|at their) (second|third|fourth|next|further|new|fresh) {_REMOTE}(call|conversation|talk|time)"
    r"|(called|rang|phoned|telephoned) back|returned the call|resumed (it|the|their)"
    r"|(an?|one|two|three|four|some|several|\d+) (minute|hour|day)s? later"
    rf"|another {_REMOTE}(call|conversation|talk))\b(?! and again)"
)
_SAME_DAY = _words(
    r"earlier (in the (day|evening|morning|afternoon)|today|on (mon|tues|wednes|thurs|fri|satur|sun)day|that day)",
    r"the (day|night|evening) before",
    r"a day earlier",
)
_AGAIN = _words(
    *("again", "second", "another", "third", "next", "later", "further", "once more", "fresh", "new", "also", "too"),
    *("previous", "earlier", r"first (spoke|talked|phoned|called)", "before", "already", "last"),
)
_FIRST_SINCE = re.compile(r"\bfirst (time|call|conversation|contact|talk|exchange)\b.*\bsince\b")
_COUNTED = re.compile(r"\b(it|this|that) (is|was|were|would be) (only |already |not )?the (first|second|third|fourth) ")
_REPEATED = re.compile(
    r"\b(and (then )?(once )?(again|twice) (on|in|at|later|early|late|yesterday|today|this|that|the (next|following|same)) )",
)
_NTH = _words(r"(first|second|third|fourth|last) time", r"(once|twice|(two|three|four|several|many) times) (before|already|since)")
_DAY = re.compile(
    rf"\b(yesterday|today|tonight|{'|'.join(WEEKDAYS)}|\d{{1,2}} (?:{_MONTH})|(?:{_MONTH}|{_ABBREVIATED})\.? \d{{1,2}})\b"
)


def is_history(sighting: Sighting, in_lead: bool, calls_before: bool) -> bool:
    """Whether the words around a cue put it before the news. `in_lead`: headline or first sentences of the article;
    `calls_before`: whether the article has told a call as news before this place."""
    text = _SAME_DAY.sub(" ", sighting.head.sent.text.lower())
    if _ALWAYS.search(text) or _is_counted_from(sighting):
        return True
    if in_lead:
        return past_perfect(sighting.verb) and bool(_IN_LEAD.search(text))
    far, last, perfect = bool(_LONG_AGO.search(text)), bool(_LAST.search(text)), past_perfect(sighting.verb)
    if not calls_before:
        return far and perfect
    return far or (perfect and last) or (perfect and sighting.kind in ("plain", "instrument"))


def only_frames(text: str) -> bool:
    """Whether the words of a sentence make a call history wherever it is told ("last spoke", "two weeks earlier", "the first time")."""
    low = text.lower()
    return bool(_ALWAYS.search(low) or _LONG_AGO.search(_SAME_DAY.sub(" ", low)) or _NTH.search(low))


def is_of_another_age(sighting: Sighting) -> bool:
    """Whether the sentence tells of years ago, when those who are out of office now may have been in it."""
    return bool(_ANOTHER_AGE.search(sighting.head.sent.text.lower()))


def _is_counted_from(sighting: Sighting) -> bool:
    """ "… crossed the border, three days after the two had spoken": the call only dates the news."""
    token = sighting.head
    for _ in range(6):
        after = next((c for c in token.children if c.lower_ == "after" and c.dep_ == "mark"), None)
        after = after or (token if token.lower_ == "after" and token.dep_ == "prep" else None)
        if after is not None:
            if any(c.dep_ == "pobj" and c.lower_ in ("it", "that", "this") for c in after.children):
                return False  # "Four days after it he rang": the next thing that happened
            return after.i > 0 and after.nbor(-1).lemma_.lower() in ("day", "week", "month", "year")
        if token.head == token:
            return False
        token = token.head
    return False


def day_words(sighting: Sighting) -> frozenset[str]:
    """The words in the cue's sentence that tell a day."""
    if sighting.days is None:
        sighting.days = frozenset(m.group(1) for m in _DAY.finditer(sighting.head.sent.text.lower()))
    return sighting.days


def tells_second(sighting: Sighting) -> bool:
    """Whether the words count this call apart from one before ("talked again", "a second call")."""
    text = sighting.head.sent.text.lower()
    return sighting.kind != "reference" and not sighting.definite and bool(_SECOND.search(text)) and not _COUNTED.search(text)


def tells_repeat(sighting: Sighting) -> bool:
    """Whether the clause tells two calls of the same pair at once ("called him on Saturday and again on Sunday", "spoke twice")."""
    verb, head = sighting.verb, sighting.head
    if sighting.kind not in ("verb", "noun", "instrument", "plain") or verb is None:
        return False
    if any(c.dep_ == "aux" and c.lower_ in ("has", "have", "'ve", "had", "'d") for c in verb.children):
        return False
    if sighting.kind == "noun" and head.tag_ == "NNS":
        several = any(c.dep_ == "nsubj" and (list(c.conjuncts) or c.tag_ == "NNS" or c.lower_ == "they") for c in verb.children)
        others = any(t.lower_ in ("with", "to", "from") for t in head.doc[head.i : head.sent.end])
        return several and not others and any(c.dep_ == "nummod" and c.lower_ in ("two", "2") for c in head.children)
    behind = head.doc[min(head.i, verb.i) : head.sent.end].text.lower() + " "
    return head.tag_ != "NNS" and bool(_REPEATED.search(behind))


def tells_another(sighting: Sighting) -> bool:
    """Whether the sentence says that this call is not the one told before."""
    text = sighting.head.sent.text.lower()
    return bool(_AGAIN.search(text)) and not _FIRST_SINCE.search(text)
