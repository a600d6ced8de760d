"""Each sentence is read for the call it speaks of: what follows the cue is, history, other occasions and other people are not."""

from __future__ import annotations

import pytest

from services.extractor.account.actors import Actors
from services.extractor.account.scope import find_scope
from services.extractor.rules.scope_rules import load_scope_rules
from services.extractor.types import Call, Cue
from tests.extractor.told import LEAD, NAMES, told_call

ROWS = load_scope_rules().rows


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_pattern(row):
    """Each pattern is found in its examples and not in its rejects."""
    pattern = load_scope_rules().patterns[row.id]
    find = pattern.match if row.id in {"joint", "enumerated"} else pattern.search
    assert row.examples
    assert all(find(text) for text in row.examples)
    assert not any(find(text) for text in row.rejects)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The two leaders spoke of fish.", True),
        ("He urged calm, the palace said.", True),
        ("The conversation lasted an hour.", True),
        ("Shares fell by two percent.", False),
        ("In 2009 the two countries built a bridge.", False),
        ("In a speech on Sunday Moreau promised tax cuts.", False),
        ("Analyst Peter Brandt said it was late.", False),
    ],
)
def test_next_paragraph(text, told):
    """A paragraph after the cue belongs to the call as long as it reports on it."""
    document = told_call(text)
    calls = find_scope(document, Actors(document)).calls_of[1]
    assert bool(calls) == told


def test_background_ends_the_account():
    """What stands behind an older call in the same paragraph belongs to that one."""
    document = told_call("They had last spoken in May. He promised aid then.")
    document.calls.append(
        Call(document.calls[0].participants, [Cue(0, 1, document.sents[1].root.i, 1, "test", "background")], background=True)
    )
    assert find_scope(document, Actors(document)).calls_of[1:] == [[], []]


def test_each_call_of_a_round():
    """Names tell two calls apart; "each of them" means both."""
    document = told_call("Moreau told each of them that aid was on its way.", LEAD + " He also rang Adler.")
    second = next(i for i, sent in enumerate(document.sents) if "Adler" in sent.text)
    document.calls.append(Call([NAMES["Moreau"], NAMES["Adler"]], [Cue(0, 1, document.sents[second].root.i, second, "test")]))
    assert len(find_scope(document, Actors(document)).calls_of[-1]) == 2
