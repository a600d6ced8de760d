"""Whether an account is history that only frames the news ("they last spoke on 13 April"), and which day words stand beside it."""

from __future__ import annotations

import re

from services.extractor.calls.cues import Sighting
from services.extractor.calls.framing import past_perfect

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONG_AGO = re.compile(
    r"\b(last (week|month|year|summer|winter|spring|autumn|fall|january|february|march|april|may|june|july|august|september|october|november|december)"
    r"|(weeks?|months?|years?) (ago|earlier|before)|earlier this (week|month|year)|previous(ly)?|in the past|used to|every other (week|month)|at the time"
    r"|back in|over the years|so far|in (19|20)\d\d|(two|three|four|five|six|ten|several|few) (days|weeks|months|years) (earlier|ago|before)|the (week|month|year) before)\b"
)
_LAST = re.compile(
    r"\b(last (spoke|talked|phoned|called|telephoned|spoken|talked|rang|conversed)|the last time|for the last time|most recently|last (phone |telephone )?(call|conversation)|(previous|earlier|first) (phone |telephone |video )?(call|conversation|talk|round)s?|already|before that(?! (?:night|day|evening|morning|week|hour))|earlier|on that occasion|for the first time|first (spoke|talked|phoned|called))\b"
)
_MARKED = re.compile(r"\b(since|following|after) (a|an|their|his|her|the)( \w+){0,3} (call|conversation|talks?|phone)\b")
_ALWAYS = re.compile(
    r"\b((last|first) (spoke|talked|phoned|called|spoken|telephoned)|used to|(their|his|her|the) last (phone |telephone |video )?(call|conversation)|(days|weeks|months|years) after \w+( \w+)? and \w+( \w+)? (spoke|talked)|(be|is|was) recalled that|every (other )?(week|month|day)|the last time)\b"
)
_SECOND = re.compile(
    r"\b(again|once more|for (the|a) (second|third|fourth) time|(a|the) (second|third|fourth|further|new|fresh) (phone |telephone |video )?(call|conversation|talk|time)|another (phone |telephone |video )?(call|conversation|talk))\b(?! and again)"
)
_SAME_DAY = re.compile(
    r"\bearlier (in the (day|evening|morning|afternoon)|today|on (mon|tues|wednes|thurs|fri|satur|sun)day|that day)\b|\bthe (day|night|evening) before\b|\ba day earlier\b"
)
_AGAIN = re.compile(
    r"\b(again|second|another|third|next|later|further|once more|fresh|new|also|too|previous|earlier|first (spoke|talked|phoned|called)|before|already|last)\b"
)
_FIRST_SINCE = re.compile(r"\bfirst (time|call|conversation|contact|talk|exchange)\b.*\bsince\b")
_COUNTED = re.compile(r"\b(it|this|that) (is|was|were|would be) (only |already |not )?the (first|second|third|fourth) ")
_DAY = re.compile(
    r"\b(yesterday|today|tonight|"
    + "|".join(WEEKDAYS)
    + r"|\d{1,2} (?:january|february|march|april|may|june|july|august|september|october|november|december)|(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|aug|sept|oct|nov|dec)\.? \d{1,2})\b"
)


def is_history(sighting: Sighting, in_lead: bool, calls_before: bool) -> bool:
    """Whether the words around a cue put it before the news. `in_lead`: headline or first sentences of the article;
    `calls_before`: whether the article has told a call as news before this place."""
    text = _SAME_DAY.sub(" ", sighting.head.sent.text.lower())
    if _ALWAYS.search(text):
        return True
    if in_lead:
        return past_perfect(sighting.verb) and bool(re.search(r"\balready\b|\bearlier that day\b|\blast (week|month|year)\b", text))
    far, last, perfect = bool(_LONG_AGO.search(text)), bool(_LAST.search(text)), past_perfect(sighting.verb)
    if not calls_before:
        return far and perfect
    return far or (perfect and last) or (perfect and sighting.kind in ("plain", "instrument"))


def day_words(sighting: Sighting) -> set[str]:
    """The words in the cue's sentence that tell a day."""
    return {m.group(1) for m in _DAY.finditer(sighting.head.sent.text.lower())}


def tells_second(sighting: Sighting) -> bool:
    """Whether the words count this call apart from one before ("talked again", "a second call")."""
    text = sighting.head.sent.text.lower()
    return sighting.kind != "reference" and not sighting.definite and bool(_SECOND.search(text)) and not _COUNTED.search(text)


def tells_another(sighting: Sighting) -> bool:
    """Whether the sentence says that this call is not the one told before."""
    text = sighting.head.sent.text.lower()
    return bool(_AGAIN.search(text)) and not _FIRST_SINCE.search(text)
