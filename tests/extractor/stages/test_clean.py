"""Cleaning marks headline, body and litter without moving a character, and finds the days that a page gives for itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from services.extractor.page.blank import blank_litter, blank_sign_offs
from services.extractor.page.datelines import DATELINE
from services.extractor.page.litter import find_litter, load_litter_rules
from services.extractor.stages import clean
from services.extractor.types import Article, Block, Document

RULES = load_litter_rules()
ROWS = yaml.safe_load(Path(__file__).with_name("clean.yml").read_text(encoding="utf-8"))


def cleaned(text: str, title: str | None = None, published: str | None = None) -> Document:
    document = Document(Article("a", text, title, published))
    clean.read(document)
    return document


def lines_of(document: Document, kind: str) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.kind == kind]


@pytest.mark.parametrize(("rule", "line"), [(r, e) for r in RULES for e in r.examples])
def test_rule_knows_its_examples(rule, line):
    """Every example of a litter rule is litter to that very rule."""
    assert rule.matches(line)


@pytest.mark.parametrize(("rule", "line"), [(r, e) for r in RULES for e in r.rejects])
def test_rejects_are_litter_to_no_rule(rule, line):
    """What a rule rejects is prose that no other rule takes either."""
    assert find_litter(line) is None


@pytest.mark.parametrize("row", ROWS["pages"], ids=lambda row: row["id"])
def test_page_is_split(row):
    """Each page of the table gives exactly the headlines and paragraphs listed there."""
    document = cleaned(row["text"], row.get("title"), row.get("published"))
    assert lines_of(document, "headline") == row.get("headlines", [])
    assert lines_of(document, "body") == row.get("body", [])


@pytest.mark.parametrize("row", ROWS["days"], ids=lambda row: row["id"])
def test_days_of_the_page(row):
    """Day of publication and dateline are found where pages put them, and nowhere else."""
    document = cleaned(row["text"], row.get("title"), row.get("published"))
    assert document.published == row.get("found")
    assert document.dateline_day == row.get("dateline")


@pytest.mark.parametrize("row", ROWS["languages"], ids=lambda row: row["id"])
def test_language(row):
    """English full of foreign names is English; other languages are told by their code."""
    assert cleaned(row["text"]).language == row["language"]


@pytest.mark.parametrize("row", ROWS["pages"], ids=lambda row: row["id"])
def test_cleaning_twice_equals_once(row):
    """A text whose litter was blanked keeps every other block and holds no litter any more."""
    once = cleaned(row["text"], row.get("title"))
    blank = blank_litter(once.text, once.blocks)
    again = cleaned(blank, row.get("title"))
    assert len(blank) == len(once.text)
    assert again.blocks == [b for b in once.blocks if b.kind != "litter"]
    assert blank_litter(blank, again.blocks) == blank


@pytest.mark.parametrize("row", ROWS["pages"], ids=lambda row: row["id"])
def test_blocks_cover_the_text_in_order(row):
    """Blocks do not overlap, and only white space lies between them."""
    document, at = cleaned(row["text"]), 0
    for block in document.blocks:
        assert block.start >= at
        assert not document.text[at : block.start].strip()
        at = block.end
    assert not document.text[at:].strip()


def test_told_day_wins_over_the_page():
    """The day that came with the article counts, whatever the page says; a time stamp is cut to its day."""
    document = cleaned(
        "Updated: 3 May 2020\n\nThe two presidents spoke by telephone, the palace said.", None, "2020-05-02T23:10:00Z"
    )
    assert document.published == date(2020, 5, 2)


def test_huge_line_stays_quick():
    """A megabyte on one line is read in a moment and is no litter."""
    document = cleaned("The president called the chancellor and called again " * 20000)
    assert [b.kind for b in document.blocks] == ["body"]


def test_empty_text_has_no_blocks():
    """Nothing gives nothing, in an unknown language."""
    document = cleaned(" \n\n ")
    assert (document.blocks, document.language, document.published) == ([], "und", None)


@pytest.mark.parametrize("end", ["/.", " (End)", " Enditem", " /end/"])
def test_an_agencys_closing_mark_is_not_read(end):
    """What an agency puts behind its last full stop is no word of the report; an end that is told is."""
    text = "They agreed on the freedom of navigation." + end
    assert blank_sign_offs(text, [Block(0, len(text), "body")]).rstrip() == "They agreed on the freedom of navigation."
    told = "The war will come to an end."
    assert blank_sign_offs(told, [Block(0, len(told), "body")]) == told


@pytest.mark.parametrize(
    ("line", "opening"),
    [
        ("San José - The Minister of Foreign Affairs spoke by phone.", "San José - "),
        ("WINDHOEK, 16 JUN (NAMPA) - Namibian President Hage Geingob has called.", "WINDHOEK, 16 JUN (NAMPA) - "),
        ("Addis Ababa, 28 July 2022 (ENA) In a telephone conversation they spoke.", "Addis Ababa, 28 July 2022 (ENA) "),
        ("Paris - Berlin is what the line is called.", ""),
        ("Putin - Trump call ends.", ""),
    ],
)
def test_a_dateline_opens_a_report(line, opening):
    """Place, day and agency in front of the first words are a dateline, two names with a dash are none."""
    match = DATELINE.match(line)
    assert (match.group() if match else "") == opening
