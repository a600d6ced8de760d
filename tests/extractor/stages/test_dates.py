"""Time expressions mean the day a reader takes them for, and each call gets the day of the conversation itself."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from time import process_time

import pytest
import yaml

from services.extractor.dates.expressions import find_expressions, load_date_rules
from services.extractor.dates.headings import find_entries
from services.extractor.dates.holidays import easter
from services.extractor.dates.timeline import Setting, read_timeline
from services.extractor.stages import clean, dates, parse
from services.extractor.types import Article, Call, Cue, Document, Entity, Mention

TABLE = yaml.safe_load(Path(__file__).with_name("dates.yml").read_text(encoding="utf-8"))
PUBLISHED = date(2024, 5, 15)


def as_text(value: object) -> str | None:
    return None if value is None else str(value)


@pytest.mark.parametrize("row", TABLE["readings"], ids=lambda row: row["id"])
def test_reading(row):
    """Each expression of the table means the day, the month or nothing."""
    published = row.get("published", PUBLISHED)
    timeline = read_timeline(row["text"], Setting(published=published, today=row.get("dateline", published)))
    if row.get("none"):
        assert [r.expression.text for r in timeline.readings] == []
        return
    found = [r for r in timeline.readings if not row.get("words") or row["words"].lower() in r.expression.text.lower()]
    assert found, [r.expression.text for r in timeline.readings]
    reading = found[-1]
    assert reading.value == as_text(row["expected"]), reading.basis
    assert row["text"][reading.expression.start : reading.expression.end] == reading.expression.text
    assert reading.basis.startswith("dates.")


def marked_document(row: dict) -> Document:
    """A parsed document whose cues are the words between stars, with parties named by one word each."""
    text = row["text"].replace("*", "")
    marks = [m.start() - 2 * n for n, m in enumerate(re.finditer(r"\*\w", row["text"]))]
    document = Document(Article("a", text, None, as_text(row.get("published", PUBLISHED))))
    clean.read(document)
    parse.run(document, parse.load_parser())
    people: dict[str, Entity] = {}
    parties = row.get("parties") or [["Here", "There"]] * len(marks)
    for index, names in enumerate(parties):
        members = [people.setdefault(n, Entity(len(people), n, n[:2].upper())) for n in names]
        mark = marks[min(index, len(marks) - 1)]
        head = next(t for t in document.doc if t.idx == mark)
        sent = next(n for n, s in enumerate(document.sents) if s.start <= head.i < s.end)
        document.calls.append(Call(members, [Cue(head.i, head.i + 1, head.i, sent, "test")]))
    for token in document.doc:
        if token.text in people:
            document.mentions.append(Mention(token.i, token.i + 1, token.i, "name", [people[token.text]]))
    return document


@pytest.mark.parametrize("row", TABLE["calls"], ids=lambda row: row["id"])
def test_call_gets_its_day(row):
    """Each call of the table gets its own day, with the words that tell it."""
    document = marked_document(row)
    dates.assign(document)
    assert [c.date for c in document.calls] == [as_text(v) for v in row["expected"]]
    for call in document.calls:
        if call.date:
            assert document.text[call.date_quote.start : call.date_quote.end] == call.date_quote.text
            assert call.date_basis == call.rules["date"]


@pytest.mark.parametrize(("rule", "words"), [(r, e) for r, _ in load_date_rules() for e in r.examples], ids=str)
def test_rule_knows_its_examples(rule, words):
    """Every example of a row is found by that row."""
    assert rule.id in [e.rule.id for e in find_expressions(f"They spoke {words} by phone.")]


@pytest.mark.parametrize(("rule", "words"), [(r, e) for r, _ in load_date_rules() for e in r.rejects], ids=str)
def test_rule_leaves_its_rejects(rule, words):
    """No reject of a row is found by that row."""
    assert rule.id not in [e.rule.id for e in find_expressions(f"They spoke {words} by phone.")]


def test_live_page_entries_have_their_own_today():
    """Under a dated heading of a live page, "today" is that heading's day."""
    text = "FRIDAY, JAN. 15\n\nThey spoke this morning.\n\nWEDNESDAY, JAN. 13\n\nHe called Oslo today."
    lines = [(m.start(), m.end()) for m in re.finditer(r"^[A-Z]+, JAN.*$", text, re.M)]
    told = [(m.start(), m.end()) for m in re.finditer(r"^(?:They|He) .*$", text, re.M)]
    entries = find_entries(text, lines, date(2010, 1, 15), told)
    assert not find_entries(text, lines, date(2010, 1, 15), told[:1]), "a stamp with nothing under it heads nothing"
    timeline = read_timeline(text, Setting(published=date(2010, 1, 15), today=date(2010, 1, 15), entries=tuple(entries)))
    values = {r.expression.text: r.value for r in timeline.readings}
    assert (values["this morning"], values["today"]) == ("2010-01-15", "2010-01-13")


def test_easter_moves():
    """Easter Sundays of some years, from the church calendar."""
    assert [easter(y) for y in (1991, 2000, 2008, 2024)] == [
        date(1991, 3, 31),
        date(2000, 4, 23),
        date(2008, 3, 23),
        date(2024, 3, 31),
    ]


def test_many_expressions_stay_quick():
    """Tens of thousands of expressions are read in time that grows with the text, not with its square."""
    text = "He called on Monday and on 5 March and a day later. On the Friday, hours after the vote, he rang. " * 3000
    start = process_time()
    timeline = read_timeline(text, Setting(published=PUBLISHED, today=PUBLISHED))
    assert len(timeline.readings) == 15000
    assert process_time() - start < 20


def test_no_time_is_told_across_lines():
    """Expressions are looked for line by line: no pattern takes in a line break."""
    for rule, pattern in load_date_rules():
        for example in rule.examples:
            broken = example.replace(" ", "\n")
            assert not any("\n" in match.group() for match in pattern.finditer(broken)), (rule.id, example)
