"""Gives calls that are told as news the day of the telling, where nothing else dates them: "has just spoken", a live page's entry.

Reads a document with parse and calls, and its timeline.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from itertools import takewhile

from services.extractor.dates.anchors import anchor_of, call_tokens
from services.extractor.dates.clauses import WEAK
from services.extractor.dates.expressions import DateRule, Expression, word_list
from services.extractor.dates.grammar import auxiliaries, is_pluperfect, is_reporting, just_now
from services.extractor.dates.headings import find_hours, find_opening
from services.extractor.dates.moment import Reading
from services.extractor.dates.scenes import SceneSearch
from services.extractor.dates.search import Find, first_cue
from services.extractor.dates.statements import dates_statement
from services.extractor.tokens import Token
from services.extractor.types import Call, Cue

ENTRY = DateRule("dates.entry", "written", "")
JUST_NOW = DateRule("dates.just-now", "offset", "")
LIVE = DateRule("dates.live", "written", "")
AFTER = {"after", "following"}
BESIDE = {"after", "following", "before", "between", "during"}
OCCASION_SENTENCES = 3
PERFECT = {"has", "have", "'s", "'ve", "’s", "’ve"}
OWNING = ("'s", "’s")


class NewsSearch(SceneSearch):
    """The search for the day of the telling."""

    def from_telling(self, call: Call) -> Find | None:
        """For a call that has just ended ("has just spoken with"): the day on which the text tells so."""
        for cue in self.cues(call):
            word = just_now(self.doc[cue.head])
            day = self.timeline.at(word.idx) if word is not None else None
            if word is None or day is None or any(r.day for r in self.readings(cue.sent)):
                continue
            return self.told_outside(JUST_NOW, word.idx, word.idx + len(word), day, cue)
        return None

    def told_outside(self, rule: DateRule, start: int, end: int, day: date, cue: Cue) -> Find:
        """The find of a day that no time expression tells, but the words from `start` to `end`."""
        one = Expression(start, end, self.document.text[start:end], rule)
        return Find(Reading(one, day.isoformat(), rule.id), WEAK, cue.sent, day.isoformat(), rule.id)

    def from_entry(self, call: Call) -> Find | None:
        """For a call that is told as news under a dated heading of a diary, round-up or live page: the day of the heading. What
        somebody says of a call there may have been told on another day."""
        if call.background or not call.cues or is_pluperfect(self.doc[first_cue(call)]):
            return None
        cue = self.cues(call)[0]
        head = self.doc[cue.head]
        entry = self.timeline.entry(head.idx)
        carrying = call_tokens(head)  # "has told him by phone" says itself what is news
        if entry is None or self._dates_other(call) or any(is_reporting(a) and a.i not in carrying for a in head.ancestors):
            return None
        end, day = entry
        text = self.document.text
        line = text[text.rfind("\n", 0, end) + 1 : end]
        start = end - len(line.lstrip())
        if opening := find_opening(text, end):
            start, end = end + opening.start, end + opening.end
        return self.told_outside(ENTRY, start, end, day, cue)

    def from_aftermath(self, call: Call) -> Find | None:
        """For a call that is told as news and came after something of the day of publication: that day ("a call after the release
        of the crew on Saturday" in a story of Saturday)."""
        today = self.document.published
        if call.background or not call.cues or today is None or is_pluperfect(self.doc[first_cue(call)]):
            return None
        cue = self.cues(call)[0]
        carrying = call_tokens(self.doc[cue.head])
        for reading in self.readings(cue.sent):
            anchor = anchor_of(self.doc, reading.expression) if reading.day == today else None
            below = (
                [anchor, *anchor.ancestors] if anchor is not None and not (anchor.pos_ == "VERB" and is_reporting(anchor)) else []
            )
            below = list(takewhile(lambda word: word.i not in carrying, below))
            links = [t for word in below for t in (word, *word.children) if t.lower_ in AFTER]
            if any((t.dep_ == "prep" and t in below) or (t.dep_ == "mark" and t.head in below) for t in links):
                return Find(reading, WEAK, cue.sent, reading.value, "dates.aftermath")
        return None

    def from_occasion(self, call: Call) -> Find | None:
        """For a call right before, after or between what takes hours at most ("had been briefed by telephone before the session"):
        the only day told in its sentence, or else in the last sentence before that tells one."""
        cue = self.cues(call)[0] if call.cues else None
        carrying = [self.doc[i] for i in call_tokens(self.doc[cue.head])] if cue else []
        occasion = next((noun for word in carrying for noun in _occasions(word)), None)
        if cue is None or occasion is None:
            return None
        for n in range(cue.sent, max(-1, cue.sent - 1 - OCCASION_SENTENCES), -1):
            told = [(r, anchor_of(self.doc, r.expression)) for r in self.readings(n) if r.day and not r.boundary]
            told = [(r, a) for r, a in told if not (self.lies_ahead(r) or dates_statement(self.doc, r.expression, a))]
            if told:
                plain = len({r.day for r, _ in told}) == 1 and all(a != occasion for _, a in told)
                return Find(told[-1][0], WEAK, n, told[-1][0].value, "dates.occasion") if plain else None
        return None

    def from_live(self, call: Call) -> Find | None:
        """For a call that an entry of a live page, headed by the hour alone, tells as news: that of the page or heading."""
        cue = self.cues(call)[0] if call.cues else None
        today = self.timeline.at(self.doc[cue.head].idx) if cue else None
        if call.background or cue is None or today is None or not self._hours:
            return None
        hour = max((h for h in self._hours if h.start() <= self.doc[cue.head].idx), key=lambda h: h.start(), default=None)
        if hour is None or any(r.day for r in self.readings(cue.sent)):
            return None
        verbs = [self.doc[i] for i in call_tokens(self.doc[cue.head]) if self.doc[i].pos_ in ("VERB", "AUX")]
        if not any(auxiliaries(v) & PERFECT or (v.tag_ in ("VBZ", "VBP", "VBD") and not is_pluperfect(v)) for v in verbs):
            return None
        return self.told_outside(LIVE, hour.start(), hour.end(), today, cue)

    @cached_property
    def _hours(self) -> list[re.Match[str]]:
        return find_hours(self.document.text)

    def _dates_other(self, call: Call) -> bool:
        """Whether the sentence that tells the call first has a day, which is that of something else; one that only says which vote
        or visit is meant is none."""
        told = next((c for c in self.cues(call) if c.sent not in self.document.headline_sents), None)
        return told is not None and any(r.day and r.expression.text[-2:] not in OWNING for r in self.readings(told.sent))


def _occasions(word: Token) -> list[Token]:
    """What takes hours at most and what a word is told to be before, after or on: "called him after the ceremony", "on his way"."""
    links = [c for c in (*word.children, word.doc[word.sent.start]) if c.dep_ == "prep"]
    pairs = [(link, noun) for link in links for noun in link.children if noun.dep_ == "pobj"]
    nouns = [noun for link, noun in pairs if _names_hours(noun, "short_occasions" if link.lower_ in BESIDE else "journeys")]
    return [noun for noun in nouns if any(c.dep_ == "poss" or c.lower_ == "the" for c in noun.children)]


def _names_hours(noun: Token, words: str) -> bool:
    """Whether the noun, or the one put before it ("flight home"), is of a list."""
    return any(t.lemma_.lower() in word_list(words) for t in (noun, *noun.children) if t is noun or t.dep_ == "compound")
