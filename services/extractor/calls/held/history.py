"""Whether an account is history that only frames the news ("they last spoke on 13 April")."""

from __future__ import annotations

import re
from datetime import date

from services.extractor.calls.held.asides import without_asides
from services.extractor.calls.held.days import is_frame
from services.extractor.calls.held.perfect import past_perfect
from services.extractor.calls.words.sighting import Sighting
from services.extractor.dates.written import FULL_MONTHS, FULL_WEEKDAYS
from services.extractor.tokens import Token

RECALLING = {"recall", "remember", "recollect", "evoke"}
_MONTH, _WEEKDAY = "|".join(FULL_MONTHS), "|".join(FULL_WEEKDAYS)
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
    r"at (the|that) time",
    r"a fortnight ago",
    rf"back in (the |early |mid|late |spring|summer|autumn|fall|winter|{_MONTH}|(19|20)\d\d)",
    r"over the years",
    r"so far",
    r"in (19|20)\d\d",
    rf"(two|three|four|five|six|ten|several|few) {_LONG_UNITS} (earlier|ago|before)",
    r"(five|six|seven|eight|nine|ten|eleven|twelve|several|few) days (earlier|ago|before)",
    r"the (week|month|year) before",
)
_OF_ROUND = r"(?! (?:was|went|came) (?:with|to|from)\b)"  # "the last call was to Modi": the last of several
_LAST = _words(
    r"(two|three|four) days (earlier|ago|before)",
    r"(last|first) (spoke|talked|phoned|called|telephoned|spoken|rang|conversed)",
    r"(for )?the last time",
    r"for the first time",
    r"most recently",
    rf"last (phone |telephone )?(call|conversation){_OF_ROUND}",
    rf"(previous|earlier|first) {_REMOTE}(call|conversation|talk|round)s?",
    r"already",
    r"before that(?! (?:night|day|evening|morning|week|hour))",
    r"earlier",
    r"on that occasion",
)
_BEFOREHAND = _words("beforehand", rf"(before|prior to) (the|this|their|his|her) {_REMOTE}(call|conversation|talks?)")
_LEADING_UP = _words(
    r"before (leaving|travelling|traveling|departing|flying|setting|going|coming|meeting|arriving)",
    r"(before|ahead of|prior to) (the|this|their|his|her) (meeting|talks|visit|trip|session|summit|journey|departure|arrival)",
    r"the same (subject|issue|matter|topic|question)",
)
_ALWAYS = _words(
    r"last (spoke|talked|phoned|called|spoken|telephoned)",
    r"(they|two|both|men|leaders|sides|ministers|presidents|had|have|when|since) first (spoke|talked|phoned|called|spoken)",
    r"used to",
    r"(so far|until now|up to now|hitherto) (only )?(ever )?(spoken|talked|been in contact)",
    r"only (ever )?(spoken|talked)",
    rf"(their|his|her|the) last {_REMOTE}(call|conversation)(?! of){_OF_ROUND}",
    rf"(in|during) (their|his|her) (previous|earlier|preceding) {_REMOTE}(call|conversation)",
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
_YEARS = re.compile(
    rf"\b(?:in|early|late|mid|spring|summer|autumn|fall|winter|(?:{_MONTH})(?: \d{{1,2}},?)?),? (?:of )?((?:19|20)\d\d)\b", re.I
)
_MONTH_TOLD = re.compile(rf"\b(?:in|on|of|since) (?:\d{{1,2}} )?({_MONTH})\b(?!,? (?:\d{{1,2}}, )?(?:19|20)\d\d)", re.I)
_SAME_DAY = _words(
    r"earlier (in the (day|evening|morning|afternoon)|today|on (mon|tues|wednes|thurs|fri|satur|sun)day|that day)",
    r"the (day|night|evening) before",
    r"the previous (day|night|evening|morning|afternoon)",
    r"a day earlier",
)
_THAT_DAY = _words(
    r"too\b.*\bthat (very )?(day|night|evening|morning|afternoon|weekend)",
    r"the (very )?same (day|night|evening|morning|afternoon|weekend)",
)
INFORMING = {"tell", "inform", "brief", "update", "apprise", "acquaint"}
INFORMED = {"counterpart", "colleague", "president", "minister", "chancellor", "premier", "leader", "king", "he", "she"}
_NTH = _words(r"(first|second|third|fourth|last) time", r"(once|twice|(two|three|four|several|many) times) (before|already|since)")


def is_history(sighting: Sighting, in_lead: bool, calls_before: bool, news_before: bool = False) -> bool:
    """Whether the words around a cue put it before the news. `in_lead`: headline or first sentences of the article;
    `calls_before`: whether the article has told a call as news before this place; `news_before`: and not in a headline."""
    head = sighting.head
    told = " ".join(t.lower_ for t in head.subtree) if is_frame(sighting) else without_asides(sighting).lower()
    text = _SAME_DAY.sub(" ", told)
    if _ALWAYS.search(text) or is_counted_from(sighting.head) or _is_recalled(sighting.head):
        return True
    if calls_before and sighting.kind == "noun" and is_told_in_call(sighting.head):
        return True
    if (calls_before and _is_since_long(sighting.verb)) or (in_lead and news_before and _opens_long_before(sighting)):
        return True
    if in_lead:
        ahead = calls_before and (_is_told_of_before(sighting.verb) or bool(_BEFOREHAND.search(text)))
        return past_perfect(sighting.verb) and (ahead or bool(_IN_LEAD.search(text)))
    far, last, perfect = (
        bool(_LONG_AGO.search(text)),
        bool(_LAST.search(text) or _BEFOREHAND.search(text)),
        past_perfect(sighting.verb),
    )
    if not calls_before:
        beside = _is_relative(sighting.verb) or _LEADING_UP.search(text) is not None
        return perfect and (far or beside)
    beside = sighting.kind in ("plain", "instrument") and not _THAT_DAY.search(text)
    return far or (perfect and (last or beside))


def _is_since_long(verb: Token | None) -> bool:
    """ "He has also spoken to Zelensky since the war broke out": at some time in all those months."""
    if verb is None or verb.tag_ != "VBN" or not any(c.lower_ in ("has", "have", "'ve", "’ve") for c in verb.children):
        return False
    clauses = [c for c in verb.children if c.dep_ == "advcl" and any(g.lower_ == "since" and g.dep_ == "mark" for g in c.children)]
    counted = any(t.lower_ in ("first", "last", "not", "n't", "only") for t in verb.sent)
    return bool(clauses) and not counted


def _opens_long_before(sighting: Sighting) -> bool:
    """ "Two weeks ago Vucic called Putin": a time long before opens the sentence, ahead of whoever acts in it."""
    verb, sent = sighting.verb, sighting.head.sent
    acting = [c for c in verb.children if c.dep_ == "nsubj"] if verb is not None and verb.tag_ in ("VBD", "VBN") else []
    if not acting:
        return False
    front = sent.doc[sent.start : acting[0].left_edge.i]
    return _LONG_AGO.search(front.text.lower()) is not None and not any(t.pos_ in ("VERB", "AUX") for t in front)


def _is_relative(verb: Token | None) -> bool:
    """ "Thanked Modi, who had phoned him on Saturday": a call told beside something else."""
    return verb is not None and verb.dep_ == "relcl" and any(c.lower_ in ("who", "whom") for c in verb.children)


def _is_told_of_before(verb: Token | None) -> bool:
    """ "He had told parliament that he had spoken to Putin": even the telling lies before the news."""
    return verb is not None and verb.dep_ == "ccomp" and past_perfect(verb.head)


def _is_recalled(noun: Token) -> bool:
    """ "They recalled their telephone conversation of last month", "referring to the call"."""
    above = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "to" else noun.head
    led = noun.dep_ == "dobj" or (noun.dep_ == "pobj" and noun.head.lower_ == "to" and above.lemma_ == "refer")
    return led and above.lemma_ in RECALLING | {"refer"} and any(c.dep_ == "poss" for c in noun.children)


def is_told_in_call(noun: Token) -> bool:
    """ "Informed his counterpart about a series of telephone contacts with the Armenian leader": earlier than the call in which he
    did."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.dep_ == "pobj":
        noun = noun.head.head
    if noun.dep_ != "pobj" or noun.head.lower_ not in ("about", "of", "on"):
        return False
    above = noun.head.head
    verb = above.head if above.dep_ in ("dobj", "dative") else above  # where the parser hangs "about" on who was told
    if verb.lemma_ not in INFORMING or (verb.lemma_ == "tell" and noun.head.lower_ == "on"):
        return False  # "told him on a call"
    heard = [c for c in verb.children if c.dep_ in ("dobj", "dative")]
    return any(c.lemma_.lower() in INFORMED or c.ent_type_ == "PERSON" for c in heard)


def only_frames(text: str) -> bool:
    """Whether the words of a sentence make a call history wherever told ("last spoke", "two weeks earlier", "the first time")."""
    low = text.lower()
    return bool(_ALWAYS.search(low) or _LONG_AGO.search(_SAME_DAY.sub(" ", low)) or _NTH.search(low))


def years_told(text: str) -> set[int]:
    """The years that words of time tell ("in August 2008", "on 10 August 2008"), not those of a term of office ("1997 to 2007")."""
    return {int(year) for year in _YEARS.findall(text)}


def months_told(text: str, published: date) -> set[date]:
    """The first days of the months before publication that are told without a year ("on April 7", "in June")."""
    months = {FULL_MONTHS.index(name.lower()) + 1 for name in _MONTH_TOLD.findall(text)}
    return {date(published.year - (month > published.month), month, 1) for month in months}


def is_of_another_age(sighting: Sighting) -> bool:
    """Whether the sentence tells of years ago, when those who are out of office now may have been in it."""
    return bool(_ANOTHER_AGE.search(sighting.head.sent.text.lower()))


def is_counted_from(head: Token) -> bool:
    """ "… crossed the border, three days after the two had spoken": the call only dates the news."""
    token = head
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
