"""How many calls the words of a cue tell, and whether they count one apart from those told before."""

from __future__ import annotations

import re

from services.extractor.calls.held.days import PARTS_OF_DAY
from services.extractor.calls.words.sighting import Sighting
from services.extractor.dates.written import FULL_MONTHS, FULL_WEEKDAYS
from services.extractor.tokens import Span, Token

PARTY_PREPOSITIONS = ("with", "to", "from", "by", "between")
_MONTH, _WEEKDAY = "|".join(FULL_MONTHS), "|".join(FULL_WEEKDAYS)
_REMOTE = "(phone |telephone |video )?"
_SECOND = re.compile(
    rf"\b((?<!again and )again|anew|once more|once again|one more time|(for )?(the|a) (second|third|fourth) time"
    r"|back on the (phone|line|telephone)"
    rf"|(a|the|by their|in their|at their) (second|third|fourth|next|further|new|fresh) {_REMOTE}(call|conversation|talk|time)"
    r"|(called|rang|phoned|telephoned) back|returned the call|resumed (it|the|their)"
    r"|(an?|one|two|three|four|some|several|\d+) (minute|hour|day)s? later"
    rf"|another {_REMOTE}(call|conversation|talk))\b(?! and again)"
)
_AGAIN = re.compile(
    r"\b(again|second|another|third|next|later|further|once more|fresh|new|also|too|as well|previous|earlier"
    r"|first (spoke|talked|phoned|called)|before|already|last)\b"
)
_FIRST_SINCE = re.compile(r"\bfirst (time|call|conversation|contact|talk|exchange)\b.*\bsince\b")
_COUNTED = re.compile(r"\b(it|this|that) (is|was|were|would be) (only |already |not )?the (first|second|third|fourth) ")
_NTH = re.compile(
    r"\b(?:the|their|a) (?:second|third|fourth|fifth|sixth) (?:(?:tele)?phone |telephonic |video |direct |such )?"
    r"(?:call|conversation|talk|contact|exchange)\b"
)
_REPEATED = re.compile(
    r"\b(and (then )?(once )?(again|twice) (on|in|at|later|early|late|yesterday|today|this|that|the (next|following|same)) )",
)
_ONE_DAY = rf"(?:(?:late |early )?on )?(?:{_WEEKDAY})(?: (?:{'|'.join(PARTS_OF_DAY)}))?"
_SOME_DAY = (
    rf"(?:(?:late|early|last|only|as late as) )?(?:on )?(?:the (?:night|evening|morning|afternoon) of )?(?:last )?"
    rf"(?:{_WEEKDAY}|yesterday|today|tonight|\d{{1,2}} (?:{_MONTH})|(?:{_MONTH}) \d{{1,2}}|the \d{{1,2}}(?:st|nd|rd|th)"
    rf"|(?:this|last) (?:{'|'.join(PARTS_OF_DAY)}))\b(?: (?:{'|'.join(PARTS_OF_DAY)})\b)?"
)
_RANKED = re.compile(
    rf"\b(?:one|another|the other|the (?:first|second|third|fourth|last|latest))(?: (?:one|call|conversation|time))?"
    rf"(?: of (?:them|these|which))?,?(?: (?:was|came|followed|took place|being|coming))?(?: held)? {_SOME_DAY}",
    re.I,
)
_ROW = re.compile(rf"{_SOME_DAY}(?:, {_SOME_DAY}){{,3}},? and (?:again |then |once more ){{,2}}{_SOME_DAY}", re.I)
_ONE = re.compile(_SOME_DAY, re.I)
_DAYS_IN_ROW = re.compile(
    rf"(?<!between )\b{_ONE_DAY}(?:, (?:then )?{_ONE_DAY}){{,5}},?"
    rf" and (?:then |also |once more |again |for a (?:third|fourth) time ){{,3}}{_ONE_DAY}\b"
    r"(?! (?:with|to|from)\b)",
    re.I,
)


def tells_second(sighting: Sighting, behind: int | None = None) -> bool:
    """Whether the words count this call apart from one before ("talked again", "a second call"); those behind token `behind`, where
    another call is told there."""
    sent, verb = sighting.head.sent, sighting.verb
    words = sent if behind is None else sent.doc[behind + 1 : sent.end]
    if behind is None and verb is not None and verb.tag_ == "VBG" and verb.dep_ == "advcl" and verb.i < verb.head.i:
        own = [t.i for t in verb.subtree]
        words = sent.doc[min(own) : max(own) + 1]  # "Talking with Lee, Xi once again praised him"
    text = words.text.lower()
    return sighting.kind != "reference" and not sighting.definite and bool(_SECOND.search(text)) and not _COUNTED.search(text)


def counts_one(sent: Span) -> bool:
    """Whether a sentence gives a call its place among those of a pair ("their second conversation")."""
    return bool(_NTH.search(sent.text))


def count_calls(sighting: Sighting) -> int:
    """How many calls of the same pair the clause tells at once: two in "called him on Saturday and again in the evening" or "had
    two conversations", as many as days in "spoke on Friday, Saturday and Monday"."""
    verb = sighting.verb
    if sighting.kind not in ("verb", "noun", "instrument", "plain") or verb is None:
        return 1
    if sighting.kind == "noun" and sighting.head.tag_ == "NNS" and (ranked := _count_ranked(sighting.head)) > 1:
        return ranked
    if any(c.dep_ == "aux" and c.lower_ in ("has", "have", "'ve", "had", "'d") for c in verb.children):
        return 1
    return max(_count_days(sighting, verb), 2 if _tells_two(sighting, verb) else 1)


def _count_ranked(calls: Token) -> int:
    """As many as have a day of their own in "two calls, the first on Friday, the second yesterday", "on Friday and again today"."""
    if not any(c.dep_ == "nummod" for c in calls.children):
        return 1
    behind = calls.doc[calls.i : calls.sent.end].text
    row = _ROW.search(behind)
    return len(_ONE.findall(row[0])) if row else len(_RANKED.findall(behind))


def _count_days(sighting: Sighting, verb: Token) -> int:
    """The weekdays that stand in a row behind the words of the call, where the call is what they date."""
    head = sighting.head
    begin = head.doc[min(head.i, verb.i)].idx - head.sent.start_char
    row = _DAYS_IN_ROW.search(head.sent.text, max(0, begin))
    if row is None:
        return 1
    behind = next((t for t in head.sent if t.idx - head.sent.start_char >= row.end()), None)
    if behind is not None and behind.pos_ in ("DET", "PROPN", "PRON"):
        return 1  # "rang the Syrian on Friday, and on Saturday the Lebanese"
    days = [t for t in head.sent if row.start() <= t.idx - head.sent.start_char < row.end() and t.lower_ in FULL_WEEKDAYS]
    return len({t.lower_ for t in days}) if days and _dates_call(days[0], verb, head) else 1


def _dates_call(day: Token, verb: Token, head: Token) -> bool:
    """Whether the parser hangs a day on the words of the call, or on somebody who was on the line."""
    for above in day.ancestors:
        if above in (verb, head):
            return True
        party = above.dep_ == "dobj" or (above.dep_ == "pobj" and above.head.lower_ in PARTY_PREPOSITIONS)
        if above.pos_ in ("VERB", "AUX") or (above.pos_ == "NOUN" and above.lower_ not in PARTS_OF_DAY and not party):
            return False
    return False


def _tells_two(sighting: Sighting, verb: Token) -> bool:
    head = sighting.head
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
