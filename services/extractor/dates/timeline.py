"""All time expressions of an article with what each means, read from top to bottom as a reader does.

Reads text, blocks, `published` and `dateline_day` of a document; keeps while reading which day was told last, so that "a day
earlier" and "that evening" find theirs, and which entry of a live page a line stands under. Needs no parse.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from services.extractor.dates.beside import day_beside, is_of_month, with_inline_day
from services.extractor.dates.events import counted_later, counts_from_event, event_day, from_event, names_dated, refers_back
from services.extractor.dates.expressions import Expression, find_expressions
from services.extractor.dates.jubilee import remembered_year
from services.extractor.dates.look_back import LookBack
from services.extractor.dates.moment import FUTURE, NARRATIVE_AGE, Moment, Reading
from services.extractor.dates.night import Night, is_elsewhere
from services.extractor.dates.resolve import resolve
from services.extractor.dates.story import (
    goes_back_beside,
    is_before_telling,
    is_beside_story,
    is_day_since,
    is_out_of_reach,
    last_told,
    tells_since,
)
from services.extractor.dates.tense import MAIN_CLAUSE, find_tense
from services.extractor.dates.weekdays import read_weekday
from services.extractor.dates.written import weekday_number
from services.extractor.dates.years import Years

_UNTIL_REACHED = re.compile(  # "it took them until Monday to talk": then they did
    r"\b(?:took|taken|takes|waited|(?:had|have) to wait|did(?: not|n't|n’t))\b[^.;:!?\n]* (?:until|till) [^.;:!?\n]+\Z"
)
_DATED_EVENT = re.compile(r" (?:the|his|her|its|their) (?:\w+ ){1,2}(?:of|on) (?:\d|[A-Z])")  # "the vote of 6 April"
_OF_SAME = re.compile(r" [a-z]+ing\b")  # "three days before leaving": of whom or what has just been told


@dataclass
class Timeline:
    """The readings of a text in order. `at` gives the day that "today" means at a character."""

    readings: list[Reading] = field(default_factory=list)
    published: date | None = None
    entries: list[tuple[int, date | None]] = field(default_factory=list)
    today: date | None = None
    headings: list[tuple[int, int]] = field(default_factory=list)
    assumed: set[int] = field(default_factory=set)  # where "that night" and "soon after" begin that nothing told goes before

    def within(self, start: int, end: int) -> list[Reading]:
        """Readings whose expression begins in the characters from `start` to `end`."""
        first = bisect_left(self.readings, start, key=lambda r: r.expression.start)
        last = bisect_left(self.readings, end, lo=first, key=lambda r: r.expression.start)
        return self.readings[first:last]

    def at(self, position: int) -> date | None:
        """The day that "today" means at `position`: of the entry of a live page, else of the dateline or publication."""
        entry = self.entry(position)
        return entry[1] if entry else self.today

    def entry(self, position: int) -> tuple[int, date] | None:
        """The dated heading under which `position` stands: where it ends, and its day."""
        index = bisect_right(self.entries, position, key=lambda entry: entry[0]) - 1
        end, day = self.entries[index] if index >= 0 else (0, None)
        return (end, day) if day else None


@dataclass(frozen=True)
class Setting:
    """What a reader knows before reading. `entries`: dated headings of a live page; `hours`: where entries begin that have the hour
    alone; `skip`: datelines, which are the time of nothing; `headings`: lines of headlines, which no later word refers back to;
    `find_election` knows when people voted; `is_aside` whether an expression stands in a clause beside the story, which later
    sentences do not refer back to; `is_statement` whether it is the time of saying so; `is_of_picture` whether it is that of a
    picture; `story` when the text looks back on."""

    published: date | None = None
    today: date | None = None
    entries: tuple[tuple[int, date | None], ...] = ()
    hours: Sequence[int] = ()
    skip: tuple[tuple[int, int], ...] = ()
    headings: tuple[tuple[int, int], ...] = ()
    find_election: Callable[[str], date | None] | None = None
    is_aside: Callable[[Expression], bool] | None = None
    is_statement: Callable[[Expression], bool] | None = None
    is_of_picture: Callable[[Expression], bool] | None = None
    story: date | None = None


def read_timeline(text: str, setting: Setting) -> Timeline:
    """The timeline of `text`."""
    published = setting.published
    line = Timeline([], published, list(setting.entries), setting.today, list(setting.headings))
    told: tuple[int, date] | None = None
    main: tuple[int, date] | None = None
    narrated: date | None = None
    titled: date | None = None
    since: tuple[int, date] | None = None
    named: dict[str, date] = {}
    dated: list[tuple[int, dict[str, date]]] = []
    uncounted: list[int] = []
    stated: set[int] = set()  # where days of saying so end
    passing: set[int] = set()  # where days end that are counted beside the story ("who only the day before had sat with him")
    years, night, past = Years(text), Night(text), LookBack(published)
    of_old = years.told_near(setting.story) if setting.story else None
    remembered = of_old or remembered_year(text, published)
    hours = [] if line.entries else setting.hours
    above, passed = None, 0
    for one in find_expressions(text):
        if hours and (under := bisect_right(hours, one.start)) > passed:  # another entry of a live page, with scenes of its own
            above = above if passed else (told, main)
            (told, main), passed = above or (None, None), under
        if any(start <= one.start < end for start, end in setting.skip) or is_elsewhere(text, one):
            continue
        last = last_told(text, one, told, main, passing)
        moment = Moment(
            published,
            line.at(one.start),
            last[1] if last else None,
            narrated,
            find_tense(text, one),
            years,
            remembered,
            of_old=of_old,
        )
        if (
            past.is_one
            and main
            and one.kind in ("weekday", "month", "holiday")
            and not (setting.is_statement and setting.is_statement(one))
        ):
            moment = replace(moment, tale=main[1])
        if line.entries and (day := line.at(one.start)):
            moment = replace(moment, published=day)
        if one.kind == "near":
            moment = replace(moment, told=event_day(text, one, named, None) or moment.told)
        if is_before_telling(text, one):
            moment = replace(moment, told=line.at(one.start) or moment.told)
        if one.kind == "clock" and last is None and titled:
            moment = replace(moment, told=titled)
        of_event = one.kind == "near" and counts_from_event(text, one)
        if last and (is_out_of_reach(text, one, last[0]) or (of_event and last[0] in stated and "\n" in text[last[0] : one.start])):
            moment = replace(moment, told=None)  # "said on Sunday.\n In the hours after the strike …"
        if since and not (told and told[0] > since[0]) and is_day_since(text, one, since[0]):
            moment = replace(moment, told=since[1])
        reading = resolve(one, moment)
        if one.kind in ("follow", "near") and moment.told is None:
            line.assumed.add(one.start)
        if moment.told is None and of_event:
            uncounted.append(len(line.readings))
        if one.kind == "event" and (beside := day_beside(line, one, text)):
            reading = Reading(one, beside.isoformat(), one.rule.id)
        elif one.kind == "event":
            find_vote = None if _DATED_EVENT.match(text, one.end) else setting.find_election
            own = event_day(text, one, named, find_vote) or narrated
            known = moment.told if refers_back(text, one) else own or (moment.told if _OF_SAME.match(text, one.end) else None)
            reading = from_event(reading, known)
            if reading.value is None:
                uncounted.append(len(line.readings))
        if reading.boundary and _UNTIL_REACHED.search(text, max(0, one.start - MAIN_CLAUSE), one.end):
            reading = replace(reading, boundary=False)
        if one.kind == "near" and is_of_month(line, one, text):
            reading = replace(reading, value=line.readings[-1].value)
        early = night.turn(reading, moment)
        if early is not reading and early.day:
            reading, told, main = early, (one.end, early.day), (one.end, early.day)
        line.readings.append(reading)
        if one.kind == "night" and (morning := read_weekday(one, replace(moment, tense=None))[0]) and isinstance(morning, date):
            told = main = (one.end, morning)
        if setting.is_of_picture and setting.is_of_picture(one):
            continue
        if reading.day is None or moment.tense == FUTURE or moment.is_before(reading.day):
            continue
        if any(start <= one.start < end for start, end in line.headings):
            titled = reading.day if one.kind == "weekday" else titled
            continue
        if one.written.weekday is not None if one.written else one.words.get("dom") and one.kind == "weekday":
            narrated = reading.day
        reached = one.words.get("prep", "").lower() == "by" and moment.tense != FUTURE  # "by Saturday nobody wanted to wait"
        if one.kind not in ("clock", "near") and (reached or not reading.boundary) and not (told and goes_back_beside(text, one)):
            told = (one.end, reading.day)
            if setting.is_statement and setting.is_statement(one):
                stated.add(one.end)
            if not is_beside_story(text, reading, main, setting):
                main = told
                past.note(reading)
            elif one.kind == "follow":
                passing.add(one.end)
        if tells_since(text, one, told):
            since = (one.end, reading.day) if reading.day else None
        dated.append((one.start, dict.fromkeys(names_dated(text, one), reading.day)))
        named.update(dated[-1][1])
    for n in uncounted:
        line.readings[n] = counted_later(line.readings[n], text, dated, line.readings)
    tale = _first_of_tale(line)
    line.readings = [_before_tale(r, tale) for r in line.readings]
    line.readings = [with_inline_day(r, line, text) for r in line.readings]
    return line


def _first_of_tale(line: Timeline) -> date | None:
    """The first day told with weekday and date, where it lies long before the day of writing."""
    dated = (r.day for r in line.readings if r.expression.written and r.expression.written.weekday is not None and r.day)
    day = next(dated, None)
    return None if day is None or (line.published and line.published - day <= NARRATIVE_AGE) else day


def _before_tale(reading: Reading, first: date | None) -> Reading:
    """ "On the Monday" at the beginning of a tale means the Monday before the first day that is told with its date."""
    one = reading.expression
    if first is None or (one.kind, one.rule.pick) != ("weekday", "told") or reading.basis != one.rule.id:
        return reading
    back = (first.weekday() - weekday_number(one.words["weekday"])) % 7
    return replace(reading, value=(first - timedelta(days=back)).isoformat(), basis="dates.weekday-before-told-day")
