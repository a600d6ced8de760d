"""When words in quotation marks were said, of which day "today" in them is one.

Reads the parse and the timeline: the day stands with the verb of saying, in the same sentence or shortly before.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date

from services.extractor.dates.anchors import anchor_of
from services.extractor.dates.expressions import word_list
from services.extractor.dates.grammar import is_reporting
from services.extractor.dates.moment import Reading
from services.extractor.dates.statements import is_statement_time
from services.extractor.dates.timeline import Timeline
from services.extractor.tokens import Span
from services.extractor.types import Document

MARKS = "\"“”„«'"
PRONOUNS = frozenset(["he", "she", "i", "we"])
CLOSING, LONGEST = '"”\n', 400  # what ends words in quotation marks, and how far on
BEFORE = 2  # sentences before words in quotation marks that may tell when they were said


class Quotations:
    """The quoted words of one document."""

    def __init__(self, document: Document, timeline: Timeline) -> None:
        assert document.doc is not None
        self.document, self.doc, self.timeline = document, document.doc, timeline

    def holds(self, at: int, sent: Span) -> bool:
        """Whether character `at` of the sentence stands in quotation marks, counted in its paragraph."""
        begins = self.doc.text.rfind("\n", 0, sent.start_char) + 1
        opened, closed, straight = (self.doc.text.count(m, begins, at) for m in ("“", "”", '"'))
        return opened > closed or straight % 2 == 1

    def day_of(self, reading: Reading, sent: Span) -> date | None:
        """The day on which the words around `reading` were said ("We spoke today", he said on Tuesday); None where it stands in no
        quotation or the text does not tell. A quotation that opens with the time itself may be dated by the sentences before it."""
        if not self.holds(reading.expression.start, sent):
            return None
        own = self._day_of_saying(sent, reading) or self._day_behind(reading, sent)
        opens = self.doc.text[reading.expression.start - 1] in MARKS
        if own is not None or not (opens or self.doc.text[sent.start_char] in MARKS):
            return own
        number, quoting = bisect_left(self.document.sents, sent.start, key=lambda s: s.start), sent
        for before in self.document.sents[max(0, number - BEFORE) : number][::-1]:
            apart = "\n" in self.doc.text[before.start_char : sent.start_char].strip()
            whole = quoting is sent and self.doc.text[sent.end_char - 1] in MARKS  # nothing but the words that are said
            if (apart or not (opens or whole)) and not self._share_speaker(before, quoting):
                return None
            if day := self._day_of_saying(before, reading):
                return day
            quoting = before if quoting is sent and not (apart or self._speakers(sent)) else quoting
        return None

    def _day_behind(self, reading: Reading, sent: Span) -> date | None:
        """The day told where the quotation ends: "'We spoke today. He understands me,' X told a rally on Sunday"."""
        ends = next(
            (i for i in range(sent.end_char, min(sent.end_char + LONGEST, len(self.doc.text))) if self.doc.text[i] in CLOSING), 0
        )
        number = (
            bisect_left(self.document.sents, ends, key=lambda s: s.end_char) if ends and self.holds(sent.end_char, sent) else -1
        )
        return self._day_of_saying(self.document.sents[number], reading) if 0 <= number < len(self.document.sents) else None

    def _share_speaker(self, one: Span, other: Span) -> bool:
        """Whether the same name says what two sentences tell, or a pronoun what the second one quotes."""
        first, second = self._speakers(one), self._speakers(other)
        return bool(first & second) or bool(first and second and second <= PRONOUNS)

    def _speakers(self, sent: Span) -> set[str]:
        """The words for those who say something in a sentence."""
        verbs = (t for t in sent if is_reporting(t) or t.lemma_ in word_list("airing"))
        return {c.lower_ for t in verbs for c in t.children if c.dep_ == "nsubj"}

    def _day_of_saying(self, sent: Span, reading: Reading) -> date | None:
        """The day on which a sentence says that something was said."""
        told = (r for r in self.timeline.within(sent.start_char, sent.end_char) if r is not reading and r.day)
        others = (r for r in told if not self.holds(r.expression.start, sent))
        dated = [r for r in others if r.expression.kind in ("weekday", "written", "offset")]
        return next((r.day for r in dated if self._dates_saying(r)), None)

    def _dates_saying(self, reading: Reading) -> bool:
        anchor = anchor_of(self.doc, reading.expression)
        told = anchor is not None and (is_reporting(anchor) or anchor.lemma_.lower() in word_list("airing"))
        return told or is_statement_time(self.doc, reading.expression, set())
