"""Which reports are of one call: people, days, channels, quotation; and that the order they come in does not matter."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared.merging.telling import LE_DRIAN, MACRON, MERKEL, PRISONERS, TRUCE, Telling, call, group

MATTERS = ("the gas pipeline through Moldova", "wheat exports", "the election in Georgia")


def tell(name: str, *calls: dict[str, Any], **more: Any) -> Telling:
    return Telling(name, list(calls), **more)


def together(*articles: Telling) -> bool:
    """Whether the articles' reports, one each, are of one call; told from either end."""
    found = group(*articles)
    assert found == group(*reversed(articles))
    return len(found) == 1


SAME = {
    "people in another order": call(people=(MACRON, MERKEL)),
    "another spelling": call(people=(MERKEL, ("Emanuel Macron", "FR", None))),
    "a shorter name": call(people=(MERKEL, ("Macron", "FR", None))),
    "a side by its office": call(people=(MERKEL, (None, "FR", "president"))),
    "channel not told": call(channel="unknown"),
}
OTHER = {
    "another day": call("2018-03-10"),
    "another person": call(people=(MERKEL, LE_DRIAN)),
    "another state": call(people=(MERKEL, ("Emmanuel Macron", "EU", None))),
    "one side more": call(people=(MERKEL, MACRON, ("Theresa May", "GB", None))),
    "only a month, nothing in common": call("2018-03"),
    "no day, nothing in common": call(None),
    "nobody named": call(people=((None, "DE", None), (None, "FR", None))),
    "by video, nothing in common": call(channel="video"),
}


@pytest.mark.parametrize("other", SAME.values(), ids=SAME)
def test_same_people_and_day_are_one_call(other: dict[str, Any]) -> None:
    """By who they are, not by how they are written."""
    assert together(tell("a", call()), tell("b", other))


@pytest.mark.parametrize("other", OTHER.values(), ids=OTHER)
def test_anything_less_stays_apart(other: dict[str, Any]) -> None:
    """A wrong merge is worse than a missed one."""
    assert not together(tell("a", call()), tell("b", other))


def test_office_that_two_could_hold_stays_apart() -> None:
    """The same day, two Frenchmen, and "Paris": nobody knows which."""
    whole = group(
        tell("a", call()), tell("b", call(people=(MERKEL, LE_DRIAN))), tell("c", call(people=(MERKEL, (None, "FR", None))))
    )
    assert len(whole) == 3


def test_offices_that_differ_are_two_people() -> None:
    """A leader may be any head of state or government, and no minister."""

    def told(role: str) -> dict[str, Any]:
        return call(people=(MERKEL, (None, "FR", role)))

    assert together(tell("a", told("leader")), tell("b", told("prime minister")))
    assert not together(tell("a", told("leader")), tell("b", told("foreign minister")))
    assert not together(tell("a", told("president")), tell("b", told("prime minister")))


def test_fathers_and_sons_are_two_people() -> None:
    """Initials and given names tell them apart."""
    names = ("George W. Bush", "George H. W. Bush"), ("Kim Jong Un", "Kim Jong Il"), ("Raúl Castro", "Fidel Castro")
    for one, other in names:
        first, second = (call(people=(MERKEL, (name, "XX", None))) for name in (one, other))
        assert not together(tell("a", first), tell("b", second))


def test_two_calls_of_one_article_are_two_and_others_find_theirs() -> None:
    """By what they say; who says nothing stands apart from both, but with others like him."""
    both = tell("a", call(outcomes=[TRUCE], topics=MATTERS[:1]), call(outcomes=[PRISONERS], topics=MATTERS[1:2]))
    first, second = tell("b", call(outcomes=[TRUCE])), tell("c", call(outcomes=[PRISONERS]))
    vague = tell("d", call()), tell("e", call())
    assert group(both, first, second, *vague) == {
        frozenset([("a", 0), ("b", 0)]),
        frozenset([("a", 1), ("c", 0)]),
        frozenset([("d", 0), ("e", 0)]),
    }


def test_copies_of_two_calls_make_two_events() -> None:
    """Forty papers print an agency's account of a morning and an evening call."""
    calls = call(evidence=f"In the morning {TRUCE}."), call(evidence=f"In the evening {PRISONERS}.")
    found = group(*(tell(f"{number:02}", *calls, text=f"agency copy {TRUCE}") for number in range(40)))
    assert sorted(len(reports) for reports in found) == [40, 40]


def test_video_and_telephone_are_one_where_they_speak_alike() -> None:
    """One paper may well mistake the channel; who tells none goes with the more."""
    assert together(tell("a", call(topics=MATTERS)), tell("b", call(channel="video", topics=MATTERS)))
    phone, video = [tell("a", call()), tell("b", call())], tell("c", call(channel="video"))
    assert frozenset([("c", 0)]) in group(*phone, video, tell("d", call(channel="unknown")))


def test_midnight_between_two_capitals() -> None:
    """Quotation joins two days, like matters do not: leaders do speak on consecutive days."""
    first, second = call("2018-03-09", outcomes=[TRUCE, PRISONERS]), call("2018-03-10", outcomes=[TRUCE, PRISONERS])
    assert together(tell("a", first), tell("b", second))
    assert not together(tell("a", call("2018-03-09", topics=MATTERS)), tell("b", call("2018-03-10", topics=MATTERS)))
    assert not together(tell("a", first), tell("b", second, call("2018-03-09", channel="video")))


def test_midnight_does_not_chain() -> None:
    """What would join the day before and the day after joins neither."""
    days = ("2018-03-09", "2018-03-10", "2018-03-11")
    assert len(group(*(tell(day, call(day, outcomes=[TRUCE, PRISONERS])) for day in days))) == 3


def test_undated_report_joins_by_quotation() -> None:
    """However long after, unless it was published before the day."""
    dated = tell("a", call(outcomes=[TRUCE]))
    assert together(dated, tell("b", call(None, outcomes=[TRUCE])))
    assert together(dated, tell("b", call(None, outcomes=[TRUCE]), published_at="2018-03-11"))
    assert not together(dated, tell("b", call(None, outcomes=[TRUCE]), published_at="2018-03-08"))
    assert together(dated, tell("b", call("2018-03", outcomes=[TRUCE])))


def test_undated_report_joins_by_matters_within_its_week() -> None:
    """News only, and only where one call fits."""
    dated = tell("a", call(topics=MATTERS))
    late = {"published_at": "2018-03-12"}
    assert together(dated, tell("b", call(None, topics=MATTERS), **late))
    assert not together(dated, tell("b", call(None, topics=MATTERS)))
    assert not together(dated, tell("b", call(None, topics=MATTERS, background=True), **late))
    assert not together(dated, tell("b", call(None, topics=MATTERS), published_at="2018-03-18"))
    rival = tell("c", call("2018-03-11", topics=MATTERS))
    assert len(group(dated, rival, tell("b", call(None, topics=MATTERS), **late))) == 3


def test_formula_of_every_readout_joins_nothing() -> None:
    """Whom two calls fit, with the same words, belongs to neither."""
    formula = "The two leaders agreed to stay in close personal contact at various levels in the coming weeks and months"
    days = [tell(day, call(day, outcomes=[formula])) for day in ("2018-03-01", "2018-03-20")]
    assert len(group(*days, tell("u", call(None, outcomes=[formula])))) == 3


def test_undated_copies_are_one_event() -> None:
    """Without any dated report to join."""
    evidence = "Chancellor and president talked over the telephone, a spokesman told reporters in Berlin."
    copies = [tell(f"{n}", call(None, evidence=evidence), text="agency copy " + PRISONERS) for n in range(10)]
    assert together(*copies)


def test_which_of_two_spellings_comes_first_makes_no_difference() -> None:
    """Where an article tells of two calls, each with another spelling."""
    other = tell("b", call(), call(people=(MERKEL, ("Emanuel Macron", "FR", None))))
    assert group(tell("a", call()), other) == group(other, tell("a", call()))


PEOPLE = st.sampled_from(
    [(MERKEL, MACRON), (MERKEL, ("Emanuel Macron", "FR", None)), (MERKEL, (None, "FR", None)), (MERKEL, LE_DRIAN)]
)
CALLS = st.builds(
    call,
    date=st.sampled_from([*(f"2018-03-{day:02}" for day in range(7, 14)), None, "2018-03"]),
    people=PEOPLE,
    outcomes=st.lists(st.sampled_from([TRUCE, PRISONERS]), max_size=2, unique=True),
    topics=st.sampled_from([(), MATTERS]),
    channel=st.sampled_from(["phone", "phone", "video", "unknown"]),
)
ARTICLES = st.lists(
    st.tuples(st.lists(CALLS, max_size=2), st.sampled_from([None, "2018-03-11", "2018-03-15"]), st.sampled_from(["", "a copy"])),
    max_size=7,
).map(
    lambda told: [
        Telling(f"{nth}", calls, published, text and f"{text} of what the agency wrote")
        for nth, (calls, published, text) in enumerate(told)
    ]
)


@settings(max_examples=300, deadline=None)
@given(ARTICLES, st.randoms())
def test_grouping_is_a_partition_that_does_not_hang_on_order(articles: list[Telling], random: Any) -> None:
    """Every report in one group, never two of an article, whatever the order."""
    found = group(*articles)
    assert sorted(place for places in found for place in places) == [(a.name, n) for a in articles for n in range(len(a.calls))]
    assert all(len({name for name, _ in places}) == len(places) for places in found)
    random.shuffle(articles)
    assert group(*articles) == found
