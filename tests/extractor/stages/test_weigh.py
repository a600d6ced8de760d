"""How likely a call is one follows from its clues alone, and unlikely ones are not told."""

from __future__ import annotations

import pytest

from benchmarks.call_training import first_readings, learn_trust
from services.extractor.calls.filing.judge import BASE, SUREST, THRESHOLD, THRESHOLD_ALONE, TRUST, is_likely, judge, load_weights
from services.extractor.stages import assemble, weigh
from tests.extractor.told import told_call

WEIGHTS = {BASE: 0.0, "for": 2.0, "against": -2.0, "proof": 50.0}


@pytest.mark.parametrize(
    ("clues", "expected"),
    [
        ([], 0.5),
        (["for"], 0.8808),
        (["against"], 0.1192),
        (["against", "for", "unheard of"], 0.5),
        (["proof"], SUREST),
    ],
)
def test_judge(clues, expected):
    """The sum of the weights is the log odds."""
    assert judge(clues, WEIGHTS) == expected


def test_trust_scales_the_log_odds():
    """What is believed half is said half as surely, on either side of an even chance."""
    assert judge(["for"], {**WEIGHTS, TRUST: 0.5}) == 0.7311
    assert judge(["against"], {**WEIGHTS, TRUST: 0.5}) == 0.2689


def test_trust_is_what_first_readings_teach():
    """Of readings that were right as often as they said all is believed; of surer ones less; the weights hold what was learned."""
    even = [(1.0986, True)] * 3 + [(1.0986, False)]
    assert learn_trust(even) == pytest.approx(1.0, abs=0.001)
    assert learn_trust([(2.1972, right) for _, right in even]) == pytest.approx(0.5, abs=0.001)
    assert load_weights()[TRUST] == learn_trust(first_readings())


def test_told_whole_is_surer():
    """A call whose sentence names everybody is likelier than one that the context completes."""
    whole, supplied = {"parties told", "parties in sentence", "told once whole"}, {"parties supplied", "reported", "some not held"}
    assert judge(supplied, load_weights()) < judge(whole, load_weights())


def test_unlikely_calls_are_not_told():
    """A call below the threshold stays in the document and is not printed."""
    document = told_call("They spoke of fish.")
    weigh.run(document)
    call = document.calls[0]
    assert "topics" not in call.clues
    call.confidence = THRESHOLD
    assert len(assemble.build_calls(document)) == 1
    call.confidence = THRESHOLD - 0.01
    assert assemble.build_calls(document) == []


def test_an_only_call_has_to_be_surer():
    """What an article tells but once, of somebody whom the context supplies, is told only if it is likely by itself."""
    alone = {"only call", "parties supplied"}
    assert not is_likely(THRESHOLD, alone)
    assert is_likely(THRESHOLD_ALONE, alone)
    assert is_likely(THRESHOLD, {*alone, "accounts several"})
